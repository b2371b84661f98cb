//! Every table of the schema in the order of its foreign keys, read and written as one JSON object a row. A table that is
//! missing here fails a test that compares the list with the migrated schema.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
    PrimaryKeyToColumn, PrimaryKeyTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Rows read at once: bounded memory, whatever the table holds.
const PAGE_ROWS: usize = 500;

/// Takes one row as JSON.
pub type Sink<'a> = dyn FnMut(&[u8]) -> anyhow::Result<()> + 'a;

macro_rules! tables {
    ($($name:literal $entity:ty;)*) => {
        /// Their names, those first that others refer to.
        pub const NAMES: &[&str] = &[$($name),*];

        /// Reads a table in the order of its key; returns how many rows there were.
        pub async fn read(db: &impl ConnectionTrait, table: &str, sink: &mut Sink<'_>) -> anyhow::Result<u64> {
            match table {
                $($name => read_rows::<$entity>(db, sink).await,)*
                _ => anyhow::bail!("this version has no table {table}"),
            }
        }

        /// Writes rows with the ids that they have.
        pub async fn write(db: &impl ConnectionTrait, table: &str, rows: &[Vec<u8>]) -> anyhow::Result<()> {
            match table {
                $($name => write_rows::<$entity>(db, rows).await,)*
                _ => anyhow::bail!("this version has no table {table}"),
            }
        }

        /// An error when a row can't be one of this table.
        pub fn check(table: &str, row: &[u8]) -> anyhow::Result<()> {
            match table {
                $($name => serde_json::from_slice::<<$entity as EntityTrait>::Model>(row).map(|_| ())?,)*
                _ => anyhow::bail!("this version has no table {table}"),
            }
            Ok(())
        }

        /// Empties every table, those first that refer to others.
        pub async fn clear(db: &impl ConnectionTrait) -> anyhow::Result<()> {
            for table in NAMES.iter().rev() {
                match *table {
                    $($name => { <$entity>::delete_many().exec(db).await?; })*
                    _ => {}
                }
            }
            Ok(())
        }

        /// Lets PostgreSQL go on counting after the highest number; SQLite sees it by itself.
        pub async fn continue_counting(db: &impl ConnectionTrait) -> anyhow::Result<()> {
            $(continue_counting_of::<$entity>(db).await?;)*
            Ok(())
        }
    };
}

tables! {
    "region" crate::kecamatan::entity::region::Entity;
    "region_variant" crate::kecamatan::entity::region_variant::Entity;
    "sector" crate::sector::entity::sector::Entity;
    "duty" crate::sector::entity::duty::Entity;
    "indicator" crate::indicator::entity::indicator::Entity;
    "measure" crate::indicator::entity::measure::Entity;
    "account" crate::account::entity::account::Entity;
    "consent" crate::account::entity::consent::Entity;
    "credential" crate::account::entity::credential::Entity;
    "known_device" crate::account::entity::known_device::Entity;
    "second_factor" crate::account::second_factor::entity::second_factor::Entity;
    "recovery_code" crate::account::second_factor::entity::recovery_code::Entity;
    "sign_in_step" crate::account::second_factor::entity::sign_in_step::Entity;
    "login_attempt" crate::account::entity::login_attempt::Entity;
    "office_term" crate::office::entity::office_term::Entity;
    "delegation" crate::office::entity::delegation::Entity;
    "session" crate::account::entity::session::Entity;
    "invitation" crate::account::entity::invitation::Entity;
    "case_study" crate::case_study::entity::case_study::Entity;
    "case_study_revision" crate::case_study::entity::case_study_revision::Entity;
    "case_study_indicator" crate::case_study::entity::case_study_indicator::Entity;
    "case_study_duty" crate::case_study::entity::case_study_duty::Entity;
    "case_study_author" crate::case_study::entity::case_study_author::Entity;
    "result" crate::case_study::entity::result::Entity;
    "draft" crate::case_study::entity::draft::Entity;
    "draft_remark" crate::case_study::entity::draft_remark::Entity;
    "case_study_partner" crate::case_study::entity::case_study_partner::Entity;
    "paper_way" crate::office::entity::paper_way::Entity;
    "review_mode" crate::case_study::entity::review_mode::Entity;
    "review" crate::case_study::entity::review::Entity;
    "verification" crate::verification::entity::Entity;
    "handover" crate::handover::entity::Entity;
    "contribution_letter" crate::letter::entity::Entity;
    "draft_version" crate::case_study::entity::draft_version::Entity;
    "attachment" crate::attachment::entity::Entity;
    "attached_file" crate::attachment::file_entity::attached_file::Entity;
    "upload" crate::attachment::file_entity::upload::Entity;
    "feature" crate::curation::entity::feature::Entity;
    "collection" crate::collection::entity::collection::Entity;
    "collection_item" crate::collection::entity::collection_item::Entity;
    "collection_curator" crate::collection::entity::collection_curator::Entity;
    "adoption" crate::adoption::entity::adoption::Entity;
    "adoption_step" crate::adoption::entity::adoption_step::Entity;
    "visit" crate::visit::entity::visit::Entity;
    "visit_word" crate::visit::entity::visit_word::Entity;
    "product" crate::product::entity::Entity;
    "measured_change" crate::case_study::entity::measured_change::Entity;
    "site_text" crate::settings::entity::Entity;
    "synonym" crate::synonym::entity::Entity;
    "search_topic" crate::topic::entity::search_topic::Entity;
    "question" crate::question::entity::question::Entity;
    "question_indicator" crate::question::entity::question_indicator::Entity;
    "answer" crate::question::entity::answer::Entity;
    "lesson" crate::lesson::entity::lesson::Entity;
    "lesson_indicator" crate::lesson::entity::lesson_indicator::Entity;
    "lesson_word" crate::lesson::entity::lesson_word::Entity;
    "search_request" crate::topic::entity::search_request::Entity;
    "search_query" crate::topic::entity::search_query::Entity;
    "saved_search" crate::keyword_search::saved::entity::Entity;
    "digest" crate::digest::entity::digest::Entity;
    "digest_item" crate::digest::entity::digest_item::Entity;
    "digest_delivery" crate::digest::entity::digest_delivery::Entity;
    "digest_choice" crate::digest::entity::digest_choice::Entity;
    "desk_visit" crate::curation::entity::desk_visit::Entity;
    "desk_seen" crate::curation::entity::desk_seen::Entity;
    "week_theme" crate::curation::entity::week_theme::Entity;
    "nudge" crate::curation::entity::nudge::Entity;
    "meeting" crate::meeting::entity::meeting::Entity;
    "meeting_item" crate::meeting::entity::meeting_item::Entity;
    "minggon" crate::meeting::minggon::entity::minggon::Entity;
    "minggon_item" crate::meeting::minggon::entity::minggon_item::Entity;
    "comment" crate::discussion::entity::Entity;
    "comment_revision" crate::discussion::entity::comment_revision::Entity;
    "comment_mention" crate::discussion::entity::comment_mention::Entity;
    "reaction" crate::discussion::entity::reaction::Entity;
    "report" crate::report::entity::report::Entity;
    "report_word" crate::report::entity::report_word::Entity;
    "data_request" crate::data_request::entity::Entity;
    "erasure" crate::erasure::entity::Entity;
    "sanction" crate::sanction::entity::sanction::Entity;
    "sanction_word" crate::sanction::entity::sanction_word::Entity;
    "content_change" crate::content_change::entity::content_change::Entity;
    "site_state" crate::content_change::entity::site_state::Entity;
    "job" crate::job::entity::Entity;
    "audit_entry" crate::audit::entity::Entity;
    "follow" crate::follow::entity::Entity;
    "notification_choice" crate::notification::choice::entity::notification_choice::Entity;
    "notification_off" crate::notification::choice::entity::notification_off::Entity;
    "notification_setting" crate::notification::choice::entity::notification_setting::Entity;
    "notification_mail" crate::notification::post::entity::notification_mail::Entity;
    "notification_round" crate::notification::post::entity::notification_round::Entity;
    "push_subscription" crate::notification::push::entity::push_subscription::Entity;
    "push_key" crate::notification::push::entity::push_key::Entity;
    "notification" crate::notification::entity::Entity;
}

