//! Offices of other kecamatan that wrote a study too: asked when it appears, named once one who leads them has agreed.

use std::collections::HashSet;

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::content::Content;
use super::entity::case_study;
use super::entity::case_study_partner::{self, Column, Entity};
use super::store;
use crate::app::App;
use crate::audit;
use crate::catalogue::Catalogue;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// Asks the offices that a new revision names for the first time, and forgets those that it no longer names.
pub(super) async fn ask(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    study: i64,
    own: Option<&str>,
    content: &Content,
) -> Result<()> {
    let named = content.partners.iter().filter_map(|typed| catalogue.places.kecamatan_named(typed));
    let mut codes: Vec<&str> = named.map(|place| place.code.as_str()).filter(|code| Some(*code) != own).collect();
    codes.sort_unstable();
    codes.dedup();
    Entity::delete_many()
        .filter(Column::CaseStudyId.eq(study))
        .filter(Column::KecamatanCode.is_not_in(codes.iter().copied()))
        .exec(&**tx)
        .await?;
    let known: Vec<String> = of_study(&**tx, study).await?.into_iter().map(|row| row.kecamatan_code).collect();
    for code in codes.into_iter().filter(|code| !known.iter().any(|one| one == code)) {
        let row = case_study_partner::ActiveModel {
            case_study_id: Set(study),
            kecamatan_code: Set(code.to_owned()),
            state: Set("asked".to_owned()),
            asked_at: Set(tx.now()),
            answered_by: Set(None),
            answered_at: Set(None),
            ..Default::default()
        };
        let partner = Entity::insert(row).exec(&**tx).await?.last_insert_id;
        job::enqueue(tx, &Job::TellPartner { partner }).await?;
    }
    Ok(())
}

/// The offices that a study names, in the order of their codes.
pub async fn of_study(db: &impl ConnectionTrait, study: i64) -> Result<Vec<case_study_partner::Model>> {
    let rows = Entity::find().filter(Column::CaseStudyId.eq(study)).order_by_asc(Column::KecamatanCode);
    Ok(rows.all(db).await?)
}

/// Which of these studies an office wrote, alone or together with others since it agreed: one statement.
pub async fn wrote(db: &impl ConnectionTrait, kecamatan: &str, studies: &[case_study::Model]) -> Result<HashSet<i64>> {
    let agreed: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::CaseStudyId)
        .filter(Column::KecamatanCode.eq(kecamatan))
        .filter(Column::State.eq("agreed"))
        .filter(Column::CaseStudyId.is_in(studies.iter().map(|study| study.id)))
        .into_tuple()
        .all(db)
        .await?;
    let alone = studies.iter().filter(|study| study.kecamatan_code.as_deref() == Some(kecamatan));
    Ok(alone.map(|study| study.id).chain(agreed).collect())
}

/// The newest studies of other offices that an office wrote too, of those that a viewer may see.
pub async fn written_by(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    kecamatan: &str,
    most: u64,
) -> Result<Vec<case_study::Model>> {
    let agreed = Query::select()
        .column(Column::CaseStudyId)
        .from(Entity)
        .and_where(Column::KecamatanCode.eq(kecamatan))
        .and_where(Column::State.eq("agreed"))
        .to_owned();
    let rows = store::visible_to(viewer)
        .filter(case_study::Column::Id.in_subquery(agreed))
        .order_by_desc(case_study::Column::PublishedAt)
        .order_by_desc(case_study::Column::Id)
        .limit(most);
    Ok(rows.all(db).await?)
}

/// Agrees or declines in the name of an office; either can be changed later.
pub async fn answer(app: &App, viewer: &Viewer, study: CaseStudyId, kecamatan: &str, agrees: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    // Whoever may pass a draft on speaks for the office here too: the sekcam and those who lead it.
    policy::require(Act::PassOn, &acting, kecamatan)?;
    let changed = Entity::update_many()
        .col_expr(Column::State, Expr::value(if agrees { "agreed" } else { "declined" }))
        .col_expr(Column::AnsweredBy, Expr::value(account.get()))
        .col_expr(Column::AnsweredAt, Expr::value(tx.now()))
        .filter(Column::CaseStudyId.eq(study.get()))
        .filter(Column::KecamatanCode.eq(kecamatan))
        .exec(&*tx)
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::NotFound);
    }
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: if agrees { "agree_partner" } else { "decline_partner" },
        subject_kind: "case_study",
        subject_id: study.to_string(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(study)])).await?;
    Ok(())
}
