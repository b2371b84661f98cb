//! Files of a draft or a study: checked, stored, recorded; bytes before the row, as photos have it.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

use super::file_entity::attached_file;
use super::kind::FileKind;
use super::reader;
use super::upload::key;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{AccountId, FileId};

/// The stored bytes of a file.
const WHOLE: &str = "file";

/// A file whose bytes are stored already.
#[derive(Clone, Debug)]
pub struct StoredFile {
    sha256: String,
    kind: FileKind,
    size_bytes: usize,
}

/// A file as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileView {
    /// Number of the row.
    pub id: i64,
    /// Where it is fetched.
    pub url: String,
    /// "Kalender tanam".
    pub title: String,
    /// "PDF, 1,2 MB".
    pub about: String,
}

/// Checks what a file is and stores its bytes. What is wrong with it is a problem of the field `file`.
pub async fn store_file(app: &App, bytes: Bytes) -> Result<StoredFile> {
    let looked_at = bytes.clone();
    let kind = tokio::task::spawn_blocking(move || FileKind::of(&looked_at)).await;
    let kind = kind
        .map_err(|error| Error::Internal(error.into()))?
        .map_err(|sentence| Error::Invalid(Problems::one("file", sentence)))?;
    let stored = StoredFile { sha256: hex::encode(Sha256::digest(&bytes)), kind, size_bytes: bytes.len() };
    app.files.put(&key(&stored.sha256, WHOLE), bytes).await?;
    Ok(stored)
}

