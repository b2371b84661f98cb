//! Who is told about products: the office that wrote them down, and the coordinators where a maker took a number back that
//! is recorded there too.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{COORDINATORS, OFFICE, PROVINCE, Told, serving, write};
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::AccountId;
use crate::kecamatan::kabupaten_kota_of;
use crate::notification::{Kind, Subject};
use crate::product::entity::{Column, Entity, Model};

/// Consents that one who comes into an office is asked about at once; its page of products lists all.
const MOST: u64 = 50;

/// A consent is a year old: asks everybody who serves in the kecamatan now whether it still holds.
pub async fn product_consent_old(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let why = if row.shows_contact(tx.now()) {
        "Persetujuan pembuatnya sudah setahun. Tanyakan apakah masih berlaku; tanpa jawaban dalam 30 hari kontaknya tidak ditampilkan."
    } else {
        "Situs dipulihkan dari cadangan, jadi kontak pembuatnya belum ditampilkan. Tanyakan apakah persetujuannya masih berlaku, lalu catat lagi."
    };
    let people = serving(tx, &row.kecamatan_code, &OFFICE).await?;
    consent_asked(tx, catalogue, &row, people, why).await
}

/// Somebody came into an office: asks this person too about the consents that wait there.
pub async fn consents_left(tx: &WriteTransaction, catalogue: &Catalogue, kecamatan: &str, to: AccountId) -> Result<()> {
    let waiting = Entity::find()
        .filter(Column::KecamatanCode.eq(kecamatan))
        .filter(Column::ContactPhone.ne(""))
        .filter(Column::ConsentAskedAt.is_not_null())
        .order_by_asc(Column::Id)
        .limit(MOST)
        .all(&**tx)
        .await?;
    for row in waiting {
        let why = if row.shows_contact(tx.now()) {
            "Persetujuan pembuatnya perlu ditanyakan lagi: apakah masih berlaku? Tanpa jawaban kontaknya tidak ditampilkan."
        } else {
            "Kontak pembuatnya tidak ditampilkan lagi, karena belum dijawab apakah persetujuannya masih berlaku. Tanyakan, lalu catat."
        };
        consent_asked(tx, catalogue, &row, vec![to.get()], why).await?;
    }
    Ok(())
}

/// Asks once for each time that a consent came into question.
async fn consent_asked(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    row: &Model,
    people: Vec<i64>,
    why: &str,
) -> Result<()> {
    let Some(asked) = row.consent_asked_at.filter(|_| row.has_contact()) else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let mut told = Told::default();
    told.add(people, &format!("{why} Bapak/Ibu menerima ini karena bertugas di {place}."));
    let key = format!("product_consent_old:{}:{}", row.id, asked.timestamp());
    write(tx, Kind::ProductConsentOld, Subject::Product(row.id), &key, &told).await
}

/// A product was hidden: tells its office, which reads the reason on its page.
pub async fn product_hidden(tx: &WriteTransaction, catalogue: &Catalogue, id: i64, at: DateTime<Utc>) -> Result<()> {
    let Some(row) = Entity::find_by_id(id).one(&**tx).await?.filter(|row| row.hidden_at.is_some()) else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let reason = format!(
        "Produk ini disembunyikan; alasannya ada di halamannya. Bapak/Ibu menerima ini karena bertugas di {place}."
    );
    let mut told = Told::default();
    told.add(serving(tx, &row.kecamatan_code, &OFFICE).await?, &reason);
    told.without(row.hidden_by);
    let key = format!("product_hidden:{id}:{}", at.timestamp_millis());
    write(tx, Kind::ProductDecided, Subject::Product(id), &key, &told).await
}

/// A coordinator took a maker's contact away: tells the office that had recorded it. Nothing of the maker is said.
pub async fn product_contact_gone(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    id: i64,
    at: DateTime<Utc>,
) -> Result<()> {
    let Some(row) = Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let reason = format!(
        "Pembuatnya mencabut persetujuan lewat pembina; kontaknya dihapus dari semua produk {place} yang memuat nomor itu. Bapak/Ibu menerima ini karena bertugas di sana."
    );
    let mut told = Told::default();
    told.add(serving(tx, &row.kecamatan_code, &OFFICE).await?, &reason);
    let key = format!("product_contact_gone:{id}:{}", at.timestamp_millis());
    write(tx, Kind::ProductDecided, Subject::Product(id), &key, &told).await
}

/// A maker took a number back in another kecamatan: tells the coordinators above this one, who may ask the maker and take it
/// away here too. Neither the number nor where it was taken back is said.
pub async fn contact_elsewhere(tx: &WriteTransaction, catalogue: &Catalogue, id: i64, at: DateTime<Utc>) -> Result<()> {
    let Some(row) = Entity::find_by_id(id).one(&**tx).await?.filter(Model::has_contact) else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let reason = format!(
        "Pembuatnya mencabut persetujuan atas nomor yang sama di kecamatan lain. Tanyakan kepada kantor {place} apakah kontak pada produk ini juga dicabut. Bapak/Ibu menerima ini karena membina wilayah itu."
    );
    let mut told = Told::default();
    told.add(serving(tx, kabupaten_kota_of(&row.kecamatan_code), &COORDINATORS).await?, &reason);
    if told.people().is_empty() {
        told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    }
    let key = format!("contact_elsewhere:{id}:{}", at.timestamp_millis());
    write(tx, Kind::ContactElsewhere, Subject::Product(id), &key, &told).await
}
