//! Everything that hangs on a study: its papers, what was said about it, and what others wrote beside it; and on a
//! question: its answers, and what followed of them.

use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter, QuerySelect};

use crate::adoption::entity::adoption;
use crate::case_study::entity::{case_study, draft, draft_remark, review};
use crate::collection::entity::collection_item;
use crate::curation::entity::feature;
use crate::digest::entity::digest_item;
use crate::discussion::entity as comment;
use crate::error::Result;
use crate::meeting::entity::{meeting, meeting_item};
use crate::meeting::minggon::entity::minggon_item;
use crate::product::entity as product;
use crate::question::entity::{answer, question};
use crate::report::Root;
use crate::report::entity::report;
use crate::sanction::entity::sanction;
use crate::verification::entity as verification;
use crate::visit::entity::visit;

/// Ids of what hangs on a study or a question.
#[derive(Default)]
pub struct Scope {
    /// The study; none for a question.
    pub study: Option<i64>,
    /// The question; none for a study.
    pub question: Option<i64>,
    /// Kecamatan whose handovers may list its title: its own or that of the office that asked, and those that take it up, asked
    /// to see it or talked about it in a meeting.
    pub offices: Vec<String>,
    /// The drafts that it grew from and that edit it.
    pub drafts: Vec<i64>,
    /// Collections that hold it.
    pub collections: Vec<i64>,
    /// Kecamatan that take it up.
    pub adoptions: Vec<i64>,
    /// Requests to see it.
    pub visits: Vec<i64>,
    /// Digests that name it.
    pub digests: Vec<i64>,
    /// Meetings that talked about it.
    pub meetings: Vec<i64>,
    /// Months whose bahan minggon names it.
    pub minggon: Vec<i64>,
    /// Reports about it.
    pub reports: Vec<i64>,
    /// Warnings and suspensions that followed from those.
    pub sanctions: Vec<i64>,
    /// Kind and ids of everything that a row of the audit or a notification may be about.
    pub subjects: Vec<(&'static str, Vec<i64>)>,
}

impl Scope {
    /// What hangs on it.
    pub async fn of(db: &impl ConnectionTrait, root: &Root) -> Result<Self> {
        match root {
            Root::Study(study) => Self::of_study(db, study).await,
            Root::Question(question) => Self::of_question(db, question).await,
        }
    }

    async fn of_question(db: &impl ConnectionTrait, question: &question::Model) -> Result<Self> {
        let id = question.id;
        let of_answer = Condition::all().add(answer::Column::QuestionId.eq(id));
        let answers = ids::<answer::Entity>(db, answer::Column::Id, of_answer).await?;
        let of_report = Condition::all().add(report::Column::QuestionId.eq(id));
        let reports = ids::<report::Entity>(db, report::Column::Id, of_report).await?;
        let of_sanction = Condition::all().add(sanction::Column::ReportId.is_in(reports.iter().copied()));
        let sanctions = ids::<sanction::Entity>(db, sanction::Column::Id, of_sanction).await?;
        let subjects = vec![
            ("question", vec![id]),
            ("answer", answers),
            ("report", reports.clone()),
            ("sanction", sanctions.clone()),
        ];
        let offices = vec![question.scope_code.clone()];
        Ok(Self { question: Some(id), offices, reports, sanctions, subjects, ..Self::default() })
    }

