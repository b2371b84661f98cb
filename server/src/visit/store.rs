//! Queries of studi tiru. A request is seen by its two offices and the coordinators above either; of what came of it only
//! the report and the counts are for everybody who may see the study.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::ask::may_ask;
use super::entity::{visit, visit_word};
use super::{Side, State, state_of};
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::error::{Error, Result};
use crate::format;
use crate::ids::VisitId;
use crate::office::reach::is_here;
use crate::policy::Act;
use crate::viewer::Viewer;

/// Reports that one study's page shows.
const MOST_REPORTS: usize = 50;

/// These, one more that tells that there are more, and the own request.
const MOST_ROWS: u64 = 52;

/// Path of a request's page.
pub fn url(id: i64) -> String {
    format!("/studi-tiru/{id}")
}

/// True for the two offices, and for the coordinators above either.
pub fn sees(viewer: &Viewer, row: &visit::Model) -> bool {
    viewer.may(Act::AskVisit, &row.asking_code)
        || viewer.may(Act::AnswerVisit, &row.host_code)
        || viewer.may(Act::HideStudy, &row.asking_code)
        || viewer.may(Act::HideStudy, &row.host_code)
}

/// The same in any office of the person, not only in the one that acts: a mail has none that does.
pub fn sees_in_any_office(viewer: &Viewer, row: &visit::Model) -> bool {
    let (asking, host) = (row.asking_code.as_str(), row.host_code.as_str());
    let ways = [(Act::AskVisit, asking), (Act::AnswerVisit, host), (Act::HideStudy, asking), (Act::HideStudy, host)];
    ways.into_iter().any(|(act, code)| viewer.terms_for(act, code).next().is_some())
}

/// One request; `NotFound` for who may not see it.
pub async fn find(db: &impl ConnectionTrait, viewer: &Viewer, id: VisitId) -> Result<visit::Model> {
    let row = visit::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)?;
    if sees(viewer, &row) { Ok(row) } else { Err(Error::NotFound) }
}

/// The open request of an office about a study.
pub async fn open_of(db: &impl ConnectionTrait, study: i64, asking: &str) -> Result<Option<visit::Model>> {
    let row = visit::Entity::find()
        .filter(visit::Column::CaseStudyId.eq(study))
        .filter(visit::Column::AskingCode.eq(asking))
        .filter(open())
        .order_by_asc(visit::Column::Id);
    Ok(row.one(db).await?)
}

/// What is still arranged, or waits for its day or its report.
pub(super) fn open() -> Condition {
    let states = [State::Asked, State::Scheduled].map(State::as_str);
    Condition::all().add(visit::Column::State.is_in(states))
}

/// What was said about a request, the first at the top.
pub async fn words(db: &impl ConnectionTrait, id: i64) -> Result<Vec<visit_word::Model>> {
    let rows =
        visit_word::Entity::find().filter(visit_word::Column::VisitId.eq(id)).order_by_asc(visit_word::Column::Id);
    Ok(rows.all(db).await?)
}

/// The last word about a request.
pub(super) async fn last_word(db: &impl ConnectionTrait, id: i64) -> Result<Option<visit_word::Model>> {
    let rows =
        visit_word::Entity::find().filter(visit_word::Column::VisitId.eq(id)).order_by_desc(visit_word::Column::Id);
    Ok(rows.one(db).await?)
}

/// What an office did for others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    /// Visits and calls that took place, as the guests told.
    pub held: i64,
    /// Requests that were scheduled, or declined with a reason.
    pub answered: i64,
    /// Requests that were made, without those that were called off before an answer, those that wait for the guest, and
    /// those that nobody could answer yet.
    pub asked: i64,
}

impl Credit {
    /// "Menerima 4 studi tiru · menjawab 6 dari 6 permohonan"; empty for who was never asked.
    pub fn words(&self) -> String {
        let answered = match self.asked {
            0 => String::new(),
            asked => format!("menjawab {} dari {} permohonan", format::integer(self.answered), format::integer(asked)),
        };
        match (self.held, answered.is_empty()) {
            (_, true) => String::new(),
            (0, false) => format!("Studi tiru: {answered}"),
            (held, false) => format!("Menerima {} studi tiru · {answered}", format::integer(held)),
        }
    }
}

