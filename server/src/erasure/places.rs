//! Every column that may hold words of a study or a question, and those that hold none of it, each with its reason: a
//! test compares both lists with the schema, so that a new table can't be forgotten.

use sea_orm::sea_query::{Condition, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait};

use super::scope::Scope;
use super::walk::{self, Finder, Shape::Document, Shape::Plain, Spot};
use crate::error::Result;

macro_rules! places {
    ($($table:literal $entity:path, $of:expr, [$($column:ident $shape:ident),+];)*) => {
        /// Table and column of each place.
        pub fn columns() -> Vec<(&'static str, &'static str)> {
            use sea_orm::IdenStatic;
            let mut all = Vec::new();
            $({
                use $entity as place;
                $(all.push(($table, place::Column::$column.as_str()));)+
            })*
            all
        }

        /// Goes through all of them.
        pub async fn walk(db: &impl ConnectionTrait, scope: &Scope, finder: &mut Finder<'_>) -> Result<()> {
            $({
                use $entity as place;
                let of: fn(&Scope) -> Condition = $of;
                let columns = [$((place::Column::$column, $shape)),+];
                walk::rows::<place::Entity>(db, $table, of(scope), &columns, finder).await?;
            })*
            Ok(())
        }

        /// The words at a spot.
        pub async fn words_at(db: &impl ConnectionTrait, spot: &Spot) -> Result<Option<String>> {
            match spot.table.as_str() {
                $($table => {
                    use $entity as place;
                    walk::words_at::<place::Entity>(db, spot).await
                })*
                _ => Ok(None),
            }
        }
    };
}

fn all(condition: SimpleExpr) -> Condition {
    Condition::all().add(condition)
}

