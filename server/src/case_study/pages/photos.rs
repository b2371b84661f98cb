//! Photos of a draft: a form with a file, which saves the rest of the form too, so that nothing typed is lost.

use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;

use super::autosave::Answer;
use super::clash;
use super::form::{Showing, Upload, draw};
use super::form_save::{change_of, depth_of, in_time, save_posted, writer_of};
use super::other_office;
use crate::app::App;
use crate::attachment::{self, Consent, Facts};
use crate::case_study::check::LINE_CHARS;
use crate::case_study::content::{Content, Photo};
use crate::case_study::draft::{self, PhotoChange, Saved};
use crate::case_study::fields;
use crate::error::{Error, Problems, Result};
use crate::ids::DraftKey;
use crate::policy::Act;
use crate::rate_limit::{self, Kind};
use crate::web::flash::see_other_with_undo;
use crate::web::forms::line;
use crate::web::{DraftKeyPath, Layout, Posted, SentForm, pace, read_form, see_other};

const UNANSWERED: &str = "Jawab dahulu: ada wajah yang dikenali?";

/// `POST /tulis/{key}/foto`.
pub async fn add(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    form: Multipart,
) -> Result<Response> {
    layout.viewer.require(&format!("/tulis/{key}"))?;
    if !layout.may_write() {
        return Err(Error::Forbidden);
    }
    let sent = read_form(&app, form, "photo", app.config.limits.photo_bytes).await?;
    let posted = &sent.posted;
    let upload = Upload {
        alt: line(posted.get("alt")),
        caption: line(posted.get("caption")),
        consent: posted.get("consent").to_owned(),
        ..Upload::default()
    };
    if posted.get("jawaban") == "json" {
        return add_by_script(&app, &layout, key, &sent, &upload).await;
    }
    if posted.find(fields::CARRIED).is_some()
        && let Err(response) = in_time(&app, &layout, key, posted, Some(upload.clone())).await?
    {
        return Ok(response);
    }
    let clash = match save_form(&app, &layout, key, posted).await? {
        Some(Saved::Clash(clash)) => Some(clash),
        Some(Saved::Reopened(row)) => {
            let said =
                "Draf ini sudah terbit; perubahan Bapak/Ibu disimpan sebagai draf perbaikan. Unggah fotonya di sini.";
            return Ok(see_other(&format!("/tulis/{}#foto", row.key), said));
        }
        Some(Saved::Elsewhere(found)) => {
            let place = layout.catalogue.places.full_name(&found.kecamatan);
            let photo_problem = format!(
                "Foto belum tersimpan: naskah ini milik {place}. Simpan dahulu dengan jabatan di sana, lalu unggah lagi."
            );
            let upload = Upload { photo_problem, ..upload };
            return other_office::form_again(&app, layout, key, *found, posted, upload).await;
        }
        Some(Saved::Stored(_)) | None => None,
    };
    if let Some(account) = layout.viewer.account()
        && let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Photo, account, "photo").await
    {
        let status = StatusCode::TOO_MANY_REQUESTS;
        let page = refused(&app, layout, key, posted, upload, problems, status).await?;
        return Ok(pace::slowed_down(&app, page, welcome));
    }
    let (facts, file) = match checked(&app, &sent, &upload, true) {
        Ok(checked) => checked,
        Err((problems, status)) => return refused(&app, layout, key, posted, upload, problems, status).await,
    };
    let stored = match attachment::store_picture(&app, file).await {
        Ok(stored) => stored,
        Err(Error::Invalid(problems)) => {
            return refused(&app, layout, key, posted, upload, problems, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error),
    };
    let row =
        match draft::change_photos(&app, &layout.viewer, key, PhotoChange::Add(&stored, facts), &writer_of(posted))
            .await
        {
            Ok(row) => row,
            Err(Error::Invalid(problems)) => {
                return refused(&app, layout, key, posted, upload, problems, StatusCode::UNPROCESSABLE_ENTITY).await;
            }
            Err(error) => return Err(error),
        };
    if let Some(mut clash) = clash {
        clash.theirs = Content::parse(&row.document)?;
        clash.mine.photos.extend(clash.theirs.photos.last().cloned().into_iter().collect::<Vec<Photo>>());
        clash.draft = row;
        return clash::between_drafts(&app, layout, key, *clash);
    }
    Ok(see_other(&format!("/tulis/{key}?bentuk={}#foto", depth_of(posted)), "Foto tersimpan."))
}

