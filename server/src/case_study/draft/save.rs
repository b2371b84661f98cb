//! Saving what an editor wrote: kept as a version, and never over a text that the editor has not seen.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, EntityTrait, SqlErr};

use super::found::{Found, look_up};
use super::photos;
use super::write::{Origin, begin, store, version, write_down};
use crate::account::entity::account as people;
use crate::app::App;
use crate::attachment;
use crate::case_study::content::Content;
use crate::case_study::entity::{case_study, draft};
use crate::case_study::fields;
use crate::case_study::personal_data::MARK;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, DraftKey};
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

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
    /// The name that the device gave itself; empty for a form without scripts.
    pub writer: String,
}

impl Change<'_> {
    /// The version of the draft that it started from.
    fn seen(&self, row: &draft::Model, account: AccountId) -> i64 {
        let base = self.base.unwrap_or(if row.updated_by == account.get() { row.version } else { 0 });
        // Every version since is this device's own: only the answer got lost on the way.
        let only_own = !self.writer.is_empty() && self.writer == row.writer && base >= row.writer_from - 1;
        if only_own && base <= row.version { row.version } else { base }
    }
}

/// What came of a save.
pub enum Saved {
    /// It is stored.
    Stored(draft::Model),
    /// Somebody saved in between: both texts, and nothing is lost.
    Clash(Box<Clash>),
    /// The key is published already; the change became a draft of its own that edits the study.
    Reopened(draft::Model),
    /// It belongs to an office that the person does not act for just now: nothing is stored.
    Elsewhere(Box<Elsewhere>),
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

/// A text for a draft of another office.
pub struct Elsewhere {
    /// Code of that office.
    pub kecamatan: String,
    /// The draft, for who may write it by another term; none for who has left that office.
    pub draft: Option<draft::Model>,
    /// What this person wrote.
    pub mine: Content,
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
    let row = match look_up(&tx, &acting, viewer, key).await? {
        Found::Here(row) => {
            policy::require(Act::WriteDraft, &acting, &row.kecamatan_code)?;
            row
        }
        Found::Elsewhere(row) => return elsewhere(&tx, viewer, row, change).await,
        Found::Nowhere => {
            policy::require(Act::WriteDraft, &acting, &acting.region)?;
            let mut content = Content::default();
            (change.apply)(&mut content);
            content.photos.clear();
            content.files.clear();
            let row =
                begin(app, &tx, account, key, &acting.region, &content, Origin::default(), change.visibility.clone())
                    .await?;
            let row = write_down(&tx, row, &change.writer).await?;
            tx.commit(Effect::Private).await?;
            return Ok(Saved::Stored(row));
        }
    };
    let current = Content::parse(&row.document)?;
    if let Some(study) = row.published_case_study_id {
        // A form that was open while personal data was erased still holds it: the writer sees both texts.
        if row.document.contains(MARK) && change.seen(&row, account) != row.version {
            let mut mine = version(&tx, &row, change.seen(&row, account)).await?.unwrap_or_else(|| current.clone());
            (change.apply)(&mut mine);
            keep_own_attachments(&tx, row.id, row.case_study_id, &mut mine).await?;
            if mine != current {
                let (saved_by, saved_at) = ("Pembina".to_owned(), row.updated_at);
                return Ok(Saved::Clash(Box::new(Clash { draft: row, mine, theirs: current, saved_by, saved_at })));
            }
        }
        return reopen(app, tx, account, &row, study, current, change).await;
    }
    let seen = change.seen(&row, account);
    let mut mine = if seen == row.version {
        current.clone()
    } else {
        version(&tx, &row, seen).await?.unwrap_or_else(|| current.clone())
    };
    (change.apply)(&mut mine);
    keep_own_attachments(&tx, row.id, row.case_study_id, &mut mine).await?;
    // An old form does not know that a colleague has narrowed the readers meanwhile.
    let asked = change.visibility.clone().filter(|_| seen == row.version);
    let visibility = asked.unwrap_or_else(|| row.visibility.clone());
    let base_revision = change.base_revision.or(row.base_revision_id);
    if mine == current && visibility == row.visibility && base_revision == row.base_revision_id {
        return Ok(Saved::Stored(row));
    }
    if seen != row.version && mine != current {
        let saved_by = people::Entity::find_by_id(row.updated_by).one(&*tx).await?;
        let saved_by = saved_by.map_or_else(String::new, |person| person.name);
        let saved_at = row.updated_at;
        return Ok(Saved::Clash(Box::new(Clash { draft: row, mine, theirs: current, saved_by, saved_at })));
    }
    let row = store(app, &tx, row, account, &mine, visibility, base_revision, &change.writer).await?;
    tx.commit(Effect::Private).await?;
    Ok(Saved::Stored(row))
}

async fn elsewhere(tx: &WriteTransaction, viewer: &Viewer, row: draft::Model, change: &Change<'_>) -> Result<Saved> {
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let kecamatan = row.kecamatan_code.clone();
    if viewer.terms_for(Act::WriteDraft, &kecamatan).next().is_none() {
        // Who has left an office gets back the own words alone, not what colleagues wrote since.
        let mut mine = Content::default();
        (change.apply)(&mut mine);
        mine.photos.clear();
        mine.files.clear();
        return Ok(Saved::Elsewhere(Box::new(Elsewhere { kecamatan, draft: None, mine })));
    }
    let seen = version(tx, &row, change.seen(&row, account)).await?;
    let mut mine = seen.map_or_else(|| Content::parse(&row.document), Ok)?;
    (change.apply)(&mut mine);
    keep_own_attachments(tx, row.id, row.case_study_id, &mut mine).await?;
    Ok(Saved::Elsewhere(Box::new(Elsewhere { kecamatan, draft: Some(row), mine })))
}

// A form could name photos and files of elsewhere; only those of this draft and of its study stay.
async fn keep_own_attachments(
    tx: &WriteTransaction,
    draft: i64,
    study: Option<i64>,
    content: &mut Content,
) -> Result<()> {
    if !content.photos.is_empty() {
        let own = photos::own(&**tx, draft, study).await?;
        content.photos.retain(|photo| own.contains(&photo.attachment));
    }
    if !content.files.is_empty() {
        let own = attachment::file::file_ids_of(&**tx, draft, study).await?;
        content.files.retain(|file| own.contains(&file.file));
    }
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
    keep_own_attachments(&tx, row.id, Some(study), &mut mine).await?;
    if mine == current {
        return Ok(Saved::Stored(row.clone()));
    }
    let study = case_study::Entity::find_by_id(study).one(&*tx).await?.ok_or(Error::NotFound)?;
    // The text is the one of this draft, so it starts from the revision that this draft became.
    let origin = Origin { case_study: Some(study.id), revision: row.base_revision_id, adoption: None };
    let visibility = Some(study.visibility);
    let edit = begin(app, &tx, account, DraftKey::new(), &row.kecamatan_code, &mine, origin, visibility).await?;
    attachment::hand_over(&*tx, row.id, edit.id).await?;
    attachment::file::hand_over_files(&*tx, row.id, edit.id).await?;
    tx.commit(Effect::Private).await?;
    Ok(Saved::Reopened(edit))
}

/// The text of a conflict's other side, cleaned: it came from a browser.
pub fn from_browser(document: &str) -> Result<Content> {
    let content = Content::parse(document).map_err(|_| {
        Error::Invalid(Problems::one("form", "Tulisan tidak terbaca. Muat ulang halamannya, lalu coba lagi."))
    })?;
    Ok(fields::cleaned(content))
}
