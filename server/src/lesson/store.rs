//! Queries for lessons. Every read starts from [`visible_to`], the one gate of this room; the study of a lesson passes its
//! own.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::entity::{lesson, lesson_indicator};
use super::search;
use crate::adoption::entity::adoption;
use crate::case_study::entity::{case_study, case_study_partner};
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::kecamatan::below;
use crate::policy::Act;
use crate::product::entity as product;
use crate::viewer::Viewer;
use crate::visit::State;
use crate::visit::entity::visit;

/// The lessons that a viewer may see: for members what is neither hidden nor withdrawn, for everybody else none. Lists,
/// counts and notices all start here.
pub fn visible_to(viewer: &Viewer) -> Select<lesson::Entity> {
    let shown =
        lesson::Entity::find().filter(lesson::Column::WithdrawnAt.is_null()).filter(lesson::Column::HiddenAt.is_null());
    if viewer.is_member() { shown } else { shown.filter(lesson::Column::Id.eq(0)) }
}

/// True for who knows which office wrote an unnamed lesson: that office, the coordinators above it, and the writer.
pub fn knows(viewer: &Viewer, row: &lesson::Model) -> bool {
    is_writer(viewer, row.account_id) || owns(viewer, row) || cares(viewer, row)
}

/// True for the people of the office that it belongs to.
pub fn owns(viewer: &Viewer, row: &lesson::Model) -> bool {
    viewer.may(Act::WriteLesson, &row.kecamatan_code)
}

/// True for the coordinators above that office.
pub fn cares(viewer: &Viewer, row: &lesson::Model) -> bool {
    viewer.may(Act::HideComment, &row.kecamatan_code)
}

/// True for who speaks as the writer of a lesson: the person, and everybody of the office.
pub fn is_author(viewer: &Viewer, row: &lesson::Model) -> bool {
    is_writer(viewer, row.account_id) || owns(viewer, row)
}

/// True for the account that wrote something; of a closed account nobody is.
pub fn is_writer(viewer: &Viewer, account: Option<i64>) -> bool {
    account.is_some() && viewer.account().map(|own| own.get()) == account
}

/// True while members read it.
pub fn is_shown(row: &lesson::Model) -> bool {
    row.withdrawn_at.is_none() && row.hidden_at.is_none()
}

fn may_see(viewer: &Viewer, row: &lesson::Model) -> bool {
    viewer.is_member() && (is_shown(row) || knows(viewer, row))
}

/// One lesson; one that is not shown only for who knows its office. `NotFound` for all others.
pub async fn find(db: &impl ConnectionTrait, viewer: &Viewer, key: &str) -> Result<lesson::Model> {
    let row = lesson::Entity::find().filter(lesson::Column::Key.eq(key)).one(db).await?.ok_or(Error::NotFound)?;
    if may_see(viewer, &row) { Ok(row) } else { Err(Error::NotFound) }
}

/// The same as [`find`], held until the transaction ends, so that what is replaced is what was read.
pub async fn held(tx: &WriteTransaction, viewer: &Viewer, key: &str) -> Result<lesson::Model> {
    let select = lesson::Entity::find().filter(lesson::Column::Key.eq(key)).lock_exclusive();
    let row = select.one(&**tx).await?.ok_or(Error::NotFound)?;
    if may_see(viewer, &row) { Ok(row) } else { Err(Error::NotFound) }
}

/// Lessons by their numbers; what the viewer may not see is left out.
pub async fn by_ids(db: &impl ConnectionTrait, viewer: &Viewer, ids: &[i64]) -> Result<Vec<lesson::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = lesson::Entity::find().filter(lesson::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().filter(|row| may_see(viewer, row)).collect())
}

/// Which lessons a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Only of this sector.
    pub sector: Option<i64>,
    /// Only about this indicator.
    pub indicator: Option<i64>,
    /// Only those that have these words.
    pub words: String,
}

