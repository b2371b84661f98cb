//! A great many documents, made of the sentences of a judged set; the same ones in every run.

use forum_search::{Audience, Document, Field, Kind};
use serde_json::Value;

use super::{Judged, Text};

/// A document has between this and three times this many bytes of text.
const LEAST_BYTES: usize = 900;

/// Makes documents by recombination.
pub struct Many {
    sentences: Vec<String>,
    titles: Vec<String>,
    state: u64,
}

impl Many {
    /// From the sentences and titles of a set.
    pub fn of(set: &Judged) -> anyhow::Result<Self> {
        let (mut sentences, mut titles) = (Vec::new(), Vec::new());
        for line in &set.lines {
            let text = Text::of_line(line, |_| String::new())?;
            sentences.extend(text.body.split(". ").map(|part| part.trim().to_owned()).filter(|part| part.len() > 20));
            titles.push(serde_json::from_str::<Value>(line)?["title"].as_str().unwrap_or_default().to_owned());
        }
        Ok(Self { sentences, titles, state: 0x1234_5678_9abc })
    }

    /// The next document.
    pub fn next(&mut self, id: i64) -> Document {
        let length = LEAST_BYTES + self.below(2 * LEAST_BYTES);
        let mut body = String::with_capacity(length + 200);
        while body.len() < length {
            let one = self.below(self.sentences.len());
            body.push_str(&self.sentences[one]);
            body.push_str(". ");
        }
        let (first, second) = (self.half_of_a_title(0), self.half_of_a_title(1));
        let (regency, district) = (self.below(27), self.below(23));
        Document {
            kind: Kind::Praktik,
            id,
            audience: if self.below(20) == 0 { Audience::Members } else { Audience::Public },
            title: format!("{first} {second}"),
            passages: vec![(Field::Body, body)],
            files: Vec::new(),
            place: format!("Kec. {district} Kab. {regency}"),
            sector: Some(format!("sektor-{}", self.below(7))),
            indicators: vec![format!("indikator-{}", self.below(5))],
            kabupaten_kota: Some(format!("32.{regency:02}")),
            kecamatan: Some(format!("32.{regency:02}.{district:02}")),
            stage: Some("penerapan".to_owned()),
            year: Some(2015 + i32::try_from(self.below(12)).unwrap_or_default()),
            has_figures: self.below(2) == 0,
            featured: self.below(100) == 0,
            published_at_ms: i64::try_from(self.below(1 << 40)).unwrap_or_default(),
        }
    }

    fn half_of_a_title(&mut self, half: usize) -> String {
        let title = self.below(self.titles.len());
        let words: Vec<&str> = self.titles[title].split(' ').collect();
        let (first, second) = words.split_at(words.len() / 2);
        if half == 0 { first.join(" ") } else { second.join(" ") }
    }

    /// A number below another, by xorshift.
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from((self.state >> 11) % limit.max(1) as u64).unwrap_or_default()
    }
}
