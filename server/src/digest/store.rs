//! Reading digests. What is in one is always read through the gate: a study that the reader may not see is not there,
//! and a digest of which the reader may see nothing does not exist.

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::State;
use super::entity::{digest, digest_item};
use crate::case_study::card::{self, Card, Reason};
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::catalogue::Catalogue;
use crate::error::{Error, Result};
use crate::ids::{CaseStudyId, DigestId};
use crate::kecamatan::below;
use crate::policy::Act;
use crate::viewer::Viewer;

/// A study in a digest as its reader sees it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The item.
    pub item: digest_item::Model,
    /// The study as lists show it, with the reason that the digest keeps.
    pub card: Card,
}

impl Entry {
    /// "Praktik pilihan", "Baru", or nothing for what a coordinator added.
    pub fn kicker(&self) -> &'static str {
        match self.item.origin.as_str() {
            "featured" => "Praktik pilihan",
            "new" => "Baru",
            _ => "",
        }
    }
}

/// One digest for who may see it: one that went, or a draft for who may change it.
pub async fn find(db: &impl ConnectionTrait, viewer: &Viewer, id: DigestId) -> Result<digest::Model> {
    let row = digest::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)?;
    let is_open = State::parse(&row.state) == State::Sent || viewer.may(Act::EditDigest, &row.scope_code);
    if is_open { Ok(row) } else { Err(Error::NotFound) }
}

/// The items of a digest in their order, also those left out.
pub async fn items(db: &impl ConnectionTrait, digests: &[i64]) -> Result<Vec<digest_item::Model>> {
    let items = digest_item::Entity::find()
        .filter(digest_item::Column::DigestId.is_in(digests.iter().copied()))
        .order_by_asc(digest_item::Column::Position)
        .order_by_asc(digest_item::Column::Id)
        .all(db)
        .await?;
    Ok(items)
}

/// The items that are in a digest and that the viewer may see.
pub async fn shown(db: &impl ConnectionTrait, viewer: &Viewer, id: i64) -> Result<Vec<digest_item::Model>> {
    let items: Vec<_> = items(db, &[id]).await?.into_iter().filter(|item| !item.left_out).collect();
    let ids: Vec<CaseStudyId> = items.iter().map(|item| CaseStudyId(item.case_study_id)).collect();
    let seen = store::by_ids(db, viewer, &ids).await?;
    Ok(items.into_iter().filter(|item| seen.iter().any(|study| study.id == item.case_study_id)).collect())
}

/// Items with their studies as cards, in a constant number of statements; what the viewer may not see is left out.
pub async fn entries(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    today: NaiveDate,
    items: Vec<digest_item::Model>,
) -> Result<Vec<Entry>> {
    let ids: Vec<CaseStudyId> = items.iter().map(|item| CaseStudyId(item.case_study_id)).collect();
    let rows = store::by_ids(db, viewer, &ids).await?;
    let mut cards = card::cards(db, viewer, catalogue, today, rows).await?;
    let entries = items.into_iter().filter_map(|item| {
        let at = cards.iter().position(|card| card.id == item.case_study_id)?;
        let mut card = cards.swap_remove(at);
        // The reason of that week stands, also when the feature has ended or another began.
        card.reason = (item.origin == "featured").then(|| Reason {
            who: item.unit_name.clone(),
            why: item.reason.clone(),
            theme: item.theme.clone(),
        });
        Some(Entry { item, card })
    });
    Ok(entries.collect())
}

/// A digest in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The digest.
    pub digest: digest::Model,
    /// How many of its studies the viewer may see.
    pub studies: usize,
    /// The first of them.
    pub titles: Vec<String>,
}

/// Digests that went, of one scope or of all, the latest first, and how many there are.
pub async fn page(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    scope: &str,
    offset: u64,
    limit: u64,
) -> Result<(Vec<Line>, u64)> {
    let select = sent(viewer, scope);
    let total = select.clone().count(db).await?;
    let rows = select
        .order_by_desc(digest::Column::Week)
        .order_by_asc(digest::Column::ScopeCode)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    Ok((lines(db, viewer, rows).await?, total))
}

/// Digests with the titles of what is in them.
pub async fn lines(db: &impl ConnectionTrait, viewer: &Viewer, rows: Vec<digest::Model>) -> Result<Vec<Line>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let items: Vec<_> = items(db, &ids).await?.into_iter().filter(|item| !item.left_out).collect();
    let studies: Vec<CaseStudyId> = items.iter().map(|item| CaseStudyId(item.case_study_id)).collect();
    let studies = store::by_ids(db, viewer, &studies).await?;
    let lines = rows.into_iter().map(|digest| {
        let own = items.iter().filter(|item| item.digest_id == digest.id);
        let seen = own.filter_map(|item| studies.iter().find(|study| study.id == item.case_study_id));
        let titles: Vec<String> = seen.map(|study| study.title.clone()).collect();
        Line { digest, studies: titles.len(), titles: titles.into_iter().take(3).collect() }
    });
    Ok(lines.collect())
}

/// Digests that went and of which the viewer may see something.
fn sent(viewer: &Viewer, scope: &str) -> Select<digest::Entity> {
    let seen = store::visible_to(viewer).select_only().column(case_study::Column::Id).into_query();
    let filled = digest_item::Entity::find()
        .select_only()
        .column(digest_item::Column::DigestId)
        .filter(digest_item::Column::LeftOut.eq(false))
        .filter(digest_item::Column::CaseStudyId.in_subquery(seen))
        .into_query();
    let mut select = digest::Entity::find()
        .filter(digest::Column::State.eq(State::Sent.as_str()))
        .filter(digest::Column::Id.in_subquery(filled));
    if !scope.is_empty() {
        select = select.filter(digest::Column::ScopeCode.eq(scope));
    }
    select
}

/// Digests of a region and the scopes below it that did not go yet, the own one first.
pub async fn drafts(db: &impl ConnectionTrait, region: &str, limit: u64) -> Result<Vec<digest::Model>> {
    let below = below(digest::Column::ScopeCode, region);
    let rows = digest::Entity::find()
        .filter(digest::Column::State.ne(State::Sent.as_str()))
        .filter(below)
        .order_by_desc(digest::Column::Week)
        .order_by_asc(digest::Column::ScopeCode)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows)
}
