//! Rows that every site starts with, from the CSV files of `seed/` (their origin: `seed/SOURCES.md`). Rows that exist
//! already stay as they are, so seeding twice does nothing.

use sea_orm_migration::prelude::*;
use serde::de::DeserializeOwned;

/// Values bound by one statement. SQLite takes at most 32,766 and PostgreSQL 65,535.
const MAX_BOUND_VALUES: usize = 8_000;

/// Reads a built-in CSV file with a header line.
pub fn read<T: DeserializeOwned>(csv: &str) -> Result<Vec<T>, DbErr> {
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_deserialize().collect::<Result<_, _>>();
    rows.map_err(|error| DbErr::Migration(format!("a built-in CSV file can't be read: {error}")))
}

/// Inserts rows in as few statements as the databases allow; a row whose `key` exists already is left alone.
pub async fn insert<const N: usize>(
    manager: &SchemaManager<'_>,
    table: &'static str,
    key: &[&'static str],
    columns: [&'static str; N],
    rows: Vec<[Value; N]>,
) -> Result<(), DbErr> {
    for batch in rows.chunks(MAX_BOUND_VALUES / N) {
        let mut insert = Query::insert();
        insert.into_table(table).columns(columns);
        for row in batch {
            insert.values(row.iter().cloned().map(Expr::value)).map_err(|error| DbErr::Migration(error.to_string()))?;
        }
        insert.on_conflict(OnConflict::columns(key.iter().copied()).do_nothing().to_owned());
        manager.execute(insert).await?;
    }
    Ok(())
}
