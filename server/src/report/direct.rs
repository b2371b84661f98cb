//! Hiding a study, a comment, a question, an answer or a step of the ledger from its own page, without a report: a case is
//! opened and answered in the same transaction, so that who is concerned reads the reason and replies there as after a report.
//! Showing it again is recorded in the same case.

use sea_orm::{ActiveValue::Set, EntityTrait};

use super::answer::{Said, say, set_state};
use super::entity::report;
use super::{About, DIRECT, Outcome, Root, STEP, store};
use crate::account::entity::account;
use crate::adoption::hide as steps;
use crate::app::App;
use crate::audit;
use crate::case_study::entity::case_study;
use crate::case_study::standing::{self, Turn};
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::discussion::{self, hide};
use crate::error::{Error, Problems, Result};
use crate::ids::{AnswerId, CaseStudyId, CommentId, QuestionId};
use crate::job::{self, Job};
use crate::office;
use crate::policy::{Act, Acting};
use crate::question;
use crate::question::entity::question as asked;
use crate::viewer::Viewer;
use crate::web::forms;

/// What is missing when a comment is hidden without a reason.
const NO_REASON_OF_COMMENT: &str = "Tulis alasan menyembunyikan komentar ini; penulisnya membaca alasan itu.";

/// What is missing when a question or an answer is hidden without one.
const NO_REASON: &str = "Tulis alasan menyembunyikannya; penulisnya membaca alasan itu.";

/// The reason of a case that was closed from the thing's own page, where nobody types one.
const RESTORED_FROM_ITS_PAGE: &str = "Ditampilkan kembali dari halaman tulisannya.";

/// What is hidden, as the row of a report holds it.
struct Thing {
    kind: &'static str,
    subject: i64,
    about: About,
    /// The region whose coordinators answer.
    scope: String,
}

impl Thing {
    fn on(root: &Root, kind: &'static str, subject: i64, app: &App) -> Self {
        Self { kind, subject, about: root.about(), scope: root.place(&app.catalogue.get()).to_owned() }
    }
}

/// Hides a study with a reason. Doing it twice does it once; problems stand at `reason`.
pub async fn hide_study(app: &App, viewer: &Viewer, id: CaseStudyId, reason: &str) -> Result<case_study::Model> {
    let reason = forms::text(reason);
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let study = standing::turn_in(app, &tx, viewer, &acting, id, Turn::Hide, &reason).await?;
    if study.hidden_at.is_some() && store::case_of_study(&*tx, id).await?.is_some() {
        same_again(&tx, viewer, study.hidden_by, &study.hidden_reason, &reason).await?;
        return Ok(study);
    }
    open(app, &tx, viewer, &acting, Thing::on(&Root::Study(study.clone()), "case_study", study.id, app), &reason)
        .await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(id)])).await?;
    Ok(study)
}

/// Shows a hidden study again.
pub async fn restore_study(app: &App, viewer: &Viewer, id: CaseStudyId) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let study = standing::turn_in(app, &tx, viewer, &acting, id, Turn::Restore, "").await?;
    let case = store::case_of_study(&*tx, id).await?.filter(|_| study.hidden_at.is_some());
    close(app, &tx, viewer, &acting, case).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(id)])).await?;
    Ok(study)
}

/// Hides a comment from everybody but its author and the coordinators of the place. Problems stand at `reason`.
pub async fn hide_comment(app: &App, viewer: &Viewer, id: CommentId, typed: &str) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let study = hide::study_of(app, &tx, viewer, &acting, id).await?;
    let reason = hide::reason(typed, NO_REASON_OF_COMMENT, app.config.limits.reason_chars)?;
    if hide::change_in(app, &tx, viewer, &acting, id, Some(&reason)).await? {
        open(app, &tx, viewer, &acting, Thing::on(&Root::Study(study.clone()), "comment", id.get(), app), &reason)
            .await?;
    } else {
        let comment = discussion::entity::Entity::find_by_id(id.get()).one(&*tx).await?.ok_or(Error::NotFound)?;
        same_again(&tx, viewer, comment.hidden_by, &comment.hidden_reason, &reason).await?;
    }
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(study.id))])).await?;
    Ok(study)
}

