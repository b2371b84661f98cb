//! Queries of the ledger. Who may see a study sees who takes it up; an entry whose study is not shown any more stays for
//! its office and the coordinators above it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::entity::{adoption, adoption_step};
use super::{Stage, is_asked, stage_of, unconfirmed_since};
use crate::case_study::card;
use crate::case_study::entity::case_study;
use crate::case_study::store::{cared_for_by_id, visible_to};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::format;
use crate::ids::{AdoptionId, CaseStudyId};
use crate::kecamatan::below;
use crate::policy::Act;
use crate::viewer::Viewer;

/// Questions of an office on one page.
const MOST_OPEN: u64 = 200;

/// One entry, whatever its stage.
pub async fn find(db: &impl ConnectionTrait, id: AdoptionId) -> Result<adoption::Model> {
    adoption::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)
}

/// The entry of a kecamatan for a study.
pub async fn of_kecamatan(
    db: &impl ConnectionTrait,
    study: CaseStudyId,
    kecamatan: &str,
) -> Result<Option<adoption::Model>> {
    let row = adoption::Entity::find()
        .filter(adoption::Column::CaseStudyId.eq(study.get()))
        .filter(adoption::Column::KecamatanCode.eq(kecamatan))
        .one(db)
        .await?;
    Ok(row)
}

