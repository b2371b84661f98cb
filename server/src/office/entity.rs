//! The tables of office terms and of what a camat lets the sekcam do.

/// The table `office_term`.
pub mod office_term {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Who acts in which office, from when, by which paper, until when.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "office_term")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Who serves.
        pub account_id: i64,
        /// Name of the role in the policy.
        pub role: String,
        /// The kecamatan, kabupaten/kota or province.
        pub region_code: String,
        /// Name of the post: "Kasi Ekonomi dan Pembangunan".
        pub title: String,
        /// Name of a coordinator's unit: "Bagian Tata Pemerintahan".
        pub unit_name: String,
        /// First local day (TMT).
        pub started_on: ChronoDate,
        /// Last local day, included; none while it runs.
        pub ended_on: Option<ChronoDate>,
        /// Number of the SK or surat perintah.
        pub paper: String,
        /// Who recorded it.
        pub created_by: Option<i64>,
        /// When it was recorded.
        pub created_at: ChronoDateTimeUtc,
        /// Who recorded its end.
        pub ended_by: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `delegation`.
pub mod delegation {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A camat lets the sekcam publish on behalf of the office.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "delegation")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The kecamatan.
        pub kecamatan_code: String,
        /// The camat who lets.
        pub granted_by: i64,
        /// From when.
        pub granted_at: ChronoDateTimeUtc,
        /// Until when; none while it stands.
        pub revoked_at: Option<ChronoDateTimeUtc>,
        /// Who took it back.
        pub revoked_by: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `paper_way`.
pub mod paper_way {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Whether the drafts of an office pass the sekcam; an office without a row has them do so.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "paper_way")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The kecamatan.
        #[sea_orm(unique)]
        pub kecamatan_code: String,
        /// False where staff hand in to the camat alone.
        pub via_sekcam: bool,
        /// Who set it.
        pub set_by: i64,
        /// When.
        pub set_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
