//! The form of an invitation: what was typed, and the person and post it means.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::invite::{Person, Post};
use super::typed;
use crate::account::contact;
use crate::error::Problems;
use crate::policy::Role;

/// Names, titles and papers are shorter than this.
const MAX_CHARS: usize = 120;

/// Posts may be recorded this long before they begin, in days.
const FURTHEST_AHEAD: Days = Days::new(366);

/// The form as it was sent.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields carry the names of the form's")]
pub struct Fields {
    pub name: String,
    pub phone: String,
    pub email: String,
    pub nip: String,
    pub role: String,
    pub title: String,
    pub unit_name: String,
    pub started_on: String,
    pub ended_on: String,
    pub paper: String,
}

impl Fields {
    /// The person and the post, or what has to be mended; `roles` are those that the form offers.
    pub fn read(&self, region: &str, roles: &[Role], today: NaiveDate) -> Result<(Person, Post), Problems> {
        let mut problems = Problems::default();
        let role = Role::parse(&self.role).filter(|role| roles.contains(role));
        if role.is_none() {
            problems.add("role", "Pilih jabatannya.");
        }
        let person = self.person(&mut problems);
        let started_on = if self.started_on.trim().is_empty() { Some(today) } else { typed::date(&self.started_on) };
        let ended_on = if self.ended_on.trim().is_empty() { Some(None) } else { typed::date(&self.ended_on).map(Some) };
        match started_on {
            None => problems.add("started_on", "Tanggal tidak terbaca. Tulis seperti 24-11-2026."),
            Some(start) if today.checked_add_days(FURTHEST_AHEAD).is_some_and(|limit| start > limit) => {
                problems.add("started_on", "TMT paling jauh satu tahun dari sekarang.");
            }
            Some(_) => {}
        }
        match (ended_on, started_on) {
            (None, _) => problems.add("ended_on", "Tanggal tidak terbaca. Tulis seperti 24-11-2026, atau kosongkan."),
            (Some(Some(end)), Some(start)) if end < start => {
                problems.add("ended_on", "Hari terakhir tidak bisa sebelum TMT.");
            }
            _ => {}
        }
        if role.is_some_and(Role::is_coordinator) && self.unit_name.trim().is_empty() {
            problems.add("unit_name", "Isi unit kerjanya, misalnya Bagian Tata Pemerintahan.");
        }
        if matches!(role, Some(Role::PltCamat | Role::PlhCamat)) && self.paper.trim().is_empty() {
            problems.add("paper", "Isi nomor surat perintah atau SK Plt. atau Plh.");
        }
        if role == Some(Role::PlhCamat) && self.ended_on.trim().is_empty() {
            // A Plh. stands in while the holder is away, or an office would keep its stand-in for ever.
            problems.add("ended_on", "Isi hari terakhirnya; Plh. berakhir dengan sendirinya.");
        }
        for (field, value) in [("title", &self.title), ("unit_name", &self.unit_name), ("paper", &self.paper)] {
            too_long(&mut problems, field, value);
        }
        match (role, started_on, ended_on) {
            (Some(role), Some(started_on), Some(ended_on)) if problems.is_empty() => {
                let post = Post {
                    role,
                    region: region.to_owned(),
                    title: if role == Role::Staf { one_line(&self.title) } else { String::new() },
                    unit_name: if role.is_coordinator() { one_line(&self.unit_name) } else { String::new() },
                    started_on,
                    ended_on,
                    paper: one_line(&self.paper),
                };
                Ok((person, post))
            }
            _ => Err(problems),
        }
    }

    fn person(&self, problems: &mut Problems) -> Person {
        let person = self.who(problems);
        if person.phone.is_none() && person.email.is_none() && person.nip.is_none() && problems.of("phone").is_none() {
            problems.add("phone", "Isi nomor ponsel, surel, atau NIP, supaya orangnya bisa masuk.");
        }
        person
    }

    /// The name, and the numbers and addresses, each of which may be missing.
    pub fn who(&self, problems: &mut Problems) -> Person {
        let name = one_line(&self.name);
        if name.chars().count() < 2 {
            problems.add("name", "Isi namanya, boleh dengan gelar.");
        }
        too_long(problems, "name", &self.name);
        let mut read = |field: &str, typed: &str, read: fn(&str) -> Option<String>, sentence: &str| {
            let known = if typed.trim().is_empty() { None } else { read(typed) };
            if known.is_none() && !typed.trim().is_empty() {
                problems.add(field, sentence);
            }
            known
        };
        let phone =
            read("phone", &self.phone, contact::phone, "Nomor ponsel tidak terbaca. Tulis seperti 0812-3456-7890.");
        let email =
            read("email", &self.email, contact::email, "Alamat surel tidak terbaca. Tulis seperti nama@kantor.go.id.");
        let nip = read("nip", &self.nip, contact::nip, "NIP atau NI PPPK terdiri atas 18 angka.");
        Person { name, phone, email, nip }
    }
}

/// Adds a problem to a field that is longer than such lines are.
pub(super) fn too_long(problems: &mut Problems, field: &str, value: &str) {
    let count = value.trim().chars().count();
    if count > MAX_CHARS {
        problems.add(field, format!("Paling panjang {MAX_CHARS} karakter; yang ini {count}."));
    }
}

/// White space and control characters folded to single spaces.
pub fn one_line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