/// Everything that a kecamatan takes up, the latest change first.
pub async fn by_office(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<adoption::Model>> {
    let rows = adoption::Entity::find()
        .filter(adoption::Column::KecamatanCode.eq(kecamatan))
        .order_by_desc(adoption::Column::UpdatedAt)
        .order_by_desc(adoption::Column::Id);
    Ok(rows.all(db).await?)
}

/// The steps of an entry, the first at the top.
pub async fn steps(db: &impl ConnectionTrait, id: i64) -> Result<Vec<adoption_step::Model>> {
    let rows = adoption_step::Entity::find()
        .filter(adoption_step::Column::AdoptionId.eq(id))
        .order_by_asc(adoption_step::Column::Id);
    Ok(rows.all(db).await?)
}

/// The latest steps of a study's ledger, the newest first, each with the code of its kecamatan. The caller has asked whether
/// the viewer may see the study. Two statements, and none for a study without entries.
pub async fn newest_steps(
    db: &impl ConnectionTrait,
    study: &case_study::Model,
    limit: u64,
) -> Result<Vec<(String, adoption_step::Model)>> {
    if study.adoption_count == 0 {
        return Ok(Vec::new());
    }
    let entries: Vec<(i64, String)> = adoption::Entity::find()
        .select_only()
        .columns([adoption::Column::Id, adoption::Column::KecamatanCode])
        .filter(adoption::Column::CaseStudyId.eq(study.id))
        .into_tuple()
        .all(db)
        .await?;
    let places: HashMap<i64, String> = entries.into_iter().collect();
    let steps = adoption_step::Entity::find()
        .filter(adoption_step::Column::AdoptionId.is_in(places.keys().copied()))
        .order_by_desc(adoption_step::Column::RecordedAt)
        .order_by_desc(adoption_step::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(steps.into_iter().filter_map(|step| Some((places.get(&step.adoption_id)?.clone(), step))).collect())
}

/// The entries of an office that run and whose question waits for its answer.
pub async fn open_entries(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<adoption::Model>> {
    let rows = adoption::Entity::find()
        .filter(adoption::Column::KecamatanCode.eq(kecamatan))
        .filter(adoption::Column::Stage.eq(Stage::Running.as_str()))
        .filter(adoption::Column::AskedAt.is_not_null())
        .order_by_asc(adoption::Column::AskedAt)
        .order_by_asc(adoption::Column::Id)
        .limit(MOST_OPEN);
    Ok(rows.all(db).await?)
}

/// The last step of an entry.
pub(super) async fn last_step(db: &impl ConnectionTrait, id: i64) -> Result<Option<adoption_step::Model>> {
    let rows = adoption_step::Entity::find()
        .filter(adoption_step::Column::AdoptionId.eq(id))
        .order_by_desc(adoption_step::Column::Id);
    Ok(rows.one(db).await?)
}

/// In how many kecamatan a study is at each stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Berminat.
    pub interested: i64,
    /// Direncanakan.
    pub planned: i64,
    /// Uji coba.
    pub trial: i64,
    /// Berjalan: the only ones that count as replicated.
    pub running: i64,
    /// Dihentikan.
    pub stopped: i64,
}

impl Counts {
    /// Entries of all stages.
    pub fn all(&self) -> i64 {
        self.interested + self.planned + self.trial + self.running + self.stopped
    }

    /// "Direplikasi di 4 kecamatan · 2 uji coba"; empty without an entry.
    pub fn words(&self) -> String {
        let running = match self.running {
            0 => String::new(),
            running => format!("Direplikasi di {} kecamatan", format::integer(running)),
        };
        let others = [
            (self.trial, "uji coba"),
            (self.planned, "direncanakan"),
            (self.interested, "berminat"),
            (self.stopped, "dihentikan"),
        ];
        let others = others.into_iter().filter(|(count, _)| *count > 0);
        let others = others.map(|(count, word)| format!("{} {word}", format::integer(count)));
        let parts: Vec<String> = Some(running).into_iter().filter(|part| !part.is_empty()).chain(others).collect();
        parts.join(" · ")
    }

    fn add(&mut self, stage: Stage, count: i64) {
        match stage {
            Stage::Interested => self.interested += count,
            Stage::Planned => self.planned += count,
            Stage::Trial => self.trial += count,
            Stage::Running => self.running += count,
            Stage::Stopped => self.stopped += count,
        }
    }
}

/// The counts of these studies by their ids, in one statement; a study without an entry is left out. The caller has asked
/// whether the viewer may see the studies.
pub async fn counts(db: &impl ConnectionTrait, studies: &[i64]) -> Result<HashMap<i64, Counts>> {
    if studies.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String, i64)> = adoption::Entity::find()
        .select_only()
        .column(adoption::Column::CaseStudyId)
        .column(adoption::Column::Stage)
        .column_as(adoption::Column::Id.count(), "entries")
        .filter(adoption::Column::CaseStudyId.is_in(studies.iter().copied()))
        .group_by(adoption::Column::CaseStudyId)
        .group_by(adoption::Column::Stage)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts: HashMap<i64, Counts> = HashMap::new();
    for (study, stage, entries) in rows {
        if let Some(stage) = Stage::parse(&stage) {
            counts.entry(study).or_default().add(stage, entries);
        }
    }
    Ok(counts)
}

/// An entry in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Path of its page.
    pub url: String,
    /// The study, where the viewer may see it: title and address.
    pub study: Option<(String, String)>,
    /// True for a study of the demonstration.
    pub is_sample: bool,
    /// Code of the kecamatan.
    pub kecamatan: String,
    /// "Kec. Bayongbong, Kab. Garut".
    pub place: String,
    /// The kecamatan whose practice it is, where the viewer may see the study: "Kec. Cikajang, Kab. Garut".
    pub origin: String,
    /// Its stage.
    pub stage: Stage,
    /// Date of this stage in words.
    pub since: String,
    /// The last note; only where one entry is shown closely.
    pub note: String,
    /// "Belum ada konfirmasi sejak 24 Nov 2026", or nothing.
    pub unconfirmed: String,
    /// True while its office is asked whether it still runs.
    pub is_asked: bool,
    /// True with figures before and after.
    pub has_results: bool,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl Line {
    pub(super) fn of(
        row: &adoption::Model,
        study: Option<&case_study::Model>,
        catalogue: &Catalogue,
        clock: &Clock,
    ) -> Self {
        let late = unconfirmed_since(row, clock.now());
        Self {
            url: url(row.id),
            study: study.map(|study| (study.title.clone(), card::url(study.id, &study.title))),
            is_sample: study.is_some_and(|study| study.is_sample),
            kecamatan: row.kecamatan_code.clone(),
            place: catalogue.places.full_name(&row.kecamatan_code),
            origin: study
                .and_then(|study| study.kecamatan_code.as_deref())
                .map_or_else(String::new, |code| catalogue.places.full_name(code)),
            stage: stage_of(row),
            since: format::date(row.since),
            note: String::new(),
            unconfirmed: late.map(|at| unconfirmed(at, clock)).unwrap_or_default(),
            is_asked: is_asked(row),
            has_results: row.has_results,
            updated_at: row.updated_at,
        }
    }
}

/// Path of an entry's page.
pub fn url(id: i64) -> String {
    format!("/replikasi/{id}")
}

/// What a page says when the time for an answer is over.
pub fn unconfirmed(since: DateTime<Utc>, clock: &Clock) -> String {
    format!("Belum ada konfirmasi sejak {}", format::date(clock.local(since).date_naive()))
}

/// Which entries a list holds.
#[derive(Clone, Debug)]
pub enum Of {
    /// Those of a kecamatan, or of all kecamatan of a kabupaten/kota or the province, by its code.
    Adopters(String),
    /// Those of the studies of a kecamatan.
    Studies(String),
}

/// A stretch of a list that the viewer may see, the question that waits first, then the latest change; and how many there
/// are. Statements don't grow with the rows.
pub async fn listed(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    (catalogue, clock): (&Catalogue, &Clock),
    of: &Of,
    stage: Option<Stage>,
    (offset, limit): (u64, u64),
) -> Result<(Vec<Line>, u64)> {
    let mut condition = match of {
        Of::Adopters(region) => below(adoption::Column::KecamatanCode, region),
        Of::Studies(kecamatan) => {
            let own = visible_to(viewer)
                .select_only()
                .column(case_study::Column::Id)
                .filter(case_study::Column::KecamatanCode.eq(kecamatan.as_str()))
                .into_query();
            Condition::all().add(adoption::Column::CaseStudyId.in_subquery(own))
        }
    };
    if let Some(stage) = stage {
        condition = Condition::all().add(condition).add(adoption::Column::Stage.eq(stage.as_str()));
    }
    let entries = || adoption::Entity::find().filter(condition.clone());
    let total = entries().count(db).await?;
    let rows = entries()
        .order_by_with_nulls(adoption::Column::AskedAt, Order::Desc, sea_orm::sea_query::NullOrdering::Last)
        .order_by_desc(adoption::Column::UpdatedAt)
        .order_by_desc(adoption::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    Ok((lines(db, viewer, catalogue, clock, &rows).await?, total))
}

/// Rows as lines, each study named only where the viewer may see it.
pub(super) async fn lines(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    clock: &Clock,
    rows: &[adoption::Model],
) -> Result<Vec<Line>> {
    let studies = cared_for_by_id(db, viewer, rows.iter().map(|row| row.case_study_id).collect()).await?;
    Ok(rows.iter().map(|row| Line::of(row, studies.get(&row.case_study_id), catalogue, clock)).collect())
}

/// True for the office of an entry, and for coordinators above it: they see it also when its study is not shown any more.
pub fn is_cared_for(viewer: &Viewer, row: &adoption::Model) -> bool {
    viewer.may(Act::Adopt, &row.kecamatan_code) || viewer.may(Act::HideStudy, &row.kecamatan_code)
}
