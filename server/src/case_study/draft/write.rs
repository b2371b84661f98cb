//! Writing a draft's row and the version that is kept of it, in an open transaction.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::Step;
use super::found::locked;
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::entity::{draft, draft_version};
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::{AccountId, DraftKey};
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;
use crate::web::forms::too_large;

/// What a new draft grows from.
#[derive(Clone, Copy, Default)]
pub(super) struct Origin {
    /// The study that it edits.
    pub(super) case_study: Option<i64>,
    /// The revision that its text came from.
    pub(super) revision: Option<i64>,
    /// The entry of the ledger that it tells of.
    pub(super) adoption: Option<i64>,
}

/// The draft that a photo or file joins or leaves, locked, and who does that. An upload may come before the first save: with
/// the name of its device, which may be empty, it begins the draft. What is published takes nothing more.
pub(super) async fn hold(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    key: DraftKey,
    uploaded_by: Option<&str>,
) -> Result<(draft::Model, AccountId)> {
    let acting = office::acting(tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = match (locked(tx, &acting, viewer, key, Act::WriteDraft).await, uploaded_by) {
        (Err(Error::NotFound), Some(writer)) => {
            policy::require(Act::WriteDraft, &acting, &acting.region)?;
            let row =
                begin(app, tx, account, key, &acting.region, &Content::default(), Origin::default(), None).await?;
            write_down(tx, row, writer).await?
        }
        (found, _) => found?,
    };
    if row.published_case_study_id.is_some() {
        return Err(Error::Conflict("Draf ini sudah terbit. Buka halamannya, lalu pilih Ubah.".to_owned()));
    }
    Ok((row, account))
}

/// Begins a draft in the open transaction.
#[expect(clippy::too_many_arguments, reason = "a row with this many facts, each of them needed")]
pub(super) async fn begin(
    app: &App,
    tx: &WriteTransaction,
    creator: AccountId,
    key: DraftKey,
    kecamatan: &str,
    content: &Content,
    origin: Origin,
    visibility: Option<String>,
) -> Result<draft::Model> {
    let row = draft::ActiveModel {
        key: Set(key.to_string()),
        creator_id: Set(creator.get()),
        kecamatan_code: Set(kecamatan.to_owned()),
        case_study_id: Set(origin.case_study),
        base_revision_id: Set(origin.revision),
        step: Set(Step::Written.as_str().to_owned()),
        document: Set(document(app, content)?),
        version: Set(1),
        note: Set(String::new()),
        visibility: Set(visibility.unwrap_or_else(|| "public".to_owned())),
        updated_at: Set(tx.now()),
        updated_by: Set(creator.get()),
        created_at: Set(tx.now()),
        published_case_study_id: Set(None),
        writer: Set(String::new()),
        writer_from: Set(1),
        reviewed_version: Set(None),
        adoption_id: Set(origin.adoption),
        ..Default::default()
    };
    let id = draft::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    let row = draft::Entity::find_by_id(id).one(&**tx).await?.ok_or(Error::NotFound)?;
    keep_version(tx, &row, creator).await?;
    Ok(row)
}

/// Writes the next version of a draft; `writer` names the device, when it has a name.
#[expect(clippy::too_many_arguments, reason = "a row with this many facts, each of them needed")]
pub(super) async fn store(
    app: &App,
    tx: &WriteTransaction,
    row: draft::Model,
    account: AccountId,
    content: &Content,
    visibility: String,
    base_revision: Option<i64>,
    writer: &str,
) -> Result<draft::Model> {
    let version = row.version + 1;
    let goes_on = !writer.is_empty() && writer == row.writer;
    let row = draft::Model {
        document: document(app, content)?,
        version,
        writer: writer.to_owned(),
        writer_from: if goes_on { row.writer_from } else { version },
        visibility,
        base_revision_id: base_revision,
        updated_at: tx.now(),
        updated_by: account.get(),
        ..row
    };
    draft::Entity::update_many()
        .col_expr(draft::Column::Document, Expr::value(row.document.clone()))
        .col_expr(draft::Column::Version, Expr::value(row.version))
        .col_expr(draft::Column::Visibility, Expr::value(row.visibility.clone()))
        .col_expr(draft::Column::BaseRevisionId, Expr::value(row.base_revision_id))
        .col_expr(draft::Column::UpdatedAt, Expr::value(row.updated_at))
        .col_expr(draft::Column::UpdatedBy, Expr::value(row.updated_by))
        .col_expr(draft::Column::Writer, Expr::value(row.writer.clone()))
        .col_expr(draft::Column::WriterFrom, Expr::value(row.writer_from))
        .filter(draft::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    keep_version(tx, &row, account).await?;
    Ok(row)
}

/// Notes the device that began a draft.
pub(super) async fn write_down(tx: &WriteTransaction, row: draft::Model, writer: &str) -> Result<draft::Model> {
    if writer.is_empty() {
        return Ok(row);
    }
    draft::Entity::update_many()
        .col_expr(draft::Column::Writer, Expr::value(writer))
        .filter(draft::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    Ok(draft::Model { writer: writer.to_owned(), ..row })
}

async fn keep_version(tx: &WriteTransaction, row: &draft::Model, account: AccountId) -> Result<()> {
    let kept = draft_version::ActiveModel {
        draft_id: Set(row.id),
        version: Set(row.version),
        document: Set(row.document.clone()),
        saved_by: Set(account.get()),
        saved_at: Set(tx.now()),
        ..Default::default()
    };
    draft_version::Entity::insert(kept).exec_without_returning(&**tx).await?;
    Ok(())
}

fn document(app: &App, content: &Content) -> Result<String> {
    let document = content.to_document()?;
    let limit = app.config.limits.document_bytes;
    if document.len() > limit { Err(too_large(document.len(), limit)) } else { Ok(document) }
}

/// A kept version of a draft.
pub(super) async fn version(db: &WriteTransaction, row: &draft::Model, number: i64) -> Result<Option<Content>> {
    let kept = draft_version::Entity::find()
        .filter(draft_version::Column::DraftId.eq(row.id))
        .filter(draft_version::Column::Version.eq(number))
        .one(&**db)
        .await?;
    Ok(kept.map(|kept| Content::parse(&kept.document)).transpose()?)
}
