//! `/tulis`: the form in both depths. It is saved by every button, and says what is wrong without losing what was typed.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::advice::{OBLIGATORY, filled};
use super::desk::{Desk, desk};
use super::form_view::{FormView, Item, Part, form_view};
use super::other_office::OtherOffice;
use crate::app::App;
use crate::attachment::file::{self, FileView};
use crate::attachment::{self, Consent, Picture};
use crate::case_study::card;
use crate::case_study::check;
use crate::case_study::content::{Content, SECTIONS, Unplaced};
use crate::case_study::draft::{self, remark::Remark};
use crate::case_study::entity::draft as table;
use crate::case_study::fields;
use crate::case_study::hints::{self, Next};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::DraftKey;
use crate::policy::Act;
use crate::web::{DraftKeyPath, Html, Layout};

/// What a form's address may say.
#[derive(Deserialize, Default)]
pub struct Depth {
    #[serde(default)]
    pub(super) bentuk: String,
    #[serde(default)]
    baris: String,
}

#[derive(Template)]
#[template(path = "case_study/start.html")]
struct StartPage {
    layout: Layout,
    account: i64,
    fresh: DraftKey,
    drafts: Vec<super::office::Line>,
    writes: bool,
    coordinates: bool,
}

/// `GET /tulis`: the drafts in hand, and a new one.
pub async fn start(State(app): State<App>, layout: Layout) -> Result<Response> {
    let person = layout.viewer.require("/tulis")?;
    let account = person.account;
    let coordinates = person.terms.iter().any(|term| term.role.is_coordinator());
    let writes = layout.may_write();
    let drafts = match layout.viewer.acting_term() {
        Some(term) if writes => super::office::lines(&app, &layout, &term.region).await?,
        _ => Vec::new(),
    };
    Ok(Html(StartPage { account: account.get(), fresh: DraftKey::new(), drafts, writes, coordinates, layout })
        .into_response())
}

/// A photo in the form.
struct PhotoField {
    index: usize,
    id: i64,
    alt: String,
    caption: String,
    problem: String,
    picture: Option<Picture>,
}

/// A file in the form.
struct FileField {
    view: FileView,
    title: String,
}

#[derive(Template)]
#[template(path = "case_study/form.html")]
struct FormPage {
    layout: Layout,
    key: DraftKey,
    full: bool,
    base: i64,
    edits: bool,
    members_only: bool,
    saved_at: String,
    carried: String,
    parts: Vec<Part>,
    closing: Vec<Item>,
    next: Option<Next>,
    answered: usize,
    account: i64,
    on_device: bool,
    shell: bool,
    photos_left: usize,
    files: Vec<FileField>,
    unplaced: Vec<Unplaced>,
    change_note: String,
    change_note_problem: String,
    has_versions: bool,
    remarks: Vec<Remark>,
    targets: Vec<(&'static str, &'static str)>,
    file_problem: String,
    file_megabytes: usize,
    problems: Vec<Complaint>,
    photos: Vec<PhotoField>,
    upload: Upload,
    photo_megabytes: usize,
    note: String,
    note_problem: String,
    desk: Desk,
    other_office: Option<OtherOffice>,
}

/// A problem in the summary on top, with the way to its field.
struct Complaint {
    href: String,
    sentence: String,
}

/// What was typed beside a photo that could not be taken.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    pub alt: String,
    pub caption: String,
    pub consent: String,
    pub photo_problem: String,
    pub alt_problem: String,
    pub consent_problem: String,
}

impl Upload {
    fn answers(&self) -> Vec<(&'static str, &'static str, bool)> {
        Consent::ALL.iter().map(|(answer, words)| (answer.as_str(), *words, answer.as_str() == self.consent)).collect()
    }
}

/// The part of the form with the buttons: where a problem of sending as such is mended.
pub(super) const SENDING: &str = "terbit";

/// What a drawn form shows beside the draft itself.
#[derive(Default)]
pub struct Showing {
    pub full: Option<bool>,
    pub more_rows: String,
    pub problems: Problems,
    pub upload: Upload,
    pub note: String,
    pub typed: Option<Typed>,
    /// True for the empty form that a browser keeps.
    pub shell: bool,
}

/// A text that could not be stored: it is shown again as it was sent.
pub struct Typed {
    pub content: Content,
    pub base: i64,
    pub members_only: bool,
    /// Set when the draft belongs to an office that the person does not act for.
    pub notice: Option<OtherOffice>,
}

/// `GET /tulis/{key}`.
pub async fn open(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    Query(depth): Query<Depth>,
    layout: Layout,
) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let row = draft::find(&app, &layout.viewer, key).await?;
    if let Some(row) = &row {
        if let Some(study) = row.published_case_study_id {
            return Ok(Redirect::to(&format!("/praktik/{study}")).into_response());
        }
        if !layout.viewer.may(Act::WriteDraft, &row.kecamatan_code) {
            return Ok(Redirect::to(&format!("/tulis/{key}/pratinjau")).into_response());
        }
    } else if !layout.may_write() {
        return Ok(Redirect::to("/tulis").into_response());
    }
    let full = match depth.bentuk.as_str() {
        "lengkap" => Some(true),
        "ringkas" => Some(false),
        _ => None,
    };
    let content = row.as_ref().map(|row| Content::parse(&row.document)).transpose()?.unwrap_or_default();
    let problems = check::format(&content, &app.config.limits, &layout.catalogue);
    let showing = Showing { full, more_rows: depth.baris, problems, ..Showing::default() };
    draw(&app, layout, key, row, showing, StatusCode::OK).await
}

