//! Who serves and who served in an office, read for its page: three statements, whatever the number of people.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::office_term;
use super::{current_on, rank};
use crate::account::entity::{account, credential};
use crate::error::Result;
use crate::policy::Role;

/// One term with its person.
#[derive(Clone, Debug)]
pub struct Official {
    /// The term.
    pub term: office_term::Model,
    /// The role.
    pub role: Role,
    /// The person's name.
    pub name: String,
    /// True once a password is set.
    pub joined: bool,
}

/// All terms of an office: those that run or are to come by rank, then those that ended, the latest first.
pub async fn of_office(
    db: &impl ConnectionTrait,
    region: &str,
    today: NaiveDate,
) -> Result<(Vec<Official>, Vec<Official>)> {
    let terms = office_term::Entity::find()
        .filter(office_term::Column::RegionCode.eq(region))
        .order_by_desc(office_term::Column::StartedOn)
        .order_by_desc(office_term::Column::Id)
        .all(db)
        .await?;
    let people = people(db, &terms).await?;
    let joined: HashSet<i64> = credential::Entity::find()
        .select_only()
        .column(credential::Column::AccountId)
        .filter(credential::Column::AccountId.is_in(people.keys().copied()))
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let officials = terms.into_iter().filter_map(|term| {
        let role = Role::parse(&term.role)?;
        let name = people.get(&term.account_id)?.clone();
        Some(Official { role, name, joined: joined.contains(&term.account_id), term })
    });
    let (mut running, ended): (Vec<_>, Vec<_>) =
        officials.partition(|official| official.term.ended_on.is_none_or(|end| end >= today));
    running.sort_by_key(|official| rank(official.role));
    Ok((running, ended))
}

/// The names of those who lead the kecamatan of a kabupaten/kota today, by code.
pub async fn heads_within(
    db: &impl ConnectionTrait,
    kabupaten_kota: &str,
    today: NaiveDate,
) -> Result<HashMap<String, String>> {
    let heads = Role::ALL.into_iter().filter(|role| role.leads_kecamatan()).map(Role::as_str);
    let terms = office_term::Entity::find()
        .filter(office_term::Column::RegionCode.starts_with(format!("{kabupaten_kota}.")))
        .filter(office_term::Column::Role.is_in(heads))
        .filter(current_on(today))
        .all(db)
        .await?;
    let people = people(db, &terms).await?;
    let mut heads: Vec<_> = terms.into_iter().filter_map(|term| Some((Role::parse(&term.role)?, term))).collect();
    // The highest office is inserted last and stands.
    heads.sort_by_key(|(role, _)| std::cmp::Reverse(rank(*role)));
    let named = heads.into_iter().filter_map(|(role, term)| {
        let name = people.get(&term.account_id)?;
        let name = if role == Role::Camat { name.clone() } else { format!("{name} ({})", role.label()) };
        Some((term.region_code, name))
    });
    Ok(named.collect())
}

async fn people(db: &impl ConnectionTrait, terms: &[office_term::Model]) -> Result<HashMap<i64, String>> {
    let ids: HashSet<i64> = terms.iter().map(|term| term.account_id).collect();
    let people = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await?;
    Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
}
