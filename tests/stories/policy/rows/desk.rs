//! What lies on a coordinator's desk, in the table of the walk: requests, digests, reports and topics.

use forum_camat::data_request::entity as data_request;
use forum_camat::db::Effect;
use forum_camat::digest::entity::{digest, digest_item};
use forum_camat::ids::CaseStudyId;
use forum_camat::policy::Role;
use forum_camat::report::entity::report;
use forum_camat::topic::entity::search_topic;
use forum_tests::{TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::{done, someone, study};

/// What somebody of a kecamatan asks about the data on himself.
pub async fn data_request(app: &TestApp, kecamatan: &str) -> i64 {
    let (account, _) = someone(app, Role::Staf, kecamatan).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = data_request::ActiveModel {
        account_id: Set(account),
        kind: Set("perbaikan".to_owned()),
        body: Set("Nama keliru".to_owned()),
        scope_code: Set(kecamatan.to_owned()),
        created_at: Set(tx.now()),
        due_at: Set(tx.now() + chrono::Duration::hours(72)),
        answer: Set(String::new()),
        unit_name: Set(String::new()),
        ..Default::default()
    };
    let id = data_request::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}

/// A digest of a scope with one study, in a week of its own.
pub async fn digest(app: &TestApp, scope: &str, week: &str, state: &str, study: CaseStudyId) -> i64 {
    let tx = app.app.db.begin_write().await.unwrap();
    let row = digest::ActiveModel {
        scope_code: Set(scope.to_owned()),
        week: Set(week.to_owned()),
        since: Set(tx.now() - chrono::Duration::days(7)),
        until: Set(tx.now()),
        state: Set(state.to_owned()),
        opening: Set(String::new()),
        hold_reason: Set(if state == "held" { "Diperiksa" } else { "" }.to_owned()),
        version: Set(1),
        made_at: Set(tx.now()),
        goes_at: Set(tx.now() + chrono::Duration::hours(7)),
        unit_name: Set(String::new()),
        ..Default::default()
    };
    let id = digest::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    let item = digest_item::ActiveModel {
        digest_id: Set(id),
        case_study_id: Set(study.get()),
        position: Set(1),
        origin: Set("new".to_owned()),
        left_out: Set(false),
        unit_name: Set(String::new()),
        theme: Set(String::new()),
        reason: Set(String::new()),
        ..Default::default()
    };
    digest_item::Entity::insert(item).exec_without_returning(&*tx).await.unwrap();
    done(tx).await;
    id
}

/// A report about a study of a kecamatan.
pub async fn reported(app: &TestApp, kecamatan: &str) -> i64 {
    let study = study(app, a_study("Dilaporkan").of(kecamatan)).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = report::ActiveModel {
        subject_kind: Set("case_study".to_owned()),
        subject_id: Set(study.get()),
        case_study_id: Set(Some(study.get())),
        scope_code: Set(kecamatan.to_owned()),
        ground: Set("lainnya".to_owned()),
        body: Set("Keliru".to_owned()),
        reporter_name: Set("Warga".to_owned()),
        reporter_contact: Set("warga@contoh.id".to_owned()),
        created_at: Set(tx.now()),
        state: Set("open".to_owned()),
        ..Default::default()
    };
    let id = report::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}

/// A topic that somebody left.
pub async fn topic(app: &TestApp, cell: usize) -> i64 {
    let tx = app.app.db.begin_write().await.unwrap();
    let row = search_topic::ActiveModel {
        key: Set(format!("topik {cell}")),
        text: Set(format!("Topik {cell}")),
        asked: Set(1),
        state: Set("open".to_owned()),
        reason: Set(String::new()),
        created_at: Set(tx.now()),
        last_asked_at: Set(tx.now()),
        ..Default::default()
    };
    let id = search_topic::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    tx.commit(Effect::Private).await.unwrap();
    id
}
