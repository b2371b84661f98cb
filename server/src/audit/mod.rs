//! An append-only record of who did what to whom, when and why. Ids only: never a NIK, never a phone number.

pub mod entity;
pub mod pages;
pub mod words;

use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::{AccountId, TermId};

/// One act to be remembered.
pub struct Entry<'a> {
    /// Who; nobody for the system and for the operator's commands.
    pub account: Option<AccountId>,
    /// In which office.
    pub term: Option<TermId>,
    /// What, as the policy or the command names it.
    pub act: &'a str,
    /// To what kind of thing.
    pub subject_kind: &'a str,
    /// To which one.
    pub subject_id: String,
    /// Why, in the words of who did it.
    pub reason: &'a str,
}

/// Writes the entry in the transaction of the act.
pub async fn record(tx: &WriteTransaction, entry: Entry<'_>) -> Result<()> {
    debug_assert!(words::of(entry.act).is_some(), "audit/words has no words for the act {}", entry.act);
    debug_assert!(words::kind(entry.subject_kind).is_some(), "audit/words has no word for a {}", entry.subject_kind);
    let row = entity::ActiveModel {
        at: Set(tx.now()),
        account_id: Set(entry.account.map(AccountId::get)),
        term_id: Set(entry.term.map(TermId::get)),
        act: Set(entry.act.to_owned()),
        subject_kind: Set(entry.subject_kind.to_owned()),
        subject_id: Set(entry.subject_id),
        reason: Set(entry.reason.to_owned()),
        ..Default::default()
    };
    entity::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
