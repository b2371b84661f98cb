//! The photos of a draft: they come and go by their own forms.

use sea_orm::ConnectionTrait;

use super::write::{hold, store};
use crate::adoption;
use crate::app::App;
use crate::attachment;
use crate::case_study::content::{Content, Photo};
use crate::case_study::entity::draft;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::DraftKey;
use crate::product;
use crate::viewer::Viewer;

/// Puts a stored photo into a draft, or takes one out and back in, whatever else is being written meanwhile.
/// `writer` is the name of the device, as in a save.
pub async fn change_photos(
    app: &App,
    viewer: &Viewer,
    key: DraftKey,
    change: PhotoChange<'_>,
    writer: &str,
) -> Result<draft::Model> {
    let tx = app.db.begin_write().await?;
    let uploaded_by = matches!(change, PhotoChange::Add(..)).then_some(writer);
    let (row, account) = hold(app, &tx, viewer, key, uploaded_by).await?;
    let before = Content::parse(&row.document)?;
    let mut content = before.clone();
    match change {
        PhotoChange::Add(stored, facts) => {
            // An upload whose answer got lost is sent again, byte by byte the same.
            if attachment::is_among(&*tx, &photo_ids(&content), stored).await? {
                return Ok(row);
            }
            let limit = app.config.limits.photos_per_study;
            if content.photos.len() >= limit {
                return Err(Error::Invalid(Problems::one(
                    "photo",
                    format!("Paling banyak {limit} foto dalam satu praktik."),
                )));
            }
            let (alt, caption) = (facts.alt.clone(), facts.caption.clone());
            let facts = attachment::Facts { draft: Some(row.id), account: Some(account), ..facts };
            let attachment = attachment::record(&*tx, tx.now(), stored, facts).await?;
            content.photos.push(Photo { attachment, alt, caption });
        }
        PhotoChange::Forward(id) => {
            if let Some(at) = content.photos.iter().position(|photo| photo.attachment == id).filter(|at| *at > 0) {
                content.photos.swap(at, at - 1);
            }
        }
        PhotoChange::Remove(id) => content.photos.retain(|photo| photo.attachment != id),
        PhotoChange::PutBack(id) => {
            let known = content.photos.iter().any(|photo| photo.attachment == id);
            if !known && own(&*tx, row.id, row.case_study_id).await?.contains(&id) {
                let picture = attachment::pictures(&*tx, &[id]).await?.remove(&id).ok_or(Error::NotFound)?;
                content.photos.push(Photo { attachment: id, alt: picture.alt, caption: picture.caption });
            }
        }
    }
    if content == before {
        return Ok(row);
    }
    let (visibility, base) = (row.visibility.clone(), row.base_revision_id);
    let row = store(app, &tx, row, account, &content, visibility, base, writer).await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}

/// The ids of the photos that belong to a draft, or to the text of the study that it edits. Those of the ledger and of
/// products hang on the study too, and are no part of its text.
pub(super) async fn own(db: &impl ConnectionTrait, draft: i64, case_study: Option<i64>) -> Result<Vec<i64>> {
    attachment::ids_of(db, draft, case_study, [adoption::photo::ids(), product::photo::ids()]).await
}

fn photo_ids(content: &Content) -> Vec<i64> {
    content.photos.iter().map(|photo| photo.attachment).collect()
}

/// What happens to the photos of a draft.
pub enum PhotoChange<'a> {
    /// A stored photo joins them.
    Add(&'a attachment::Stored, attachment::Facts),
    /// One moves a place towards the front.
    Forward(i64),
    /// One leaves them.
    Remove(i64),
    /// One that left comes back.
    PutBack(i64),
}