/// The form again where a photo was chosen and not uploaded: without scripts the other buttons bring no more of it than
/// its name, and what is published would lack it without a word.
pub async fn left_behind(app: &App, layout: &Layout, key: DraftKey, posted: &Posted) -> Result<Option<Response>> {
    if posted.get("photo").is_empty() {
        return Ok(None);
    }
    let upload = Upload {
        alt: line(posted.get("alt")),
        caption: line(posted.get("caption")),
        consent: posted.get("consent").to_owned(),
        ..Upload::default()
    };
    let mut problems =
        Problems::one("photo", "Foto yang dipilih belum diunggah: pilih lagi, lalu tekan “Unggah foto”.");
    if Consent::parse(&upload.consent).is_none() {
        problems.add("consent", UNANSWERED);
    }
    refused(app, layout.clone(), key, posted, upload, problems, StatusCode::UNPROCESSABLE_ENTITY).await.map(Some)
}

/// One of several photos that the form's script sends by itself; what it shows is written afterwards.
async fn add_by_script(
    app: &App,
    layout: &Layout,
    key: DraftKey,
    sent: &SentForm,
    upload: &Upload,
) -> Result<Response> {
    if let Some(account) = layout.viewer.account()
        && let Err(welcome) = app.rates.take(Kind::Photo, account.to_string(), app.clock.now()).await
    {
        return Ok(Answer::wait(app, welcome));
    }
    let (facts, file) = match checked(app, sent, upload, false) {
        Ok(checked) => checked,
        Err((problems, status)) => return Ok(Answer::refused(status, &problems)),
    };
    let stored = match attachment::store_picture(app, file).await {
        Err(Error::Invalid(problems)) => return Ok(Answer::refused(StatusCode::UNPROCESSABLE_ENTITY, &problems)),
        other => other?,
    };
    let writer = writer_of(&sent.posted);
    match draft::change_photos(app, &layout.viewer, key, PhotoChange::Add(&stored, facts), &writer).await {
        Ok(row) => Answer::stored(app, layout, &row, depth_of(&sent.posted) == "lengkap"),
        Err(Error::Invalid(problems)) => Ok(Answer::refused(StatusCode::UNPROCESSABLE_ENTITY, &problems)),
        Err(Error::Conflict(sentence)) => Ok(Answer::refused(StatusCode::CONFLICT, &Problems::one("photo", sentence))),
        Err(error) => Err(error),
    }
}

/// `POST /tulis/{key}/foto/{id}/naik`: moves a photo a place towards the front; the first one is the study's picture.
pub async fn forward(
    State(app): State<App>,
    Path((key, photo)): Path<(String, String)>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let (key, photo) = named(&key, &photo)?;
    layout.viewer.require(&format!("/tulis/{key}"))?;
    if posted.find(fields::CARRIED).is_some()
        && let Err(response) = save_posted(&app, &layout, key, &posted).await?
    {
        return Ok(response);
    }
    draft::change_photos(&app, &layout.viewer, key, PhotoChange::Forward(photo), &writer_of(&posted)).await?;
    Ok(see_other(&format!("/tulis/{key}?bentuk={}#foto", depth_of(&posted)), "Urutan foto diubah."))
}

/// `POST /tulis/{key}/foto/{id}/hapus`: takes a photo out; "Urungkan" puts it back.
pub async fn remove(
    State(app): State<App>,
    Path((key, photo)): Path<(String, String)>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let (key, photo) = named(&key, &photo)?;
    layout.viewer.require(&format!("/tulis/{key}"))?;
    if posted.find(fields::CARRIED).is_some()
        && let Err(response) = save_posted(&app, &layout, key, &posted).await?
    {
        return Ok(response);
    }
    draft::change_photos(&app, &layout.viewer, key, PhotoChange::Remove(photo), &writer_of(&posted)).await?;
    let back = format!("/tulis/{key}?bentuk={}#foto", depth_of(&posted));
    Ok(see_other_with_undo(&back, "Foto dihapus dari draf.", &format!("/tulis/{key}/foto/{photo}/kembalikan")))
}

