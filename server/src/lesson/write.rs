//! Writing a lesson for one's office, and changing one that the office wrote.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{lesson, lesson_indicator};
use super::remember::remember;
use super::{LEADS_HOME, Typed, naming, new_key, store};
use crate::app::App;
use crate::case_study;
use crate::case_study::entity::case_study as studies;
use crate::catalogue::Catalogue;
use crate::collection::study_number;
use crate::db::{Effect, WriteTransaction};
use crate::discussion::speak::speaker;
use crate::error::{Error, Problems, Result};
use crate::ids::CaseStudyId;
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// The same text of the same person within this time is one lesson, sent twice.
const SENT_TWICE_WITHIN: Duration = Duration::minutes(10);

/// What came of a change.
pub enum Outcome {
    /// It is kept.
    Kept(lesson::Model),
    /// Somebody of the office was faster: what is kept now.
    Clash(lesson::Model),
}

/// Writes a lesson for the office that acts.
pub async fn write(app: &App, viewer: &Viewer, typed: &Typed) -> Result<lesson::Model> {
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    policy::require(Act::WriteLesson, &acting, &acting.region)?;
    let writer = viewer.account().map(|account| account.get());
    let secrets = naming::secrets_of(&tx, &catalogue, &acting.region, writer.into_iter().collect()).await?;
    let (typed, mut problems) = typed.looked_at(app.config.limits.comment_chars, &secrets);
    addresses(&tx, viewer, &typed, &acting.region, &mut problems).await?;
    problems.into_result()?;
    let speaker = speaker(&tx, viewer, &catalogue).await?;
    tx.serialize_on(&format!("lesson of {}", speaker.account)).await?;
    let twin = store::twin(&tx, speaker.account, &typed.title, tx.now() - SENT_TWICE_WITHIN).await?;
    if let Some(twin) = twin.filter(|twin| is_same(twin, &typed))
        && is_filed_as(&tx, &catalogue, &twin, &typed).await?
    {
        return Ok(twin);
    }
    let study = study(&tx, viewer, &typed, &acting.region).await?;
    let row = lesson::ActiveModel {
        key: Set(new_key()),
        account_id: Set(Some(speaker.account)),
        term_id: Set(speaker.term),
        kecamatan_code: Set(acting.region.clone()),
        byline: Set(speaker.byline),
        is_unnamed: Set(typed.is_unnamed),
        title: Set(typed.title.clone()),
        sector_id: Set(catalogue.sector(&typed.sector).map(|sector| sector.id)),
        tried: Set(typed.tried.clone()),
        happened: Set(typed.happened.clone()),
        hindrance: Set(typed.hindrance.clone()),
        differently: Set(typed.differently.clone()),
        case_study_id: Set(study.map(|study| study.id)),
        version: Set(1),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        hidden_reason: Set(String::new()),
        ..Default::default()
    };
    let id = lesson::Entity::insert(row).exec(&*tx).await?.last_insert_id;
    tag(&tx, &catalogue, id, &typed.indicators).await?;
    let row = lesson::Entity::find_by_id(id).one(&*tx).await?.ok_or(Error::NotFound)?;
    let subject = ("lesson", row.key.clone());
    remember(&tx, viewer.account(), Some(acting.term), "write_lesson", subject, "").await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}

