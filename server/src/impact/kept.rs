//! The numbers stay in memory until something that readers see changes: they cost a third of a second at 20,000 studies, and
//! everybody reads the same ones, since only what the public may see counts.

use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use moka::policy::EvictionPolicy;

use super::period::Period;
use super::store::{self, Figures, Headline, Sum};
use crate::coverage::Filter;
use crate::db::Db;
use crate::error::{Error, Result};

/// As many filters as this are kept; each holds at most a line for every kecamatan, about 50 KiB.
const MOST_FILTERS: u64 = 64;

/// As many periods of filters; each holds at most a line for every measure, a few KiB. Whoever asks for all years there are
/// pushes out what was read longest ago, and no more is kept.
const MOST_PERIODS: u64 = 128;

/// What nobody asked for goes after this. It is no rule of correctness: what changed ends the numbers at once.
const UNREAD: Duration = Duration::from_secs(600);

/// What the numbers depend on: readers' content as a whole, and what was asked for. The day is none of it: the months of all
/// years are kept, and a page chooses among them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    generation: u64,
    sector: Option<i64>,
    indicator: Option<i64>,
}

impl Key {
    /// The generation is read first: what is committed while the tables are read ends the numbers under this key.
    fn of(db: &Db, filter: &Filter) -> Self {
        Self { generation: db.generation(), sector: filter.sector_id(), indicator: filter.indicator_id() }
    }
}

/// The numbers that this node keeps.
pub struct Kept {
    figures: Cache<Key, Arc<Figures>>,
    sums: Cache<(Key, Period), Arc<Vec<Sum>>>,
    headlines: Cache<u64, Headline>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { figures: cache(MOST_FILTERS), sums: cache(MOST_PERIODS), headlines: cache(2) }
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
    pub async fn figures(&self, db: &Db, filter: &Filter) -> Result<Arc<Figures>> {
        let key = Key::of(db, filter);
        let read = async { Ok::<_, Error>(Arc::new(store::figures(db.read(), filter).await?)) };
        self.figures.try_get_with(key, read).await.map_err(|error| shared(&error))
    }

    /// The sums of a year or a month; of all time those of the figures.
    pub async fn sums(&self, db: &Db, filter: &Filter, period: Option<&Period>) -> Result<Arc<Vec<Sum>>> {
        let Some(period) = period else {
            return Ok(self.figures(db, filter).await?.sums.clone());
        };
        let key = (Key::of(db, filter), *period);
        let read = async { Ok::<_, Error>(Arc::new(store::sums(db.read(), filter, Some(period)).await?)) };
        self.sums.try_get_with(key, read).await.map_err(|error| shared(&error))
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
