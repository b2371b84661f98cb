//! Drafts: one key, one text, shared by the office it belongs to. Every save is kept, and nobody overwrites a colleague
//! unseen.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, SqlErr,
};

use super::content::{Content, Photo};
use super::entity::{case_study, draft, draft_version};
use super::fields;
use crate::app::App;
use crate::attachment;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, CaseStudyId, DraftKey};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms::too_large;

/// Where a draft's paper lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Being written.
    Written,
    /// With the sekcam.
    WithSekcam,
    /// With the camat.
    WithCamat,
    /// Came back with a note.
    Returned,
    /// With the coordinator, where a scope reviews before publishing.
    UnderReview,
}

impl Step {
    /// The step as the database holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Written => "ditulis",
            Self::WithSekcam => "diajukan_sekcam",
            Self::WithCamat => "diajukan_camat",
            Self::Returned => "perlu_diperbaiki",
            Self::UnderReview => "ditinjau_pembina",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Self {
        match text {
            "diajukan_sekcam" => Self::WithSekcam,
            "diajukan_camat" => Self::WithCamat,
            "perlu_diperbaiki" => Self::Returned,
            "ditinjau_pembina" => Self::UnderReview,
            _ => Self::Written,
        }
    }

    /// The step as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Written => "Draf",
            Self::WithSekcam => "Menunggu Sekcam",
            Self::WithCamat => "Menunggu Camat",
            Self::Returned => "Perlu diperbaiki",
            Self::UnderReview => "Ditinjau pembina",
        }
    }

    /// True while somebody else has to look at it.
    pub fn is_handed_in(self) -> bool {
        matches!(self, Self::WithSekcam | Self::WithCamat)
    }
}

/// What a save changes.
pub struct Change<'a> {
    /// The version that the editor started from; none for the first save, and for who never saw another's text.
    pub base: Option<i64>,
    /// Writes into the document.
    pub apply: Box<dyn Fn(&mut Content) + Send + Sync + 'a>,
    /// "public" or "members", when the form carries it.
    pub visibility: Option<String>,
    /// The revision of the study that the editor has now seen, after a conflict was resolved.
    pub base_revision: Option<i64>,
}

/// What came of a save.
pub enum Saved {
    /// It is stored.
    Stored(draft::Model),
    /// Somebody saved in between: both texts, and nothing is lost.
    Clash(Box<Clash>),
    /// The key is published already; the change became a draft of its own that edits the study.
    Reopened(draft::Model),
}

/// Two texts that grew from one.
pub struct Clash {
    /// The draft as it stands.
    pub draft: draft::Model,
    /// What this person wrote.
    pub mine: Content,
    /// What the draft says now.
    pub theirs: Content,
    /// Who saved it.
    pub saved_by: String,
    /// When.
    pub saved_at: DateTime<Utc>,
}

/// A draft that the viewer may see, for reading pages: of the own office, or handed in at an office that stands empty.
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
    let judged = |row: &draft::Model| {
        Step::parse(&row.step).is_handed_in() && viewer.may(Act::PublishForEmptyOffice, &row.kecamatan_code)
    };
    let waiting = rows.iter().filter(|row| judged(row)).map(|row| row.kecamatan_code.as_str());
    let led = office::led_among(app.db.read(), waiting, app.clock.today()).await?;
    let seen = rows.into_iter().filter(|row| own(row) || (judged(row) && !led.contains(&row.kecamatan_code)));
    Ok(seen.collect())
}

const OTHER_OFFICE: &str = "Naskah ini milik kantor lain tempat Bapak/Ibu menjabat. Kembali, pilih jabatan itu di \
    Akun (Bertindak sebagai), lalu simpan lagi.";

/// The draft of a key inside the transaction of an act, locked; the act says how far the term must reach.
pub async fn locked(
    tx: &WriteTransaction,
    acting: &Acting,
    account: AccountId,
    key: DraftKey,
    act: Act,
) -> Result<draft::Model> {
    let rows = draft::Entity::find().filter(draft::Column::Key.eq(key.to_string())).lock_exclusive().all(&**tx).await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    let is_own = rows.iter().any(|row| row.creator_id == account.get());
    let within = rows.into_iter().filter(|row| policy::reaches(&acting.region, &row.kecamatan_code));
    let Some(row) = within.min_by_key(|row| row.creator_id != account.get()) else {
        // Begun in another of the person's offices: a second draft of the key would hide the first.
        return Err(if is_own { Error::Conflict(OTHER_OFFICE.to_owned()) } else { Error::NotFound });
    };
    policy::require(act, acting, &row.kecamatan_code)?;
    Ok(row)
}

