//! Keeping what a person chose, and the one click in a mail that stops all but what concerns the account's safety.

use std::collections::HashSet;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{notification_choice, notification_off, notification_setting};
use super::{Mail, Matter, Quiet, Topic, Way, Wish, store};
use crate::app::App;
use crate::audit;
use crate::db::{Effect, WriteTransaction};
use crate::error::Result;
use crate::ids::AccountId;
use crate::notification::{Kind, entity as told};

/// Keeps all of the page at once; `off` is all that is switched off.
pub async fn save(
    app: &App,
    person: AccountId,
    wishes: &[(Topic, Wish)],
    off: &HashSet<(Matter, Way)>,
    quiet: Quiet,
) -> Result<()> {
    let tx = app.db.begin_write().await?;
    for (topic, wish) in wishes {
        write(&tx, person, *topic, *wish).await?;
    }
    switch_off(&tx, person, off).await?;
    list_unmailed(&tx, person, off).await?;
    let hour = |hour: u32| i32::try_from(hour).unwrap_or_default();
    let row = notification_setting::ActiveModel {
        account_id: Set(person.get()),
        quiet: Set(quiet.is_on),
        quiet_from: Set(hour(quiet.from)),
        quiet_until: Set(hour(quiet.until)),
        push_planned_at: Set(None),
    };
    let again = OnConflict::column(notification_setting::Column::AccountId)
        .update_columns([
            notification_setting::Column::Quiet,
            notification_setting::Column::QuietFrom,
            notification_setting::Column::QuietUntil,
        ])
        .to_owned();
    notification_setting::Entity::insert(row).on_conflict(again).exec_without_returning(&*tx).await?;
    remember(&tx, person, "choose_notifications").await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Stops all mails that a person chooses about; what came by mail alone comes in the list then. Again, it changes nothing.
pub async fn stop_mails(app: &App, person: AccountId) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let chosen = store::of_person(&*tx, person).await?;
    let wish = |topic: Topic| chosen.get(topic.as_str()).copied().unwrap_or_default();
    if Topic::CHOSEN.into_iter().all(|topic| wish(topic).mail == Mail::Never) {
        return Ok(());
    }
    for topic in Topic::CHOSEN {
        write(&tx, person, topic, Wish { mail: Mail::Never, ..wish(topic) }).await?;
    }
    let mut off = store::off(&*tx, person).await?;
    let unmailed = off.clone();
    // What no mail told before stays as silent as it was.
    let had_mail =
        |matter: Matter| wish(matter.topic()).mail != Mail::Never && !unmailed.contains(&(matter, Way::Mail));
    off.retain(|(matter, way)| *way != Way::App || !had_mail(*matter));
    switch_off(&tx, person, &off).await?;
    list_unmailed(&tx, person, &off).await?;
    remember(&tx, person, "stop_notification_mails").await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

async fn write(tx: &WriteTransaction, person: AccountId, topic: Topic, wish: Wish) -> Result<()> {
    let row = notification_choice::ActiveModel {
        account_id: Set(person.get()),
        topic: Set(topic.as_str().to_owned()),
        mail: Set(wish.mail.as_str().to_owned()),
        push: Set(wish.push),
        ..Default::default()
    };
    let again = OnConflict::columns([notification_choice::Column::AccountId, notification_choice::Column::Topic])
        .update_columns([notification_choice::Column::Mail, notification_choice::Column::Push])
        .to_owned();
    notification_choice::Entity::insert(row).on_conflict(again).exec_without_returning(&**tx).await?;
    Ok(())
}

/// What must always come is in no row, whatever a form says.
async fn switch_off(tx: &WriteTransaction, person: AccountId, off: &HashSet<(Matter, Way)>) -> Result<()> {
    let own = notification_off::Column::AccountId.eq(person.get());
    notification_off::Entity::delete_many().filter(own).exec(&**tx).await?;
    let rows: Vec<_> = off
        .iter()
        .filter(|(matter, way)| way.may_be_off(*matter))
        .map(|(matter, way)| notification_off::ActiveModel {
            account_id: Set(person.get()),
            matter: Set(matter.as_str().to_owned()),
            way: Set(way.as_str().to_owned()),
            ..Default::default()
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    // Sent twice at the same time: both say the same.
    let known = OnConflict::columns([
        notification_off::Column::AccountId,
        notification_off::Column::Matter,
        notification_off::Column::Way,
    ])
    .do_nothing()
    .to_owned();
    notification_off::Entity::insert_many(rows).on_conflict(known).exec_without_returning(&**tx).await?;
    Ok(())
}

/// What waits for the mail of the morning and will not be in it any more stands in the list: else nobody would ever read it.
async fn list_unmailed(tx: &WriteTransaction, person: AccountId, off: &HashSet<(Matter, Way)>) -> Result<()> {
    let wishes = store::of_person(&**tx, person).await?;
    let is_daily = |matter: Matter| {
        let wish = wishes.get(matter.topic().as_str()).copied().unwrap_or_default();
        wish.mail == Mail::Daily && !off.contains(&(matter, Way::Mail))
    };
    let unmailed = Kind::ALL.into_iter().filter(|kind| !is_daily(Matter::of(*kind))).map(Kind::as_str);
    told::Entity::update_many()
        .col_expr(told::Column::MailOnly, Expr::value(false))
        .filter(told::Column::AccountId.eq(person.get()))
        .filter(told::Column::MailOnly.eq(true))
        .filter(told::Column::MailId.is_null())
        .filter(told::Column::Kind.is_in(unmailed))
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn remember(tx: &WriteTransaction, person: AccountId, act: &str) -> Result<()> {
    let entry = audit::Entry {
        account: Some(person),
        term: None,
        act,
        subject_kind: "account",
        subject_id: person.to_string(),
        reason: "",
    };
    audit::record(tx, entry).await
}
