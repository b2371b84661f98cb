//! The theme of a week: what a scope puts forward in it, said by its coordinators and seen by those above and below.

use chrono::{Datelike, Duration, NaiveDate};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::week_theme;
use super::{MAX_AHEAD_DAYS, THEME_CHARS};
use crate::app::App;
use crate::audit;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;
use crate::web::forms;

/// Longest note in characters.
pub const NOTE_CHARS: usize = 300;

/// The Monday of a day's week.
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    day - Duration::days(i64::from(day.weekday().num_days_from_monday()))
}

/// "23–29 Nov 2026", "30 Nov – 6 Des 2026".
pub fn label(monday: NaiveDate) -> String {
    let sunday = monday + Duration::days(6);
    let (first, last) = (format::date(monday), format::date(sunday));
    if monday.month() == sunday.month() {
        return format!("{}–{last}", monday.day());
    }
    let year = format!(" {}", monday.year());
    let first = if last.ends_with(&year) { first.trim_end_matches(&year).to_owned() } else { first };
    format!("{first} – {last}")
}

/// What a coordinator says about a week, as typed.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The theme; empty takes it away.
    pub theme: String,
    /// For the other coordinators.
    pub note: String,
    /// The theme that the form showed, so that nobody overwrites a colleague unseen.
    pub before: String,
}

/// Says the theme of a week in the own scope. Problems stand at `theme` and `note`.
pub async fn set(app: &App, viewer: &Viewer, monday: NaiveDate, said: &Said) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    policy::require(Act::Feature, &acting, &acting.region)?;
    let this_week = monday_of(tx.today());
    if monday_of(monday) != monday || monday < this_week || monday > this_week + Duration::days(MAX_AHEAD_DAYS) {
        return Err(Error::NotFound);
    }
    let (theme, note) = (forms::line(&said.theme), forms::line(&said.note));
    tx.serialize_on(&format!("week_theme:{}:{monday}", acting.region)).await?;
    let known = of_scope(&*tx, &acting.region, monday).await?.map_or_else(String::new, |row| row.theme);
    checked(&theme, &note, &said.before, &known)?;
    let row = week_theme::ActiveModel {
        scope_code: Set(acting.region.clone()),
        starts_on: Set(monday),
        theme: Set(theme.clone()),
        note: Set(note),
        account_id: Set(account.get()),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let changed = [
        week_theme::Column::Theme,
        week_theme::Column::Note,
        week_theme::Column::AccountId,
        week_theme::Column::ChangedAt,
    ];
    let same = OnConflict::columns([week_theme::Column::ScopeCode, week_theme::Column::StartsOn])
        .update_columns(changed)
        .to_owned();
    week_theme::Entity::insert(row).on_conflict(same).exec_without_returning(&*tx).await?;
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: "set_week_theme",
        subject_kind: "week_theme",
        subject_id: format!("{} {monday}", acting.region),
        reason: &theme,
    };
    audit::record(&tx, entry).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

fn checked(theme: &str, note: &str, before: &str, known: &str) -> Result<()> {
    let mut problems = Problems::default();
    if known != before {
        let now = if known.is_empty() { "sudah dikosongkan".to_owned() } else { format!("sekarang “{known}”") };
        problems.add(
            "theme",
            format!("Tema minggu ini baru saja diubah rekan Bapak/Ibu: {now}. Periksa, lalu simpan lagi bila perlu."),
        );
    }
    for (field, what, text, limit) in [("theme", "Tema", theme, THEME_CHARS), ("note", "Catatan", note, NOTE_CHARS)] {
        problems.within(field, what, text, limit);
    }
    problems.into_result()
}

/// What a scope says about a week.
pub async fn of_scope(db: &impl ConnectionTrait, scope: &str, monday: NaiveDate) -> Result<Option<week_theme::Model>> {
    let row = week_theme::Entity::find()
        .filter(week_theme::Column::ScopeCode.eq(scope))
        .filter(week_theme::Column::StartsOn.eq(monday));
    Ok(row.one(db).await?)
}

/// The themes of the scopes from one Monday to another, the wider scope first.
pub async fn between(
    db: &impl ConnectionTrait,
    scopes: Condition,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<week_theme::Model>> {
    let rows = week_theme::Entity::find()
        .filter(scopes)
        .filter(week_theme::Column::StartsOn.between(first, last))
        .filter(week_theme::Column::Theme.ne(""))
        .order_by_asc(week_theme::Column::ScopeCode);
    Ok(rows.all(db).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_and_is_written_as_officials_do() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(monday_of(day("2026-11-25")), day("2026-11-23"));
        assert_eq!(monday_of(day("2026-11-23")), day("2026-11-23"));
        assert_eq!(monday_of(day("2026-11-29")), day("2026-11-23"));
        assert_eq!(label(day("2026-11-23")), "23–29 Nov 2026");
        assert_eq!(label(day("2026-11-30")), "30 Nov – 6 Des 2026");
        assert_eq!(label(day("2026-12-28")), "28 Des 2026 – 3 Jan 2027");
    }
}
