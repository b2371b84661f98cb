//! Queries for published case studies. Every read starts from [`visible_to`], the one gate.

use std::collections::HashMap;

use sea_orm::sea_query::{Condition, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::content::Content;
use super::entity::{case_study, case_study_indicator, case_study_revision};
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::kecamatan::below;
use crate::policy::Act;
use crate::viewer::Viewer;

/// Whose the studies without a kecamatan are.
const PROVINCE: &str = "32";

/// The studies that a viewer may see: shown, not hidden, and public unless the viewer is a member. Lists, counts, feeds,
/// search, the API, files and exports all start here.
pub fn visible_to(viewer: &Viewer) -> Select<case_study::Entity> {
    if viewer.is_member() { shown() } else { shown().filter(case_study::Column::Visibility.eq("public")) }
}

/// What at least members may see: shown and not hidden. The index holds these, each with its audience; everything that is
/// read starts from [`visible_to`].
pub(super) fn shown() -> Select<case_study::Entity> {
    let seen = Condition::all().add(case_study::Column::State.eq("tayang")).add(case_study::Column::HiddenAt.is_null());
    case_study::Entity::find().filter(seen)
}

/// One study, or `NotFound` for what is not there and for what the viewer may not see.
pub async fn find(db: &impl ConnectionTrait, viewer: &Viewer, id: CaseStudyId) -> Result<case_study::Model> {
    visible_to(viewer).filter(case_study::Column::Id.eq(id.get())).one(db).await?.ok_or(Error::NotFound)
}

/// One study for who cares for it, also when it is withdrawn or hidden: its own office, and the coordinators above it.
/// Everybody else gets what [`find`] gives.
pub async fn find_cared_for(db: &impl ConnectionTrait, viewer: &Viewer, id: CaseStudyId) -> Result<case_study::Model> {
    let study = case_study::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)?;
    let place = study.kecamatan_code.clone().unwrap_or_else(|| PROVINCE.to_owned());
    if viewer.may(Act::WriteDraft, &place) || viewer.may(Act::HideStudy, &place) {
        return Ok(study);
    }
    find(db, viewer, id).await
}

/// Those of these studies that the viewer may see or, as a coordinator above their office, cares for. Two statements.
pub async fn cared_for_among(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    ids: &[CaseStudyId],
) -> Result<Vec<case_study::Model>> {
    let asked = || case_study::Column::Id.is_in(ids.iter().map(|id| id.get()));
    let mut rows = visible_to(viewer).filter(asked()).all(db).await?;
    let Some(term) = viewer.acting_term().filter(|term| viewer.may(Act::HideStudy, &term.region)) else {
        return Ok(rows);
    };
    let unseen = case_study::Entity::find().filter(asked()).filter(
        Condition::any().add(case_study::Column::State.ne("tayang")).add(case_study::Column::HiddenAt.is_not_null()),
    );
    let own = |study: &case_study::Model| {
        let place = study.kecamatan_code.as_deref().unwrap_or(PROVINCE);
        crate::policy::reaches(&term.region, place)
    };
    rows.extend(unseen.all(db).await?.into_iter().filter(own));
    Ok(rows)
}

/// The studies that rows of another room name, by id, as [`cared_for_among`] gives them.
pub async fn cared_for_by_id(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    named: Vec<i64>,
) -> Result<HashMap<i64, case_study::Model>> {
    let mut ids: Vec<CaseStudyId> = named.into_iter().map(CaseStudyId).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(cared_for_among(db, viewer, &ids).await?.into_iter().map(|study| (study.id, study)).collect())
}

/// The current text of a study.
pub async fn revision(db: &impl ConnectionTrait, study: &case_study::Model) -> Result<case_study_revision::Model> {
    case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(study.id))
        .filter(case_study_revision::Column::Number.eq(study.revision_number))
        .one(db)
        .await?
        .ok_or(Error::NotFound)
}

/// Where a list of studies comes from.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Only of this sector.
    pub sector: Option<i64>,
    /// Only with this indicator.
    pub indicator: Option<i64>,
    /// Only of this kecamatan, or of all kecamatan of this kabupaten/kota.
    pub region: Option<String>,
}

impl Listing {
    /// The query of the list, as far as the viewer may see it.
    pub fn narrowed(&self, viewer: &Viewer) -> Select<case_study::Entity> {
        let mut select = visible_to(viewer);
        if let Some(sector) = self.sector {
            select = select.filter(case_study::Column::SectorId.eq(sector));
        }
        if let Some(indicator) = self.indicator {
            let tagged = Query::select()
                .column(case_study_indicator::Column::CaseStudyId)
                .from(case_study_indicator::Entity)
                .and_where(case_study_indicator::Column::IndicatorId.eq(indicator))
                .to_owned();
            select = select.filter(case_study::Column::Id.in_subquery(tagged));
        }
        if let Some(region) = &self.region {
            select = select.filter(below(case_study::Column::KecamatanCode, region));
        }
        select
    }

    /// The newest of the list.
    pub async fn newest(
        &self,
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        limit: u64,
    ) -> Result<Vec<case_study::Model>> {
        self.stretch(db, viewer, 0, limit).await
    }

    /// A stretch of the list, the newest first, and how many there are in all.
    pub async fn page(
        &self,
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        offset: u64,
        limit: u64,
    ) -> Result<(Vec<case_study::Model>, u64)> {
        let total = self.narrowed(viewer).count(db).await?;
        Ok((self.stretch(db, viewer, offset, limit).await?, total))
    }

    async fn stretch(
        &self,
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<case_study::Model>> {
        let rows = self
            .narrowed(viewer)
            .order_by_desc(case_study::Column::PublishedAt)
            .order_by_desc(case_study::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(db)
            .await?;
        Ok(rows)
    }
}

/// Studies by their ids in the order given; what the viewer may not see is left out.
pub async fn by_ids(db: &impl ConnectionTrait, viewer: &Viewer, ids: &[CaseStudyId]) -> Result<Vec<case_study::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows =
        visible_to(viewer).filter(case_study::Column::Id.is_in(ids.iter().map(|id| id.get()))).all(db).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| id.get() == row.id));
    Ok(rows)
}

/// The current texts of studies by their ids, in one statement.
pub async fn contents(db: &impl ConnectionTrait, studies: &[case_study::Model]) -> Result<HashMap<i64, Content>> {
    let current: Vec<i64> = studies.iter().filter_map(|study| study.revision_id).collect();
    if current.is_empty() {
        return Ok(HashMap::new());
    }
    let rows =
        case_study_revision::Entity::find().filter(case_study_revision::Column::Id.is_in(current)).all(db).await?;
    rows.into_iter().map(|row| Ok((row.case_study_id, Content::parse(&row.document)?))).collect()
}
