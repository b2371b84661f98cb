//! `/rapat/{id}/notulen`: the minutes as a page, for printing with codes, and as a Word document.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::{Entry, Opened};
use crate::app::App;
use crate::error::Result;
use crate::format;
use crate::ids::MeetingId;
use crate::web::docx::Docx;
use crate::web::qr::Qr;
use crate::web::{Html, IdPath, Layout};

#[derive(Template)]
#[template(path = "meeting/minutes.html")]
struct MinutesPage {
    layout: Layout,
    id: i64,
    meeting: Opened,
    rows: Vec<Row>,
    code: Option<Qr>,
    absolute: String,
    printed_on: String,
    open: usize,
}

impl MinutesPage {
    /// True when something was or is to be done.
    fn has_work(&self) -> bool {
        self.rows.iter().any(|row| !row.standing.is_empty())
    }
}

/// A study in the minutes.
struct Row {
    entry: Entry,
    /// What is to be done yet, and how it stands.
    standing: String,
    code: Option<Qr>,
    absolute: String,
}

/// `GET /rapat/{id}/notulen`.
pub async fn page(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout) -> Result<Response> {
    let mut meeting = Opened::read(&app, &layout, path.id).await?;
    let rows: Vec<Row> = std::mem::take(&mut meeting.entries).into_iter().map(|entry| row(&layout, entry)).collect();
    let absolute = format!("{}{}", layout.base_url, meeting.url());
    let page = MinutesPage {
        id: meeting.row.id,
        open: rows.iter().filter(|row| row.entry.is_open()).count(),
        code: Qr::of(&absolute),
        printed_on: format::long_date(app.clock.local(layout.now).date_naive()),
        meeting,
        rows,
        absolute,
        layout,
    };
    Ok(Html(page).into_response())
}

fn row(layout: &Layout, entry: Entry) -> Row {
    let absolute = format!("{}/praktik/{}", layout.base_url, entry.item.case_study_id);
    Row {
        // What is not shown any more opens nothing.
        code: entry.card.is_some().then(|| Qr::of(&absolute)).flatten(),
        standing: entry.standing(layout),
        entry,
        absolute,
    }
}

/// `GET /rapat/{id}/notulen.docx`.
pub async fn docx(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout) -> Result<Response> {
    let meeting = Opened::read(&app, &layout, path.id).await?;
    document(&meeting, &layout).download(&format!("notulen-rapat-{}", path.id))
}

fn document(meeting: &Opened, layout: &Layout) -> Docx {
    let row = &meeting.row;
    let mut document = Docx::new();
    document.title(&format!("Notulen {}", row.title));
    document.heading(1, "Notulen").paragraph(&row.title);
    let place = if row.place.is_empty() { "–" } else { row.place.as_str() };
    document.fields(&[("Hari, tanggal", meeting.day.as_str()), ("Tempat", place), ("Kantor", meeting.office.as_str())]);
    for (heading, text) in [("Peserta", &row.participants), ("Pembukaan", &row.opening)] {
        if !text.is_empty() {
            document.heading(2, heading).paragraph(text);
        }
    }
    document.heading(2, "Putusan");
    if meeting.entries.is_empty() {
        document.paragraph("Tidak ada praktik yang dibahas.");
    } else {
        let headings = ["No.", "Praktik", "Putusan", "Penanggung jawab", "Tenggat", "Catatan"];
        document.table(&headings, meeting.entries.iter().enumerate().map(|(at, entry)| decided(at, entry)));
    }
    follow_ups(&mut document, meeting, layout);
    if !row.closing.is_empty() {
        document.heading(2, "Catatan dan tindak lanjut lain").paragraph(&row.closing);
    }
    document.heading(2, "Alamat praktik");
    for entry in meeting.entries.iter().filter(|entry| entry.card.is_some()) {
        document.link(&entry.title(), &format!("{}/praktik/{}", layout.base_url, entry.item.case_study_id));
    }
    document.footer(&format!("{}{}", layout.base_url, meeting.url()));
    document
}

fn decided(at: usize, entry: &Entry) -> Vec<String> {
    vec![
        (at + 1).to_string(),
        format!("{} ({})", entry.title(), entry.place()),
        entry.decided().to_owned(),
        entry.item.who.clone(),
        entry.due.clone(),
        entry.item.note.clone(),
    ]
}

fn follow_ups(document: &mut Docx, meeting: &Opened, layout: &Layout) {
    let work: Vec<Vec<String>> = meeting
        .entries
        .iter()
        .map(|entry| (entry, entry.standing(layout)))
        .filter(|(_, standing)| !standing.is_empty())
        .map(|(entry, standing)| {
            vec![format!("{}: {}", entry.decided(), entry.title()), entry.item.who.clone(), entry.due.clone(), standing]
        })
        .collect();
    if !work.is_empty() {
        document.heading(2, "Tindak lanjut");
        document.table(&["Tindak lanjut", "Penanggung jawab", "Tenggat", "Keadaan"], work);
    }
}
