//! A letter or minutes as a Word document: headings, paragraphs, tables, pictures and links on A4 with the margins of a
//! naskah dinas, opened by Word and LibreOffice without repair. The same calls give the same bytes.

mod package;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use quick_xml::escape::escape;

use crate::error::{Error, Result};
use crate::web::forms::is_invisible;

/// What browsers and mail programs know a Word document by.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Width between the margins, in twentieths of a point: A4 less 3 cm at the left and 2 cm at the right.
const TEXT_WIDTH: usize = 11_906 - 1_701 - 1_134;

/// A millimetre in the unit that pictures are measured by.
const EMU_PER_MM: u64 = 36_000;

/// A code beside a signature is so wide: a phone reads it from paper, and a usual letter stays on one page.
const CODE_MM: u32 = 25;

/// How a paragraph looks; each is a style of its own in the document, so that an office changes all of a kind at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Text from margin to margin.
    Plain,
    /// A line of the letterhead: bold, in the middle.
    Letterhead,
    /// The last line of the letterhead, smaller, with the rule below it.
    LetterheadEnd,
    /// A paragraph of a letter: first line indented, both sides even.
    Body,
    /// The last paragraph of a letter, kept with the signature: none stands on a page without words.
    Closing,
    /// A point of a list, its mark included in the text: "1.\tNama".
    Point,
    /// In the middle.
    Centered,
    /// The name of a document ("SURAT KETERANGAN"), in the middle and bold.
    Title,
    /// The right half of the page, kept together with what follows: place and date.
    Signature,
    /// Small print.
    Small,
}

impl Look {
    fn style(self) -> &'static str {
        match self {
            Self::Plain => "Normal",
            Self::Letterhead => "Kop",
            Self::LetterheadEnd => "KopAkhir",
            Self::Body => "Isi",
            Self::Closing => "IsiAkhir",
            Self::Point => "Butir",
            Self::Centered => "Tengah",
            Self::Title => "Judul",
            Self::Signature => "TandaTangan",
            Self::Small => "Kecil",
        }
    }
}

/// A document in the making. Text is taken as it is: nothing in it becomes markup, a field or a formula; what XML cannot
/// carry and what turns the reading direction is left out; a line break stays one.
#[derive(Clone, Debug, Default)]
pub struct Docx {
    title: String,
    body: String,
    footer: String,
    pictures: Vec<Vec<u8>>,
    addresses: Vec<String>,
}

impl Docx {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// The title that the file's properties show.
    pub fn title(&mut self, text: &str) -> &mut Self {
        text.clone_into(&mut self.title);
        self
    }

    /// A line at the foot of every page, as an address and a date.
    pub fn footer(&mut self, text: &str) -> &mut Self {
        text.clone_into(&mut self.footer);
        self
    }

    /// A heading; levels beyond 1 to 3 become the nearest.
    pub fn heading(&mut self, level: u8, text: &str) -> &mut Self {
        let style = format!("Heading{}", level.clamp(1, 3));
        self.body.push_str(&paragraph(&style, &runs(text, "")));
        self
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) -> &mut Self {
        self.paragraph_as(Look::Plain, text)
    }

    /// A paragraph that looks as told.
    pub fn paragraph_as(&mut self, look: Look, text: &str) -> &mut Self {
        self.body.push_str(&paragraph(look.style(), &runs(text, "")));
        self
    }

    /// A paragraph that is a link. Only an address that opens in a browser becomes one; any other stays text.
    pub fn link(&mut self, text: &str, address: &str) -> &mut Self {
        if !(address.starts_with("https://") || address.starts_with("http://")) {
            return self.paragraph(text);
        }
        self.addresses.push(address.to_owned());
        let runs = runs(text, "<w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr>");
        let link = format!("<w:hyperlink r:id=\"rTautan{}\">{runs}</w:hyperlink>", self.addresses.len());
        self.body.push_str(&paragraph(Look::Plain.style(), &link));
        self
    }

    /// A table with lines. Its headings are repeated on each page; without headings it has the columns of its first row.
    /// Rows are filled up or cut to the number of columns.
    pub fn table<R, C>(&mut self, headings: &[&str], rows: R) -> &mut Self
    where
        R: IntoIterator,
        R::Item: AsRef<[C]>,
        C: AsRef<str>,
    {
        let rows: Vec<R::Item> = rows.into_iter().collect();
        let columns =
            if headings.is_empty() { rows.first().map_or(0, |row| row.as_ref().len()) } else { headings.len() };
        if columns == 0 {
            return self;
        }
        self.open_table("Kisi", &widths::<R::Item, C>(headings, &rows, columns));
        if !headings.is_empty() {
            self.body.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            for heading in headings {
                self.body.push_str(&cell(&runs(heading, "<w:rPr><w:b/><w:bCs/></w:rPr>")));
            }
            self.body.push_str("</w:tr>");
        }
        for row in &rows {
            let texts = row.as_ref().iter().map(AsRef::as_ref).chain(std::iter::repeat("")).take(columns);
            self.row(texts);
        }
        self.close_table()
    }

    /// Names and values one below the other, without lines: "Nomor : …".
    pub fn fields<N: AsRef<str>, V: AsRef<str>>(&mut self, fields: &[(N, V)]) -> &mut Self {
        self.open_table("TableNormal", &[2_100, 300, TEXT_WIDTH - 2_400]);
        for (name, value) in fields {
            self.row([name.as_ref(), ":", value.as_ref()].into_iter());
        }
        self.close_table()
    }

