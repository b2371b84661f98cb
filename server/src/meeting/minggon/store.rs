//! Queries for bahan minggon. What readers see of the studies always passes `case_study::store::visible_to`.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{minggon, minggon_item};
use crate::error::Result;

/// Months that the history lists.
const HISTORY: u64 = 36;

/// What a scope set for a month.
pub async fn of_scope(db: &impl ConnectionTrait, scope: &str, month: NaiveDate) -> Result<Option<minggon::Model>> {
    let row =
        minggon::Entity::find().filter(minggon::Column::ScopeCode.eq(scope)).filter(minggon::Column::Month.eq(month));
    Ok(row.one(db).await?)
}

/// What holds for a place in a month: its kabupaten/kota's own, else the province's.
pub async fn of_place(
    db: &impl ConnectionTrait,
    kabupaten_kota: Option<&str>,
    province: &str,
    month: NaiveDate,
) -> Result<Option<minggon::Model>> {
    let scopes = kabupaten_kota.into_iter().chain([province]);
    let mut rows = minggon::Entity::find()
        .filter(minggon::Column::ScopeCode.is_in(scopes))
        .filter(minggon::Column::Month.eq(month))
        .all(db)
        .await?;
    // The longer code is the nearer scope.
    rows.sort_by_key(|row| std::cmp::Reverse(row.scope_code.len()));
    Ok(rows.into_iter().next())
}

/// The months up to one of which these scopes set something, the latest first.
pub async fn months(db: &impl ConnectionTrait, scopes: &[&str], until: NaiveDate) -> Result<Vec<minggon::Model>> {
    let rows = minggon::Entity::find()
        .filter(minggon::Column::ScopeCode.is_in(scopes.iter().copied()))
        .filter(minggon::Column::Month.lte(until))
        .order_by_desc(minggon::Column::Month)
        .order_by_desc(minggon::Column::ScopeCode)
        .limit(HISTORY);
    Ok(rows.all(db).await?)
}

/// The studies of a month in their order, also those that readers don't see.
pub async fn items(db: &impl ConnectionTrait, id: i64) -> Result<Vec<minggon_item::Model>> {
    let rows = minggon_item::Entity::find()
        .filter(minggon_item::Column::MinggonId.eq(id))
        .order_by_asc(minggon_item::Column::Position);
    Ok(rows.all(db).await?)
}
