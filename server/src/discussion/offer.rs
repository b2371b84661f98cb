//! Whom somebody may mean who types an @: people in office and kecamatan, by name and nothing else.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::Serialize;

use super::entity as comment;
use super::mention::serving;
use crate::account::entity::account;
use crate::case_study::entity::case_study_author;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::kecamatan::{Kecamatan, below};
use crate::office;
use crate::office::entity::office_term;

/// One line of the list while somebody types: what is put between the brackets.
#[derive(Debug, Serialize)]
pub struct Offered {
    /// "Siti, Camat Cikajang, Kab. Garut", "Kec. Cikajang, Kab. Garut".
    pub text: String,
}

/// What is near to who types, and offered before the rest.
#[derive(Clone, Debug, Default)]
pub struct Near {
    /// The own kabupaten/kota, by its code.
    pub kabupaten_kota: Option<String>,
    /// The study under which is written, by its number.
    pub study: Option<i64>,
}

/// So many lines fit above a phone's keyboard.
const OFFERED: usize = 8;
const OFFERED_PEOPLE: usize = 5;

/// How near somebody is: of the own kabupaten/kota, of the conversation, or neither.
const CIRCLES: usize = 3;

/// People and kecamatan whose name has a word that begins so: of the own kabupaten/kota first, then who takes part in the
/// conversation, then all others, each by name. Who is suspended is not offered.
pub async fn offered(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    now: DateTime<Utc>,
    today: NaiveDate,
    typed: &str,
    near: &Near,
) -> Result<Vec<Offered>> {
    let typed: String = typed.to_lowercase().chars().filter(|letter| is_of_a_name(*letter)).take(60).collect();
    let typed = typed.trim();
    let typed = typed.strip_prefix("kec. ").unwrap_or(typed);
    if typed.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let mut people: Vec<account::Model> = Vec::new();
    let mut circles: Vec<(i64, usize)> = Vec::new();
    for (circle, who) in near.circles(today).into_iter().enumerate() {
        let Some(who) = who.filter(|_| people.len() < OFFERED_PEOPLE) else { continue };
        for person in named(db, now, today, typed, who).await? {
            if !circles.iter().any(|(known, _)| *known == person.id) {
                circles.push((person.id, circle));
                people.push(person);
            }
        }
    }
    people.truncate(OFFERED_PEOPLE);
    let circle_of = |id: i64| circles.iter().find(|(known, _)| *known == id).map_or(CIRCLES, |(_, circle)| *circle);
    let serving = serving(db, catalogue, today, people).await?.into_iter().take(OFFERED_PEOPLE);
    let mut lines: Vec<(usize, bool, String)> =
        serving.map(|person| (circle_of(person.account), false, person.label)).collect();
    let begins = |place: &&Kecamatan| {
        place.name.to_lowercase().split(' ').any(|word| word.starts_with(typed))
            || place.name.to_lowercase().starts_with(typed)
    };
    let circle_of = |place: &Kecamatan| {
        if Some(place.kabupaten_kota.as_str()) == near.kabupaten_kota.as_deref() { 0 } else { CIRCLES }
    };
    let mut places: Vec<&Kecamatan> = catalogue.places.all_kecamatan().filter(begins).collect();
    places.sort_by(|one, other| (circle_of(one), &one.name).cmp(&(circle_of(other), &other.name)));
    let places = places.into_iter().take(OFFERED - lines.len());
    lines.extend(places.map(|place| (circle_of(place), true, catalogue.places.full_name(&place.code))));
    lines.sort_by_key(|(circle, is_place, _)| (*circle, *is_place));
    Ok(lines.into_iter().map(|(_, _, text)| Offered { text }).collect())
}

impl Near {
    /// Who belongs to each circle, the nearest first; none for a circle that is not known.
    fn circles(&self, today: NaiveDate) -> [Option<Condition>; CIRCLES] {
        let of_place = self.kabupaten_kota.as_deref().map(|code| {
            let serving = office_term::Entity::find()
                .select_only()
                .column(office_term::Column::AccountId)
                .filter(office::current_on(today))
                .filter(below(office_term::Column::RegionCode, code))
                .into_query();
            Condition::all().add(account::Column::Id.in_subquery(serving))
        });
        let of_conversation = self.study.map(|study| {
            let spoke = comment::Entity::find()
                .select_only()
                .column(comment::Column::AccountId)
                .filter(comment::Column::CaseStudyId.eq(study))
                .filter(comment::Column::DeletedAt.is_null())
                .filter(comment::Column::HiddenAt.is_null())
                .into_query();
            let wrote = case_study_author::Entity::find()
                .select_only()
                .column(case_study_author::Column::AccountId)
                .filter(case_study_author::Column::CaseStudyId.eq(study))
                .into_query();
            Condition::any().add(account::Column::Id.in_subquery(spoke)).add(account::Column::Id.in_subquery(wrote))
        });
        let all = Condition::all().add(account::Column::Id.is_not_null());
        [of_place, of_conversation, Some(all)]
    }
}

/// People in office of a circle whose name has a word that begins so.
async fn named(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    today: NaiveDate,
    typed: &str,
    who: Condition,
) -> Result<Vec<account::Model>> {
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
        .filter(who)
        .filter(account::Column::ClosedAt.is_null())
        .filter(account::Column::Id.in_subquery(in_office))
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .limit(OFFERED_PEOPLE as u64)
        .all(db)
        .await?;
    Ok(people)
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, ' ' | '.' | '\'' | '-')
}
