//! The indexer, the search page, and ids turned back into cards.

/// This node's search index.
#[derive(Clone, Default)]
pub struct Engine;

impl Engine {
    /// True when searches are answered from an index.
    pub fn is_ready(&self) -> bool {
        true
    }

    /// The last change that the index has applied.
    pub fn seq(&self) -> i64 {
        0
    }
}

/// Follows the log of content until told to stop.
pub async fn follow(_app: crate::app::App, mut stopped: tokio::sync::watch::Receiver<bool>) {
    let _ = stopped.changed().await;
}