/// Shows a hidden comment again.
pub async fn restore_comment(app: &App, viewer: &Viewer, id: CommentId) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let study = hide::study_of(app, &tx, viewer, &acting, id).await?;
    if hide::change_in(app, &tx, viewer, &acting, id, None).await? {
        let case = store::cases_of(&*tx, "comment", &[id.get()]).await?.remove(&id.get());
        close(app, &tx, viewer, &acting, case).await?;
    }
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(study.id))])).await?;
    Ok(study)
}

/// Hides a question with what was drawn together from its answers. Problems stand at `reason`.
pub async fn hide_question(app: &App, viewer: &Viewer, id: QuestionId, typed: &str) -> Result<asked::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let row = question::hide::question_of(&tx, viewer, &acting, id).await?;
    let reason = hide::reason(typed, NO_REASON, app.config.limits.reason_chars)?;
    if question::hide::change_question_in(&tx, viewer, &acting, id, Some(&reason)).await? {
        open(app, &tx, viewer, &acting, Thing::on(&Root::Question(row.clone()), "question", id.get(), app), &reason)
            .await?;
    } else {
        same_again(&tx, viewer, row.hidden_by, &row.hidden_reason, &reason).await?;
    }
    tx.commit(question_changed(&row)).await?;
    Ok(row)
}

/// Shows a hidden question again.
pub async fn restore_question(app: &App, viewer: &Viewer, id: QuestionId) -> Result<asked::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let row = question::hide::question_of(&tx, viewer, &acting, id).await?;
    if question::hide::change_question_in(&tx, viewer, &acting, id, None).await? {
        let case = store::cases_of(&*tx, "question", &[id.get()]).await?.remove(&id.get());
        close(app, &tx, viewer, &acting, case).await?;
    }
    tx.commit(question_changed(&row)).await?;
    Ok(row)
}

/// Hides an answer. Problems stand at `reason`.
pub async fn hide_answer(app: &App, viewer: &Viewer, id: AnswerId, typed: &str) -> Result<asked::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let (answer, row) = question::hide::answer_of(&tx, viewer, &acting, id).await?;
    let reason = hide::reason(typed, NO_REASON, app.config.limits.reason_chars)?;
    if question::hide::change_answer_in(&tx, viewer, &acting, id, Some(&reason)).await? {
        open(app, &tx, viewer, &acting, Thing::on(&Root::Question(row.clone()), "answer", id.get(), app), &reason)
            .await?;
    } else {
        same_again(&tx, viewer, answer.hidden_by, &answer.hidden_reason, &reason).await?;
    }
    tx.commit(question_changed(&row)).await?;
    Ok(row)
}

/// Shows a hidden answer again.
pub async fn restore_answer(app: &App, viewer: &Viewer, id: AnswerId) -> Result<asked::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let (_, row) = question::hide::answer_of(&tx, viewer, &acting, id).await?;
    if question::hide::change_answer_in(&tx, viewer, &acting, id, None).await? {
        let case = store::cases_of(&*tx, "answer", &[id.get()]).await?.remove(&id.get());
        close(app, &tx, viewer, &acting, case).await?;
    }
    tx.commit(question_changed(&row)).await?;
    Ok(row)
}

/// Hides the note and photo of a step from everybody but the office that wrote them and the coordinators above it; the entry
/// of the ledger. Problems stand at `reason`.
pub async fn hide_step(app: &App, viewer: &Viewer, step: i64, typed: &str) -> Result<i64> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let (row, entry) = steps::held(&tx, viewer, &acting, step).await?;
    let reason = steps::reason(typed, app.config.limits.reason_chars)?;
    let study = CaseStudyId(entry.case_study_id);
    if steps::change_in(&app.catalogue.get(), &tx, viewer, &acting, step, Some(&reason)).await? {
        let about = About::Study(study);
        let thing = Thing { kind: STEP, subject: step, about, scope: entry.kecamatan_code.clone() };
        open(app, &tx, viewer, &acting, thing, &reason).await?;
    } else {
        same_again(&tx, viewer, row.hidden_by, &row.hidden_reason, &reason).await?;
    }
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(study)])).await?;
    Ok(entry.id)
}

