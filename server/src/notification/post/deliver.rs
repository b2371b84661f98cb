//! The job of one mail: written when it goes, so that it holds what the person may see then. What failed is tried again
//! under the same Message-ID.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::notification_mail;
use super::letter::{self, Letter};
use crate::account::entity::account;
use crate::account::{mail, second_factor, session};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::{AccountId, SessionId};
use crate::job;
use crate::notification::choice::Topic;
use crate::notification::{Kind, entity as told, store};
use crate::office;
use crate::viewer::{SignedIn, Viewer};

/// Sends the mail of a token and ends its job.
pub async fn deliver(app: &App, taken: i64, token: &str) -> Result<()> {
    let row = find(app.db.read(), token).await?.filter(|row| row.outcome.is_none());
    let mut outcome = "skipped";
    if let Some(row) = row.as_ref().filter(|_| !app.config.mail_url.is_empty())
        && let Some((to, letter)) = compose(app, row, token).await?
    {
        // Before the transaction: a slow mail server must not hold the one writer.
        match send(app, taken, &row.token_hash, &to, &letter).await {
            Ok(()) => outcome = "sent",
            // Trying again would only make the sender look like one who does not listen.
            Err(Error::Internal(error)) if error.is::<mail::Refused>() => {
                tracing::warn!(mail = row.id, %error, "a mailbox refuses mail for good");
            }
            Err(error) => return Err(error),
        }
    }
    let tx = app.db.begin_write().await?;
    if let Some(row) = row {
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

/// Whose mail carried this token; `NotFound` for any other text.
pub async fn holder(db: &impl ConnectionTrait, token: &str) -> Result<AccountId> {
    Ok(AccountId(find(db, token).await?.ok_or(Error::NotFound)?.account_id))
}

async fn find(db: &impl ConnectionTrait, token: &str) -> Result<Option<notification_mail::Model>> {
    let hash = session::hash(token);
    Ok(notification_mail::Entity::find().filter(notification_mail::Column::TokenHash.eq(hash)).one(db).await?)
}

/// What concerns the safety of the account can't be stopped, and says nothing of stopping.
async fn send(app: &App, job: i64, key: &str, to: &str, letter: &Letter) -> Result<()> {
    let Some(stop) = &letter.stop else {
        return Ok(mail::send(&app.config, job, to, &letter.subject, &letter.text).await?);
    };
    let sent = mail::Letter { to, subject: &letter.subject, text: &letter.text, html: &letter.html, key, stop };
    Ok(mail::send_letter(&app.config, sent).await?)
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
    let reader = reader(app, &person).await?;
    let lines = store::lines(app, &reader, rows).await?;
    if lines.is_empty() {
        return Ok(None);
    }
    let stop = (!is_security).then_some(token);
    let letter = letter::write(app, &person.name, row.slot.starts_with("now:"), stop, &lines)?;
    Ok(Some((to, letter)))
}

/// The person as a reader in the offices of today; who is suspended reads as a visitor.
async fn reader(app: &App, person: &account::Model) -> Result<Viewer> {
    let (account, today) = (AccountId(person.id), app.clock.today());
    if person.suspended_until.is_some_and(|until| until > app.clock.now()) {
        return Ok(Viewer::reader(account, false));
    }
    let all = office::terms_ever(app.db.read(), account).await?;
    let is_member = office::has_served(&all, today);
    let catalogue = app.catalogue.get();
    let current =
        all.into_iter().filter(|term| term.started_on <= today && term.ended_on.is_none_or(|end| end >= today));
    let mut terms: Vec<_> = current.filter_map(|term| office::described(term, &catalogue)).collect();
    terms.sort_by_key(|term| office::rank(term.role));
    // As on the site: who owes a second factor reads what everybody may read.
    let owes = terms.iter().any(|term| term.role.is_powerful())
        && app.config.session.second_factor_is_obligatory()
        && !second_factor::is_on(app.db.read(), account).await?;
    if owes {
        return Ok(Viewer::reader(account, false));
    }
    Ok(Viewer::of(SignedIn {
        account,
        session: SessionId(0),
        name: person.name.clone(),
        terms,
        acting: None,
        is_member,
        suspended_until: None,
        office_computer: false,
        unread: 0,
        owes_second_factor: false,
        agreed_terms: i32::MAX,
    }))
}
