//! Hints that react to what was written: each says in one sentence what would make the study more useful. They never
//! block; what blocks stands in `check.rs`.

use serde::Serialize;

use super::content::{Content, Measured};
use super::measured_change::{other_unit, unit_hint};
use super::personal_data;
use crate::catalogue::Catalogue;
use crate::config::Limits;
use crate::{format, markdown};

/// A text for the innovation index has so many words at least.
const DESIGN_WORDS: usize = 300;

/// So many measures are proposed for an indicator.
const PROPOSED: usize = 4;

/// Words of money that residents pay.
const CHARGES: [&str; 11] = [
    "retribusi",
    "pungutan",
    "iuran",
    "karcis",
    "tiket",
    "tarif",
    "biaya masuk",
    "uang masuk",
    "sewa lapak",
    "biaya parkir",
    "uang parkir",
];

/// Words that say there is no charge.
const FREE: [&str; 4] = ["tanpa pungutan", "tidak ada pungutan", "tidak dipungut", "tanpa iuran"];

/// What a charge can rest on.
const LEGAL_WORDS: [&str; 8] =
    ["perda", "perdes", "peraturan", "keputusan", "perbup", "perwal", "musyawarah desa", "anggaran dasar"];

/// Names of official figures that a kecamatan does not measure.
const OFFICIAL: [&str; 8] = [
    "ipm",
    "indeks pembangunan manusia",
    "prevalensi stunting",
    "persentase penduduk miskin",
    "angka kemiskinan",
    "tingkat kemiskinan",
    "pdrb",
    "indeks daya saing",
];

/// One hint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hint {
    /// The field below which it stands.
    pub field: String,
    /// What would help, in one or two sentences.
    pub sentence: String,
    /// Measures to choose from.
    pub measures: Vec<Proposed>,
}

/// A measure that a kecamatan can count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposed {
    /// Its name in documents.
    pub slug: String,
    /// Its name as shown.
    pub name: String,
    /// Its unit.
    pub unit: String,
}

/// What to write next, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// The field; its anchor in the form.
    pub field: &'static str,
    /// "Berikutnya: …"
    pub sentence: &'static str,
}

/// The hints that a document gives rise to, in the order of the form.
pub fn of(content: &Content, catalogue: &Catalogue, limits: &Limits, full: bool) -> Vec<Hint> {
    let mut hints = Vec::new();
    let mut say = |field: &str, sentence: String| {
        hints.push(Hint { field: field.to_owned(), sentence, measures: Vec::new() });
    };
    if is_shouted(&content.title) {
        say("title", "Judul dengan huruf besar semua lebih sulit dibaca. Tulis seperti kalimat biasa.".to_owned());
    }
    let summary = words(&content.summary);
    if summary > limits.summary_words {
        let (now, aim) = (format::integer(summary as i64), limits.summary_words);
        say("summary", format!("Ringkasan sekarang {now} kata. Sekitar {aim} kata lebih mudah dibaca sampai selesai."));
    }
    if let Some(word) = charge(content) {
        let sentence = format!(
            "Ada pembayaran dari warga (“{word}”). Tulis dasar hukumnya: Perda, Perdes, atau keputusan BUM Desa."
        );
        say(if full { "legal_basis" } else { "action" }, sentence);
    }
    if !content.outcome.trim().is_empty() && !has_digit(&content.outcome) && !has_figures(content) {
        say("outcome", "Berapa sebelumnya, berapa sekarang? Satu angka sudah cukup, perkiraan pun boleh.".to_owned());
    }
    for (index, row) in content.results.iter().enumerate() {
        if let Some(sentence) = about(row) {
            say(&format!("results.{index}"), sentence.to_owned());
        }
        let is_told = !row.values.is_empty();
        if let Some(unit) = other_unit(catalogue, row.measure.as_deref(), &row.unit).filter(|_| is_told) {
            say(&format!("results.{index}"), unit_hint(unit));
        }
    }
    for (field, found) in personal_data::of(content) {
        // Hints stand at a row of results, else at the whole group.
        let parts = if field.starts_with("results.") { 2 } else { 1 };
        let at: Vec<&str> = field.split('.').take(parts).collect();
        say(&at.join("."), found.sentence());
    }
    if full && let Some(sentence) = design(content) {
        say("novelty", sentence);
    }
    if let Some(hint) = proposals(content, catalogue) {
        hints.push(hint);
    }
    hints
}