/// `POST /tulis/{key}/foto/{id}/kembalikan`.
pub async fn put_back(
    State(app): State<App>,
    Path((key, photo)): Path<(String, String)>,
    layout: Layout,
) -> Result<Response> {
    let (key, photo) = named(&key, &photo)?;
    layout.viewer.require(&format!("/tulis/{key}"))?;
    draft::change_photos(&app, &layout.viewer, key, PhotoChange::PutBack(photo), "").await?;
    Ok(see_other(&format!("/tulis/{key}#foto"), "Foto dikembalikan."))
}

fn named(key: &str, photo: &str) -> Result<(DraftKey, i64)> {
    Ok((key.parse().map_err(|_| Error::NotFound)?, photo.parse().map_err(|_| Error::NotFound)?))
}

async fn save_form(app: &App, layout: &Layout, key: DraftKey, posted: &Posted) -> Result<Option<Saved>> {
    if posted.find(fields::CARRIED).is_none() {
        return Ok(None);
    }
    draft::save(app, &layout.viewer, key, change_of(posted)).await.map(Some)
}

/// What is wrong with an upload before its bytes are looked at.
fn checked(
    app: &App,
    sent: &SentForm,
    upload: &Upload,
    needs_alt: bool,
) -> std::result::Result<(Facts, Bytes), (Problems, StatusCode)> {
    let mut problems = Problems::default();
    let limit = app.config.limits.photo_bytes;
    if sent.file_bytes > limit {
        let megabytes = |bytes: usize| {
            crate::format::decimal(&format!("{}.{}", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576))
        };
        problems.add(
            "photo",
            format!("Foto paling besar {} MB; yang ini {} MB.", limit / 1_048_576, megabytes(sent.file_bytes)),
        );
        return Err((problems, StatusCode::PAYLOAD_TOO_LARGE));
    }
    if sent.file.is_none() {
        problems.add("photo", "Pilih fotonya dahulu.");
    }
    if upload.alt.is_empty() && needs_alt {
        problems.add("alt", "Tulis apa yang terlihat di foto, bagi yang tidak bisa melihatnya.");
    }
    problems.within("alt", "Keterangan foto", &upload.alt, LINE_CHARS);
    problems.within("alt", "Keterangan", &upload.caption, LINE_CHARS);
    let consent = Consent::parse(&upload.consent);
    if consent.is_none() {
        problems.add("consent", UNANSWERED);
    }
    match (consent, &sent.file) {
        (Some(consent), Some((name, bytes))) if problems.is_empty() => {
            let facts = Facts {
                original_name: name.clone(),
                alt: upload.alt.clone(),
                caption: upload.caption.clone(),
                consent,
                account: None,
                draft: None,
                case_study: None,
            };
            Ok((facts, bytes.clone()))
        }
        _ => Err((problems, StatusCode::UNPROCESSABLE_ENTITY)),
    }
}

async fn refused(
    app: &App,
    layout: Layout,
    key: DraftKey,
    posted: &Posted,
    upload: Upload,
    problems: Problems,
    status: StatusCode,
) -> Result<Response> {
    let row = draft::find(app, &layout.viewer, key).await?;
    if row.as_ref().is_some_and(|row| !layout.viewer.may(Act::WriteDraft, &row.kecamatan_code)) {
        return Err(Error::Forbidden);
    }
    let said = |field: &str| problems.of(field).unwrap_or_default().to_owned();
    let upload =
        Upload { photo_problem: said("photo"), alt_problem: said("alt"), consent_problem: said("consent"), ..upload };
    let full = posted.find("bentuk").map(|_| depth_of(posted) == "lengkap");
    draw(app, layout, key, row, Showing { full, problems, upload, ..Showing::default() }, status).await
}
