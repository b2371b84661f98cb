//! `/meja/kalender`: what a scope puts forward week by week, its themes, and what to think about for the weeks to come.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::{Duration, NaiveDate};
use serde::Deserialize;

use super::calendar::{self, WEEKS, Week};
use super::desk_pages::coordinator;
use super::order;
use super::suggest::{self, Suggestion, Wanted};
use super::week_theme::{self, NOTE_CHARS, Said, monday_of};
use super::{MAX_AHEAD_DAYS, THEME_CHARS};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::ids::FeatureId;
use crate::viewer::Viewer;
use crate::web::{Html, Layout, Posted, encode, see_other};

/// The addresses of the calendar.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/meja/kalender", get(show))
        .route("/meja/kalender/tema", post(say))
        .route("/meja/kalender/urutan", post(shift))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    mulai: String,
    minggu: String,
}

#[derive(Template)]
#[template(path = "curation/calendar.html")]
struct CalendarPage {
    layout: Layout,
    scope: String,
    weeks: Vec<Week>,
    /// The week that suggestions are for.
    chosen: NaiveDate,
    chosen_label: String,
    chosen_theme: String,
    suggestions: Vec<Suggestion>,
    earlier: String,
    later: Option<String>,
    /// The week whose theme could not be saved, as typed.
    refused: Option<(NaiveDate, Said, Problems)>,
    theme_chars: usize,
    note_chars: usize,
}

async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    Ok(Html(page(&app, layout, &asked, None).await?).into_response())
}

async fn page(
    app: &App,
    layout: Layout,
    asked: &Asked,
    refused: Option<(NaiveDate, Said, Problems)>,
) -> Result<CalendarPage> {
    layout.viewer.require(&layout.path)?;
    let term = coordinator(&layout.viewer)?;
    let (db, today) = (app.db.read(), app.clock.today());
    let this_week = monday_of(today);
    // An odd address shows this week.
    let day = |typed: &str| typed.parse::<NaiveDate>().ok().filter(|day| (*day - today).num_days().abs() < 3660);
    let first = day(&asked.mulai).map_or(this_week, monday_of);
    let weeks = calendar::weeks(db, &layout.viewer, &layout.catalogue, &term.region, first, today).await?;
    let chosen = day(&asked.minggu)
        .map(monday_of)
        .filter(|monday| weeks.iter().any(|week| week.monday == *monday && !week.is_past))
        .or_else(|| weeks.iter().find(|week| !week.is_past && week.features.is_empty()).map(|week| week.monday))
        .unwrap_or(this_week.max(first));
    let chosen_week = weeks.iter().find(|week| week.monday == chosen);
    let theme = chosen_week.map_or_else(String::new, |week| {
        let others = week.others.first().map_or("", |(_, theme)| theme.as_str());
        if week.theme.is_empty() { others.to_owned() } else { week.theme.clone() }
    });
    let wanted = Wanted { scope: &term.region, theme: &theme, clock: &app.clock };
    let suggestions = suggest::suggestions(db, &layout.viewer, &layout.catalogue, &wanted).await?;
    let address = |monday: NaiveDate| format!("/meja/kalender?mulai={monday}");
    let later = first + Duration::days(7 * i64::from(WEEKS));
    Ok(CalendarPage {
        scope: layout.catalogue.places.full_name(&term.region),
        chosen,
        chosen_label: week_theme::label(chosen),
        chosen_theme: theme,
        suggestions,
        earlier: address(first - Duration::days(7 * i64::from(WEEKS))),
        later: (later <= this_week + Duration::days(MAX_AHEAD_DAYS)).then(|| address(later)),
        weeks,
        refused,
        theme_chars: THEME_CHARS,
        note_chars: NOTE_CHARS,
        layout,
    })
}

impl CalendarPage {
    /// What the form of a week says: as typed where it was refused, else as it stands.
    fn said(&self, week: &Week) -> Said {
        match &self.refused {
            Some((monday, said, _)) if *monday == week.monday => Said { before: week.theme.clone(), ..said.clone() },
            _ => Said { theme: week.theme.clone(), note: week.note.clone(), before: week.theme.clone() },
        }
    }

    fn problem(&self, week: &Week, field: &str) -> Option<&str> {
        let (monday, _, problems) = self.refused.as_ref()?;
        (*monday == week.monday).then(|| problems.of(field))?
    }

    fn is_refused(&self, week: &Week) -> bool {
        self.refused.as_ref().is_some_and(|(monday, ..)| *monday == week.monday)
    }

    /// The form that features a study in the chosen week.
    fn plan_url(&self, card: &crate::case_study::Card) -> String {
        let back = format!("/meja/kalender?mulai={}", self.weeks.first().map_or(self.chosen, |week| week.monday));
        format!(
            "/praktik/{}/pilihan?minggu={}&tema={}&kembali={}",
            card.id,
            self.chosen,
            encode(&self.chosen_theme),
            encode(&back)
        )
    }
}

async fn say(State(app): State<App>, layout: Layout, form: Posted) -> Result<Response> {
    let monday = form.get("minggu").parse::<NaiveDate>().map_err(|_| Error::NotFound)?;
    let said = Said {
        theme: form.get("theme").to_owned(),
        note: form.get("note").to_owned(),
        before: form.get("before").to_owned(),
    };
    let asked = Asked { mulai: form.get("mulai").to_owned(), minggu: monday.to_string() };
    match week_theme::set(&app, &layout.viewer, monday, &said).await {
        Ok(()) => {
            let sentence = if said.theme.trim().is_empty() { "Tema minggu itu dikosongkan." } else { "Tema disimpan." };
            let path = format!("/meja/kalender?mulai={}&minggu={monday}#minggu-{monday}", encode(&asked.mulai));
            Ok(see_other(&path, sentence))
        }
        Err(Error::Invalid(problems)) => {
            let page = page(&app, layout, &asked, Some((monday, said, problems))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn shift(State(app): State<App>, viewer: Viewer, form: Posted) -> Result<Response> {
    let id = form.get("feature").parse().map(FeatureId).map_err(|_| Error::NotFound)?;
    let up = form.get("arah") == "naik";
    order::shift(&app, &viewer, id, up).await?;
    Ok(see_other("/meja/kalender#berjalan", if up { "Urutan dinaikkan." } else { "Urutan diturunkan." }))
}
