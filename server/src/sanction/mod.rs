//! Moderation of persons: a coordinator warns somebody or suspends the account until a day, with a reason that the person
//! reads and answers. A suspension ends by itself; it can be shortened and lifted, and what was decided stays.

mod answer;
mod decide;
pub mod entity;
pub mod pages;
mod store;

#[cfg(test)]
mod tests;

pub use store::{Line, of_person, reached_among, waiting, words_of};

use chrono::NaiveDate;

use crate::ids::AccountId;
use crate::office::entity::office_term;
use crate::policy::{self, Act, Acting, Role};
use entity::sanction;

/// Longest reason and answer in characters.
pub const MAX_CHARS: usize = 2_000;

/// A suspension lasts no longer.
pub const MAX_DAYS: i64 = 90;

/// What is decided about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words; nothing is taken away.
    Warning,
    /// The person may do nothing until a day.
    Suspension,
}

impl Kind {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Warning, Self::Suspension];

    /// The kind as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Suspension => "suspension",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The kind as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Warning => "Teguran",
            Self::Suspension => "Penangguhan",
        }
    }

    /// What it means, beside the choice.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Warning => "Hak akunnya tetap. Yang bersangkutan membaca alasannya dan bisa menanggapi.",
            Self::Suspension => {
                "Sampai hari yang ditentukan ia hanya membaca yang terbuka untuk umum, alasannya, dan bisa menanggapi."
            }
        }
    }
}

/// How far up an office stands: its kecamatan, a kabupaten/kota, the province, the whole site.
fn level(role: Role) -> u8 {
    match role {
        Role::Admin => 3,
        role if role.is_provincial() => 2,
        role if role.is_coordinator() => 1,
        _ => 0,
    }
}

/// True when the holder of one role may judge the holder of the other: a coordinator of a kabupaten/kota no coordinator
/// and no administrator, a coordinator of the province no administrator, an administrator everybody.
fn outranks(judge: Role, judged: Role) -> bool {
    match level(judge) {
        3 => true,
        2 => level(judged) <= 2,
        1 => level(judged) == 0,
        _ => false,
    }
}

/// The roles that a role may judge, as rows hold them.
fn judged_by(judge: Role) -> Vec<&'static str> {
    Role::ALL.into_iter().filter(|role| outranks(judge, *role)).map(Role::as_str).collect()
}

/// The highest office of a person whom the acting term reaches, by every term that runs or is to come; of who serves
/// nowhere any more, by the one that ended last. None for who is out of reach, and for oneself.
fn reached(
    acting: &Acting,
    own: AccountId,
    person: AccountId,
    terms: &[office_term::Model],
    today: NaiveDate,
) -> Option<Role> {
    if own == person {
        return None;
    }
    let runs = |term: &&office_term::Model| term.ended_on.is_none_or(|end| end >= today);
    let mut counted: Vec<&office_term::Model> = terms.iter().filter(runs).collect();
    if counted.is_empty() {
        counted.extend(terms.iter().max_by_key(|term| term.ended_on));
    }
    if counted.is_empty() {
        return (acting.role == Role::Admin).then_some(Role::Staf);
    }
    let roles: Option<Vec<Role>> = counted
        .iter()
        .map(|term| {
            let role = Role::parse(&term.role)?;
            let is_reached = policy::may(Act::Sanction, acting, &term.region_code) && outranks(acting.role, role);
            is_reached.then_some(role)
        })
        .collect();
    roles?.into_iter().max_by_key(|role| level(*role))
}

/// True when the acting term answers for this warning or suspension: its scope has who decided, and it may judge the
/// office that the person held. Nobody judges his own.
fn may_judge(acting: &Acting, own: AccountId, row: &sanction::Model) -> bool {
    let role = Role::parse(&row.role);
    own.get() != row.account_id
        && policy::may(Act::Sanction, acting, &row.scope_code)
        && role.is_some_and(|role| outranks(acting.role, role))
}
