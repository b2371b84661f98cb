//! Whom somebody may mean who types an @: people in office and kecamatan, by name and nothing else.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::Serialize;

use super::mention::serving;
use crate::account::entity::account;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::kecamatan::Kecamatan;
use crate::office;
use crate::office::entity::office_term;

/// One line of the list while somebody types: what is put between the brackets.
#[derive(Debug, Serialize)]
pub struct Offered {
    /// "Siti, Camat Cikajang, Kab. Garut", "Kec. Cikajang, Kab. Garut".
    pub text: String,
}

/// So many lines fit above a phone's keyboard.
const OFFERED: usize = 8;
const OFFERED_PEOPLE: u64 = 5;

/// People and kecamatan whose name has a word that begins so; who is suspended is not offered.
pub async fn offered(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    now: DateTime<Utc>,
    today: NaiveDate,
    typed: &str,
) -> Result<Vec<Offered>> {
    let typed: String = typed.to_lowercase().chars().filter(|letter| is_of_a_name(*letter)).take(60).collect();
    let typed = typed.trim();
    let typed = typed.strip_prefix("kec. ").unwrap_or(typed);
    if typed.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let name = || Expr::expr(Func::lower(Expr::col(account::Column::Name)));
    let begins = Condition::any().add(name().like(format!("{typed}%"))).add(name().like(format!("% {typed}%")));
    let in_office = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::AccountId)
        .filter(office::current_on(today))
        .into_query();
    let suspended =
        Condition::any().add(account::Column::SuspendedUntil.is_null()).add(account::Column::SuspendedUntil.lte(now));
    let people = account::Entity::find()
        .filter(begins)
        .filter(suspended)
        .filter(account::Column::ClosedAt.is_null())
        .filter(account::Column::Id.in_subquery(in_office))
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .limit(OFFERED_PEOPLE)
        .all(db)
        .await?;
    let mut offered: Vec<Offered> = Vec::new();
    for person in serving(db, catalogue, today, people).await? {
        offered.push(Offered { text: person.label });
    }
    offered.truncate(usize::try_from(OFFERED_PEOPLE).unwrap_or(OFFERED));
    let begins = |place: &&Kecamatan| {
        place.name.to_lowercase().split(' ').any(|word| word.starts_with(typed))
            || place.name.to_lowercase().starts_with(typed)
    };
    let mut places: Vec<&Kecamatan> = catalogue.places.all_kecamatan().filter(begins).collect();
    places.sort_by(|one, other| one.name.cmp(&other.name));
    let places = places.into_iter().take(OFFERED - offered.len());
    offered.extend(places.map(|place| Offered { text: catalogue.places.full_name(&place.code) }));
    Ok(offered)
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, ' ' | '.' | '\'' | '-')
}
