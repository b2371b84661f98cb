//! Publishing: who may, whether it is whole and still the newest, and the one transaction in which it appears.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::check;
use super::content::Content;
use super::draft::{self, Step};
use super::entity::{case_study, case_study_revision, draft as draft_table};
use super::review;
use super::revise::{Writing, write};
use crate::adoption::lineage;
use crate::app::App;
use crate::attachment;
use crate::audit;
use crate::catalogue::Catalogue;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result, too_long};
use crate::ids::{AccountId, CaseStudyId, DraftKey, TermId};
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act, Acting, Role};
use crate::viewer::Viewer;

/// What came of publishing.
pub enum Published {
    /// It is there for readers; also when the key was published before.
    Study(case_study::Model),
    /// It waits for a coordinator, or came back from one.
    UnderReview(draft_table::Model),
    /// Answers are missing or wrong.
    Incomplete(draft_table::Model, Problems),
    /// The study got a newer revision since this draft began.
    Outdated(Box<Outdated>),
}

/// A draft whose study moved on.
pub struct Outdated {
    /// The draft.
    pub draft: draft_table::Model,
    /// What it says.
    pub mine: Content,
    /// What the study says now.
    pub theirs: Content,
    /// The newer revision.
    pub revision: case_study_revision::Model,
}

/// Publishes a draft for the readers its visibility names, unless somebody published in between; where the scope reviews
/// first, hands it to the coordinators instead.
///
/// `seen` is the version of the draft that the publisher has read: whoever approves approves that text and no later one.
pub async fn publish(app: &App, viewer: &Viewer, key: DraftKey, seen: Option<i64>, reason: &str) -> Result<Published> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let act = act_of(acting.role);
    let row = draft::locked(&tx, &acting, viewer, key, act).await?;
    if let Some(published) = already(&tx, &row).await? {
        return Ok(published);
    }
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Error::Conflict(
            "Naskah ini berubah sejak dibuka. Muat ulang halamannya, baca lagi, lalu terbitkan.".to_owned(),
        ));
    }
    let reason = crate::web::forms::text(reason);
    let catalogue = app.catalogue.get();
    let byline = allowed_byline(&tx, &acting, act, &row, &reason, &catalogue, app.config.limits.reason_chars).await?;
    let ready = match ready(&tx, app, &catalogue, row).await? {
        Ok(ready) => ready,
        Err(published) => return Ok(published),
    };
    let shows_again = policy::allows(Act::Withdraw, acting.role);
    let voice = Voice { byline, account, term: acting.term, shows_again };
    if act != Act::PublishForEmptyOffice && review::applies(&*tx, &ready.row.kecamatan_code).await? {
        let row = review::open(&tx, ready.row, &voice).await?;
        tx.commit(Effect::Private).await?;
        return Ok(Published::UnderReview(row));
    }
    review::close(&tx, ready.row.id, "replaced").await?;
    let approval = Approval { account, term: acting.term, act, reason: &reason };
    appear(tx, &catalogue, ready, voice, approval).await.map(Published::Study)
}

/// The study that a draft became, when it was published before.
pub(super) async fn already(tx: &WriteTransaction, row: &draft_table::Model) -> Result<Option<Published>> {
    let Some(id) = row.published_case_study_id else {
        return Ok(None);
    };
    let study = case_study::Entity::find_by_id(id).one(&**tx).await?.ok_or(Error::NotFound)?;
    Ok(Some(Published::Study(study)))
}

/// A draft that may appear: complete, and grown from the newest revision of its study.
pub(super) struct Ready {
    row: draft_table::Model,
    whole: Content,
    content: Content,
    existing: Option<case_study::Model>,
}

/// In whose name a text appears.
pub(super) struct Voice {
    /// The office as it speaks: "Camat Cikajang".
    pub byline: String,
    /// Who approved it in the office.
    pub account: AccountId,
    /// In which office.
    pub term: TermId,
    /// True when a withdrawn study is shown again by it.
    pub shows_again: bool,
}

/// Who let it appear, for the audit.
pub(super) struct Approval<'a> {
    /// The person.
    pub account: AccountId,
    /// In which office.
    pub term: TermId,
    /// By which act.
    pub act: Act,
    /// Why, where the act asks.
    pub reason: &'a str,
}

