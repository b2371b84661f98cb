//! The text of DOCX and PPTX, event by event: nothing outside the file is followed, entities are not resolved.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::attachment::package::Package;

/// The pages of a document as its last editor drew them.
pub(super) fn document(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut package = Package::open(bytes)?;
    let xml = package.part("word/document.xml")?;
    texts(&xml)
}

/// The slides in the order of their numbers.
pub(super) fn slides(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut package = Package::open(bytes)?;
    let mut slides: Vec<(u32, String)> = package
        .names()
        .filter_map(|name| {
            let number = name.strip_prefix("ppt/slides/slide")?.strip_suffix(".xml")?.parse().ok()?;
            Some((number, name.clone()))
        })
        .collect();
    slides.sort_unstable();
    slides.truncate(super::MAX_PAGES);
    slides.into_iter().map(|(_, name)| Ok(texts(&package.part(&name)?)?.join(" "))).collect()
}

fn texts(xml: &[u8]) -> Result<Vec<String>, String> {
    let mut reader = Reader::from_reader(xml);
    let mut pages = vec![String::new()];
    let mut inside = false;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let last = pages.len() - 1;
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == b"t" => inside = true,
            Event::End(tag) => match tag.local_name().as_ref() {
                b"t" => inside = false,
                b"p" | b"tc" => pages[last].push('\n'),
                _ => {}
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                b"lastRenderedPageBreak" => pages.push(String::new()),
                b"br" if tag.attributes().flatten().any(|attribute| *attribute.value == *b"page") => {
                    pages.push(String::new());
                }
                b"br" | b"tab" | b"cr" => pages[last].push(' '),
                _ => {}
            },
            Event::Text(text) if inside => pages[last].push_str(&text.decode().map_err(|error| error.to_string())?),
            Event::GeneralRef(name) if inside => pages[last].push_str(known_entity(&name)),
            Event::Eof => return Ok(pages),
            _ => {}
        }
        if pages.len() > super::MAX_PAGES {
            return Ok(pages);
        }
    }
}

/// The five entities of XML; any other is somebody's trick and stays away.
pub(crate) fn known_entity(name: &[u8]) -> &'static str {
    match name {
        b"amp" => "&",
        b"lt" => "<",
        b"gt" => ">",
        b"quot" => "\"",
        b"apos" => "'",
        _ => " ",
    }
}
