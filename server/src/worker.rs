//! Does the jobs: one `match` over [`Job`], so that a new job does not compile until it is handled here.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::curation;
use crate::db::Effect;
use crate::error::Result;
use crate::job::{self, Job, Taken};
use crate::notification::tell;
use crate::topic;

/// Jobs of other nodes, and those that wait for their delay, are found within this.
const POLL: Duration = Duration::from_secs(2);

/// Works until told to stop; the job at hand is finished.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match run_due(&app).await {
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "jobs can't be taken just now"),
        }
        tokio::select! {
            () = app.db.jobs_changed().notified() => {}
            () = tokio::time::sleep(POLL) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Does everything that is due now, what the calendar asks for before the jobs; returns how many jobs were done. Tests call it instead of waiting.
pub async fn run_due(app: &App) -> Result<usize> {
    if let Err(error) = curation::expire(app).await {
        tracing::warn!(%error, "features that ended can't be told to the index just now");
    }
    if let Err(error) = topic::log::write(app).await {
        tracing::warn!(%error, "what was searched can't be written just now");
    }
    let mut done = 0;
    while let Some(taken) = job::take(&app.db).await? {
        match run_one(app, &taken).await {
            Ok(()) => done += 1,
            Err(error) => job::failed(&app.db, &taken, &error.to_string()).await?,
        }
    }
    Ok(done)
}

async fn run_one(app: &App, taken: &Taken) -> Result<()> {
    let job = taken.job.as_ref().map_err(|why| anyhow::anyhow!("a job that this version does not know: {why}"))?;
    if let Job::SendMail { to, subject, text } = job {
        // Before the transaction: a slow mail server must not hold the one writer.
        crate::account::mail::send(&app.config, taken.id, to, subject, text).await?;
    }
    let tx = app.db.begin_write().await?;
    match job {
        Job::TellHandedIn { draft, version } => tell::handed_in(&tx, &app.catalogue.get(), *draft, *version).await?,
        Job::TellReturned { draft, version } => tell::returned(&tx, *draft, *version).await?,
        Job::TellPublished { case_study, revision } => {
            tell::published(&tx, &app.catalogue.get(), *case_study, *revision).await?;
        }
        Job::TellCommented { comment } => tell::commented(&tx, &app.catalogue.get(), *comment).await?,
        Job::TellFeatured { feature } => tell::featured(&tx, &app.catalogue.get(), *feature).await?,
        Job::TellJoined { account, invited_by } => tell::joined(&tx, *account, *invited_by).await?,
        Job::TellTopicAnswered { topic, case_study } => tell::topic_answered(&tx, *topic, *case_study).await?,
        Job::TellTopicHanded { topic, by } => tell::topic_handed(&tx, &app.catalogue.get(), *topic, *by).await?,
        Job::SendMail { .. } => {}
    }
    job::done(&tx, taken.id).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
