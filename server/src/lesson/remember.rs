//! What the audit keeps of a lesson: its key, never its title.

use crate::audit;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::{AccountId, TermId};

/// Records an act in the transaction of the act; `subject` is the kind and the key or number.
pub async fn remember(
    tx: &WriteTransaction,
    account: Option<AccountId>,
    term: Option<TermId>,
    act: &str,
    subject: (&str, String),
    reason: &str,
) -> Result<()> {
    let (subject_kind, subject_id) = subject;
    audit::record(tx, audit::Entry { account, term, act, subject_kind, subject_id, reason }).await
}
