//! From what a form sent to the document. A form names the fields it carries; what it does not carry keeps its value, so
//! that the short form loses nothing that the long one holds.

use super::content::{Agency, Content, Measured, Money, SECTIONS, STAGES, Step, Value};
use crate::format;
use crate::web::forms::{Posted, line, text};

/// Name of the hidden list of fields that a form carries.
pub const CARRIED: &str = "fields";

/// The fields of the short form.
pub const SHORT: &str = "title summary sector indicators problem action outcome result photos visibility change_note";

/// The fields of the long form beside the sections of text.
const LONG: &str = "title summary sector indicators duties steps results stage trial_started applied_since initiator kind \
    form money agencies contact video products photos files partners visibility change_note";

/// The fields of the long form.
pub fn long() -> String {
    SECTIONS.iter().fold(LONG.to_owned(), |list, section| format!("{list} {}", section.field))
}

/// Who had the idea.
pub const INITIATORS: [(&str, &str); 2] = [("asn", "ASN"), ("masyarakat", "Masyarakat")];
/// With or without a machine.
pub const KINDS: [(&str, &str); 2] = [("digital", "Digital"), ("nondigital", "Nondigital")];
/// The forms of the innovation index.
pub const FORMS: [(&str, &str); 3] =
    [("tata-kelola", "Tata kelola"), ("pelayanan-publik", "Pelayanan publik"), ("lainnya", "Bentuk lain")];
/// Where a figure was counted.
pub const LEVELS: [&str; 4] = ["RW", "Desa/kelurahan", "Kecamatan", "Kelompok"];

/// Puts what a form carries into the document.
pub fn apply(posted: &Posted, content: &mut Content) {
    for field in posted.get(CARRIED).split_whitespace() {
        apply_field(posted, field, content);
    }
}

fn apply_field(posted: &Posted, field: &str, content: &mut Content) {
    if let Some(section) = SECTIONS.iter().find(|section| section.field == field) {
        *(section.get_mut)(content) = text(posted.get(field));
        return;
    }
    match field {
        "title" => content.title = line(posted.get(field)),
        "summary" => content.summary = text(posted.get(field)),
        "sector" => content.sector = optional(posted.get(field)),
        "indicators" => content.indicators = ticked(posted, field),
        "duties" => content.duties = ticked(posted, field),
        "steps" => content.steps = steps(posted),
        "results" => {
            content.results = posted
                .rows(field)
                .into_iter()
                .map(|row| result(posted, row, Measured::default()))
                .filter(is_said)
                .collect();
        }
        "result" => first_result(posted, content),
        "stage" => content.stage = known(posted.get(field), &STAGES),
        "trial_started" => content.trial_started = optional(&month(posted.get(field))),
        "applied_since" => content.applied_since = optional(&month(posted.get(field))),
        "initiator" => content.initiator = known(posted.get(field), &INITIATORS),
        "kind" => content.kind = known(posted.get(field), &KINDS),
        "form" => content.form = known(posted.get(field), &FORMS),
        "money" => content.money = money(posted),
        "agencies" => content.agencies = agencies(posted),
        "change_note" => content.change_note = line(posted.get(field)),
        "contact" => content.contact = line(posted.get(field)),
        "video" => content.video = line(posted.get(field)),
        "products" => {
            let rows = posted.rows(field).into_iter().map(|row| line(posted.get(&format!("products.{row}"))));
            content.products = rows.filter(|product| !product.is_empty()).collect();
        }
        "partners" => {
            let rows = posted.rows(field).into_iter().map(|row| line(posted.get(&format!("partners.{row}"))));
            content.partners = rows.filter(|partner| !partner.is_empty()).collect();
        }
        "photos" => captions(posted, content),
        "files" => file_titles(posted, content),
        _ => {}
    }
}

/// A document from elsewhere (an import, a text kept in a browser), its texts as people meant them.
pub fn cleaned(mut content: Content) -> Content {
    content.title = line(&content.title);
    content.summary = text(&content.summary);
    for section in SECTIONS {
        let value = (section.get_mut)(&mut content);
        *value = text(value);
    }
    let mut lines: Vec<&mut String> = vec![&mut content.contact, &mut content.video, &mut content.change_note];
    lines.extend(content.products.iter_mut().chain(content.partners.iter_mut()));
    lines.extend(content.indicators.iter_mut().chain(content.duties.iter_mut()).chain(content.sector.iter_mut()));
    for row in &mut content.results {
        lines.extend([&mut row.name, &mut row.unit, &mut row.level, &mut row.source, &mut row.measured_by]);
        lines.extend(row.values.iter_mut().flat_map(|value| [&mut value.period, &mut value.value]));
    }
    for step in &mut content.steps {
        step.text = text(&step.text);
        lines.extend(step.date.iter_mut());
    }
    lines.extend(content.money.iter_mut().flat_map(|row| [&mut row.source, &mut row.amount, &mut row.year]));
    lines.extend(content.agencies.iter_mut().flat_map(|row| [&mut row.name, &mut row.part, &mut row.paper]));
    lines.extend(content.photos.iter_mut().flat_map(|photo| [&mut photo.alt, &mut photo.caption]));
    lines.extend(content.files.iter_mut().map(|file| &mut file.title));
    for piece in &mut content.unplaced {
        piece.text = text(&piece.text);
        lines.push(&mut piece.heading);
    }
    for value in lines {
        *value = line(value);
    }
    content
}

