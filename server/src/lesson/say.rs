//! What members say to a lesson, and what they tell the coordinators about it.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{lesson, lesson_word};
use super::{naming, said, store, words};
use crate::app::App;
use crate::db::Effect;
use crate::discussion::speak::speaker;
use crate::error::{Error, Result};
use crate::job::{self, Job};
use crate::viewer::Viewer;

/// The same words of the same person within this time are one, sent twice.
const SENT_TWICE_WITHIN: Duration = Duration::minutes(1);

/// Says something to a lesson; with `is_report` only the coordinators above its office read it. Gives its number.
pub async fn say(app: &App, viewer: &Viewer, key: &str, typed: &str, is_report: bool) -> Result<i64> {
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let speaker = speaker(&tx, viewer, &catalogue).await?;
    let row = store::held(&tx, viewer, key).await?;
    open(&row)?;
    let secrets = if is_report { Vec::new() } else { naming::kept_by(&tx, viewer, &catalogue, &row).await? };
    let (body, mut problems) = said(typed, app.config.limits.comment_chars, &secrets);
    if !secrets.is_empty() && store::leads_home(&*tx, viewer, &body, &row.kecamatan_code).await? {
        problems.add("body", super::LEADS_HOME);
    }
    problems.into_result()?;
    let twin = lesson_word::Entity::find()
        .filter(lesson_word::Column::LessonId.eq(row.id))
        .filter(lesson_word::Column::AccountId.eq(speaker.account))
        .filter(lesson_word::Column::IsReport.eq(is_report))
        .filter(lesson_word::Column::Body.eq(body.as_str()))
        .filter(lesson_word::Column::CreatedAt.gt(tx.now() - SENT_TWICE_WITHIN))
        .filter(lesson_word::Column::DeletedAt.is_null())
        .one(&*tx)
        .await?;
    if let Some(twin) = twin {
        return Ok(twin.id);
    }
    let word = lesson_word::ActiveModel {
        lesson_id: Set(row.id),
        account_id: Set(Some(speaker.account)),
        term_id: Set(speaker.term),
        byline: Set(speaker.byline),
        is_author: Set(store::is_author(viewer, &row)),
        is_report: Set(is_report),
        body: Set(body),
        created_at: Set(tx.now()),
        hidden_reason: Set(String::new()),
        ..Default::default()
    };
    let word = lesson_word::Entity::insert(word).exec(&*tx).await?.last_insert_id;
    job::enqueue(&tx, &Job::TellLessonWord { word }).await?;
    tx.commit(Effect::Private).await?;
    Ok(word)
}

/// Takes one's own words back, or shows them again; their place stays as a trace.
pub async fn take_back(app: &App, viewer: &Viewer, key: &str, id: i64, back: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let catalogue = app.catalogue.get();
    let speaker = speaker(&tx, viewer, &catalogue).await?;
    let row = store::held(&tx, viewer, key).await?;
    let word = words::find(&*tx, row.id, id).await?;
    if word.account_id != Some(speaker.account) {
        return Err(Error::Forbidden);
    }
    if word.deleted_at.is_some() == back {
        return Ok(());
    }
    // Only who knows it learns here that it says so, and who spoke for the office before a mutasi does; of all others a word
    // that could be shown again kept the name shown.
    if !back && !word.is_report && (word.is_author || store::knows(viewer, &row)) {
        naming::comes_back(&tx, viewer, &catalogue, &row, &word.body).await?;
    }
    let at: Option<DateTime<Utc>> = back.then(|| tx.now());
    lesson_word::Entity::update_many()
        .col_expr(lesson_word::Column::DeletedAt, Expr::value(at))
        .filter(lesson_word::Column::Id.eq(word.id))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// A conflict for what members do not read any more.
fn open(row: &lesson::Model) -> Result<()> {
    if store::is_shown(row) {
        return Ok(());
    }
    let sentence = "Catatan ini tidak tampil lagi. Salin tulisannya bila masih diperlukan.";
    Err(Error::Conflict(sentence.to_owned()))
}
