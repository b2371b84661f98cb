//! What every change of the ledger does: hold the study's ledger, write the step, keep the counts beside the study, and
//! leave a row in the audit.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::entity::{adoption, adoption_step};
use super::{Stage, store};
use crate::audit;
use crate::case_study::content::Measured;
use crate::case_study::entity::case_study;
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::{AccountId, AdoptionId, TermId};
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// Who writes in the ledger, for which office.
pub(super) struct Writer {
    pub acting: Acting,
    pub account: AccountId,
    pub byline: String,
}

impl Writer {
    /// The viewer in the acting office, which must be one of a kecamatan.
    pub async fn of(tx: &WriteTransaction, viewer: &Viewer) -> Result<Self> {
        let acting = office::acting(tx, viewer).await?;
        policy::require(Act::Adopt, &acting, &acting.region)?;
        let account = viewer.account().ok_or(Error::Forbidden)?;
        Ok(Self { acting, account, byline: viewer.byline() })
    }

    /// The adoption, held, when it is of the writer's office; another's is forbidden.
    pub async fn hold(&self, tx: &WriteTransaction, id: AdoptionId) -> Result<adoption::Model> {
        let known = store::find(&**tx, id).await?;
        hold_study(tx, known.case_study_id).await?;
        let row = adoption::Entity::find_by_id(id.get()).lock_exclusive().one(&**tx).await?.ok_or(Error::NotFound)?;
        policy::require(Act::Adopt, &self.acting, &row.kecamatan_code)?;
        Ok(row)
    }
}

/// One change of a study's ledger at a time: counts would miss what another transaction has not committed.
pub(super) async fn hold_study(tx: &WriteTransaction, study: i64) -> Result<()> {
    Ok(tx.serialize_on(&format!("adoption of {study}")).await?)
}

/// A step as it is kept.
pub(super) struct Step<'a> {
    pub stage: Stage,
    pub on: NaiveDate,
    pub note: &'a str,
    pub figures: &'a [Measured],
}

/// Writes the step, and tells who has to know.
pub(super) async fn add_step(tx: &WriteTransaction, writer: &Writer, id: i64, step: &Step<'_>) -> Result<i64> {
    add_step_by(tx, (writer.account, writer.acting.term, &writer.byline), id, step).await
}

/// As [`add_step`], for an act that is none of the ledger's own.
pub(super) async fn add_step_by(
    tx: &WriteTransaction,
    (account, term, byline): (AccountId, TermId, &str),
    id: i64,
    step: &Step<'_>,
) -> Result<i64> {
    let row = adoption_step::ActiveModel {
        adoption_id: Set(id),
        stage: Set(step.stage.as_str().to_owned()),
        happened_on: Set(step.on),
        note: Set(step.note.to_owned()),
        figures: Set(serde_json::to_string(step.figures)?),
        photo_id: Set(None),
        account_id: Set(account.get()),
        term_id: Set(Some(term.get())),
        byline: Set(byline.to_owned()),
        recorded_at: Set(tx.now()),
        ..Default::default()
    };
    let step = adoption_step::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    job::enqueue(tx, &Job::TellAdoptionStep { step }).await?;
    Ok(step)
}

/// Brings the adoption to the stage of a step.
pub(super) async fn advance(tx: &WriteTransaction, row: &adoption::Model, step: &Step<'_>) -> Result<()> {
    use adoption::Column;
    let mut update = adoption::Entity::update_many()
        .filter(Column::Id.eq(row.id))
        .col_expr(Column::Stage, Expr::value(step.stage.as_str()))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .col_expr(Column::AskedAt, Expr::value(Option::<DateTime<Utc>>::None));
    if row.stage != step.stage.as_str() {
        update = update.col_expr(Column::Since, Expr::value(step.on));
    }
    if step.stage == Stage::Running {
        update = update.col_expr(Column::ConfirmedAt, Expr::value(Some(tx.now())));
    }
    if !step.figures.is_empty() {
        update = update.col_expr(Column::HasResults, Expr::value(true));
    }
    update.exec(&**tx).await?;
    Ok(())
}

/// Keeps beside the study how many entries it has, in how many kecamatan it runs, and whether one of them told figures: for
/// cards, the index and the ladder of evidence.
pub async fn recount(tx: &WriteTransaction, study: i64) -> Result<()> {
    use case_study::Column;
    let entries = || adoption::Entity::find().filter(adoption::Column::CaseStudyId.eq(study));
    let running = || entries().filter(adoption::Column::Stage.eq(Stage::Running.as_str()));
    let entered = entries().count(&**tx).await?;
    let all = running().count(&**tx).await?;
    let told = running().filter(adoption::Column::HasResults.eq(true)).count(&**tx).await?;
    case_study::Entity::update_many()
        .col_expr(Column::AdoptionCount, Expr::value(i32::try_from(entered).unwrap_or(i32::MAX)))
        .col_expr(Column::Replications, Expr::value(i32::try_from(all).unwrap_or(i32::MAX)))
        .col_expr(Column::ReplicatedWithResults, Expr::value(told > 0))
        .filter(Column::Id.eq(study))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The audit row of an act on the ledger.
pub(super) async fn remember(tx: &WriteTransaction, writer: &Writer, act: &str, id: i64, told: &str) -> Result<()> {
    let entry = audit::Entry {
        account: Some(writer.account),
        term: Some(writer.acting.term),
        act,
        subject_kind: "adoption",
        subject_id: id.to_string(),
        reason: told,
    };
    audit::record(tx, entry).await
}
