//! Does the jobs: one `match` over [`Job`], so that a new job does not compile until it is handled here.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::account::{mail, mailbox};
use crate::adoption;
use crate::app::App;
use crate::attachment;
use crate::case_study::review;
use crate::content_change::Subject;
use crate::curation;
use crate::data_request;
use crate::db::Effect;
use crate::digest;
use crate::discussion;
use crate::erasure;
use crate::error::Result;
use crate::ids::{CaseStudyId, FileId};
use crate::job::{self, Job, Lane, Taken};
use crate::keyword_search;
use crate::notification::{post, push, tell};
use crate::product;
use crate::question;
use crate::report;
use crate::topic;
use crate::visit;

/// Jobs of other nodes, and those that wait for their delay, are found within this.
const POLL: Duration = Duration::from_secs(2);

/// After a part of what reaches thousands, the work rests so many times as long as the part took: readers have the
/// processors meanwhile, and nobody waits for a notice of thousands.
const REST: u32 = 8;

/// It never rests longer than this, so that other jobs are not late; a stop ends a rest.
const LONGEST_REST: Duration = Duration::from_millis(300);

/// Works until told to stop; the jobs at hand are finished. A mail server that does not answer holds up mails alone.
pub async fn run(app: App, stopped: watch::Receiver<bool>) {
    tokio::join!(own(&app, stopped.clone()), outward(&app, stopped));
}

async fn own(app: &App, mut stopped: watch::Receiver<bool>) {
    while !is_told(&stopped) {
        calendar(app).await;
        told(drain(app, Lane::Own, LONGEST_REST, &mut stopped).await);
        tokio::select! {
            () = app.db.jobs_changed().notified() => {}
            () = tokio::time::sleep(POLL) => {}
            () = until_stop(&mut stopped) => {}
        }
    }
}

async fn outward(app: &App, mut stopped: watch::Receiver<bool>) {
    while !is_told(&stopped) {
        told(drain(app, Lane::Outward, Duration::ZERO, &mut stopped).await);
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            () = until_stop(&mut stopped) => {}
        }
    }
}

fn told(result: Result<usize>) {
    if let Err(error) = result {
        tracing::warn!(%error, "jobs can't be taken just now");
    }
}

/// Does everything that is due now, what the calendar asks for before the jobs; returns how many jobs were done. Tests
/// call it instead of waiting.
pub async fn run_due(app: &App) -> Result<usize> {
    calendar(app).await;
    run_queued(app).await
}

/// Does the jobs that are due without asking the calendar first: it has its turn between the parts of what reaches
/// thousands alone. Returns how many jobs were done.
pub async fn run_queued(app: &App) -> Result<usize> {
    let (_going_on, mut stopped) = watch::channel(false);
    let at_once = Duration::ZERO;
    let own = drain(app, Lane::Own, at_once, &mut stopped).await?;
    Ok(own + drain(app, Lane::Outward, at_once, &mut stopped).await?)
}

/// What becomes due by the clock alone.
async fn calendar(app: &App) {
    let due = [
        ("features that ended can't be told to the index", curation::expire(app).await.map(drop)),
        ("who waits for a review can't be told of", review::tell_late(app).await.map(drop)),
        ("reports that wait too long can't be told of", report::tell_late(app).await.map(drop)),
        ("requests about own data that wait too long can't be told of", data_request::tell_late(app).await.map(drop)),
        ("offices can't be asked whether a practice still runs", adoption::ask_running(app).await.map(drop)),
        ("requests for a visit that wait can't be told of", visit::late::tell(app).await.map(drop)),
        ("offices can't be asked whether a maker still agrees", product::late::ask_offices(app).await.map(drop)),
        ("questions that wait for an answer can't be told of", question::late::tell_waiting(app).await.map(drop)),
        ("the weekly digests can't be made or sent", digest::tick(app).await.map(drop)),
        ("the daily mails can't be begun", post::tick(app).await.map(drop)),
        ("mails of long ago can't be forgotten", post::thin::thin(app).await.map(drop)),
        ("what was searched can't be written", topic::log::write(app).await.map(drop)),
    ];
    for (what, result) in due {
        if let Err(error) = result {
            tracing::warn!(%error, "{what} just now");
        }
    }
}

/// Does the jobs of a lane that are due; returns how many were done. Between the parts of what reaches thousands it rests,
/// and what became due by the clock meanwhile is queued. The queue is in the order of time, so that what was queued in a
/// rest stands behind the next part and before the one after it.
async fn drain(app: &App, lane: Lane, longest_rest: Duration, stopped: &mut watch::Receiver<bool>) -> Result<usize> {
    let mut done = 0;
    while !is_told(stopped)
        && let Some(taken) = job::take(&app.db, lane).await?
    {
        let begun = Instant::now();
        match run_one(app, &taken).await {
            Ok(()) => done += 1,
            Err(error) => job::failed(&app.db, &taken, &error.to_string()).await?,
        }
        if taken.job.as_ref().is_ok_and(Job::is_part_of_many) {
            rest((begun.elapsed() * REST).min(longest_rest), stopped).await;
            if !is_told(stopped) {
                calendar(app).await;
            }
        }
    }
    Ok(done)
}

