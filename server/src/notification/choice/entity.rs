//! The tables of how people want to be told.

/// The table `notification_choice`.
pub mod notification_choice {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What a person wants for a topic, once the person has said so.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "notification_choice")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Who.
        pub account_id: i64,
        /// talk, followed, studies, work or care.
        pub topic: String,
        /// now, daily or never.
        pub mail: String,
        /// True for a push to the devices that the person turned it on.
        pub push: bool,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `notification_off`.
pub mod notification_off {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One way in which a person does not want to hear of one matter; whatever has no row is as its topic says.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "notification_off")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Who.
        pub account_id: i64,
        /// What is switched off.
        pub matter: String,
        /// app, mail or push.
        pub way: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `notification_setting`.
pub mod notification_setting {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The quiet hours of a person, and when the last push goes that is planned.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "notification_setting")]
    pub struct Model {
        /// Who.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        /// False for who wants no quiet hours.
        pub quiet: bool,
        /// The local hour in which they begin, 0 to 23.
        pub quiet_from: i32,
        /// The local hour with which they end, 0 to 23.
        pub quiet_until: i32,
        /// When the last planned push goes, or went: the next comes an hour later at the earliest.
        pub push_planned_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
