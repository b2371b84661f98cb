//! Pages that visitors see are kept whole and compressed while one content generation stands. The database, the
//! compressor and the pool decide what is fast, not the template; no other invalidation exists.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};
use tower::{Service, ServiceExt};

use super::compression::{Encoding, compress};
use super::{encode, flash, layout, vitals};
use crate::account::address::Address;
use crate::app::App;

/// A page also ends after this, for what depends on time.
const LONGEST_LIFE: Duration = Duration::from_secs(60);

/// Pages larger than this are sent as they come.
const MAX_PAGE_BYTES: usize = 4 * 1024 * 1024;

/// Query parameters that pages read, in the order of the key; others neither reach a kept page nor its key.
const KNOWN_PARAMETERS: [&str; 33] = [
    "q",
    "sektor",
    "indikator",
    "kabupaten_kota",
    "kecamatan",
    "tahap",
    "tahun",
    "ada_angka",
    "bukti",
    "persis",
    "urut",
    "halaman",
    "tampilan",
    "kind",
    "sector",
    "indicator",
    "stage",
    "year",
    "sort",
    "limit",
    "offset",
    "kembali",
    "rapat",
    "praktik",
    "banding",
    "komentar",
    "balasan",
    "bagian",
    "bulan",
    "wilayah",
    "jawaban",
    "jenis",
    "ukuran",
];

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    generation: u64,
    target: String,
    encoding: Encoding,
    theme: &'static str,
    text_size: u8,
}

/// A page as it goes out.
struct Page {
    body: Bytes,
    headers: HeaderMap,
    etag: HeaderValue,
    route: vitals::Route,
    /// Looked up when the kept page is first sent again; a page of one person never is.
    vitals: OnceLock<vitals::Handles>,
}

impl Page {
    fn answer(&self, known: Option<&HeaderValue>) -> Response {
        let is_known =
            |known: &HeaderValue| known.as_bytes().windows(self.etag.len()).any(|part| part == self.etag.as_bytes());
        let mut headers = self.headers.clone();
        if !known.is_some_and(is_known) {
            let mut response = Response::new(Body::from(self.body.clone()));
            *response.headers_mut() = headers;
            return response;
        }
        headers.remove(header::CONTENT_ENCODING);
        headers.remove(header::CONTENT_TYPE);
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        *response.headers_mut() = headers;
        response
    }
}

/// The bounded store of kept pages.
#[derive(Clone)]
pub struct Pages(moka::future::Cache<Key, Arc<Page>>);

impl Pages {
    /// An empty store of at most `max_bytes`.
    pub fn new(max_bytes: u64) -> Self {
        let cache = moka::future::Cache::builder()
            .weigher(|key: &Key, page: &Arc<Page>| {
                u32::try_from(page.body.len() + key.target.len() + 1024).unwrap_or(u32::MAX)
            })
            .max_capacity(max_bytes)
            .time_to_live(LONGEST_LIFE)
            .build();
        Self(cache)
    }
}

/// The site with its kept pages in front: a page that is kept is answered before any room or layer is asked.
#[derive(Clone)]
pub struct Kept {
    app: App,
    rooms: Router,
}

impl Kept {
    /// Puts the kept pages of `app` in front of its rooms.
    pub fn new(app: App, rooms: Router) -> Self {
        Self { app, rooms }
    }

    /// The service for [`axum::serve`], which tells the rooms who is calling.
    pub fn into_make_service(self) -> IntoMakeServiceWithConnectInfo<Self, SocketAddr> {
        axum::ServiceExt::<Request>::into_make_service_with_connect_info(self)
    }

    async fn answer(self, request: Request) -> Response {
        if request.method() != Method::GET || never_kept(request.uri().path()) {
            return draw(self.rooms, request).await;
        }
        if request.uri().path() == "/cari" {
            self.count_search(&request);
        }
        let encoding = Encoding::accepted(request.headers());
        let Some(key) = self.key(&request, encoding) else {
            let known = request.headers().get(header::IF_NONE_MATCH).cloned();
            return match finish(draw(self.rooms, request).await, encoding).await {
                Ok(page) => page.answer(known.as_ref()),
                Err(response) => *response,
            };
        };
        let began = Instant::now();
        match self.app.pages.0.get(&key).await {
            Some(page) => {
                let response = page.answer(request.headers().get(header::IF_NONE_MATCH));
                page.vitals.get_or_init(|| page.route.handles()).record(response.status(), began);
                response
            }
            None => self.draw_once(key, request).await,
        }
    }

    /// Counts a search here, since no room hears of a page that is kept.
    fn count_search(&self, request: &Request) {
        let query = request.uri().query().unwrap_or_default();
        let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let (Some(text), None) = (value("q"), value("halaman")) else {
            return;
        };
        let jar = CookieJar::from_headers(request.headers());
        let session = jar.get(self.app.session_cookie()).map(|cookie| cookie.value().to_owned());
        let trusted = self.app.config.trust_forwarded_for;
        let address = Address::of(request.headers(), request.extensions(), trusted);
        let asker = session.unwrap_or_else(|| address.key());
        self.app.search_log.count(self.app.clock.today(), &super::decode(&text.replace('+', " ")), asker);
    }

