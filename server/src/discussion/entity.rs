//! The tables of the conversation: comments, what they said before, whom they mention, and reactions.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a member says under a study.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "comment")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The study.
    pub case_study_id: i64,
    /// The comment that it answers.
    pub parent_id: Option<i64>,
    /// Who wrote it.
    pub account_id: i64,
    /// The office term that spoke.
    pub term_id: Option<i64>,
    /// Person and office as shown.
    pub byline: String,
    /// Markdown.
    pub body: String,
    /// When it was written.
    pub created_at: ChronoDateTimeUtc,
    /// When it was last edited.
    pub edited_at: Option<ChronoDateTimeUtc>,
    /// When its writer took it back.
    pub deleted_at: Option<ChronoDateTimeUtc>,
    /// When a coordinator hid it.
    pub hidden_at: Option<ChronoDateTimeUtc>,
    /// Who hid it.
    pub hidden_by: Option<i64>,
    /// Why.
    pub hidden_reason: String,
    /// Anchor of the section of the study that it is about; none for the whole study.
    pub section: Option<String>,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The table `comment_revision`.
pub mod comment_revision {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What a comment said before it was changed.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "comment_revision")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The comment.
        pub comment_id: i64,
        /// Its study, by which an erasure finds it.
        pub case_study_id: i64,
        /// The earlier text, Markdown.
        pub body: String,
        /// When that text was written.
        pub written_at: ChronoDateTimeUtc,
        /// When another took its place.
        pub replaced_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `comment_mention`.
pub mod comment_mention {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// That a comment mentioned a person or a kecamatan. Rows stay when the words go: they count against a flood.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "comment_mention")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The comment.
        pub comment_id: i64,
        /// Who wrote it.
        pub account_id: i64,
        /// The person who is mentioned.
        pub person_id: Option<i64>,
        /// Code of the kecamatan that is mentioned.
        pub kecamatan_code: Option<String>,
        /// When.
        pub created_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `reaction`.
pub mod reaction {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// That a member found something useful, or knows it from the own kecamatan.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "reaction")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// "case_study" or "comment".
        pub subject_kind: String,
        /// Its id.
        pub subject_id: i64,
        /// Who reacted.
        pub account_id: i64,
        /// "useful" or "here_too".
        pub kind: String,
        /// When.
        pub created_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
