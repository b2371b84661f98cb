//! The part of a conversation that a page shows: some comments and the first answers of each, by keyset, so that ten
//! thousand comments cost as many statements as three.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, Order, Query, WindowStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Deserialize;

use super::entity::{Column, Entity, Model};
use crate::case_study::card;
use crate::case_study::content::anchors;
use crate::case_study::entity::case_study;
use crate::error::Result;
use crate::web::encode;

/// So many comments stand on a page, each with its first answers.
pub const COMMENTS: u64 = 20;
/// So many answers stand below a comment; the others are a link away.
pub const ANSWERS: u64 = 5;
/// So many answers stand on a page that shows more of them.
pub const MORE_ANSWERS: u64 = 50;

/// Which part of a conversation an address asks for; whatever stands there, it is never an error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Id of the comment that the page begins with; empty for the first page.
    pub komentar: String,
    /// Id of the answer with which the answers below that comment begin.
    pub balasan: String,
    /// "terlama" puts the oldest first, anything else the newest.
    pub urut: String,
    /// Anchor of a section: only comments about it.
    pub bagian: String,
}

impl Asked {
    /// True when the oldest comment comes first.
    pub fn is_oldest_first(&self) -> bool {
        self.urut == "terlama"
    }

    /// Anchor and heading of the section that is asked for.
    pub fn section(&self) -> Option<(String, &'static str)> {
        anchors().into_iter().find(|(anchor, _)| *anchor == self.bagian)
    }

    /// The address of another part of the same conversation, in the same order and of the same section.
    pub fn address(&self, url: &str, comment: Option<i64>, answer: Option<i64>) -> String {
        let mut pairs = Vec::new();
        pairs.extend(self.is_oldest_first().then(|| "urut=terlama".to_owned()));
        pairs.extend(self.section().map(|(anchor, _)| format!("bagian={}", encode(&anchor))));
        pairs.extend(comment.map(|id| format!("komentar={id}")));
        pairs.extend(answer.map(|id| format!("balasan={id}")));
        if pairs.is_empty() { url.to_owned() } else { format!("{url}?{}", pairs.join("&")) }
    }
}

/// Rows of a page, and where it goes on.
#[derive(Debug, Default)]
pub struct Window {
    /// The comments in their order.
    pub comments: Vec<Model>,
    /// The answers below them, the oldest first.
    pub answers: Vec<Model>,
    /// How many answers a comment has in all.
    pub answered: HashMap<i64, i64>,
    /// The first answer of a comment that is folded away.
    pub folded: HashMap<i64, i64>,
    /// The comment that the next page begins with.
    pub next: Option<i64>,
    /// True when the page does not begin with the first comment.
    pub is_continued: bool,
    /// The comment whose answers begin in the middle, and the answer that follows those shown.
    pub opened: Option<(i64, Option<i64>)>,
}

/// Reads the rows of a page.
pub async fn read(db: &impl ConnectionTrait, study: i64, asked: &Asked) -> Result<Window> {
    let from = match asked.komentar.parse::<i64>() {
        Ok(id) => of_study(study).filter(Column::Id.eq(id)).filter(Column::ParentId.is_null()).one(db).await?,
        Err(_) => None,
    };
    let mut query = of_study(study).filter(Column::ParentId.is_null()).limit(COMMENTS + 1);
    if let Some((anchor, _)) = asked.section() {
        query = query.filter(Column::Section.eq(anchor));
    }
    query = if asked.is_oldest_first() {
        query.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id)
    } else {
        query.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id)
    };
    if let Some(from) = &from {
        // The first condition alone lets the database begin in the middle of the index.
        query = if asked.is_oldest_first() {
            query.filter(Column::CreatedAt.gte(from.created_at)).filter(later_than(from).add(Column::Id.eq(from.id)))
        } else {
            query.filter(Column::CreatedAt.lte(from.created_at)).filter(earlier_than(from).add(Column::Id.eq(from.id)))
        };
    }
    let mut window = Window { comments: query.all(db).await?, is_continued: from.is_some(), ..Window::default() };
    if window.comments.len() > usize::try_from(COMMENTS).unwrap_or(usize::MAX) {
        window.next = window.comments.pop().map(|row| row.id);
    }
    if !window.comments.is_empty() {
        first_answers(db, &mut window).await?;
        if let (Ok(id), Some(from)) = (asked.balasan.parse::<i64>(), &from) {
            open(db, &mut window, from.id, id).await?;
        }
    }
    Ok(window)
}

fn of_study(study: i64) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::CaseStudyId.eq(study))
}

fn later_than(row: &Model) -> Condition {
    let same = Condition::all().add(Column::CreatedAt.eq(row.created_at)).add(Column::Id.gt(row.id));
    Condition::any().add(Column::CreatedAt.gt(row.created_at)).add(same)
}

