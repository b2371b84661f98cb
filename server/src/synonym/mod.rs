//! Words that stand for one another in searches: UMKM for usaha mikro kecil menengah. Searches use an edited table at
//! once; it is in no document of the index.

pub mod edit;
pub mod entity;
pub mod pages;

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

use crate::error::Problems;
use crate::web::forms;

/// Longest side of a pair, in characters.
pub const MAX_CHARS: usize = 60;

/// Longest side of a pair, in words: longer ones the search passes over.
pub const MAX_WORDS: usize = 6;

/// The whole table, by what is typed.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<entity::Model>, DbErr> {
    entity::Entity::find()
        .order_by_asc(entity::Column::Term)
        .order_by_asc(entity::Column::Synonym)
        .order_by_asc(entity::Column::Id)
        .all(db)
        .await
}

/// A pair as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// What people type.
    pub term: String,
    /// What is searched for as well.
    pub synonym: String,
    /// Both directions.
    pub both_ways: bool,
}

impl Pair {
    /// On one line each.
    pub fn tidy(term: &str, synonym: &str, both_ways: bool) -> Self {
        Self { term: forms::line(term), synonym: forms::line(synonym), both_ways }
    }

    /// What is wrong with it, if anything.
    pub fn problems(&self) -> Problems {
        let mut problems = Problems::default();
        for (field, side) in [("term", &self.term), ("synonym", &self.synonym)] {
            if let Some(sentence) = problem(side) {
                problems.add(field, sentence);
            }
        }
        if problems.is_empty() && self.term.to_lowercase() == self.synonym.to_lowercase() {
            problems.add("synonym", "Kedua kata ini sama.");
        }
        problems
    }
}

fn problem(side: &str) -> Option<String> {
    let words: Vec<&str> = side.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let chars = side.chars().count();
    if words.is_empty() {
        return Some("Tulis kata atau singkatannya.".to_owned());
    }
    if chars > MAX_CHARS {
        return Some(format!("Paling panjang {MAX_CHARS} karakter; yang ini {chars}."));
    }
    if words.len() > MAX_WORDS {
        return Some(format!("Paling banyak {MAX_WORDS} kata; yang ini {}.", words.len()));
    }
    if words.iter().all(|word| forum_search::analyzer::is_stop_word(&word.to_lowercase())) {
        return Some("Kata umum seperti “dan” atau “di” tidak ikut dicari.".to_owned());
    }
    None
}
