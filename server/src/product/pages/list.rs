//! `/produk`: the catalogue, by sector, place and words.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::error::Result;
use crate::kecamatan::kabupaten_kota_of;
use crate::policy::Act;
use crate::product::store::{self, Card, Listing};
use crate::web::pager::{Pager, address_of_page, page_number};
use crate::web::{Html, Layout, filters};

const PER_PAGE: u64 = 18;

/// Longest search in characters.
const WORDS_CHARS: usize = 100;

/// What the address asks for. Whatever stands there, it is never an error.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    sektor: String,
    kabupaten_kota: String,
    kecamatan: String,
    halaman: Option<String>,
}

impl Asked {
    /// Leaves out what is not known, and a kecamatan of another kabupaten/kota than the chosen one.
    fn tidy(&mut self, layout: &Layout) {
        let places = &layout.catalogue.places;
        self.q = crate::web::forms::line(&self.q).chars().take(WORDS_CHARS).collect();
        if layout.catalogue.sector(&self.sektor).is_none() {
            self.sektor.clear();
        }
        if places.kabupaten_kota(&self.kabupaten_kota).is_none() {
            self.kabupaten_kota.clear();
        }
        let is_known = places.kecamatan(&self.kecamatan).is_some();
        if is_known && self.kabupaten_kota.is_empty() {
            self.kabupaten_kota = kabupaten_kota_of(&self.kecamatan).to_owned();
        }
        if !is_known || kabupaten_kota_of(&self.kecamatan) != self.kabupaten_kota {
            self.kecamatan.clear();
        }
    }

    fn listing(&self, layout: &Layout) -> Listing {
        let region = [&self.kecamatan, &self.kabupaten_kota].into_iter().find(|code| !code.is_empty());
        Listing {
            sector: layout.catalogue.sector(&self.sektor).map(|sector| sector.id),
            region: region.cloned(),
            words: self.q.clone(),
        }
    }

    fn is_narrowed(&self) -> bool {
        [&self.q, &self.sektor, &self.kabupaten_kota].iter().any(|text| !text.is_empty())
    }

    fn at(&self, page: u64) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("sektor", self.sektor.as_str()),
            ("kabupaten_kota", self.kabupaten_kota.as_str()),
            ("kecamatan", self.kecamatan.as_str()),
        ];
        address_of_page("/produk", &pairs, page)
    }
}

#[derive(Template)]
#[template(path = "product/list.html")]
struct ListPage {
    layout: Layout,
    text: String,
    sector: String,
    above: String,
    kecamatan: String,
    /// Code and name of the kecamatan of the chosen kabupaten/kota.
    offered: Vec<(String, String)>,
    is_narrowed: bool,
    may_write: bool,
    total: i64,
    cards: Vec<Card>,
    page: u64,
    pager: Pager,
}

impl ListPage {
    fn is_sector(&self, slug: &str) -> bool {
        self.sector == slug
    }

    fn is_above(&self, code: &str) -> bool {
        self.above == code
    }

    fn is_kecamatan(&self, code: &str) -> bool {
        self.kecamatan == code
    }
}

/// `GET /produk`.
pub(super) async fn show(State(app): State<App>, layout: Layout, Query(mut asked): Query<Asked>) -> Result<Response> {
    asked.tidy(&layout);
    let db = app.db.read();
    let page = page_number(asked.halaman.as_deref());
    let listing = asked.listing(&layout);
    let (rows, total) = listing.page(db, &layout.viewer, (page - 1) * PER_PAGE, PER_PAGE).await?;
    let cards = store::cards(db, &layout.viewer, &layout.catalogue, rows).await?;
    let places = &layout.catalogue.places;
    let own = places.kabupaten_kota(&asked.kabupaten_kota).map(|place| place.kecamatan.clone()).unwrap_or_default();
    let offered = own.iter().filter_map(|code| places.kecamatan(code));
    let page = ListPage {
        offered: offered.map(|place| (place.code.clone(), place.name.clone())).collect(),
        is_narrowed: asked.is_narrowed(),
        may_write: layout.viewer.acting_term().is_some_and(|term| layout.viewer.may(Act::WriteProduct, &term.region)),
        total: i64::try_from(total).unwrap_or(i64::MAX),
        pager: Pager::new(page, total, PER_PAGE, |page| asked.at(page)),
        page,
        cards,
        text: asked.q,
        sector: asked.sektor,
        above: asked.kabupaten_kota,
        kecamatan: asked.kecamatan,
        layout,
    };
    Ok(Html(page).into_response())
}
