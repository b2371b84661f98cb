//! `/umpan.atom`, those of a kecamatan, a sector, an indicator and a collection, and `/sitemap.xml`: what everybody may
//! see, for machines. Sessions change nothing here.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{QueryOrder, QuerySelect};

use super::texts;
use crate::app::App;
use crate::case_study::card;
use crate::case_study::content::shortened;
use crate::case_study::entity::case_study;
use crate::case_study::store::{Listing, visible_to};
use crate::collection;
use crate::error::{Error, Result};
use crate::ids::CollectionId;
use crate::kecamatan::Places;
use crate::markdown;
use crate::product;
use crate::question;
use crate::viewer::Viewer;
use crate::web::IdPath;

/// Studies in the feed.
const IN_FEED: u64 = 50;

/// Addresses that one site map may hold.
const IN_SITEMAP: u64 = 45_000;

/// Of them, so many may be collections beside the studies.
const COLLECTIONS_IN_SITEMAP: u64 = 2_000;

/// Of them, so many may be questions beside the studies.
const QUESTIONS_IN_SITEMAP: u64 = 2_000;

/// Of them, so many may be products beside the studies.
const PRODUCTS_IN_SITEMAP: u64 = 2_000;

/// The routes of these files.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/umpan.atom", get(feed))
        .route("/kecamatan/{code}/umpan.atom", get(of_kecamatan))
        .route("/sektor/{slug}/umpan.atom", get(of_sector))
        .route("/indikator/{slug}/umpan.atom", get(of_indicator))
        .route("/kumpulan/{id}/umpan.atom", get(of_collection))
        .route("/sitemap.xml", get(sitemap))
}

/// What a feed is about, and the page that shows the same.
struct Feed {
    title: String,
    /// Path of the feed.
    own: String,
    /// Path of the page.
    page: String,
}

async fn feed(State(app): State<App>) -> Result<Response> {
    let title = format!("Praktik baik terbaru – {}", app.catalogue.get().settings.site.name);
    let feed = Feed { title, own: "/umpan.atom".to_owned(), page: "/".to_owned() };
    newest(&app, feed, Listing::default()).await
}

async fn of_kecamatan(State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let catalogue = app.catalogue.get();
    catalogue.places.kecamatan(&code).ok_or(Error::NotFound)?;
    let name = format!("Praktik baru dari {}", catalogue.places.full_name(&code));
    newest(&app, below(name, &format!("/kecamatan/{code}")), Listing { region: Some(code), ..Listing::default() }).await
}

async fn of_sector(State(app): State<App>, Path(slug): Path<String>) -> Result<Response> {
    let catalogue = app.catalogue.get();
    let sector = catalogue.sector(&slug).ok_or(Error::NotFound)?;
    let name = format!("Praktik baru di sektor {}", sector.name);
    newest(&app, below(name, &format!("/sektor/{slug}")), Listing { sector: Some(sector.id), ..Listing::default() })
        .await
}

async fn of_indicator(State(app): State<App>, Path(slug): Path<String>) -> Result<Response> {
    let catalogue = app.catalogue.get();
    let indicator = catalogue.indicator(&slug).ok_or(Error::NotFound)?;
    let name = format!("Praktik baru untuk {}", indicator.name);
    let listing = Listing { indicator: Some(indicator.id), ..Listing::default() };
    newest(&app, below(name, &format!("/indikator/{slug}")), listing).await
}

/// The studies of a published collection in its order. What only members may see is not there.
async fn of_collection(State(app): State<App>, path: IdPath<CollectionId>) -> Result<Response> {
    let db = app.db.read();
    let row = collection::store::find(db, path.id).await?;
    if row.state != "tayang" {
        return Err(Error::NotFound);
    }
    let items = collection::store::items(db, row.id).await?;
    let studies = collection::store::studies(db, &Viewer::visitor(), &items).await?;
    Ok(atom(&app, &below(row.title, &format!("/kumpulan/{}", row.id)), studies))
}

fn below(title: String, page: &str) -> Feed {
    Feed { title, own: format!("{page}/umpan.atom"), page: page.to_owned() }
}

async fn newest(app: &App, feed: Feed, listing: Listing) -> Result<Response> {
    let studies = listing.newest(app.db.read(), &Viewer::visitor(), IN_FEED).await?;
    Ok(atom(app, &feed, studies))
}

