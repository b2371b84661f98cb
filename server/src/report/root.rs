//! What a report or an erasure hangs on: a study with its comments, or a question with its answers.

use sea_orm::ConnectionTrait;

use crate::case_study;
use crate::case_study::card;
use crate::case_study::entity::case_study as studies;
use crate::catalogue::Catalogue;
use crate::content_change::Subject;
use crate::discussion::place_of;
use crate::error::Result;
use crate::ids::{CaseStudyId, QuestionId};
use crate::question;
use crate::question::entity::question as questions;
use crate::viewer::Viewer;

/// Which of them an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The study of this number.
    Study(CaseStudyId),
    /// The question of this number.
    Question(QuestionId),
}

impl About {
    /// It, for who may see it; `NotFound` for all others.
    pub async fn find(self, db: &impl ConnectionTrait, viewer: &Viewer) -> Result<Root> {
        match self {
            Self::Study(id) => Ok(Root::Study(case_study::store::find(db, viewer, id).await?)),
            Self::Question(id) => Ok(Root::Question(question::store::find(db, viewer, id).await?)),
        }
    }

    /// As [`Self::find`]; a study also for who cares for it, when it is hidden or withdrawn.
    pub async fn find_cared_for(self, db: &impl ConnectionTrait, viewer: &Viewer) -> Result<Root> {
        match self {
            Self::Study(id) => Ok(Root::Study(case_study::store::find_cared_for(db, viewer, id).await?)),
            Self::Question(_) => self.find(db, viewer).await,
        }
    }

    /// "/praktik/12" or "/tanya/4": what is done about it stands below.
    pub fn path(self) -> String {
        match self {
            Self::Study(id) => format!("/praktik/{id}"),
            Self::Question(id) => format!("/tanya/{id}"),
        }
    }

    /// Its number.
    pub fn id(self) -> i64 {
        match self {
            Self::Study(id) => id.get(),
            Self::Question(id) => id.get(),
        }
    }

    /// As readers, the index and kept pages see it.
    pub fn subject(self) -> Subject {
        match self {
            Self::Study(id) => Subject::CaseStudy(id),
            Self::Question(id) => Subject::Question(id),
        }
    }

    /// Its kind, as the audit and notifications name it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Study(_) => "case_study",
            Self::Question(_) => "question",
        }
    }

    /// The columns of a row that hangs on it: study and question.
    pub fn columns(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Study(id) => (Some(id.get()), None),
            Self::Question(id) => (None, Some(id.get())),
        }
    }

    /// Reads what `columns` wrote.
    pub fn from_columns(study: Option<i64>, question: Option<i64>) -> Option<Self> {
        let study = study.map(|id| Self::Study(CaseStudyId(id)));
        study.or_else(|| question.map(|id| Self::Question(QuestionId(id))))
    }
}

/// A study or a question.
#[derive(Clone, Debug)]
pub enum Root {
    /// A study.
    Study(studies::Model),
    /// A question.
    Question(questions::Model),
}

impl Root {
    /// Which one it is.
    pub fn about(&self) -> About {
        match self {
            Self::Study(study) => About::Study(CaseStudyId(study.id)),
            Self::Question(question) => About::Question(QuestionId(question.id)),
        }
    }

    /// Path of its page.
    pub fn url(&self) -> String {
        match self {
            Self::Study(study) => card::url(study.id, &study.title),
            Self::Question(question) => question.url(),
        }
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        match self {
            Self::Study(study) => &study.title,
            Self::Question(question) => &question.title,
        }
    }

    /// The region whose coordinators care for it.
    pub fn place<'a>(&'a self, catalogue: &'a Catalogue) -> &'a str {
        match self {
            Self::Study(study) => place_of(study, catalogue),
            Self::Question(question) => &question.scope_code,
        }
    }
}
