//! `/sitemap.xml` names the parts, and the parts hold every address that everybody may open. Sessions change nothing here.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use sea_orm::{PaginatorTrait, QueryOrder, QuerySelect};

use super::atom::{escape, moment};
use super::texts;
use crate::app::App;
use crate::case_study::card;
use crate::case_study::entity::case_study;
use crate::case_study::store as studies;
use crate::collection;
use crate::error::{Error, Result};
use crate::product;
use crate::question;
use crate::question::entity::question as asked;
use crate::viewer::Viewer;
use crate::web::IdPath;

/// Addresses of one part. Search engines take 50,000; a page is kept up to 4 MiB (`web/cache.rs`), and an address with its
/// title and moment takes some 200 bytes.
const IN_PART: u64 = 15_000;

/// More parts than these have no number.
const MOST_PARTS: u64 = 3_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The routes of these files.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sitemap.xml", get(index))
        .route("/sitemap/halaman", get(pages))
        .route("/sitemap/praktik/{page}", get(of_studies))
        .route("/sitemap/kumpulan/{page}", get(of_collections))
        .route("/sitemap/tanya/{page}", get(of_questions))
        .route("/sitemap/produk/{page}", get(of_products))
}

async fn index(State(app): State<App>) -> Result<Response> {
    let (db, visitor) = (app.db.read(), Viewer::visitor());
    let counts = [
        ("praktik", studies::visible_to(&visitor).count(db).await?),
        ("kumpulan", collection::store::shown(db, &visitor, 0, 1).await?.1),
        ("tanya", question::store::visible_to(&visitor).count(db).await?),
        ("produk", product::store::visible_to(&visitor).count(db).await?),
    ];
    let base = escape(&app.config.base_url);
    let mut out = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    out += &format!("<sitemap><loc>{base}/sitemap/halaman</loc></sitemap>\n");
    for (what, addresses) in counts {
        for page in 1..=addresses.div_ceil(IN_PART) {
            out += &format!("<sitemap><loc>{base}/sitemap/{what}/{page}</loc></sitemap>\n");
        }
    }
    out += "</sitemapindex>\n";
    Ok(xml(out))
}

/// Pages that stand whatever is written.
async fn pages(State(app): State<App>) -> Result<Response> {
    let catalogue = app.catalogue.get();
    let fixed =
        ["/", "/cari", "/pilihan", "/tanya", "/produk", "/kumpulan", "/ringkasan", "/kabupaten-kota", "/dampak"]
            .into_iter()
            .map(str::to_owned)
            .chain(texts::paths());
    let sectors = catalogue.sectors.iter().map(|sector| format!("/sektor/{}", sector.slug));
    let indicators = catalogue.indicators.iter().map(|indicator| format!("/indikator/{}", indicator.slug));
    let places = catalogue.places.all_kabupaten_kota().iter().map(|place| format!("/kabupaten-kota/{}", place.code));
    let all = fixed.chain(sectors).chain(indicators).chain(places);
    part(&app, all.map(|path| (path, None)))
}

async fn of_studies(State(app): State<App>, path: IdPath<i64>) -> Result<Response> {
    let rows: Vec<(i64, String, DateTime<Utc>)> = studies::visible_to(&Viewer::visitor())
        .select_only()
        .columns([case_study::Column::Id, case_study::Column::Title, case_study::Column::UpdatedAt])
        .order_by_asc(case_study::Column::Id)
        .offset(offset(path.id)?)
        .limit(IN_PART)
        .into_tuple()
        .all(app.db.read())
        .await?;
    part(&app, rows.into_iter().map(|(id, title, at)| (card::url(id, &title), Some(at))))
}

async fn of_collections(State(app): State<App>, path: IdPath<i64>) -> Result<Response> {
    let (rows, _) = collection::store::shown(app.db.read(), &Viewer::visitor(), offset(path.id)?, IN_PART).await?;
    part(&app, rows.into_iter().map(|row| (collection::store::url(row.id, &row.title), Some(row.updated_at))))
}

async fn of_questions(State(app): State<App>, path: IdPath<i64>) -> Result<Response> {
    type Row = (i64, String, DateTime<Utc>, Option<DateTime<Utc>>);
    let rows: Vec<Row> = question::store::visible_to(&Viewer::visitor())
        .select_only()
        .columns([asked::Column::Id, asked::Column::Title, asked::Column::CreatedAt, asked::Column::EditedAt])
        .order_by_asc(asked::Column::Id)
        .offset(offset(path.id)?)
        .limit(IN_PART)
        .into_tuple()
        .all(app.db.read())
        .await?;
    part(&app, rows.into_iter().map(|(id, title, at, edited)| (question::url(id, &title), Some(edited.unwrap_or(at)))))
}

async fn of_products(State(app): State<App>, path: IdPath<i64>) -> Result<Response> {
    use product::entity::Column;
    let rows: Vec<(i64, String, DateTime<Utc>)> = product::store::visible_to(&Viewer::visitor())
        .select_only()
        .columns([Column::Id, Column::Name, Column::UpdatedAt])
        .order_by_asc(Column::Id)
        .offset(offset(path.id)?)
        .limit(IN_PART)
        .into_tuple()
        .all(app.db.read())
        .await?;
    part(&app, rows.into_iter().map(|(id, name, at)| (product::url(id, &name), Some(at))))
}

/// How many addresses stand before a part; `NotFound` for a number that none has.
fn offset(page: i64) -> Result<u64> {
    let page = u64::try_from(page).ok().filter(|page| (1..=MOST_PARTS).contains(page)).ok_or(Error::NotFound)?;
    Ok((page - 1) * IN_PART)
}

/// The part with these paths and when each last changed; `NotFound` for none, since an empty part is no site map.
fn part(app: &App, lines: impl Iterator<Item = (String, Option<DateTime<Utc>>)>) -> Result<Response> {
    let base = escape(&app.config.base_url);
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return Err(Error::NotFound);
    }
    let mut out = format!("{HEAD}<urlset xmlns=\"{NAMESPACE}\">\n");
    for (path, at) in lines {
        let at = at.map_or_else(String::new, |at| format!("<lastmod>{}</lastmod>", moment(at)));
        out += &format!("<url><loc>{base}{}</loc>{at}</url>\n", escape(&path));
    }
    out += "</urlset>\n";
    Ok(xml(out))
}

fn xml(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_begins_where_the_one_before_ends() {
        assert_eq!(offset(1).ok(), Some(0));
        assert_eq!(offset(3).ok(), Some(2 * IN_PART));
        for page in [0, -1, i64::MIN, i64::MAX] {
            assert!(matches!(offset(page), Err(Error::NotFound)), "{page}");
        }
    }
}
