//! What was erased, kept beside the files too: a database that is restored from an older backup does not know it. An entry
//! says where something stood and never what it said.

use bytes::Bytes;

use super::entity;
use crate::attachment::files::Files;
use crate::error::Result;

/// Where the entries lie in the object store.
pub const FOLDER: &str = "erasure";

/// Keeps an entry; again and again is the same.
pub(super) async fn keep(files: &Files, row: &entity::Model) -> Result<()> {
    files.put(&format!("{FOLDER}/{}.json", row.key), Bytes::from(serde_json::to_vec(row)?)).await
}

/// Every entry, the oldest first.
pub async fn all(files: &Files) -> Result<Vec<entity::Model>> {
    let mut rows = Vec::new();
    for (key, _) in files.list(FOLDER).await? {
        rows.push(serde_json::from_slice::<entity::Model>(&files.get(&key).await?)?);
    }
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(rows)
}
