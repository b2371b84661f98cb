//! One file for each kind of story, in the words of those who live it.

mod account;
mod backup;
mod commands;
mod crash;
mod curation;
mod discussion;
mod drafts;
mod ending_terms;
mod joining;
mod mail;
mod notification;
mod office;
pub mod photos;
mod policy;
mod published;
mod rate_limits;
mod reading;
mod roster;
mod search;
mod search_index;
mod statements;
mod writing;
mod writing_together;
