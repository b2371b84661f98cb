//! The next meeting begins with what the last one left open.

use std::collections::HashMap;

use chrono::Duration;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::change::{self, Change};
use super::entity::{meeting, meeting_item};
use super::store;
use crate::app::App;
use crate::db::{Effect, WriteTransaction};
use crate::error::Result;
use crate::ids::{DraftKey, MeetingId};
use crate::viewer::Viewer;

/// Days from one meeting to the next, where nothing else is said.
const USUAL_DAYS: i64 = 7;

/// Begins the meeting after this one with its open follow-ups first; the one that was begun already where there is one.
/// The second is how many were taken over.
pub async fn next(app: &App, viewer: &Viewer, id: MeetingId) -> Result<(MeetingId, usize)> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?;
    if let Some(known) = store::following(&*tx, change.row.id).await? {
        return Ok((MeetingId(known.id), 0));
    }
    let items = store::items(&*tx, change.row.id).await?;
    let taken = store::carried_on(&*tx, &items).await?;
    let following = meeting::Entity::insert(row(&tx, &change)).exec(&*tx).await?.last_insert_id;
    let rows = carried(&tx, &change, following, items, &taken);
    let count = rows.len();
    if !rows.is_empty() {
        meeting_item::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
    }
    change::remember(&tx, &change.acting, change.account, "hold_meeting", following, "").await?;
    tx.commit(Effect::Private).await?;
    Ok((MeetingId(following), count))
}

fn row(tx: &WriteTransaction, change: &Change) -> meeting::ActiveModel {
    let last = &change.row;
    meeting::ActiveModel {
        key: Set(DraftKey::new().to_string()),
        office_code: Set(last.office_code.clone()),
        account_id: Set(change.account.get()),
        term_id: Set(change.acting.term.get()),
        title: Set(last.title.clone()),
        held_on: Set(std::cmp::max(last.held_on + Duration::days(USUAL_DAYS), tx.today())),
        place: Set(last.place.clone()),
        participants: Set(last.participants.clone()),
        opening: Set(String::new()),
        closing: Set(String::new()),
        version: Set(1),
        previous_id: Set(Some(last.id)),
        concluded_at: Set(None),
        is_sample: Set(last.is_sample),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        updated_by: Set(change.account.get()),
        ..Default::default()
    }
}

fn carried(
    tx: &WriteTransaction,
    change: &Change,
    meeting: i64,
    items: Vec<meeting_item::Model>,
    taken: &HashMap<i64, i64>,
) -> Vec<meeting_item::ActiveModel> {
    let open = items.into_iter().filter(|item| store::is_open(item) && !taken.contains_key(&item.id));
    let carry = |(position, item): (i32, meeting_item::Model)| meeting_item::ActiveModel {
        meeting_id: Set(meeting),
        case_study_id: Set(item.case_study_id),
        position: Set(position),
        decision: Set(item.decision),
        who: Set(item.who),
        due_on: Set(item.due_on),
        note: Set(item.note),
        version: Set(1),
        updated_by: Set(change.account.get()),
        updated_at: Set(tx.now()),
        done_at: Set(None),
        done_by: Set(None),
        carried_from: Set(Some(item.id)),
        adoption_id: Set(item.adoption_id),
        ..Default::default()
    };
    (1..).zip(open).map(carry).collect()
}
