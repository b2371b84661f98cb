//! The stories: what people do, through HTTP, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a story that can't go on fails where it stands")]

mod invariants;
mod schema;
mod stories;
