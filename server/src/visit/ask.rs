//! "Ajukan studi tiru": an office asks the office of a study, once while the request is open.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::change::{Said, Writer, visible};
use super::entity::visit;
use super::{Kind, LINE_CHARS, MOST_PEOPLE, Side, State, TEXT_CHARS, day, day_problem, store, words_problem};
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::case_study::personal_data::{self, KEEPS_PHONE};
use crate::case_study::store as studies;
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, VisitId};
use crate::policy::{self, Act};
use crate::viewer::Viewer;
use crate::web::{Posted, forms};

/// Days that may be proposed.
pub const MOST_DAYS: usize = 3;

/// What a request's conversation begins with; the audit has a name of its own for it.
const FIRST_WORD: &str = "ajukan";

/// The form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// A word of [`Kind`].
    pub kind: String,
    /// What the office wants to see.
    pub purpose: String,
    /// Days: "2026-12-08".
    pub days: [String; MOST_DAYS],
    /// How many come.
    pub people: String,
    /// Whom the host reaches.
    pub contact: String,
    /// True when the phone number in it may stand, as its writer said when asked.
    pub keeps_phone: bool,
}

impl Typed {
    /// What a form sent.
    pub fn of(posted: &Posted) -> Self {
        Self {
            kind: posted.get("kind").to_owned(),
            purpose: forms::text(posted.get("purpose")),
            days: [1, 2, 3].map(|number| posted.get(&format!("day-{number}")).to_owned()),
            people: posted.get("people").trim().to_owned(),
            contact: forms::line(posted.get("contact")),
            keeps_phone: posted.find(KEEPS_PHONE).is_some(),
        }
    }

    /// As it may be kept. Problems stand at `kind`, `purpose`, `day-1` to `day-3`, `people` and `contact`.
    pub fn checked(&self, today: NaiveDate) -> Result<Checked> {
        let mut problems = Problems::default();
        let kind = Kind::parse(&self.kind);
        if kind.is_none() {
            problems.add("kind", "Pilih kunjungan atau daring.");
        }
        if self.purpose.trim().is_empty() {
            problems.add("purpose", "Tulis apa yang ingin dilihat atau ditanyakan.");
        }
        words_problem(&mut problems, "purpose", "Tujuan", &self.purpose, TEXT_CHARS);
        if self.contact.is_empty() {
            problems.add("contact", "Tulis narahubung kantor yang dapat dihubungi.");
        }
        problems.within("contact", "Narahubung", &self.contact, LINE_CHARS);
        // Both offices and their coordinators read it: a number of an office, or of who said that it may stand.
        personal_data::refuse_or_ask(&mut problems, "contact", &self.contact, "", self.keeps_phone);
        let days = self.days_checked(&mut problems, today);
        let people = self.people.parse::<i32>().ok().filter(|people| (1..=MOST_PEOPLE).contains(people));
        if people.is_none() {
            problems.add("people", format!("Isi jumlah orang dengan angka, 1 sampai {MOST_PEOPLE}."));
        }
        problems.into_result()?;
        let (Some(kind), Some(people)) = (kind, people) else { return Err(Error::NotFound) };
        Ok(Checked { kind, days, people })
    }

    fn days_checked(&self, problems: &mut Problems, today: NaiveDate) -> Vec<NaiveDate> {
        let mut days = Vec::new();
        for (number, typed) in (1..).zip(&self.days) {
            let field = format!("day-{number}");
            if typed.trim().is_empty() {
                continue;
            }
            match day(typed) {
                None => problems.add(&field, "Tanggal tidak terbaca. Isi misalnya 24-12-2026, atau kosongkan."),
                Some(on) => match day_problem(on, today) {
                    Some(sentence) => problems.add(&field, sentence),
                    None if days.contains(&on) => problems.add(&field, "Tanggal ini sudah diusulkan di atas."),
                    None => days.push(on),
                },
            }
        }
        if days.is_empty()
            && problems.of("day-1").is_none()
            && problems.of("day-2").is_none()
            && problems.of("day-3").is_none()
        {
            problems.add("day-1", "Usulkan paling sedikit satu tanggal.");
        }
        days
    }
}

