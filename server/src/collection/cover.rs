//! What stands on the front of a collection: a photo of one of its studies that the viewer may see, or the colour of the
//! sector that most of them are of.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::collection;
use crate::attachment::{self, Picture, entity};
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::catalogue::Catalogue;
use crate::error::Result;

/// Photos of one study that are offered for a cover.
const OFFERED_PER_STUDY: usize = 3;

/// The front of a collection.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// The photo, with the words that the curators wrote for it.
    pub picture: Option<Picture>,
    /// Slug of the sector: colour and drawing; empty when none is marked.
    pub sector_slug: String,
    /// Its name.
    pub sector_name: String,
}

/// A photo with the study that shows it.
pub type Shown = (i64, Picture);

/// Those of these photos that a study shows which the viewer may see, by their number: what was taken out of a study is
/// gone from every cover. Two statements.
pub async fn photos(
    db: &impl ConnectionTrait,
    ids: &[i64],
    studies: &HashMap<i64, case_study::Model>,
) -> Result<HashMap<i64, Shown>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = entity::Entity::find()
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        .filter(entity::Column::CaseStudyId.is_in(studies.keys().copied()))
        .all(db)
        .await?;
    let owners: Vec<case_study::Model> =
        rows.iter().filter_map(|row| studies.get(&row.case_study_id?).cloned()).collect();
    let contents = store::contents(db, &owners).await?;
    let shown = rows.into_iter().filter_map(|row| {
        let study = row.case_study_id?;
        let content = contents.get(&study)?;
        content.photos.iter().any(|photo| photo.attachment == row.id).then(|| (row.id, (study, Picture::from(row))))
    });
    Ok(shown.collect())
}

/// The cover of a collection of these studies.
pub fn of(
    row: &collection::Model,
    studies: &[&case_study::Model],
    photos: &HashMap<i64, Shown>,
    catalogue: &Catalogue,
) -> Cover {
    let picture = row.cover_photo_id.and_then(|id| photos.get(&id)).filter(|(study, _)| {
        // A photo of a study that left the collection is no cover of it any more.
        studies.iter().any(|other| other.id == *study)
    });
    let sector = main_sector(studies).and_then(|id| catalogue.sector_by_id(id));
    Cover {
        picture: picture.map(|(_, picture)| Picture { alt: row.cover_alt.clone(), ..picture.clone() }),
        sector_slug: sector.map_or_else(String::new, |sector| sector.slug.clone()),
        sector_name: sector.map_or_else(String::new, |sector| sector.name.clone()),
    }
}

/// The sector of most studies; of several that are equal the one that comes first.
fn main_sector(studies: &[&case_study::Model]) -> Option<i64> {
    let count = |sector: i64| studies.iter().filter(|study| study.sector_id == Some(sector)).count();
    let mut best: Option<(i64, usize)> = None;
    for sector in studies.iter().filter_map(|study| study.sector_id) {
        if best.is_none_or(|(_, most)| count(sector) > most) {
            best = Some((sector, count(sector)));
        }
    }
    best.map(|(sector, _)| sector)
}

/// The photos that may stand on a cover, with the title of their study: the first of each study. One statement.
pub async fn offered(
    db: &impl ConnectionTrait,
    studies: &[case_study::Model],
    contents: &HashMap<i64, Content>,
) -> Result<Vec<(String, Picture)>> {
    let first = |study: &case_study::Model| {
        let photos = contents.get(&study.id).map(|content| &content.photos[..]).unwrap_or_default();
        photos.iter().take(OFFERED_PER_STUDY).map(|photo| (study.title.clone(), photo.clone())).collect::<Vec<_>>()
    };
    let chosen: Vec<_> = studies.iter().flat_map(first).collect();
    let ids: Vec<i64> = chosen.iter().map(|(_, photo)| photo.attachment).collect();
    let mut pictures = attachment::pictures(db, &ids).await?;
    let offered = chosen.into_iter().filter_map(|(title, photo)| {
        let picture = pictures.remove(&photo.attachment)?;
        Some((title, Picture { alt: photo.alt, ..picture }))
    });
    Ok(offered.collect())
}
