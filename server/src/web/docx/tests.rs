//! The document read back: every part is well-formed, and what people wrote is text and nothing else.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::*;
use crate::web::qr::Qr;

const HOSTILE: [&str; 8] = [
    "=HYPERLINK(\"http://jahat.example\")",
    "</w:t></w:r><w:instrText>INCLUDETEXT \"/etc/passwd\"</w:instrText>",
    "]]><!-- & \"kutip\" 'apostrof' --> <?xml?>",
    "&#0; &amp;amp; %00",
    "Kecamatan 🌾🏽‍🌾 Cibeber",
    "قرية سعيدة",
    "{ MERGEFIELD nama } \\f",
    "a\u{0301}\u{200D}b",
];

/// The parts by name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let part = |number| {
        let mut part = archive.by_index(number).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        (part.name().unwrap().into_owned(), String::from_utf8_lossy(&text).into_owned())
    };
    (0..count).map(part).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(own, _)| own == name).map(|(_, text)| text).unwrap()
}

/// The text of the document, its elements checked on the way.
fn text_of(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut out = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return out,
            Event::Text(text) => out.push_str(&text.decode().unwrap()),
            Event::GeneralRef(name) => {
                let name = name.decode().unwrap();
                out.push_str(&quick_xml::escape::unescape(&format!("&{name};")).unwrap());
            }
            Event::Start(tag) | Event::Empty(tag) => {
                assert_ne!(tag.name().as_ref(), b"w:instrText", "no field");
                if tag.name().as_ref() == b"w:br" {
                    out.push('\n');
                }
            }
            Event::End(tag) if tag.name().as_ref() == b"w:p" => out.push('\n'),
            _ => {}
        }
    }
}

#[test]
fn what_people_wrote_is_text_and_nothing_else() {
    let mut document = Docx::new();
    for words in HOSTILE {
        document.title(words).heading(9, words).paragraph_as(Look::Body, words).footer(words);
        document.table(&[words, "b"], [vec![words]]).fields(&[(words, words)]);
        document.signed(&[words], Qr::png("https://forum.example"), words);
        document.link(words, &format!("https://forum.example/?q={words}")).link(words, "javascript:alert(1)");
    }
    let bytes = document.finish().unwrap();
    for (name, xml) in parts(&bytes).iter().filter(|(name, _)| !name.ends_with(".png")) {
        text_of(xml);
        assert!(!xml.contains("javascript:"), "{name}");
    }
    let text = text_of(&part(&bytes, "word/document.xml"));
    for words in HOSTILE {
        assert_eq!(text.matches(words).count(), 10, "{words}: {text}");
    }
}

#[test]
fn letters_that_a_document_cannot_carry_are_left_out_and_lines_stay() {
    let bytes =
        Docx::new().paragraph("Ciso\u{0}lok\u{8}\u{1B}[31m\u{FFFE}\u{202E}!\r\nbaris\tdua\rtiga").finish().unwrap();
    let xml = part(&bytes, "word/document.xml");
    assert_eq!(text_of(&xml), "Cisolok[31m!\nbarisdua\ntiga\n");
    assert!(xml.contains("<w:tab/>"));
    assert_eq!(xml.matches("<w:br/>").count(), 2);
}

#[test]
fn the_same_calls_give_the_same_file() {
    let make = || Docx::new().heading(1, "Notulen").table(&["Praktik"], [["Irigasi"]]).finish().unwrap();
    assert_eq!(make(), make());
}

#[test]
fn rows_have_as_many_cells_as_there_are_columns() {
    let rows = [vec!["a"], vec!["a", "b", "c", "d"]];
    let xml = part(&Docx::new().table(&["1", "2", "3"], rows).finish().unwrap(), "word/document.xml");
    assert_eq!(xml.matches("<w:tc>").count(), 9);
    let none: [Vec<&str>; 0] = [];
    assert!(!part(&Docx::new().table(&[], none).finish().unwrap(), "word/document.xml").contains("<w:tbl>"));
}

#[test]
fn a_picture_keeps_its_shape_and_every_relation_leads_somewhere() {
    let code = Qr::png("https://forum.example/praktik/12").unwrap();
    assert_eq!(size_of(&code).0, size_of(&code).1, "a code is a square");
    assert_eq!(size_of(b"no picture"), (1, 1));
    let signed = ["Camat Cikajang,", "Siti"];
    let bytes = Docx::new()
        .signed(&signed, Some(code), "Kode")
        .link("Buka", "https://forum.example/?a=1&b=2")
        .finish()
        .unwrap();
    let (document, relations) = (part(&bytes, "word/document.xml"), part(&bytes, "word/_rels/document.xml.rels"));
    assert!(document.contains("<wp:extent cx=\"900000\" cy=\"900000\"/>"));
    for id in ["rGambar1", "rTautan1", "rKaki"] {
        assert!(document.contains(&format!("\"{id}\"")) && relations.contains(&format!("\"{id}\"")), "{id}");
    }
    assert!(relations.contains("?a=1&amp;b=2"));
}

/// The code and its words are in one row, which is never parted, beside who signs.
#[test]
fn a_code_stays_with_its_words_beside_the_signature() {
    let code = Qr::png("https://forum.example/periksa/1");
    let bytes = Docx::new().signed(&["Camat Cikajang,", "Siti"], code, "Periksa di sini").finish().unwrap();
    let xml = part(&bytes, "word/document.xml");
    let row = xml.split("<w:tr>").nth(1).unwrap().split("</w:tr>").next().unwrap();
    assert!(row.starts_with("<w:trPr><w:cantSplit/></w:trPr>"), "{row}");
    let place = |part: &str| row.find(part).unwrap_or_else(|| panic!("{part}: {row}"));
    assert!(place("<w:drawing>") < place("Periksa di sini") && place("Periksa di sini") < place("Camat Cikajang,"));
    assert_eq!((xml.matches("<w:tr>").count(), row.matches("<w:tc>").count()), (1, 2));
    let bare = part(&Docx::new().signed(&["Siti"], None, "").finish().unwrap(), "word/document.xml");
    assert!(!bare.contains("<w:drawing>") && bare.contains("Siti"));
}
