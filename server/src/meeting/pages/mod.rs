//! `/rapat`: the shortlist in the address, and the meetings that an office keeps.

mod begin;
mod compare;
mod decide;
mod edit;
mod minutes;
mod own;
mod shortlist;
mod show;

use axum::Router;
use axum::routing::{get, post};
use chrono::NaiveDate;

use super::decide::Typed;
use super::edit::Faster;
use super::entity::{meeting, meeting_item};
use super::minggon;
use super::{Decision, store};
use crate::app::App;
use crate::case_study::card::{self, Card};
use crate::case_study::partner;
use crate::case_study::store::by_ids;
use crate::error::{Problems, Result};
use crate::format;
use crate::ids::{CaseStudyId, MeetingId};
use crate::web::Layout;

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/rapat", get(shortlist::shortlist))
        .route("/rapat/baru", get(begin::ask).post(begin::begin))
        .route("/rapat/saya", get(own::list))
        .route("/rapat/{id}", get(show::show))
        .route("/rapat/{id}/ubah", get(edit::form).post(edit::save))
        .route("/rapat/{id}/praktik", post(show::add))
        .route("/rapat/{id}/keluarkan", post(show::remove))
        .route("/rapat/{id}/banding", get(compare::compare))
        .route("/rapat/{id}/layar", get(decide::screen))
        .route("/rapat/{id}/putusan", post(decide::decide))
        .route("/rapat/{id}/selesai", post(show::tick))
        .route("/rapat/{id}/tutup", post(show::conclude))
        .route("/rapat/{id}/buka", post(show::reopen))
        .route("/rapat/{id}/berikutnya", post(show::next))
        .route("/rapat/{id}/notulen", get(minutes::page))
        .route("/rapat/{id}/notulen.docx", get(minutes::docx))
        .merge(minggon::pages::routes())
}

/// A meeting with what this viewer sees of its studies.
struct Opened {
    row: meeting::Model,
    entries: Vec<Entry>,
    /// The meeting that began with what this one left open.
    following: Option<meeting::Model>,
    /// "Kec. Cikajang, Kab. Garut".
    office: String,
    /// "Selasa, 24 November 2026".
    day: String,
    /// True for the people of the office, as they act now.
    may_write: bool,
}

/// A study on the agenda.
struct Entry {
    item: meeting_item::Model,
    /// None for a study that this viewer does not see any more.
    card: Option<Card>,
    decision: Option<Decision>,
    /// True for a study that the meeting's office wrote: it is not taken up.
    is_own: bool,
    /// What the form says.
    typed: Typed,
    /// The version that the form starts from.
    version: i64,
    problems: Problems,
    /// Who wrote meanwhile, when what was typed is not kept.
    faster: Option<Faster>,
    /// The meeting that took it over.
    carried_to: Option<i64>,
    /// "24 Des 2026".
    due: String,
    is_late: bool,
}

impl Entry {
    /// The study's title; its number where it is not shown any more.
    fn title(&self) -> String {
        match &self.card {
            Some(card) => card.title.clone(),
            None => format!("Praktik nomor {}", self.item.case_study_id),
        }
    }

    /// "Kec. Cikajang, Kab. Garut", or why there is none.
    fn place(&self) -> &str {
        match &self.card {
            Some(card) if card.place.is_empty() => "Wilayah belum ditandai",
            Some(card) => &card.place,
            None => "tidak lagi tayang",
        }
    }

    /// True for a button of the form; a decision that stands keeps its own.
    fn offers(&self, decision: &Decision) -> bool {
        !self.is_own || *decision != Decision::Replicate || self.decision == Some(Decision::Replicate)
    }

