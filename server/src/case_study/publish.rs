//! Publishing: one transaction that writes the revision, which never changes afterwards, and everything that is projected
//! from it.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};

use super::check;
use super::content::{Content, Measured};
use super::draft::{self, Step};
use super::entity::{
    case_study, case_study_author, case_study_duty, case_study_indicator, case_study_revision, draft as draft_table,
    result,
};
use super::evidence;
use super::review;
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

/// A revision about to be written, of a new study or an existing one.
pub struct Writing<'a> {
    /// The study, when there is one.
    pub existing: Option<case_study::Model>,
    /// What it says.
    pub content: &'a Content,
    /// Whose it is; none for imports without a place.
    pub kecamatan: Option<String>,
    /// The office as it speaks: "Camat Cikajang".
    pub byline: String,
    /// Who published it; nobody for imports.
    pub account: Option<AccountId>,
    /// In which office.
    pub term: Option<TermId>,
    /// What changed.
    pub note: String,
    /// Now.
    pub at: DateTime<Utc>,
    /// When it was first published, when that is not now.
    pub published_at: Option<DateTime<Utc>>,
    /// "public" or "members".
    pub visibility: String,
    /// The importer's own key.
    pub reference: Option<String>,
    /// True for invented sample content.
    pub is_sample: bool,
    /// True when a withdrawn study is shown again by this revision: only for who may withdraw.
    pub shows_again: bool,
    /// Who wrote it.
    pub authors: Vec<AccountId>,
}

/// Writes a revision and its projections in the open transaction (or savepoint). The caller commits with
/// `Effect::Visible` of the study.
pub async fn write(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    writing: Writing<'_>,
) -> Result<case_study::Model> {
    let content = writing.content;
    let number = writing.existing.as_ref().map_or(1, |study| study.revision_number + 1);
    let published_at =
        writing.existing.as_ref().map(|study| study.published_at).or(writing.published_at).unwrap_or(writing.at);
    let is_shown = writing.existing.is_none() || writing.shows_again;
    let mut row = case_study::ActiveModel {
        kecamatan_code: Set(writing.kecamatan.clone()),
        state: if is_shown { Set("tayang".to_owned()) } else { NotSet },
        state_reason: if is_shown { Set(String::new()) } else { NotSet },
        visibility: Set(writing.visibility),
        revision_number: Set(number),
        title: Set(content.title.clone()),
        summary: Set(content.summary.clone()),
        sector_id: Set(content.sector.as_deref().and_then(|slug| catalogue.sector(slug)).map(|sector| sector.id)),
        stage: Set(content.stage.clone()),
        year: Set(content.year()),
        evidence: Set(evidence::of_content(content).as_str().to_owned()),
        byline: Set(writing.byline.clone()),
        lead_photo_id: Set(content.photos.first().map(|photo| photo.attachment)),
        published_at: Set(published_at),
        updated_at: Set(if number == 1 { published_at } else { writing.at }),
        ..Default::default()
    };
    let id = match &writing.existing {
        Some(study) => {
            row.id = Set(study.id);
            study.id
        }
        None => {
            row.hidden_reason = Set(String::new());
            row.comment_count = Set(0);
            row.r#ref = Set(writing.reference);
            row.is_sample = Set(writing.is_sample);
            case_study::Entity::insert(row.clone()).exec(db).await?.last_insert_id
        }
    };
    let revision = case_study_revision::ActiveModel {
        case_study_id: Set(id),
        number: Set(number),
        document: Set(content.to_document()?),
        account_id: Set(writing.account.map(AccountId::get)),
        term_id: Set(writing.term.map(TermId::get)),
        byline: Set(writing.byline),
        note: Set(writing.note),
        created_at: Set(if number == 1 { published_at } else { writing.at }),
        ..Default::default()
    };
    let revision = case_study_revision::Entity::insert(revision).exec(db).await?.last_insert_id;
    if writing.existing.is_some() {
        row.revision_id = Set(Some(revision));
        case_study::Entity::update(row).exec(db).await?;
        forget_projections(db, id).await?;
        evidence::keep(db, id, content).await?;
    } else {
        case_study::Entity::update_many()
            .col_expr(case_study::Column::RevisionId, Expr::value(revision))
            .filter(case_study::Column::Id.eq(id))
            .exec(db)
            .await?;
    }
    project(db, catalogue, id, content).await?;
    add_authors(db, id, &writing.authors, writing.kecamatan.as_deref()).await?;
    case_study::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)
}

