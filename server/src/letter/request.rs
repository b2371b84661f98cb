//! The request of one office to another: surat permohonan in the form of a surat dinas. Its text is made once, for the page
//! and for Word.

use chrono::NaiveDate;

use super::letterhead::{Office, Signatory};
use super::{BLANK, day_to_fill_in};
use crate::error::{Problems, Result};
use crate::web::docx::{Docx, Look};
use crate::web::forms::{Posted, line, text};
use crate::web::qr::Qr;

/// Longest contact (in characters).
pub const CONTACT_CHARS: usize = 160;

/// Longest wish of the office's own (in characters).
pub const WISH_CHARS: usize = 500;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To run the practice in the own kecamatan.
    #[default]
    Replicate,
    /// To come and see, or to talk by video.
    Visit,
    /// Figures and papers.
    Data,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::Replicate, Self::Visit, Self::Data];

    /// The purpose as forms name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Replicate => "replikasi",
            Self::Visit => "studi-tiru",
            Self::Data => "data",
        }
    }

    /// The purpose as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Replicate => "Replikasi",
            Self::Visit => "Studi tiru",
            Self::Data => "Data",
        }
    }

    /// What it asks for, in a few words.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Replicate => "Dokumen pelaksanaan, data hasil, dan pendampingan selama uji coba.",
            Self::Visit => "Kunjungan atau pertemuan daring, dan penjelasan dari pelaksana.",
            Self::Data => "Data hasil beserta sumbernya, dasar hukum, dan rincian biaya.",
        }
    }

    fn subject(self) -> &'static str {
        match self {
            Self::Replicate => "Permohonan Replikasi Praktik Baik",
            Self::Visit => "Permohonan Studi Tiru Praktik Baik",
            Self::Data => "Permohonan Data Praktik Baik",
        }
    }

    /// What the office means to do, and where: a practice is run at home, a visit goes to who is asked, reading needs no
    /// place.
    fn intent(self, from: &Office, to: &Office) -> String {
        match self {
            Self::Replicate => format!("mereplikasi praktik baik dimaksud di Kecamatan {}", from.kecamatan),
            Self::Visit => format!("melaksanakan studi tiru ke Kecamatan {} atas praktik baik dimaksud", to.kecamatan),
            Self::Data => "mempelajari praktik baik dimaksud lebih lanjut".to_owned(),
        }
    }

    fn asks(self) -> [&'static str; 3] {
        match self {
            Self::Replicate => [
                "memberikan petunjuk teknis, SOP, atau dokumen pendukung pelaksanaan",
                "memberikan data hasil sebelum dan sesudah pelaksanaan beserta sumbernya",
                "menunjuk narahubung yang dapat mendampingi kami selama uji coba",
            ],
            Self::Visit => [
                "menerima kunjungan kami, atau pertemuan secara daring, pada waktu yang Saudara tentukan",
                "memberikan penjelasan tentang perencanaan, pelaksanaan, hasil, dan kendalanya",
                "menunjuk narahubung untuk menyepakati jadwal dan peserta",
            ],
            Self::Data => [
                "memberikan data hasil sebelum dan sesudah pelaksanaan beserta sumbernya",
                "memberikan salinan dasar hukum dan dokumen pendukung pelaksanaan",
                "memberikan rincian biaya, tenaga, dan alat yang dipakai",
            ],
        }
    }
}

/// What the form says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What is asked for.
    pub purpose: Purpose,
    /// Whom the other office reaches.
    pub contact: String,
    /// What the office asks for beside that.
    pub wish: String,
}

impl Typed {
    /// Reads a form.
    pub fn of(posted: &Posted) -> Self {
        let purpose = Purpose::ALL.into_iter().find(|purpose| purpose.as_str() == posted.get("purpose"));
        Self {
            purpose: purpose.unwrap_or_default(),
            contact: line(posted.get("contact")),
            wish: text(posted.get("wish")),
        }
    }

    /// `Invalid` with a sentence beside the field.
    pub fn check(&self) -> Result<()> {
        let mut problems = Problems::default();
        if self.contact.is_empty() {
            problems.add("contact", "Tulis narahubung yang dapat dihubungi.");
        }
        let long = [("contact", &self.contact, CONTACT_CHARS), ("wish", &self.wish, WISH_CHARS)];
        for (field, text, most) in long {
            let chars = text.chars().count();
            if chars > most {
                problems.add(field, format!("Paling panjang {most} karakter; yang ini {chars}."));
            }
        }
        problems.into_result()
    }
}

