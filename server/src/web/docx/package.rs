//! The parts of the file and how they name each other.

use std::io::{Cursor, Write};

use quick_xml::escape::escape;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Docx, clean, paragraph, runs};

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006";

/// A4 with the least margins of a naskah dinas: 2 cm at the top and the right, 3 cm at the left, 2.5 cm at the foot.
const PAGE: &str = r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1417" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>"#;

/// Writes the file. Its parts carry no time, so that the same document is the same bytes.
pub fn write(document: &Docx) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| -> ZipResult<()> {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
        Ok(())
    };
    put("[Content_Types].xml", content_types().as_bytes())?;
    put("_rels/.rels", relations_of_package().as_bytes())?;
    put("docProps/core.xml", properties(&document.title).as_bytes())?;
    put("word/document.xml", body(document).as_bytes())?;
    put("word/_rels/document.xml.rels", relations(document).as_bytes())?;
    put("word/styles.xml", include_bytes!("styles.xml"))?;
    put("word/footer1.xml", footer(&document.footer).as_bytes())?;
    for (number, picture) in (1..).zip(&document.pictures) {
        put(&format!("word/media/gambar{number}.png"), picture)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let parts = [
        ("/word/document.xml", format!("{word}.document.main+xml")),
        ("/word/styles.xml", format!("{word}.styles+xml")),
        ("/word/footer1.xml", format!("{word}.footer+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
    ];
    let parts: String =
        parts.iter().map(|(part, kind)| format!("<Override PartName=\"{part}\" ContentType=\"{kind}\"/>")).collect();
    format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"png\" ContentType=\"image/png\"/>{parts}</Types>"
    )
}

fn relations_of_package() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/></Relationships>"
    )
}

fn relations(document: &Docx) -> String {
    let mut out = format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rGaya\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/>\
         <Relationship Id=\"rKaki\" Type=\"{RELATIONS}/footer\" Target=\"footer1.xml\"/>"
    );
    for number in 1..=document.pictures.len() {
        out.push_str(&format!(
            "<Relationship Id=\"rGambar{number}\" Type=\"{RELATIONS}/image\" Target=\"media/gambar{number}.png\"/>"
        ));
    }
    for (number, address) in (1..).zip(&document.addresses) {
        let address = as_uri(address);
        out.push_str(&format!(
            "<Relationship Id=\"rTautan{number}\" Type=\"{RELATIONS}/hyperlink\" Target=\"{}\" \
             TargetMode=\"External\"/>",
            escape(address)
        ));
    }
    out.push_str("</Relationships>");
    out
}

/// An address without what makes Word call a file broken: spaces, quotes and letters beyond ASCII are percent-encoded.
fn as_uri(address: &str) -> String {
    let is_allowed = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if is_allowed(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn properties(title: &str) -> String {
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>id-ID</dc:language>\
         </cp:coreProperties>",
        escape(clean(title))
    )
}

fn body(document: &Docx) -> String {
    format!(
        "{DECLARATION}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{RELATIONS}\" \
         xmlns:wp=\"{DRAWING}/wordprocessingDrawing\" xmlns:a=\"{DRAWING}/main\" xmlns:pic=\"{DRAWING}/picture\">\
         <w:body>{}<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rKaki\"/>{PAGE}</w:sectPr></w:body></w:document>",
        document.body
    )
}

fn footer(text: &str) -> String {
    format!("{DECLARATION}<w:ftr xmlns:w=\"{MAIN}\">{}</w:ftr>", paragraph("Footer", &runs(text, "")))
}

/// A picture in a line of text: `number` counts from one, width and height are in EMU.
pub fn drawing(number: usize, wide: u64, high: u64, words: &str) -> String {
    let words = escape(words.replace(['\n', '\t'], " ")).into_owned();
    format!(
        "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{high}\"/>\
         <wp:docPr id=\"{number}\" name=\"Gambar {number}\" descr=\"{words}\"/>\
         <a:graphic><a:graphicData uri=\"{DRAWING}/picture\"><pic:pic>\
         <pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"gambar{number}.png\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"rGambar{number}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
         </wp:inline></w:drawing>"
    )
}
