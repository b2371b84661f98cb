//! An entry as a sentence: who, in which office, did what to whom.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;

use super::names::Names;
use super::scope::Scope;
use crate::audit::entity::Model;
use crate::audit::words::{self, Holds};
use crate::case_study::card;
use crate::case_study::entity::draft;
use crate::catalogue::Catalogue;
use crate::collection::entity::collection;
use crate::collection::store::url as collection_url;
use crate::error::Result;
use crate::format;
use crate::office::entity::office_term;
use crate::office::pages::address;
use crate::policy::{Act, Role};
use crate::viewer::Viewer;

/// Some words of a sentence, and where they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub text: String,
    pub url: Option<String>,
}

impl Part {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), url: None }
    }

    fn link(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self { text: text.into(), url: Some(url.into()) }
    }
}

/// An entry as the page and the files show it.
pub(super) struct Line {
    pub at: DateTime<Utc>,
    /// "Siti Rahayu".
    pub who: String,
    /// "Camat Kec. Cikajang, Kab. Garut"; empty for who acted in no office.
    pub post: String,
    /// "Menerbitkan praktik".
    pub label: String,
    /// "Praktik".
    pub kind: String,
    /// What it was done to.
    pub subject: Part,
    /// The sentence after the person.
    pub parts: Vec<Part>,
    /// Why.
    pub reason: String,
}

impl Line {
    /// The sentence after the person, as plain text.
    pub fn sentence(&self) -> String {
        self.parts.iter().map(|part| part.text.as_str()).collect()
    }
}

/// What the sentences are made from.
pub(super) struct Reader<'a> {
    pub viewer: &'a Viewer,
    pub scope: &'a Scope,
    pub catalogue: &'a Catalogue,
}

