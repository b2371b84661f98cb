//! The tables of meetings.

/// The table `meeting`.
pub mod meeting {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A meeting that an office keeps.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "meeting")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Made with the form, so that one sent twice makes one meeting; unique with the account.
        pub key: String,
        /// The region of the office that keeps it.
        pub office_code: String,
        /// Who saved it.
        pub account_id: i64,
        /// In which office.
        pub term_id: i64,
        /// "Rapat koordinasi Kec. Cikajang".
        pub title: String,
        /// The day of the meeting.
        pub held_on: Date,
        /// Where it is held.
        pub place: String,
        /// Who took part, as typed.
        pub participants: String,
        /// What was said at the beginning.
        pub opening: String,
        /// What else was said and has to be done.
        pub closing: String,
        /// Rises with each change of the words above; an edit names the one that it started from.
        pub version: i64,
        /// The meeting before, whose open follow-ups began this one.
        pub previous_id: Option<i64>,
        /// When it was closed: its decisions stand.
        pub concluded_at: Option<ChronoDateTimeUtc>,
        /// True for invented sample content.
        pub is_sample: bool,
        /// When it was saved first.
        pub created_at: ChronoDateTimeUtc,
        /// When its words were last changed.
        pub updated_at: ChronoDateTimeUtc,
        /// By whom.
        pub updated_by: i64,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `meeting_item`.
pub mod meeting_item {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A study on the agenda, and what was decided about it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "meeting_item")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The meeting.
        pub meeting_id: i64,
        /// The study.
        pub case_study_id: i64,
        /// Its place, from 1.
        pub position: i32,
        /// replikasi, pelajari, tidak_cocok, or empty while nothing is decided.
        pub decision: String,
        /// Who is in charge, as typed.
        pub who: String,
        /// By when.
        pub due_on: Option<Date>,
        /// What the meeting said about it.
        pub note: String,
        /// Rises with each change; a decision names the one that it started from.
        pub version: i64,
        /// Who changed it last.
        pub updated_by: i64,
        /// When.
        pub updated_at: ChronoDateTimeUtc,
        /// When what was decided was done.
        pub done_at: Option<ChronoDateTimeUtc>,
        /// Who said so.
        pub done_by: Option<i64>,
        /// The item of the meeting before that is still open here.
        pub carried_from: Option<i64>,
        /// The entry of the ledger that the decision opened, or found.
        pub adoption_id: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
