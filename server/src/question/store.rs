//! Queries for questions and answers. Every read starts from [`visible_to`], the one gate of questions; studies in
//! answers pass theirs.

use std::collections::HashMap;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::entity::{answer, question, question_indicator};
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::{AnswerId, QuestionId};
use crate::office::entity::office_term;
use crate::policy::Act;
use crate::viewer::Viewer;

/// Questions without an accepted answer that the handover of an office lists.
const MOST_OPEN: u64 = 200;

/// The questions that a viewer may see: not hidden, not taken back, and public unless the viewer is a member. Lists,
/// search, notices and the site map all start here.
pub fn visible_to(viewer: &Viewer) -> Select<question::Entity> {
    if viewer.is_member() { shown() } else { shown().filter(question::Column::Visibility.eq("public")) }
}

/// What at least members may see. The index holds these, each with its audience.
pub(super) fn shown() -> Select<question::Entity> {
    question::Entity::find().filter(question::Column::DeletedAt.is_null()).filter(question::Column::HiddenAt.is_null())
}

/// One question; also a hidden one for who asked it and for the coordinators of the place. `NotFound` for all others.
pub async fn find(db: &impl ConnectionTrait, viewer: &Viewer, id: QuestionId) -> Result<question::Model> {
    let row = question::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)?;
    if may_see(viewer, &row) { Ok(row) } else { Err(Error::NotFound) }
}

/// The same as [`find`], held until the transaction ends, so that what is counted and replaced is what was read.
pub async fn held(tx: &WriteTransaction, viewer: &Viewer, id: QuestionId) -> Result<question::Model> {
    let row = question::Entity::find_by_id(id.get()).lock_exclusive().one(&**tx).await?.ok_or(Error::NotFound)?;
    if may_see(viewer, &row) { Ok(row) } else { Err(Error::NotFound) }
}

fn may_see(viewer: &Viewer, row: &question::Model) -> bool {
    let is_own = viewer.account().is_some_and(|account| account.get() == row.account_id);
    let cares = viewer.may(Act::HideComment, &row.scope_code);
    if row.deleted_at.is_some() {
        return is_own;
    }
    if row.hidden_at.is_some() {
        return is_own || cares;
    }
    row.visibility == "public" || viewer.is_member()
}

/// One question for who may see it, and for the coordinators of the place whatever its state: its words are kept.
pub async fn find_cared_for(db: &impl ConnectionTrait, viewer: &Viewer, id: QuestionId) -> Result<question::Model> {
    let row = question::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)?;
    let cares = viewer.may(Act::HideComment, &row.scope_code);
    if cares || may_see(viewer, &row) { Ok(row) } else { Err(Error::NotFound) }
}

/// True while members see it: only then it is answered, accepted and drawn together.
pub fn is_open(row: &question::Model) -> bool {
    row.deleted_at.is_none() && row.hidden_at.is_none()
}

/// An answer that readers see.
pub fn is_shown(row: &answer::Model) -> bool {
    row.deleted_at.is_none() && row.hidden_at.is_none()
}

/// Questions by their ids in the order given; what the viewer may not see is left out.
pub async fn by_ids(db: &impl ConnectionTrait, viewer: &Viewer, ids: &[i64]) -> Result<Vec<question::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = visible_to(viewer).filter(question::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// As [`by_ids`], and the hidden ones of who asked them and of the coordinators of the place; in no order.
pub async fn seen_by_ids(db: &impl ConnectionTrait, viewer: &Viewer, ids: &[i64]) -> Result<Vec<question::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = question::Entity::find().filter(question::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().filter(|row| may_see(viewer, row)).collect())
}

/// Which questions a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Only of this sector.
    pub sector: Option<i64>,
    /// Only those with an answer, or only those without.
    pub answered: Option<bool>,
}

