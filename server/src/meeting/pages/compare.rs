//! `/rapat/{id}/banding?praktik=12,34`: up to four studies side by side, row by row; on a phone one after the other.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};

use super::shortlist::listed;
use super::{Entry, Opened};
use crate::app::App;
use crate::case_study::card::{Card, Figure};
use crate::case_study::content::{Content, shortened};
use crate::case_study::pages::StudyView;
use crate::case_study::store::{by_ids, contents};
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::format;
use crate::ids::{CaseStudyId, MeetingId};
use crate::markdown;
use crate::meeting::COMPARED;
use crate::web::{Html, IdPath, Layout};

/// Longer texts are cut: a table is looked at, the study is read.
const CELL_CHARS: usize = 320;

#[derive(Template)]
#[template(path = "meeting/compare.html")]
struct ComparePage {
    layout: Layout,
    id: i64,
    title: String,
    /// Those that may be chosen, each with whether it is.
    choices: Vec<(Card, bool)>,
    columns: Vec<Column>,
    most: usize,
}

/// What is compared, in the order of the rows.
const ROWS: [&str; 6] =
    ["Hasil, sebelum dan sesudah", "Biaya", "Waktu", "Syarat berhasil", "Dasar hukum", "Narahubung"];

/// One study: a column of the table, a section on a phone.
struct Column {
    card: Card,
    /// The lines of each row; none for what nobody wrote.
    cells: Vec<Vec<Line>>,
}

/// A line of a cell.
struct Line {
    /// A figure before and after, which stays together.
    figure: Option<Figure>,
    /// Words, behind the figure where there is one.
    words: String,
}

impl ComparePage {
    fn rows(&self) -> impl Iterator<Item = (usize, &'static str)> {
        ROWS.into_iter().enumerate()
    }
}

impl Column {
    /// The lines of a row.
    fn lines(&self, row: &usize) -> &[Line] {
        self.cells.get(*row).map_or(&[], Vec::as_slice)
    }
}

/// `GET /rapat/{id}/banding`.
pub async fn compare(
    State(app): State<App>,
    path: IdPath<MeetingId>,
    layout: Layout,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let meeting = Opened::read(&app, &layout, path.id).await?;
    let cards: Vec<Card> = meeting.entries.into_iter().filter_map(|entry: Entry| entry.card).collect();
    let list = listed(many(query.as_deref()).as_deref());
    let is_listed = |card: &&Card| list.is_empty() || list.has(CaseStudyId(card.id));
    let chosen: Vec<Card> = cards.iter().filter(is_listed).take(COMPARED).cloned().collect();
    let columns = columns(&app, &layout, &chosen).await?;
    let is_chosen = |card: &Card| columns.iter().any(|column| column.card.id == card.id);
    let page = ComparePage {
        id: meeting.row.id,
        title: meeting.row.title,
        choices: cards.into_iter().map(|card| (is_chosen(&card), card)).map(|(is, card)| (card, is)).collect(),
        most: COMPARED,
        columns,
        layout,
    };
    Ok(Html(page).into_response())
}

/// A form without scripts sends each ticked box by itself: "praktik=12&praktik=34" is "praktik=12,34".
fn many(query: Option<&str>) -> Option<String> {
    let ticked: Vec<&str> = query?.split('&').filter_map(|pair| pair.strip_prefix("praktik=")).collect();
    Some(format!("praktik={}", ticked.join(",")))
}

async fn columns(app: &App, layout: &Layout, chosen: &[Card]) -> Result<Vec<Column>> {
    let db = app.db.read();
    let ids: Vec<CaseStudyId> = chosen.iter().map(|card| CaseStudyId(card.id)).collect();
    let studies = by_ids(db, &layout.viewer, &ids).await?;
    let contents = contents(db, &studies).await?;
    let column = |card: &Card| {
        let content = contents.get(&card.id)?;
        Some(Column { cells: cells(content, &layout.catalogue, &card.place), card: card.clone() })
    };
    Ok(chosen.iter().filter_map(column).collect())
}

fn cells(content: &Content, catalogue: &Catalogue, place: &str) -> Vec<Vec<Line>> {
    let contact = if content.contact.is_empty() && !place.is_empty() {
        format!("Kantor {place}")
    } else {
        content.contact.clone()
    };
    vec![
        results(content, catalogue),
        money(content),
        text(&content.time),
        text(&content.conditions),
        text(&content.legal_basis),
        text(&contact),
    ]
}

fn results(content: &Content, catalogue: &Catalogue) -> Vec<Line> {
    let view = StudyView::of(content, catalogue, &mut HashMap::new());
    if view.figures.is_empty() {
        return text(&view.words);
    }
    let figures = view.figures.into_iter().map(|row| Line {
        figure: Some(row.figure),
        words: if row.estimate { "(perkiraan)".to_owned() } else { String::new() },
    });
    figures.collect()
}

fn money(content: &Content) -> Vec<Line> {
    let line = |row: &crate::case_study::content::Money| {
        let amount = if row.amount.is_empty() { String::new() } else { format!("Rp{}", format::decimal(&row.amount)) };
        let year = if row.year.is_empty() { String::new() } else { format!("({})", row.year) };
        [row.source.as_str(), &amount, &year].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let lines = content.money.iter().map(line).filter(|line| !line.is_empty());
    lines.map(|words| Line { figure: None, words }).collect()
}

/// A text as one line of a cell; none where nothing stands.
fn text(markdown: &str) -> Vec<Line> {
    let plain = markdown::plain(markdown).replace('\n', " ");
    let plain = plain.trim();
    if plain.is_empty() { Vec::new() } else { vec![Line { figure: None, words: shortened(plain, CELL_CHARS) }] }
}
