//! The comments of a study as one viewer sees them, in two statements however many there are.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::speak::office_of;
use super::{entity, place_of};
use crate::account::entity::account;
use crate::case_study::card;
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::markdown::{self, SafeHtml};
use crate::policy::Act;
use crate::viewer::Viewer;

/// The conversation under a study; `discussion/thread.html` draws it.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Id of the study.
    pub study: i64,
    /// Path of the study's page.
    pub url: String,
    /// Comments and replies that everybody sees.
    pub count: i64,
    /// Comments in the order they were written, each with its replies.
    pub comments: Vec<Comment>,
    /// True for members, while readers see the study.
    pub may_comment: bool,
    /// "Camat Pacet, Kab. Cianjur", or the person's name: in whose name a comment of this viewer would stand.
    pub speaks_as: String,
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
    /// When it was written.
    pub at: DateTime<Utc>,
    /// True when its writer changed it afterwards.
    pub is_edited: bool,
    /// The text, for who may read it.
    pub body: Option<SafeHtml>,
    /// What stands in place of a text that this viewer may not read; empty when the text is there.
    pub gone: &'static str,
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
    /// Answers; none under an answer.
    pub replies: Vec<Comment>,
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

/// Reads the conversation. The caller has found the study through the gate.
pub async fn thread(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    study: &case_study::Model,
) -> Result<Thread> {
    let rows = entity::Entity::find()
        .filter(entity::Column::CaseStudyId.eq(study.id))
        .order_by_asc(entity::Column::CreatedAt)
        .order_by_asc(entity::Column::Id)
        .all(db)
        .await?;
    let names = names(db, &rows).await?;
    let is_shown = study.state == "tayang" && study.hidden_at.is_none();
    let seen_by = SeenBy {
        account: viewer.account().map(|account| account.get()),
        speaks: viewer.is_member() && is_shown,
        is_shown,
        cares: viewer.may(Act::HideComment, place_of(study, catalogue)),
    };
    let count = rows.iter().filter(|row| row.deleted_at.is_none() && row.hidden_at.is_none()).count();
    Ok(Thread {
        study: study.id,
        url: card::url(study.id, &study.title),
        count: i64::try_from(count).unwrap_or(i64::MAX),
        comments: folded(rows.iter().map(|row| (row.parent_id, seen_by.comment(row, &names)))),
        may_comment: seen_by.speaks,
        speaks_as: match (viewer.acting_term(), viewer.signed_in()) {
            (Some(term), _) => office_of(term, catalogue),
            (None, person) => person.map_or_else(String::new, |person| person.name.clone()),
        },
    })
}

async fn names(db: &impl ConnectionTrait, rows: &[entity::Model]) -> Result<HashMap<i64, String>> {
    let mut people: Vec<i64> = rows.iter().flat_map(|row| [Some(row.account_id), row.hidden_by]).flatten().collect();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(i64, String)> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .column(account::Column::Name)
        .filter(account::Column::Id.is_in(people))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// Puts replies below what they answer, and leaves out what was deleted and has no answer.
fn folded(comments: impl Iterator<Item = (Option<i64>, Comment)>) -> Vec<Comment> {
    let mut tops: Vec<Comment> = Vec::new();
    for (parent, comment) in comments {
        match parent.and_then(|parent| tops.iter_mut().find(|top| top.id == parent)) {
            Some(top) => top.replies.push(comment),
            None => tops.push(comment),
        }
    }
    for top in &mut tops {
        top.replies.retain(|reply| reply.gone != DELETED);
    }
    tops.retain(|top| top.gone != DELETED || !top.replies.is_empty());
    tops
}

const DELETED: &str = "Komentar dihapus.";
const HIDDEN: &str = "Komentar ini disembunyikan pembina kecamatan.";

struct SeenBy {
    account: Option<i64>,
    /// True for members, while readers see the study.
    speaks: bool,
    /// Whoever reads it may report it, with and without an account.
    is_shown: bool,
    cares: bool,
}

impl SeenBy {
    fn comment(&self, row: &entity::Model, names: &HashMap<i64, String>) -> Comment {
        let mine = self.account == Some(row.account_id);
        let deleted = row.deleted_at.is_some();
        let hidden = row.hidden_at.is_some();
        let readable = !deleted && (!hidden || mine || self.cares);
        let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
        Comment {
            id: row.id,
            office: if readable { row.byline.clone() } else { String::new() },
            person: if readable { name(row.account_id) } else { String::new() },
            at: row.created_at,
            is_edited: row.edited_at.is_some(),
            body: readable.then(|| markdown::render(&row.body)),
            gone: match (deleted, readable) {
                (true, _) => DELETED,
                (false, false) => HIDDEN,
                (false, true) => "",
            },
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
            replies: Vec::new(),
        }
    }
}
