//! The tables of sectors and duties.

/// The table `sector`.
pub mod sector {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A field of work that studies are sorted by.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "sector")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Its part of the address.
        #[sea_orm(unique)]
        pub slug: String,
        /// Name as shown.
        pub name: String,
        /// What belongs to it, in a sentence.
        pub description: String,
        /// Place in lists, from 1.
        pub position: i32,
        /// True for the three that the province put first.
        pub is_main: bool,
        /// Since when it is no longer offered for new studies; those that carry it keep it.
        pub retired_at: Option<ChronoDateTimeUtc>,
        /// Counts changes, so that nobody overwrites a colleague unseen.
        pub version: i64,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `duty`.
pub mod duty {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A duty of the kecamatan, the second tag of a study.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "duty")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Its part of the address.
        #[sea_orm(unique)]
        pub slug: String,
        /// Name as shown.
        pub name: String,
        /// Place in lists, from 1.
        pub position: i32,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
