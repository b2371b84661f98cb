//! The tables of reports.

/// The table `report`.
pub mod report {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Somebody says that something should not stand as it does.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "report")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// case_study, comment or photo.
        pub subject_kind: String,
        /// Its id.
        pub subject_id: i64,
        /// The study that it belongs to.
        pub case_study_id: i64,
        /// The region whose coordinators answer: a kecamatan, or the province for studies without a place.
        pub scope_code: String,
        /// Why, one of a closed list.
        pub ground: String,
        /// In the reporter's words.
        pub body: String,
        /// The reporter, when signed in.
        pub reporter_id: Option<i64>,
        /// The name that a visitor gave.
        pub reporter_name: String,
        /// Where the visitor can be answered.
        pub reporter_contact: String,
        /// When.
        pub created_at: ChronoDateTimeUtc,
        /// Until when it must be answered: personal data within 3 × 24 hours.
        pub due_at: Option<ChronoDateTimeUtc>,
        /// When the next level up was told that it is late.
        pub escalated_at: Option<ChronoDateTimeUtc>,
        /// open or answered.
        pub state: String,
        /// The step of the ledger that it is about; the row's kind and id name its study then.
        pub adoption_step_id: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `report_word`.
pub mod report_word {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// An answer of a coordinator, or a reply of who is concerned.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "report_word")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The report.
        pub report_id: i64,
        /// answer or reply.
        pub kind: String,
        /// What an answer did; empty for replies.
        pub outcome: String,
        /// The words.
        pub body: String,
        /// Who.
        pub account_id: i64,
        /// In which office.
        pub term_id: Option<i64>,
        /// The office or person as shown.
        pub byline: String,
        /// When.
        pub said_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
