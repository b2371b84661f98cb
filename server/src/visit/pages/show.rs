//! `/studi-tiru/{id}`: a request for its two offices and the coordinators above them: what is agreed, what is offered beside
//! it, what is waited for, the form that is due, and all that was said.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};

use crate::adoption::{self, Stage};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::personal_data;
use crate::case_study::store as studies;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{CaseStudyId, VisitId};
use crate::office::reach::reach;
use crate::policy::Act;
use crate::visit::arrange::{self, ANOTHER_DAY};
use crate::visit::calendar::Entry;
use crate::visit::entity::{visit, visit_word};
use crate::visit::lines::waits;
use crate::visit::report::{self, STAGES, TEAM_CHARS};
use crate::visit::store::{self, Report, url};
use crate::visit::{
    Kind, LINE_CHARS, Side, State as Step, TEXT_CHARS, change_offered, lacks_address, may_be_missed, proposed_days,
    state_of, waits_for, waits_for_report,
};
use crate::web::{Html, IdPath, Layout, see_other};

/// What was said or done, as the page shows it.
struct Word {
    what: &'static str,
    offered_at: Option<DateTime<Utc>>,
    body: String,
    byline: String,
    at: DateTime<Utc>,
}

#[derive(Template)]
#[template(path = "visit/show.html")]
struct ShowPage {
    layout: Layout,
    row: visit::Model,
    /// Title and address, where the viewer may see the study.
    study: Option<(String, String)>,
    asking: String,
    host: String,
    /// The other office than the viewer's.
    other: String,
    kind: Kind,
    state: Step,
    waits: &'static str,
    /// What to know where nobody of the host's office is here to answer.
    unheard: Option<String>,
    /// Who ended it, and why.
    ended: Option<Word>,
    days: Vec<NaiveDate>,
    /// The time that one of them offers; what is agreed stands beside it.
    proposal: Option<DateTime<Utc>>,
    /// True while the agreed time lies ahead and another is offered.
    still_stands: bool,
    /// Why another time than the agreed one is offered.
    because: String,
    /// True for an online meeting that nobody could join yet.
    lacks_address: bool,
    words: Vec<Word>,
    report: Option<Report>,
    /// The office of the viewer, when it is one of the two.
    side: Option<Side>,
    /// True when the viewer's office is to tell what it saw.
    reports: bool,
    /// True when it may correct what it told.
    corrects: bool,
    /// True once the time has come and nothing was told yet: then the host arranges nothing any more.
    is_over: bool,
    /// True once the host may say that nobody came.
    may_miss: bool,
    /// The time that the other office offers, as the fields of a form that agrees to it.
    offered: Option<arrange::Typed>,
    /// The agreed time while another is offered, as the fields of a form that keeps it.
    kept: Option<arrange::Typed>,
    typed: arrange::Typed,
    told: report::Typed,
    stages: [Stage; 2],
    /// The entry that the asking office has in the ledger already: its address, and how far it is.
    ledger: Option<(String, String)>,
    reason: String,
    message: String,
    today: String,
    /// Which form was sent, when something is wrong with it.
    sent: &'static str,
    problems: Problems,
}

impl ShowPage {
    fn problem(&self, form: &str, field: &str) -> &str {
        if self.sent == form { self.problems.of(field).unwrap_or_default() } else { "" }
    }

    /// True for the field of the report below which the box about phone numbers stands; one that was ticked comes back.
    fn asks_about_phone(&self, field: &str) -> bool {
        let at = personal_data::asked_at(&self.problems).or(self.told.keeps_phone.then_some("team"));
        self.sent == "laporan" && at == Some(field)
    }

    fn is_host(&self) -> bool {
        self.side == Some(Side::Host)
    }

    fn is_asking(&self) -> bool {
        self.side == Some(Side::Asking)
    }

    /// True while the host picks one of the days that were proposed.
    fn picks_a_day(&self) -> bool {
        self.is_host() && self.state == Step::Asked && self.row.offered_at.is_none()
    }

    /// Where one meets: as agreed, and before that as offered.
    fn place(&self) -> &str {
        if self.state == Step::Asked { &self.row.offered_place } else { &self.row.place }
    }

    /// The address of the meeting, likewise.
    fn link(&self) -> &str {
        if self.state == Step::Asked { &self.row.offered_link } else { &self.row.link }
    }

    /// Where one would meet at the time that is offered, when that is another place than the agreed one.
    fn other_place(&self) -> String {
        let row = &self.row;
        let pairs = [(&row.offered_place, &row.place), (&row.offered_link, &row.link)];
        let differs = pairs.into_iter().filter(|(offered, agreed)| !offered.is_empty() && offered != agreed);
        let is_change = self.state == Step::Scheduled && self.proposal.is_some();
        let parts: Vec<&str> = differs.filter(|_| is_change).map(|(offered, _)| offered.as_str()).collect();
        parts.join(" · ")
    }

    fn is_picked(&self, day: &NaiveDate) -> bool {
        self.typed.pick == day.to_string()
    }

