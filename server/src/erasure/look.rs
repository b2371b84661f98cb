//! What an erasure would take away: shown before it goes, so that nothing goes that nobody looked at.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::passage::{self, Passage};
use super::scope::Scope;
use super::walk::{Finder, Hit, Spot};
use super::{media, places};
use crate::app::App;
use crate::attachment::entity as photo;
use crate::attachment::file_entity::attached_file;
use crate::error::{Error, Problems, Result};
use crate::report::Root;
use crate::web::forms;

/// Longest reason in characters.
pub const REASON_CHARS: usize = 500;

/// An erasure as typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// One passage a line.
    pub passages: String,
    /// Ids of photos.
    pub photos: Vec<i64>,
    /// Ids of files.
    pub files: Vec<i64>,
    /// Why, and on whose asking.
    pub reason: String,
}

/// What an erasure would take away.
pub struct Found {
    /// The passages in their places.
    pub hits: Vec<Hit>,
    /// The photos, asked for.
    pub photos: Vec<photo::Model>,
    /// The files: asked for, and those whose text holds a passage, since a file can't be changed.
    pub files: Vec<attached_file::Model>,
    /// Names of files whose text nobody could read: who decides looks into them.
    pub unread: Vec<String>,
}

impl Found {
    /// Names exactly this list, so that nothing goes that was not looked at.
    pub fn fingerprint(&self) -> Result<String> {
        let spots: Vec<&Spot> = self.hits.iter().map(|hit| &hit.spot).collect();
        let photos: Vec<i64> = self.photos.iter().map(|row| row.id).collect();
        let files: Vec<i64> = self.files.iter().map(|row| row.id).collect();
        Ok(hex::encode(&Sha256::digest(serde_json::to_vec(&(spots, photos, files))?)[..16]))
    }
}

/// Looks what would go; changes nothing. Problems stand at `passages` and `reason`.
pub async fn look(app: &App, root: &Root, typed: &Typed) -> Result<Found> {
    let db = app.db.read();
    let passages = checked(typed)?;
    let scope = Scope::of(db, root).await?;
    let mut hits = Vec::new();
    for passage in &passages {
        let mut finder = Finder::looking(passage);
        places::walk(db, &scope, &mut finder).await?;
        if finder.hits.is_empty() {
            return Err(Error::Invalid(Problems::one(
                "passages",
                "Ada bagian yang tidak ditemukan di tulisan ini dan lampirannya. Salin persis seperti tertulis.",
            )));
        }
        hits.extend(finder.hits);
    }
    let (photos, files) = media::own(db, &scope, &typed.photos, &with_text_of(&hits, &typed.files)).await?;
    if passages.is_empty() && photos.is_empty() && files.is_empty() {
        return Err(Error::Invalid(Problems::one("passages", "Foto atau berkas itu bukan dari tulisan ini.")));
    }
    let offered = media::files_of(db, &scope).await?;
    let unread = offered.iter().filter(|row| row.text_state != "read" && !files.contains(&row.id));
    Ok(Found {
        unread: unread.map(|row| row.original_name.clone()).collect(),
        photos: media::photos_of(db, &scope).await?.into_iter().filter(|row| photos.contains(&row.id)).collect(),
        files: offered.into_iter().filter(|row| files.contains(&row.id)).collect(),
        hits,
    })
}

/// These files, and those in whose text something was found.
pub(super) fn with_text_of(hits: &[Hit], files: &[i64]) -> Vec<i64> {
    let read = hits.iter().filter(|hit| hit.spot.table == "attached_file").map(|hit| hit.spot.id);
    let all: BTreeSet<i64> = files.iter().copied().chain(read).collect();
    all.into_iter().collect()
}

/// The passages of an erasure that may go, or what is wrong with it.
pub(super) fn checked(typed: &Typed) -> Result<Vec<Passage>> {
    let mut problems = Problems::default();
    let passages = match passage::parse(&typed.passages) {
        Ok(passages) => passages,
        Err(Error::Invalid(found)) => {
            problems = found;
            Vec::new()
        }
        Err(error) => return Err(error),
    };
    if problems.is_empty() && passages.is_empty() && typed.photos.is_empty() && typed.files.is_empty() {
        problems.add("passages", "Tulis bagian yang dihapus, atau pilih foto atau berkasnya.");
    }
    let reason = forms::text(&typed.reason);
    problems.within("reason", "Alasan", &reason, REASON_CHARS);
    if reason.trim().is_empty() {
        problems.add("reason", "Tulis alasannya, misalnya: atas permintaan yang bersangkutan.");
    } else if passages.iter().any(|passage| !passage.find(&reason).is_empty()) {
        problems.add("reason", "Alasan ini sendiri memuat data yang dihapus. Tulis tanpa menyebutnya.");
    }
    problems.into_result()?;
    Ok(passages)
}
