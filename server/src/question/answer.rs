//! Answering a question or, as its asker, adding to it; changing or taking back one's own answer, and saying which one
//! helped.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::ask::{own, visible};
use super::entity::{answer, question};
use super::{checked, forget, store};
use crate::app::App;
use crate::case_study;
use crate::collection::study_number;
use crate::db::WriteTransaction;
use crate::discussion::speak;
use crate::error::{Error, Problems, Result};
use crate::ids::{AnswerId, CaseStudyId, QuestionId};
use crate::job::{self, Job};
use crate::viewer::Viewer;

/// The same words of the same person within this time are one answer, sent twice.
const SENT_TWICE_WITHIN: Duration = Duration::minutes(1);

/// Answers a question; what its asker writes adds to the question. `study` is the number or address of a study to point
/// to, or nothing; `keeps_phone` is true when a phone number in it may stand.
pub async fn answer(
    app: &App,
    viewer: &Viewer,
    id: QuestionId,
    typed: &str,
    study: &str,
    keeps_phone: bool,
) -> Result<(AnswerId, question::Model)> {
    let tx = app.db.begin_write().await?;
    let speaker = speak::speaker(&tx, viewer, &app.catalogue.get()).await?;
    let question = store::held(&tx, viewer, id).await?;
    open(&question)?;
    let body = with_study(&tx, viewer, typed, study).await?;
    let body = checked(&body, "", what(&question, speaker.account), app.config.limits.comment_chars, keeps_phone)?;
    let twin = answer::Entity::find()
        .filter(answer::Column::QuestionId.eq(question.id))
        .filter(answer::Column::AccountId.eq(speaker.account))
        .filter(answer::Column::Body.eq(body.as_str()))
        .filter(answer::Column::CreatedAt.gt(tx.now() - SENT_TWICE_WITHIN))
        .filter(answer::Column::DeletedAt.is_null())
        .order_by_desc(answer::Column::Id)
        .one(&*tx)
        .await?;
    if let Some(twin) = twin {
        return Ok((AnswerId(twin.id), question));
    }
    let row = answer::ActiveModel {
        question_id: Set(question.id),
        account_id: Set(speaker.account),
        term_id: Set(speaker.term),
        byline: Set(speaker.byline),
        body: Set(body),
        is_credited: Set(false),
        created_at: Set(tx.now()),
        hidden_reason: Set(String::new()),
        ..Default::default()
    };
    let id = AnswerId(answer::Entity::insert(row).exec(&*tx).await?.last_insert_id);
    store::recount(&tx, &question).await?;
    job::enqueue(&tx, &Job::TellQuestionAnswered { answer: id }).await?;
    tx.commit(visible(question.id)).await?;
    Ok((id, question))
}