    /// "Replikasi", or "Belum diputuskan".
    fn decided(&self) -> &'static str {
        self.decision.map_or("Belum diputuskan", Decision::label)
    }

    /// True while there is something to do that no later meeting took over.
    fn is_open(&self) -> bool {
        store::is_open(&self.item) && self.carried_to.is_none()
    }

    /// True when something may be ticked, or unticked.
    fn can_be_ticked(&self) -> bool {
        self.is_open() || (self.item.done_at.is_some() && self.carried_to.is_none())
    }

    /// True where something is to be done and nobody is named who does it.
    fn lacks_who(&self) -> bool {
        store::is_open(&self.item) && self.item.who.is_empty() && self.typed.who.trim().is_empty()
    }

    /// True when nothing was decided or written, so that it may be taken off.
    fn is_blank(&self) -> bool {
        let item = &self.item;
        item.decision.is_empty() && item.who.is_empty() && item.note.is_empty() && item.carried_from.is_none()
    }

    /// "selesai 3 Des 2026", "dibawa ke rapat berikutnya", "belum selesai, lewat tenggat"; empty where nothing is to be done.
    fn standing(&self, layout: &Layout) -> String {
        match (&self.item.done_at, self.carried_to) {
            (Some(at), _) => format!("selesai {}", layout.date(at)),
            (None, Some(_)) => "dibawa ke rapat berikutnya".to_owned(),
            (None, None) if !self.is_open() => String::new(),
            (None, None) if self.is_late => "belum selesai, lewat tenggat".to_owned(),
            (None, None) => "belum selesai".to_owned(),
        }
    }
}

/// What a page shows in place of what stands in the table: the form of one study that was not kept.
struct Refused {
    item: i64,
    typed: Typed,
    /// None for the newest version: who saves again has seen what stands there.
    version: Option<i64>,
    problems: Problems,
    faster: Option<Faster>,
}

impl Opened {
    /// Opens a meeting for who may see it, in a number of statements that does not grow with its studies.
    async fn read(app: &App, layout: &Layout, id: MeetingId) -> Result<Self> {
        layout.viewer.require(&format!("/rapat/{id}"))?;
        let (db, today) = (app.db.read(), app.clock.today());
        let row = store::find(db, &layout.viewer, id).await?;
        let items = store::items(db, row.id).await?;
        let carried = store::carried_on(db, &items).await?;
        let following = store::following(db, row.id).await?;
        let ids: Vec<CaseStudyId> = items.iter().map(|item| CaseStudyId(item.case_study_id)).collect();
        let studies = by_ids(db, &layout.viewer, &ids).await?;
        let own = partner::wrote(db, &row.office_code, &studies).await?;
        let mut cards = card::cards(db, &layout.viewer, &layout.catalogue, today, studies).await?;
        let mut entries = Vec::with_capacity(items.len());
        for item in items {
            let at = cards.iter().position(|card| card.id == item.case_study_id);
            let card = at.map(|at| cards.swap_remove(at));
            let is_own = own.contains(&item.case_study_id);
            entries.push(entry(item, card, is_own, &carried, today));
        }
        Ok(Self {
            may_write: store::may_write(&layout.viewer, &row),
            office: layout.catalogue.places.full_name(&row.office_code),
            day: format::long_date(row.held_on),
            entries,
            following,
            row,
        })
    }

    /// The same with the form of one study as it was sent.
    fn with(mut self, refused: Option<Refused>) -> Self {
        let Some(refused) = refused else { return self };
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.item.id == refused.item) {
            entry.version = refused.version.unwrap_or(entry.item.version);
            entry.typed = refused.typed;
            entry.problems = refused.problems;
            entry.faster = refused.faster;
        }
        self
    }

    /// True while its decisions may be changed by this viewer.
    fn may_decide(&self) -> bool {
        self.may_write && self.row.concluded_at.is_none()
    }

    fn url(&self) -> String {
        format!("/rapat/{}", self.row.id)
    }
}

fn entry(
    item: meeting_item::Model,
    card: Option<Card>,
    is_own: bool,
    carried: &std::collections::HashMap<i64, i64>,
    today: NaiveDate,
) -> Entry {
    Entry {
        decision: Decision::parse(&item.decision),
        is_own,
        typed: Typed::of(&item),
        version: item.version,
        problems: Problems::default(),
        faster: None,
        carried_to: carried.get(&item.id).copied(),
        due: item.due_on.map(format::date).unwrap_or_default(),
        is_late: item.due_on.is_some_and(|day| day < today),
        card,
        item,
    }
}
