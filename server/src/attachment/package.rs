//! The container of DOCX, XLSX and PPTX: a ZIP that somebody sent. What is read from it is counted, so that a bomb ends
//! with a sentence.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// A report with more parts than this is no report.
const MAX_PARTS: usize = 5_000;

/// One part of XML may inflate to so many bytes.
const MAX_PART_BYTES: u64 = 64 * 1024 * 1024;

/// An opened container.
pub struct Package<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Package<'a> {
    /// Opens a container; the error is a sentence for the person who sent it.
    pub fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| "Berkas ini rusak atau terpotong, sehingga tidak bisa dibuka.".to_owned())?;
        if archive.len() > MAX_PARTS {
            return Err("Berkas ini berisi terlalu banyak bagian. Simpan sebagai PDF, lalu unggah lagi.".to_owned());
        }
        Ok(Self(archive))
    }

    /// True when a part of this name is there.
    pub fn has(&self, name: &str) -> bool {
        self.0.index_for_name(name).is_some()
    }

    /// True when macros are inside.
    pub fn has_macros(&self) -> bool {
        self.names().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin"))
    }

    /// The names of its parts.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.0.file_names().flatten().map(std::borrow::Cow::into_owned)
    }

    /// The bytes of a part, inflated within a limit.
    pub fn part(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let unreadable = || "Isi berkas ini tidak terbaca.".to_owned();
        let part = self.0.by_name(name).map_err(|_| unreadable())?;
        let mut out = Vec::new();
        part.take(MAX_PART_BYTES + 1).read_to_end(&mut out).map_err(|_| unreadable())?;
        if out.len() as u64 > MAX_PART_BYTES {
            return Err("Isi berkas ini mengembang terlalu besar saat dibuka.".to_owned());
        }
        Ok(out)
    }
}
