//! Answering a report, in one transaction with what the answer does; and the reply of who is concerned.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{report, report_word};
use super::{About, MAX_CHARS, Outcome, STEP, store};
use crate::adoption::hide as steps;
use crate::app::App;
use crate::audit;
use crate::case_study::content::shortened;
use crate::case_study::standing::{self, Turn};
use crate::db::{Effect, WriteTransaction};
use crate::discussion::hide;
use crate::error::{Error, Problems, Result};
use crate::ids::{AnswerId, CaseStudyId, CommentId, QuestionId};
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::question;
use crate::viewer::Viewer;
use crate::web::forms;

/// Answers a report. Problems stand at `outcome` and `body`.
pub async fn answer(app: &App, viewer: &Viewer, id: i64, outcome: &str, typed: &str) -> Result<report::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = held(&tx, id).await?;
    policy::require(Act::AnswerReport, &acting, &row.scope_code)?;
    if store::is_by(&*tx, viewer, &row).await? {
        return Err(Error::Forbidden);
    }
    if row.state == "answered" {
        return Err(Error::Conflict("Laporan ini sudah dijawab rekan Bapak/Ibu.".to_owned()));
    }
    let mut problems = Problems::default();
    let outcome = Outcome::parse(outcome);
    let is_hidden = store::is_hidden(&*tx, &row).await?;
    match outcome {
        None => problems.add("outcome", "Pilih keputusannya."),
        Some(outcome) if !outcome.fits(is_hidden) => problems.add("outcome", misfit(is_hidden)),
        Some(_) => {}
    }
    let body = checked(typed, "Tulis alasannya; pelapor dan penulis membacanya.", &mut problems);
    problems.into_result()?;
    let outcome = outcome.ok_or(Error::NotFound)?;
    let effect = measure(app, &tx, viewer, &acting, &row, outcome, &body).await?;
    let said = Said { report: row.id, kind: "answer", outcome: outcome.as_str(), body: &body };
    let byline = office::unit_and_place(&tx, &app.catalogue.get(), &acting).await?;
    let word = say(&tx, viewer, Some(&acting), byline, said).await?;
    set_state(&tx, row.id, "answered").await?;
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: Act::AnswerReport.as_str(),
        subject_kind: "report",
        subject_id: row.id.to_string(),
        reason: outcome.as_str(),
    };
    audit::record(&tx, entry).await?;
    job::enqueue(&tx, &Job::TellReportAnswered { word }).await?;
    tx.commit(effect).await?;
    Ok(row)
}

/// Why a decision can't be taken about what is hidden, or is not.
fn misfit(is_hidden: bool) -> &'static str {
    if is_hidden {
        "Yang dilaporkan sedang disembunyikan. Pilih menampilkannya kembali, atau tetap menyembunyikannya."
    } else {
        "Yang dilaporkan sedang tampil, jadi tidak perlu ditampilkan kembali. Pilih keputusan yang lain."
    }
}

/// Does what an answer says. A photo has no standing of its own: its study is hidden.
async fn measure(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    row: &report::Model,
    outcome: Outcome,
    reason: &str,
) -> Result<Effect> {
    let hides = match outcome {
        Outcome::Hidden => true,
        Outcome::Restored => false,
        Outcome::Asked | Outcome::Kept | Outcome::Erased => return Ok(Effect::Private),
    };
    // The whole reason stands on the report's page, where the banner leads.
    let short = shortened(reason, app.config.limits.reason_chars - 2);
    let why = hides.then_some(short.as_str());
    let about = About::from_columns(row.case_study_id, row.question_id).ok_or(Error::NotFound)?;
    match (row.subject_kind.as_str(), about) {
        ("comment", _) => {
            hide::change_in(app, tx, viewer, acting, CommentId(row.subject_id), why).await?;
        }
        ("question", _) => {
            question::hide::change_question_in(tx, viewer, acting, QuestionId(row.subject_id), why).await?;
        }
        ("answer", _) => {
            question::hide::change_answer_in(tx, viewer, acting, AnswerId(row.subject_id), why).await?;
        }
        (STEP, _) => {
            steps::change_in(&app.catalogue.get(), tx, viewer, acting, row.subject_id, why).await?;
        }
        (_, About::Study(study)) => turn(app, tx, viewer, acting, study, hides, &short).await?,
        (_, About::Question(_)) => return Err(Error::NotFound),
    }
    Ok(Effect::Visible(vec![about.subject()]))
}

async fn turn(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    study: CaseStudyId,
    hides: bool,
    reason: &str,
) -> Result<()> {
    let turn = if hides { Turn::Hide } else { Turn::Restore };
    standing::turn_in(app, tx, viewer, acting, study, turn, reason).await?;
    Ok(())
}

/// The reply of who is concerned: it opens the report again.
pub async fn reply(app: &App, viewer: &Viewer, id: i64, typed: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let row = held(&tx, id).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    // Who is suspended answers for his own words all the same.
    if !viewer.is_member() && viewer.signed_in().is_none_or(|person| person.suspended_until.is_none())
        || !store::concerns(&*tx, viewer, &row).await?
    {
        return Err(Error::NotFound);
    }
    let mut problems = Problems::default();
    let body = checked(typed, "Tulis tanggapan Bapak/Ibu.", &mut problems);
    problems.into_result()?;
    let byline = viewer.signed_in().map_or_else(String::new, |person| person.name.clone());
    let said = Said { report: row.id, kind: "reply", outcome: "", body: &body };
    let word = say(&tx, viewer, None, byline, said).await?;
    set_state(&tx, row.id, "open").await?;
    let entry = audit::Entry {
        account: Some(account),
        term: None,
        act: "reply_report",
        subject_kind: "report",
        subject_id: row.id.to_string(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    job::enqueue(&tx, &Job::TellReportReplied { word }).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

async fn held(tx: &WriteTransaction, id: i64) -> Result<report::Model> {
    report::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Error::NotFound)
}

fn checked(typed: &str, missing: &str, problems: &mut Problems) -> String {
    let body = forms::text(typed);
    if body.trim().is_empty() {
        problems.add("body", missing);
    }
    problems.within("body", "Tulisan ini", &body, MAX_CHARS);
    body
}

/// What is written below a report.
pub(super) struct Said<'a> {
    /// The report.
    pub report: i64,
    /// answer or reply.
    pub kind: &'static str,
    /// What an answer did.
    pub outcome: &'static str,
    /// The words.
    pub body: &'a str,
}

pub(super) async fn say(
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: Option<&Acting>,
    byline: String,
    said: Said<'_>,
) -> Result<i64> {
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = report_word::ActiveModel {
        report_id: Set(said.report),
        kind: Set(said.kind.to_owned()),
        outcome: Set(said.outcome.to_owned()),
        body: Set(said.body.to_owned()),
        account_id: Set(account.get()),
        term_id: Set(acting.map(|acting| acting.term.get())),
        byline: Set(byline),
        said_at: Set(tx.now()),
        ..Default::default()
    };
    Ok(report_word::Entity::insert(row).exec(&**tx).await?.last_insert_id)
}

pub(super) async fn set_state(tx: &WriteTransaction, id: i64, state: &str) -> Result<()> {
    report::Entity::update_many()
        .col_expr(report::Column::State, Expr::value(state))
        .filter(report::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}
