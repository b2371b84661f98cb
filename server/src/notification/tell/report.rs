//! Who is told about reports and sanctions.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::adoption::without_hidden_words;
use super::{COORDINATORS, OFFICE, PROVINCE, Told, serving, write, writers_and_office};
use crate::account::entity::account;
use crate::adoption::hide as steps;
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::format;
use crate::job::{self, Job};
use crate::kecamatan::kabupaten_kota_of;
use crate::notification::{Kind, Subject};
use crate::report::entity::{report, report_word};
use crate::report::{self as reports, Outcome};
use crate::sanction::entity::{sanction, sanction_word};

/// Something was reported: tells the coordinators of the place, else those of the province.
pub async fn reported(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = report::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.scope_code);
    let reason = format!("Tentang tulisan {place}. Bapak/Ibu menerima ini karena membina wilayah ini.");
    let mut told = Told::default();
    // A question may have been asked by a coordinator: then the region is the kabupaten/kota itself.
    let is_of_kecamatan = row.scope_code.split('.').count() == 3;
    let region = if is_of_kecamatan { kabupaten_kota_of(&row.scope_code) } else { &row.scope_code };
    // A coordinator may have said it himself: others of the place judge it, else the province.
    let writers = if row.is_said() { reports::writers(&**tx, &row).await? } else { Vec::new() };
    told.add(serving(tx, region, &COORDINATORS).await?, &reason);
    writers.iter().for_each(|writer| told.without(Some(*writer)));
    if told.people().is_empty() {
        told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
        writers.iter().for_each(|writer| told.without(Some(*writer)));
    }
    write(tx, Kind::Reported, Subject::Report(id), &format!("reported:{id}"), &told).await
}

/// A report waits beyond its deadline: tells the coordinators of the province.
pub async fn report_late(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = report::Entity::find_by_id(id).one(&**tx).await?.filter(|row| row.state == "open") else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.scope_code);
    let reason = format!(
        "Laporan data pribadi di {place} belum dijawab dalam 3 × 24 jam. Bapak/Ibu menerima ini karena membina tingkat provinsi."
    );
    let mut told = Told::default();
    told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    write(tx, Kind::ReportLate, Subject::Report(id), &format!("report_late:{id}"), &told).await
}

/// A coordinator decided: tells the reporter, and who wrote it unless it stays as it is.
pub async fn report_answered(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(word) = report_word::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(row) = report::Entity::find_by_id(word.report_id).one(&**tx).await? else {
        return Ok(());
    };
    let label = Outcome::parse(&word.outcome).map_or("", Outcome::label);
    let (key, subject) = (format!("report_answered:{id}"), Subject::Report(row.id));
    let mut reporter = Told::default();
    reporter
        .add(row.reporter_id, &format!("{label}, oleh {}. Bapak/Ibu menerima ini karena melaporkannya.", word.byline));
    reporter.without(Some(word.account_id));
    write(tx, Kind::ReportAnswered, subject, &key, &reporter).await?;
    if !Outcome::parse(&word.outcome).is_some_and(Outcome::concerns_the_writer) {
        return Ok(());
    }
    let mut writers = Told::default();
    let quoted = if word.body.is_empty() { ".".to_owned() } else { format!(": “{}”", word.body) };
    let said = format!("{label}, oleh {}{quoted} Bapak/Ibu dapat menanggapinya.", word.byline);
    if row.subject_kind == reports::STEP {
        without_hidden_words(tx, &steps::find(&**tx, row.subject_id).await?).await?;
        writers.add(serving(tx, &row.scope_code, &OFFICE).await?, &said);
    }
    match row.case_study_id.filter(|_| !row.is_said()) {
        None => writers.add(reports::writers(&**tx, &row).await?, &said),
        Some(study) => {
            if let Some(study) = case_study::Entity::find_by_id(study).one(&**tx).await? {
                let office = writers_and_office(tx, catalogue, &study).await?;
                writers.add(office.people().iter().map(|(person, _)| *person), &said);
            }
        }
    }
    writers.without(Some(word.account_id));
    write(tx, Kind::Moderated, subject, &format!("moderated:{id}"), &writers).await
}

