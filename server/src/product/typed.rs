//! What is typed into the form of a product, and what is wrong with it.

use chrono::NaiveDate;
use reqwest::Url;

use super::entity::Model;
use super::{CERTIFICATE_CHARS, Certificate, DESCRIPTION_CHARS, MAX_CERTIFICATES, NAME_CHARS, UNIT_CHARS, URL_CHARS};
use crate::case_study::personal_data::{self, Found};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::web::Posted;
use crate::web::forms;

/// More than this is a slip of the finger: a thousand milliard rupiah.
const HIGHEST_PRICE: i64 = 1_000_000_000_000;

/// Hosts of addresses that are nothing but a phone number or a person, with what is below them: that is a contact, and needs
/// the maker's consent.
const PHONE_HOSTS: [&str; 6] = ["wa.me", "wa.link", "whatsapp.com", "t.me", "telegram.me", "m.me"];

/// A row of the certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// "PIRT".
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Its last day, as a form holds it.
    pub until: String,
}

impl Paper {
    fn is_empty(&self) -> bool {
        self.kind.is_empty() && self.number.is_empty() && self.until.is_empty()
    }
}

/// The form of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Number of the study.
    pub study: String,
    /// The name.
    pub name: String,
    /// In a few sentences.
    pub description: String,
    /// The lowest price.
    pub price_from: String,
    /// The highest price.
    pub price_to: String,
    /// What that buys.
    pub price_unit: String,
    /// How much a month.
    pub capacity: String,
    /// Its unit.
    pub capacity_unit: String,
    /// The certificates.
    pub papers: Vec<Paper>,
    /// Where it is ordered.
    pub order_url: String,
    /// The version that the form started from.
    pub version: String,
}

impl Typed {
    /// What a form sent.
    pub fn of(posted: &Posted) -> Self {
        let text = |name: &str| forms::line(posted.get(name));
        let row = |row: usize| Paper {
            kind: text(&format!("certificates.{row}.kind")),
            number: text(&format!("certificates.{row}.number")),
            until: text(&format!("certificates.{row}.until")),
        };
        Self {
            study: text("study"),
            name: text("name"),
            description: forms::text(posted.get("description")),
            price_from: text("price_from"),
            price_to: text("price_to"),
            price_unit: text("price_unit"),
            capacity: text("capacity"),
            capacity_unit: text("capacity_unit"),
            papers: posted.rows("certificates").into_iter().map(row).collect(),
            order_url: text("order_url"),
            version: text("version"),
        }
    }

    /// What is kept, as the form shows it.
    pub fn kept(row: &Model) -> Result<Self> {
        let price = |amount: Option<i64>| amount.map(format::integer).unwrap_or_default();
        let paper = |paper: Certificate| Paper {
            kind: paper.kind,
            number: paper.number,
            until: paper.until.map(|until| until.to_string()).unwrap_or_default(),
        };
        Ok(Self {
            study: row.case_study_id.to_string(),
            name: row.name.clone(),
            description: row.description.clone(),
            price_from: price(row.price_from),
            price_to: price(row.price_to),
            price_unit: row.price_unit.clone(),
            capacity: format::decimal(&row.capacity),
            capacity_unit: row.capacity_unit.clone(),
            papers: row.certificates()?.into_iter().map(paper).collect(),
            order_url: row.order_url.clone(),
            version: row.version.to_string(),
        })
    }

    /// The rows of certificates that the form draws: what was typed, and empty ones up to the most.
    pub fn rows(&self) -> Vec<Paper> {
        let mut rows = self.papers.clone();
        rows.resize(std::cmp::max(rows.len(), MAX_CERTIFICATES), Paper::default());
        rows
    }

    /// True when something was typed at a certificate.
    pub fn has_papers(&self) -> bool {
        self.papers.iter().any(|paper| !paper.is_empty())
    }

    /// What may be kept. Problems stand at the fields of the form.
    pub fn checked(&self) -> Result<Checked> {
        let mut problems = Problems::default();
        self.check_words(&mut problems);
        let study: i64 = self.study.parse().unwrap_or_default();
        if study <= 0 {
            problems.add("study", "Pilih praktik yang menumbuhkan produk ini.");
        }
        let prices = self.checked_prices(&mut problems);
        let capacity = self.checked_capacity(&mut problems);
        let certificates = self.checked_papers(&mut problems);
        self.check_order(&mut problems);
        problems.into_result()?;
        Ok(Checked {
            study,
            price_from: prices.0,
            price_to: prices.1,
            capacity,
            certificates: serde_json::to_string(&certificates)?,
        })
    }

    fn check_words(&self, problems: &mut Problems) {
        if self.name.chars().filter(|letter| letter.is_alphanumeric()).count() < 2 {
            problems.add("name", "Tulis nama produknya.");
        }
        problems.within("name", "Nama produk", &self.name, NAME_CHARS);
        problems.within("description", "Penjelasan", &self.description, DESCRIPTION_CHARS);
        for (field, text) in [("name", &self.name), ("description", &self.description)] {
            match personal_data::find(text) {
                Some(found @ Found::Number(_)) => problems.add(field, found.sentence()),
                Some(Found::Phone(_)) => problems.add(
                    field,
                    "Di sini ada nomor telepon. Nomor pembuat dicatat di bagian Kontak, beserta persetujuannya.",
                ),
                None => {}
            }
        }
    }

