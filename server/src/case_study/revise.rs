//! A revision, which never changes afterwards, and everything that is projected from it.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};

use super::content::{Content, Measured};
use super::entity::{
    case_study, case_study_author, case_study_duty, case_study_indicator, case_study_revision, result,
};
use super::evidence;
use super::measured_change::{self, Source};
use crate::catalogue::Catalogue;
use crate::error::{Error, Result};
use crate::ids::{AccountId, TermId};

/// A revision about to be written, of a new study or an existing one.
pub struct Writing<'a> {
    /// The study, when there is one.
    pub existing: Option<case_study::Model>,
    /// What it says.
    pub content: &'a Content,
    /// Whose it is; none for imports without a place.
    pub kecamatan: Option<String>,
    /// The office as it speaks: "Camat Cikajang".
    pub byline: String,
    /// Who published it; nobody for imports.
    pub account: Option<AccountId>,
    /// In which office.
    pub term: Option<TermId>,
    /// What changed.
    pub note: String,
    /// Now.
    pub at: DateTime<Utc>,
    /// When it was first published, when that is not now.
    pub published_at: Option<DateTime<Utc>>,
    /// "public" or "members".
    pub visibility: String,
    /// The importer's own key.
    pub reference: Option<String>,
    /// True for invented sample content.
    pub is_sample: bool,
    /// True when a withdrawn study is shown again by this revision: only for who may withdraw.
    pub shows_again: bool,
    /// Who wrote it.
    pub authors: Vec<AccountId>,
}

/// Writes a revision and its projections in the open transaction (or savepoint). The caller commits with
/// `Effect::Visible` of the study.
pub async fn write(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    writing: Writing<'_>,
) -> Result<case_study::Model> {
    let content = writing.content;
    let number = writing.existing.as_ref().map_or(1, |study| study.revision_number + 1);
    let published_at =
        writing.existing.as_ref().map(|study| study.published_at).or(writing.published_at).unwrap_or(writing.at);
    let is_shown = writing.existing.is_none() || writing.shows_again;
    let mut row = case_study::ActiveModel {
        kecamatan_code: Set(writing.kecamatan.clone()),
        state: if is_shown { Set("tayang".to_owned()) } else { NotSet },
        state_reason: if is_shown { Set(String::new()) } else { NotSet },
        visibility: Set(writing.visibility),
        revision_number: Set(number),
        title: Set(content.title.clone()),
        summary: Set(content.summary.clone()),
        sector_id: Set(content.sector.as_deref().and_then(|slug| catalogue.sector(slug)).map(|sector| sector.id)),
        stage: Set(content.stage.clone()),
        year: Set(content.year()),
        evidence: Set(evidence::of_content(content).as_str().to_owned()),
        byline: Set(writing.byline.clone()),
        lead_photo_id: Set(content.photos.first().map(|photo| photo.attachment)),
        published_at: Set(published_at),
        updated_at: Set(if number == 1 { published_at } else { writing.at }),
        ..Default::default()
    };
    let id = match &writing.existing {
        Some(study) => {
            row.id = Set(study.id);
            study.id
        }
        None => {
            row.hidden_reason = Set(String::new());
            row.comment_count = Set(0);
            row.r#ref = Set(writing.reference);
            row.is_sample = Set(writing.is_sample);
            case_study::Entity::insert(row.clone()).exec(db).await?.last_insert_id
        }
    };
    let revision = case_study_revision::ActiveModel {
        case_study_id: Set(id),
        number: Set(number),
        document: Set(content.to_document()?),
        account_id: Set(writing.account.map(AccountId::get)),
        term_id: Set(writing.term.map(TermId::get)),
        byline: Set(writing.byline),
        note: Set(writing.note),
        created_at: Set(if number == 1 { published_at } else { writing.at }),
        ..Default::default()
    };
    let revision = case_study_revision::Entity::insert(revision).exec(db).await?.last_insert_id;
    if writing.existing.is_some() {
        row.revision_id = Set(Some(revision));
        case_study::Entity::update(row).exec(db).await?;
        forget_projections(db, id).await?;
        evidence::keep(db, id, content).await?;
    } else {
        case_study::Entity::update_many()
            .col_expr(case_study::Column::RevisionId, Expr::value(revision))
            .filter(case_study::Column::Id.eq(id))
            .exec(db)
            .await?;
    }
    project(db, catalogue, id, content).await?;
    let source = Source { study: id, adoption: None, kecamatan: writing.kecamatan.as_deref() };
    measured_change::add(db, catalogue, source, &content.results).await?;
    add_authors(db, id, &writing.authors, writing.kecamatan.as_deref()).await?;
    case_study::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)
}

