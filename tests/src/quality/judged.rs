//! A judged set: documents as `import case-studies` takes them, and queries with the documents that answer them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::Value;

/// A set of a folder: `documents.jsonl` or `docs.jsonl`, and `queries.jsonl`, each may be packed (`.gz`).
#[derive(Debug)]
pub struct Judged {
    /// The documents, as their lines stand in the file.
    pub lines: Vec<String>,
    /// The queries.
    pub questions: Vec<Question>,
}

/// A query with its judgements.
#[derive(Debug, Clone)]
pub struct Question {
    /// What is typed.
    pub text: String,
    /// What the query tries.
    pub class: String,
    /// Grades by ref; what is not listed is 0.
    pub grades: HashMap<String, f64>,
    /// From this grade on a document answers the query.
    pub enough: f64,
}

/// A document as systems without sections see it.
#[derive(Debug, Clone)]
pub struct Text {
    /// The importer's key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Everything else, with the names of its place.
    pub body: String,
}

#[derive(Deserialize)]
struct Line {
    query: String,
    #[serde(alias = "variant")]
    class: String,
    rel: Grades,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Grades {
    Relevant(Vec<String>),
    Graded(HashMap<String, f64>),
}

impl Judged {
    /// Reads the set of a folder.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let lines = lines(&found(folder, &["documents.jsonl", "docs.jsonl"])?)?;
        let questions = lines_of_questions(&found(folder, &["queries.jsonl"])?)?;
        ensure!(!lines.is_empty() && !questions.is_empty(), "{} has an empty set", folder.display());
        Ok(Self { lines, questions })
    }
}

impl From<Line> for Question {
    fn from(line: Line) -> Self {
        let (grades, enough): (HashMap<String, f64>, f64) = match line.rel {
            Grades::Relevant(refs) => (refs.into_iter().map(|key| (key, 1.0)).collect(), 1.0),
            // Of three grades the lowest only touches the subject.
            Grades::Graded(grades) => (grades, 2.0),
        };
        let enough = if grades.values().any(|grade| *grade >= enough) { enough } else { 1.0 };
        Self { text: line.query, class: line.class, grades, enough }
    }
}

impl Text {
    /// Every text of a line; `place` gives the names of a kecamatan by its code.
    pub fn of_line(line: &str, place: impl Fn(&str) -> String) -> anyhow::Result<Self> {
        let line: Value = serde_json::from_str(line)?;
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let mut body = place(line["kecamatan"].as_str().unwrap_or_default());
        for (name, value) in line.as_object().context("a line is an object")? {
            if !["ref", "title", "kecamatan", "published_at", "author", "sector", "indicators", "duties"]
                .contains(&name.as_str())
            {
                append(value, &mut body);
            }
        }
        Ok(Self { key: text("ref"), title: text("title"), body })
    }
}

fn append(value: &Value, to: &mut String) {
    match value {
        Value::String(text) => {
            to.push('\n');
            to.push_str(text);
        }
        Value::Array(values) => values.iter().for_each(|value| append(value, to)),
        Value::Object(values) => values.values().for_each(|value| append(value, to)),
        _ => {}
    }
}

fn found(folder: &Path, names: &[&str]) -> anyhow::Result<PathBuf> {
    let packed = names.iter().map(|name| format!("{name}.gz"));
    let paths = names.iter().map(|name| (*name).to_owned()).chain(packed).map(|name| folder.join(name));
    paths.into_iter().find(|path| path.is_file()).with_context(|| format!("{} has no {}", folder.display(), names[0]))
}

fn lines(path: &Path) -> anyhow::Result<Vec<String>> {
    let file = File::open(path).with_context(|| format!("{} can't be read", path.display()))?;
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let input: Box<dyn Read> = if packed { Box::new(flate2::read::GzDecoder::new(file)) } else { Box::new(file) };
    let lines = BufReader::new(input).lines();
    Ok(lines.filter(|line| !line.as_ref().is_ok_and(|line| line.trim().is_empty())).collect::<Result<_, _>>()?)
}

fn lines_of_questions(path: &Path) -> anyhow::Result<Vec<Question>> {
    let parsed = lines(path)?.into_iter().enumerate().map(|(number, line)| {
        let line: Line =
            serde_json::from_str(&line).with_context(|| format!("{} line {}", path.display(), number + 1))?;
        Ok(Question::from(line))
    });
    parsed.collect()
}
