//! What each act is called in Indonesian: the one table between the names that rows hold and the sentences of the page.

mod acts;

use acts::{
    ACCOUNTS, ADOPTIONS, COLLECTIONS, DIGESTS, DRAFTS, FEATURES, LESSONS, MEETINGS, PRODUCTS, QUESTIONS, REPORTS,
    SANCTIONS, SITE, STUDIES, TERMS, TOPICS, VISITS,
};

/// What the row's `reason` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Why, in the words of who did it.
    Reason,
    /// What an office tells itself about a draft; for administrators only.
    OfficeNote,
    /// Something short that the sentence quotes.
    Quoted,
    /// Number of a study.
    Study,
    /// Number of an account.
    Person,
    /// Code of a region.
    Region,
    /// Nothing that a reader needs.
    Nothing,
}

/// An act in words.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The name that rows hold.
    pub act: &'static str,
    /// What follows the person's name: `{s}` stands for what it was done to, `{r}` for what the reason holds.
    pub sentence: &'static str,
    /// What the reason holds.
    pub holds: Holds,
}

use Holds::{Person, Region, Study};

/// Every act, in the groups of the filter.
pub const GROUPS: &[(&str, &[Words])] = &[
    ("Praktik", STUDIES),
    ("Naskah dan tinjauan", DRAFTS),
    ("Praktik pilihan", FEATURES),
    ("Tanya Jawab", QUESTIONS),
    ("Ruang Pembelajaran", LESSONS),
    ("Kumpulan", COLLECTIONS),
    ("Replikasi", ADOPTIONS),
    ("Studi tiru", VISITS),
    ("Produk unggulan", PRODUCTS),
    ("Ringkasan mingguan", DIGESTS),
    ("Rapat", MEETINGS),
    ("Laporan", REPORTS),
    ("Teguran dan penangguhan", SANCTIONS),
    ("Jabatan", TERMS),
    ("Akun", ACCOUNTS),
    ("Topik dan sinonim", TOPICS),
    ("Penggolongan dan situs", SITE),
];

/// The kinds of subjects and their names.
pub const KINDS: &[(&str, &str)] = &[
    ("case_study", "praktik"),
    ("draft", "naskah"),
    ("comment", "komentar"),
    ("question", "pertanyaan"),
    ("answer", "jawaban"),
    ("lesson", "catatan pembelajaran"),
    ("lesson_word", "tanggapan pada catatan pembelajaran"),
    ("collection", "kumpulan"),
    ("adoption", "catatan replikasi"),
    ("visit", "studi tiru"),
    ("product", "produk"),
    ("office_term", "jabatan"),
    ("handover", "serah terima jabatan"),
    ("roster", "daftar pejabat"),
    ("account", "akun"),
    ("address", "alamat jaringan"),
    ("region", "wilayah"),
    ("search_topic", "topik"),
    ("synonym", "sinonim"),
    ("week_theme", "tema pekan"),
    ("sector", "sektor"),
    ("indicator", "indikator"),
    ("measure", "ukuran"),
    ("site", "situs"),
    ("site_text", "teks situs"),
    ("terms", "ketentuan penggunaan"),
    ("digest", "ringkasan mingguan"),
    ("meeting", "rapat"),
    ("minggon", "bahan minggon"),
    ("report", "laporan"),
    ("data_request", "permintaan data"),
    ("sanction", "keputusan"),
];

/// All acts, group after group.
pub fn all() -> impl Iterator<Item = &'static Words> {
    GROUPS.iter().flat_map(|(_, acts)| acts.iter())
}

/// An act in words.
pub fn of(act: &str) -> Option<&'static Words> {
    all().find(|words| words.act == act)
}

/// The name of a kind of subject.
pub fn kind(kind: &str) -> Option<&'static str> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, word)| *word)
}

