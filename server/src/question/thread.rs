//! A question with a page of its answers as one viewer sees them, in a constant number of statements however many there
//! are.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;

use super::entity::{answer, question};
use super::window::{self, Asked, Window, page_from};
use super::{store, studies_in, summarise, without_addresses};
use crate::account;
use crate::case_study::{self, card::Card};
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::markdown::{self, SafeHtml};
use crate::policy::Act;
use crate::viewer::Viewer;

const DELETED: &str = "Jawaban dihapus penulisnya.";
const HIDDEN: &str = "Jawaban ini disembunyikan pembina kecamatan.";

/// The conversation of a question; `question/show.html` draws it.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The person who asks.
    pub asker: String,
    /// What is to be known about the question.
    pub body: SafeHtml,
    /// Studies that the question itself points to.
    pub cards: Vec<Card>,
    /// "Disembunyikan oleh Hendra: …", for the asker and the coordinators of the place.
    pub hidden: Option<String>,
    /// The answer drawn together.
    pub summary: Option<Summary>,
    /// The answers of this page: the accepted one first, then in the order they were written.
    pub answers: Vec<Answer>,
    /// Path of the first page, when this is none.
    pub first: Option<String>,
    /// Path of the next page.
    pub next: Option<String>,
    /// Path of the form to warn or suspend who asks, where the page has put it for who may.
    pub sanction: Option<String>,
    /// Path of the case in which it was hidden, where the page has put it for who reads the reason.
    pub case: Option<String>,
    /// True for the one who asks: what is written below adds to the question.
    pub is_own: bool,
    /// True for members, while readers see the question.
    pub may_answer: bool,
    /// True for who reads it and neither asked it nor cares for the place, with and without an account.
    pub may_report: bool,
    /// True for the asker, while it is shown.
    pub may_edit: bool,
    /// True for the asker, while nobody answered.
    pub may_take_back: bool,
    /// True for the asker and the coordinators of the place, once there is something to draw together.
    pub may_summarise: bool,
    /// True for coordinators of the place, while it is shown.
    pub may_hide: bool,
    /// True for coordinators of the place, while it is hidden.
    pub may_restore: bool,
    /// True for coordinators of the place.
    pub may_erase: bool,
}

/// The answer drawn together from the replies.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The text.
    pub body: SafeHtml,
    /// Studies that it points to.
    pub cards: Vec<Card>,
    /// Person and office of who wrote it last.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Where each credited answer stands, and who wrote it.
    pub credits: Vec<(String, String)>,
}

/// One answer as one viewer sees it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its id; its anchor on the page is `j-{id}`.
    pub id: i64,
    /// "Camat Cikajang, Kab. Garut"; empty for who spoke without a current office.
    pub office: String,
    /// The person's name.
    pub person: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// True when its writer changed it afterwards.
    pub is_edited: bool,
    /// The text, for who may read it.
    pub body: SafeHtml,
    /// What stands in place of a text that this viewer may not read; empty when the text is there.
    pub gone: &'static str,
    /// The studies that it points to and that this viewer may see.
    pub cards: Vec<Card>,
    /// Why it is hidden, for its writer and the coordinators of the place.
    pub hidden: Option<String>,
    /// True for the one that helped the asker.
    pub is_accepted: bool,
    /// True for what the asker added to the question.
    pub is_of_asker: bool,
    /// True for who reads it and neither wrote it nor cares for the place, with and without an account.
    pub may_report: bool,
    /// Who wrote it.
    pub writer: i64,
    /// Path of the form to warn or suspend who wrote it, where the page has put it for who may.
    pub sanction: Option<String>,
    /// Path of the case in which it was hidden, where the page has put it for who reads the reason.
    pub case: Option<String>,
    /// True for its writer, while it may be changed.
    pub may_edit: bool,
    /// True for its writer.
    pub may_delete: bool,
    /// True for the asker.
    pub may_accept: bool,
    /// True for coordinators of the place, while it is shown.
    pub may_hide: bool,
    /// True for coordinators of the place, while it is hidden.
    pub may_restore: bool,
}

/// Reads the part of the conversation that an address asks for. The caller has found the question through the gate.
pub async fn thread(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    today: NaiveDate,
    row: &question::Model,
    asked: &Asked,
) -> Result<Thread> {
    let window = window::read(db, row, asked).await?;
    let names = names(db, row, &window).await?;
    let seen = Seen::new(viewer, row, &names);
    let readable = window.answers.iter().filter(|one| seen.reads(one)).map(|one| one.body.as_str());
    let texts: Vec<&str> = readable.chain([row.body.as_str(), row.summary.as_str()]).collect();
    let cards = cards(db, viewer, catalogue, today, &texts).await?;
    let is_shown = store::is_open(row);
    Ok(Thread {
        asker: seen.name(row.account_id),
        body: markdown::render(&without_addresses(&row.body)),
        cards: of(&row.body, &cards),
        hidden: row.hidden_at.map(|_| seen.why(row.hidden_by, &row.hidden_reason)),
        summary: seen.summary(&window, &cards),
        answers: window.answers.iter().map(|one| seen.answer(one, &cards)).collect(),
        first: window.is_continued.then(|| page_from(row, None)),
        next: window.next.map(|answer| page_from(row, Some(answer))),
        sanction: None,
        case: None,
        is_own: seen.is_own,
        may_answer: viewer.is_member() && is_shown,
        may_edit: seen.is_own && viewer.is_member() && is_shown,
        may_take_back: seen.is_own && is_shown && row.answer_count == 0,
        may_summarise: row.answer_count > 0 && summarise::may(viewer, row),
        may_hide: seen.cares && !seen.is_own && is_shown,
        may_restore: seen.cares && row.hidden_at.is_some(),
        may_report: is_shown && !seen.is_own && !seen.cares,
        may_erase: viewer.may(Act::ErasePersonalData, &row.scope_code),
    })
}