fn atom(app: &App, feed: &Feed, studies: Vec<case_study::Model>) -> Response {
    let base = escape(&app.config.base_url);
    let catalogue = app.catalogue.get();
    let site = &catalogue.settings.site.name;
    let newest = studies.iter().map(|study| study.updated_at).max();
    let (own, page) = (escape(&feed.own), escape(&feed.page));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"id\">\n",
    );
    out += &format!("<title>{}</title>\n<id>{base}{own}</id>\n", escape(&feed.title));
    out += &format!("<link rel=\"self\" href=\"{base}{own}\"/>\n<link href=\"{base}{page}\"/>\n");
    out += &format!("<author><name>{}</name></author>\n", escape(site));
    // An empty feed still needs a moment; its own beginning is as good as any.
    out += &format!("<updated>{}</updated>\n", moment(newest.unwrap_or_default()));
    for study in studies {
        out += &entry(&study, &base, &catalogue.places, site);
    }
    out += "</feed>\n";
    ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], out).into_response()
}

fn entry(study: &case_study::Model, base: &str, places: &Places, site: &str) -> String {
    let url = escape(&card::url(study.id, &study.title));
    let summary = shortened(&markdown::plain(&study.summary).replace('\n', " "), 400);
    let place = study.kecamatan_code.as_deref().map_or_else(String::new, |code| places.full_name(code));
    let author = if study.byline.is_empty() { &place } else { &study.byline };
    let author = if author.is_empty() { site } else { author };
    let (published, updated) = (moment(study.published_at), moment(study.updated_at));
    format!(
        "<entry>\n<title>{}</title>\n<id>{base}/praktik/{}</id>\n<link href=\"{base}{url}\"/>\n\
         <published>{published}</published>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n\
         <summary>{}</summary>\n</entry>\n",
        escape(&study.title),
        study.id,
        escape(author),
        escape(&summary)
    )
}

async fn sitemap(State(app): State<App>) -> Result<Response> {
    let base = escape(&app.config.base_url);
    let catalogue = app.catalogue.get();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let fixed =
        ["/", "/cari", "/pilihan", "/tanya", "/produk", "/kumpulan", "/ringkasan", "/kabupaten-kota", "/dampak"]
            .into_iter()
            .map(str::to_owned)
            .chain(texts::paths());
    let sectors = catalogue.sectors.iter().map(|sector| format!("/sektor/{}", sector.slug));
    let indicators = catalogue.indicators.iter().map(|indicator| format!("/indikator/{}", indicator.slug));
    let places = catalogue.places.all_kabupaten_kota().iter().map(|place| format!("/kabupaten-kota/{}", place.code));
    for path in fixed.chain(sectors).chain(indicators).chain(places) {
        out += &format!("<url><loc>{base}{}</loc></url>\n", escape(&path));
    }
    let studies: Vec<(i64, String, DateTime<Utc>)> = visible_to(&Viewer::visitor())
        .select_only()
        .columns([case_study::Column::Id, case_study::Column::Title, case_study::Column::UpdatedAt])
        .order_by_desc(case_study::Column::PublishedAt)
        .limit(IN_SITEMAP)
        .into_tuple()
        .all(app.db.read())
        .await?;
    for (id, title, updated_at) in studies {
        let (path, at) = (escape(&card::url(id, &title)), moment(updated_at));
        out += &format!("<url><loc>{base}{path}</loc><lastmod>{at}</lastmod></url>\n");
    }
    let (collections, _) =
        collection::store::shown(app.db.read(), &Viewer::visitor(), 0, COLLECTIONS_IN_SITEMAP).await?;
    for row in collections {
        let (path, at) = (escape(&collection::store::url(row.id, &row.title)), moment(row.updated_at));
        out += &format!("<url><loc>{base}{path}</loc><lastmod>{at}</lastmod></url>\n");
    }
    let (questions, _) =
        question::store::Listing::default().page(app.db.read(), &Viewer::visitor(), 0, QUESTIONS_IN_SITEMAP).await?;
    for row in questions {
        let (path, at) = (escape(&question::url(row.id, &row.title)), moment(row.edited_at.unwrap_or(row.created_at)));
        out += &format!("<url><loc>{base}{path}</loc><lastmod>{at}</lastmod></url>\n");
    }
    let products = product::store::Listing::default();
    for row in products.newest(app.db.read(), &Viewer::visitor(), 0, PRODUCTS_IN_SITEMAP).await? {
        let (path, at) = (escape(&row.url()), moment(row.updated_at));
        out += &format!("<url><loc>{base}{path}</loc><lastmod>{at}</lastmod></url>\n");
    }
    out += "</urlset>\n";
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], out).into_response())
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Text for XML. Control characters are not allowed in it, escaped or not.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}
