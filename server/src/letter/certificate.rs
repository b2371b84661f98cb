//! Surat keterangan kontribusi: what a certificate says, for the page, for paper and for Word.

use super::contribution::Contribution;
use super::entity::Model;
use super::letterhead::{Office, Signatory};
use super::team::Person;
use super::{BLANK, day, day_to_fill_in};
use crate::app::App;
use crate::case_study::evidence::Evidence;
use crate::error::Result;
use crate::format;
use crate::kecamatan::Places;
use crate::web::docx::{Docx, Look};
use crate::web::qr::Qr;

/// What it is good for, in the words of personnel offices.
const USE: &str = "Surat keterangan ini dibuat untuk dipergunakan sebagai bukti dukung penilaian kinerja (SKP) \
                   sesuai dengan ketentuan yang berlaku.";

/// A certificate, ready to be drawn.
pub struct Certificate {
    /// The office that issued it; none when its place is no more.
    pub office: Option<Office>,
    /// What it names.
    pub named: Contribution,
    /// Number in our register.
    pub register_number: String,
    /// "Cikajang, …… November 2026".
    pub dated: String,
    /// "28 November 2026", when it was issued here.
    pub issued_on: String,
    /// What it says of the study: name and value.
    pub facts: Vec<(&'static str, String)>,
    /// Where anybody checks it.
    pub check_address: String,
    /// When it was taken back, and why.
    pub revoked: Option<(String, String)>,
}

impl Certificate {
    /// Reads a row.
    pub fn of(app: &App, places: &Places, base_url: &str, row: &Model) -> Result<Self> {
        let named = Contribution::parse(&row.document)?;
        let office = Office::of(places, &row.kecamatan_code);
        let issued = app.clock.local(row.issued_at).date_naive();
        let place = office.as_ref().map_or(BLANK, |office| office.kecamatan.as_str());
        Ok(Self {
            dated: format!("{place}, {}", day_to_fill_in(issued)),
            issued_on: day(issued),
            facts: facts(row, &named, &format!("{base_url}/praktik/{}", row.case_study_id)),
            check_address: format!("{base_url}/periksa/{}", row.token),
            revoked: row.revoked_at.map(|at| (day(app.clock.local(at).date_naive()), row.revoked_reason.clone())),
            register_number: row.register_number.clone(),
            office,
            named,
        })
    }

    /// "Yang bertanda tangan di bawah ini …".
    pub fn opening(&self) -> String {
        format!("Yang bertanda tangan di bawah ini, {}, menerangkan bahwa:", self.named.signed_as)
    }

    /// What the people did.
    pub fn statement(&self) -> &'static str {
        if self.named.tells_shares() {
            "telah berkontribusi sesuai peran masing-masing dalam praktik baik berikut:"
        } else {
            "telah berkontribusi dalam penyusunan dan penulisan praktik baik berikut:"
        }
    }

    /// What it is good for.
    pub fn closing(&self) -> &'static str {
        USE
    }

    /// What a naskah dinas says of each person it names, for the office to fill in: the NIP is shown nowhere on the site,
    /// and the pangkat is not recorded.
    pub fn to_identify(&self) -> [String; 2] {
        ["Pangkat/Gol.", "NIP"].map(|label| format!("{label}: {BLANK}"))
    }

    fn identified(&self, name: &str) -> String {
        format!("{name}\n{}", self.to_identify().join("\n"))
    }

    /// Who signs.
    pub fn signatory(&self) -> Signatory {
        Signatory { office: self.named.signed_as.clone(), name: self.named.signed_by.clone() }
    }

    /// What stands with the code, a line each.
    pub fn to_check(&self) -> [String; 2] {
        [
            format!("Nomor register {}, {}.", self.register_number, self.issued_on),
            format!("Periksa keabsahannya di {}", self.check_address),
        ]
    }

    /// The certificate as a Word document.
    pub fn docx(&self) -> Docx {
        let mut document = Docx::new();
        document.title("Surat Keterangan Kontribusi");
        if let Some(office) = &self.office {
            office.head(&mut document);
        }
        document.paragraph_as(Look::Title, "SURAT KETERANGAN KONTRIBUSI");
        document.paragraph_as(Look::Centered, &format!("Nomor: {BLANK}"));
        document.paragraph_as(Look::Body, &self.opening());
        let headings = ["No.", "Nama", "Jabatan", "Peran"];
        let columns = if self.named.tells_shares() { headings.len() } else { headings.len() - 1 };
        let people = (1..).zip(&self.named.people).map(|(number, person): (i32, &Person)| {
            let name = self.identified(&person.name);
            [number.to_string(), name, person.part.clone(), person.shares_in_words()]
        });
        document.table(&headings[..columns], people);
        document.paragraph(self.statement());
        document.fields(&self.facts);
        document.paragraph_as(Look::Closing, self.closing());
        let mut signed = vec![self.dated.clone()];
        signed.extend(self.signatory().lines());
        signed.push(self.to_identify().join("\n"));
        document.signed(&signed, Qr::png(&self.check_address), &self.to_check().join("\n"));
        document
    }
}

fn facts(row: &Model, named: &Contribution, address: &str) -> Vec<(&'static str, String)> {
    let evidence = Evidence::parse(&row.evidence).map_or_else(String::new, |rung| rung.label().to_owned());
    let agencies = named.agencies.iter().map(|agency| match agency.part.as_str() {
        "" => agency.name.clone(),
        part => format!("{} ({part})", agency.name),
    });
    let replicated = row.replications.filter(|count| *count > 0);
    // Where nobody is named for the idea, what kind of people had it stands in that place.
    let (initiator, kind) = match named.initiators() {
        nobody if nobody.is_empty() => (named.idea.clone(), String::new()),
        somebody => (somebody, named.idea.clone()),
    };
    let facts = [
        ("Judul", named.title.clone()),
        ("Kantor", named.office.clone()),
        ("Alamat", address.to_owned()),
        ("Versi", format!("revisi {}", row.revision_number)),
        ("Penggagas", initiator),
        ("Unsur penggagas", kind),
        ("Ditulis bersama", named.together.join("; ")),
        ("Yang terlibat", agencies.collect::<Vec<_>>().join("; ")),
        ("Tingkat bukti", evidence),
        (
            "Replikasi",
            replicated
                .map_or_else(String::new, |count| format!("berjalan di {} kecamatan lain", format::integer(count))),
        ),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
