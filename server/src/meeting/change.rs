//! What every change of a meeting begins with: who acts in which office, and the meeting as it stands, held until the end
//! of the transaction, so that two who type at once come one after the other.

use sea_orm::EntityTrait;

use super::entity::meeting;
use super::store::{is_of_office, sees};
use crate::audit;
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::{AccountId, MeetingId};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// A change under way.
pub(super) struct Change {
    pub row: meeting::Model,
    pub acting: Acting,
    pub account: AccountId,
}

impl Change {
    /// Begins one: `NotFound` for who may not see the meeting, `Forbidden` for who sees it and serves elsewhere now.
    pub async fn begin(tx: &WriteTransaction, viewer: &Viewer, id: MeetingId) -> Result<Self> {
        let acting = office::acting(tx, viewer).await?;
        let account = viewer.account().ok_or(Error::Forbidden)?;
        tx.serialize_on(&format!("meeting:{id}")).await?;
        let row = meeting::Entity::find_by_id(id.get()).one(&**tx).await?.ok_or(Error::NotFound)?;
        if !is_of_office(acting.role, &acting.region, &row) {
            return Err(if sees(viewer, &row) { Error::Forbidden } else { Error::NotFound });
        }
        policy::require(Act::HoldMeeting, &acting, &row.office_code)?;
        Ok(Self { row, acting, account })
    }

    /// The same, unless the meeting is closed.
    pub fn while_open(self) -> Result<Self> {
        if self.row.concluded_at.is_none() {
            return Ok(self);
        }
        let sentence = "Rapat ini sudah ditutup dan notulennya tetap. Buka lagi rapatnya untuk mengubah isinya.";
        Err(Error::Conflict(sentence.to_owned()))
    }

    /// Leaves a row in the audit.
    pub async fn remember(&self, tx: &WriteTransaction, act: &str, reason: &str) -> Result<()> {
        remember(tx, &self.acting, self.account, act, self.row.id, reason).await
    }
}

/// Leaves a row in the audit about a meeting.
pub(super) async fn remember(
    tx: &WriteTransaction,
    acting: &Acting,
    account: AccountId,
    act: &str,
    id: i64,
    reason: &str,
) -> Result<()> {
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act,
        subject_kind: "meeting",
        subject_id: id.to_string(),
        reason,
    };
    audit::record(tx, entry).await
}
