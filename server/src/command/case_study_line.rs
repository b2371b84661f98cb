//! One line of `import case-studies` turned into a study, or into what is wrong with it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::case_study::content::{Content, SECTIONS, STAGES};
use crate::case_study::import::Imported;
use crate::catalogue::Catalogue;
use crate::config::Limits;

/// Longest key and author's name in characters.
const MAX_NAME_CHARS: usize = 200;

/// What lines get that don't say.
#[derive(Default)]
pub struct Defaults {
    /// Code of the kecamatan.
    pub kecamatan: Option<String>,
    /// Slug of the sector.
    pub sector: Option<String>,
    /// Slugs of the indicators.
    pub indicators: Vec<String>,
}

impl Defaults {
    /// Refuses the command line rather than every line.
    pub fn check(&self, catalogue: &Catalogue) -> anyhow::Result<()> {
        let content =
            Content { sector: self.sector.clone(), indicators: self.indicators.clone(), ..Content::default() };
        let wrong =
            unknown_kecamatan(self.kecamatan.as_deref(), catalogue).or_else(|| unknown_slug(&content, catalogue));
        wrong.map_or(Ok(()), |why| Err(anyhow::anyhow!("the default of the command line: {why}")))
    }
}

/// What a line holds beside the content.
#[derive(Deserialize)]
struct Frame {
    r#ref: String,
    title: String,
    body: Option<String>,
    kecamatan: Option<String>,
    author: Option<String>,
    published_at: Option<String>,
}

/// Names of a line that are not those of the content; `photos` and `schema` are no importer's business.
const OWN_NAMES: [&str; 5] = ["ref", "body", "kecamatan", "author", "published_at"];

/// Reads a line, or says what is wrong with it.
pub fn understood(
    line: &[u8],
    defaults: &Defaults,
    catalogue: &Catalogue,
    limits: &Limits,
    now: DateTime<Utc>,
) -> Result<Imported, String> {
    let mut fields: Map<String, Value> =
        serde_json::from_slice(line).map_err(|error| format!("no JSON object: {error}"))?;
    // null says as much as leaving it out.
    fields.retain(|_, value| !value.is_null());
    let frame: Frame = serde_json::from_value(Value::Object(fields.clone())).map_err(|error| error.to_string())?;
    fields.retain(|name, _| !OWN_NAMES.contains(&name.as_str()));
    if let Some(name) = ["photos", "schema"].into_iter().find(|name| fields.contains_key(*name)) {
        return Err(format!("{name} can't be imported"));
    }
    let mut content: Content = serde_json::from_value(Value::Object(fields)).map_err(|error| short(&error))?;
    if let Some(body) = frame.body {
        content.uraian = body;
    }
    content.sector = content.sector.filter(|sector| !sector.is_empty()).or_else(|| defaults.sector.clone());
    if content.indicators.is_empty() {
        content.indicators.clone_from(&defaults.indicators);
    }
    let given = frame.kecamatan.filter(|code| !code.is_empty());
    let kecamatan = given.or_else(|| defaults.kecamatan.clone());
    let reference = frame.r#ref.trim().to_owned();
    let author = frame.author.unwrap_or_default().trim().to_owned();
    let wrong = within(&reference, "ref", MAX_NAME_CHARS)
        .or_else(|| within(&author, "author", MAX_NAME_CHARS))
        .or_else(|| empty(&reference, frame.title.trim(), &content))
        .or_else(|| too_long(&content, limits))
        .or_else(|| unknown_kecamatan(kecamatan.as_deref(), catalogue))
        .or_else(|| unknown_slug(&content, catalogue));
    if let Some(why) = wrong {
        return Err(why);
    }
    let published_at = frame.published_at.map(|text| moment(&text, now)).transpose()?;
    Ok(Imported { reference, content, kecamatan, byline: author, published_at, members_only: false, is_sample: false })
}

/// Without serde's list of everything that would have been right.
fn short(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(", expected").next().unwrap_or(&text).to_owned()
}

fn empty(reference: &str, title: &str, content: &Content) -> Option<String> {
    if reference.is_empty() {
        return Some("ref is empty".to_owned());
    }
    if title.is_empty() {
        return Some("title is empty".to_owned());
    }
    let says_something = SECTIONS.iter().any(|section| !(section.get)(content).trim().is_empty());
    (!says_something).then(|| "body is missing (or a named section: problem, action, outcome, …)".to_owned())
}

fn within(text: &str, name: &str, limit: usize) -> Option<String> {
    let chars = text.chars().count();
    (chars > limit).then(|| format!("{name} has {chars} characters, at most {limit} are allowed"))
}

fn too_long(content: &Content, limits: &Limits) -> Option<String> {
    let section =
        |name: &str, text: &str| within(text, if name == "uraian" { "body" } else { name }, limits.section_chars);
    let document = content.to_document().map_or(0, |document| document.len());
    within(&content.title, "title", limits.title_chars)
        .or_else(|| section("summary", &content.summary))
        .or_else(|| SECTIONS.iter().find_map(|part| section(part.field, (part.get)(content))))
        .or_else(|| {
            let limit = limits.document_bytes;
            (document > limit).then(|| format!("it has {document} bytes as a document, at most {limit} are allowed"))
        })
}

