//! `/kumpulan/{id}/ubah`: one form for all of a collection. Every button of it sends the whole form, so that nothing typed
//! is lost by moving a study, and all of it works without scripts.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::Opened;
use crate::account::names;
use crate::app::App;
use crate::attachment::Picture;
use crate::case_study::{Card, card, store};
use crate::collection::curators::{Coordinator, coordinators};
use crate::collection::edit::{Kept, Outcome, edit};
use crate::collection::history::{self, Line};
use crate::collection::{ALT_CHARS, MAX_CURATORS, MAX_STUDIES, NOTE_CHARS, Step, Typed, add, cover};
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, CollectionId};
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "collection/edit.html")]
struct EditPage {
    layout: Layout,
    id: i64,
    url: String,
    state: String,
    version: i64,
    form: Typed,
    /// What stands in the tables; shown beside what was typed after a clash.
    kept: Typed,
    entries: Vec<Entry>,
    /// Notes typed at studies that somebody took out meanwhile.
    orphans: Vec<String>,
    covers: Vec<(String, Picture)>,
    owner: String,
    owner_unit: String,
    /// Account, name and unit.
    joined: Vec<(i64, String, String)>,
    candidates: Vec<Coordinator>,
    history: Vec<Line>,
    problems: Problems,
    clash: Option<Clash>,
    is_sample: bool,
}

/// Who was faster.
struct Clash {
    by: String,
    is_own: bool,
    at: DateTime<Utc>,
}

/// A study of the form.
struct Entry {
    study: i64,
    /// None for a study that is not shown any more.
    card: Option<Card>,
    note: String,
    /// The note that stands in the tables, when another was typed and somebody was faster.
    other: Option<String>,
    problem: Option<String>,
}

/// What the form says.
pub fn typed(posted: &Posted) -> Typed {
    let note = |(name, text): &(String, String)| Some((name.strip_prefix("note-")?.parse().ok()?, text.clone()));
    Typed {
        title: posted.get("title").to_owned(),
        introduction: posted.get("introduction").to_owned(),
        cover: posted.get("cover").to_owned(),
        cover_alt: posted.get("cover_alt").to_owned(),
        notes: posted.pairs().iter().filter_map(note).collect(),
        study: posted.get("praktik").to_owned(),
        curator: posted.get("kurator").to_owned(),
    }
}

/// `GET /kumpulan/{id}/ubah`.
pub async fn form(State(app): State<App>, path: IdPath<CollectionId>, layout: Layout) -> Result<Response> {
    page(&app, path.id, layout, Shown::default()).await
}

/// What a page shows beside what stands in the tables.
#[derive(Default)]
struct Shown {
    typed: Option<Typed>,
    started_from: Option<i64>,
    problems: Problems,
    clash: Option<Clash>,
}

async fn page(app: &App, id: CollectionId, layout: Layout, shown: Shown) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let opened = Opened::any(app, &layout, id).await?;
    if !opened.may_edit {
        return Err(if opened.row.state == "tayang" { Error::Forbidden } else { Error::NotFound });
    }
    let status = match (&shown.clash, shown.problems.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, true) => StatusCode::OK,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = edit_page(app, layout, opened, shown).await?;
    Ok((status, Html(page)).into_response())
}

async fn edit_page(app: &App, layout: Layout, opened: Opened, shown: Shown) -> Result<EditPage> {
    let (db, today) = (app.db.read(), app.clock.today());
    let kept = Typed::of(&opened.row, &opened.items);
    let form = shown.typed.unwrap_or_else(|| kept.clone());
    let contents = store::contents(db, &opened.studies).await?;
    let covers = cover::offered(db, &opened.studies, &contents).await?;
    let cards = card::cards(db, &layout.viewer, &layout.catalogue, today, opened.studies.clone()).await?;
    let entries = entries(&opened, cards, &form, &shown.problems, shown.clash.is_some());
    let orphans = form
        .notes
        .iter()
        .filter(|(study, note)| !note.is_empty() && !opened.items.iter().any(|item| item.case_study_id == *study));
    let people = opened.curators.iter().map(|one| one.account_id).chain([opened.row.account_id]);
    let people = names(db, people).await?;
    let name = |account: i64| people.get(&account).cloned().unwrap_or_default();
    let is_in =
        |account: i64| account == opened.row.account_id || opened.curators.iter().any(|one| one.account_id == account);
    let all = coordinators(db, &layout.catalogue, today).await?;
    Ok(EditPage {
        orphans: orphans.map(|(_, note)| note.clone()).collect(),
        candidates: all.into_iter().filter(|one| !is_in(one.account)).collect(),
        owner: name(opened.row.account_id),
        joined: opened
            .curators
            .iter()
            .map(|one| (one.account_id, name(one.account_id), one.unit_name.clone()))
            .collect(),
        history: history::history(db, &layout.viewer, CollectionId(opened.row.id)).await?,
        id: opened.row.id,
        url: opened.url(),
        version: shown.started_from.unwrap_or(opened.row.version),
        is_sample: opened.row.is_sample,
        owner_unit: opened.row.unit_name,
        state: opened.row.state,
        problems: shown.problems,
        clash: shown.clash,
        entries,
        covers,
        kept,
        form,
        layout,
    })
}

