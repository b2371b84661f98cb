//! The tables of devices that are pushed to.

/// The table `push_subscription`.
pub mod push_subscription {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A device on which a person turned notifications on. It goes with the session that it was turned on in.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "push_subscription")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose it is.
        pub account_id: i64,
        /// The signed-in browser.
        pub session_id: i64,
        /// Address of the browser maker's server for this device.
        #[sea_orm(unique)]
        pub endpoint: String,
        /// When it was turned on.
        pub created_at: ChronoDateTimeUtc,
        /// When that server last took a push.
        pub last_ok_at: Option<ChronoDateTimeUtc>,
        /// Tries since then that failed.
        pub failures: i32,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `push_key`.
pub mod push_key {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The key by which browser makers' servers know this site (VAPID, RFC 8292); the oldest row holds.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "push_key")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// PKCS #8 in base64url.
        pub secret: String,
        /// When it was made.
        pub created_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
