//! A coordinator answers a review: the text appears in the office's name, or goes back with a reason.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::open::{current, move_to};
use crate::app::App;
use crate::audit;
use crate::case_study::draft::{self, Step};
use crate::case_study::entity::{draft as table, review};
use crate::case_study::publish::{self, Published, Voice};
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result, too_long};
use crate::ids::{AccountId, DraftKey, TermId};
use crate::job::{self, Job};
use crate::office;
use crate::office::entity::office_term;
use crate::policy::{self, Act, Acting, Role};
use crate::viewer::Viewer;

/// How a review ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The text appears.
    Approve,
    /// The office is asked to mend it.
    Return,
    /// It does not belong here.
    Decline,
}

/// What the coordinator says.
pub struct Answered<'a> {
    /// Which way.
    pub answer: Answer,
    /// Why; obligatory unless it is approved.
    pub reason: &'a str,
    /// What was ticked.
    pub checked: Vec<&'a str>,
    /// The version that the coordinator has read.
    pub seen: Option<i64>,
}

/// Answers the open review of a draft.
pub async fn answer(app: &App, viewer: &Viewer, key: DraftKey, said: Answered<'_>) -> Result<Published> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = draft::locked(&tx, &acting, viewer, key, Act::Review).await?;
    if let Some(published) = publish::already(&tx, &row).await? {
        return Ok(published);
    }
    let open = current(&*tx, row.id).await?.filter(|_| Step::parse(&row.step) == Step::UnderReview);
    let Some(open) = open else {
        return Err(Error::Conflict("Naskah ini tidak sedang ditinjau. Muat ulang halamannya.".to_owned()));
    };
    let reason = crate::web::forms::text(said.reason);
    check_reason(app, said.answer, &reason)?;
    let unit = viewer.acting_term().map_or_else(String::new, |term| term.label.clone());
    let known = said.checked.iter().filter(|point| app.config.review.checklist.iter().any(|known| known == *point));
    let checked = known.copied().collect::<Vec<_>>().join("\n");
    let word = match said.answer {
        Answer::Approve => "approved",
        Answer::Return => "returned",
        Answer::Decline => "unsuitable",
    };
    review::Entity::update_many()
        .col_expr(review::Column::Answer, Expr::value(word))
        .col_expr(review::Column::AnsweredAt, Expr::value(tx.now()))
        .col_expr(review::Column::AnsweredBy, Expr::value(account.get()))
        .col_expr(review::Column::UnitName, Expr::value(unit))
        .col_expr(review::Column::Reason, Expr::value(reason.as_str()))
        .col_expr(review::Column::Checked, Expr::value(checked))
        .filter(review::Column::Id.eq(open.id))
        .exec(&*tx)
        .await?;
    remember(&tx, account, &acting, word, &row, &reason).await?;
    match said.answer {
        Answer::Approve => approve(app, tx, account, &acting, row, open, said.seen).await,
        Answer::Return | Answer::Decline => send_back(tx, row, open.id, said.answer, &reason).await,
    }
}

/// Publishes the text that the office's head approved, and no later one.
async fn approve(
    app: &App,
    tx: WriteTransaction,
    account: AccountId,
    acting: &Acting,
    row: table::Model,
    open: review::Model,
    seen: Option<i64>,
) -> Result<Published> {
    if row.version != open.version || seen.is_some_and(|seen| seen != row.version) {
        return Err(Error::Conflict(
            "Kantornya mengubah naskah ini sesudah mengajukannya. Muat ulang halamannya; naskah perlu diajukan lagi."
                .to_owned(),
        ));
    }
    let term = office_term::Entity::find_by_id(open.term_id).one(&*tx).await?;
    let role = term.and_then(|term| Role::parse(&term.role));
    let voice = Voice {
        byline: open.byline,
        account: AccountId(open.account_id),
        term: TermId(open.term_id),
        shows_again: role.is_some_and(|role| policy::allows(Act::Withdraw, role)),
    };
    let catalogue = app.catalogue.get();
    let ready = match publish::ready(&tx, app, &catalogue, row).await? {
        Ok(ready) => ready,
        Err(published) => return Ok(published),
    };
    let act = publish::Approval { account, term: acting.term, act: Act::Review, reason: "" };
    publish::appear(tx, &catalogue, ready, voice, act).await.map(Published::Study)
}

async fn send_back(
    tx: WriteTransaction,
    row: table::Model,
    review: i64,
    answer: Answer,
    reason: &str,
) -> Result<Published> {
    let note = match answer {
        Answer::Decline => format!("Dinilai tidak sesuai: {reason}"),
        _ => reason.to_owned(),
    };
    move_to(&tx, row.id, Step::Returned, &note).await?;
    table::Entity::update_many()
        .col_expr(table::Column::ReviewedVersion, Expr::value(row.version))
        .filter(table::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    job::enqueue(&tx, &Job::TellReviewAnswered { review }).await?;
    tx.commit(Effect::Private).await?;
    Ok(Published::UnderReview(table::Model { step: Step::Returned.as_str().to_owned(), note, ..row }))
}

fn check_reason(app: &App, answer: Answer, reason: &str) -> Result<()> {
    if answer != Answer::Approve && reason.is_empty() {
        return Err(Error::Invalid(Problems::one("reason", "Tulis alasannya; kantor membacanya.")));
    }
    if let Some(sentence) = too_long("Alasan", reason, app.config.limits.reason_chars) {
        return Err(Error::Invalid(Problems::one("reason", sentence)));
    }
    Ok(())
}

async fn remember(
    tx: &WriteTransaction,
    account: AccountId,
    acting: &Acting,
    word: &str,
    row: &table::Model,
    reason: &str,
) -> Result<()> {
    let act = match word {
        "approved" => "review_approve",
        "returned" => "review_return",
        _ => "review_decline",
    };
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act,
        subject_kind: "draft",
        subject_id: row.id.to_string(),
        reason,
    };
    audit::record(tx, entry).await
}
