//! Adding, changing and removing pairs: an administrator's act, heard of by every node's search.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::Pair;
use super::entity::{ActiveModel, Column, Entity, Model};
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// Adds a pair; gives its number.
pub async fn add(app: &App, viewer: &Viewer, pair: &Pair) -> Result<i64> {
    let tx = app.db.begin_write().await?;
    let who = allowed(app, &tx, viewer).await?;
    check(&tx, pair, None).await?;
    let id = Entity::insert(row(pair)).exec(&*tx).await?.last_insert_id;
    remember(&tx, &who, "add_synonym", id, pair).await?;
    tx.commit(Effect::Visible(vec![Subject::Synonyms])).await?;
    Ok(id)
}

/// Changes a pair.
pub async fn change(app: &App, viewer: &Viewer, id: i64, pair: &Pair) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let who = allowed(app, &tx, viewer).await?;
    find(&tx, id).await?;
    check(&tx, pair, Some(id)).await?;
    Entity::update(ActiveModel { id: Set(id), ..row(pair) }).exec(&*tx).await?;
    remember(&tx, &who, "change_synonym", id, pair).await?;
    tx.commit(Effect::Visible(vec![Subject::Synonyms])).await?;
    Ok(())
}

/// Removes a pair; gives it back, so that it can be added again.
pub async fn remove(app: &App, viewer: &Viewer, id: i64) -> Result<Pair> {
    let tx = app.db.begin_write().await?;
    let who = allowed(app, &tx, viewer).await?;
    let found = find(&tx, id).await?;
    let pair = Pair { term: found.term, synonym: found.synonym, both_ways: found.both_ways };
    Entity::delete_by_id(id).exec(&*tx).await?;
    remember(&tx, &who, "remove_synonym", id, &pair).await?;
    tx.commit(Effect::Visible(vec![Subject::Synonyms])).await?;
    Ok(pair)
}

async fn allowed(app: &App, tx: &WriteTransaction, viewer: &Viewer) -> Result<(Acting, AccountId)> {
    let acting = office::acting(tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    policy::require(Act::EditSynonyms, &acting, &app.config.province)?;
    Ok((acting, account))
}

async fn find(tx: &WriteTransaction, id: i64) -> Result<Model> {
    Entity::find_by_id(id).one(&**tx).await?.ok_or(Error::NotFound)
}

async fn check(tx: &WriteTransaction, pair: &Pair, own: Option<i64>) -> Result<()> {
    let problems = pair.problems();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let same =
        Entity::find().filter(Column::Term.eq(pair.term.as_str())).filter(Column::Synonym.eq(pair.synonym.as_str()));
    match same.one(&**tx).await? {
        Some(same) if Some(same.id) != own => {
            Err(Error::Invalid(Problems::one("synonym", "Pasangan kata ini sudah ada.")))
        }
        _ => Ok(()),
    }
}

fn row(pair: &Pair) -> ActiveModel {
    ActiveModel {
        term: Set(pair.term.clone()),
        synonym: Set(pair.synonym.clone()),
        both_ways: Set(pair.both_ways),
        ..Default::default()
    }
}

async fn remember(tx: &WriteTransaction, who: &(Acting, AccountId), act: &str, id: i64, pair: &Pair) -> Result<()> {
    let arrow = if pair.both_ways { "↔" } else { "→" };
    let entry = audit::Entry {
        account: Some(who.1),
        term: Some(who.0.term),
        act,
        subject_kind: "synonym",
        subject_id: id.to_string(),
        reason: &format!("{} {arrow} {}", pair.term, pair.synonym),
    };
    audit::record(tx, entry).await
}
