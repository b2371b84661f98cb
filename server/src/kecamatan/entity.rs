//! The tables of places.

/// The table `region`.
pub mod region {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A province, a kabupaten or kota, or a kecamatan.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "region")]
    pub struct Model {
        /// Kemendagri code with dots: "32.05.06".
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        /// Code of the region above; none for a province.
        pub parent_code: Option<String>,
        /// provinsi, kabupaten_kota or kecamatan.
        pub level: String,
        /// kabupaten or kota, for that level only.
        pub kind: Option<String>,
        /// Display name without its kind: "Garut", "Cikajang".
        pub name: String,
        /// Code of the region that took its place.
        pub replaced_by: Option<String>,
        /// Latitude of its middle, WGS84.
        pub lat: Option<f64>,
        /// Longitude of its middle, WGS84.
        pub lon: Option<f64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `region_variant`.
pub mod region_variant {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Another spelling or a former name of a region, so that search knows it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "region_variant")]
    pub struct Model {
        /// Code of the region.
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        /// The other name.
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
