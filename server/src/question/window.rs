//! The part of the answers that a page shows, by keyset, so that thousands of answers cost as many statements as three.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::Deserialize;

use super::entity::answer::{Column, Entity, Model};
use super::entity::question;
use super::{store, url};
use crate::error::Result;

/// So many answers stand on a page, the accepted one not counted.
pub const ANSWERS: u64 = 20;

/// So many credits stand below what was drawn together.
const MOST_CREDITS: u64 = 200;

/// Which part of the answers an address asks for; whatever stands there, it is never an error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Id of the answer that the page begins with; empty for the first page.
    pub jawaban: String,
}

/// Rows of a page, and where it goes on.
#[derive(Debug, Default)]
pub struct Window {
    /// The accepted answer, on the first page, then the others in the order in which they were written.
    pub answers: Vec<Model>,
    /// The answers that the drawn-together one rests on, wherever they stand.
    pub credited: Vec<Model>,
    /// The answer that the next page begins with.
    pub next: Option<i64>,
    /// True when the page does not begin with the first answer.
    pub is_continued: bool,
}

/// Reads the rows of a page.
pub async fn read(db: &impl ConnectionTrait, row: &question::Model, asked: &Asked) -> Result<Window> {
    let from = match asked.jawaban.parse::<i64>() {
        Ok(id) => in_order(row).filter(Column::Id.eq(id)).one(db).await?,
        Err(_) => None,
    };
    let mut window = Window { is_continued: from.is_some(), ..Window::default() };
    let mut query = in_order(row).limit(ANSWERS + 1);
    if let Some(from) = &from {
        let same = Condition::all().add(Column::CreatedAt.eq(from.created_at)).add(Column::Id.gte(from.id));
        // The first condition alone lets the database begin in the middle of the index.
        query = query
            .filter(Column::CreatedAt.gte(from.created_at))
            .filter(Condition::any().add(Column::CreatedAt.gt(from.created_at)).add(same));
    }
    let mut answers = query.all(db).await?;
    if answers.len() > usize::try_from(ANSWERS).unwrap_or(usize::MAX) {
        window.next = answers.pop().map(|row| row.id);
    }
    if let Some(accepted) = row.accepted_answer_id.filter(|_| !window.is_continued) {
        window.answers.extend(Entity::find_by_id(accepted).one(db).await?);
    }
    window.answers.extend(answers);
    if !row.summary.is_empty() {
        window.credited =
            store::shown_answers(row).filter(Column::IsCredited.eq(true)).limit(MOST_CREDITS).all(db).await?;
    }
    Ok(window)
}

/// Where an answer stands: the page that shows it, at its anchor.
pub async fn address_of(db: &impl ConnectionTrait, row: &question::Model, answer: &Model) -> Result<String> {
    let same = Condition::all().add(Column::CreatedAt.eq(answer.created_at)).add(Column::Id.lt(answer.id));
    let earlier = Condition::any().add(Column::CreatedAt.lt(answer.created_at)).add(same);
    let is_first =
        row.accepted_answer_id == Some(answer.id) || in_order(row).filter(earlier).count(db).await? < ANSWERS;
    Ok(format!("{}#j-{}", page_from(row, (!is_first).then_some(answer.id)), answer.id))
}

/// The address of the page that begins with an answer, or of the first one.
pub fn page_from(row: &question::Model, answer: Option<i64>) -> String {
    let url = url(row.id, &row.title);
    answer.map_or_else(|| url.clone(), |answer| format!("{url}?jawaban={answer}"))
}

/// The answers in the order in which they were written, whatever their state, without the accepted one: it stands
/// first.
fn in_order(row: &question::Model) -> Select<Entity> {
    let mut answers = Entity::find().filter(Column::QuestionId.eq(row.id));
    if let Some(accepted) = row.accepted_answer_id {
        answers = answers.filter(Column::Id.ne(accepted));
    }
    answers.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id)
}
