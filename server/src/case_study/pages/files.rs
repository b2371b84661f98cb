//! Files of a draft: in pieces that go on where they stopped (tus 1.0, for the form's script), or by a plain form.

use axum::body::Bytes;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::autosave::Answer;
use super::form::{Showing, draw};
use super::form_save::{depth_of, save_posted, writer_of};
use crate::app::App;
use crate::attachment::file_entity::upload;
use crate::attachment::{file, tus};
use crate::case_study::draft::{self, FileChange};
use crate::case_study::entity::draft as table;
use crate::case_study::fields;
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, DraftKey};
use crate::rate_limit::{self, Kind};
use crate::web::flash::see_other_with_undo;
use crate::web::{DraftKeyPath, Layout, Posted, pace, read_form, see_other};

const VERSION: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");

fn tus(status: StatusCode) -> Response {
    (
        status,
        [(VERSION, HeaderValue::from_static("1.0.0")), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))],
    )
        .into_response()
}

fn with_offset(mut response: Response, offset: i64) -> Response {
    response.headers_mut().insert(OFFSET, offset.into());
    response
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.parse().ok().filter(|number| *number >= 0)
}

fn too_large(app: &App, bytes: usize) -> Problems {
    let limit = app.config.limits.file_bytes;
    let shown = file::size(i64::try_from(bytes).unwrap_or(i64::MAX));
    Problems::one("file", format!("Berkas paling besar {} MB; yang ini {shown}.", limit / 1_048_576))
}

