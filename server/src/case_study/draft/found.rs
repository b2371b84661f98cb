//! Finding a draft: for who may see it, and locked inside the transaction of an act.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Step;
use crate::app::App;
use crate::case_study::entity::draft;
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::{AccountId, DraftKey};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// A draft that the viewer may see, for reading pages: of the own office, handed in for review, or handed in at an
/// office that stands empty.
pub async fn find(app: &App, viewer: &Viewer, key: DraftKey) -> Result<Option<draft::Model>> {
    let rows = of_key(app.db.read(), key).await?;
    if rows.is_empty() { Ok(None) } else { seen_by(app, viewer, rows).await.map(Some) }
}

/// As [`find`], by the row's number: a photo knows its draft.
pub async fn find_by_id(app: &App, viewer: &Viewer, id: i64) -> Result<draft::Model> {
    let row = draft::Entity::find_by_id(id).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    seen_by(app, viewer, vec![row]).await
}

async fn seen_by(app: &App, viewer: &Viewer, rows: Vec<draft::Model>) -> Result<draft::Model> {
    let account = viewer.account().map(AccountId::get);
    let seen = seen_among(app, viewer, rows).await?;
    let own = |row: &draft::Model| (!viewer.may(Act::WriteDraft, &row.kecamatan_code), Some(row.creator_id) != account);
    seen.into_iter().min_by_key(own).ok_or(Error::NotFound)
}

/// Those of the drafts that the viewer may see, as [`find`] tells it, in one statement however many there are.
pub async fn seen_among(app: &App, viewer: &Viewer, rows: Vec<draft::Model>) -> Result<Vec<draft::Model>> {
    let own = |row: &draft::Model| viewer.may(Act::WriteDraft, &row.kecamatan_code);
    let reviewed = |row: &draft::Model| {
        Step::parse(&row.step) == Step::UnderReview && viewer.may(Act::Review, &row.kecamatan_code)
    };
    let judged = |row: &draft::Model| {
        Step::parse(&row.step).is_handed_in() && viewer.may(Act::PublishForEmptyOffice, &row.kecamatan_code)
    };
    let waiting = rows.iter().filter(|row| judged(row)).map(|row| row.kecamatan_code.as_str());
    let led = office::led_among(app.db.read(), waiting, app.clock.today()).await?;
    let seen =
        rows.into_iter().filter(|row| own(row) || reviewed(row) || (judged(row) && !led.contains(&row.kecamatan_code)));
    Ok(seen.collect())
}

async fn of_key(db: &impl ConnectionTrait, key: DraftKey) -> Result<Vec<draft::Model>> {
    let rows = draft::Entity::find().filter(draft::Column::Key.eq(key.to_string())).order_by_asc(draft::Column::Id);
    Ok(rows.all(db).await?)
}

/// Where a key leads who acts by a term.
pub(super) enum Found {
    /// To a draft that the term reaches.
    Here(draft::Model),
    /// To a draft that this person began or may write by another term: one more draft of the key would hide it.
    Elsewhere(draft::Model),
    /// Nowhere that this person knows of.
    Nowhere,
}

/// Where a key leads inside a transaction; the row is locked.
pub(super) async fn look_up(tx: &WriteTransaction, acting: &Acting, viewer: &Viewer, key: DraftKey) -> Result<Found> {
    let account = viewer.account().map(AccountId::get);
    let rows = draft::Entity::find().filter(draft::Column::Key.eq(key.to_string())).lock_exclusive().all(&**tx).await?;
    let (within, others): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| policy::reaches(&acting.region, &row.kecamatan_code));
    if let Some(row) = within.into_iter().min_by_key(|row| Some(row.creator_id) != account) {
        return Ok(Found::Here(row));
    }
    let known = |row: &draft::Model| {
        Some(row.creator_id) == account || viewer.terms_for(Act::WriteDraft, &row.kecamatan_code).next().is_some()
    };
    Ok(others.into_iter().find(known).map_or(Found::Nowhere, Found::Elsewhere))
}

const OTHER_OFFICE: &str = "Naskah ini milik kantor lain. Pilih jabatan di kantor itu pada halaman Akun \
    (Bertindak sebagai), lalu ulangi.";

/// The draft of a key inside the transaction of an act, locked; the act says how far the term must reach.
pub async fn locked(
    tx: &WriteTransaction,
    acting: &Acting,
    viewer: &Viewer,
    key: DraftKey,
    act: Act,
) -> Result<draft::Model> {
    match look_up(tx, acting, viewer, key).await? {
        Found::Here(row) => {
            policy::require(act, acting, &row.kecamatan_code)?;
            Ok(row)
        }
        Found::Elsewhere(_) => Err(Error::Conflict(OTHER_OFFICE.to_owned())),
        Found::Nowhere => Err(Error::NotFound),
    }
}

/// The drafts in hand of an office, the latest first.
pub async fn of_office(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<draft::Model>> {
    let rows = draft::Entity::find()
        .filter(draft::Column::KecamatanCode.eq(kecamatan))
        .filter(draft::Column::PublishedCaseStudyId.is_null())
        .order_by_desc(draft::Column::UpdatedAt)
        .order_by_desc(draft::Column::Id)
        .limit(200);
    Ok(rows.all(db).await?)
}
