//! Which products readers saw once and see no more: their state alone does not tell them from those that were never shown.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::Model;
use super::store;
use crate::audit::entity as audit;
use crate::error::Result;

/// Which of these readers saw once and see no more, as the audit tells: one statement, and none where all are shown.
pub async fn of(db: &impl ConnectionTrait, rows: &[Model]) -> Result<HashSet<i64>> {
    let put_away = rows.iter().filter(|row| row.state != "tayang");
    let ids: Vec<String> = put_away.map(|row| row.id.to_string()).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let told: Vec<String> = audit::Entity::find()
        .select_only()
        .column(audit::Column::SubjectId)
        .filter(audit::Column::SubjectKind.eq("product"))
        .filter(audit::Column::SubjectId.is_in(ids))
        .filter(audit::Column::Act.eq("withdraw_product"))
        .into_tuple()
        .all(db)
        .await?;
    Ok(told.iter().filter_map(|id| id.parse().ok()).collect())
}

/// The products of a kecamatan that wait to be shown for the first time, by name.
pub async fn waiting(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<Model>> {
    let mut rows = store::of_office(db, kecamatan).await?;
    rows.retain(|row| row.state != "tayang" && row.hidden_at.is_none());
    let taken_down = of(db, &rows).await?;
    rows.retain(|row| !taken_down.contains(&row.id));
    Ok(rows)
}
