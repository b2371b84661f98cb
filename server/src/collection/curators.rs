//! Who may be a curator beside the one who began a collection: everybody who is a coordinator today, of any scope.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::account::names;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::office::entity::office_term;
use crate::office::{current_on, described};
use crate::policy::Role;

/// A coordinator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordinator {
    /// The account.
    pub account: i64,
    /// The person.
    pub name: String,
    /// "Bapperida Kab. Bandung".
    pub unit: String,
}

/// Everybody who is a coordinator today: the province first, then by region. Two statements.
pub async fn coordinators(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    today: NaiveDate,
) -> Result<Vec<Coordinator>> {
    let roles = Role::ALL.into_iter().filter(|role| role.is_coordinator()).map(Role::as_str);
    let terms = office_term::Entity::find()
        .filter(office_term::Column::Role.is_in(roles))
        .filter(current_on(today))
        .order_by_asc(office_term::Column::RegionCode)
        .order_by_asc(office_term::Column::Id)
        .all(db)
        .await?;
    let names = names(db, terms.iter().map(|term| term.account_id)).await?;
    let mut found: Vec<Coordinator> = Vec::new();
    for term in terms {
        let account = term.account_id;
        let Some(name) = names.get(&account).filter(|_| !found.iter().any(|one| one.account == account)) else {
            continue;
        };
        if let Some(term) = described(term, catalogue) {
            found.push(Coordinator { account, name: name.clone(), unit: term.label });
        }
    }
    Ok(found)
}
