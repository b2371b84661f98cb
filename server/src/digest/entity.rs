//! The tables of the weekly digest.

/// The table `digest`.
pub mod digest {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What was featured and what is new in a scope in one week.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "digest")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// For whom: a kabupaten/kota, or the province.
        pub scope_code: String,
        /// The ISO week in which it was made: "2026-W48". One digest a scope and week.
        pub week: String,
        /// From this moment on.
        pub since: ChronoDateTimeUtc,
        /// Before this moment.
        pub until: ChronoDateTimeUtc,
        /// draft, held or sent; what was sent does not change.
        pub state: String,
        /// The coordinator's opening words, plain text.
        pub opening: String,
        /// Why it is held back.
        pub hold_reason: String,
        /// Counts the changes, so that nobody overwrites a colleague unseen.
        pub version: i64,
        /// When it was made.
        pub made_at: ChronoDateTimeUtc,
        /// When it goes by itself.
        pub goes_at: ChronoDateTimeUtc,
        /// Who changed it last.
        pub edited_by: Option<i64>,
        /// When.
        pub edited_at: Option<ChronoDateTimeUtc>,
        /// The unit whose coordinator wrote or sent it, as shown; empty when nobody did.
        pub unit_name: String,
        /// When it went.
        pub sent_at: Option<ChronoDateTimeUtc>,
        /// Who sent it; nobody when it went by itself.
        pub sent_by: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `digest_item`.
pub mod digest_item {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A study in a digest, and why it is there.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "digest_item")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The digest.
        pub digest_id: i64,
        /// The study.
        pub case_study_id: i64,
        /// Place in the digest, lowest first.
        pub position: i32,
        /// featured, new, or added by a coordinator.
        pub origin: String,
        /// True when a coordinator leaves it out.
        pub left_out: bool,
        /// Who featured it, as shown; empty for others.
        pub unit_name: String,
        /// The theme of the feature.
        pub theme: String,
        /// Why it was featured.
        pub reason: String,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `digest_delivery`.
pub mod digest_delivery {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A digest on its way to one person by mail, at most once.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "digest_delivery")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The digest.
        pub digest_id: i64,
        /// To whom.
        pub account_id: i64,
        /// weekly, or monthly: then it carries the digests since the person's last mail.
        pub frequency: String,
        /// Hash of the token in the mail that stops all further ones.
        #[sea_orm(unique)]
        pub token_hash: String,
        /// When it was queued.
        pub queued_at: ChronoDateTimeUtc,
        /// sent, or skipped since there was nothing to show or nobody who wants it; none while it waits.
        pub outcome: Option<String>,
        /// When that was known.
        pub settled_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `digest_choice`.
pub mod digest_choice {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// How often a person wants the digest by mail, once the person has said so.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "digest_choice")]
    pub struct Model {
        /// Who.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        /// weekly, monthly or never.
        pub frequency: String,
        /// When it was chosen.
        pub chosen_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
