//! A great many studies, made of the sentences of a judged set; the same ones in every run.

use serde_json::{Value, json};

use super::{Judged, Text};

/// A study has between this and three times this many bytes of text.
const LEAST_BYTES: usize = 900;

/// The sectors and indicators that they are spread over.
const SECTORS: [&str; 3] = ["pertanian", "pariwisata", "industri-kreatif"];
const INDICATORS: [&str; 5] = ["ipm", "ekonomi-lokal", "kemiskinan", "stunting", "daya-saing"];

/// Makes studies by recombination.
pub struct Many {
    sentences: Vec<String>,
    titles: Vec<String>,
    places: Vec<String>,
    state: u64,
}

impl Many {
    /// From the sentences and titles of a set.
    pub fn of(set: &Judged) -> anyhow::Result<Self> {
        let (mut sentences, mut titles, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for line in &set.lines {
            let text = Text::of_line(line, |_| String::new())?;
            sentences.extend(text.body.split(". ").map(|part| part.trim().to_owned()).filter(|part| part.len() > 20));
            let line: Value = serde_json::from_str(line)?;
            titles.push(line["title"].as_str().unwrap_or_default().to_owned());
            places.extend(line["kecamatan"].as_str().map(str::to_owned));
        }
        Ok(Self { sentences, titles, places, state: 0x1234_5678_9abc })
    }

    /// The next study, as a line of `import case-studies`.
    pub fn next(&mut self, id: usize) -> Value {
        let length = LEAST_BYTES + self.below(2 * LEAST_BYTES);
        let mut body = String::with_capacity(length + 200);
        while body.len() < length {
            let one = self.below(self.sentences.len());
            body.push_str(&self.sentences[one]);
            body.push_str(". ");
        }
        let title = format!("{} {}", self.half_of_a_title(0), self.half_of_a_title(1));
        let (place, sector, indicator) =
            (self.below(self.places.len()), self.below(SECTORS.len()), self.below(INDICATORS.len()));
        json!({
            "ref": id.to_string(),
            "title": title.chars().take(120).collect::<String>(),
            "body": body,
            "kecamatan": self.places[place],
            "sector": SECTORS[sector],
            "indicators": [INDICATORS[indicator]],
        })
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
