//! What administrators say for the whole site: its name and short sentences, a notice, its texts and its terms of use.
//! All of it is held in memory with the catalogue, so that no page asks for it.

pub mod edit;
pub mod entity;
pub mod pages;

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use entity::{Column, Entity, Model};

/// The slug of the name and the short sentences.
pub const SITE: &str = "situs";

/// The slug of the terms of use.
pub const TERMS: &str = "ketentuan";

/// A text that an administrator may replace.
pub struct BuiltIn {
    /// Its name in the table, and its address.
    pub slug: &'static str,
    /// What administrators call it.
    pub name: &'static str,
    /// The text that the program comes with: version 1.
    pub text: &'static str,
}

/// The texts of the site. The terms of use are published: who changes them says from when on they hold. Once people
/// agreed to the built-in ones, that file never changes; a new version is published instead.
pub const TEXTS: [BuiltIn; 5] = [
    BuiltIn { slug: "bantuan", name: "Bantuan", text: include_str!("../../../frontend/texts/bantuan.md") },
    BuiltIn { slug: "tentang", name: "Tentang", text: include_str!("../../../frontend/texts/tentang.md") },
    BuiltIn { slug: "privasi", name: "Privasi", text: include_str!("../../../frontend/texts/privasi.md") },
    BuiltIn {
        slug: "aksesibilitas",
        name: "Aksesibilitas",
        text: include_str!("../../../frontend/texts/aksesibilitas.md"),
    },
    BuiltIn { slug: TERMS, name: "Ketentuan penggunaan", text: include_str!("../../../frontend/texts/ketentuan.md") },
];

/// A text by its slug.
pub fn text(slug: &str) -> Option<&'static BuiltIn> {
    TEXTS.iter().find(|text| text.slug == slug)
}

/// The name and the short sentences of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    /// Name of the site.
    pub name: String,
    /// The line below it.
    pub line: String,
    /// The sentence of the home page.
    pub promise: String,
    /// A notice on every page; empty for none.
    pub notice: String,
    /// The last local day of the notice.
    pub notice_until: Option<NaiveDate>,
    /// How the operator is reached; empty for none.
    pub contact: String,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            name: "Forum Camat Jawa Barat".to_owned(),
            line: "Berbagi praktik baik antarkecamatan".to_owned(),
            promise: "Yang berhasil di satu kecamatan bisa diterapkan di kecamatan lain.".to_owned(),
            notice: String::new(),
            notice_until: None,
            contact: String::new(),
        }
    }
}

impl Site {
    /// A name that fits below an icon.
    pub fn short_name(&self) -> String {
        self.name.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    }

    /// The notice, while it is shown.
    pub fn notice_on(&self, today: NaiveDate) -> Option<&str> {
        let is_over = self.notice_until.is_some_and(|last| last < today);
        Some(self.notice.as_str()).filter(|notice| !notice.is_empty() && !is_over)
    }

    fn parse(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }
}

/// A version of the terms of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Number of the version, from 1.
    pub number: i32,
    /// The first day on which it holds.
    pub holds_from: NaiveDate,
    /// Markdown whose first line is the heading.
    pub body: String,
    /// What changed.
    pub note: String,
}

/// Everything that holds now, and the terms of use of all times.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name and short sentences.
    pub site: Site,
    newest: HashMap<String, (i32, String)>,
    terms: Vec<Terms>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { site: Site::default(), newest: HashMap::new(), terms: vec![first_terms()] }
    }
}

impl Settings {
    /// Reads what holds: one statement.
    pub async fn load(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let newest =
            Query::select().expr(Expr::col(Column::Id).max()).from(Entity).group_by_col(Column::Slug).to_owned();
        let rows = Entity::find()
            .filter(Condition::any().add(Column::Id.in_subquery(newest)).add(Column::Slug.eq(TERMS)))
            .order_by_asc(Column::Number)
            .all(db)
            .await?;
        let mut settings = Self::default();
        for row in rows {
            settings.take(row);
        }
        Ok(settings)
    }

    fn take(&mut self, row: Model) {
        if row.slug == SITE {
            self.site = Site::parse(&row.body);
        }
        if let (TERMS, Some(holds_from)) = (row.slug.as_str(), row.holds_from) {
            self.terms.push(Terms { number: row.number, holds_from, body: row.body.clone(), note: row.note });
        }
        self.newest.insert(row.slug, (row.number, row.body));
    }

    /// The number of a text's newest version.
    pub fn number(&self, slug: &str) -> i32 {
        self.newest.get(slug).map_or(1, |(number, _)| *number)
    }

