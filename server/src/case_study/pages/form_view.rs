//! The form as its template draws it: parts with headings, each a list of questions with what was answered and what is
//! wrong. Both depths are made of the same questions.

use crate::app::App;
use crate::case_study::content::{Content, Measured, SECTIONS, STAGES};
use crate::case_study::difference::label;
use crate::case_study::fields::{FORMS, INITIATORS, KINDS, LEVELS};
use crate::catalogue::Catalogue;
use crate::config::Limits;
use crate::error::Problems;
use crate::format;

/// Empty rows at the end of a repeated group, for who adds without scripts.
const SPARE_ROWS: usize = 3;

/// A heading with its questions.
pub struct Part {
    pub id: &'static str,
    pub heading: &'static str,
    pub items: Vec<Item>,
}

/// One question.
pub enum Item {
    Line(Question),
    Area(Question),
    Choice(Question, Vec<Choice>),
    Ticks(Question, Vec<Choice>),
    Rows(Group),
}

/// A question with its answer.
pub struct Question {
    pub name: String,
    pub label: &'static str,
    pub hint: String,
    pub value: String,
    pub problem: String,
    pub limit: usize,
    pub kind: &'static str,
    pub optional: bool,
}

/// One of several answers.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Rows of the same questions.
pub struct Group {
    pub name: &'static str,
    pub legend: &'static str,
    pub hint: &'static str,
    pub row_title: &'static str,
    pub add: &'static str,
    pub problem: String,
    pub rows: Vec<Row>,
    pub template: Row,
    pub can_add: bool,
}

/// One row.
pub struct Row {
    pub cells: Vec<Cell>,
    pub estimate: Option<(String, bool)>,
    pub spare: bool,
}

/// One field of a row.
pub struct Cell {
    pub name: String,
    pub label: &'static str,
    pub value: String,
    pub width: &'static str,
    pub problem: String,
    pub numeric: bool,
    pub options: Vec<Choice>,
}

struct Maker<'a> {
    content: &'a Content,
    problems: &'a Problems,
    catalogue: &'a Catalogue,
    limits: &'a Limits,
    more: &'a str,
    full: bool,
}

/// The parts of the form in the order they are asked. `more` names the group that gets further empty rows.
pub fn parts(
    app: &App,
    catalogue: &Catalogue,
    content: &Content,
    problems: &Problems,
    full: bool,
    more: &str,
) -> Vec<Part> {
    let maker = Maker { content, problems, catalogue, limits: &app.config.limits, more, full };
    if full { maker.long() } else { maker.short() }
}

