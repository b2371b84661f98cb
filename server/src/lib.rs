//! Forum Camat: where the camat of a province exchange what worked. One binary serves the site, its commands and its
//! background work; ARCHITECTURE.md leads through it.

pub mod account;
pub mod app;
pub mod attachment;
pub mod audit;
pub mod case_study;
pub mod catalogue;
pub mod clock;
pub mod command;
pub mod config;
pub mod content_change;
pub mod curation;
pub mod db;
pub mod discussion;
pub mod error;
pub mod format;
pub mod home;
pub mod ids;
pub mod indicator;
pub mod job;
pub mod kecamatan;
pub mod keyword_search;
pub mod markdown;
pub mod meeting;
pub mod notification;
pub mod office;
pub mod policy;
pub mod rate_limit;
pub mod routes;
pub mod sector;
pub mod serving;
pub mod tls;
pub mod viewer;
pub mod web;
pub mod worker;
