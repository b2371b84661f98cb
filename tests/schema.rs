//! The migrated schema is what every `entity.rs` says: the same tables, columns, kinds and absences, on both databases.

use std::collections::BTreeMap;

use forum_camat::config::Config;
use forum_camat::{
    account, adoption, attachment, audit, case_study, collection, content_change, curation, data_request, digest,
    discussion, erasure, follow, handover, indicator, job, kecamatan, keyword_search, lesson, letter, meeting,
    notification, office, product, question, report, sanction, sector, settings, synonym, topic, verification, visit,
};
use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, Database, DatabaseConnection, DbBackend, EntityName, Iden, Iterable,
    Statement,
};

/// The columns of a table by name: what each holds, and whether it may be absent.
pub type Columns = BTreeMap<String, (String, bool)>;

/// A migration and its entity are written in two places; whoever forgets one of them is told here.
#[tokio::test]
async fn every_entity_is_a_table_and_every_table_an_entity() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::for_tests(folder.path());
    let _database = forum_tests::prepared(&mut config).await;
    let db = Database::connect(config.database_url()).await.unwrap();
    let entities = entities(db.get_database_backend());
    for (table, columns) in &entities {
        assert_eq!(&columns_of(&db, table).await, columns, "{table}");
    }
    let expected: Vec<&String> = entities.keys().collect();
    assert_eq!(tables(&db).await.iter().collect::<Vec<_>>(), expected);
    db.close().await.unwrap();
}

macro_rules! described {
    ($backend:expr, $($entity:path),+ $(,)?) => {
        BTreeMap::from([$({
            use $entity as entity;
            let columns = entity::Column::iter().map(|column| {
                let definition = column.def();
                (column.to_string(), (kind($backend, definition.get_column_type()), definition.is_null()))
            });
            (entity::Entity.table_name().to_owned(), columns.collect::<Columns>())
        }),+])
    };
}

/// Every table as its entity describes it.
pub fn entities(backend: DbBackend) -> BTreeMap<String, Columns> {
    described!(
        backend,
        account::entity::account,
        account::entity::consent,
        account::entity::credential,
        account::entity::invitation,
        account::entity::known_device,
        account::entity::login_attempt,
        account::entity::session,
        account::second_factor::entity::recovery_code,
        account::second_factor::entity::second_factor,
        account::second_factor::entity::sign_in_step,
        attachment::entity,
        attachment::file_entity::attached_file,
        attachment::file_entity::upload,
        keyword_search::saved::entity,
        settings::entity,
        synonym::entity,
        topic::entity::search_query,
        topic::entity::search_request,
        topic::entity::search_topic,
        verification::entity,
        audit::entity,
        case_study::entity::case_study,
        case_study::entity::case_study_author,
        case_study::entity::case_study_duty,
        case_study::entity::case_study_indicator,
        case_study::entity::case_study_revision,
        case_study::entity::case_study_partner,
        case_study::entity::draft,
        case_study::entity::draft_remark,
        office::entity::paper_way,
        case_study::entity::draft_version,
        case_study::entity::measured_change,
        case_study::entity::result,
        case_study::entity::review,
        case_study::entity::review_mode,
        adoption::entity::adoption,
        adoption::entity::adoption_step,
        visit::entity::visit,
        visit::entity::visit_word,
        product::entity,
        collection::entity::collection,
        collection::entity::collection_curator,
        collection::entity::collection_item,
        content_change::entity::content_change,
        content_change::entity::site_state,
        curation::entity::desk_seen,
        curation::entity::desk_visit,
        curation::entity::feature,
        curation::entity::nudge,
        curation::entity::week_theme,
        data_request::entity,
        digest::entity::digest,
        digest::entity::digest_choice,
        digest::entity::digest_delivery,
        digest::entity::digest_item,
        discussion::entity,
        discussion::entity::comment_mention,
        discussion::entity::comment_revision,
        discussion::entity::reaction,
        erasure::entity,
        handover::entity,
        indicator::entity::indicator,
        indicator::entity::measure,
        job::entity,
        kecamatan::entity::region,
        kecamatan::entity::region_variant,
        meeting::entity::meeting,
        meeting::entity::meeting_item,
        meeting::minggon::entity::minggon,
        meeting::minggon::entity::minggon_item,
        lesson::entity::lesson,
        lesson::entity::lesson_indicator,
        lesson::entity::lesson_word,
        letter::entity,
        follow::entity,
        notification::choice::entity::notification_choice,
        notification::choice::entity::notification_off,
        notification::choice::entity::notification_setting,
        notification::entity,
        notification::post::entity::notification_mail,
        notification::post::entity::notification_round,
        notification::push::entity::push_key,
        notification::push::entity::push_subscription,
        office::entity::delegation,
        office::entity::office_term,
        question::entity::answer,
        question::entity::question,
        question::entity::question_indicator,
        report::entity::report,
        report::entity::report_word,
        sanction::entity::sanction,
        sanction::entity::sanction_word,
        sector::entity::duty,
        sector::entity::sector,
    )
}

fn kind(backend: DbBackend, column: &ColumnType) -> String {
    let sqlite = backend == DbBackend::Sqlite;
    let name = match column {
        ColumnType::String(_) | ColumnType::Text => "text",
        ColumnType::BigInteger if sqlite => "integer",
        ColumnType::BigInteger => "bigint",
        ColumnType::Integer => "integer",
        ColumnType::Boolean => "boolean",
        ColumnType::Double if sqlite => "double",
        ColumnType::Double => "double precision",
        ColumnType::Date if sqlite => "date_text",
        ColumnType::Date => "date",
        ColumnType::TimestampWithTimeZone if sqlite => "timestamp_with_timezone_text",
        ColumnType::TimestampWithTimeZone => "timestamp with time zone",
        other => panic!("a kind of column that our tables don't have: {other:?}"),
    };
    name.to_owned()
}

async fn columns_of(db: &DatabaseConnection, table: &str) -> Columns {
    let question = match db.get_database_backend() {
        DbBackend::Sqlite => format!(
            "SELECT name, lower(type) AS kind, CASE WHEN \"notnull\" = 1 OR pk > 0 THEN 'NO' ELSE 'YES' END AS absent
             FROM pragma_table_info('{table}')"
        ),
        _ => format!(
            "SELECT column_name::text AS name, data_type::text AS kind, is_nullable::text AS absent
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'"
        ),
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), question)).await.unwrap();
    let text = |row: &sea_orm::QueryResult, name: &str| row.try_get::<String>("", name).unwrap();
    rows.iter().map(|row| (text(row, "name"), (text(row, "kind"), text(row, "absent") == "YES"))).collect()
}

async fn tables(db: &DatabaseConnection) -> Vec<String> {
    let question = match db.get_database_backend() {
        DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        _ => "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'",
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), question)).await.unwrap();
    let mut names: Vec<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    names.retain(|name| name != "seaql_migrations");
    names.sort();
    names
}
