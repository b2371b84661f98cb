//! Pages that visitors see are kept whole and compressed while one content generation stands. The database, the
//! compressor and the pool decide what is fast, not the template; no other invalidation exists.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::layout::{text_size, theme};
use super::{encode, flash};
use crate::app::App;

/// A page also ends after this, for what depends on time.
const LONGEST_LIFE: Duration = Duration::from_secs(60);

/// Pages larger than this are sent as they come.
const MAX_PAGE_BYTES: usize = 4 * 1024 * 1024;

/// Query parameters that pages read, in the order of the key; others neither reach a kept page nor its key.
const KNOWN_PARAMETERS: [&str; 20] = [
    "q",
    "sektor",
    "indikator",
    "kabupaten_kota",
    "kecamatan",
    "tahap",
    "tahun",
    "ada_angka",
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
];

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Brotli.
    Br,
    /// Gzip.
    Gzip,
    /// Not at all.
    Identity,
}

impl Encoding {
    /// The best that the browser reads.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let accepts = |name: &str| {
            accepted.split(',').any(|part| part.trim().split(';').next() == Some(name) && !part.contains("q=0"))
        };
        if accepts("br") {
            Self::Br
        } else if accepts("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// Says in the headers how the body is compressed.
    pub fn mark(self, headers: &mut HeaderMap) {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        match self {
            Self::Br => headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br")),
            Self::Gzip => headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip")),
            Self::Identity => None,
        };
    }
}

/// Compresses; `quality` is Brotli's, 0 to 11.
pub fn compress(body: Bytes, encoding: Encoding, quality: i32) -> Bytes {
    use std::io::Write;
    match encoding {
        Encoding::Identity => body,
        Encoding::Br => {
            let mut out = Vec::with_capacity(body.len() / 4);
            let params = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
            match brotli::BrotliCompress(&mut body.as_ref(), &mut out, &params) {
                Ok(_) => out.into(),
                Err(_) => body,
            }
        }
        Encoding::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
            let written = encoder.write_all(&body);
            match written.and_then(|()| encoder.finish()) {
                Ok(out) => out.into(),
                Err(_) => body,
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    generation: u64,
    target: String,
    encoding: Encoding,
    theme: &'static str,
    text_size: u8,
}

struct Kept {
    body: Bytes,
    headers: HeaderMap,
    etag: HeaderValue,
}

/// The bounded store of kept pages.
#[derive(Clone)]
pub struct Pages(moka::future::Cache<Key, Arc<Kept>>);

impl Pages {
    /// An empty store of at most `max_bytes`.
    pub fn new(max_bytes: u64) -> Self {
        let cache = moka::future::Cache::builder()
            .weigher(|key: &Key, kept: &Arc<Kept>| {
                u32::try_from(kept.body.len() + key.target.len() + 1024).unwrap_or(u32::MAX)
            })
            .max_capacity(max_bytes)
            .time_to_live(LONGEST_LIFE)
            .build();
        Self(cache)
    }
}

/// Serves visitors from kept pages, and everybody compressed with an ETag.
pub async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET || never_kept(request.uri().path()) {
        return next.run(request).await;
    }
    let encoding = Encoding::accepted(request.headers());
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let jar = CookieJar::from_headers(request.headers());
    if jar.get(app.session_cookie()).is_some() || jar.get(flash::COOKIE).is_some() {
        return match finish(next.run(request).await, encoding).await {
            Ok(kept) => answer(&kept, known.as_ref()),
            Err(response) => *response,
        };
    }
    let cookie = |name: &str| jar.get(name).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let key = Key {
        generation: app.db.generation(),
        target: canonical(request.uri()),
        encoding,
        theme: theme(&cookie("tema")),
        text_size: text_size(&cookie("huruf")),
    };
    if let Some(kept) = app.pages.0.get(&key).await {
        return answer(&kept, known.as_ref());
    }
    // The page is drawn from what the key holds and from nothing else, so that no caller can leave something in it.
    let Some(plain) = request_of(&key, &request) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut direct = None;
    let again = next.clone();
    let drawn = app.pages.0.try_get_with(key.clone(), async {
        match finish(next.run(plain).await, encoding).await {
            Ok(kept) => Ok(Arc::new(kept)),
            Err(response) => {
                direct = Some(*response);
                Err(NotKept)
            }
        }
    });
    match drawn.await {
        Ok(kept) => answer(&kept, known.as_ref()),
        Err(_) => match (direct, request_of(&key, &request)) {
            (Some(response), _) => response,
            (None, Some(plain)) => again.run(plain).await,
            (None, None) => StatusCode::BAD_REQUEST.into_response(),
        },
    }
}

#[derive(Debug)]
struct NotKept;

fn never_kept(path: &str) -> bool {
    ["/aset/", "/berkas/", "/tampilan", "/undangan/", "/healthz", "/readyz", "/metrics"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

fn canonical(uri: &axum::http::Uri) -> String {
    let query = uri.query().unwrap_or_default();
    let mut target = uri.path().to_owned();
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
async fn finish(response: Response, encoding: Encoding) -> Result<Kept, Box<Response>> {
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
    if response.status() != StatusCode::OK || !text || no_store || response.headers().contains_key(header::SET_COOKIE) {
        return Err(Box::new(response));
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MAX_PAGE_BYTES).await else {
        return Err(Box::new(StatusCode::INTERNAL_SERVER_ERROR.into_response()));
    };
    let etag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&body)[..10]));
    let body = compress(body, encoding, 5);
    encoding.mark(&mut parts.headers);
    parts.headers.remove(header::CONTENT_LENGTH);
    if !parts.headers.contains_key(header::CACHE_CONTROL) {
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    let etag = HeaderValue::from_str(&etag).unwrap_or_else(|_| HeaderValue::from_static("W/\"0\""));
    parts.headers.insert(header::ETAG, etag.clone());
    Ok(Kept { body, headers: parts.headers, etag })
}

fn answer(kept: &Kept, known: Option<&HeaderValue>) -> Response {
    let same =
        known.is_some_and(|known| known.as_bytes().windows(kept.etag.len()).any(|part| part == kept.etag.as_bytes()));
    let mut response =
        if same { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(Body::from(kept.body.clone())) };
    response.headers_mut().extend(kept.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
    if same {
        response.headers_mut().remove(header::CONTENT_ENCODING);
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
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
