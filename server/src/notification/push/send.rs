//! The job of one push to one device. A device that is gone is forgotten; a server that does not answer is asked again, and
//! given up after a while.

use chrono::Duration;
use reqwest::StatusCode;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::push_subscription::{Column, Entity, Model};
use super::{endpoint, key::Key};
use crate::account::entity::{account, session};
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;
use crate::ids::AccountId;
use crate::job::{self, Job};
use crate::notification::unread;

/// After so many tries in a row that failed the device is forgotten: a day and a half.
const MOST_FAILURES: i32 = 40;

/// Seconds for which a push server keeps a push for a device that is off.
const KEPT: &str = "86400";

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// There is nothing unread any more, or nobody to tell.
    Nothing,
    Taken,
    Gone,
    Failed,
}

/// Pushes to a device and ends the job.
pub async fn deliver(app: &App, taken: i64, subscription: i64) -> Result<()> {
    let device = Entity::find_by_id(subscription).one(app.db.read()).await?;
    // Before the transaction: a slow server must not hold the one writer.
    let outcome = match &device {
        Some(device) if is_wanted(app, device).await? => push(app, device).await?,
        _ => Outcome::Nothing,
    };
    let tx = app.db.begin_write().await?;
    if let Some(device) = device {
        let same = Column::Id.eq(device.id);
        match outcome {
            Outcome::Nothing => {}
            Outcome::Taken => {
                Entity::update_many()
                    .col_expr(Column::LastOkAt, Expr::value(Some(tx.now())))
                    .col_expr(Column::Failures, Expr::value(0))
                    .filter(same)
                    .exec(&*tx)
                    .await?;
            }
            Outcome::Failed if device.failures + 1 < MOST_FAILURES => {
                let failures = device.failures + 1;
                Entity::update_many().col_expr(Column::Failures, Expr::value(failures)).filter(same).exec(&*tx).await?;
                job::enqueue_in(&tx, &Job::SendPush { subscription }, wait(failures)).await?;
            }
            Outcome::Gone | Outcome::Failed => {
                Entity::delete_many().filter(same).exec(&*tx).await?;
            }
        }
    }
    job::done(&tx, taken).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// 1, 4, 16 … minutes, at most an hour.
fn wait(failures: i32) -> Duration {
    Duration::minutes(Ord::min(4_i64.saturating_pow(failures.unsigned_abs().saturating_sub(1)), 60))
}

/// True while the session lives, the person is not suspended, and something is unread.
async fn is_wanted(app: &App, device: &Model) -> Result<bool> {
    let (db, now) = (app.db.read(), app.clock.now());
    let session = session::Entity::find_by_id(device.session_id).one(db).await?;
    let person = account::Entity::find_by_id(device.account_id).one(db).await?;
    let lives = session.is_some_and(|row| row.expires_at > now && row.account_id == device.account_id);
    let is_open = person.is_some_and(|row| row.suspended_until.is_none_or(|until| until <= now));
    Ok(lives && is_open && unread(db, AccountId(device.account_id)).await? > 0)
}

async fn push(app: &App, device: &Model) -> Result<Outcome> {
    let anywhere = app.config.notification.push_anywhere;
    let Some(url) = endpoint::allowed(&device.endpoint, anywhere) else {
        return Ok(Outcome::Gone);
    };
    let base = &app.config.base_url;
    let contact = if app.config.is_https() {
        base.clone()
    } else {
        format!("mailto:admin@{}", url.host_str().unwrap_or("localhost"))
    };
    let authorization = Key::of(app).await?.authorization(&url, &contact, app.clock.now())?;
    let answer = endpoint::client(anywhere)?
        .post(url)
        .header("authorization", authorization)
        .header("ttl", KEPT)
        .header("urgency", "normal")
        // A push that waits for a device that is off is replaced by the next.
        .header("topic", "kabar")
        .body("")
        .send()
        .await;
    Ok(match answer {
        Ok(answer) if answer.status().is_success() => Outcome::Taken,
        Ok(answer) if matches!(answer.status(), StatusCode::NOT_FOUND | StatusCode::GONE) => Outcome::Gone,
        Ok(answer) => {
            tracing::warn!(status = answer.status().as_u16(), device = device.id, "a push server refused a push");
            Outcome::Failed
        }
        Err(error) => {
            tracing::warn!(error = %error.without_url(), device = device.id, "a push server did not answer");
            Outcome::Failed
        }
    })
}
