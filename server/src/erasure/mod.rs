//! Erasing personal data of others, as the law asks: the one exception from "a published revision never changes". It goes
//! from every text and file that hangs on a study, from the index and the kept pages, is done again after a restore, and
//! leaves a mark with its date.

mod again;
pub mod entity;
pub mod erase;
mod ledger;
pub mod look;
mod media;
pub mod pages;
pub mod passage;
pub mod places;
mod purge;
mod renew;
mod scope;
mod walk;

pub use again::{Again, again};
pub use ledger::{FOLDER, all as ledger};
pub use purge::purge;
