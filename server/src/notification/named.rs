//! What coordinators decided about, by its name. Only the list says it, where the reader may see the thing: a mail passes
//! through other hands, and a push carries nothing.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Kind, Subject, entity};
use crate::app::App;
use crate::case_study::store;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::lesson;
use crate::question;
use crate::report::entity::report;
use crate::viewer::Viewer;

/// Titles of what these rows are about, by row: the study or question of a report, and a lesson that was hidden. What was
/// said to a lesson is told without its title.
pub(super) async fn named(app: &App, viewer: &Viewer, rows: &[entity::Model]) -> Result<HashMap<i64, String>> {
    let (mut reports, mut lessons) = (HashMap::new(), HashMap::new());
    for row in rows {
        match Subject::from_row(&row.subject_kind, &row.subject_id) {
            Some(Subject::Report(id)) => {
                reports.insert(row.id, id);
            }
            Some(Subject::Lesson(id)) if row.kind == Kind::LessonHidden.as_str() => {
                lessons.insert(row.id, id);
            }
            _ => {}
        }
    }
    let ids: Vec<i64> = lessons.values().copied().collect();
    let seen = lesson::store::by_ids(app.db.read(), viewer, &ids).await?;
    let seen: HashMap<i64, String> = seen.into_iter().map(|row| (row.id, row.title)).collect();
    let about = reported(app, viewer, reports.values().copied().collect()).await?;
    let of_lessons = lessons.into_iter().filter_map(|(row, id)| Some((row, seen.get(&id)?.clone())));
    let of_reports = reports.into_iter().filter_map(|(row, id)| Some((row, about.get(&id)?.clone())));
    Ok(of_lessons.chain(of_reports).collect())
}

/// The title of the study or question of each report, where the viewer may see it.
async fn reported(app: &App, viewer: &Viewer, ids: Vec<i64>) -> Result<HashMap<i64, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let db = app.db.read();
    let rows = report::Entity::find().filter(report::Column::Id.is_in(ids)).all(db).await?;
    let asked: Vec<i64> = rows.iter().filter_map(|row| row.question_id).collect();
    let studies: Vec<CaseStudyId> = rows.iter().filter_map(|row| row.case_study_id).map(CaseStudyId).collect();
    let asked = question::store::seen_by_ids(db, viewer, &asked).await?;
    let asked: HashMap<i64, String> = asked.into_iter().map(|row| (row.id, row.title)).collect();
    let studies = store::by_ids(db, viewer, &studies).await?;
    let studies: HashMap<i64, String> = studies.into_iter().map(|row| (row.id, row.title)).collect();
    let title = |row: &report::Model| match row.question_id {
        Some(id) => asked.get(&id).cloned(),
        None => studies.get(&row.case_study_id?).cloned(),
    };
    Ok(rows.iter().filter_map(|row| Some((row.id, title(row)?))).collect())
}
