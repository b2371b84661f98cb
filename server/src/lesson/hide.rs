//! Hiding a lesson or what was said to it with a reason, and showing it again: for the coordinators above its office.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{lesson, lesson_word};
use super::remember::remember;
use super::secret::Secret;
use super::{naming, store, words};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;
use crate::web::forms;

/// Hides a lesson with a reason, or shows it again.
pub async fn lesson(app: &App, viewer: &Viewer, key: &str, reason: Option<&str>) -> Result<()> {
    let reason = checked(reason, app.config.limits.reason_chars)?;
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let row = store::held(&tx, viewer, key).await?;
    policy::require(Act::HideComment, &acting, &row.kecamatan_code)?;
    if row.hidden_at.is_some() == reason.is_some() {
        return Ok(());
    }
    let at: Option<DateTime<Utc>> = reason.as_ref().map(|_| tx.now());
    let by = viewer.account().filter(|_| reason.is_some()).map(|account| account.get());
    lesson::Entity::update_many()
        .col_expr(lesson::Column::HiddenAt, Expr::value(at))
        .col_expr(lesson::Column::HiddenBy, Expr::value(by))
        .col_expr(lesson::Column::HiddenReason, Expr::value(reason.clone().unwrap_or_default()))
        .filter(lesson::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    let act = if reason.is_some() { "hide_lesson" } else { "restore_lesson" };
    let why = reason.as_deref().unwrap_or_default();
    remember(&tx, viewer.account(), Some(acting.term), act, ("lesson", row.key.clone()), why).await?;
    if let Some(at) = at {
        job::enqueue(&tx, &Job::TellLessonHidden { lesson: row.id, at }).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Hides what was said to a lesson with a reason, or shows it again.
pub async fn word(app: &App, viewer: &Viewer, key: &str, id: i64, reason: Option<&str>) -> Result<()> {
    let reason = checked(reason, app.config.limits.reason_chars)?;
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let row = store::held(&tx, viewer, key).await?;
    policy::require(Act::HideComment, &acting, &row.kecamatan_code)?;
    let word = words::find(&*tx, row.id, id).await?;
    if word.is_report {
        return Err(Error::NotFound);
    }
    if word.deleted_at.is_some() {
        return Err(Error::Conflict("Tanggapan ini sudah dihapus penulisnya.".to_owned()));
    }
    if word.hidden_at.is_some() == reason.is_some() {
        return Ok(());
    }
    let catalogue = app.catalogue.get();
    match &reason {
        Some(reason) => tells_nothing(reason, &naming::kept_by(&tx, viewer, &catalogue, &row).await?)?,
        None => naming::comes_back(&tx, viewer, &catalogue, &row, &word.body).await?,
    }
    let at: Option<DateTime<Utc>> = reason.as_ref().map(|_| tx.now());
    let by = viewer.account().filter(|_| reason.is_some()).map(|account| account.get());
    lesson_word::Entity::update_many()
        .col_expr(lesson_word::Column::HiddenAt, Expr::value(at))
        .col_expr(lesson_word::Column::HiddenBy, Expr::value(by))
        .col_expr(lesson_word::Column::HiddenReason, Expr::value(reason.clone().unwrap_or_default()))
        .filter(lesson_word::Column::Id.eq(word.id))
        .exec(&*tx)
        .await?;
    let act = if reason.is_some() { "hide_lesson_word" } else { "restore_lesson_word" };
    let why = reason.as_deref().unwrap_or_default();
    remember(&tx, viewer.account(), Some(acting.term), act, ("lesson_word", word.id.to_string()), why).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Who wrote the word reads the reason, and must not learn from it where the lesson comes from.
fn tells_nothing(reason: &str, secrets: &[Secret]) -> Result<()> {
    let found = secrets.iter().find_map(|secret| Some((secret, secret.found_in(reason)?)));
    let Some((secret, name)) = found else {
        return Ok(());
    };
    let what = if matches!(secret, Secret::Person(_)) { "orang" } else { "tempat" };
    let sentence =
        format!("Di sini tertulis nama {name}. Penulis tanggapan membaca alasan ini; tulis tanpa nama {what}.");
    Err(Error::Invalid(Problems::one("body", sentence)))
}

fn checked(reason: Option<&str>, limit: usize) -> Result<Option<String>> {
    let Some(reason) = reason.map(forms::line) else {
        return Ok(None);
    };
    let mut problems = Problems::default();
    if reason.is_empty() {
        problems.add("body", "Tulis alasan menyembunyikannya; penulisnya membaca alasan itu.");
    }
    problems.within("body", "Alasan", &reason, limit);
    problems.into_result()?;
    Ok(Some(reason))
}
