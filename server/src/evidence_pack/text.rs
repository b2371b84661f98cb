//! The words of a pack: the draft by criterion for Word, the same as plain text to paste into a form, and the head of the
//! list of contents.

use super::Pack;
use super::checklist::{Point, State};
use crate::web::docx::{Docx, Look};

/// Who submits: said wherever a pack is offered and in all of it.
pub const SUBMITTED_BY: &str = "Berkas ini untuk pengelola inovasi kabupaten/kota, yang memeriksa dan mengajukannya. Kecamatan tidak mengajukan sendiri.";

/// What an office writes to who submits: the address where the pack is looked at and downloaded, or that it comes with the
/// message where nobody there has an account.
pub fn message(pack: &Pack, region: &str, site: &str, address: Option<&str>) -> String {
    let way = match address {
        Some(address) => format!("Periksa dan unduh berkasnya dengan akun {site}:\n{address}"),
        None => format!("Berkasnya (ZIP) kami kirim bersama pesan ini. Alamat praktiknya:\n{}", pack.address),
    };
    let ready = pack.points.iter().filter(|point| point.state() == State::Ready).count();
    let obligatory = pack.points.iter().filter(|point| point.criterion.obligatory && point.state() != State::Ready);
    let unmet: Vec<&str> = obligatory.map(|point| point.criterion.name.as_str()).collect();
    let unmet = if unmet.is_empty() { String::new() } else { format!(" Yang wajib dan belum: {}.", unmet.join(", ")) };
    format!(
        "Yth. Pengelola Inovasi {region}\n\n{} menyiapkan berkas bukti {}: “{}”.\n{ready} dari {} kriteria sudah \
         tersedia.{unmet}\n\n{way}",
        pack.office,
        pack.asked.name(),
        pack.study.title,
        pack.points.len()
    )
}

/// The draft for Word.
pub fn docx(pack: &Pack) -> Docx {
    let mut document = Docx::new();
    document.title(&heading(pack));
    document.footer(&format!("{} · {}", pack.address, pack.made_on));
    document.heading(1, &heading(pack));
    document.fields(&facts(pack));
    document.paragraph(SUBMITTED_BY);
    document.paragraph_as(Look::Small, &about_the_form(pack));
    document.heading(2, "Yang belum ada atau belum cukup");
    let missing: Vec<[String; 3]> =
        missing(pack).map(|point| [point.name(), point.state().label().to_owned(), point.needs()]).collect();
    if missing.is_empty() {
        document.paragraph("Semua yang diminta sudah terisi.");
    } else {
        document.table(&["Kriteria", "Keadaan", "Yang perlu dilengkapi"], missing);
    }
    for point in &pack.points {
        document.heading(2, &point.name());
        if !point.criterion.asks.is_empty() {
            document.paragraph_as(Look::Small, &format!("Yang diminta: {}", point.criterion.asks));
        }
        if let Some(remark) = remark(point) {
            document.paragraph_as(Look::Small, &remark);
        }
        for (heading, text) in &point.texts {
            document.heading(3, heading);
            for paragraph in text.split("\n\n") {
                document.paragraph(paragraph);
            }
        }
        if point.texts.is_empty() {
            document.paragraph("Belum ada.");
        }
    }
    document
}

/// The draft as plain text.
pub fn plain(pack: &Pack) -> String {
    let mut lines = head(pack);
    for point in &pack.points {
        lines.extend([String::new(), point.name().to_uppercase()]);
        lines.extend(remark(point));
        for (heading, text) in &point.texts {
            lines.extend([format!("[{heading}]"), text.clone()]);
        }
        if point.texts.is_empty() {
            lines.push("Belum ada.".to_owned());
        }
    }
    for_notepad(&lines)
}

/// What both texts and the list of contents begin with, what is missing first.
pub fn head(pack: &Pack) -> Vec<String> {
    let mut lines = vec![heading(pack).to_uppercase()];
    lines.extend(facts(pack).into_iter().map(|(name, value)| format!("{name}: {value}")));
    lines.extend([
        SUBMITTED_BY.to_owned(),
        about_the_form(pack),
        String::new(),
        "YANG BELUM ADA ATAU BELUM CUKUP".to_owned(),
    ]);
    let before = lines.len();
    let line = |point: &Point| format!("- {}: {}", point.name(), point.told());
    lines.extend(missing(pack).map(line));
    if lines.len() == before {
        lines.push("Semua yang diminta sudah terisi.".to_owned());
    }
    lines
}

/// Lines as the plainest editor of an office computer shows them.
pub fn for_notepad(lines: &[String]) -> String {
    lines.join("\n").replace('\n', "\r\n") + "\r\n"
}

fn heading(pack: &Pack) -> String {
    format!("Berkas bukti {}", pack.asked.name())
}

fn facts(pack: &Pack) -> [(&'static str, String); 5] {
    [
        ("Praktik baik", pack.study.title.clone()),
        ("Kantor", pack.office.clone()),
        ("Alamat", pack.address.clone()),
        ("Versi", format!("revisi {}", pack.study.revision_number)),
        ("Disusun", pack.made_on.clone()),
    ]
}

fn about_the_form(pack: &Pack) -> String {
    let contest = pack.asked.contest;
    let other = if pack.asked.is_of_another_year() {
        format!(" Bentuk tahun {} belum diketahui; yang dipakai bentuk tahun {}.", pack.asked.year, contest.year)
    } else {
        String::new()
    };
    format!("{}. {}{other}", contest.full_name, contest.note)
}

/// What stands above a text that does not suffice or that stands elsewhere too.
fn remark(point: &Point) -> Option<String> {
    let is_told = matches!(point.state(), State::Partly | State::Unsure);
    is_told.then(|| format!("Keadaan: {} ({})", point.state().label().to_lowercase(), point.needs()))
}

/// What is not there or does not suffice, the wholly missing first.
pub fn missing(pack: &Pack) -> impl Iterator<Item = &Point> {
    let points = &pack.points;
    let of = move |state: State| points.iter().filter(move |point| point.state() == state);
    of(State::Missing).chain(of(State::Partly)).chain(of(State::Unsure))
}
