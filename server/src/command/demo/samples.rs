//! The sample content as it lies in `server/samples`, built into the binary. All of it is invented.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use rust_embed::Embed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::case_study::Content;
use crate::case_study::content::Measured;
use crate::product::Certificate;

/// Width of the pictures in pixels: flat drawings look the same on a large screen, and the first start is quicker.
const PICTURE_WIDTH: f32 = 960.0;

#[derive(Embed)]
#[folder = "samples/"]
#[include = "*.json"]
#[include = "pictures/*.svg"]
struct Folder;

/// Somebody with an office.
#[derive(Deserialize)]
pub struct Person {
    pub key: String,
    pub name: String,
    pub phone: String,
    pub role: String,
    pub region: String,
    pub title: String,
    pub unit_name: String,
    pub started_on: NaiveDate,
}

/// A published study.
#[derive(Deserialize)]
pub struct Study {
    pub r#ref: String,
    pub kecamatan: String,
    pub visibility: String,
    pub published_at: DateTime<Utc>,
    pub picture: Option<String>,
    pub picture_alt: Option<String>,
    pub content: Content,
}

/// A comment, days after its study.
#[derive(Deserialize)]
pub struct Comment {
    pub study: String,
    pub author: String,
    pub body: String,
    /// Index among the comments of the same study.
    pub reply_to: Option<usize>,
    pub days_after: i64,
    /// Anchor of the section that it is about.
    #[serde(default)]
    pub section: Option<String>,
    /// Those who found it useful.
    #[serde(default)]
    pub useful_to: Vec<String>,
}

/// A feature that runs for some weeks from today.
#[derive(Deserialize)]
pub struct Feature {
    pub study: String,
    pub by: String,
    pub reason: String,
    pub theme: String,
    pub scope: String,
    pub weeks: i64,
}

/// A collection of studies, published some days ago.
#[derive(Deserialize)]
pub struct Collection {
    pub title: String,
    pub introduction: String,
    pub by: String,
    pub curators: Vec<String>,
    /// The study whose photo is on the cover.
    pub cover: Option<String>,
    pub cover_alt: String,
    pub days_ago: i64,
    pub studies: Vec<Gathered>,
}

/// A study in a collection.
#[derive(Deserialize)]
pub struct Gathered {
    pub study: String,
    pub note: String,
}

/// A practice that another kecamatan takes up.
#[derive(Deserialize)]
pub struct Adoption {
    pub study: String,
    pub by: String,
    /// The study that its kecamatan wrote about it.
    #[serde(default)]
    pub own: Option<String>,
    /// The first at the top.
    pub steps: Vec<AdoptionStep>,
}

/// A step of an adoption.
#[derive(Deserialize)]
pub struct AdoptionStep {
    pub stage: String,
    pub days_ago: i64,
    pub note: String,
    #[serde(default)]
    pub figures: Vec<Measured>,
}

/// A product of a kecamatan, shown some days ago.
#[derive(Deserialize)]
pub struct Product {
    pub study: String,
    pub by: String,
    pub name: String,
    pub description: String,
    /// The picture of a study, and what it shows.
    pub picture: String,
    pub picture_alt: String,
    pub price_from: i64,
    pub price_to: i64,
    pub price_unit: String,
    pub capacity: String,
    pub capacity_unit: String,
    pub certificates: Vec<Certificate>,
    pub order_url: String,
    #[serde(default)]
    pub contact: Option<Maker>,
    pub days_ago: i64,
}

/// A maker who agreed to be reached.
#[derive(Deserialize)]
pub struct Maker {
    pub name: String,
    pub phone: String,
    pub how: String,
    pub days_ago: i64,
}

/// A question that was asked some days ago.
#[derive(Deserialize)]
pub struct Question {
    pub title: String,
    pub body: String,
    pub by: String,
    pub sector: String,
    pub indicators: Vec<String>,
    pub visibility: String,
    pub days_ago: i64,
    pub answers: Vec<Said>,
    /// Which of the answers helped.
    pub accepted: Option<usize>,
    pub summary: String,
}