/// Between whom, and about what.
pub struct About<'a> {
    /// Who asks.
    pub from: &'a Office,
    /// Who is asked.
    pub to: &'a Office,
    /// Title of the study.
    pub title: &'a str,
    /// Address of the study.
    pub address: &'a str,
    /// Name of this site.
    pub site: &'a str,
    /// Who signs.
    pub signatory: Signatory,
    /// The day of drawing.
    pub today: NaiveDate,
}

/// The letter.
#[derive(Clone, Debug)]
pub struct RequestLetter {
    /// Who asks.
    pub from: Office,
    /// Place and date.
    pub dated: String,
    /// Nomor, sifat, lampiran, hal.
    pub facts: [(&'static str, String); 4],
    /// To whom, one line each.
    pub addressee: [String; 3],
    /// The paragraphs before the list.
    pub opening: [String; 2],
    /// What is asked for.
    pub asks: Vec<String>,
    /// The paragraphs after the list.
    pub closing: [String; 2],
    /// Address of the study.
    pub address: String,
    /// Who signs.
    pub signatory: Signatory,
    /// Who gets a copy.
    pub copies: Vec<String>,
}

impl RequestLetter {
    /// Writes the letter.
    pub fn write(about: About<'_>, typed: &Typed) -> Self {
        let (from, to) = (about.from, about.to);
        let opening = format!(
            "Dalam rangka meningkatkan pelayanan kepada masyarakat, kami telah mempelajari praktik baik “{}” dari {}, yang \
             tayang di {} pada alamat {}.",
            about.title,
            to.name(),
            about.site,
            about.address
        );
        let intent = format!(
            "Sehubungan dengan hal tersebut, kami bermaksud {}. Untuk itu, kami mohon kesediaan Saudara:",
            typed.purpose.intent(from, to)
        );
        Self {
            from: from.clone(),
            dated: format!("{}, {}", from.kecamatan, day_to_fill_in(about.today)),
            facts: [
                ("Nomor", BLANK.to_owned()),
                ("Sifat", "Biasa".to_owned()),
                ("Lampiran", "-".to_owned()),
                ("Hal", typed.purpose.subject().to_owned()),
            ],
            addressee: [format!("Yth. Camat {}", to.kecamatan), to.above.clone(), "di tempat".to_owned()],
            opening: [opening, intent],
            asks: as_sentence(typed.purpose.asks().map(str::to_owned).to_vec(), &typed.wish),
            closing: [
                format!("Untuk koordinasi lebih lanjut, Saudara dapat menghubungi {}.", typed.contact),
                "Demikian permohonan ini kami sampaikan. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."
                    .to_owned(),
            ],
            address: about.address.to_owned(),
            signatory: about.signatory,
            copies: copies(from, to),
        }
    }

    /// The letter as a Word document.
    pub fn docx(&self) -> Docx {
        let mut document = Docx::new();
        document.title(&self.facts[3].1);
        self.from.head(&mut document);
        document.paragraph_as(Look::Signature, &self.dated);
        document.fields(&self.facts);
        document.paragraph(&self.addressee.join("\n"));
        for paragraph in &self.opening {
            document.paragraph_as(Look::Body, paragraph);
        }
        for (number, ask) in (1..).zip(&self.asks) {
            document.paragraph_as(Look::Point, &format!("{number}.\t{ask}"));
        }
        let [contact, thanks] = &self.closing;
        document.paragraph_as(Look::Body, contact);
        document.paragraph_as(Look::Closing, thanks);
        document.signed(&self.signatory.lines(), Qr::png(&self.address), &self.address);
        document.paragraph_as(Look::Small, "");
        document.paragraph_as(Look::Small, "Tembusan:");
        for (number, copy) in (1..).zip(&self.copies) {
            document.paragraph_as(Look::Small, &format!("{number}. {copy}"));
        }
        document
    }
}

/// The points of a list as one sentence: the wish is the last of them, each but the last ends with a semicolon, the last
/// with its full stop.
fn as_sentence(mut points: Vec<String>, wish: &str) -> Vec<String> {
    let wish = wish.trim_end_matches([';', ',', '.', ' ']);
    points.extend((!wish.is_empty()).then(|| wish.to_owned()));
    let last = points.len().saturating_sub(1);
    for (number, point) in points.iter_mut().enumerate() {
        if !point.ends_with(['?', '!']) {
            point.push(if number == last { '.' } else { ';' });
        }
    }
    points
}

/// Both governments hear of it: one line where both offices are of the same.
fn copies(from: &Office, to: &Office) -> Vec<String> {
    let mut above = vec![&from.above];
    above.extend((from.above != to.above).then_some(&to.above));
    above.into_iter().map(|above| format!("Yth. Sekretaris Daerah {above} c.q. Bagian Tata Pemerintahan")).collect()
}
