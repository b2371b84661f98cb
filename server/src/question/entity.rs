//! The tables of questions and answers.

/// The table `question`.
pub mod question {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What a member asks all the others.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "question")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Who asks.
        pub account_id: i64,
        /// The office term that spoke.
        pub term_id: Option<i64>,
        /// The office as shown.
        pub byline: String,
        /// Code of the region whose coordinators care for it.
        pub scope_code: String,
        /// The question.
        pub title: String,
        /// What is to be known about it, Markdown.
        pub body: String,
        /// "public" or "members".
        pub visibility: String,
        /// The sector.
        pub sector_id: Option<i64>,
        /// The topic of the coordinators' board that it grew from.
        pub topic_id: Option<i64>,
        /// Answers that are shown.
        pub answer_count: i32,
        /// The answer that helped the asker.
        pub accepted_answer_id: Option<i64>,
        /// The answer drawn together from the replies, Markdown; empty without.
        pub summary: String,
        /// Grows with each change of it.
        pub summary_version: i64,
        /// Who wrote it last.
        pub summary_by: Option<i64>,
        /// In which office.
        pub summary_byline: String,
        /// When.
        pub summary_at: Option<ChronoDateTimeUtc>,
        /// True for invented sample content.
        pub is_sample: bool,
        /// When it was asked.
        pub created_at: ChronoDateTimeUtc,
        /// When its asker changed it last.
        pub edited_at: Option<ChronoDateTimeUtc>,
        /// When the coordinators were told that nobody answered.
        pub escalated_at: Option<ChronoDateTimeUtc>,
        /// When its asker took it back.
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

/// The table `question_indicator`.
pub mod question_indicator {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A strategic indicator that a question is about.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "question_indicator")]
    pub struct Model {
        /// The question.
        #[sea_orm(primary_key, auto_increment = false)]
        pub question_id: i64,
        /// The indicator.
        #[sea_orm(primary_key, auto_increment = false)]
        pub indicator_id: i64,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `answer`.
pub mod answer {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What a member answers. Studies that it points to are addresses in its text.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "answer")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The question.
        pub question_id: i64,
        /// Who answers.
        pub account_id: i64,
        /// The office term that spoke.
        pub term_id: Option<i64>,
        /// The office as shown.
        pub byline: String,
        /// Markdown.
        pub body: String,
        /// True where the drawn-together answer rests on it.
        pub is_credited: bool,
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
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
