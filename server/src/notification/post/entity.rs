//! The tables of mails that carry notifications.

/// The table `notification_mail`.
pub mod notification_mail {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A mail on its way to one person, at most once; notifications name the one that carries them.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "notification_mail")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// To whom.
        pub account_id: i64,
        /// The local day of a daily mail, "2026-11-24"; "now:" and the key of its event for one that goes by itself.
        pub slot: String,
        /// Hash of the token in the mail that stops all further ones.
        #[sea_orm(unique)]
        pub token_hash: String,
        /// When it was queued.
        pub queued_at: ChronoDateTimeUtc,
        /// sent, or skipped since there was nothing to show or no way to send it; none while it waits.
        pub outcome: Option<String>,
        /// When that was known.
        pub settled_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `notification_round`.
pub mod notification_round {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The daily mails of a day were begun.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "notification_round")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The local day, "2026-11-24".
        #[sea_orm(unique)]
        pub day: String,
        /// When.
        pub begun_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
