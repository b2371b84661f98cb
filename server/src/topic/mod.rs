//! What people look for and don't find: topics left for the coordinators, who link an answer or hand them to a kecamatan;
//! and what is searched often.

pub mod entity;
pub mod leave;
pub mod log;
pub mod pages;
pub mod settle;
#[cfg(test)]
mod tests;

use forum_search::query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::error::Result;
use crate::web::forms;
use entity::{search_query, search_topic};

/// Longest topic, in characters.
pub const MAX_CHARS: usize = 120;

/// A search is told to others only when so many different people asked it.
pub const ASKERS: i32 = 5;

/// Popular searches are those of so many days.
const POPULAR_DAYS: i64 = 30;

/// What a topic is known by: its roots, so that `menanam cabai` and `penanaman cabe` may be one.
pub fn key(text: &str) -> String {
    let words = query::parse(text).words;
    words.iter().map(|word| word.root.as_str()).collect::<Vec<_>>().join(" ")
}

/// A topic on one line, or the sentence that says what is wrong.
pub fn checked(text: &str) -> std::result::Result<String, String> {
    let text = forms::line(text);
    let chars = text.chars().count();
    if key(&text).is_empty() {
        return Err("Tulis kata kuncinya.".to_owned());
    }
    if chars > MAX_CHARS {
        return Err(format!("Paling panjang {MAX_CHARS} karakter; yang ini {chars}."));
    }
    if tells_a_person(&text) {
        return Err("Jangan menulis nomor telepon, NIP/NIK, atau alamat surel.".to_owned());
    }
    Ok(text)
}

/// Whether a text may hold a phone number, a NIP or NIK, or a mail address; such a search is neither kept nor shown.
pub fn tells_a_person(text: &str) -> bool {
    let mut digits = 0;
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            digits += 1;
        } else if !matches!(letter, ' ' | '-' | '.' | '(' | ')' | '+') {
            digits = 0;
        }
        if digits >= 9 {
            return true;
        }
    }
    text.contains('@')
}

/// Topics of these states, those that most people look for first.
pub async fn listed(db: &impl ConnectionTrait, states: &[&str], limit: u64) -> Result<Vec<search_topic::Model>> {
    let rows = search_topic::Entity::find()
        .filter(search_topic::Column::State.is_in(states.iter().copied()))
        .order_by_desc(search_topic::Column::Asked)
        .order_by_desc(search_topic::Column::LastAskedAt)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows)
}

/// Searches that enough different people asked since the day and that found something, or found nothing; the most asked
/// first. `prefix` narrows to those that begin so.
pub async fn often(
    db: &impl ConnectionTrait,
    today: chrono::NaiveDate,
    prefix: &str,
    found: bool,
    limit: u64,
) -> Result<Vec<String>> {
    use search_query::Column::{Askers, Day, Hits, Text};
    let since = today - chrono::Duration::days(POPULAR_DAYS);
    let hits = if found { Hits.gt(0) } else { Hits.eq(0) };
    let rows: Vec<(String, i32)> = search_query::Entity::find()
        .select_only()
        .column(Text)
        .column_as(Askers.max(), "askers")
        .filter(Day.gte(since))
        .filter(hits)
        .filter(Askers.gte(ASKERS))
        .filter(Text.starts_with(prefix))
        .group_by(Text)
        .order_by_desc(Askers.max())
        .order_by_asc(Text)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(text, _)| text).collect())
}
