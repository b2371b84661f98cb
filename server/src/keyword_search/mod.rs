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

/// Opens or rebuilds this node's index.
pub async fn open(_app: &crate::app::App) -> anyhow::Result<()> {
    Ok(())
}

/// Brings the index up to the log of content; returns how many changes were applied.
pub async fn catch_up(_app: &crate::app::App) -> anyhow::Result<usize> {
    Ok(0)
}
