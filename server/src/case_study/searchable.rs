//! What search sees of a study: which text stands in which part, and for whom.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use forum_search::{Audience, Document, Field, FileText, Kind};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    RelationDef,
};

use super::content::Content;
use super::entity::{case_study, case_study_indicator, case_study_revision};
use super::evidence::Evidence;
use super::{card, store};
use crate::attachment::file;
use crate::attachment::file_entity::attached_file;
use crate::catalogue::Catalogue;
use crate::curation::entity::feature;
use crate::error::Result;
use crate::kecamatan::{Places, kabupaten_kota_of};
use crate::markdown;

/// How many studies belong in the index.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(store::shown().count(db).await?)
}

/// The next ids of studies that belong in the index.
pub async fn ids_after(db: &impl ConnectionTrait, last: i64, limit: u64) -> Result<Vec<i64>> {
    let ids = store::shown()
        .select_only()
        .column(case_study::Column::Id)
        .filter(case_study::Column::Id.gt(last))
        .order_by_asc(case_study::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids)
}

/// The documents of those studies that belong in the index, in five statements however many there are.
pub async fn documents(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    today: NaiveDate,
    ids: &[i64],
) -> Result<Vec<Document>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = store::shown().filter(case_study::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let mut contents = contents(db, ids).await?;
    let mut indicators: HashMap<i64, Vec<String>> = HashMap::new();
    let tags = case_study_indicator::Entity::find()
        .filter(case_study_indicator::Column::CaseStudyId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    for tag in tags {
        if let Some(indicator) = catalogue.indicator_by_id(tag.indicator_id) {
            indicators.entry(tag.case_study_id).or_default().push(indicator.slug.clone());
        }
    }
    let featured: Vec<i64> = feature::Entity::find()
        .select_only()
        .column(feature::Column::CaseStudyId)
        .filter(feature::Column::CaseStudyId.is_in(ids.iter().copied()))
        .filter(card::running(today))
        .into_tuple()
        .all(db)
        .await?;
    let featured: HashSet<i64> = featured.into_iter().collect();
    let offered: Vec<i64> = contents.values().flat_map(|content| &content.files).map(|file| file.file).collect();
    let offered = file::files(db, &offered).await?;
    let document = |row: case_study::Model| {
        let content = contents.remove(&row.id).unwrap_or_else(|| of_row(&row));
        let tags = indicators.remove(&row.id).unwrap_or_default();
        let is_featured = featured.contains(&row.id);
        let mut document = to_document(row, &content, tags, is_featured, catalogue);
        document.files.extend(texts_of(&content, &offered));
        document
    };
    Ok(rows.into_iter().map(document).collect())
}

/// The current content of studies by their ids, in one statement. What can't be read is left out.
pub async fn contents(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, Content>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String)> = case_study_revision::Entity::find()
        .select_only()
        .column(case_study_revision::Column::CaseStudyId)
        .column(case_study_revision::Column::Document)
        .join(JoinType::InnerJoin, current_revision())
        .filter(case_study_revision::Column::CaseStudyId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, document)| Some((id, readable(id, &document)?))).collect())
}

fn readable(id: i64, document: &str) -> Option<Content> {
    match Content::parse(document) {
        Ok(content) => Some(content),
        Err(error) => {
            tracing::warn!(study = id, %error, "a revision can't be read; only its title and summary are searchable");
            None
        }
    }
}

fn of_row(row: &case_study::Model) -> Content {
    Content { title: row.title.clone(), summary: row.summary.clone(), ..Content::default() }
}

