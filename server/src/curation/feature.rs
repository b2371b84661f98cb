//! Putting a study forward in the name of one's unit, changing that, ending it, and taking the end back.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::feature;
use super::{Typed, Wish};
use crate::app::App;
use crate::audit;
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result, too_long};
use crate::ids::{AccountId, CaseStudyId, FeatureId};
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms;

/// A study that was put forward.
#[derive(Debug)]
pub struct Featured {
    /// The study.
    pub study: case_study::Model,
    /// The feature as it stands now.
    pub feature: feature::Model,
    /// True when it ran before and was changed.
    pub is_change: bool,
}

/// Puts a study forward in the acting coordinator's scope, or changes the feature that runs there.
pub async fn feature(app: &App, viewer: &Viewer, study: CaseStudyId, typed: &Typed) -> Result<Featured> {
    let tx = app.db.begin_write().await?;
    let (acting, account, study) = allowed(app, &tx, viewer, study).await?;
    let running = open_in(&*tx, study.id, &acting.region, tx.today()).await?;
    let begun = running.as_ref().map(|running| running.starts_on).filter(|day| *day <= tx.today());
    let wish = typed.checked(tx.today(), begun, app.config.limits.reason_chars)?;
    let is_change = running.is_some();
    let feature = match running {
        Some(running) => change(&tx, running, wish, &acting, account).await?,
        None => begin(&tx, &study, wish, &acting, account).await?,
    };
    remember(
        &tx,
        &acting,
        account,
        &study,
        if is_change { "change_feature" } else { Act::Feature.as_str() },
        &feature.reason,
    )
    .await?;
    // What is planned is told when its day comes: `expire`.
    if !is_change && feature.starts_on <= tx.today() {
        job::enqueue(&tx, &Job::TellFeatured { feature: FeatureId(feature.id) }).await?;
    }
    tx.commit(visible(&study)).await?;
    Ok(Featured { study, feature, is_change })
}

/// Ends a feature before its day, with a reason, or a plan before it began. Without an id it is the one of the acting
/// scope.
pub async fn withdraw(
    app: &App,
    viewer: &Viewer,
    study: CaseStudyId,
    id: Option<FeatureId>,
    typed: &str,
) -> Result<(case_study::Model, FeatureId)> {
    let limit = app.config.limits.reason_chars;
    let reason = forms::line(typed);
    let tx = app.db.begin_write().await?;
    let (acting, account, study) = allowed(app, &tx, viewer, study).await?;
    let running = match id {
        Some(id) => {
            feature::Entity::find_by_id(id.get())
                .filter(feature::Column::CaseStudyId.eq(study.id))
                .filter(open(tx.today()))
                .one(&*tx)
                .await?
        }
        None => open_in(&*tx, study.id, &acting.region, tx.today()).await?,
    };
    let running = running.ok_or_else(|| Error::Conflict("Praktik ini sudah tidak menjadi pilihan.".to_owned()))?;
    policy::require(Act::Feature, &acting, &running.scope_code)?;
    let is_plan = running.starts_on > tx.today();
    if reason.is_empty() && !is_plan {
        return Err(Error::Invalid(Problems::one("withdraw_reason", "Tulis alasan mengakhiri pilihan ini.")));
    }
    if let Some(sentence) = too_long("Alasan", &reason, limit) {
        return Err(Error::Invalid(Problems::one("withdraw_reason", sentence)));
    }
    end(&tx, running.id, account, if is_plan { CANCELLED } else { &reason }).await?;
    remember(&tx, &acting, account, &study, "withdraw_feature", &reason).await?;
    tx.commit(visible(&study)).await?;
    Ok((study, FeatureId(running.id)))
}

/// Takes back one's own featuring just now: as if it had not been done.
pub async fn undo(app: &App, viewer: &Viewer, study: CaseStudyId) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let (acting, account, study) = allowed(app, &tx, viewer, study).await?;
    let running = open_in(&*tx, study.id, &acting.region, tx.today()).await?;
    let Some(running) = running.filter(|running| running.account_id == account.get()) else {
        return Ok(study);
    };
    end(&tx, running.id, account, UNDONE).await?;
    remember(&tx, &acting, account, &study, "withdraw_feature", UNDONE).await?;
    tx.commit(visible(&study)).await?;
    Ok(study)
}

/// Lets a feature run on that was ended before its day, unless another runs in its scope meanwhile.
pub async fn resume(app: &App, viewer: &Viewer, study: CaseStudyId, id: FeatureId) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let (acting, account, study) = allowed(app, &tx, viewer, study).await?;
    let ended = feature::Entity::find_by_id(id.get())
        .filter(feature::Column::CaseStudyId.eq(study.id))
        .one(&*tx)
        .await?
        .ok_or(Error::NotFound)?;
    policy::require(Act::Feature, &acting, &ended.scope_code)?;
    if ended.ends_on < tx.today() {
        return Err(Error::Conflict("Masa pilihan ini sudah lewat. Pilih lagi dengan tanggal baru.".to_owned()));
    }
    if open_in(&*tx, study.id, &ended.scope_code, tx.today()).await?.is_some() {
        return Ok(study);
    }
    mark(&tx, ended.id, None, None, "").await?;
    remember(&tx, &acting, account, &study, "resume_feature", "").await?;
    tx.commit(visible(&study)).await?;
    Ok(study)
}

