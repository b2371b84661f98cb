//! Lists of requests: those of an office, and those of a coordinator's scope.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::visit;
use super::store::{open, url};
use super::{Kind, Side, State, change_offered, is_due, lacks_address, state_of, waits_for, waits_for_report};
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
    /// True where the office whose list this is has the next word.
    pub is_due: bool,
    /// When it takes place, once that is agreed.
    pub at: Option<DateTime<Utc>>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// True for one of the demonstration.
    pub is_sample: bool,
}

impl Line {
    fn of(
        row: &visit::Model,
        study: Option<&case_study::Model>,
        (catalogue, now): (&Catalogue, DateTime<Utc>),
        own: Option<Side>,
    ) -> Self {
        let state = state_of(row);
        Self {
            url: url(row.id),
            study: study.map(|study| (study.title.clone(), card::url(study.id, &study.title))),
            asking: catalogue.places.full_name(&row.asking_code),
            host: catalogue.places.full_name(&row.host_code),
            kind: Kind::parse(&row.kind).map_or("", Kind::label),
            waits: waits(row, now, own),
            is_due: own.is_some_and(|side| is_due(row, side, now)),
            at: row.scheduled_at.filter(|_| matches!(state, State::Scheduled | State::Done | State::Missed)),
            asked_at: row.created_at,
            is_sample: row.is_sample,
            state,
        }
    }
}

/// What is waited for, as who reads it says: `own` is the reader's office, when it is one of the two.
pub fn waits(row: &visit::Model, now: DateTime<Utc>, own: Option<Side>) -> &'static str {
    let turn = if waits_for(row, Side::Host) { Side::Host } else { Side::Asking };
    let is_own = own == Some(turn);
    if state_of(row) == State::Asked {
        return match turn {
            Side::Host if is_own => "menunggu jawaban kantor ini",
            Side::Host => "menunggu jawaban tuan rumah",
            Side::Asking if is_own => "menunggu persetujuan kantor ini atas jadwal",
            Side::Asking => "menunggu persetujuan pemohon atas jadwal",
        };
    }
    if change_offered(row, now).is_some() {
        return match turn {
            _ if is_own => "perubahan jadwal menunggu persetujuan kantor ini",
            Side::Host => "perubahan jadwal menunggu persetujuan tuan rumah",
            Side::Asking => "perubahan jadwal menunggu persetujuan pemohon",
        };
    }
    if waits_for_report(row, now) {
        return if own == Some(Side::Asking) { "menunggu laporan kantor ini" } else { "menunggu laporan pemohon" };
    }
    if lacks_address(row, now) { "alamat pertemuan belum diisi" } else { "" }
}

/// The condition of [`is_due`], for the order of a list and for counting.
fn due(side: Side, now: DateTime<Utc>) -> Condition {
    use visit::Column;
    let asked = Condition::all().add(Column::State.eq(State::Asked.as_str())).add(Column::Turn.eq(side.as_str()));
    let scheduled = || Condition::all().add(Column::State.eq(State::Scheduled.as_str()));
    let offered = scheduled().add(Column::OfferedAt.gt(now)).add(Column::Turn.eq(side.as_str()));
    let without_offer = Condition::any().add(Column::OfferedAt.is_null()).add(Column::OfferedAt.lte(now));
    let last = match side {
        Side::Asking => scheduled().add(Column::ScheduledAt.lte(now)).add(without_offer),
        Side::Host => scheduled()
            .add(Column::ScheduledAt.gt(now))
            .add(without_offer)
            .add(Column::Kind.eq(Kind::Online.as_str()))
            .add(Column::Link.eq(""))
            .add(Column::Place.eq("")),
    };
    Condition::any().add(asked).add(offered).add(last)
}

/// How many requests wait for an office: of those that it is asked, and of those that it makes.
pub async fn due_of_office(db: &impl ConnectionTrait, kecamatan: &str, now: DateTime<Utc>) -> Result<(u64, u64)> {
    let of = |side: Side, own: visit::Column| visit::Entity::find().filter(own.eq(kecamatan)).filter(due(side, now));
    let asked = of(Side::Host, visit::Column::HostCode).count(db).await?;
    Ok((asked, of(Side::Asking, visit::Column::AskingCode).count(db).await?))
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
    /// The office whose list it is, as one of the two.
    fn own(&self) -> Option<Side> {
        match self {
            Self::Host(_) => Some(Side::Host),
            Self::Asking(_) => Some(Side::Asking),
            Self::Scope(_) => None,
        }
    }

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

/// A stretch of a list, and how many there are: what waits for the office whose list it is comes first, then the latest
/// change. Statements don't grow with the rows.
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
    let mut ordered = requests();
    if let Some(side) = of.own() {
        let first = Expr::case(due(side, now), Expr::val(0_i32)).finally(Expr::val(1_i32));
        ordered = ordered.order_by(Expr::expr(first), Order::Asc);
    }
    let rows = ordered
        .order_by_desc(visit::Column::UpdatedAt)
        .order_by_desc(visit::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    let studies = cared_for_by_id(db, viewer, rows.iter().map(|row| row.case_study_id).collect()).await?;
    let line = |row: &visit::Model| Line::of(row, studies.get(&row.case_study_id), (catalogue, now), of.own());
    Ok((rows.iter().map(line).collect(), total))
}

/// What an office still has open on either side, the oldest first: for who takes it over.
pub async fn open_of_office(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<visit::Model>> {
    let either =
        Condition::any().add(visit::Column::HostCode.eq(kecamatan)).add(visit::Column::AskingCode.eq(kecamatan));
    let rows = visit::Entity::find().filter(open()).filter(either).order_by_asc(visit::Column::Id).limit(MOST_OPEN);
    Ok(rows.all(db).await?)
}
