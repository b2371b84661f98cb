//! The history of the schema, for SQLite and PostgreSQL alike, and the places and words it starts with. It never uses
//! the server: entities move on, history does not.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{
    DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

mod columns;
mod seed;

mod m20261124_000001_places;
mod m20261124_000002_sectors_and_duties;
mod m20261124_000003_indicators_and_measures;
mod m20261124_000004_accounts;
mod m20261124_000005_office_terms;
mod m20261124_000006_sessions_and_invitations;
mod m20261124_000007_case_studies;
mod m20261124_000008_drafts;
mod m20261124_000009_attachments;
mod m20261124_000010_curation;
mod m20261124_000011_comments;
mod m20261124_000012_records_and_work;
mod m20261124_000013_seed_places;
mod m20261124_000014_seed_sectors_and_duties;
mod m20261124_000015_seed_indicators_and_measures;
mod m20261124_000016_history_id;
mod m20261125_000017_synonyms;
mod m20261125_000018_search_topics;
mod m20261125_000019_search_queries;
mod m20261125_000020_saved_searches;
mod m20261125_000021_files;
mod m20261125_000022_review;
mod m20261125_000023_draft_writer;
mod m20261125_000024_reviews;
mod m20261125_000025_second_factor;
mod m20261125_000027_handovers;
mod m20261125_000028_known_devices;
mod m20261125_000029_verifications;
mod m20261125_000030_desk;
mod m20261125_000031_collections;
mod m20261126_000032_digests;
mod m20261126_000033_reports;
mod m20261128_000034_sanctions;
mod m20261128_000035_settings;
mod m20261128_000036_erasures;
mod m20261128_000037_evidence;
mod m20261128_000038_data_requests;
mod m20261128_000039_cabe;
mod m20261128_000040_adoptions;
mod m20261128_000041_conversation;
mod m20261128_000042_questions;
mod m20261128_000043_follow;
mod m20261128_000044_meetings;
mod m20261128_000045_contribution_letters;
mod m20261128_000046_lineage_and_impact;
mod m20261128_000047_products;
mod m20261128_000048_visits;
mod m20261128_000049_lessons;
mod m20261128_000050_reports_of_questions;
mod m20261128_000051_heartbeat;
mod m20261128_000052_refused_mail;
mod m20261128_000054_hidden_photos;
mod m20261128_000056_notification_off;
mod m20261128_000057_offered_times;
mod m20261128_000058_notices_of_an_event;

/// Key of the PostgreSQL advisory lock that lets one node migrate while the others wait.
const MIGRATION_LOCK: i64 = 0x666f_7275_6d02;

/// Every change of the schema, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_places::Migration),
            Box::new(m20261124_000002_sectors_and_duties::Migration),
            Box::new(m20261124_000003_indicators_and_measures::Migration),
            Box::new(m20261124_000004_accounts::Migration),
            Box::new(m20261124_000005_office_terms::Migration),
            Box::new(m20261124_000006_sessions_and_invitations::Migration),
            Box::new(m20261124_000007_case_studies::Migration),
            Box::new(m20261124_000008_drafts::Migration),
            Box::new(m20261124_000009_attachments::Migration),
            Box::new(m20261124_000010_curation::Migration),
            Box::new(m20261124_000011_comments::Migration),
            Box::new(m20261124_000012_records_and_work::Migration),
            Box::new(m20261124_000013_seed_places::Migration),
            Box::new(m20261124_000014_seed_sectors_and_duties::Migration),
            Box::new(m20261124_000015_seed_indicators_and_measures::Migration),
            Box::new(m20261124_000016_history_id::Migration),
            Box::new(m20261125_000017_synonyms::Migration),
            Box::new(m20261125_000018_search_topics::Migration),
            Box::new(m20261125_000019_search_queries::Migration),
            Box::new(m20261125_000020_saved_searches::Migration),
            Box::new(m20261125_000021_files::Migration),
            Box::new(m20261125_000022_review::Migration),
            Box::new(m20261125_000023_draft_writer::Migration),
            Box::new(m20261125_000024_reviews::Migration),
            Box::new(m20261125_000025_second_factor::Migration),
            Box::new(m20261125_000027_handovers::Migration),
            Box::new(m20261125_000028_known_devices::Migration),
            Box::new(m20261125_000029_verifications::Migration),
            Box::new(m20261125_000030_desk::Migration),
            Box::new(m20261125_000031_collections::Migration),
            Box::new(m20261126_000032_digests::Migration),
            Box::new(m20261126_000033_reports::Migration),
            Box::new(m20261128_000034_sanctions::Migration),
            Box::new(m20261128_000035_settings::Migration),
            Box::new(m20261128_000036_erasures::Migration),
            Box::new(m20261128_000037_evidence::Migration),
            Box::new(m20261128_000038_data_requests::Migration),
            Box::new(m20261128_000039_cabe::Migration),
            Box::new(m20261128_000040_adoptions::Migration),
            Box::new(m20261128_000041_conversation::Migration),
            Box::new(m20261128_000042_questions::Migration),
            Box::new(m20261128_000043_follow::Migration),
            Box::new(m20261128_000044_meetings::Migration),
            Box::new(m20261128_000045_contribution_letters::Migration),
            Box::new(m20261128_000046_lineage_and_impact::Migration),
            Box::new(m20261128_000047_products::Migration),
            Box::new(m20261128_000048_visits::Migration),
            Box::new(m20261128_000049_lessons::Migration),
            Box::new(m20261128_000050_reports_of_questions::Migration),
            Box::new(m20261128_000051_heartbeat::Migration),
            Box::new(m20261128_000052_refused_mail::Migration),
            Box::new(m20261128_000054_hidden_photos::Migration),
            Box::new(m20261128_000058_notices_of_an_event::Migration),
            Box::new(m20261128_000056_notification_off::Migration),
            Box::new(m20261128_000057_offered_times::Migration),
        ]
    }
}

/// Applies every pending migration in one transaction: all of them or none, and one node at a time. This is what
/// `serve` and `migrate` call; [`Migrator::up`] alone would let two nodes of a new PostgreSQL collide.
pub async fn migrate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let sqlite = db.get_database_backend() == DbBackend::Sqlite;
    let tx = db
        .begin_with_options(TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
        })
        .await?;
    if !sqlite {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    }
    Migrator::up(&tx, None).await?;
    tx.commit().await
}
