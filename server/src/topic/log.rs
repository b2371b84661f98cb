//! What is searched, counted without persons. A search is counted in memory and written in batches; what tells askers
//! apart never leaves the memory of this process.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};

use chrono::{Duration, NaiveDate};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{search_query, search_request};
use super::{MAX_CHARS, tells_a_person};
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;

/// At most so many different searches are remembered until they are written, so that a flood of them fills no memory.
const MAX_WAITING: usize = 5_000;

/// Askers of one search beyond this are not told apart: five are enough to know.
const MAX_ASKERS: usize = 64;

/// What was searched is kept so long, and so long somebody waits for an answer.
const KEPT_DAYS: i64 = 180;

/// Searches of today that are not written yet. The key of the hash is random, new each day and in this process only: from
/// what is kept nobody can be found again. Several nodes count askers apart and write the most that one of them saw, so
/// that five askers are really five.
#[derive(Default)]
pub struct Log(Mutex<Day>);

#[derive(Default)]
struct Day {
    day: NaiveDate,
    key: RandomState,
    known: HashMap<String, Known>,
}

/// A search of the day.
#[derive(Default)]
struct Known {
    askers: HashSet<u64>,
    /// Studies found; a page that is kept whole is asked for before and after that is known.
    hits: i32,
    /// Searches that are not written yet.
    waiting: i32,
}

/// What is written of a search.
struct Counted {
    text: String,
    searches: i32,
    hits: i32,
    askers: i32,
}

impl Log {
    /// Counts a search. `asker` is anything that tells people apart, such as a session or an address.
    pub fn count(&self, today: NaiveDate, text: &str, asker: impl Hash) {
        let Some(text) = countable(text) else { return };
        let mut day = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        day.begin(today);
        let asker = day.key.hash_one(asker);
        if let Some(known) = day.of(text) {
            known.waiting += 1;
            if known.askers.len() < MAX_ASKERS {
                known.askers.insert(asker);
            }
        }
    }

    /// Remembers how many studies a search found.
    pub fn found(&self, today: NaiveDate, text: &str, hits: usize) {
        let Some(text) = countable(text) else { return };
        let mut day = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        day.begin(today);
        if let Some(known) = day.of(text) {
            known.hits = i32::try_from(hits).unwrap_or(i32::MAX);
        }
    }

    fn take(&self) -> Vec<Counted> {
        let mut day = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = day.known.iter_mut().filter(|(_, known)| known.waiting > 0);
        let counted = waiting.map(|(text, known)| Counted {
            text: text.clone(),
            searches: std::mem::take(&mut known.waiting),
            hits: known.hits,
            askers: i32::try_from(known.askers.len()).unwrap_or(i32::MAX),
        });
        counted.collect()
    }
}

impl Day {
    /// Forgets yesterday, its key first.
    fn begin(&mut self, today: NaiveDate) {
        if self.day != today {
            *self = Self { day: today, ..Self::default() };
        }
    }

    /// A search of the day, unless it is one too many.
    fn of(&mut self, text: String) -> Option<&mut Known> {
        if !self.known.contains_key(&text) && self.known.len() >= MAX_WAITING {
            return None;
        }
        Some(self.known.entry(text).or_default())
    }
}

/// A search as it is counted, unless it is none or may tell of a person.
fn countable(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let counted = !text.is_empty() && text.chars().count() <= MAX_CHARS && !tells_a_person(&text);
    counted.then_some(text)
}

/// Writes what was counted since the last time.
pub async fn write(app: &App) -> Result<()> {
    let taken = app.search_log.take();
    if taken.is_empty() {
        return Ok(());
    }
    use search_query::Column::{Askers, Day, Hits, Searches, Text};
    let tx = app.db.begin_write().await?;
    for Counted { text, searches, hits, askers } in taken {
        let row = search_query::ActiveModel {
            day: Set(tx.today()),
            text: Set(text.clone()),
            hits: Set(hits),
            searches: Set(0),
            askers: Set(0),
            ..Default::default()
        };
        let known = OnConflict::columns([Day, Text]).do_nothing().to_owned();
        search_query::Entity::insert(row).on_conflict(known).exec_without_returning(&*tx).await?;
        let own = || search_query::Entity::update_many().filter(Day.eq(tx.today())).filter(Text.eq(text.as_str()));
        own()
            .col_expr(Searches, Expr::col(Searches).add(searches))
            .col_expr(Hits, Expr::value(hits))
            .exec(&*tx)
            .await?;
        own().col_expr(Askers, Expr::value(askers)).filter(Askers.lt(askers)).exec(&*tx).await?;
    }
    let oldest = tx.today() - Duration::days(KEPT_DAYS);
    search_query::Entity::delete_many().filter(Day.lt(oldest)).exec(&*tx).await?;
    let waited = tx.now() - Duration::days(KEPT_DAYS);
    search_request::Entity::delete_many().filter(search_request::Column::CreatedAt.lt(waited)).exec(&*tx).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
