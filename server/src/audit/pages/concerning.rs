//! What happened to one thing, in the words of the audit, for the page where the thing is looked after.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition};

use super::scope::Scope;
use super::{newest, sentences};
use crate::app::App;
use crate::audit::entity::Column;
use crate::error::Result;
use crate::web::Layout;

/// So many lines are shown; the audit has all of them.
const LINES: u64 = 30;

/// An entry in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who.
    pub who: String,
    /// "mengubah sektor “UMKM”: …".
    pub what: String,
    /// Why, where somebody said so.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The latest entries about these kinds of things, the newest first, of the scope that the viewer may read; `ids` begins
/// the number of the thing, and is empty for all of them.
pub async fn concerning(app: &App, layout: &Layout, kinds: &[&str], acts: &[&str], ids: &str) -> Result<Vec<Told>> {
    let scope = Scope::of(&layout.viewer, &app.config.province)?;
    let mut condition = scope.condition(app.clock.today()).add(Column::SubjectKind.is_in(kinds.iter().copied()));
    if !acts.is_empty() {
        condition = condition.add(Column::Act.is_in(acts.iter().copied()));
    }
    if !ids.is_empty() {
        let below = Column::SubjectId.starts_with(format!("{ids} "));
        condition = condition.add(Condition::any().add(Column::SubjectId.eq(ids)).add(below));
    }
    let entries = newest(app, condition, 0, LINES).await?;
    let lines = sentences(app, layout, &scope, entries).await?;
    let told =
        lines.into_iter().map(|line| Told { what: line.sentence(), who: line.who, reason: line.reason, at: line.at });
    Ok(told.collect())
}
