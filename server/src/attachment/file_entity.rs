//! The tables of files and of uploads on their way.

/// The table `attached_file`.
pub mod attached_file {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A file of a draft or a study. Its bytes are in the object store.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "attached_file")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The draft that it was uploaded for.
        pub draft_id: Option<i64>,
        /// The study that offers it.
        pub case_study_id: Option<i64>,
        /// Hash of its bytes, in hex.
        pub sha256: String,
        /// Name of the file on the device.
        pub original_name: String,
        /// pdf, docx, xlsx or pptx, by its content.
        pub kind: String,
        /// Its size.
        pub size_bytes: i64,
        /// waiting, read or unreadable.
        pub text_state: String,
        /// Its text by page, as JSON: `[[1, "…"], [2, "…"]]`.
        pub pages: String,
        /// Who uploaded it.
        pub uploaded_by: Option<i64>,
        /// When.
        pub created_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `upload`.
pub mod upload {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// An upload in pieces that has not arrived whole.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "upload")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Its part of the address, which nobody can guess.
        #[sea_orm(unique)]
        pub token: String,
        /// The draft that it is for.
        pub draft_key: String,
        /// Who sends it.
        pub account_id: i64,
        /// Name of the file on the device.
        pub name: String,
        /// How long it will be.
        pub size_bytes: i64,
        /// How much of it is stored.
        pub received_bytes: i64,
        /// When it began.
        pub created_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
