//! Who agreed to which version of the terms of use, and when.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::{account, consent};
use crate::app::App;
use crate::audit;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::viewer::SignedIn;

/// The document that the terms of use are.
pub const TERMS: &str = "terms";

/// The person, and the newest version of the terms that still stands agreed to; 0 for none. One statement.
pub async fn person(db: &impl ConnectionTrait, account: i64) -> Result<Option<(account::Model, i32)>, DbErr> {
    let found = account::Entity::find_by_id(account).expr_as(agreed(account), "agreed").into_model::<Agreed>().one(db);
    Ok(found.await?.map(|row| (row.person, row.agreed.unwrap_or_default())))
}

#[derive(sea_orm::FromQueryResult)]
struct Agreed {
    #[sea_orm(nested)]
    person: account::Model,
    agreed: Option<i32>,
}

fn agreed(account: i64) -> Expr {
    let newest: SelectStatement = Query::select()
        .expr(Expr::col(consent::Column::Version).max())
        .from(consent::Entity)
        .and_where(consent::Column::AccountId.eq(account))
        .and_where(consent::Column::Document.eq(TERMS))
        .and_where(consent::Column::WithdrawnAt.is_null())
        .to_owned();
    Expr::SubQuery(None, Box::new(newest.into()))
}

/// What a person agreed to, the newest first.
pub async fn of(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<consent::Model>> {
    let rows = consent::Entity::find()
        .filter(consent::Column::AccountId.eq(account.get()))
        .order_by_desc(consent::Column::Id)
        .all(db)
        .await?;
    Ok(rows)
}

/// How many people agree to this version of the terms or a later one.
pub async fn count(db: &impl ConnectionTrait, version: i32) -> Result<i64> {
    let people: Vec<i64> = consent::Entity::find()
        .select_only()
        .column(consent::Column::AccountId)
        .distinct()
        .filter(consent::Column::Document.eq(TERMS))
        .filter(consent::Column::Version.gte(version))
        .filter(consent::Column::WithdrawnAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(i64::try_from(people.len()).unwrap_or(i64::MAX))
}

/// Records that somebody agrees to the terms that hold now; pressing twice changes nothing.
pub async fn agree(app: &App, person: &SignedIn, version: i32) -> Result<()> {
    let holds = app.catalogue.get().settings.terms_on(app.clock.today()).number;
    if version != holds {
        let sentence = "Ketentuan penggunaan baru saja berganti versi. Baca versi yang baru, lalu setujui.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    let tx = app.db.begin_write().await?;
    tx.serialize_on(&format!("consent:{}", person.account)).await?;
    if self::person(&*tx, person.account.get()).await?.is_none_or(|(_, agreed)| agreed >= version) {
        return Ok(());
    }
    record(&tx, person.account, version).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Records in the transaction of the act that somebody agrees, for the audit too.
pub async fn record(tx: &WriteTransaction, account: AccountId, version: i32) -> Result<()> {
    give(tx, account, version).await?;
    let entry = audit::Entry {
        account: Some(account),
        term: None,
        act: "agree_terms",
        subject_kind: "terms",
        subject_id: version.to_string(),
        reason: "",
    };
    audit::record(tx, entry).await
}

/// Writes the row alone.
pub async fn give(tx: &WriteTransaction, account: AccountId, version: i32) -> Result<()> {
    let row = consent::ActiveModel {
        account_id: Set(account.get()),
        document: Set(TERMS.to_owned()),
        version: Set(version),
        given_at: Set(tx.now()),
        withdrawn_at: Set(None),
        ..Default::default()
    };
    consent::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Takes back every consent that a person gave, with the account.
pub async fn withdraw_all(tx: &WriteTransaction, account: AccountId) -> Result<()> {
    consent::Entity::update_many()
        .col_expr(consent::Column::WithdrawnAt, Expr::value(Some(tx.now())))
        .filter(consent::Column::AccountId.eq(account.get()))
        .filter(consent::Column::WithdrawnAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}
