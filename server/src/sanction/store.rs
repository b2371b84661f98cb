//! Warnings and suspensions of a scope and of a person, and who may be warned.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::entity::{sanction, sanction_word};
use super::{Kind, judged_by, reached};
use crate::account::names;
use crate::app::App;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::format;
use crate::ids::AccountId;
use crate::office::entity::office_term;
use crate::policy::{self, Act, Acting};
use crate::report;
use crate::viewer::Viewer;

/// Lines of one list.
const MOST_LINES: u64 = 200;

/// A warning or suspension in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its page.
    pub url: String,
    /// Whom it concerns.
    pub person: String,
    /// "Teguran", "Penangguhan sampai dengan 5 Des 2026".
    pub what: String,
    /// "berlaku", "dicabut", "diganti", "selesai"; empty for a warning that stands.
    pub state: &'static str,
    /// First words of the reason.
    pub teaser: String,
    /// "Hendra, Bagian Tata Pemerintahan Kab. Garut".
    pub byline: String,
    /// When it was decided.
    pub at: DateTime<Utc>,
    /// True for a suspension that runs.
    pub runs: bool,
    /// True for a warning.
    pub is_warning: bool,
    /// True while an answer of the person waits for a look.
    pub waits: bool,
}

impl Line {
    /// The row as a list shows it.
    pub fn of(row: &sanction::Model, person: String, clock: &Clock) -> Self {
        let runs = row.state == "standing" && row.ends_at.is_some_and(|end| end > clock.now());
        let is_warning = row.kind == Kind::Warning.as_str();
        Self {
            url: format!("/teguran/{}", row.id),
            person,
            what: what(row, clock),
            state: match row.state.as_str() {
                "lifted" => "dicabut",
                "replaced" => "diganti",
                _ if runs => "berlaku",
                _ if is_warning => "",
                _ => "selesai",
            },
            teaser: row.reason.chars().take(140).collect(),
            byline: row.byline.clone(),
            at: row.decided_at,
            runs,
            is_warning,
            waits: row.answer_waits,
        }
    }
}

/// "Teguran", "Penangguhan sampai dengan 5 Des 2026".
pub(super) fn what(row: &sanction::Model, clock: &Clock) -> String {
    let label = Kind::parse(&row.kind).unwrap_or(Kind::Warning).label();
    match row.ends_at {
        Some(end) => format!("{label} sampai dengan {}", format::date(clock.last_day(end))),
        None => label.to_owned(),
    }
}

/// What the acting term answers for: answers that wait first, then the newest.
pub async fn of_scope(app: &App, viewer: &Viewer) -> Result<Vec<Line>> {
    lines(app, answered_for(viewer).order_by_desc(sanction::Column::AnswerWaits)).await
}

/// What the acting term answers for and whose answer waits for a look.
pub async fn waiting(db: &impl ConnectionTrait, viewer: &Viewer, clock: &Clock) -> Result<Vec<Line>> {
    let rows = answered_for(viewer).filter(sanction::Column::AnswerWaits.eq(true));
    lines_in(db, clock, rows).await
}

async fn lines(app: &App, rows: Select<sanction::Entity>) -> Result<Vec<Line>> {
    lines_in(app.db.read(), &app.clock, rows).await
}

async fn lines_in(db: &impl ConnectionTrait, clock: &Clock, rows: Select<sanction::Entity>) -> Result<Vec<Line>> {
    let rows = rows.order_by_desc(sanction::Column::Id).limit(MOST_LINES).all(db).await?;
    let names = names(db, rows.iter().map(|row| row.account_id)).await?;
    let named = |row: &sanction::Model| names.get(&row.account_id).cloned().unwrap_or_default();
    Ok(rows.iter().map(|row| Line::of(row, named(row), clock)).collect())
}

