//! Whether the drafts of an office pass the sekcam on their way to the camat. They do unless its head says otherwise.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::acting;
use super::entity::paper_way::{ActiveModel, Column, Entity};
use crate::app::App;
use crate::audit;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// True when staff of the kecamatan hand in to the sekcam.
pub async fn passes_sekcam(db: &impl ConnectionTrait, kecamatan: &str) -> Result<bool> {
    let row = Entity::find().filter(Column::KecamatanCode.eq(kecamatan)).one(db).await?;
    Ok(row.is_none_or(|row| row.via_sekcam))
}

/// Sets it; who may let the sekcam publish may set this too.
pub async fn set(app: &App, viewer: &Viewer, kecamatan: &str, via_sekcam: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = acting(&tx, viewer).await?;
    policy::require(Act::Delegate, &acting, kecamatan)?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = ActiveModel {
        kecamatan_code: Set(kecamatan.to_owned()),
        via_sekcam: Set(via_sekcam),
        set_by: Set(account.get()),
        set_at: Set(tx.now()),
        ..Default::default()
    };
    let columns = [Column::ViaSekcam, Column::SetBy, Column::SetAt];
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::KecamatanCode).update_columns(columns).to_owned())
        .exec_without_returning(&*tx)
        .await?;
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: if via_sekcam { "papers_pass_sekcam" } else { "papers_skip_sekcam" },
        subject_kind: "region",
        subject_id: kecamatan.to_owned(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
