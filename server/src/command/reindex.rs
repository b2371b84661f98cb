//! `reindex`: makes the search index anew. It is a copy, so this is always safe.

use std::process::ExitCode;

use anyhow::Context;

use super::progress;
use crate::clock::Clock;
use crate::config::Config;
use crate::content_change::Subject;
use crate::db::Effect;
use crate::keyword_search;
use crate::serving::{self, FolderLock};

/// Rebuilds this folder's index, or asks the server that holds it to do so.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    super::require_database(&config)?;
    let clock = Clock::system(config.utc_offset_hours);
    let Some(_lock) = FolderLock::try_take(&config.data_dir)? else {
        let db = serving::open_database(&config, clock).await?;
        super::require_schema(&db).await?;
        let tx = db.begin_write().await?;
        tx.commit(Effect::Visible(vec![Subject::All])).await?;
        progress::say("the server of this folder rebuilds its index within seconds")?;
        return Ok(ExitCode::SUCCESS);
    };
    let started = std::time::Instant::now();
    let folder = config.data_dir.join("index");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("{} can't be removed", folder.display()))?;
    }
    let app = serving::open(config, clock).await?;
    keyword_search::open(&app).await?;
    keyword_search::catch_up(&app).await?;
    progress::say(&format!("the index is new, made in {:.1} s", started.elapsed().as_secs_f64()))?;
    Ok(ExitCode::SUCCESS)
}
