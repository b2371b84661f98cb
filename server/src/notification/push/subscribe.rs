//! Turning pushes on and off on a device.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::endpoint;
use super::entity::push_subscription::{ActiveModel, Column, Entity};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::viewer::SignedIn;

/// Devices of one person; the oldest makes room.
const MOST: usize = 8;

/// From now on this device is told. Again, or after another person used the browser, it is this person's.
pub async fn on(app: &App, person: &SignedIn, typed: &str) -> Result<()> {
    // Nothing may stay on an office computer.
    if person.office_computer {
        return Err(Error::Forbidden);
    }
    if endpoint::allowed(typed, app.config.notification.push_anywhere).is_none() {
        let sentence = "Peramban ini tidak dapat menerima pemberitahuan dari situs ini.";
        return Err(Error::Invalid(Problems::one("endpoint", sentence)));
    }
    let tx = app.db.begin_write().await?;
    let row = ActiveModel {
        account_id: Set(person.account.get()),
        session_id: Set(person.session.get()),
        endpoint: Set(typed.to_owned()),
        created_at: Set(tx.now()),
        last_ok_at: Set(None),
        failures: Set(0),
        ..Default::default()
    };
    let again = OnConflict::column(Column::Endpoint)
        .update_columns([Column::AccountId, Column::SessionId, Column::CreatedAt, Column::Failures])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(&*tx).await?;
    let own = Entity::find().filter(Column::AccountId.eq(person.account.get()));
    let own = own.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(&*tx).await?;
    let too_many: Vec<i64> = own.iter().skip(MOST).map(|row| row.id).collect();
    Entity::delete_many().filter(Column::Id.is_in(too_many)).exec(&*tx).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// This device is told no more.
pub async fn off(app: &App, person: &SignedIn, endpoint: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    Entity::delete_many()
        .filter(Column::AccountId.eq(person.account.get()))
        .filter(Column::Endpoint.eq(endpoint))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// On how many devices a person turned it on.
pub async fn devices(db: &impl ConnectionTrait, person: &SignedIn) -> Result<u64> {
    Ok(Entity::find().filter(Column::AccountId.eq(person.account.get())).count(db).await?)
}
