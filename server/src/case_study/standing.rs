//! Whether readers see a study: its own office stops and resumes showing it, a coordinator hides and restores it, each
//! with a reason and a way back.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::case_study;
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result, too_long};
use crate::ids::CaseStudyId;
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// One change of standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The office stops showing it.
    Withdraw,
    /// The office shows it again.
    ShowAgain,
    /// A coordinator hides it.
    Hide,
    /// A coordinator restores it.
    Restore,
}

impl Turn {
    /// The act of the policy.
    pub fn act(self) -> Act {
        match self {
            Self::Withdraw | Self::ShowAgain => Act::Withdraw,
            Self::Hide | Self::Restore => Act::HideStudy,
        }
    }

    /// True when it needs a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Withdraw | Self::Hide)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Withdraw => "withdraw",
            Self::ShowAgain => "show_again",
            Self::Hide => "hide_study",
            Self::Restore => "restore_study",
        }
    }
}

/// Changes a study's standing; doing it twice does it once.
pub async fn turn(app: &App, viewer: &Viewer, id: CaseStudyId, turn: Turn, reason: &str) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let study = turn_in(app, &tx, viewer, &acting, id, turn, reason).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(id)])).await?;
    Ok(study)
}

/// As [`turn`], in the transaction of another act; the caller says at commit that the study changed.
pub async fn turn_in(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    id: CaseStudyId,
    turn: Turn,
    reason: &str,
) -> Result<case_study::Model> {
    let study = case_study::Entity::find_by_id(id.get()).lock_exclusive().one(&**tx).await?.ok_or(Error::NotFound)?;
    let place = study.kecamatan_code.clone().unwrap_or_else(|| app.config.province.clone());
    policy::require(turn.act(), acting, &place)?;
    let reason = crate::web::forms::text(reason);
    check_reason(turn, &reason, app.config.limits.reason_chars)?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let none: Option<DateTime<Utc>> = None;
    let update = case_study::Entity::update_many().filter(case_study::Column::Id.eq(id.get()));
    let update = match turn {
        Turn::Withdraw => update
            .col_expr(case_study::Column::State, Expr::value("tidak_ditayangkan"))
            .col_expr(case_study::Column::StateReason, Expr::value(reason.as_str())),
        Turn::ShowAgain => update
            .col_expr(case_study::Column::State, Expr::value("tayang"))
            .col_expr(case_study::Column::StateReason, Expr::value("")),
        Turn::Hide => update
            .col_expr(case_study::Column::HiddenAt, Expr::value(tx.now()))
            .col_expr(case_study::Column::HiddenBy, Expr::value(account.get()))
            .col_expr(case_study::Column::HiddenReason, Expr::value(reason.as_str())),
        Turn::Restore => update
            .col_expr(case_study::Column::HiddenAt, Expr::value(none))
            .col_expr(case_study::Column::HiddenBy, Expr::value(Option::<i64>::None))
            .col_expr(case_study::Column::HiddenReason, Expr::value("")),
    };
    update.exec(&**tx).await?;
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: turn.word(),
        subject_kind: "case_study",
        subject_id: id.to_string(),
        reason: &reason,
    };
    audit::record(tx, entry).await?;
    if turn.needs_reason() && study.hidden_at.is_none() && study.state == "tayang" {
        // Months of meetings may name it.
        job::enqueue(tx, &Job::TellMinggonThinner { case_study: id, at: tx.now() }).await?;
    }
    Ok(study)
}

fn check_reason(turn: Turn, reason: &str, limit: usize) -> Result<()> {
    if turn.needs_reason() && reason.is_empty() {
        return Err(Error::Invalid(Problems::one(
            "reason",
            "Tulis alasannya; alasan ini tampil bagi kantor kecamatan.",
        )));
    }
    if let Some(sentence) = too_long("Alasan", reason, limit) {
        return Err(Error::Invalid(Problems::one("reason", sentence)));
    }
    Ok(())
}
