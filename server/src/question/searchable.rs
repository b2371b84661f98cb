//! What search sees of a question: what was asked, what was answered, and for whom.

use std::collections::HashMap;

use forum_search::{Audience, Document, Field, Kind};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{answer, question, question_indicator};
use super::{store, without_addresses};
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::kecamatan::kabupaten_kota_of;
use crate::markdown;

/// How far a question is, as its documents and the address of the list say it.
pub fn stage(is_answered: bool) -> &'static str {
    if is_answered { "sudah" } else { "belum" }
}

/// The next ids of questions that belong in the index.
pub async fn ids_after(db: &impl ConnectionTrait, last: i64, limit: u64) -> Result<Vec<i64>> {
    let ids = store::shown()
        .select_only()
        .column(question::Column::Id)
        .filter(question::Column::Id.gt(last))
        .order_by_asc(question::Column::Id)
        .limit(limit)
        .into_tuple();
    Ok(ids.all(db).await?)
}

/// The documents of those questions that belong in the index, in three statements however many there are; none for none.
pub async fn documents(db: &impl ConnectionTrait, catalogue: &Catalogue, ids: &[i64]) -> Result<Vec<Document>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = store::shown().filter(question::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let tags = question_indicator::Entity::find()
        .filter(question_indicator::Column::QuestionId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let mut indicators: HashMap<i64, Vec<String>> = HashMap::new();
    for tag in tags {
        if let Some(indicator) = catalogue.indicator_by_id(tag.indicator_id) {
            indicators.entry(tag.question_id).or_default().push(indicator.slug.clone());
        }
    }
    let answers = answer::Entity::find()
        .filter(answer::Column::QuestionId.is_in(ids.iter().copied()))
        .filter(answer::Column::DeletedAt.is_null())
        .filter(answer::Column::HiddenAt.is_null())
        .order_by_asc(answer::Column::Id)
        .all(db)
        .await?;
    let mut said: HashMap<i64, Vec<answer::Model>> = HashMap::new();
    for row in answers {
        said.entry(row.question_id).or_default().push(row);
    }
    let document = |row: question::Model| {
        let answers = said.remove(&row.id).unwrap_or_default();
        let tags = indicators.remove(&row.id).unwrap_or_default();
        to_document(row, &answers, tags, catalogue)
    };
    Ok(rows.into_iter().map(document).collect())
}

fn to_document(
    row: question::Model,
    answers: &[answer::Model],
    indicators: Vec<String>,
    catalogue: &Catalogue,
) -> Document {
    let is_of_kecamatan = row.scope_code.split('.').count() == 3;
    let upper = if is_of_kecamatan { kabupaten_kota_of(&row.scope_code).to_owned() } else { row.scope_code.clone() };
    Document {
        kind: Kind::Tanya,
        id: row.id,
        audience: if row.visibility == "public" { Audience::Public } else { Audience::Members },
        passages: passages(&row, answers),
        title: row.title,
        files: Vec::new(),
        // The byline never changes, so that a region's new name concerns no question.
        place: row.byline,
        sector: row.sector_id.and_then(|id| catalogue.sector_by_id(id)).map(|sector| sector.slug.clone()),
        indicators,
        kabupaten_kota: Some(upper).filter(|code| code.contains('.')),
        kecamatan: is_of_kecamatan.then_some(row.scope_code),
        stage: Some(stage(row.answer_count > 0).to_owned()),
        year: None,
        evidence: Vec::new(),
        featured: false,
        published_at_ms: row.created_at.timestamp_millis(),
    }
}

fn passages(row: &question::Model, answers: &[answer::Model]) -> Vec<(Field, String)> {
    let mut out = vec![(Field::Problem, markdown::plain(&row.body))];
    // As on its page: what rests on no shown answer any more is not shown.
    if answers.iter().any(|answer| answer.is_credited && answer.account_id != row.account_id) {
        out.push((Field::Results, markdown::plain(&without_addresses(&row.summary))));
    }
    for answer in answers {
        let field = if row.accepted_answer_id == Some(answer.id) { Field::Steps } else { Field::Body };
        out.push((field, markdown::plain(&without_addresses(&answer.body))));
    }
    out.retain(|(_, text)| !text.trim().is_empty());
    out
}
