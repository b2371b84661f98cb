//! The stories: what people do, through HTTP, on SQLite and on PostgreSQL.

mod invariants;
mod schema;
mod stories;
