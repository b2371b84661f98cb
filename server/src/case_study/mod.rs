//! What camat write: drafts, revisions, publishing, and the studies that readers see.

pub mod card;
pub mod content;
pub mod entity;
pub mod store;

pub use card::Card;
pub use content::Content;
