//! What a mailbox said to our last mail. One that refuses for good is remembered, so that its owner is told at `/akun` and
//! nothing more is sent there for a while: to go on would only make this site look like one that does not listen.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::account;
use super::mail;
use crate::db::WriteTransaction;
use crate::error::Result;

/// A mailbox that refused rests so long before the next mail tries it.
const RESTS: Duration = Duration::days(7);

/// What a mail server said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It took the mail.
    Taken,
    /// It refuses the mailbox for good.
    Refused,
}

/// The answer to a mail; what failed for now stays an error, to be tried again.
pub fn answer(sent: anyhow::Result<()>) -> anyhow::Result<Answer> {
    match sent {
        Ok(()) => Ok(Answer::Taken),
        Err(error) if error.is::<mail::Refused>() => {
            tracing::warn!(%error, "a mailbox refuses mail for good");
            Ok(Answer::Refused)
        }
        Err(error) => Err(error),
    }
}

/// Keeps the answer at the account that has the address; one that takes mail again needs no word.
pub async fn remember(tx: &WriteTransaction, address: &str, answer: Answer) -> Result<()> {
    let refused_at = (answer == Answer::Refused).then(|| tx.now());
    let mut accounts = account::Entity::update_many()
        .col_expr(account::Column::MailRefusedAt, Expr::value(refused_at))
        .filter(account::Column::Email.eq(address));
    if refused_at.is_none() {
        accounts = accounts.filter(account::Column::MailRefusedAt.is_not_null());
    }
    accounts.exec(&**tx).await?;
    Ok(())
}

/// True while nothing is sent there, but what concerns the safety of the account.
pub fn rests(person: &account::Model, now: DateTime<Utc>) -> bool {
    person.mail_refused_at.is_some_and(|at| now - at < RESTS)
}