impl Listing {
    fn narrowed(&self, viewer: &Viewer) -> Select<lesson::Entity> {
        let mut select = visible_to(viewer);
        if let Some(sector) = self.sector {
            select = select.filter(lesson::Column::SectorId.eq(sector));
        }
        if let Some(indicator) = self.indicator {
            let tagged = lesson_indicator::Entity::find()
                .select_only()
                .column(lesson_indicator::Column::LessonId)
                .filter(lesson_indicator::Column::IndicatorId.eq(indicator))
                .into_query();
            select = select.filter(lesson::Column::Id.in_subquery(tagged));
        }
        if self.words.is_empty() { select } else { select.filter(search::holds(&self.words)) }
    }

    /// A stretch of the list, the newest first, and how many there are in all.
    pub async fn page(
        &self,
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        offset: u64,
        limit: u64,
    ) -> Result<(Vec<lesson::Model>, u64)> {
        let total = self.narrowed(viewer).count(db).await?;
        let rows = self
            .narrowed(viewer)
            .order_by_desc(lesson::Column::CreatedAt)
            .order_by_asc(lesson::Column::Key)
            .offset(offset)
            .limit(limit)
            .all(db)
            .await?;
        Ok((rows, total))
    }
}

/// A stretch of what the viewer's office wrote, whatever its state, the newest first, and how many there are; for
/// coordinators of what is hidden in their scope.
pub async fn cared_for(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    offset: u64,
    limit: u64,
) -> Result<(Vec<lesson::Model>, u64)> {
    let Some(select) = own(viewer) else {
        return Ok((Vec::new(), 0));
    };
    let total = select.clone().count(db).await?;
    let rows = select
        .order_by_desc(lesson::Column::CreatedAt)
        .order_by_asc(lesson::Column::Key)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    Ok((rows, total))
}

fn own(viewer: &Viewer) -> Option<Select<lesson::Entity>> {
    let term = viewer.acting_term()?;
    let of = if viewer.may(Act::WriteLesson, &term.region) {
        Condition::all().add(lesson::Column::KecamatanCode.eq(term.region.as_str()))
    } else if viewer.may(Act::HideComment, &term.region) {
        below(lesson::Column::KecamatanCode, &term.region)
    } else {
        return None;
    };
    let select = lesson::Entity::find().filter(of);
    Some(if term.role.is_of_kecamatan() { select } else { select.filter(lesson::Column::HiddenAt.is_not_null()) })
}

/// How many lessons an office keeps, whatever their state: for who takes it over. Only who [`knows`] them may be told.
pub async fn count_of_office(db: &impl ConnectionTrait, kecamatan: &str) -> Result<u64> {
    Ok(lesson::Entity::find().filter(lesson::Column::KecamatanCode.eq(kecamatan)).count(db).await?)
}

