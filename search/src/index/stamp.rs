//! What an index says about itself, written into each commit.

use serde::{Deserialize, Serialize};

use super::schema::SCHEMA_VERSION;
use crate::analyzer;

/// Which history of changes an index follows, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The database's history; another value means another database.
    pub history_id: String,
    /// The last change that is in the index.
    pub seq: i64,
}

/// The stamp with the versions of what wrote it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    pub schema: u32,
    pub analyzer: String,
    #[serde(flatten)]
    pub stamp: Stamp,
}

impl Payload {
    /// A stamp of this program.
    pub fn of(stamp: Stamp) -> Payload {
        Payload { schema: SCHEMA_VERSION, analyzer: analyzer::version(), stamp }
    }

    /// As the commit keeps it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub fn from_json(text: &str) -> Option<Payload> {
        serde_json::from_str(text).ok()
    }
}