impl Maker<'_> {
    fn short(&self) -> Vec<Part> {
        vec![
            Part {
                id: "pokok",
                heading: "Pokok",
                items: vec![self.title(), self.summary(), self.sector(), self.indicators()],
            },
            Part { id: "cerita", heading: "Cerita", items: vec![self.section("problem"), self.section("action")] },
            Part { id: "hasil", heading: "Hasil", items: vec![self.section("outcome"), Item::Rows(self.results())] },
        ]
    }

    fn long(&self) -> Vec<Part> {
        vec![
            Part {
                id: "pokok",
                heading: "Pokok",
                items: vec![self.title(), self.summary(), self.sector(), self.indicators(), self.duties()],
            },
            Part {
                id: "cerita",
                heading: "Masalah dan tindakan",
                items: vec![self.section("problem"), self.section("action"), Item::Rows(self.steps())],
            },
            Part {
                id: "hasil",
                heading: "Hasil",
                items: vec![
                    self.section("outcome"),
                    Item::Rows(self.results()),
                    self.section("beneficiaries"),
                    self.section("usage"),
                ],
            },
            Part {
                id: "inovasi",
                heading: "Tahap dan kebaruan",
                items: vec![
                    self.choice("stage", &STAGES),
                    self.line("trial_started", "Mulai uji coba", "Bulan dan tahun, misalnya Maret 2024."),
                    self.line("applied_since", "Diterapkan sejak", "Bulan dan tahun, misalnya Januari 2025."),
                    self.section("novelty"),
                    self.section("origin"),
                    self.choice("initiator", &INITIATORS),
                    self.choice("kind", &KINDS),
                    self.choice("form", &FORMS),
                ],
            },
            Part {
                id: "sumber-daya",
                heading: "Biaya, orang, alat",
                items: vec![
                    Item::Rows(self.money()),
                    self.section("people"),
                    self.section("tools"),
                    self.section("time"),
                ],
            },
            Part {
                id: "pihak",
                heading: "Dasar hukum dan pihak",
                items: vec![self.section("legal_basis"), Item::Rows(self.agencies())],
            },
            Part {
                id: "pelajaran",
                heading: "Pelajaran",
                items: vec![
                    self.section("conditions"),
                    self.section("lessons"),
                    self.section("continuity"),
                    self.section("advice"),
                ],
            },
            Part {
                id: "lain",
                heading: "Kontak dan tambahan",
                items: vec![
                    self.line("contact", "Kontak", "Nomor atau surel kantor, bukan milik pribadi."),
                    self.line("video", "Tautan video", "Dimulai dengan https://"),
                    Item::Rows(self.products()),
                    self.section("uraian"),
                ],
            },
        ]
    }

    fn question(&self, name: &str, label: &'static str, value: &str, limit: usize) -> Question {
        Question {
            name: name.to_owned(),
            label,
            hint: String::new(),
            value: value.to_owned(),
            problem: self.problem(name),
            limit,
            kind: "text",
            optional: true,
        }
    }

    fn problem(&self, name: &str) -> String {
        self.problems.of(name).unwrap_or_default().to_owned()
    }

    fn title(&self) -> Item {
        let question = self.question("title", "Judul", &self.content.title, self.limits.title_chars);
        Item::Line(Question {
            hint:
                "Apa yang dilakukan dan untuk siapa, misalnya: Irigasi tetes dari botol bekas untuk kebun cabai warga."
                    .to_owned(),
            kind: "title",
            optional: false,
            ..question
        })
    }

    fn summary(&self) -> Item {
        let words = self.content.summary.split_whitespace().count();
        let aim = self.limits.summary_words;
        let now = if words == 0 {
            String::new()
        } else {
            format!(" Sekarang {} kata.", format::integer(i64::try_from(words).unwrap_or(0)))
        };
        let question = self.question("summary", "Ringkasan", &self.content.summary, self.limits.section_chars);
        Item::Area(Question {
            hint: format!("Sekitar {aim} kata: masalah, yang dilakukan, hasilnya.{now}"),
            optional: false,
            ..question
        })
    }

    fn sector(&self) -> Item {
        let chosen = self.content.sector.as_deref().unwrap_or_default();
        let choices = self.catalogue.sectors.iter().map(|sector| Choice {
            value: sector.slug.clone(),
            label: sector.name.clone(),
            chosen: sector.slug == chosen,
        });
        let question = Question { optional: false, ..self.question("sector", "Sektor", chosen, 0) };
        Item::Choice(question, choices.collect())
    }

    fn indicators(&self) -> Item {
        let choices = self.catalogue.indicators.iter().map(|indicator| Choice {
            value: indicator.slug.clone(),
            label: indicator.name.clone(),
            chosen: self.content.indicators.contains(&indicator.slug),
        });
        let question = Question {
            hint: "Tidak perlu mengisi angka IPM. Tulis yang diukur di kecamatan, misalnya: anak kembali sekolah 12\u{a0}→\u{a0}47\u{a0}orang."
                .to_owned(),
            optional: false,
            ..self.question("indicators", "Mendukung indikator strategis", "", 0)
        };
        Item::Ticks(question, choices.collect())
    }

    fn duties(&self) -> Item {
        let choices = self.catalogue.duties.iter().map(|duty| Choice {
            value: duty.slug.clone(),
            label: duty.name.clone(),
            chosen: self.content.duties.contains(&duty.slug),
        });
        Item::Ticks(self.question("duties", "Tugas kecamatan", "", 0), choices.collect())
    }

    fn section(&self, field: &'static str) -> Item {
        let Some(section) = SECTIONS.iter().find(|section| section.field == field) else {
            return Item::Area(self.question(field, "", "", 0));
        };
        let question = self.question(field, section.question, (section.get)(self.content), self.limits.section_chars);
        let hint = match field {
            "action" => "Bisa juga didiktekan lewat mikrofon papan ketik.",
            "outcome" => "Berapa sebelumnya, berapa sekarang? Perkiraan boleh, sebutkan dari mana angkanya.",
            _ => "",
        };
        let optional = !matches!(field, "problem" | "action" | "outcome");
        Item::Area(Question { hint: hint.to_owned(), optional, ..question })
    }

    fn line(&self, field: &'static str, label: &'static str, hint: &str) -> Item {
        let value = match field {
            "trial_started" => self.content.trial_started.as_deref().unwrap_or_default(),
            "applied_since" => self.content.applied_since.as_deref().unwrap_or_default(),
            "contact" => &self.content.contact,
            _ => &self.content.video,
        };
        let shown = if crate::case_study::fields::is_month(value) {
            super::view::month_in_words(value)
        } else {
            value.to_owned()
        };
        Item::Line(Question { hint: hint.to_owned(), ..self.question(field, label, &shown, 0) })
    }

    fn choice<const N: usize>(&self, field: &'static str, words: &[(&str, &str); N]) -> Item {
        let chosen = match field {
            "stage" => &self.content.stage,
            "initiator" => &self.content.initiator,
            "kind" => &self.content.kind,
            _ => &self.content.form,
        };
        let choices = words.iter().map(|(slug, name)| Choice {
            value: (*slug).to_owned(),
            label: (*name).to_owned(),
            chosen: chosen.as_deref() == Some(*slug),
        });
        Item::Choice(self.question(field, label(field), "", 0), choices.collect())
    }

    fn cell(&self, name: String, label: &'static str, value: &str, width: &'static str) -> Cell {
        let problem = self.problem(&name);
        Cell { name, label, value: value.to_owned(), width, problem, numeric: false, options: Vec::new() }
    }

    fn number(&self, name: String, label: &'static str, exact: &str, width: &'static str) -> Cell {
        Cell { numeric: true, ..self.cell(name, label, &format::decimal(exact), width) }
    }

    fn spares(&self, group: &str, filled: usize) -> std::ops::Range<usize> {
        let more = if self.more == group { SPARE_ROWS } else { 0 };
        filled..filled + SPARE_ROWS + more
    }

    fn group(
        &self,
        name: &'static str,
        words: [&'static str; 4],
        filled: usize,
        row: impl Fn(&str, Option<usize>) -> Vec<Cell>,
    ) -> Group {
        let [legend, hint, row_title, add] = words;
        let known =
            (0..filled).map(|index| Row { cells: row(&index.to_string(), Some(index)), estimate: None, spare: false });
        let asked = if self.more == name { SPARE_ROWS } else { 1 };
        let spare = self.spares(name, filled).enumerate().map(|(at, index)| Row {
            cells: row(&index.to_string(), None),
            estimate: None,
            spare: at >= asked,
        });
        Group {
            name,
            legend,
            hint,
            row_title,
            add,
            problem: self.problem(name),
            rows: known.chain(spare).collect(),
            template: Row { cells: row("__", None), estimate: None, spare: false },
            can_add: true,
        }
    }

    fn steps(&self) -> Group {
        let words = ["Langkah", "Boleh satu kalimat setiap langkah.", "Langkah", "Tambah langkah"];
        self.group("steps", words, self.content.steps.len(), |row, index| {
            let step = index.map(|index| self.content.steps[index].clone()).unwrap_or_default();
            vec![
                self.cell(format!("steps.{row}.text"), "Yang dilakukan", &step.text, "w9"),
                self.cell(format!("steps.{row}.date"), "Waktu", step.date.as_deref().unwrap_or_default(), "w3"),
            ]
        })
    }

    fn money(&self) -> Group {
        let words = ["Biaya", "Dari mana dananya, berapa, tahun berapa.", "Sumber dana", "Tambah sumber dana"];
        self.group("money", words, self.content.money.len(), |row, index| {
            let money = index.map(|index| self.content.money[index].clone()).unwrap_or_default();
            vec![
                self.cell(format!("money.{row}.source"), "Sumber", &money.source, "w6"),
                self.number(format!("money.{row}.amount"), "Jumlah (Rp)", &money.amount, "w3"),
                self.cell(format!("money.{row}.year"), "Tahun", &money.year, "w3"),
            ]
        })
    }

    fn agencies(&self) -> Group {
        let words = [
            "Yang terlibat",
            "Forkopimcam, Puskesmas, UPTD, KUA, BPP, PLKB, PKK, TPPS, BUM Desa, usaha, akademisi, komunitas, media.",
            "Pihak",
            "Tambah pihak",
        ];
        self.group("agencies", words, self.content.agencies.len(), |row, index| {
            let agency = index.map(|index| self.content.agencies[index].clone()).unwrap_or_default();
            vec![
                self.cell(format!("agencies.{row}.name"), "Nama", &agency.name, "w4"),
                self.cell(format!("agencies.{row}.part"), "Peran", &agency.part, "w4"),
                self.cell(format!("agencies.{row}.paper"), "Dasar (surat, kesepakatan)", &agency.paper, "w4"),
            ]
        })
    }

    fn products(&self) -> Group {
        let words = ["Produk unggulan", "Produk yang berkaitan dengan praktik ini.", "Produk", "Tambah produk"];
        self.group("products", words, self.content.products.len(), |row, index| {
            let product = index.map(|index| self.content.products[index].clone()).unwrap_or_default();
            vec![self.cell(format!("products.{row}"), "Nama produk", &product, "w9")]
        })
    }

    fn results(&self) -> Group {
        let words = [
            "Angka sebelum dan sesudah",
            "Yang diukur di kecamatan, misalnya: anak kembali sekolah 12\u{a0}→\u{a0}47\u{a0}orang.",
            "Hasil",
            "Tambah angka sebelum dan sesudah",
        ];
        let filled = if self.full { self.content.results.len() } else { self.content.results.len().min(1) };
        let row = |row: &str, index: Option<usize>| {
            let measured = index.map(|index| self.content.results[index].clone()).unwrap_or_default();
            self.result(row, &measured)
        };
        let mut group = self.group("results", words, filled, row);
        for (index, row) in group.rows.iter_mut().enumerate() {
            let checked = self.content.results.get(index).is_some_and(|row| row.estimate) && index < filled;
            row.estimate = Some((format!("results.{index}.estimate"), checked));
        }
        group.template.estimate = Some(("results.__.estimate".to_owned(), false));
        if !self.full {
            group.rows.truncate(1);
            group.can_add = false;
        }
        group
    }

    fn result(&self, row: &str, measured: &Measured) -> Vec<Cell> {
        let name = |field: &str| format!("results.{row}.{field}");
        let mut cells = Vec::new();
        if self.full {
            cells.push(Cell {
                options: self.measures(measured),
                ..self.cell(name("measure"), "Ukuran di kecamatan", "", "w12")
            });
        }
        cells.push(self.cell(name("name"), "Yang diukur", &measured.name, "w8"));
        cells.push(self.cell(name("unit"), "Satuan", &measured.unit, "w4"));
        let spare = usize::from(self.full && measured.values.len() >= 2);
        for at in 0..measured.values.len().max(2) + spare {
            let value = measured.values.get(at).cloned().unwrap_or_default();
            let (number, period) = match at {
                0 => ("Sebelum", "Tahun/bulan"),
                1 if measured.values.len() <= 2 => ("Sesudah", "Tahun/bulan"),
                _ => ("Angka", "Tahun/bulan"),
            };
            cells.push(self.number(name(&format!("values.{at}.value")), number, &value.value, "w3 half"));
            cells.push(self.cell(name(&format!("values.{at}.period")), period, &value.period, "w3 half"));
        }
        cells.push(self.cell(
            name("source"),
            "Dari mana angkanya",
            &measured.source,
            if self.full { "w4" } else { "w12" },
        ));
        if self.full {
            cells.push(self.cell(name("measured_by"), "Siapa yang mengukur", &measured.measured_by, "w4"));
            let options = LEVELS.iter().map(|level| Choice {
                value: (*level).to_owned(),
                label: (*level).to_owned(),
                chosen: measured.level == *level,
            });
            cells.push(Cell { options: options.collect(), ..self.cell(name("level"), "Tingkat", "", "w4") });
        }
        cells
    }

    fn measures(&self, measured: &Measured) -> Vec<Choice> {
        let choices = self.catalogue.measures.iter().map(|measure| Choice {
            value: measure.slug.clone(),
            label: format!("{} ({})", measure.name, measure.unit),
            chosen: measured.measure.as_deref() == Some(measure.slug.as_str()),
        });
        choices.collect()
    }
}
