//! The tables of drafts, published studies and what is projected from their revisions.

/// The table `draft`.
pub mod draft {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What is being written, before readers see it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "draft")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// UUIDv7 made in the browser; unique with its creator.
        pub key: String,
        /// Who began it.
        pub creator_id: i64,
        /// The office it belongs to.
        pub kecamatan_code: String,
        /// The study that it edits.
        pub case_study_id: Option<i64>,
        /// The revision that the editing started from.
        pub base_revision_id: Option<i64>,
        /// Where the paper is.
        pub step: String,
        /// The whole content as JSON.
        pub document: String,
        /// Rises with each save; a save names the one it started from.
        pub version: i64,
        /// What the last person who passed it on or back wrote.
        pub note: String,
        /// public or members, once published.
        pub visibility: String,
        /// When it was last saved.
        pub updated_at: ChronoDateTimeUtc,
        /// Who saved it.
        pub updated_by: i64,
        /// When it was begun.
        pub created_at: ChronoDateTimeUtc,
        /// The study it became: publishing a key twice answers with the same one.
        pub published_case_study_id: Option<i64>,
        /// The device that saved last, by the name it gave itself; empty for a form without scripts.
        pub writer: String,
        /// The first version of the unbroken run that this device saved.
        pub writer_from: i64,
        /// The version that a reviewer has passed on or returned.
        pub reviewed_version: Option<i64>,
        /// The entry of the ledger that it tells of, for a practice adapted from another kecamatan.
        pub adoption_id: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `draft_version`.
pub mod draft_version {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One saved state of a draft.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "draft_version")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The draft.
        pub draft_id: i64,
        /// Version of the draft.
        pub version: i64,
        /// The whole content as JSON.
        pub document: String,
        /// Who saved it.
        pub saved_by: i64,
        /// When.
        pub saved_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `draft_remark`.
pub mod draft_remark {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// What somebody of the office says at a section of a draft. Never published.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "draft_remark")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The draft.
        pub draft_id: i64,
        /// The field that it is about.
        pub field: String,
        /// What was said, plain text.
        pub body: String,
        /// Who said it.
        pub author_id: i64,
        /// When.
        pub created_at: ChronoDateTimeUtc,
        /// When it was marked as done.
        pub done_at: Option<ChronoDateTimeUtc>,
        /// Who marked it.
        pub done_by: Option<i64>,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

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

/// The table `review_mode`.
pub mod review_mode {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Whether studies of a scope are looked at by a coordinator before they appear.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "review_mode")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// A kabupaten/kota, or the province for those that said nothing.
        pub region_code: String,
        /// direct or review.
        pub mode: String,
        /// Who set it.
        pub set_by: i64,
        /// When.
        pub set_at: ChronoDateTimeUtc,
    }

    /// Nothing is joined by declared relations: stores write their own queries.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `review`.
pub mod review {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One look of a coordinator at a draft, from its hand-in to its answer.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "review")]
    pub struct Model {
        /// Number of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The draft.
        pub draft_id: i64,
        /// Its kecamatan.
        pub kecamatan_code: String,
        /// The version that the office's head approved; an approval publishes this text and no other.
        pub version: i64,
        /// The office as it will speak: "Camat Cikajang".
        pub byline: String,
        /// Who approved it in the office.
        pub account_id: i64,
        /// In which office.
        pub term_id: i64,
        /// When it was handed in.
        pub handed_in_at: ChronoDateTimeUtc,
        /// When the next level up was told that nobody answers.
        pub escalated_at: Option<ChronoDateTimeUtc>,
        /// open, approved, returned, unsuitable, taken_back or replaced.
        pub answer: String,
        /// When it was answered.
        pub answered_at: Option<ChronoDateTimeUtc>,
        /// Who answered.
        pub answered_by: Option<i64>,
        /// The coordinator's unit: "Bagian Tata Pemerintahan Kab. Garut".
        pub unit_name: String,
        /// Why.
        pub reason: String,
        /// The points of the checklist that were ticked, one a line.
        pub checked: String,
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
