//! The job of one mail: written when it goes, so that it holds what the person may see then. What failed is tried again
//! under the same Message-ID.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::notification_mail;
use super::letter::{self, Letter};
use crate::account::entity::account;
use crate::account::mailbox::{self, Answer};
use crate::account::{mail, session};
use crate::app::App;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::job;
use crate::notification::choice::Topic;
use crate::notification::{Kind, entity as told, store};
use crate::viewer::Viewer;

/// Sends the mail of a token and ends its job.
pub async fn deliver(app: &App, taken: i64, token: &str) -> Result<()> {
    let row = find(app.db.read(), token).await?.filter(|row| row.outcome.is_none());
    let mut mailed = None;
    if let Some(row) = row.as_ref().filter(|_| !app.config.mail_url.is_empty())
        && let Some((to, letter)) = compose(app, row, token).await?
    {
        // Before the transaction: a slow mail server must not hold the one writer.
        let answer = mailbox::answer(send(app, taken, &row.token_hash, &to, &letter).await)?;
        mailed = Some((to, answer));
    }
    let tx = app.db.begin_write().await?;
    if let Some((to, answer)) = &mailed {
        mailbox::remember(&tx, to, *answer).await?;
    }
    if let Some(row) = row {
        let is_sent = mailed.is_some_and(|(_, answer)| answer == Answer::Taken);
        if !is_sent {
            list(&tx, row.id).await?;
        }
        let outcome = if is_sent { "sent" } else { "skipped" };
        notification_mail::Entity::update_many()
            .col_expr(notification_mail::Column::Outcome, Expr::value(Some(outcome)))
            .col_expr(notification_mail::Column::SettledAt, Expr::value(Some(tx.now())))
            .filter(notification_mail::Column::Id.eq(row.id))
            .exec(&*tx)
            .await?;
    }
    job::done(&tx, taken).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// What was to go by mail alone, and did not, stands in the list: else nobody would ever read it.
async fn list(tx: &WriteTransaction, mail: i64) -> Result<()> {
    told::Entity::update_many()
        .col_expr(told::Column::MailOnly, Expr::value(false))
        .filter(told::Column::MailId.eq(mail))
        .filter(told::Column::MailOnly.eq(true))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Whose mail carried this token; `NotFound` for any other text.
pub async fn holder(db: &impl ConnectionTrait, token: &str) -> Result<AccountId> {
    Ok(AccountId(find(db, token).await?.ok_or(Error::NotFound)?.account_id))
}

async fn find(db: &impl ConnectionTrait, token: &str) -> Result<Option<notification_mail::Model>> {
    let hash = session::hash(token);
    Ok(notification_mail::Entity::find().filter(notification_mail::Column::TokenHash.eq(hash)).one(db).await?)
}

/// What concerns the safety of the account can't be stopped, and says nothing of stopping.
async fn send(app: &App, job: i64, key: &str, to: &str, letter: &Letter) -> anyhow::Result<()> {
    let Some(stop) = &letter.stop else {
        return mail::send(&app.config, job, to, &letter.subject, &letter.text).await;
    };
    let sent = mail::Letter { to, subject: &letter.subject, text: &letter.text, html: &letter.html, key, stop };
    mail::send_letter(&app.config, sent).await
}

/// The mail and its address; none when there is no address any more, or nothing that the person may see.
async fn compose(app: &App, row: &notification_mail::Model, token: &str) -> Result<Option<(String, Letter)>> {
    let db = app.db.read();
    let person = account::Entity::find_by_id(row.account_id).one(db).await?;
    let Some((person, to)) = person.and_then(|person| Some((person.clone(), person.email?))) else {
        return Ok(None);
    };
    let rows =
        told::Entity::find().filter(told::Column::MailId.eq(row.id)).order_by_desc(told::Column::Id).all(db).await?;
    let topics = rows.iter().filter_map(|row| Kind::parse(&row.kind)).map(Topic::of);
    let is_security = topics.clone().count() > 0 && topics.into_iter().all(|topic| topic == Topic::Security);
    if mailbox::rests(&person, app.clock.now()) && !is_security {
        return Ok(None);
    }
    let (reader, _) = session::as_today(app, person.clone()).await?;
    let reader = Viewer::of(reader);
    let lines = store::lines(app, &reader, rows).await?;
    if lines.is_empty() {
        return Ok(None);
    }
    let stop = (!is_security).then_some(token);
    let letter = letter::write(app, &person.name, row.slot.starts_with("now:"), stop, &lines)?;
    Ok(Some((to, letter)))
}
