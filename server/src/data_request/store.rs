//! Requests of a scope, of a person, and one of them for who may see it.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{Column, Entity, Model};
use crate::error::{Error, Result};
use crate::kecamatan::below;
use crate::policy::Act;
use crate::viewer::Viewer;

/// Lines of one list.
const MOST_LINES: u64 = 100;

/// How many requests of a scope wait, those of the coordinator himself left out: another answers them.
pub async fn open_count(db: &impl ConnectionTrait, scope: &str, without: i64) -> Result<u64> {
    let open = Entity::find().filter(below(Column::ScopeCode, scope)).filter(Column::Outcome.is_null());
    Ok(open.filter(Column::AccountId.ne(without)).count(db).await?)
}

/// Requests of a scope: those that wait, the first due at the top, or those that were answered, the newest first.
pub async fn of_scope(db: &impl ConnectionTrait, scope: &str, open: bool) -> Result<Vec<Model>> {
    let rows = Entity::find().filter(below(Column::ScopeCode, scope)).limit(MOST_LINES);
    let rows = if open {
        rows.filter(Column::Outcome.is_null()).order_by_asc(Column::DueAt)
    } else {
        rows.filter(Column::Outcome.is_not_null()).order_by_desc(Column::AnsweredAt)
    };
    Ok(rows.all(db).await?)
}

/// A person's own requests, the newest first.
pub async fn of_person(db: &impl ConnectionTrait, account: i64) -> Result<Vec<Model>> {
    Ok(Entity::find().filter(Column::AccountId.eq(account)).order_by_desc(Column::Id).all(db).await?)
}

/// One request for who asked and for who may answer; to everybody else it does not exist. True when the viewer may answer.
pub async fn find(db: &impl ConnectionTrait, viewer: &Viewer, id: i64) -> Result<(Model, bool)> {
    let row = Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)?;
    let is_own = viewer.account().is_some_and(|account| account.get() == row.account_id);
    let may_answer = !is_own && viewer.may(Act::AnswerDataRequest, &row.scope_code);
    if is_own || may_answer { Ok((row, may_answer)) } else { Err(Error::NotFound) }
}