fn earlier_than(row: &Model) -> Condition {
    let same = Condition::all().add(Column::CreatedAt.eq(row.created_at)).add(Column::Id.lt(row.id));
    Condition::any().add(Column::CreatedAt.lt(row.created_at)).add(same)
}

/// The first answers of each comment, and how many it has, in two statements.
async fn first_answers(db: &impl ConnectionTrait, window: &mut Window) -> Result<()> {
    let (place, answers, numbered) = (Alias::new("place"), Alias::new("answers"), Alias::new("numbered"));
    let by_comment = || WindowStatement::partition_by(Column::ParentId);
    let in_order = by_comment().order_by(Column::CreatedAt, Order::Asc).order_by(Column::Id, Order::Asc).to_owned();
    let mut rows = Query::select();
    rows.columns([Column::Id, Column::ParentId])
        .expr_window_as(Func::cust(Alias::new("ROW_NUMBER")), in_order, place.clone())
        .expr_window_as(Func::count(Expr::col(Asterisk)), by_comment(), answers.clone())
        .from(Entity)
        .and_where(Expr::col(Column::ParentId).is_in(window.comments.iter().map(|row| row.id)));
    let mut first = Query::select();
    first
        .columns([Alias::new("id"), Alias::new("parent_id"), answers, place.clone()])
        .from_subquery(rows, numbered)
        .and_where(Expr::col(place).lte(i64::try_from(ANSWERS).unwrap_or_default() + 1));
    let mut ids: Vec<i64> = Vec::new();
    for row in db.query_all(&first).await? {
        let (id, comment): (i64, i64) = (row.try_get("", "id")?, row.try_get("", "parent_id")?);
        let place: i64 = row.try_get("", "place")?;
        if place > i64::try_from(ANSWERS).unwrap_or_default() {
            window.folded.insert(comment, id);
        } else {
            ids.push(id);
        }
        window.answered.insert(comment, row.try_get("", "answers")?);
    }
    let rows = Entity::find().filter(Column::Id.is_in(ids));
    window.answers = rows.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await?;
    Ok(())
}

/// Puts answers from a later one on in the place of the first ones.
async fn open(db: &impl ConnectionTrait, window: &mut Window, comment: i64, answer: i64) -> Result<()> {
    let Some(from) = Entity::find_by_id(answer).filter(Column::ParentId.eq(comment)).one(db).await? else {
        return Ok(());
    };
    let mut rows = Entity::find()
        .filter(Column::ParentId.eq(comment))
        .filter(Column::CreatedAt.gte(from.created_at))
        .filter(later_than(&from).add(Column::Id.eq(from.id)))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(MORE_ANSWERS + 1)
        .all(db)
        .await?;
    let has_more = rows.len() > usize::try_from(MORE_ANSWERS).unwrap_or(usize::MAX);
    let next = if has_more { rows.pop().map(|row| row.id) } else { None };
    window.answers.retain(|row| row.parent_id != Some(comment));
    window.answers.extend(rows);
    window.opened = Some((comment, next));
    Ok(())
}

/// How many shown comments are about each section, in one statement.
pub async fn by_section(db: &impl ConnectionTrait, study: i64) -> Result<HashMap<String, i64>> {
    let counts: Vec<(String, i64)> = of_study(study)
        .select_only()
        .column(Column::Section)
        .column_as(Column::Id.count(), "comments")
        .filter(Column::Section.is_not_null())
        .filter(Column::DeletedAt.is_null())
        .filter(Column::HiddenAt.is_null())
        .group_by(Column::Section)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().collect())
}

/// Where a comment stands: the page that shows it, at its anchor.
pub async fn address_of(db: &impl ConnectionTrait, study: &case_study::Model, comment: &Model) -> Result<String> {
    let top = match comment.parent_id {
        Some(parent) => Entity::find_by_id(parent).one(db).await?,
        None => None,
    };
    let top = top.as_ref().unwrap_or(comment);
    let before = match comment.parent_id {
        Some(parent) => {
            Entity::find().filter(Column::ParentId.eq(parent)).filter(earlier_than(comment)).count(db).await?
        }
        None => 0,
    };
    let newer = of_study(study.id).filter(Column::ParentId.is_null()).filter(later_than(top)).count(db).await?;
    let is_folded = before >= ANSWERS;
    let begins_with = (is_folded || newer >= COMMENTS).then_some(top.id);
    let url = card::url(study.id, &study.title);
    let page = Asked::default().address(&url, begins_with, is_folded.then_some(comment.id));
    Ok(format!("{page}#k-{}", comment.id))
}
