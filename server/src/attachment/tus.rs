//! Uploads in pieces (tus 1.0, core and creation): the offset is in the database, so that any node goes on; the pieces are
//! in the object store until the file is whole.

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::file_entity::upload;
use crate::account::session;
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::{AccountId, DraftKey};

/// Where pieces lie.
pub const FOLDER: &str = "upload";

/// One piece may be so large.
pub const MAX_PIECE_BYTES: usize = 5 * 1024 * 1024;

/// Begins an upload.
pub async fn create(app: &App, account: AccountId, draft: DraftKey, name: &str, size: usize) -> Result<upload::Model> {
    let tx = app.db.begin_write().await?;
    let row = upload::ActiveModel {
        token: Set(session::new_token()),
        draft_key: Set(draft.to_string()),
        account_id: Set(account.get()),
        name: Set(crate::web::forms::line(name).chars().take(200).collect()),
        size_bytes: Set(i64::try_from(size).unwrap_or(i64::MAX)),
        received_bytes: Set(0),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let id = upload::Entity::insert(row).exec(&*tx).await?.last_insert_id;
    let row = upload::Entity::find_by_id(id).one(&*tx).await?.ok_or(Error::NotFound)?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}

/// An upload of this person for this draft.
pub async fn find(app: &App, account: AccountId, draft: DraftKey, token: &str) -> Result<upload::Model> {
    let row = upload::Entity::find().filter(upload::Column::Token.eq(token)).one(app.db.read()).await?;
    row.filter(|row| row.account_id == account.get() && row.draft_key == draft.to_string()).ok_or(Error::NotFound)
}

/// Stores the next piece; gives the new offset, or none when the piece does not begin where the last one ended.
pub async fn append(app: &App, row: &upload::Model, offset: i64, piece: Bytes) -> Result<Option<i64>> {
    if offset != row.received_bytes {
        return Ok(None);
    }
    let received = offset + i64::try_from(piece.len()).unwrap_or(i64::MAX);
    if received > row.size_bytes {
        return Err(Error::TooLarge("Berkas yang dikirim lebih besar daripada yang disebutkan.".to_owned()));
    }
    if !piece.is_empty() {
        app.files.put(&piece_key(&row.token, offset), piece).await?;
    }
    let tx = app.db.begin_write().await?;
    let moved = upload::Entity::update_many()
        .col_expr(upload::Column::ReceivedBytes, Expr::value(received))
        .filter(upload::Column::Id.eq(row.id))
        .filter(upload::Column::ReceivedBytes.eq(offset))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok((moved.rows_affected == 1).then_some(received))
}

/// The whole file, once every piece is there.
pub async fn whole(app: &App, row: &upload::Model) -> Result<Bytes> {
    let mut out = BytesMut::new();
    let mut offset = 0;
    while offset < row.size_bytes {
        let piece = app.files.get(&piece_key(&row.token, offset)).await?;
        if piece.is_empty() {
            return Err(Error::NotFound);
        }
        offset += i64::try_from(piece.len()).unwrap_or(i64::MAX);
        out.extend_from_slice(&piece);
    }
    Ok(out.freeze())
}

/// Forgets an upload and its pieces.
pub async fn forget(app: &App, row: &upload::Model) -> Result<()> {
    let tx = app.db.begin_write().await?;
    upload::Entity::delete_by_id(row.id).exec(&*tx).await?;
    tx.commit(Effect::Private).await?;
    for (key, _) in app.files.list(&format!("{FOLDER}/{}", row.token)).await? {
        app.files.delete(&key).await?;
    }
    Ok(())
}

/// Forgets uploads that began before a moment, and pieces that no upload knows.
pub async fn sweep(app: &App, before: DateTime<Utc>) -> Result<usize> {
    let tx = app.db.begin_write().await?;
    upload::Entity::delete_many().filter(upload::Column::CreatedAt.lt(before)).exec(&*tx).await?;
    tx.commit(Effect::Private).await?;
    let old = app.files.list_before(FOLDER, before).await?;
    for key in &old {
        app.files.delete(key).await?;
    }
    Ok(old.len())
}

fn piece_key(token: &str, offset: i64) -> String {
    format!("{FOLDER}/{token}/{offset:012}")
}
