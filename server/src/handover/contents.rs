//! What an office holds when it is handed over: drafts, studies, topics it was asked about, and its people.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::case_study::card;
use crate::case_study::content::Content;
use crate::case_study::draft::{self, Step};
use crate::case_study::entity::case_study;
use crate::error::Result;
use crate::format;
use crate::office::{self, officials};
use crate::topic::entity::search_topic;

/// Lines of each list.
const MOST: u64 = 200;

/// Everything that stays with an office.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// What is being written.
    pub drafts: Vec<Line>,
    /// What is published, shown or not.
    pub studies: Vec<Line>,
    /// Topics that a coordinator asked the office to write about.
    pub topics: Vec<Line>,
    /// Who serves there besides its head.
    pub people: Vec<Line>,
    /// True while the sekcam may publish for the camat.
    pub delegated: bool,
}

/// A line of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Title or name.
    pub name: String,
    /// State or office.
    pub state: String,
    /// Address on the site; empty for what has none.
    pub url: String,
}

/// Reads it, in a constant number of statements.
pub async fn of(db: &impl ConnectionTrait, kecamatan: &str, today: NaiveDate) -> Result<Contents> {
    let drafts = draft::of_office(db, kecamatan).await?;
    let studies = case_study::Entity::find()
        .filter(case_study::Column::KecamatanCode.eq(kecamatan))
        .order_by_desc(case_study::Column::UpdatedAt)
        .order_by_desc(case_study::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let topics = search_topic::Entity::find()
        .filter(search_topic::Column::KecamatanCode.eq(kecamatan))
        .filter(search_topic::Column::State.eq("handed"))
        .order_by_asc(search_topic::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let (people, _) = officials::of_office(db, kecamatan, today).await?;
    Ok(Contents {
        drafts: drafts.into_iter().map(draft_line).collect(),
        studies: studies.into_iter().map(study_line).collect(),
        topics: topics.into_iter().map(|row| Line { name: row.text, ..Line::default() }).collect(),
        people: people.into_iter().filter(|one| !one.role.leads_kecamatan()).map(person_line).collect(),
        delegated: office::is_delegated(db, kecamatan, today).await?,
    })
}

fn draft_line(row: crate::case_study::entity::draft::Model) -> Line {
    let title = Content::parse(&row.document).map(|content| content.title).unwrap_or_default();
    Line {
        name: if title.trim().is_empty() { "Tanpa judul".to_owned() } else { title },
        state: Step::parse(&row.step).label().to_owned(),
        url: format!("/tulis/{}", row.key),
    }
}

fn study_line(row: case_study::Model) -> Line {
    let state = match (row.hidden_at.is_some(), row.state.as_str()) {
        (true, _) => "Disembunyikan pembina".to_owned(),
        (false, "tayang") => format!("Tayang, revisi {}", row.revision_number),
        _ => "Tidak ditayangkan".to_owned(),
    };
    Line { url: card::url(row.id, &row.title), name: row.title, state }
}

fn person_line(one: officials::Official) -> Line {
    let office = if one.term.title.is_empty() { one.role.label() } else { one.term.title.as_str() };
    let since = format!("{office}, sejak {}", format::date(one.term.started_on));
    Line { name: one.name, state: since, url: String::new() }
}
