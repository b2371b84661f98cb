//! Sectors (agriculture, tourism, creative industry and more) and duties of a kecamatan: data, held in memory.

pub mod entity;
pub mod pages;

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

pub use entity::duty::Model as Duty;
pub use entity::sector::Model as Sector;

/// The sectors in their order; the main three come first.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Sector>, DbErr> {
    entity::sector::Entity::find().order_by_asc(entity::sector::Column::Position).all(db).await
}

/// The duties in their order.
pub async fn duties(db: &impl ConnectionTrait) -> Result<Vec<Duty>, DbErr> {
    entity::duty::Entity::find().order_by_asc(entity::duty::Column::Position).all(db).await
}
