//! Draws the page of an error in the reader's theme; an API caller gets the same as JSON.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use super::layout::{text_size, theme};
use super::{Html, encode, local_path};
use crate::account::session;
use crate::app::App;
use crate::error::ErrorPage;
use crate::format;

#[derive(Template)]
#[template(path = "error.html")]
struct Page {
    site: String,
    theme: &'static str,
    text_size: u8,
    page: ErrorPage,
    retry_at: Option<String>,
    /// Where a visitor signs in and comes back to what may be for members.
    sign_in: Option<String>,
}

impl Page {
    fn asset(&self, file: &str) -> String {
        super::assets::url(file)
    }
}

/// Marks a failed answer that says all there is to say to whoever asked: no page is drawn over it.
#[derive(Clone, Copy, Debug)]
pub struct AsItIs;

/// Replaces the empty body of a failed request by a readable page.
pub async fn draw(State(app): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let api = request.uri().path().starts_with("/api/");
    let opened = address_opened(&request);
    let response = next.run(request).await;
    if response.extensions().get::<AsItIs>().is_some() {
        return response;
    }
    let page = match response.extensions().get::<ErrorPage>() {
        Some(page) => page.clone(),
        None => match bare(response.status(), response.headers()) {
            Some(page) => page,
            None => return response,
        },
    };
    let page = if page.status == StatusCode::FORBIDDEN { explained(&app, &headers, page).await } else { page };
    if api {
        let body = serde_json::json!({ "error": page.heading, "detail": page.sentences.join(" ") });
        return (page.status, axum::Json(body)).into_response();
    }
    let status = page.status;
    let sign_in = if status == StatusCode::NOT_FOUND { way_in(&app, &headers, opened).await } else { None };
    let jar = CookieJar::from_headers(&headers);
    let cookie = |name: &str| jar.get(name).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let retry_at = page.retry_at.map(|at| format::time(app.clock.local(at)));
    let retry_after = page.retry_at.map(|at| (at - app.clock.now()).num_seconds().max(1));
    let drawn = Page {
        site: app.catalogue.get().settings.site.name.clone(),
        theme: theme(&cookie("tema")),
        text_size: text_size(&cookie("huruf")),
        page,
        retry_at,
        sign_in,
    };
    let mut drawn = (status, Html(drawn)).into_response();
    if let Some(seconds) = retry_after {
        drawn.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    drawn
}

/// Path and query of what was opened; nothing for what was sent.
fn address_opened(request: &Request) -> Option<String> {
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    let address = request.uri().path_and_query().filter(|_| is_read)?;
    Some(local_path(address.as_str()).to_owned())
}

/// The way to sign in and back, for who is signed out: what is not there may be for members only. Every address has it, so
/// that nobody learns which ones hide something.
async fn way_in(app: &App, headers: &HeaderMap, opened: Option<String>) -> Option<String> {
    let back = opened?;
    let is_visitor = matches!(session::sender(app, headers).await, Ok(None));
    is_visitor.then(|| format!("/masuk?kembali={}", encode(&back)))
}

/// A refusal says it when the reason is that the account is suspended.
async fn explained(app: &App, headers: &HeaderMap, page: ErrorPage) -> ErrorPage {
    // The page of a refusal is drawn also when the database does not answer.
    let sender = session::sender(app, headers).await.ok().flatten();
    let Some(until) = sender.and_then(|person| person.suspended_until) else {
        return page;
    };
    let until = format::date(app.clock.last_day(until));
    ErrorPage {
        heading: "Akun sedang ditangguhkan",
        sentences: vec![format!(
            "Akun Bapak/Ibu ditangguhkan sampai dengan {until}. Sampai saat itu Bapak/Ibu dapat membaca yang terbuka untuk umum, dan menanggapi keputusannya."
        )],
        more: Some(("/penangguhan", "Baca alasan dan tanggapi")),
        ..page
    }
}

/// Errors that the framework answers by itself, with an empty or a plain body.
fn bare(status: StatusCode, headers: &HeaderMap) -> Option<ErrorPage> {
    let plain = headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !plain {
        return None;
    }
    let (heading, sentence) = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            ("Halaman tidak ditemukan.", "Alamatnya mungkin salah ketik, atau isinya sudah tidak ditayangkan.")
        }
        StatusCode::FORBIDDEN => (
            "Permintaan ditolak",
            "Permintaan ini datang dari situs lain. Buka halamannya di situs ini, lalu ulangi dari sana.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("Terlalu besar", "Yang dikirim melebihi batas. Perkecil, lalu coba lagi."),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ("Isian tidak terbaca", "Muat ulang halamannya, lalu coba lagi.")
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
            ("Layanan sedang tidak tersedia", "Coba lagi beberapa saat lagi. Yang sudah tersimpan tidak hilang.")
        }
        StatusCode::TOO_MANY_REQUESTS => ("Terlalu banyak percobaan", "Coba lagi beberapa saat lagi."),
        StatusCode::INTERNAL_SERVER_ERROR => ("Terjadi gangguan", "Coba lagi beberapa saat lagi."),
        _ => return None,
    };
    Some(ErrorPage {
        status,
        heading,
        sentences: vec![sentence.to_owned()],
        reference: None,
        retry_at: None,
        more: None,
    })
}
