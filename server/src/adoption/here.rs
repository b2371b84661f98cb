//! What a kecamatan runs or tries of the practices of others, for everybody who may see those.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::Stage;
use super::entity::adoption;
use super::store::{self, Line};
use crate::case_study::entity::case_study;
use crate::case_study::store::visible_to;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::error::Result;
use crate::viewer::Viewer;

/// The latest of it, what runs before what is tried, and how many there are in all. At most three statements.
pub async fn here(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    (catalogue, clock): (&Catalogue, &Clock),
    kecamatan: &str,
    limit: u64,
) -> Result<(Vec<Line>, u64)> {
    let seen = visible_to(viewer).select_only().column(case_study::Column::Id).into_query();
    let entries = adoption::Entity::find()
        .filter(adoption::Column::KecamatanCode.eq(kecamatan))
        .filter(adoption::Column::Stage.is_in([Stage::Running, Stage::Trial].map(Stage::as_str)))
        .filter(adoption::Column::CaseStudyId.in_subquery(seen));
    let total = entries.clone().count(db).await?;
    if total == 0 {
        return Ok((Vec::new(), 0));
    }
    let rows = entries
        // In the alphabet "berjalan" stands before "uji_coba".
        .order_by_asc(adoption::Column::Stage)
        .order_by_desc(adoption::Column::Since)
        .order_by_desc(adoption::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok((store::lines(db, viewer, catalogue, clock, &rows).await?, total))
}
