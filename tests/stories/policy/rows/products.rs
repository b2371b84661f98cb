//! Requests on products: writing one down and keeping it current, showing it and taking it down, hiding it, and the maker's
//! contact.

use forum_camat::policy::{Act, Role};
use forum_camat::product::entity::{ActiveModel, Entity};
use forum_tests::a_study;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::{Request, Table, done, someone, study};

/// Everything that an office posts to its products as a form.
pub async fn rows(table: &Table<'_>, cell: usize) -> Vec<Request> {
    // Everybody writes down in the own office, wherever the cell is.
    let own = study(table.app, a_study("Praktik sel").of(super::super::OWN)).await;
    let fresh = study(table.app, a_study("Praktik sel").of(table.kecamatan)).await;
    let named = |request: Request, study: i64, name: &str| {
        request.with("study", &study.to_string()).with("name", &format!("{name} {cell}"))
    };
    let beginning = table.post(super::super::OWN, "/produk/baru".to_owned());
    let changing = table.post(table.kecamatan, format!("/produk/{}/ubah", product(table, "tayang").await));
    vec![
        named(beginning, own.get(), "Sambal sel"),
        named(changing, fresh.get(), "Keripik sel").with("version", "1"),
        table.post(table.kecamatan, format!("/produk/{}/kontak/masih", product(table, "tayang").await)),
        // A maker may also turn to the coordinator.
        table
            .post(table.kecamatan, format!("/produk/{}/kontak/cabut", product(table, "tayang").await))
            .also(Act::HideStudy),
    ]
}

/// Showing a product that the office wrote down.
pub async fn showing(table: &Table<'_>) -> Request {
    table.post(table.kecamatan, format!("/produk/{}/tayangkan", product(table, "tidak_ditayangkan").await))
}

/// Taking down one that readers see.
pub async fn taking_down(table: &Table<'_>) -> Request {
    table.post(table.kecamatan, format!("/produk/{}/hentikan", product(table, "tayang").await))
}

/// Hiding a product with a reason, and restoring it.
pub async fn hiding(table: &Table<'_>) -> Vec<Request> {
    vec![
        table.post(table.kecamatan, format!("/produk/{}/sembunyikan", product(table, "tayang").await)).because(),
        table.post(table.kecamatan, format!("/produk/{}/pulihkan", product(table, "hidden").await)),
    ]
}

/// A product of the cell's kecamatan with a contact that the office is asked about.
async fn product(table: &Table<'_>, state: &str) -> i64 {
    let origin = study(table.app, a_study("Praktik sel").of(table.kecamatan)).await;
    let (account, term) = someone(table.app, Role::Staf, table.kecamatan).await;
    let tx = table.app.app.db.begin_write().await.unwrap();
    let is_hidden = state == "hidden";
    let row = ActiveModel {
        kecamatan_code: Set(table.kecamatan.to_owned()),
        case_study_id: Set(origin.get()),
        name: Set("Produk sel".to_owned()),
        folded_name: Set("produk sel".to_owned()),
        description: Set(String::new()),
        price_unit: Set(String::new()),
        capacity: Set(String::new()),
        capacity_unit: Set(String::new()),
        certificates: Set("[]".to_owned()),
        order_url: Set(String::new()),
        state: Set(if is_hidden { "tayang".to_owned() } else { state.to_owned() }),
        hidden_at: Set(is_hidden.then(|| tx.now())),
        hidden_by: Set(is_hidden.then_some(account)),
        hidden_reason: Set(if is_hidden { "Keliru".to_owned() } else { String::new() }),
        contact_name: Set("Kelompok sel".to_owned()),
        // A number of its own, so that taking one back touches one.
        contact_phone: Set(format!("+62811{:08}", origin.get())),
        consent_how: Set(Some("lisan".to_owned())),
        consent_on: Set(Some(tx.today() - chrono::Duration::days(370))),
        consent_by: Set(Some(account)),
        consent_asked_at: Set(Some(tx.now())),
        created_by: Set(account),
        term_id: Set(Some(term)),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let id = Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}
