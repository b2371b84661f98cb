//! `/kabupaten-kota`, `/kabupaten-kota/{kode}` and `/kecamatan/{kode}`: what was written where.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{KabupatenKota, Kecamatan, Places};
use crate::account::entity::account;
use crate::adoption::{self, Stage};
use crate::app::App;
use crate::case_study::counts::{self, ByPlace};
use crate::case_study::store::Listing;
use crate::case_study::{Card, card, partner};
use crate::error::{Error, Result};
use crate::follow::{self, Button, Subject};
use crate::format;
use crate::office::entity::office_term;
use crate::office::{current_on, rank};
use crate::policy::{Act, Role};
use crate::product;
use crate::product::store::Card as ProductCard;
use crate::sector::pages::{PageQuery, address};
use crate::visit;
use crate::web::pager::Pager;
use crate::web::{Html, Layout, filters};

const PER_PAGE: u64 = 12;

/// Cards on the page of a kabupaten/kota.
const NEWEST: u64 = 6;

/// Products on the page of a kecamatan; the catalogue has all.
const PRODUCTS: u64 = 6;

/// Entries of the ledger beside it; the rows behind Capaian have all.
const REPLICATED: u64 = 5;

/// Cards of studies that an office wrote with others.
const TOGETHER: u64 = 12;

/// The routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/kabupaten-kota", get(all))
        .route("/kabupaten-kota/{code}", get(kabupaten_kota))
        .route("/kecamatan/{code}", get(kecamatan))
}

/// A kabupaten/kota on the map.
pub struct Shape {
    /// Its code.
    pub code: String,
    /// 0 for no study, 4 for the most.
    pub shade: i64,
}

/// The map: the more studies, the darker, in four steps up to the most.
pub fn shapes(places: &Places, counts: &ByPlace) -> Vec<Shape> {
    let all = places.all_kabupaten_kota();
    let most = all.iter().map(|place| counts.kabupaten_kota(&place.code)).max().unwrap_or_default();
    let shade = |studies: i64| if most == 0 { 0 } else { (studies * 4 + most - 1) / most };
    all.iter()
        .map(|place| Shape { code: place.code.clone(), shade: shade(counts.kabupaten_kota(&place.code)) })
        .collect()
}

/// A place with its number of studies.
#[derive(Clone)]
struct Line {
    code: String,
    name: String,
    studies: i64,
}

