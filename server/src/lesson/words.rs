//! Queries for what was said to a lesson. The caller has found the lesson through its gate, `store::visible_to`.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::entity::{lesson, lesson_word};
use crate::error::{Error, Result};

/// What coordinators were told about one lesson, shown to them.
const MOST_REPORTS: u64 = 50;

/// Words that are looked through at once before a name is taken away.
const READ_AT_ONCE: u64 = 500;

/// What members said to a lesson, whatever its state; without what was told to the coordinators.
fn said(lesson: i64) -> Select<lesson_word::Entity> {
    lesson_word::Entity::find()
        .filter(lesson_word::Column::LessonId.eq(lesson))
        .filter(lesson_word::Column::IsReport.eq(false))
}

/// A stretch of what members said to a lesson, in its order, whatever its state.
pub async fn stretch(
    db: &impl ConnectionTrait,
    lesson: i64,
    offset: u64,
    limit: u64,
) -> Result<Vec<lesson_word::Model>> {
    let rows = said(lesson)
        .order_by_asc(lesson_word::Column::CreatedAt)
        .order_by_asc(lesson_word::Column::Id)
        .offset(offset)
        .limit(limit);
    Ok(rows.all(db).await?)
}

/// How many there are in all.
pub async fn count(db: &impl ConnectionTrait, lesson: i64) -> Result<u64> {
    Ok(said(lesson).count(db).await?)
}

/// How many stand before a word.
pub async fn before(db: &impl ConnectionTrait, word: &lesson_word::Model) -> Result<u64> {
    let (created_at, id) = (lesson_word::Column::CreatedAt, lesson_word::Column::Id);
    let same = Condition::all().add(created_at.eq(word.created_at)).add(id.lt(word.id));
    let earlier = Condition::any().add(created_at.lt(word.created_at)).add(same);
    Ok(said(word.lesson_id).filter(earlier).count(db).await?)
}

/// What was told to the coordinators about a lesson: the newest, in its order.
pub async fn reports(db: &impl ConnectionTrait, lesson: i64) -> Result<Vec<lesson_word::Model>> {
    let mut rows = lesson_word::Entity::find()
        .filter(lesson_word::Column::LessonId.eq(lesson))
        .filter(lesson_word::Column::IsReport.eq(true))
        .order_by_desc(lesson_word::Column::CreatedAt)
        .order_by_desc(lesson_word::Column::Id)
        .limit(MOST_REPORTS)
        .all(db)
        .await?;
    rows.reverse();
    Ok(rows)
}

/// True once somebody else said something, whatever became of it: it was said to a writer without a name.
pub async fn is_answered(db: &impl ConnectionTrait, row: &lesson::Model) -> Result<bool> {
    let mut others = said(row.id);
    if let Some(writer) = row.account_id {
        let account = lesson_word::Column::AccountId;
        others = others.filter(Condition::any().add(account.is_null()).add(account.ne(writer)));
    }
    Ok(others.one(db).await?.is_some())
}

/// Accounts that spoke for the office of a lesson, each once.
pub async fn spoke(db: &impl ConnectionTrait, lesson: i64) -> Result<Vec<i64>> {
    let rows = said(lesson)
        .select_only()
        .column(lesson_word::Column::AccountId)
        .filter(lesson_word::Column::IsAuthor.eq(true))
        .filter(lesson_word::Column::AccountId.is_not_null())
        .distinct();
    Ok(rows.into_tuple().all(db).await?)
}

/// Accounts that said something to the same lesson before a word, as far as members read it, each once.
pub async fn spoke_before(db: &impl ConnectionTrait, word: &lesson_word::Model) -> Result<Vec<i64>> {
    let rows = said(word.lesson_id)
        .select_only()
        .column(lesson_word::Column::AccountId)
        .filter(lesson_word::Column::Id.lt(word.id))
        .filter(lesson_word::Column::AccountId.is_not_null())
        .filter(lesson_word::Column::DeletedAt.is_null())
        .filter(lesson_word::Column::HiddenAt.is_null())
        .distinct();
    Ok(rows.into_tuple().all(db).await?)
}

/// The next of what others read, or can come to read, after a number: what its writer deleted comes back by his own hand,
/// unless the office wrote it, whose words are looked at again then. What a coordinator hid is looked at again as well.
pub async fn readable(db: &impl ConnectionTrait, lesson: i64, after: i64) -> Result<Vec<(i64, String)>> {
    let stays =
        Condition::any().add(lesson_word::Column::IsAuthor.eq(false)).add(lesson_word::Column::DeletedAt.is_null());
    let rows = said(lesson)
        .select_only()
        .column(lesson_word::Column::Id)
        .column(lesson_word::Column::Body)
        .filter(lesson_word::Column::HiddenAt.is_null())
        .filter(stays)
        .filter(lesson_word::Column::Id.gt(after))
        .order_by_asc(lesson_word::Column::Id)
        .limit(READ_AT_ONCE);
    Ok(rows.into_tuple().all(db).await?)
}

/// One word of a lesson, whatever its state.
pub async fn find(db: &impl ConnectionTrait, lesson: i64, id: i64) -> Result<lesson_word::Model> {
    let select = lesson_word::Entity::find_by_id(id).filter(lesson_word::Column::LessonId.eq(lesson));
    select.one(db).await?.ok_or(Error::NotFound)
}

/// How many words members read under each of these lessons. One statement.
pub async fn counts(db: &impl ConnectionTrait, lessons: &[i64]) -> Result<HashMap<i64, i64>> {
    if lessons.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, i64)> = lesson_word::Entity::find()
        .select_only()
        .column(lesson_word::Column::LessonId)
        .column_as(lesson_word::Column::Id.count(), "words")
        .filter(lesson_word::Column::LessonId.is_in(lessons.iter().copied()))
        .filter(lesson_word::Column::IsReport.eq(false))
        .filter(lesson_word::Column::DeletedAt.is_null())
        .filter(lesson_word::Column::HiddenAt.is_null())
        .group_by(lesson_word::Column::LessonId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
