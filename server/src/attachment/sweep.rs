//! Bytes that no row knows: left by a crash between storing a photo and recording it.

use std::collections::HashSet;
use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use tokio::sync::watch;

use super::entity;
use crate::app::App;
use crate::error::Result;

/// Younger bytes may belong to an upload that is still under way.
const SETTLED_AFTER: TimeDelta = TimeDelta::hours(24);

/// Sweeps every day until told to stop; the first time an hour after the start.
pub async fn sweep_daily(app: App, mut stopped: watch::Receiver<bool>) {
    let mut wait = Duration::from_secs(60 * 60);
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopped.changed() => return,
        }
        match sweep(&app).await {
            Ok(0) => {}
            Ok(files) => tracing::info!(files, "stored bytes that no row knows were deleted"),
            Err(error) => tracing::warn!(%error, "stored bytes can't be swept just now"),
        }
        wait = Duration::from_secs(24 * 60 * 60);
    }
}

/// Deletes stored bytes older than a day that no row knows; returns how many files went.
pub async fn sweep(app: &App) -> Result<usize> {
    let old = app.files.list_before("attachment", app.clock.now() - SETTLED_AFTER).await?;
    let mut gone = 0;
    for keys in old.chunks(200) {
        let hashes: HashSet<&str> = keys.iter().filter_map(|key| key.split('/').nth(1)).collect();
        let known: Vec<String> = entity::Entity::find()
            .select_only()
            .column(entity::Column::Sha256)
            .filter(entity::Column::Sha256.is_in(hashes))
            .into_tuple()
            .all(app.db.read())
            .await?;
        let known: HashSet<String> = known.into_iter().collect();
        for key in keys {
            if key.split('/').nth(1).is_some_and(|hash| !known.contains(hash)) {
                app.files.delete(key).await?;
                gone += 1;
            }
        }
    }
    Ok(gone)
}
