//! The tables of topics that are needed, of who wants to hear of them, and of what was searched.

/// The table `search_topic`.
pub mod search_topic {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A search that found nothing useful and was left for the coordinators.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "search_topic")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Its roots in order, so that two spellings are one topic.
        pub key: String,
        /// As it was typed first.
        pub text: String,
        /// How often it was left.
        pub asked: i32,
        /// "open", "answered", "handed" or "closed".
        pub state: String,
        /// The answer.
        pub case_study_id: Option<i64>,
        /// The kecamatan that was asked to write about it.
        pub kecamatan_code: Option<String>,
        /// Why it was closed.
        pub reason: String,
        /// When it was left first.
        pub created_at: ChronoDateTimeUtc,
        /// When it was left last.
        pub last_asked_at: ChronoDateTimeUtc,
        /// When a coordinator settled it.
        pub settled_at: Option<ChronoDateTimeUtc>,
        /// Who settled it.
        pub settled_by: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `search_request`.
pub mod search_request {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Somebody who wants to be told when a topic is answered. Ends with the answer.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "search_request")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The topic.
        pub topic_id: i64,
        /// Who.
        pub account_id: i64,
        /// Since when.
        pub created_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `search_query`.
pub mod search_query {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What was searched on a day. There is no person in it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "search_query")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The local day.
        pub day: ChronoDate,
        /// The words, in small letters.
        pub text: String,
        /// How many studies the last search found.
        pub hits: i32,
        /// How often it was searched.
        pub searches: i32,
        /// By how many different askers, as far as one node can tell.
        pub askers: i32,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
