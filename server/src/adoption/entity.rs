//! The tables of the ledger of replication.

/// The table `adoption`.
pub mod adoption {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A kecamatan takes up a practice of another, once.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "adoption")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The study that is taken up.
        pub case_study_id: i64,
        /// The kecamatan that takes it up.
        pub kecamatan_code: String,
        /// How far it got: the stage of the last step.
        pub stage: String,
        /// Date of the first step of this stage.
        pub since: ChronoDate,
        /// True once a step told a figure before and after.
        pub has_results: bool,
        /// Who began it.
        pub opened_by: i64,
        /// In which office.
        pub term_id: Option<i64>,
        /// Person and office as shown.
        pub byline: String,
        /// The study that the kecamatan wrote about its own adaptation.
        pub own_study_id: Option<i64>,
        /// The study that its family began with, while there is an own study.
        pub family_root_id: Option<i64>,
        /// Grows with each change; a form names the one it started from.
        pub version: i64,
        /// When it was begun.
        pub created_at: ChronoDateTimeUtc,
        /// When it last changed.
        pub updated_at: ChronoDateTimeUtc,
        /// When the office was last asked whether it still runs; none when nothing is asked.
        pub asked_at: Option<ChronoDateTimeUtc>,
        /// When the office last said that it runs; none before it ran.
        pub confirmed_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `adoption_step`.
pub mod adoption_step {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What an office tells of its adoption. The newest may be taken back within a day; of an older one only the note and the
    /// photo are mended.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "adoption_step")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The adoption.
        pub adoption_id: i64,
        /// The stage that it reached, or stays at.
        pub stage: String,
        /// The local day on which that was.
        pub happened_on: ChronoDate,
        /// In the office's words; for one that stopped it is the reason.
        pub note: String,
        /// Figures as JSON, in the shape of a study's results.
        pub figures: String,
        /// A photo.
        pub photo_id: Option<i64>,
        /// Who wrote it down.
        pub account_id: i64,
        /// In which office.
        pub term_id: Option<i64>,
        /// Person and office as shown.
        pub byline: String,
        /// When it was written down.
        pub recorded_at: ChronoDateTimeUtc,
        /// When a coordinator hid its note and photo.
        pub hidden_at: Option<ChronoDateTimeUtc>,
        /// Who hid them.
        pub hidden_by: Option<i64>,
        /// Why.
        pub hidden_reason: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
