//! A page of the comments of a study as one viewer sees them, in as many statements for ten thousand as for three.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::reaction::{self, Counted, Reactions, Subject};
use super::speak::office_of;
use super::window::{self, ANSWERS, Asked, Window};
use super::{entity, mention, place_of};
use crate::account;
use crate::case_study::card;
use crate::case_study::content::anchors;
use crate::case_study::entity::{case_study, case_study_author};
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::markdown::SafeHtml;
use crate::office::entity::office_term;
use crate::policy::Act;
use crate::viewer::Viewer;

/// The conversation under a study; `discussion/thread.html` draws it.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Id of the study.
    pub study: i64,
    /// Path of the study's page.
    pub url: String,
    /// Path of this part of the conversation, to come back to.
    pub here: String,
    /// Comments and replies that everybody sees, on all pages.
    pub count: i64,
    /// Comments of this page, each with its first replies.
    pub comments: Vec<Comment>,
    /// True for members, while readers see the study.
    pub may_comment: bool,
    /// True for members.
    pub is_member: bool,
    /// "Camat Pacet, Kab. Cianjur", or the person's name: in whose name a comment of this viewer would stand.
    pub speaks_as: String,
    /// Heading of the section that the comments are about, when one is asked for.
    pub section: Option<&'static str>,
    /// How many comments each section has, by its anchor.
    pub by_section: HashMap<String, i64>,
    /// True when the oldest comment comes first.
    pub is_oldest_first: bool,
    /// Path of the same comments in the other order, when there is more than one.
    pub turned: Option<String>,
    /// Path of the first page, when this is none.
    pub first: Option<String>,
    /// Path of the next page.
    pub next: Option<String>,
    /// Reactions to the study.
    pub reactions: Reactions,
}

/// One comment as one viewer sees it.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its id; its anchor on the page is `k-{id}`.
    pub id: i64,
    /// "Camat Cikajang, Kab. Garut"; empty for who spoke without a current office.
    pub office: String,
    /// The person's name.
    pub person: String,
    /// True for those who wrote the study, and who spoke in the name of its office.
    pub is_author: bool,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// When its writer changed it last.
    pub edited_at: Option<DateTime<Utc>>,
    /// Anchor and heading of the section that it is about.
    pub about: Option<(String, &'static str)>,
    /// The text, for who may read it.
    pub body: Option<SafeHtml>,
    /// What stands in place of a text that this viewer may not read; empty when the text is there.
    pub gone: &'static str,
    /// When its writer deleted it.
    pub gone_at: Option<DateTime<Utc>>,
    /// "Disembunyikan oleh Hendra: menyebut nama warga", for its writer and the coordinators of the place.
    pub hidden: Option<String>,
    /// True for its writer, while it may be changed.
    pub may_edit: bool,
    /// True for its writer.
    pub may_delete: bool,
    /// True while members may answer it.
    pub may_answer: bool,
    /// True for members, about what others wrote.
    pub may_report: bool,
    /// Who wrote it.
    pub writer: i64,
    /// Path of the form to warn or suspend who wrote it, where the page has put it for who may.
    pub sanction: Option<String>,
    /// Path of the case in which it was hidden, where the page has put it for who reads the reason.
    pub case: Option<String>,
    /// True for coordinators of the place, while it is shown.
    pub may_hide: bool,
    /// True for coordinators of the place, while it is hidden.
    pub may_restore: bool,
    /// Reactions to it.
    pub reactions: Reactions,
    /// Answers; none under an answer.
    pub replies: Vec<Comment>,
    /// How many answers are folded away, and the path of the page that shows them.
    pub folded: Option<(i64, String)>,
    /// Path of the page with the first answers, where these begin in the middle.
    pub earlier: Option<String>,
}

impl Thread {
    /// Does something with every comment and reply whose text this viewer may read.
    pub fn each_readable(&mut self, mut act: impl FnMut(&mut Comment)) {
        for top in &mut self.comments {
            top.replies.iter_mut().filter(|reply| reply.gone.is_empty()).for_each(&mut act);
            if top.gone.is_empty() {
                act(top);
            }
        }
    }
}

