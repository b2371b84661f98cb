//! Work that must not be lost: rows written in the transaction of the change that asks for it, taken with a lease,
//! retried with backoff, dead and visible after too many tries. `worker.rs` does them.

pub mod entity;
pub mod late;

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter,
};
use serde::{Deserialize, Serialize};

use crate::db::{Db, Effect, WriteTransaction};
use crate::error::Result;
use crate::ids::{
    AccountId, AnswerId, CaseStudyId, CollectionId, CommentId, DraftId, FeatureId, FileId, QuestionId, RemarkId,
    TopicId,
};

/// After so many failures a job is dead: it stays, and `check` and `/metrics` show it.
pub const MAX_ATTEMPTS: i32 = 8;

/// A mail is tried for two days before it is dead: a mail server may be away for one, and nothing is lost.
pub const MAX_MAIL_ATTEMPTS: i32 = 54;

/// How long a worker may take before another believes it dead.
const LEASE: Duration = Duration::minutes(2);

/// Everything that is done after a request. Jobs carry ids, not copies, and may run twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Tells who has to look at a draft that was handed in.
    TellHandedIn {
        /// The draft.
        draft: DraftId,
        /// Its version, so that handing in again tells again.
        version: i64,
    },
    /// Tells the writer of a draft that it came back.
    TellReturned {
        /// The draft.
        draft: DraftId,
        /// Its version, so that returning again tells again.
        version: i64,
    },
    /// Tells the authors that their study is published.
    TellPublished {
        /// The study.
        case_study: CaseStudyId,
        /// Which revision.
        revision: i32,
    },
    /// Tells the office of a study, and whom a reply answers, about a comment.
    TellCommented {
        /// The comment.
        comment: CommentId,
    },
    /// Tells whom a comment mentions since it was changed.
    TellMentioned {
        /// The comment.
        comment: CommentId,
    },
    /// Lets the text of a comment go that its writer deleted long ago.
    ForgetComment {
        /// The comment.
        comment: CommentId,
    },
    /// Tells the office of a study that it was featured.
    TellFeatured {
        /// The feature.
        feature: FeatureId,
    },
    /// Tells who invited a person that the person joined.
    TellJoined {
        /// Who joined.
        account: AccountId,
        /// Who had invited.
        invited_by: AccountId,
    },
    /// Tells who asked for it that a topic has an answer.
    TellTopicAnswered {
        /// The topic.
        topic: TopicId,
        /// The answer.
        case_study: CaseStudyId,
    },
    /// Tells the office of a kecamatan that it is asked to write about a topic.
    TellTopicHanded {
        /// The topic.
        topic: TopicId,
        /// The coordinator who asks.
        by: AccountId,
    },
    /// Tells those who may know it that a question was asked.
    TellAsked {
        /// The question.
        question: QuestionId,
    },
    /// Tells the asker, and who answered before, that a question was answered.
    TellQuestionAnswered {
        /// The answer.
        answer: AnswerId,
    },
    /// Tells who wrote it that an answer helped the asker.
    TellAnswerAccepted {
        /// The answer.
        answer: AnswerId,
    },
    /// Tells the asker and who answered that the answers were drawn together.
    TellQuestionSummarised {
        /// The question.
        question: QuestionId,
        /// The version of the text, so that a change tells again.
        version: i64,
    },
    /// Tells the coordinators of the place that a question waits for an answer.
    TellQuestionWaiting {
        /// The question.
        question: QuestionId,
    },
    /// Tells who wrote there that something was said to a lesson, or the coordinators what is meant for them.
    TellLessonWord {
        /// What was said.
        word: i64,
    },
    /// Tells the office of a lesson that it was hidden.
    TellLessonHidden {
        /// The lesson.
        lesson: i64,
        /// When, so that hiding it again tells again.
        at: DateTime<Utc>,
    },
    /// Tells the writers of a draft about a remark at one of its sections.
    TellRemarked {
        /// The remark.
        remark: RemarkId,
    },
    /// Asks the head of another kecamatan whether its office wrote a study too.
    TellPartner {
        /// The row of the question.
        partner: i64,
    },
    /// Tells the coordinators that a draft waits for their review.
    TellReviewAsked {
        /// The review.
        review: i64,
    },
    /// Tells an office that its draft came back from the review.
    TellReviewAnswered {
        /// The review.
        review: i64,
    },
    /// Tells the next level up that a review waits too long.
    TellReviewLate {
        /// The review.
        review: i64,
    },
    /// Tells both heads of an office that it is handed over.
    TellHandover {
        /// The handover.
        handover: i64,
    },
    /// Tells the office of a study that its figures were verified.
    TellVerified {
        /// The verification.
        verification: i64,
    },
    /// Tells the office of a study, and the coordinators above the adopter, about a step of an adoption.
    TellAdoptionStep {
        /// The step.
        step: i64,
    },
    /// Asks an office whether a practice that it took up still runs.
    TellAdoptionAsked {
        /// The adoption.
        adoption: i64,
        /// When it was asked, so that asking again tells again.
        at: DateTime<Utc>,
    },
    /// Tells the other office what was said or done about a studi tiru.
    TellVisitWord {
        /// The word.
        word: i64,
    },
    /// Tells the coordinators above a host that a request waits for its answer.
    TellVisitWaiting {
        /// The request.
        visit: i64,
    },
    /// Asks the office that came for its report.
    TellVisitOver {
        /// The request.
        visit: i64,
    },
    /// Asks an office whether the maker of a product still agrees to be reached.
    TellProductConsentOld {
        /// The product.
        product: i64,
    },
    /// Tells the office of a product that it was hidden.
    TellProductHidden {
        /// The product.
        product: i64,
        /// When, so that hiding it again tells again.
        at: DateTime<Utc>,
    },
    /// Tells the office of a product that a coordinator took the maker's contact away.
    TellProductContactGone {
        /// The product.
        product: i64,
        /// When, so that the next time tells again.
        at: DateTime<Utc>,
    },
    /// Tells an office that a coordinator asks it to write.
    TellNudged {
        /// The asking.
        nudge: i64,
    },
    /// Tells the coordinators of a place about a report.
    TellReported {
        /// The report.
        report: i64,
    },
    /// Tells the reporter, and who is concerned, what was decided.
    TellReportAnswered {
        /// The answer.
        word: i64,
    },
    /// Tells the coordinator who decided that somebody replied.
    TellReportReplied {
        /// The reply.
        word: i64,
    },
    /// Tells the province that a report is late.
    TellReportLate {
        /// The report.
        report: i64,
    },
    /// Deletes the bytes that an erasure left without a row, and what the database kept of the words.
    Purge {
        /// The erasure.
        erasure: i64,
        /// Hashes of photos and files.
        #[serde(default)]
        hashes: Vec<String>,
    },
    /// Tells the office of a study that personal data was erased from it.
    TellErased {
        /// The erasure.
        erasure: i64,
    },
    /// Tells who answers it that somebody asks about the data on himself.
    TellDataAsked {
        /// The request.
        request: i64,
    },
    /// Tells a person what came of the request.
    TellDataAnswered {
        /// The request.
        request: i64,
    },
    /// Tells a person that what one signs in with was put right.
    TellDataCorrected {
        /// The request.
        request: i64,
        /// Who did it.
        by: AccountId,
    },
    /// Tells the province and the administrators that a request is late.
    TellDataLate {
        /// The request.
        request: i64,
    },
    /// Tells the coordinators of its offices that a person closed the account.
    TellClosed {
        /// The person.
        account: AccountId,
        /// Codes of the regions that the person served until then.
        #[serde(default)]
        regions: Vec<String>,
    },
    /// Tells a person about a warning or suspension.
    TellSanctioned {
        /// The decision.
        sanction: i64,
    },
    /// Tells who decided that the person answered, or the person what was said and done.
    TellSanctionWord {
        /// The word.
        word: i64,
    },
    /// Tells a person that the account was used from a new device.
    TellNewDevice {
        /// The person.
        account: AccountId,
        /// The device in words.
        device: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// Tells a person that somebody made a link to a new password.
    TellRecoveryMade {
        /// The person.
        account: AccountId,
        /// Who made it.
        by: AccountId,
        /// When.
        at: DateTime<Utc>,
    },
    /// Tells both that the link was used.
    TellRecovered {
        /// The person.
        account: AccountId,
        /// Who made it.
        by: AccountId,
        /// When.
        at: DateTime<Utc>,
    },
    /// Tells a person that the second factor was taken off the account.
    TellFactorReset {
        /// The person.
        account: AccountId,
        /// Who did it.
        by: AccountId,
        /// Why.
        reason: String,
    },
    /// Tells the coordinators of a scope that the weekly digest is there as a draft.
    TellDigestMade {
        /// The digest.
        digest: i64,
    },
    /// Tells the offices of a scope that the bahan minggon of a month is there.
    TellMinggon {
        /// The bahan minggon.
        minggon: i64,
    },
    /// Sends one person the mail of a digest.
    SendDigest {
        /// What stops all further ones; its hash names the delivery.
        token: String,
    },
    /// Tells the next followers of what happened; those after them get a job of their own.
    TellFollowers {
        /// What happened.
        news: News,
        /// Everybody up to this account was told.
        after: i64,
    },
    /// Queues the daily mails of the next people; those after them get a job of their own.
    MailRound {
        /// The local day, "2026-11-24".
        day: String,
        /// Everybody up to this account has one.
        after: i64,
        /// Mails queued so far, since they are spread out.
        queued: i64,
    },
    /// Sends one person a mail with notifications.
    SendNews {
        /// What stops all further ones; its hash names the mail.
        token: String,
    },
    /// Pushes to one device that there is something new.
    SendPush {
        /// The subscription.
        subscription: i64,
    },
    /// Takes the text out of a file, so that it can be searched.
    ReadFile {
        /// The file.
        file: FileId,
    },
    /// Sends one mail.
    SendMail {
        /// Address of one person.
        to: String,
        /// Subject line.
        subject: String,
        /// Plain text.
        text: String,
    },
}

