//! Rangkuman jawaban: the asker, or a coordinator of the place, draws together what was answered and credits the answers
//! that it rests on. Two who write at once never overwrite each other unseen.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use super::ask::visible;
use super::entity::{answer, question};
use super::{SUMMARY_CHARS, answer as answering, checked, store, studies_in, without_addresses};
use crate::app::App;
use crate::audit;
use crate::discussion::speak;
use crate::error::{Error, Problems, Result};
use crate::ids::{QuestionId, TermId};
use crate::job::{self, Job};
use crate::markdown;
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// More credits than this one form does not give.
const MOST_NAMED: usize = 500;

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It stands.
    Kept(question::Model),
    /// Somebody changed it since the form was opened; the row as it stands now.
    Clash(question::Model),
}

/// True for who may draw together what was answered.
pub fn may(viewer: &Viewer, row: &question::Model) -> bool {
    let is_own = viewer.account().is_some_and(|account| account.get() == row.account_id);
    viewer.is_member() && store::is_open(row) && (is_own || viewer.may(Act::AnswerTopic, &row.scope_code))
}

/// Keeps the text, whose phone number may stand where that was said, and the credits. `version` is the one that the form was opened with.
pub async fn summarise(
    app: &App,
    viewer: &Viewer,
    id: QuestionId,
    version: i64,
    (typed, keeps_phone): (&str, bool),
    credited: &[i64],
) -> Result<Outcome> {
    let body = checked(typed, "", "Rangkuman", SUMMARY_CHARS, keeps_phone)?;
    let tx = app.db.begin_write().await?;
    let speaker = speak::speaker(&tx, viewer, &app.catalogue.get()).await?;
    let row = store::held(&tx, viewer, id).await?;
    answering::open(&row)?;
    if row.account_id != speaker.account {
        policy::require(Act::AnswerTopic, &office::acting(&tx, viewer).await?, &row.scope_code)?;
    }
    let shown = || store::shown_answers(&row).select_only().column(answer::Column::Id);
    let named = answer::Column::Id.is_in(credited.iter().copied().take(MOST_NAMED));
    let chosen: Vec<i64> = shown().filter(named).into_tuple().all(&*tx).await?;
    let stands: Vec<i64> = shown().filter(answer::Column::IsCredited.eq(true)).into_tuple().all(&*tx).await?;
    if row.summary == body && stands == chosen {
        return Ok(Outcome::Kept(row));
    }
    if row.summary_version != version {
        return Ok(Outcome::Clash(row));
    }
    if chosen.is_empty() {
        let sentence = "Beri tanda pada jawaban yang dirangkum; penulisnya disebut di bawah rangkuman.";
        return Err(Error::Invalid(Problems::one("jawaban", sentence)));
    }
    let at: Option<DateTime<Utc>> = Some(tx.now());
    question::Entity::update_many()
        .col_expr(question::Column::Summary, Expr::value(body.clone()))
        .col_expr(question::Column::SummaryVersion, Expr::value(row.summary_version + 1))
        .col_expr(question::Column::SummaryBy, Expr::value(Some(speaker.account)))
        .col_expr(question::Column::SummaryByline, Expr::value(speaker.byline.clone()))
        .col_expr(question::Column::SummaryAt, Expr::value(at))
        .filter(question::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    let of_question = answer::Column::QuestionId.eq(row.id);
    for (is_credited, which) in [
        (false, Condition::all().add(of_question.clone()).add(answer::Column::Id.is_not_in(chosen.iter().copied()))),
        (true, Condition::all().add(of_question).add(answer::Column::Id.is_in(chosen.iter().copied()))),
    ] {
        answer::Entity::update_many()
            .col_expr(answer::Column::IsCredited, Expr::value(is_credited))
            .filter(which)
            .exec(&*tx)
            .await?;
    }
    let entry = audit::Entry {
        account: viewer.account(),
        term: speaker.term.map(TermId),
        act: "summarise_question",
        subject_kind: "question",
        subject_id: row.id.to_string(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    let version = row.summary_version + 1;
    job::enqueue(&tx, &Job::TellQuestionSummarised { question: id, version }).await?;
    tx.commit(visible(row.id)).await?;
    Ok(Outcome::Kept(row))
}

/// What stands in the form before anybody wrote: office and text of each answer, an empty line between any two paragraphs,
/// and the studies that it points to by their titles. A study without a title here stays an address.
pub fn draft<'a>(answers: impl Iterator<Item = (&'a str, &'a str)>, titles: &HashMap<i64, String>) -> String {
    let mut paragraphs = Vec::new();
    for (byline, body) in answers {
        paragraphs.push(format!("{}:", if byline.is_empty() { "Anggota" } else { byline }));
        // No marks but those of a link: they are strange to who edits this in a plain field.
        let said = markdown::plain(&without_addresses(body));
        let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
        paragraphs.extend(lines.map(|line| named(line, titles)));
        let in_passing = studies_in(&said);
        let alone = studies_in(body).into_iter().filter(|study| !in_passing.contains(study));
        paragraphs.extend(alone.map(|study| link(study, titles).unwrap_or_else(|| format!("/praktik/{study}"))));
    }
    paragraphs.join("\n\n").chars().take(SUMMARY_CHARS).collect()
}

/// A line in which the addresses of studies are links that say their titles.
fn named(line: &str, titles: &HashMap<i64, String>) -> String {
    let word = |word: &str| {
        let address = word.trim_matches(['(', ')', '"', '.', ',', ';', ':', '!', '?']);
        let link = studies_in(address).first().and_then(|study| link(*study, titles));
        link.map_or_else(|| word.to_owned(), |link| word.replacen(address, &link, 1))
    };
    line.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// "[Irigasi tetes](/praktik/12)": on a line of its own it is shown as a card, elsewhere as a link.
fn link(study: i64, titles: &HashMap<i64, String>) -> Option<String> {
    titles.get(&study).map(|title| format!("[{}](/praktik/{study})", title.replace(['[', ']', '\\'], "")))
}