/// Reads the part of the conversation that an address asks for. The caller has found the study through the gate.
pub async fn thread(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    study: &case_study::Model,
    asked: &Asked,
) -> Result<Thread> {
    let window = window::read(db, study.id, asked).await?;
    let rows: Vec<&entity::Model> = window.comments.iter().chain(&window.answers).collect();
    let spoke: Vec<i64> = rows.iter().flat_map(|row| [Some(row.account_id), row.hidden_by]).flatten().collect();
    let names = account::names(db, spoke).await?;
    let counted = match rows.is_empty() && study.reaction_count == 0 {
        true => HashMap::new(),
        false => reaction::counted(db, viewer, study.id, rows.iter().map(|row| row.id)).await?,
    };
    // Without a comment, who wrote the study matters only to who may react to it.
    let authors = match rows.is_empty() && viewer.account().is_none() {
        true => HashSet::new(),
        false => authors(db, study.id).await?,
    };
    let is_shown = study.state == "tayang" && study.hidden_at.is_none();
    let seen_by = SeenBy {
        account: viewer.account().map(|account| account.get()),
        speaks: viewer.is_member() && is_shown,
        is_shown,
        cares: viewer.may(Act::HideComment, place_of(study, catalogue)),
        terms: terms_of_office(db, study, &rows).await?,
        catalogue,
        names,
        counted,
        authors,
    };
    let by_section = match study.comment_count {
        0 => HashMap::new(),
        _ => window::by_section(db, study.id).await?,
    };
    let url = card::url(study.id, &study.title);
    let wrote = seen_by.account.is_some_and(|account| seen_by.authors.contains(&account));
    let may_react = seen_by.speaks && !wrote && !reaction::is_of_office(viewer, study);
    let turned =
        Asked { urut: if asked.is_oldest_first() { String::new() } else { "terlama".to_owned() }, ..asked.clone() };
    let here = asked.address(&url, asked.komentar.parse().ok(), asked.balasan.parse().ok());
    Ok(Thread {
        study: study.id,
        count: i64::from(study.comment_count),
        comments: folded(&window, asked, &url, &seen_by),
        may_comment: seen_by.speaks,
        is_member: viewer.is_member(),
        speaks_as: match (viewer.acting_term(), viewer.signed_in()) {
            (Some(term), _) => office_of(term, catalogue),
            (None, person) => person.map_or_else(String::new, |person| person.name.clone()),
        },
        section: asked.section().map(|(_, heading)| heading),
        by_section,
        is_oldest_first: asked.is_oldest_first(),
        turned: (window.comments.len() > 1 || window.is_continued).then(|| turned.address(&url, None, None)),
        first: window.is_continued.then(|| asked.address(&url, None, None)),
        next: window.next.map(|id| asked.address(&url, Some(id), None)),
        reactions: Reactions::to(Subject::Study(study.id), may_react, &seen_by.counted),
        here,
        url,
    })
}

/// Who wrote the study.
async fn authors(db: &impl ConnectionTrait, study: i64) -> Result<HashSet<i64>> {
    let people: Vec<i64> = case_study_author::Entity::find()
        .select_only()
        .column(case_study_author::Column::AccountId)
        .filter(case_study_author::Column::CaseStudyId.eq(study))
        .into_tuple()
        .all(db)
        .await?;
    Ok(people.into_iter().collect())
}

/// The terms in which the office of the study spoke itself.
async fn terms_of_office(
    db: &impl ConnectionTrait,
    study: &case_study::Model,
    rows: &[&entity::Model],
) -> Result<HashSet<i64>> {
    let mut terms: Vec<i64> = rows.iter().filter_map(|row| row.term_id).collect();
    terms.sort_unstable();
    terms.dedup();
    let Some(kecamatan) = study.kecamatan_code.as_deref().filter(|_| !terms.is_empty()) else {
        return Ok(HashSet::new());
    };
    let own: Vec<i64> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::Id)
        .filter(office_term::Column::Id.is_in(terms))
        .filter(office_term::Column::RegionCode.eq(kecamatan))
        .into_tuple()
        .all(db)
        .await?;
    Ok(own.into_iter().collect())
}