fn optional(typed: &str) -> Option<String> {
    Some(line(typed)).filter(|word| !word.is_empty())
}

fn known<const N: usize>(typed: &str, words: &[(&str, &str); N]) -> Option<String> {
    words.iter().find(|(slug, _)| *slug == typed).map(|(slug, _)| (*slug).to_owned())
}

fn ticked(posted: &Posted, field: &str) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for slug in posted.all(field).map(line).filter(|slug| !slug.is_empty()) {
        if !slugs.contains(&slug) {
            slugs.push(slug);
        }
    }
    slugs
}

fn steps(posted: &Posted) -> Vec<Step> {
    let rows = posted.rows("steps").into_iter().map(|row| Step {
        text: text(posted.get(&format!("steps.{row}.text"))),
        date: optional(posted.get(&format!("steps.{row}.date"))),
    });
    rows.filter(|step| !step.text.is_empty() || step.date.is_some()).collect()
}

fn money(posted: &Posted) -> Vec<Money> {
    let get = |row: usize, name: &str| line(posted.get(&format!("money.{row}.{name}")));
    let rows = posted.rows("money").into_iter().map(|row| Money {
        source: get(row, "source"),
        amount: number(&get(row, "amount")),
        year: get(row, "year"),
    });
    rows.filter(|row| *row != Money::default()).collect()
}

fn agencies(posted: &Posted) -> Vec<Agency> {
    let get = |row: usize, name: &str| line(posted.get(&format!("agencies.{row}.{name}")));
    let rows = posted.rows("agencies").into_iter().map(|row| Agency {
        name: get(row, "name"),
        part: get(row, "part"),
        paper: get(row, "paper"),
    });
    rows.filter(|row| *row != Agency::default()).collect()
}

/// A number as exact text; what is none stays as it was typed, and is pointed out beside its field.
fn number(typed: &str) -> String {
    format::parse_decimal(typed).unwrap_or_else(|| typed.to_owned())
}

/// One row of results over what was there: the short form carries only some of its fields.
fn result(posted: &Posted, row: usize, mut known: Measured) -> Measured {
    let name = |field: &str| format!("results.{row}.{field}");
    let set = |field: &str, value: &mut String| {
        if let Some(typed) = posted.find(&name(field)) {
            *value = line(typed);
        }
    };
    set("name", &mut known.name);
    set("unit", &mut known.unit);
    set("level", &mut known.level);
    set("source", &mut known.source);
    set("measured_by", &mut known.measured_by);
    if let Some(slug) = posted.find(&name("measure")) {
        known.measure = optional(slug);
    }
    known.estimate = posted.find(&name("estimate")).is_some();
    let rows = posted.rows(&name("values")).into_iter().map(|value| Value {
        period: line(posted.get(&format!("results.{row}.values.{value}.period"))),
        value: number(&line(posted.get(&format!("results.{row}.values.{value}.value")))),
    });
    known.values = rows.filter(|value| *value != Value::default()).collect();
    known
}

fn is_said(row: &Measured) -> bool {
    *row != Measured { estimate: row.estimate, ..Measured::default() }
}

fn first_result(posted: &Posted, content: &mut Content) {
    if !posted.rows("results").contains(&0) {
        return;
    }
    let known = content.results.first().cloned().unwrap_or_default();
    let first = result(posted, 0, known);
    match (content.results.is_empty(), is_said(&first)) {
        (true, true) => content.results.push(first),
        (false, true) => content.results[0] = first,
        (false, false) => drop(content.results.remove(0)),
        (true, false) => {}
    }
}

