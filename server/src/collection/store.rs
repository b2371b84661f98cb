//! Queries for collections. What a reader sees of the studies in one always passes `case_study::store::visible_to`.

use std::collections::HashMap;

use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::cover::{self, Cover};
use super::entity::{collection, collection_curator, collection_item};
use crate::case_study::content::shortened;
use crate::case_study::entity::case_study;
use crate::case_study::store::{by_ids, visible_to};
use crate::catalogue::Catalogue;
use crate::error::{Error, Result};
use crate::format;
use crate::ids::{AccountId, CaseStudyId, CollectionId};
use crate::kecamatan::below;
use crate::markdown;
use crate::viewer::Viewer;

/// More collections of one coordinator are no list to work with.
const MOST_OWN: u64 = 200;

/// One collection, whatever its state.
pub async fn find(db: &impl ConnectionTrait, id: CollectionId) -> Result<collection::Model> {
    collection::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)
}

/// The studies in a collection, in their order, also those that readers don't see.
pub async fn items(db: &impl ConnectionTrait, id: i64) -> Result<Vec<collection_item::Model>> {
    let rows = collection_item::Entity::find()
        .filter(collection_item::Column::CollectionId.eq(id))
        .filter(collection_item::Column::RemovedAt.is_null())
        .order_by_asc(collection_item::Column::Position)
        .order_by_asc(collection_item::Column::Id);
    Ok(rows.all(db).await?)
}

/// The studies of these items that a viewer may see, in their order.
pub async fn studies(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    items: &[collection_item::Model],
) -> Result<Vec<case_study::Model>> {
    let ids: Vec<CaseStudyId> = items.iter().map(|item| CaseStudyId(item.case_study_id)).collect();
    by_ids(db, viewer, &ids).await
}

/// Who edits a collection beside the one who began it, in the order of joining.
pub async fn curators(db: &impl ConnectionTrait, id: i64) -> Result<Vec<collection_curator::Model>> {
    let rows = collection_curator::Entity::find()
        .filter(collection_curator::Column::CollectionId.eq(id))
        .order_by_asc(collection_curator::Column::AddedAt)
        .order_by_asc(collection_curator::Column::AccountId);
    Ok(rows.all(db).await?)
}

