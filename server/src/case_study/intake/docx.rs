//! The blocks of a DOCX: headings, paragraphs with bold and italic, lists, tables. Read event by event within limits;
//! nothing outside the file is followed.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Block, Source};
use crate::attachment::kind::FileKind;
use crate::attachment::package::Package;
use crate::attachment::text::known_entity;

/// A report has fewer blocks.
const MAX_BLOCKS: usize = 5_000;

/// A report has fewer characters.
const MAX_CHARS: usize = 400_000;

pub(super) fn read(bytes: &[u8]) -> Result<Source, String> {
    match FileKind::of(bytes)? {
        FileKind::Docx => {}
        _ => return Err("Naskah dibaca dari DOCX. Berkas lain dapat dilampirkan di bagian Berkas.".to_owned()),
    }
    let mut package = Package::open(bytes)?;
    let pictures = package.names().filter(|name| name.starts_with("word/media/")).count();
    let styles = package.part("word/styles.xml").map(|xml| heading_styles(&xml)).unwrap_or_default();
    let numbered = package.part("word/numbering.xml").map(|xml| numbered_lists(&xml)).unwrap_or_default();
    let blocks = Reading { styles, numbered, ..Reading::default() }.read(&package.part("word/document.xml")?)?;
    if blocks.is_empty() {
        return Err("Tidak ada tulisan yang terbaca di berkas ini. Mungkin isinya hanya gambar.".to_owned());
    }
    Ok(Source { blocks, pictures })
}