fn to_document(
    row: case_study::Model,
    content: &Content,
    indicators: Vec<String>,
    featured: bool,
    catalogue: &Catalogue,
) -> Document {
    let sector = row.sector_id.and_then(|id| catalogue.sector_by_id(id));
    let evidence = Evidence::climbed(&row).map(|rung| rung.as_str().to_owned()).collect();
    Document {
        kind: Kind::Praktik,
        id: row.id,
        audience: if row.visibility == "public" { Audience::Public } else { Audience::Members },
        title: row.title,
        passages: passages(content),
        // A caption has no file that a reader could open, so it has no name.
        files: captions(content).map(|text| FileText { name: String::new(), page: None, text }).collect(),
        place: row.kecamatan_code.as_deref().map_or_else(String::new, |code| place_names(&catalogue.places, code)),
        sector: sector.map(|sector| sector.slug.clone()),
        indicators,
        kabupaten_kota: row.kecamatan_code.as_deref().map(|code| kabupaten_kota_of(code).to_owned()),
        kecamatan: row.kecamatan_code,
        stage: row.stage,
        year: row.year,
        evidence,
        featured,
        published_at_ms: row.published_at.timestamp_millis(),
    }
}

/// The texts of a study without markup, each with the part it belongs to; the title stands for itself.
pub fn passages(content: &Content) -> Vec<(Field, String)> {
    let mut out = Vec::new();
    let mut add = |field, text: String| {
        if !text.trim().is_empty() {
            out.push((field, text));
        }
    };
    add(Field::Summary, markdown::plain(&content.summary));
    add(Field::Problem, markdown::plain(&content.problem));
    add(Field::Problem, markdown::plain(&content.beneficiaries));
    add(Field::Steps, markdown::plain(&content.action));
    for step in &content.steps {
        add(Field::Steps, step.text.clone());
    }
    add(Field::Results, markdown::plain(&content.outcome));
    for result in &content.results {
        let told = [&result.name, &result.unit, &result.source].map(String::as_str);
        add(Field::Results, told.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "));
    }
    let sections = [
        &content.uraian,
        &content.usage,
        &content.novelty,
        &content.origin,
        &content.people,
        &content.tools,
        &content.time,
        &content.legal_basis,
        &content.conditions,
        &content.lessons,
        &content.continuity,
        &content.advice,
        &content.kept,
        &content.changed,
        &content.dropped,
    ];
    for section in sections {
        add(Field::Body, markdown::plain(section));
    }
    for money in &content.money {
        add(Field::Body, money.source.clone());
    }
    for agency in &content.agencies {
        add(Field::Body, format!("{} {}", agency.name, agency.part));
    }
    for product in &content.products {
        add(Field::Body, product.clone());
    }
    out
}

/// The text of its files, page by page.
fn texts_of(content: &Content, offered: &HashMap<i64, attached_file::Model>) -> Vec<FileText> {
    let rows = content.files.iter().filter_map(|known| Some((known, offered.get(&known.file)?)));
    rows.flat_map(|(known, row)| {
        let name = if known.title.is_empty() { row.original_name.clone() } else { known.title.clone() };
        file::pages(row).into_iter().map(move |(page, text)| FileText { name: name.clone(), page: Some(page), text })
    })
    .collect()
}

/// The captions of its photos.
pub fn captions(content: &Content) -> impl Iterator<Item = String> {
    content.photos.iter().map(|photo| photo.caption.clone()).filter(|caption| !caption.trim().is_empty())
}

/// All names that a study's place may be sought by: "Kec. Cikajang, Kab. Garut", the words written out, and variants.
fn place_names(places: &Places, kecamatan: &str) -> String {
    let parent = kabupaten_kota_of(kecamatan);
    let mut names = vec![places.full_name(kecamatan), "Kecamatan".to_owned()];
    if places.full_name(parent).starts_with("Kab.") {
        names.push("Kabupaten".to_owned());
    }
    names.extend(places.variants(kecamatan).iter().cloned());
    names.extend(places.variants(parent).iter().cloned());
    names.join("\n")
}

fn current_revision() -> RelationDef {
    use case_study_revision::Column::{CaseStudyId, Number};
    case_study_revision::Entity::belongs_to(case_study::Entity)
        .from((CaseStudyId, Number))
        .to((case_study::Column::Id, case_study::Column::RevisionNumber))
        .into()
}