    /// Who signs in the right half of the page, a line each, and a code with what it is for in the left. Both are one row
    /// that no page break parts, so that nobody finds a code without its words.
    pub fn signed<L: AsRef<str>>(&mut self, lines: &[L], code: Option<Vec<u8>>, words: &str) -> &mut Self {
        let (left, right) = (TEXT_WIDTH / 2, TEXT_WIDTH - TEXT_WIDTH / 2);
        let look = Look::Small.style();
        let drawn = code
            .map(|png| paragraph(look, &self.picture(png, CODE_MM, &format!("Kode QR: {words}"))))
            .unwrap_or_default();
        let told = paragraph(look, &runs(words, ""));
        let lines: String = lines.iter().map(|line| paragraph("TandaTanganSel", &runs(line.as_ref(), ""))).collect();
        // Columns of a fixed width: Word would give the left one all that a long address takes.
        self.body.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableNormal\"/><w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"{left}\"/><w:gridCol w:w=\"{right}\"/>\
             </w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>"
        ));
        for (width, content) in [(left, drawn + &told), (right, lines)] {
            self.body
                .push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{content}</w:tc>"));
        }
        self.body.push_str("</w:tr></w:tbl>");
        // A document may not end with a table; a line of text there would begin a page of its own.
        self.body.push_str(&paragraph("Sela", ""));
        self
    }

    /// A picture in a line of text; `words` tell what it shows to who cannot see it.
    fn picture(&mut self, png: Vec<u8>, width_mm: u32, words: &str) -> String {
        let (width, height) = size_of(&png);
        self.pictures.push(png);
        let wide = u64::from(width_mm) * EMU_PER_MM;
        let high = wide * u64::from(height) / u64::from(width.max(1));
        format!("<w:r>{}</w:r>", package::drawing(self.pictures.len(), wide, high, &clean(words)))
    }

    /// What follows begins on a new page.
    pub fn page_break(&mut self) -> &mut Self {
        self.body.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        self
    }

    /// The file.
    pub fn finish(&self) -> Result<Vec<u8>> {
        package::write(self).map_err(|error| Error::Internal(error.into()))
    }

    /// The file as a download under `name`, which is plain ASCII without an ending, kept nowhere else.
    pub fn download(&self, name: &str) -> Result<Response> {
        let told = format!("attachment; filename=\"{name}.docx\"");
        let told = HeaderValue::try_from(told).map_err(|error| Error::Internal(error.into()))?;
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE)),
            (header::CONTENT_DISPOSITION, told),
            (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        ];
        Ok((headers, self.finish()?).into_response())
    }

    fn open_table(&mut self, style: &str, widths: &[usize]) {
        self.body.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/></w:tblPr><w:tblGrid>"
        ));
        for width in widths {
            self.body.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
        }
        self.body.push_str("</w:tblGrid>");
    }

    fn row<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        self.body.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for text in texts {
            self.body.push_str(&cell(&runs(text, "")));
        }
        self.body.push_str("</w:tr>");
    }

    /// Two tables without a paragraph between them would become one.
    fn close_table(&mut self) -> &mut Self {
        self.body.push_str("</w:tbl>");
        self.body.push_str(&paragraph(Look::Small.style(), ""));
        self
    }
}

/// How wide each column is: room for the longest word of its heading and for usual words in it, and a share of the rest by
/// how much it carries.
fn widths<R: AsRef<[C]>, C: AsRef<str>>(headings: &[&str], rows: &[R], columns: usize) -> Vec<usize> {
    let longest_word = |text: &str| text.split_whitespace().map(letters).max().unwrap_or(0);
    let word = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.as_ref().get(at)).map(|cell| longest_word(cell.as_ref()));
        // An address may break; "Pendamping" may not.
        cells.max().unwrap_or(0).min(12).max(headings.get(at).map_or(0, |text| longest_word(text)))
    };
    let longest = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.as_ref().get(at)).map(|cell| letters(cell.as_ref()));
        cells.chain(headings.get(at).map(|text| letters(text))).max().unwrap_or(0)
    };
    let least: Vec<usize> = (0..columns).map(|at| (250 + 128 * word(at)).min(TEXT_WIDTH / columns)).collect();
    let wish: Vec<usize> = (0..columns).map(|at| longest(at).saturating_sub(word(at)).min(40) + 1).collect();
    let (rest, wishes) = (TEXT_WIDTH - least.iter().sum::<usize>(), wish.iter().sum::<usize>());
    least.iter().zip(&wish).map(|(least, wish)| least + rest * wish / wishes).collect()
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

fn paragraph(style: &str, content: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{content}</w:p>")
}

fn cell(content: &str) -> String {
    format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph("Sel", content))
}

/// Text as runs; line breaks and tabs are elements of their own.
fn runs(text: &str, look: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for (number, line) in clean(text).split('\n').enumerate() {
        out.push_str(&format!("<w:r>{look}"));
        if number > 0 {
            out.push_str("<w:br/>");
        }
        for (number, piece) in line.split('\t').enumerate() {
            if number > 0 {
                out.push_str("<w:tab/>");
            }
            if !piece.is_empty() {
                out.push_str(&format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(piece)));
            }
        }
        out.push_str("</w:r>");
    }
    out
}

/// Text without what XML 1.0 cannot carry, and without the signs that turn the reading direction: in a letter they would
/// show a name or a number as another one.
fn clean(text: &str) -> String {
    let is_carried = |letter: &char| match letter {
        '\n' | '\t' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        other => !other.is_control() && !is_invisible(*other),
    };
    text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").chars().filter(is_carried).collect()
}

/// Width and height of a PNG; a square where it names none.
fn size_of(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| png.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    match (number(16), number(20)) {
        (Some(width), Some(height)) if png.starts_with(b"\x89PNG") && width > 0 && height > 0 => (width, height),
        _ => (1, 1),
    }
}

#[cfg(test)]
mod tests;
