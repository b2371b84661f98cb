//! The tables of bahan minggon.

/// The table `minggon`.
pub mod minggon {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What a scope proposes for the weekly meetings of a month.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "minggon")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// A kabupaten/kota, or the province for those that set nothing.
        pub scope_code: String,
        /// The first day of the month.
        pub month: Date,
        /// "Kemarau tanpa gagal panen".
        pub theme: String,
        /// Why this theme, plain text.
        pub introduction: String,
        /// "Bagian Tata Pemerintahan Kab. Garut".
        pub unit_name: String,
        /// Rises with each change; an edit names the one that it started from.
        pub version: i64,
        /// Who changed it last.
        pub account_id: i64,
        /// In which office.
        pub term_id: i64,
        /// True for invented sample content.
        pub is_sample: bool,
        /// When it was set first.
        pub created_at: ChronoDateTimeUtc,
        /// When it was last changed.
        pub updated_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `minggon_item`.
pub mod minggon_item {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A study of the month with a question to talk about.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "minggon_item")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The month.
        pub minggon_id: i64,
        /// The study.
        pub case_study_id: i64,
        /// Its place, from 1.
        pub position: i32,
        /// What to talk about, a question a line.
        pub question: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
