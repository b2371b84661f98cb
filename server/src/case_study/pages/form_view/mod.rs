//! The form as its template draws it: parts with headings, each a list of questions with what was answered and what is
//! wrong. Both depths are made of the same questions.

mod item;
mod rows;

pub use item::{Cell, Choice, Group, Item, Part, Question, Row};

use super::advice::{OBLIGATORY, filled};
use crate::app::App;
use crate::case_study::content::{Content, SECTIONS, STAGES};
use crate::case_study::difference::label;
use crate::case_study::fields::{FORMS, INITIATORS, KINDS};
use crate::case_study::hints::{self, Hint};
use crate::case_study::{criteria, examples};
use crate::catalogue::Catalogue;
use crate::config::Limits;
use crate::error::Problems;
use crate::format;

struct Maker<'a> {
    content: &'a Content,
    problems: &'a Problems,
    catalogue: &'a Catalogue,
    limits: &'a Limits,
    more: &'a str,
    full: bool,
    hints: Vec<Hint>,
    filled: Vec<&'static str>,
}

/// The form of one depth.
pub struct FormView {
    /// The parts in the order they are asked.
    pub parts: Vec<Part>,
    /// What is asked last, beside the button that publishes.
    pub closing: Vec<Item>,
}

/// The form. `more` names the group that gets further empty rows.
pub fn form_view(
    app: &App,
    catalogue: &Catalogue,
    content: &Content,
    problems: &Problems,
    full: bool,
    more: &str,
) -> FormView {
    let limits = &app.config.limits;
    let hints = hints::of(content, catalogue, limits, full);
    let maker = Maker { content, problems, catalogue, limits, more, full, hints, filled: filled(content) };
    if full {
        FormView { parts: maker.long(), closing: Vec::new() }
    } else {
        FormView { parts: maker.short(), closing: vec![maker.summary()] }
    }
}

