//! Lists of requests: those of an office, and those of a coordinator's scope.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::visit;
use super::store::{open, url};
use super::{Kind, Side, State, state_of, waits_for, waits_for_report};
use crate::case_study::card;
use crate::case_study::entity::case_study;
use crate::case_study::store::cared_for_by_id;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::kecamatan::below;
use crate::viewer::Viewer;

/// Open requests of an office in a list that is handed over.
const MOST_OPEN: u64 = 200;

/// A request in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Path of its page.
    pub url: String,
    /// The study, where the viewer may see it: title and address.
    pub study: Option<(String, String)>,
    /// Who asks: "Kec. Bayongbong, Kab. Garut".
    pub asking: String,
    /// Who is asked.
    pub host: String,
    /// How they meet.
    pub kind: &'static str,
    /// How far it got.
    pub state: State,
    /// What is waited for, in a few words; empty when nothing is.
    pub waits: &'static str,
    /// When it takes place, once that is agreed.
    pub at: Option<DateTime<Utc>>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// True for one of the demonstration.
    pub is_sample: bool,
}

impl Line {
    fn of(row: &visit::Model, study: Option<&case_study::Model>, catalogue: &Catalogue, now: DateTime<Utc>) -> Self {
        let state = state_of(row);
        Self {
            url: url(row.id),
            study: study.map(|study| (study.title.clone(), card::url(study.id, &study.title))),
            asking: catalogue.places.full_name(&row.asking_code),
            host: catalogue.places.full_name(&row.host_code),
            kind: Kind::parse(&row.kind).map_or("", Kind::label),
            waits: waits(row, now),
            at: row.scheduled_at.filter(|_| matches!(state, State::Scheduled | State::Done)),
            asked_at: row.created_at,
            is_sample: row.is_sample,
            state,
        }
    }
}

/// What is waited for.
pub fn waits(row: &visit::Model, now: DateTime<Utc>) -> &'static str {
    if waits_for(row, Side::Host) {
        "menunggu jawaban tuan rumah"
    } else if waits_for(row, Side::Asking) {
        "menunggu persetujuan pemohon atas jadwal"
    } else if waits_for_report(row, now) {
        "menunggu laporan pemohon"
    } else {
        ""
    }
}

/// Which requests a list holds.
#[derive(Clone, Debug)]
pub enum Of {
    /// Those that an office is asked.
    Host(String),
    /// Those that an office makes.
    Asking(String),
    /// Those of all kecamatan of a kabupaten/kota or the province, on either side.
    Scope(String),
}

impl Of {
    fn condition(&self) -> Condition {
        match self {
            Self::Host(code) => Condition::all().add(visit::Column::HostCode.eq(code.as_str())),
            Self::Asking(code) => Condition::all().add(visit::Column::AskingCode.eq(code.as_str())),
            Self::Scope(region) => Condition::any()
                .add(below(visit::Column::HostCode, region))
                .add(below(visit::Column::AskingCode, region)),
        }
    }
}

/// A stretch of a list, the latest change first, and how many there are. Statements don't grow with the rows.
pub async fn listed(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    (catalogue, now): (&Catalogue, DateTime<Utc>),
    of: &Of,
    state: Option<State>,
    (offset, limit): (u64, u64),
) -> Result<(Vec<Line>, u64)> {
    let mut condition = Condition::all().add(of.condition());
    if let Some(state) = state {
        condition = condition.add(visit::Column::State.eq(state.as_str()));
    }
    let requests = || visit::Entity::find().filter(condition.clone());
    let total = requests().count(db).await?;
    let rows = requests()
        .order_by_desc(visit::Column::UpdatedAt)
        .order_by_desc(visit::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    let studies = cared_for_by_id(db, viewer, rows.iter().map(|row| row.case_study_id).collect()).await?;
    let line = |row: &visit::Model| Line::of(row, studies.get(&row.case_study_id), catalogue, now);
    Ok((rows.iter().map(line).collect(), total))
}

/// What an office still has open on either side, the oldest first: for who takes it over.
pub async fn open_of_office(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<visit::Model>> {
    let either =
        Condition::any().add(visit::Column::HostCode.eq(kecamatan)).add(visit::Column::AskingCode.eq(kecamatan));
    let rows = visit::Entity::find().filter(open()).filter(either).order_by_asc(visit::Column::Id).limit(MOST_OPEN);
    Ok(rows.all(db).await?)
}
