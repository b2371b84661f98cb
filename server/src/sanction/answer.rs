//! What follows a decision: the person answers, the coordinators of the scope read, reply, shorten and lift.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::decide::{byline, last_day, remember, suspend, words};
use super::entity::{sanction, sanction_word};
use super::{Kind, may_judge, store};
use crate::account::entity::account;
use crate::app::App;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::AccountId;
use crate::job::{self, Job};
use crate::office;
use crate::policy::Acting;
use crate::viewer::Viewer;

/// What a coordinator does about a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Says something.
    Reply,
    /// Ends it now.
    Lift,
    /// Lets a suspension end earlier.
    Shorten,
}

impl Step {
    fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Lift => "lift",
            Self::Shorten => "shorten",
        }
    }

    fn missing(self) -> &'static str {
        match self {
            Self::Reply => "Tulis balasan Bapak/Ibu.",
            Self::Lift => "Tulis alasan mencabutnya; yang bersangkutan membacanya.",
            Self::Shorten => "Tulis alasan memperpendeknya; yang bersangkutan membacanya.",
        }
    }
}

/// The person's answer; also while suspended, since that is what it is for. Problems stand at `body`.
pub async fn answer(app: &App, viewer: &Viewer, id: i64, typed: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let own = viewer.account().ok_or(Error::Forbidden)?;
    let row = held(&tx, id).await?;
    if row.account_id != own.get() {
        return Err(Error::NotFound);
    }
    if row.state != "standing" {
        return Err(Error::Conflict("Keputusan ini sudah tidak berlaku, jadi tidak perlu ditanggapi lagi.".to_owned()));
    }
    let mut problems = Problems::default();
    let body = words(typed, "body", "Tulis tanggapan Bapak/Ibu.", &mut problems);
    problems.into_result()?;
    let name = viewer.signed_in().map_or_else(String::new, |person| person.name.clone());
    let word = say(&tx, own, None, name, Said { sanction: id, kind: "answer", body, ends_at: None }).await?;
    set(&tx, id, sanction::Column::AnswerWaits, true).await?;
    remember(&tx, own, None, "answer_sanction", id, own).await?;
    job::enqueue(&tx, &Job::TellSanctionWord { word }).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// A coordinator's step, with words that the person reads. Problems stand at `body` and `until`.
pub async fn step(app: &App, viewer: &Viewer, id: i64, step: Step, until: &str, typed: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let (acting, own, row) = judged(&tx, viewer, id).await?;
    let person = AccountId(row.account_id);
    let runs = row.ends_at.is_some_and(|end| end > tx.now());
    if step != Step::Reply && (row.state != "standing" || (row.kind == Kind::Suspension.as_str() && !runs)) {
        return Err(Error::Conflict("Keputusan ini sudah tidak berlaku.".to_owned()));
    }
    let mut problems = Problems::default();
    let ends_at = if step == Step::Shorten { sooner(app, &row, until, &mut problems)? } else { None };
    let body = words(typed, "body", step.missing(), &mut problems);
    problems.into_result()?;
    let speaks_as = byline(app, &tx, viewer, &acting).await?;
    let said = Said { sanction: id, kind: step.as_str(), body, ends_at };
    let word = say(&tx, own, Some(&acting), speaks_as, said).await?;
    set(&tx, id, sanction::Column::AnswerWaits, false).await?;
    match step {
        Step::Reply => {}
        Step::Lift => {
            set(&tx, id, sanction::Column::State, "lifted").await?;
            if runs {
                suspend(&tx, person, None).await?;
            }
        }
        Step::Shorten => {
            set(&tx, id, sanction::Column::EndsAt, ends_at).await?;
            suspend(&tx, person, ends_at).await?;
        }
    }
    let act = match step {
        Step::Reply => "reply_sanction",
        Step::Lift => "lift_sanction",
        Step::Shorten => "shorten_sanction",
    };
    remember(&tx, own, Some(&acting), act, id, person).await?;
    job::enqueue(&tx, &Job::TellSanctionWord { word }).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// The earlier end of a suspension.
fn sooner(app: &App, row: &sanction::Model, typed: &str, problems: &mut Problems) -> Result<Option<DateTime<Utc>>> {
    let planned = row.ends_at.ok_or_else(|| Error::Conflict("Teguran tidak punya hari terakhir.".to_owned()))?;
    let ends_at = last_day(app, typed, 0, problems);
    if problems.is_empty() && ends_at.is_some_and(|end| end >= planned) {
        let planned = format::date(app.clock.last_day(planned));
        problems.add("until", format!("Pilih hari sebelum {planned}; untuk memperpanjang, tangguhkan lagi."));
    }
    Ok(ends_at)
}

/// Somebody of the scope read the answer, and nothing has to follow.
pub async fn seen(app: &App, viewer: &Viewer, id: i64) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let (acting, own, row) = judged(&tx, viewer, id).await?;
    if row.answer_waits {
        set(&tx, id, sanction::Column::AnswerWaits, false).await?;
        remember(&tx, own, Some(&acting), "see_sanction", id, AccountId(row.account_id)).await?;
        tx.commit(Effect::Private).await?;
    }
    Ok(())
}

async fn held(tx: &WriteTransaction, id: i64) -> Result<sanction::Model> {
    sanction::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Error::NotFound)
}

/// The decision, for who answers for it; to everybody else it does not exist.
async fn judged(tx: &WriteTransaction, viewer: &Viewer, id: i64) -> Result<(Acting, AccountId, sanction::Model)> {
    let acting = office::acting(tx, viewer).await?;
    let own = viewer.account().ok_or(Error::Forbidden)?;
    // The account first, as a new decision holds them: two that wait for each other would both fail.
    let found = store::find(&**tx, id).await?;
    account::Entity::find_by_id(found.account_id).lock_exclusive().one(&**tx).await?;
    let row = held(tx, id).await?;
    if may_judge(&acting, own, &row) { Ok((acting, own, row)) } else { Err(Error::NotFound) }
}

async fn set(tx: &WriteTransaction, id: i64, column: sanction::Column, value: impl Into<sea_orm::Value>) -> Result<()> {
    sanction::Entity::update_many()
        .col_expr(column, Expr::value(value))
        .filter(sanction::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

struct Said {
    sanction: i64,
    kind: &'static str,
    body: String,
    ends_at: Option<DateTime<Utc>>,
}

async fn say(
    tx: &WriteTransaction,
    own: AccountId,
    acting: Option<&Acting>,
    byline: String,
    said: Said,
) -> Result<i64> {
    let row = sanction_word::ActiveModel {
        sanction_id: Set(said.sanction),
        kind: Set(said.kind.to_owned()),
        body: Set(said.body),
        ends_at: Set(said.ends_at),
        account_id: Set(own.get()),
        term_id: Set(acting.map(|acting| acting.term.get())),
        byline: Set(byline),
        said_at: Set(tx.now()),
        ..Default::default()
    };
    Ok(sanction_word::Entity::insert(row).exec(&**tx).await?.last_insert_id)
}
