//! Requests on a collection of a kabupaten/kota: each on a fresh one, with two studies and a curator.

use forum_camat::collection::entity::{collection, collection_curator, collection_item};
use forum_camat::policy::Role;
use forum_tests::a_study;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::{Request, Table, done, someone, study};

/// A collection in the tables: its number, its studies and its curator.
struct Held {
    id: i64,
    studies: [i64; 2],
    curator: i64,
}

/// Everything that the form and its neighbours do.
pub async fn rows(table: &Table<'_>, kabupaten_kota: &str) -> Vec<Request> {
    let mut rows = Vec::new();
    let another = study(table.app, a_study("Praktik lain").of(table.kecamatan)).await;
    for act in ["simpan", "terbitkan", "tarik", "naik", "keluarkan", "tambah", "kurator", "lepas"] {
        let held = held(table, kabupaten_kota, if act == "tarik" { "tayang" } else { "draf" }).await;
        let form = table.post(kabupaten_kota, format!("/kumpulan/{}/ubah", held.id)).with("versi", "1");
        let form = form.with("title", if act == "simpan" { "Judul lain" } else { "Kumpulan sel" });
        let last = held.studies[1];
        let newcomer = someone(table.app, Role::PembinaKabupatenKota, "32.04").await.0;
        rows.push(match act {
            "naik" | "keluarkan" => form.with("aksi", &format!("{act}:{last}")),
            "tambah" => form.with("aksi", act).with("praktik", &another.to_string()),
            "kurator" => form.with("aksi", act).with("kurator", &newcomer.to_string()),
            "lepas" => form.with("aksi", &format!("lepas:{}", held.curator)),
            _ => form.with("aksi", act),
        });
    }
    let to_fill = held(table, kabupaten_kota, "draf").await;
    rows.push(
        table.post(kabupaten_kota, format!("/praktik/{another}/kumpulan")).with("kumpulan", &to_fill.id.to_string()),
    );
    let (full, gone) = (held(table, kabupaten_kota, "draf").await, held(table, kabupaten_kota, "dibuang").await);
    rows.push(table.post(kabupaten_kota, format!("/kumpulan/{}/buang", full.id)));
    rows.push(table.post(kabupaten_kota, format!("/kumpulan/{}/pulihkan", gone.id)));
    let missing = held(table, kabupaten_kota, "draf").await;
    take_out(table, &missing).await;
    let path = format!("/kumpulan/{}/praktik/urungkan?praktik={}", missing.id, missing.studies[1]);
    rows.push(table.post(kabupaten_kota, path));
    rows
}

async fn held(table: &Table<'_>, scope: &str, state: &str) -> Held {
    let (owner, term) = someone(table.app, Role::PembinaKabupatenKota, scope).await;
    let (curator, _) = someone(table.app, Role::InovasiKabupatenKota, "32.04").await;
    let mut studies = [0; 2];
    for place in &mut studies {
        *place = study(table.app, a_study("Praktik sel").of(table.kecamatan)).await.get();
    }
    let tx = table.app.app.db.begin_write().await.unwrap();
    let row = collection::ActiveModel {
        title: Set("Kumpulan sel".to_owned()),
        introduction: Set(String::new()),
        state: Set(state.to_owned()),
        cover_alt: Set(String::new()),
        scope_code: Set(scope.to_owned()),
        unit_name: Set(String::new()),
        account_id: Set(owner),
        term_id: Set(Some(term)),
        version: Set(1),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        updated_by: Set(owner),
        ..Default::default()
    };
    let id = collection::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    for (position, study) in (1..).zip(studies) {
        let row = collection_item::ActiveModel {
            collection_id: Set(id),
            case_study_id: Set(study),
            position: Set(position),
            note: Set(String::new()),
            added_by: Set(owner),
            added_at: Set(tx.now()),
            ..Default::default()
        };
        collection_item::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    }
    let row = collection_curator::ActiveModel {
        collection_id: Set(id),
        account_id: Set(curator),
        unit_name: Set(String::new()),
        added_by: Set(owner),
        added_at: Set(tx.now()),
    };
    collection_curator::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    done(tx).await;
    Held { id, studies, curator }
}

async fn take_out(table: &Table<'_>, held: &Held) {
    use sea_orm::sea_query::Expr;
    use sea_orm::{ColumnTrait, QueryFilter};
    let tx = table.app.app.db.begin_write().await.unwrap();
    collection_item::Entity::update_many()
        .col_expr(collection_item::Column::RemovedAt, Expr::value(Some(tx.now())))
        .filter(collection_item::Column::CollectionId.eq(held.id))
        .filter(collection_item::Column::CaseStudyId.eq(held.studies[1]))
        .exec(&*tx)
        .await
        .unwrap();
    done(tx).await;
}
