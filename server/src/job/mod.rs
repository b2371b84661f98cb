//! Work that must not be lost: rows written in the transaction of the change that asks for it, taken with a lease,
//! retried with backoff, dead and visible after too many tries. `worker.rs` does them.

pub mod entity;
pub mod late;
mod news;
mod queue;

pub use news::News;
pub use queue::{Lane, Taken, counts, done, enqueue, enqueue_at, enqueue_in, failed, take};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{
    AccountId, AnswerId, CaseStudyId, CommentId, DraftId, FeatureId, FileId, QuestionId, RemarkId, TopicId,
};

/// After so many failures a job is dead: it stays, and `check` and `/metrics` show it.
pub const MAX_ATTEMPTS: i32 = 8;

/// A mail is tried for two days before it is dead: a mail server may be away for one, and nothing is lost.
pub const MAX_MAIL_ATTEMPTS: i32 = 54;

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
    /// Tells who asked that the accepted answer was hidden.
    TellAcceptedHidden {
        /// The answer.
        answer: AnswerId,
        /// When, so that hiding it again tells again.
        at: DateTime<Utc>,
    },
    /// Tells the asker and who answered that the answers were drawn together.
    TellQuestionSummarised {
        /// The question.
        question: QuestionId,
        /// The version of the text, so that a change tells again.
        version: i64,
    },
    /// Lets the text of an answer go that its writer deleted long ago.
    ForgetAnswer {
        /// The answer.
        answer: AnswerId,
    },
    /// Lets the words of a question go that its asker took back long ago.
    ForgetQuestion {
        /// The question.
        question: QuestionId,
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
    /// Withdraws what was told about a step of an adoption that was taken back.
    WithdrawAdoptionStep {
        /// The step.
        step: i64,
    },
    /// Tells the people of an office that practices wait for its answer whether they still run.
    #[serde(alias = "tell_adoption_asked")]
    TellPracticesAsked {
        /// The office; a row from before whole offices were asked names none, and nobody is told.
        #[serde(default)]
        kecamatan: String,
        /// When it was asked: people are told once a day.
        at: DateTime<Utc>,
        /// Only this person, who came into the office after it was asked, and is asked what else waits there.
        #[serde(default)]
        to: Option<AccountId>,
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
    /// Tells both offices that the report of a visit was hidden.
    TellVisitReportHidden {
        /// The request.
        visit: i64,
        /// When, so that hiding it again tells again.
        at: DateTime<Utc>,
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
    /// Tells the coordinators above another kecamatan that a maker took back a number that a product there keeps too.
    TellContactElsewhere {
        /// The product there.
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
    /// Tells the next people of a scope's offices that the bahan minggon of a month is there; those after them get a job of
    /// their own.
    TellMinggon {
        /// The bahan minggon.
        minggon: i64,
        /// Everybody up to this account was told.
        #[serde(default)]
        after: i64,
    },
    /// Tells who set it that a study of a bahan minggon is shown no longer.
    TellMinggonThinner {
        /// The study.
        case_study: CaseStudyId,
        /// When, so that the next time tells again.
        at: DateTime<Utc>,
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

    /// True of a job that does one part of what reaches thousands of people and queues the next part.
    pub fn is_part_of_many(&self) -> bool {
        matches!(self, Self::TellFollowers { .. } | Self::TellMinggon { .. } | Self::MailRound { .. })
    }
}
