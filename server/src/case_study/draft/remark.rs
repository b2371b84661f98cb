//! Remarks at a section of a draft: written by whoever of the office may see it and by the coordinator who reviews it,
//! marked as done by whoever writes.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Step;
use super::found::locked;
use crate::account::entity::account;
use crate::app::App;
use crate::case_study::difference::label;
use crate::case_study::entity::{draft, draft_remark};
use crate::db::Effect;
use crate::error::{Error, Problems, Result, too_long};
use crate::ids::{DraftKey, RemarkId};
use crate::job::{self, Job};
use crate::office;
use crate::policy::Act;
use crate::viewer::Viewer;

/// A remark is short.
const MAX_CHARS: usize = 1000;

/// A remark as pages show it.
#[derive(Clone, Debug)]
pub struct Remark {
    /// Its number.
    pub id: i64,
    /// The field that it is about.
    pub field: String,
    /// The heading of that field.
    pub heading: &'static str,
    /// What was said.
    pub body: String,
    /// Who said it.
    pub who: String,
    /// True when it was marked as done.
    pub is_done: bool,
}

/// The remarks of a draft, the oldest first, in two statements.
pub async fn of_draft(db: &impl ConnectionTrait, draft: i64) -> Result<Vec<Remark>> {
    let rows = draft_remark::Entity::find()
        .filter(draft_remark::Column::DraftId.eq(draft))
        .order_by_asc(draft_remark::Column::Id)
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let authors = rows.iter().map(|row| row.author_id);
    let authors = account::Entity::find().filter(account::Column::Id.is_in(authors)).all(db).await?;
    let name = |id: i64| authors.iter().find(|one| one.id == id).map_or_else(String::new, |one| one.name.clone());
    let remark = |row: draft_remark::Model| Remark {
        id: row.id,
        heading: label(&row.field),
        who: name(row.author_id),
        is_done: row.done_at.is_some(),
        field: row.field,
        body: row.body,
    };
    Ok(rows.into_iter().map(remark).collect())
}

/// Says something at a section; who began the draft and who worked on it last are told.
pub async fn say(app: &App, viewer: &Viewer, key: DraftKey, field: &str, body: &str) -> Result<draft::Model> {
    let body = crate::web::forms::text(body);
    if body.trim().is_empty() {
        return Err(Error::Invalid(Problems::one("remark", "Tulis catatannya.")));
    }
    if let Some(sentence) = too_long("Catatan", &body, MAX_CHARS) {
        return Err(Error::Invalid(Problems::one("remark", sentence)));
    }
    if label(field) == "Isian lain" {
        return Err(Error::Invalid(Problems::one("remark", "Pilih bagian yang dicatat.")));
    }
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let act = if acting.role.is_coordinator() { Act::Review } else { Act::WriteDraft };
    let row = locked(&tx, &acting, viewer, key, act).await?;
    if act == Act::Review && Step::parse(&row.step) != Step::UnderReview {
        return Err(Error::NotFound);
    }
    if row.published_case_study_id.is_some() {
        return Err(Error::Conflict("Draf ini sudah terbit.".to_owned()));
    }
    let remark = draft_remark::ActiveModel {
        draft_id: Set(row.id),
        field: Set(field.to_owned()),
        body: Set(body),
        author_id: Set(account.get()),
        created_at: Set(tx.now()),
        done_at: Set(None),
        done_by: Set(None),
        ..Default::default()
    };
    let id = draft_remark::Entity::insert(remark).exec(&*tx).await?.last_insert_id;
    job::enqueue(&tx, &Job::TellRemarked { remark: RemarkId(id) }).await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}

/// Marks a remark as done, or as open again.
pub async fn settle(app: &App, viewer: &Viewer, key: DraftKey, id: i64, done: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = locked(&tx, &acting, viewer, key, Act::WriteDraft).await?;
    draft_remark::Entity::update_many()
        .col_expr(draft_remark::Column::DoneAt, Expr::value(done.then(|| tx.now())))
        .col_expr(draft_remark::Column::DoneBy, Expr::value(done.then_some(account.get())))
        .filter(draft_remark::Column::Id.eq(id))
        .filter(draft_remark::Column::DraftId.eq(row.id))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
