//! The studies of a meeting: one is added at the end; one about which nothing was written is taken off again.

use sea_orm::EntityTrait;

use super::begin::undecided;
use super::change::Change;
use super::entity::meeting_item;
use super::{MAX_MARKED, store};
use crate::app::App;
use crate::case_study::store::find;
use crate::collection::study_number;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, MeetingId};
use crate::viewer::Viewer;

/// Puts a study, by its number or address, at the end of the agenda; gives its number and whether it is new there.
pub async fn add(app: &App, viewer: &Viewer, id: MeetingId, typed: &str) -> Result<(i64, bool)> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.while_open()?;
    let problem = |sentence: String| Error::Invalid(Problems::one("praktik", sentence));
    let unknown = || problem("Praktik ini tidak ditemukan. Tempel alamat halamannya, atau tulis nomornya.".to_owned());
    let number = study_number(typed).ok_or_else(unknown)?;
    let study = match find(&*tx, viewer, CaseStudyId(number)).await {
        Ok(study) => study.id,
        Err(Error::NotFound) => return Err(unknown()),
        Err(error) => return Err(error),
    };
    let items = store::items(&*tx, change.row.id).await?;
    if items.iter().any(|item| item.case_study_id == study) {
        return Ok((study, false));
    }
    if items.len() >= MAX_MARKED {
        return Err(problem(format!("Satu rapat paling banyak {MAX_MARKED} praktik.")));
    }
    let position = items.iter().map(|item| item.position).max().unwrap_or(0) + 1;
    let row = undecided(&tx, change.account, change.row.id, study, position);
    meeting_item::Entity::insert(row).exec_without_returning(&*tx).await?;
    change.remember(&tx, "edit_meeting", "").await?;
    tx.commit(Effect::Private).await?;
    Ok((study, true))
}

/// Takes a study off the agenda, unless something was decided or written about it.
pub async fn remove(app: &App, viewer: &Viewer, id: MeetingId, item: i64) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.while_open()?;
    let items = store::items(&*tx, change.row.id).await?;
    let Some(row) = items.iter().find(|row| row.id == item) else {
        return Ok(());
    };
    let is_blank = row.decision.is_empty() && row.who.is_empty() && row.note.is_empty() && row.carried_from.is_none();
    if !is_blank {
        let sentence = "Tentang praktik ini sudah ada yang ditulis atau diputuskan, jadi tetap ada dalam notulen.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    meeting_item::Entity::delete_by_id(row.id).exec(&*tx).await?;
    change.remember(&tx, "edit_meeting", "").await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