async fn of_key(db: &impl ConnectionTrait, key: DraftKey) -> Result<Vec<draft::Model>> {
    let rows = draft::Entity::find().filter(draft::Column::Key.eq(key.to_string())).order_by_asc(draft::Column::Id);
    Ok(rows.all(db).await?)
}

/// Saves what an editor wrote. An unknown key begins a draft, so that writing needs no server before.
pub async fn save(app: &App, viewer: &Viewer, key: DraftKey, change: Change<'_>) -> Result<Saved> {
    match save_once(app, viewer, key, &change).await {
        // A first save that was sent twice: on PostgreSQL both find no draft, and the second finds the first one's now.
        Err(Error::Internal(cause)) if is_taken(&cause) => save_once(app, viewer, key, &change).await,
        other => other,
    }
}

fn is_taken(cause: &anyhow::Error) -> bool {
    let error = cause.downcast_ref::<DbErr>().and_then(DbErr::sql_err);
    matches!(error, Some(SqlErr::UniqueConstraintViolation(_)))
}

async fn save_once(app: &App, viewer: &Viewer, key: DraftKey, change: &Change<'_>) -> Result<Saved> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = match locked(&tx, &acting, account, key, Act::WriteDraft).await {
        Ok(row) => row,
        Err(Error::NotFound) => {
            policy::require(Act::WriteDraft, &acting, &acting.region)?;
            let mut content = Content::default();
            (change.apply)(&mut content);
            content.photos.clear();
            let row =
                begin(app, &tx, account, key, &acting.region, &content, Origin::default(), change.visibility.clone())
                    .await?;
            tx.commit(Effect::Private).await?;
            return Ok(Saved::Stored(row));
        }
        Err(error) => return Err(error),
    };
    let current = Content::parse(&row.document)?;
    if let Some(study) = row.published_case_study_id {
        return reopen(app, tx, account, &row, study, current, change).await;
    }
    let seen = change.base.unwrap_or(if row.updated_by == account.get() { row.version } else { 0 });
    let mut mine = if seen == row.version {
        current.clone()
    } else {
        version(&tx, &row, seen).await?.unwrap_or_else(|| current.clone())
    };
    (change.apply)(&mut mine);
    keep_own_photos(&tx, &row, &mut mine).await?;
    // An old form does not know that a colleague has narrowed the readers meanwhile.
    let asked = change.visibility.clone().filter(|_| seen == row.version);
    let visibility = asked.unwrap_or_else(|| row.visibility.clone());
    let base_revision = change.base_revision.or(row.base_revision_id);
    if mine == current && visibility == row.visibility && base_revision == row.base_revision_id {
        return Ok(Saved::Stored(row));
    }
    if seen != row.version && mine != current {
        let saved_by = crate::account::entity::account::Entity::find_by_id(row.updated_by).one(&*tx).await?;
        let saved_by = saved_by.map_or_else(String::new, |person| person.name);
        let saved_at = row.updated_at;
        return Ok(Saved::Clash(Box::new(Clash { draft: row, mine, theirs: current, saved_by, saved_at })));
    }
    let row = store(app, &tx, row, account, &mine, visibility, base_revision).await?;
    tx.commit(Effect::Private).await?;
    Ok(Saved::Stored(row))
}

