//! Who serves in a scope, and whether the invitation was taken: invited, joined, never signed in.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::account::entity::{account, credential, invitation, session};
use crate::error::Result;
use crate::kecamatan::below;
use crate::office::current_on;
use crate::office::entity::office_term;
use crate::policy::Role;

/// People on one page.
pub const PER_PAGE: u64 = 100;

/// How far somebody has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// No link was ever made.
    NeverInvited,
    /// A link waits, until when.
    Invited(DateTime<Utc>),
    /// The link's time is over.
    Expired,
    /// With a password; last seen in a session that still stands.
    Joined(Option<DateTime<Utc>>),
}

/// One official.
#[derive(Clone, Debug)]
pub struct One {
    /// The term.
    pub term: i64,
    /// Name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Name of the post of staff.
    pub title: String,
    /// Code of the office.
    pub region: String,
    /// How far.
    pub state: State,
}

/// The people of a scope who serve today, in the order of their offices, and how many there are. Five statements.
pub async fn of_scope(
    db: &impl ConnectionTrait,
    scope: &str,
    only_waiting: bool,
    today: NaiveDate,
    now: DateTime<Utc>,
    page: u64,
) -> Result<(Vec<One>, u64)> {
    let below = below(office_term::Column::RegionCode, scope);
    let mut terms = office_term::Entity::find().filter(current_on(today)).filter(below);
    if only_waiting {
        let joined = sea_orm::sea_query::Query::select()
            .column(credential::Column::AccountId)
            .from(credential::Entity)
            .to_owned();
        terms = terms.filter(office_term::Column::AccountId.not_in_subquery(joined));
    }
    let total = terms.clone().count(db).await?;
    let terms = terms
        .order_by_asc(office_term::Column::RegionCode)
        .order_by_asc(office_term::Column::Id)
        .offset(page.saturating_sub(1) * PER_PAGE)
        .limit(PER_PAGE)
        .all(db)
        .await?;
    let ids: Vec<i64> = terms.iter().map(|term| term.account_id).collect();
    let names: HashMap<i64, String> = account::Entity::find()
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    let states = states(db, &ids, now).await?;
    let people = terms.into_iter().filter_map(|term| {
        Some(One {
            name: names.get(&term.account_id)?.clone(),
            role: Role::parse(&term.role)?,
            state: states.get(&term.account_id).cloned().unwrap_or(State::NeverInvited),
            term: term.id,
            title: term.title,
            region: term.region_code,
        })
    });
    Ok((people.collect(), total))
}

async fn states(db: &impl ConnectionTrait, ids: &[i64], now: DateTime<Utc>) -> Result<HashMap<i64, State>> {
    let mut states = HashMap::new();
    let links = invitation::Entity::find()
        .filter(invitation::Column::AccountId.is_in(ids.iter().copied()))
        .filter(invitation::Column::UsedAt.is_null())
        .order_by_asc(invitation::Column::Id)
        .all(db)
        .await?;
    for link in links {
        let state = if link.expires_at > now { State::Invited(link.expires_at) } else { State::Expired };
        states.insert(link.account_id, state);
    }
    let joined = credential::Entity::find().filter(credential::Column::AccountId.is_in(ids.iter().copied()));
    for row in joined.all(db).await? {
        states.insert(row.account_id, State::Joined(None));
    }
    let sessions = session::Entity::find()
        .filter(session::Column::AccountId.is_in(ids.iter().copied()))
        .order_by_asc(session::Column::LastSeenAt)
        .all(db)
        .await?;
    for row in sessions {
        states.insert(row.account_id, State::Joined(Some(row.last_seen_at)));
    }
    Ok(states)
}
