//! Two reactions that mean something: "Bermanfaat" and "Kami alami juga", to a study and to a comment. They are counters:
//! they don't move the generation, so a visitor's kept page shows a new count within the minute that any page lives, and
//! who pressed sees it at once, since pages of signed-in people are never kept.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

use super::entity::reaction::{ActiveModel, Column, Entity};
use super::{held_comment, held_study, speak};
use crate::app::App;
use crate::case_study::entity::{case_study, case_study_author};
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::{CaseStudyId, CommentId};
use crate::viewer::Viewer;

/// What a reaction says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It helped the reader.
    Useful,
    /// The reader's kecamatan knows it too.
    HereToo,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Useful, Self::HereToo];

    /// The kind as the database holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Useful => "useful",
            Self::HereToo => "here_too",
        }
    }

    /// The kind in forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Useful => "bermanfaat",
            Self::HereToo => "kami-alami",
        }
    }

    /// The kind as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Useful => "Bermanfaat",
            Self::HereToo => "Kami alami juga",
        }
    }

    /// Reads what a form sent.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// What is reacted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A study.
    Study(i64),
    /// A comment.
    Comment(i64),
}

impl Subject {
    fn to_row(self) -> (&'static str, i64) {
        match self {
            Self::Study(id) => ("case_study", id),
            Self::Comment(id) => ("comment", id),
        }
    }
}

/// One reaction below a text.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which.
    pub kind: Kind,
    /// How many members.
    pub count: i64,
    /// True when the viewer is one of them.
    pub mine: bool,
}

/// The reactions to one text as one viewer sees them; `discussion/reactions.html` draws them.
#[derive(Clone, Debug)]
pub struct Reactions {
    /// Id on the page: "tanggapan" or "tanggapan-12".
    pub id: String,
    /// Where the form is sent.
    pub action: String,
    /// True for members, about what others wrote.
    pub may: bool,
    /// One for each kind.
    pub lines: Vec<Line>,
}

impl Reactions {
    /// True when anybody reacted.
    pub fn any(&self) -> bool {
        self.lines.iter().any(|line| line.count > 0)
    }

    /// As this viewer sees them.
    pub fn to(subject: Subject, may: bool, counted: &Counted) -> Self {
        let line = |kind: Kind| {
            let (kind_of, id) = subject.to_row();
            let (count, mine) = counted.get(&(kind_of.to_owned(), id, kind)).copied().unwrap_or_default();
            Line { kind, count, mine }
        };
        let (id, action) = match subject {
            Subject::Study(id) => ("tanggapan".to_owned(), format!("/praktik/{id}/tanggapan")),
            Subject::Comment(id) => (format!("tanggapan-{id}"), format!("/komentar/{id}/tanggapan")),
        };
        Self { id, action, may, lines: Kind::ALL.into_iter().map(line).collect() }
    }
}

/// Kind and id of a subject and the kind of reaction, with how many, and whether the viewer is one of them.
pub type Counted = HashMap<(String, i64, Kind), (i64, bool)>;

/// Counts the reactions to a study and to comments, in one statement for a whole page.
pub async fn counted(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    study: i64,
    comments: impl IntoIterator<Item = i64>,
) -> Result<Counted> {
    let me = viewer.account().map_or(0, |account| account.get());
    let of_study = Condition::all().add(Column::SubjectKind.eq("case_study")).add(Column::SubjectId.eq(study));
    let of_comments = Condition::all().add(Column::SubjectKind.eq("comment")).add(Column::SubjectId.is_in(comments));
    let own = Expr::case(Column::AccountId.eq(me), Expr::val(1_i32)).finally(Expr::val(0_i32));
    let rows: Vec<(String, i64, String, i64, i64)> = Entity::find()
        .select_only()
        .column(Column::SubjectKind)
        .column(Column::SubjectId)
        .column(Column::Kind)
        .column_as(Column::Id.count(), "reactions")
        .column_as(Expr::expr(own).sum(), "own")
        .filter(Condition::any().add(of_study).add(of_comments))
        .group_by(Column::SubjectKind)
        .group_by(Column::SubjectId)
        .group_by(Column::Kind)
        .into_tuple()
        .all(db)
        .await?;
    let known = |word: &str| Kind::ALL.into_iter().find(|kind| kind.as_str() == word);
    let lines = rows
        .into_iter()
        .filter_map(|(subject, id, kind, count, own)| Some(((subject, id, known(&kind)?), (count, own > 0))));
    Ok(lines.collect())
}

