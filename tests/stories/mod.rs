//! One file for each room of stories.

mod account;
mod office;
mod policy;
mod roster;