places! {
    "case_study_revision" crate::case_study::entity::case_study_revision,
        |of| all(crate::case_study::entity::case_study_revision::Column::CaseStudyId.is_in(of.study)),
        [Document Document, Note Plain, Byline Plain];
    "draft_version" crate::case_study::entity::draft_version,
        |of| all(crate::case_study::entity::draft_version::Column::DraftId.is_in(of.drafts.iter().copied())),
        [Document Document];
    "draft" crate::case_study::entity::draft,
        |of| all(crate::case_study::entity::draft::Column::Id.is_in(of.drafts.iter().copied())),
        [Document Document, Note Plain];
    "case_study" crate::case_study::entity::case_study,
        |of| all(crate::case_study::entity::case_study::Column::Id.is_in(of.study)),
        [Title Plain, Summary Plain, StateReason Plain, HiddenReason Plain, Byline Plain, RunningNote Plain];
    "result" crate::case_study::entity::result,
        |of| all(crate::case_study::entity::result::Column::CaseStudyId.is_in(of.study)),
        [Name Plain, Unit Plain, Source Plain, MeasuredBy Plain, Level Plain, FirstPeriod Plain, LastPeriod Plain];
    "draft_remark" crate::case_study::entity::draft_remark,
        |of| all(crate::case_study::entity::draft_remark::Column::DraftId.is_in(of.drafts.iter().copied())),
        [Body Plain];
    "review" crate::case_study::entity::review,
        |of| all(crate::case_study::entity::review::Column::DraftId.is_in(of.drafts.iter().copied())),
        [Reason Plain];
    "attachment" crate::attachment::entity,
        |of| Condition::any()
            .add(crate::attachment::entity::Column::CaseStudyId.is_in(of.study))
            .add(crate::attachment::entity::Column::DraftId.is_in(of.drafts.iter().copied())),
        [OriginalName Plain, Alt Plain, Caption Plain];
    "attached_file" crate::attachment::file_entity::attached_file,
        |of| Condition::any()
            .add(crate::attachment::file_entity::attached_file::Column::CaseStudyId.is_in(of.study))
            .add(crate::attachment::file_entity::attached_file::Column::DraftId.is_in(of.drafts.iter().copied())),
        [OriginalName Plain, Pages Document];
    "comment" crate::discussion::entity,
        |of| all(crate::discussion::entity::Column::CaseStudyId.is_in(of.study)),
        [Body Plain, HiddenReason Plain];
    "comment_revision" crate::discussion::entity::comment_revision,
        |of| all(crate::discussion::entity::comment_revision::Column::CaseStudyId.is_in(of.study)),
        [Body Plain];
    "feature" crate::curation::entity::feature,
        |of| all(crate::curation::entity::feature::Column::CaseStudyId.is_in(of.study)),
        [Reason Plain, Theme Plain, WithdrawnReason Plain];
    "verification" crate::verification::entity,
        |of| all(crate::verification::entity::Column::CaseStudyId.is_in(of.study)),
        [Note Plain, WithdrawReason Plain];
    "contribution_letter" crate::letter::entity,
        |of| all(crate::letter::entity::Column::CaseStudyId.is_in(of.study)),
        [Document Document, RevokedReason Plain];
    "collection" crate::collection::entity::collection,
        |of| all(crate::collection::entity::collection::Column::Id.is_in(of.collections.iter().copied())),
        [Title Plain, Introduction Plain, CoverAlt Plain];
    "collection_item" crate::collection::entity::collection_item,
        |of| all(crate::collection::entity::collection_item::Column::CaseStudyId.is_in(of.study)),
        [Note Plain];
    "adoption_step" crate::adoption::entity::adoption_step,
        |of| all(crate::adoption::entity::adoption_step::Column::AdoptionId.is_in(of.adoptions.iter().copied())),
        [Note Plain, Figures Document, HiddenReason Plain];
    "visit" crate::visit::entity::visit,
        |of| all(crate::visit::entity::visit::Column::CaseStudyId.is_in(of.study)),
        [Purpose Plain, Contact Plain, Place Plain, Link Plain, ReportSeen Plain, ReportApplied Plain,
        ReportUnfit Plain, ReportTeam Plain, ReportHiddenReason Plain];
    "visit_word" crate::visit::entity::visit_word,
        |of| all(crate::visit::entity::visit_word::Column::VisitId.is_in(of.visits.iter().copied())),
        [Body Plain];
    "product" crate::product::entity,
        |of| all(crate::product::entity::Column::CaseStudyId.is_in(of.study)),
        [
            Name Plain, FoldedName Plain, Description Plain, PriceUnit Plain, CapacityUnit Plain, Certificates Document,
            OrderUrl Plain, HiddenReason Plain, ContactName Plain, ContactPhone Plain
        ];
    "digest" crate::digest::entity::digest,
        |of| all(crate::digest::entity::digest::Column::Id.is_in(of.digests.iter().copied())),
        [Opening Plain, HoldReason Plain];
    "digest_item" crate::digest::entity::digest_item,
        |of| all(crate::digest::entity::digest_item::Column::CaseStudyId.is_in(of.study)),
        [Theme Plain, Reason Plain];
    "meeting" crate::meeting::entity::meeting,
        |of| all(crate::meeting::entity::meeting::Column::Id.is_in(of.meetings.iter().copied())),
        [Title Plain, Place Plain, Participants Plain, Opening Plain, Closing Plain];
    "meeting_item" crate::meeting::entity::meeting_item,
        |of| all(crate::meeting::entity::meeting_item::Column::CaseStudyId.is_in(of.study)),
        [Who Plain, Note Plain];
    "minggon" crate::meeting::minggon::entity::minggon,
        |of| all(crate::meeting::minggon::entity::minggon::Column::Id.is_in(of.minggon.iter().copied())),
        [Theme Plain, Introduction Plain];
    "minggon_item" crate::meeting::minggon::entity::minggon_item,
        |of| all(crate::meeting::minggon::entity::minggon_item::Column::CaseStudyId.is_in(of.study)),
        [Question Plain];
    "handover" crate::handover::entity,
        |of| all(crate::handover::entity::Column::KecamatanCode.is_in(of.offices.iter().map(String::as_str))),
        [Contents Document, FromNote Plain, ToNote Plain];
    "question" crate::question::entity::question,
        |of| all(crate::question::entity::question::Column::Id.is_in(of.question)),
        [Title Plain, Body Plain, Summary Plain, HiddenReason Plain];
    "answer" crate::question::entity::answer,
        |of| all(crate::question::entity::answer::Column::QuestionId.is_in(of.question)),
        [Body Plain, HiddenReason Plain];
    "report" crate::report::entity::report,
        |of| all(crate::report::entity::report::Column::Id.is_in(of.reports.iter().copied())),
        [Body Plain];
    "report_word" crate::report::entity::report_word,
        |of| all(crate::report::entity::report_word::Column::ReportId.is_in(of.reports.iter().copied())),
        [Body Plain];
    "sanction" crate::sanction::entity::sanction,
        |of| all(crate::sanction::entity::sanction::Column::Id.is_in(of.sanctions.iter().copied())),
        [Reason Plain];
    "sanction_word" crate::sanction::entity::sanction_word,
        |of| all(crate::sanction::entity::sanction_word::Column::SanctionId.is_in(of.sanctions.iter().copied())),
        [Body Plain];
    "notification" crate::notification::entity,
        |of| of.about(crate::notification::entity::Column::SubjectKind, crate::notification::entity::Column::SubjectId),
        [Reason Plain];
    "audit_entry" crate::audit::entity,
        |of| of.about(crate::audit::entity::Column::SubjectKind, crate::audit::entity::Column::SubjectId),
        [Reason Plain];
    "erasure" crate::erasure::entity,
        |of| Condition::any()
            .add(crate::erasure::entity::Column::CaseStudyId.is_in(of.study))
            .add(crate::erasure::entity::Column::QuestionId.is_in(of.question)),
        [Reason Plain];
}

