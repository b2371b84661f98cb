//! Whether the name of a lesson's writer is shown may change, within the promise that was made: who stayed unnamed is named
//! by nobody else, and once others answered not at all. A name is taken away only where the answers below do not say it.

use sea_orm::{ConnectionTrait, EntityTrait};

use super::entity::{lesson, lesson_word};
use super::{names, store};
use crate::account::entity::account;
use crate::catalogue::Catalogue;
use crate::error::{Error, Problems, Result};
use crate::viewer::Viewer;

/// True where the form of a lesson offers both choices to this viewer.
pub async fn may_choose(db: &impl ConnectionTrait, viewer: &Viewer, row: &lesson::Model) -> Result<bool> {
    if !row.is_unnamed {
        return Ok(true);
    }
    let words = store::words(db, row.id).await?;
    Ok(store::is_writer(viewer, row.account_id) && !is_answered(row, &words))
}

/// Problems at `nama` when a lesson may not come to show its writer, or to hide him.
pub(super) async fn may_change(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    row: &lesson::Model,
) -> Result<()> {
    let refused = |sentence: &str| Err(Error::Invalid(Problems::one("nama", sentence)));
    let words = store::words(db, row.id).await?;
    if row.is_unnamed {
        if !store::is_writer(viewer, row.account_id) {
            return refused("Catatan ini ditulis tanpa nama. Hanya penulisnya sendiri yang dapat menampilkan nama.");
        }
        if is_answered(row, &words) {
            return refused("Catatan ini sudah ditanggapi selagi tanpa nama, jadi tetap tanpa nama.");
        }
        return Ok(());
    }
    let secrets = secrets(db, catalogue, row).await?;
    for word in words.iter().filter(|word| counts(word)) {
        if says(db, viewer, &secrets, row, &word.body).await? {
            return refused(
                "Tanggapan di bawah catatan ini menyebut nama penulis atau kecamatannya. Hapus tanggapan kantor sendiri, atau minta pembina menyembunyikan tanggapan itu. Bila tidak, biarkan nama tampil.",
            );
        }
    }
    Ok(())
}

/// True once somebody else said something, whatever became of it: it was said to a writer without a name.
fn is_answered(row: &lesson::Model, words: &[lesson_word::Model]) -> bool {
    words.iter().any(|word| !word.is_report && (word.account_id.is_none() || word.account_id != row.account_id))
}

/// True for what others read, or can come to read: what its writer deleted comes back by his own hand, unless the office
/// wrote it, whose words are looked at again then. What a coordinator hid is looked at again as well.
fn counts(word: &lesson_word::Model) -> bool {
    !word.is_report && word.hidden_at.is_none() && !(word.is_author && word.deleted_at.is_some())
}

/// A conflict where words that come back would say who stays unnamed.
pub(super) async fn comes_back(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    row: &lesson::Model,
    body: &str,
) -> Result<()> {
    if row.is_unnamed && says(db, viewer, &secrets(db, catalogue, row).await?, row, body).await? {
        let sentence =
            "Tanggapan ini menyebut nama penulis atau kecamatannya, padahal catatan ini sekarang tanpa nama.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    Ok(())
}

async fn says(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    secrets: &[String],
    row: &lesson::Model,
    body: &str,
) -> Result<bool> {
    if secrets.iter().any(|secret| names(body, secret)) {
        return Ok(true);
    }
    store::leads_home(db, viewer, body, &row.kecamatan_code).await
}

/// The names of the kecamatan, and each name of the writer that is longer than initials and titles.
async fn secrets(db: &impl ConnectionTrait, catalogue: &Catalogue, row: &lesson::Model) -> Result<Vec<String>> {
    let mut secrets = super::place_names(catalogue, &row.kecamatan_code);
    let writer = match row.account_id {
        Some(id) => account::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let person = writer.map_or_else(String::new, |person| person.name);
    let name = person.split(',').next().unwrap_or_default();
    let parts = name.split_whitespace().filter(|part| part.chars().count() > 2 && !part.contains('.'));
    secrets.extend(parts.map(str::to_owned));
    Ok(secrets)
}
