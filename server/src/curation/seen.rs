//! What a coordinator has seen of the queue: all of it, or study by study; both can be taken back.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{desk_seen, desk_visit};
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::db::Effect;
use crate::error::Result;
use crate::ids::AccountId;
use crate::viewer::Viewer;

/// Remembers that the coordinator has seen everything until now; returns what was remembered before.
pub async fn mark_all(app: &App, account: AccountId) -> Result<Option<DateTime<Utc>>> {
    let tx = app.db.begin_write().await?;
    let before = desk_visit::Entity::find_by_id(account.get()).one(&*tx).await?.map(|visit| visit.visited_at);
    let row = desk_visit::ActiveModel { account_id: Set(account.get()), visited_at: Set(tx.now()) };
    desk_visit::Entity::insert(row)
        .on_conflict(
            OnConflict::column(desk_visit::Column::AccountId).update_column(desk_visit::Column::VisitedAt).to_owned(),
        )
        .exec_without_returning(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(before)
}

/// Takes [`mark_all`] back to what was remembered before.
pub async fn unmark_all(app: &App, account: AccountId, before: Option<DateTime<Utc>>) -> Result<()> {
    let tx = app.db.begin_write().await?;
    desk_visit::Entity::delete_by_id(account.get()).exec(&*tx).await?;
    if let Some(before) = before {
        let row = desk_visit::ActiveModel { account_id: Set(account.get()), visited_at: Set(before.min(tx.now())) };
        desk_visit::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Remembers that the coordinator has seen these studies as they stand; returns those that there are.
pub async fn mark(app: &App, viewer: &Viewer, account: AccountId, studies: &[i64]) -> Result<Vec<i64>> {
    let tx = app.db.begin_write().await?;
    let there: Vec<i64> = store::visible_to(viewer)
        .select_only()
        .column(case_study::Column::Id)
        .filter(case_study::Column::Id.is_in(studies.iter().copied()))
        .into_tuple()
        .all(&*tx)
        .await?;
    let rows = there.iter().map(|study| desk_seen::ActiveModel {
        account_id: Set(account.get()),
        case_study_id: Set(*study),
        seen_at: Set(tx.now()),
    });
    if !there.is_empty() {
        let again = OnConflict::columns([desk_seen::Column::AccountId, desk_seen::Column::CaseStudyId])
            .update_column(desk_seen::Column::SeenAt)
            .to_owned();
        desk_seen::Entity::insert_many(rows).on_conflict(again).exec_without_returning(&*tx).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(there)
}

/// Takes [`mark`] back.
pub async fn unmark(app: &App, account: AccountId, studies: &[i64]) -> Result<()> {
    let tx = app.db.begin_write().await?;
    desk_seen::Entity::delete_many()
        .filter(desk_seen::Column::AccountId.eq(account.get()))
        .filter(desk_seen::Column::CaseStudyId.is_in(studies.iter().copied()))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
