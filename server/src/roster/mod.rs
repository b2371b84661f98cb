//! A roster: a table of officials, looked at before it is recorded, then recorded in one transaction.

pub mod pages;
pub mod people;
pub mod run;
pub mod table;
mod understand;

/// Lines of one table; all 627 kecamatan with sekcam and a few staff fit.
pub const MAX_LINES: usize = 5_000;