/// As `may_judge` says it, for rows.
fn answered_for(viewer: &Viewer) -> Select<sanction::Entity> {
    let none = sanction::Entity::find().filter(sanction::Column::Id.is_null());
    let (Some(term), Some(own)) = (viewer.acting_term(), viewer.account()) else {
        return none;
    };
    if !viewer.may(Act::Sanction, &term.region) {
        return none;
    }
    let scope = Condition::any()
        .add(sanction::Column::ScopeCode.eq(term.region.as_str()))
        .add(sanction::Column::ScopeCode.starts_with(format!("{}.", term.region)));
    sanction::Entity::find()
        .filter(scope)
        .filter(sanction::Column::Role.is_in(judged_by(term.role)))
        .filter(sanction::Column::AccountId.ne(own.get()))
}

/// Everything that was decided about a person, the newest first.
pub async fn of_person(db: &impl ConnectionTrait, person: AccountId) -> Result<Vec<sanction::Model>> {
    let rows = sanction::Entity::find()
        .filter(sanction::Column::AccountId.eq(person.get()))
        .order_by_desc(sanction::Column::Id)
        .limit(MOST_LINES)
        .all(db)
        .await?;
    Ok(rows)
}

/// The suspension of a person that runs. A later one replaces it, so there is one at most.
pub(super) async fn running(
    db: &impl ConnectionTrait,
    person: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<sanction::Model>> {
    let row = sanction::Entity::find()
        .filter(sanction::Column::AccountId.eq(person.get()))
        .filter(sanction::Column::Kind.eq(Kind::Suspension.as_str()))
        .filter(sanction::Column::State.eq("standing"))
        .filter(sanction::Column::EndsAt.gt(now))
        .order_by_desc(sanction::Column::Id)
        .one(db)
        .await?;
    Ok(row)
}

/// One decision.
pub(super) async fn find(db: &impl ConnectionTrait, id: i64) -> Result<sanction::Model> {
    sanction::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)
}

/// Everything said about one decision.
pub async fn words_of(db: &impl ConnectionTrait, id: i64) -> Result<Vec<sanction_word::Model>> {
    let words = sanction_word::Entity::find()
        .filter(sanction_word::Column::SanctionId.eq(id))
        .order_by_asc(sanction_word::Column::Id)
        .all(db)
        .await?;
    Ok(words)
}

/// The last decision of one person about another since a moment, while it stands.
pub(super) async fn last_since(
    db: &impl ConnectionTrait,
    own: AccountId,
    person: AccountId,
    since: DateTime<Utc>,
) -> Result<Option<sanction::Model>> {
    let row = sanction::Entity::find()
        .filter(sanction::Column::AccountId.eq(person.get()))
        .filter(sanction::Column::DecidedBy.eq(own.get()))
        .filter(sanction::Column::DecidedAt.gt(since))
        .order_by_desc(sanction::Column::Id)
        .one(db)
        .await?;
    Ok(row.filter(|row| row.state == "standing"))
}

/// `NotFound` unless the report is the acting term's to answer, and about what this person wrote.
pub(super) async fn require_about(
    db: &impl ConnectionTrait,
    acting: &Acting,
    report: i64,
    person: AccountId,
) -> Result<()> {
    let (row, _) = report::find(db, report).await?;
    let is_own = policy::may(Act::AnswerReport, acting, &row.scope_code);
    if is_own && report::writers(db, &row).await?.contains(&person.get()) { Ok(()) } else { Err(Error::NotFound) }
}

/// Those of these people whom the viewer's acting term may warn or suspend. One statement, none for who may nobody.
pub async fn reached_among(app: &App, viewer: &Viewer, people: &[i64]) -> Result<HashSet<i64>> {
    let (Some(term), Some(own)) = (viewer.acting_term(), viewer.account()) else {
        return Ok(HashSet::new());
    };
    if people.is_empty() || !viewer.may(Act::Sanction, &term.region) {
        return Ok(HashSet::new());
    }
    let terms = office_term::Entity::find()
        .filter(office_term::Column::AccountId.is_in(people.iter().copied()))
        .all(app.db.read())
        .await?;
    let (acting, today) = (term.acting(), app.clock.today());
    let is_reached = |person: &i64| {
        let own_terms: Vec<_> = terms.iter().filter(|term| term.account_id == *person).cloned().collect();
        reached(&acting, own, AccountId(*person), &own_terms, today).is_some()
    };
    Ok(people.iter().copied().filter(is_reached).collect())
}