/// Shows the hidden words of a step again; the entry of the ledger.
pub async fn restore_step(app: &App, viewer: &Viewer, step: i64) -> Result<i64> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let (_, entry) = steps::held(&tx, viewer, &acting, step).await?;
    if steps::change_in(&app.catalogue.get(), &tx, viewer, &acting, step, None).await? {
        let case = store::cases_of(&*tx, STEP, &[step]).await?.remove(&step);
        close(app, &tx, viewer, &acting, case).await?;
    }
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(entry.case_study_id))])).await?;
    Ok(entry.id)
}

fn question_changed(row: &asked::Model) -> Effect {
    Effect::Visible(vec![Subject::Question(QuestionId(row.id))])
}

/// A form that was sent twice passes; what somebody else hid, or oneself for another reason, is told with that reason, so
/// that nobody believes the one typed now was kept.
async fn same_again(tx: &WriteTransaction, viewer: &Viewer, by: Option<i64>, kept: &str, typed: &str) -> Result<()> {
    if by.is_some() && by == viewer.account().map(|account| account.get()) && kept == typed {
        return Ok(());
    }
    let person = match by {
        Some(by) => account::Entity::find_by_id(by).one(&**tx).await?,
        None => None,
    };
    let who = person.map_or_else(|| "pembina".to_owned(), |person| person.name);
    let sentence = format!("Sudah disembunyikan oleh {who}, dengan alasan: “{kept}”. Alasan yang baru tidak disimpan.");
    Err(Error::Invalid(Problems::one("reason", sentence)))
}

/// Opens a case and answers it.
async fn open(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    thing: Thing,
    reason: &str,
) -> Result<()> {
    let (case_study, question) = thing.about.columns();
    let row = report::ActiveModel {
        subject_kind: Set(thing.kind.to_owned()),
        subject_id: Set(thing.subject),
        case_study_id: Set(case_study),
        question_id: Set(question),
        scope_code: Set(thing.scope),
        ground: Set(DIRECT.to_owned()),
        body: Set(String::new()),
        reporter_id: Set(None),
        reporter_name: Set(String::new()),
        reporter_contact: Set(String::new()),
        created_at: Set(tx.now()),
        state: Set("answered".to_owned()),
        ..Default::default()
    };
    let case = report::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    answer(app, tx, viewer, acting, case, Outcome::Hidden, reason).await
}

/// Records in its case that the thing is shown again; what was hidden before there were cases has none.
async fn close(app: &App, tx: &WriteTransaction, viewer: &Viewer, acting: &Acting, case: Option<i64>) -> Result<()> {
    let Some(case) = case else {
        return Ok(());
    };
    answer(app, tx, viewer, acting, case, Outcome::Restored, RESTORED_FROM_ITS_PAGE).await?;
    set_state(tx, case, "answered").await?;
    let entry = audit::Entry {
        account: viewer.account(),
        term: Some(acting.term),
        act: Act::AnswerReport.as_str(),
        subject_kind: "report",
        subject_id: case.to_string(),
        reason: Outcome::Restored.as_str(),
    };
    audit::record(tx, entry).await
}

async fn answer(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    case: i64,
    outcome: Outcome,
    body: &str,
) -> Result<()> {
    let byline = office::unit_and_place(tx, &app.catalogue.get(), acting).await?;
    let said = Said { report: case, kind: "answer", outcome: outcome.as_str(), body };
    let word = say(tx, viewer, Some(acting), byline, said).await?;
    job::enqueue(tx, &Job::TellReportAnswered { word }).await
}
