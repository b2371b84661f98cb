//! What may be summed of results: a measure of the catalogue, in the catalogue's unit, counted and not guessed. The same
//! name typed twice does not yet mean the same thing, so own measures stay out; so do other units of the same measure.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::content::Measured;
use super::entity::measured_change::{ActiveModel, Column, Entity};
use super::entity::result;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::indicator::Measure;

/// Who told a result, and where it was measured.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The study, or the one that is taken up.
    pub study: i64,
    /// The adoption; none for the study's own result.
    pub adoption: Option<i64>,
    /// The kecamatan.
    pub kecamatan: Option<&'a str>,
}

/// Writes what may be summed of a study's results.
pub async fn add(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    source: Source<'_>,
    results: &[Measured],
) -> Result<()> {
    let rows: Vec<ActiveModel> = results.iter().filter_map(|row| row_of(catalogue, source, row)).collect();
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Forgets what a study itself told; what its adopters told stays.
pub async fn forget(db: &impl ConnectionTrait, study: i64) -> Result<()> {
    Entity::delete_many().filter(Column::CaseStudyId.eq(study)).filter(Column::AdoptionId.is_null()).exec(db).await?;
    Ok(())
}

/// Forgets what an adoption told.
pub async fn forget_adoption(db: &impl ConnectionTrait, adoption: i64) -> Result<()> {
    Entity::delete_many().filter(Column::AdoptionId.eq(adoption)).exec(db).await?;
    Ok(())
}

/// Writes what an adoption tells over what it told of the same measures before.
pub async fn tell(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    source: Source<'_>,
    figures: &[Measured],
) -> Result<()> {
    let original = result::Entity::find().filter(result::Column::CaseStudyId.eq(source.study)).all(db).await?;
    let is_named = |row: &&Measured| {
        let measure = row.measure.as_deref().and_then(|slug| catalogue.measure(slug));
        measure.is_some_and(|measure| keeps_name(measure, &row.name, &original))
    };
    let figures: Vec<Measured> = figures.iter().filter(is_named).cloned().collect();
    let slugs = figures.iter().filter_map(|row| row.measure.as_deref());
    let measures: Vec<i64> = slugs.filter_map(|slug| catalogue.measure(slug)).map(|measure| measure.id).collect();
    if let Some(adoption) = source.adoption.filter(|_| !measures.is_empty()) {
        let known = Entity::delete_many().filter(Column::AdoptionId.eq(adoption));
        known.filter(Column::MeasureId.is_in(measures)).exec(db).await?;
    }
    add(db, catalogue, source, &figures).await
}

/// True for a figure of an adoption that is called as its measure is, or as one of these results of the original calls it.
/// The form of a step carries the measure unseen beside a name that may be typed over: another name is another thing.
pub fn keeps_name(measure: &Measure, name: &str, original: &[result::Model]) -> bool {
    let mut told = original.iter().filter(|row| row.measure_id == Some(measure.id));
    is_same(name, &measure.name) || told.any(|row| is_same(name, &row.name))
}

fn row_of(catalogue: &Catalogue, source: Source<'_>, row: &Measured) -> Option<ActiveModel> {
    let measure = catalogue.measure(row.measure.as_deref()?)?;
    if row.estimate || row.values.len() < 2 || !is_same(&row.unit, &measure.unit) {
        return None;
    }
    Some(ActiveModel {
        case_study_id: Set(source.study),
        adoption_id: Set(source.adoption),
        kecamatan_code: Set(source.kecamatan.map(str::to_owned)),
        measure_id: Set(measure.id),
        unit: Set(measure.unit.clone()),
        first_value: Set(number(&row.values.first()?.value)?),
        last_value: Set(number(&row.values.last()?.value)?),
        ..Default::default()
    })
}

/// The catalogue's unit of a measure that is told in another one: such a figure is shown, and not summed.
pub fn other_unit<'a>(catalogue: &'a Catalogue, measure: Option<&str>, unit: &str) -> Option<&'a str> {
    let measure = catalogue.measure(measure?)?;
    (!is_same(unit, &measure.unit)).then_some(measure.unit.as_str())
}

/// What a writer is told of it, beside the field.
pub fn unit_hint(unit: &str) -> String {
    format!(
        "Satuan dalam daftar ukuran: {unit}. Dengan satuan lain angka ini tetap tampil, tetapi tidak ikut dijumlahkan di Capaian."
    )
}

/// True for units and names that differ in nothing but spaces around and the size of letters.
pub fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Exact text as a number.
pub fn number(exact: &str) -> Option<f64> {
    exact.parse::<f64>().ok().filter(|number| number.is_finite())
}
