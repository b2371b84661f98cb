//! The tables of warnings and suspensions.

/// The table `sanction`.
pub mod sanction {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Somebody was warned, or may do nothing until a day.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "sanction")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whom it concerns.
        pub account_id: i64,
        /// warning or suspension.
        pub kind: String,
        /// The highest office that the person held when it was decided: who may judge it follows from that.
        pub role: String,
        /// The scope of who decided, whose coordinators answer for it.
        pub scope_code: String,
        /// Why, in words that the person reads.
        pub reason: String,
        /// The report that it followed, if any.
        pub report_id: Option<i64>,
        /// Who decided.
        pub decided_by: i64,
        /// In which office.
        pub term_id: Option<i64>,
        /// Person and office as shown.
        pub byline: String,
        /// When.
        pub decided_at: ChronoDateTimeUtc,
        /// When a suspension ends by itself: the end of its last local day.
        pub ends_at: Option<ChronoDateTimeUtc>,
        /// standing, lifted, or replaced by a later one.
        pub state: String,
        /// True while nobody of the scope looked at the person's last answer.
        pub answer_waits: bool,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `sanction_word`.
pub mod sanction_word {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The person's answer, or what the coordinators said and did after it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "sanction_word")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The warning or suspension.
        pub sanction_id: i64,
        /// answer, reply, lift or shorten.
        pub kind: String,
        /// The words.
        pub body: String,
        /// The new end, where it was shortened.
        pub ends_at: Option<ChronoDateTimeUtc>,
        /// Who.
        pub account_id: i64,
        /// In which office.
        pub term_id: Option<i64>,
        /// Person and office as shown.
        pub byline: String,
        /// When.
        pub said_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
