//! The rows of jobs: queued, taken with a lease, done, put back, declared dead, counted.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter,
};

use super::{Job, entity};
use crate::db::{Db, Effect, WriteTransaction};
use crate::error::Result;

/// How long a worker may take before another believes it dead.
const LEASE: Duration = Duration::minutes(2);

/// A job taken for doing.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The row.
    pub id: i64,
    /// How often it was tried before.
    pub attempts: i32,
    /// What to do, unless the row is from a version that we do not know.
    pub job: Result<Job, String>,
}

/// Queues a job in the transaction of the change that asks for it.
pub async fn enqueue(tx: &WriteTransaction, job: &Job) -> Result<()> {
    enqueue_in(tx, job, Duration::zero()).await
}

/// As [`enqueue`], to be done after a while.
pub async fn enqueue_in(tx: &WriteTransaction, job: &Job, delay: Duration) -> Result<()> {
    entity::Entity::insert(row_of(tx, job, tx.now() + delay)?).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Queues many jobs at once, each to be done not before a time of its own.
pub async fn enqueue_at(tx: &WriteTransaction, jobs: &[(Job, DateTime<Utc>)]) -> Result<()> {
    let rows = jobs.iter().map(|(job, run_at)| row_of(tx, job, *run_at)).collect::<Result<Vec<_>>>()?;
    if !rows.is_empty() {
        entity::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

fn row_of(tx: &WriteTransaction, job: &Job, run_at: DateTime<Utc>) -> Result<entity::ActiveModel> {
    Ok(entity::ActiveModel {
        kind: Set(kind_of(job)),
        payload: Set(serde_json::to_string(job)?),
        state: Set("waiting".to_owned()),
        attempts: Set(0),
        run_at: Set(run_at),
        lease_until: Set(None),
        last_error: Set(String::new()),
        created_at: Set(tx.now()),
        ..Default::default()
    })
}

fn kind_of(job: &Job) -> String {
    let value = serde_json::to_value(job).unwrap_or_default();
    value.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned()
}

/// Jobs that wait for other servers, and so must not stand before those that wait for nobody.
const OUTWARD: [&str; 4] = ["send_mail", "send_digest", "send_news", "send_push"];

/// Which jobs a worker takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Those that need nothing but what is ours.
    Own,
    /// Mails and pushes.
    Outward,
}

/// Takes the next job of a lane that is due, with a lease, so that no two workers do it at once: those of the same moment
/// in the order in which they were queued.
pub async fn take(db: &Db, lane: Lane) -> Result<Option<Taken>> {
    let tx = db.begin_write().await?;
    let now = tx.now();
    let mut next = Query::select();
    next.column(entity::Column::Id)
        .from(entity::Entity)
        .cond_where(due(now, lane))
        .order_by(entity::Column::RunAt, sea_orm::Order::Asc)
        .order_by(entity::Column::Id, sea_orm::Order::Asc)
        .limit(1);
    if db.backend() == DbBackend::Postgres {
        next.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let Some(row) = tx.query_one(&next).await? else {
        return Ok(None);
    };
    let id: i64 = row.try_get("", "id")?;
    let Some(job) = entity::Entity::find_by_id(id).one(&*tx).await? else {
        return Ok(None);
    };
    entity::Entity::update_many()
        .col_expr(entity::Column::LeaseUntil, Expr::value(now + LEASE))
        .col_expr(entity::Column::Attempts, Expr::value(job.attempts + 1))
        .filter(entity::Column::Id.eq(id))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    let parsed = serde_json::from_str(&job.payload).map_err(|error| error.to_string());
    Ok(Some(Taken { id, attempts: job.attempts, job: parsed }))
}

fn due(now: DateTime<Utc>, lane: Lane) -> Condition {
    let kind = entity::Column::Kind;
    Condition::all()
        .add(if lane == Lane::Outward { kind.is_in(OUTWARD) } else { kind.is_not_in(OUTWARD) })
        .add(entity::Column::State.eq("waiting"))
        .add(entity::Column::RunAt.lte(now))
        .add(Condition::any().add(entity::Column::LeaseUntil.is_null()).add(entity::Column::LeaseUntil.lt(now)))
}

/// Forgets a job that is done, in the transaction of what it did where there is one.
pub async fn done(tx: &WriteTransaction, id: i64) -> Result<()> {
    entity::Entity::delete_by_id(id).exec(&**tx).await?;
    Ok(())
}

/// Puts a failed job back with a growing delay (1 s, 4 s, 16 s … at most an hour), or declares it dead.
pub async fn failed(db: &Db, taken: &Taken, why: &str) -> Result<()> {
    let tx = db.begin_write().await?;
    let attempts = taken.attempts + 1;
    let dead = taken.job.as_ref().map_or(true, |job| attempts >= job.attempts());
    let delay = Duration::seconds(Ord::min(4_i64.saturating_pow(attempts.unsigned_abs().saturating_sub(1)), 3600));
    entity::Entity::update_many()
        .col_expr(entity::Column::State, Expr::value(if dead { "dead" } else { "waiting" }))
        .col_expr(entity::Column::RunAt, Expr::value(tx.now() + delay))
        .col_expr(entity::Column::LeaseUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(entity::Column::LastError, Expr::value(why.chars().take(500).collect::<String>()))
        .filter(entity::Column::Id.eq(taken.id))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    if dead {
        tracing::error!(job = taken.id, why, "a job is dead");
    }
    Ok(())
}

/// How many jobs wait, and how many are dead.
pub async fn counts(db: &impl ConnectionTrait) -> Result<(u64, u64)> {
    let waiting = entity::Entity::find().filter(entity::Column::State.eq("waiting")).count(db).await?;
    let dead = entity::Entity::find().filter(entity::Column::State.eq("dead")).count(db).await?;
    Ok((waiting, dead))
}
