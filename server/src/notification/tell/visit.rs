//! Who is told about studi tiru: the other office of each word, or the coordinators above it while nobody of it is here, the
//! coordinators where a host leaves a request unanswered, and afterwards the office that came.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{COORDINATORS, OFFICE, PROVINCE, Told, follow, serving, write};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::format;
use crate::ids::AccountId;
use crate::job::News;
use crate::kecamatan::kabupaten_kota_of;
use crate::notification::{Kind, Subject};
use crate::office::reach::{Reach, is_here, reach};
use crate::visit::entity::{visit, visit_word as word};
use crate::visit::{Side, State, state_of, waits_for, waits_for_report};

/// Reports and requests that one who comes into an office hears of at once.
const MOST: u64 = 50;

/// One office said or did something: tells everybody who serves in the other now, and where nobody of it is here yet, who
/// looks after it; of a report then who follows the study.
pub async fn visit_word(tx: &WriteTransaction, catalogue: &Catalogue, clock: &Clock, id: i64) -> Result<()> {
    let Some(said) = word::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let (row, side) = (find(tx, said.visit_id).await?, Side::parse(&said.side));
    let Some((row, side)) = row.zip(side) else {
        return Ok(());
    };
    let to = side.other();
    let sentence = sentence(&said, &row, &catalogue.places.full_name(side.code(&row)), clock);
    let role = if to == Side::Host { "kepada" } else { "dari" };
    let reason = format!("{sentence} Bapak/Ibu menerima ini karena permohonannya {role} kantor Bapak/Ibu.");
    let kind = match said.act.as_str() {
        "ajukan" => Kind::VisitAsked,
        "laporan" | "perbaikan" => Kind::VisitReported,
        _ => Kind::VisitAnswered,
    };
    let mut told = Told::default();
    told.add(serving(tx, to.code(&row), &OFFICE).await?, &reason);
    if let Reach::Coordinators(region) = reach(&**tx, catalogue, to.code(&row), tx.today()).await? {
        let place = catalogue.places.full_name(to.code(&row));
        let reason = format!(
            "{sentence} Belum ada pejabat {place} di Forum Camat yang dapat menjawabnya. Bapak/Ibu menerima ini karena membina wilayah itu."
        );
        let roles = [COORDINATORS, PROVINCE].concat();
        told.add(serving(tx, &region, &roles).await?, &reason);
    }
    told.without(Some(said.account_id));
    if said.act == "perbaikan" {
        let asked =
            "Laporan yang Bapak/Ibu sembunyikan sudah diperbaiki kantornya. Periksa apakah dapat ditampilkan lagi.";
        told.add(row.report_hidden_by, asked);
    }
    write(tx, kind, Subject::Visit(row.id), &format!("visit_word:{id}"), &told).await?;
    if said.act == "laporan" {
        follow::begin(tx, News::Visited(id)).await?;
    }
    Ok(())
}

/// "Kec. Cikajang, Kab. Garut, menyepakati jadwal 8 Des 2026, 09.30."
fn sentence(said: &word::Model, row: &visit::Model, place: &str, clock: &Clock) -> String {
    let did = match said.act.as_str() {
        "ajukan" => "mengajukan studi tiru",
        "usul" => "mengusulkan waktu",
        "jadwal" => "menyepakati jadwal",
        "tetap" => "tetap pada jadwal",
        "tempat" => "mengubah tempat pertemuan",
        "tidak_datang" => "mencatat bahwa tamunya tidak datang",
        "tolak" => "menolak permohonan",
        "batal" => "membatalkan studi tiru",
        "laporan" => "mengirim laporan hasil studi tiru",
        "perbaikan" => "memperbaiki laporan hasil studi tiru",
        _ => "menulis pesan",
    };
    let when = said.offered_at.map_or_else(String::new, |at| format!(" {}", format::date_time(clock.local(at))));
    // Of a correction the body is what stood before, which is for the history.
    let body =
        if said.body.is_empty() || said.act == "perbaikan" { ".".to_owned() } else { format!(": “{}”", said.body) };
    format!("{place}, {did}{when}{body}{}", stands(said, row, clock))
}

/// That the agreed time, as long as it lies ahead, stands while another is offered:
/// " Jadwal 8 Des 2026, 09.30 berlaku sampai perubahannya disetujui."
fn stands(said: &word::Model, row: &visit::Model, clock: &Clock) -> String {
    let is_open = said.act == "usul" && state_of(row) == State::Scheduled && row.offered_at == said.offered_at;
    let agreed = row.scheduled_at.filter(|at| is_open && *at > clock.now());
    agreed.map_or_else(String::new, |at| {
        format!(" Jadwal {} berlaku sampai perubahannya disetujui.", format::date_time(clock.local(at)))
    })
}

