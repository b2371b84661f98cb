//! Drafts: one key, one text, shared by the office it belongs to. Every save is kept, and nobody overwrites a colleague
//! unseen.

mod adapt;
mod discard;
mod edit;
pub mod entity;
mod files;
mod found;
mod photos;
pub mod remark;
mod save;
mod step;
mod thin;
mod write;

pub use adapt::{adapt, adapting};
pub use discard::{discard, obstacle};
pub use edit::edit;
pub use files::{FileChange, change_files};
pub use found::{find, find_by_id, locked, of_office, seen_among};
pub use photos::{PhotoChange, change_photos};
pub use save::{Change, Clash, Elsewhere, Saved, from_browser, save};
pub use step::Step;
pub use thin::{thin, thin_hourly};