impl Maker<'_> {
    /// One question a screen.
    fn short(&self) -> Vec<Part> {
        vec![
            self.part("judul", "Apa judulnya?", &["title"], vec![self.quietly(self.title())]),
            self.part("masalah", "Apa masalahnya?", &["problem"], vec![self.quietly(self.section("problem"))]),
            self.part(
                "tindakan",
                "Apa yang Bapak/Ibu lakukan?",
                &["action"],
                vec![self.quietly(self.section("action"))],
            ),
            self.part(
                "hasil",
                "Apa hasilnya?",
                &["outcome", "results"],
                vec![self.quietly(self.section("outcome")), Item::Rows(self.results())],
            ),
            self.part(
                "bidang",
                "Bidang dan indikatornya?",
                &["sector", "indicators"],
                vec![self.sector(), self.indicators()],
            ),
        ]
    }

    fn long(&self) -> Vec<Part> {
        vec![
            self.part(
                "pokok",
                "Pokok",
                &["title", "summary", "sector", "indicators", "duties"],
                vec![self.title(), self.summary(), self.sector(), self.indicators(), self.duties()],
            ),
            self.part(
                "cerita",
                "Masalah dan tindakan",
                &["problem", "action", "steps"],
                vec![self.section("problem"), self.section("action"), Item::Rows(self.steps())],
            ),
            self.part(
                "hasil",
                "Hasil",
                &["outcome", "results", "beneficiaries", "usage"],
                vec![
                    self.section("outcome"),
                    Item::Rows(self.results()),
                    self.section("beneficiaries"),
                    self.section("usage"),
                ],
            ),
            self.part(
                "inovasi",
                "Tahap dan kebaruan",
                &["stage", "trial_started", "applied_since", "novelty", "origin", "initiator", "kind", "form"],
                vec![
                    self.choice("stage", &STAGES),
                    self.line("trial_started", "Mulai uji coba", "Bulan dan tahun, misalnya Maret 2024."),
                    self.line("applied_since", "Diterapkan sejak", "Bulan dan tahun, misalnya Januari 2025."),
                    self.section("novelty"),
                    self.section("origin"),
                    self.choice("initiator", &INITIATORS),
                    self.choice("kind", &KINDS),
                    self.choice("form", &FORMS),
                ],
            ),
            self.part(
                "adaptasi",
                "Bila meniru praktik kecamatan lain",
                &["kept", "changed", "dropped"],
                vec![self.section("kept"), self.section("changed"), self.section("dropped")],
            ),
            self.part(
                "sumber-daya",
                "Biaya, orang, alat",
                &["money", "people", "tools", "time"],
                vec![Item::Rows(self.money()), self.section("people"), self.section("tools"), self.section("time")],
            ),
            self.part(
                "pihak",
                "Dasar hukum dan pihak",
                &["legal_basis", "agencies", "partners"],
                vec![self.section("legal_basis"), Item::Rows(self.agencies()), Item::Rows(self.partners())],
            ),
            self.part(
                "pelajaran",
                "Pelajaran",
                &["conditions", "lessons", "continuity", "advice"],
                vec![
                    self.section("conditions"),
                    self.section("lessons"),
                    self.section("continuity"),
                    self.section("advice"),
                ],
            ),
            self.part(
                "lain",
                "Kontak dan tambahan",
                &["contact", "video", "products", "uraian"],
                vec![
                    self.line("contact", "Kontak", "Nomor atau surel kantor, bukan milik pribadi."),
                    self.line("video", "Tautan video", "Dimulai dengan https://"),
                    Item::Rows(self.products()),
                    self.section("uraian"),
                ],
            ),
        ]
    }

    fn part(&self, id: &'static str, heading: &'static str, fields: &[&'static str], items: Vec<Item>) -> Part {
        let filled = fields.iter().filter(|field| self.filled.contains(field)).count();
        let lacks = |field: &&&str| OBLIGATORY.contains(field) && !self.filled.contains(field);
        let wrong = fields.iter().any(|field| {
            self.problems.iter().any(|(name, _)| name == *field || name.starts_with(&format!("{field}.")))
        });
        let open = fields.iter().any(|field| lacks(&field)) || wrong || self.asks_more(fields);
        Part { id, heading, items, fields: fields.to_vec(), filled, open }
    }

    fn asks_more(&self, fields: &[&str]) -> bool {
        fields.contains(&self.more)
    }

    fn quietly(&self, item: Item) -> Item {
        match item {
            Item::Line(question) => Item::Line(Question { quiet: true, ..question }),
            Item::Area(question) => Item::Area(Question { quiet: true, ..question }),
            other => other,
        }
    }

    fn hints_of(&self, field: &str) -> Vec<Hint> {
        self.hints.iter().filter(|hint| hint.field == field).cloned().collect()
    }

    fn criteria_of(&self, field: &str) -> String {
        if self.full { criteria::of(field) } else { String::new() }
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
            quiet: false,
            example: examples::of(name),
            criteria: self.criteria_of(name),
            hints: self.hints_of(name),
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
        // What a study carries stays its choice, also when new ones no longer get it.
        let sectors = self.catalogue.sectors.iter();
        let sectors = sectors.filter(|sector| sector.retired_at.is_none() || sector.slug == chosen);
        let choices = sectors.map(|sector| Choice {
            value: sector.slug.clone(),
            label: sector.name.clone(),
            chosen: sector.slug == chosen,
        });
        let question = Question { optional: false, ..self.question("sector", "Sektor", chosen, 0) };
        if self.full { Item::Choice(question, choices.collect()) } else { Item::Picks(question, choices.collect()) }
    }

    fn indicators(&self) -> Item {
        let carries = |slug: &String| self.content.indicators.contains(slug);
        let indicators = self.catalogue.indicators.iter();
        let indicators = indicators.filter(|row| row.retired_at.is_none() || carries(&row.slug));
        let choices = indicators.map(|indicator| Choice {
            value: indicator.slug.clone(),
            label: indicator.name.clone(),
            chosen: carries(&indicator.slug),
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
}
