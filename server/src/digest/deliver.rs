//! The job of one mail: written when it goes, so that it holds what the person may see then. A person who stopped it
//! meanwhile gets none; what failed is tried again under the same Message-ID, so that no mail program shows it twice.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{digest, digest_delivery, digest_item};
use super::letter::{self, Letter};
use super::{Frequency, State, choice, store};
use crate::account::entity::account;
use crate::account::mailbox::{self, Answer};
use crate::account::{mail, session};
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;
use crate::ids::AccountId;
use crate::job;
use crate::viewer::Viewer;

/// A monthly mail reaches back at most so far: a month and the week before it.
const LONGEST_REACH: Duration = Duration::days(38);

/// Studies in a monthly mail at most.
const MOST_LINES: usize = 40;

/// Sends the mail of a token and ends its job.
pub async fn deliver(app: &App, taken: i64, token: &str) -> Result<()> {
    let db = app.db.read();
    let delivery = digest_delivery::Entity::find()
        .filter(digest_delivery::Column::TokenHash.eq(session::hash(token)))
        .filter(digest_delivery::Column::Outcome.is_null())
        .one(db)
        .await?;
    let mut mailed = None;
    if let Some(delivery) = &delivery
        && let Some((to, letter)) = compose(app, delivery, token).await?
    {
        // Before the transaction: a slow mail server must not hold the one writer.
        let sent = mail::Letter {
            to: &to,
            subject: &letter.subject,
            text: &letter.text,
            html: &letter.html,
            key: &delivery.token_hash,
            stop: &letter.stop,
        };
        let answer = mailbox::answer(mail::send_letter(&app.config, sent).await)?;
        mailed = Some((to, answer));
    }
    let tx = app.db.begin_write().await?;
    if let Some((to, answer)) = &mailed {
        mailbox::remember(&tx, to, *answer).await?;
    }
    if let Some(delivery) = delivery {
        let outcome = if mailed.is_some_and(|(_, answer)| answer == Answer::Taken) { "sent" } else { "skipped" };
        digest_delivery::Entity::update_many()
            .col_expr(digest_delivery::Column::Outcome, Expr::value(Some(outcome)))
            .col_expr(digest_delivery::Column::SettledAt, Expr::value(Some(tx.now())))
            .filter(digest_delivery::Column::Id.eq(delivery.id))
            .exec(&*tx)
            .await?;
    }
    job::done(&tx, taken).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// The mail and its address; none when the person wants none any more, has no address, or may see nothing of it.
async fn compose(app: &App, delivery: &digest_delivery::Model, token: &str) -> Result<Option<(String, Letter)>> {
    let db = app.db.read();
    let person = AccountId(delivery.account_id);
    let row = account::Entity::find_by_id(person.get()).one(db).await?;
    let Some(row) = row.filter(|row| row.suspended_until.is_none_or(|until| until <= app.clock.now())) else {
        return Ok(None);
    };
    let Some(to) = row.email.clone() else { return Ok(None) };
    if mailbox::rests(&row, app.clock.now()) {
        return Ok(None);
    }
    if choice::chosen(db, person).await? == Some(Frequency::Never) {
        return Ok(None);
    }
    let Some(digest) = digest::Entity::find_by_id(delivery.digest_id).one(db).await? else {
        return Ok(None);
    };
    let today = app.clock.today();
    let (reader, _) = session::as_today(app, row).await?;
    let viewer = Viewer::reader(person, reader.is_member);
    let way = Frequency::parse(&delivery.frequency).unwrap_or(Frequency::Weekly);
    let earlier = if way == Frequency::Monthly { earlier(db, delivery, &digest).await? } else { Vec::new() };
    let since = earlier.iter().map(|row| row.since).chain([digest.since]).min().unwrap_or(digest.since);
    let digests: Vec<i64> = std::iter::once(digest.id).chain(earlier.iter().map(|row| row.id)).collect();
    let items = in_order(store::items(db, &digests).await?, &digests);
    let entries = store::entries(db, &viewer, &app.catalogue.get(), today, items).await?;
    if entries.is_empty() {
        return Ok(None);
    }
    let letter = letter::write(app, &digest, since, (&reader.name, way, token), &entries)?;
    Ok(Some((to, letter)))
}

/// The digests of the same scope that went since the person's last mail, the latest first.
async fn earlier(
    db: &impl ConnectionTrait,
    delivery: &digest_delivery::Model,
    digest: &digest::Model,
) -> Result<Vec<digest::Model>> {
    let last = digest_delivery::Entity::find()
        .filter(digest_delivery::Column::AccountId.eq(delivery.account_id))
        .filter(digest_delivery::Column::Id.ne(delivery.id))
        .filter(digest_delivery::Column::QueuedAt.lte(delivery.queued_at))
        .order_by_desc(digest_delivery::Column::QueuedAt)
        .one(db)
        .await?;
    let reach: DateTime<Utc> = delivery.queued_at - LONGEST_REACH;
    let from = last.map_or(reach, |last| std::cmp::max(last.queued_at, reach));
    let rows = digest::Entity::find()
        .filter(digest::Column::ScopeCode.eq(digest.scope_code.as_str()))
        .filter(digest::Column::State.eq(State::Sent.as_str()))
        .filter(digest::Column::SentAt.gt(from))
        .filter(digest::Column::Week.lt(digest.week.as_str()))
        .order_by_desc(digest::Column::Week)
        .all(db)
        .await?;
    Ok(rows)
}

/// What is in the digests, one after the other, each study once.
fn in_order(items: Vec<digest_item::Model>, digests: &[i64]) -> Vec<digest_item::Model> {
    let mut found: Vec<digest_item::Model> = Vec::new();
    for digest in digests {
        for item in items.iter().filter(|item| item.digest_id == *digest && !item.left_out) {
            if !found.iter().any(|known| known.case_study_id == item.case_study_id) {
                found.push(item.clone());
            }
        }
    }
    found.truncate(MOST_LINES);
    found
}
