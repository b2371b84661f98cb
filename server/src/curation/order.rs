//! The order of what a scope features: the first stands first on the front page.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::feature;
use crate::app::App;
use crate::audit;
use crate::case_study::card::running;
use crate::content_change::Subject;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::{CaseStudyId, FeatureId};
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// Moves a running feature of the own scope one place up or down.
pub async fn shift(app: &App, viewer: &Viewer, id: FeatureId, up: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let row = feature::Entity::find_by_id(id.get()).one(&*tx).await?.ok_or(Error::NotFound)?;
    policy::require(Act::Feature, &acting, &row.scope_code)?;
    tx.serialize_on(&format!("feature_order:{}", row.scope_code)).await?;
    let mut order: Vec<(i64, i32)> = feature::Entity::find()
        .filter(feature::Column::ScopeCode.eq(&row.scope_code))
        .filter(running(tx.today()))
        .order_by_asc(feature::Column::Position)
        .order_by_desc(feature::Column::Id)
        .all(&*tx)
        .await?
        .into_iter()
        .map(|row| (row.id, row.position))
        .collect();
    let at = order.iter().position(|(id, _)| *id == row.id);
    let at = at.ok_or_else(|| Error::Conflict("Praktik ini sudah tidak menjadi pilihan.".to_owned()))?;
    let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
    // At its end already: somebody else moved it meanwhile, and the wish is fulfilled.
    let Some(to) = to else { return Ok(()) };
    order.swap(at, to);
    for (place, (id, before)) in (1_i32..).zip(&order) {
        if place != *before {
            feature::Entity::update_many()
                .col_expr(feature::Column::Position, Expr::value(place))
                .filter(feature::Column::Id.eq(*id))
                .exec(&*tx)
                .await?;
        }
    }
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: if up { "feature_up" } else { "feature_down" },
        subject_kind: "case_study",
        subject_id: row.case_study_id.to_string(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(row.case_study_id))])).await?;
    Ok(())
}