/// Tables and columns of text that are not gone through, and why. "*" stands for a whole table.
pub const LEFT: &[(&str, &str, &str)] = &[
    ("region", "*", "official names of places"),
    ("region_variant", "*", "official names of places"),
    ("sector", "*", "words of the site"),
    ("duty", "*", "words of the site"),
    ("indicator", "*", "words of the site"),
    ("measure", "*", "words of the site"),
    ("synonym", "*", "words of the site"),
    ("account", "*", "what a person is called and reached by: closed with the account"),
    ("credential", "*", "a hash"),
    ("known_device", "*", "a hash"),
    ("second_factor", "*", "a secret"),
    ("recovery_code", "*", "a hash"),
    ("sign_in_step", "*", "a hash"),
    ("login_attempt", "*", "hashed keys"),
    ("session", "*", "a hash, and the name of a browser"),
    ("invitation", "*", "a hash"),
    ("office_term", "*", "offices and their papers"),
    ("delegation", "*", "codes"),
    ("paper_way", "*", "codes"),
    ("review_mode", "*", "codes"),
    ("week_theme", "*", "said of a week, and of no study"),
    ("data_request", "*", "said by a person of himself, and of no study"),
    ("nudge", "*", "said to an office, and of no study"),
    ("upload", "*", "swept within a day, and has no row of its study yet"),
    (
        "lesson",
        "*",
        "written of an office's work, and of no study; it keeps one text only, which its office or a coordinator takes away",
    ),
    ("lesson_word", "*", "hangs on a lesson, and on no study; its writer takes it back, a coordinator hides it"),
    ("search_topic", "*", "what was searched, kept without persons"),
    ("search_query", "*", "what was searched, kept without persons"),
    ("saved_search", "*", "an address that one person keeps"),
    ("digest_delivery", "*", "a hash"),
    ("digest_choice", "*", "a word of a closed list"),
    ("follow", "*", "numbers, codes and slugs"),
    ("notification_choice", "*", "words of closed lists"),
    ("notification_off", "*", "words of closed lists"),
    ("notification_mail", "*", "a hash, and the key of an event"),
    ("notification_round", "*", "a day"),
    ("push_subscription", "*", "the address of a device"),
    ("push_key", "*", "a secret"),
    ("content_change", "*", "ids"),
    ("site_state", "*", "a random value"),
    ("job", "*", "ids; a job that is done is gone"),
    ("collection_curator", "*", "the name of a unit"),
    ("case_study_author", "*", "codes"),
    ("case_study_partner", "*", "codes"),
    ("case_study", "kecamatan_code", "a code"),
    ("case_study", "state", "a word of a closed list"),
    ("case_study", "visibility", "a word of a closed list"),
    ("case_study", "stage", "a word of a closed list"),
    ("case_study", "evidence", "a word of a closed list"),
    ("case_study", "ref", "the importer's own key"),
    ("case_study", "running_answer", "a word of a closed list"),
    ("case_study", "running_byline", "who speaks, and for which office"),
    ("draft", "key", "a random value"),
    ("draft", "kecamatan_code", "a code"),
    ("draft", "step", "a word of a closed list"),
    ("draft", "visibility", "a word of a closed list"),
    ("draft", "writer", "the name of a device"),
    ("draft_remark", "field", "the name of a field"),
    ("review", "kecamatan_code", "a code"),
    ("review", "byline", "the office that speaks"),
    ("review", "unit_name", "the name of a unit"),
    ("review", "answer", "a word of a closed list"),
    ("review", "checked", "points of a closed list"),
    ("result", "first_value", "a figure"),
    ("result", "last_value", "a figure"),
    ("attachment", "kind", "a word of a closed list"),
    ("attachment", "sha256", "a hash, emptied with the photo"),
    ("attachment", "media_type", "a word of a closed list"),
    ("attachment", "consent", "a word of a closed list"),
    ("attached_file", "kind", "a word of a closed list"),
    ("attached_file", "sha256", "a hash, emptied with the file"),
    ("attached_file", "text_state", "a word of a closed list"),
    ("comment", "byline", "who speaks, and for which office"),
    ("comment", "section", "the anchor of a section"),
    ("comment_mention", "*", "ids and codes"),
    ("reaction", "*", "ids, and words of closed lists"),
    ("feature", "scope_code", "a code"),
    ("feature", "unit_name", "the name of a unit"),
    ("verification", "ground", "a hash"),
    ("verification", "unit_name", "the name of a unit"),
    ("contribution_letter", "register_number", "a number"),
    ("contribution_letter", "token", "a random value"),
    ("contribution_letter", "kecamatan_code", "a code"),
    ("contribution_letter", "evidence", "a word of a closed list"),
    ("collection", "scope_code", "a code"),
    ("collection", "state", "a word of a closed list"),
    ("collection", "unit_name", "the name of a unit"),
    ("measured_change", "*", "figures, a code, and a unit of the catalogue"),
    ("adoption", "kecamatan_code", "a code"),
    ("adoption", "stage", "a word of a closed list"),
    ("adoption", "byline", "who began it, and for which office"),
    ("adoption_step", "stage", "a word of a closed list"),
    ("adoption_step", "byline", "who speaks, and for which office"),
    ("visit", "asking_code", "a code"),
    ("visit", "host_code", "a code"),
    ("visit", "kind", "a word of a closed list"),
    ("visit", "state", "a word of a closed list"),
    ("visit", "turn", "a word of a closed list"),
    ("visit", "byline", "who asked, and for which office"),
    ("visit_word", "side", "a word of a closed list"),
    ("visit_word", "act", "a word of a closed list"),
    ("visit_word", "byline", "who speaks, and for which office"),
    ("product", "kecamatan_code", "a code"),
    ("product", "capacity", "a figure"),
    ("product", "state", "a word of a closed list"),
    ("product", "consent_how", "a word of a closed list"),
    ("digest", "scope_code", "a code"),
    ("digest", "week", "a week"),
    ("digest", "state", "a word of a closed list"),
    ("digest", "unit_name", "the name of a unit"),
    ("digest_item", "origin", "a word of a closed list"),
    ("digest_item", "unit_name", "the name of a unit"),
    ("meeting", "key", "a random value"),
    ("meeting", "office_code", "a code"),
    ("meeting_item", "decision", "a word of a closed list"),
    ("minggon", "scope_code", "a code"),
    ("minggon", "unit_name", "the name of a unit"),
    ("handover", "kecamatan_code", "a code"),
    ("question", "scope_code", "a code"),
    ("question", "byline", "who asks, and for which office"),
    ("question", "visibility", "a word of a closed list"),
    ("question", "summary_byline", "who drew it together, and for which office"),
    ("answer", "byline", "who speaks, and for which office"),
    ("report", "subject_kind", "a word of a closed list"),
    ("report", "scope_code", "a code"),
    ("report", "ground", "a word of a closed list"),
    ("report", "state", "a word of a closed list"),
    ("report", "reporter_name", "the reporter's own"),
    ("report", "reporter_contact", "the reporter's own"),
    ("report_word", "kind", "a word of a closed list"),
    ("report_word", "outcome", "a word of a closed list"),
    ("report_word", "byline", "who speaks, and for which office"),
    ("sanction", "kind", "a word of a closed list"),
    ("sanction", "role", "a word of a closed list"),
    ("sanction", "scope_code", "a code"),
    ("sanction", "byline", "who decided, and for which office"),
    ("sanction", "state", "a word of a closed list"),
    ("sanction_word", "kind", "a word of a closed list"),
    ("sanction_word", "byline", "who speaks, and for which office"),
    ("site_text", "*", "words of the site"),
    ("consent", "*", "to which version of the terms somebody agreed"),
    ("notification", "kind", "a word of a closed list"),
    ("notification", "subject_kind", "a word of a closed list"),
    ("notification", "subject_id", "an id"),
    ("notification", "event_key", "ids"),
    ("audit_entry", "act", "a word of a closed list"),
    ("audit_entry", "subject_kind", "a word of a closed list"),
    ("audit_entry", "subject_id", "an id"),
    ("erasure", "key", "a random value"),
    ("erasure", "mark", "the mark itself"),
    ("erasure", "spots", "places, never words"),
    ("erasure", "photos", "ids"),
    ("erasure", "files", "ids"),
    ("erasure", "unit_name", "the name of a unit"),
];
