//! Several features that end soon go on for two weeks, and back.

use chrono::{Duration, NaiveDate};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::feature;
use super::feature::open;
use super::{DEFAULT_DAYS, MAX_DAYS};
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// Lets features run on for [`DEFAULT_DAYS`]; returns each with the last day that it had.
pub async fn extend(app: &App, viewer: &Viewer, ids: &[i64]) -> Result<Vec<(i64, NaiveDate)>> {
    change(app, viewer, ids, "extend_feature", |row, today| {
        (row.ends_on + Duration::days(DEFAULT_DAYS)).min(today + Duration::days(MAX_DAYS))
    })
    .await
}

/// Takes [`extend`] back. A day that is later than the present one, or over, changes nothing.
pub async fn shorten(app: &App, viewer: &Viewer, before: &[(i64, NaiveDate)]) -> Result<()> {
    let ids: Vec<i64> = before.iter().map(|(id, _)| *id).collect();
    change(app, viewer, &ids, "extend_feature_undone", |row, today| {
        let day = before.iter().find(|(id, _)| *id == row.id).map(|(_, day)| *day);
        day.filter(|day| *day >= today && *day < row.ends_on).unwrap_or(row.ends_on)
    })
    .await?;
    Ok(())
}

async fn change(
    app: &App,
    viewer: &Viewer,
    ids: &[i64],
    act: &'static str,
    last_day: impl Fn(&feature::Model, NaiveDate) -> NaiveDate,
) -> Result<Vec<(i64, NaiveDate)>> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let rows = feature::Entity::find()
        .filter(feature::Column::Id.is_in(ids.iter().copied()))
        .filter(open(tx.today()))
        .order_by_asc(feature::Column::Id)
        .all(&*tx)
        .await?;
    let (mut before, mut subjects) = (Vec::new(), Vec::new());
    for row in rows {
        policy::require(Act::Feature, &acting, &row.scope_code)?;
        let day = last_day(&row, tx.today());
        if day == row.ends_on {
            continue;
        }
        feature::Entity::update_many()
            .col_expr(feature::Column::EndsOn, Expr::value(day))
            .filter(feature::Column::Id.eq(row.id))
            .exec(&*tx)
            .await?;
        let entry = audit::Entry {
            account: Some(account),
            term: Some(acting.term),
            act,
            subject_kind: "case_study",
            subject_id: row.case_study_id.to_string(),
            reason: "",
        };
        audit::record(&tx, entry).await?;
        before.push((row.id, row.ends_on));
        subjects.push(Subject::CaseStudy(CaseStudyId(row.case_study_id)));
    }
    tx.commit(if subjects.is_empty() { Effect::Private } else { Effect::Visible(subjects) }).await?;
    Ok(before)
}