/// Writes the row of a stored file and gives its id; a file that the draft has already gives the id it has.
pub async fn record_file(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    stored: &StoredFile,
    name: &str,
    draft: i64,
    account: AccountId,
) -> Result<i64> {
    let row = attached_file::ActiveModel {
        draft_id: Set(Some(draft)),
        case_study_id: Set(None),
        sha256: Set(stored.sha256.clone()),
        original_name: Set(crate::web::forms::line(name).chars().take(200).collect()),
        kind: Set(stored.kind.as_str().to_owned()),
        size_bytes: Set(i64::try_from(stored.size_bytes).unwrap_or(i64::MAX)),
        text_state: Set("waiting".to_owned()),
        pages: Set("[]".to_owned()),
        uploaded_by: Set(Some(account.get())),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(attached_file::Entity::insert(row).exec(db).await?.last_insert_id)
}

/// The file among these that has the bytes that were stored just now.
pub async fn same_file(db: &impl ConnectionTrait, ids: &[i64], stored: &StoredFile) -> Result<Option<i64>> {
    let rows = files(db, ids).await?;
    Ok(rows.into_values().find(|row| row.sha256 == stored.sha256).map(|row| row.id))
}

/// The rows of these files by id, in one statement.
pub async fn files(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, attached_file::Model>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = attached_file::Entity::find()
        .filter(attached_file::Column::Id.is_in(ids.iter().copied()))
        // A file without a hash was erased.
        .filter(attached_file::Column::Sha256.ne(""))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// A file with the title that its study gives it; its own name where there is none.
pub fn view(row: &attached_file::Model, title: &str) -> FileView {
    let title = if title.is_empty() { without_ending(&row.original_name) } else { title.to_owned() };
    let name = format!("{}.{}", format::slug(&title), row.kind);
    FileView {
        id: row.id,
        url: format!("/berkas/f/{}/{}/{name}", row.id, &row.sha256[..16.min(row.sha256.len())]),
        about: format!("{}, {}", row.kind.to_uppercase(), size(row.size_bytes)),
        title,
    }
}

/// "Kalender tanam" from "Kalender tanam.pdf".
pub fn without_ending(name: &str) -> String {
    name.rsplit_once('.').filter(|(start, _)| !start.is_empty()).map_or(name, |(start, _)| start).to_owned()
}

/// "1,2 MB", "340 KB".
pub fn size(bytes: i64) -> String {
    if bytes >= 1_048_576 {
        let tenths = bytes * 10 / 1_048_576;
        return format!("{} MB", format::decimal(&format!("{}.{}", tenths / 10, tenths % 10)));
    }
    format!("{} KB", format::integer((bytes + 1023) / 1024))
}

/// Where the bytes of a file lie.
pub fn file_key(row: &attached_file::Model) -> String {
    key(&row.sha256, WHOLE)
}

/// The ids of the files that belong to a draft, or to the study that it edits.
pub async fn file_ids_of(db: &impl ConnectionTrait, draft: i64, case_study: Option<i64>) -> Result<Vec<i64>> {
    let mut owner = Condition::any().add(attached_file::Column::DraftId.eq(draft));
    if let Some(study) = case_study {
        owner = owner.add(attached_file::Column::CaseStudyId.eq(study));
    }
    Ok(attached_file::Entity::find().filter(owner).all(db).await?.into_iter().map(|row| row.id).collect())
}

/// Forgets the files of a draft that no study has offered.
pub async fn forget_unpublished_files(db: &impl ConnectionTrait, draft: i64) -> Result<()> {
    attached_file::Entity::delete_many()
        .filter(attached_file::Column::DraftId.eq(draft))
        .filter(attached_file::Column::CaseStudyId.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Gives the files that no study has offered from one draft to the next.
pub async fn hand_over_files(db: &impl ConnectionTrait, from: i64, to: i64) -> Result<()> {
    attached_file::Entity::update_many()
        .col_expr(attached_file::Column::DraftId, Expr::value(to))
        .filter(attached_file::Column::DraftId.eq(from))
        .filter(attached_file::Column::CaseStudyId.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Gives the files of a draft to the study that offers them: from now on the study's gate is theirs.
pub async fn attach_files(db: &impl ConnectionTrait, ids: &[i64], draft: i64, case_study: i64) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    attached_file::Entity::update_many()
        .col_expr(attached_file::Column::CaseStudyId, Expr::value(case_study))
        .filter(attached_file::Column::Id.is_in(ids.iter().copied()))
        .filter(attached_file::Column::DraftId.eq(draft))
        .filter(attached_file::Column::CaseStudyId.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// What came of reading a file.
pub struct ReadText(Option<reader::Pages>);

/// Reads the text of a file in a process of its own; none when the file is gone.
pub(super) async fn read_text(app: &App, file: FileId) -> Result<Option<ReadText>> {
    let row = attached_file::Entity::find_by_id(file.get()).one(app.db.read()).await?;
    let Some(row) = row.filter(|row| !row.sha256.is_empty()) else {
        return Ok(None);
    };
    let Some(kind) = FileKind::parse(&row.kind) else {
        return Ok(Some(ReadText(None)));
    };
    let bytes = app.files.get(&file_key(&row)).await?;
    match reader::read(kind, &bytes).await {
        Ok(pages) => Ok(Some(ReadText(Some(pages)))),
        Err(error) => {
            tracing::warn!(file = row.id, error = format!("{error:#}"), "the text of a file can't be read");
            Ok(Some(ReadText(None)))
        }
    }
}

pub(super) async fn keep_text(db: &impl ConnectionTrait, file: FileId, text: &ReadText) -> Result<Option<i64>> {
    let (state, pages) = match &text.0 {
        Some(pages) => ("read", serde_json::to_string(pages)?),
        None => ("unreadable", "[]".to_owned()),
    };
    attached_file::Entity::update_many()
        .col_expr(attached_file::Column::TextState, Expr::value(state))
        .col_expr(attached_file::Column::Pages, Expr::value(pages))
        .filter(attached_file::Column::Id.eq(file.get()))
        // The file may have been erased while it was read.
        .filter(attached_file::Column::Sha256.ne(""))
        .exec(db)
        .await?;
    let row = attached_file::Entity::find_by_id(file.get()).one(db).await?;
    Ok(row.and_then(|row| row.case_study_id))
}

/// Number and text of each page that was read.
pub fn pages(row: &attached_file::Model) -> reader::Pages {
    serde_json::from_str(&row.pages).unwrap_or_default()
}
