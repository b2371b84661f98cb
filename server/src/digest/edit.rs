//! What coordinators do with a draft: words, order, what is in it; holding it back with a reason, and letting it go on.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{digest, digest_item};
use super::{MOST_ITEMS, OPENING_CHARS, State};
use crate::app::App;
use crate::audit;
use crate::case_study::store;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result, too_long};
use crate::ids::{AccountId, CaseStudyId, DigestId};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms;

/// A held digest that is let go on stays a draft for at least so long.
const LOOK_AGAIN: Duration = Duration::hours(1);

/// What the form of a draft sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The version that the coordinator has seen.
    pub version: i64,
    /// Opening words.
    pub opening: String,
    /// Items that stay in.
    pub included: Vec<i64>,
    /// Studies to be added: addresses or numbers, empty ones are no wish.
    pub added: Vec<String>,
    /// The item that moves one place, and true when it moves up.
    pub moved: Option<(i64, bool)>,
}

/// Saves a draft.
pub async fn save(app: &App, viewer: &Viewer, id: DigestId, typed: &Typed) -> Result<digest::Model> {
    let tx = app.db.begin_write().await?;
    let (acting, account, row) = allowed(&tx, viewer, id).await?;
    let row = write(app, &tx, viewer, (&acting, account), row, typed).await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}

/// Holds a draft back, with a reason.
pub async fn hold(app: &App, viewer: &Viewer, id: DigestId, reason: &str) -> Result<digest::Model> {
    let tx = app.db.begin_write().await?;
    let (acting, account, row) = allowed(&tx, viewer, id).await?;
    let reason = forms::line(reason);
    if reason.is_empty() {
        return Err(Error::Invalid(Problems::one("reason", "Tulis alasan menahan ringkasan ini.")));
    }
    if let Some(sentence) = too_long("Alasan", &reason, app.config.limits.reason_chars) {
        return Err(Error::Invalid(Problems::one("reason", sentence)));
    }
    mark(&tx, &row, State::Held, &reason, row.goes_at).await?;
    remember(&tx, (&acting, account), &row, "hold_digest", &reason).await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}

/// Lets a held one go on: at its time when that is still to come, else an hour from now.
pub async fn release(app: &App, viewer: &Viewer, id: DigestId) -> Result<DateTime<Utc>> {
    let tx = app.db.begin_write().await?;
    let (acting, account, row) = allowed(&tx, viewer, id).await?;
    if State::parse(&row.state) != State::Held {
        return Err(Error::Conflict("Ringkasan ini sudah tidak ditahan.".to_owned()));
    }
    let goes_at = std::cmp::max(row.goes_at, tx.now() + LOOK_AGAIN);
    mark(&tx, &row, State::Draft, "", goes_at).await?;
    remember(&tx, (&acting, account), &row, "release_digest", "").await?;
    tx.commit(Effect::Private).await?;
    Ok(goes_at)
}

