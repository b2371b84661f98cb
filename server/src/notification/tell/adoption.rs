//! Who is told about the replication of a practice: its office, the coordinators above both kecamatan, and the adopter. What
//! was taken back or mended is told no more.

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::{COORDINATORS, OFFICE, PROVINCE, Told, follow, serving, write, writers_and_office};
use crate::adoption::entity::{adoption, adoption_step};
use crate::adoption::{Stage, running};
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::AccountId;
use crate::job::News;
use crate::kecamatan::kabupaten_kota_of;
use crate::notification::post::entity::notification_mail;
use crate::notification::{Kind, Subject, entity};
use crate::office::reach::is_here;

/// A kecamatan took a step: tells the study's writers and office, the coordinators of the kecamatan's kabupaten/kota and
/// those of the study's; then who follows the study, where it is a trial, the running or the end.
pub async fn adoption_step(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    // Held, so that who takes the step back waits, and then finds what was told.
    let Some(step) = adoption_step::Entity::find_by_id(id).lock_exclusive().one(&**tx).await? else {
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
    let is_quoted = !step.note.is_empty() && step.hidden_at.is_none();
    let quoted = if is_quoted { format!(": “{}”", step.note) } else { ".".to_owned() };
    let said = format!("{place}, {stage}{quoted}");
    let mut told = Told::default();
    for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
        told.add([person], &format!("{said} {reason}"));
    }
    let region = kabupaten_kota_of(&row.kecamatan_code);
    let why = format!("membina kecamatan di {}", catalogue.places.full_name(region));
    tell_coordinators(tx, catalogue, region, (said.as_str(), why.as_str()), &mut told).await?;
    let origin = study.kecamatan_code.as_deref().map(kabupaten_kota_of).filter(|origin| *origin != region);
    if let Some(origin) = origin {
        let why = format!("membina kecamatan di {}, asal praktik ini", catalogue.places.full_name(origin));
        tell_coordinators(tx, catalogue, origin, (said.as_str(), why.as_str()), &mut told).await?;
    }
    told.without(Some(step.account_id));
    write(tx, Kind::AdoptionStep, Subject::Adoption(row.id), &format!("adoption_step:{id}"), &told).await?;
    if matches!(Stage::parse(&step.stage), Some(Stage::Trial | Stage::Running)) {
        super::asked::asked_of_adopter(tx, catalogue, &row).await?;
    }
    if is_news(tx, &step).await? {
        follow::begin(tx, News::Adopted(id)).await?;
    }
    Ok(())
}

/// True for the first step of a trial, of the running and of an end: who follows a practice of many kecamatan does not hear
/// of each figure and each answer.
async fn is_news(tx: &WriteTransaction, step: &adoption_step::Model) -> Result<bool> {
    if !matches!(Stage::parse(&step.stage), Some(Stage::Trial | Stage::Running | Stage::Stopped)) {
        return Ok(false);
    }
    let before = adoption_step::Entity::find()
        .filter(adoption_step::Column::AdoptionId.eq(step.adoption_id))
        .filter(adoption_step::Column::Id.lt(step.id))
        .order_by_desc(adoption_step::Column::Id)
        .one(&**tx)
        .await?;
    Ok(before.is_none_or(|before| before.stage != step.stage))
}

/// Those of a kabupaten/kota, else of the province.
async fn tell_coordinators(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    region: &str,
    (said, why): (&str, &str),
    told: &mut Told,
) -> Result<()> {
    let people = serving(tx, region, &COORDINATORS).await?;
    told.add(people, &format!("{said} Bapak/Ibu menerima ini karena {why}."));
    if is_here(&**tx, region, tx.today()).await? {
        return Ok(());
    }
    let place = catalogue.places.full_name(region);
    let reason =
        format!("{said} Bapak/Ibu menerima ini karena membina tingkat provinsi; di {place} belum ada pembina.");
    told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    Ok(())
}

/// A step was taken back, or its note was mended. What nobody read and no mail carried away is withdrawn with the step; all
/// else stops quoting what is not said any more.
pub async fn adoption_step_changed(tx: &WriteTransaction, id: i64, before: &str) -> Result<()> {
    let step = adoption_step::Entity::find_by_id(id).one(&**tx).await?;
    if step.is_none() {
        adoption_step_gone(tx, id).await?;
    }
    let note = step.filter(|step| step.hidden_at.is_none()).map(|step| step.note).unwrap_or_default();
    let after = if note.is_empty() { ".".to_owned() } else { format!(": “{note}”") };
    requote(tx, id, before, &after).await
}

/// Withdraws what nobody read and no mail carried away of a step that was taken back.
pub async fn adoption_step_gone(tx: &WriteTransaction, step: i64) -> Result<()> {
    use entity::Column;
    let sent = notification_mail::Entity::find()
        .select_only()
        .column(notification_mail::Column::Id)
        .filter(notification_mail::Column::Outcome.eq("sent"))
        .into_query();
    entity::Entity::delete_many()
        .filter(Column::Kind.is_in([Kind::AdoptionStep, Kind::FollowedAdopted].map(Kind::as_str)))
        .filter(Column::EventKey.eq(format!("adoption_step:{step}")))
        .filter(Column::ReadAt.is_null())
        .filter(Condition::any().add(Column::MailId.is_null()).add(Column::MailId.not_in_subquery(sent)))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Half a year passed: tells everybody who serves in the kecamatan now, or one who came later, how many practices wait for
/// an answer. Who serves in two offices is told once a day.
pub async fn practices_asked(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    kecamatan: &str,
    day: NaiveDate,
    to: Option<AccountId>,
) -> Result<()> {
    let waiting = running::waiting(&**tx, kecamatan).await?;
    if waiting == 0 {
        return Ok(());
    }
    let place = catalogue.places.full_name(kecamatan);
    let reason = format!(
        "{waiting} praktik menunggu jawaban: apakah masih berjalan? Satu ketukan untuk setiap praktik. Bapak/Ibu menerima ini karena bertugas di {place}."
    );
    let mut people = serving(tx, kecamatan, &OFFICE).await?;
    if let Some(to) = to {
        people.retain(|person| *person == to.get());
    }
    let mut told = Told::default();
    told.add(people, &reason);
    write(tx, Kind::AdoptionAsked, Subject::office(kecamatan), &format!("practices_asked:{day}"), &told).await
}

/// A coordinator hid the words of a step, or shows them again: notices that quote them stop doing so.
pub async fn without_hidden_words(tx: &WriteTransaction, step: &adoption_step::Model) -> Result<()> {
    if step.hidden_at.is_none() {
        return Ok(());
    }
    requote(tx, step.id, &step.note, ".").await
}

/// Puts other words in place of the quoted note of a step.
async fn requote(tx: &WriteTransaction, step: i64, note: &str, after: &str) -> Result<()> {
    use entity::Column;
    if note.is_empty() {
        return Ok(());
    }
    let quoted = format!(": “{note}”");
    let rows = entity::Entity::find()
        .filter(Column::Kind.eq(Kind::AdoptionStep.as_str()))
        .filter(Column::EventKey.eq(format!("adoption_step:{step}")));
    for row in rows.all(&**tx).await? {
        entity::Entity::update_many()
            .col_expr(Column::Reason, Expr::value(row.reason.replacen(&quoted, after, 1)))
            .filter(Column::Id.eq(row.id))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}
