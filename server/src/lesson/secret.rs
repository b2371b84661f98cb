//! The names that an unnamed lesson must not say: where it was, and who serves or served there. Who reads "bersama Bu Euis"
//! and knows the offices, or looks at a kecamatan's page, knows who wrote.

use std::collections::BTreeMap;

use crate::catalogue::Catalogue;
use crate::kecamatan::kabupaten_kota_of;

/// A name that tells whose an unnamed lesson is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// The kecamatan, in one of its spellings, or the kabupaten/kota.
    Place {
        /// "Cikajang", "Garut".
        name: String,
        /// What may stand in its place: "kecamatan ini".
        instead: &'static str,
    },
    /// A person of the office, with titles as the account has them.
    Person(String),
}

impl Secret {
    /// The name as a text says it, or nothing.
    pub fn found_in(&self, text: &str) -> Option<String> {
        match self {
            Self::Place { name, .. } => names(text, name).then(|| name.clone()),
            Self::Person(name) => person_in(text, name),
        }
    }

    /// What to do about it.
    fn advice(&self) -> String {
        match self {
            Self::Place { instead, .. } => format!("Tulis “{instead}” saja."),
            Self::Person(_) => "Tulis jabatannya tanpa nama.".to_owned(),
        }
    }
}

/// What a text says of these secrets, a sentence for each kind of them.
pub fn told(secrets: &[Secret], text: &str) -> Vec<String> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for secret in secrets {
        if let Some(name) = secret.found_in(text) {
            let names = found.entry(secret.advice()).or_default();
            if !names.iter().any(|known| plain(known) == plain(&name)) {
                names.push(name);
            }
        }
    }
    let sentence = |(advice, names): (String, Vec<String>)| {
        format!("Di sini tertulis nama {}, padahal catatan ini tanpa nama. {advice}", names.join(", "))
    };
    found.into_iter().map(sentence).collect()
}

/// What the own kecamatan is called in each spelling that is known, and its kabupaten/kota; nothing for what is none.
pub fn places(catalogue: &Catalogue, code: &str) -> Vec<Secret> {
    let Some(place) = catalogue.places.kecamatan(code) else {
        return Vec::new();
    };
    let own = [&place.name].into_iter().chain(catalogue.places.variants(code));
    let mut found: Vec<Secret> =
        own.map(|name| Secret::Place { name: name.clone(), instead: "kecamatan ini" }).collect();
    let above = catalogue.places.kabupaten_kota(kabupaten_kota_of(code)).and_then(|above| above.name.split_once(' '));
    if let Some((kind, name)) = above.filter(|(_, name)| plain(name) != plain(&place.name)) {
        let instead = if kind == "Kota" { "kota ini" } else { "kabupaten ini" };
        found.push(Secret::Place { name: name.to_owned(), instead });
    }
    found
}

/// What leads to the name of a place, so that it is one in any spelling: as phones type it, "kami di cikajang".
const LEADS: [&str; 19] = [
    "kecamatan",
    "kec",
    "kabupaten",
    "kab",
    "kota",
    "pemkab",
    "pemkot",
    "bupati",
    "walikota",
    "camat",
    "sekcam",
    "di",
    "ke",
    "dari",
    "dr",
    "warga",
    "desa",
    "wilayah",
    "kantor",
];

/// Kecamatan that are called what everybody says. Their name alone, also with the capital of a title, is none.
const EVERYDAY: [&str; 9] =
    ["darma", "lumbung", "nanggung", "pagelaran", "pangkalan", "patrol", "rongga", "sumber", "talun"];

/// What leads to a kecamatan and to nothing else.
const OF_KECAMATAN: [&str; 4] = ["kecamatan", "kec", "camat", "sekcam"];

/// True when a text names a place, in one word or in several: with a capital, or in any spelling after a word that leads
/// to a place. Of [`EVERYDAY`] words only with a capital after such a word, or behind "kecamatan".
pub fn names(text: &str, place: &str) -> bool {
    let name = plain(place);
    if name.is_empty() {
        return false;
    }
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(at, first)| {
        let mut joined = String::new();
        for word in words.iter().skip(at) {
            joined.push_str(&plain(word));
            if joined.len() >= name.len() {
                break;
            }
        }
        let is_capital = first.chars().next().is_some_and(char::is_uppercase);
        let before = at.checked_sub(1).and_then(|before| words.get(before)).map(|word| plain(word)).unwrap_or_default();
        let is_led = LEADS.contains(&before.as_str());
        let is_told = if EVERYDAY.contains(&name.as_str()) {
            (is_capital && is_led) || OF_KECAMATAN.contains(&before.as_str())
        } else {
            is_capital || is_led
        };
        joined == name && is_told
    })
}