impl Listing {
    fn narrowed(self, viewer: &Viewer) -> Select<question::Entity> {
        let mut select = visible_to(viewer);
        if let Some(sector) = self.sector {
            select = select.filter(question::Column::SectorId.eq(sector));
        }
        match self.answered {
            Some(true) => select.filter(question::Column::AnswerCount.gt(0)),
            Some(false) => select.filter(question::Column::AnswerCount.eq(0)),
            None => select,
        }
    }

    /// A stretch of the list, the newest first, and how many there are in all.
    pub async fn page(
        self,
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        offset: u64,
        limit: u64,
    ) -> Result<(Vec<question::Model>, u64)> {
        let total = self.narrowed(viewer).count(db).await?;
        let rows = self
            .narrowed(viewer)
            .order_by_desc(question::Column::CreatedAt)
            .order_by_desc(question::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(db)
            .await?;
        Ok((rows, total))
    }
}

/// The questions without an answer that were asked in a region, the oldest first.
pub async fn waiting_in(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    region: &str,
    limit: u64,
) -> Result<Vec<question::Model>> {
    let rows = visible_to(viewer)
        .filter(question::Column::AnswerCount.eq(0))
        .filter(question::Column::EscalatedAt.is_not_null())
        .filter(crate::kecamatan::below(question::Column::ScopeCode, region))
        .order_by_asc(question::Column::CreatedAt)
        .limit(limit);
    Ok(rows.all(db).await?)
}

/// What people of an office asked in its name and nobody's answer was accepted to, the oldest first: for who takes it over.
pub async fn open_of_office(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<question::Model>> {
    let terms = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::Id)
        .filter(office_term::Column::RegionCode.eq(kecamatan))
        .into_query();
    let rows = shown()
        .filter(question::Column::AcceptedAnswerId.is_null())
        .filter(question::Column::TermId.in_subquery(terms))
        .order_by_asc(question::Column::Id)
        .limit(MOST_OPEN);
    Ok(rows.all(db).await?)
}

/// The questions that grew from these topics, by topic: the newest of each. One statement.
pub async fn of_topics(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    topics: &[i64],
) -> Result<HashMap<i64, question::Model>> {
    if topics.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible_to(viewer)
        .filter(question::Column::TopicId.is_in(topics.iter().copied()))
        .order_by_asc(question::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.topic_id?, row))).collect())
}

/// The answers of a question that readers see, in the order they were written. What its asker adds is none: it counts
/// for nobody's wait, is accepted by nobody and credited to nobody.
pub fn shown_answers(question: &question::Model) -> Select<answer::Entity> {
    answer::Entity::find()
        .filter(answer::Column::QuestionId.eq(question.id))
        .filter(answer::Column::AccountId.ne(question.account_id))
        .filter(answer::Column::DeletedAt.is_null())
        .filter(answer::Column::HiddenAt.is_null())
        .order_by_asc(answer::Column::CreatedAt)
        .order_by_asc(answer::Column::Id)
}

/// The latest of what readers see below a question, also what its asker added; the newest first.
pub async fn newest_answers(
    db: &impl ConnectionTrait,
    question: &question::Model,
    limit: u64,
) -> Result<Vec<answer::Model>> {
    let rows = answer::Entity::find()
        .filter(answer::Column::QuestionId.eq(question.id))
        .filter(answer::Column::DeletedAt.is_null())
        .filter(answer::Column::HiddenAt.is_null())
        .order_by_desc(answer::Column::CreatedAt)
        .order_by_desc(answer::Column::Id)
        .limit(limit);
    Ok(rows.all(db).await?)
}

/// True while what was drawn together stands on the page: it rests on an answer that is shown.
pub async fn is_summarised(db: &impl ConnectionTrait, question: &question::Model) -> Result<bool> {
    if question.summary.is_empty() {
        return Ok(false);
    }
    Ok(shown_answers(question).filter(answer::Column::IsCredited.eq(true)).one(db).await?.is_some())
}

