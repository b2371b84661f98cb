//! Adding a study from its own page, and taking it back in after it was taken out.

use super::change::Change;
use super::entity::collection;
use crate::app::App;
use crate::error::Result;
use crate::ids::{CaseStudyId, CollectionId};
use crate::viewer::Viewer;

/// Adds a study at the end; false when it was there already.
pub async fn add(
    app: &App,
    viewer: &Viewer,
    id: CollectionId,
    study: CaseStudyId,
) -> Result<(collection::Model, bool)> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.alive()?;
    let is_new = change.add(&tx, viewer, study).await?;
    if is_new {
        change.touch(&tx).await?;
        let effect = change.effect(false);
        tx.commit(effect).await?;
    }
    Ok((change.row, is_new))
}

/// Undoes that a study was taken out: it stands where it stood, with its note.
pub async fn bring_back(app: &App, viewer: &Viewer, id: CollectionId, study: CaseStudyId) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.alive()?;
    if change.bring_back(&tx, study).await? {
        change.touch(&tx).await?;
        let effect = change.effect(false);
        tx.commit(effect).await?;
    }
    Ok(())
}
