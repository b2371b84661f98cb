//! The tables of featured studies, of the themes of weeks, and of what happens at the desk.

/// The table `feature`.
pub mod feature {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A study put forward by a coordinator, with a reason and an end date.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "feature")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The study.
        pub case_study_id: i64,
        /// Why it was chosen.
        pub reason: String,
        /// Theme of the week, if any.
        pub theme: String,
        /// For whom: a kabupaten/kota, or the province.
        pub scope_code: String,
        /// The unit that chose, as shown.
        pub unit_name: String,
        /// Who chose.
        pub account_id: i64,
        /// The office term that chose.
        pub term_id: Option<i64>,
        /// First local day.
        pub starts_on: ChronoDate,
        /// Last local day, included.
        pub ends_on: ChronoDate,
        /// Place among the chosen, lowest first.
        pub position: i32,
        /// When it was chosen.
        pub created_at: ChronoDateTimeUtc,
        /// When it was taken back.
        pub withdrawn_at: Option<ChronoDateTimeUtc>,
        /// Who took it back.
        pub withdrawn_by: Option<i64>,
        /// Why.
        pub withdrawn_reason: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `desk_visit`.
pub mod desk_visit {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// When a coordinator last looked at the desk, so that it can say what is new since.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "desk_visit")]
    pub struct Model {
        /// The coordinator.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        /// When.
        pub visited_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `week_theme`.
pub mod week_theme {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What a scope puts forward in a week: "Bulan Stunting". One for a scope and week.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "week_theme")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// For whom: a kabupaten/kota, or the province.
        pub scope_code: String,
        /// The Monday.
        pub starts_on: ChronoDate,
        /// The theme; empty when it was taken away.
        pub theme: String,
        /// For the other coordinators, or empty.
        pub note: String,
        /// Who said it last.
        pub account_id: i64,
        /// When.
        pub changed_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `desk_seen`.
pub mod desk_seen {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A coordinator has seen a study as it stood then.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "desk_seen")]
    pub struct Model {
        /// The coordinator.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        /// The study.
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_study_id: i64,
        /// When.
        pub seen_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `nudge`.
pub mod nudge {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A coordinator asked a silent office to write again.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "nudge")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Code of the kecamatan.
        pub kecamatan_code: String,
        /// Who asked.
        pub account_id: i64,
        /// In which office.
        pub term_id: i64,
        /// The unit as shown.
        pub unit_name: String,
        /// When.
        pub sent_at: ChronoDateTimeUtc,
        /// When it was taken back.
        pub taken_back_at: Option<ChronoDateTimeUtc>,
        /// Who took it back.
        pub taken_back_by: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
