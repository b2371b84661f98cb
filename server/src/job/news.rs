//! What followers are told.

use serde::{Deserialize, Serialize};

use crate::ids::{AnswerId, CaseStudyId, CollectionId, FeatureId, QuestionId};

/// What followers are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// A study appeared, for the first time or in a new version.
    Published {
        /// The study.
        case_study: CaseStudyId,
        /// Which revision.
        revision: i32,
    },
    /// A study was put forward.
    Featured(FeatureId),
    /// The figures of a study were verified.
    Verified(i64),
    /// A published collection has one study more.
    Gathered {
        /// The collection.
        collection: CollectionId,
        /// The study.
        case_study: CaseStudyId,
    },
    /// A question was answered.
    Answered(AnswerId),
    /// What was answered to a question was drawn together.
    Summarised {
        /// The question.
        question: QuestionId,
        /// The version of the text.
        version: i64,
    },
    /// A kecamatan reached a trial, the running or the end of a replication: by its step.
    Adopted(i64),
    /// A guest told what it saw of a study: by the word of the visit.
    Visited(i64),
    /// Somebody asked a question.
    Asked(QuestionId),
}