/// A stretch of the published collections that hold something for this viewer, the newest first, and how many there are.
pub async fn shown(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    offset: u64,
    limit: u64,
) -> Result<(Vec<collection::Model>, u64)> {
    let seen = visible_to(viewer).select_only().column(case_study::Column::Id).into_query();
    let filled = Query::select()
        .column(collection_item::Column::CollectionId)
        .from(collection_item::Entity)
        .and_where(collection_item::Column::RemovedAt.is_null())
        .and_where(collection_item::Column::CaseStudyId.in_subquery(seen))
        .to_owned();
    let published = || -> Select<collection::Entity> {
        collection::Entity::find()
            .filter(collection::Column::State.eq("tayang"))
            .filter(collection::Column::Id.in_subquery(filled.clone()))
    };
    let total = published().count(db).await?;
    let rows = published()
        .order_by_desc(collection::Column::PublishedAt)
        .order_by_desc(collection::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    Ok((rows, total))
}

/// The collections that somebody edits: begun by oneself or by others with this one as curator, and, when a region is
/// given, all that were begun in it. The latest changed first; those thrown away are left out.
pub async fn own(
    db: &impl ConnectionTrait,
    account: AccountId,
    region: Option<&str>,
) -> Result<Vec<collection::Model>> {
    let joined = Query::select()
        .column(collection_curator::Column::CollectionId)
        .from(collection_curator::Entity)
        .and_where(collection_curator::Column::AccountId.eq(account.get()))
        .to_owned();
    let mut any = Condition::any()
        .add(collection::Column::AccountId.eq(account.get()))
        .add(collection::Column::Id.in_subquery(joined));
    if let Some(region) = region {
        any = any.add(below(collection::Column::ScopeCode, region));
    }
    let rows = collection::Entity::find()
        .filter(any)
        .filter(collection::Column::State.ne("dibuang"))
        .order_by_desc(collection::Column::UpdatedAt)
        .order_by_desc(collection::Column::Id)
        .limit(MOST_OWN);
    Ok(rows.all(db).await?)
}

/// A collection in a list.
#[derive(Clone, Debug)]
pub struct Card {
    /// The row.
    pub row: collection::Model,
    /// Path of its page.
    pub url: String,
    /// First words of the introduction.
    pub teaser: String,
    /// "Bagian Tata Pemerintahan Kab. Garut bersama Bapperida Kab. Bandung".
    pub who: String,
    /// Studies in it that this viewer may see.
    pub studies: i64,
    /// Photo or colour.
    pub cover: Cover,
}

/// Path of a collection's page.
pub fn url(id: i64, title: &str) -> String {
    let slug: String = format::slug(title).chars().take(80).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { format!("/kumpulan/{id}") } else { format!("/kumpulan/{id}-{slug}") }
}

/// Who put a collection together.
pub fn who(row: &collection::Model, curators: &[collection_curator::Model]) -> String {
    let mut others: Vec<&str> = Vec::new();
    for unit in curators.iter().map(|one| one.unit_name.as_str()) {
        if !unit.is_empty() && unit != row.unit_name && !others.contains(&unit) {
            others.push(unit);
        }
    }
    match others.split_last() {
        None => row.unit_name.clone(),
        Some((last, [])) => format!("{} bersama {last}", row.unit_name),
        Some((last, first)) => format!("{} bersama {} dan {last}", row.unit_name, first.join(", ")),
    }
}

/// Turns rows into cards with five statements more, however many there are.
pub async fn cards(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    rows: Vec<collection::Model>,
) -> Result<Vec<Card>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let all = collection_item::Entity::find()
        .filter(collection_item::Column::CollectionId.is_in(ids.clone()))
        .filter(collection_item::Column::RemovedAt.is_null())
        .order_by_asc(collection_item::Column::Position)
        .all(db)
        .await?;
    let known: HashMap<i64, case_study::Model> =
        studies(db, viewer, &all).await?.into_iter().map(|row| (row.id, row)).collect();
    let photos: Vec<i64> = rows.iter().filter_map(|row| row.cover_photo_id).collect();
    let photos = cover::photos(db, &photos, &known).await?;
    let joined = collection_curator::Entity::find()
        .filter(collection_curator::Column::CollectionId.is_in(ids))
        .order_by_asc(collection_curator::Column::AddedAt)
        .all(db)
        .await?;
    let card = |row: collection::Model| {
        let within: Vec<&case_study::Model> = all
            .iter()
            .filter(|item| item.collection_id == row.id)
            .filter_map(|item| known.get(&item.case_study_id))
            .collect();
        let curators: Vec<_> = joined.iter().filter(|one| one.collection_id == row.id).cloned().collect();
        Card {
            url: url(row.id, &row.title),
            teaser: shortened(&markdown::plain(&row.introduction).replace('\n', " "), 220),
            who: who(&row, &curators),
            studies: i64::try_from(within.len()).unwrap_or_default(),
            cover: cover::of(&row, &within, &photos, catalogue),
            row,
        }
    };
    Ok(rows.into_iter().map(card).collect())
}

/// The collections that hold a study, whatever their state.
pub async fn holding(db: &impl ConnectionTrait, study: i64) -> Result<Vec<i64>> {
    let rows = collection_item::Entity::find()
        .select_only()
        .column(collection_item::Column::CollectionId)
        .filter(collection_item::Column::CaseStudyId.eq(study))
        .filter(collection_item::Column::RemovedAt.is_null());
    Ok(rows.into_tuple().all(db).await?)
}