async fn read_rows<E>(db: &impl ConnectionTrait, sink: &mut Sink<'_>) -> anyhow::Result<u64>
where
    E: EntityTrait,
    E::Model: Serialize,
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    let mut count = 0;
    let mut last: Option<E::Model> = None;
    loop {
        let mut query = E::find();
        if let Some(last) = &last {
            query = query.filter(after::<E>(last));
        }
        for key in E::PrimaryKey::iter() {
            query = query.order_by_asc(key.into_column());
        }
        let page = query.limit(PAGE_ROWS as u64).all(db).await?;
        for row in &page {
            sink(&serde_json::to_vec(row)?)?;
        }
        count += page.len() as u64;
        if page.len() < PAGE_ROWS {
            return Ok(count);
        }
        last = page.into_iter().last();
    }
}

/// The condition that a row's key comes after another's, column by column.
fn after<E>(last: &E::Model) -> Condition
where
    E: EntityTrait,
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    let keys: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    let mut any = Condition::any();
    for (index, key) in keys.iter().enumerate() {
        let mut all = Condition::all();
        for earlier in &keys[..index] {
            all = all.add(earlier.eq(last.get(*earlier)));
        }
        any = any.add(all.add(key.gt(last.get(*key))));
    }
    any
}

async fn write_rows<E>(db: &impl ConnectionTrait, rows: &[Vec<u8>]) -> anyhow::Result<()>
where
    E: EntityTrait,
    E::Model: DeserializeOwned + IntoActiveModel<E::ActiveModel>,
{
    let rows = rows.iter().map(|row| serde_json::from_slice::<E::Model>(row).map(IntoActiveModel::into_active_model));
    let rows = rows.collect::<Result<Vec<E::ActiveModel>, _>>()?;
    if !rows.is_empty() {
        E::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

async fn continue_counting_of<E: EntityTrait>(db: &impl ConnectionTrait) -> anyhow::Result<()>
where
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    if db.get_database_backend() != DbBackend::Postgres || !E::PrimaryKey::auto_increment() {
        return Ok(());
    }
    let entity = E::default();
    let table = entity.table_name();
    for key in E::PrimaryKey::iter() {
        let key = sea_orm::IdenStatic::as_str(&key.into_column()).to_owned();
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('\"{table}\"', '{key}'), \
             (SELECT COALESCE(MAX(\"{key}\"), 1) FROM \"{table}\"), (SELECT COUNT(*) > 0 FROM \"{table}\"))"
        );
        db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    }
    Ok(())
}
