//! Rows of the walk about the Ruang Pembelajaran.

use forum_camat::lesson::entity::{lesson, lesson_word};
use forum_camat::lesson::{new_key, url};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::{Request, Table, done};
use crate::stories::policy::OWN;

/// A lesson of a kecamatan, shown or hidden: its number and its key.
async fn lesson(table: &Table<'_>, hidden: bool) -> (i64, String) {
    let tx = table.app.app.db.begin_write().await.unwrap();
    let row = lesson::ActiveModel {
        key: Set(new_key()),
        kecamatan_code: Set(table.kecamatan.to_owned()),
        byline: Set("Camat".to_owned()),
        is_unnamed: Set(true),
        title: Set("Catatan sel".to_owned()),
        tried: Set("Dicoba".to_owned()),
        happened: Set("Terjadi".to_owned()),
        hindrance: Set(String::new()),
        differently: Set(String::new()),
        version: Set(1),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        hidden_at: Set(hidden.then(|| tx.now())),
        hidden_reason: Set(String::new()),
        ..Default::default()
    };
    let id = lesson::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    let row = lesson::Entity::find_by_id(id).one(&*tx).await.unwrap().unwrap();
    done(tx).await;
    (id, row.key)
}

/// Something that was said to a lesson, shown or hidden.
async fn word(table: &Table<'_>, lesson: i64, hidden: bool) -> i64 {
    let tx = table.app.app.db.begin_write().await.unwrap();
    let row = lesson_word::ActiveModel {
        lesson_id: Set(lesson),
        byline: Set("Camat".to_owned()),
        is_author: Set(false),
        is_report: Set(false),
        body: Set("Tanggapan sel".to_owned()),
        created_at: Set(tx.now()),
        hidden_at: Set(hidden.then(|| tx.now())),
        hidden_reason: Set(String::new()),
        ..Default::default()
    };
    let id = lesson_word::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}

/// Writing for the own office wherever the cell is; changing and taking back what is the cell's.
pub async fn writing(table: &Table<'_>, cell: usize) -> Vec<Request> {
    let filled = |request: Request| {
        let request = request.with("title", &format!("Catatan {cell}")).with("versi", "1");
        request.with("dicoba", "Menanam bersama").with("terjadi", "Tanamannya kering")
    };
    let (changed, withdrawn) = (lesson(table, false).await.1, lesson(table, false).await.1);
    vec![
        filled(table.post(OWN, "/pembelajaran/tulis".to_owned())),
        filled(table.post(table.kecamatan, format!("{}/ubah", url(&changed)))),
        table.post(table.kecamatan, format!("{}/tarik", url(&withdrawn))),
    ]
}

/// Hiding a lesson and what was said to it, and showing both again.
pub async fn hiding(table: &Table<'_>) -> Vec<Request> {
    let (id, shown) = lesson(table, false).await;
    let (_, hidden) = lesson(table, true).await;
    let (said, unsaid) = (word(table, id, false).await, word(table, id, true).await);
    let post = |key: &str, verb: String| table.post(table.kecamatan, format!("{}/{verb}", url(key)));
    vec![
        post(&shown, format!("tanggapan/{said}/sembunyikan")).with("body", "Alasan cerita ini"),
        post(&shown, format!("tanggapan/{unsaid}/pulihkan")),
        post(&shown, "sembunyikan".to_owned()).with("body", "Alasan cerita ini"),
        post(&hidden, "pulihkan".to_owned()),
    ]
}
