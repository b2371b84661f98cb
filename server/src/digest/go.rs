//! A digest goes: by itself when its time has come, or earlier because a coordinator says so. From then on it does not
//! change, and each of its mails is a job, all of them queued in the one transaction.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::edit::{self, Typed};
use super::entity::{digest, digest_delivery};
use super::{State, recipients, store};
use crate::account::session;
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, DigestId};
use crate::job::{self, Job};
use crate::policy::Acting;
use crate::viewer::Viewer;

/// Digests sent at one look; the rest follows at the next.
const MOST: u64 = 50;

/// Rows written in one statement.
const CHUNK: usize = 500;

/// Why a draft is held that has nothing left to show when its time comes.
const NOTHING_LEFT: &str = "Tidak ada praktik yang dapat ditampilkan.";

/// Sends each draft whose time has come; returns how many.
pub async fn send_due(app: &App) -> Result<usize> {
    let due: Vec<i64> = digest::Entity::find()
        .select_only()
        .column(digest::Column::Id)
        .filter(digest::Column::State.eq(State::Draft.as_str()))
        .filter(digest::Column::GoesAt.lte(app.clock.now()))
        // Those of the kabupaten/kota go before the province's, which reaches who got none of them.
        .order_by_desc(digest::Column::ScopeCode)
        .limit(MOST)
        .into_tuple()
        .all(app.db.read())
        .await?;
    let mut sent = 0;
    for id in due {
        let tx = app.db.begin_write().await?;
        let row = edit::locked(&tx, DigestId(id)).await?;
        if State::parse(&row.state) != State::Draft || row.goes_at > tx.now() {
            continue;
        }
        if store::shown(&*tx, &Viewer::reader(AccountId(0), true), id).await?.is_empty() {
            hold_empty(&tx, &row).await?;
            tx.commit(Effect::Private).await?;
            continue;
        }
        go(app, &tx, &row, None).await?;
        tx.commit(Effect::Visible(vec![Subject::Digest(id)])).await?;
        sent += 1;
    }
    Ok(sent)
}

/// Sends a digest now, with what the coordinator has typed in the same form.
pub async fn send_now(app: &App, viewer: &Viewer, id: DigestId, typed: Option<&Typed>) -> Result<digest::Model> {
    let tx = app.db.begin_write().await?;
    let (acting, account, mut row) = edit::allowed(&tx, viewer, id).await?;
    if let Some(typed) = typed {
        row = edit::write(app, &tx, viewer, (&acting, account), row, typed).await?;
    }
    if store::shown(&*tx, viewer, row.id).await?.is_empty() {
        return Err(Error::Invalid(Problems::one("items", "Sertakan paling sedikit satu praktik.")));
    }
    let unit = edit::unit(viewer, &row);
    digest::Entity::update_many()
        .col_expr(digest::Column::UnitName, Expr::value(unit))
        .filter(digest::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    go(app, &tx, &row, Some((&acting, account))).await?;
    tx.commit(Effect::Visible(vec![Subject::Digest(row.id)])).await?;
    Ok(row)
}

async fn go(app: &App, tx: &WriteTransaction, row: &digest::Model, by: Option<(&Acting, AccountId)>) -> Result<()> {
    digest::Entity::update_many()
        .col_expr(digest::Column::State, Expr::value(State::Sent.as_str()))
        .col_expr(digest::Column::SentAt, Expr::value(Some(tx.now())))
        .col_expr(digest::Column::SentBy, Expr::value(by.map(|(_, account)| account.get())))
        .col_expr(digest::Column::Version, Expr::value(row.version + 1))
        .filter(digest::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    let entry = audit::Entry {
        account: by.map(|(_, account)| account),
        term: by.map(|(acting, _)| acting.term),
        act: "send_digest",
        subject_kind: "digest",
        subject_id: row.id.to_string(),
        reason: "",
    };
    audit::record(tx, entry).await?;
    if app.config.mail_url.is_empty() {
        return Ok(());
    }
    queue(app, tx, row).await
}

/// One row and one job for each mail, spread over the minutes that follow.
async fn queue(app: &App, tx: &WriteTransaction, row: &digest::Model) -> Result<()> {
    let people = recipients::of(&**tx, app, row).await?;
    let pause = Duration::milliseconds(60_000 / i64::from(app.config.digest.mails_per_minute.max(1)));
    let mut at = tx.now();
    for people in people.chunks(CHUNK) {
        let (mut rows, mut jobs) = (Vec::with_capacity(people.len()), Vec::with_capacity(people.len()));
        for (account, way) in people {
            let token = session::new_token();
            rows.push(digest_delivery::ActiveModel {
                digest_id: Set(row.id),
                account_id: Set(*account),
                frequency: Set(way.as_str().to_owned()),
                token_hash: Set(session::hash(&token)),
                queued_at: Set(tx.now()),
                outcome: Set(None),
                settled_at: Set(None),
                ..Default::default()
            });
            jobs.push((Job::SendDigest { token }, at));
            at += pause;
        }
        digest_delivery::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
        job::enqueue_at(tx, &jobs).await?;
    }
    Ok(())
}

async fn hold_empty(tx: &WriteTransaction, row: &digest::Model) -> Result<()> {
    edit::mark(tx, row, State::Held, NOTHING_LEFT, row.goes_at).await?;
    let entry = audit::Entry {
        account: None,
        term: None,
        act: "hold_digest",
        subject_kind: "digest",
        subject_id: row.id.to_string(),
        reason: NOTHING_LEFT,
    };
    audit::record(tx, entry).await
}
