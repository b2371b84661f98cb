//! Saved states of drafts, thinned with age: each of the last ten minutes, one a minute for a day, one an hour for a week,
//! one a day for thirty days. The newest, and the one that a reviewer has seen, always stay.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use tokio::sync::watch;

use crate::app::App;
use crate::case_study::entity::{draft, draft_version};
use crate::db::Effect;
use crate::error::Result;

/// Drafts looked at in one go.
const BATCH: u64 = 200;

/// Thins every hour until told to stop.
pub async fn thin_hourly(app: App, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(std::time::Duration::from_secs(60 * 60)) => {}
            _ = stopped.changed() => return,
        }
        if let Err(error) = thin(&app).await {
            tracing::warn!(%error, "saved states of drafts can't be thinned just now");
        }
    }
}

/// Thins the versions of every draft; returns how many went.
pub async fn thin(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let mut last = 0;
    let mut gone = 0;
    loop {
        let drafts = draft::Entity::find()
            .filter(draft::Column::Id.gt(last))
            .order_by_asc(draft::Column::Id)
            .limit(BATCH)
            .all(app.db.read())
            .await?;
        let Some(end) = drafts.last() else {
            return Ok(gone);
        };
        last = end.id;
        for row in drafts {
            gone += thin_one(app, &row, now).await?;
        }
    }
}

async fn thin_one(app: &App, row: &draft::Model, now: DateTime<Utc>) -> Result<usize> {
    let versions: Vec<(i64, i64, DateTime<Utc>)> = draft_version::Entity::find()
        .select_only()
        .column(draft_version::Column::Id)
        .column(draft_version::Column::Version)
        .column(draft_version::Column::SavedAt)
        .filter(draft_version::Column::DraftId.eq(row.id))
        .order_by_desc(draft_version::Column::Version)
        .into_tuple()
        .all(app.db.read())
        .await?;
    let stays = |version: i64| version == row.version || Some(version) == row.reviewed_version;
    let doomed = doomed(versions.into_iter().map(|(id, version, at)| (id, at, stays(version))), now);
    if doomed.is_empty() {
        return Ok(0);
    }
    let tx = app.db.begin_write().await?;
    for ids in doomed.chunks(500) {
        draft_version::Entity::delete_many()
            .filter(draft_version::Column::Id.is_in(ids.iter().copied()))
            .exec(&*tx)
            .await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(doomed.len())
}

/// Those of the versions, the newest first, that are too close to a newer one for their age.
fn doomed(versions: impl Iterator<Item = (i64, DateTime<Utc>, bool)>, now: DateTime<Utc>) -> Vec<i64> {
    let mut kept_slot = None;
    let mut doomed = Vec::new();
    for (id, at, stays) in versions {
        let age = now - at;
        let slot_seconds = match age {
            _ if age <= Duration::minutes(10) => 0,
            _ if age <= Duration::days(1) => 60,
            _ if age <= Duration::days(7) => 3_600,
            _ if age <= Duration::days(30) => 86_400,
            _ => -1,
        };
        let slot = match slot_seconds {
            0 => None,
            seconds if seconds < 0 => Some((seconds, 0)),
            seconds => Some((seconds, at.timestamp() / seconds)),
        };
        let crowded = slot.is_some() && (slot_seconds < 0 || slot == kept_slot);
        if crowded && !stays {
            doomed.push(id);
        } else {
            kept_slot = slot.or(kept_slot);
        }
    }
    doomed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_versions_stand_further_apart() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let at = |seconds: i64| now - Duration::seconds(seconds);
        let every = |step: i64, from: i64, to: i64| (from / step..to / step).map(move |turn| at(turn * step));
        let ages: Vec<DateTime<Utc>> = every(5, 0, 3_600).chain(every(600, 3_600, 40 * 86_400)).collect();
        let versions = ages.iter().enumerate().map(|(index, at)| (i64::try_from(index).unwrap(), *at, false));
        let gone = doomed(versions, now);
        let kept = |from: i64, to: i64| {
            let inside = ages.iter().enumerate().filter(|(_, at)| (from..to).contains(&(now - **at).num_seconds()));
            inside.filter(|(index, _)| !gone.contains(&i64::try_from(*index).unwrap())).count()
        };
        assert_eq!(kept(0, 600), 120, "all of the last ten minutes");
        assert!((49..=51).contains(&kept(605, 3_600)), "{}", kept(605, 3_600));
        assert!((143..=145).contains(&kept(86_405, 7 * 86_400)), "{}", kept(86_405, 7 * 86_400));
        assert!((22..=24).contains(&kept(7 * 86_400 + 5, 30 * 86_400)));
        assert_eq!(kept(30 * 86_400 + 5, 41 * 86_400), 0);
    }
}
