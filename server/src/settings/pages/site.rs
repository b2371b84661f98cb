//! `/admin/situs`: the name and the short sentences of the site, and the way to its texts.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::administrator;
use crate::app::App;
use crate::audit::pages::{Told, concerning};
use crate::error::{Error, Problems, Result};
use crate::office::typed;
use crate::settings::edit::{self, LINE_CHARS, NAME_CHARS, NOTICE_CHARS, Outcome};
use crate::settings::{SITE, Site, TERMS, TEXTS};
use crate::web::forms::{self, Posted};
use crate::web::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "settings/site.html")]
struct Page {
    layout: Layout,
    site: Site,
    /// The last day of the notice, as typed.
    until: String,
    base: i32,
    problems: Problems,
    /// What is stored, where somebody else changed it meanwhile.
    clash: Vec<(&'static str, String)>,
    texts: Vec<Line>,
    history: Vec<Told>,
}

/// A text that may be replaced.
struct Line {
    slug: &'static str,
    name: &'static str,
    state: String,
}

pub(super) async fn show(State(app): State<App>, layout: Layout) -> Result<Response> {
    administrator(&app, &layout)?;
    let site = layout.site().clone();
    let until = site.notice_until.map_or_else(String::new, |day| day.format("%d-%m-%Y").to_string());
    page(&app, layout, site, until, Problems::default(), Vec::new()).await
}

async fn page(
    app: &App,
    layout: Layout,
    site: Site,
    until: String,
    problems: Problems,
    clash: Vec<(&'static str, String)>,
) -> Result<Response> {
    let settings = &layout.catalogue.settings;
    let line = |text: &crate::settings::BuiltIn| {
        let number = settings.number(text.slug);
        let state = if settings.is_built_in(text.slug) { "teks bawaan".to_owned() } else { format!("versi {number}") };
        Line { slug: text.slug, name: text.name, state }
    };
    let status = match (clash.is_empty(), problems.is_empty()) {
        (false, _) => StatusCode::CONFLICT,
        (_, false) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = Page {
        base: settings.number(SITE),
        texts: TEXTS.iter().filter(|text| text.slug != TERMS).map(line).collect(),
        history: concerning(app, &layout, &["site"], &[], "").await?,
        site,
        until,
        problems,
        clash,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

pub(super) async fn send(State(app): State<App>, layout: Layout, form: Posted) -> Result<Response> {
    layout.viewer.require("/admin/situs")?;
    let until = forms::line(form.get("notice_until"));
    let line = |name: &str| forms::line(form.get(name));
    let site = Site {
        name: line("name"),
        line: line("line"),
        promise: line("promise"),
        notice: line("notice"),
        notice_until: typed::date(&until),
        contact: line("contact"),
    };
    let base = form.get("base").parse().unwrap_or_default();
    match edit::site(&app, &layout.viewer, base, &site, &until).await {
        Ok(Outcome::Kept(_)) => Ok(see_other("/admin/situs", "Disimpan dan langsung berlaku di semua halaman.")),
        Ok(Outcome::Same) => Ok(see_other("/admin/situs", "Tidak ada yang berubah.")),
        Ok(Outcome::Clash(_)) => {
            let stored = edit::in_words(layout.site()).into_iter();
            let differing = stored.zip(edit::in_words(&site)).filter(|(stored, own)| stored != own);
            let clash = differing.map(|(stored, _)| stored).collect();
            page(&app, layout, site, until, Problems::default(), clash).await
        }
        Err(Error::Invalid(problems)) => page(&app, layout, site, until, problems, Vec::new()).await,
        Err(error) => Err(error),
    }
}
