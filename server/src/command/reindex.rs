//! `reindex`: makes the search index anew. It is a copy, so this is always safe.

use std::process::ExitCode;
use std::time::Instant;

use super::progress;
use crate::clock::Clock;
use crate::config::Config;
use crate::keyword_search;
use crate::serving::{self, FolderLock};

/// Rebuilds this folder's index, or asks the server that holds it to do so.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    super::require_database(&config)?;
    let clock = Clock::system(config.utc_offset_hours);
    let Some(_lock) = FolderLock::try_take(&config.data_dir)? else {
        let db = serving::open_database(&config, clock).await?;
        super::require_schema(&db).await?;
        keyword_search::queue_rebuild(&db).await?;
        progress::say("the server of this folder makes its index anew within seconds")?;
        return Ok(ExitCode::SUCCESS);
    };
    let started = Instant::now();
    let app = serving::open(config, clock).await?;
    keyword_search::attach(&app).await?;
    let bar = progress::bar(1, "studies");
    keyword_search::rebuild(&app, |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    let (studies, seconds) = (app.search.documents(), started.elapsed().as_secs_f64());
    progress::say(&format!("the index is new: {studies} studies in {seconds:.1} s"))?;
    Ok(ExitCode::SUCCESS)
}