    fn checked_prices(&self, problems: &mut Problems) -> (Option<i64>, Option<i64>) {
        let from = price(&self.price_from, "price_from", problems);
        let to = price(&self.price_to, "price_to", problems);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            problems.add("price_to", "Harga tertinggi lebih rendah daripada harga terendah.");
        }
        problems.within("price_unit", "Satuan harga", &self.price_unit, UNIT_CHARS);
        (from, to)
    }

    fn checked_capacity(&self, problems: &mut Problems) -> String {
        problems.within("capacity_unit", "Satuan", &self.capacity_unit, UNIT_CHARS);
        if self.capacity.is_empty() {
            return String::new();
        }
        match format::parse_decimal(&self.capacity) {
            Some(amount) if !amount.starts_with('-') => {
                if self.capacity_unit.is_empty() {
                    problems.add("capacity_unit", "Tulis satuannya, misalnya kg atau buah.");
                }
                amount
            }
            Some(_) => {
                problems.add("capacity", "Kapasitas tidak boleh kurang dari nol.");
                String::new()
            }
            None => {
                problems.add("capacity", "Tulis angkanya saja, misalnya 400 atau 1,5.");
                String::new()
            }
        }
    }

    fn checked_papers(&self, problems: &mut Problems) -> Vec<Certificate> {
        let mut kept = Vec::new();
        for (index, paper) in self.papers.iter().enumerate().filter(|(_, paper)| !paper.is_empty()) {
            let field = format!("certificates-{index}");
            let until = paper.until.parse::<NaiveDate>().ok();
            if paper.kind.is_empty() {
                problems.add(&field, "Tulis jenis sertifikatnya, misalnya PIRT atau Halal.");
            } else if paper.number.is_empty() {
                problems.add(&field, format!("Tulis nomor sertifikat {}.", paper.kind));
            } else if until.is_none() && !paper.until.is_empty() {
                problems.add(&field, "Tanggal berlakunya tidak terbaca.");
            }
            problems.within(&field, "Jenis sertifikat", &paper.kind, CERTIFICATE_CHARS);
            problems.within(&field, "Nomor sertifikat", &paper.number, CERTIFICATE_CHARS);
            kept.push(Certificate { kind: paper.kind.clone(), number: paper.number.clone(), until });
        }
        if kept.len() > MAX_CERTIFICATES {
            problems.add("certificates-0", format!("Paling banyak {MAX_CERTIFICATES} sertifikat."));
        }
        kept
    }

    fn check_order(&self, problems: &mut Problems) {
        if self.order_url.is_empty() {
            return;
        }
        problems.within("order_url", "Tautan pemesanan", &self.order_url, URL_CHARS);
        match order_host(&self.order_url) {
            None => problems.add("order_url", "Tautan pemesanan dimulai dengan https://, misalnya https://www.tokopedia.com/…"),
            Some(host) if is_phone_host(&host) || personal_data::find(&self.order_url).is_some() => problems.add(
                "order_url",
                "Tautan ini berisi nomor atau akun pribadi. Nomor WhatsApp pembuat dicatat di bagian Kontak, beserta persetujuannya.",
            ),
            Some(_) => {}
        }
    }
}

fn is_phone_host(host: &str) -> bool {
    let is_below = |known: &str| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    PHONE_HOSTS.into_iter().any(is_below)
}

/// Host of an address that may be a link: https, a public name, nobody's password in it.
fn order_host(address: &str) -> Option<String> {
    // What a browser reads otherwise than people do: a backslash, a third slash, a space.
    let is_odd = address.starts_with("https:///") || address.contains('\\') || address.contains(char::is_whitespace);
    let url = Url::parse(address).ok().filter(|_| address.starts_with("https://") && !is_odd)?;
    let is_plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    let host = url.host_str().filter(|host| is_plain && host.contains('.'))?;
    Some(host.trim_end_matches('.').trim_start_matches("www.").to_owned())
}

/// A price in whole rupiah; none for an empty field and for one that is wrong.
fn price(typed: &str, field: &str, problems: &mut Problems) -> Option<i64> {
    if typed.is_empty() {
        return None;
    }
    let Some(exact) = format::parse_decimal(bare(typed)) else {
        problems.add(field, "Tulis harga dalam rupiah, misalnya 15.000.");
        return None;
    };
    let whole = match exact.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
        Some(_) => "",
        None => exact.as_str(),
    };
    match whole.parse::<i64>() {
        Ok(amount) if amount < 0 => problems.add(field, "Harga tidak boleh kurang dari nol."),
        Ok(amount) if amount > HIGHEST_PRICE => problems.add(field, "Harga ini terlalu besar. Periksa jumlah nolnya."),
        Ok(amount) => return Some(amount),
        Err(_) if exact.starts_with('-') => problems.add(field, "Harga tidak boleh kurang dari nol."),
        Err(_) => problems.add(field, "Tulis harga dalam rupiah penuh, tanpa sen."),
    }
    None
}

/// A price without the signs that people write around it: "Rp. 20.000,-".
fn bare(typed: &str) -> &str {
    let is_rupiah = typed.get(..2).is_some_and(|sign| sign.eq_ignore_ascii_case("rp"));
    let amount = if is_rupiah { typed[2..].trim_start_matches('.') } else { typed };
    amount.trim_end_matches(['-', '–', '—', '=']).trim_end_matches([',', '.']).trim()
}

/// What may be kept, beside the words as they were typed.
pub struct Checked {
    /// Number of the study.
    pub study: i64,
    /// The lowest price.
    pub price_from: Option<i64>,
    /// The highest price.
    pub price_to: Option<i64>,
    /// Exact decimal text, or nothing.
    pub capacity: String,
    /// Certificates as JSON.
    pub certificates: String,
}

/// A problem at one field, as an error.
pub(super) fn problem(field: &str, sentence: &str) -> Error {
    Error::Invalid(Problems::one(field, sentence))
}
