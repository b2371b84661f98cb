//! `/praktik/{id}/hapus-data-pribadi`: first what would go and from where, then it goes.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::erase::{self, Found, REASON_CHARS, Typed};
use super::passage::{MAX_CHARS, MOST_PASSAGES};
use super::scope::Scope;
use super::walk::Hit;
use super::{entity, media};
use crate::app::App;
use crate::attachment::Picture;
use crate::attachment::file::{self, FileView};
use crate::case_study::card;
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::discussion::place_of;
use crate::error::{Error, Problems, Result};
use crate::ids::CaseStudyId;
use crate::policy::Act;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new().route("/praktik/{study}/hapus-data-pribadi", get(ask).post(go))
}

/// Places of one kind in which something was found.
struct Group {
    words: &'static str,
    texts: usize,
    examples: Vec<(String, String, String)>,
}

/// Examples shown of each kind of place.
const EXAMPLES: usize = 3;

#[derive(Template)]
#[template(path = "erasure/ask.html")]
struct Page {
    layout: Layout,
    id: i64,
    url: String,
    title: String,
    typed: Typed,
    photos: Vec<Picture>,
    files: Vec<FileView>,
    problems: Problems,
    /// What would go, once it was looked at.
    found: Option<Vec<Group>>,
    /// Photos and files that would go.
    media: Vec<String>,
    /// Names exactly the list that is shown.
    fingerprint: String,
    /// Files that nobody could read.
    unread: Vec<String>,
    before: Vec<entity::Model>,
    most: usize,
    longest: usize,
    reason_chars: usize,
}

async fn ask(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let study = cared_for(&app, &layout, path.id).await?;
    Ok(Html(page(&app, layout, &study, Typed::default(), Problems::default(), None).await?).into_response())
}

async fn go(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout, form: Posted) -> Result<Response> {
    layout.viewer.require(&format!("/praktik/{}/hapus-data-pribadi", path.id))?;
    let study = cared_for(&app, &layout, path.id).await?;
    let numbers = |name| form.all(name).filter_map(|id| id.parse().ok()).collect();
    let typed = Typed {
        passages: form.get("passages").to_owned(),
        photos: numbers("photo"),
        files: numbers("file"),
        reason: form.get("reason").to_owned(),
    };
    let found = match erase::look(&app, &study, &typed).await {
        Ok(found) => found,
        Err(Error::Invalid(problems)) => {
            let page = page(&app, layout, &study, typed, problems, None).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
        }
        Err(error) => return Err(error),
    };
    if form.get("tahap") != "hapus" {
        return Ok(Html(page(&app, layout, &study, typed, Problems::default(), Some(found)).await?).into_response());
    }
    if form.get("dilihat") != found.fingerprint()? {
        let problems = Problems::one("passages", "Daftarnya berubah sejak dilihat. Periksa sekali lagi.");
        let page = page(&app, layout, &study, typed, problems, Some(found)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
    }
    if form.get("mengerti") != "ya" {
        let problems = Problems::one("mengerti", "Beri tanda bahwa Bapak/Ibu sudah memeriksa daftarnya.");
        let page = page(&app, layout, &study, typed, problems, Some(found)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
    }
    let erased = erase::erase(&app, &layout.viewer, path.id, &typed).await?;
    let parts = [(erased.places, "tempat"), (erased.media, "foto atau berkas")];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let said = format!("Data pribadi dihapus dari {}.", parts.collect::<Vec<_>>().join(" dan "));
    Ok(see_other(&card::url(erased.study.id, &erased.study.title), &said))
}

async fn cared_for(app: &App, layout: &Layout, id: CaseStudyId) -> Result<case_study::Model> {
    let study = store::find_cared_for(app.db.read(), &layout.viewer, id).await?;
    if !layout.viewer.may(Act::ErasePersonalData, place_of(&study, &layout.catalogue)) {
        return Err(Error::Forbidden);
    }
    Ok(study)
}

async fn page(
    app: &App,
    layout: Layout,
    study: &case_study::Model,
    typed: Typed,
    problems: Problems,
    found: Option<Found>,
) -> Result<Page> {
    let db = app.db.read();
    let scope = Scope::of(db, study).await?;
    // Also those that only an older revision or a draft shows.
    let photos = media::photos_of(db, &scope).await?.into_iter().map(Picture::from).collect();
    let files = media::files_of(db, &scope).await?.iter().map(|row| file::view(row, "")).collect();
    let fingerprint = found.as_ref().map(Found::fingerprint).transpose()?.unwrap_or_default();
    let unread = found.as_ref().map(|found| found.unread.clone()).unwrap_or_default();
    let media = found.as_ref().map(media_of).unwrap_or_default();
    Ok(Page {
        id: study.id,
        url: card::url(study.id, &study.title),
        title: study.title.clone(),
        typed,
        photos,
        files,
        problems,
        found: found.map(|found| grouped(found.hits)),
        media,
        fingerprint,
        unread,
        before: erase::of_study(db, study.id).await?,
        most: MOST_PASSAGES,
        longest: MAX_CHARS,
        reason_chars: REASON_CHARS,
        layout,
    })
}

fn media_of(found: &Found) -> Vec<String> {
    let photos = found.photos.iter().map(|row| format!("Foto: {}", row.alt));
    let files = found.files.iter().map(|row| format!("Berkas: {} (seluruhnya)", row.original_name));
    photos.chain(files).collect()
}

/// What people call the places of a table.
fn words_of(table: &str) -> &'static str {
    match table {
        "case_study" | "case_study_revision" | "result" => "Tulisan dan riwayat revisinya",
        "draft" | "draft_version" | "draft_remark" => "Draf, versi tersimpan, dan catatannya",
        "review" => "Tinjauan pembina",
        "attachment" => "Keterangan foto",
        "attached_file" => "Isi berkas (berkasnya dihapus seluruhnya)",
        "comment" | "comment_revision" => "Komentar",
        "feature" | "verification" => "Alasan praktik pilihan dan verifikasi",
        "collection" | "collection_item" => "Kumpulan yang memuatnya",
        "digest" | "digest_item" => "Ringkasan mingguan",
        "handover" => "Lembar serah terima",
        "report" | "report_word" | "sanction" | "sanction_word" => "Laporan dan jawabannya",
        _ => "Pemberitahuan dan catatan kegiatan",
    }
}

fn grouped(hits: Vec<Hit>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for hit in hits {
        let words = words_of(&hit.spot.table);
        let index = groups.iter().position(|group| group.words == words).unwrap_or_else(|| {
            groups.push(Group { words, texts: 0, examples: Vec::new() });
            groups.len() - 1
        });
        let group = &mut groups[index];
        group.texts += 1;
        if group.examples.len() < EXAMPLES && !group.examples.contains(&hit.around) {
            group.examples.push(hit.around);
        }
    }
    groups
}
