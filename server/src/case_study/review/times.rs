//! How long an answer takes: measured, and shown to those who answer.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::case_study::entity::review::{Column, Entity};
use crate::error::Result;
use crate::kecamatan::below;

/// Answers older than this say nothing about today.
const DAYS: i64 = 90;

/// Answers that are looked at, at most.
const MOST: u64 = 2000;

/// How long the answers of a scope took in the last ninety days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// How many were answered.
    pub answered: usize,
    /// Half were quicker than this, in hours.
    pub median_hours: i64,
    /// The longest, in hours.
    pub longest_hours: i64,
}

/// Measures the answers of a scope.
pub async fn times(db: &impl ConnectionTrait, scope: &str, now: DateTime<Utc>) -> Result<Times> {
    let below = below(Column::KecamatanCode, scope);
    let rows: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> = Entity::find()
        .select_only()
        .columns([Column::HandedInAt, Column::AnsweredAt])
        .filter(Column::Answer.is_in(["approved", "returned", "unsuitable"]))
        .filter(Column::AnsweredAt.gte(now - Duration::days(DAYS)))
        .filter(below)
        .order_by_desc(Column::AnsweredAt)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    let hours = rows.into_iter().filter_map(|(from, to)| Some((to? - from).num_hours()));
    Ok(of(hours.collect()))
}

fn of(mut hours: Vec<i64>) -> Times {
    hours.sort_unstable();
    Times {
        answered: hours.len(),
        median_hours: hours.get(hours.len() / 2).copied().unwrap_or_default(),
        longest_hours: hours.last().copied().unwrap_or_default(),
    }
}

impl Times {
    /// "3 jam", "2 hari".
    pub fn words(hours: i64) -> String {
        match hours {
            0 => "kurang dari 1 jam".to_owned(),
            hours if hours < 48 => format!("{hours} jam"),
            hours => format!("{} hari", hours / 24),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_answers_were_quicker_than_the_median() {
        assert_eq!(of(vec![50, 1, 3]), Times { answered: 3, median_hours: 3, longest_hours: 50 });
        assert_eq!(of(Vec::new()), Times::default());
        assert_eq!(
            (Times::words(0), Times::words(47), Times::words(72)),
            ("kurang dari 1 jam".into(), "47 jam".into(), "3 hari".into())
        );
    }
}