/// Puts a stored photo into a draft, or takes one out and back in, whatever else is being written meanwhile.
pub async fn change_photos(app: &App, viewer: &Viewer, key: DraftKey, change: PhotoChange<'_>) -> Result<draft::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = match locked(&tx, &acting, account, key, Act::WriteDraft).await {
        Err(Error::NotFound) if matches!(change, PhotoChange::Add(..)) => {
            policy::require(Act::WriteDraft, &acting, &acting.region)?;
            begin(app, &tx, account, key, &acting.region, &Content::default(), Origin::default(), None).await?
        }
        other => other?,
    };
    if row.published_case_study_id.is_some() {
        return Err(Error::Conflict("Draf ini sudah terbit. Buka halamannya, lalu pilih Ubah.".to_owned()));
    }
    let before = Content::parse(&row.document)?;
    let mut content = before.clone();
    match change {
        PhotoChange::Add(stored, facts) => {
            let limit = app.config.limits.photos_per_study;
            if content.photos.len() >= limit {
                return Err(Error::Invalid(Problems::one(
                    "photo",
                    format!("Paling banyak {limit} foto dalam satu praktik."),
                )));
            }
            let (alt, caption) = (facts.alt.clone(), facts.caption.clone());
            let facts = attachment::Facts { draft: Some(row.id), account: Some(account), ..facts };
            let attachment = attachment::record(&*tx, tx.now(), stored, facts).await?;
            content.photos.push(Photo { attachment, alt, caption });
        }
        PhotoChange::Remove(id) => content.photos.retain(|photo| photo.attachment != id),
        PhotoChange::PutBack(id) => {
            let known = content.photos.iter().any(|photo| photo.attachment == id);
            if !known && attachment::ids_of(&*tx, row.id, row.case_study_id).await?.contains(&id) {
                let picture = attachment::pictures(&*tx, &[id]).await?.remove(&id).ok_or(Error::NotFound)?;
                content.photos.push(Photo { attachment: id, alt: picture.alt, caption: picture.caption });
            }
        }
    }
    if content == before {
        return Ok(row);
    }
    let (visibility, base) = (row.visibility.clone(), row.base_revision_id);
    let row = store(app, &tx, row, account, &content, visibility, base).await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}

/// What happens to the photos of a draft.
pub enum PhotoChange<'a> {
    /// A stored photo joins them.
    Add(&'a attachment::Stored, attachment::Facts),
    /// One leaves them.
    Remove(i64),
    /// One that left comes back.
    PutBack(i64),
}

/// What a new draft grows from.
#[derive(Clone, Copy, Default)]
pub struct Origin {
    /// The study that it edits.
    pub case_study: Option<i64>,
    /// The revision that its text came from.
    pub revision: Option<i64>,
}

/// Begins a draft in the open transaction.
#[expect(clippy::too_many_arguments, reason = "a row with this many facts, each of them needed")]
pub async fn begin(
    app: &App,
    tx: &WriteTransaction,
    creator: AccountId,
    key: DraftKey,
    kecamatan: &str,
    content: &Content,
    origin: Origin,
    visibility: Option<String>,
) -> Result<draft::Model> {
    let row = draft::ActiveModel {
        key: Set(key.to_string()),
        creator_id: Set(creator.get()),
        kecamatan_code: Set(kecamatan.to_owned()),
        case_study_id: Set(origin.case_study),
        base_revision_id: Set(origin.revision),
        step: Set(Step::Written.as_str().to_owned()),
        document: Set(document(app, content)?),
        version: Set(1),
        note: Set(String::new()),
        visibility: Set(visibility.unwrap_or_else(|| "public".to_owned())),
        updated_at: Set(tx.now()),
        updated_by: Set(creator.get()),
        created_at: Set(tx.now()),
        published_case_study_id: Set(None),
        ..Default::default()
    };
    let id = draft::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    let row = draft::Entity::find_by_id(id).one(&**tx).await?.ok_or(Error::NotFound)?;
    keep_version(tx, &row, creator).await?;
    Ok(row)
}