/// Judges whether a draft may appear, and says why not.
pub(super) async fn ready(
    tx: &WriteTransaction,
    app: &App,
    catalogue: &Catalogue,
    row: draft_table::Model,
) -> Result<Result<Ready, Published>> {
    // What found no section stays with the draft.
    let whole = Content::parse(&row.document)?;
    let content = Content { unplaced: Vec::new(), change_note: String::new(), ..whole.clone() };
    let problems = check::complete(&content, &app.config.limits, catalogue);
    if !problems.is_empty() {
        return Ok(Err(Published::Incomplete(row, problems)));
    }
    let existing = match row.case_study_id {
        Some(id) => case_study::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?,
        None => None,
    };
    if let Some(study) = &existing
        && study.revision_id != row.base_revision_id
    {
        let revision = super::store::revision(&**tx, study).await?;
        let theirs = Content::parse(&revision.document)?;
        return Ok(Err(Published::Outdated(Box::new(Outdated { draft: row, mine: whole, theirs, revision }))));
    }
    Ok(Ok(Ready { row, whole, content, existing }))
}

/// Writes the revision with everything that follows from it, and commits.
pub(super) async fn appear(
    tx: WriteTransaction,
    catalogue: &Catalogue,
    ready: Ready,
    voice: Voice,
    approval: Approval<'_>,
) -> Result<case_study::Model> {
    let Ready { row, whole, content, existing } = ready;
    let study = write(
        &*tx,
        catalogue,
        Writing {
            existing,
            content: &content,
            kecamatan: Some(row.kecamatan_code.clone()),
            byline: voice.byline,
            account: Some(voice.account),
            term: Some(voice.term),
            note: whole.change_note.clone(),
            at: tx.now(),
            published_at: None,
            visibility: row.visibility.clone(),
            reference: None,
            is_sample: false,
            shows_again: voice.shows_again,
            authors: vec![AccountId(row.creator_id), AccountId(row.updated_by), voice.account],
        },
    )
    .await?;
    let photos: Vec<i64> = content.photos.iter().map(|photo| photo.attachment).collect();
    attachment::attach(&*tx, &photos, Some(row.id), study.id).await?;
    let files: Vec<i64> = content.files.iter().map(|file| file.file).collect();
    attachment::file::attach_files(&*tx, &files, row.id, study.id).await?;
    super::partner::ask(&tx, catalogue, study.id, Some(&row.kecamatan_code), &content).await?;
    draft_table::Entity::update_many()
        .col_expr(draft_table::Column::PublishedCaseStudyId, Expr::value(study.id))
        .col_expr(draft_table::Column::BaseRevisionId, Expr::value(study.revision_id))
        .filter(draft_table::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    if let Some(entry) = row.adoption_id {
        lineage::tie(&tx, entry, &study, voice.account, voice.term).await?;
    }
    remember(&tx, approval.account, approval.term, approval.act, &study, approval.reason).await?;
    let case_study = CaseStudyId(study.id);
    job::enqueue(&tx, &Job::TellPublished { case_study, revision: study.revision_number }).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(case_study)])).await?;
    Ok(study)
}

/// The act by which a role publishes.
pub fn act_of(role: Role) -> Act {
    if role == Role::Sekcam {
        Act::PublishForCamat
    } else if role.is_coordinator() {
        Act::PublishForEmptyOffice
    } else {
        Act::Publish
    }
}

/// The office as it speaks, when the rule of the act holds.
async fn allowed_byline(
    tx: &WriteTransaction,
    acting: &Acting,
    act: Act,
    row: &draft_table::Model,
    reason: &str,
    catalogue: &Catalogue,
    reason_chars: usize,
) -> Result<String> {
    let kecamatan = row.kecamatan_code.as_str();
    let name = catalogue.places.kecamatan(kecamatan).map_or(kecamatan, |place| place.name.as_str());
    match act {
        Act::PublishForCamat => {
            if !office::is_delegated(&**tx, kecamatan, tx.today()).await? {
                return Err(Error::Forbidden);
            }
            Ok(format!("Sekcam {name} a.n. Camat"))
        }
        Act::PublishForEmptyOffice => {
            if !Step::parse(&row.step).is_handed_in() || office::is_led(&**tx, kecamatan, tx.today()).await? {
                return Err(Error::Forbidden);
            }
            if reason.is_empty() {
                return Err(Error::Invalid(Problems::one(
                    "reason",
                    "Tulis alasan menerbitkan selama jabatan camat kosong.",
                )));
            }
            if let Some(sentence) = too_long("Alasan", reason, reason_chars) {
                return Err(Error::Invalid(Problems::one("reason", sentence)));
            }
            Ok(format!("Kantor Kecamatan {name}"))
        }
        _ => Ok(format!("{} {name}", acting.role.label())),
    }
}

async fn remember(
    tx: &WriteTransaction,
    account: AccountId,
    term: TermId,
    act: Act,
    study: &case_study::Model,
    reason: &str,
) -> Result<()> {
    let subject_id = study.id.to_string();
    let entry = audit::Entry {
        account: Some(account),
        term: Some(term),
        act: act.as_str(),
        subject_kind: "case_study",
        subject_id,
        reason,
    };
    audit::record(tx, entry).await
}