/// The host left a request unanswered: tells the coordinators above it, else those of the province.
pub async fn visit_waiting(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = find(tx, id).await?.filter(|row| waits_for(row, Side::Host)) else {
        return Ok(());
    };
    let why = if is_here(&**tx, &row.host_code, tx.today()).await? {
        ""
    } else {
        " Kantor itu belum punya pejabat di Forum Camat."
    };
    let reason = format!(
        "{} belum menjawab permohonan {} selama tujuh hari.{why} Bapak/Ibu menerima ini karena membina wilayah ini.",
        catalogue.places.full_name(&row.host_code),
        catalogue.places.full_name(&row.asking_code)
    );
    let mut told = Told::default();
    told.add(serving(tx, kabupaten_kota_of(&row.host_code), &COORDINATORS).await?, &reason);
    if told.people().is_empty() {
        told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    }
    write(tx, Kind::VisitWaiting, Subject::Visit(id), &format!("visit_waiting:{id}"), &told).await
}

/// The day is over: asks everybody who serves in the office that came.
pub async fn visit_over(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = find(tx, id).await? else {
        return Ok(());
    };
    let people = serving(tx, &row.asking_code, &OFFICE).await?;
    report_asked(tx, catalogue, &row, people).await
}

/// Somebody came into an office: asks this person too for the reports that wait there.
pub async fn reports_left(tx: &WriteTransaction, catalogue: &Catalogue, kecamatan: &str, to: AccountId) -> Result<()> {
    let waiting = visit::Entity::find()
        .filter(visit::Column::AskingCode.eq(kecamatan))
        .filter(visit::Column::State.eq(State::Scheduled.as_str()))
        .filter(visit::Column::ReportAskedAt.is_not_null())
        .order_by_asc(visit::Column::Id)
        .limit(MOST)
        .all(&**tx)
        .await?;
    for row in waiting {
        report_asked(tx, catalogue, &row, vec![to.get()]).await?;
    }
    Ok(())
}

/// Somebody came into an office: tells this person too of the requests that wait for its answer; who was told is not told
/// again.
pub async fn requests_left(tx: &WriteTransaction, catalogue: &Catalogue, kecamatan: &str, to: AccountId) -> Result<()> {
    let waiting = visit::Entity::find()
        .filter(visit::Column::HostCode.eq(kecamatan))
        .filter(visit::Column::State.eq(State::Asked.as_str()))
        .filter(visit::Column::Turn.eq(Side::Host.as_str()))
        .order_by_asc(visit::Column::Id)
        .limit(MOST)
        .all(&**tx)
        .await?;
    for row in waiting {
        let first = word::Entity::find()
            .filter(word::Column::VisitId.eq(row.id))
            .filter(word::Column::Act.eq("ajukan"))
            .order_by_asc(word::Column::Id)
            .one(&**tx)
            .await?;
        let Some(first) = first else { continue };
        let reason = format!(
            "{} mengajukan studi tiru dan menunggu jawaban. Bapak/Ibu menerima ini karena permohonannya kepada kantor Bapak/Ibu.",
            catalogue.places.full_name(&row.asking_code)
        );
        let mut told = Told::default();
        told.add([to.get()], &reason);
        write(tx, Kind::VisitAsked, Subject::Visit(row.id), &format!("visit_word:{}", first.id), &told).await?;
    }
    Ok(())
}

/// Asks once for each time that was agreed on.
async fn report_asked(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    row: &visit::Model,
    people: Vec<i64>,
) -> Result<()> {
    if !waits_for_report(row, tx.now()) {
        return Ok(());
    }
    let reason = format!(
        "Isi laporan hasilnya: empat pertanyaan pendek. Bapak/Ibu menerima ini karena bertugas di {}, yang mengajukan studi tiru.",
        catalogue.places.full_name(&row.asking_code)
    );
    let mut told = Told::default();
    told.add(people, &reason);
    let at = row.scheduled_at.map_or(0, |at| at.timestamp());
    write(tx, Kind::VisitOver, Subject::Visit(row.id), &format!("visit_over:{}:{at}", row.id), &told).await
}

/// A coordinator hid the report: tells everybody who serves in either office why.
pub async fn visit_report_hidden(tx: &WriteTransaction, id: i64, at: DateTime<Utc>) -> Result<()> {
    let Some(row) = find(tx, id).await?.filter(|row| row.report_hidden_at.is_some()) else {
        return Ok(());
    };
    let reason = format!(
        "Disembunyikan pembina kecamatan dari halaman praktik: “{}”. Bapak/Ibu menerima ini karena bertugas di salah satu dari kedua kantor.",
        row.report_hidden_reason
    );
    let mut told = Told::default();
    for office in [&row.asking_code, &row.host_code] {
        told.add(serving(tx, office, &OFFICE).await?, &reason);
    }
    told.without(row.report_hidden_by);
    let key = format!("visit_report_hidden:{id}:{}", at.timestamp_millis());
    write(tx, Kind::Moderated, Subject::Visit(id), &key, &told).await
}

async fn find(tx: &WriteTransaction, id: i64) -> Result<Option<visit::Model>> {
    Ok(visit::Entity::find_by_id(id).one(&**tx).await?)
}
