//! A study as its page draws it, from the document: figures, sections with anchors, tables, photos.

use std::collections::HashMap;

use crate::attachment::Picture;
use crate::attachment::file::{self, FileView};
use crate::case_study::card::Figure;
use crate::case_study::chart::{self, Chart};
use crate::case_study::content::{
    AGENCIES, Agency, Content, Measured, Photo, RESOURCES, SECTIONS, Step, shortened, stage_name,
};
use crate::case_study::fields::{FORMS, INITIATORS, KINDS, is_month};
use crate::case_study::personal_data::MARK;
use crate::case_study::{check, reading};
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::format;
use crate::markdown::{self, SafeHtml};
use sea_orm::ConnectionTrait;

/// A study's text, ready to be drawn.
pub struct StudyView {
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: SafeHtml,
    /// Slug of the sector; empty for "belum ditandai".
    pub sector_slug: String,
    /// Name of the sector.
    pub sector_name: String,
    /// Slug and name of each indicator.
    pub indicators: Vec<(String, String)>,
    /// Names of the duties.
    pub duties: Vec<String>,
    /// The strip of figures.
    pub figures: Vec<StripFigure>,
    /// The result in one sentence, when there are no figures.
    pub words: String,
    /// The first photo.
    pub lead: Option<Picture>,
    /// The other photos.
    pub photos: Vec<Picture>,
    /// Photos and files that were erased as personal data: "Foto [dihapus: data pribadi, 3 Mar 2027]".
    pub erased: Vec<String>,
    /// Files to fetch; whoever draws the page asks for them.
    pub files: Vec<FileView>,
    /// The sections.
    pub parts: Vec<Part>,
    /// "Penerapan sejak Januari 2025", "Uji coba Maret 2024".
    pub stage: Vec<String>,
    /// "Digital", "Pelayanan publik", "Digagas ASN".
    pub traits: Vec<String>,
    /// Produk unggulan concerned.
    pub products: Vec<String>,
    /// Contact of the office.
    pub contact: String,
    /// A video's address, only when it may be a link.
    pub video: String,
    /// True on paper, where nobody unfolds anything and no photo comes later.
    pub is_printed: bool,
}

/// One figure of the strip.
pub struct StripFigure {
    /// The figure itself.
    pub figure: Figure,
    /// Unit, periods, source.
    pub note: String,
    /// True when it is a guess.
    pub estimate: bool,
}

/// One section.
#[derive(Default)]
pub struct Part {
    /// Its anchor.
    pub anchor: String,
    /// Its heading.
    pub heading: &'static str,
    /// Its text.
    pub body: SafeHtml,
    /// Steps with their dates.
    pub steps: Vec<(SafeHtml, String)>,
    /// Each figure read aloud.
    pub readings: Vec<Reading>,
    /// Money by source: source, amount, year.
    pub money: Vec<(String, String, String)>,
    /// People, tools, time.
    pub facts: Vec<(&'static str, SafeHtml)>,
    /// Agencies.
    pub agencies: Vec<Agency>,
    /// What members say about this section, on the page that shows the conversation.
    pub talk: Option<Talk>,
}

/// The way from a section to the conversation about it.
pub struct Talk {
    /// How many comments are about it.
    pub count: i64,
    /// Path of these; empty without any.
    pub read: String,
    /// Path of the form with the section chosen, for members.
    pub write: Option<String>,
}

impl Part {
    /// True when some agency names the paper its part rests on; the column is left out otherwise.
    pub fn has_papers(&self) -> bool {
        self.agencies.iter().any(|agency| !agency.paper.is_empty())
    }
}

/// A figure read aloud, and its values when there are more than two.
pub struct Reading {
    /// "Panen per musim".
    pub name: String,
    /// "naik 58%, dari 3,1 menjadi 4,9 ton".
    pub sentence: String,
    /// "Sumber: catatan kelompok tani".
    pub source: String,
    /// Period and value of each point in time.
    pub values: Vec<(String, String)>,
    /// Unit of the values.
    pub unit: String,
    /// The values as a line, when there are three or more.
    pub chart: Option<Chart>,
}

impl StudyView {
    /// Reads a document for drawing.
    pub fn of(content: &Content, catalogue: &Catalogue, pictures: &mut HashMap<i64, Picture>) -> Self {
        let sector = content.sector.as_deref().and_then(|slug| catalogue.sector(slug));
        let gone = |photo: &&Photo| photo.alt.starts_with(MARK) && !pictures.contains_key(&photo.attachment);
        let erased = content.photos.iter().filter(gone).map(|photo| format!("Foto {}", photo.alt)).collect();
        let mut photos = content.photos.iter().filter_map(|photo| {
            let picture = pictures.remove(&photo.attachment)?;
            Some(Picture { alt: photo.alt.clone(), caption: photo.caption.clone(), ..picture })
        });
        let lead = photos.next();
        let photos = photos.collect();
        let figures: Vec<StripFigure> =
            content.results.iter().filter(|row| !row.values.is_empty()).take(6).map(strip_figure).collect();
        let words = if figures.is_empty() { first_sentence(&content.outcome) } else { String::new() };
        Self {
            title: if content.title.is_empty() { "Tanpa judul".to_owned() } else { content.title.clone() },
            summary: markdown::render(&content.summary),
            sector_slug: sector.map_or_else(String::new, |sector| sector.slug.clone()),
            sector_name: sector.map_or_else(|| "Belum ditandai".to_owned(), |sector| sector.name.clone()),
            indicators: content
                .indicators
                .iter()
                .filter_map(|slug| catalogue.indicator(slug))
                .map(|indicator| (indicator.slug.clone(), indicator.name.clone()))
                .collect(),
            duties: content
                .duties
                .iter()
                .filter_map(|slug| catalogue.duty(slug))
                .map(|duty| duty.name.clone())
                .collect(),
            figures,
            words,
            lead,
            photos,
            erased,
            files: Vec::new(),
            parts: parts(content),
            stage: stage(content),
            traits: traits(content),
            products: content.products.clone(),
            contact: content.contact.clone(),
            video: if check::is_web_address(&content.video) { content.video.clone() } else { String::new() },
            is_printed: false,
        }
    }

