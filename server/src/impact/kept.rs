//! The numbers stay in memory until something that readers see changes: they cost a third of a second at 20,000 studies, and
//! everybody reads the same ones, since only what the public may see counts.

use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use moka::future::Cache;
use moka::policy::EvictionPolicy;

use super::store::{self, Figures, Headline};
use crate::coverage::Filter;
use crate::db::Db;
use crate::error::{Error, Result};

/// As many filters as this are kept; each holds at most a line for every kecamatan, about 50 KiB.
const MOST_FILTERS: u64 = 64;

/// What nobody asked for goes after this. It is no rule of correctness: what changed ends the numbers at once.
const UNREAD: Duration = Duration::from_secs(600);

/// What the numbers depend on: readers' content as a whole, the day (for the months), and what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    generation: u64,
    today: NaiveDate,
    sector: Option<i64>,
    indicator: Option<i64>,
}

/// The numbers that this node keeps.
pub struct Kept {
    figures: Cache<Key, Arc<Figures>>,
    headlines: Cache<u64, Headline>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { figures: cache(MOST_FILTERS), headlines: cache(2) }
    }
}

/// A cache that always has room for what is asked next, however often something older was read.
fn cache<K, V>(most: u64) -> Cache<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    Cache::builder().max_capacity(most).eviction_policy(EvictionPolicy::lru()).time_to_idle(UNREAD).build()
}

impl Kept {
    /// Everything that the page shows. Who asks while somebody else's question is still with the database waits for its
    /// answer.
    pub async fn figures(&self, db: &Db, filter: &Filter, today: NaiveDate) -> Result<Arc<Figures>> {
        // The generation is read first: what is committed while the tables are read ends the numbers under this key.
        let key =
            Key { generation: db.generation(), today, sector: filter.sector_id(), indicator: filter.indicator_id() };
        let read = async { Ok::<_, Error>(Arc::new(store::figures(db.read(), filter, today).await?)) };
        self.figures.try_get_with(key, read).await.map_err(|error| shared(&error))
    }

    /// The line of the home page.
    pub async fn headline(&self, db: &Db) -> Result<Headline> {
        let read = store::headline(db.read());
        self.headlines.try_get_with(db.generation(), read).await.map_err(|error| shared(&error))
    }
}

/// The error of a question that several asked, for each of them.
fn shared(error: &Error) -> Error {
    match error {
        Error::Unavailable(text) => Error::Unavailable(text.clone()),
        other => Error::Internal(anyhow::anyhow!("{other:#}")),
    }
}
