//! One file for each room of stories.

mod account;
mod office;
mod photos;
mod policy;
mod roster;
mod writing;
