//! Beginning and ending to follow. A form that is sent twice does it once. What somebody reads is nobody else's business,
//! so no audit names it.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{ActiveModel, Column, Entity};
use super::{MOST, Subject, store};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::viewer::Viewer;

/// From now on the member hears of it.
pub async fn begin(app: &App, viewer: &Viewer, subject: &Subject) -> Result<()> {
    let account = viewer.account().filter(|_| viewer.is_member()).ok_or(Error::Forbidden)?;
    let tx = app.db.begin_write().await?;
    store::exists(&*tx, viewer, &app.catalogue.get(), subject).await?;
    if store::count(&*tx, account).await? >= MOST {
        return Err(Error::Conflict(format!(
            "Bapak/Ibu sudah mengikuti {MOST}. Hentikan beberapa di halaman Diikuti, lalu coba lagi."
        )));
    }
    let (kind, name) = subject.to_row();
    let row = ActiveModel {
        account_id: Set(account.get()),
        kind: Set(kind.to_owned()),
        subject: Set(name),
        since: Set(tx.now()),
        ..Default::default()
    };
    let once = OnConflict::columns([Column::AccountId, Column::Kind, Column::Subject]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(&*tx).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// From now on the person hears no more of it, also of what is not shown any more.
pub async fn end(app: &App, viewer: &Viewer, subject: &Subject) -> Result<()> {
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let (kind, name) = subject.to_row();
    let tx = app.db.begin_write().await?;
    Entity::delete_many()
        .filter(Column::AccountId.eq(account.get()))
        .filter(Column::Kind.eq(kind))
        .filter(Column::Subject.eq(name))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
