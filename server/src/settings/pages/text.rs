//! `/admin/situs/{slug}`: one text of the site, looked at before it is kept; and the terms of use, published from a day
//! on.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::administrator;
use super::history::said;
use crate::app::App;
use crate::case_study::difference::{Piece, by_words};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::markdown::{self, SafeHtml};
use crate::office;
use crate::settings::edit::{self, NOTE_CHARS, Outcome, Typed};
use crate::settings::{self, BuiltIn, TERMS, Terms, split};
use crate::web::forms::Posted;
use crate::web::{Html, Layout, filters, see_other};

#[derive(Template)]
#[template(path = "settings/text.html")]
struct Page {
    layout: Layout,
    text: &'static BuiltIn,
    form: Typed,
    base: i32,
    is_built_in: bool,
    problems: Problems,
    preview: Option<SafeHtml>,
    /// What is stored beside what was typed, where somebody else was faster.
    clash: Option<Vec<Piece>>,
    note_chars: usize,
}

impl Page {
    fn is_terms(&self) -> bool {
        self.text.slug == TERMS
    }

    /// The newest version, where it comes into force later.
    fn announced(&self) -> Option<&Terms> {
        let terms = self.layout.catalogue.settings.terms();
        terms.last().filter(|terms| self.is_terms() && terms.holds_from > self.layout.today())
    }
}

/// Which version the form starts with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    dari: Option<i32>,
}

/// How the form is shown again.
#[derive(Default)]
struct Shown {
    problems: Problems,
    preview: Option<SafeHtml>,
    clash: Option<Vec<Piece>>,
}

pub(super) async fn show(
    State(app): State<App>,
    layout: Layout,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    administrator(&app, &layout)?;
    let text = settings::text(&slug).ok_or(Error::NotFound)?;
    let body = match asked.dari {
        Some(number) => said(&app, &layout, &slug, number).await?,
        None => layout.catalogue.settings.body(&slug),
    };
    let (heading, body) = split(&body);
    let form = Typed { heading: heading.to_owned(), body: body.trim().to_owned(), ..Typed::default() };
    Ok(page(layout, text, form, Shown::default()))
}

fn page(layout: Layout, text: &'static BuiltIn, form: Typed, shown: Shown) -> Response {
    let status = match (&shown.clash, shown.problems.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (_, false) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = Page {
        base: layout.catalogue.settings.number(text.slug),
        is_built_in: layout.catalogue.settings.is_built_in(text.slug),
        problems: shown.problems,
        preview: shown.preview,
        clash: shown.clash,
        note_chars: NOTE_CHARS,
        text,
        form,
        layout,
    };
    (status, Html(page)).into_response()
}

/// Shows what readers will see; keeps nothing.
pub(super) async fn preview(
    State(app): State<App>,
    layout: Layout,
    Path(slug): Path<String>,
    form: Posted,
) -> Result<Response> {
    administrator(&app, &layout)?;
    let text = settings::text(&slug).ok_or(Error::NotFound)?;
    let typed = edit::tidy(&form);
    let preview = Some(markdown::render_page(&typed.body));
    Ok(page(layout, text, typed, Shown { preview, ..Shown::default() }))
}

pub(super) async fn send(
    State(app): State<App>,
    layout: Layout,
    Path(slug): Path<String>,
    form: Posted,
) -> Result<Response> {
    let back = address(&slug);
    layout.viewer.require(&back)?;
    let typed = edit::tidy(&form);
    let base = form.get("base").parse().unwrap_or_default();
    let outcome = edit::text(&app, &layout.viewer, &slug, base, &typed).await;
    let text = settings::text(&slug).ok_or(Error::NotFound)?;
    match outcome {
        Ok(Outcome::Kept(number)) if slug == TERMS => {
            let day = office::typed::date(&typed.holds_from).map_or_else(String::new, format::date);
            Ok(see_other(&back, &format!("Versi {number} diterbitkan, berlaku mulai {day}.")))
        }
        Ok(Outcome::Kept(number)) => {
            Ok(see_other(&back, &format!("Disimpan sebagai versi {number} dan langsung tampil.")))
        }
        Ok(Outcome::Same) => Ok(see_other(&back, "Tidak ada yang berubah.")),
        Ok(Outcome::Clash(_)) => {
            let stored = layout.catalogue.settings.body(&slug);
            // Heading and text together: the next base is the newest, so all that differs must be seen here.
            let clash = Some(by_words(stored.trim(), edit::whole(&typed).trim()));
            Ok(page(layout, text, typed, Shown { clash, ..Shown::default() }))
        }
        Err(Error::Invalid(problems)) => Ok(page(layout, text, typed, Shown { problems, ..Shown::default() })),
        Err(error) => Err(error),
    }
}

pub(super) async fn built_in(
    State(app): State<App>,
    layout: Layout,
    Path(slug): Path<String>,
    form: Posted,
) -> Result<Response> {
    let back = address(&slug);
    layout.viewer.require(&back)?;
    let base = form.get("base").parse().unwrap_or_default();
    match edit::built_in(&app, &layout.viewer, &slug, base).await? {
        Outcome::Clash(_) => Err(Error::Conflict("Teks ini baru saja diubah administrator lain.".to_owned())),
        _ => Ok(see_other(&back, "Teks bawaan tampil lagi. Teks sebelumnya ada di riwayat.")),
    }
}

fn address(slug: &str) -> String {
    format!("/admin/situs/{}", crate::web::encode(slug))
}
