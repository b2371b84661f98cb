//! Vouching for the figures of a study, and taking that back.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{ActiveModel, Column, Entity};
use super::{Evidence, ground, of_content};
use crate::app::App;
use crate::audit;
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::evidence;
use crate::case_study::store;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, CaseStudyId};
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms;

/// Vouches for a study's figures, with a note on what was looked at.
pub async fn verify(app: &App, viewer: &Viewer, study: CaseStudyId, note: &str) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let (acting, account, row) = allowed(app, &tx, viewer, study).await?;
    let note =
        checked(app, "note", note, "Tulis apa yang dilihat, misalnya: catatan BPP tahun 2025, dilihat di kantor.")?;
    let revision = store::revision(&*tx, &row).await?;
    let content = Content::parse(&revision.document)?;
    if of_content(&content) < Evidence::Sourced {
        let sentence =
            "Praktik ini belum mempunyai angka sebelum dan sesudah dengan sumbernya. Minta kantornya melengkapi dulu.";
        return Err(Error::Invalid(Problems::one("note", sentence)));
    }
    end(&tx, study, account, "Diverifikasi lagi").await?;
    let verification = ActiveModel {
        case_study_id: Set(row.id),
        ground: Set(ground(&content)),
        account_id: Set(account.get()),
        term_id: Set(acting.term.get()),
        unit_name: Set(viewer.acting_term().map_or_else(String::new, |term| term.label.clone())),
        note: Set(note.clone()),
        verified_at: Set(tx.now()),
        withdrawn_at: Set(None),
        withdrawn_by: Set(None),
        withdraw_reason: Set(String::new()),
        ..Default::default()
    };
    let verification = Entity::insert(verification).exec(&*tx).await?.last_insert_id;
    evidence::keep(&*tx, study.get(), &content).await?;
    remember(&tx, &acting, account, "verify", study, &note).await?;
    job::enqueue(&tx, &Job::TellVerified { verification }).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(study)])).await?;
    Ok(row)
}

/// Takes a verification back, with a reason.
pub async fn withdraw(app: &App, viewer: &Viewer, study: CaseStudyId, reason: &str) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let (acting, account, row) = allowed(app, &tx, viewer, study).await?;
    if evidence::vouched(&*tx, study.get()).await?.is_none() {
        return Err(Error::Conflict("Praktik ini sudah tidak diverifikasi.".to_owned()));
    }
    let reason = checked(app, "withdraw_reason", reason, "Tulis alasan mencabut verifikasi.")?;
    end(&tx, study, account, &reason).await?;
    let content = Content::parse(&store::revision(&*tx, &row).await?.document)?;
    evidence::keep(&*tx, study.get(), &content).await?;
    remember(&tx, &acting, account, "withdraw_verification", study, &reason).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(study)])).await?;
    Ok(row)
}

async fn allowed(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    study: CaseStudyId,
) -> Result<(Acting, AccountId, case_study::Model)> {
    let acting = office::acting(tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = store::find(&**tx, viewer, study).await?;
    let place = row.kecamatan_code.clone().unwrap_or_else(|| app.config.province.clone());
    policy::require(Act::Verify, &acting, &place)?;
    Ok((acting, account, row))
}

fn checked(app: &App, field: &str, typed: &str, empty: &str) -> Result<String> {
    let text = forms::text(typed);
    let (limit, chars) = (app.config.limits.reason_chars, text.chars().count());
    if text.is_empty() {
        return Err(Error::Invalid(Problems::one(field, empty)));
    }
    if chars > limit {
        return Err(Error::Invalid(Problems::one(
            field,
            format!("Paling panjang {limit} karakter; yang ini {chars}."),
        )));
    }
    Ok(text)
}

async fn end(tx: &WriteTransaction, study: CaseStudyId, account: AccountId, reason: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(Some(tx.now())))
        .col_expr(Column::WithdrawnBy, Expr::value(Some(account.get())))
        .col_expr(Column::WithdrawReason, Expr::value(reason))
        .filter(Column::CaseStudyId.eq(study.get()))
        .filter(Column::WithdrawnAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn remember(
    tx: &WriteTransaction,
    acting: &Acting,
    account: AccountId,
    act: &'static str,
    study: CaseStudyId,
    reason: &str,
) -> Result<()> {
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act,
        subject_kind: "case_study",
        subject_id: study.to_string(),
        reason,
    };
    audit::record(tx, entry).await
}
