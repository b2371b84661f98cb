//! `/cari`: search and browse in one page. Everything that is chosen stands in the address.

use askama::Template;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use forum_search::{Correction, Facets, Request};

use super::alike::{self, Questions};
use super::asked::{Asked, Group, LAST_PAGE, PER_PAGE, audience};
use super::found::{Found, found};
use super::recognised::{Offer, recognised};
use super::room;
use crate::app::App;
use crate::case_study::content::STAGES;
use crate::case_study::evidence::Evidence;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::topic;
use crate::web::pager::Pager;
use crate::web::{Html, Layout, encode, filters};

/// Values of a group that are listed before "Lainnya".
const LISTED: usize = 8;

/// Words of a query without hits that are tried alone.
const WORDS_TRIED: usize = 6;

/// Queries near to what was typed that are offered where nothing was found.
const NEAREST: usize = 4;

/// Where so few practices are found, a question to the other offices is offered below them.
const FEW: i64 = 5;

/// Popular searches that are shown.
const POPULAR: u64 = 6;

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new().route("/cari", get(search))
}

#[derive(Template)]
#[template(path = "keyword_search/search.html")]
struct Page {
    layout: Layout,
    asked: Asked,
    heading: String,
    is_ready: bool,
    total: i64,
    /// True when no practice has all the words.
    is_partial: bool,
    correction: Option<Correction>,
    hits: Vec<Found>,
    groups: Vec<FacetGroup>,
    chosen: Vec<Chip>,
    offers: Vec<Offer>,
    pager: Pager,
    help: Help,
    /// Searches that many people asked, on the page without words.
    popular: Vec<String>,
    /// Questions about the words, below the practices of the first page.
    questions: Questions,
}

impl Page {
    /// Where the words become a question, and what leads there, where nothing was found or no practice has all the words;
    /// who is not signed in comes by way of the sign-in page.
    fn question(&self) -> Option<(String, &'static str)> {
        let viewer = &self.layout.viewer;
        let form = format!("/tanya/baru?q={}", encode(&self.asked.text));
        match (self.asked.text.is_empty(), viewer.is_member(), viewer.signed_in().is_some()) {
            (false, true, _) => Some((form, "Tanyakan kepada camat lain")),
            (false, false, false) => {
                Some((format!("/masuk?kembali={}", encode(&form)), "Masuk untuk bertanya kepada camat lain"))
            }
            _ => None,
        }
    }

    /// The same below hits: where they are few, or none has all the words, somebody may know what nobody wrote yet.
    fn question_below(&self) -> Option<(String, &'static str)> {
        let is_short = self.total > 0 && self.asked.page == 1 && (self.is_partial || self.total <= FEW);
        self.question().filter(|_| is_short)
    }
}

/// A group of filters with counts.
struct FacetGroup {
    heading: &'static str,
    listed: Vec<Facet>,
    more: Vec<Facet>,
}

struct Facet {
    name: String,
    count: Option<i64>,
    chosen: bool,
    url: String,
}

/// A chosen filter, or a hidden field of the form.
struct Chip {
    name: String,
    url: String,
    parameter: &'static str,
    value: String,
}

/// Ways on from a search without hits.
#[derive(Default)]
struct Help {
    nearest: Vec<(String, String)>,
    /// How many there are without any filter, and where.
    wider: Option<(i64, String)>,
    words: Vec<(String, String)>,
    without: Vec<(String, String)>,
    sectors: Vec<(String, String, i64)>,
}

