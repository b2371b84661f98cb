//! How many studies there are of each sector, indicator and kabupaten/kota: grouped by the database in two statements,
//! however many studies there are.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{ColumnTrait, ConnectionTrait, QuerySelect, QueryTrait, Select};

use crate::case_study::entity::{case_study, case_study_indicator};
use crate::case_study::store::visible_to;
use crate::error::Result;
use crate::viewer::Viewer;

/// The kabupaten/kota of a study: the first five characters of its kecamatan's code, in both databases.
const PLACE: &str = "substr(kecamatan_code, 1, 5)";

type Group = (Option<String>, Option<i64>);

/// Numbers of studies by place, sector and indicator. A study has one sector at most and any number of indicators, so
/// the numbers of all indicators together are no number of studies.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    all: HashMap<Group, i64>,
    tagged: HashMap<i64, HashMap<Group, i64>>,
}

impl Tally {
    /// Studies of a kabupaten/kota (or of everywhere), of a sector and with an indicator (or of any).
    pub fn studies(&self, place: Option<&str>, sector: Option<i64>, indicator: Option<i64>) -> i64 {
        let groups = match indicator {
            Some(indicator) => self.tagged.get(&indicator),
            None => Some(&self.all),
        };
        let asked = |group: &Group| {
            place.is_none_or(|place| group.0.as_deref() == Some(place))
                && sector.is_none_or(|sector| group.1 == Some(sector))
        };
        groups.into_iter().flatten().filter(|(group, _)| asked(group)).map(|(_, studies)| studies).sum()
    }
}

/// Counts what the viewer may see.
pub async fn tally(db: &impl ConnectionTrait, viewer: &Viewer) -> Result<Tally> {
    let all: Vec<(Option<String>, Option<i64>, i64)> = grouped(viewer).into_tuple().all(db).await?;
    let tagged: Vec<(Option<String>, Option<i64>, i64, i64)> =
        by_indicator(grouped(viewer)).into_tuple().all(db).await?;
    let mut tally = Tally::default();
    for (place, sector, studies) in all {
        tally.all.insert((place, sector), studies);
    }
    for (place, sector, studies, indicator) in tagged {
        tally.tagged.entry(indicator).or_default().insert((place, sector), studies);
    }
    Ok(tally)
}

fn grouped(viewer: &Viewer) -> Select<case_study::Entity> {
    visible_to(viewer)
        .select_only()
        .column_as(Expr::cust(PLACE), "place")
        .column(case_study::Column::SectorId)
        .column_as(case_study::Column::Id.count(), "studies")
        .group_by(Expr::cust(PLACE))
        .group_by(case_study::Column::SectorId)
}

fn by_indicator(mut select: Select<case_study::Entity>) -> Select<case_study::Entity> {
    let tag = (case_study_indicator::Entity, case_study_indicator::Column::CaseStudyId);
    let same = Expr::col((case_study::Entity, case_study::Column::Id)).equals(tag);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, case_study_indicator::Entity, same);
    select.column(case_study_indicator::Column::IndicatorId).group_by(case_study_indicator::Column::IndicatorId)
}
