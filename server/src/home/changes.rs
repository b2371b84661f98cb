//! Feeds of what goes on: a study with its revisions and the steps of its replication, the questions, and one question with
//! its answers. They hold what everybody may see; what is hidden or taken back is not there.

use std::cmp::Reverse;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::atom::{Entry, Feed, IN_FEED, atom};
use crate::account;
use crate::adoption::entity::adoption_step;
use crate::adoption::{self, Stage};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::content::shortened;
use crate::case_study::entity::{case_study, case_study_revision};
use crate::case_study::store as studies;
use crate::error::Result;
use crate::ids::{CaseStudyId, QuestionId};
use crate::markdown;
use crate::question::entity::{answer, question};
use crate::question::{store, without_addresses};
use crate::viewer::Viewer;
use crate::web::IdPath;

/// Longest summary of an entry in characters.
const SUMMARY_CHARS: usize = 400;

/// The routes of these files.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{id}/umpan.atom", get(of_study))
        .route("/tanya/umpan.atom", get(of_questions))
        .route("/tanya/{id}/umpan.atom", get(of_question))
}

/// Text from people on one line.
fn summary(text: &str) -> String {
    shortened(&markdown::plain(&without_addresses(text)).replace('\n', " "), SUMMARY_CHARS)
}

/// The latest first, as many as a feed holds.
fn latest(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|entry| Reverse(entry.updated));
    entries.truncate(usize::try_from(IN_FEED).unwrap_or(usize::MAX));
    entries
}

async fn of_study(State(app): State<App>, path: IdPath<CaseStudyId>) -> Result<Response> {
    let db = app.db.read();
    let study = studies::find(db, &Viewer::visitor(), path.id).await?;
    let revisions = case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(study.id))
        .order_by_desc(case_study_revision::Column::Number)
        .limit(IN_FEED)
        .all(db)
        .await?;
    let steps = adoption::store::newest_steps(db, &study, IN_FEED).await?;
    let catalogue = app.catalogue.get();
    let mut entries: Vec<Entry> = revisions.into_iter().map(|row| revision(&study, row)).collect();
    entries.extend(steps.into_iter().map(|(code, row)| step(catalogue.places.full_name(&code), row)));
    let feed = Feed {
        title: format!("Kabar praktik: {}", study.title),
        own: format!("/praktik/{}/umpan.atom", study.id),
        page: card::url(study.id, &study.title),
    };
    Ok(atom(&app, &feed, &latest(entries)))
}

fn revision(study: &case_study::Model, row: case_study_revision::Model) -> Entry {
    let url = format!("/praktik/{}/riwayat/{}", study.id, row.number);
    let is_first = row.number == 1;
    let title = if is_first { study.title.clone() } else { format!("Revisi {}: {}", row.number, study.title) };
    // The title and the summary are those of today: what stood there once may have been taken out for a reason.
    let words = if is_first && row.note.is_empty() { &study.summary } else { &row.note };
    Entry {
        title,
        summary: summary(words),
        url: if is_first { card::url(study.id, &study.title) } else { url.clone() },
        id: url,
        published: row.created_at,
        updated: row.created_at,
        author: row.byline,
    }
}

/// A step of the ledger. Where its words are hidden, its stage stays.
fn step(place: String, row: adoption_step::Model) -> Entry {
    let stage = Stage::parse(&row.stage).unwrap_or(Stage::Interested).label().to_lowercase();
    let url = format!("{}#langkah-{}", adoption::store::url(row.adoption_id), row.id);
    Entry {
        title: format!("{place}: {stage}"),
        summary: if row.hidden_at.is_none() { summary(&row.note) } else { String::new() },
        id: url.clone(),
        url,
        published: row.recorded_at,
        updated: row.recorded_at,
        author: place,
    }
}

async fn of_questions(State(app): State<App>) -> Result<Response> {
    let (rows, _) = store::Listing::default().page(app.db.read(), &Viewer::visitor(), 0, IN_FEED).await?;
    let entries: Vec<Entry> = rows.iter().map(asked).collect();
    let title = format!("Tanya Jawab – {}", app.catalogue.get().settings.site.name);
    Ok(atom(&app, &Feed::below(title, "/tanya"), &entries))
}

async fn of_question(State(app): State<App>, path: IdPath<QuestionId>) -> Result<Response> {
    let db = app.db.read();
    let row = store::find(db, &Viewer::visitor(), path.id).await?;
    let answers = store::newest_answers(db, &row, IN_FEED).await?;
    let names = account::names(db, answers.iter().map(|one| one.account_id)).await?;
    let mut entries = vec![asked(&row)];
    for one in answers {
        let person = names.get(&one.account_id).cloned().unwrap_or_default();
        entries.push(answered(&row, one, person));
    }
    if store::is_summarised(db, &row).await? {
        entries.extend(summarised(&row));
    }
    let own = format!("/tanya/{}/umpan.atom", row.id);
    let feed = Feed { page: row.url(), title: row.title, own };
    Ok(atom(&app, &feed, &latest(entries)))
}

fn asked(row: &question::Model) -> Entry {
    Entry {
        title: row.title.clone(),
        id: format!("/tanya/{}", row.id),
        url: row.url(),
        published: row.created_at,
        updated: row.edited_at.unwrap_or(row.created_at),
        author: row.byline.clone(),
        summary: summary(&row.body),
    }
}

fn answered(question: &question::Model, row: answer::Model, person: String) -> Entry {
    let author = if row.byline.is_empty() { person } else { row.byline };
    let is_addition = row.account_id == question.account_id;
    let title = if is_addition { "Keterangan dari penanya".to_owned() } else { format!("Jawaban dari {author}") };
    Entry {
        title,
        id: format!("/jawaban/{}", row.id),
        url: format!("/tanya/{}/jawaban/{}", question.id, row.id),
        published: row.created_at,
        updated: row.edited_at.unwrap_or(row.created_at),
        author,
        summary: summary(&row.body),
    }
}

fn summarised(row: &question::Model) -> Option<Entry> {
    let at = row.summary_at?;
    Some(Entry {
        title: "Rangkuman jawaban".to_owned(),
        id: format!("/tanya/{}/rangkuman", row.id),
        url: format!("{}#rangkuman", row.url()),
        published: at,
        updated: at,
        author: row.summary_byline.clone(),
        summary: summary(&row.summary),
    })
}
