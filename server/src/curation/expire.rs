//! Features end by themselves after their last day. Nothing is written then, so the index would go on preferring them:
//! once a day the studies enter the log of content, on one node for all.

use chrono::NaiveDate;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::feature;
use crate::app::App;
use crate::content_change::Subject;
use crate::content_change::entity::site_state;
use crate::db::Effect;
use crate::error::Result;
use crate::ids::CaseStudyId;

/// Name of the value that says up to which day ended features are in the log.
const DONE_UNTIL: &str = "features_ended_before";

/// Enters the studies into the log whose feature ended since the last time; returns how many there were.
pub async fn expire(app: &App) -> Result<usize> {
    let today = app.clock.today();
    if done_until(app.db.read()).await?.is_some_and(|done| done >= today) {
        return Ok(0);
    }
    let tx = app.db.begin_write().await?;
    tx.serialize_on(DONE_UNTIL).await?;
    let mut ended = feature::Entity::find()
        .select_only()
        .column(feature::Column::CaseStudyId)
        .distinct()
        .filter(feature::Column::WithdrawnAt.is_null())
        .filter(feature::Column::EndsOn.lt(today));
    match done_until(&*tx).await? {
        Some(done) if done >= today => return Ok(0),
        Some(done) => ended = ended.filter(feature::Column::EndsOn.gte(done)),
        None => {}
    }
    let studies: Vec<i64> = ended.into_tuple().all(&*tx).await?;
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

async fn done_until(db: &impl sea_orm::ConnectionTrait) -> Result<Option<NaiveDate>> {
    let row = site_state::Entity::find_by_id(DONE_UNTIL.to_owned()).one(db).await?;
    Ok(row.and_then(|row| row.value.parse().ok()))
}