/// True once the worker was told to stop.
fn is_told(stopped: &watch::Receiver<bool>) -> bool {
    *stopped.borrow()
}

/// Rests so long, or until the stop.
async fn rest(pause: Duration, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(pause) => {}
        () = until_stop(stopped) => {}
    }
}

/// Waits for the stop. Whoever asks later is told too: what counts is the word, not that it is new.
async fn until_stop(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|told| *told).await;
}

async fn run_one(app: &App, taken: &Taken) -> Result<()> {
    let job = taken.job.as_ref().map_err(|why| anyhow::anyhow!("a job that this version does not know: {why}"))?;
    let mut mailed = None;
    if let Job::SendMail { to, subject, text } = job {
        // Before the transaction: a slow mail server must not hold the one writer.
        let sent = mail::send(&app.config, taken.id, to, subject, text).await;
        mailed = Some((to, mailbox::answer(sent)?));
    }
    if let Job::ReadFile { file } = job {
        return read_file(app, taken, *file).await;
    }
    if let Job::Purge { erasure, hashes } = job {
        // Outside a transaction: neither the object store nor a clean-up of the database can be part of one.
        erasure::purge(app, *erasure, hashes).await?;
    }
    if let Job::SendDigest { token } = job {
        return digest::deliver::deliver(app, taken.id, token).await;
    }
    if let Job::SendNews { token } = job {
        return post::deliver::deliver(app, taken.id, token).await;
    }
    if let Job::SendPush { subscription } = job {
        return push::send::deliver(app, taken.id, *subscription).await;
    }
    // Before the transaction: looking in the index takes a while.
    let alike = match job {
        Job::TellAsked { question } => keyword_search::alike::studies_like(app, *question).await?,
        _ => Vec::new(),
    };
    let tx = app.db.begin_write().await?;
    match job {
        Job::TellHandedIn { draft, version } => tell::handed_in(&tx, &app.catalogue.get(), *draft, *version).await?,
        Job::TellReturned { draft, version } => tell::returned(&tx, *draft, *version).await?,
        Job::TellPublished { case_study, revision } => {
            tell::published(&tx, &app.catalogue.get(), *case_study, *revision).await?;
        }
        Job::TellCommented { comment } => tell::commented(&tx, &app.catalogue.get(), *comment).await?,
        Job::TellMentioned { comment } => tell::mentioned(&tx, &app.catalogue.get(), *comment).await?,
        Job::ForgetComment { comment } => discussion::forget(&tx, *comment).await?,
        Job::TellFeatured { feature } => tell::featured(&tx, &app.catalogue.get(), *feature).await?,
        Job::TellJoined { account, invited_by } => tell::joined(&tx, *account, *invited_by).await?,
        Job::TellTopicAnswered { topic, case_study } => tell::topic_answered(&tx, *topic, *case_study).await?,
        Job::TellTopicHanded { topic, by } => tell::topic_handed(&tx, &app.catalogue.get(), *topic, *by).await?,
        Job::TellAsked { question } => tell::asked(&tx, &app.catalogue.get(), *question, &alike).await?,
        Job::TellQuestionAnswered { answer } => tell::question_answered(&tx, *answer).await?,
        Job::TellAnswerAccepted { answer } => tell::answer_accepted(&tx, *answer).await?,
        Job::TellAcceptedHidden { answer, at } => tell::accepted_hidden(&tx, *answer, *at).await?,
        Job::TellQuestionSummarised { question, version } => {
            tell::question_summarised(&tx, *question, *version).await?;
        }
        Job::ForgetAnswer { answer } => question::forget::answer(&tx, *answer).await?,
        Job::ForgetQuestion { question } => question::forget::question(&tx, *question).await?,
        Job::TellQuestionWaiting { question } => {
            tell::question_waiting(&tx, &app.catalogue.get(), *question).await?;
        }
        Job::TellLessonWord { word } => tell::lesson_word(&tx, &app.catalogue.get(), *word).await?,
        Job::TellLessonHidden { lesson, at } => tell::lesson_hidden(&tx, *lesson, *at).await?,
        Job::TellRemarked { remark } => tell::remarked(&tx, *remark).await?,
        Job::TellPartner { partner } => tell::partner(&tx, &app.catalogue.get(), *partner).await?,
        Job::TellReviewAsked { review } => tell::review_asked(&tx, &app.catalogue.get(), *review).await?,
        Job::TellReviewAnswered { review } => tell::review_answered(&tx, *review).await?,
        Job::TellReviewLate { review } => tell::review_late(&tx, &app.catalogue.get(), *review).await?,
        Job::TellHandover { handover } => tell::handed_over(&tx, &app.catalogue.get(), *handover).await?,
        Job::TellDigestMade { digest } => {
            tell::digest_made(&tx, &app.catalogue.get(), &app.clock, *digest).await?;
        }
        Job::TellMinggon { minggon, after } => {
            tell::minggon_ready(&tx, &app.catalogue.get(), *minggon, *after).await?;
        }
        Job::TellMinggonThinner { case_study, at } => {
            tell::minggon_thinner(&tx, &app.catalogue.get(), *case_study, *at).await?;
        }
        Job::TellVerified { verification } => tell::verified(&tx, &app.catalogue.get(), *verification).await?,
        Job::TellReported { report } => tell::reported(&tx, &app.catalogue.get(), *report).await?,
        Job::TellReportAnswered { word } => tell::report_answered(&tx, &app.catalogue.get(), *word).await?,
        Job::TellReportReplied { word } => tell::report_replied(&tx, *word).await?,
        Job::TellReportLate { report } => tell::report_late(&tx, &app.catalogue.get(), *report).await?,
        Job::TellDataAsked { request } => tell::data_asked(&tx, &app.catalogue.get(), *request).await?,
        Job::TellDataAnswered { request } => tell::data_answered(&tx, *request).await?,
        Job::TellDataCorrected { request, by } => tell::data_corrected(&tx, *request, *by, taken.id).await?,
        Job::TellDataLate { request } => tell::data_late(&tx, &app.catalogue.get(), *request).await?,
        Job::TellClosed { account, regions } => {
            tell::closed(&tx, &app.catalogue.get(), *account, regions).await?;
        }
        Job::TellErased { erasure } => tell::erased(&tx, &app.catalogue.get(), *erasure).await?,
        Job::TellSanctioned { sanction } => {
            tell::sanctioned(&tx, app, *sanction).await?;
        }
        Job::TellSanctionWord { word } => {
            tell::sanction_word(&tx, app, *word).await?;
        }
        Job::TellAdoptionStep { step } => tell::adoption_step(&tx, &app.catalogue.get(), *step).await?,
        Job::WithdrawAdoptionStep { step } => tell::adoption_step_gone(&tx, *step).await?,
        Job::TellPracticesAsked { kecamatan, at, to } => {
            let day = app.clock.local(*at).date_naive();
            tell::practices_asked(&tx, &app.catalogue.get(), kecamatan, day, *to).await?;
            if let Some(person) = to {
                tell::came(&tx, &app.catalogue.get(), kecamatan, *person).await?;
            }
        }
        Job::TellVisitWord { word } => tell::visit_word(&tx, &app.catalogue.get(), &app.clock, *word).await?,
        Job::TellVisitWaiting { visit } => tell::visit_waiting(&tx, &app.catalogue.get(), *visit).await?,
        Job::TellVisitOver { visit } => tell::visit_over(&tx, &app.catalogue.get(), *visit).await?,
        Job::TellVisitReportHidden { visit, at } => tell::visit_report_hidden(&tx, *visit, *at).await?,
        Job::TellProductConsentOld { product } => {
            tell::product_consent_old(&tx, &app.catalogue.get(), *product).await?;
        }
        Job::TellProductHidden { product, at } => {
            tell::product_hidden(&tx, &app.catalogue.get(), *product, *at).await?;
        }
        Job::TellProductContactGone { product, at } => {
            tell::product_contact_gone(&tx, &app.catalogue.get(), *product, *at).await?;
        }
        Job::TellContactElsewhere { product, at } => {
            tell::contact_elsewhere(&tx, &app.catalogue.get(), *product, *at).await?;
        }
        Job::TellNudged { nudge } => tell::nudged(&tx, &app.catalogue.get(), *nudge).await?,
        Job::TellNewDevice { account, device, at } => {
            tell::new_device(&tx, app, *account, device, app.clock.local(*at), taken.id).await?;
        }
        Job::TellRecoveryMade { account, by, .. } => tell::recovery_made(&tx, *account, *by, taken.id).await?,
        Job::TellRecovered { account, by, .. } => tell::recovered(&tx, *account, *by, taken.id).await?,
        Job::TellFactorReset { account, by, reason } => {
            tell::factor_reset(&tx, *account, *by, reason, taken.id).await?;
        }
        Job::TellFollowers { news, after } => tell::followers(&tx, &app.catalogue.get(), news, *after).await?,
        Job::MailRound { day, after, queued } => post::round(&tx, app, day, (*after, *queued)).await?,
        Job::SendNews { .. } | Job::SendPush { .. } => {}
        Job::SendMail { .. } | Job::ReadFile { .. } | Job::SendDigest { .. } | Job::Purge { .. } => {}
    }
    if let Some((to, answer)) = mailed {
        mailbox::remember(&tx, to, answer).await?;
    }
    job::done(&tx, taken.id).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// The file is read before the transaction, by a process of its own; one that can't be read is no failure of the job.
async fn read_file(app: &App, taken: &Taken, file: FileId) -> Result<()> {
    let read = attachment::read_file(app, file).await?;
    let tx = app.db.begin_write().await?;
    let study = match read {
        Some(read) => attachment::keep_text(&*tx, file, &read).await?,
        None => None,
    };
    job::done(&tx, taken.id).await?;
    let seen = |study| Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(study))]);
    tx.commit(study.map_or(Effect::Private, seen)).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
