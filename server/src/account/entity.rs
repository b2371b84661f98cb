//! The tables of people, their passwords, sessions and invitations.

/// The table `account`.
pub mod account {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A person who may sign in.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Name as shown.
        pub name: String,
        /// Normalised phone number, the usual way to sign in.
        #[sea_orm(unique)]
        pub phone: Option<String>,
        /// Normalised e-mail address.
        #[sea_orm(unique)]
        pub email: Option<String>,
        /// NIP or NI PPPK. Never shown: it holds the date of birth.
        #[sea_orm(unique)]
        pub nip: Option<String>,
        /// May not act before this time.
        pub suspended_until: Option<ChronoDateTimeUtc>,
        /// When its owner closed it: nobody signs in by it and nothing is told to it.
        pub closed_at: Option<ChronoDateTimeUtc>,
        /// When the mailbox last refused a mail for good; none since it took one, and for a new address.
        pub mail_refused_at: Option<ChronoDateTimeUtc>,
        /// True for an account of the demonstration.
        pub is_sample: bool,
        /// When the account was made.
        pub created_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `consent`.
pub mod consent {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// That a person agreed to a version of a document, and whether that still stands.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "consent")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Who agreed.
        pub account_id: i64,
        /// To what: "terms" are the terms of use.
        pub document: String,
        /// To which version of it.
        pub version: i32,
        /// When.
        pub given_at: ChronoDateTimeUtc,
        /// When it was taken back.
        pub withdrawn_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `credential`.
pub mod credential {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The password of an account, once it has chosen one.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "credential")]
    pub struct Model {
        /// Whose password it is.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        /// Argon2 hash in its own notation.
        pub password_hash: String,
        /// When it was chosen.
        pub changed_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `known_device`.
pub mod known_device {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A browser that an account has signed in from.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "known_device")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        pub account_id: i64,
        /// Hash of the token in its cookie.
        pub token_hash: String,
        /// When it was met first.
        pub first_seen_at: ChronoDateTimeUtc,
        /// When it signed in last.
        pub last_seen_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `session`.
pub mod session {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A signed-in browser.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Hash of the token in the cookie.
        #[sea_orm(unique)]
        pub token_hash: String,
        /// Who signed in.
        pub account_id: i64,
        /// The office term that the person chose to act by.
        pub acting_term_id: Option<i64>,
        /// When it began.
        pub created_at: ChronoDateTimeUtc,
        /// When it was last used.
        pub last_seen_at: ChronoDateTimeUtc,
        /// When it ends by itself.
        pub expires_at: ChronoDateTimeUtc,
        /// What the browser calls itself.
        pub user_agent: String,
        /// True for a shared computer: short, and nothing stays on the device.
        pub office_computer: bool,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `invitation`.
pub mod invitation {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A link by which a person joins or chooses a new password. The account exists before the link is used.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "invitation")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Hash of the token in the link.
        #[sea_orm(unique)]
        pub token_hash: String,
        /// join or recover.
        pub purpose: String,
        /// For whom it is.
        pub account_id: i64,
        /// The office term that it comes with.
        pub term_id: Option<i64>,
        /// Who invited; none for the command line.
        pub created_by: Option<i64>,
        /// When it was made.
        pub created_at: ChronoDateTimeUtc,
        /// Until when it may be used.
        pub expires_at: ChronoDateTimeUtc,
        /// When it was used.
        pub used_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `login_attempt`.
pub mod login_attempt {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A try to sign in, kept to slow down guessing.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "login_attempt")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Hash of the normalised name that was typed.
        pub account_key: String,
        /// Hash of the network address.
        pub address_key: String,
        /// When it happened.
        pub at: ChronoDateTimeUtc,
        /// True when the password was right.
        pub succeeded: bool,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