/// `POST /tulis/{key}/berkas`, told to be tus: an upload begins.
pub async fn create(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Response> {
    if !headers.contains_key(VERSION) {
        let form = form.map_err(|_| Error::Invalid(Problems::one("file", "Pilih berkasnya dahulu.")))?;
        return add(app, key, layout, form).await;
    }
    let Some(account) = layout.viewer.account() else {
        return Ok(Answer::sign_in());
    };
    if !layout.may_write() {
        return Err(Error::Forbidden);
    }
    if let Err(welcome) = app.rates.take(Kind::Photo, account.to_string(), app.clock.now()).await {
        return Ok(Answer::wait(&app, welcome));
    }
    let size = number(&headers, &LENGTH).and_then(|size| usize::try_from(size).ok());
    let Some(size) = size.filter(|size| *size > 0) else {
        return Ok(Answer::refused(StatusCode::BAD_REQUEST, &Problems::one("file", "Berkas ini kosong.")));
    };
    if size > app.config.limits.file_bytes {
        return Ok(Answer::refused(StatusCode::PAYLOAD_TOO_LARGE, &too_large(&app, size)));
    }
    let row = tus::create(&app, account, key, &name_of(&headers), size).await?;
    let mut response = with_offset(tus(StatusCode::CREATED), 0);
    if let Ok(address) = format!("/tulis/{key}/berkas/{}", row.token).parse() {
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

/// The name among `filename BASE64,…`; its bytes are percent-decoded, since base64 of text is what browsers lack.
fn name_of(headers: &HeaderMap) -> String {
    let told = headers.get(METADATA).and_then(|told| told.to_str().ok()).unwrap_or_default();
    let name = told.split(',').find_map(|pair| pair.trim().strip_prefix("filename "));
    name.and_then(decode_base64).unwrap_or_default()
}

fn decode_base64(text: &str) -> Option<String> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for letter in text.trim().trim_end_matches('=').bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    String::from_utf8(out).ok()
}

/// `HEAD /tulis/{key}/berkas/{upload}`: how much has arrived.
pub async fn offset(
    State(app): State<App>,
    Path((key, token)): Path<(String, String)>,
    layout: Layout,
) -> Result<Response> {
    let row = match found(&app, &layout, &key, &token).await? {
        Ok((_, _, row)) => row,
        Err(response) => return Ok(response),
    };
    let mut response = with_offset(tus(StatusCode::OK), row.received_bytes);
    response.headers_mut().insert(LENGTH, row.size_bytes.into());
    Ok(response)
}

/// `PATCH /tulis/{key}/berkas/{upload}`: the next piece; the last one makes the file.
pub async fn append(
    State(app): State<App>,
    Path((key, token)): Path<(String, String)>,
    layout: Layout,
    headers: HeaderMap,
    piece: Bytes,
) -> Result<Response> {
    let (key, account, row) = match found(&app, &layout, &key, &token).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let Some(at) = number(&headers, &OFFSET) else {
        return Ok(tus(StatusCode::BAD_REQUEST));
    };
    if piece.len() > tus::MAX_PIECE_BYTES {
        return Ok(tus(StatusCode::PAYLOAD_TOO_LARGE));
    }
    let Some(received) = tus::append(&app, &row, at, piece).await? else {
        let now = tus::find(&app, account, key, &token).await?;
        return Ok(with_offset(tus(StatusCode::CONFLICT), now.received_bytes));
    };
    if received < row.size_bytes {
        return Ok(with_offset(tus(StatusCode::NO_CONTENT), received));
    }
    let writer = headers.get("x-writer").and_then(|name| name.to_str().ok()).unwrap_or_default().to_owned();
    let posted = Posted::new(vec![("writer".to_owned(), writer)]);
    match finish(&app, &layout, key, &row, &writer_of(&posted)).await {
        Ok(draft) => Ok(with_offset(Answer::stored(&app, &layout, &draft, true)?, received)),
        Err(Error::Invalid(problems)) => {
            tus::forget(&app, &row).await?;
            Ok(Answer::refused(StatusCode::UNPROCESSABLE_ENTITY, &problems))
        }
        Err(Error::Conflict(sentence)) => {
            tus::forget(&app, &row).await?;
            Ok(Answer::refused(StatusCode::UNPROCESSABLE_ENTITY, &Problems::one("file", sentence)))
        }
        Err(error) => Err(error),
    }
}

async fn finish(app: &App, layout: &Layout, key: DraftKey, row: &upload::Model, writer: &str) -> Result<table::Model> {
    let bytes = tus::whole(app, row).await?;
    let stored = file::store_file(app, bytes).await?;
    let draft = draft::change_files(app, &layout.viewer, key, FileChange::Add(&stored, &row.name), writer).await?;
    tus::forget(app, row).await?;
    Ok(draft)
}

/// `DELETE /tulis/{key}/berkas/{upload}`: the upload is given up.
pub async fn give_up(
    State(app): State<App>,
    Path((key, token)): Path<(String, String)>,
    layout: Layout,
) -> Result<Response> {
    match found(&app, &layout, &key, &token).await? {
        Ok((_, _, row)) => tus::forget(&app, &row).await?,
        Err(response) => return Ok(response),
    }
    Ok(tus(StatusCode::NO_CONTENT))
}

type Found = (DraftKey, AccountId, upload::Model);

async fn found(app: &App, layout: &Layout, key: &str, token: &str) -> Result<std::result::Result<Found, Response>> {
    let key: DraftKey = key.parse().map_err(|_| Error::NotFound)?;
    let Some(account) = layout.viewer.account() else {
        return Ok(Err(Answer::sign_in()));
    };
    if !layout.may_write() {
        return Err(Error::Forbidden);
    }
    Ok(Ok((key, account, tus::find(app, account, key, token).await?)))
}

/// The plain form: one file with the rest of the form around it.
async fn add(app: App, key: DraftKey, layout: Layout, form: Multipart) -> Result<Response> {
    layout.viewer.require(&format!("/tulis/{key}"))?;
    if !layout.may_write() {
        return Err(Error::Forbidden);
    }
    let sent = read_form(&app, form, "file", app.config.limits.file_bytes).await?;
    let posted = &sent.posted;
    if posted.find(fields::CARRIED).is_some()
        && let Err(response) = save_posted(&app, &layout, key, posted).await?
    {
        return Ok(response);
    }
    if let Some(account) = layout.viewer.account()
        && let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Photo, account, "file").await
    {
        let page = refused(&app, layout, key, posted, problems, StatusCode::TOO_MANY_REQUESTS).await?;
        return Ok(pace::slowed_down(&app, page, welcome));
    }
    if sent.file_bytes > app.config.limits.file_bytes {
        let problems = too_large(&app, sent.file_bytes);
        return refused(&app, layout, key, posted, problems, StatusCode::PAYLOAD_TOO_LARGE).await;
    }
    let Some((name, bytes)) = sent.file else {
        let problems = Problems::one("file", "Pilih berkasnya dahulu.");
        return refused(&app, layout, key, posted, problems, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let stored = match file::store_file(&app, bytes).await {
        Err(Error::Invalid(problems)) => {
            return refused(&app, layout, key, posted, problems, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        other => other?,
    };
    match draft::change_files(&app, &layout.viewer, key, FileChange::Add(&stored, &name), "").await {
        Err(Error::Invalid(problems)) => {
            refused(&app, layout, key, posted, problems, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        other => {
            other?;
            Ok(see_other(&format!("/tulis/{key}?bentuk={}#berkas", depth_of(posted)), "Berkas tersimpan."))
        }
    }
}

async fn refused(
    app: &App,
    layout: Layout,
    key: DraftKey,
    posted: &Posted,
    problems: Problems,
    status: StatusCode,
) -> Result<Response> {
    let row = draft::find(app, &layout.viewer, key).await?;
    let full = posted.find("bentuk").map(|_| depth_of(posted) == "lengkap");
    draw(app, layout, key, row, Showing { full, problems, ..Showing::default() }, status).await
}

/// `POST /tulis/{key}/berkas/{id}/hapus`: takes a file out; "Urungkan" puts it back.
pub async fn remove(
    State(app): State<App>,
    Path((key, id)): Path<(String, String)>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let (key, id) = named(&key, &id)?;
    layout.viewer.require(&format!("/tulis/{key}"))?;
    if posted.find(fields::CARRIED).is_some()
        && let Err(response) = save_posted(&app, &layout, key, &posted).await?
    {
        return Ok(response);
    }
    draft::change_files(&app, &layout.viewer, key, FileChange::Remove(id), &writer_of(&posted)).await?;
    let back = format!("/tulis/{key}?bentuk={}#berkas", depth_of(&posted));
    Ok(see_other_with_undo(&back, "Berkas dihapus dari draf.", &format!("/tulis/{key}/berkas/{id}/kembalikan")))
}

/// `POST /tulis/{key}/berkas/{id}/kembalikan`.
pub async fn put_back(
    State(app): State<App>,
    Path((key, id)): Path<(String, String)>,
    layout: Layout,
) -> Result<Response> {
    let (key, id) = named(&key, &id)?;
    layout.viewer.require(&format!("/tulis/{key}"))?;
    draft::change_files(&app, &layout.viewer, key, FileChange::PutBack(id), "").await?;
    Ok(see_other(&format!("/tulis/{key}#berkas"), "Berkas dikembalikan."))
}

fn named(key: &str, id: &str) -> Result<(DraftKey, i64)> {
    Ok((key.parse().map_err(|_| Error::NotFound)?, id.parse().map_err(|_| Error::NotFound)?))
}
