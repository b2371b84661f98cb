//! What an address of the search page asks for, and addresses that ask for a little more or less.

use forum_search::{Audience, Filters, Request, Sort};

use crate::case_study::content::{STAGES, stage_name};
use crate::case_study::evidence::Evidence;
use crate::catalogue::Catalogue;
use crate::ids::CaseStudyId;
use crate::meeting::Shortlist;
use crate::web::{decode, encode};

/// A query longer than this (in characters) is cut; the field of the form takes no more.
pub const MAX_QUERY_CHARS: usize = 200;

/// Hits on a page.
pub const PER_PAGE: u64 = 20;

/// Hits on a screen that is read from the back row; each has a number key.
pub const PER_SCREEN: u64 = 8;

/// The last page that can be reached: nobody turns pages further.
pub const LAST_PAGE: u64 = 500;

/// What can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Sectors.
    Sector,
    /// Indicators.
    Indicator,
    /// Kabupaten and kota.
    KabupatenKota,
    /// Kecamatan.
    Kecamatan,
    /// Stages.
    Stage,
    /// Years.
    Year,
    /// At least a rung of evidence.
    Evidence,
}

impl Group {
    /// All, in the order of the address.
    pub const ALL: [Self; 7] =
        [Self::Sector, Self::Indicator, Self::KabupatenKota, Self::Kecamatan, Self::Stage, Self::Year, Self::Evidence];