impl Words {
    /// The act as the filter names it, without what it was done to: "Menerbitkan praktik a.n. Camat".
    pub fn label(&self) -> String {
        let subject = self.usual_subject();
        let told = match self.holds {
            Study => "praktik",
            Person => "seseorang",
            Region => "kecamatan",
            _ => "",
        };
        let label = self.sentence.replace("{s}", subject).replace(": {r}", "").replace("{r}", told);
        let mut letters = label.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    fn usual_subject(&self) -> &'static str {
        let of_act = |part: &str| self.act.contains(part);
        let among = |acts: &[Words]| acts.iter().any(|words| words.act == self.act);
        match self.act {
            "ask_about_own_data" | "answer_data_request" => "permintaan data",
            "nudge" | "nudge_taken_back" => "kecamatan",
            "set_week_theme" => "tema pekan",
            "set_minggon" => "bahan minggon",
            "edit_site" => "nama dan kalimat situs",
            "publish_terms" | "agree_terms" => "ketentuan penggunaan",
            _ if of_act("classification") => "sektor, indikator, atau ukuran",
            _ if among(SITE) => "teks situs",
            "confirm_handover" => "serah terima jabatan",
            "import_roster" => "daftar pejabat",
            "end_term" | "resume_term" => "pejabat",
            "review_first" | "publish_directly" => "suatu wilayah",
            _ if of_act("sekcam") || of_act("delegat") => "kecamatan",
            "hide_answer" | "restore_answer" => "jawaban",
            _ if among(QUESTIONS) => "pertanyaan",
            "hide_lesson_word" | "restore_lesson_word" => "tanggapan pada catatan pembelajaran",
            _ if among(LESSONS) => "catatan pembelajaran",
            _ if of_act("comment") => "komentar",
            _ if of_act("synonym") => "sinonim",
            _ if among(STUDIES) || among(FEATURES) => "praktik",
            _ if among(DRAFTS) => "naskah",
            _ if among(COLLECTIONS) => "kumpulan",
            _ if among(ADOPTIONS) => "catatan replikasi",
            _ if among(VISITS) => "studi tiru",
            _ if among(PRODUCTS) => "produk",
            _ if among(DIGESTS) => "ringkasan mingguan",
            _ if among(MEETINGS) => "rapat",
            _ if among(REPORTS) => "laporan",
            _ if among(SANCTIONS) => "keputusan",
            _ if among(TERMS) => "pejabat",
            _ if among(ACCOUNTS) => "akun",
            _ => "topik",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Holds::Quoted;
    use super::*;

    #[test]
    fn every_act_has_one_sentence_that_says_what_it_was_done_to() {
        let mut names = HashSet::new();
        for words in all() {
            assert!(names.insert(words.act), "{} stands twice", words.act);
            assert!(words.sentence.contains("{s}"), "{}", words.act);
            let tells = matches!(words.holds, Study | Person | Region | Quoted);
            assert_eq!(tells, words.sentence.contains("{r}"), "{}", words.act);
            assert!(!words.label().contains('{'), "{}", words.label());
        }
        for act in crate::policy::Act::ALL {
            // These are permissions, and what is done by them has names of its own; to read is no act to remember.
            let is_recorded = ![
                "write_draft",
                "manage_staff",
                "manage_camat",
                "appoint_coordinator",
                "edit_synonyms",
                "curate_collection",
                "read_audit",
                "sanction",
            ]
            .contains(&act.as_str());
            assert_eq!(is_recorded, of(act.as_str()).is_some(), "{}", act.as_str());
        }
    }

    #[test]
    fn labels_name_what_acts_are_done_to() {
        let label = |act: &str| of(act).unwrap().label();
        assert_eq!(label("publish_for_camat"), "Menerbitkan praktik a.n. Camat");
        assert_eq!(label("add_to_collection"), "Menambahkan praktik ke kumpulan");
        assert_eq!(label("set_week_theme"), "Mengatur tema pekan");
        assert_eq!(label("end_term"), "Mengakhiri jabatan pejabat");
        assert_eq!(label("hand_topic"), "Meneruskan topik kepada kecamatan");
    }
}
