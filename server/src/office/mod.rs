//! Who serves in which office, from when to when. Permission to act comes from terms that are current now, read again
//! inside the transaction of every act: an ended term ends it at once, in open sessions too.

mod act_pages;
pub mod correct;
pub mod delegate;
pub mod end_term;
pub mod entity;
pub mod form;
pub mod invite;
pub mod link_pages;
pub mod new_link;
pub mod officials;
pub mod pages;
pub mod paper_way;
pub mod reach;
mod refusal;
pub mod reset_factor;
#[cfg(test)]
mod tests;
pub mod typed;

pub use refusal::Refusal;

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::{AccountId, TermId};
use crate::policy::{Acting, Role};
use crate::viewer::{Term, Viewer};
use entity::office_term;

/// The terms of a person that are current on `today`, the last day included.
pub async fn current_terms(
    db: &impl ConnectionTrait,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<office_term::Model>> {
    let terms = office_term::Entity::find()
        .filter(office_term::Column::AccountId.eq(account.get()))
        .filter(current_on(today))
        .order_by_asc(office_term::Column::Id)
        .all(db)
        .await?;
    Ok(terms)
}

/// Every term that a person ever had.
pub async fn terms_ever(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<office_term::Model>> {
    let terms = office_term::Entity::find()
        .filter(office_term::Column::AccountId.eq(account.get()))
        .order_by_asc(office_term::Column::Id)
        .all(db)
        .await?;
    Ok(terms)
}

/// True for who holds or held an office: a term that has not begun, or was taken back before it did, makes no member.
pub fn has_served(terms: &[office_term::Model], today: NaiveDate) -> bool {
    terms.iter().any(|term| term.started_on <= today && term.ended_on.is_none_or(|end| end >= term.started_on))
}

/// The condition that a term is current on a local date.
pub fn current_on(today: NaiveDate) -> Condition {
    Condition::all()
        .add(office_term::Column::StartedOn.lte(today))
        .add(Condition::any().add(office_term::Column::EndedOn.is_null()).add(office_term::Column::EndedOn.gte(today)))
}

/// The term that the viewer acts by, as it stands in this transaction.
pub async fn acting(tx: &WriteTransaction, viewer: &Viewer) -> Result<Acting> {
    let person = viewer.require("/")?;
    let term = viewer.acting_term().ok_or(Error::Forbidden)?;
    let account = crate::account::entity::account::Entity::find_by_id(person.account.get()).one(&**tx).await?;
    if account.is_none_or(|account| account.suspended_until.is_some_and(|until| until > tx.now())) {
        return Err(Error::Forbidden);
    }
    let row = office_term::Entity::find_by_id(term.id.get())
        .filter(office_term::Column::AccountId.eq(person.account.get()))
        .filter(current_on(tx.today()))
        .one(&**tx)
        .await?
        .ok_or(Error::Forbidden)?;
    let role = Role::parse(&row.role).ok_or(Error::Forbidden)?;
    Ok(Acting { term: TermId(row.id), role, region: row.region_code })
}

/// The unit that speaks when somebody acts beyond one office: "Bagian Tata Pemerintahan".
pub async fn unit_of(tx: &WriteTransaction, acting: &Acting) -> Result<String> {
    let term = office_term::Entity::find_by_id(acting.term.get()).one(&**tx).await?;
    let unit = term.map_or_else(String::new, |term| term.unit_name);
    Ok(if unit.is_empty() { "Pembina Kecamatan".to_owned() } else { unit })
}

/// The unit and its place: "Bagian Tata Pemerintahan Kab. Garut"; an administrator has none.
pub async fn unit_and_place(tx: &WriteTransaction, catalogue: &Catalogue, acting: &Acting) -> Result<String> {
    if acting.role == Role::Admin {
        return Ok(Role::Admin.label().to_owned());
    }
    Ok(format!("{} {}", unit_of(tx, acting).await?, catalogue.places.full_name(&acting.region)))
}

/// True when somebody leads the kecamatan today: camat, Plt. or Plh.
pub async fn is_led(db: &impl ConnectionTrait, kecamatan: &str, today: NaiveDate) -> Result<bool> {
    Ok(!led_among(db, [kecamatan], today).await?.is_empty())
}

/// Those of the kecamatan that somebody leads today.
pub async fn led_among<'a>(
    db: &impl ConnectionTrait,
    kecamatan: impl IntoIterator<Item = &'a str>,
    today: NaiveDate,
) -> Result<HashSet<String>> {
    let codes: HashSet<&str> = kecamatan.into_iter().collect();
    if codes.is_empty() {
        return Ok(HashSet::new());
    }
    let heads: Vec<&str> = Role::ALL.into_iter().filter(|role| role.leads_kecamatan()).map(Role::as_str).collect();
    let led: Vec<String> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::RegionCode)
        .filter(office_term::Column::RegionCode.is_in(codes))
        .filter(office_term::Column::Role.is_in(heads))
        .filter(current_on(today))
        .into_tuple()
        .all(db)
        .await?;
    Ok(led.into_iter().collect())
}

