//! A camat lets the sekcam publish "a.n. Camat", and takes that back.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::acting;
use super::entity::delegation::{self, Column, Entity};
use crate::app::App;
use crate::audit;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// Lets the sekcam of a kecamatan publish. Doing it twice is the same as once.
pub async fn grant(app: &App, viewer: &Viewer, kecamatan: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let (account, acting) = who(&tx, viewer, kecamatan).await?;
    withdraw(&tx, kecamatan, account).await?;
    let row = delegation::ActiveModel {
        kecamatan_code: Set(kecamatan.to_owned()),
        granted_by: Set(account.get()),
        granted_at: Set(tx.now()),
        revoked_at: Set(None),
        revoked_by: Set(None),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(&*tx).await?;
    record(&tx, account, &acting, "delegate", kecamatan).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Takes it back.
pub async fn revoke(app: &App, viewer: &Viewer, kecamatan: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let (account, acting) = who(&tx, viewer, kecamatan).await?;
    withdraw(&tx, kecamatan, account).await?;
    record(&tx, account, &acting, "revoke_delegation", kecamatan).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// What a camat had granted ends with the term: the successor decides anew.
pub async fn lapse(tx: &WriteTransaction, kecamatan: &str, granted_by: AccountId, by: AccountId) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(Some(tx.now())))
        .col_expr(Column::RevokedBy, Expr::value(Some(by.get())))
        .filter(Column::KecamatanCode.eq(kecamatan))
        .filter(Column::GrantedBy.eq(granted_by.get()))
        .filter(Column::RevokedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

/// What lapsed with a term at that moment stands again with it.
pub(super) async fn revive(
    tx: &WriteTransaction,
    kecamatan: &str,
    granted_by: AccountId,
    by: AccountId,
    ended_at: DateTime<Utc>,
) -> Result<()> {
    // It lapsed in the transaction that wrote the end down, just before.
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::RevokedBy, Expr::value(Option::<i64>::None))
        .filter(Column::KecamatanCode.eq(kecamatan))
        .filter(Column::GrantedBy.eq(granted_by.get()))
        .filter(Column::RevokedBy.eq(by.get()))
        .filter(Column::RevokedAt.between(ended_at - Duration::seconds(10), ended_at))
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn who(tx: &WriteTransaction, viewer: &Viewer, kecamatan: &str) -> Result<(AccountId, Acting)> {
    let acting = acting(tx, viewer).await?;
    policy::require(Act::Delegate, &acting, kecamatan)?;
    Ok((viewer.account().ok_or(Error::Forbidden)?, acting))
}

async fn withdraw(tx: &WriteTransaction, kecamatan: &str, by: AccountId) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(Some(tx.now())))
        .col_expr(Column::RevokedBy, Expr::value(Some(by.get())))
        .filter(Column::KecamatanCode.eq(kecamatan))
        .filter(Column::RevokedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn record(tx: &WriteTransaction, account: AccountId, acting: &Acting, act: &str, kecamatan: &str) -> Result<()> {
    audit::record(
        tx,
        audit::Entry {
            account: Some(account),
            term: Some(acting.term),
            act,
            subject_kind: "region",
            subject_id: kecamatan.to_owned(),
            reason: "",
        },
    )
    .await
}
