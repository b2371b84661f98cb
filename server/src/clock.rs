//! The only place that asks for the time, so that tests can stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, SubsecRound, Utc};

/// Tells the time in UTC, truncated to milliseconds, and the local date.
#[derive(Clone)]
pub struct Clock {
    stopped_at_ms: Option<Arc<AtomicI64>>,
    offset: FixedOffset,
}

impl Clock {
    /// The machine's clock; `utc_offset_hours` says where local dates begin (7 is WIB).
    pub fn system(utc_offset_hours: i32) -> Self {
        Self { stopped_at_ms: None, offset: offset(utc_offset_hours) }
    }

    /// A clock that stands still until it is moved by `forward`, for stories.
    pub fn stopped_at(now: DateTime<Utc>) -> Self {
        Self { stopped_at_ms: Some(Arc::new(AtomicI64::new(now.timestamp_millis()))), offset: offset(7) }
    }

    /// Moves a stopped clock; the machine's clock is left alone.
    pub fn forward(&self, by: Duration) {
        if let Some(ms) = &self.stopped_at_ms {
            ms.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
        }
    }

    /// Now, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.stopped_at_ms {
            Some(ms) => DateTime::from_timestamp_millis(ms.load(Ordering::SeqCst)).unwrap_or_default(),
            None => system_now(),
        }
    }

    /// The local date: terms and features begin and end by it.
    pub fn today(&self) -> NaiveDate {
        self.local(self.now()).date_naive()
    }

    /// The moment at which a local day is over.
    pub fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let next = day.succ_opt().unwrap_or(day).and_time(chrono::NaiveTime::MIN);
        (next - Duration::seconds(i64::from(self.offset.local_minus_utc()))).and_utc()
    }

    /// The last local day that a time up to a moment touches.
    pub fn last_day(&self, until: DateTime<Utc>) -> NaiveDate {
        self.local(until - Duration::milliseconds(1)).date_naive()
    }

    /// A moment in local time.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        at.with_timezone(&self.offset)
    }
}

fn offset(hours: i32) -> FixedOffset {
    FixedOffset::east_opt(hours * 3600)
        .unwrap_or_else(|| FixedOffset::east_opt(7 * 3600).expect("WIB is a valid offset"))
}

#[expect(clippy::disallowed_methods, reason = "the clock is the one place that may ask the machine")]
fn system_now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(3)
}