async fn forget_projections(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    result::Entity::delete_many().filter(result::Column::CaseStudyId.eq(id)).exec(db).await?;
    case_study_indicator::Entity::delete_many()
        .filter(case_study_indicator::Column::CaseStudyId.eq(id))
        .exec(db)
        .await?;
    case_study_duty::Entity::delete_many().filter(case_study_duty::Column::CaseStudyId.eq(id)).exec(db).await?;
    measured_change::forget(db, id).await
}

async fn project(db: &impl ConnectionTrait, catalogue: &Catalogue, id: i64, content: &Content) -> Result<()> {
    let results: Vec<_> = content
        .results
        .iter()
        .filter(|row| !row.values.is_empty())
        .enumerate()
        .map(|(index, row)| result_row(catalogue, id, index, row))
        .collect();
    if !results.is_empty() {
        result::Entity::insert_many(results).exec_without_returning(db).await?;
    }
    let mut indicators: Vec<i64> =
        content.indicators.iter().filter_map(|slug| catalogue.indicator(slug)).map(|indicator| indicator.id).collect();
    indicators.sort_unstable();
    indicators.dedup();
    if !indicators.is_empty() {
        let rows = indicators.into_iter().map(|indicator| case_study_indicator::ActiveModel {
            case_study_id: Set(id),
            indicator_id: Set(indicator),
        });
        case_study_indicator::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    let mut duties: Vec<i64> =
        content.duties.iter().filter_map(|slug| catalogue.duty(slug)).map(|duty| duty.id).collect();
    duties.sort_unstable();
    duties.dedup();
    if !duties.is_empty() {
        let rows =
            duties.into_iter().map(|duty| case_study_duty::ActiveModel { case_study_id: Set(id), duty_id: Set(duty) });
        case_study_duty::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

fn result_row(catalogue: &Catalogue, id: i64, index: usize, row: &Measured) -> result::ActiveModel {
    let first = row.values.first().cloned().unwrap_or_default();
    let last = row.values.last().cloned().unwrap_or_default();
    result::ActiveModel {
        case_study_id: Set(id),
        position: Set(i32::try_from(index + 1).unwrap_or(i32::MAX)),
        measure_id: Set(row.measure.as_deref().and_then(|slug| catalogue.measure(slug)).map(|measure| measure.id)),
        name: Set(row.name.clone()),
        unit: Set(row.unit.clone()),
        first_value: Set(first.value),
        first_period: Set(first.period),
        last_value: Set(last.value),
        last_period: Set(last.period),
        source: Set(row.source.clone()),
        level: Set(row.level.clone()),
        measured_by: Set(row.measured_by.clone()),
        estimate: Set(row.estimate),
        ..Default::default()
    }
}

async fn add_authors(db: &impl ConnectionTrait, id: i64, authors: &[AccountId], kecamatan: Option<&str>) -> Result<()> {
    let mut authors: Vec<i64> = authors.iter().map(|author| author.get()).collect();
    authors.sort_unstable();
    authors.dedup();
    if authors.is_empty() {
        return Ok(());
    }
    let rows = authors.into_iter().map(|account| case_study_author::ActiveModel {
        case_study_id: Set(id),
        account_id: Set(account),
        kecamatan_code: Set(kecamatan.map(str::to_owned)),
    });
    let columns = [case_study_author::Column::CaseStudyId, case_study_author::Column::AccountId];
    case_study_author::Entity::insert_many(rows)
        .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(())
}