/// The acting coordinator, and a digest of the scope that did not go yet, held until the transaction ends.
pub(super) async fn allowed(
    tx: &WriteTransaction,
    viewer: &Viewer,
    id: DigestId,
) -> Result<(Acting, AccountId, digest::Model)> {
    let acting = office::acting(tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = locked(tx, id).await?;
    policy::require(Act::EditDigest, &acting, &row.scope_code)?;
    if State::parse(&row.state) == State::Sent {
        return Err(Error::Conflict("Ringkasan ini sudah terbit dan tidak berubah lagi.".to_owned()));
    }
    Ok((acting, account, row))
}

/// The digest as it stands, for one transaction at a time.
pub(super) async fn locked(tx: &WriteTransaction, id: DigestId) -> Result<digest::Model> {
    digest::Entity::find_by_id(id.get()).lock_exclusive().one(&**tx).await?.ok_or(Error::NotFound)
}

/// The unit that the digest shows: the coordinator's, or the one before when an administrator lends a hand.
pub(super) fn unit(viewer: &Viewer, before: &digest::Model) -> String {
    let own = viewer.acting_term().filter(|term| term.role.is_coordinator());
    own.map_or_else(|| before.unit_name.clone(), |term| term.label.clone())
}

/// Writes what was typed within an open transaction.
pub(super) async fn write(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    by: (&Acting, AccountId),
    row: digest::Model,
    typed: &Typed,
) -> Result<digest::Model> {
    if typed.version != row.version {
        return Err(Error::Invalid(Problems::one(
            "version",
            "Rekan lain menyimpan perubahan lebih dulu. Susunan di bawah ini yang terbaru; kata pembuka Bapak/Ibu \
             masih ada. Periksa, lalu simpan lagi.",
        )));
    }
    let opening = checked_opening(&typed.opening)?;
    let mut items = items_of(tx, row.id).await?;
    for item in &mut items {
        item.left_out = !typed.included.contains(&item.id);
    }
    if let Some((moved, up)) = typed.moved {
        shift(&mut items, moved, up);
    }
    for (position, item) in (1..).zip(&items) {
        digest_item::Entity::update_many()
            .col_expr(digest_item::Column::Position, Expr::value(position))
            .col_expr(digest_item::Column::LeftOut, Expr::value(item.left_out))
            .filter(digest_item::Column::Id.eq(item.id))
            .exec(&**tx)
            .await?;
    }
    add(tx, viewer, &row, &items, &typed.added).await?;
    let unit_name = unit(viewer, &row);
    digest::Entity::update_many()
        .col_expr(digest::Column::Opening, Expr::value(opening.as_str()))
        .col_expr(digest::Column::Version, Expr::value(row.version + 1))
        .col_expr(digest::Column::EditedBy, Expr::value(Some(by.1.get())))
        .col_expr(digest::Column::EditedAt, Expr::value(Some(app.clock.now())))
        .col_expr(digest::Column::UnitName, Expr::value(unit_name.as_str()))
        .filter(digest::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    remember(tx, by, &row, Act::EditDigest.as_str(), "").await?;
    Ok(digest::Model { opening, version: row.version + 1, unit_name, ..row })
}

fn checked_opening(typed: &str) -> Result<String> {
    let opening = forms::text(typed);
    if let Some(sentence) = too_long("Kata pembuka", &opening, OPENING_CHARS) {
        return Err(Error::Invalid(Problems::one("opening", sentence)));
    }
    Ok(opening)
}

async fn items_of(tx: &WriteTransaction, digest: i64) -> Result<Vec<digest_item::Model>> {
    let items = digest_item::Entity::find()
        .filter(digest_item::Column::DigestId.eq(digest))
        .order_by_asc(digest_item::Column::Position)
        .order_by_asc(digest_item::Column::Id)
        .all(&**tx)
        .await?;
    Ok(items)
}

/// Moves one item a place, past those that are left out.
pub(super) fn shift(items: &mut [digest_item::Model], moved: i64, up: bool) {
    let Some(at) = items.iter().position(|item| item.id == moved) else {
        return;
    };
    let other = if up {
        items[..at].iter().rposition(|item| !item.left_out)
    } else {
        items[at + 1..].iter().position(|item| !item.left_out).map(|behind| at + 1 + behind)
    };
    match other {
        Some(other) if up => items[other..=at].rotate_right(1),
        Some(other) => items[at..=other].rotate_left(1),
        None => {}
    }
}

/// Adds studies at the end; one that was left out comes back instead.
async fn add(
    tx: &WriteTransaction,
    viewer: &Viewer,
    row: &digest::Model,
    items: &[digest_item::Model],
    wishes: &[String],
) -> Result<()> {
    let mut next = i32::try_from(items.len()).unwrap_or(i32::MAX - 1) + 1;
    let mut included = items.iter().filter(|item| !item.left_out).count();
    let mut done: Vec<i64> = Vec::new();
    for wish in wishes.iter().map(|wish| wish.trim()).filter(|wish| !wish.is_empty()) {
        let unknown =
            || Error::Invalid(Problems::one("added", "Praktik itu tidak ditemukan. Salin alamat halamannya."));
        let id = study_of(wish).ok_or_else(unknown)?;
        let study = store::find(&**tx, viewer, id).await.map_err(|error| match error {
            Error::NotFound => unknown(),
            other => other,
        })?;
        let stands = items.iter().any(|item| item.case_study_id == study.id && !item.left_out);
        if stands || done.contains(&study.id) {
            continue;
        }
        done.push(study.id);
        included += 1;
        if included > MOST_ITEMS {
            let sentence = format!("Paling banyak {MOST_ITEMS} praktik. Keluarkan satu dulu.");
            return Err(Error::Invalid(Problems::one("added", sentence)));
        }
        if let Some(known) = items.iter().find(|item| item.case_study_id == study.id) {
            digest_item::Entity::update_many()
                .col_expr(digest_item::Column::LeftOut, Expr::value(false))
                .filter(digest_item::Column::Id.eq(known.id))
                .exec(&**tx)
                .await?;
            continue;
        }
        let item = digest_item::ActiveModel {
            digest_id: Set(row.id),
            case_study_id: Set(study.id),
            position: Set(next),
            origin: Set("added".to_owned()),
            left_out: Set(false),
            unit_name: Set(String::new()),
            theme: Set(String::new()),
            reason: Set(String::new()),
            ..Default::default()
        };
        digest_item::Entity::insert(item).exec_without_returning(&**tx).await?;
        next += 1;
    }
    Ok(())
}

/// Reads the number of a study from its address or from the number alone.
pub(super) fn study_of(typed: &str) -> Option<CaseStudyId> {
    let path = typed.split(['?', '#']).next()?.trim_end_matches('/');
    let number = match path.split_once("/praktik/") {
        Some((_, rest)) => rest.split(['-', '/']).next()?,
        None => path.rsplit('/').next()?.split('-').next()?,
    };
    number.parse().ok().map(CaseStudyId)
}

pub(super) async fn mark(
    tx: &WriteTransaction,
    row: &digest::Model,
    state: State,
    reason: &str,
    goes_at: DateTime<Utc>,
) -> Result<()> {
    digest::Entity::update_many()
        .col_expr(digest::Column::State, Expr::value(state.as_str()))
        .col_expr(digest::Column::HoldReason, Expr::value(reason))
        .col_expr(digest::Column::GoesAt, Expr::value(goes_at))
        .col_expr(digest::Column::Version, Expr::value(row.version + 1))
        .filter(digest::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn remember(
    tx: &WriteTransaction,
    by: (&Acting, AccountId),
    row: &digest::Model,
    act: &str,
    reason: &str,
) -> Result<()> {
    let entry = audit::Entry {
        account: Some(by.1),
        term: Some(by.0.term),
        act,
        subject_kind: "digest",
        subject_id: row.id.to_string(),
        reason,
    };
    audit::record(tx, entry).await
}
