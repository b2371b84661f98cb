//! One file for each room of stories.

mod curation;
mod discussion;
mod notification;
