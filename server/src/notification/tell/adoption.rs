//! Who is told about the replication of a practice: its office, the coordinators above the adopter, and the adopter.

use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;

use super::{COORDINATORS, OFFICE, Told, serving, write, writers_and_office};
use crate::adoption::entity::{adoption, adoption_step};
use crate::adoption::{Stage, is_asked};
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::kecamatan::kabupaten_kota_of;
use crate::notification::{Kind, Subject};

/// A kecamatan took a step: tells the study's writers and office, and the coordinators of the kecamatan's kabupaten/kota.
pub async fn adoption_step(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(step) = adoption_step::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(row) = adoption::Entity::find_by_id(step.adoption_id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(study) = case_study::Entity::find_by_id(row.case_study_id).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let stage = Stage::parse(&step.stage).unwrap_or(Stage::Interested).label().to_lowercase();
    let quoted = if step.note.is_empty() { ".".to_owned() } else { format!(": “{}”", step.note) };
    let said = format!("{place}, {stage}{quoted}");
    let mut told = Told::default();
    for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
        told.add([person], &format!("{said} {reason}"));
    }
    let region = kabupaten_kota_of(&row.kecamatan_code);
    let reason =
        format!("{said} Bapak/Ibu menerima ini karena membina kecamatan di {}.", catalogue.places.full_name(region));
    told.add(serving(tx, region, &COORDINATORS).await?, &reason);
    told.without(Some(step.account_id));
    write(tx, Kind::AdoptionStep, Subject::Adoption(row.id), &format!("adoption_step:{id}"), &told).await?;
    if matches!(Stage::parse(&step.stage), Some(Stage::Trial | Stage::Running)) {
        super::question::asked_of_adopter(tx, catalogue, &row).await?;
    }
    Ok(())
}

/// Half a year passed: asks everybody who serves in the kecamatan now.
pub async fn adoption_asked(tx: &WriteTransaction, catalogue: &Catalogue, id: i64, at: DateTime<Utc>) -> Result<()> {
    let Some(row) = adoption::Entity::find_by_id(id).one(&**tx).await?.filter(is_asked) else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let reason = format!(
        "Apakah praktik ini masih berjalan? Jawab dengan satu ketukan. Bapak/Ibu menerima ini karena bertugas di {place}, yang mereplikasi praktik ini."
    );
    let mut told = Told::default();
    told.add(serving(tx, &row.kecamatan_code, &OFFICE).await?, &reason);
    let key = format!("adoption_asked:{id}:{}", at.timestamp());
    write(tx, Kind::AdoptionAsked, Subject::Adoption(id), &key, &told).await
}
