//! Ending sessions: this one, another device's, all of them; and choosing in whose office one acts.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::session;
use super::session::close_all;
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::{SessionId, TermId};
use crate::office;
use crate::viewer::SignedIn;

/// Ends the session that the request came with.
pub async fn here(app: &App, person: &SignedIn) -> Result<()> {
    elsewhere(app, person, person.session).await
}

/// Ends one session of the person's own.
pub async fn elsewhere(app: &App, person: &SignedIn, session: SessionId) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let ended = session::Entity::delete_many()
        .filter(session::Column::Id.eq(session.get()))
        .filter(session::Column::AccountId.eq(person.account.get()))
        .exec(&*tx)
        .await?;
    if ended.rows_affected == 0 {
        return Err(Error::NotFound);
    }
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Ends every session of the person.
pub async fn everywhere(app: &App, person: &SignedIn) -> Result<()> {
    let tx = app.db.begin_write().await?;
    close_all(&tx, person.account, None).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// "Bertindak sebagai": from now on this session acts by one of the person's current terms.
pub async fn act_as(app: &App, person: &SignedIn, term: TermId) -> Result<()> {
    // Who is suspended acts by no office.
    if person.suspended_until.is_some() {
        return Err(Error::Forbidden);
    }
    let tx = app.db.begin_write().await?;
    let current = office::current_terms(&*tx, person.account, tx.today()).await?;
    if !current.iter().any(|own| own.id == term.get()) {
        return Err(Error::Forbidden);
    }
    session::Entity::update_many()
        .col_expr(session::Column::ActingTermId, Expr::value(Some(term.get())))
        .filter(session::Column::Id.eq(person.session.get()))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
