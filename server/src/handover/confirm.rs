//! Each of the two confirms once, with a note; when both have, what was open is kept as it stood.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::contents;
use super::entity::{Column, Entity};
use crate::app::App;
use crate::audit;
use crate::db::Effect;
use crate::error::{Error, Problems, Result, too_long};
use crate::viewer::Viewer;

/// Longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 2000;

/// Confirms in the viewer's own name: as the one who leaves, or as the one who comes.
pub async fn confirm(app: &App, viewer: &Viewer, id: i64, note: &str) -> Result<()> {
    let note = crate::web::forms::text(note);
    if let Some(sentence) = too_long("Catatan", &note, MAX_NOTE_CHARS) {
        return Err(Error::Invalid(Problems::one("note", sentence)));
    }
    let tx = app.db.begin_write().await?;
    Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or(Error::NotFound)?;
    let handover = super::find(&*tx, viewer, id).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let leaves = handover.leaving.id == account.get();
    if (!leaves && handover.coming.id != account.get()) || !viewer.is_member() {
        return Err(Error::Forbidden);
    }
    let (at, said, other) = if leaves {
        (Column::FromConfirmedAt, Column::FromNote, handover.row.to_confirmed_at)
    } else {
        (Column::ToConfirmedAt, Column::ToNote, handover.row.from_confirmed_at)
    };
    let before = if leaves { handover.row.from_confirmed_at } else { handover.row.to_confirmed_at };
    if before.is_some() {
        return Ok(());
    }
    let mut update = Entity::update_many()
        .col_expr(at, Expr::value(Some(tx.now())))
        .col_expr(said, Expr::value(note))
        .filter(Column::Id.eq(id));
    if other.is_some() {
        let contents = contents::of(&*tx, &handover.row.kecamatan_code, handover.to.started_on, tx.today()).await?;
        update = update.col_expr(Column::Contents, Expr::value(serde_json::to_string(&contents)?));
    }
    update.exec(&*tx).await?;
    let entry = audit::Entry {
        account: Some(account),
        term: None,
        act: "confirm_handover",
        subject_kind: "handover",
        subject_id: id.to_string(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