async fn store(
    app: &App,
    tx: &WriteTransaction,
    row: draft::Model,
    account: AccountId,
    content: &Content,
    visibility: String,
    base_revision: Option<i64>,
) -> Result<draft::Model> {
    let row = draft::Model {
        document: document(app, content)?,
        version: row.version + 1,
        visibility,
        base_revision_id: base_revision,
        updated_at: tx.now(),
        updated_by: account.get(),
        ..row
    };
    draft::Entity::update_many()
        .col_expr(draft::Column::Document, Expr::value(row.document.clone()))
        .col_expr(draft::Column::Version, Expr::value(row.version))
        .col_expr(draft::Column::Visibility, Expr::value(row.visibility.clone()))
        .col_expr(draft::Column::BaseRevisionId, Expr::value(row.base_revision_id))
        .col_expr(draft::Column::UpdatedAt, Expr::value(row.updated_at))
        .col_expr(draft::Column::UpdatedBy, Expr::value(row.updated_by))
        .filter(draft::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    keep_version(tx, &row, account).await?;
    Ok(row)
}

async fn keep_version(tx: &WriteTransaction, row: &draft::Model, account: AccountId) -> Result<()> {
    let kept = draft_version::ActiveModel {
        draft_id: Set(row.id),
        version: Set(row.version),
        document: Set(row.document.clone()),
        saved_by: Set(account.get()),
        saved_at: Set(tx.now()),
        ..Default::default()
    };
    draft_version::Entity::insert(kept).exec_without_returning(&**tx).await?;
    Ok(())
}

fn document(app: &App, content: &Content) -> Result<String> {
    let document = content.to_document()?;
    let limit = app.config.limits.document_bytes;
    if document.len() > limit { Err(too_large(document.len(), limit)) } else { Ok(document) }
}

/// A kept version of a draft.
pub async fn version(db: &WriteTransaction, row: &draft::Model, number: i64) -> Result<Option<Content>> {
    let kept = draft_version::Entity::find()
        .filter(draft_version::Column::DraftId.eq(row.id))
        .filter(draft_version::Column::Version.eq(number))
        .one(&**db)
        .await?;
    Ok(kept.map(|kept| Content::parse(&kept.document)).transpose()?)
}

// A form could name photos of elsewhere; only those of this draft and of its study stay.
async fn keep_own_photos(tx: &WriteTransaction, row: &draft::Model, content: &mut Content) -> Result<()> {
    if content.photos.is_empty() {
        return Ok(());
    }
    let own = attachment::ids_of(&**tx, row.id, row.case_study_id).await?;
    content.photos.retain(|photo| own.contains(&photo.attachment));
    Ok(())
}

async fn reopen(
    app: &App,
    tx: WriteTransaction,
    account: AccountId,
    row: &draft::Model,
    study: i64,
    current: Content,
    change: &Change<'_>,
) -> Result<Saved> {
    let mut mine = current.clone();
    (change.apply)(&mut mine);
    let own = attachment::ids_of(&*tx, row.id, Some(study)).await?;
    mine.photos.retain(|photo| own.contains(&photo.attachment));
    if mine == current {
        return Ok(Saved::Stored(row.clone()));
    }
    let study = case_study::Entity::find_by_id(study).one(&*tx).await?.ok_or(Error::NotFound)?;
    // The text is the one of this draft, so it starts from the revision that this draft became.
    let origin = Origin { case_study: Some(study.id), revision: row.base_revision_id };
    let visibility = Some(study.visibility);
    let row = begin(app, &tx, account, DraftKey::new(), &row.kecamatan_code, &mine, origin, visibility).await?;
    tx.commit(Effect::Private).await?;
    Ok(Saved::Reopened(row))
}

/// Begins a draft that edits a published study, or gives the one that the office already has in hand.
pub async fn edit(app: &App, viewer: &Viewer, id: CaseStudyId) -> Result<draft::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let study = case_study::Entity::find_by_id(id.get()).lock_exclusive().one(&*tx).await?.ok_or(Error::NotFound)?;
    let kecamatan = study.kecamatan_code.clone().ok_or(Error::Forbidden)?;
    policy::require(Act::WriteDraft, &acting, &kecamatan)?;
    let open = draft::Entity::find()
        .filter(draft::Column::CaseStudyId.eq(study.id))
        .filter(draft::Column::PublishedCaseStudyId.is_null())
        .order_by_desc(draft::Column::Id)
        .one(&*tx)
        .await?;
    if let Some(open) = open {
        return Ok(open);
    }
    let revision = super::store::revision(&*tx, &study).await?;
    let content = Content::parse(&revision.document)?;
    let origin = Origin { case_study: Some(study.id), revision: study.revision_id };
    let row = begin(app, &tx, account, DraftKey::new(), &kecamatan, &content, origin, Some(study.visibility)).await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
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

/// The text of a conflict's other side, cleaned: it came from a browser.
pub fn from_browser(document: &str) -> Result<Content> {
    let content = Content::parse(document).map_err(|_| {
        Error::Invalid(Problems::one("form", "Tulisan tidak terbaca. Muat ulang halamannya, lalu coba lagi."))
    })?;
    Ok(fields::cleaned(content))
}
