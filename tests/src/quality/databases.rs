//! Baselines in databases: SQLite FTS5, and PostgreSQL's text search with its `indonesian` dictionary.

use std::time::{Duration, Instant};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, Value};

use super::{Answers, DEPTH, Question, Text};

/// What a database answered, and how long each query took.
pub type Timed = (Answers, Vec<Duration>);

/// FTS5 with `unicode61`, any word of the query, its own bm25.
pub async fn sqlite(texts: &[Text], questions: &[Question]) -> anyhow::Result<Timed> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await?;
    db.execute_unprepared("CREATE VIRTUAL TABLE text USING fts5(key UNINDEXED, title, body, tokenize = 'unicode61')")
        .await?;
    fill(&db, DbBackend::Sqlite, "INSERT INTO text (key, title, body) VALUES (?, ?, ?)", texts).await?;
    let (mut answers, mut times) = (Vec::new(), Vec::new());
    for question in questions {
        let begun = Instant::now();
        let words = question.text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        let any: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
        let sql = format!("SELECT key FROM text WHERE text MATCH ? ORDER BY bm25(text) LIMIT {DEPTH}");
        answers.push(asked(&db, DbBackend::Sqlite, &sql, any.join(" OR ")).await?);
        times.push(begun.elapsed());
    }
    Ok((answers, times))
}

/// Any word of the query by the `indonesian` dictionary, ordered by `ts_rank_cd`. The server's address is given.
pub async fn postgres(server: &str, texts: &[Text], questions: &[Question]) -> anyhow::Result<Timed> {
    let mut options = ConnectOptions::new(format!("{server}/postgres"));
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await?;
    db.execute_unprepared("CREATE TEMPORARY TABLE studies (key text, words tsvector)").await?;
    let insert = "INSERT INTO studies SELECT $1, to_tsvector('indonesian', $2 || ' ' || $3)";
    fill(&db, DbBackend::Postgres, insert, texts).await?;
    db.execute_unprepared("CREATE INDEX words ON studies USING gin (words)").await?;
    let sql = format!(
        "SELECT key FROM studies, CAST(replace(CAST(plainto_tsquery('indonesian', $1) AS text), '&', '|') AS tsquery) AS any_word \
         WHERE words @@ any_word ORDER BY ts_rank_cd(words, any_word) DESC LIMIT {DEPTH}"
    );
    let (mut answers, mut times) = (Vec::new(), Vec::new());
    for question in questions {
        let begun = Instant::now();
        answers.push(asked(&db, DbBackend::Postgres, &sql, question.text.clone()).await?);
        times.push(begun.elapsed());
    }
    Ok((answers, times))
}

async fn fill(db: &DatabaseConnection, backend: DbBackend, insert: &str, texts: &[Text]) -> anyhow::Result<()> {
    db.execute_unprepared("BEGIN").await?;
    for text in texts {
        let values: [Value; 3] = [text.key.as_str().into(), text.title.as_str().into(), text.body.as_str().into()];
        db.execute_raw(Statement::from_sql_and_values(backend, insert, values)).await?;
    }
    db.execute_unprepared("COMMIT").await?;
    Ok(())
}

async fn asked(db: &DatabaseConnection, backend: DbBackend, sql: &str, text: String) -> anyhow::Result<Vec<String>> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, [text.into()])).await?;
    Ok(rows.into_iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}