/// An answer to a question.
#[derive(Deserialize)]
pub struct Said {
    pub by: String,
    pub body: String,
    pub study: Option<String>,
    pub days_after: i64,
    pub credited: bool,
}

/// What did not work yet, written some days ago.
#[derive(Deserialize)]
pub struct Lesson {
    pub title: String,
    pub by: String,
    pub unnamed: bool,
    pub sector: String,
    pub indicators: Vec<String>,
    pub tried: String,
    pub happened: String,
    pub hindrance: String,
    pub differently: String,
    pub days_ago: i64,
    pub words: Vec<LessonWord>,
}

/// What somebody said to it.
#[derive(Deserialize)]
pub struct LessonWord {
    pub by: String,
    pub body: String,
    pub days_after: i64,
}

/// What is still being written.
#[derive(Deserialize)]
pub struct Draft {
    pub key: String,
    pub kecamatan: String,
    pub creator: String,
    pub step: String,
    pub note: String,
    pub visibility: String,
    pub updated_at: DateTime<Utc>,
    pub content: Content,
}

/// All of it.
pub struct Samples {
    pub people: Vec<Person>,
    pub studies: Vec<Study>,
    pub comments: Vec<Comment>,
    pub features: Vec<Feature>,
    pub collections: Vec<Collection>,
    pub adoptions: Vec<Adoption>,
    pub products: Vec<Product>,
    pub questions: Vec<Question>,
    pub lessons: Vec<Lesson>,
    pub drafts: Vec<Draft>,
}

/// The day as of which the samples were written; they are as old on the day when they are loaded.
const WRITTEN_ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day");

impl Samples {
    /// Reads it, as old as on the day when it was written: a coordinator finds something new on the desk on every day.
    pub fn read(today: NaiveDate) -> anyhow::Result<Self> {
        let mut samples = Self::as_written()?;
        let since = today - WRITTEN_ON;
        samples.studies.iter_mut().for_each(|study| study.published_at += since);
        samples.drafts.iter_mut().for_each(|draft| draft.updated_at += since);
        Ok(samples)
    }

    fn as_written() -> anyhow::Result<Self> {
        let mut names: Vec<_> = Folder::iter().filter(|name| name.starts_with("case_studies/")).collect();
        names.sort();
        Ok(Self {
            people: json("people.json")?,
            studies: names.iter().map(|name| json(name)).collect::<anyhow::Result<_>>()?,
            comments: json("comments.json")?,
            features: json("features.json")?,
            collections: json("collections.json")?,
            adoptions: json("adoptions.json")?,
            products: json("products.json")?,
            questions: json("questions.json")?,
            lessons: json("lessons.json")?,
            drafts: json("drafts.json")?,
        })
    }
}

fn json<T: DeserializeOwned>(name: &str) -> anyhow::Result<T> {
    let file = Folder::get(name).with_context(|| format!("samples/{name} is not built in"))?;
    serde_json::from_slice(&file.data).with_context(|| format!("samples/{name}"))
}

/// A picture drawn from its SVG, as PNG: what a camera would send.
pub fn picture(name: &str) -> anyhow::Result<Vec<u8>> {
    use image::codecs::png::{CompressionType, FilterType, PngEncoder};
    use resvg::{tiny_skia, usvg};

    let name = format!("pictures/{name}");
    let file = Folder::get(&name).with_context(|| format!("samples/{name} is not built in"))?;
    let tree =
        usvg::Tree::from_data(&file.data, &usvg::Options::default()).with_context(|| format!("samples/{name}"))?;
    let scale = PICTURE_WIDTH / tree.size().width();
    let size = tree.size().to_int_size().scale_by(scale).context("an empty picture")?;
    let mut drawn = tiny_skia::Pixmap::new(size.width(), size.height()).context("an empty picture")?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut drawn.as_mut());
    let (width, height) = (drawn.width(), drawn.height());
    let pixels = image::RgbaImage::from_raw(width, height, drawn.take_demultiplied()).context("an odd picture")?;
    let mut out = Vec::new();
    pixels.write_with_encoder(PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Sub))?;
    Ok(out)
}