    /// True when the built-in text holds.
    pub fn is_built_in(&self, slug: &str) -> bool {
        self.newest.get(slug).is_none_or(|(_, body)| body.is_empty())
    }

    /// The newest version of a text: Markdown whose first line is the heading.
    pub fn body(&self, slug: &str) -> String {
        match self.newest.get(slug) {
            Some((_, body)) if !body.is_empty() => body.clone(),
            _ => self.built_in(slug),
        }
    }

    /// The built-in text, with the name of this site.
    pub fn built_in(&self, slug: &str) -> String {
        let text = text(slug).map_or("", |text| text.text);
        text.replace(&Site::default().name, &self.site.name)
    }

    /// What a version of the terms of use says; the built-in one with the name of this site.
    pub fn terms_text(&self, terms: &Terms) -> String {
        if terms.number == 1 { self.built_in(TERMS) } else { terms.body.clone() }
    }

    /// The terms of use of all times, the oldest first.
    pub fn terms(&self) -> &[Terms] {
        &self.terms
    }

    /// The terms of use that hold on a day: the newest whose day has come.
    pub fn terms_on(&self, today: NaiveDate) -> &Terms {
        self.terms.iter().rev().find(|terms| terms.holds_from <= today).unwrap_or(&self.terms[0])
    }

    /// The terms of use that follow those of a day, once they are published.
    pub fn announced(&self, today: NaiveDate) -> Option<&Terms> {
        let holds = self.terms_on(today).number;
        let later = self.terms.iter().rev().filter(|terms| terms.number > holds && terms.holds_from > today);
        later.min_by_key(|terms| terms.holds_from)
    }

    /// True for terms that a later version overtook before their day came.
    pub fn is_overtaken(&self, terms: &Terms) -> bool {
        self.terms.iter().any(|later| later.number > terms.number && later.holds_from < terms.holds_from)
    }
}

/// The terms of use that the program comes with.
fn first_terms() -> Terms {
    Terms {
        number: 1,
        holds_from: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default(),
        body: text(TERMS).map_or("", |text| text.text).to_owned(),
        note: String::new(),
    }
}

/// Heading and rest of a text.
pub fn split(text: &str) -> (&str, &str) {
    let (heading, body) = text.split_once('\n').unwrap_or((text, ""));
    (heading.trim_start_matches('#').trim(), body.trim_start_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_terms_that_hold_are_the_newest_whose_day_has_come() {
        let mut settings = Settings::default();
        for (number, from) in [(2, "2027-01-01"), (3, "2027-03-01")] {
            let (body, note) = (String::new(), String::new());
            settings.terms.push(Terms { number, holds_from: day(from), body, note });
        }
        for (today, number) in [("2020-01-01", 1), ("2026-12-31", 1), ("2027-01-01", 2), ("2027-04-01", 3)] {
            assert_eq!(settings.terms_on(day(today)).number, number, "{today}");
        }
    }

    #[test]
    fn a_later_version_overtakes_one_that_has_not_begun() {
        let mut settings = Settings::default();
        for (number, from) in [(2, "2036-12-01"), (3, "2026-12-01"), (4, "2027-03-01")] {
            let (body, note) = (String::new(), String::new());
            settings.terms.push(Terms { number, holds_from: day(from), body, note });
        }
        let announced = |today: &str| settings.announced(day(today)).map(|terms| terms.number);
        assert_eq!(announced("2026-11-24"), Some(3));
        assert_eq!(announced("2026-12-01"), Some(4));
        assert_eq!(announced("2027-03-01"), None);
        assert_eq!(settings.terms_on(day("2036-12-01")).number, 4);
        let overtaken: Vec<bool> = settings.terms.iter().map(|terms| settings.is_overtaken(terms)).collect();
        assert_eq!(overtaken, [false, true, false, false]);
    }

    #[test]
    fn a_notice_is_shown_up_to_its_last_day() {
        let site = Site { notice: "Pemeliharaan".to_owned(), notice_until: Some(day("2026-12-01")), ..Site::default() };
        assert_eq!(site.notice_on(day("2026-12-01")), Some("Pemeliharaan"));
        assert_eq!(site.notice_on(day("2026-12-02")), None);
        assert_eq!(Site::default().notice_on(day("2026-12-02")), None);
    }

    #[test]
    fn every_text_begins_with_its_heading() {
        for text in &TEXTS {
            assert!(text.text.starts_with("# ") && !split(text.text).1.is_empty(), "{}", text.slug);
        }
    }
}