/// Descriptions and order of the photos that the document has; photos come and go by their own forms.
fn captions(posted: &Posted, content: &mut Content) {
    for row in posted.rows("photos") {
        let get = |name: &str| posted.find(&format!("photos.{row}.{name}"));
        let id = get("attachment").and_then(|id| id.parse::<i64>().ok());
        let Some(photo) = content.photos.iter_mut().find(|photo| Some(photo.attachment) == id) else {
            continue;
        };
        if let Some(alt) = get("alt") {
            photo.alt = line(alt);
        }
        if let Some(caption) = get("caption") {
            photo.caption = line(caption);
        }
    }
}

/// Titles of the files that the document has; files come and go by their own forms.
fn file_titles(posted: &Posted, content: &mut Content) {
    for row in posted.rows("files") {
        let get = |name: &str| posted.find(&format!("files.{row}.{name}"));
        let id = get("file").and_then(|id| id.parse::<i64>().ok());
        if let (Some(file), Some(title)) = (content.files.iter_mut().find(|file| Some(file.file) == id), get("title")) {
            file.title = line(title);
        }
    }
}

/// "2025-03" from "2025-03", "03/2025" or "Maret 2025"; other words stay as they were typed.
fn month(typed: &str) -> String {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"];
    let typed = line(typed);
    let words: Vec<&str> = typed.split(['-', '/', '.', ' ']).filter(|word| !word.is_empty()).collect();
    let year = words.iter().find(|word| word.len() == 4).and_then(|word| word.parse::<u32>().ok());
    let month = words.iter().find(|word| word.len() != 4 || word.parse::<u32>().is_err()).and_then(|word| {
        let start: String = word.to_lowercase().chars().take(3).collect();
        word.parse::<usize>().ok().or_else(|| NAMES.iter().position(|name| *name == start).map(|index| index + 1))
    });
    match (words.len(), year, month) {
        (2, Some(year), Some(month @ 1..=12)) => format!("{year}-{month:02}"),
        _ => typed,
    }
}

/// True for a month as the document holds it.
pub fn is_month(text: &str) -> bool {
    let (year, month) = text.split_once('-').unwrap_or_default();
    year.len() == 4 && year.parse::<u32>().is_ok() && month.len() == 2 && matches!(month.parse::<u32>(), Ok(1..=12))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn what_a_form_does_not_carry_keeps_its_value() {
        let mut content =
            Content { title: "Lama".to_owned(), lessons: "Botol berlumut".to_owned(), ..Content::default() };
        apply(&posted(&[("fields", SHORT), ("title", " Baru\u{7}\u{202e} \n judul ")]), &mut content);
        assert_eq!(content.title, "Baru judul");
        assert_eq!(content.lessons, "Botol berlumut");
    }

    #[test]
    fn the_short_form_changes_the_first_result_only_and_keeps_its_details() {
        let mut content = Content {
            results: vec![
                Measured { name: "Panen".to_owned(), level: "Kelompok".to_owned(), ..Measured::default() },
                Measured { name: "Air".to_owned(), ..Measured::default() },
            ],
            ..Content::default()
        };
        apply(
            &posted(&[
                ("fields", SHORT),
                ("results.0.name", "Panen per musim"),
                ("results.0.values.0.value", "3,1"),
                ("results.0.values.1.value", "4,9"),
                ("results.0.values.2.value", ""),
            ]),
            &mut content,
        );
        assert_eq!(content.results.len(), 2);
        assert_eq!(content.results[0].name, "Panen per musim");
        assert_eq!(content.results[0].level, "Kelompok");
        assert_eq!(
            content.results[0].values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>(),
            ["3.1", "4.9"]
        );
        assert_eq!(content.results[1].name, "Air");
    }

    #[test]
    fn blank_rows_vanish_and_words_that_are_no_numbers_stay() {
        let mut content = Content::default();
        apply(
            &posted(&[
                ("fields", "money steps"),
                ("money.0.source", ""),
                ("money.3.source", "APBDes"),
                ("money.3.amount", "kira-kira banyak"),
                ("money.7.amount", "Rp 15.000.000"),
                ("money.999999.amount", "1"),
                ("steps.1.text", "Mendata petak"),
            ]),
            &mut content,
        );
        assert_eq!(content.money.len(), 2);
        assert_eq!(content.money[0].amount, "kira-kira banyak");
        assert_eq!(content.money[1].amount, "15000000");
        assert_eq!(content.steps.len(), 1);
    }

    #[test]
    fn months_are_read_in_three_ways() {
        for typed in ["2025-03", "03/2025", "Maret 2025", "mar 2025"] {
            assert_eq!(month(typed), "2025-03", "{typed}");
        }
        assert_eq!(month("tahun lalu"), "tahun lalu");
        assert!(is_month("2025-03") && !is_month("2025-13") && !is_month("tahun lalu"));
    }
}