#[derive(Template)]
#[template(path = "kecamatan/all.html")]
struct AllPage {
    layout: Layout,
    counts: ByPlace,
    shapes: Vec<Shape>,
    most: Option<Line>,
    groups: [(&'static str, Vec<Line>); 2],
}

async fn all(State(app): State<App>, layout: Layout) -> Result<Html<AllPage>> {
    let places = &layout.catalogue.places;
    let counts = counts::by_place(app.db.read(), &layout.viewer, &Listing::default()).await?;
    let line = |place: &KabupatenKota| Line {
        code: place.code.clone(),
        name: place.name.clone(),
        studies: counts.kabupaten_kota(&place.code),
    };
    let lines: Vec<Line> = places.all_kabupaten_kota().iter().map(line).collect();
    let most = lines.iter().filter(|line| line.studies > 0).max_by_key(|line| line.studies).cloned();
    let (kota, kabupaten) = lines.into_iter().partition(|line| line.name.starts_with("Kota "));
    Ok(Html(AllPage {
        shapes: shapes(places, &counts),
        most,
        groups: [("Kabupaten", kabupaten), ("Kota", kota)],
        counts,
        layout,
    }))
}

#[derive(Template)]
#[template(path = "kecamatan/kabupaten_kota.html")]
struct KabupatenKotaPage {
    layout: Layout,
    place: KabupatenKota,
    counts: ByPlace,
    cards: Vec<Card>,
    lines: Vec<Line>,
}

async fn kabupaten_kota(
    State(app): State<App>,
    layout: Layout,
    Path(code): Path<String>,
) -> Result<Html<KabupatenKotaPage>> {
    let (db, catalogue) = (app.db.read(), &layout.catalogue);
    let place = catalogue.places.kabupaten_kota(&code).cloned().ok_or(Error::NotFound)?;
    let listing = Listing { region: Some(code), ..Listing::default() };
    let counts = counts::by_place(db, &layout.viewer, &listing).await?;
    let rows = listing.newest(db, &layout.viewer, NEWEST).await?;
    let cards = card::cards(db, &layout.viewer, catalogue, app.clock.today(), rows).await?;
    let kecamatan = place.kecamatan.iter().filter_map(|code| catalogue.places.kecamatan(code));
    let lines = kecamatan
        .map(|kecamatan| Line {
            code: kecamatan.code.clone(),
            name: kecamatan.name.clone(),
            studies: counts.kecamatan(&kecamatan.code),
        })
        .collect();
    Ok(Html(KabupatenKotaPage { place, counts, cards, lines, layout }))
}

#[derive(Template)]
#[template(path = "kecamatan/show.html")]
struct KecamatanPage {
    layout: Layout,
    place: Kecamatan,
    parent: KabupatenKota,
    full_name: String,
    total: i64,
    cards: Vec<Card>,
    together: Vec<Card>,
    products: Vec<ProductCard>,
    /// What it runs or tries of others, and how many there are.
    replicated: Vec<adoption::Line>,
    all_replicated: i64,
    follow: Option<Button>,
    officials: Vec<Official>,
    /// What its office did for guests; empty for one that was never asked.
    credit: String,
    may_manage: bool,
    page: u64,
    pager: Pager,
}

/// Somebody who serves in a kecamatan now.
struct Official {
    office: &'static str,
    name: String,
    since: String,
}

async fn kecamatan(
    State(app): State<App>,
    layout: Layout,
    Path(code): Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<Html<KecamatanPage>> {
    let (db, catalogue, page) = (app.db.read(), &layout.catalogue, query.page());
    let place = catalogue.places.kecamatan(&code).cloned().ok_or(Error::NotFound)?;
    let parent = catalogue.places.kabupaten_kota(&place.kabupaten_kota).cloned().ok_or(Error::NotFound)?;
    let listing = Listing { region: Some(code.clone()), ..Listing::default() };
    let (rows, total) = listing.page(db, &layout.viewer, (page - 1) * PER_PAGE, PER_PAGE).await?;
    let cards = card::cards(db, &layout.viewer, catalogue, app.clock.today(), rows).await?;
    let together = if page > 1 { Vec::new() } else { partner::written_by(db, &layout.viewer, &code, TOGETHER).await? };
    let together = card::cards(db, &layout.viewer, catalogue, app.clock.today(), together).await?;
    let made = product::store::Listing { region: Some(code.clone()), ..Default::default() };
    let made = if page > 1 { Vec::new() } else { made.newest(db, &layout.viewer, 0, PRODUCTS).await? };
    let products = product::store::cards(db, &layout.viewer, catalogue, made).await?;
    let both = (&**catalogue, &app.clock);
    let (replicated, all_replicated) = adoption::here(db, &layout.viewer, both, &code, REPLICATED).await?;
    Ok(Html(KecamatanPage {
        replicated,
        all_replicated: i64::try_from(all_replicated).unwrap_or(i64::MAX),
        together,
        products,
        full_name: catalogue.places.full_name(&code),
        total: i64::try_from(total).unwrap_or(i64::MAX),
        cards,
        follow: follow::store::button(db, &layout.viewer, &Subject::Kecamatan(code.clone())).await?,
        credit: visit::credit(db, &code).await?.words(),
        officials: officials(db, &code, app.clock.today()).await?,
        may_manage: layout.viewer.may(Act::ManageStaff, &code) || layout.viewer.may(Act::ManageCamat, &code),
        page,
        pager: Pager::new(page, total, PER_PAGE, |page| address(&format!("/kecamatan/{code}"), page)),
        place,
        parent,
        layout,
    }))
}

/// Who leads the kecamatan today, and its secretary; those before them are not shown.
async fn officials(db: &impl ConnectionTrait, code: &str, today: NaiveDate) -> Result<Vec<Official>> {
    let shown = Role::ALL.into_iter().filter(|role| role.leads_kecamatan() || *role == Role::Sekcam);
    let terms = office_term::Entity::find()
        .filter(office_term::Column::RegionCode.eq(code))
        .filter(office_term::Column::Role.is_in(shown.map(Role::as_str)))
        .filter(current_on(today))
        .all(db)
        .await?;
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(terms.iter().map(|term| term.account_id)))
        .all(db)
        .await?;
    let names: HashMap<i64, String> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let mut current: Vec<(Role, office_term::Model)> =
        terms.into_iter().filter_map(|term| Some((Role::parse(&term.role)?, term))).collect();
    current.sort_by_key(|(role, term)| (rank(*role), term.started_on));
    let official = |(role, term): (Role, office_term::Model)| {
        let name = names.get(&term.account_id)?.clone();
        Some(Official { office: role.label(), name, since: format::date(term.started_on) })
    };
    Ok(current.into_iter().filter_map(official).collect())
}
