//! The tables of the log of content and of values of the whole site.

/// The table `content_change`.
pub mod content_change {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One line in the log of what readers may see. Numbers never come back, also after the last line is deleted.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "content_change")]
    pub struct Model {
        /// Place in the log, in the order of commits.
        #[sea_orm(primary_key)]
        pub seq: i64,
        /// What kind of thing changed.
        pub subject_kind: String,
        /// Which one; empty for all.
        pub subject_id: String,
        /// When.
        pub at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `site_state`.
pub mod site_state {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A value of the whole site, such as the history's random id.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "site_state")]
    pub struct Model {
        /// Its name.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// Its value.
        pub value: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
