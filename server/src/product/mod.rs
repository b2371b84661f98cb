//! Produk unggulan: what a kecamatan makes and sells, tied to the study that made it grow. The maker's contact is kept only
//! with a recorded consent, and goes as soon as the maker takes that back.

pub mod begin;
mod change;
pub mod contact;
pub mod edit;
pub mod entity;
pub mod late;
pub mod pages;
pub mod photo;
pub mod standing;
pub mod store;
pub mod taken_down;
#[cfg(test)]
mod tests;
pub mod typed;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::format;
use entity::Model;

/// Longest name in characters.
pub const NAME_CHARS: usize = 100;

/// Longest description in characters.
pub const DESCRIPTION_CHARS: usize = 1_000;

/// Longest unit in characters.
pub const UNIT_CHARS: usize = 40;

/// Longest kind and number of a certificate in characters.
pub const CERTIFICATE_CHARS: usize = 60;

/// Longest order address in characters.
pub const URL_CHARS: usize = 300;

/// Certificates that one product may name.
pub const MAX_CERTIFICATES: usize = 5;

/// So long a consent holds before the office is asked whether it still does: a year.
pub const CONSENT_HOLDS: Duration = Duration::days(365);

/// So long the office has time to answer before the contact is hidden.
pub const ANSWERED_WITHIN: Duration = Duration::days(30);

/// A paper that somebody else gave a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// "PIRT", "Halal", "SNI", "BPOM". Kept as "name": an erasure takes a "kind" for one of a closed list.
    #[serde(rename = "name", alias = "kind")]
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Its last day; none for one that does not end.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

impl Certificate {
    /// True when its last day is over.
    pub fn has_expired(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// "berlaku sampai 3 Mar 2027", "sudah berakhir 3 Mar 2026", or nothing.
    pub fn validity(&self, today: NaiveDate) -> String {
        match self.until {
            None => String::new(),
            Some(until) if until < today => format!("sudah berakhir {}", format::date(until)),
            Some(until) => format!("berlaku sampai {}", format::date(until)),
        }
    }
}

/// How a maker agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By word of mouth.
    Said,
    /// On paper or in a message.
    Written,
}

impl How {
    /// Every way, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Said, Self::Written];

    /// The way as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Said => "lisan",
            Self::Written => "tertulis",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.as_str() == text)
    }

    /// The way as the form names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Said => "Lisan",
            Self::Written => "Tertulis (surat atau pesan)",
        }
    }
}

impl Model {
    /// Path of its page.
    pub fn url(&self) -> String {
        url(self.id, &self.name)
    }

    /// Its certificates.
    pub fn certificates(&self) -> Result<Vec<Certificate>> {
        Ok(serde_json::from_str(&self.certificates)?)
    }

    /// "Rp15.000–Rp25.000 per bungkus"; empty when nobody said.
    pub fn price(&self) -> String {
        let price = match (self.price_from, self.price_to) {
            (None, None) => return String::new(),
            (Some(from), Some(to)) if from == to => rupiah(from),
            (Some(from), Some(to)) => format!("{}–{}", rupiah(from), rupiah(to)),
            (Some(from), None) => format!("mulai {}", rupiah(from)),
            (None, Some(to)) => format!("sampai {}", rupiah(to)),
        };
        if self.price_unit.is_empty() { price } else { format!("{price} per {}", self.price_unit) }
    }

    /// "1.200 kg per bulan"; empty when nobody said.
    pub fn capacity(&self) -> String {
        if self.capacity.is_empty() {
            return String::new();
        }
        let amount = format!("{} {}", format::decimal(&self.capacity), self.capacity_unit);
        format!("{} per bulan", amount.trim_end())
    }

    /// Host of the order address: "www.tokopedia.com".
    pub fn order_host(&self) -> &str {
        let rest = self.order_url.split("://").nth(1).unwrap_or_default();
        rest.split(['/', '?', '#']).next().unwrap_or_default()
    }

    /// True while there is an order address that may be a link; an erasure may have left its mark in it.
    pub fn has_order_link(&self) -> bool {
        self.order_url.starts_with("https://") && !self.order_url.contains(char::is_whitespace)
    }

    /// True while a contact is kept; what an erasure left is none.
    pub fn has_contact(&self) -> bool {
        self.contact_phone.starts_with('+')
    }

    /// True when readers may be shown the contact: an office that was asked whether the consent still holds has answered in
    /// time.
    pub fn shows_contact(&self, now: DateTime<Utc>) -> bool {
        self.has_contact() && self.consent_asked_at.is_none_or(|asked| asked + ANSWERED_WITHIN > now)
    }
}

/// "Rp15.000".
pub fn rupiah(amount: i64) -> String {
    format!("Rp{}", format::integer(amount))
}

/// A name as it is looked for: in lower case. Its signs stay, so that what is erased from the name is found here too.
pub fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// Path of a product's page.
pub fn url(id: i64, name: &str) -> String {
    let slug: String = format::slug(name).chars().take(80).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { format!("/produk/{id}") } else { format!("/produk/{id}-{slug}") }
}