#[derive(Default)]
struct Reading {
    styles: HashMap<String, bool>,
    numbered: HashMap<String, bool>,
    blocks: Vec<Block>,
    chars: usize,
    paragraph: Paragraph,
    run: Run,
    in_text: bool,
    table: Option<Vec<Vec<String>>>,
    depth: usize,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    heading: bool,
    list: Option<bool>,
    all_bold: bool,
    has_text: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
struct Run {
    bold: bool,
    italic: bool,
}

impl Reading {
    fn read(mut self, xml: &[u8]) -> Result<Vec<Block>, String> {
        let unreadable = |_| "Isi berkas ini tidak terbaca.".to_owned();
        let mut reader = Reader::from_reader(xml);
        reader.config_mut().check_end_names = false;
        loop {
            match reader.read_event().map_err(unreadable)? {
                Event::Start(tag) => self.start(&tag),
                Event::Empty(tag) => {
                    self.start(&tag);
                    self.end(tag.local_name().as_ref());
                }
                Event::End(tag) => self.end(tag.local_name().as_ref()),
                Event::Text(text) if self.in_text => {
                    let text = text.decode().map_err(|_| "Isi berkas ini tidak terbaca.".to_owned())?;
                    self.push(&text);
                }
                Event::GeneralRef(name) if self.in_text => self.push(known_entity(&name)),
                Event::Eof => break,
                _ => {}
            }
            if self.blocks.len() > MAX_BLOCKS || self.chars > MAX_CHARS {
                return Err("Naskah ini terlalu panjang untuk dibagi sendiri. Ambil bagian yang menceritakan praktiknya, lalu coba lagi.".to_owned());
            }
        }
        Ok(self.blocks)
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            b"p" if self.depth == 0 => self.paragraph = Paragraph { all_bold: true, ..Paragraph::default() },
            b"pStyle" => {
                let style = value(tag);
                self.paragraph.heading = self.styles.get(&style).copied().unwrap_or_else(|| is_heading_name(&style));
            }
            b"numId" => {
                let list = value(tag);
                if list != "0" {
                    self.paragraph.list = Some(self.numbered.get(&list).copied().unwrap_or(false));
                }
            }
            b"r" => self.run = Run::default(),
            b"b" => self.run.bold = is_on(tag),
            b"i" => self.run.italic = is_on(tag),
            b"t" => self.in_text = true,
            b"br" | b"cr" | b"tab" => self.push(" "),
            b"tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.table = Some(Vec::new());
                }
            }
            b"tr" => {
                if let Some(table) = self.table.as_mut().filter(|_| self.depth == 1) {
                    table.push(Vec::new());
                }
            }
            b"tc" => {
                if let Some(row) = self.table.as_mut().filter(|_| self.depth == 1).and_then(|table| table.last_mut()) {
                    row.push(String::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"t" => self.in_text = false,
            b"p" if self.depth == 0 => self.close_paragraph(),
            b"p" => self.push(" "),
            b"tbl" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.close_table();
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        self.chars += text.chars().count();
        if let Some(table) = &mut self.table {
            if let Some(cell) = table.last_mut().and_then(|row| row.last_mut()) {
                cell.push_str(text);
            }
            return;
        }
        if text.trim().is_empty() {
            self.paragraph.text.push_str(text);
            return;
        }
        self.paragraph.has_text = true;
        self.paragraph.all_bold &= self.run.bold;
        let mark = match (self.run.bold, self.run.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
        let joined = format!("{}{mark}{}{mark}{}", &text[..start], &text[start..end], &text[end..]);
        self.paragraph.text.push_str(&joined);
    }

    fn close_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if !paragraph.has_text {
            return;
        }
        let text = joined_runs(&paragraph.text);
        let plain: String = text.chars().filter(|letter| *letter != '*').collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let stands_out = paragraph.all_bold || !plain.chars().any(char::is_lowercase);
        let reads_like_one = plain.chars().count() <= 100 && !plain.ends_with(['.', ',', ';']);
        self.blocks.push(match paragraph {
            Paragraph { heading: true, .. } => Block::Heading(plain),
            Paragraph { list: None, .. } if stands_out && reads_like_one => {
                Block::Heading(plain.trim_end_matches(':').to_owned())
            }
            Paragraph { list: Some(numbered), .. } => Block::Item(text, numbered),
            _ => Block::Text(text),
        });
    }

    fn close_table(&mut self) {
        let Some(table) = self.table.take() else {
            return;
        };
        let rows: Vec<Vec<String>> = table
            .into_iter()
            .map(|row| {
                row.into_iter()
                    .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "/"))
                    .collect()
            })
            .filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        let Some(first) = rows.first() else {
            return;
        };
        let width = rows.iter().map(Vec::len).max().unwrap_or(1);
        if width == 1 {
            self.blocks.extend(rows.iter().map(|row| Block::Text(row[0].clone())));
            return;
        }
        let line = |row: &[String]| {
            let cells = (0..width).map(|at| row.get(at).map_or("", String::as_str));
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut lines = vec![line(first), format!("|{}", " --- |".repeat(width))];
        lines.extend(rows.iter().skip(1).map(|row| line(row)));
        self.blocks.push(Block::Text(lines.join("\n")));
    }
}

/// Neighbouring runs of one style are one: "**Kead****aan**" is "**Keadaan**".
fn joined_runs(text: &str) -> String {
    let mut out = text.to_owned();
    for mark in ["***", "**", "*"] {
        let doubled = format!("{mark}{mark}");
        if mark.len() > 1 || !out.contains("**") {
            out = out.replace(&doubled, "");
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn value(tag: &BytesStart<'_>) -> String {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == b"val");
    found.map_or_else(String::new, |attribute| String::from_utf8_lossy(&attribute.value).into_owned())
}

fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(value(tag).as_str(), "0" | "false" | "none")
}

fn is_heading_name(name: &str) -> bool {
    let lower = name.to_lowercase().replace(' ', "");
    ["heading", "judul", "title", "subtitle"].iter().any(|known| lower.starts_with(known))
}

/// Which styles are headings, by id.
fn heading_styles(xml: &[u8]) -> HashMap<String, bool> {
    let mut styles = HashMap::new();
    let mut reader = Reader::from_reader(xml);
    let mut id = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == b"style" => {
                let found =
                    tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == b"styleId");
                id = found.map_or_else(String::new, |attribute| String::from_utf8_lossy(&attribute.value).into_owned());
                styles.insert(id.clone(), false);
            }
            Event::Empty(tag) if tag.local_name().as_ref() == b"name" && is_heading_name(&value(&tag)) => {
                styles.insert(id.clone(), true);
            }
            Event::Empty(tag) if tag.local_name().as_ref() == b"outlineLvl" => {
                styles.insert(id.clone(), true);
            }
            Event::Eof => break,
            _ => {}
        }
        if styles.len() > MAX_BLOCKS {
            break;
        }
    }
    styles
}

/// Which lists are numbered, by their number.
fn numbered_lists(xml: &[u8]) -> HashMap<String, bool> {
    let mut formats: HashMap<String, bool> = HashMap::new();
    let mut lists = HashMap::new();
    let (mut definition, mut list) = (String::new(), String::new());
    let mut reader = Reader::from_reader(xml);
    let id = |tag: &BytesStart<'_>, name: &[u8]| {
        let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
        found.map_or_else(String::new, |attribute| String::from_utf8_lossy(&attribute.value).into_owned())
    };
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == b"abstractNum" => definition = id(&tag, b"abstractNumId"),
            Event::Empty(tag) if tag.local_name().as_ref() == b"numFmt" => {
                let numbered = !matches!(value(&tag).as_str(), "bullet" | "none");
                formats.entry(definition.clone()).or_insert(numbered);
            }
            Event::Start(tag) if tag.local_name().as_ref() == b"num" => list = id(&tag, b"numId"),
            Event::Empty(tag) if tag.local_name().as_ref() == b"abstractNumId" => {
                lists.insert(list.clone(), formats.get(&value(&tag)).copied().unwrap_or(false));
            }
            Event::Eof => break,
            _ => {}
        }
        if lists.len() > MAX_BLOCKS || formats.len() > MAX_BLOCKS {
            break;
        }
    }
    lists
}
