//! Who writes: an office as its letterhead names it, and who signs for it on a day.

use std::cmp::Reverse;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::BLANK;
use crate::account::entity::account;
use crate::error::Result;
use crate::ids::TermId;
use crate::kecamatan::Places;
use crate::office::current_on;
use crate::office::entity::office_term;
use crate::policy::Role;
use crate::web::docx::{Docx, Look};

/// The office of a kecamatan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// "Cikajang".
    pub kecamatan: String,
    /// "Kabupaten Garut", "Kota Bandung".
    pub above: String,
}

impl Office {
    /// The office of this kecamatan.
    pub fn of(places: &Places, code: &str) -> Option<Self> {
        let kecamatan = places.kecamatan(code)?;
        let above = places.kabupaten_kota(&kecamatan.kabupaten_kota)?;
        Some(Self { kecamatan: kecamatan.name.clone(), above: written_out(&above.name) })
    }

    /// "Kecamatan Cikajang, Kabupaten Garut".
    pub fn name(&self) -> String {
        format!("Kecamatan {}, {}", self.kecamatan, self.above)
    }

    /// The lines of the letterhead; the address below it is the office's to fill in.
    pub fn letterhead(&self) -> [String; 3] {
        [
            format!("PEMERINTAH {}", self.above.to_uppercase()),
            format!("KECAMATAN {}", self.kecamatan.to_uppercase()),
            format!("Alamat: {BLANK} Telepon: {BLANK} Surel: {BLANK}"),
        ]
    }

    /// Writes the letterhead.
    pub fn head(&self, document: &mut Docx) {
        let [government, office, address] = self.letterhead();
        document.paragraph_as(Look::Letterhead, &government);
        document.paragraph_as(Look::Letterhead, &office);
        document.paragraph_as(Look::LetterheadEnd, &address);
    }
}

/// "Kabupaten Garut" from "Kab. Garut".
fn written_out(name: &str) -> String {
    name.strip_prefix("Kab. ").map_or_else(|| name.to_owned(), |name| format!("Kabupaten {name}"))
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// "Camat Cikajang", "Plt. Camat Cikajang".
    pub office: String,
    /// The person's name; empty where nobody is recorded.
    pub name: String,
}

impl Signatory {
    /// The block of the signature: office, where the signature is made, name.
    pub fn lines(&self) -> [String; 3] {
        let name = if self.name.is_empty() { BLANK } else { self.name.as_str() };
        [format!("{},", self.office), super::SIGNED_ELSEWHERE.to_owned(), name.to_owned()]
    }
}

/// Who leads the office on a day: who asks by `acting`, when that is a head; else a Plh., who signs while the camat is away,
/// before a Plt., who does while the office is empty, before the camat.
pub async fn signatory(
    db: &impl ConnectionTrait,
    office: &Office,
    code: &str,
    today: NaiveDate,
    acting: Option<TermId>,
) -> Result<Signatory> {
    let heads = Role::ALL.into_iter().filter(|role| role.leads_kecamatan()).map(Role::as_str);
    let terms = office_term::Entity::find()
        .filter(office_term::Column::RegionCode.eq(code))
        .filter(office_term::Column::Role.is_in(heads))
        .filter(current_on(today))
        .all(db)
        .await?;
    let known = terms.into_iter().filter_map(|term| Some((Role::parse(&term.role)?, term)));
    let Some((role, term)) =
        known.max_by_key(|(role, term)| (acting == Some(TermId(term.id)), before(*role), Reverse(term.id)))
    else {
        return Ok(Signatory { office: format!("Camat {}", office.kecamatan), name: String::new() });
    };
    let person = account::Entity::find_by_id(term.account_id).one(db).await?;
    Ok(Signatory {
        office: format!("{} {}", role.label(), office.kecamatan),
        name: person.map_or_else(String::new, |person| person.name),
    })
}

fn before(role: Role) -> u8 {
    match role {
        Role::PlhCamat => 2,
        Role::PltCamat => 1,
        _ => 0,
    }
}
