//! Whether the name of a lesson's writer is shown may change, within the promise that was made: who stayed unnamed is named
//! by nobody else, and once others answered not at all. A name is taken away only where the answers below do not say it.

use chrono::Duration;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::{lesson, lesson_word};
use super::secret::{self, Secret};
use super::store;
use crate::account::entity::account;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::office::officials;
use crate::viewer::Viewer;

/// Who left an office longer ago than this tells no reader which office it was: two terms of a camat, about.
const REMEMBERED: Duration = Duration::days(5 * 365);

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
    tx: &WriteTransaction,
    viewer: &Viewer,
    catalogue: &Catalogue,
    row: &lesson::Model,
) -> Result<()> {
    let refused = |sentence: &str| Err(Error::Invalid(Problems::one("nama", sentence)));
    let words = store::words(&**tx, row.id).await?;
    if row.is_unnamed {
        if !store::is_writer(viewer, row.account_id) {
            return refused("Catatan ini ditulis tanpa nama. Hanya penulisnya sendiri yang dapat menampilkan nama.");
        }
        if is_answered(row, &words) {
            return refused("Catatan ini sudah ditanggapi selagi tanpa nama, jadi tetap tanpa nama.");
        }
        return Ok(());
    }
    let secrets = secrets(tx, catalogue, row, &words).await?;
    for word in words.iter().filter(|word| counts(word)) {
        if says(tx, viewer, &secrets, row, &word.body).await? {
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
    tx: &WriteTransaction,
    viewer: &Viewer,
    catalogue: &Catalogue,
    row: &lesson::Model,
    body: &str,
) -> Result<()> {
    if !row.is_unnamed {
        return Ok(());
    }
    let words = store::words(&**tx, row.id).await?;
    let secrets = secrets(tx, catalogue, row, &words).await?;
    if says(tx, viewer, &secrets, row, body).await? {
        let sentence = "Tanggapan ini menyebut kecamatan penulis atau nama orang dari kantornya, padahal catatan ini sekarang tanpa nama.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    Ok(())
}

async fn says(
    tx: &WriteTransaction,
    viewer: &Viewer,
    secrets: &[Secret],
    row: &lesson::Model,
    body: &str,
) -> Result<bool> {
    if secrets.iter().any(|secret| secret.found_in(body).is_some()) {
        return Ok(true);
    }
    store::leads_home(&**tx, viewer, body, &row.kecamatan_code).await
}

/// What must not stand in words of this viewer about an unnamed lesson: nothing for who does not know whose it is. What
/// others guess is a guess.
pub(super) async fn kept_by(
    tx: &WriteTransaction,
    viewer: &Viewer,
    catalogue: &Catalogue,
    row: &lesson::Model,
) -> Result<Vec<Secret>> {
    if !row.is_unnamed || !store::knows(viewer, row) {
        return Ok(Vec::new());
    }
    secrets(tx, catalogue, row, &[]).await
}

/// What tells whose a lesson is, who spoke for its office in these words included.
pub(super) async fn secrets(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    row: &lesson::Model,
    words: &[lesson_word::Model],
) -> Result<Vec<Secret>> {
    let spoke = words.iter().filter(|word| word.is_author).filter_map(|word| word.account_id);
    secrets_of(tx, catalogue, &row.kecamatan_code, spoke.chain(row.account_id)).await
}

/// What tells that something is of this kecamatan: its names, those who serve there or left lately, and these people.
pub(super) async fn secrets_of(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    kecamatan: &str,
    people: impl IntoIterator<Item = i64>,
) -> Result<Vec<Secret>> {
    let people: Vec<i64> = people.into_iter().collect();
    let (serving, left) = officials::of_office(&**tx, kecamatan, tx.today()).await?;
    let since = tx.today() - REMEMBERED;
    let left = left.into_iter().filter(|official| official.term.ended_on.is_some_and(|end| end >= since));
    let mut names: Vec<String> = serving.into_iter().chain(left).map(|official| official.name).collect();
    let spoke = account::Entity::find().filter(account::Column::Id.is_in(people)).all(&**tx).await?;
    names.extend(spoke.into_iter().map(|person| person.name));
    names.sort_unstable();
    names.dedup();
    let mut secrets = secret::places(catalogue, kecamatan);
    secrets.extend(names.into_iter().map(Secret::Person));
    Ok(secrets)
}
