//! Notifications of one kind about one study, one question or one draft are one line: what is new apart from what was
//! read.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement, SimpleExpr};

use super::entity::{Column, Entity};
use crate::discussion::entity as comment;
use crate::error::Result;
use crate::ids::AccountId;
use crate::question::entity::answer;

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The newest of its rows.
    pub newest: i64,
    /// How many rows it has.
    pub rows: i64,
}

/// A page of groups, the newest first.
pub(super) async fn page(db: &impl ConnectionTrait, account: AccountId, offset: u64, limit: u64) -> Result<Vec<Group>> {
    let mut select = grouped(account);
    select
        .expr_as(newest(), Alias::new("newest"))
        .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("rows"))
        .order_by_expr(newest(), Order::Desc)
        .limit(limit)
        .offset(offset);
    let rows = db.query_all(&select).await?;
    let groups =
        rows.iter().map(|row| Ok(Group { newest: row.try_get("", "newest")?, rows: row.try_get("", "rows")? }));
    groups.collect()
}

/// How many lines there are.
pub(super) async fn count(db: &impl ConnectionTrait, account: AccountId) -> Result<u64> {
    count_of(db, grouped(account)).await
}

/// How many lines are not read: the number in the bar of every page.
pub async fn unread(db: &impl ConnectionTrait, account: AccountId) -> Result<u64> {
    let mut select = grouped(account);
    select.and_where(Expr::col((Entity, Column::ReadAt)).is_null());
    count_of(db, select).await
}

/// The unread rows that stand in one line with a row; what waits for its mail was not seen yet.
pub(super) fn unread_rows_with(account: AccountId, row: i64) -> SelectStatement {
    let mut same = of(account);
    same.expr(Expr::col((Entity, Column::Kind))).and_where(Expr::col((Entity, Column::Id)).eq(row));
    let mut sort_of_row = of(account);
    sort_of_row.expr(sort()).and_where(Expr::col((Entity, Column::Id)).eq(row));
    let mut thing_of_row = of(account);
    thing_of_row.expr(thing()).and_where(Expr::col((Entity, Column::Id)).eq(row));
    let mut select = of(account);
    select
        .column((Entity, Column::Id))
        .and_where(Expr::col((Entity, Column::ReadAt)).is_null())
        .and_where(
            Expr::col((Entity, Column::MailOnly)).eq(false).or(Expr::col((Entity, Column::MailId)).is_not_null()),
        )
        .and_where(Expr::col((Entity, Column::Kind)).in_subquery(same))
        .and_where(sort().in_subquery(sort_of_row))
        .and_where(thing().in_subquery(thing_of_row));
    select
}

async fn count_of(db: &impl ConnectionTrait, mut groups: SelectStatement) -> Result<u64> {
    groups.expr_as(Expr::val(1), Alias::new("one"));
    let mut select = Query::select();
    select.expr_as(Func::count(Expr::col(Asterisk)), Alias::new("lines")).from_subquery(groups, Alias::new("grouped"));
    let row = db.query_one(&select).await?;
    let lines: i64 = row.map_or(Ok(0), |row| row.try_get("", "lines"))?;
    Ok(u64::try_from(lines).unwrap_or_default())
}

/// Without what goes by mail alone.
fn grouped(account: AccountId) -> SelectStatement {
    let mut select = of(account);
    select
        .and_where(Expr::col((Entity, Column::MailOnly)).eq(false))
        .group_by_col((Entity, Column::Kind))
        .add_group_by([sort(), thing(), Expr::col((Entity, Column::ReadAt)).is_null()]);
    select
}

/// The rows of a person, each beside its comment or answer where it is about one.
fn of(account: AccountId) -> SelectStatement {
    let about = |kind: &'static str| Expr::col((Entity, Column::SubjectKind)).eq(kind);
    let about_it = about("comment").and(Expr::col((comment::Entity, comment::Column::Id)).eq(subject()));
    let about_answer = about("answer").and(Expr::col((answer::Entity, answer::Column::Id)).eq(subject()));
    let mut select = Query::select();
    select
        .from(Entity)
        .join(JoinType::LeftJoin, comment::Entity, about_it)
        .join(JoinType::LeftJoin, answer::Entity, about_answer)
        .and_where(Expr::col((Entity, Column::AccountId)).eq(account.get()));
    select
}

/// What a thing is: a comment stands for its study, an answer for its question. Numbers alone say nothing: one kind may be
/// about a study and about a question.
fn sort() -> SimpleExpr {
    let kind = || Expr::col((Entity, Column::SubjectKind));
    Expr::case(kind().eq("comment"), Expr::val("case_study"))
        .case(kind().eq("answer"), Expr::val("question"))
        .finally(kind())
        .into()
}

/// The study of a comment, the question of an answer, else the subject itself.
fn thing() -> SimpleExpr {
    let study = Expr::col((comment::Entity, comment::Column::CaseStudyId));
    Func::coalesce([study, Expr::col((answer::Entity, answer::Column::QuestionId)), subject()]).into()
}

fn subject() -> SimpleExpr {
    Expr::col((Entity, Column::SubjectId)).cast_as(Alias::new("BIGINT"))
}

fn newest() -> SimpleExpr {
    Expr::col((Entity, Column::Id)).max()
}
