//! Queries for products. Every read starts from [`visible_to`], which stands on the gate of studies: a product is seen by
//! who may see the study that made it grow.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::entity::{Column, Entity, Model};
use super::fold;
use crate::attachment::{self, Picture};
use crate::case_study::content::shortened;
use crate::case_study::entity::case_study;
use crate::case_study::store as studies;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::{CaseStudyId, ProductId};
use crate::kecamatan::below;
use crate::markdown;
use crate::policy::Act;
use crate::viewer::Viewer;

/// Products of one office that its own page lists.
const MOST_OF_OFFICE: u64 = 300;

/// Products on a study's page.
const MOST_OF_STUDY: u64 = 12;

/// Words of a search that are looked at.
const MOST_WORDS: usize = 8;

/// The products that a viewer may see: shown, not hidden, and of a study that the viewer may see.
pub fn visible_to(viewer: &Viewer) -> Select<Entity> {
    of_studies(studies::visible_to(viewer))
}

fn of_studies(studies: Select<case_study::Entity>) -> Select<Entity> {
    let seen = studies.select_only().column(case_study::Column::Id).into_query();
    shown().filter(Column::CaseStudyId.in_subquery(seen))
}

fn shown() -> Select<Entity> {
    Entity::find().filter(Column::State.eq("tayang")).filter(Column::HiddenAt.is_null())
}

/// One product; also one that is not shown for its office and for the coordinators above it. `NotFound` for all others.
pub async fn find(db: &impl ConnectionTrait, viewer: &Viewer, id: ProductId) -> Result<Model> {
    let row = Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)?;
    if is_cared_for(viewer, &row) {
        return Ok(row);
    }
    visible_to(viewer).filter(Column::Id.eq(id.get())).one(db).await?.ok_or(Error::NotFound)
}

/// True for the office of a product and for the coordinators above it.
pub fn is_cared_for(viewer: &Viewer, row: &Model) -> bool {
    viewer.may(Act::WriteProduct, &row.kecamatan_code) || viewer.may(Act::HideStudy, &row.kecamatan_code)
}

/// One product, held until the transaction ends; the caller asks the policy.
pub(super) async fn held(tx: &WriteTransaction, id: ProductId) -> Result<Model> {
    Entity::find_by_id(id.get()).lock_exclusive().one(&**tx).await?.ok_or(Error::NotFound)
}

/// Which products a list shows.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Only of studies of this sector.
    pub sector: Option<i64>,
    /// Only of this kecamatan, or of all kecamatan of this kabupaten/kota.
    pub region: Option<String>,
    /// Only with these words in the name.
    pub words: String,
}

impl Listing {
    fn narrowed(&self, viewer: &Viewer) -> Select<Entity> {
        let mut of = studies::visible_to(viewer);
        if let Some(sector) = self.sector {
            of = of.filter(case_study::Column::SectorId.eq(sector));
        }
        let mut select = of_studies(of);
        if let Some(region) = &self.region {
            select = select.filter(below(Column::KecamatanCode, region));
        }
        for word in words(&self.words) {
            select = select.filter(Column::FoldedName.contains(word.as_str()));
        }
        select
    }

    /// A stretch of the list, the latest change first, and how many there are in all.
    pub async fn page(
        &self,
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        offset: u64,
        limit: u64,
    ) -> Result<(Vec<Model>, u64)> {
        let total = self.narrowed(viewer).count(db).await?;
        Ok((self.newest(db, viewer, offset, limit).await?, total))
    }

    /// A stretch of the list, the latest change first.
    pub async fn newest(
        &self,
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<Model>> {
        let rows = self
            .narrowed(viewer)
            .order_by_desc(Column::UpdatedAt)
            .order_by_desc(Column::Id)
            .offset(offset)
            .limit(limit)
            .all(db)
            .await?;
        Ok(rows)
    }
}

/// The words of a search, without the signs that LIKE reads as a pattern.
fn words(typed: &str) -> Vec<String> {
    let plain: String = fold(typed).chars().filter(|letter| !matches!(letter, '%' | '_' | '\\')).collect();
    plain.split_whitespace().take(MOST_WORDS).map(str::to_owned).collect()
}

/// The products of a study that are shown, by name. The caller has asked whether the viewer may see the study.
pub async fn of_study(db: &impl ConnectionTrait, study: i64) -> Result<Vec<Model>> {
    let rows = shown()
        .filter(Column::CaseStudyId.eq(study))
        .order_by_asc(Column::FoldedName)
        .order_by_asc(Column::Id)
        .limit(MOST_OF_STUDY);
    Ok(rows.all(db).await?)
}

/// All products of a kecamatan, whatever their state, by name: for its office.
pub async fn of_office(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<Model>> {
    let rows = Entity::find()
        .filter(Column::KecamatanCode.eq(kecamatan))
        .order_by_asc(Column::FoldedName)
        .order_by_asc(Column::Id)
        .limit(MOST_OF_OFFICE);
    Ok(rows.all(db).await?)
}

/// A product in a list.
#[derive(Clone, Debug)]
pub struct Card {
    /// Path of its page.
    pub url: String,
    /// Its name.
    pub name: String,
    /// First words.
    pub teaser: String,
    /// "Kec. Cikajang, Kab. Garut".
    pub place: String,
    /// "Rp15.000–Rp25.000 per bungkus", or nothing.
    pub price: String,
    /// Slug of the study's sector.
    pub sector_slug: String,
    /// Its name.
    pub sector_name: String,
    /// The photo.
    pub picture: Option<Picture>,
    /// True when the study is invented sample content.
    pub is_sample: bool,
    /// True when members only may see it.
    pub members_only: bool,
}

impl Card {
    fn of(row: Model, study: Option<&case_study::Model>, picture: Option<Picture>, catalogue: &Catalogue) -> Self {
        let sector = study.and_then(|study| study.sector_id).and_then(|id| catalogue.sector_by_id(id));
        Self {
            url: row.url(),
            teaser: shortened(&markdown::plain(&row.description).replace('\n', " "), 140),
            place: catalogue.places.full_name(&row.kecamatan_code),
            price: row.price(),
            sector_slug: sector.map_or_else(String::new, |sector| sector.slug.clone()),
            sector_name: sector.map_or_else(String::new, |sector| sector.name.clone()),
            picture,
            is_sample: study.is_some_and(|study| study.is_sample),
            members_only: study.is_some_and(|study| study.visibility == "members"),
            name: row.name,
        }
    }
}

/// Rows as cards, in two statements however many there are.
pub async fn cards(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    rows: Vec<Model>,
) -> Result<Vec<Card>> {
    let mut ids: Vec<CaseStudyId> = rows.iter().map(|row| CaseStudyId(row.case_study_id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = studies::by_ids(db, viewer, &ids).await?;
    let studies: HashMap<i64, &case_study::Model> = found.iter().map(|study| (study.id, study)).collect();
    let photos: Vec<i64> = rows.iter().filter_map(|row| row.photo_id).collect();
    let pictures = attachment::pictures(db, &photos).await?;
    let card = |row: Model| {
        let picture = row.photo_id.and_then(|id| pictures.get(&id).cloned());
        let study = studies.get(&row.case_study_id).copied();
        Card::of(row, study, picture, catalogue)
    };
    Ok(rows.into_iter().map(card).collect())
}
