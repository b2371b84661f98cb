//! A lesson with a page of what was said to it as one viewer sees it, in a constant number of statements. Of an unnamed one
//! nothing of its writer or office comes this far, but for who knows it.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Utc};
use sea_orm::ConnectionTrait;

use super::entity::{lesson, lesson_word};
use super::window::{self, Window};
use super::{AUTHOR, UNNAMED, store, words};
use crate::account::names;
use crate::case_study::{self, card};
use crate::clock::Clock;
use crate::error::Result;
use crate::format;
use crate::ids::CaseStudyId;
use crate::markdown::{self, SafeHtml};
use crate::viewer::Viewer;

const DELETED: &str = "Tanggapan dihapus penulisnya.";
const HIDDEN: &str = "Tanggapan ini disembunyikan pembina kecamatan.";

/// A lesson; `lesson/show.html` draws it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// "Camat Cikajang, Kab. Garut", or "Tanpa nama".
    pub office: String,
    /// The person's name, where it is shown.
    pub person: String,
    /// "24 Nov 2026"; of an unnamed one only the month.
    pub when: String,
    /// Who wrote an unnamed one, for who knows it.
    pub known: Option<String>,
    /// Heading and text of each part that was written.
    pub parts: Vec<(&'static str, SafeHtml)>,
    /// Address and title of the study that it is about.
    pub study: Option<(String, String)>,
    /// Why it is hidden, for who knows its office.
    pub hidden: Option<String>,
    /// What members said, as far as it stands on this page.
    pub words: Vec<Word>,
    /// The number of the page, from 1.
    pub page: u64,
    /// How many words there are on all pages, also those that are gone.
    pub total: u64,
    /// What was told to the coordinators, for them.
    pub reports: Vec<Word>,
    /// True for members, while they read it.
    pub may_say: bool,
    /// True where other members read neither name nor place.
    pub is_unnamed: bool,
    /// True where what this viewer says stands as the writer's, without a name.
    pub speaks_as_author: bool,
    /// True for the office that it belongs to.
    pub may_edit: bool,
    /// True for coordinators above the office, while it is shown.
    pub may_hide: bool,
    /// True for them, while it is hidden.
    pub may_restore: bool,
}

/// One thing that was said.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its number; its anchor on the page is `t-{id}`.
    pub id: i64,
    /// The office, or "Penulis"; empty for who spoke without one.
    pub office: String,
    /// The person's name, where it is shown.
    pub person: String,
    /// When; of the writer of an unnamed lesson only the month.
    pub when: String,
    /// The text, for who may read it.
    pub body: SafeHtml,
    /// What stands in place of a text that this viewer may not read; empty when the text is there.
    pub gone: &'static str,
    /// Why it is hidden, for its writer and the coordinators above the office.
    pub hidden: Option<String>,
    /// True for its writer.
    pub may_delete: bool,
    /// True for coordinators above the office, while it is shown.
    pub may_hide: bool,
    /// True for them, while it is hidden.
    pub may_restore: bool,
}

/// Reads what hangs on a lesson, with a page of what was said. The caller has found it through the gate.
pub async fn shown(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    clock: &Clock,
    row: &lesson::Model,
    page: u64,
) -> Result<Shown> {
    let Window { words, page, total } = window::read(db, row.id, page).await?;
    let sight = Sight { viewer, clock, row, knows: store::knows(viewer, row), cares: store::cares(viewer, row) };
    let reports = if sight.cares { words::reports(db, row.id).await? } else { Vec::new() };
    let people = words.iter().chain(&reports).filter(|word| sight.is_named(word)).map(|word| word.account_id);
    let writer = row.account_id.filter(|_| !row.is_unnamed || sight.knows);
    let people: Vec<i64> = people.chain([writer]).flatten().collect();
    let names = names(db, people).await?;
    let writer = writer.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let known = (row.is_unnamed && sight.knows).then(|| joined(&writer, &row.byline));
    let is_shown = store::is_shown(row);
    Ok(Shown {
        office: if row.is_unnamed { UNNAMED.to_owned() } else { row.byline.clone() },
        person: if row.is_unnamed { String::new() } else { writer },
        when: when(clock, row.created_at, row.is_unnamed),
        known,
        parts: parts(row),
        study: study(db, viewer, row, sight.knows).await?,
        hidden: row.hidden_at.map(|_| format!("Disembunyikan pembina kecamatan: {}", row.hidden_reason)),
        words: words.iter().map(|word| sight.word(word, &names)).collect(),
        page,
        total,
        reports: reports.iter().map(|word| sight.word(word, &names)).collect(),
        may_say: viewer.is_member() && is_shown,
        is_unnamed: row.is_unnamed,
        speaks_as_author: row.is_unnamed && store::is_author(viewer, row),
        may_edit: store::owns(viewer, row),
        may_hide: sight.cares && row.hidden_at.is_none(),
        may_restore: sight.cares && row.hidden_at.is_some(),
    })
}