/// The reason of a withdrawal that undid the featuring: such a feature is no part of the public history.
pub const UNDONE: &str = "Diurungkan";

/// The reason of a plan that was given up before its day: nobody saw it, so the public history does not either.
pub const CANCELLED: &str = "Rencana dibatalkan";

/// The condition that a feature runs or is planned.
pub(super) fn open(today: NaiveDate) -> Condition {
    Condition::all().add(feature::Column::WithdrawnAt.is_null()).add(feature::Column::EndsOn.gte(today))
}

/// The feature of a study that runs or is planned in one scope: there is one at most.
pub async fn open_in(
    db: &impl ConnectionTrait,
    study: i64,
    scope: &str,
    today: NaiveDate,
) -> Result<Option<feature::Model>> {
    let row = feature::Entity::find()
        .filter(feature::Column::CaseStudyId.eq(study))
        .filter(feature::Column::ScopeCode.eq(scope))
        .filter(open(today))
        .order_by_desc(feature::Column::Id)
        .one(db)
        .await?;
    Ok(row)
}

/// The acting coordinator and the study, held until the transaction ends so that one feature runs in a scope.
async fn allowed(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    id: CaseStudyId,
) -> Result<(Acting, AccountId, case_study::Model)> {
    let acting = office::acting(tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let study = store::visible_to(viewer)
        .filter(case_study::Column::Id.eq(id.get()))
        .lock_exclusive()
        .one(&**tx)
        .await?
        .ok_or(Error::NotFound)?;
    let catalogue = app.catalogue.get();
    policy::require(Act::Feature, &acting, study.kecamatan_code.as_deref().unwrap_or(&catalogue.places.province))?;
    Ok((acting, account, study))
}

async fn begin(
    tx: &WriteTransaction,
    study: &case_study::Model,
    wish: Wish,
    acting: &Acting,
    account: AccountId,
) -> Result<feature::Model> {
    let row = feature::ActiveModel {
        case_study_id: Set(study.id),
        reason: Set(wish.reason),
        theme: Set(wish.theme),
        scope_code: Set(acting.region.clone()),
        unit_name: Set(office::unit_of(tx, acting).await?),
        account_id: Set(account.get()),
        term_id: Set(Some(acting.term.get())),
        starts_on: Set(wish.starts_on),
        ends_on: Set(wish.ends_on),
        position: Set(0),
        created_at: Set(tx.now()),
        withdrawn_reason: Set(String::new()),
        ..Default::default()
    };
    let id = feature::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    feature::Entity::find_by_id(id).one(&**tx).await?.ok_or(Error::NotFound)
}

async fn change(
    tx: &WriteTransaction,
    running: feature::Model,
    wish: Wish,
    acting: &Acting,
    account: AccountId,
) -> Result<feature::Model> {
    let unit_name = office::unit_of(tx, acting).await?;
    feature::Entity::update_many()
        .col_expr(feature::Column::Reason, Expr::value(wish.reason.as_str()))
        .col_expr(feature::Column::Theme, Expr::value(wish.theme.as_str()))
        .col_expr(feature::Column::StartsOn, Expr::value(wish.starts_on))
        .col_expr(feature::Column::EndsOn, Expr::value(wish.ends_on))
        .col_expr(feature::Column::UnitName, Expr::value(unit_name.as_str()))
        .col_expr(feature::Column::AccountId, Expr::value(account.get()))
        .col_expr(feature::Column::TermId, Expr::value(Some(acting.term.get())))
        .filter(feature::Column::Id.eq(running.id))
        .exec(&**tx)
        .await?;
    let Wish { reason, theme, starts_on, ends_on } = wish;
    Ok(feature::Model { reason, theme, starts_on, ends_on, unit_name, ..running })
}

async fn end(tx: &WriteTransaction, id: i64, account: AccountId, reason: &str) -> Result<()> {
    mark(tx, id, Some(tx.now()), Some(account.get()), reason).await
}

async fn mark(tx: &WriteTransaction, id: i64, at: Option<DateTime<Utc>>, by: Option<i64>, reason: &str) -> Result<()> {
    feature::Entity::update_many()
        .col_expr(feature::Column::WithdrawnAt, Expr::value(at))
        .col_expr(feature::Column::WithdrawnBy, Expr::value(by))
        .col_expr(feature::Column::WithdrawnReason, Expr::value(reason))
        .filter(feature::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn remember(
    tx: &WriteTransaction,
    acting: &Acting,
    account: AccountId,
    study: &case_study::Model,
    act: &str,
    reason: &str,
) -> Result<()> {
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act,
        subject_kind: "case_study",
        subject_id: study.id.to_string(),
        reason,
    };
    audit::record(tx, entry).await
}

fn visible(study: &case_study::Model) -> Effect {
    Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(study.id))])
}
