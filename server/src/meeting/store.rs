//! Queries for meetings. A meeting belongs to the office that saved it: its people see it, and who saved it; nobody else
//! learns that it exists. What they see of its studies always passes `case_study::store::visible_to`.

use std::collections::HashMap;

use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::Decision;
use super::entity::{meeting, meeting_item};
use crate::account::entity::account;
use crate::error::{Error, Result};
use crate::ids::MeetingId;
use crate::policy::{self, Act, Role};
use crate::viewer::Viewer;

/// More open follow-ups than this are no list to work with.
const MOST_OPEN: u64 = 100;

/// A meeting for who may see it; `NotFound` for everybody else.
pub async fn find(db: &impl ConnectionTrait, viewer: &Viewer, id: MeetingId) -> Result<meeting::Model> {
    let row = meeting::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)?;
    if sees(viewer, &row) { Ok(row) } else { Err(Error::NotFound) }
}

/// True for the people of its office, whichever of their terms they act by; who was moved sees it no more.
pub fn sees(viewer: &Viewer, row: &meeting::Model) -> bool {
    let Some(person) = viewer.signed_in().filter(|person| person.is_member) else {
        return false;
    };
    person.terms.iter().any(|term| is_of_office(term.role, &term.region, row))
}

/// True when the viewer's acting term lets this one change the meeting.
pub fn may_write(viewer: &Viewer, row: &meeting::Model) -> bool {
    viewer.acting_term().is_some_and(|term| is_of_office(term.role, &term.region, row))
}

/// True for a term in the very office that keeps the meeting: a coordinator above it has no part in it.
pub(super) fn is_of_office(role: Role, region: &str, row: &meeting::Model) -> bool {
    policy::allows(Act::HoldMeeting, role) && region == row.office_code
}

/// The studies of a meeting in their order.
pub async fn items(db: &impl ConnectionTrait, meeting: i64) -> Result<Vec<meeting_item::Model>> {
    let rows = meeting_item::Entity::find()
        .filter(meeting_item::Column::MeetingId.eq(meeting))
        .order_by_asc(meeting_item::Column::Position)
        .order_by_asc(meeting_item::Column::Id);
    Ok(rows.all(db).await?)
}

/// Which of these items a later meeting took over, and which meeting.
pub async fn carried_on(db: &impl ConnectionTrait, items: &[meeting_item::Model]) -> Result<HashMap<i64, i64>> {
    let ids: Vec<i64> = items.iter().map(|item| item.id).collect();
    let later = meeting_item::Entity::find().filter(meeting_item::Column::CarriedFrom.is_in(ids)).all(db).await?;
    Ok(later.into_iter().filter_map(|item| Some((item.carried_from?, item.meeting_id))).collect())
}

/// The meeting that began with what this one left open.
pub async fn following(db: &impl ConnectionTrait, meeting: i64) -> Result<Option<meeting::Model>> {
    Ok(meeting::Entity::find().filter(meeting::Column::PreviousId.eq(meeting)).one(db).await?)
}

/// True while something that was decided is to be done, and no later meeting took it over.
pub fn is_open(item: &meeting_item::Model) -> bool {
    Decision::WORK.contains(&item.decision.as_str()) && item.done_at.is_none()
}

/// A stretch of the meetings that a viewer's acting office keeps, and of those that the viewer saved elsewhere; the
/// latest first, with how many there are.
pub async fn own(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    offset: u64,
    limit: u64,
) -> Result<(Vec<meeting::Model>, u64)> {
    let total = meeting::Entity::find().filter(kept_by(viewer)).count(db).await?;
    let rows = meeting::Entity::find()
        .filter(kept_by(viewer))
        .order_by_desc(meeting::Column::HeldOn)
        .order_by_desc(meeting::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    Ok((rows, total))
}

/// What is open in the meetings of the viewer's acting office, what is due first before the rest.
pub async fn open(db: &impl ConnectionTrait, viewer: &Viewer) -> Result<Vec<meeting_item::Model>> {
    let own = Query::select().column(meeting::Column::Id).from(meeting::Entity).cond_where(kept_by(viewer)).to_owned();
    let mut rows = meeting_item::Entity::find()
        .filter(meeting_item::Column::MeetingId.in_subquery(own))
        .filter(open_work())
        .order_by_asc(meeting_item::Column::Id)
        .limit(MOST_OPEN)
        .all(db)
        .await?;
    // Absent dates stand first in one database and last in the other.
    rows.sort_by_key(|item| (item.due_on.is_none(), item.due_on, item.id));
    Ok(rows)
}

/// What is open in the meetings that an office keeps, each with its meeting, the latest meeting first: for who takes the
/// office over.
pub async fn open_of_office(
    db: &impl ConnectionTrait,
    office: &str,
) -> Result<Vec<(meeting_item::Model, meeting::Model)>> {
    let own = Query::select()
        .column(meeting::Column::Id)
        .from(meeting::Entity)
        .and_where(meeting::Column::OfficeCode.eq(office))
        .to_owned();
    let rows = meeting_item::Entity::find()
        .filter(meeting_item::Column::MeetingId.in_subquery(own))
        .filter(open_work())
        .order_by_desc(meeting_item::Column::MeetingId)
        .order_by_asc(meeting_item::Column::Id)
        .limit(MOST_OPEN)
        .all(db)
        .await?;
    let ids = rows.iter().map(|item| item.meeting_id);
    let meetings = meeting::Entity::find().filter(meeting::Column::Id.is_in(ids)).all(db).await?;
    let with_meeting = |item: meeting_item::Model| {
        let held = meetings.iter().find(|meeting| meeting.id == item.meeting_id)?.clone();
        Some((item, held))
    };
    Ok(rows.into_iter().filter_map(with_meeting).collect())
}

/// How much is open in each of these meetings.
pub async fn open_counts(db: &impl ConnectionTrait, meetings: &[i64]) -> Result<HashMap<i64, i64>> {
    let rows: Vec<i64> = meeting_item::Entity::find()
        .select_only()
        .column(meeting_item::Column::MeetingId)
        .filter(meeting_item::Column::MeetingId.is_in(meetings.iter().copied()))
        .filter(open_work())
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = HashMap::new();
    for meeting in rows {
        *counts.entry(meeting).or_insert(0) += 1;
    }
    Ok(counts)
}

fn kept_by(viewer: &Viewer) -> Condition {
    let office = viewer.acting_term().filter(|term| policy::allows(Act::HoldMeeting, term.role));
    // No office has an empty code: who acts in none has no meetings.
    let code = office.map_or("", |term| term.region.as_str());
    Condition::all().add(meeting::Column::OfficeCode.eq(code))
}

fn open_work() -> Condition {
    Condition::all()
        .add(meeting_item::Column::Decision.is_in(Decision::WORK))
        .add(meeting_item::Column::DoneAt.is_null())
        .add(meeting_item::Column::Id.not_in_subquery(taken_over()))
}

fn taken_over() -> SelectStatement {
    Query::select()
        .column(meeting_item::Column::CarriedFrom)
        .from(meeting_item::Entity)
        .and_where(meeting_item::Column::CarriedFrom.is_not_null())
        .to_owned()
}

/// What a person is called.
pub async fn name(db: &impl ConnectionTrait, account: i64) -> Result<String> {
    let row = account::Entity::find_by_id(account).one(db).await?;
    Ok(row.map_or_else(|| "Rekan Bapak/Ibu".to_owned(), |row| row.name))
}
