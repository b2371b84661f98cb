//! Why somebody can't be placed in an office: a sentence beside the form's field, and a line for the operator.

use chrono::NaiveDate;

use crate::catalogue::Catalogue;
use crate::error::Problems;
use crate::format;
use crate::policy::Role;

/// Why a person can't be placed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Without one of them the person could never sign in, and would not be found again.
    #[error("needs a phone number, an e-mail address or a NIP")]
    NoContact,
    /// Phone, e-mail and NIP belong to different people.
    #[error("phone, e-mail and NIP belong to different accounts")]
    SeveralPeople,
    /// The code is unknown, or not of the level that the role acts at.
    #[error("role {} does not go with the region code {region:?}", .role.as_str())]
    RegionDoesNotFit {
        /// The role.
        role: Role,
        /// The code.
        region: String,
    },
    /// Somebody holds the office at that time.
    #[error("{region} has a {} already: {name}, since {since}", .role.as_str())]
    Occupied {
        /// The role.
        role: Role,
        /// Code of the office.
        region: String,
        /// Who holds it.
        name: String,
        /// Since when.
        since: NaiveDate,
    },
    /// The term is recorded already.
    #[error("{name} is recorded as {} already", .role.as_str())]
    ServesAlready {
        /// Who.
        name: String,
        /// The role.
        role: Role,
    },
}

impl Refusal {
    /// The sentence of the form, at the field it belongs to.
    pub fn problems(&self, catalogue: &Catalogue) -> Problems {
        match self {
            Self::NoContact => Problems::one("phone", "Isi nomor ponsel, surel, atau NIP, supaya orangnya bisa masuk."),
            Self::SeveralPeople => Problems::one(
                "phone",
                "Nomor ponsel, surel, dan NIP ini tercatat pada orang yang berbeda. Periksa lagi.",
            ),
            Self::RegionDoesNotFit { .. } => Problems::one("role", "Jabatan ini tidak ada di wilayah tersebut."),
            Self::Occupied { role, region, name, since } => {
                let way_out = if *role == Role::Camat {
                    "Akhiri dulu jabatannya, atau pilih Plt. atau Plh. Camat."
                } else {
                    "Akhiri dulu jabatannya."
                };
                let (place, role, since) = (catalogue.places.full_name(region), role.label(), format::date(*since));
                Problems::one("role", format!("{place} sudah mempunyai {role}: {name}, sejak {since}. {way_out}"))
            }
            Self::ServesAlready { name, role } => Problems::one(
                "role",
                format!("{name} sudah tercatat sebagai {}. Tautan baru dibuat dari daftar pejabat.", role.label()),
            ),
        }
    }
}