/// Draws the form of a draft, or of one that is not begun.
pub async fn draw(
    app: &App,
    layout: Layout,
    key: DraftKey,
    row: Option<table::Model>,
    showing: Showing,
    status: StatusCode,
) -> Result<Response> {
    let mut base = row.as_ref().map_or(0, |row| row.version);
    let mut members_only = row.as_ref().is_some_and(|row| row.visibility == "members");
    let mut saved_at = row.as_ref().map(|row| format::time(app.clock.local(row.updated_at)));
    let (content, other_office) = match showing.typed {
        Some(typed) => {
            (base, members_only, saved_at) = (typed.base, typed.members_only, None);
            (typed.content, typed.notice)
        }
        None => (row.as_ref().map(|row| Content::parse(&row.document)).transpose()?.unwrap_or_default(), None),
    };
    let full = showing.full.unwrap_or_else(|| has_long_answers(&content));
    let kecamatan = match (&row, layout.viewer.acting_term()) {
        (Some(row), _) => row.kecamatan_code.clone(),
        (None, Some(term)) => term.region.clone(),
        (None, None) => return Err(Error::Forbidden),
    };
    let desk = desk(app, &layout.viewer, row.as_ref(), &kecamatan).await?;
    let FormView { parts, closing } =
        form_view(app, &layout.catalogue, &content, &showing.problems, full, &showing.more_rows);
    let carried = if full { fields::long() } else { fields::SHORT.to_owned() };
    let ids: Vec<i64> = content.photos.iter().map(|photo| photo.attachment).collect();
    let mut pictures = attachment::pictures(app.db.read(), &ids).await?;
    let photos = content.photos.iter().enumerate().map(|(index, photo)| PhotoField {
        index,
        id: photo.attachment,
        alt: photo.alt.clone(),
        caption: photo.caption.clone(),
        problem: showing.problems.of(&format!("photos.{index}.alt")).unwrap_or_default().to_owned(),
        // The gate of another office's photos is closed to who does not act for it.
        picture: pictures.remove(&photo.attachment).filter(|_| other_office.is_none()),
    });
    let photos = photos.collect();
    let known: Vec<i64> = content.files.iter().map(|file| file.file).collect();
    let rows = file::files(app.db.read(), &known).await?;
    let files = content.files.iter().filter_map(|known| {
        let row = rows.get(&known.file)?;
        Some(FileField { view: file::view(row, &known.title), title: known.title.clone() })
    });
    let files = files.collect();
    let page = FormPage {
        base,
        edits: row.as_ref().is_some_and(|row| row.case_study_id.is_some()),
        members_only,
        saved_at: saved_at.unwrap_or_default(),
        problems: complaints(&showing.problems, &parts, &closing, key),
        photos,
        photo_megabytes: app.config.limits.photo_bytes / (1024 * 1024),
        upload: showing.upload,
        note: showing.note,
        note_problem: showing.problems.of("note").unwrap_or_default().to_owned(),
        next: hints::next(&content),
        answered: OBLIGATORY.iter().filter(|field| filled(&content).contains(field)).count(),
        account: layout.viewer.account().map_or(0, |account| account.get()),
        on_device: layout.viewer.signed_in().is_some_and(|person| !person.office_computer),
        desk,
        parts,
        closing,
        shell: showing.shell,
        files,
        unplaced: content.unplaced.clone(),
        change_note: content.change_note.clone(),
        change_note_problem: showing.problems.of("change_note").unwrap_or_default().to_owned(),
        remarks: match &row {
            Some(row) => draft::remark::of_draft(app.db.read(), row.id).await?,
            None => Vec::new(),
        },
        has_versions: row.as_ref().is_some_and(|row| row.version > 1),
        targets: SECTIONS.iter().map(|section| (section.field, section.heading)).collect(),
        file_problem: showing.problems.of("file").unwrap_or_default().to_owned(),
        file_megabytes: app.config.limits.file_bytes / (1024 * 1024),
        photos_left: app.config.limits.photos_per_study.saturating_sub(ids.len()),
        carried,
        full,
        other_office,
        key,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

fn complaints(problems: &Problems, parts: &[Part], closing: &[Item], key: DraftKey) -> Vec<Complaint> {
    let asked: Vec<&str> = parts
        .iter()
        .flat_map(|part| &part.items)
        .chain(closing)
        .flat_map(|item| match item {
            Item::Line(question)
            | Item::Area(question)
            | Item::Choice(question, _)
            | Item::Picks(question, _)
            | Item::Ticks(question, _) => {
                vec![question.name.as_str()]
            }
            Item::Rows(group) => {
                let cells = group.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.name.as_str());
                cells.chain([group.name]).collect()
            }
        })
        .collect();
    let here = |field: &str| {
        asked.contains(&field)
            || field.starts_with("photo")
            || field.starts_with("file")
            || matches!(field, "change_note" | "alt" | "consent" | "reason" | "note" | SENDING)
    };
    problems
        .iter()
        .map(|(field, sentence)| Complaint {
            href: if here(field) { format!("#{field}") } else { format!("/tulis/{key}?bentuk=lengkap#{field}") },
            sentence: sentence.to_owned(),
        })
        .collect()
}

/// True when a document has answers that the short form does not ask for.
fn has_long_answers(content: &Content) -> bool {
    let sections = SECTIONS.iter().filter(|section| !matches!(section.field, "problem" | "action" | "outcome"));
    let said = sections.into_iter().any(|section| !(section.get)(content).is_empty());
    said || content.results.len() > 1
        || !content.steps.is_empty()
        || !content.duties.is_empty()
        || !content.money.is_empty()
        || !content.agencies.is_empty()
        || content.stage.is_some()
        || !content.contact.is_empty()
        || !content.video.is_empty()
}

/// Where a published study is read.
pub fn study_url(study: &crate::case_study::entity::case_study::Model) -> String {
    card::url(study.id, &study.title)
}
