//! What camat write: drafts, revisions, publishing, and the studies that readers see.

pub mod card;
pub mod content;
pub mod counts;
pub mod entity;
pub mod searchable;
pub mod store;

pub use card::Card;
pub use content::Content;