    /// Its name in the address.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Sector => "sektor",
            Self::Indicator => "indikator",
            Self::KabupatenKota => "kabupaten_kota",
            Self::Kecamatan => "kecamatan",
            Self::Stage => "tahap",
            Self::Year => "tahun",
            Self::Evidence => "bukti",
        }
    }

    /// Its heading on the page.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Sector => "Sektor",
            Self::Indicator => "Indikator",
            Self::KabupatenKota => "Kabupaten/kota",
            Self::Kecamatan => "Kecamatan",
            Self::Stage => "Tahap",
            Self::Year => "Tahun",
            Self::Evidence => "Bukti",
        }
    }

    /// A value in words; `None` for what does not exist, so that an odd address asks for nothing.
    pub fn name(self, value: &str, catalogue: &Catalogue) -> Option<String> {
        match self {
            Self::Sector => catalogue.sector(value).map(|sector| sector.name.clone()),
            Self::Indicator => catalogue.indicator(value).map(|indicator| indicator.name.clone()),
            Self::KabupatenKota => catalogue.places.kabupaten_kota(value).map(|place| place.name.clone()),
            Self::Kecamatan => catalogue.places.kecamatan(value).map(|place| catalogue.places.full_name(&place.code)),
            Self::Stage => STAGES.iter().any(|(slug, _)| *slug == value).then(|| stage_name(value).to_owned()),
            Self::Year => {
                value.parse::<u16>().ok().filter(|year| (1900..2200).contains(year)).map(|year| year.to_string())
            }
            Self::Evidence => {
                Evidence::parse(value).filter(|rung| *rung > Evidence::Story).map(|rung| rung.label().to_owned())
            }
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The words.
    pub text: String,
    chosen: Vec<(Group, String)>,
    /// True for the newest first.
    pub newest: bool,
    /// True when the words are meant as typed, without correction.
    pub verbatim: bool,
    /// True for the projector: few hits in large letters.
    pub room: bool,
    /// Studies marked for the meeting.
    pub marked: Shortlist,
    /// The page, from 1.
    pub page: u64,
}

impl Asked {
    /// Reads an address. What does not exist is left out; nothing that is typed is an error.
    pub fn read(query: &str, catalogue: &Catalogue) -> Self {
        let mut asked = Self { page: 1, ..Self::default() };
        for (name, value) in pairs(query).map(renamed) {
            match name.as_str() {
                "q" => asked.text = tidy(&value),
                "tampilan" => asked.room = value == "rapat",
                "rapat" => asked.marked = Shortlist::read(&value),
                "persis" => asked.verbatim = value == "1",
                "urut" => asked.newest = value == "terbaru",
                "halaman" => asked.page = crate::web::pager::page_number(Some(&value)).min(LAST_PAGE),
                name => {
                    if let Some(group) = Group::ALL.into_iter().find(|group| group.parameter() == name)
                        && group.name(&value, catalogue).is_some()
                        && !asked.has(group, &value)
                    {
                        asked.chosen.push((group, value));
                    }
                }
            }
        }
        asked.chosen.sort_by_key(|(group, _)| *group as usize);
        asked
    }

    /// True when a value is chosen.
    pub fn has(&self, group: Group, value: &str) -> bool {
        self.chosen.iter().any(|(other, chosen)| *other == group && chosen == value)
    }

    /// The chosen filters.
    pub fn chosen(&self) -> impl Iterator<Item = (Group, &str)> {
        self.chosen.iter().map(|(group, value)| (*group, value.as_str()))
    }

    /// The chosen values of a group.
    pub fn of(&self, group: Group) -> Vec<String> {
        self.chosen().filter(|(other, _)| *other == group).map(|(_, value)| value.to_owned()).collect()
    }

    /// How many filters are chosen.
    pub fn filter_count(&self) -> usize {
        self.chosen.len()
    }

    /// The same with a value chosen, or no longer; from the first page.
    pub fn toggled(&self, group: Group, value: &str) -> Self {
        let mut other = Self { page: 1, ..self.clone() };
        if self.has(group, value) {
            other.chosen.retain(|(kind, chosen)| !(*kind == group && chosen == value));
        } else {
            other.chosen.push((group, value.to_owned()));
            other.chosen.sort_by_key(|(group, _)| *group as usize);
        }
        other
    }

    /// The same for the projector, or on the ordinary page; from the first page.
    pub fn shown(&self, room: bool) -> Self {
        Self { room, page: 1, ..self.clone() }
    }

    /// Words and filters only: what is kept of a search.
    pub fn search_alone(&self) -> Self {
        Self { room: false, marked: Shortlist::default(), page: 1, ..self.clone() }
    }

    /// The same with a study marked for the meeting, or no longer.
    pub fn marking(&self, id: &i64) -> Self {
        Self { marked: self.marked.toggled(CaseStudyId(*id)), ..self.clone() }
    }

    /// What stands behind the address of a hit, so that its page knows the list.
    pub fn carried(&self) -> String {
        self.marked.carried()
    }

    /// Whether a study is marked.
    pub fn is_marked(&self, id: &i64) -> bool {
        self.marked.has(CaseStudyId(*id))
    }

    /// How many hits a page has.
    pub fn per_page(&self) -> u64 {
        if self.room { PER_SCREEN } else { PER_PAGE }
    }

    /// The same with other words and without filters.
    pub fn only(text: &str) -> Self {
        Self { text: text.to_owned(), page: 1, ..Self::default() }
    }

    /// The same in the other order, from the first page.
    pub fn sorted(&self, newest: bool) -> Self {
        Self { newest, page: 1, ..self.clone() }
    }

    /// The same with the words as typed, from the first page.
    pub fn as_typed(&self) -> Self {
        Self { verbatim: true, page: 1, ..self.clone() }
    }

    /// The same with other words, from the first page.
    pub fn with_words(&self, text: &str) -> Self {
        Self { text: text.to_owned(), page: 1, ..self.clone() }
    }

    /// Another page of the same.
    pub fn at_page(&self, page: u64) -> Self {
        Self { page, ..self.clone() }
    }

    /// Its address.
    pub fn url(&self) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", &self.text));
        }
        pairs.extend(self.chosen().map(|(group, value)| (group.parameter(), value)));
        if self.verbatim {
            pairs.push(("persis", "1"));
        }
        if self.newest {
            pairs.push(("urut", "terbaru"));
        }
        if self.room {
            pairs.push(("tampilan", "rapat"));
        }
        let marked = self.marked.text();
        if !marked.is_empty() {
            pairs.push(("rapat", &marked));
        }
        let page = self.page.to_string();
        if self.page > 1 {
            pairs.push(("halaman", &page));
        }
        let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if query.is_empty() { "/cari".to_owned() } else { format!("/cari?{}", query.join("&")) }
    }

    /// What the index is asked.
    pub fn request(&self, is_member: bool) -> Request {
        let offset = usize::try_from((self.page - 1) * self.per_page()).unwrap_or(usize::MAX);
        Request {
            text: self.text.clone(),
            audience: audience(is_member),
            filters: self.filters(),
            sort: if self.newest { Sort::Newest } else { Sort::Relevance },
            offset,
            limit: usize::try_from(self.per_page()).unwrap_or(20),
            verbatim: self.verbatim,
        }
    }

    fn filters(&self) -> Filters {
        Filters {
            sectors: self.of(Group::Sector),
            indicators: self.of(Group::Indicator),
            kabupaten_kota: self.of(Group::KabupatenKota),
            kecamatan: self.of(Group::Kecamatan),
            stages: self.of(Group::Stage),
            years: self.of(Group::Year).iter().filter_map(|year| year.parse().ok()).collect(),
            kind: None,
            evidence: self.of(Group::Evidence),
            published_after_ms: None,
        }
    }
}

/// What addresses called "ada_angka=1" before there were rungs of evidence: people keep addresses.
fn renamed((name, value): (String, String)) -> (String, String) {
    if name == "ada_angka" && value == "1" {
        return (Group::Evidence.parameter().to_owned(), Evidence::Figures.as_str().to_owned());
    }
    (name, value)
}

/// As whom the index is asked.
pub fn audience(is_member: bool) -> Audience {
    if is_member { Audience::Members } else { Audience::Public }
}

/// Names and values of a query string, decoded.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(&value.replace('+', " ")))
    })
}

/// Words on one line, without control characters, at most as long as the form's field.
pub fn tidy(text: &str) -> String {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    line.trim().chars().take(MAX_QUERY_CHARS).collect::<String>().trim_end().to_owned()
}
