//! What an office holds when it is handed over: drafts, studies, what waits for an answer or for work, and its people.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::adoption;
use crate::case_study::card;
use crate::case_study::content::Content;
use crate::case_study::draft::{self, Step};
use crate::case_study::entity::case_study;
use crate::case_study::store::visible_to;
use crate::error::Result;
use crate::format;
use crate::lesson;
use crate::meeting::{self, Decision};
use crate::office::{self, officials};
use crate::policy::Role;
use crate::product;
use crate::question;
use crate::topic::entity::search_topic;
use crate::viewer::Viewer;
use crate::visit;

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
    /// Practices of other kecamatan that the office takes up.
    #[serde(default)]
    pub adoptions: Vec<Line>,
    /// Requests for a studi tiru that are open, on either side.
    #[serde(default)]
    pub visits: Vec<Line>,
    /// What the kecamatan makes, with consents that have to be asked about.
    #[serde(default)]
    pub products: Vec<Line>,
    /// What its meetings decided and is still to be done; read by the office and the two whom the handover concerns.
    #[serde(default)]
    pub follow_ups: Vec<Line>,
    /// What it asked other members and where no answer was accepted.
    #[serde(default)]
    pub questions: Vec<Line>,
    /// How many lessons it keeps in the Ruang Pembelajaran; never what they are called.
    #[serde(default)]
    pub lessons: u64,
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

/// Reads it, in a constant number of statements. What meetings decided after the day on which the
/// successor `came` is the office's alone.
pub async fn of(db: &impl ConnectionTrait, kecamatan: &str, came: NaiveDate, today: NaiveDate) -> Result<Contents> {
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
    let adoptions = adoption_lines(db, kecamatan).await?;
    let visits = visit_lines(db, kecamatan).await?;
    let products = product::store::of_office(db, kecamatan).await?.iter().map(product_line).collect();
    let questions = question::store::open_of_office(db, kecamatan).await?;
    let (people, _) = officials::of_office(db, kecamatan, today).await?;
    Ok(Contents {
        drafts: drafts.into_iter().map(draft_line).collect(),
        studies: studies.into_iter().map(study_line).collect(),
        topics: topics.into_iter().map(|row| Line { name: row.text, ..Line::default() }).collect(),
        adoptions,
        visits,
        products,
        follow_ups: follow_up_lines(db, kecamatan, came).await?,
        questions: questions.into_iter().map(question_line).collect(),
        lessons: lesson::store::count_of_office(db, kecamatan).await?,
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
        (false, "tayang") if adoption::running::is_asked(&row) => {
            format!("Tayang, revisi {}, menunggu konfirmasi", row.revision_number)
        }
        (false, "tayang") => format!("Tayang, revisi {}", row.revision_number),
        _ => "Tidak ditayangkan".to_owned(),
    };
    Line { url: card::url(row.id, &row.title), name: row.title, state }
}

/// What the office takes up, with the question that waits for an answer.
async fn adoption_lines(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<Line>> {
    let rows = adoption::by_office(db, kecamatan).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.case_study_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // What is not shown any more has no name here: it is another office's.
    let shown = visible_to(&Viewer::visitor()).filter(case_study::Column::Id.is_in(ids)).all(db).await?;
    let line = |row: adoption::entity::adoption::Model| {
        let study = shown.iter().find(|study| study.id == row.case_study_id);
        let asked = if adoption::is_asked(&row) { ", menunggu konfirmasi" } else { "" };
        Line {
            name: study.map_or_else(|| format!("Praktik nomor {}", row.case_study_id), |study| study.title.clone()),
            state: format!("{} sejak {}{asked}", adoption::stage_of(&row).label(), format::date(row.since)),
            url: adoption::store::url(row.id),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What the office is asked and asks, as long as it is open.
async fn visit_lines(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<Line>> {
    let rows = visit::open_of_office(db, kecamatan).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.case_study_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let shown = visible_to(&Viewer::visitor()).filter(case_study::Column::Id.is_in(ids)).all(db).await?;
    let line = |row: visit::entity::visit::Model| {
        let study = shown.iter().find(|study| study.id == row.case_study_id);
        let way = if row.host_code == kecamatan { "masuk" } else { "keluar" };
        Line {
            name: study.map_or_else(|| format!("Praktik nomor {}", row.case_study_id), |study| study.title.clone()),
            state: format!("{} ({way})", visit::state_of(&row).label()),
            url: visit::store::url(row.id),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What meetings decided, without the words and names that they wrote to it: those stay in the minutes.
async fn follow_up_lines(db: &impl ConnectionTrait, kecamatan: &str, came: NaiveDate) -> Result<Vec<Line>> {
    let mut rows = meeting::store::open_of_office(db, kecamatan).await?;
    rows.retain(|(_, held)| held.held_on <= came);
    let ids: Vec<i64> = rows.iter().map(|(item, _)| item.case_study_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let shown = visible_to(&Viewer::visitor()).filter(case_study::Column::Id.is_in(ids)).all(db).await?;
    let line = |(item, held): (meeting::entity::meeting_item::Model, meeting::entity::meeting::Model)| {
        let study = shown.iter().find(|study| study.id == item.case_study_id);
        let decided = Decision::parse(&item.decision).map_or("", Decision::label);
        let due = item.due_on.map_or_else(String::new, |day| format!(", tenggat {}", format::date(day)));
        Line {
            name: study.map_or_else(|| format!("Praktik nomor {}", item.case_study_id), |study| study.title.clone()),
            state: format!("{decided}, rapat {}{due}", format::date(held.held_on)),
            url: format!("/rapat/{}", held.id),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

fn question_line(row: question::entity::question::Model) -> Line {
    let state = match row.answer_count {
        0 => "Belum dijawab".to_owned(),
        answers => format!("{answers} jawaban, belum ada yang diterima"),
    };
    // Without its words: an address that holds a name would be broken where the name has to go.
    Line { url: format!("/tanya/{}", row.id), name: row.title, state }
}

/// A product, never with the maker's contact.
fn product_line(row: &product::entity::Model) -> Line {
    let state = match row.state.as_str() {
        _ if row.hidden_at.is_some() => "Disembunyikan pembina",
        "tayang" => "Tayang",
        _ => "Tidak ditayangkan",
    };
    let is_asked = row.has_contact() && row.consent_asked_at.is_some();
    let asked = if is_asked { ", persetujuan kontak perlu ditanyakan lagi" } else { "" };
    Line { name: row.name.clone(), state: format!("{state}{asked}"), url: row.url() }
}

fn person_line(one: officials::Official) -> Line {
    // Only staff have posts of their own: a sekcam is the sekcam, whatever his letter calls him.
    let is_titled = one.role == Role::Staf && !one.term.title.is_empty();
    let office = if is_titled { one.term.title.as_str() } else { one.role.label() };
    let since = format!("{office}, sejak {}", format::date(one.term.started_on));
    Line { name: one.name, state: since, url: String::new() }
}
