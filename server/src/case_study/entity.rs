//! The tables of published studies and what is projected from their revisions; those of drafts and reviews lie in their rooms.

pub use super::draft::entity::{draft, draft_remark, draft_version};
pub use super::review::entity::{review, review_mode};

/// The table `case_study_partner`.
pub mod case_study_partner {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Another office that wrote a study too; it is named once it has agreed.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "case_study_partner")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The study.
        pub case_study_id: i64,
        /// The kecamatan of the office.
        pub kecamatan_code: String,
        /// asked, agreed or declined.
        pub state: String,
        /// When it was asked.
        pub asked_at: ChronoDateTimeUtc,
        /// Who answered.
        pub answered_by: Option<i64>,
        /// When.
        pub answered_at: Option<ChronoDateTimeUtc>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `case_study`.
pub mod case_study {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A published study. Its columns mirror the current revision and can be made again from it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "case_study")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The kecamatan it belongs to.
        pub kecamatan_code: Option<String>,
        /// tayang or tidak_ditayangkan.
        pub state: String,
        /// Why it was withdrawn.
        pub state_reason: String,
        /// public or members.
        pub visibility: String,
        /// When a coordinator hid it.
        pub hidden_at: Option<ChronoDateTimeUtc>,
        /// Who hid it.
        pub hidden_by: Option<i64>,
        /// Why it was hidden.
        pub hidden_reason: String,
        /// The current revision.
        pub revision_id: Option<i64>,
        /// Number of the current revision, from 1.
        pub revision_number: i32,
        /// Title.
        pub title: String,
        /// Summary, Markdown.
        pub summary: String,
        /// Its sector.
        pub sector_id: Option<i64>,
        /// How far the practice got.
        pub stage: Option<String>,
        /// Year in which it is applied.
        pub year: Option<i32>,
        /// How far its result is shown to be true: cerita, ada-angka, ada-sumber or diverifikasi.
        pub evidence: String,
        /// The office that speaks, as shown.
        pub byline: String,
        /// The photo shown first.
        pub lead_photo_id: Option<i64>,
        /// Comments that are shown.
        pub comment_count: i32,
        /// Kecamatan in which it runs as an adoption.
        pub replications: i32,
        /// True when one of those told figures before and after.
        pub replicated_with_results: bool,
        /// When it was first published.
        pub published_at: ChronoDateTimeUtc,
        /// When the current revision was published.
        pub updated_at: ChronoDateTimeUtc,
        /// The importer's own key.
        #[sea_orm(unique)]
        pub r#ref: Option<String>,
        /// True for a study of the demonstration, labelled "contoh".
        pub is_sample: bool,
        /// When its office was last asked whether the practice still runs; none when nothing is asked.
        pub asked_at: Option<ChronoDateTimeUtc>,
        /// When its office last answered that.
        pub answered_at: Option<ChronoDateTimeUtc>,
        /// masih, ada_perubahan or berhenti; empty before the first answer.
        pub running_answer: String,
        /// What changed, or why it stopped.
        pub running_note: String,
        /// Who answered, for which office.
        pub running_byline: String,
        /// Entries of the ledger, whatever their stage: 0 spares a page the asking.
        pub adoption_count: i32,
        /// Reactions to it: 0 spares a page the asking.
        pub reaction_count: i32,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `case_study_revision`.
pub mod case_study_revision {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One published text of a study. Never changed, never lost.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "case_study_revision")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The study.
        pub case_study_id: i64,
        /// 1 for the first.
        pub number: i32,
        /// The whole content as JSON.
        pub document: String,
        /// Who published it; none for an import.
        pub account_id: Option<i64>,
        /// The office term that published it.
        pub term_id: Option<i64>,
        /// The office that spoke, as shown.
        pub byline: String,
        /// What changed, in the words of the editor.
        pub note: String,
        /// When it was published.
        pub created_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `case_study_indicator`.
pub mod case_study_indicator {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// An indicator that a study serves.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "case_study_indicator")]
    pub struct Model {
        /// The study.
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_study_id: i64,
        /// The indicator.
        #[sea_orm(primary_key, auto_increment = false)]
        pub indicator_id: i64,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `case_study_duty`.
pub mod case_study_duty {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A duty that a study belongs to.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "case_study_duty")]
    pub struct Model {
        /// The study.
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_study_id: i64,
        /// The duty.
        #[sea_orm(primary_key, auto_increment = false)]
        pub duty_id: i64,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `case_study_author`.
pub mod case_study_author {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A person who wrote a study, and for which kecamatan.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "case_study_author")]
    pub struct Model {
        /// The study.
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_study_id: i64,
        /// The person.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        /// The kecamatan the person wrote for.
        pub kecamatan_code: Option<String>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `result`.
pub mod result {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A measure before and after, as the current revision has it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "result")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The study.
        pub case_study_id: i64,
        /// Place among the results, from 1.
        pub position: i32,
        /// The measure; none for an own one.
        pub measure_id: Option<i64>,
        /// What was counted.
        pub name: String,
        /// Unit of the values.
        pub unit: String,
        /// Value before, exact text with a dot.
        pub first_value: String,
        /// When that was.
        pub first_period: String,
        /// Value after, exact text with a dot.
        pub last_value: String,
        /// When that was.
        pub last_period: String,
        /// Where the figures come from.
        pub source: String,
        /// For whom: RW, desa/kelurahan, kecamatan, kelompok.
        pub level: String,
        /// Who measured.
        pub measured_by: String,
        /// True when it is a guess ("perkiraan").
        pub estimate: bool,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `measured_change`.
pub mod measured_change {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// A measure of the catalogue in the catalogue's unit, before and after, as a number: what may be summed. Of the current
    /// revision of a study, or the last told by an adoption of it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "measured_change")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The study, or the one that is taken up: it decides who may see the row.
        pub case_study_id: i64,
        /// The adoption that told it; none for the study's own result.
        pub adoption_id: Option<i64>,
        /// Where it was measured.
        pub kecamatan_code: Option<String>,
        /// The measure.
        pub measure_id: i64,
        /// Its unit, as the catalogue names it.
        pub unit: String,
        /// Before.
        pub first_value: f64,
        /// After.
        pub last_value: f64,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
