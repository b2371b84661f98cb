//! Whom a certificate names: the rows of its form, and the people that come of them. The authors stand there already;
//! somebody without an account is named only where the office says that this person agreed.

use serde::{Deserialize, Serialize};

use crate::case_study::personal_data;
use crate::error::{Problems, Result};
use crate::web::Posted;
use crate::web::forms::line;

/// Rows of the form. Where a study has as many authors, there are some more.
pub const MOST_PEOPLE: usize = 10;

/// Rows beside those of the authors at least: who had the idea may be none of them.
const SPARE: usize = 3;

/// Longest name (in characters).
pub const NAME_CHARS: usize = 100;

/// Longest office or part (in characters).
pub const PART_CHARS: usize = 120;

/// What somebody did for a practice. The database keeps the words of [`Share::as_str`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    /// Had the idea.
    Initiator,
    /// Does it.
    Doer,
    /// Wrote it down.
    Writer,
    /// Stood by: who advised, trained or opened doors.
    Companion,
}

impl Share {
    /// Every share, in the order in which a certificate names them.
    pub const ALL: [Self; 4] = [Self::Initiator, Self::Doer, Self::Writer, Self::Companion];

    /// The share as forms and the database name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Initiator => "penggagas",
            Self::Doer => "pelaksana",
            Self::Writer => "penulis",
            Self::Companion => "pendamping",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|share| share.as_str() == text)
    }

    /// The share as letters name it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Initiator => "Penggagas",
            Self::Doer => "Pelaksana",
            Self::Writer => "Penulis",
            Self::Companion => "Pendamping",
        }
    }
}

/// Somebody whom a certificate names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// "Dedi Kurniawan".
    pub name: String,
    /// "Kasi Ekbang", "kader Posyandu Melati"; may be empty.
    pub part: String,
    /// What this person did; none on certificates from before anybody said it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<String>,
    /// True for somebody who is no author of the study and agreed to be named, as the office said when it was issued.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub agreed: bool,
}

impl Person {
    /// An author with the office held there.
    pub fn author(name: String, part: String) -> Self {
        Self { name, part, shares: vec![Share::Writer.as_str().to_owned()], agreed: false }
    }

    /// True for who had the idea.
    pub fn is_initiator(&self) -> bool {
        self.known_shares().any(|share| share == Share::Initiator)
    }

    /// "Penggagas, Penulis"; empty where nothing was said.
    pub fn shares_in_words(&self) -> String {
        self.known_shares().map(Share::label).collect::<Vec<_>>().join(", ")
    }

    /// "Dedi Kurniawan, Kasi Ekbang".
    pub fn told(&self) -> String {
        if self.part.is_empty() { self.name.clone() } else { format!("{}, {}", self.name, self.part) }
    }

    fn known_shares(&self) -> impl Iterator<Item = Share> {
        self.shares.iter().filter_map(|share| Share::parse(share))
    }
}

/// One row of the form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The name.
    pub name: String,
    /// The office or part.
    pub part: String,
    /// A [`Share`] as text; empty where none was chosen.
    pub share: String,
    /// True once ticked that this person agreed to be named.
    pub agreed: bool,
    /// True for an author, who is named beside the study already.
    pub is_author: bool,
}

impl Row {
    /// True for a row in which nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.part.is_empty()
    }
}

/// The rows that a form carries and in which something was typed.
pub fn typed(posted: &Posted) -> Vec<Row> {
    let row = |at: usize| {
        let get = |field: &str| line(posted.get(&format!("people.{at}.{field}")));
        Row {
            name: get("name"),
            part: get("part"),
            share: get("share"),
            agreed: get("agreed") == "ya",
            is_author: false,
        }
    };
    posted.rows("people").into_iter().map(row).filter(|row| !row.is_empty()).collect()
}

/// The rows that a fresh form begins with: an author each.
pub fn proposed(authors: &[Person]) -> Vec<Row> {
    let row = |author: &Person| Row {
        name: author.name.clone(),
        part: author.part.clone(),
        share: Share::Writer.as_str().to_owned(),
        agreed: false,
        is_author: true,
    };
    authors.iter().map(row).collect()
}

/// All rows as they are drawn, with empty ones to fill in.
pub fn drawn(mut rows: Vec<Row>, authors: &[Person]) -> Vec<Row> {
    for row in &mut rows {
        row.is_author = is_author(&row.name, authors);
    }
    let most = rows.len().max(most(authors));
    rows.resize(most, Row::default());
    rows
}

fn most(authors: &[Person]) -> usize {
    MOST_PEOPLE.max(authors.len() + SPARE)
}

fn is_author(name: &str, authors: &[Person]) -> bool {
    authors.iter().any(|author| is_same(&author.name, name))
}

fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The people of these rows, who had the idea first. Somebody who stands in two rows is one person with both parts in the
/// work. Problems stand at `people-{row}`; `people` when there is nobody.
pub fn checked(rows: &[Row], authors: &[Person]) -> Result<Vec<Person>> {
    let mut problems = Problems::default();
    let mut people: Vec<Person> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (field, known) = (format!("people-{at}"), is_author(&row.name, authors));
        check(&mut problems, &field, row, known);
        match people.iter_mut().find(|person| is_same(&person.name, &row.name)) {
            Some(person) => add(person, row),
            None => people.push(Person {
                name: row.name.clone(),
                part: row.part.clone(),
                shares: vec![row.share.clone()],
                agreed: !known,
            }),
        }
    }
    if rows.is_empty() {
        problems.add("people", "Tulis paling sedikit satu nama.");
    }
    if people.len() > most(authors) {
        problems.add("people", format!("Paling banyak {} orang dalam satu surat.", most(authors)));
    }
    problems.into_result()?;
    people.sort_by_key(|person| person.known_shares().min());
    Ok(people)
}

fn check(problems: &mut Problems, field: &str, row: &Row, is_author: bool) {
    if row.name.is_empty() {
        problems.add(field, "Tulis namanya, atau kosongkan jabatannya.");
        return;
    }
    problems.within(field, "Nama", &row.name, NAME_CHARS);
    problems.within(field, "Jabatan", &row.part, PART_CHARS);
    for text in [&row.name, &row.part] {
        personal_data::refuse(problems, field, text);
        if personal_data::has_phone(text) {
            problems.add(field, "Di sini ada nomor telepon. Hapus; surat keterangan tidak memuatnya.");
        }
    }
    if Share::parse(&row.share).is_none() {
        problems.add(field, format!("Pilih peran {}.", row.name));
    }
    if !is_author && !row.agreed {
        problems.add(field, format!("Tandai bahwa {} bersedia disebut, atau kosongkan barisnya.", row.name));
    }
}

fn add(person: &mut Person, row: &Row) {
    if person.part.is_empty() {
        row.part.clone_into(&mut person.part);
    }
    if !person.shares.contains(&row.share) {
        person.shares.push(row.share.clone());
        person.shares.sort_by_key(|share| Share::parse(share));
    }
}