impl Job {
    /// How often it is tried.
    fn attempts(&self) -> i32 {
        match self {
            Self::SendMail { .. } | Self::SendDigest { .. } | Self::SendNews { .. } => MAX_MAIL_ATTEMPTS,
            _ => MAX_ATTEMPTS,
        }
    }
}

/// What followers are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// A study appeared, for the first time or in a new version.
    Published {
        /// The study.
        case_study: CaseStudyId,
        /// Which revision.
        revision: i32,
    },
    /// A study was put forward.
    Featured(FeatureId),
    /// The figures of a study were verified.
    Verified(i64),
    /// A published collection has one study more.
    Gathered {
        /// The collection.
        collection: CollectionId,
        /// The study.
        case_study: CaseStudyId,
    },
    /// A question was answered.
    Answered(AnswerId),
    /// What was answered to a question was drawn together.
    Summarised {
        /// The question.
        question: QuestionId,
        /// The version of the text.
        version: i64,
    },
}

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

/// Takes the next job of a lane that is due, with a lease, so that no two workers do it at once.
pub async fn take(db: &Db, lane: Lane) -> Result<Option<Taken>> {
    let tx = db.begin_write().await?;
    let now = tx.now();
    let mut next = Query::select();
    next.column(entity::Column::Id)
        .from(entity::Entity)
        .cond_where(due(now, lane))
        .order_by(entity::Column::RunAt, sea_orm::Order::Asc)
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
