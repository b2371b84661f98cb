//! The few kinds of columns and keys that our tables have, portable between SQLite and PostgreSQL. Released migrations
//! use them, so an existing one never changes its meaning; a new need is a new function.

use sea_orm_migration::prelude::*;

/// The number of a row, given by the database and never given again.
pub fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().auto_increment().primary_key().take()
}

/// Text that is always set.
pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// Text that may be absent.
pub fn text_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().take()
}

/// Text that is often empty, such as a reason or a note.
pub fn words(name: &'static str) -> ColumnDef {
    text(name).default("").take()
}

/// One of a closed list of words.
pub fn one_of(name: &'static str, words: &'static [&'static str]) -> ColumnDef {
    text(name).check(Expr::col(name).is_in(words.iter().copied())).take()
}

/// One of a closed list of words, or none.
pub fn one_of_or_none(name: &'static str, words: &'static [&'static str]) -> ColumnDef {
    text_or_none(name).check(Expr::col(name).is_in(words.iter().copied())).take()
}

/// A whole number.
pub fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().take()
}

/// A whole number that may be absent.
pub fn number_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().null().take()
}

/// A whole number that begins at 0.
pub fn count(name: &'static str) -> ColumnDef {
    number(name).default(0).take()
}

/// A large whole number: an id of another row, a version, a size in bytes.
pub fn big(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// A large whole number that may be absent.
pub fn big_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// A number with decimals that may be absent. For coordinates only: figures of studies are exact text.
pub fn decimal_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).double().null().take()
}

/// A number with decimals: for sums, beside the exact text that people read.
pub fn decimal(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).double().not_null().take()
}

/// True or false.
pub fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().take()
}

/// True or false, false unless said otherwise.
pub fn flag_false(name: &'static str) -> ColumnDef {
    flag(name).default(false).take()
}

/// A moment in UTC. Without a default: the clock is ours.
pub fn time(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().not_null().take()
}

/// A moment in UTC that may be absent.
pub fn time_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().null().take()
}

/// A local day.
pub fn day(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).date().not_null().take()
}

/// A local day that may be absent.
pub fn day_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).date().null().take()
}

/// A foreign key. It stands inside its `create_table`, since SQLite can't add one later.
pub fn refers(
    table: &'static str,
    column: &'static str,
    to: &'static str,
    to_column: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(format!("fk_{table}_{column}")).from(table, column).to(to, to_column).to_owned()
}

/// Columns that are unique together.
pub fn unique(table: &'static str, columns: &'static [&'static str]) -> IndexCreateStatement {
    keyed(format!("uq_{table}_{}", columns.join("_")), columns).unique().take()
}

/// An index for finding rows by these columns.
pub fn index(table: &'static str, columns: &'static [&'static str]) -> IndexCreateStatement {
    keyed(format!("ix_{table}_{}", columns.join("_")), columns).table(table).take()
}

fn keyed(name: String, columns: &'static [&'static str]) -> IndexCreateStatement {
    let mut keyed = Index::create().name(name).take();
    for column in columns {
        keyed.col(*column);
    }
    keyed
}
