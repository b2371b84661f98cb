//! The tables of studi tiru.

/// The table `visit`.
pub mod visit {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// An office asks the office of a study for a visit or a call.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "visit")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The study.
        pub case_study_id: i64,
        /// The kecamatan that asks.
        pub asking_code: String,
        /// The kecamatan of the study when it was asked.
        pub host_code: String,
        /// kunjungan or daring.
        pub kind: String,
        /// diminta, dijadwalkan, ditolak, dibatalkan, selesai or tidak_datang.
        pub state: String,
        /// Whose word is waited for while it is asked, or while another time is offered: pemohon or tuan_rumah.
        pub turn: String,
        /// What the asking office wants to see.
        pub purpose: String,
        /// Whom the host office reaches.
        pub contact: String,
        /// How many come.
        pub people: i32,
        /// A day that the asking office proposed.
        pub first_day: ChronoDate,
        /// Another.
        pub second_day: Option<ChronoDate>,
        /// And another.
        pub third_day: Option<ChronoDate>,
        /// When it takes place: what both agreed to.
        pub scheduled_at: Option<ChronoDateTimeUtc>,
        /// Where one meets then.
        pub place: String,
        /// The address of an online meeting then.
        pub link: String,
        /// A time that one of them offers and the other has not agreed to.
        pub offered_at: Option<ChronoDateTimeUtc>,
        /// Where one would meet.
        pub offered_place: String,
        /// The address that it would have.
        pub offered_link: String,
        /// What was seen.
        pub report_seen: String,
        /// What will be applied at home.
        pub report_applied: String,
        /// What does not fit.
        pub report_unfit: String,
        /// Who came, by office.
        pub report_team: String,
        /// When the asking office told it.
        pub reported_at: Option<ChronoDateTimeUtc>,
        /// Who asked.
        pub asked_by: i64,
        /// In which office.
        pub term_id: i64,
        /// Person and office as shown.
        pub byline: String,
        /// Grows with each change; a form names the one it started from.
        pub version: i64,
        /// True for a row of the demonstration.
        pub is_sample: bool,
        /// When it was asked.
        pub created_at: ChronoDateTimeUtc,
        /// When it last changed.
        pub updated_at: ChronoDateTimeUtc,
        /// Since when the word of one side is waited for.
        pub turn_since: ChronoDateTimeUtc,
        /// When it was first scheduled, or declined.
        pub answered_at: Option<ChronoDateTimeUtc>,
        /// When the coordinator was told that it waits.
        pub escalated_at: Option<ChronoDateTimeUtc>,
        /// When the asking office was asked for its report.
        pub report_asked_at: Option<ChronoDateTimeUtc>,
        /// When a coordinator hid the report.
        pub report_hidden_at: Option<ChronoDateTimeUtc>,
        /// Who hid it.
        pub report_hidden_by: Option<i64>,
        /// Why.
        pub report_hidden_reason: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `visit_word`.
pub mod visit_word {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What one of the two offices said or did. Only added to.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "visit_word")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The request.
        pub visit_id: i64,
        /// pemohon or tuan_rumah.
        pub side: String,
        /// ajukan, usul, jadwal, tetap, tempat, tolak, batal, tidak_datang, pesan, laporan or perbaikan.
        pub act: String,
        /// The time that it speaks of.
        pub offered_at: Option<ChronoDateTimeUtc>,
        /// In their words; may be empty. Of a corrected report: what stood before.
        pub body: String,
        /// Who.
        pub account_id: i64,
        /// In which office.
        pub term_id: i64,
        /// Person and office as shown.
        pub byline: String,
        /// When.
        pub created_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
