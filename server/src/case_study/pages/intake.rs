//! `/tulis/dari-naskah`: a report in DOCX or a pasted story becomes a draft; what found no section is moved by hand.

use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::clash;
use super::form_save::{depth_of, save_posted};
use crate::app::App;
use crate::case_study::content::{Content, SECTIONS, Unplaced};
use crate::case_study::draft::{self, Change, Saved};
use crate::case_study::fields;
use crate::case_study::intake::{self, Placed, Source};
use crate::error::{Error, Problems, Result};
use crate::ids::DraftKey;
use crate::rate_limit::{self, Kind};
use crate::web::{Html, Layout, Posted, read_form, see_other};

/// The draft that a report is for.
#[derive(Deserialize, Default)]
pub struct Into {
    #[serde(default)]
    naskah: String,
}

#[derive(Template)]
#[template(path = "case_study/intake.html")]
struct IntakePage {
    layout: Layout,
    key: String,
    typed: String,
    file_problem: String,
    text_problem: String,
    file_megabytes: usize,
}

fn page(app: &App, layout: Layout, key: String, typed: String, problems: &Problems, status: StatusCode) -> Response {
    let said = |field: &str| problems.of(field).unwrap_or_default().to_owned();
    let page = IntakePage {
        file_problem: said("file"),
        text_problem: said("text"),
        file_megabytes: app.config.limits.file_bytes / (1024 * 1024),
        key,
        typed,
        layout,
    };
    (status, Html(page)).into_response()
}

/// `GET /tulis/dari-naskah`.
pub async fn ask(State(app): State<App>, Query(into): Query<Into>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/tulis/dari-naskah")?;
    if !layout.may_write() {
        return Err(Error::Forbidden);
    }
    Ok(page(&app, layout, into.naskah, String::new(), &Problems::default(), StatusCode::OK))
}

/// `POST /tulis/dari-naskah`.
pub async fn take(State(app): State<App>, layout: Layout, form: Multipart) -> Result<Response> {
    let account = layout.viewer.require("/tulis/dari-naskah")?.account;
    if !layout.may_write() {
        return Err(Error::Forbidden);
    }
    let sent = read_form(&app, form, "file", app.config.limits.file_bytes).await?;
    let (key, typed) = (sent.posted.get("naskah").to_owned(), sent.posted.get("text").to_owned());
    let again = |layout, problems: &Problems, status| page(&app, layout, key.clone(), typed.clone(), problems, status);
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Draft, account, "text").await {
        let page = again(layout, &problems, StatusCode::TOO_MANY_REQUESTS);
        return Ok(crate::web::pace::slowed_down(&app, page, welcome));
    }
    if sent.file_bytes > app.config.limits.file_bytes {
        let sentence = format!("Naskah paling besar {} MB.", app.config.limits.file_bytes / (1024 * 1024));
        return Ok(again(layout, &Problems::one("file", sentence), StatusCode::PAYLOAD_TOO_LARGE));
    }
    let source = match read(sent.file.map(|(_, bytes)| bytes), &typed).await? {
        Ok(source) => source,
        Err(problems) => return Ok(again(layout, &problems, StatusCode::UNPROCESSABLE_ENTITY)),
    };
    let placed = intake::place(&source);
    let draft_key: DraftKey =
        if key.is_empty() { DraftKey::new() } else { key.parse().map_err(|_| Error::NotFound)? };
    let change = Change {
        base: None,
        apply: Box::new(|content| placed.join(content)),
        visibility: None,
        base_revision: None,
        writer: String::new(),
    };
    match draft::save(&app, &layout.viewer, draft_key, change).await {
        Ok(Saved::Stored(row)) => Ok(see_other(&format!("/tulis/{}?bentuk=lengkap", row.key), &told(&placed, &source))),
        Ok(Saved::Reopened(row)) => {
            Ok(see_other(&format!("/tulis/{}?bentuk=lengkap", row.key), &told(&placed, &source)))
        }
        Ok(Saved::Clash(found)) => clash::between_drafts(&app, layout, draft_key, *found),
        Ok(Saved::Elsewhere(_)) => Err(Error::Conflict(
            "Naskah ini milik kantor lain. Pilih jabatan di kantor itu pada halaman Akun, lalu ulangi.".to_owned(),
        )),
        Err(Error::TooLarge(sentence)) => {
            Ok(again(layout, &Problems::one("text", sentence), StatusCode::PAYLOAD_TOO_LARGE))
        }
        Err(error) => Err(error),
    }
}