    /// True while its forms to change or end the arrangement stand on the page.
    fn arranges(&self) -> bool {
        self.side.is_some() && self.state.is_open() && !(self.is_host() && self.is_over && self.offered.is_none())
    }

    /// True for coordinators above the host, where the report stands.
    fn may_hide(&self) -> bool {
        self.state == Step::Done && self.layout.viewer.may(Act::HideComment, &self.row.host_code)
    }

    /// What was typed into a form that is not there any more, since somebody was faster.
    fn left_over(&self) -> Vec<&str> {
        let declines = self.is_host() && self.state == Step::Asked;
        let (told, typed) = (&self.told, &self.typed);
        let parts: Vec<&String> = match self.sent {
            "laporan" if !(self.reports || self.corrects) => vec![&told.seen, &told.applied, &told.unfit, &told.team],
            "jadwal" if !self.arranges() => {
                vec![&typed.pick, &typed.on, &typed.time, &typed.place, &typed.link, &typed.body]
            }
            "tolak" if !declines => vec![&self.reason],
            "batal" if declines || !self.arranges() => vec![&self.reason],
            "absen" if !self.may_miss => vec![&self.reason],
            _ => Vec::new(),
        };
        parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect()
    }

    fn is_online(&self) -> bool {
        self.kind == Kind::Online
    }
}

/// What a form that was refused gives back.
#[derive(Default)]
pub(super) struct Refused {
    pub(super) sent: &'static str,
    pub(super) typed: Option<arrange::Typed>,
    pub(super) told: Option<report::Typed>,
    pub(super) reason: String,
    pub(super) message: String,
    pub(super) problems: Problems,
}

