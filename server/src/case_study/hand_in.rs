//! The paper's way through an office: staff hand in, the sekcam passes on or returns, the camat publishes.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::draft::{self, Step};
use super::entity::draft as table;
use super::review;
use crate::app::App;
use crate::audit;
use crate::db::Effect;
use crate::error::{Error, Problems, Result, too_long};
use crate::ids::{DraftId, DraftKey};
use crate::job::{self, Job};
use crate::office;
use crate::policy::Act;
use crate::viewer::Viewer;

/// One move of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Staff hand it to the sekcam.
    ToSekcam,
    /// Staff or the sekcam hand it to the camat.
    ToCamat,
    /// The sekcam passes it on to the camat.
    PassOn,
    /// It goes back with a note.
    Return,
    /// Who handed it in takes it back.
    TakeBack,
}

impl Move {
    fn act(self) -> Act {
        match self {
            Self::ToSekcam | Self::ToCamat | Self::TakeBack => Act::HandIn,
            Self::PassOn => Act::PassOn,
            Self::Return => Act::ReturnDraft,
        }
    }

    /// The act as the audit names it: taking back is no handing in, though the policy asks the same.
    fn word(self) -> &'static str {
        match self {
            Self::TakeBack => "take_back",
            other => other.act().as_str(),
        }
    }

    fn allowed_from(self, step: Step) -> bool {
        match self {
            Self::ToSekcam | Self::ToCamat => matches!(step, Step::Written | Step::Returned),
            Self::PassOn => step == Step::WithSekcam,
            Self::Return => step.is_handed_in(),
            Self::TakeBack => step.is_handed_in() || step == Step::UnderReview,
        }
    }

    fn leads_to(self) -> Step {
        match self {
            Self::ToSekcam => Step::WithSekcam,
            Self::ToCamat | Self::PassOn => Step::WithCamat,
            Self::Return => Step::Returned,
            Self::TakeBack => Step::Written,
        }
    }
}

/// Moves a draft, with a note for whom it goes to.
pub async fn go(app: &App, viewer: &Viewer, key: DraftKey, motion: Move, note: &str) -> Result<table::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = draft::locked(&tx, &acting, viewer, key, motion.act()).await?;
    if row.published_case_study_id.is_some() {
        return Err(Error::Conflict("Draf ini sudah terbit.".to_owned()));
    }
    let step = Step::parse(&row.step);
    if step == motion.leads_to() {
        return Ok(row);
    }
    if !motion.allowed_from(step) {
        return Err(Error::Conflict(format!("Draf ini sekarang berstatus “{}”. Muat ulang halamannya.", step.label())));
    }
    if motion == Move::ToSekcam && !office::paper_way::passes_sekcam(&*tx, &row.kecamatan_code).await? {
        return Err(Error::Conflict(
            "Di kecamatan ini naskah langsung ke Camat. Tulisan sudah tersimpan; muat ulang halamannya, lalu pilih Ajukan ke Camat."
                .to_owned(),
        ));
    }
    review::close(&tx, row.id, "taken_back").await?;
    let note = crate::web::forms::text(note);
    check_note(app, motion, &note)?;
    table::Entity::update_many()
        .col_expr(table::Column::Step, Expr::value(motion.leads_to().as_str()))
        .col_expr(table::Column::Note, Expr::value(note.as_str()))
        .col_expr(table::Column::ReviewedVersion, Expr::value(reviewed_by(motion, &row)))
        .filter(table::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    audit::record(
        &tx,
        audit::Entry {
            account: Some(account),
            term: Some(acting.term),
            act: motion.word(),
            subject_kind: "draft",
            subject_id: row.id.to_string(),
            reason: &note,
        },
    )
    .await?;
    let draft = DraftId(row.id);
    match motion {
        Move::ToSekcam | Move::ToCamat | Move::PassOn => {
            job::enqueue(&tx, &Job::TellHandedIn { draft, version: row.version }).await?;
        }
        Move::Return => job::enqueue(&tx, &Job::TellReturned { draft, version: row.version }).await?,
        Move::TakeBack => {}
    }
    tx.commit(Effect::Private).await?;
    Ok(table::Model { step: motion.leads_to().as_str().to_owned(), note, ..row })
}

/// What whoever passes a draft on or returns it has read; the next reviewer sees what changed since.
fn reviewed_by(motion: Move, row: &table::Model) -> Option<i64> {
    if matches!(motion, Move::PassOn | Move::Return) { Some(row.version) } else { row.reviewed_version }
}

fn check_note(app: &App, motion: Move, note: &str) -> Result<()> {
    if motion == Move::Return && note.is_empty() {
        return Err(Error::Invalid(Problems::one("note", "Tulis apa yang perlu diperbaiki.")));
    }
    if let Some(sentence) = too_long("Catatan", note, app.config.limits.reason_chars) {
        return Err(Error::Invalid(Problems::one("note", sentence)));
    }
    Ok(())
}
