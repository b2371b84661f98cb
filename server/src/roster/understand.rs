//! A line of the table as a person and a post, or the sentence that says what is wrong with it.

use chrono::NaiveDate;

use super::table::Row;
use crate::account::contact;
use crate::catalogue::Catalogue;
use crate::error::too_long;
use crate::office::invite::{Person, Post};
use crate::office::typed;
use crate::policy::Role;

/// Names, titles and papers are shorter than this.
const MAX_CHARS: usize = 120;

/// Reads a line.
pub(super) fn understand(row: &Row, catalogue: &Catalogue, today: NaiveDate) -> Result<(Person, Post), String> {
    if row.nama.chars().count() < 2 {
        return Err("Nama kosong.".to_owned());
    }
    for (name, cell) in
        [("Nama", &row.nama), ("Jabatan", &row.jabatan), ("Unit", &row.unit), ("Nomor SK", &row.nomor_sk)]
    {
        if let Some(sentence) = too_long(name, cell, MAX_CHARS) {
            return Err(sentence);
        }
    }
    let region = typed::region_code(&row.kode_wilayah);
    let depth = region.split('.').count();
    let places = &catalogue.places;
    let is_known =
        places.kecamatan(&region).is_some() || places.kabupaten_kota(&region).is_some() || region == places.province;
    if !is_known {
        return Err(format!("Kode wilayah “{}” tidak dikenal.", row.kode_wilayah));
    }
    let role = typed::role(&row.peran, depth).ok_or_else(|| format!("Peran “{}” tidak dikenal.", row.peran))?;
    if role.region_depth() != depth {
        return Err(format!("{} tidak ada pada kode wilayah {region}.", role.label()));
    }
    let person = Person {
        name: row.nama.clone(),
        phone: contact("Nomor ponsel", &row.telepon, contact::phone)?,
        email: contact("Surel", &row.email, contact::email)?,
        nip: contact("NIP", &row.nip, contact::nip)?,
    };
    let post = Post {
        role,
        region,
        title: if role == Role::Staf { row.jabatan.clone() } else { String::new() },
        unit_name: if role.is_coordinator() { row.unit.clone() } else { String::new() },
        started_on: date("TMT", &row.tmt)?.unwrap_or(today),
        ended_on: date("Sampai dengan", &row.sampai)?,
        paper: row.nomor_sk.clone(),
    };
    if post.ended_on.is_some_and(|end| end < post.started_on) && !row.tmt.is_empty() {
        return Err("Hari terakhir tidak bisa sebelum TMT.".to_owned());
    }
    Ok((person, post))
}

fn date(name: &str, cell: &str) -> Result<Option<NaiveDate>, String> {
    match cell {
        "" | "-" => Ok(None),
        text => typed::date(text).map(Some).ok_or_else(|| format!("{name} “{text}” tidak terbaca; tulis 24-11-2026.")),
    }
}

fn contact(name: &str, cell: &str, read: fn(&str) -> Option<String>) -> Result<Option<String>, String> {
    if cell.is_empty() || cell == "-" {
        return Ok(None);
    }
    match read(cell) {
        Some(known) => Ok(Some(known)),
        None if cell.contains(['E', 'e']) && cell.contains('+') && !cell.contains('@') => {
            Err(format!("{name} “{cell}” dibulatkan lembar kerja. Jadikan kolomnya teks, lalu isi lagi."))
        }
        None => Err(format!("{name} “{cell}” tidak terbaca.")),
    }
}
