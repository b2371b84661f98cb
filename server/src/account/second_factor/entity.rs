//! The tables of the second factor.

/// The table `second_factor`.
pub mod second_factor {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What an authenticator app and the site both know.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "second_factor")]
    pub struct Model {
        /// Whose it is.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        /// The secret in base32. It must be readable to check a code, so whoever reads the database can make codes.
        pub secret: String,
        /// The last step of thirty seconds whose code was accepted; none is accepted twice.
        pub last_step: i64,
        /// When it was made.
        pub created_at: ChronoDateTimeUtc,
        /// When the first code came; it counts from then on.
        pub confirmed_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `recovery_code`.
pub mod recovery_code {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A code on paper, for the day on which the phone is gone; good once.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "recovery_code")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose it is.
        pub account_id: i64,
        /// Hash of the code.
        pub code_hash: String,
        /// When it was used.
        pub used_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `sign_in_step`.
pub mod sign_in_step {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Somebody who gave the right password and not yet the code: no session, and good for five minutes.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "sign_in_step")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Hash of the token in the cookie.
        #[sea_orm(unique)]
        pub token_hash: String,
        /// Who.
        pub account_id: i64,
        /// When it ends.
        pub expires_at: ChronoDateTimeUtc,
        /// The session to come is one of an office computer.
        pub office_computer: bool,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
