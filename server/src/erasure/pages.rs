//! `/praktik/{id}/hapus-data-pribadi` and `/tanya/{id}/hapus-data-pribadi`: first what would go and from where, then it
//! goes.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::erase;
use super::look::{self, Found, REASON_CHARS, Typed};
use super::passage::{MAX_CHARS, MOST_PASSAGES};
use super::scope::Scope;
use super::walk::Hit;
use super::{entity, media};
use crate::app::App;
use crate::attachment::Picture;
use crate::attachment::file::{self, FileView};
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, QuestionId};
use crate::policy::Act;
use crate::question;
use crate::report::{About, Root};
use crate::web::{Html, IdPath, Layout, Posted, see_other};

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{study}/hapus-data-pribadi", get(ask).post(go))
        .route("/tanya/{id}/hapus-data-pribadi", get(ask_of_question).post(go_of_question))
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
    /// True for a question, which has neither photos nor files.
    is_question: bool,
    /// Where the form goes.
    action: String,
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
    blank(&app, layout, About::Study(path.id)).await
}

async fn ask_of_question(State(app): State<App>, path: IdPath<QuestionId>, layout: Layout) -> Result<Response> {
    blank(&app, layout, About::Question(path.id)).await
}

async fn go(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout, form: Posted) -> Result<Response> {
    sent(&app, layout, About::Study(path.id), &form).await
}

async fn go_of_question(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    form: Posted,
) -> Result<Response> {
    sent(&app, layout, About::Question(path.id), &form).await
}

fn address(about: About) -> String {
    format!("{}/hapus-data-pribadi", about.path())
}

async fn blank(app: &App, layout: Layout, about: About) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let root = cared_for(app, &layout, about).await?;
    Ok(Html(page(app, layout, &root, Typed::default(), Problems::default(), None).await?).into_response())
}

async fn sent(app: &App, layout: Layout, about: About, form: &Posted) -> Result<Response> {
    layout.viewer.require(&address(about))?;
    let root = cared_for(app, &layout, about).await?;
    let numbers = |name| form.all(name).filter_map(|id| id.parse().ok()).collect();
    let typed = Typed {
        passages: form.get("passages").to_owned(),
        photos: numbers("photo"),
        files: numbers("file"),
        reason: form.get("reason").to_owned(),
    };
    let found = match look::look(app, &root, &typed).await {
        Ok(found) => found,
        Err(Error::Invalid(problems)) => return refused(app, layout, &root, typed, problems, None).await,
        Err(error) => return Err(error),
    };
    if form.get("tahap") != "hapus" {
        return Ok(Html(page(app, layout, &root, typed, Problems::default(), Some(found)).await?).into_response());
    }
    if form.get("dilihat") != found.fingerprint()? {
        let problems = Problems::one("passages", "Daftarnya berubah sejak dilihat. Periksa sekali lagi.");
        return refused(app, layout, &root, typed, problems, Some(found)).await;
    }
    if form.get("mengerti") != "ya" {
        let problems = Problems::one("mengerti", "Beri tanda bahwa Bapak/Ibu sudah memeriksa daftarnya.");
        return refused(app, layout, &root, typed, problems, Some(found)).await;
    }
    let erased = erase::erase(app, &layout.viewer, about, &typed).await?;
    let parts = [(erased.places, "tempat"), (erased.media, "foto atau berkas")];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let said = format!("Data pribadi dihapus dari {}.", parts.collect::<Vec<_>>().join(" dan "));
    let back = match &erased.root {
        // Only its asker sees a question that was taken back.
        Root::Question(asked) if asked.deleted_at.is_some() => address(about),
        root => root.url(),
    };
    Ok(see_other(&back, &said))
}

async fn refused(
    app: &App,
    layout: Layout,
    root: &Root,
    typed: Typed,
    problems: Problems,
    found: Option<Found>,
) -> Result<Response> {
    let page = page(app, layout, root, typed, problems, found).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// A question also when its asker took it back: its words are still kept.
async fn cared_for(app: &App, layout: &Layout, about: About) -> Result<Root> {
    let db = app.db.read();
    let root = match about {
        About::Study(_) => about.find_cared_for(db, &layout.viewer).await?,
        About::Question(id) => Root::Question(question::store::find_cared_for(db, &layout.viewer, id).await?),
    };
    if !layout.viewer.may(Act::ErasePersonalData, root.place(&layout.catalogue)) {
        return Err(Error::Forbidden);
    }
    Ok(root)
}

async fn page(
    app: &App,
    layout: Layout,
    root: &Root,
    typed: Typed,
    problems: Problems,
    found: Option<Found>,
) -> Result<Page> {
    let db = app.db.read();
    let scope = Scope::of(db, root).await?;
    // Also those that only an older revision or a draft shows.
    let photos = media::photos_of(db, &scope).await?.into_iter().map(Picture::from).collect();
    let files = media::files_of(db, &scope).await?.iter().map(|row| file::view(row, "")).collect();
    let fingerprint = found.as_ref().map(Found::fingerprint).transpose()?.unwrap_or_default();
    let unread = found.as_ref().map(|found| found.unread.clone()).unwrap_or_default();
    let media = found.as_ref().map(media_of).unwrap_or_default();
    Ok(Page {
        is_question: matches!(root, Root::Question(_)),
        action: address(root.about()),
        url: root.url(),
        title: root.title().to_owned(),
        typed,
        photos,
        files,
        problems,
        found: found.map(|found| grouped(found.hits)),
        media,
        fingerprint,
        unread,
        before: erase::of(db, root.about()).await?,
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
        "question" => "Pertanyaan dan rangkumannya",
        "answer" => "Jawaban",
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