async fn forget_projections(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    result::Entity::delete_many().filter(result::Column::CaseStudyId.eq(id)).exec(db).await?;
    case_study_indicator::Entity::delete_many()
        .filter(case_study_indicator::Column::CaseStudyId.eq(id))
        .exec(db)
        .await?;
    case_study_duty::Entity::delete_many().filter(case_study_duty::Column::CaseStudyId.eq(id)).exec(db).await?;
    Ok(())
}

async fn project(db: &impl ConnectionTrait, catalogue: &Catalogue, id: i64, content: &Content) -> Result<()> {
    let results: Vec<_> = content
        .results
        .iter()
        .filter(|row| !row.values.is_empty())
        .enumerate()
        .map(|(index, row)| result_row(catalogue, id, index, row))
        .collect();
    if !results.is_empty() {
        result::Entity::insert_many(results).exec_without_returning(db).await?;
    }
    let mut indicators: Vec<i64> =
        content.indicators.iter().filter_map(|slug| catalogue.indicator(slug)).map(|indicator| indicator.id).collect();
    indicators.sort_unstable();
    indicators.dedup();
    if !indicators.is_empty() {
        let rows = indicators.into_iter().map(|indicator| case_study_indicator::ActiveModel {
            case_study_id: Set(id),
            indicator_id: Set(indicator),
        });
        case_study_indicator::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    let mut duties: Vec<i64> =
        content.duties.iter().filter_map(|slug| catalogue.duty(slug)).map(|duty| duty.id).collect();
    duties.sort_unstable();
    duties.dedup();
    if !duties.is_empty() {
        let rows =
            duties.into_iter().map(|duty| case_study_duty::ActiveModel { case_study_id: Set(id), duty_id: Set(duty) });
        case_study_duty::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

fn result_row(catalogue: &Catalogue, id: i64, index: usize, row: &Measured) -> result::ActiveModel {
    let first = row.values.first().cloned().unwrap_or_default();
    let last = row.values.last().cloned().unwrap_or_default();
    result::ActiveModel {
        case_study_id: Set(id),
        position: Set(i32::try_from(index + 1).unwrap_or(i32::MAX)),
        measure_id: Set(row.measure.as_deref().and_then(|slug| catalogue.measure(slug)).map(|measure| measure.id)),
        name: Set(row.name.clone()),
        unit: Set(row.unit.clone()),
        first_value: Set(first.value),
        first_period: Set(first.period),
        last_value: Set(last.value),
        last_period: Set(last.period),
        source: Set(row.source.clone()),
        level: Set(row.level.clone()),
        measured_by: Set(row.measured_by.clone()),
        estimate: Set(row.estimate),
        ..Default::default()
    }
}

async fn add_authors(db: &impl ConnectionTrait, id: i64, authors: &[AccountId], kecamatan: Option<&str>) -> Result<()> {
    let mut authors: Vec<i64> = authors.iter().map(|author| author.get()).collect();
    authors.sort_unstable();
    authors.dedup();
    if authors.is_empty() {
        return Ok(());
    }
    let rows = authors.into_iter().map(|account| case_study_author::ActiveModel {
        case_study_id: Set(id),
        account_id: Set(account),
        kecamatan_code: Set(kecamatan.map(str::to_owned)),
    });
    let columns = [case_study_author::Column::CaseStudyId, case_study_author::Column::AccountId];
    case_study_author::Entity::insert_many(rows)
        .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(())
}
