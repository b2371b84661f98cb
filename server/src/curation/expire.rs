//! Features begin on their first day and end after their last. Nothing is written then, so the index would know nothing
//! of it: once a day the studies enter the log of content, on one node for all, and the offices of those that began are
//! told.

use chrono::{Duration, NaiveDate};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::feature;
use crate::app::App;
use crate::content_change::Subject;
use crate::content_change::entity::site_state;
use crate::db::{Effect, WriteTransaction};
use crate::error::Result;
use crate::ids::{CaseStudyId, FeatureId};
use crate::job::{self, Job};

/// Name of the value that says up to which day ended features are in the log.
const DONE_UNTIL: &str = "features_ended_before";

/// Enters the studies into the log whose feature began or ended since the last time; returns how many there were.
pub async fn expire(app: &App) -> Result<usize> {
    let today = app.clock.today();
    if done_until(app.db.read()).await?.is_some_and(|done| done >= today) {
        return Ok(0);
    }
    let tx = app.db.begin_write().await?;
    tx.serialize_on(DONE_UNTIL).await?;
    let done = done_until(&*tx).await?;
    if done.is_some_and(|done| done >= today) {
        return Ok(0);
    }
    let mut studies = ended(&tx, done, today).await?;
    for began in began(&tx, done, today).await? {
        // One of today was told when it was chosen; telling again is harmless, since a notice is written once.
        job::enqueue(&tx, &Job::TellFeatured { feature: FeatureId(began.id) }).await?;
        studies.push(began.case_study_id);
    }
    studies.sort_unstable();
    studies.dedup();
    let row = site_state::ActiveModel { key: Set(DONE_UNTIL.to_owned()), value: Set(today.to_string()) };
    site_state::Entity::insert(row)
        .on_conflict(OnConflict::column(site_state::Column::Key).update_column(site_state::Column::Value).to_owned())
        .exec_without_returning(&*tx)
        .await?;
    let count = studies.len();
    let subjects: Vec<_> = studies.into_iter().map(|id| Subject::CaseStudy(CaseStudyId(id))).collect();
    tx.commit(if subjects.is_empty() { Effect::Private } else { Effect::Visible(subjects) }).await?;
    Ok(count)
}

async fn ended(tx: &WriteTransaction, done: Option<NaiveDate>, today: NaiveDate) -> Result<Vec<i64>> {
    let mut ended = feature::Entity::find()
        .select_only()
        .column(feature::Column::CaseStudyId)
        .filter(feature::Column::WithdrawnAt.is_null())
        .filter(feature::Column::EndsOn.lt(today));
    if let Some(done) = done {
        ended = ended.filter(feature::Column::EndsOn.gte(done));
    }
    Ok(ended.into_tuple().all(&**tx).await?)
}

/// Features that began after the day that is done; before the first time, those of today.
async fn began(tx: &WriteTransaction, done: Option<NaiveDate>, today: NaiveDate) -> Result<Vec<feature::Model>> {
    let after = done.unwrap_or(today - Duration::days(1));
    let began = feature::Entity::find()
        .filter(feature::Column::WithdrawnAt.is_null())
        .filter(feature::Column::StartsOn.gt(after))
        .filter(feature::Column::StartsOn.lte(today))
        .filter(feature::Column::EndsOn.gte(today));
    Ok(began.all(&**tx).await?)
}

async fn done_until(db: &impl sea_orm::ConnectionTrait) -> Result<Option<NaiveDate>> {
    let row = site_state::Entity::find_by_id(DONE_UNTIL.to_owned()).one(db).await?;
    Ok(row.and_then(|row| row.value.parse().ok()))
}