/// Lessons of each sector by its id, where there are enough of them to say so.
pub async fn by_sector(db: &impl ConnectionTrait, viewer: &Viewer) -> Result<HashMap<i64, i64>> {
    let rows: Vec<(Option<i64>, i64)> = visible_to(viewer)
        .select_only()
        .column(lesson::Column::SectorId)
        .column_as(lesson::Column::Id.count(), "lessons")
        .group_by(lesson::Column::SectorId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(enough(rows.into_iter().filter_map(|(sector, lessons)| Some((sector?, lessons)))))
}

/// Lessons about each indicator by its id, where there are enough of them to say so.
pub async fn by_indicator(db: &impl ConnectionTrait, viewer: &Viewer) -> Result<HashMap<i64, i64>> {
    let seen = visible_to(viewer).select_only().column(lesson::Column::Id).into_query();
    let rows: Vec<(i64, i64)> = lesson_indicator::Entity::find()
        .select_only()
        .column(lesson_indicator::Column::IndicatorId)
        .column_as(lesson_indicator::Column::LessonId.count(), "lessons")
        .filter(lesson_indicator::Column::LessonId.in_subquery(seen))
        .group_by(lesson_indicator::Column::IndicatorId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(enough(rows.into_iter()))
}

fn enough(counts: impl Iterator<Item = (i64, i64)>) -> HashMap<i64, i64> {
    counts.filter(|(_, lessons)| *lessons >= super::COUNTED_FROM).collect()
}

/// Ids of the indicators of a lesson.
pub async fn indicators(db: &impl ConnectionTrait, lesson: i64) -> Result<Vec<i64>> {
    let rows = lesson_indicator::Entity::find()
        .select_only()
        .column(lesson_indicator::Column::IndicatorId)
        .filter(lesson_indicator::Column::LessonId.eq(lesson))
        .order_by_asc(lesson_indicator::Column::IndicatorId);
    Ok(rows.into_tuple().all(db).await?)
}

/// True when one of these studies tells which kecamatan an unnamed lesson about it comes from: it is its own, it wrote it with
/// others, it stands in its ledger of replication, or its page shows what that office saw there. Three statements at most.
pub async fn gives_away(db: &impl ConnectionTrait, studies: &[case_study::Model], kecamatan: &str) -> Result<bool> {
    if studies.iter().any(|study| study.kecamatan_code.as_deref() == Some(kecamatan)) {
        return Ok(true);
    }
    let ids: Vec<i64> = studies.iter().map(|study| study.id).collect();
    if ids.is_empty() {
        return Ok(false);
    }
    let partner = case_study_partner::Entity::find()
        .filter(case_study_partner::Column::CaseStudyId.is_in(ids.iter().copied()))
        .filter(case_study_partner::Column::KecamatanCode.eq(kecamatan));
    if partner.one(db).await?.is_some() {
        return Ok(true);
    }
    let adopted = adoption::Entity::find()
        .filter(adoption::Column::CaseStudyId.is_in(ids.iter().copied()))
        .filter(adoption::Column::KecamatanCode.eq(kecamatan));
    if adopted.one(db).await?.is_some() {
        return Ok(true);
    }
    let visited = visit::Entity::find()
        .filter(visit::Column::CaseStudyId.is_in(ids))
        .filter(visit::Column::AskingCode.eq(kecamatan))
        .filter(visit::Column::State.eq(State::Done.as_str()));
    Ok(visited.one(db).await?.is_some())
}

/// The numbers behind each such beginning of an address, each once.
fn numbers(text: &str, before: &str) -> Vec<i64> {
    let number = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    let mut found: Vec<i64> = text.split(before).skip(1).filter_map(number).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Addresses that are looked up in one statement.
const LINKS_AT_ONCE: usize = 500;

/// True when a text holds the address of a page that tells which kecamatan it comes from. As many statements for five hundred
/// addresses as for one.
pub async fn leads_home(db: &impl ConnectionTrait, viewer: &Viewer, text: &str, kecamatan: &str) -> Result<bool> {
    if text.contains(&format!("/kecamatan/{kecamatan}")) {
        return Ok(true);
    }
    for part in numbers(text, "/replikasi/").chunks(LINKS_AT_ONCE) {
        let entries = adoption::Entity::find()
            .filter(adoption::Column::Id.is_in(part.iter().copied()))
            .filter(adoption::Column::KecamatanCode.eq(kecamatan));
        if entries.one(db).await?.is_some() {
            return Ok(true);
        }
    }
    for part in numbers(text, "/produk/").chunks(LINKS_AT_ONCE) {
        let products = product::Entity::find()
            .filter(product::Column::Id.is_in(part.iter().copied()))
            .filter(product::Column::KecamatanCode.eq(kecamatan));
        if products.one(db).await?.is_some() {
            return Ok(true);
        }
    }
    let linked: Vec<CaseStudyId> = numbers(text, "/praktik/").into_iter().map(CaseStudyId).collect();
    for part in linked.chunks(LINKS_AT_ONCE) {
        let studies = crate::case_study::store::by_ids(db, viewer, part).await?;
        if gives_away(db, &studies, kecamatan).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The newest lesson of an account with this title since a time: the same one, sent twice.
pub async fn twin(
    tx: &WriteTransaction,
    account: i64,
    title: &str,
    since: DateTime<Utc>,
) -> Result<Option<lesson::Model>> {
    let select = lesson::Entity::find()
        .filter(lesson::Column::AccountId.eq(account))
        .filter(lesson::Column::Title.eq(title))
        .filter(lesson::Column::CreatedAt.gt(since))
        .filter(lesson::Column::WithdrawnAt.is_null())
        .order_by_desc(lesson::Column::Id);
    Ok(select.one(&**tx).await?)
}
