//! Whether the name of a lesson's writer is shown may change, within the promise that was made: who stayed unnamed is named
//! by nobody else, and once others answered not at all. A name is taken away only where the answers below do not say it.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

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
    let secrets = secrets(db, catalogue, row, &words).await?;
    for word in words.iter().filter(|word| counts(word)) {
        if says(db, viewer, &secrets, row, &word.body).await? {
            return refused(
                "Tanggapan di bawah catatan ini menyebut kecamatan penulis atau nama orang dari kantornya. Hapus tanggapan kantor sendiri, atau minta pembina menyembunyikan tanggapan itu. Bila tidak, biarkan nama tampil.",
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
    if !row.is_unnamed {
        return Ok(());
    }
    let words = store::words(db, row.id).await?;
    let secrets = secrets(db, catalogue, row, &words).await?;
    if says(db, viewer, &secrets, row, body).await? {
        let sentence = "Tanggapan ini menyebut kecamatan penulis atau nama orang dari kantornya, padahal catatan ini sekarang tanpa nama.";
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

/// The names of the kecamatan, and of those who speak for the office each name that is longer than initials and titles.
pub(super) async fn secrets(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    row: &lesson::Model,
    words: &[lesson_word::Model],
) -> Result<Vec<String>> {
    let spoke = words.iter().filter(|word| word.is_author).filter_map(|word| word.account_id);
    let people: Vec<i64> = spoke.chain(row.account_id).collect();
    let people = account::Entity::find().filter(account::Column::Id.is_in(people)).all(db).await?;
    let mut secrets = super::place_names(catalogue, &row.kecamatan_code);
    for person in people {
        secrets.extend(super::name_parts(&person.name));
    }
    Ok(secrets)
}