fn unknown_kecamatan(code: Option<&str>, catalogue: &Catalogue) -> Option<String> {
    let code = code?;
    catalogue.places.kecamatan(code).is_none().then(|| {
        format!("unknown kecamatan {code:?}; codes look like 32.05.22 and belong to {}", catalogue.places.province_name)
    })
}

fn unknown_slug(content: &Content, catalogue: &Catalogue) -> Option<String> {
    let unknown =
        |kind: &str, slug: &str, known: Vec<&str>| format!("unknown {kind} {slug:?}; known: {}", known.join(", "));
    if let Some(slug) = content.sector.as_deref().filter(|slug| catalogue.sector(slug).is_none()) {
        return Some(unknown("sector", slug, catalogue.sectors.iter().map(|sector| sector.slug.as_str()).collect()));
    }
    if let Some(slug) = content.indicators.iter().find(|slug| catalogue.indicator(slug).is_none()) {
        let known = catalogue.indicators.iter().map(|indicator| indicator.slug.as_str()).collect();
        return Some(unknown("indicator", slug, known));
    }
    if let Some(slug) = content.duties.iter().find(|slug| catalogue.duty(slug).is_none()) {
        return Some(unknown("duty", slug, catalogue.duties.iter().map(|duty| duty.slug.as_str()).collect()));
    }
    if let Some(slug) = content.stage.as_deref().filter(|slug| !STAGES.iter().any(|(known, _)| known == slug)) {
        return Some(unknown("stage", slug, STAGES.iter().map(|(slug, _)| *slug).collect()));
    }
    let measures = content.results.iter().filter_map(|result| result.measure.as_deref());
    measures.into_iter().find(|slug| catalogue.measure(slug).is_none()).map(|slug| format!("unknown measure {slug:?}"))
}

/// A day ("2026-10-12", noon UTC) or a moment of RFC 3339.
fn moment(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, String> {
    use chrono::SubsecRound;
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(12, 0, 0).map(|noon| noon.and_utc());
    let at = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).ok().or_else(day);
    let at =
        at.ok_or_else(|| format!("published_at {text:?} is no date; write 2026-10-12 or 2026-10-12T08:00:00+07:00"))?;
    if at > now + chrono::Duration::days(1) {
        return Err(format!("published_at {text:?} lies in the future"));
    }
    Ok(at.trunc_subsecs(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Imported, String> {
        let config = crate::config::Config::for_tests(std::path::Path::new("unused"));
        let now = DateTime::from_timestamp(1_795_500_000, 0).unwrap();
        understood(line.as_bytes(), &Defaults::default(), &Catalogue::default(), &config.limits, now)
    }

    #[test]
    fn body_becomes_uraian_and_what_is_missing_stays_empty() {
        let study =
            read(r#"{"ref":"a","title":"Judul","body":"Isi.","kecamatan":null,"published_at":"2026-10-12"}"#).unwrap();
        assert_eq!((study.content.uraian.as_str(), study.kecamatan, study.byline.as_str()), ("Isi.", None, ""));
        assert_eq!(study.published_at.unwrap().to_rfc3339(), "2026-10-12T12:00:00+00:00");
        assert!(read(r#"{"ref":"a","title":"Judul","lessons":"Isi."}"#).is_ok());
    }

    #[test]
    fn each_refusal_names_what_is_wrong() {
        for (line, reason) in [
            (r#"{"ref":"a","title":"Judul""#, "no JSON object"),
            (r#"["a"]"#, "no JSON object"),
            (r#"{"title":"Judul","body":"Isi."}"#, "missing field `ref`"),
            (r#"{"ref":"a","body":"Isi."}"#, "missing field `title`"),
            (r#"{"ref":"a","title":"Judul"}"#, "body is missing"),
            (r#"{"ref":" ","title":"Judul","body":"Isi."}"#, "ref is empty"),
            (r#"{"ref":"a","title":"Judul","body":"Isi.","kecamatan":"99.99.99"}"#, "unknown kecamatan \"99.99.99\""),
            (r#"{"ref":"a","title":"Judul","body":"Isi.","sector":"sihir"}"#, "unknown sector \"sihir\""),
            (r#"{"ref":"a","title":"Judul","body":"Isi.","stage":"besok"}"#, "unknown stage \"besok\""),
            (r#"{"ref":"a","title":"Judul","body":"Isi.","isi":"Isi."}"#, "unknown field `isi`"),
            (
                r#"{"ref":"a","title":"Judul","body":"Isi.","published_at":"kemarin"}"#,
                "published_at \"kemarin\" is no date",
            ),
            (r#"{"ref":"a","title":"Judul","body":"Isi.","published_at":"2090-01-01"}"#, "lies in the future"),
        ] {
            let Err(why) = read(line) else { panic!("{line} went in") };
            assert!(why.contains(reason), "{line}: {why}");
        }
        let long = format!(r#"{{"ref":"a","title":"{}","body":"Isi."}}"#, "x".repeat(121));
        assert_eq!(read(&long).err().unwrap(), "title has 121 characters, at most 120 are allowed");
    }
}
