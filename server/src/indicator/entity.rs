//! The tables of indicators and measures.

/// The table `indicator`.
pub mod indicator {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A strategic indicator: a tag without a value, since it is measured for a kabupaten/kota.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "indicator")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Its part of the address.
        #[sea_orm(unique)]
        pub slug: String,
        /// Short name as shown.
        pub name: String,
        /// Name in the statistics.
        pub official_name: String,
        /// Unit of the official figure.
        pub unit: String,
        /// naik or turun: which way is better.
        pub good_direction: String,
        /// Who measures it.
        pub source: String,
        /// What it is, and that a kecamatan has no value of it.
        pub description: String,
        /// Place in lists, from 1.
        pub position: i32,
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

/// The table `measure`.
pub mod measure {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What a kecamatan really counts, under an indicator.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "measure")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Its name in documents.
        #[sea_orm(unique)]
        pub slug: String,
        /// The indicator that it serves.
        pub indicator_id: i64,
        /// Name as shown.
        pub name: String,
        /// Unit of its values.
        pub unit: String,
        /// naik or turun: which way is better.
        pub good_direction: String,
        /// How to count it, and where the figure comes from.
        pub note: String,
        /// Place in lists, from 1.
        pub position: i32,
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