    /// What a page is kept under; `None` for who is signed in or has a notice to read, who get a page of their own.
    fn key(&self, request: &Request, encoding: Encoding) -> Option<Key> {
        let (mut theme, mut text_size) = ("", 0);
        if request.headers().contains_key(header::COOKIE) {
            let jar = CookieJar::from_headers(request.headers());
            if jar.get(self.app.session_cookie()).is_some() || jar.get(flash::COOKIE).is_some() {
                return None;
            }
            let cookie = |name: &str| jar.get(name).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
            (theme, text_size) = (layout::theme(&cookie("tema")), layout::text_size(&cookie("huruf")));
        }
        let target = canonical(request.uri());
        Some(Key { generation: self.app.db.generation(), target, encoding, theme, text_size })
    }

    /// Draws a page for all who ask for it at the moment.
    async fn draw_once(self, key: Key, request: Request) -> Response {
        // The page is drawn from what the key holds and from nothing else, so that no caller can leave something in it.
        let Some(plain) = request_of(&key, &request) else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        let mut direct = None;
        let again = self.rooms.clone();
        let drawn = self.app.pages.0.try_get_with(key.clone(), async {
            match finish(draw(self.rooms, plain).await, key.encoding).await {
                Ok(page) if !page.headers.contains_key(header::SET_COOKIE) => Ok(Arc::new(page)),
                Ok(page) => {
                    direct = Some(page.answer(None));
                    Err(NotKept)
                }
                Err(response) => {
                    direct = Some(*response);
                    Err(NotKept)
                }
            }
        });
        match drawn.await {
            Ok(page) => page.answer(request.headers().get(header::IF_NONE_MATCH)),
            Err(_) => match (direct, request_of(&key, &request)) {
                (Some(response), _) => response,
                (None, Some(plain)) => draw(again, plain).await,
                (None, None) => StatusCode::BAD_REQUEST.into_response(),
            },
        }
    }
}

impl Service<Request> for Kept {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let site = self.clone();
        Box::pin(async move { Ok(site.answer(request).await) })
    }
}

async fn draw(rooms: Router, request: Request) -> Response {
    rooms.oneshot(request).await.unwrap_or_else(|never| match never {})
}

#[derive(Debug)]
struct NotKept;

fn never_kept(path: &str) -> bool {
    [
        "/aset/",
        "/berkas/",
        "/tampilan",
        "/undangan/",
        "/ringkasan/berhenti/",
        "/kabar/berhenti/",
        "/masuk/kode",
        "/healthz",
        "/readyz",
        "/metrics",
    ]
    .iter()
    .any(|prefix| path.starts_with(prefix))
}

fn canonical(uri: &axum::http::Uri) -> String {
    let mut target = uri.path().to_owned();
    let Some(query) = uri.query() else {
        return target;
    };
    let mut mark = '?';
    for name in KNOWN_PARAMETERS {
        for pair in query.split('&') {
            if pair.split('=').next() == Some(name) {
                target.push(mark);
                target.push_str(pair);
                mark = '&';
            }
        }
    }
    target
}

fn request_of(key: &Key, original: &Request) -> Option<Request> {
    let mut request = Request::builder().method(Method::GET).uri(&key.target).body(Body::empty()).ok()?;
    let cookies = format!("tema={}; huruf={}", encode(key.theme), key.text_size);
    request.headers_mut().insert(header::COOKIE, HeaderValue::from_str(&cookies).ok()?);
    *request.extensions_mut() = original.extensions().clone();
    let uri = request.uri().clone();
    request.extensions_mut().insert(axum::extract::OriginalUri(uri));
    Some(request)
}

/// Compresses a page and computes its ETag; gives the response back when it is none that can be kept.
async fn finish(response: Response, encoding: Encoding) -> Result<Page, Box<Response>> {
    let text = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| {
        let kind = kind.as_bytes();
        [&b"text/html"[..], b"application/xml", b"application/atom", b"application/json", b"application/manifest"]
            .iter()
            .any(|prefix| kind.starts_with(prefix))
    });
    let no_store = response
        .headers()
        .get(header::CACHE_CONTROL)
        .is_some_and(|value| value.as_bytes().windows(8).any(|part| part == b"no-store"));
    if response.status() != StatusCode::OK || !text || no_store {
        return Err(Box::new(response));
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MAX_PAGE_BYTES).await else {
        return Err(Box::new(StatusCode::INTERNAL_SERVER_ERROR.into_response()));
    };
    let etag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&body)[..10]));
    let etag = HeaderValue::from_str(&etag).unwrap_or_else(|_| HeaderValue::from_static("W/\"0\""));
    let body = compress(body, encoding, 5);
    encoding.mark(&mut parts.headers);
    parts.headers.remove(header::CONTENT_LENGTH);
    // Kept for many readers: the number in the log belongs to the one request that drew it.
    parts.headers.remove(vitals::REQUEST_ID);
    if !parts.headers.contains_key(header::CACHE_CONTROL) {
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    parts.headers.insert(header::ETAG, etag.clone());
    let route = parts.extensions.remove::<vitals::Route>().unwrap_or_default();
    Ok(Page { body, headers: parts.headers, etag, route, vitals: OnceLock::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_knows_parameters_in_one_order_and_drops_the_rest() {
        let uri = "/cari?utm_source=wa&sektor=umkm&q=air&sektor=pertanian".parse().unwrap();
        assert_eq!(canonical(&uri), "/cari?q=air&sektor=umkm&sektor=pertanian");
    }
}
