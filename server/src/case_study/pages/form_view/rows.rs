//! Questions that are asked in rows: steps, figures, money, agencies, products.

use super::{Cell, Choice, Group, Maker, Row};
use crate::case_study::content::Measured;
use crate::case_study::fields::LEVELS;
use crate::case_study::reading;
use crate::format;

/// Empty rows at the end of a repeated group, for who adds without scripts.
const SPARE_ROWS: usize = 3;

impl Maker<'_> {
    fn cell(&self, name: String, label: &'static str, value: &str, width: &'static str) -> Cell {
        let problem = self.problem(&name);
        Cell {
            name,
            label,
            value: value.to_owned(),
            width,
            problem,
            numeric: false,
            hidden: false,
            options: Vec::new(),
        }
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
        let known = (0..filled).map(|index| Row {
            cells: row(&index.to_string(), Some(index)),
            estimate: None,
            read: None,
            spare: false,
        });
        let asked = if self.more == name { SPARE_ROWS } else { 1 };
        let spare = self.spares(name, filled).enumerate().map(|(at, index)| Row {
            cells: row(&index.to_string(), None),
            estimate: None,
            read: None,
            spare: at >= asked,
        });
        Group {
            name,
            legend,
            hint,
            row_title,
            add,
            problem: self.problem(name),
            criteria: self.criteria_of(name),
            hints: self.hints_of(name),
            rows: known.chain(spare).collect(),
            template: Row { cells: row("__", None), estimate: None, read: None, spare: false },
            can_add: true,
        }
    }

    pub(super) fn steps(&self) -> Group {
        let words = ["Langkah", "Boleh satu kalimat setiap langkah.", "Langkah", "Tambah langkah"];
        self.group("steps", words, self.content.steps.len(), |row, index| {
            let step = index.map(|index| self.content.steps[index].clone()).unwrap_or_default();
            vec![
                self.cell(format!("steps.{row}.text"), "Yang dilakukan", &step.text, "w9"),
                self.cell(format!("steps.{row}.date"), "Waktu", step.date.as_deref().unwrap_or_default(), "w3"),
            ]
        })
    }

    pub(super) fn money(&self) -> Group {
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

    pub(super) fn agencies(&self) -> Group {
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

    pub(super) fn products(&self) -> Group {
        let words = ["Produk unggulan", "Produk yang berkaitan dengan praktik ini.", "Produk", "Tambah produk"];
        self.group("products", words, self.content.products.len(), |row, index| {
            let product = index.map(|index| self.content.products[index].clone()).unwrap_or_default();
            vec![self.cell(format!("products.{row}"), "Nama produk", &product, "w9")]
        })
    }

    pub(super) fn partners(&self) -> Group {
        let words = [
            "Ditulis bersama kecamatan lain",
            "Nama kecamatan dan kabupaten/kotanya, misalnya: Cisurupan, Kab. Garut. Kantornya diminta menyetujui sebelum disebut.",
            "Kecamatan",
            "Tambah kecamatan",
        ];
        self.group("partners", words, self.content.partners.len(), |row, index| {
            let partner = index.map(|index| self.content.partners[index].clone()).unwrap_or_default();
            vec![self.cell(format!("partners.{row}"), "Kecamatan", &partner, "w9")]
        })
    }

    pub(super) fn results(&self) -> Group {
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
            let measured = self.content.results.get(index).filter(|_| index < filled);
            let hints = self.hints_of(&format!("results.{index}"));
            let hint = hints.into_iter().map(|hint| hint.sentence).collect::<Vec<_>>().join(" ");
            row.read = Some((
                index.to_string(),
                measured.map(reading::of).unwrap_or_default(),
                if index < filled { hint } else { String::new() },
            ));
        }
        group.template.estimate = Some(("results.__.estimate".to_owned(), false));
        group.template.read = Some(("__".to_owned(), String::new(), String::new()));
        if !self.full {
            group.rows.truncate(1);
            group.can_add = false;
        }
        group
    }

    fn result(&self, row: &str, measured: &Measured) -> Vec<Cell> {
        let name = |field: &str| format!("results.{row}.{field}");
        let mut cells = Vec::new();
        if !self.full {
            let slug = measured.measure.clone().unwrap_or_default();
            cells.push(Cell { hidden: true, ..self.cell(name("measure"), "", &slug, "") });
        }
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
        let carried = measured.measure.as_deref().and_then(|slug| self.catalogue.measure(slug));
        let carried = carried.filter(|carried| self.catalogue.offered_measures().all(|row| row.id != carried.id));
        let choices = self.catalogue.offered_measures().chain(carried).map(|measure| Choice {
            value: measure.slug.clone(),
            label: format!("{} ({})", measure.name, measure.unit),
            chosen: measured.measure.as_deref() == Some(measure.slug.as_str()),
        });
        choices.collect()
    }
}
