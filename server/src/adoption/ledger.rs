//! The ledger of one study: its lines in their order, with the counts of all of them however many are shown.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select};

use super::entity::{adoption, adoption_step};
use super::store::{Counts, Line, counts, of_kecamatan, url};
use super::{Stage, stage_of};
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::error::Result;
use crate::ids::CaseStudyId;

/// Lines of the ledger on a study's page; beyond that the page says how many more there are.
const MOST_OF_STUDY: u64 = 200;

/// The ledger of a study that the viewer may see, what runs first, each with its last note, and the counts of all of it, also
/// where there are more entries than lines. At most three statements, and none for a study without entries.
pub async fn of_study(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    clock: &Clock,
    study: &case_study::Model,
) -> Result<(Vec<Line>, Counts)> {
    if study.adoption_count == 0 {
        return Ok((Vec::new(), Counts::default()));
    }
    let rows = in_order(study.id).limit(MOST_OF_STUDY).all(db).await?;
    let counts = counts(db, &[study.id]).await?.remove(&study.id).unwrap_or_default();
    Ok((with_notes(db, (catalogue, clock), study, &rows).await?, counts))
}

/// Every entry of a study, in the same order: a file says nothing of what it leaves out. A kecamatan has one entry, so there
/// are hundreds at most.
pub(super) async fn all_of_study(db: &impl ConnectionTrait, study: i64) -> Result<Vec<adoption::Model>> {
    Ok(in_order(study).all(db).await?)
}

/// The entry of a kecamatan among the lines of a study, or below what a long ledger lists: its address and stage.
pub async fn entry_of(
    db: &impl ConnectionTrait,
    study: i64,
    (lines, is_cut): (&[Line], bool),
    kecamatan: &str,
) -> Result<Option<(String, &'static str)>> {
    if let Some(line) = lines.iter().find(|line| line.kecamatan == kecamatan) {
        return Ok(Some((line.url.clone(), line.stage.label())));
    }
    if !is_cut {
        return Ok(None);
    }
    let row = of_kecamatan(db, CaseStudyId(study), kecamatan).await?;
    Ok(row.map(|row| (url(row.id), stage_of(&row).label())))
}

/// The entries of a study: what runs, then what is tried, planned and wished for; what stopped stands last, with its reason.
/// Within a stage the latest change comes first.
fn in_order(study: i64) -> Select<adoption::Entity> {
    let is = |stage: Stage| adoption::Column::Stage.eq(stage.as_str());
    let place: SimpleExpr = Expr::case(is(Stage::Running), Expr::val(0_i32))
        .case(is(Stage::Trial), Expr::val(1_i32))
        .case(is(Stage::Planned), Expr::val(2_i32))
        .case(is(Stage::Interested), Expr::val(3_i32))
        .finally(Expr::val(4_i32))
        .into();
    adoption::Entity::find()
        .filter(adoption::Column::CaseStudyId.eq(study))
        .order_by(place, Order::Asc)
        .order_by_desc(adoption::Column::UpdatedAt)
        .order_by_desc(adoption::Column::Id)
}

async fn with_notes(
    db: &impl ConnectionTrait,
    (catalogue, clock): (&Catalogue, &Clock),
    study: &case_study::Model,
    rows: &[adoption::Model],
) -> Result<Vec<Line>> {
    let latest = last_notes(db, rows).await?;
    let line = |row: &adoption::Model| Line {
        note: latest.get(&row.id).cloned().unwrap_or_default(),
        ..Line::of(row, Some(study), catalogue, clock)
    };
    Ok(rows.iter().map(line).collect())
}

async fn last_notes(db: &impl ConnectionTrait, rows: &[adoption::Model]) -> Result<HashMap<i64, String>> {
    let newest = Query::select()
        .expr(adoption_step::Column::Id.max())
        .from(adoption_step::Entity)
        .and_where(adoption_step::Column::AdoptionId.is_in(rows.iter().map(|row| row.id)))
        .group_by_col(adoption_step::Column::AdoptionId)
        .to_owned();
    let steps = adoption_step::Entity::find().filter(adoption_step::Column::Id.in_subquery(newest)).all(db).await?;
    let shown = |step: adoption_step::Model| {
        if step.hidden_at.is_some() { (step.adoption_id, String::new()) } else { (step.adoption_id, step.note) }
    };
    Ok(steps.into_iter().map(shown).collect())
}
