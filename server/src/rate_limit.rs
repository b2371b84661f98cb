//! How fast one person may send: a burst, then so many a minute. Signed-in people are counted by account, since carriers
//! put thousands of phones behind one address; only who is not signed in is counted by address. The counters are in this
//! node's memory and bounded: guessed passwords, which must survive a restart, are counted by `account::throttle`.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use moka::policy::EvictionPolicy;

use crate::app::App;
use crate::config::Rates;
use crate::error::{Error, Problems};
use crate::format;
use crate::ids::AccountId;

/// Counters kept at once; the longest unused is forgotten first.
const MOST_COUNTERS: u64 = 100_000;

/// A counter that nobody asked for so long is full again at any rate that makes sense.
const KEPT: Duration = Duration::from_secs(3600);

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Anything that writes.
    Write,
    /// A draft's text.
    Draft,
    /// A comment, or a change of one.
    Comment,
    /// A look for whom to mention, while somebody types.
    MentionLookup,
    /// A photo.
    Photo,
    /// An invitation, or another link for somebody.
    Invite,
    /// Opening an invitation or a recovery link.
    OpenLink,
    /// Choosing a password by such a link.
    UseLink,
}

/// So many at once, then so many a minute; 0 a minute is without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rate {
    at_once: u32,
    per_minute: u32,
}

impl Rate {
    /// When the next is welcome after one at `now`, given when the counter would be full again; an error when this one
    /// comes too early. (This is GCRA, the token bucket that keeps one number.)
    fn after(self, full_again: i64, now: i64) -> Result<i64, i64> {
        if self.per_minute == 0 {
            return Ok(full_again);
        }
        let each = i64::from(60_000 / self.per_minute.min(60_000));
        let full_again = full_again.max(now);
        let welcome = full_again - each * i64::from(self.at_once.saturating_sub(1));
        if welcome > now { Err(welcome) } else { Ok(full_again + each) }
    }
}

type Counter = Arc<Mutex<i64>>;

/// The counters of this node.
pub struct RateLimits {
    rates: Rates,
    counters: moka::future::Cache<(Kind, String), Counter>,
}

impl RateLimits {
    /// Full counters.
    pub fn new(rates: Rates) -> Self {
        let counters = moka::future::Cache::builder()
            .max_capacity(MOST_COUNTERS)
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(KEPT)
            .build();
        Self { rates, counters }
    }

    /// Counts one more of a kind for a key, or says from when on it is welcome.
    pub async fn take(&self, kind: Kind, key: String, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        let counter = self.counters.get_with((kind, key), async { Counter::default() }).await;
        let mut full_again = counter.lock().unwrap_or_else(PoisonError::into_inner);
        match self.rate(kind).after(*full_again, now.timestamp_millis()) {
            Ok(later) => {
                *full_again = later;
                Ok(())
            }
            Err(welcome) => {
                metrics::counter!("forum_slowed_down", "kind" => format!("{kind:?}")).increment(1);
                Err(DateTime::from_timestamp_millis(welcome).unwrap_or(now))
            }
        }
    }

    fn rate(&self, kind: Kind) -> Rate {
        let rates = &self.rates;
        let (at_once, per_minute) = match kind {
            Kind::Write => (rates.writes_at_once, rates.writes_per_minute),
            Kind::Draft => (rates.drafts_at_once, rates.drafts_per_minute),
            Kind::Comment => (rates.comments_at_once, rates.comments_per_minute),
            Kind::MentionLookup => (rates.mention_lookups_at_once, rates.mention_lookups_per_minute),
            Kind::Photo => (rates.photos_at_once, rates.photos_per_minute),
            Kind::Invite => (rates.invitations_at_once, rates.invitations_per_minute),
            Kind::OpenLink => (rates.opened_links_at_once, rates.opened_links_per_minute),
            Kind::UseLink => (rates.used_links_at_once, rates.used_links_per_minute),
        };
        Rate { at_once, per_minute }
    }
}

/// Counts what an account sends; the error is a whole page, so forms that hold a text ask [`in_form`].
pub async fn by_account(app: &App, kind: Kind, account: AccountId) -> Result<(), Error> {
    app.rates.take(kind, account.to_string(), app.clock.now()).await.map_err(Error::SentTooFast)
}

/// Counts what an account sends; the error says at which field of its form what is wrong, and when it is welcome.
pub async fn in_form(app: &App, kind: Kind, account: AccountId, field: &str) -> Result<(), (Problems, DateTime<Utc>)> {
    let taken = app.rates.take(kind, account.to_string(), app.clock.now()).await;
    taken.map_err(|welcome| (Problems::one(field, sentence(app, welcome)), welcome))
}

/// What the person reads; the form around it has what was typed.
fn sentence(app: &App, welcome: DateTime<Utc>) -> String {
    let seconds = seconds_until(app, welcome);
    let when = if seconds < 60 {
        format!("tunggu {seconds} detik, lalu kirim lagi")
    } else {
        format!("kirim lagi pukul {}", format::time(app.clock.local(welcome)))
    };
    format!("Terlalu banyak kiriman dalam waktu singkat. Yang ini belum tersimpan tetapi masih ada di sini; {when}.")
}

/// Whole seconds from now, at least one, for `Retry-After`.
pub fn seconds_until(app: &App, welcome: DateTime<Utc>) -> i64 {
    (welcome - app.clock.now() + chrono::Duration::milliseconds(999)).num_seconds().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { at_once: 3, per_minute: 60 };

    #[test]
    fn a_burst_passes_and_the_next_waits_for_its_turn() {
        let mut full_again = 0;
        for _ in 0..3 {
            full_again = RATE.after(full_again, 10_000).expect("within the burst");
        }
        assert_eq!(RATE.after(full_again, 10_000), Err(11_000));
        assert_eq!(RATE.after(full_again, 10_999), Err(11_000), "asking again does not put it off");
        let full_again = RATE.after(full_again, 11_000).expect("a second later");
        assert_eq!(RATE.after(full_again, 11_000), Err(12_000));
    }

    #[test]
    fn who_keeps_to_the_rate_never_waits() {
        let mut full_again = 0;
        for turn in 0..1000 {
            full_again = RATE.after(full_again, turn * 1000).expect("once a second");
        }
    }

    #[test]
    fn zero_a_minute_is_without_limit() {
        let rate = Rate { at_once: 0, per_minute: 0 };
        assert_eq!(rate.after(0, 5), Ok(0));
        let careful = Rate { at_once: 0, per_minute: 1 };
        assert_eq!(careful.after(0, 5), Ok(60_005), "one always passes");
        assert_eq!(careful.after(60_005, 5), Err(60_005));
    }
}
