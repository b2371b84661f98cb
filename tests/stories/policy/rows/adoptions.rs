//! Requests on the ledger of replication: the button on a study, a step and an answer on a fresh entry, and the ways to a
//! study of one's own.

use forum_camat::adoption::entity::{adoption, adoption_step};
use forum_camat::attachment::entity as attachment;
use forum_camat::policy::Role;
use forum_tests::a_study;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Request, Table, done, someone, study};

/// Far from every office of the walk, so that nobody takes up the own practice.
const ORIGIN: &str = "32.04.10";

/// Everything that is posted to the ledger as a form.
pub async fn rows(table: &Table<'_>) -> Vec<Request> {
    let fresh = study(table.app, a_study("Praktik sel").of(ORIGIN)).await;
    // Who takes up does it for the own office, wherever the cell is.
    let adopting = table.post(super::super::OWN, format!("/praktik/{fresh}/replikasi"));
    let step = table.post(table.kecamatan, format!("/replikasi/{}/langkah", running(table).await));
    let answer = table.post(table.kecamatan, format!("/replikasi/{}/konfirmasi", running(table).await));
    let writing = table.post(table.kecamatan, format!("/replikasi/{}/tulis", running(table).await));
    let linking = table.post(table.kecamatan, format!("/replikasi/{}/praktik", running(table).await));
    let mine = study(table.app, a_study("Praktik sendiri").of(table.kecamatan)).await;
    let unlinking = table.post(table.kecamatan, format!("/replikasi/{}/praktik/lepas", linked(table).await));
    let today = table.app.app.clock.today().to_string();
    let own = study(table.app, a_study("Praktik sel").of(table.kecamatan)).await;
    let still = table.post(table.kecamatan, "/replikasi/konfirmasi".to_owned());
    let taken_back =
        table.post(table.kecamatan, format!("/replikasi/langkah/{}/urungkan", self::step(table, false).await));
    let mended = table.post(table.kecamatan, format!("/replikasi/langkah/{}/ubah", self::step(table, false).await));
    let unpictured = table.post(table.kecamatan, format!("/replikasi/langkah/{}/foto/hapus", pictured(table).await));
    vec![
        taken_back,
        mended.with("version", "1").with("note", "Catatan yang diperbaiki"),
        unpictured,
        still.with("key", &format!("praktik-{own}")).with("version", "0").with("answer", "masih"),
        writing,
        linking.with("study", &mine.to_string()),
        unlinking,
        adopting,
        step.with("version", "1").with("stage", "dihentikan").with("on", &today).with("note", "Alasan cerita ini"),
        answer.with("answer", "ada_perubahan").with("why", "Alasan cerita ini"),
    ]
}

/// Hiding the words of a step of the cell's kecamatan, and showing others again.
pub async fn hiding(table: &Table<'_>) -> Vec<Request> {
    let (shown, hidden) = (step(table, false).await, step(table, true).await);
    vec![
        table.post(table.kecamatan, format!("/replikasi/langkah/{shown}/sembunyikan")).because(),
        table.post(table.kecamatan, format!("/replikasi/langkah/{hidden}/pulihkan")),
    ]
}

/// A step with a note, shown or hidden.
async fn step(table: &Table<'_>, is_hidden: bool) -> i64 {
    let entry = running(table).await;
    let (account, term) = someone(table.app, Role::Staf, table.kecamatan).await;
    let tx = table.app.app.db.begin_write().await.unwrap();
    let row = adoption_step::ActiveModel {
        adoption_id: Set(entry),
        stage: Set("berjalan".to_owned()),
        happened_on: Set(tx.today()),
        note: Set("Catatan sel".to_owned()),
        figures: Set("[]".to_owned()),
        account_id: Set(account),
        term_id: Set(Some(term)),
        byline: Set("Orang sel".to_owned()),
        recorded_at: Set(tx.now()),
        hidden_at: Set(is_hidden.then(|| tx.now())),
        ..Default::default()
    };
    let id = adoption_step::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}

/// A step with a photo.
async fn pictured(table: &Table<'_>) -> i64 {
    let step = step(table, false).await;
    let tx = table.app.app.db.begin_write().await.unwrap();
    let photo = attachment::ActiveModel {
        kind: Set("photo".to_owned()),
        sha256: Set(format!("{step:064}")),
        original_name: Set("foto.jpg".to_owned()),
        media_type: Set("image/webp".to_owned()),
        width: Set(900),
        height: Set(600),
        size_bytes: Set(1),
        alt: Set("Foto sel".to_owned()),
        caption: Set(String::new()),
        consent: Set("none_recognisable".to_owned()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let photo = attachment::Entity::insert(photo).exec(&*tx).await.unwrap().last_insert_id;
    adoption_step::Entity::update_many()
        .col_expr(adoption_step::Column::PhotoId, Expr::value(Some(photo)))
        .filter(adoption_step::Column::Id.eq(step))
        .exec(&*tx)
        .await
        .unwrap();
    done(tx).await;
    step
}

/// One that names a study of its office.
async fn linked(table: &Table<'_>) -> i64 {
    let id = running(table).await;
    let own = study(table.app, a_study("Praktik sendiri").of(table.kecamatan)).await;
    let tx = table.app.app.db.begin_write().await.unwrap();
    let row = adoption::Entity::find_by_id(id).one(&*tx).await.unwrap().unwrap();
    adoption::Entity::update_many()
        .col_expr(adoption::Column::OwnStudyId, Expr::value(own.get()))
        .col_expr(adoption::Column::FamilyRootId, Expr::value(row.case_study_id))
        .filter(adoption::Column::Id.eq(id))
        .exec(&*tx)
        .await
        .unwrap();
    done(tx).await;
    id
}

/// An entry of the cell's kecamatan that runs.
async fn running(table: &Table<'_>) -> i64 {
    let origin = study(table.app, a_study("Praktik sel").of(ORIGIN)).await;
    let (account, term) = someone(table.app, Role::Staf, table.kecamatan).await;
    let tx = table.app.app.db.begin_write().await.unwrap();
    let row = adoption::ActiveModel {
        case_study_id: Set(origin.get()),
        kecamatan_code: Set(table.kecamatan.to_owned()),
        stage: Set("berjalan".to_owned()),
        since: Set(tx.today()),
        has_results: Set(false),
        opened_by: Set(account),
        term_id: Set(Some(term)),
        byline: Set("Orang sel".to_owned()),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        asked_at: Set(Some(tx.now())),
        confirmed_at: Set(Some(tx.now())),
        ..Default::default()
    };
    let id = adoption::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}