/// What a person is called by: behind it stands a name.
const HONORIFICS: [&str; 19] = [
    "pak", "bapak", "bpk", "bu", "ibu", "kang", "akang", "mang", "teh", "teteh", "ceu", "mas", "mbak", "h", "haji",
    "hj", "sdr", "sdri", "saudara",
];

/// What leads to a person, so that a name is one in any spelling.
const LEADS_TO_PEOPLE: [&str; 15] = [
    "camat", "sekcam", "plt", "plh", "kasi", "kasubag", "staf", "oleh", "bersama", "dengan", "hubungi", "bernama",
    "nama", "kepada", "dari",
];

/// Names of people that are everyday words as well: "hari pertama", "Dana Desa", "Posyandu Melati" name nobody. They count
/// behind "Pak" or "Bu", or beside another part of the name.
const COMMON: &str = "abadi adi agung agustus aman amanah anugerah anugrah april asih asri bakti baru berkah bhakti bina \
    bintang budaya bulan bunga cahaya camat cempaka cipta citra cucu dahlia dana darma desember dewi \
    dharma dwi eka fajar fitri gema guntur harapan hari hidayah hikmah ikhlas iman indah intan januari \
    jaya juli juni kartini karya kasi kasih kenanga kencana kurnia kusuma lestari lingga maju makmur \
    mandiri maret maulid mawar mega mekar melati mentari merdeka muda muhammad mulia mulya murni mutiara \
    nugraha nur oktober pandu pelita perdana permata pertiwi pratama prima purnama putra putri rahayu \
    rahmat ramadan ramadhan rapat raya restu sabar sakti sari satria sejahtera sejati sekcam sentosa \
    setia slamet sri staf subur suci sugih sukma sumber surya tani tata teguh tirta tri tunggal undang \
    untung utama wahyu wangi warga wibawa";

/// The words by which a text names this person, or nothing: a given name with a capital, in any spelling behind a word that
/// leads to people or beside another part of the name.
pub fn person_in(text: &str, person: &str) -> Option<String> {
    let parts: Vec<String> = name_parts(person).map(|part| plain(&part)).collect();
    let words: Vec<(&str, String)> = text
        .split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '\'' | '’'))
        .map(|word| (word, plain(word)))
        .filter(|(_, word)| !word.is_empty())
        .collect();
    let tells = |at: usize, shown: &str, word: &String| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let is_behind = |leads: &[&str]| before.is_some_and(|(_, before)| leads.contains(&before.as_str()));
        let mut beside = before.into_iter().chain(words.get(at + 1));
        let is_beside = beside.any(|(_, other)| other != word && parts.contains(other));
        let is_capital = shown.starts_with(char::is_uppercase);
        // "Bu Ai" is one; "Ai" alone may be anything.
        if word.chars().count() < 3 {
            return is_behind(&HONORIFICS) || (is_capital && is_beside);
        }
        if COMMON.split(' ').any(|common| common == word) {
            return is_capital && (is_beside || is_behind(&HONORIFICS));
        }
        is_capital || is_beside || is_behind(&HONORIFICS) || is_behind(&LEADS_TO_PEOPLE)
    };
    let is_named = |(at, (shown, word)): &(usize, &(&str, String))| parts.contains(word) && tells(*at, shown, word);
    let (first, _) = words.iter().enumerate().find(is_named)?;
    let said = words.iter().skip(first).take_while(|(_, word)| parts.contains(word)).map(|(shown, _)| *shown);
    Some(said.collect::<Vec<_>>().join(" "))
}

/// Titles that hang before a name without a dot.
const TITLES: [&str; 7] = ["apt", "dra", "drs", "hajah", "haji", "prof", "raden"];

/// The parts of a person's name that tell who it is: neither titles nor initials. Of "H.Asep" the part behind the dot; what is
/// short there is a degree, "S.Sos". Of two letters only those that are no degree: "Ai", "Ii".
fn name_parts(name: &str) -> impl Iterator<Item = String> {
    let name = name.split(',').next().unwrap_or_default();
    let parts = name.split_whitespace().filter_map(|part| match part.rsplit_once('.') {
        Some((_, behind)) => (behind.chars().count() > 3).then_some(behind),
        None => (part.chars().count() > 2 || is_short_name(part)).then_some(part),
    });
    parts.filter(|part| !TITLES.contains(&plain(part).as_str())).map(str::to_owned)
}

fn is_short_name(part: &str) -> bool {
    part.chars().count() == 2 && plain(part).chars().all(|letter| "aeiou".contains(letter))
}

/// Letters and digits alone, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
