//! Bytes that no row knows: left by a crash between storing a photo and recording it.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use tokio::sync::watch;

use super::file_entity::attached_file;
use super::{entity, tus};
use crate::app::App;
use crate::error::Result;

/// Where the bytes of photos lie.
const FOLDER: &str = "attachment";

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
    let before = app.clock.now() - SETTLED_AFTER;
    let mut gone = 0;
    for key in unknown(app, before).await? {
        gone += usize::from(delete_unknown(app, &key, before).await?);
    }
    Ok(gone + tus::sweep(app, before).await?)
}

/// The keys of bytes written before a moment whose photo has no row.
pub async fn unknown(app: &App, before: DateTime<Utc>) -> Result<Vec<String>> {
    let mut unknown = app.files.list_before(FOLDER, before).await?;
    let mut known = HashSet::new();
    for keys in unknown.chunks(200) {
        let hashes: HashSet<&str> = keys.iter().filter_map(|key| hash_of(key)).collect();
        let found: Vec<String> = entity::Entity::find()
            .select_only()
            .column(entity::Column::Sha256)
            .filter(entity::Column::Sha256.is_in(hashes))
            .into_tuple()
            .all(app.db.read())
            .await?;
        known.extend(found);
        let files: Vec<String> = attached_file::Entity::find()
            .select_only()
            .column(attached_file::Column::Sha256)
            .filter(attached_file::Column::Sha256.is_in(keys.iter().filter_map(|key| hash_of(key))))
            .into_tuple()
            .all(app.db.read())
            .await?;
        known.extend(files);
    }
    unknown.retain(|key| hash_of(key).is_some_and(|hash| !known.contains(hash)));
    Ok(unknown)
}

/// Deletes the bytes of a key unless they have been written again or got a row since they were listed: the same photo
/// may have been uploaded once more meanwhile, and it is stored once.
pub async fn delete_unknown(app: &App, key: &str, before: DateTime<Utc>) -> Result<bool> {
    let Some(hash) = hash_of(key) else {
        return Ok(false);
    };
    let row = entity::Entity::find().filter(entity::Column::Sha256.eq(hash)).one(app.db.read()).await?;
    let file = attached_file::Entity::find().filter(attached_file::Column::Sha256.eq(hash)).one(app.db.read()).await?;
    // The row is asked first: an upload writes its bytes before its row, so what has neither is of nobody.
    if row.is_some() || file.is_some() || app.files.written_at(key).await?.is_none_or(|written| written >= before) {
        return Ok(false);
    }
    app.files.delete(key).await?;
    Ok(true)
}

fn hash_of(key: &str) -> Option<&str> {
    key.split('/').nth(1)
}