/// Reacts to a study, or takes that back. Those who wrote it, and its office, can't: they would count themselves.
pub async fn to_study(app: &App, viewer: &Viewer, id: CaseStudyId, kind: Kind, wanted: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let (account, _) = speak::member(&tx, viewer).await?;
    let study = held_study(&tx, viewer, id).await?;
    if wanted && (is_of_office(viewer, &study) || is_author(&*tx, study.id, account).await?) {
        return Err(Error::Forbidden);
    }
    set(&*tx, Subject::Study(study.id), account, kind, wanted.then(|| tx.now())).await?;
    recount(&*tx, study.id).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Keeps the number beside the study, so that a page of one without reactions asks for none.
async fn recount(db: &impl ConnectionTrait, study: i64) -> Result<()> {
    let all = Entity::find()
        .filter(Column::SubjectKind.eq("case_study"))
        .filter(Column::SubjectId.eq(study))
        .count(db)
        .await?;
    case_study::Entity::update_many()
        .col_expr(case_study::Column::ReactionCount, Expr::value(i32::try_from(all).unwrap_or(i32::MAX)))
        .filter(case_study::Column::Id.eq(study))
        .exec(db)
        .await?;
    Ok(())
}

/// Reacts to a comment that is shown, or takes that back. Nobody reacts to his own words.
pub async fn to_comment(app: &App, viewer: &Viewer, id: CommentId, kind: Kind, wanted: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let (account, _) = speak::member(&tx, viewer).await?;
    let (comment, _) = held_comment(&tx, viewer, id).await?;
    if wanted && (comment.deleted_at.is_some() || comment.hidden_at.is_some()) {
        return Err(Error::Conflict("Komentar ini sudah tidak tampil.".to_owned()));
    }
    if wanted && comment.account_id == account {
        return Err(Error::Forbidden);
    }
    set(&*tx, Subject::Comment(comment.id), account, kind, wanted.then(|| tx.now())).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// True for who acts in the office of the study.
pub fn is_of_office(viewer: &Viewer, study: &case_study::Model) -> bool {
    viewer.acting_term().is_some_and(|term| Some(&term.region) == study.kecamatan_code.as_ref())
}

async fn is_author(db: &impl ConnectionTrait, study: i64, account: i64) -> Result<bool> {
    let row = case_study_author::Entity::find()
        .filter(case_study_author::Column::CaseStudyId.eq(study))
        .filter(case_study_author::Column::AccountId.eq(account));
    Ok(row.one(db).await?.is_some())
}

async fn set(
    db: &impl ConnectionTrait,
    subject: Subject,
    account: i64,
    kind: Kind,
    at: Option<chrono::DateTime<chrono::Utc>>,
) -> Result<()> {
    let (subject_kind, subject_id) = subject.to_row();
    let Some(at) = at else {
        Entity::delete_many()
            .filter(Column::SubjectKind.eq(subject_kind))
            .filter(Column::SubjectId.eq(subject_id))
            .filter(Column::Kind.eq(kind.as_str()))
            .filter(Column::AccountId.eq(account))
            .exec(db)
            .await?;
        return Ok(());
    };
    let row = ActiveModel {
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(subject_id),
        account_id: Set(account),
        kind: Set(kind.as_str().to_owned()),
        created_at: Set(at),
        ..Default::default()
    };
    let once = OnConflict::columns([Column::SubjectKind, Column::SubjectId, Column::Kind, Column::AccountId])
        .do_nothing()
        .to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(db).await?;
    Ok(())
}
