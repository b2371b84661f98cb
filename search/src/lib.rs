//! Search for Forum Camat: documents in, ids out. Knows neither the web nor the database.

pub mod analyzer;
pub mod query;
