//! Goes through the texts of rows and looks for a passage, or puts the mark in its place.

use std::collections::HashSet;

use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IdenStatic, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter, Value,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::passage::Passage;
use crate::error::Result;

/// Characters on each side of a hit that are shown before erasing.
const AROUND: usize = 40;

/// Members of a document that hold no words of people: slugs, codes, figures. A passage in them would only break it.
const NO_WORDS: [&str; 14] = [
    "sector",
    "duties",
    "indicators",
    "measure",
    "stage",
    "trial_started",
    "applied_since",
    "initiator",
    "kind",
    "form",
    "value",
    "partners",
    "until",
    "shares",
];

/// How a column holds its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As they are.
    Plain,
    /// In the strings of a JSON document.
    Document,
}

/// A text in which a passage stood first at this place. Rows of revisions and saved states never change but by erasures,
/// and those are done again in their order, so the place can be found in an older backup too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The table.
    pub table: String,
    /// Number of the row.
    pub id: i64,
    /// The column.
    pub column: String,
    /// Where in a document, as a JSON pointer; empty for a plain text.
    pub pointer: String,
    /// The first character.
    pub start: usize,
    /// How many characters.
    pub chars: usize,
    /// One byte of a hash of the words, with their form: enough to notice that others stand there, too little to guess
    /// them by.
    pub check: u8,
    /// The form of the words: "aaaa aaaaaaaa", "dddd-dddd".
    pub form: String,
}

/// A spot with what stands around it, for who decides.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Where.
    pub spot: Spot,
    /// How often in this text.
    pub times: usize,
    /// "… ketua kelompok Asep Sunandar, RT 2 …".
    pub around: (String, String, String),
}

/// Looks for one passage; with a mark it also puts that in its place.
pub struct Finder<'a> {
    passage: &'a Passage,
    mark: Option<&'a str>,
    /// What was found.
    pub hits: Vec<Hit>,
}

impl<'a> Finder<'a> {
    /// Looks, and changes nothing.
    pub fn looking(passage: &'a Passage) -> Self {
        Self { passage, mark: None, hits: Vec::new() }
    }

    /// Puts a mark in its place.
    pub fn erasing(passage: &'a Passage, mark: &'a str) -> Self {
        Self { passage, mark: Some(mark), hits: Vec::new() }
    }

    /// The text without the passage; none when it was not in it.
    fn text(&mut self, spot: Spot, text: &str) -> Option<String> {
        let found = self.passage.find(text);
        let first = found.first()?.clone();
        let chars = |part: &str| part.chars().count();
        let before: String = text[..first.start].chars().rev().take(AROUND).collect();
        let around = (
            before.chars().rev().collect(),
            text[first.clone()].to_owned(),
            text[first.end..].chars().take(AROUND).collect(),
        );
        let words = &text[first.clone()];
        let spot = Spot {
            start: chars(&text[..first.start]),
            chars: chars(words),
            check: check(words),
            form: form(words),
            ..spot
        };
        self.hits.push(Hit { spot, times: found.len(), around });
        Some(self.passage.replaced(text, self.mark.unwrap_or_default()))
    }

    fn document(&mut self, spot: &Spot, value: &mut serde_json::Value) -> bool {
        match value {
            serde_json::Value::String(text) => match self.text(spot.clone(), text) {
                Some(left) => {
                    *text = left;
                    true
                }
                None => false,
            },
            serde_json::Value::Array(parts) => {
                let mut changed = false;
                for (index, part) in parts.iter_mut().enumerate() {
                    let spot = Spot { pointer: format!("{}/{index}", spot.pointer), ..spot.clone() };
                    changed |= self.document(&spot, part);
                }
                changed
            }
            serde_json::Value::Object(members) => {
                let mut changed = false;
                for (name, member) in members.iter_mut().filter(|(name, _)| !NO_WORDS.contains(&name.as_str())) {
                    let spot = Spot { pointer: format!("{}/{name}", spot.pointer), ..spot.clone() };
                    changed |= self.document(&spot, member);
                }
                changed
            }
            _ => false,
        }
    }

    fn cell(&mut self, spot: Spot, shape: Shape, held: &str) -> Result<Option<String>> {
        if shape == Shape::Plain {
            return Ok(self.text(spot, held));
        }
        if held.is_empty() {
            return Ok(None);
        }
        let mut value: serde_json::Value = serde_json::from_str(held)?;
        Ok(self.document(&spot, &mut value).then(|| value.to_string()))
    }

    /// The rows in which something was found.
    pub fn rows(&self) -> HashSet<(&str, i64)> {
        self.hits.iter().map(|hit| (hit.spot.table.as_str(), hit.spot.id)).collect()
    }
}

/// Goes through these columns of the rows that a condition names.
pub async fn rows<E>(
    db: &impl ConnectionTrait,
    table: &str,
    condition: Condition,
    columns: &[(E::Column, Shape)],
    finder: &mut Finder<'_>,
) -> Result<()>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    let Some(key) = E::PrimaryKey::iter().next().map(PrimaryKeyToColumn::into_column) else {
        return Ok(());
    };
    for row in E::find().filter(condition).all(db).await? {
        let Value::BigInt(Some(id)) = row.get(key) else { continue };
        let mut update = E::update_many().filter(key.eq(id));
        let mut changed = false;
        for (column, shape) in columns {
            let Value::String(Some(held)) = row.get(*column) else { continue };
            let spot = Spot {
                table: table.to_owned(),
                id,
                column: column.as_str().to_owned(),
                pointer: String::new(),
                start: 0,
                chars: 0,
                check: 0,
                form: String::new(),
            };
            if let Some(left) = finder.cell(spot, *shape, &held)? {
                update = update.col_expr(*column, Expr::value(left));
                changed = true;
            }
        }
        if changed && finder.mark.is_some() {
            update.exec(db).await?;
        }
    }
    Ok(())
}

/// The words that stand at a spot of this table now; none when the row is not there, or others stand in it.
pub async fn words_at<E>(db: &impl ConnectionTrait, spot: &Spot) -> Result<Option<String>>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
    E::Column: Iterable,
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    let key = E::PrimaryKey::iter().next().map(PrimaryKeyToColumn::into_column);
    let column = E::Column::iter().find(|column| column.as_str() == spot.column);
    let (Some(key), Some(column)) = (key, column) else { return Ok(None) };
    let Some(row) = E::find().filter(key.eq(spot.id)).one(db).await? else { return Ok(None) };
    let Value::String(Some(held)) = row.get(column) else { return Ok(None) };
    let text = if spot.pointer.is_empty() {
        held
    } else {
        let value: serde_json::Value = serde_json::from_str(&held)?;
        let Some(text) = value.pointer(&spot.pointer).and_then(serde_json::Value::as_str) else { return Ok(None) };
        text.to_owned()
    };
    let words: String = text.chars().skip(spot.start).take(spot.chars).collect();
    Ok((form(&words) == spot.form && check(&words) == spot.check).then_some(words))
}

fn form(words: &str) -> String {
    let sign = |sign: char| match sign {
        sign if sign.is_numeric() => 'd',
        sign if sign.is_alphabetic() => 'a',
        sign => sign,
    };
    words.chars().map(sign).collect()
}

fn check(words: &str) -> u8 {
    Sha256::digest(words)[0]
}
