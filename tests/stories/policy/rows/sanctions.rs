//! Warning and suspending somebody of a kecamatan, and what follows of it.

use chrono::Duration;
use forum_camat::policy::Role;
use forum_camat::sanction::entity::sanction;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::{Request, Table, done, someone};

pub(super) async fn rows(table: &Table<'_>, kabupaten_kota: &str) -> Vec<Request> {
    let until = (table.app.app.clock.today() + Duration::days(10)).to_string();
    let sooner = (table.app.app.clock.today() + Duration::days(5)).to_string();
    let decide = |person: i64| table.post(table.kecamatan, format!("/orang/{person}/teguran")).because();
    let (warned, _) = someone(table.app, Role::Camat, table.kecamatan).await;
    let (suspended, _) = someone(table.app, Role::Staf, table.kecamatan).await;
    let mut rows = vec![
        decide(warned).with("kind", "warning"),
        decide(suspended).with("kind", "suspension").with("until", &until),
    ];
    for verb in ["jawab", "terbaca", "perpendek", "cabut"] {
        let id = decided(table, kabupaten_kota).await;
        let step = table.post(kabupaten_kota, format!("/teguran/{id}/{verb}"));
        rows.push(step.with("body", "Kata cerita ini").with("until", &sooner));
    }
    rows
}

/// A suspension by a coordinator of the kabupaten/kota that the person answered.
async fn decided(table: &Table<'_>, kabupaten_kota: &str) -> i64 {
    let (person, _) = someone(table.app, Role::Camat, table.kecamatan).await;
    let (judge, term) = someone(table.app, Role::PembinaKabupatenKota, kabupaten_kota).await;
    let tx = table.app.app.db.begin_write().await.unwrap();
    let row = sanction::ActiveModel {
        account_id: Set(person),
        kind: Set("suspension".to_owned()),
        role: Set(Role::Camat.as_str().to_owned()),
        scope_code: Set(kabupaten_kota.to_owned()),
        reason: Set("Alasan cerita ini".to_owned()),
        decided_by: Set(judge),
        term_id: Set(Some(term)),
        byline: Set("Pembina".to_owned()),
        decided_at: Set(tx.now()),
        ends_at: Set(Some(tx.now() + Duration::days(20))),
        state: Set("standing".to_owned()),
        answer_waits: Set(true),
        ..Default::default()
    };
    let id = sanction::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}