    async fn of_study(db: &impl ConnectionTrait, study: &case_study::Model) -> Result<Self> {
        let id = study.id;
        let drafts = ids::<draft::Entity>(db, draft::Column::Id, drafts_of(id)).await?;
        let of_drafts = |column: review::Column| Condition::all().add(column.is_in(drafts.iter().copied()));
        let reviews = ids::<review::Entity>(db, review::Column::Id, of_drafts(review::Column::DraftId)).await?;
        let of_remark = Condition::all().add(draft_remark::Column::DraftId.is_in(drafts.iter().copied()));
        let remarks = ids::<draft_remark::Entity>(db, draft_remark::Column::Id, of_remark).await?;
        let of_comment = Condition::all().add(comment::Column::CaseStudyId.eq(id));
        let comments = ids::<comment::Entity>(db, comment::Column::Id, of_comment).await?;
        let of_report = Condition::all().add(report::Column::CaseStudyId.eq(id));
        let reports = ids::<report::Entity>(db, report::Column::Id, of_report).await?;
        let of_sanction = Condition::all().add(sanction::Column::ReportId.is_in(reports.iter().copied()));
        let sanctions = ids::<sanction::Entity>(db, sanction::Column::Id, of_sanction).await?;
        let of_feature = Condition::all().add(feature::Column::CaseStudyId.eq(id));
        let features = ids::<feature::Entity>(db, feature::Column::Id, of_feature).await?;
        let of_verification = Condition::all().add(verification::Column::CaseStudyId.eq(id));
        let verifications = ids::<verification::Entity>(db, verification::Column::Id, of_verification).await?;
        let of_item = Condition::all().add(collection_item::Column::CaseStudyId.eq(id));
        let collections = ids::<collection_item::Entity>(db, collection_item::Column::CollectionId, of_item).await?;
        let of_adoption = Condition::all().add(adoption::Column::CaseStudyId.eq(id));
        let mut offices = codes::<adoption::Entity>(db, adoption::Column::KecamatanCode, of_adoption.clone()).await?;
        let adoptions = ids::<adoption::Entity>(db, adoption::Column::Id, of_adoption).await?;
        let of_visit = Condition::all().add(visit::Column::CaseStudyId.eq(id));
        offices.extend(codes::<visit::Entity>(db, visit::Column::AskingCode, of_visit.clone()).await?);
        let visits = ids::<visit::Entity>(db, visit::Column::Id, of_visit).await?;
        let of_product = Condition::all().add(product::Column::CaseStudyId.eq(id));
        let products = ids::<product::Entity>(db, product::Column::Id, of_product).await?;
        let of_digest = Condition::all().add(digest_item::Column::CaseStudyId.eq(id));
        let digests = ids::<digest_item::Entity>(db, digest_item::Column::DigestId, of_digest).await?;
        let of_meeting = Condition::all().add(meeting_item::Column::CaseStudyId.eq(id));
        let meetings = ids::<meeting_item::Entity>(db, meeting_item::Column::MeetingId, of_meeting).await?;
        let held = Condition::all().add(meeting::Column::Id.is_in(meetings.iter().copied()));
        offices.extend(codes::<meeting::Entity>(db, meeting::Column::OfficeCode, held).await?);
        offices.extend(study.kecamatan_code.clone());
        let of_minggon = Condition::all().add(minggon_item::Column::CaseStudyId.eq(id));
        let minggon = ids::<minggon_item::Entity>(db, minggon_item::Column::MinggonId, of_minggon).await?;
        let subjects = vec![
            ("case_study", vec![id]),
            ("draft", drafts.clone()),
            ("review", reviews),
            ("remark", remarks),
            ("comment", comments),
            ("report", reports.clone()),
            ("sanction", sanctions.clone()),
            ("feature", features),
            ("verification", verifications),
            ("collection", collections.clone()),
            ("adoption", adoptions.clone()),
            ("visit", visits.clone()),
            ("product", products),
            ("digest", digests.clone()),
            ("meeting", meetings.clone()),
            ("minggon", minggon.clone()),
        ];
        Ok(Self {
            study: Some(id),
            question: None,
            offices,
            drafts,
            collections,
            adoptions,
            visits,
            digests,
            meetings,
            minggon,
            reports,
            sanctions,
            subjects,
        })
    }

    /// The condition that a row is about any of them.
    pub fn about<C: ColumnTrait>(&self, kind: C, id: C) -> Condition {
        let mut any = Condition::any();
        for (known, numbers) in &self.subjects {
            let numbers = numbers.iter().map(i64::to_string);
            any = any.add(Condition::all().add(kind.eq(*known)).add(id.is_in(numbers)));
        }
        any
    }
}

/// The drafts that a study grew from and that edit it.
pub fn drafts_of(study: i64) -> Condition {
    Condition::any().add(draft::Column::CaseStudyId.eq(study)).add(draft::Column::PublishedCaseStudyId.eq(study))
}

async fn ids<E: EntityTrait>(db: &impl ConnectionTrait, column: E::Column, condition: Condition) -> Result<Vec<i64>>
where
    E::Column: Iterable,
{
    Ok(E::find().select_only().column(column).filter(condition).distinct().into_tuple::<i64>().all(db).await?)
}

async fn codes<E: EntityTrait>(
    db: &impl ConnectionTrait,
    column: E::Column,
    condition: Condition,
) -> Result<Vec<String>>
where
    E::Column: Iterable,
{
    Ok(E::find().select_only().column(column).filter(condition).distinct().into_tuple::<String>().all(db).await?)
}
