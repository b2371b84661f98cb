//! Who is told about accounts and offices: devices, recovery, the second factor, who joined, what is handed over.

use chrono::{DateTime, FixedOffset};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{OFFICE, Told, name, product, serving, visit, write};
use crate::account::entity::account;
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::format;
use crate::handover;
use crate::ids::AccountId;
use crate::job::{self, Job};
use crate::notification::{Kind, Subject};
use crate::office::entity::office_term;

/// An account was used from a device that it had not met: tells its owner, by mail too where there is one.
pub async fn new_device(
    tx: &WriteTransaction,
    app: &App,
    person: AccountId,
    device: &str,
    at: DateTime<FixedOffset>,
    job: i64,
) -> Result<()> {
    let at = format::date_time(at);
    let said = format!(
        "{device}, {at}. Bukan Bapak/Ibu? Buka Akun, pilih Keluar dari semua perangkat, lalu ganti kata sandi."
    );
    let mut told = Told::default();
    told.add([person.get()], &said);
    write(tx, Kind::NewDevice, Subject::Account(person.get()), &format!("new_device:{job}"), &told).await?;
    let row = account::Entity::find_by_id(person.get()).one(&**tx).await?;
    let Some((name, to)) = row.and_then(|row| Some((row.name, row.email?))).filter(|_| !app.config.mail_url.is_empty())
    else {
        return Ok(());
    };
    let site = &app.catalogue.get().settings.site.name;
    let text = format!(
        "Yth. {name},\n\nAkun Bapak/Ibu di {site} dipakai masuk dari perangkat baru: {device}, {at}.\n\n\
         Bila bukan Bapak/Ibu, keluarkan semua perangkat lalu ganti kata sandi: {}/akun\n\n{site}\n",
        app.config.base_url
    );
    job::enqueue(tx, &Job::SendMail { to, subject: "Masuk dari perangkat baru".to_owned(), text }).await
}

/// Somebody made a link to a new password: tells whose password it will be.
pub async fn recovery_made(tx: &WriteTransaction, person: AccountId, by: AccountId, job: i64) -> Result<()> {
    let who = name(tx, by.get()).await?;
    let said = format!("{who} membuat tautan kata sandi baru untuk akun ini. Tidak memintanya? Hubungi {who}.");
    let mut told = Told::default();
    told.add([person.get()], &said);
    write(tx, Kind::Recovery, Subject::Account(person.get()), &format!("recovery_made:{job}"), &told).await
}

/// The link was used: tells whose password it is, and who made the link.
pub async fn recovered(tx: &WriteTransaction, person: AccountId, by: AccountId, job: i64) -> Result<()> {
    let (who, whose) = (name(tx, by.get()).await?, name(tx, person.get()).await?);
    let mut told = Told::default();
    told.add([person.get()], &format!("Kata sandi diganti lewat tautan dari {who}. Perangkat lain sudah dikeluarkan."));
    told.add([by.get()], &format!("{whose} memakai tautan yang Bapak/Ibu buat."));
    write(tx, Kind::Recovery, Subject::Account(person.get()), &format!("recovered:{job}"), &told).await
}

/// The second factor was taken off an account: tells its owner, by whom and why.
pub async fn factor_reset(
    tx: &WriteTransaction,
    person: AccountId,
    by: AccountId,
    reason: &str,
    job: i64,
) -> Result<()> {
    let who = name(tx, by.get()).await?;
    let mut told = Told::default();
    let said = format!("Oleh {who}: “{reason}” Bukan atas permintaan Bapak/Ibu? Ganti kata sandi dan hubungi pembina.");
    told.add([person.get()], &said);
    write(tx, Kind::FactorReset, Subject::Account(person.get()), &format!("factor_reset:{job}"), &told).await
}

/// An office is handed over: tells who leaves and who comes.
pub async fn handed_over(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = handover::entity::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let terms = office_term::Column::Id.is_in([row.from_term_id, row.to_term_id]);
    let mut told = Told::default();
    for term in office_term::Entity::find().filter(terms).all(&**tx).await? {
        let does = if term.id == row.from_term_id { "menyerahkan" } else { "menerima" };
        let reason = format!("Bapak/Ibu {does} jabatan Camat pada {place}. Baca lembarnya, lalu sahkan.");
        told.add([term.account_id], &reason);
    }
    write(tx, Kind::HandedOver, Subject::Handover(id), &format!("handed_over:{id}"), &told).await
}

/// Somebody came into an office: asks this person what everybody there was asked before and nobody answered yet, beside
/// the practices: whether makers still agree to be reached, and what came of a visit.
pub async fn came(tx: &WriteTransaction, catalogue: &Catalogue, kecamatan: &str, person: AccountId) -> Result<()> {
    if !serving(tx, kecamatan, &OFFICE).await?.contains(&person.get()) {
        return Ok(());
    }
    product::consents_left(tx, catalogue, kecamatan, person).await?;
    visit::reports_left(tx, catalogue, kecamatan, person).await
}

/// Somebody used an invitation: tells who had invited.
pub async fn joined(tx: &WriteTransaction, person: AccountId, invited_by: AccountId) -> Result<()> {
    let by = name(tx, person.get()).await?;
    let mut told = Told::default();
    told.add([invited_by.get()], &format!("{by} sudah bergabung. Bapak/Ibu menerima ini karena mengundangnya."));
    told.without(Some(person.get()));
    write(tx, Kind::Joined, Subject::Account(person.get()), &format!("joined:{}", person.get()), &told).await
}
