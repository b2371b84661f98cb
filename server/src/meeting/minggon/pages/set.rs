//! `/meja/minggon`, on which coordinators set the theme and the studies of a month. A study is looked for and chosen in
//! the form itself: each button sends all of it, so that nothing typed is lost, and all of it works without scripts.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{Months, NaiveDate};

use super::Asked;
use crate::app::App;
use crate::case_study::card;
use crate::case_study::entity::case_study;
use crate::case_study::store::by_ids;
use crate::collection::study_number;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::CaseStudyId;
use crate::keyword_search::alike;
use crate::meeting::edit::Faster;
use crate::meeting::minggon::entity::{minggon, minggon_item};
use crate::meeting::minggon::{
    MONTHS_AHEAD, QUESTIONS, STUDIES, Typed, month_key, month_name, month_of, parse_month, set as setting, store,
};
use crate::policy::Act;
use crate::viewer::Viewer;
use crate::web::{Html, Layout, Posted, see_other};

/// Studies that are offered for what was typed.
const OFFERED: usize = 6;

#[derive(Template)]
#[template(path = "meeting/minggon_set.html")]
struct SetPage {
    layout: Layout,
    scope: String,
    month: String,
    key: String,
    /// Key and name of the months that may be set.
    months: Vec<(String, String)>,
    version: i64,
    form: Typed,
    places: Vec<Place>,
    is_set: bool,
    problems: Problems,
    faster: Option<Faster>,
    /// The theme, the introduction and lines for the studies that stand in the tables, when somebody was faster.
    kept: Option<(String, String, Vec<String>)>,
}

/// A place of the form for a study.
struct Place {
    number: usize,
    /// What stands in its field: the number of the study that is chosen, or what is looked for.
    typed: String,
    questions: String,
    chosen: Option<Choice>,
    /// What may be chosen, once something was looked for.
    offered: Vec<Choice>,
    /// True when something was looked for.
    is_asked: bool,
    study_problem: Option<String>,
    question_problem: Option<String>,
}

/// A study as it is chosen: by its title.
struct Choice {
    id: i64,
    title: String,
    place: String,
    url: String,
}

impl SetPage {
    fn most_questions(&self) -> usize {
        QUESTIONS
    }
}

/// The scope that the viewer sets months of.
pub(super) fn scope_of(viewer: &Viewer) -> Option<String> {
    let term = viewer.acting_term()?;
    viewer.may(Act::Feature, &term.region).then(|| term.region.clone())
}

/// What was sent and not kept.
#[derive(Default)]
struct Shown {
    form: Option<Typed>,
    started_from: Option<i64>,
    problems: Problems,
    faster: Option<Faster>,
}

/// `GET /meja/minggon?bulan=2026-12`.
pub(super) async fn form(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let month = asked.bulan.as_deref().and_then(parse_month).unwrap_or_else(|| month_of(app.clock.today()));
    set_page(&app, layout, month, Shown::default()).await
}

