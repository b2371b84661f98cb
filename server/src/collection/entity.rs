//! The tables of collections.

/// The table `collection`.
pub mod collection {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// An ordered, introduced list of studies.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "collection")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// What it gathers.
        pub title: String,
        /// Why these studies stand together, in Markdown.
        pub introduction: String,
        /// draf, tayang or dibuang.
        pub state: String,
        /// A photo of one of its studies; none for a plain cover.
        pub cover_photo_id: Option<i64>,
        /// What that photo shows.
        pub cover_alt: String,
        /// The region of whoever began it: coordinators above it may edit.
        pub scope_code: String,
        /// "Bagian Tata Pemerintahan Kab. Garut".
        pub unit_name: String,
        /// Who began it.
        pub account_id: i64,
        /// In which office.
        pub term_id: Option<i64>,
        /// Rises with every change; an edit names the one that it started from.
        pub version: i64,
        /// True for invented sample content.
        pub is_sample: bool,
        /// When it was begun.
        pub created_at: ChronoDateTimeUtc,
        /// When it was last changed.
        pub updated_at: ChronoDateTimeUtc,
        /// By whom.
        pub updated_by: i64,
        /// When it first appeared.
        pub published_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `collection_item`.
pub mod collection_item {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A study in a collection; one that was taken out stays with its note, so that this can be taken back.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "collection_item")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The collection.
        pub collection_id: i64,
        /// The study.
        pub case_study_id: i64,
        /// Its place, from 1.
        pub position: i32,
        /// Why it is here, in the curator's words.
        pub note: String,
        /// Who added it.
        pub added_by: i64,
        /// When.
        pub added_at: ChronoDateTimeUtc,
        /// When it was taken out.
        pub removed_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `collection_curator`.
pub mod collection_curator {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Another coordinator, of any scope, who edits a collection too.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "collection_curator")]
    pub struct Model {
        /// The collection.
        #[sea_orm(primary_key, auto_increment = false)]
        pub collection_id: i64,
        /// Who.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        /// "Bapperida Kab. Bandung", as it was when this one joined.
        pub unit_name: String,
        /// Who added this one.
        pub added_by: i64,
        /// When.
        pub added_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
