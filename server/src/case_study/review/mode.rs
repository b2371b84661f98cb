//! Which scopes review before publishing: "langsung terbit" unless a coordinator says otherwise.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::app::App;
use crate::audit;
use crate::case_study::entity::review_mode::{ActiveModel, Column, Entity};
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::kecamatan::kabupaten_kota_of;
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// True when studies of the kecamatan are reviewed first. What the kabupaten/kota says goes before what the province says.
pub async fn applies(db: &impl ConnectionTrait, kecamatan: &str) -> Result<bool> {
    is_on(db, kabupaten_kota_of(kecamatan)).await
}

/// True when a kabupaten/kota, or the province for who says nothing, reviews first.
pub async fn is_on(db: &impl ConnectionTrait, region: &str) -> Result<bool> {
    let province = region.split('.').next().unwrap_or(region);
    let rows = Entity::find().filter(Column::RegionCode.is_in([region, province])).all(db).await?;
    let narrowest = rows.iter().max_by_key(|row| row.region_code.len());
    Ok(narrowest.is_some_and(|row| row.mode == "review"))
}

/// Says for the own scope whether studies are reviewed first. What waits already goes on waiting for its answer.
pub async fn set_mode(app: &App, viewer: &Viewer, reviews: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    policy::require(Act::Review, &acting, &acting.region)?;
    let mode = if reviews { "review" } else { "direct" };
    let row = ActiveModel {
        region_code: Set(acting.region.clone()),
        mode: Set(mode.to_owned()),
        set_by: Set(account.get()),
        set_at: Set(tx.now()),
        ..Default::default()
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::RegionCode)
                .update_columns([Column::Mode, Column::SetBy, Column::SetAt])
                .to_owned(),
        )
        .exec_without_returning(&*tx)
        .await?;
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: if reviews { "review_first" } else { "publish_directly" },
        subject_kind: "region",
        subject_id: acting.region.clone(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
