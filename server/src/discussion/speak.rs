//! Saying something under a study, and changing or taking back one's own words.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{checked, entity, forget, held_comment, held_study, history, mention, recount, root_of};
use crate::account::entity::account;
use crate::app::App;
use crate::case_study::content::anchors;
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, CommentId};
use crate::job::{self, Job};
use crate::kecamatan;
use crate::office;
use crate::viewer::{Term, Viewer};

/// The same words of the same person under the same study within this time are one comment, sent twice.
const SENT_TWICE_WITHIN: Duration = Duration::minutes(1);

/// What the form of a comment says.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The comment that it answers.
    pub parent: Option<CommentId>,
    /// Anchor of the section that it is about; empty for the whole study. An answer is about what it answers.
    pub section: String,
    /// The text as typed.
    pub body: String,
    /// True when the phone number in it may stand, as its writer said when asked.
    pub keeps_phone: bool,
}

/// Says something under a study, or answers a comment.
pub async fn say(
    app: &App,
    viewer: &Viewer,
    study: CaseStudyId,
    words: &Words,
) -> Result<(CommentId, case_study::Model)> {
    let body = checked(&words.body, "", app.config.limits.comment_chars, words.keeps_phone)?;
    let section = section_of(words)?;
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let speaker = speaker(&tx, viewer, &catalogue).await?;
    let study = held_study(&tx, viewer, study).await?;
    let parent = match words.parent {
        Some(parent) => Some(answered(&tx, &study, parent).await?),
        None => None,
    };
    let (body, targets) = mention::resolve(&*tx, &catalogue, tx.today(), &body, "").await?;
    let twin = entity::Entity::find()
        .filter(entity::Column::CaseStudyId.eq(study.id))
        .filter(entity::Column::AccountId.eq(speaker.account))
        .filter(entity::Column::Body.eq(body.as_str()))
        .filter(entity::Column::CreatedAt.gt(tx.now() - SENT_TWICE_WITHIN))
        .filter(entity::Column::DeletedAt.is_null())
        .order_by_desc(entity::Column::Id)
        .one(&*tx)
        .await?;
    if let Some(twin) = twin.filter(|twin| twin.parent_id == parent && twin.section == section) {
        return Ok((CommentId(twin.id), study));
    }
    let row = entity::ActiveModel {
        case_study_id: Set(study.id),
        parent_id: Set(parent),
        account_id: Set(speaker.account),
        term_id: Set(speaker.term),
        byline: Set(speaker.byline),
        body: Set(body),
        created_at: Set(tx.now()),
        hidden_reason: Set(String::new()),
        section: Set(section),
        ..Default::default()
    };
    let account = speaker.account;
    let comment = CommentId(entity::Entity::insert(row).exec(&*tx).await?.last_insert_id);
    mention::record(&tx, account, comment.get(), &targets).await?;
    recount(&tx, study.id).await?;
    job::enqueue(&tx, &Job::TellCommented { comment }).await?;
    tx.commit(visible(&study)).await?;
    Ok((comment, study))
}

fn section_of(words: &Words) -> Result<Option<String>> {
    if words.section.is_empty() || words.parent.is_some() {
        return Ok(None);
    }
    if !anchors().iter().any(|(anchor, _)| *anchor == words.section) {
        return Err(Error::Invalid(Problems::one("section", "Pilih bagian dari daftar.")));
    }
    Ok(Some(words.section.clone()))
}

/// Changes one's own words; the page then says that they were edited, and members read what they were.
/// `keeps_phone` is true when a phone number in them may stand.
pub async fn edit(
    app: &App,
    viewer: &Viewer,
    id: CommentId,
    typed: &str,
    keeps_phone: bool,
) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let (comment, study) = own(&tx, viewer, id).await?;
    let body = checked(typed, &comment.body, app.config.limits.comment_chars, keeps_phone)?;
    if comment.deleted_at.is_some() {
        return Err(Error::Conflict("Komentar ini sudah dihapus.".to_owned()));
    }
    if comment.hidden_at.is_some() {
        return Err(Error::Conflict(
            "Komentar ini disembunyikan pembina kecamatan, jadi tidak bisa diubah.".to_owned(),
        ));
    }
    let (body, targets) = mention::resolve(&*tx, &app.catalogue.get(), tx.today(), &body, &comment.body).await?;
    if comment.body == body {
        return Ok(study);
    }
    history::keep(&tx, &comment).await?;
    if mention::record(&tx, comment.account_id, comment.id, &targets).await? {
        job::enqueue(&tx, &Job::TellMentioned { comment: id }).await?;
    }
    entity::Entity::update_many()
        .col_expr(entity::Column::Body, Expr::value(body))
        .col_expr(entity::Column::EditedAt, Expr::value(Some(tx.now())))
        .filter(entity::Column::Id.eq(comment.id))
        .exec(&*tx)
        .await?;
    tx.commit(visible(&study)).await?;
    Ok(study)
}

