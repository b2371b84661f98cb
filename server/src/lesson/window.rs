//! The part of what was said to a lesson that a page shows. Pages have numbers and no address names a word: numbers of words
//! grow over all lessons together, and would tell about when the writer of an unnamed lesson spoke.

use sea_orm::ConnectionTrait;

use super::entity::lesson_word::Model;
use super::{url, words};
use crate::error::Result;
use crate::web::pager::address_of_page;

/// So many words stand on a page.
pub const WORDS: u64 = 20;

/// Rows of a page, and which page it is.
#[derive(Debug)]
pub struct Window {
    /// What members said, in its order.
    pub words: Vec<Model>,
    /// The number of the page, from 1; the last one for who asks for a later one.
    pub page: u64,
    /// How many words there are on all pages, also those that are gone.
    pub total: u64,
}

/// Reads the rows of a page, in two statements.
pub async fn read(db: &impl ConnectionTrait, lesson: i64, page: u64) -> Result<Window> {
    let total = words::count(db, lesson).await?;
    let page = page.min(total.div_ceil(WORDS)).max(1);
    let words = words::stretch(db, lesson, (page - 1) * WORDS, WORDS).await?;
    Ok(Window { words, page, total })
}

/// The address of a page of what was said.
pub fn page_at(key: &str, page: u64) -> String {
    address_of_page(&url(key), &[], page)
}

/// Where a word stands: the page that shows it, at its anchor.
pub async fn address_of(db: &impl ConnectionTrait, key: &str, word: &Model) -> Result<String> {
    let page = words::before(db, word).await? / WORDS + 1;
    Ok(format!("{}#t-{}", page_at(key, page), word.id))
}
