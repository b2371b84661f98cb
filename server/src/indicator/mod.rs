//! Strategic indicators, used as tags without a value, and the measures that are really counted in a kecamatan.

pub mod entity;
pub mod pages;

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

pub use entity::indicator::Model as Indicator;
pub use entity::measure::Model as Measure;

/// The indicators in their order.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Indicator>, DbErr> {
    entity::indicator::Entity::find().order_by_asc(entity::indicator::Column::Position).all(db).await
}

/// The measures of all indicators in their order.
pub async fn measures(db: &impl ConnectionTrait) -> Result<Vec<Measure>, DbErr> {
    entity::measure::Entity::find().order_by_asc(entity::measure::Column::Position).all(db).await
}
