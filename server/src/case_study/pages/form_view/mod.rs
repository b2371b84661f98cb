//! The form as its template draws it: parts with headings, each a list of questions with what was answered and what is
//! wrong. Both depths are made of the same questions.

mod item;
mod rows;

pub use item::{Cell, Choice, Group, Item, Part, Question, Row};

use crate::app::App;
use crate::case_study::content::{Content, SECTIONS, STAGES};
use crate::case_study::difference::label;
use crate::case_study::fields::{FORMS, INITIATORS, KINDS};
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
}
