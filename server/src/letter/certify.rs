//! The head of an office certifies who contributed to its study, and takes that back.

use chrono::Datelike;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::contribution::Contribution;
use super::entity::{ActiveModel, Column, Entity, Model};
use super::letterhead::{self, Office};
use super::store;
use super::team::{self, Row};
use crate::app::App;
use crate::audit;
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::evidence::Evidence;
use crate::case_study::store as studies;
use crate::catalogue::Catalogue;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, CaseStudyId, TermId};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// Certifies the current text of a study and names the people of these rows, or its authors where none are given; the
/// letter of an office is its head's, as publishing is. Problems stand at `people-{row}` and `people`.
pub async fn issue(app: &App, viewer: &Viewer, id: CaseStudyId, rows: Option<&[Row]>) -> Result<i64> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let study = studies::find(&*tx, viewer, id).await?;
    policy::require(Act::Publish, &acting, study.kecamatan_code.as_deref().ok_or(Error::NotFound)?)?;
    let (letter, is_new) = write(&tx, &app.catalogue.get(), &study, (account, acting.term), rows).await?;
    if is_new {
        record(&tx, viewer, &acting, "issue_contribution_letter", id, "").await?;
        tx.commit(Effect::Visible(vec![Subject::CaseStudy(id)])).await?;
    }
    Ok(letter)
}

/// Writes the row of a certificate, for who was asked already. Where one stands that says the same, that one is given and
/// nothing is new, so that a form sent twice makes one letter.
pub async fn write(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    study: &case_study::Model,
    (account, term): (AccountId, TermId),
    rows: Option<&[Row]>,
) -> Result<(i64, bool)> {
    let kecamatan = study.kecamatan_code.clone().ok_or(Error::NotFound)?;
    tx.serialize_on(&format!("contribution_letter {kecamatan}")).await?;
    let content = Content::parse(&studies::revision(&**tx, study).await?.document)?;
    let office = Office::of(&catalogue.places, &kecamatan).ok_or(Error::NotFound)?;
    let signatory = letterhead::signatory(&**tx, &office, &kecamatan, tx.today(), Some(term)).await?;
    let mut named = Contribution::gather(&**tx, catalogue, tx.today(), study, &content, signatory).await?;
    if let Some(rows) = rows {
        named.people = team::checked(rows, &named.people)?;
    }
    let row = ActiveModel {
        token: Set(new_token()),
        case_study_id: Set(study.id),
        revision_number: Set(study.revision_number),
        evidence: Set(Evidence::of_study(study).as_str().to_owned()),
        replications: Set(Some(study.replications)),
        document: Set(serde_json::to_string(&named)?),
        issued_by: Set(account.get()),
        issued_term: Set(term.get()),
        issued_at: Set(tx.now()),
        revoked_at: Set(None),
        revoked_by: Set(None),
        revoked_reason: Set(String::new()),
        ..Default::default()
    };
    if let Some(same) = standing_alike(tx, study.id, &row).await? {
        return Ok((same, false));
    }
    let row =
        ActiveModel { register_number: Set(next_number(tx, &kecamatan).await?), kecamatan_code: Set(kecamatan), ..row };
    Ok((Entity::insert(row).exec(&**tx).await?.last_insert_id, true))
}

/// A certificate that stands and says the same.
async fn standing_alike(tx: &WriteTransaction, study: i64, row: &ActiveModel) -> Result<Option<i64>> {
    let is_alike = |known: &Model| {
        known.revoked_at.is_none()
            && row.revision_number == Set(known.revision_number)
            && row.evidence == Set(known.evidence.clone())
            && row.replications == Set(known.replications)
            && row.document == Set(known.document.clone())
    };
    Ok(store::of_study(&**tx, CaseStudyId(study)).await?.into_iter().find(is_alike).map(|known| known.id))
}

/// The next number in the register of an office and year; certificates are never deleted, so counting them is enough.
async fn next_number(tx: &WriteTransaction, kecamatan: &str) -> Result<String> {
    let series = format!("{kecamatan}/{}/", tx.today().year());
    let known = Entity::find().filter(Column::RegisterNumber.starts_with(&series)).count(&**tx).await?;
    Ok(format!("{series}{:04}", known + 1))
}

fn new_token() -> String {
    let bytes: [u8; store::TOKEN_CHARS / 2] = rand::random();
    hex::encode(bytes)
}

/// Takes a certificate back with a reason. Its check page says so from then on; once is enough.
pub async fn revoke(app: &App, viewer: &Viewer, id: CaseStudyId, letter: i64, reason: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = store::find(&*tx, id, letter).await?;
    policy::require(Act::Publish, &acting, &row.kecamatan_code)?;
    if row.revoked_at.is_some() {
        return Ok(());
    }
    check_reason(reason, app.config.limits.reason_chars)?;
    let changed = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(Some(tx.now())))
        .col_expr(Column::RevokedBy, Expr::value(Some(account.get())))
        .col_expr(Column::RevokedReason, Expr::value(reason))
        .filter(Column::Id.eq(letter))
        .filter(Column::RevokedAt.is_null())
        .exec(&*tx)
        .await?;
    if changed.rows_affected == 0 {
        return Ok(());
    }
    record(&tx, viewer, &acting, "revoke_contribution_letter", id, reason).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(id)])).await?;
    Ok(())
}

fn check_reason(reason: &str, most: usize) -> Result<()> {
    let chars = reason.chars().count();
    if chars == 0 {
        return Err(Error::Invalid(Problems::one("reason", "Tulis alasannya.")));
    }
    if chars > most {
        let sentence = format!("Paling panjang {most} karakter; yang ini {chars}.");
        return Err(Error::Invalid(Problems::one("reason", sentence)));
    }
    Ok(())
}

async fn record(
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    act: &str,
    study: CaseStudyId,
    reason: &str,
) -> Result<()> {
    let entry = audit::Entry {
        account: viewer.account(),
        term: Some(acting.term),
        act,
        subject_kind: "case_study",
        subject_id: study.to_string(),
        reason,
    };
    audit::record(tx, entry).await
}
