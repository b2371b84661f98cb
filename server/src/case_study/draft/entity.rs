//! The tables of drafts, their saved states and the remarks at them.

/// The table `draft`.
pub mod draft {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What is being written, before readers see it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "draft")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// UUIDv7 made in the browser; unique with its creator.
        pub key: String,
        /// Who began it.
        pub creator_id: i64,
        /// The office it belongs to.
        pub kecamatan_code: String,
        /// The study that it edits.
        pub case_study_id: Option<i64>,
        /// The revision that the editing started from.
        pub base_revision_id: Option<i64>,
        /// Where the paper is.
        pub step: String,
        /// The whole content as JSON.
        pub document: String,
        /// Rises with each save; a save names the one it started from.
        pub version: i64,
        /// What the last person who passed it on or back wrote.
        pub note: String,
        /// public or members, once published.
        pub visibility: String,
        /// When it was last saved.
        pub updated_at: ChronoDateTimeUtc,
        /// Who saved it.
        pub updated_by: i64,
        /// When it was begun.
        pub created_at: ChronoDateTimeUtc,
        /// The study it became: publishing a key twice answers with the same one.
        pub published_case_study_id: Option<i64>,
        /// The device that saved last, by the name it gave itself; empty for a form without scripts.
        pub writer: String,
        /// The first version of the unbroken run that this device saved.
        pub writer_from: i64,
        /// The version that a reviewer has passed on or returned.
        pub reviewed_version: Option<i64>,
        /// The entry of the ledger that it tells of, for a practice adapted from another kecamatan.
        pub adoption_id: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `draft_version`.
pub mod draft_version {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One saved state of a draft.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "draft_version")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The draft.
        pub draft_id: i64,
        /// Version of the draft.
        pub version: i64,
        /// The whole content as JSON.
        pub document: String,
        /// Who saved it.
        pub saved_by: i64,
        /// When.
        pub saved_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `draft_remark`.
pub mod draft_remark {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What somebody of the office says at a section of a draft. Never published.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "draft_remark")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The draft.
        pub draft_id: i64,
        /// The field that it is about.
        pub field: String,
        /// What was said, plain text.
        pub body: String,
        /// Who said it.
        pub author_id: i64,
        /// When.
        pub created_at: ChronoDateTimeUtc,
        /// When it was marked as done.
        pub done_at: Option<ChronoDateTimeUtc>,
        /// Who marked it.
        pub done_by: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
