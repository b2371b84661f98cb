//! What a file is, by its content and never by its name.

use super::package::Package;

/// The files that a study may offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Portable Document Format.
    Pdf,
    /// A text of Word, LibreOffice or Google Docs.
    Docx,
    /// A table.
    Xlsx,
    /// Slides.
    Pptx,
}

impl FileKind {
    const ALL: [Self; 4] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Pptx];

    /// The kind as the database and the file's name have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The media type that it is served with.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        }
    }

    /// Looks at the bytes; the refusal is a sentence for the field.
    pub fn of(bytes: &[u8]) -> Result<Self, String> {
        const OLD_OFFICE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        if bytes.starts_with(b"%PDF-") {
            return if is_also_zip(bytes) { Err(two_in_one()) } else { Ok(Self::Pdf) };
        }
        if bytes.starts_with(OLD_OFFICE) {
            return Err(
                "Berkas ini terkunci sandi atau berbentuk lama (.doc, .xls, .ppt). Simpan sebagai DOCX, XLSX, PPTX, atau PDF tanpa sandi."
                    .to_owned(),
            );
        }
        if !bytes.starts_with(b"PK\x03\x04") {
            return Err("Berkas ini bukan PDF, DOCX, XLSX, atau PPTX.".to_owned());
        }
        let package = Package::open(bytes)?;
        if package.has_macros() {
            return Err("Berkas ini berisi makro. Simpan tanpa makro, atau sebagai PDF.".to_owned());
        }
        let main =
            [(Self::Docx, "word/document.xml"), (Self::Xlsx, "xl/workbook.xml"), (Self::Pptx, "ppt/presentation.xml")];
        let mut found = main.into_iter().filter(|(_, part)| package.has(part)).map(|(kind, _)| kind);
        match (found.next(), found.next()) {
            (Some(kind), None) if package.has("[Content_Types].xml") => Ok(kind),
            (Some(_), Some(_)) => Err(two_in_one()),
            _ => Err("Berkas ini bukan PDF, DOCX, XLSX, atau PPTX.".to_owned()),
        }
    }
}

fn two_in_one() -> String {
    "Berkas ini berisi dua jenis berkas sekaligus. Simpan ulang sebagai PDF, lalu unggah lagi.".to_owned()
}

/// True when an archive hangs on the end, which another program would open instead.
fn is_also_zip(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(66_000)..];
    tail.windows(4).any(|window| window == b"PK\x05\x06")
}