/// The one line that says what to add next.
pub fn next(content: &Content) -> Option<Next> {
    let empty = |text: &str| text.trim().is_empty();
    let steps: [(bool, &'static str, &'static str); 13] = [
        (empty(&content.title), "title", "Beri judul. Judul yang jelas membuat praktik ini ditemukan."),
        (
            empty(&content.problem),
            "problem",
            "Ceritakan masalahnya. Pembaca mencari kecamatan dengan masalah yang sama.",
        ),
        (empty(&content.action), "action", "Tulis apa yang dilakukan, supaya kecamatan lain dapat menirunya."),
        (
            empty(&content.outcome) && !has_figures(content),
            "outcome",
            "Tulis hasilnya. Tanpa hasil, praktik ini belum meyakinkan.",
        ),
        (content.sector.is_none(), "sector", "Pilih sektornya, supaya muncul di daftar yang tepat."),
        (content.indicators.is_empty(), "indicators", "Pilih indikator yang didukung praktik ini."),
        (empty(&content.summary), "summary", "Tulis ringkasannya. Inilah yang dibaca pertama kali."),
        (
            !has_figures(content),
            "results",
            "Tambahkan satu angka sebelum dan sesudah. Praktik dengan angka lebih sering ditiru.",
        ),
        (content.photos.is_empty(), "foto", "Tambahkan satu foto. Foto membuat praktik ini lebih mudah dipahami."),
        (empty(&content.contact), "contact", "Tulis nomor atau surel kantor, supaya kecamatan lain dapat bertanya."),
        (empty(&content.conditions), "conditions", "Tulis syaratnya supaya berhasil; inilah yang dicari peniru."),
        (empty(&content.lessons), "lessons", "Tulis kendala dan pelajarannya, supaya tidak terulang di tempat lain."),
        (empty(&content.continuity), "continuity", "Tulis kelanjutannya: siapa yang meneruskan dan dari mana dananya."),
    ];
    steps.into_iter().find(|(missing, _, _)| *missing).map(|(_, field, sentence)| Next { field, sentence })
}

fn words(text: &str) -> usize {
    markdown::plain(text).split_whitespace().count()
}

fn is_shouted(title: &str) -> bool {
    let letters = title.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 10 && title.split_whitespace().count() > 1 && !title.chars().any(char::is_lowercase)
}

fn has_digit(text: &str) -> bool {
    const NUMBERS: [&str; 6] = ["dua kali", "tiga kali", "separuh", "setengah", "lipat", "seluruh"];
    let lower = text.to_lowercase();
    lower.chars().any(|letter| letter.is_ascii_digit()) || NUMBERS.iter().any(|word| lower.contains(word))
}

fn has_figures(content: &Content) -> bool {
    content.results.iter().any(|row| !row.values.is_empty())
}

/// The word of a charge that no legal basis is given for.
fn charge(content: &Content) -> Option<&'static str> {
    let told = format!("{}\n{}\n{}", content.action, content.usage, content.outcome).to_lowercase();
    let basis = format!("{}\n{told}", content.legal_basis).to_lowercase();
    if LEGAL_WORDS.iter().any(|word| basis.contains(word)) || FREE.iter().any(|word| told.contains(word)) {
        return None;
    }
    CHARGES.into_iter().find(|word| {
        told.split(|letter: char| !letter.is_alphanumeric() && letter != ' ')
            .any(|part| part.split_whitespace().collect::<Vec<_>>().join(" ").contains(word))
    })
}

fn about(row: &Measured) -> Option<&'static str> {
    let name = row.name.to_lowercase();
    if OFFICIAL.iter().any(|official| name == *official || name.starts_with(&format!("{official} "))) {
        return Some(
            "Angka ini diukur untuk kabupaten/kota, bukan kecamatan. Pilih yang benar-benar dihitung di kecamatan.",
        );
    }
    if row.values.len() >= 2 && row.values.iter().any(|value| value.period.is_empty()) {
        return Some("Tulis waktunya di samping tiap angka, misalnya 2024 dan 2025.");
    }
    (!row.values.is_empty() && row.source.is_empty())
        .then_some("Tulis dari mana angkanya, misalnya catatan kelompok tani atau data Puskesmas.")
}

fn design(content: &Content) -> Option<String> {
    let now =
        [&content.summary, &content.problem, &content.action, &content.novelty].into_iter().map(|text| words(text));
    let now: usize = now.sum();
    (now > 0 && now < DESIGN_WORDS).then(|| {
        format!(
            "Untuk indeks inovasi: rancang bangun minimal {DESIGN_WORDS} kata (sekarang {now}), dihitung dari ringkasan, masalah, tindakan, dan kebaruan."
        )
    })
}

