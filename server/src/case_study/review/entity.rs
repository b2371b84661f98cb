//! The tables of reviews before publishing, and of where they are asked for.

/// The table `review_mode`.
pub mod review_mode {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Whether studies of a scope are looked at by a coordinator before they appear.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "review_mode")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// A kabupaten/kota, or the province for those that said nothing.
        pub region_code: String,
        /// direct or review.
        pub mode: String,
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

/// The table `review`.
pub mod review {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One look of a coordinator at a draft, from its hand-in to its answer.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "review")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The draft.
        pub draft_id: i64,
        /// Its kecamatan.
        pub kecamatan_code: String,
        /// The version that the office's head approved; an approval publishes this text and no other.
        pub version: i64,
        /// The office as it will speak: "Camat Cikajang".
        pub byline: String,
        /// Who approved it in the office.
        pub account_id: i64,
        /// In which office.
        pub term_id: i64,
        /// When it was handed in.
        pub handed_in_at: ChronoDateTimeUtc,
        /// When the next level up was told that nobody answers.
        pub escalated_at: Option<ChronoDateTimeUtc>,
        /// open, approved, returned, unsuitable, taken_back or replaced.
        pub answer: String,
        /// When it was answered.
        pub answered_at: Option<ChronoDateTimeUtc>,
        /// Who answered.
        pub answered_by: Option<i64>,
        /// The coordinator's unit: "Bagian Tata Pemerintahan Kab. Garut".
        pub unit_name: String,
        /// Why.
        pub reason: String,
        /// The points of the checklist that were ticked, one a line.
        pub checked: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