    /// When a browser fetches the photos.
    pub fn loading(&self) -> &'static str {
        if self.is_printed { "eager" } else { "lazy" }
    }

    /// Anchors and headings of the sections that a study has.
    pub fn sections(content: &Content) -> Vec<(String, &'static str)> {
        parts(content).into_iter().map(|part| (part.anchor, part.heading)).collect()
    }

    /// The same with the files that it offers.
    pub async fn with_files(mut self, db: &impl ConnectionTrait, content: &Content) -> Result<Self> {
        let ids: Vec<i64> = content.files.iter().map(|file| file.file).collect();
        let rows = file::files(db, &ids).await?;
        let shown = content.files.iter().filter_map(|known| Some(file::view(rows.get(&known.file)?, &known.title)));
        self.files = shown.collect();
        let gone = content.files.iter().filter(|file| file.title.starts_with(MARK) && !rows.contains_key(&file.file));
        self.erased.extend(gone.map(|file| format!("Berkas {}", file.title)));
        Ok(self)
    }

    /// Problem, what was done and the result in a sentence or two each, for who has one screen.
    pub fn at_a_glance(content: &Content) -> Vec<(&'static str, String)> {
        let parts =
            [("Masalahnya", &content.problem), ("Yang dilakukan", &content.action), ("Hasilnya", &content.outcome)];
        let short = parts.into_iter().map(|(heading, text)| (heading, opening(text)));
        short.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// Where a video is: "youtube.com".
    pub fn video_host(&self) -> &str {
        let rest = self.video.split("://").nth(1).unwrap_or_default();
        rest.split(['/', '?', '#']).next().unwrap_or_default().trim_start_matches("www.")
    }

    /// The summary's first words, for descriptions.
    pub fn teaser(content: &Content) -> String {
        content.teaser(200)
    }
}

fn strip_figure(row: &Measured) -> StripFigure {
    let first = row.values.first().cloned().unwrap_or_default();
    let last = row.values.last().cloned().unwrap_or_default();
    let has_two = row.values.len() > 1;
    let periods = match (first.period.as_str(), last.period.as_str()) {
        ("", "") => String::new(),
        (first, last) if !has_two || first == last || first.is_empty() => last.to_owned(),
        (first, "") => first.to_owned(),
        (first, last) => format!("{first}–{last}"),
    };
    let before = if has_two { first.value.as_str() } else { "" };
    let figure = Figure::shown(&row.name, before, &last.value, &row.unit);
    let measure: Vec<&str> =
        [figure.unit.as_str(), periods.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let who = if row.measured_by.is_empty() { String::new() } else { format!("Diukur {}", row.measured_by) };
    let sentences = [measure.join(", "), row.source.clone(), who];
    let note: Vec<String> = sentences.into_iter().filter(|part| !part.is_empty()).collect();
    let note = note.join(". ");
    StripFigure { figure, note, estimate: row.estimate }
}

fn parts(content: &Content) -> Vec<Part> {
    let mut parts = Vec::new();
    for section in SECTIONS {
        let body = markdown::render((section.get)(content));
        let part = Part { anchor: slug::slugify(section.heading), heading: section.heading, body, ..Part::default() };
        match section.field {
            "action" => parts.push(Part { steps: steps(content), ..part }),
            "outcome" => parts.push(Part { readings: content.results.iter().filter_map(read_aloud).collect(), ..part }),
            "people" => parts.push(resources(content)),
            "tools" | "time" => {}
            "legal_basis" => {
                parts.push(part);
                let (anchor, heading) = (AGENCIES.0.to_owned(), AGENCIES.1);
                let agencies = content.agencies.clone();
                parts.push(Part { anchor, heading, agencies, ..Part::default() });
            }
            _ => parts.push(part),
        }
    }
    parts.retain(|part| {
        !(part.body.is_empty()
            && part.steps.is_empty()
            && part.readings.is_empty()
            && part.money.is_empty()
            && part.facts.is_empty()
            && part.agencies.is_empty())
    });
    parts
}

fn steps(content: &Content) -> Vec<(SafeHtml, String)> {
    let date = |step: &Step| step.date.as_deref().map(month_in_words).unwrap_or_default();
    content.steps.iter().map(|step| (markdown::render(&step.text), date(step))).collect()
}

fn resources(content: &Content) -> Part {
    let facts = [("Orang", &content.people), ("Alat dan bahan", &content.tools), ("Waktu", &content.time)];
    Part {
        anchor: RESOURCES.0.to_owned(),
        heading: RESOURCES.1,
        money: content
            .money
            .iter()
            .map(|row| {
                let amount =
                    if row.amount.is_empty() { String::new() } else { format!("Rp{}", format::decimal(&row.amount)) };
                (row.source.clone(), amount, row.year.clone())
            })
            .collect(),
        facts: facts
            .into_iter()
            .map(|(name, text)| (name, markdown::render(text)))
            .filter(|(_, html)| !html.is_empty())
            .collect(),
        ..Part::default()
    }
}

fn read_aloud(row: &Measured) -> Option<Reading> {
    let sentence = reading::of(row);
    if sentence.is_empty() {
        return None;
    }
    let values = row.values.iter().map(|value| (value.period.clone(), format::decimal(&value.value)));
    Some(Reading {
        name: row.name.clone(),
        sentence,
        source: row.source.clone(),
        values: if row.values.len() > 2 { values.collect() } else { Vec::new() },
        unit: row.unit.clone(),
        chart: chart::of(row),
    })
}

fn stage(content: &Content) -> Vec<String> {
    let mut lines = Vec::new();
    let name = content.stage.as_deref().map(stage_name).unwrap_or_default();
    match (name, content.applied_since.as_deref()) {
        ("", None) => {}
        ("", Some(since)) => lines.push(format!("Diterapkan sejak {}", month_in_words(since))),
        ("Penerapan", Some(since)) => lines.push(format!("Penerapan sejak {}", month_in_words(since))),
        (name, since) => {
            lines.push(name.to_owned());
            lines.extend(since.map(|since| format!("Diterapkan sejak {}", month_in_words(since))));
        }
    }
    lines.extend(content.trial_started.as_deref().map(|month| format!("Uji coba {}", month_in_words(month))));
    lines
}

fn traits(content: &Content) -> Vec<String> {
    let word = |slug: &Option<String>, words: &[(&str, &str)]| {
        let slug = slug.as_deref()?;
        words.iter().find(|(known, _)| *known == slug).map(|(_, name)| (*name).to_owned())
    };
    let initiator = word(&content.initiator, &INITIATORS).map(|who| format!("Digagas {who}"));
    [initiator, word(&content.kind, &KINDS), word(&content.form, &FORMS)].into_iter().flatten().collect()
}

/// "Maret 2025" from "2025-03"; other words as they are.
pub fn month_in_words(month: &str) -> String {
    if !is_month(month) {
        return month.to_owned();
    }
    let (year, number) = month.split_once('-').unwrap_or_default();
    let index = number.parse::<usize>().unwrap_or(1) - 1;
    format!("{} {year}", format::month_name(index))
}

/// The first sentence, and those after it that still fit on three lines of a phone.
fn opening(text: &str) -> String {
    let plain = markdown::plain(text).replace('\n', " ");
    let ends: Vec<usize> = plain.match_indices(". ").map(|(at, _)| at + 1).chain([plain.len()]).collect();
    let first = ends.first().copied().unwrap_or_default();
    let end = ends.into_iter().take_while(|end| *end <= 140).last().unwrap_or(first);
    shortened(plain[..end].trim(), 160)
}

fn first_sentence(text: &str) -> String {
    let plain = markdown::plain(text).replace('\n', " ");
    let end = plain.find(". ").map_or(plain.len(), |at| at + 1);
    shortened(plain[..end].trim(), 220)
}

/// "CK" from "Cikajang".
pub fn office_mark(name: &str) -> String {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = letters.next();
    let second = letters.next().or_else(|| name.chars().skip(1).find(|letter| !"aiueo ".contains(*letter)));
    first.into_iter().chain(second).flat_map(char::to_uppercase).collect()
}