/// Changes one's own answer; the page then says that it was edited.
pub async fn edit(app: &App, viewer: &Viewer, id: AnswerId, typed: &str, keeps_phone: bool) -> Result<question::Model> {
    let tx = app.db.begin_write().await?;
    let (row, question) = own_answer(app, &tx, viewer, id).await?;
    let body =
        checked(typed, &row.body, what(&question, row.account_id), app.config.limits.comment_chars, keeps_phone)?;
    if !store::is_shown(&row) {
        return Err(Error::Conflict("Jawaban ini tidak tampil lagi, jadi tidak bisa diubah.".to_owned()));
    }
    open(&question)?;
    if row.body == body {
        return Ok(question);
    }
    answer::Entity::update_many()
        .col_expr(answer::Column::Body, Expr::value(body))
        .col_expr(answer::Column::EditedAt, Expr::value(Some(tx.now())))
        .filter(answer::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    tx.commit(visible(question.id)).await?;
    Ok(question)
}

/// Takes one's own answer back, or shows it again while its words are kept; its place in the conversation stays as a
/// trace.
pub async fn take_back(app: &App, viewer: &Viewer, id: AnswerId, back: bool) -> Result<question::Model> {
    let tx = app.db.begin_write().await?;
    let (row, question) = own_answer(app, &tx, viewer, id).await?;
    if row.deleted_at.is_some() == back {
        return Ok(question);
    }
    if back {
        job::enqueue_in(&tx, &Job::ForgetAnswer { answer: id }, forget::KEPT).await?;
    } else if row.deleted_at.is_some_and(|at| at <= tx.now() - forget::KEPT) {
        let sentence = "Jawaban ini dihapus lebih dari 30 hari lalu; tulisannya sudah tidak ada.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    let at: Option<DateTime<Utc>> = back.then(|| tx.now());
    answer::Entity::update_many()
        .col_expr(answer::Column::DeletedAt, Expr::value(at))
        .filter(answer::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    store::recount(&tx, &question).await?;
    tx.commit(visible(question.id)).await?;
    Ok(question)
}

/// The asker says which answer helped, or takes that back by naming none.
pub async fn accept(app: &App, viewer: &Viewer, id: QuestionId, accepted: Option<AnswerId>) -> Result<question::Model> {
    let tx = app.db.begin_write().await?;
    let question = own(app, &tx, viewer, id).await?;
    open(&question)?;
    if let Some(accepted) = accepted {
        let row = store::find_answer(&*tx, accepted).await?;
        if row.question_id != question.id || !store::is_shown(&row) {
            return Err(Error::Conflict("Jawaban itu tidak tampil lagi.".to_owned()));
        }
        if row.account_id == question.account_id {
            return Err(Error::Conflict(
                "Itu keterangan Bapak/Ibu sendiri. Yang diterima jawaban orang lain.".to_owned(),
            ));
        }
    }
    let accepted = accepted.map(AnswerId::get);
    if question.accepted_answer_id == accepted {
        return Ok(question);
    }
    question::Entity::update_many()
        .col_expr(question::Column::AcceptedAnswerId, Expr::value(accepted))
        .filter(question::Column::Id.eq(question.id))
        .exec(&*tx)
        .await?;
    if let Some(accepted) = accepted {
        job::enqueue(&tx, &Job::TellAnswerAccepted { answer: AnswerId(accepted) }).await?;
    }
    tx.commit(visible(question.id)).await?;
    Ok(question)
}

/// What a text is called: its asker answers nobody.
fn what(question: &question::Model, writer: i64) -> &'static str {
    if question.account_id == writer { "Keterangan" } else { "Jawaban" }
}

/// A conflict for what is not shown any more.
pub(super) fn open(question: &question::Model) -> Result<()> {
    if store::is_open(question) {
        return Ok(());
    }
    let sentence = "Pertanyaan ini tidak tampil lagi. Salin tulisannya bila masih diperlukan.";
    Err(Error::Conflict(sentence.to_owned()))
}

async fn own_answer(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    id: AnswerId,
) -> Result<(answer::Model, question::Model)> {
    let speaker = speak::speaker(tx, viewer, &app.catalogue.get()).await?;
    let (row, question) = store::held_answer(tx, viewer, id).await?;
    if row.account_id == speaker.account { Ok((row, question)) } else { Err(Error::Forbidden) }
}

/// The text with the address of a study that the writer may see, on a line of its own. A study may be the whole answer.
async fn with_study(tx: &WriteTransaction, viewer: &Viewer, typed: &str, study: &str) -> Result<String> {
    if study.trim().is_empty() {
        return Ok(typed.to_owned());
    }
    let unknown = || {
        let sentence = "Praktik ini tidak ditemukan. Tempel alamat halamannya, atau tulis nomornya.";
        Error::Invalid(Problems::one("praktik", sentence))
    };
    let number = study_number(study).ok_or_else(unknown)?;
    let found = case_study::store::find(&**tx, viewer, CaseStudyId(number)).await;
    let found = found.map_err(|error| if matches!(error, Error::NotFound) { unknown() } else { error })?;
    // Without its title: who may not see the study learns nothing of it from the text.
    Ok(format!("{}\n\n/praktik/{}", typed.trim_end(), found.id))
}