/// Changes a lesson of the office that acts; `version` is the one that the form started from.
pub async fn edit(app: &App, viewer: &Viewer, key: &str, version: i64, typed: &Typed) -> Result<Outcome> {
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let row = store::held(&tx, viewer, key).await?;
    policy::require(Act::WriteLesson, &acting, &row.kecamatan_code)?;
    let secrets = naming::secrets(&tx, &catalogue, &row, Vec::new()).await?;
    let (typed, mut problems) = typed.looked_at(app.config.limits.comment_chars, &secrets);
    addresses(&tx, viewer, &typed, &row.kecamatan_code, &mut problems).await?;
    problems.into_result()?;
    let sector = catalogue.sector(&typed.sector).map(|sector| sector.id);
    if row.version != version {
        let is_stored = is_same(&row, &typed) && is_filed_as(&tx, &catalogue, &row, &typed).await?;
        return Ok(if is_stored { Outcome::Kept(row) } else { Outcome::Clash(row) });
    }
    let is_other_name = row.is_unnamed != typed.is_unnamed;
    if is_other_name {
        naming::may_change(&tx, viewer, &catalogue, &row).await?;
    }
    let study = study(&tx, viewer, &typed, &row.kecamatan_code).await?;
    lesson::Entity::update_many()
        .col_expr(lesson::Column::Title, Expr::value(typed.title.clone()))
        .col_expr(lesson::Column::Tried, Expr::value(typed.tried.clone()))
        .col_expr(lesson::Column::Happened, Expr::value(typed.happened.clone()))
        .col_expr(lesson::Column::Hindrance, Expr::value(typed.hindrance.clone()))
        .col_expr(lesson::Column::Differently, Expr::value(typed.differently.clone()))
        .col_expr(lesson::Column::IsUnnamed, Expr::value(typed.is_unnamed))
        .col_expr(lesson::Column::SectorId, Expr::value(sector))
        .col_expr(lesson::Column::CaseStudyId, Expr::value(study.map(|study| study.id)))
        .col_expr(lesson::Column::Version, Expr::value(row.version + 1))
        .col_expr(lesson::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(lesson::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    lesson_indicator::Entity::delete_many().filter(lesson_indicator::Column::LessonId.eq(row.id)).exec(&*tx).await?;
    tag(&tx, &catalogue, row.id, &typed.indicators).await?;
    let subject = ("lesson", row.key.clone());
    let act = match (is_other_name, typed.is_unnamed) {
        (true, true) => "unname_lesson",
        (true, false) => "name_lesson",
        (false, _) => "edit_lesson",
    };
    remember(&tx, viewer.account(), Some(acting.term), act, subject, "").await?;
    tx.commit(Effect::Private).await?;
    Ok(Outcome::Kept(row))
}

/// Problems at the parts of an unnamed lesson that hold an address of the own kecamatan.
async fn addresses(
    tx: &WriteTransaction,
    viewer: &Viewer,
    typed: &Typed,
    kecamatan: &str,
    problems: &mut Problems,
) -> Result<()> {
    if !typed.is_unnamed {
        return Ok(());
    }
    let parts = typed.parts().map(|(field, _, text)| (field, text));
    for (field, text) in [("title", typed.title.as_str())].into_iter().chain(parts) {
        if store::leads_home(&**tx, viewer, text, kecamatan).await? {
            problems.add(field, LEADS_HOME);
        }
    }
    Ok(())
}

fn is_same(row: &lesson::Model, typed: &Typed) -> bool {
    row.title == typed.title
        && row.tried == typed.tried
        && row.happened == typed.happened
        && row.hindrance == typed.hindrance
        && row.differently == typed.differently
        && row.is_unnamed == typed.is_unnamed
}

/// True where sector, indicators and study are the same too.
async fn is_filed_as(tx: &WriteTransaction, catalogue: &Catalogue, row: &lesson::Model, typed: &Typed) -> Result<bool> {
    let tags = store::indicators(&**tx, row.id).await?;
    Ok(row.sector_id == catalogue.sector(&typed.sector).map(|sector| sector.id)
        && row.case_study_id == study_number(&typed.study)
        && tags == catalogue.indicator_ids(&typed.indicators))
}

/// The study that is named, which the writer may see and which does not tell who stays unnamed.
async fn study(
    tx: &WriteTransaction,
    viewer: &Viewer,
    typed: &Typed,
    kecamatan: &str,
) -> Result<Option<studies::Model>> {
    if typed.study.is_empty() {
        return Ok(None);
    }
    let refused = |sentence: &str| Error::Invalid(Problems::one("praktik", sentence));
    let unknown = || refused("Praktik ini tidak ditemukan. Tempel alamat halamannya, atau tulis nomornya.");
    let number = study_number(&typed.study).ok_or_else(unknown)?;
    let found = case_study::store::find(&**tx, viewer, CaseStudyId(number)).await;
    let found = found.map_err(|error| if matches!(error, Error::NotFound) { unknown() } else { error })?;
    if typed.is_unnamed && store::gives_away(&**tx, std::slice::from_ref(&found), kecamatan).await? {
        return Err(refused(
            "Praktik ini milik, direplikasi, atau pernah dikunjungi kecamatan sendiri, jadi menunjukkan siapa penulisnya. Kosongkan, atau pilih menampilkan nama.",
        ));
    }
    Ok(Some(found))
}

async fn tag(tx: &WriteTransaction, catalogue: &Catalogue, id: i64, slugs: &[String]) -> Result<()> {
    let tag = |indicator| lesson_indicator::ActiveModel { lesson_id: Set(id), indicator_id: Set(indicator) };
    let rows: Vec<_> = catalogue.indicator_ids(slugs).into_iter().map(tag).collect();
    if !rows.is_empty() {
        lesson_indicator::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
