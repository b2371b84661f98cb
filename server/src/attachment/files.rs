//! Where the bytes of photos and files lie: a local folder by default, S3 for many nodes.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, RetryConfig};

use crate::config::Config;
use crate::error::Result;
use crate::tls;

/// A store that is away makes a person wait so long at most.
const LONGEST_RETRY: Duration = Duration::from_secs(20);

/// The store of bytes.
#[derive(Clone)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// Opens the configured store. In a folder every write is synced before it is acknowledged.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        match config.storage_url.as_str() {
            "" => {
                let folder = config.data_dir.join("files");
                std::fs::create_dir_all(&folder)?;
                Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true))))
            }
            url => {
                let bucket = url.strip_prefix("s3://").context(
                    "configuration: storage_url must be empty (files in the data folder) or s3://bucket/prefix",
                )?;
                let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
                Ok(Self(Arc::new(PrefixStore::new(s3(config, bucket)?, prefix))))
            }
        }
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

/// A bucket of an object store that speaks S3, addressed by path, as all of them understand.
fn s3(config: &Config, bucket: &str) -> anyhow::Result<AmazonS3> {
    for (key, value) in [
        ("storage_endpoint", &config.storage_endpoint),
        ("storage_access_key_id", &config.storage_access_key_id),
        ("storage_secret_access_key", &config.storage_secret_access_key),
    ] {
        anyhow::ensure!(!value.is_empty(), "configuration: {key} must be set when storage_url is s3://…");
    }
    tls::use_ring();
    AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_endpoint(&config.storage_endpoint)
        .with_allow_http(config.storage_endpoint.starts_with("http://"))
        .with_region(&config.storage_region)
        .with_access_key_id(&config.storage_access_key_id)
        .with_secret_access_key(&config.storage_secret_access_key)
        // Some stores know no deletion of many at once.
        .with_disable_bulk_delete(true)
        .with_retry(RetryConfig { max_retries: 3, retry_timeout: LONGEST_RETRY, ..RetryConfig::default() })
        .build()
        .context("configuration: the object store of storage_url can't be set up")
}