/// Takes one's own words back.
pub async fn delete(app: &App, viewer: &Viewer, id: CommentId) -> Result<case_study::Model> {
    mark_deleted(app, viewer, id, true).await
}

/// Shows one's own words again.
pub async fn undelete(app: &App, viewer: &Viewer, id: CommentId) -> Result<case_study::Model> {
    mark_deleted(app, viewer, id, false).await
}

async fn mark_deleted(app: &App, viewer: &Viewer, id: CommentId, deleted: bool) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let (comment, study) = own(&tx, viewer, id).await?;
    if comment.deleted_at.is_some() == deleted {
        return Ok(study);
    }
    if deleted {
        forget::versions(&tx, comment.id).await?;
        job::enqueue_in(&tx, &Job::ForgetComment { comment: id }, forget::KEPT).await?;
    } else if comment.body.is_empty() {
        let sentence = "Komentar ini dihapus lebih dari 30 hari lalu; tulisannya sudah tidak ada.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    let at: Option<DateTime<Utc>> = deleted.then(|| tx.now());
    entity::Entity::update_many()
        .col_expr(entity::Column::DeletedAt, Expr::value(at))
        .filter(entity::Column::Id.eq(comment.id))
        .exec(&*tx)
        .await?;
    recount(&tx, study.id).await?;
    tx.commit(visible(&study)).await?;
    Ok(study)
}

/// One's own comment; another's is forbidden.
async fn own(tx: &WriteTransaction, viewer: &Viewer, id: CommentId) -> Result<(entity::Model, case_study::Model)> {
    member(tx, viewer).await?;
    let (comment, study) = held_comment(tx, viewer, id).await?;
    if viewer.account().is_none_or(|account| account.get() != comment.account_id) {
        return Err(Error::Forbidden);
    }
    Ok((comment, study))
}

/// The comment that an answer stands under, while it is shown.
async fn answered(tx: &WriteTransaction, study: &case_study::Model, parent: CommentId) -> Result<i64> {
    let parent = entity::Entity::find_by_id(parent.get())
        .filter(entity::Column::CaseStudyId.eq(study.id))
        .one(&**tx)
        .await?
        .ok_or(Error::NotFound)?;
    if parent.deleted_at.is_some() || parent.hidden_at.is_some() {
        let sentence =
            "Komentar yang dibalas sudah tidak tampil. Salin tulisan ini bila ingin mengirimnya sebagai komentar baru.";
        return Err(Error::Invalid(Problems::one("body", sentence)));
    }
    Ok(root_of(&parent))
}

/// Who speaks in a conversation.
pub struct Speaker {
    /// The account.
    pub account: i64,
    /// The office term that speaks, if any.
    pub term: Option<i64>,
    /// The office as shown; empty without.
    pub byline: String,
}

/// Who speaks, as this transaction sees it: a member who is not suspended, in the office that acts.
pub async fn speaker(tx: &WriteTransaction, viewer: &Viewer, catalogue: &Catalogue) -> Result<Speaker> {
    let (account, terms) = member(tx, viewer).await?;
    let today = tx.today();
    let chosen = viewer.acting_term().map(|term| term.id.get());
    let current = terms
        .into_iter()
        .filter(|term| Some(term.id) == chosen)
        .find(|term| term.started_on <= today && term.ended_on.is_none_or(|end| end >= today))
        .and_then(|term| office::described(term, catalogue));
    Ok(Speaker {
        account,
        term: current.as_ref().map(|term| term.id.get()),
        byline: current.map_or_else(String::new, |term| office_of(&term, catalogue)),
    })
}

pub(super) async fn member(
    tx: &WriteTransaction,
    viewer: &Viewer,
) -> Result<(i64, Vec<office::entity::office_term::Model>)> {
    let person = viewer.require("/")?;
    let account = account::Entity::find_by_id(person.account.get()).one(&**tx).await?.ok_or(Error::Forbidden)?;
    if account.suspended_until.is_some_and(|until| until > tx.now()) {
        return Err(Error::Forbidden);
    }
    let terms = office::terms_ever(&**tx, person.account).await?;
    if !office::has_served(&terms, tx.today()) {
        return Err(Error::Forbidden);
    }
    Ok((account.id, terms))
}

/// The office as it speaks: "Camat Cikajang, Kab. Garut", since names of kecamatan repeat.
pub fn office_of(term: &Term, catalogue: &Catalogue) -> String {
    if !term.role.is_of_kecamatan() {
        return term.label.clone();
    }
    format!("{}, {}", term.label, catalogue.places.full_name(kecamatan::kabupaten_kota_of(&term.region)))
}

fn visible(study: &case_study::Model) -> Effect {
    Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(study.id))])
}