async fn read(file: Option<bytes::Bytes>, typed: &str) -> Result<std::result::Result<Source, Problems>> {
    if let Some(bytes) = file {
        // A report takes a core for a moment; the other requests go on meanwhile.
        let read = tokio::task::spawn_blocking(move || intake::from_docx(&bytes)).await;
        let read = read.map_err(|error| Error::Internal(error.into()))?;
        return Ok(read.map_err(|sentence| Problems::one("file", sentence)));
    }
    let text = crate::web::forms::text(typed);
    if text.trim().is_empty() {
        return Ok(Err(Problems::one("text", "Pilih berkas DOCX, atau tempel ceritanya di sini.")));
    }
    Ok(Ok(intake::from_text(&text)))
}

fn told(placed: &Placed, source: &Source) -> String {
    let sections =
        placed.sections.len() + usize::from(!placed.title.is_empty()) + usize::from(!placed.steps.is_empty());
    let mut sentence = format!("{sections} bagian terisi dari naskah.");
    match placed.unplaced.len() {
        0 => {}
        count => {
            let told = format!(" {count} potongan belum ditempatkan; pindahkan dari bagian atas halaman ini.");
            sentence.push_str(&told);
        }
    }
    match source.pictures {
        0 => {}
        count => sentence.push_str(&format!(" {count} gambar di naskah tidak ikut; unggah sebagai foto.")),
    }
    sentence
}

/// `POST /tulis/{key}/naskah/{index}/pindah`: puts a piece behind the text of a section.
pub async fn shift(
    State(app): State<App>,
    path: Path<(String, String)>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let target = posted.get(&format!("pindah.{}", path.0.1)).to_owned();
    if !is_target(&target) {
        return Err(Error::Invalid(Problems::one("naskah", "Pilih dahulu bagian tujuannya.")));
    }
    with_piece(app, path, layout, posted, "Potongan naskah dipindahkan.", move |content, piece| {
        let text =
            if piece.heading.is_empty() { piece.text } else { format!("### {}\n\n{}", piece.heading, piece.text) };
        intake::append(content, &target, &text);
    })
    .await
}

fn is_target(field: &str) -> bool {
    field == "summary" || SECTIONS.iter().any(|section| section.field == field)
}

/// `POST /tulis/{key}/naskah/{index}/buang`: leaves a piece out; the versions of the draft still have it.
pub async fn drop_piece(
    State(app): State<App>,
    path: Path<(String, String)>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let said = "Potongan naskah dibuang. Versi sebelumnya masih menyimpannya.";
    with_piece(app, path, layout, posted, said, |_, _| {}).await
}

async fn with_piece(
    app: App,
    Path((key, index)): Path<(String, String)>,
    layout: Layout,
    posted: Posted,
    said: &str,
    act: impl Fn(&mut Content, Unplaced) + Send + Sync,
) -> Result<Response> {
    let key: DraftKey = key.parse().map_err(|_| Error::NotFound)?;
    let index: usize = index.parse().map_err(|_| Error::NotFound)?;
    layout.viewer.require(&format!("/tulis/{key}"))?;
    let mut base = None;
    if posted.find(fields::CARRIED).is_some() {
        match save_posted(&app, &layout, key, &posted).await? {
            Ok(row) => base = Some(row.version),
            Err(response) => return Ok(response),
        }
    }
    // The piece is named by its text too: another device may have moved one meanwhile.
    let text = posted.get(&format!("potongan.{index}")).to_owned();
    let apply = |content: &mut Content| {
        let same = |piece: &Unplaced| crate::web::forms::text(&piece.text) == crate::web::forms::text(&text);
        if content.unplaced.get(index).is_some_and(same) {
            let piece = content.unplaced.remove(index);
            act(content, piece);
        }
    };
    let change = Change { base, apply: Box::new(apply), visibility: None, base_revision: None, writer: String::new() };
    match draft::save(&app, &layout.viewer, key, change).await? {
        Saved::Stored(row) | Saved::Reopened(row) => {
            Ok(see_other(&format!("/tulis/{}?bentuk={}#naskah", row.key, depth_of(&posted)), said))
        }
        Saved::Clash(found) => clash::between_drafts(&app, layout, key, *found),
        Saved::Elsewhere(_) => Err(Error::Conflict("Naskah ini milik kantor lain.".to_owned())),
    }
}