/// Who is concerned replied: tells the coordinator who decided last.
pub async fn report_replied(tx: &WriteTransaction, id: i64) -> Result<()> {
    let Some(word) = report_word::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let answer = report_word::Entity::find()
        .filter(report_word::Column::ReportId.eq(word.report_id))
        .filter(report_word::Column::Kind.eq("answer"))
        .filter(report_word::Column::Id.lt(id))
        .order_by_desc(report_word::Column::Id)
        .one(&**tx)
        .await?;
    let mut told = Told::default();
    let reason = format!("{} menanggapi. Bapak/Ibu menerima ini karena menjawab laporannya.", word.byline);
    told.add(answer.map(|answer| answer.account_id), &reason);
    write(tx, Kind::ReportReplied, Subject::Report(word.report_id), &format!("report_replied:{id}"), &told).await
}

/// A person was warned or suspended: tells the person, by mail too where there is an address.
pub async fn sanctioned(tx: &WriteTransaction, app: &App, id: i64) -> Result<()> {
    let Some(row) = sanction::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let what = match row.ends_at {
        Some(end) => format!("Akun ditangguhkan sampai dengan {}", format::date(app.clock.last_day(end))),
        None => "Teguran".to_owned(),
    };
    let mut told = Told::default();
    told.add(
        [row.account_id],
        &format!("{what}, oleh {}. Bapak/Ibu dapat membaca alasannya dan menanggapi.", row.byline),
    );
    write(tx, Kind::Sanctioned, Subject::Sanction(id), &format!("sanctioned:{id}"), &told).await?;
    let text = format!("{what}, oleh {}. Alasannya, dan tempat menanggapinya", row.byline);
    mail_sanction(tx, app, &row, &text).await
}

/// The person answered: tells who decided. A coordinator replied, shortened or lifted: tells the person.
pub async fn sanction_word(tx: &WriteTransaction, app: &App, id: i64) -> Result<()> {
    let Some(word) = sanction_word::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(row) = sanction::Entity::find_by_id(word.sanction_id).one(&**tx).await? else {
        return Ok(());
    };
    let (subject, key) = (Subject::Sanction(row.id), format!("sanction_word:{id}"));
    let mut told = Told::default();
    if word.kind == "answer" {
        let reason = format!("{} menanggapi. Bapak/Ibu menerima ini karena memutuskannya.", word.byline);
        told.add([row.decided_by], &reason);
        return write(tx, Kind::SanctionAnswered, subject, &key, &told).await;
    }
    let what = match (word.kind.as_str(), word.ends_at) {
        ("lift", _) if row.ends_at.is_some() => "Penangguhan dicabut".to_owned(),
        ("lift", _) => "Teguran dicabut".to_owned(),
        (_, Some(end)) => format!("Penangguhan diperpendek sampai dengan {}", format::date(app.clock.last_day(end))),
        _ => "Tanggapan dibalas".to_owned(),
    };
    told.add([row.account_id], &format!("{what}, oleh {}: “{}”", word.byline, word.body));
    write(tx, Kind::Sanctioned, subject, &key, &told).await?;
    mail_sanction(tx, app, &row, &format!("{what}, oleh {}. Kata-katanya", word.byline)).await
}

/// The reason itself stays on the page: a mailbox may be read by others of the office.
async fn mail_sanction(tx: &WriteTransaction, app: &App, row: &sanction::Model, said: &str) -> Result<()> {
    let person = account::Entity::find_by_id(row.account_id).one(&**tx).await?;
    let Some((name, to)) = person.and_then(|person| Some((person.name, person.email?))) else {
        return Ok(());
    };
    if app.config.mail_url.is_empty() {
        return Ok(());
    }
    let (base, site) = (&app.config.base_url, &app.catalogue.get().settings.site.name);
    let text = format!("Yth. {name},\n\n{said}: {base}/teguran/{}\n\n{site}\n", row.id);
    job::enqueue(tx, &Job::SendMail { to, subject: Kind::Sanctioned.heading().to_owned(), text }).await
}
