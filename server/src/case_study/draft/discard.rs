//! Throwing away a draft that never appeared, or an edit of what did: the published study stays as it is.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::Step;
use super::found::locked;
use crate::app::App;
use crate::attachment;
use crate::audit;
use crate::case_study::entity::{draft, draft_version};
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::DraftKey;
use crate::office;
use crate::policy::Act;
use crate::viewer::Viewer;

/// What keeps a draft from being thrown away, as a sentence.
pub fn obstacle(row: &draft::Model) -> Option<&'static str> {
    if row.published_case_study_id.is_some() {
        return Some("Draf ini sudah terbit. Buka halamannya untuk mengubahnya atau menghentikan penayangannya.");
    }
    let in_hand = matches!(Step::parse(&row.step), Step::Written | Step::Returned);
    (!in_hand).then_some("Naskah ini sedang diperiksa. Tarik pengajuannya atau kembalikan dahulu, lalu hapus.")
}

/// Throws a draft away with its versions and with the photos that no study shows; `seen` is the version that the person
/// agreed to lose. The bytes of the photos go with the next sweep.
pub async fn discard(app: &App, viewer: &Viewer, key: DraftKey, seen: i64) -> Result<draft::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let row = locked(&tx, &acting, viewer, key, Act::WriteDraft).await?;
    if let Some(obstacle) = obstacle(&row) {
        return Err(Error::Conflict(obstacle.to_owned()));
    }
    if seen != row.version {
        let sentence = "Naskah ini berubah sejak dibuka. Muat ulang halamannya, baca lagi, lalu hapus.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    attachment::forget_unpublished(&*tx, row.id).await?;
    attachment::file::forget_unpublished_files(&*tx, row.id).await?;
    draft_version::Entity::delete_many().filter(draft_version::Column::DraftId.eq(row.id)).exec(&*tx).await?;
    draft::Entity::delete_by_id(row.id).exec(&*tx).await?;
    let entry = audit::Entry {
        account: viewer.account(),
        term: Some(acting.term),
        act: "discard_draft",
        subject_kind: "draft",
        subject_id: row.id.to_string(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}