async fn page(app: &App, layout: Layout, id: VisitId, refused: Refused) -> Result<ShowPage> {
    let db = app.db.read();
    let row = store::find(db, &layout.viewer, id).await?;
    let study = match studies::find_cared_for(db, &layout.viewer, CaseStudyId(row.case_study_id)).await {
        Ok(study) => Some((study.title.clone(), card::url(study.id, &study.title))),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let words = store::words(db, row.id).await?;
    let side = side_of(&layout, &row);
    let (state, now) = (state_of(&row), app.clock.now());
    let version = row.version.to_string();
    let typed = refused.typed.map(|typed| arrange::Typed { version: version.clone(), ..typed });
    let told = refused.told.map(|told| report::Typed { version: version.clone(), ..told });
    let corrects = side == Some(Side::Asking) && state == Step::Done;
    let blank =
        if corrects { report::Typed::stored(&row) } else { report::Typed { version, ..report::Typed::default() } };
    let is_due = side.is_some_and(|side| waits_for(&row, side));
    let proposal = row.offered_at.filter(|at| state == Step::Asked || (state == Step::Scheduled && *at > now));
    let reports = side == Some(Side::Asking) && (waits_for_report(&row, now) || state == Step::Missed);
    let changes = change_offered(&row, now).is_some() && row.scheduled_at.is_some_and(|at| at > now);
    Ok(ShowPage {
        unheard: unheard(app, &layout, &row).await?,
        ended: words.iter().rev().find(|word| is_end(state, &word.act)).cloned().map(word),
        because: if change_offered(&row, now).is_some() { said_last(&words, "usul") } else { String::new() },
        still_stands: changes,
        lacks_address: lacks_address(&row, now),
        may_miss: side == Some(Side::Host) && may_be_missed(&row, &app.clock),
        kept: (changes && side.is_some()).then(|| arrange::Typed::proposed(&row, &app.clock)),
        ledger: if reports { ledger(app, &row).await? } else { None },
        asking: layout.catalogue.places.full_name(&row.asking_code),
        host: layout.catalogue.places.full_name(&row.host_code),
        other: short_name(&layout, code_of_other(&layout, &row)),
        kind: Kind::parse(&row.kind).unwrap_or(Kind::OnSite),
        waits: waits(&row, now, side),
        days: proposed_days(&row),
        words: words.into_iter().rev().map(word).collect(),
        report: (state == Step::Done).then(|| Report::of(&row, &layout.catalogue)),
        offered: proposal.filter(|at| is_due && *at > now).map(|_| arrange::Typed::offered(&row, &app.clock)),
        reports,
        corrects,
        is_over: waits_for_report(&row, now),
        typed: typed.unwrap_or_else(|| arrange::Typed::proposed(&row, &app.clock)),
        told: told.unwrap_or(blank),
        stages: STAGES,
        reason: refused.reason,
        message: refused.message,
        today: app.clock.today().to_string(),
        sent: refused.sent,
        problems: refused.problems,
        proposal,
        study,
        state,
        side,
        row,
        layout,
    })
}

/// What to know of a request that waits for an office of which nobody is here.
async fn unheard(app: &App, layout: &Layout, row: &visit::Model) -> Result<Option<String>> {
    if state_of(row) != Step::Asked || !waits_for(row, Side::Host) {
        return Ok(None);
    }
    let reach = reach(app.db.read(), &layout.catalogue, &row.host_code, app.clock.today()).await?;
    Ok(reach.warning(&short_name(layout, &row.host_code), &layout.catalogue))
}

/// The entry of the asking office in the ledger of the study.
async fn ledger(app: &App, row: &visit::Model) -> Result<Option<(String, String)>> {
    let study = CaseStudyId(row.case_study_id);
    let known = adoption::store::of_kecamatan(app.db.read(), study, &row.asking_code).await?;
    Ok(known.map(|entry| {
        let words = format!("{} sejak {}", adoption::stage_of(&entry).label(), format::date(entry.since));
        (adoption::store::url(entry.id), words)
    }))
}

/// True for the act that led to this end.
fn is_end(state: Step, act: &str) -> bool {
    matches!((state, act), (Step::Declined, "tolak") | (Step::Cancelled, "batal") | (Step::Missed, "tidak_datang"))
}

/// What was said with the last act of this name.
fn said_last(words: &[visit_word::Model], act: &str) -> String {
    words.iter().rev().find(|word| word.act == act).map_or_else(String::new, |word| word.body.clone())
}

fn side_of(layout: &Layout, row: &visit::Model) -> Option<Side> {
    if layout.viewer.may(Act::AskVisit, &row.asking_code) {
        Some(Side::Asking)
    } else if layout.viewer.may(Act::AnswerVisit, &row.host_code) {
        Some(Side::Host)
    } else {
        None
    }
}

fn word(row: visit_word::Model) -> Word {
    let what = match row.act.as_str() {
        "ajukan" => "Mengajukan permohonan",
        "usul" => "Mengusulkan waktu",
        "jadwal" => "Menyepakati jadwal",
        "tetap" => "Tetap pada jadwal",
        "tempat" => "Mengubah tempat atau alamat pertemuan",
        "tolak" => "Menolak",
        "batal" => "Membatalkan",
        "tidak_datang" => "Mencatat tamu tidak datang",
        "laporan" => "Mengirim laporan hasil",
        "perbaikan" => "Memperbaiki laporan hasil",
        _ => "Pesan",
    };
    Word { what, offered_at: row.offered_at, body: row.body, byline: row.byline, at: row.created_at }
}

/// `GET /studi-tiru/{id}`.
pub(super) async fn show(State(app): State<App>, path: IdPath<VisitId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    Ok(Html(page(&app, layout, path.id, Refused::default()).await?).into_response())
}

/// `GET /studi-tiru/{id}/jadwal.ics`: only of what is agreed.
pub(super) async fn calendar(State(app): State<App>, path: IdPath<VisitId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let page = page(&app, layout, path.id, Refused::default()).await?;
    let begins_at = page.row.scheduled_at.filter(|_| page.state == Step::Scheduled).ok_or(Error::NotFound)?;
    let place = url(page.row.id);
    let address = format!("{}{place}", page.layout.base_url);
    let study = page.study.as_ref().map_or("praktik baik", |(title, _)| title.as_str());
    let host_name = page.layout.base_url.split_once("://").map_or("", |(_, rest)| rest);
    let location = [page.row.place.as_str(), page.row.link.as_str()];
    let entry = Entry {
        uid: &format!("studi-tiru-{}@{host_name}", page.row.id),
        version: page.row.version,
        written_at: page.row.updated_at,
        begins_at,
        title: &format!("Studi tiru ({}): {study}", page.kind.label().to_lowercase()),
        description: &format!("{} ke {}. {} orang.\n{}", page.asking, page.host, page.row.people, page.row.purpose),
        location: &location.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        url: &address,
    };
    let named = format!("attachment; filename=\"studi-tiru-{}.ics\"", page.row.id);
    let named = HeaderValue::try_from(named).map_err(|error| Error::Internal(error.into()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CONTENT_DISPOSITION, named),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, entry.text()).into_response())
}

pub(super) fn code_of_other<'a>(layout: &Layout, row: &'a visit::Model) -> &'a str {
    side_of(layout, row).map_or(Side::Host, Side::other).code(row)
}

/// "Kec. Cikajang".
pub(super) fn short_name(layout: &Layout, code: &str) -> String {
    let places = &layout.catalogue.places;
    places.kecamatan(code).map_or_else(|| places.full_name(code), |place| format!("Kec. {}", place.name))
}

/// Leads back to the page, or draws it with what was refused.
pub(super) async fn finish(
    app: &App,
    layout: Layout,
    id: VisitId,
    done: Result<()>,
    said: &str,
    refused: Refused,
) -> Result<Response> {
    let (status, problems) = match done {
        Ok(()) => return Ok(see_other(&url(id.get()), said)),
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        // The other office was faster: what was typed stays, and the history shows what happened.
        Err(Error::Conflict(sentence)) => (StatusCode::CONFLICT, Problems::one("riwayat", sentence)),
        Err(error) => return Err(error),
    };
    let page = page(app, layout, id, Refused { problems, ..refused }).await?;
    Ok((status, Html(page)).into_response())
}