async fn set_page(app: &App, layout: Layout, month: NaiveDate, shown: Shown) -> Result<Response> {
    layout.viewer.require("/meja/minggon")?;
    let scope = scope_of(&layout.viewer).ok_or(Error::Forbidden)?;
    let db = app.db.read();
    let row = store::of_scope(db, &scope, month).await?;
    let kept = match &row {
        Some(row) => Some(typed_of(row, store::items(db, row.id).await?)),
        None => None,
    };
    let status = match (&shown.faster, shown.problems.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, true) => StatusCode::OK,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let form = shown.form.or_else(|| kept.clone()).unwrap_or_default();
    let titles = titles(app, &layout.viewer, &form, kept.as_ref()).await?;
    let places = places(app, &layout, &form, &titles, &shown.problems).await?;
    let this_month = month_of(app.clock.today());
    let ahead = (0..=MONTHS_AHEAD).filter_map(|ahead| this_month.checked_add_months(Months::new(ahead.unsigned_abs())));
    let page = SetPage {
        scope: layout.catalogue.places.full_name(&scope),
        month: month_name(month),
        key: month_key(month),
        months: ahead.map(|month| (month_key(month), month_name(month))).collect(),
        version: shown.started_from.unwrap_or_else(|| row.as_ref().map_or(0, |row| row.version)),
        is_set: row.is_some(),
        kept: kept.filter(|_| shown.faster.is_some()).map(|kept| in_words(kept, &titles)),
        problems: shown.problems,
        faster: shown.faster,
        form,
        places,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

fn typed_of(row: &minggon::Model, items: Vec<minggon_item::Model>) -> Typed {
    let mut typed =
        Typed { theme: row.theme.clone(), introduction: row.introduction.clone(), studies: Default::default() };
    for (at, item) in items.into_iter().take(STUDIES).enumerate() {
        typed.studies[at] = (item.case_study_id.to_string(), item.question);
    }
    typed
}

/// The studies that are chosen here or there, in one statement.
async fn titles(
    app: &App,
    viewer: &Viewer,
    form: &Typed,
    kept: Option<&Typed>,
) -> Result<HashMap<i64, case_study::Model>> {
    let mut ids: Vec<CaseStudyId> = form.chosen().map(|(_, study)| CaseStudyId(study)).collect();
    if let Some(kept) = kept {
        ids.extend(kept.chosen().map(|(_, study)| CaseStudyId(study)));
    }
    let rows = by_ids(app.db.read(), viewer, &ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

fn choice(layout: &Layout, row: &case_study::Model) -> Choice {
    let places = &layout.catalogue.places;
    Choice {
        id: row.id,
        title: row.title.clone(),
        place: row.kecamatan_code.as_deref().map_or_else(String::new, |code| places.full_name(code)),
        url: card::url(row.id, &row.title),
    }
}

async fn places(
    app: &App,
    layout: &Layout,
    form: &Typed,
    titles: &HashMap<i64, case_study::Model>,
    problems: &Problems,
) -> Result<Vec<Place>> {
    let taken: Vec<i64> = form.chosen().map(|(_, study)| study).collect();
    let mut places = Vec::with_capacity(STUDIES);
    for (number, (typed, questions)) in (1..).zip(&form.studies) {
        let named = study_number(typed);
        let chosen = named.and_then(|id| titles.get(&id)).map(|row| choice(layout, row));
        let is_asked = named.is_none() && !typed.trim().is_empty();
        let mut offered = Vec::new();
        if is_asked {
            // What is for members alone can't be shared by WhatsApp: nobody is offered it.
            let rows = alike::studies(app, &Viewer::visitor(), typed, OFFERED).await?;
            offered.extend(rows.iter().filter(|row| !taken.contains(&row.id)).map(|row| choice(layout, row)));
        }
        let is_gone = named.is_some() && chosen.is_none();
        let gone = is_gone.then(|| "Praktik ini tidak ditemukan atau tidak lagi tayang. Pilih yang lain.".to_owned());
        places.push(Place {
            number,
            typed: typed.clone(),
            questions: questions.clone(),
            chosen,
            offered,
            is_asked,
            study_problem: problems.of(&format!("study-{number}")).map(str::to_owned).or(gone),
            question_problem: problems.of(&format!("question-{number}")).map(str::to_owned),
        });
    }
    Ok(places)
}

/// What stands in the tables, the studies by their titles.
fn in_words(kept: Typed, titles: &HashMap<i64, case_study::Model>) -> (String, String, Vec<String>) {
    let title = |study: i64| titles.get(&study).map_or("(tidak lagi tayang)", |row| row.title.as_str());
    let line = |(place, study): (usize, i64)| {
        let questions = kept.studies.get(place - 1).map_or("", |(_, questions)| questions.as_str());
        format!("{place}. {}\n{questions}", title(study)).trim_end().to_owned()
    };
    let lines = kept.chosen().map(line).collect();
    (kept.theme, kept.introduction, lines)
}

/// What a button of the form does.
enum Step {
    /// Keeps all of it.
    Save,
    /// Looks for what is typed.
    Search,
    /// The study comes to this place.
    Choose(usize, i64),
    /// Another is looked for in this place.
    Change(usize),
}

impl Step {
    /// Reads a button's value: "pilih:1:12". What is unknown saves.
    fn read(value: &str) -> Self {
        let mut parts = value.split(':');
        let verb = parts.next().unwrap_or_default();
        let place = parts.next().and_then(|place| place.parse().ok()).filter(|place| (1..=STUDIES).contains(place));
        let study = parts.next().and_then(|study| study.parse().ok());
        match (verb, place, study) {
            ("cari", _, _) => Self::Search,
            ("pilih", Some(place), Some(study)) => Self::Choose(place, study),
            ("ganti", Some(place), _) => Self::Change(place),
            _ => Self::Save,
        }
    }

    /// The form after a button that keeps nothing; none for the one that saves.
    async fn done(&self, app: &App, viewer: &Viewer, mut form: Typed) -> Result<Option<Typed>> {
        match *self {
            Self::Save => return Ok(None),
            Self::Search => {}
            Self::Choose(place, study) => form.studies[place - 1].0 = study.to_string(),
            Self::Change(place) => {
                let named = study_number(&form.studies[place - 1].0).map(CaseStudyId);
                let rows = by_ids(app.db.read(), viewer, named.as_slice()).await?;
                // Its title stays to look for: the one that was chosen, and what is like it, is offered at once.
                form.studies[place - 1].0 = rows.into_iter().next().map_or_else(String::new, |row| row.title);
            }
        }
        Ok(Some(form))
    }
}

/// `POST /meja/minggon`.
pub(super) async fn save(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require("/meja/minggon")?;
    let month = parse_month(posted.get("bulan")).ok_or(Error::NotFound)?;
    let form = Typed {
        theme: posted.get("theme").to_owned(),
        introduction: posted.get("introduction").to_owned(),
        studies: std::array::from_fn(|at| {
            let word = |name: &str| posted.get(&format!("{name}-{}", at + 1)).to_owned();
            (word("study"), word("question"))
        }),
    };
    let started_from = posted.get("versi").parse().unwrap_or_default();
    let changed = Step::read(posted.get("aksi")).done(&app, &layout.viewer, form.clone()).await?;
    if let Some(changed) = changed {
        let shown = Shown { form: Some(changed), started_from: Some(started_from), ..Shown::default() };
        return set_page(&app, layout, month, shown).await;
    }
    match setting::set(&app, &layout.viewer, month, started_from, &form).await {
        Ok(None) => {
            let said = if month <= app.clock.today() {
                "Bahan minggon tersimpan dan terbit.".to_owned()
            } else {
                format!("Bahan minggon tersimpan dan terbit pada {}.", format::long_date(month))
            };
            Ok(see_other(&format!("/meja/minggon?bulan={}", month_key(month)), &said))
        }
        Ok(Some(faster)) => {
            let shown = Shown { form: Some(form), faster: Some(faster), ..Shown::default() };
            set_page(&app, layout, month, shown).await
        }
        Err(Error::Invalid(problems)) => {
            let shown = Shown { form: Some(form), started_from: Some(started_from), problems, ..Shown::default() };
            set_page(&app, layout, month, shown).await
        }
        Err(error) => Err(error),
    }
}
