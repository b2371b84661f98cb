//! Searches that a member keeps, each with the number of studies that came since they were looked at.

pub mod entity;
pub mod pages;

use chrono::{DateTime, Utc};
use forum_search::Request;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::asked::{Asked, audience};
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::AccountId;
use entity::{Column, Entity};

/// A person keeps at most so many.
pub const MOST: u64 = 20;

/// A kept search as it is shown.
pub struct Saved {
    /// Number of the row.
    pub id: i64,
    /// What is searched, in words.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Studies that appeared since it was looked at.
    pub fresh: usize,
}

/// Keeps a search; one that is kept already stays as it is.
pub async fn keep(app: &App, account: AccountId, asked: &Asked) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let kept = Entity::find().filter(Column::AccountId.eq(account.get())).count(&*tx).await?;
    if kept >= MOST {
        return Err(Error::Conflict(format!("Paling banyak {MOST} pencarian tersimpan. Hapus salah satu dahulu.")));
    }
    let row = entity::ActiveModel {
        account_id: Set(account.get()),
        address: Set(asked.url()),
        created_at: Set(tx.now()),
        seen_at: Set(tx.now()),
        ..Default::default()
    };
    let known = OnConflict::columns([Column::AccountId, Column::Address]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(&*tx).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Removes one of a person's own.
pub async fn remove(app: &App, account: AccountId, id: i64) -> Result<Option<String>> {
    let tx = app.db.begin_write().await?;
    let own = Entity::find_by_id(id).filter(Column::AccountId.eq(account.get())).one(&*tx).await?;
    if own.is_some() {
        Entity::delete_by_id(id).exec(&*tx).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(own.map(|row| row.address))
}

/// Marks one of a person's own as looked at now; gives its address.
pub async fn see(app: &App, account: AccountId, id: i64) -> Result<Option<String>> {
    let tx = app.db.begin_write().await?;
    let own = Entity::find_by_id(id).filter(Column::AccountId.eq(account.get())).one(&*tx).await?;
    Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::AccountId.eq(account.get()))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(own.map(|row| row.address))
}

/// A person's own, the newest first, each asked of the index.
pub async fn all(app: &App, account: AccountId, catalogue: &Catalogue) -> Result<Vec<Saved>> {
    let rows =
        Entity::find().filter(Column::AccountId.eq(account.get())).order_by_desc(Column::Id).all(app.db.read()).await?;
    let mut saved = Vec::new();
    for row in rows {
        let asked = read(&row.address, catalogue);
        let fresh = fresh(app, &asked, row.seen_at).await?;
        saved.push(Saved { id: row.id, name: name(&asked, catalogue), url: row.address, fresh });
    }
    Ok(saved)
}

/// Reads the search of an address.
pub fn read(address: &str, catalogue: &Catalogue) -> Asked {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    Asked::read(query, catalogue).search_alone()
}

async fn fresh(app: &App, asked: &Asked, since: DateTime<Utc>) -> Result<usize> {
    let mut request = Request { limit: 0, offset: 0, ..asked.request(true) };
    request.audience = audience(true);
    request.filters.published_after_ms = Some(since.timestamp_millis());
    Ok(app.search.search(request).await?.map_or(0, |answer| answer.total))
}

fn name(asked: &Asked, catalogue: &Catalogue) -> String {
    let words = (!asked.text.is_empty()).then(|| format!("“{}”", asked.text));
    let filters = asked.chosen().filter_map(|(group, value)| group.name(value, catalogue));
    let name = words.into_iter().chain(filters).collect::<Vec<_>>().join(" · ");
    if name.is_empty() { "Semua praktik baik".to_owned() } else { name }
}