/// "24 Nov 2026", or only "November 2026" for what says nothing of its writer.
pub fn when(clock: &Clock, at: DateTime<Utc>, only_month: bool) -> String {
    let day = clock.local(at).date_naive();
    if !only_month {
        return format::date(day);
    }
    let month = usize::try_from(day.month0()).unwrap_or_default();
    format!("{} {}", format::month_name(month), day.year())
}

fn parts(row: &lesson::Model) -> Vec<(&'static str, SafeHtml)> {
    let written = [
        ("Yang dicoba", &row.tried),
        ("Yang terjadi", &row.happened),
        ("Kendala", &row.hindrance),
        ("Yang akan dilakukan dengan cara lain", &row.differently),
    ];
    let written = written.into_iter().filter(|(_, text)| !text.trim().is_empty());
    written.map(|(heading, text)| (heading, markdown::render(text))).collect()
}

/// The study that it is about, through its own gate. One that came to tell who stays unnamed is no longer shown to others.
async fn study(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    row: &lesson::Model,
    knows: bool,
) -> Result<Option<(String, String)>> {
    let Some(id) = row.case_study_id else {
        return Ok(None);
    };
    let found = case_study::store::by_ids(db, viewer, &[CaseStudyId(id)]).await?.pop();
    let Some(study) = found else {
        return Ok(None);
    };
    if row.is_unnamed && !knows && store::gives_away(db, std::slice::from_ref(&study), &row.kecamatan_code).await? {
        return Ok(None);
    }
    Ok(Some((card::url(study.id, &study.title), study.title)))
}

/// "Siti, Camat Cikajang, Kab. Garut"; without the person once the account is closed.
fn joined(person: &str, office: &str) -> String {
    if person.is_empty() { office.to_owned() } else { format!("{person}, {office}") }
}

/// What this viewer is to this lesson.
struct Sight<'a> {
    viewer: &'a Viewer,
    clock: &'a Clock,
    row: &'a lesson::Model,
    knows: bool,
    cares: bool,
}

impl Sight<'_> {
    fn is_mine(&self, word: &lesson_word::Model) -> bool {
        store::is_writer(self.viewer, word.account_id)
    }

    fn reads(&self, word: &lesson_word::Model) -> bool {
        word.deleted_at.is_none() && (word.hidden_at.is_none() || self.is_mine(word) || self.cares)
    }

    /// True where the person and the office are shown.
    fn is_named(&self, word: &lesson_word::Model) -> bool {
        self.reads(word) && !(self.row.is_unnamed && word.is_author)
    }

    fn word(&self, word: &lesson_word::Model, names: &HashMap<i64, String>) -> Word {
        let (reads, is_named, mine) = (self.reads(word), self.is_named(word), self.is_mine(word));
        let (deleted, hidden) = (word.deleted_at.is_some(), word.hidden_at.is_some());
        let person = word.account_id.filter(|_| is_named).and_then(|id| names.get(&id).cloned());
        let office = match (is_named, reads) {
            (true, _) if word.byline.is_empty() && person.is_none() => "Anggota".to_owned(),
            (true, _) => word.byline.clone(),
            (false, true) => AUTHOR.to_owned(),
            (false, false) => String::new(),
        };
        Word {
            id: word.id,
            office,
            person: person.unwrap_or_default(),
            when: when(self.clock, word.created_at, !is_named),
            body: if reads { markdown::render(&word.body) } else { SafeHtml::default() },
            gone: match (deleted, reads) {
                (true, _) => DELETED,
                (false, false) => HIDDEN,
                (false, true) => "",
            },
            hidden: (reads && hidden).then(|| format!("Disembunyikan pembina kecamatan: {}", word.hidden_reason)),
            may_delete: mine && !deleted && !word.is_report && store::is_shown(self.row),
            may_hide: self.cares && !mine && !deleted && !hidden && !word.is_report,
            may_restore: self.cares && !deleted && hidden,
        }
    }
}
