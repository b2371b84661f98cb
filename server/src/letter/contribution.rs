//! What a certificate names: who wrote a study, who had the idea, who took part. What was published, as it stands on the day of
//! issue, and the people whom its office names.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::letterhead::{Office, Signatory};
use super::team::Person;
use crate::account::entity::account;
use crate::case_study::content::Content;
use crate::case_study::entity::{case_study, case_study_author};
use crate::case_study::fields::INITIATORS;
use crate::case_study::partner;
use crate::catalogue::Catalogue;
use crate::error::{Error, Result};
use crate::office;
use crate::office::entity::office_term;
use crate::policy::Role;

/// What a certificate names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contribution {
    /// Title of the study.
    pub title: String,
    /// "Kecamatan Cikajang, Kabupaten Garut".
    pub office: String,
    /// "Plt. Camat Cikajang", who signs.
    pub signed_as: String,
    /// The signatory's name.
    pub signed_by: String,
    /// What kind of people had the idea: "ASN", "Masyarakat"; empty when nothing is said.
    pub idea: String,
    /// The people, who had the idea first.
    pub people: Vec<Person>,
    /// Offices that wrote it too.
    pub together: Vec<String>,
    /// Agencies that took part.
    pub agencies: Vec<Named>,
}

/// An agency, and what it did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    /// "Puskesmas Cikajang".
    pub name: String,
    /// "menyediakan bibit".
    pub part: String,
}

impl Contribution {
    /// Gathers what a study's current text names; its people are the authors.
    pub async fn gather(
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        today: NaiveDate,
        study: &case_study::Model,
        content: &Content,
        signatory: Signatory,
    ) -> Result<Self> {
        let own = study.kecamatan_code.as_deref().ok_or(Error::NotFound)?;
        let office = Office::of(&catalogue.places, own).ok_or(Error::NotFound)?;
        let partners = if content.partners.is_empty() { Vec::new() } else { partner::of_study(db, study.id).await? };
        let agreed = partners.iter().filter(|row| row.state == "agreed");
        let idea = content.initiator.as_deref();
        let idea = INITIATORS.iter().find(|(slug, _)| Some(*slug) == idea).map_or("", |(_, name)| name);
        let agency =
            |row: &crate::case_study::content::Agency| Named { name: row.name.clone(), part: row.part.clone() };
        Ok(Self {
            title: study.title.clone(),
            office: office.name(),
            signed_as: signatory.office,
            signed_by: signatory.name,
            idea: idea.to_owned(),
            people: people(db, catalogue, today, study, own).await?,
            together: agreed
                .filter_map(|row| Some(Office::of(&catalogue.places, &row.kecamatan_code)?.name()))
                .collect(),
            agencies: content.agencies.iter().map(agency).collect(),
        })
    }

    /// "Dedi Kurniawan, Kasi Ekbang": by name who had the idea; empty where nobody is named for it.
    pub fn initiators(&self) -> String {
        let initiators = self.people.iter().filter(|person| person.is_initiator());
        initiators.map(Person::told).collect::<Vec<_>>().join("; ")
    }

    /// True where who signs is one of the people: somebody above may sign in that place.
    pub fn names_signatory(&self) -> bool {
        !self.signed_by.is_empty() && self.people.iter().any(|person| person.name == self.signed_by)
    }

    /// True where it is said what each of the people did.
    pub fn tells_shares(&self) -> bool {
        self.people.iter().any(|person| !person.shares.is_empty())
    }

    /// Reads what a row holds.
    pub fn parse(document: &str) -> Result<Self> {
        Ok(serde_json::from_str(document)?)
    }
}

/// The authors with the office that they had there; who closed the account is named no more.
async fn people(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    today: NaiveDate,
    study: &case_study::Model,
    own: &str,
) -> Result<Vec<Person>> {
    let authors = case_study_author::Entity::find()
        .filter(case_study_author::Column::CaseStudyId.eq(study.id))
        .order_by_asc(case_study_author::Column::AccountId)
        .all(db)
        .await?;
    let ids: Vec<i64> = authors.iter().map(|author| author.account_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .filter(account::Column::ClosedAt.is_null())
        .order_by_asc(account::Column::Id)
        .all(db)
        .await?;
    let terms = office_term::Entity::find()
        .filter(office_term::Column::AccountId.is_in(ids))
        .filter(office_term::Column::RegionCode.eq(own))
        .order_by_asc(office_term::Column::Id)
        .all(db)
        .await?;
    let office = |term: office_term::Model| {
        let role = Role::parse(&term.role)?;
        let label = office::label(role, &term.region_code, &term.title, &term.unit_name, catalogue);
        Some((term.account_id, with_years(label, &term, today)))
    };
    // Of several terms in this office the latest is named.
    let offices: HashMap<i64, String> = terms.into_iter().filter_map(office).collect();
    let named = |person: account::Model| {
        let part = offices.get(&person.id).cloned().unwrap_or_default();
        Person::author(person.name, part)
    };
    Ok(accounts.into_iter().map(named).collect())
}

/// "Camat Cikajang 2023–2026" once the term is over: another may sign as the camat of that office by now.
pub(super) fn with_years(label: String, term: &office_term::Model, today: NaiveDate) -> String {
    let Some(ended) = term.ended_on.filter(|ended| *ended < today) else { return label };
    match (term.started_on.year(), ended.year()) {
        (first, last) if first == last => format!("{label} {last}"),
        (first, last) => format!("{label} {first}–{last}"),
    }
}
