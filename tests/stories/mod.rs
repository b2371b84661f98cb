//! One file for each room of stories.

mod account;
mod backup;
mod commands;
mod crash;
mod curation;
mod discussion;
mod drafts;
mod notification;
mod office;
mod photos;
mod policy;
mod reading;
mod roster;
mod search;
mod statements;
mod writing;
