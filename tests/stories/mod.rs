//! One file for each room of stories.

mod account;
mod backup;
mod commands;
mod crash;
mod curation;
mod discussion;
mod drafts;
mod mail;
mod notification;
mod office;
pub mod photos;
mod policy;
mod rate_limits;
mod reading;
mod roster;
mod search;
mod statements;
mod writing;
