//! Whether the name of a lesson's writer is shown may change, within the promise that was made: who stayed unnamed is named
//! by nobody else, and once others answered not at all. A name is taken away only where the answers below do not say it.

use chrono::Duration;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::lesson;
use super::secret::{self, Secret};
use super::{store, words};
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
    Ok(store::is_writer(viewer, row.account_id) && !words::is_answered(db, row).await?)
}

/// Problems at `nama` when a lesson may not come to show its writer, or to hide him.
pub(super) async fn may_change(
    tx: &WriteTransaction,
    viewer: &Viewer,
    catalogue: &Catalogue,
    row: &lesson::Model,
) -> Result<()> {
    let refused = |sentence: &str| Err(Error::Invalid(Problems::one("nama", sentence)));
    if row.is_unnamed {
        if !store::is_writer(viewer, row.account_id) {
            return refused("Catatan ini ditulis tanpa nama. Hanya penulisnya sendiri yang dapat menampilkan nama.");
        }
        if words::is_answered(&**tx, row).await? {
            return refused("Catatan ini sudah ditanggapi selagi tanpa nama, jadi tetap tanpa nama.");
        }
        return Ok(());
    }
    let spoke = words::spoke(&**tx, row.id).await?;
    let secrets = secrets(tx, catalogue, row, spoke).await?;
    if is_said_below(tx, viewer, &secrets, row).await? {
        return refused(
            "Tanggapan di bawah catatan ini menyebut kecamatan atau kabupaten/kota penulis, atau nama orang dari kantornya. Hapus tanggapan kantor sendiri, atau minta pembina menyembunyikan tanggapan itu. Bila tidak, biarkan nama tampil.",
        );
    }
    Ok(())
}

/// True when one of the answers says who or where it was. However many there are, they are read in parts, and each part
/// asks once for five hundred of its addresses where they lead.
async fn is_said_below(
    tx: &WriteTransaction,
    viewer: &Viewer,
    secrets: &[Secret],
    row: &lesson::Model,
) -> Result<bool> {
    let mut after = 0;
    loop {
        let (numbers, bodies): (Vec<i64>, Vec<String>) =
            words::readable(&**tx, row.id, after).await?.into_iter().unzip();
        let Some(last) = numbers.last() else {
            return Ok(false);
        };
        after = *last;
        let is_named = bodies.iter().any(|body| secrets.iter().any(|secret| secret.found_in(body).is_some()));
        if is_named || store::leads_home(&**tx, viewer, &bodies.join("\n"), &row.kecamatan_code).await? {
            return Ok(true);
        }
    }
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
    let spoke = words::spoke(&**tx, row.id).await?;
    let secrets = secrets(tx, catalogue, row, spoke).await?;
    let is_named = secrets.iter().any(|secret| secret.found_in(body).is_some());
    if is_named || store::leads_home(&**tx, viewer, body, &row.kecamatan_code).await? {
        let sentence = "Tanggapan ini menyebut kecamatan atau kabupaten/kota penulis, atau nama orang dari kantornya, padahal catatan ini sekarang tanpa nama.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    Ok(())
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
    secrets(tx, catalogue, row, Vec::new()).await
}

/// What tells whose a lesson is, its writer and those who spoke for its office included.
pub(super) async fn secrets(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    row: &lesson::Model,
    spoke: Vec<i64>,
) -> Result<Vec<Secret>> {
    secrets_of(tx, catalogue, &row.kecamatan_code, spoke.into_iter().chain(row.account_id).collect()).await
}

/// What tells that something is of this kecamatan: its names, those who serve there or left lately, and these people.
pub(super) async fn secrets_of(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    kecamatan: &str,
    people: Vec<i64>,
) -> Result<Vec<Secret>> {
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
