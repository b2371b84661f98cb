//! Who is told what, and why it reaches them. Each event has a key, so that a job that runs twice tells once; nobody is
//! told what he did himself.

mod adoption;
mod asked;
mod curation;
mod data;
mod draft;
mod follow;
mod hears;
mod lesson;
mod meeting;
mod mention;
mod people;
mod practised;
mod product;
mod question;
mod report;
mod study;
mod visit;

pub use adoption::{adoption_step, adoption_step_changed, adoption_step_gone, practices_asked};
pub use asked::{About, MOST_PEOPLE, asked, offices_about, offices_told};
pub use curation::{digest_made, nudged, topic_answered, topic_handed};
pub use data::{closed, data_answered, data_asked, data_corrected, data_late};
pub use draft::{handed_in, remarked, returned, review_answered, review_asked, review_late};
pub use follow::followers;
pub use hears::step_told;
pub use lesson::{lesson_hidden, lesson_word};
pub use meeting::{minggon_ready, minggon_thinner};
pub use mention::mentioned;
pub use people::{came, factor_reset, handed_over, joined, new_device, recovered, recovery_made};
pub use product::{contact_elsewhere, product_consent_old, product_contact_gone, product_hidden};
pub use question::{accepted_hidden, answer_accepted, question_answered, question_summarised, question_waiting};
pub use report::{report_answered, report_late, report_replied, reported, sanction_word, sanctioned};
pub use study::{commented, erased, featured, partner, published, verified};
pub use visit::{visit_over, visit_report_hidden, visit_waiting, visit_word};

use std::collections::HashSet;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::account::entity::account;
use crate::case_study::entity::{case_study, case_study_author};
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::notification::choice::store;
use crate::notification::{Kind, Subject, entity, post};
use crate::office;
use crate::office::entity::office_term;
use crate::policy::Role;

/// So many of those whom one event reaches are told in one transaction: thousands hold up no other writer.
const BATCH: usize = 500;

/// Who is told, each with the first reason that was found.
#[derive(Debug, Default)]
pub struct Told(Vec<(i64, String)>);

impl Told {
    /// Adds people for a reason; who is there already keeps the earlier one.
    pub fn add(&mut self, people: impl IntoIterator<Item = i64>, reason: &str) {
        for person in people {
            if !self.0.iter().any(|(known, _)| *known == person) {
                self.0.push((person, reason.to_owned()));
            }
        }
    }

    /// Leaves out who did it.
    pub fn without(&mut self, actor: Option<i64>) {
        self.0.retain(|(person, _)| Some(*person) != actor);
    }

    /// People and reasons, in the order found.
    pub fn people(&self) -> Vec<(i64, &str)> {
        self.0.iter().map(|(person, reason)| (*person, reason.as_str())).collect()
    }
}

const COORDINATORS: [Role; 2] = [Role::PembinaKabupatenKota, Role::InovasiKabupatenKota];
const PROVINCE: [Role; 2] = [Role::PembinaProvinsi, Role::InovasiProvinsi];
const OFFICE: [Role; 5] = [Role::Camat, Role::PltCamat, Role::PlhCamat, Role::Sekcam, Role::Staf];

async fn writers_and_office(tx: &WriteTransaction, catalogue: &Catalogue, study: &case_study::Model) -> Result<Told> {
    let writers: Vec<i64> = case_study_author::Entity::find()
        .select_only()
        .column(case_study_author::Column::AccountId)
        .filter(case_study_author::Column::CaseStudyId.eq(study.id))
        .order_by_asc(case_study_author::Column::AccountId)
        .into_tuple()
        .all(&**tx)
        .await?;
    let mut told = Told::default();
    told.add(writers, "Bapak/Ibu menerima ini karena ikut menulis praktik ini.");
    if let Some(kecamatan) = &study.kecamatan_code {
        let reason = format!("Bapak/Ibu menerima ini karena bertugas di {}.", catalogue.places.full_name(kecamatan));
        told.add(serving(tx, kecamatan, &OFFICE).await?, &reason);
    }
    Ok(told)
}

/// Accounts that serve in a region today in one of the roles.
async fn serving(tx: &WriteTransaction, region: &str, roles: &[Role]) -> Result<Vec<i64>> {
    let people = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::AccountId)
        .filter(office_term::Column::RegionCode.eq(region))
        .filter(office_term::Column::Role.is_in(roles.iter().map(|role| role.as_str())))
        .filter(office::current_on(tx.today()))
        .order_by_asc(office_term::Column::Id)
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(people)
}

async fn name(tx: &WriteTransaction, id: i64) -> Result<String> {
    let person = account::Entity::find_by_id(id).one(&**tx).await?;
    Ok(person.map_or_else(|| "seseorang".to_owned(), |person| person.name))
}

/// Those of these people who are suspended today.
async fn suspended(tx: &WriteTransaction, people: &[i64]) -> Result<Vec<i64>> {
    let people = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.is_in(people.iter().copied()))
        .filter(account::Column::SuspendedUntil.gt(tx.now()))
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(people)
}

/// Those of these people who heard of an event already, maybe for a nearer reason: no second push goes out for it.
async fn told_before(tx: &WriteTransaction, event_key: &str, people: &[i64]) -> Result<HashSet<i64>> {
    let known: Vec<i64> = entity::Entity::find()
        .select_only()
        .column(entity::Column::AccountId)
        .filter(entity::Column::AccountId.is_in(people.iter().copied()))
        .filter(entity::Column::EventKey.eq(event_key))
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(known.into_iter().collect())
}

/// Writes what happened for who wants to hear of it, and queues the mails and pushes: as many statements for thousands as
/// for one.
async fn write(tx: &WriteTransaction, kind: Kind, subject: Subject, event_key: &str, told: &Told) -> Result<()> {
    let (subject_kind, subject_id) = subject.to_row();
    let people: Vec<i64> = told.people().into_iter().map(|(person, _)| person).collect();
    if people.is_empty() {
        return Ok(());
    }
    let closed: Vec<i64> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.is_in(people.iter().copied()))
        .filter(account::Column::ClosedAt.is_not_null())
        .into_tuple()
        .all(&**tx)
        .await?;
    let known = told_before(tx, event_key, &people).await?;
    let mut reach = store::reach(&**tx, &people, kind).await?;
    reach.retain(|person, reach| reach.is_wanted() && !closed.contains(person) && !known.contains(person));
    let rows: Vec<_> = told
        .people()
        .into_iter()
        .filter_map(|(person, reason)| Some((person, reason, reach.get(&person)?)))
        .map(|(person, reason, reach)| entity::ActiveModel {
            account_id: Set(person),
            kind: Set(kind.as_str().to_owned()),
            subject_kind: Set(subject_kind.to_owned()),
            subject_id: Set(subject_id.clone()),
            reason: Set(reason.to_owned()),
            event_key: Set(event_key.to_owned()),
            created_at: Set(tx.now()),
            read_at: Set(None),
            mail_id: Set(None),
            mail_only: Set(!reach.app),
            ..Default::default()
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let told_once = OnConflict::columns([entity::Column::AccountId, entity::Column::EventKey]).do_nothing().to_owned();
    entity::Entity::insert_many(rows).on_conflict(told_once).exec_without_returning(&**tx).await?;
    post::queue(tx, kind, event_key, &reach).await
}
