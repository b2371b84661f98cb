//! The front door: the home page, feeds for machines, and the site's own texts.

pub mod feeds;
pub mod pages;
pub mod texts;
