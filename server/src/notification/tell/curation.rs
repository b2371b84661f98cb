//! Who is told about what coordinators do: topics, requests to write, the weekly digest.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{COORDINATORS, PROVINCE, Told, name, serving, write};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::curation::entity::nudge;
use crate::db::WriteTransaction;
use crate::digest;
use crate::digest::entity::digest as weekly_digest;
use crate::error::Result;
use crate::format;
use crate::ids::{AccountId, CaseStudyId, TopicId};
use crate::notification::{Kind, Subject};
use crate::office::entity::office_term;
use crate::policy::Role;
use crate::topic::entity::{search_request, search_topic};

/// A topic has an answer: tells who asked to be told, and only them; their waiting ends.
pub async fn topic_answered(tx: &WriteTransaction, id: TopicId, study: CaseStudyId) -> Result<()> {
    let Some(topic) = search_topic::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let own = search_request::Column::TopicId.eq(topic.id);
    let waiting: Vec<i64> = search_request::Entity::find()
        .select_only()
        .column(search_request::Column::AccountId)
        .filter(own.clone())
        .into_tuple()
        .all(&**tx)
        .await?;
    let mut told = Told::default();
    told.add(waiting, &format!("Bapak/Ibu menitipkan pencarian “{}”.", topic.text));
    let key = format!("topic_answered:{}:{study}", topic.id);
    write(tx, Kind::TopicAnswered, Subject::CaseStudy(study.get()), &key, &told).await?;
    search_request::Entity::delete_many().filter(own).exec(&**tx).await?;
    Ok(())
}

/// A topic was handed to a kecamatan: tells its office.
pub async fn topic_handed(tx: &WriteTransaction, catalogue: &Catalogue, id: TopicId, by: AccountId) -> Result<()> {
    let topic = search_topic::Entity::find_by_id(id.get()).one(&**tx).await?;
    let Some((topic, kecamatan)) = topic.and_then(|topic| topic.kecamatan_code.clone().map(|code| (topic, code)))
    else {
        return Ok(());
    };
    let office = [Role::Camat, Role::PltCamat, Role::PlhCamat, Role::Sekcam];
    let mut told = Told::default();
    let who = name(tx, by.get()).await?;
    let place = catalogue.places.full_name(&kecamatan);
    let reason = format!(
        "{who} meminta {place} menulis praktik tentang ini, karena banyak yang mencarinya. Bapak/Ibu menerima ini karena \
         bertugas di sana."
    );
    told.add(serving(tx, &kecamatan, &office).await?, &reason);
    let key = format!("topic_handed:{}:{kecamatan}", topic.id);
    write(tx, Kind::TopicHanded, Subject::Topic(topic.id), &key, &told).await
}

/// A coordinator asks a silent office to write: tells its head and sekcam, unless it was taken back.
pub async fn nudged(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let row = nudge::Entity::find_by_id(id).one(&**tx).await?;
    let Some(row) = row.filter(|row| row.taken_back_at.is_none()) else {
        return Ok(());
    };
    let office = [Role::Camat, Role::PltCamat, Role::PlhCamat, Role::Sekcam];
    let scope = term_scope(tx, row.term_id).await?;
    let who = format!("{} {}", row.unit_name, catalogue.places.full_name(&scope));
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let mut told = Told::default();
    let reason = format!(
        "{} mengajak {place} berbagi praktik baik. Satu cerita singkat sudah cukup. Bapak/Ibu menerima ini karena \
         bertugas di sana.",
        who.trim()
    );
    told.add(serving(tx, &row.kecamatan_code, &office).await?, &reason);
    write(tx, Kind::Nudged, Subject::Nudge(id), &format!("nudged:{id}"), &told).await
}

async fn term_scope(tx: &WriteTransaction, term: i64) -> Result<String> {
    let row = office_term::Entity::find_by_id(term).one(&**tx).await?;
    Ok(row.map_or_else(String::new, |row| row.region_code))
}

/// The weekly digest of a scope is there as a draft: tells its coordinators, unless it went meanwhile.
pub async fn digest_made(tx: &WriteTransaction, catalogue: &Catalogue, clock: &Clock, id: i64) -> Result<()> {
    let row = weekly_digest::Entity::find_by_id(id).one(&**tx).await?;
    let Some(row) = row.filter(|row| digest::State::parse(&row.state) == digest::State::Draft) else {
        return Ok(());
    };
    let roles = if row.scope_code == catalogue.places.province { PROVINCE } else { COORDINATORS };
    let goes_at = format::date_time(clock.local(row.goes_at));
    let mut told = Told::default();
    let reason = format!(
        "Terbit dengan sendirinya {goes_at}. Sebelum itu Bapak/Ibu dapat mengubah atau menahannya. Bapak/Ibu menerima \
         ini karena membina {}.",
        catalogue.places.full_name(&row.scope_code)
    );
    told.add(serving(tx, &row.scope_code, &roles).await?, &reason);
    write(tx, Kind::DigestMade, Subject::Digest(id), &format!("digest_made:{id}"), &told).await
}