/// Measures of the chosen indicators, when nothing is measured yet.
fn proposals(content: &Content, catalogue: &Catalogue) -> Option<Hint> {
    if has_figures(content) || content.indicators.is_empty() {
        return None;
    }
    let chosen: Vec<_> = content.indicators.iter().filter_map(|slug| catalogue.indicator(slug)).collect();
    let measures: Vec<Proposed> = chosen
        .iter()
        .flat_map(|indicator| {
            catalogue.offered_measures().filter(|measure| measure.indicator_id == indicator.id).take(PROPOSED)
        })
        .map(|measure| Proposed { slug: measure.slug.clone(), name: measure.name.clone(), unit: measure.unit.clone() })
        .collect();
    let names: Vec<&str> = chosen.iter().map(|indicator| indicator.name.as_str()).collect();
    (!measures.is_empty()).then(|| Hint {
        field: "results".to_owned(),
        sentence: format!(
            "Untuk {}, adakah yang dihitung di kecamatan? Pilih satu, lalu isi angkanya.",
            names.join(" dan ")
        ),
        measures,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case_study::content::Value;
    use crate::config::Config;
    use crate::indicator::Measure;

    fn hints(content: &Content) -> Vec<String> {
        let limits = Config::load(None).unwrap().limits;
        of(content, &Catalogue::default(), &limits, true).into_iter().map(|hint| hint.field).collect()
    }

    #[test]
    fn hints_react_to_the_text() {
        let mut content = Content { title: "IRIGASI TETES CIKAJANG".to_owned(), ..Content::default() };
        assert_eq!(hints(&content), ["title"]);
        content.title = "Irigasi tetes UMKM".to_owned();
        content.outcome = "Panen membaik.".to_owned();
        assert_eq!(hints(&content), ["outcome"]);
        content.outcome = "Panen naik dua kali.".to_owned();
        assert_eq!(hints(&content), Vec::<String>::new());
        content.summary = "kata ".repeat(201);
        assert_eq!(hints(&content), ["summary", "novelty"]);
        content.summary = "kata ".repeat(180);
        content.problem = "kata ".repeat(120);
        assert_eq!(hints(&content), Vec::<String>::new(), "300 words are enough");
    }

    #[test]
    fn money_from_residents_asks_for_its_basis() {
        let mut content = Content { action: "Pengunjung membayar karcis Rp5.000.".to_owned(), ..Content::default() };
        assert!(hints(&content).contains(&"legal_basis".to_owned()));
        let free = Content { action: "Lahan parkir dibuka tanpa pungutan.".to_owned(), ..Content::default() };
        assert!(!hints(&free).contains(&"legal_basis".to_owned()));
        content.legal_basis = "Perdes Nomor 3 Tahun 2024".to_owned();
        assert!(!hints(&content).contains(&"legal_basis".to_owned()));
    }

    #[test]
    fn official_figures_and_missing_sources_are_pointed_out() {
        let value = |value: &str| Value { value: value.to_owned(), period: "2024".to_owned() };
        let row = Measured { name: "IPM".to_owned(), values: vec![value("70"), value("71")], ..Measured::default() };
        assert!(about(&row).unwrap().contains("kabupaten/kota"));
        let row = Measured { name: "Panen".to_owned(), ..row };
        assert!(about(&row).unwrap().contains("dari mana angkanya"));
        assert_eq!(about(&Measured { source: "BPP".to_owned(), ..row }), None);
    }

    #[test]
    fn a_unit_that_is_not_summed_is_pointed_out() {
        let mut catalogue = Catalogue::default();
        catalogue.measures.push(Measure {
            id: 1,
            slug: "kunjungan-wisata".to_owned(),
            indicator_id: 1,
            name: "Kunjungan wisata".to_owned(),
            unit: "kunjungan/bulan".to_owned(),
            good_direction: "naik".to_owned(),
            note: String::new(),
            position: 1,
            retired_at: None,
            version: 1,
        });
        let limits = Config::load(None).unwrap().limits;
        let value = |value: &str| Value { value: value.to_owned(), period: "2024".to_owned() };
        let is_said = |measure: Option<&str>, unit: &str| {
            let row = Measured {
                measure: measure.map(str::to_owned),
                name: "Kunjungan".to_owned(),
                unit: unit.to_owned(),
                source: "Buku tamu".to_owned(),
                values: vec![value("70"), value("71")],
                ..Measured::default()
            };
            let content = Content { results: vec![row], ..Content::default() };
            let hints = of(&content, &catalogue, &limits, true);
            hints.iter().any(|hint| hint.field == "results.0" && hint.sentence.contains("kunjungan/bulan"))
        };
        assert!(is_said(Some("kunjungan-wisata"), "orang"));
        assert!(!is_said(Some("kunjungan-wisata"), " Kunjungan/Bulan"));
        assert!(!is_said(None, "orang"), "an own measure has its own unit");
    }

    #[test]
    fn the_next_line_follows_what_is_filled() {
        let mut content = Content::default();
        assert_eq!(next(&content).unwrap().field, "title");
        content.title = "Judul".to_owned();
        assert_eq!(next(&content).unwrap().field, "problem");
    }
}