async fn search(State(app): State<App>, layout: Layout, RawQuery(query): RawQuery) -> Result<Response> {
    let catalogue = layout.catalogue.clone();
    let asked = Asked::read(query.as_deref().unwrap_or_default(), &catalogue);
    let is_member = layout.viewer.is_member();
    let answer = app.search.search(asked.request(is_member)).await?;
    let is_ready = answer.is_some();
    let answer = answer.unwrap_or_default();
    if is_ready && asked.page == 1 && asked.filter_count() == 0 {
        app.search_log.found(app.clock.today(), &asked.text, answer.total);
    }
    let hits = found(app.db.read(), &layout.viewer, &catalogue, app.clock.today(), &answer).await?;
    let help =
        if is_ready && answer.total == 0 { help(&app, &asked, is_member, &catalogue).await? } else { Help::default() };
    if asked.room {
        return Ok(room::page(layout, asked, answer, hits, is_ready));
    }
    let is_bare = asked.text.is_empty() && asked.filter_count() == 0 && asked.page == 1;
    let popular = if is_bare { popular(&app, is_member).await? } else { Vec::new() };
    let offers = offers(&app, &asked, is_member, &catalogue).await?;
    let questions = alike::questions_found(&app, &layout.viewer, &asked).await?;
    let total = u64::try_from(answer.total).unwrap_or(u64::MAX);
    let page = Page {
        heading: heading(&asked, &catalogue),
        is_ready,
        total: i64::try_from(total).unwrap_or(i64::MAX),
        is_partial: answer.relaxed,
        correction: answer.correction,
        hits,
        groups: groups(&asked, &answer.facets, &catalogue),
        chosen: chosen(&asked, &catalogue),
        pager: Pager::new(asked.page, total.min(LAST_PAGE * PER_PAGE), PER_PAGE, |page| asked.at_page(page).url()),
        help,
        popular,
        questions,
        offers,
        layout,
        asked,
    };
    let mut response = Html(page).into_response();
    if !is_ready {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

/// Searches that enough people asked lately and that still find something for this viewer.
async fn popular(app: &App, is_member: bool) -> Result<Vec<String>> {
    let mut popular = Vec::new();
    for text in topic::often(app.db.read(), app.clock.today(), "", true, POPULAR).await? {
        if leads_somewhere(app, &Asked::only(&text).as_typed(), is_member).await? {
            popular.push(text);
        }
    }
    Ok(popular)
}

/// The filters that the words name, as far as they lead somewhere for this viewer.
async fn offers(app: &App, asked: &Asked, is_member: bool, catalogue: &Catalogue) -> Result<Vec<Offer>> {
    let mut offers = Vec::new();
    for offer in recognised(asked, catalogue) {
        if leads_somewhere(app, &offer.asked, is_member).await? {
            offers.push(offer);
        }
    }
    Ok(offers)
}

fn heading(asked: &Asked, catalogue: &Catalogue) -> String {
    if !asked.text.is_empty() {
        return format!("Hasil pencarian: {}", asked.text);
    }
    let names: Vec<String> = asked.chosen().filter_map(|(group, value)| group.name(value, catalogue)).collect();
    if names.is_empty() { "Praktik Baik".to_owned() } else { format!("Praktik Baik: {}", names.join(", ")) }
}

fn chosen(asked: &Asked, catalogue: &Catalogue) -> Vec<Chip> {
    let chip = |(group, value): (Group, &str)| Chip {
        name: group.name(value, catalogue).unwrap_or_default(),
        url: asked.toggled(group, value).url(),
        parameter: group.parameter(),
        value: value.to_owned(),
    };
    asked.chosen().map(chip).collect()
}

fn groups(asked: &Asked, facets: &Facets, catalogue: &Catalogue) -> Vec<FacetGroup> {
    let sectors = catalogue.offered_sectors().map(|sector| sector.slug.as_str());
    let indicators = catalogue.offered_indicators().map(|indicator| indicator.slug.as_str());
    let rungs = Evidence::ALL.into_iter().filter(|rung| *rung > Evidence::Story).map(Evidence::as_str);
    let stages = STAGES.iter().map(|(slug, _)| *slug);
    let mut years: Vec<&str> = facets.years.iter().map(|(year, _)| year.as_str()).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    let places: Vec<&str> = facets.kabupaten_kota.iter().map(|(code, _)| code.as_str()).collect();
    let all = [
        group(Group::Sector, sectors.collect(), &facets.sectors, asked, catalogue),
        group(Group::Indicator, indicators.collect(), &facets.indicators, asked, catalogue),
        group(Group::KabupatenKota, places, &facets.kabupaten_kota, asked, catalogue),
        group(Group::Kecamatan, Vec::new(), &[], asked, catalogue),
        group(Group::Stage, stages.collect(), &facets.stages, asked, catalogue),
        group(Group::Year, years, &facets.years, asked, catalogue),
        group(Group::Evidence, rungs.collect(), &facets.evidence, asked, catalogue),
    ];
    all.into_iter().filter(|group| !group.listed.is_empty()).collect()
}

/// The values of a group that somebody can choose or has chosen, in this order.
fn group(group: Group, order: Vec<&str>, counts: &[(String, u64)], asked: &Asked, catalogue: &Catalogue) -> FacetGroup {
    let mut values: Vec<String> =
        asked.of(group).into_iter().filter(|value| !order.contains(&value.as_str())).collect();
    values.extend(order.into_iter().map(str::to_owned));
    let facet = |value: String| {
        let count = counts.iter().find(|(other, _)| *other == value).map_or(0, |(_, count)| *count);
        let chosen = asked.has(group, &value);
        (chosen || count > 0).then(|| Facet {
            name: group.name(&value, catalogue).unwrap_or_else(|| value.clone()),
            count: (group != Group::Kecamatan).then(|| i64::try_from(count).unwrap_or(i64::MAX)),
            chosen,
            url: asked.toggled(group, &value).url(),
        })
    };
    let mut listed: Vec<Facet> = values.into_iter().filter_map(facet).collect();
    let more = if listed.len() > LISTED + 1 { listed.split_off(LISTED) } else { Vec::new() };
    FacetGroup { heading: group.heading(), listed, more }
}

/// Only what leads somewhere for this viewer is offered: each word is tried in the index.
async fn help(app: &App, asked: &Asked, is_member: bool, catalogue: &Catalogue) -> Result<Help> {
    let mut help = Help::default();
    let words: Vec<&str> = asked.text.split_whitespace().filter(|word| word.chars().count() > 2).collect();
    if words.len() > 1 || asked.filter_count() > 0 {
        for word in words.into_iter().take(WORDS_TRIED) {
            let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
            if leads_somewhere(app, &Asked::only(word), is_member).await? && !word.is_empty() {
                help.words.push((word.to_owned(), Asked::only(word).url()));
            }
        }
    }
    for text in app.search.nearest_queries(&asked.text, audience(is_member), NEAREST).await? {
        // Without the filters only where they leave nothing.
        let mut near = asked.with_words(&text);
        if !leads_somewhere(app, &near, is_member).await? {
            near = Asked::only(&text);
        }
        if leads_somewhere(app, &near, is_member).await? {
            help.nearest.push((text, near.url()));
        }
    }
    if asked.filter_count() > 1 || (asked.filter_count() == 1 && asked.text.is_empty()) {
        let wider = Asked::only(&asked.text);
        let found = app.search.search(Request { limit: 1, ..wider.request(is_member) }).await?.unwrap_or_default();
        help.wider = (found.total > 0).then(|| (i64::try_from(found.total).unwrap_or(i64::MAX), wider.url()));
    }
    for (group, value) in asked.chosen() {
        let without = asked.toggled(group, value);
        if leads_somewhere(app, &without, is_member).await? {
            help.without.push((group.name(value, catalogue).unwrap_or_default(), without.url()));
        }
    }
    let all = Request { audience: audience(is_member), ..Request::new("") };
    let counts = app.search.search(all).await?.unwrap_or_default().facets.sectors;
    for sector in catalogue.offered_sectors() {
        if let Some((_, count)) = counts.iter().find(|(slug, _)| *slug == sector.slug) {
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            help.sectors.push((sector.name.clone(), format!("/sektor/{}", sector.slug), count));
        }
    }
    Ok(help)
}

async fn leads_somewhere(app: &App, asked: &Asked, is_member: bool) -> Result<bool> {
    let request = Request { limit: 1, ..asked.request(is_member) };
    Ok(app.search.search(request).await?.is_some_and(|answer| answer.total > 0))
}
