//! When the digest of a week is made and when it goes: pure rules over the local calendar.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

use crate::clock::Clock;
use crate::config::DigestRules;
use crate::format;

/// Coordinators have at least so long to look at a draft, also when it was made late; else it has a whole round.
const SHORTEST_LOOK: Duration = Duration::hours(2);

/// The digest that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// "2026-W48".
    pub label: String,
    /// It is about what happened from here on.
    pub since: DateTime<Utc>,
    /// And before here.
    pub until: DateTime<Utc>,
    /// When it goes by itself.
    pub goes_at: DateTime<Utc>,
}

/// The digest of this ISO week, once its hour has come.
pub fn due(rules: &DigestRules, clock: &Clock) -> Option<Week> {
    let now = clock.now();
    let today = clock.today();
    let monday = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
    let day = monday + Duration::days(i64::from(rules.weekday) - 1);
    let until = moment(day, rules.made_at_hour, clock)?;
    if now < until {
        return None;
    }
    let planned = moment(day, rules.goes_at_hour, clock)?;
    // A server that was away makes it late, and must not send it unseen.
    let late = now + SHORTEST_LOOK > planned;
    Some(Week {
        label: label(day),
        since: until - Duration::weeks(1),
        until,
        goes_at: if late { now + (planned - until) } else { planned },
    })
}

/// "2026-W48"; later weeks sort later.
pub fn label(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{:04}-W{:02}", week.year(), week.week())
}

fn moment(day: NaiveDate, hour: u32, clock: &Clock) -> Option<DateTime<Utc>> {
    let offset = *clock.local(clock.now()).offset();
    let local = day.and_hms_opt(hour, 0, 0)?.and_local_timezone(offset).single()?;
    Some(local.to_utc())
}

/// "16–22 November 2026", "30 November – 6 Desember 2026", "28 Desember 2026 – 3 Januari 2027".
pub fn between(first: NaiveDate, last: NaiveDate) -> String {
    let month = |day: NaiveDate| format::month_name(day.month0() as usize);
    let end = format!("{} {} {}", last.day(), month(last), last.year());
    if first >= last {
        end
    } else if first.year() != last.year() {
        format!("{} {} {} – {end}", first.day(), month(first), first.year())
    } else if first.month() != last.month() {
        format!("{} {} – {end}", first.day(), month(first))
    } else {
        format!("{}–{end}", first.day())
    }
}
