//! `bin/search-quality`: how well the product finds, beside other systems, all in one run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use figment::Figment;
use figment::providers::{Format, Toml};
use forum_tests::quality::{Analysis, Judged, Product, Table, postgres, sqlite, tantivy, texts};

/// A figure may be so much below its floor: the order of equal scores may change.
const TOLERANCE: f64 = 0.0005;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("judged");
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (folder, floors) = match words.as_slice() {
        [] => (own.clone(), Some(own.join("floors.toml"))),
        ["--set", folder] => (PathBuf::from(folder), None),
        _ => bail!("usage: search-quality [--set DIR]"),
    };
    let set = Judged::read(&folder)?;
    println!("{} documents, {} queries of {}\n", set.lines.len(), set.questions.len(), folder.display());
    let systems = measured(&set).await?;
    print(&systems);
    match floors {
        Some(floors) => Ok(below(&systems[0].1, &floors)?),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// The product first, then the others.
async fn measured(set: &Judged) -> anyhow::Result<Vec<(&'static str, Table)>> {
    let product = Product::start(set).await?;
    let answers = product.answers(set).await?;
    product.stop().await?;
    let texts = texts(set).await?;
    let questions = &set.questions;
    let mut systems = vec![
        ("Forum Camat", answers),
        ("tantivy", tantivy(&texts, questions, Analysis::Default)?),
        ("tantivy+Snowball", tantivy(&texts, questions, Analysis::Snowball)?),
        ("SQLite FTS5", sqlite(&texts, questions).await?.0),
    ];
    match std::env::var("FORUM_TEST_POSTGRES") {
        Ok(server) => systems.push(("PostgreSQL", postgres(&server, &texts, questions).await?.0)),
        Err(_) => println!("PostgreSQL is not measured: FORUM_TEST_POSTGRES names no server\n"),
    }
    Ok(systems.into_iter().map(|(name, answers)| (name, Table::of(questions, &answers))).collect())
}

fn print(systems: &[(&'static str, Table)]) {
    let own = &systems[0].1;
    println!(
        "{:<14} {:>7}   {:>7} {:>7} {:>9} {:>9}",
        systems[0].0, "queries", "nDCG@10", "MRR@10", "recall@10", "success@1"
    );
    for (class, count) in own.classes() {
        let figures = own.figures(class);
        println!(
            "{class:<14} {count:>7}   {:>7.3} {:>7.3} {:>9.3} {:>9.3}",
            figures.ndcg, figures.mrr, figures.recall, figures.success
        );
    }
    print!("\n{:<14}", "nDCG@10");
    systems.iter().for_each(|(name, _)| print!(" {name:>17}"));
    println!();
    for (class, _) in own.classes() {
        print!("{class:<14}");
        systems.iter().for_each(|(_, table)| print!(" {:>17.3}", table.figures(class).ndcg));
        println!();
    }
}

/// Says which figures fell below the stored ones.
fn below(table: &Table, floors: &Path) -> anyhow::Result<ExitCode> {
    let stored: BTreeMap<String, f64> = Figment::from(Toml::file(floors))
        .extract_inner("ndcg10")
        .with_context(|| format!("{} can't be read", floors.display()))?;
    let mut fallen = 0;
    println!();
    for (class, floor) in stored {
        let figure = table.figures(&class).ndcg;
        if figure < floor - TOLERANCE {
            println!("{class}: nDCG@10 fell to {figure:.4}, below {floor:.4}");
            fallen += 1;
        }
    }
    println!("{}", if fallen == 0 { "no figure fell below the stored ones" } else { "search got worse" });
    Ok(if fallen == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