/// The answers that can be drawn together: those credited already, the accepted one, and the first of the others.
pub async fn to_summarise(
    db: &impl ConnectionTrait,
    question: &question::Model,
    limit: u64,
) -> Result<Vec<answer::Model>> {
    let (accepted, credited) = (question.accepted_answer_id, answer::Column::IsCredited);
    let chosen = Condition::any().add(credited.eq(true)).add(answer::Column::Id.is_in(accepted));
    let mut rows = shown_answers(question).filter(chosen.clone()).all(db).await?;
    rows.extend(shown_answers(question).filter(chosen.not()).limit(limit).all(db).await?);
    rows.sort_by_key(|row| (row.created_at, row.id));
    Ok(rows)
}

/// True once somebody else answered, also when that was taken back or hidden since.
pub async fn was_answered(db: &impl ConnectionTrait, question: &question::Model) -> Result<bool> {
    let others = answer::Entity::find()
        .filter(answer::Column::QuestionId.eq(question.id))
        .filter(answer::Column::AccountId.ne(question.account_id));
    Ok(others.one(db).await?.is_some())
}

/// Who wrote the answers that readers see and a condition names, each once.
pub async fn writers(db: &impl ConnectionTrait, question: &question::Model, which: Condition) -> Result<Vec<i64>> {
    let rows = answer::Entity::find()
        .select_only()
        .column(answer::Column::AccountId)
        .filter(answer::Column::QuestionId.eq(question.id))
        .filter(answer::Column::DeletedAt.is_null())
        .filter(answer::Column::HiddenAt.is_null())
        .filter(which)
        .order_by_asc(answer::Column::AccountId)
        .distinct();
    Ok(rows.into_tuple().all(db).await?)
}

/// An answer to this question that readers see, also what its asker added.
pub async fn shown_answer(
    db: &impl ConnectionTrait,
    question: &question::Model,
    id: AnswerId,
) -> Result<Option<answer::Model>> {
    let row = answer::Entity::find_by_id(id.get()).filter(answer::Column::QuestionId.eq(question.id)).one(db).await?;
    Ok(row.filter(is_shown))
}

/// One answer, whatever its state.
pub async fn find_answer(db: &impl ConnectionTrait, id: AnswerId) -> Result<answer::Model> {
    answer::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)
}

/// An answer and its question, held, for who may see the question.
pub async fn held_answer(
    tx: &WriteTransaction,
    viewer: &Viewer,
    id: AnswerId,
) -> Result<(answer::Model, question::Model)> {
    let row = find_answer(&**tx, id).await?;
    let question = held(tx, viewer, QuestionId(row.question_id)).await?;
    // Read again now that the question is held: somebody may have been faster.
    Ok((find_answer(&**tx, id).await?, question))
}

/// Ids of the indicators of a question.
pub async fn indicators(db: &impl ConnectionTrait, question: i64) -> Result<Vec<i64>> {
    let rows = question_indicator::Entity::find()
        .select_only()
        .column(question_indicator::Column::IndicatorId)
        .filter(question_indicator::Column::QuestionId.eq(question))
        .order_by_asc(question_indicator::Column::IndicatorId);
    Ok(rows.into_tuple().all(db).await?)
}

/// Counts the answers that are shown, for cards and for who waits; an accepted answer that is gone is accepted no longer.
pub async fn recount(tx: &WriteTransaction, question: &question::Model) -> Result<()> {
    let count = shown_answers(question).count(&**tx).await?;
    let accepted = match question.accepted_answer_id {
        Some(id) => shown_answers(question).filter(answer::Column::Id.eq(id)).one(&**tx).await?.map(|row| row.id),
        None => None,
    };
    question::Entity::update_many()
        .col_expr(question::Column::AnswerCount, Expr::value(i32::try_from(count).unwrap_or(i32::MAX)))
        .col_expr(question::Column::AcceptedAnswerId, Expr::value(accepted))
        .filter(Condition::all().add(question::Column::Id.eq(question.id)))
        .exec(&**tx)
        .await?;
    Ok(())
}