/// The credit of a kecamatan's office. An office of which nobody is here is asked in vain, and blamed for nothing.
pub async fn credit(db: &impl ConnectionTrait, host: &str, today: NaiveDate) -> Result<Credit> {
    let rows: Vec<(String, String, i64, i64)> = visit::Entity::find()
        .select_only()
        .column(visit::Column::State)
        .column(visit::Column::Turn)
        .column_as(visit::Column::Id.count(), "requests")
        .column_as(visit::Column::AnsweredAt.count(), "answered")
        .filter(visit::Column::HostCode.eq(host))
        .group_by(visit::Column::State)
        .group_by(visit::Column::Turn)
        .into_tuple()
        .all(db)
        .await?;
    let can_answer = rows.is_empty() || is_here(db, host, today).await?;
    let mut credit = Credit::default();
    for (state, turn, requests, answered) in rows {
        let state = State::parse(&state);
        // What waits for the guest is no silence of the host.
        let waits_for_guest = turn == Side::Asking.as_str() || !can_answer;
        let counts_unanswered = state != Some(State::Cancelled) && !(state == Some(State::Asked) && waits_for_guest);
        credit.answered += answered;
        credit.asked += if counts_unanswered { requests } else { answered };
        if state == Some(State::Done) {
            credit.held += requests;
        }
    }
    Ok(credit)
}

/// A report as the study's page shows it: the office's own, without names.
#[derive(Clone, Debug)]
pub struct Report {
    /// The request, for the anchor.
    pub id: i64,
    /// "Kec. Bayongbong, Kab. Garut".
    pub place: String,
    /// "Kunjungan".
    pub kind: &'static str,
    /// When it took place.
    pub at: DateTime<Utc>,
    /// What was seen.
    pub seen: String,
    /// What will be applied.
    pub applied: String,
    /// What does not fit.
    pub unfit: String,
    /// Who came, by office.
    pub team: String,
    /// True for one of the demonstration.
    pub is_sample: bool,
}

impl Report {
    /// A row's report.
    pub fn of(row: &visit::Model, catalogue: &Catalogue) -> Self {
        Self {
            id: row.id,
            place: catalogue.places.full_name(&row.asking_code),
            kind: super::Kind::parse(&row.kind).map_or("", super::Kind::label),
            at: row.scheduled_at.or(row.reported_at).unwrap_or(row.updated_at),
            seen: row.report_seen.clone(),
            applied: row.report_applied.clone(),
            unfit: row.report_unfit.clone(),
            team: row.report_team.clone(),
            is_sample: row.is_sample,
        }
    }
}

/// What a study's page says of studi tiru.
#[derive(Clone, Debug, Default)]
pub struct OnStudy {
    /// What guests told, the latest first, without what a coordinator hid.
    pub reports: Vec<Report>,
    /// True when there are more than stand here.
    pub has_more: bool,
    /// True where the viewer's office may ask.
    pub may_ask: bool,
    /// The open request of the viewer's office: its page, and its state.
    pub own: Option<(String, &'static str)>,
}

impl OnStudy {
    /// True when there is something to show; that one may ask stands among the acts.
    pub fn is_there(&self) -> bool {
        !self.reports.is_empty() || self.own.is_some()
    }

    /// "3 studi tiru ke praktik ini"; empty while none was held.
    pub fn words(&self) -> String {
        match self.reports.len() {
            0 => String::new(),
            held if self.has_more => format!("Lebih dari {held} studi tiru ke praktik ini"),
            held => format!("{held} studi tiru ke praktik ini"),
        }
    }
}

/// The studi tiru of a study that the viewer may see, in one statement.
pub async fn on_study(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    study: &case_study::Model,
) -> Result<OnStudy> {
    let own = viewer.acting_term().filter(|_| may_ask(viewer, study)).map(|term| term.region.as_str());
    let told = Condition::all()
        .add(visit::Column::State.eq(State::Done.as_str()))
        .add(visit::Column::ReportHiddenAt.is_null());
    let mut shown = Condition::any().add(told);
    if let Some(own) = own {
        shown = shown.add(open().add(visit::Column::AskingCode.eq(own)));
    }
    let rows = visit::Entity::find()
        .filter(visit::Column::CaseStudyId.eq(study.id))
        .filter(shown)
        // "diminta" and "dijadwalkan" come before "selesai": the own request is never cut off.
        .order_by_asc(visit::Column::State)
        .order_by_desc(visit::Column::Id)
        .limit(MOST_ROWS)
        .all(db)
        .await?;
    let mine = rows.iter().find(|row| state_of(row).is_open());
    let is_shown = study.state == "tayang" && study.hidden_at.is_none();
    let told = rows.iter().filter(|row| state_of(row) == State::Done);
    Ok(OnStudy {
        has_more: told.clone().count() > MOST_REPORTS,
        may_ask: own.is_some() && mine.is_none() && is_shown,
        own: mine.map(|row| (url(row.id), state_of(row).label())),
        reports: told.take(MOST_REPORTS).map(|row| Report::of(row, catalogue)).collect(),
    })
}