/// What may be kept of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    kind: Kind,
    days: Vec<NaiveDate>,
    people: i32,
}

/// What came of asking.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The request.
    pub id: VisitId,
    /// False when the office has an open one already; nothing was changed then.
    pub is_new: bool,
}

/// True for people of another kecamatan's office.
pub fn may_ask(viewer: &Viewer, study: &case_study::Model) -> bool {
    let Some(own) = viewer.acting_term().map(|term| term.region.as_str()) else { return false };
    study.kecamatan_code.as_deref().is_some_and(|host| host != own) && viewer.may(Act::AskVisit, own)
}

/// Asks the office of a study, or finds the request that is open. `NotFound` for a study that the viewer may not see; a
/// problem stands at `study` for the own one, and for one that belongs to no office.
pub async fn ask(app: &App, viewer: &Viewer, study: CaseStudyId, typed: &Typed) -> Result<Asked> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let asking = writer.acting.region.clone();
    policy::require(Act::AskVisit, &writer.acting, &asking)?;
    tx.serialize_on(&format!("visit of {asking} to {study}")).await?;
    let row = studies::find(&*tx, viewer, study).await?;
    let host = host_of(&row, &asking)?;
    if let Some(known) = store::open_of(&*tx, row.id, &asking).await? {
        return Ok(Asked { id: VisitId(known.id), is_new: false });
    }
    let checked = typed.checked(tx.today())?;
    let mut days = checked.days.into_iter();
    let new = visit::ActiveModel {
        case_study_id: Set(row.id),
        asking_code: Set(asking),
        host_code: Set(host.clone()),
        kind: Set(checked.kind.as_str().to_owned()),
        state: Set(State::Asked.as_str().to_owned()),
        turn: Set(Side::Host.as_str().to_owned()),
        purpose: Set(typed.purpose.clone()),
        contact: Set(typed.contact.clone()),
        people: Set(checked.people),
        first_day: Set(days.next().ok_or(Error::NotFound)?),
        second_day: Set(days.next()),
        third_day: Set(days.next()),
        scheduled_at: Set(None),
        place: Set(String::new()),
        link: Set(String::new()),
        report_seen: Set(String::new()),
        report_applied: Set(String::new()),
        report_unfit: Set(String::new()),
        report_team: Set(String::new()),
        reported_at: Set(None),
        asked_by: Set(writer.account.get()),
        term_id: Set(writer.acting.term.get()),
        byline: Set(writer.byline.clone()),
        version: Set(1),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        turn_since: Set(tx.now()),
        answered_at: Set(None),
        escalated_at: Set(None),
        report_asked_at: Set(None),
        ..Default::default()
    };
    let id = visit::Entity::insert(new).exec(&*tx).await?.last_insert_id;
    writer.word(&tx, id, Said { side: Side::Asking, what: FIRST_WORD, offered_at: None, body: "" }).await?;
    writer.remember(&tx, "ask_visit", id, "").await?;
    tx.commit(visible(row.id, &host)).await?;
    Ok(Asked { id: VisitId(id), is_new: true })
}

/// The office that is asked.
fn host_of(study: &case_study::Model, asking: &str) -> Result<String> {
    let problem = |sentence: &str| Error::Invalid(Problems::one("study", sentence));
    match study.kecamatan_code.as_deref() {
        None => Err(problem(
            "Praktik ini belum ditandai milik kecamatan mana, sehingga belum ada kantor yang dapat dimohon.",
        )),
        Some(own) if own == asking => {
            Err(problem("Praktik ini milik kantor Bapak/Ibu sendiri. Studi tiru diajukan ke kantor lain."))
        }
        Some(host) => Ok(host.to_owned()),
    }
}