/// Puts replies below what they answer, with the way to those that are folded away.
fn folded(window: &Window, asked: &Asked, url: &str, seen_by: &SeenBy<'_>) -> Vec<Comment> {
    let first = i64::try_from(ANSWERS).unwrap_or_default();
    let with_answers = |row: &entity::Model| {
        let answers = window.answers.iter().filter(|answer| answer.parent_id == Some(row.id));
        let mut comment =
            Comment { replies: answers.map(|row| seen_by.comment(row)).collect(), ..seen_by.comment(row) };
        let at = |answer: Option<i64>| {
            format!("{}#k-{}", asked.address(url, Some(row.id), answer), answer.unwrap_or(row.id))
        };
        match window.opened {
            Some((opened, next)) if opened == row.id => {
                comment.earlier = Some(at(None));
                comment.folded = next.map(|answer| (0, at(Some(answer))));
            }
            _ => {
                let answered = window.answered.get(&row.id).copied().unwrap_or_default();
                comment.folded = window.folded.get(&row.id).map(|answer| (answered - first, at(Some(*answer))));
            }
        }
        comment
    };
    window.comments.iter().map(with_answers).collect()
}

const DELETED: &str = "Komentar dihapus oleh penulisnya";
const HIDDEN: &str = "Komentar ini disembunyikan pembina kecamatan.";

struct SeenBy<'a> {
    account: Option<i64>,
    /// True for members, while readers see the study.
    speaks: bool,
    /// Whoever reads it may report it, with and without an account.
    is_shown: bool,
    cares: bool,
    /// Terms of the study's office.
    terms: HashSet<i64>,
    catalogue: &'a Catalogue,
    names: HashMap<i64, String>,
    counted: Counted,
    /// Who wrote the study.
    authors: HashSet<i64>,
}

impl SeenBy<'_> {
    fn comment(&self, row: &entity::Model) -> Comment {
        let mine = self.account == Some(row.account_id);
        let deleted = row.deleted_at.is_some();
        let hidden = row.hidden_at.is_some();
        let readable = !deleted && (!hidden || mine || self.cares);
        let name = |id: i64| self.names.get(&id).cloned().unwrap_or_default();
        let is_author =
            self.authors.contains(&row.account_id) || row.term_id.is_some_and(|term| self.terms.contains(&term));
        let section = row.section.as_deref().filter(|_| readable);
        let may_react = self.speaks && !mine && !deleted && !hidden;
        Comment {
            id: row.id,
            office: if readable { row.byline.clone() } else { String::new() },
            person: if readable { name(row.account_id) } else { String::new() },
            is_author: readable && is_author,
            at: row.created_at,
            edited_at: row.edited_at,
            about: section.and_then(|section| anchors().into_iter().find(|(anchor, _)| anchor == section)),
            body: readable.then(|| mention::rendered(&row.body, &self.catalogue.places)),
            gone: match (deleted, readable) {
                (true, _) => DELETED,
                (false, false) => HIDDEN,
                (false, true) => "",
            },
            gone_at: row.deleted_at,
            hidden: (readable && hidden).then(|| {
                format!("Disembunyikan oleh {}: {}", row.hidden_by.map_or_else(String::new, name), row.hidden_reason)
            }),
            may_edit: mine && self.speaks && !deleted && !hidden,
            may_delete: mine && self.speaks && !deleted,
            may_answer: self.speaks && !deleted && !hidden,
            may_report: self.is_shown && !mine && !self.cares && !deleted && !hidden,
            writer: row.account_id,
            sanction: None,
            case: None,
            may_hide: self.cares && !mine && !deleted && !hidden,
            may_restore: self.cares && !deleted && hidden,
            reactions: Reactions::to(Subject::Comment(row.id), may_react, &self.counted),
            replies: Vec::new(),
            folded: None,
            earlier: None,
        }
    }
}
