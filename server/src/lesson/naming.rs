//! Whether the name of a lesson's writer is shown may change, within the promise that was made: who stayed unnamed is named
//! by nobody else, and once others answered not at all. A name is taken away only where the answers below do not say it.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::lesson;
use super::{names, store, words};
use crate::account::entity::account;
use crate::catalogue::Catalogue;
use crate::error::{Error, Problems, Result};
use crate::viewer::Viewer;

/// True where the form of a lesson offers both choices to this viewer.
pub async fn may_choose(db: &impl ConnectionTrait, viewer: &Viewer, row: &lesson::Model) -> Result<bool> {
    if !row.is_unnamed {
        return Ok(true);
    }
    Ok(store::is_writer(viewer, row.account_id) && !words::is_answered(db, row).await?)
}

/// Problems at `nama` when a lesson may not come to show its writer, or to hide him.
pub(super) async fn may_change(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    row: &lesson::Model,
) -> Result<()> {
    let refused = |sentence: &str| Err(Error::Invalid(Problems::one("nama", sentence)));
    if row.is_unnamed {
        if !store::is_writer(viewer, row.account_id) {
            return refused("Catatan ini ditulis tanpa nama. Hanya penulisnya sendiri yang dapat menampilkan nama.");
        }
        if words::is_answered(db, row).await? {
            return refused("Catatan ini sudah ditanggapi selagi tanpa nama, jadi tetap tanpa nama.");
        }
        return Ok(());
    }
    let spoke = words::spoke(db, row.id).await?;
    let secrets = secrets(db, catalogue, row, &spoke).await?;
    if is_said_below(db, viewer, &secrets, row).await? {
        return refused(
            "Tanggapan di bawah catatan ini menyebut kecamatan penulis atau nama orang dari kantornya. Hapus tanggapan kantor sendiri, atau minta pembina menyembunyikan tanggapan itu. Bila tidak, biarkan nama tampil.",
        );
    }
    Ok(())
}

/// True when one of the answers says who or where it was. However many there are, they are read in parts, and each part
/// asks once where its addresses lead.
async fn is_said_below(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    secrets: &[String],
    row: &lesson::Model,
) -> Result<bool> {
    let mut after = 0;
    loop {
        let (numbers, bodies): (Vec<i64>, Vec<String>) = words::readable(db, row.id, after).await?.into_iter().unzip();
        let Some(last) = numbers.last() else {
            return Ok(false);
        };
        after = *last;
        let is_named = bodies.iter().any(|body| secrets.iter().any(|secret| names(body, secret)));
        if is_named || store::leads_home(db, viewer, &bodies.join("\n"), &row.kecamatan_code).await? {
            return Ok(true);
        }
    }
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
    let spoke = words::spoke(db, row.id).await?;
    let secrets = secrets(db, catalogue, row, &spoke).await?;
    let is_named = secrets.iter().any(|secret| names(body, secret));
    if is_named || store::leads_home(db, viewer, body, &row.kecamatan_code).await? {
        let sentence = "Tanggapan ini menyebut kecamatan penulis atau nama orang dari kantornya, padahal catatan ini sekarang tanpa nama.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    Ok(())
}

/// The names of the kecamatan, and of the writer and those who spoke for the office each name that is longer than initials
/// and titles.
pub(super) async fn secrets(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    row: &lesson::Model,
    spoke: &[i64],
) -> Result<Vec<String>> {
    let people: Vec<i64> = spoke.iter().copied().chain(row.account_id).collect();
    let people = account::Entity::find().filter(account::Column::Id.is_in(people)).all(db).await?;
    let mut secrets = super::place_names(catalogue, &row.kecamatan_code);
    for person in people {
        secrets.extend(super::name_parts(&person.name));
    }
    Ok(secrets)
}
