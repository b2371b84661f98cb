//! Answering: what was done, or why not. What is asked is done before: by putting the account right (`correct.rs`), or by
//! erasing from a study.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{Column, Entity};
use super::{Kind, MAX_CHARS, Outcome};
use crate::app::App;
use crate::audit;
use crate::case_study::personal_data::MARK;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;
use crate::web::forms;

/// Answers a request; nobody his own. Problems stand at `outcome` and `answer`.
pub async fn answer(app: &App, viewer: &Viewer, id: i64, outcome: &str, typed: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or(Error::NotFound)?;
    policy::require(Act::AnswerDataRequest, &acting, &row.scope_code)?;
    if row.account_id == account.get() {
        return Err(Error::Forbidden);
    }
    if row.outcome.is_some() {
        return Err(Error::Invalid(Problems::one("answer", "Permintaan ini sudah dijawab rekan Bapak/Ibu.")));
    }
    let mut problems = Problems::default();
    let outcome = Outcome::parse(outcome);
    if outcome.is_none() {
        problems.add("outcome", "Pilih hasilnya.");
    }
    let text = forms::text(typed);
    let chars = text.chars().count();
    if text.trim().is_empty() {
        problems.add("answer", "Tulis apa yang sudah dilakukan, atau alasan tidak dapat dipenuhi.");
    } else if chars > MAX_CHARS {
        problems.add("answer", format!("Paling panjang {MAX_CHARS} karakter; yang ini {chars}."));
    }
    problems.into_result()?;
    let outcome = outcome.ok_or(Error::NotFound)?;
    // What was to be erased must not stand here for ever.
    let is_erased = row.kind == Kind::Erasure.as_str() && outcome == Outcome::Met;
    let body = if is_erased { format!("{MARK}, {}]", format::date(tx.today())) } else { row.body.clone() };
    let unit = office::unit_and_place(&tx, &app.catalogue.get(), &acting).await?;
    Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(outcome.as_str()))
        .col_expr(Column::Body, Expr::value(body))
        .col_expr(Column::Answer, Expr::value(text))
        .col_expr(Column::AnsweredBy, Expr::value(account.get()))
        .col_expr(Column::AnsweredTerm, Expr::value(acting.term.get()))
        .col_expr(Column::UnitName, Expr::value(unit))
        .col_expr(Column::AnsweredAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(id))
        .exec(&*tx)
        .await?;
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: Act::AnswerDataRequest.as_str(),
        subject_kind: "data_request",
        subject_id: id.to_string(),
        reason: outcome.as_str(),
    };
    audit::record(&tx, entry).await?;
    job::enqueue(&tx, &Job::TellDataAnswered { request: id }).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