/// The cards of all studies that these texts point to and the viewer may see, by number. Four statements.
pub async fn cards(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    today: NaiveDate,
    texts: &[&str],
) -> Result<HashMap<i64, Card>> {
    let mut ids: Vec<i64> = texts.iter().flat_map(|text| studies_in(text)).collect();
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<CaseStudyId> = ids.into_iter().map(CaseStudyId).collect();
    let rows = case_study::store::by_ids(db, viewer, &ids).await?;
    let cards = case_study::card::cards(db, viewer, catalogue, today, rows).await?;
    Ok(cards.into_iter().map(|card| (card.id, card)).collect())
}

fn of(text: &str, cards: &HashMap<i64, Card>) -> Vec<Card> {
    studies_in(text).iter().filter_map(|id| cards.get(id).cloned()).collect()
}

async fn names(db: &impl ConnectionTrait, row: &question::Model, window: &Window) -> Result<HashMap<i64, String>> {
    let answers = window.answers.iter().chain(&window.credited);
    let spoke = answers.flat_map(|one| [Some(one.account_id), one.hidden_by]);
    let people = spoke.chain([Some(row.account_id), row.hidden_by, row.summary_by]).flatten();
    let people: Vec<i64> = people.collect();
    account::names(db, people).await
}

/// What this viewer is to this question.
struct Seen<'a> {
    row: &'a question::Model,
    names: &'a HashMap<i64, String>,
    account: Option<i64>,
    is_own: bool,
    speaks: bool,
    cares: bool,
}

impl<'a> Seen<'a> {
    fn new(viewer: &Viewer, row: &'a question::Model, names: &'a HashMap<i64, String>) -> Self {
        let account = viewer.account().map(|account| account.get());
        Self {
            row,
            names,
            account,
            is_own: account == Some(row.account_id),
            speaks: viewer.is_member() && store::is_open(row),
            cares: viewer.may(Act::HideComment, &row.scope_code),
        }
    }

    fn name(&self, id: i64) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    fn why(&self, by: Option<i64>, reason: &str) -> String {
        format!("Disembunyikan oleh {}: {reason}", by.map_or_else(String::new, |by| self.name(by)))
    }

    fn is_mine(&self, one: &answer::Model) -> bool {
        self.account == Some(one.account_id)
    }

    fn reads(&self, one: &answer::Model) -> bool {
        one.deleted_at.is_none() && (one.hidden_at.is_none() || self.is_mine(one) || self.cares)
    }

    fn answer(&self, one: &answer::Model, cards: &HashMap<i64, Card>) -> Answer {
        let (mine, readable) = (self.is_mine(one), self.reads(one));
        let (deleted, hidden) = (one.deleted_at.is_some(), one.hidden_at.is_some());
        Answer {
            id: one.id,
            office: if readable { one.byline.clone() } else { String::new() },
            person: if readable { self.name(one.account_id) } else { String::new() },
            at: one.created_at,
            is_edited: one.edited_at.is_some(),
            body: if readable { markdown::render(&without_addresses(&one.body)) } else { SafeHtml::default() },
            gone: match (deleted, readable) {
                (true, _) => DELETED,
                (false, false) => HIDDEN,
                (false, true) => "",
            },
            cards: if readable { of(&one.body, cards) } else { Vec::new() },
            hidden: (readable && hidden).then(|| self.why(one.hidden_by, &one.hidden_reason)),
            is_accepted: self.row.accepted_answer_id == Some(one.id),
            may_edit: mine && self.speaks && !deleted && !hidden,
            may_delete: mine && self.speaks && !deleted,
            is_of_asker: one.account_id == self.row.account_id,
            may_report: store::is_open(self.row) && !mine && !self.cares && !deleted && !hidden,
            writer: one.account_id,
            sanction: None,
            case: None,
            may_accept: self.is_own && self.speaks && !mine && !deleted && !hidden,
            may_hide: self.cares && !mine && !deleted && !hidden,
            may_restore: self.cares && !deleted && hidden,
        }
    }

    /// An answer that is gone is credited no longer; what was drawn together stays while it rests on one that is shown: else
    /// hidden words would stand here, and nobody could draw them together anew.
    fn summary(&self, window: &Window, cards: &HashMap<i64, Card>) -> Option<Summary> {
        let at = self.row.summary_at.filter(|_| !self.row.summary.is_empty() && !window.credited.is_empty())?;
        let person = self.row.summary_by.map_or_else(String::new, |by| self.name(by));
        let is_here = |id: i64| window.answers.iter().any(|one| one.id == id);
        let place = |id: i64| if is_here(id) { format!("#j-{id}") } else { format!("/jawaban/{id}") };
        let credit = |one: &answer::Model| {
            let name = self.name(one.account_id);
            (place(one.id), if one.byline.is_empty() { name } else { format!("{name} ({})", one.byline) })
        };
        Some(Summary {
            body: markdown::render(&without_addresses(&self.row.summary)),
            cards: of(&self.row.summary, cards),
            by: if self.row.summary_byline.is_empty() {
                person
            } else {
                format!("{person}, {}", self.row.summary_byline)
            },
            at,
            credits: window.credited.iter().map(credit).collect(),
        })
    }
}
