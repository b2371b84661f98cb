//! Reading what one was told: a page of lines with their subjects, in a constant number of statements.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::named::named;
use super::places::{self, Place};
use super::{Kind, Subject, entity, groups};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::viewer::Viewer;

/// One line of the list.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id; `/kabar/{id}` opens it.
    pub id: i64,
    /// What happened, how often, and to what.
    pub line: String,
    /// Why the newest reached the reader.
    pub reason: String,
    /// When the newest did.
    pub at: DateTime<Utc>,
    /// True until it was opened.
    pub is_new: bool,
}

/// What one was told in lines, the newest first, and how many lines there are.
pub async fn page(app: &App, viewer: &Viewer, account: AccountId, offset: u64, limit: u64) -> Result<(Vec<Item>, u64)> {
    let db = app.db.read();
    let total = groups::count(db, account).await?;
    let groups = groups::page(db, account, offset, limit).await?;
    let rows = entity::Entity::find()
        .filter(entity::Column::Id.is_in(groups.iter().map(|group| group.newest)))
        .order_by_desc(entity::Column::Id)
        .all(db)
        .await?;
    let subjects: Vec<Subject> =
        rows.iter().filter_map(|row| Subject::from_row(&row.subject_kind, &row.subject_id)).collect();
    let places = places::find(app, viewer, &subjects).await?;
    let named = named(app, viewer, &rows).await?;
    let items = rows.into_iter().map(|row| {
        let subject = Subject::from_row(&row.subject_kind, &row.subject_id);
        let place = subject.and_then(|subject| places.of(subject));
        // What two offices wrote to each other is for who serves there now.
        let is_closed = place.is_none() && matches!(subject, Some(Subject::Visit(_)));
        let title = place.map_or_else(String::new, |place| place.title);
        let title = named.get(&row.id).cloned().unwrap_or(title);
        let many = groups.iter().find(|group| group.newest == row.id).map_or(1, |group| group.rows);
        let kind = Kind::parse(&row.kind);
        let (title, reason) = said(kind, title, row.reason);
        Item {
            id: row.id,
            line: kind.map_or_else(|| format!("Kabar: {title}"), |kind| kind.line(many, &title)),
            reason: if is_closed { String::new() } else { reason },
            at: row.created_at,
            is_new: row.read_at.is_none(),
        }
    });
    Ok((items.collect(), total))
}

/// What stands behind the heading, and below the line: the reason of a new device begins with which one, and when.
fn said(kind: Option<Kind>, title: String, reason: String) -> (String, String) {
    if kind == Some(Kind::NewDevice)
        && let Some((device, rest)) = reason.split_once(". ")
    {
        return (device.to_owned(), rest.to_owned());
    }
    (title, reason)
}

/// A line of a mail.
#[derive(Clone, Debug)]
pub struct Line {
    /// The newest of its rows; `/kabar/{id}` opens it and reads all of them.
    pub id: i64,
    /// What happened, how often, and to what.
    pub what: String,
    /// Why the newest reached the reader.
    pub reason: String,
}

/// These rows as lines, those of one kind about one thing together, in the order of their first; without those whose
/// subject the reader may not see.
pub async fn lines(app: &App, viewer: &Viewer, rows: Vec<entity::Model>) -> Result<Vec<Line>> {
    let subject = |row: &entity::Model| Subject::from_row(&row.subject_kind, &row.subject_id);
    let subjects: Vec<Subject> = rows.iter().filter_map(subject).collect();
    let places = places::find(app, viewer, &subjects).await?;
    let mut lines: Vec<(Kind, Place, i64, entity::Model)> = Vec::new();
    for row in rows {
        let place = subject(&row).and_then(|subject| places.of(subject));
        let (Some(kind), Some(place)) = (Kind::parse(&row.kind), place) else { continue };
        // A comment has an address of its own below that of its study, an answer below that of its question.
        let thing = |place: &Place| {
            let url = place.url.split(['#']).next().unwrap_or_default();
            url.split("/komentar/").next().and_then(|url| url.split("/jawaban/").next()).map(str::to_owned)
        };
        let same = lines.iter_mut().find(|(known, at, ..)| *known == kind && thing(at) == thing(&place));
        match same {
            Some((_, _, many, _)) => *many += 1,
            None => lines.push((kind, place, 1, row)),
        }
    }
    let line = |(kind, place, many, row): (Kind, Place, i64, entity::Model)| Line {
        id: row.id,
        what: kind.line(many, &place.title),
        reason: row.reason,
    };
    Ok(lines.into_iter().map(line).collect())
}

/// Marks one, and what stands in one line with it, as read and says where it leads; nowhere when the reader may not see the subject any more.
pub async fn open(app: &App, viewer: &Viewer, account: AccountId, id: i64) -> Result<Option<String>> {
    let tx = app.db.begin_write().await?;
    let row = entity::Entity::find_by_id(id)
        .filter(entity::Column::AccountId.eq(account.get()))
        .one(&*tx)
        .await?
        .ok_or(Error::NotFound)?;
    if row.read_at.is_none() {
        entity::Entity::update_many()
            .col_expr(entity::Column::ReadAt, Expr::value(Some(tx.now())))
            .filter(entity::Column::Id.in_subquery(groups::unread_rows_with(account, row.id)))
            .exec(&*tx)
            .await?;
    }
    tx.commit(Effect::Private).await?;
    let Some(subject) = Subject::from_row(&row.subject_kind, &row.subject_id) else {
        return Ok(None);
    };
    let kind = Kind::parse(&row.kind);
    let is_own = subject == Subject::Account(account.get());
    if let Some(place) = kind.filter(|_| is_own).and_then(on_own_page) {
        return Ok(Some(place.to_owned()));
    }
    let place = places::find(app, viewer, &[subject]).await?.of(subject);
    // Who has to judge a draft reads it as it would appear; who has to mend it opens the form.
    let judged = matches!(kind, Some(Kind::HandedIn | Kind::ReviewAsked | Kind::ReviewLate));
    Ok(place.map(|place| if judged { format!("{}/pratinjau", place.url) } else { place.url }))
}

/// Where the reader does something about what happened to the own account.
fn on_own_page(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::NewDevice => Some("/akun#sesi"),
        Kind::Recovery => Some("/akun#ganti-sandi"),
        Kind::FactorReset => Some("/akun/dua-langkah"),
        _ => None,
    }
}

/// Marks everything as read.
pub async fn mark_all_read(app: &App, account: AccountId) -> Result<()> {
    let tx = app.db.begin_write().await?;
    entity::Entity::update_many()
        .col_expr(entity::Column::ReadAt, Expr::value(Some(tx.now())))
        .filter(entity::Column::AccountId.eq(account.get()))
        .filter(entity::Column::ReadAt.is_null())
        // What goes by mail alone was not seen in the list.
        .filter(entity::Column::MailOnly.eq(false))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
