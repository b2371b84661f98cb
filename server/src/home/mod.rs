//! The front door: the home page, feeds and site maps for machines, and the site's own texts.

mod atom;
pub mod changes;
pub mod feeds;
pub mod pages;
pub mod sitemap;
pub mod texts;
