//! Asking: every signed-in person may, also without an office.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{ActiveModel, Column, Entity};
use super::{ANSWERED_WITHIN, Kind, MAX_CHARS};
use crate::app::App;
use crate::audit;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::job::{self, Job};
use crate::office;
use crate::viewer::Viewer;
use crate::web::forms;

/// Keeps a request and tells who answers it; gives its number. Problems stand at `kind` and `body`.
pub async fn ask(app: &App, viewer: &Viewer, kind: &str, typed: &str) -> Result<i64> {
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let tx = app.db.begin_write().await?;
    let mut problems = Problems::default();
    let kind = Kind::parse(kind);
    if kind.is_none() {
        problems.add("kind", "Pilih permintaannya.");
    }
    let body = forms::text(typed);
    let chars = body.chars().count();
    if body.trim().is_empty() {
        problems.add("body", "Tulis data yang dimaksud, dan di halaman mana.");
    } else if chars > MAX_CHARS {
        problems.add("body", format!("Paling panjang {MAX_CHARS} karakter; yang ini {chars}."));
    }
    if let Some(kind) = kind {
        let waiting = Entity::find()
            .filter(Column::AccountId.eq(account.get()))
            .filter(Column::Kind.eq(kind.as_str()))
            .filter(Column::Outcome.is_null());
        if waiting.one(&*tx).await?.is_some() {
            problems
                .add("body", "Permintaan sebelumnya belum dijawab. Tunggu jawabannya, lalu ajukan yang berikutnya.");
        }
    }
    problems.into_result()?;
    let kind = kind.ok_or(Error::NotFound)?;
    let row = ActiveModel {
        account_id: Set(account.get()),
        kind: Set(kind.as_str().to_owned()),
        body: Set(body),
        scope_code: Set(scope_of(&tx, app, viewer).await?),
        created_at: Set(tx.now()),
        due_at: Set(tx.now() + ANSWERED_WITHIN),
        answer: Set(String::new()),
        unit_name: Set(String::new()),
        ..Default::default()
    };
    let id = Entity::insert(row).exec(&*tx).await?.last_insert_id;
    let entry = audit::Entry {
        account: Some(account),
        term: None,
        act: "ask_about_own_data",
        subject_kind: "data_request",
        subject_id: id.to_string(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    job::enqueue(&tx, &Job::TellDataAsked { request: id }).await?;
    tx.commit(Effect::Private).await?;
    Ok(id)
}

/// The region of the office that one acts for, else of the last one; the province for who never had any.
async fn scope_of(tx: &crate::db::WriteTransaction, app: &App, viewer: &Viewer) -> Result<String> {
    if let Some(term) = viewer.acting_term() {
        return Ok(term.region.clone());
    }
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let last = office::terms_ever(&**tx, account).await?.pop();
    Ok(last.map_or_else(|| app.config.province.clone(), |term| term.region_code))
}