fn entries(opened: &Opened, cards: Vec<Card>, form: &Typed, problems: &Problems, is_clash: bool) -> Vec<Entry> {
    let mut cards: Vec<Option<Card>> = cards.into_iter().map(Some).collect();
    let entry = |item: &crate::collection::entity::collection_item::Model| {
        let study = item.case_study_id;
        let card = cards.iter_mut().find(|card| card.as_ref().is_some_and(|card| card.id == study));
        let note = form.note(study).unwrap_or(&item.note).to_owned();
        Entry {
            study,
            card: card.and_then(Option::take),
            other: (is_clash && note != item.note).then(|| item.note.clone()),
            note,
            problem: problems.of(&format!("note-{study}")).map(str::to_owned),
        }
    };
    opened.items.iter().map(entry).collect()
}

/// `POST /kumpulan/{id}/ubah`.
pub async fn save(
    State(app): State<App>,
    path: IdPath<CollectionId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let id = path.id;
    layout.viewer.require(&format!("/kumpulan/{id}/ubah"))?;
    let (typed, step) = (typed(&posted), Step::read(posted.get("aksi")));
    let started_from = posted.get("versi").parse().unwrap_or_default();
    match edit(&app, &layout.viewer, id, started_from, &typed, step).await {
        Ok(Outcome::Kept(kept)) => Ok(kept_answer(id, step, &kept)),
        Ok(Outcome::Clash { by, is_own, at }) => {
            let clash = Some(Clash { by, is_own, at });
            page(&app, id, layout, Shown { typed: Some(typed), clash, ..Shown::default() }).await
        }
        Err(Error::Invalid(problems)) => {
            let started_from = Some(started_from);
            page(&app, id, layout, Shown { typed: Some(typed), started_from, problems, clash: None }).await
        }
        Err(error) => Err(error),
    }
}

fn kept_answer(id: CollectionId, step: Step, kept: &Kept) -> Response {
    let form = format!("/kumpulan/{id}/ubah");
    if kept.is_there_already {
        return see_other(&form, "Praktik itu sudah ada di kumpulan ini. Isian lain tersimpan.");
    }
    match step {
        Step::Remove(study) if kept.is_change => {
            let undo = format!("/kumpulan/{id}/praktik/urungkan?praktik={study}");
            see_other_with_undo(&form, "Praktik dikeluarkan dari kumpulan.", &undo)
        }
        Step::Raise(study) | Step::Lower(study) => see_other(&format!("{form}#praktik-{study}"), "Urutan tersimpan."),
        Step::Publish => see_other(&format!("/kumpulan/{id}"), "Kumpulan tayang untuk semua pembaca."),
        Step::Withdraw => see_other(&form, "Kumpulan menjadi draf; pembaca tidak melihatnya lagi."),
        _ => match kept.added {
            Some(study) => see_other(&format!("{form}#praktik-{study}"), "Praktik ditambahkan."),
            None if kept.is_change => see_other(&form, "Tersimpan."),
            None => see_other(&form, "Tidak ada yang berubah."),
        },
    }
}

/// The study that comes back.
#[derive(Deserialize)]
pub struct Back {
    praktik: i64,
}

/// `POST /kumpulan/{id}/praktik/urungkan?praktik=12`.
pub async fn bring_back(
    State(app): State<App>,
    path: IdPath<CollectionId>,
    layout: Layout,
    Query(back): Query<Back>,
) -> Result<Response> {
    let form = format!("/kumpulan/{}/ubah", path.id);
    layout.viewer.require(&form)?;
    add::bring_back(&app, &layout.viewer, path.id, CaseStudyId(back.praktik)).await?;
    Ok(see_other(&format!("{form}#praktik-{}", back.praktik), "Praktik itu kembali ke tempatnya."))
}

impl EditPage {
    fn most_studies(&self) -> usize {
        MAX_STUDIES
    }

    fn most_curators(&self) -> usize {
        MAX_CURATORS
    }

    fn note_chars(&self) -> usize {
        NOTE_CHARS
    }

    fn alt_chars(&self) -> usize {
        ALT_CHARS
    }

    /// What stands in the tables for a field that was typed differently; only after a clash.
    fn other<'a>(&self, typed: &str, kept: &'a str) -> Option<&'a str> {
        (self.clash.is_some() && typed != kept).then_some(kept)
    }

    fn is_chosen(&self, picture: &Picture) -> bool {
        self.form.cover == picture.id.to_string()
    }

    /// True while no offered photo is chosen.
    fn is_plain(&self) -> bool {
        !self.covers.iter().any(|(_, picture)| self.is_chosen(picture))
    }
}