impl Reader<'_> {
    /// The entries as lines, with nine or ten statements for all of them.
    pub async fn lines(&self, db: &impl ConnectionTrait, entries: Vec<Model>) -> Result<Vec<Line>> {
        let names = Names::read(db, self.viewer, &entries).await?;
        Ok(entries.into_iter().map(|entry| self.line(&names, entry)).collect())
    }

    fn line(&self, names: &Names, entry: Model) -> Line {
        let known = words::of(&entry.act);
        let holds = known.map_or(Holds::Reason, |words| words.holds);
        let subject = self.subject(names, &entry);
        let told = self.told(names, holds, &entry.reason);
        let sentence = known.map_or("melakukan “{r}” pada {s}", |words| words.sentence);
        let told = if known.is_some() { told } else { Part::plain(&entry.act) };
        let shows = self.scope.reads(holds) && holds != Holds::Quoted;
        Line {
            at: entry.at,
            who: entry.account_id.map_or_else(|| "Sistem".to_owned(), |account| names.person(account)),
            post: entry
                .term_id
                .and_then(|term| names.terms.get(&term))
                .map_or_else(String::new, |term| self.office(term)),
            label: known.map_or_else(|| entry.act.clone(), words::Words::label),
            kind: words::kind(&entry.subject_kind).unwrap_or(&entry.subject_kind).to_owned(),
            parts: filled(sentence, &subject, &told),
            subject,
            reason: if shows { entry.reason } else { String::new() },
        }
    }

    /// "Camat Kec. Cikajang, Kab. Garut", "Bagian Tata Pemerintahan Kab. Garut".
    fn office(&self, term: &office_term::Model) -> String {
        let place = self.catalogue.places.full_name(&term.region_code);
        let Some(role) = Role::parse(&term.role) else {
            return place;
        };
        let own = if term.title.is_empty() { &term.unit_name } else { &term.title };
        match role {
            Role::Admin => role.label().to_owned(),
            role if role.leads_kecamatan() || role == Role::Sekcam => format!("{} {place}", role.label()),
            Role::Staf if own.is_empty() => format!("Staf {place}"),
            _ if own.is_empty() => format!("Pembina Kecamatan {place}"),
            _ => format!("{own} {place}"),
        }
    }

    fn told(&self, names: &Names, holds: Holds, reason: &str) -> Part {
        let number = reason.parse::<i64>().ok();
        match holds {
            Holds::Study => number.map_or_else(Part::default, |study| self.study(names, study)),
            Holds::Person => Part::plain(number.map_or_else(String::new, |account| names.person(account))),
            Holds::Region => self.region(reason),
            Holds::Quoted if reason.is_empty() => Part::plain("kosong"),
            Holds::Quoted => Part::plain(format!("“{reason}”")),
            _ => Part::default(),
        }
    }

    fn subject(&self, names: &Names, entry: &Model) -> Part {
        let id = entry.subject_id.as_str();
        let number = id.parse::<i64>().unwrap_or_default();
        match entry.subject_kind.as_str() {
            "case_study" => self.study(names, number),
            "comment" => match names.comments.get(&number) {
                Some(comment) => {
                    let study = self.study(names, comment.case_study_id);
                    let url = study.url.map(|url| format!("{url}#komentar-bagian"));
                    Part { text: format!("komentar di {}", study.text), url }
                }
                None => Part::plain(format!("komentar nomor {id}")),
            },
            "draft" => Part::plain(self.draft(names.drafts.get(&number), number)),
            "collection" => self.collection(names.collections.get(&number), number),
            "question" => Part::link(format!("pertanyaan nomor {id}"), format!("/tanya/{id}")),
            "answer" => Part::link(format!("jawaban nomor {id}"), format!("/jawaban/{id}")),
            "lesson" => Part::link(format!("catatan pembelajaran {id}"), format!("/pembelajaran/{id}")),
            "lesson_word" => Part::plain(format!("tanggapan nomor {id} pada catatan pembelajaran")),
            "office_term" => self.term(names, number),
            "handover" => match names.handovers.get(&number) {
                Some(row) => {
                    let text = format!("serah terima jabatan {}", self.place(&row.kecamatan_code));
                    let sees = self.viewer.may(Act::ManageCamat, &row.kecamatan_code);
                    Part { text, url: sees.then(|| format!("/serah-terima/{number}")) }
                }
                None => Part::plain(format!("serah terima jabatan nomor {id}")),
            },
            "account" if entry.account_id == Some(number) => Part::plain("akunnya sendiri"),
            "account" if number > 0 => Part::plain(format!("akun {}", names.person(number))),
            "account" => Part::plain("akun yang tidak dikenal"),
            "address" => Part::plain(format!("alamat jaringan {id}")),
            "roster" => Part::plain(format!("daftar pejabat ({} baris)", format::integer(number))),
            "region" => self.region(id),
            "search_topic" => self.topic(names, number),
            "synonym" if self.scope.is_everything() => Part::link("sinonim pencarian", "/admin/sinonim"),
            "synonym" => Part::plain("sinonim pencarian"),
            "sector" => self.classified("sektor", self.catalogue.sector_by_id(number).map(|row| &row.name), number),
            "indicator" => {
                self.classified("indikator", self.catalogue.indicator_by_id(number).map(|row| &row.name), number)
            }
            "measure" => {
                let known = self.catalogue.measures.iter().find(|row| row.id == number);
                self.classified("ukuran", known.map(|row| &row.name), number)
            }
            "site" => self.kept("nama dan kalimat situs", "/admin/situs".to_owned()),
            "site_text" => {
                let name = crate::settings::text(id).map_or(id, |text| text.name);
                self.kept(&format!("teks {name}"), format!("/admin/situs/{id}/riwayat"))
            }
            "terms" => Part::link(format!("ketentuan penggunaan versi {id}"), format!("/ketentuan/riwayat/{id}")),
            "week_theme" => self.week_theme(id),
            "report" => Part::link(format!("laporan nomor {id}"), format!("/laporan/{id}")),
            "data_request" => Part::link(format!("permintaan data nomor {id}"), format!("/permintaan-data/{id}")),
            "sanction" => Part::link(format!("keputusan nomor {id}"), format!("/teguran/{id}")),
            "product" => Part::link(format!("produk nomor {id}"), format!("/produk/{id}")),
            // An entry whose first step was taken back has no page any more.
            "adoption" if !names.adoptions.contains_key(&number) => {
                Part::plain(format!("catatan replikasi nomor {id}"))
            }
            "adoption" => Part::link(format!("catatan replikasi nomor {id}"), format!("/replikasi/{id}")),
            "visit" => Part::link(format!("studi tiru nomor {id}"), format!("/studi-tiru/{id}")),
            "digest" => Part::link(format!("ringkasan mingguan nomor {id}"), format!("/ringkasan/{id}")),
            // A meeting is its office's: readers of the audit learn that it is there, not what it says.
            "meeting" => Part::plain(format!("rapat nomor {id}")),
            "minggon" => Part::link(format!("bahan minggon nomor {id}"), "/minggon"),
            kind => Part::plain(format!("{kind} {id}")),
        }
    }

    /// By its title where the reader may see it, else by its number.
    fn study(&self, names: &Names, number: i64) -> Part {
        match names.studies.get(&number) {
            Some(study) => Part::link(format!("praktik “{}”", study.title), card::url(number, &study.title)),
            None => Part::plain(format!("praktik nomor {number}")),
        }
    }

    /// A draft's text is its office's: readers of the audit learn whose it is, not what it says.
    fn draft(&self, draft: Option<&draft::Model>, number: i64) -> String {
        match draft {
            Some(draft) => format!("naskah nomor {number} dari {}", self.place(&draft.kecamatan_code)),
            None => format!("naskah nomor {number}"),
        }
    }

    fn collection(&self, row: Option<&collection::Model>, number: i64) -> Part {
        let Some(row) = row else {
            return Part::plain(format!("kumpulan nomor {number}"));
        };
        let text = format!("kumpulan “{}”", row.title);
        match row.state.as_str() {
            "tayang" => Part::link(text, collection_url(number, &row.title)),
            _ if !self.viewer.may(Act::EditCollection, &row.scope_code) => {
                Part::plain(format!("kumpulan nomor {number}"))
            }
            "draf" => Part::link(text, format!("/kumpulan/{number}/ubah")),
            _ => Part::plain(text),
        }
    }

    fn term(&self, names: &Names, number: i64) -> Part {
        let Some(term) = names.terms.get(&number) else {
            return Part::plain(format!("jabatan nomor {number}"));
        };
        let text = format!("{} sebagai {}", names.person(term.account_id), self.office(term));
        let manages = self.viewer.may(Act::ManageStaff, &term.region_code);
        Part { text, url: address(&term.region_code).filter(|_| manages) }
    }

    fn topic(&self, names: &Names, number: i64) -> Part {
        let Some(topic) = names.topics.get(&number) else {
            return Part::plain(format!("topik nomor {number}"));
        };
        let text = format!("topik “{}”", topic.text);
        let sees = self.viewer.acting_term().is_some_and(|term| self.viewer.may(Act::AnswerTopic, &term.region));
        Part { text, url: sees.then(|| "/meja/topik".to_owned()) }
    }

    fn region(&self, code: &str) -> Part {
        let folder = if code.split('.').count() == 3 { "kecamatan" } else { "kabupaten-kota" };
        let is_known =
            self.catalogue.places.kecamatan(code).is_some() || self.catalogue.places.kabupaten_kota(code).is_some();
        Part { text: self.place(code), url: is_known.then(|| format!("/{folder}/{code}")) }
    }

    /// Something that we classify by; administrators follow it to its form.
    fn classified(&self, kind: &str, name: Option<&String>, number: i64) -> Part {
        let text = name.map_or_else(|| format!("{kind} nomor {number}"), |name| format!("{kind} “{name}”"));
        self.kept(&text, format!("/admin/{kind}/{number}"))
    }

    fn kept(&self, text: &str, url: String) -> Part {
        Part { text: text.to_owned(), url: self.scope.is_everything().then_some(url) }
    }

    fn week_theme(&self, id: &str) -> Part {
        let (code, monday) = id.split_once(' ').unwrap_or((id, ""));
        let week = monday.parse::<NaiveDate>().map_or_else(|_| monday.to_owned(), format::date);
        let text = format!("tema pekan {week} untuk {}", self.place(code));
        Part { text, url: (!self.scope.is_everything()).then(|| "/meja/kalender".to_owned()) }
    }

    fn place(&self, code: &str) -> String {
        self.catalogue.places.full_name(code)
    }
}

/// The sentence with what stands for `{s}` and `{r}`.
fn filled(sentence: &str, subject: &Part, told: &Part) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            parts.push(Part::plain(before));
        }
        parts.push(if from.starts_with("{s}") { subject.clone() } else { told.clone() });
        rest = from.get(3..).unwrap_or_default();
    }
    if !rest.is_empty() {
        parts.push(Part::plain(rest));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_filled_in_its_order() {
        let (subject, told) = (Part::link("kumpulan “K”", "/kumpulan/1"), Part::plain("praktik “P”"));
        let parts = filled("menambahkan {r} ke {s} lagi", &subject, &told);
        let text: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(text, "menambahkan praktik “P” ke kumpulan “K” lagi");
        assert_eq!(parts[3], subject);
    }
}
