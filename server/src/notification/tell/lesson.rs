//! Who is told about the Ruang Pembelajaran. A notification may pass through a mail server: it says neither what a lesson is
//! about, nor who wrote there, nor why it is just this reader.

use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;

use super::{COORDINATORS, OFFICE, PROVINCE, Told, serving, write};
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::kecamatan::kabupaten_kota_of;
use crate::lesson::entity::{lesson, lesson_word as said};
use crate::lesson::{store, words};
use crate::notification::{Kind, Subject};

const WROTE: &str = "Bapak/Ibu menerima ini karena ikut menulis di sana, atau kantor Bapak/Ibu yang menulis.";

/// Something was said to a lesson: tells its writer, its office and everybody who spoke before, all for the same reason.
/// What is meant for the coordinators of the place is told to them alone.
pub async fn lesson_word(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(word) = said::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(row) = lesson::Entity::find_by_id(word.lesson_id).one(&**tx).await?.filter(store::is_shown) else {
        return Ok(());
    };
    if word.is_report {
        return reported(tx, catalogue, &row, &word).await;
    }
    if word.deleted_at.is_some() || word.hidden_at.is_some() {
        return Ok(());
    }
    let mut told = Told::default();
    told.add(row.account_id, WROTE);
    told.add(serving(tx, &row.kecamatan_code, &OFFICE).await?, WROTE);
    told.add(words::spoke_before(&**tx, &word).await?, WROTE);
    told.without(word.account_id);
    write(tx, Kind::LessonNews, Subject::Lesson(row.id), &format!("lesson_word:{id}"), &told).await
}

async fn reported(tx: &WriteTransaction, catalogue: &Catalogue, row: &lesson::Model, word: &said::Model) -> Result<()> {
    let reason = "Seorang anggota menyampaikan sesuatu tentangnya. Bapak/Ibu menerima ini karena membina wilayahnya.";
    let mut told = Told::default();
    told.add(serving(tx, kabupaten_kota_of(&row.kecamatan_code), &COORDINATORS).await?, reason);
    told.without(word.account_id);
    if told.people().is_empty() {
        told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, reason);
        told.without(word.account_id);
    }
    let key = format!("lesson_word:{}", word.id);
    write(tx, Kind::LessonReported, Subject::Lesson(row.id), &key, &told).await
}

/// A lesson was hidden: tells its writer and the office that it belongs to, who read the reason on its page.
pub async fn lesson_hidden(tx: &WriteTransaction, id: i64, at: DateTime<Utc>) -> Result<()> {
    let Some(row) = lesson::Entity::find_by_id(id).one(&**tx).await?.filter(|row| row.hidden_at.is_some()) else {
        return Ok(());
    };
    let mut told = Told::default();
    told.add(row.account_id, WROTE);
    told.add(serving(tx, &row.kecamatan_code, &OFFICE).await?, WROTE);
    told.without(row.hidden_by);
    let key = format!("lesson_hidden:{id}:{}", at.timestamp_millis());
    write(tx, Kind::LessonHidden, Subject::Lesson(row.id), &key, &told).await
}
