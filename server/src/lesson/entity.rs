//! The tables of the Ruang Pembelajaran.

/// The table `lesson`.
pub mod lesson {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What did not work yet in a kecamatan, and what it learned. Belongs to the office.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "lesson")]
    pub struct Model {
        /// Number of the row; on no page.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// What addresses call it: 128 random bits as hexadecimal text.
        pub key: String,
        /// Who wrote it; nobody once that account is closed.
        pub account_id: Option<i64>,
        /// The office term that spoke.
        pub term_id: Option<i64>,
        /// The kecamatan that it belongs to.
        pub kecamatan_code: String,
        /// The office as shown.
        pub byline: String,
        /// True where other members read neither name nor place.
        pub is_unnamed: bool,
        /// What it is about, in one line.
        pub title: String,
        /// The sector.
        pub sector_id: Option<i64>,
        /// What was tried, Markdown.
        pub tried: String,
        /// What happened, Markdown.
        pub happened: String,
        /// What stood in the way, Markdown.
        pub hindrance: String,
        /// What the office would do differently, Markdown.
        pub differently: String,
        /// The study that it is about.
        pub case_study_id: Option<i64>,
        /// Grows with each change of the text.
        pub version: i64,
        /// True for invented sample content.
        pub is_sample: bool,
        /// When it was written.
        pub created_at: ChronoDateTimeUtc,
        /// When it was changed last.
        pub updated_at: ChronoDateTimeUtc,
        /// When its office took it back.
        pub withdrawn_at: Option<ChronoDateTimeUtc>,
        /// When a coordinator hid it.
        pub hidden_at: Option<ChronoDateTimeUtc>,
        /// Who hid it.
        pub hidden_by: Option<i64>,
        /// Why.
        pub hidden_reason: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `lesson_indicator`.
pub mod lesson_indicator {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A strategic indicator that a lesson is about.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "lesson_indicator")]
    pub struct Model {
        /// The lesson.
        #[sea_orm(primary_key, auto_increment = false)]
        pub lesson_id: i64,
        /// The indicator.
        #[sea_orm(primary_key, auto_increment = false)]
        pub indicator_id: i64,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `lesson_word`.
pub mod lesson_word {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What a member says to a lesson, or tells the coordinators about it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "lesson_word")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The lesson.
        pub lesson_id: i64,
        /// Who says it; nobody once that account is closed.
        pub account_id: Option<i64>,
        /// The office term that spoke.
        pub term_id: Option<i64>,
        /// The office as shown.
        pub byline: String,
        /// True for words of the lesson's writer or office: in an unnamed lesson they stand as "Penulis".
        pub is_author: bool,
        /// True for what only the coordinators of the place read.
        pub is_report: bool,
        /// Markdown.
        pub body: String,
        /// When it was said.
        pub created_at: ChronoDateTimeUtc,
        /// When its writer took it back.
        pub deleted_at: Option<ChronoDateTimeUtc>,
        /// When a coordinator hid it.
        pub hidden_at: Option<ChronoDateTimeUtc>,
        /// Who hid it.
        pub hidden_by: Option<i64>,
        /// Why.
        pub hidden_reason: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
