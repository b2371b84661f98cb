//! What camat write: drafts, revisions, publishing, and the studies that readers see.

pub mod card;
pub mod check;
pub mod content;
pub mod counts;
pub mod difference;
pub mod draft;
pub mod entity;
pub mod fields;
pub mod hand_in;
pub mod import;
pub mod pages;
pub mod publish;
pub mod reading;
pub mod searchable;
pub mod standing;
pub mod store;

pub use card::Card;
pub use content::Content;
