//! The names things go by: ids of every room as types of their own, so that a study's id is never taken for a person's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// The number as the database holds it.
            pub fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl From<$name> for sea_orm::Value {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }
    )*};
}

ids! {
    /// A person's account.
    AccountId
    /// One term of a person in an office.
    TermId
    /// A sign-in that is still open.
    SessionId
    /// A published case study.
    CaseStudyId
    /// One published text of a case study.
    RevisionId
    /// A draft's row; people know it by its `DraftKey`.
    DraftId
    /// A photo or file.
    AttachmentId
    /// A file of a draft or a study.
    FileId
    /// A remark at a section of a draft.
    RemarkId
    /// A comment under a case study.
    CommentId
    /// One time that a study was featured.
    FeatureId
    /// A kecamatan that takes up a practice of another.
    AdoptionId
    /// An office asks the office of a study for a visit.
    VisitId
    /// What a kecamatan makes and sells.
    ProductId
    /// An ordered list of studies that a coordinator put together.
    CollectionId
    /// A weekly digest.
    DigestId
    /// A meeting that an office keeps.
    MeetingId
    /// A search that was left for the coordinators.
    TopicId
    /// What a member asks all the others.
    QuestionId
    /// An answer to a question.
    AnswerId
    /// A sector.
    SectorId
    /// A strategic indicator.
    IndicatorId
}

/// The key of a draft: a UUIDv7 made in the browser or here. It is also what makes publishing twice one study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftKey(pub Uuid);

impl DraftKey {
    /// A new key, for browsers that run no script.
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }
}

impl Default for DraftKey {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for DraftKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(out)
    }
}

impl FromStr for DraftKey {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}
