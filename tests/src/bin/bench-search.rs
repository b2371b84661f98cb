//! `bin/bench search`: how fast search is over a great many studies, beside SQLite FTS5 and PostgreSQL in the same run.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use forum_search::{
    Audience, Change, Field, Filters, Index, Kind, Request, Snippet, Sought, Synonym, Synonyms, highlight,
};
use forum_tests::load::percentile;
use forum_tests::quality::{Judged, Many, Text, postgres, sqlite};

/// Written into the kept index; another value makes it anew.
const HISTORY: &str = "bench-1";

/// So many documents go into the index at once.
const BATCH: usize = 10_000;

/// The databases are filled up to this number of documents only: PostgreSQL takes minutes.
const MOST_FOR_DATABASES: usize = 100_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (count, folder) = match words.as_slice() {
        [folder] => (100_000, folder),
        [folder, count] => (count.parse().context("the number of documents")?, folder),
        _ => bail!("usage: bench-search FOLDER [DOCUMENTS]"),
    };
    let build = if cfg!(debug_assertions) { "DEBUG" } else { "release" };
    println!("{count} documents, {build} build");
    let set = Judged::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("judged"))?;
    let folder = PathBuf::from(folder).join(count.to_string());
    let index = kept(&folder, &set, count)?;
    index.set_synonyms(synonyms().into());
    println!("index on disk     {:>8.0} MB", size_of(&folder)? as f64 / 1e6);
    let own = searches(&index, &set)?;
    others(&index, &set)?;
    odd(&index)?;
    println!("{}", memory()?);
    if count <= MOST_FOR_DATABASES {
        databases(&set, count, own).await?;
    }
    Ok(())
}

/// The table that a new site begins with.
fn synonyms() -> Synonyms {
    let lines = include_str!("../../../migration/src/seed/synonym.csv").lines().skip(1);
    let pair = |line: &str| {
        let mut columns = line.split(',').map(str::to_owned);
        Some(Synonym { term: columns.next()?, synonym: columns.next()?, both_ways: columns.next()? == "both" })
    };
    Synonyms::new(&lines.filter_map(pair).collect::<Vec<_>>())
}

/// The index of an earlier run, or a new one.
fn kept(folder: &Path, set: &Judged, count: usize) -> anyhow::Result<Index> {
    if let Ok(index) = Index::open(folder, HISTORY, i64::MAX)
        && index.seq() == i64::try_from(count)?
    {
        return Ok(index);
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let begun = Instant::now();
    let index = Index::create(folder, HISTORY)?;
    let mut many = Many::of(set)?;
    let ids: Vec<i64> = (1..=i64::try_from(count)?).collect();
    for ids in ids.chunks(BATCH) {
        let changes = ids.iter().map(|id| Change::Put(many.next(*id))).collect();
        index.apply(changes, ids.last().copied().unwrap_or_default())?;
    }
    index.close()?;
    println!("built in          {:>8.1} s", begun.elapsed().as_secs_f64());
    Ok(index)
}

/// Every query of the set with correction, facets and ten snippets.
fn searches(index: &Index, set: &Judged) -> anyhow::Result<Vec<Duration>> {
    let mut many = Many::of(set)?;
    let text: String =
        many.next(0).passages.into_iter().filter(|(field, _)| *field == Field::Body).map(|(_, text)| text).collect();
    let mut times = Vec::new();
    for question in set.questions.iter().chain(&set.questions) {
        let begun = Instant::now();
        let response = index.search(&Request::new(question.text.as_str()))?;
        let snippet = |sought: &Sought| -> Snippet { highlight(&text, sought, 200) };
        let snippets: Vec<Snippet> = response.hits.iter().map(|_| snippet(&response.sought)).collect();
        times.push(begun.elapsed());
        drop(snippets);
    }
    // The first round warms the cache of files.
    let times = times.split_off(set.questions.len());
    report("search", times.clone());
    slowest(&times, set);
    Ok(times)
}

/// Names the slowest queries: they decide the p99.
fn slowest(times: &[Duration], set: &Judged) {
    let mut slowest: Vec<_> = times.iter().zip(&set.questions).collect();
    slowest.sort_unstable_by(|a, b| b.0.cmp(a.0));
    for (time, question) in slowest.into_iter().take(5) {
        println!("{:>26.2} ms  {}", time.as_secs_f64() * 1e3, question.text);
    }
}

fn others(index: &Index, set: &Judged) -> anyhow::Result<()> {
    let (mut suggested, mut similar) = (Vec::new(), Vec::new());
    for (id, question) in (1..).zip(&set.questions) {
        let begun = Instant::now();
        index.suggest(&question.text.chars().take(1 + id % 8).collect::<String>(), Audience::Public, 8)?;
        suggested.push(begun.elapsed());
    }
    for id in 1..100 {
        let begun = Instant::now();
        index.similar(Kind::Praktik, id, Audience::Public, 4, &Filters::default())?;
        similar.push(begun.elapsed());
    }
    report("suggestions", suggested);
    report("similar", similar);
    Ok(())
}

/// What nobody should type; the slowest counts.
fn odd(index: &Index) -> anyhow::Result<()> {
    let mut queries: Vec<String> =
        ["", "***", "\"\"\"", "yang di dan", "desa warga", "\"di desa\"", "🌾", "a\0b", ".*[(", "-desa"]
            .into_iter()
            .map(str::to_owned)
            .collect();
    queries.push("kata ".repeat(820));
    queries.push((0..500).map(|n| format!("kata{n} ")).collect());
    queries.push("x".repeat(4096));
    let mut slowest = (Duration::ZERO, String::new());
    for query in queries {
        let begun = Instant::now();
        index.search(&Request::new(query.as_str()))?;
        slowest = slowest.max((begun.elapsed(), query.chars().take(20).collect()));
    }
    println!("slowest odd query {:>8.1} ms  {:?}", slowest.0.as_secs_f64() * 1e3, slowest.1);
    Ok(())
}

async fn databases(set: &Judged, count: usize, own: Vec<Duration>) -> anyhow::Result<()> {
    let mut many = Many::of(set)?;
    let text = |id: usize| {
        let document = many.next(i64::try_from(id).unwrap_or_default());
        let body = document.passages.into_iter().map(|(_, text)| text).collect();
        Text { key: id.to_string(), title: document.title, body }
    };
    let texts: Vec<Text> = (1..=count).map(text).collect();
    report("SQLite FTS5", sqlite(&texts, &set.questions).await?.1);
    if let Ok(server) = std::env::var("FORUM_TEST_POSTGRES") {
        let times = postgres(&server, &texts, &set.questions).await?.1;
        let ratio = |mut times: Vec<Duration>| {
            times.sort_unstable();
            percentile(&times, 99).as_secs_f64()
        };
        println!("PostgreSQL's p99 is {:.0} times ours", ratio(times.clone()) / ratio(own));
        report("PostgreSQL", times);
    }
    Ok(())
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (p50, p99) = (ms(percentile(&times, 50)), ms(percentile(&times, 99)));
    println!("{name:<17} {p50:>8.2} ms p50 {p99:>8.2} ms p99");
}

fn size_of(folder: &Path) -> anyhow::Result<u64> {
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.metadata()?.len())).sum()
}

fn memory() -> anyhow::Result<String> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:")).context("no RssAnon")?;
    Ok(format!("anonymous memory  {:>8}", line.trim_start_matches("RssAnon:").trim()))
}
