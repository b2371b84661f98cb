//! `/produk/kelola`: an office's own products, shown and not, and what its studies call products that are not here yet.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::case_study::store::{self as studies, Listing};
use crate::error::{Error, Result};
use crate::policy::Act;
use crate::product::entity::Model;
use crate::product::{fold, standing, store, taken_down};
use crate::web::{Html, Layout, encode};

/// Studies that are looked at for names of products.
const LOOKED_AT: u64 = 20;

/// Names that are suggested at once.
const MOST_NAMES: usize = 12;

/// A product of the office.
struct Line {
    url: String,
    edit_url: String,
    name: String,
    price: String,
    state: &'static str,
    state_class: &'static str,
    /// Where it is shown to readers; nothing for who may not, and where they see it.
    show_url: String,
    /// What the maker's contact asks for.
    contact: &'static str,
    is_asked: bool,
}

impl Line {
    fn of(row: &Model, taken_down: bool, may_show: bool) -> Self {
        let (state, state_class) = standing::label(row, taken_down);
        let is_offered = may_show && row.state != "tayang" && row.hidden_at.is_none();
        let is_asked = row.has_contact() && row.consent_asked_at.is_some();
        let contact = match (row.has_contact(), row.contact_revoked_at.is_some()) {
            (true, _) if is_asked => "persetujuan kontak perlu ditanyakan lagi",
            (true, _) => "kontak tercatat",
            (false, true) => "kontak dicabut",
            (false, false) => "tanpa kontak",
        };
        Self {
            url: row.url(),
            edit_url: format!("/produk/{}/ubah", row.id),
            name: row.name.clone(),
            price: row.price(),
            state,
            state_class,
            show_url: if is_offered { format!("/produk/{}/tayangkan", row.id) } else { String::new() },
            contact,
            is_asked,
        }
    }
}

/// A product that a study names.
struct Named {
    name: String,
    title: String,
    url: String,
}

#[derive(Template)]
#[template(path = "product/manage.html")]
struct ManagePage {
    layout: Layout,
    place: String,
    lines: Vec<Line>,
    named: Vec<Named>,
    has_studies: bool,
}

/// `GET /produk/kelola`.
pub(super) async fn show(State(app): State<App>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/produk/kelola")?;
    let region = layout.viewer.acting_term().map(|term| term.region.clone()).ok_or(Error::Forbidden)?;
    if !layout.viewer.may(Act::WriteProduct, &region) {
        return Err(Error::Forbidden);
    }
    let db = app.db.read();
    let rows = store::of_office(db, &region).await?;
    let listing = Listing { region: Some(region.clone()), ..Listing::default() };
    let own = listing.newest(db, &layout.viewer, LOOKED_AT).await?;
    let contents = studies::contents(db, &own).await?;
    let mut known: Vec<String> = rows.iter().map(|row| row.folded_name.clone()).collect();
    let mut named = Vec::new();
    for study in &own {
        let products = contents.get(&study.id).map(|content| content.products.clone()).unwrap_or_default();
        for name in products {
            if named.len() < MOST_NAMES && !known.contains(&fold(&name)) {
                known.push(fold(&name));
                let url = format!("/produk/baru?praktik={}&nama={}", study.id, encode(&name));
                named.push(Named { name, title: study.title.clone(), url });
            }
        }
    }
    let taken_down = taken_down::of(db, &rows).await?;
    let may_show = standing::may_show(&app, &layout.viewer, &region).await?;
    let line = |row: &Model| Line::of(row, taken_down.contains(&row.id), may_show);
    let page = ManagePage {
        place: layout.catalogue.places.full_name(&region),
        lines: rows.iter().map(line).collect(),
        has_studies: !own.is_empty(),
        named,
        layout,
    };
    Ok(Html(page).into_response())
}
