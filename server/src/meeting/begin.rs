//! Saving a shortlist as a meeting of one's office.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{meeting, meeting_item};
use super::{MAX_MARKED, Shortlist, Typed, change};
use crate::app::App;
use crate::case_study::store::by_ids;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::{AccountId, DraftKey, MeetingId};
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// Saves a meeting with those studies of the list that the viewer may see. The key makes a form sent twice one meeting.
pub async fn begin(app: &App, viewer: &Viewer, key: DraftKey, typed: &Typed, list: &Shortlist) -> Result<MeetingId> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    policy::require(Act::HoldMeeting, &acting, &acting.region)?;
    tx.serialize_on(&format!("meeting of {account}")).await?;
    if let Some(known) = of_key(&tx, account, key).await? {
        return Ok(MeetingId(known));
    }
    let checked = typed.checked()?;
    let row = meeting::ActiveModel {
        key: Set(key.to_string()),
        office_code: Set(acting.region.clone()),
        account_id: Set(account.get()),
        term_id: Set(acting.term.get()),
        title: Set(checked.words.title),
        held_on: Set(checked.held_on),
        place: Set(checked.words.place),
        participants: Set(checked.words.participants),
        opening: Set(checked.words.opening),
        closing: Set(checked.words.closing),
        version: Set(1),
        previous_id: Set(None),
        concluded_at: Set(None),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        updated_by: Set(account.get()),
        ..Default::default()
    };
    let id = meeting::Entity::insert(row).exec(&*tx).await?.last_insert_id;
    let studies = by_ids(&*tx, viewer, list.ids()).await?;
    let rows: Vec<_> = (1..)
        .zip(studies.into_iter().take(MAX_MARKED))
        .map(|(position, study)| undecided(&tx, account, id, study.id, position))
        .collect();
    if !rows.is_empty() {
        meeting_item::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
    }
    change::remember(&tx, &acting, account, "hold_meeting", id, "").await?;
    tx.commit(Effect::Private).await?;
    Ok(MeetingId(id))
}

async fn of_key(tx: &WriteTransaction, account: AccountId, key: DraftKey) -> Result<Option<i64>> {
    let known = meeting::Entity::find()
        .filter(meeting::Column::AccountId.eq(account.get()))
        .filter(meeting::Column::Key.eq(key.to_string()))
        .one(&**tx)
        .await?;
    Ok(known.map(|row| row.id))
}

/// A study on the agenda about which nothing is decided yet.
pub(super) fn undecided(
    tx: &WriteTransaction,
    account: AccountId,
    meeting: i64,
    study: i64,
    position: i32,
) -> meeting_item::ActiveModel {
    meeting_item::ActiveModel {
        meeting_id: Set(meeting),
        case_study_id: Set(study),
        position: Set(position),
        decision: Set(String::new()),
        who: Set(String::new()),
        due_on: Set(None),
        note: Set(String::new()),
        version: Set(1),
        updated_by: Set(account.get()),
        updated_at: Set(tx.now()),
        done_at: Set(None),
        done_by: Set(None),
        carried_from: Set(None),
        adoption_id: Set(None),
        ..Default::default()
    }
}
