//! What the address of the page asks for, as a condition of the query.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition};
use serde::Deserialize;

use super::scope::{Scope, as_text, of_kind};
use crate::account::entity::account;
use crate::audit::entity::Column;
use crate::audit::words::{self, Holds};
use crate::clock::Clock;
use crate::error::Problems;
use crate::office::entity::office_term;
use crate::office::typed;
use crate::web::encode;

/// What somebody types into a filter is no longer than this.
const MAX_CHARS: usize = 200;

/// The filters as the address has them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// Part of the name of who did it, or of whom it was done to.
    pub nama: String,
    /// Name of the act.
    pub tindakan: String,
    /// Kind of subject.
    pub jenis: String,
    /// First local day.
    pub dari: String,
    /// Last local day.
    pub sampai: String,
    /// Part of the reason.
    pub alasan: String,
    /// Number of the page.
    pub halaman: Option<String>,
}

impl Asked {
    /// The same without what names nothing.
    pub fn tidied(self) -> Self {
        let tidy = |text: String| text.trim().chars().take(MAX_CHARS).collect::<String>();
        Self {
            nama: tidy(self.nama),
            tindakan: Some(self.tindakan).filter(|act| words::of(act).is_some()).unwrap_or_default(),
            jenis: Some(self.jenis).filter(|kind| words::kind(kind).is_some()).unwrap_or_default(),
            dari: tidy(self.dari),
            sampai: tidy(self.sampai),
            alasan: tidy(self.alasan),
            halaman: self.halaman,
        }
    }

    /// True when anything is asked for.
    pub fn is_narrowed(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }

    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("nama", &self.nama),
            ("tindakan", &self.tindakan),
            ("jenis", &self.jenis),
            ("dari", &self.dari),
            ("sampai", &self.sampai),
            ("alasan", &self.alasan),
        ]
    }

    /// The filters for an address, each behind an ampersand.
    pub fn query(&self) -> String {
        let given = self.pairs().into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| format!("&{name}={}", encode(value))).collect()
    }

    /// The entries that are asked for, in the scope of who asks; or what is wrong with the dates.
    pub fn condition(&self, scope: &Scope, clock: &Clock) -> Result<Condition, Problems> {
        let (from, until) = self.days()?;
        let mut all = scope.condition(clock.today());
        if !self.nama.is_empty() {
            all = all.add(concerns(&self.nama));
        }
        if !self.tindakan.is_empty() {
            all = all.add(Column::Act.eq(&self.tindakan));
        }
        if !self.jenis.is_empty() {
            all = all.add(Column::SubjectKind.eq(&self.jenis));
        }
        if let Some(from) = from.and_then(|day| begins(day, clock)) {
            all = all.add(Column::At.gte(from));
        }
        if let Some(end) = until.and_then(|day| begins(day.checked_add_days(Days::new(1))?, clock)) {
            all = all.add(Column::At.lt(end));
        }
        if !self.alasan.is_empty() {
            let read = words::all().filter(|words| scope.reads(words.holds)).map(|words| words.act);
            all = all.add(holds(Column::Reason, &self.alasan)).add(Column::Act.is_in(read));
        }
        Ok(all)
    }

    fn days(&self) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Problems> {
        let mut problems = Problems::default();
        let mut read = |field: &str, typed: &str| {
            let day = typed::date(typed);
            if day.is_none() && !typed.is_empty() {
                problems.add(field, "Tanggal tidak terbaca. Tulis seperti 24-11-2026, atau kosongkan.");
            }
            day
        };
        let (from, until) = (read("dari", &self.dari), read("sampai", &self.sampai));
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            problems.add("sampai", "Tanggal akhir tidak bisa sebelum tanggal awal.");
        }
        if problems.is_empty() { Ok((from, until)) } else { Err(problems) }
    }
}

/// The moment at which a local day begins.
fn begins(day: NaiveDate, clock: &Clock) -> Option<DateTime<Utc>> {
    let zone = clock.local(clock.now()).timezone();
    zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).single().map(|at| at.to_utc())
}

/// Done by, or done to, somebody of this name.
fn concerns(name: &str) -> Condition {
    let people = || -> SelectStatement {
        Query::select()
            .column(account::Column::Id)
            .from(account::Entity)
            .and_where(holds(account::Column::Name, name))
            .to_owned()
    };
    let accounts = Query::select()
        .expr(as_text(account::Column::Id))
        .from(account::Entity)
        .and_where(holds(account::Column::Name, name))
        .to_owned();
    let terms = Query::select()
        .expr(as_text(office_term::Column::Id))
        .from(office_term::Entity)
        .and_where(office_term::Column::AccountId.in_subquery(people()))
        .to_owned();
    Condition::any()
        .add(Column::AccountId.in_subquery(people()))
        .add(of_kind("account", accounts))
        .add(of_kind("office_term", terms))
}

/// The column has these letters somewhere, in either case.
fn holds(column: impl ColumnTrait, letters: &str) -> Expr {
    let mut pattern = String::from("%");
    for letter in letters.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    Expr::expr(Func::lower(Expr::col((column.entity_name(), column)))).like(LikeExpr::new(pattern).escape('\\'))
}

impl Scope {
    /// True for reasons that this reader sees as they stand.
    pub fn reads(&self, holds: Holds) -> bool {
        match holds {
            Holds::Reason | Holds::Quoted => true,
            Holds::OfficeNote => self.is_everything(),
            Holds::Study | Holds::Person | Holds::Region | Holds::Nothing => false,
        }
    }
}