/// True while the camat lets the sekcam publish: a delegation lasts no longer than the office of who granted it.
pub async fn is_delegated(db: &impl ConnectionTrait, kecamatan: &str, today: NaiveDate) -> Result<bool> {
    use entity::delegation::{Column, Entity};
    let standing = Entity::find()
        .filter(Column::KecamatanCode.eq(kecamatan))
        .filter(Column::RevokedAt.is_null())
        .order_by_desc(Column::Id)
        .one(db)
        .await?;
    let Some(standing) = standing else {
        return Ok(false);
    };
    let terms = current_terms(db, AccountId(standing.granted_by), today).await?;
    let leads = |term: &office_term::Model| {
        term.region_code == kecamatan && Role::parse(&term.role).is_some_and(Role::leads_kecamatan)
    };
    Ok(terms.iter().any(leads))
}

/// A term as the viewer holds it, with its label in words.
pub fn described(term: office_term::Model, catalogue: &Catalogue) -> Option<Term> {
    let role = Role::parse(&term.role)?;
    Some(Term {
        id: TermId(term.id),
        role,
        label: label(role, &term.region_code, &term.title, &term.unit_name, catalogue),
        region: term.region_code,
        unit_name: term.unit_name,
    })
}

/// "Camat Cikajang", "Kasi Ekbang Kec. Cikajang", "Bagian Tata Pemerintahan Kab. Garut".
pub fn label(role: Role, region: &str, title: &str, unit: &str, catalogue: &Catalogue) -> String {
    let kecamatan = catalogue.places.kecamatan(region).map_or(region, |place| place.name.as_str());
    match role {
        Role::Admin => role.label().to_owned(),
        Role::Staf if title.is_empty() => format!("Staf Kec. {kecamatan}"),
        Role::Staf => format!("{title} Kec. {kecamatan}"),
        role if role.is_of_kecamatan() => format!("{} {kecamatan}", role.label()),
        _ if unit.is_empty() => format!("Pembina Kecamatan {}", catalogue.places.full_name(region)),
        _ => format!("{unit} {}", catalogue.places.full_name(region)),
    }
}

/// The order in which a person's terms are offered: the highest office first.
pub fn rank(role: Role) -> usize {
    const ORDER: [Role; 10] = [
        Role::Camat,
        Role::PltCamat,
        Role::PlhCamat,
        Role::PembinaProvinsi,
        Role::InovasiProvinsi,
        Role::PembinaKabupatenKota,
        Role::InovasiKabupatenKota,
        Role::Sekcam,
        Role::Staf,
        Role::Admin,
    ];
    ORDER.iter().position(|other| *other == role).unwrap_or(ORDER.len())
}
