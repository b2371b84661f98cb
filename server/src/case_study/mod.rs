//! What camat write: drafts, revisions, publishing, and the studies that readers see.

pub mod card;
pub mod chart;
pub mod check;
pub mod content;
pub mod counts;
pub mod criteria;
pub mod difference;
pub mod draft;
pub mod entity;
pub mod evidence;
pub mod examples;
pub mod fields;
pub mod hand_in;
pub mod hints;
pub mod import;
pub mod intake;
pub mod measured_change;
pub mod pages;
pub mod partner;
pub mod personal_data;
pub mod publish;
pub mod reading;
pub mod review;
pub mod revise;
pub mod searchable;
pub mod standing;
pub mod store;

pub use card::Card;
pub use content::Content;
