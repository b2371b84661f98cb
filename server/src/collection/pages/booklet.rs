//! `/kumpulan/{id}/cetak`: a collection as a booklet: a cover, the contents, and each study on a page of its own with its
//! figures, steps, contact and a code that opens it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::Opened;
use crate::app::App;
use crate::attachment;
use crate::case_study::content::{Content, shortened};
use crate::case_study::entity::case_study;
use crate::case_study::pages::StudyView;
use crate::case_study::store;
use crate::collection::cover::Cover;
use crate::error::Result;
use crate::format;
use crate::ids::CollectionId;
use crate::markdown::{self, SafeHtml};
use crate::web::qr::Qr;
use crate::web::{Html, IdPath, Layout, filters};

/// So many figures, steps and letters of them fit on a page beside a photo and a note.
const FIGURES: usize = 3;
const STEPS: usize = 5;
const STEP_CHARS: usize = 140;
const SUMMARY_CHARS: usize = 420;
const ACTION_CHARS: usize = 600;

#[derive(Template)]
#[template(path = "collection/booklet.html")]
struct BookletPage {
    layout: Layout,
    title: String,
    url: String,
    absolute: String,
    introduction: SafeHtml,
    who: String,
    cover: Cover,
    sheets: Vec<Sheet>,
    code: Option<Qr>,
    is_draft: bool,
    is_sample: bool,
    printed_on: String,
}

/// The page of one study.
struct Sheet {
    view: StudyView,
    id: i64,
    place: String,
    summary: String,
    steps: Vec<String>,
    action: String,
    contact: String,
    note: String,
    absolute: String,
    code: Option<Qr>,
    is_sample: bool,
    members_only: bool,
}

/// Draws the booklet with two statements more than the page of the collection, however many studies there are.
pub async fn print(State(app): State<App>, path: IdPath<CollectionId>, layout: Layout) -> Result<Response> {
    let opened = Opened::read(&app, &layout, path.id).await?;
    let db = app.db.read();
    let contents = store::contents(db, &opened.studies).await?;
    let leads: Vec<i64> =
        contents.values().filter_map(|content| content.photos.first()).map(|photo| photo.attachment).collect();
    let mut pictures = attachment::pictures(db, &leads).await?;
    let sheet = |study: &case_study::Model| {
        let content = contents.get(&study.id)?;
        let mut view = StudyView::of(content, &layout.catalogue, &mut pictures);
        view.figures.truncate(FIGURES);
        Some(sheet(&layout, study, content, view, opened.note(study.id)))
    };
    let sheets = opened.studies.iter().filter_map(sheet).collect();
    let url = opened.url();
    let page = BookletPage {
        absolute: format!("{}{url}", layout.base_url),
        introduction: markdown::render(&opened.row.introduction),
        who: opened.who(),
        code: Qr::of(&format!("{}/kumpulan/{}", layout.base_url, opened.row.id)),
        is_draft: opened.row.state != "tayang",
        is_sample: opened.row.is_sample,
        printed_on: format::long_date(app.clock.local(layout.now).date_naive()),
        title: opened.row.title,
        cover: opened.cover,
        sheets,
        url,
        layout,
    };
    Ok(Html(page).into_response())
}

fn sheet(layout: &Layout, study: &case_study::Model, content: &Content, view: StudyView, note: &str) -> Sheet {
    let steps: Vec<String> = content
        .steps
        .iter()
        .map(|step| shortened(&plain(&step.text), STEP_CHARS))
        .filter(|step| !step.is_empty())
        .take(STEPS)
        .collect();
    let place = study.kecamatan_code.as_deref();
    let place = place.map_or_else(String::new, |code| layout.catalogue.places.full_name(code));
    let contact =
        if view.contact.is_empty() && !place.is_empty() { format!("Kantor {place}") } else { view.contact.clone() };
    let absolute = format!("{}/praktik/{}", layout.base_url, study.id);
    Sheet {
        id: study.id,
        summary: shortened(&plain(&content.summary), SUMMARY_CHARS),
        action: if steps.is_empty() { shortened(&plain(&content.action), ACTION_CHARS) } else { String::new() },
        steps,
        contact,
        note: note.to_owned(),
        code: Qr::of(&absolute),
        is_sample: study.is_sample,
        members_only: study.visibility == "members",
        absolute,
        place,
        view,
    }
}

fn plain(text: &str) -> String {
    markdown::plain(text).replace('\n', " ")
}
