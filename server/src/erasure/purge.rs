//! What a transaction can't do: bytes of photos and files go, the entry is kept beside the files, and the database gives
//! up the pages that held the words before.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement};

use super::{entity, ledger, places};
use crate::app::App;
use crate::attachment::entity as photo;
use crate::attachment::file_entity::attached_file;
use crate::error::{Error, Result};

/// Does it; may run twice.
pub async fn purge(app: &App, erasure: i64, hashes: &[String]) -> Result<()> {
    let Some(row) = entity::Entity::find_by_id(erasure).one(app.db.read()).await? else {
        return Ok(());
    };
    ledger::keep(&app.files, &row).await?;
    for hash in hashes {
        if is_used(app, hash).await? {
            continue;
        }
        for (key, _) in app.files.list(&format!("attachment/{hash}")).await? {
            // The same bytes may be on their way from another study: the sweep looks at them later.
            if app.files.written_at(&key).await?.is_some_and(|written| written <= row.erased_at) {
                app.files.delete(&key).await?;
            }
        }
    }
    forget_pages(app).await
}

/// The database gives up the pages that held the words before. On SQLite what is deleted is overwritten (see `db`), but the
/// log of writes holds it until it is emptied; PostgreSQL keeps old rows until it cleans up.
async fn forget_pages(app: &App) -> Result<()> {
    let db = app.db.migrator();
    if app.db.backend() == DbBackend::Sqlite {
        let emptied = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)"));
        let busy: i32 = emptied.await?.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        if busy != 0 {
            return Err(Error::Unavailable("somebody reads the old pages; tried again soon".to_owned()));
        }
        return Ok(());
    }
    let tables: BTreeSet<&str> = places::columns().into_iter().map(|(table, _)| table).collect();
    let tables: Vec<&str> = tables.into_iter().collect();
    db.execute_unprepared(&format!("VACUUM {}", tables.join(", "))).await?;
    Ok(())
}

/// True when another study shows the same bytes.
async fn is_used(app: &App, hash: &str) -> Result<bool> {
    let photo = photo::Entity::find().filter(photo::Column::Sha256.eq(hash)).one(app.db.read()).await?;
    let file = attached_file::Entity::find().filter(attached_file::Column::Sha256.eq(hash)).one(app.db.read()).await?;
    Ok(photo.is_some() || file.is_some())
}
