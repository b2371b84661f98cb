//! `bin/bench search`: how fast the product searches over a great many studies, beside SQLite FTS5 and PostgreSQL in the
//! same run. The studies are imported once into a kept folder; every figure is of whole requests over HTTP.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use forum_camat::web::encode;
use forum_tests::Browser;
use forum_tests::load::percentile;
use forum_tests::process::{binary, free_address};
use forum_tests::quality::{Judged, Many, Text, postgres, sqlite};
use serde_json::Value;

/// The databases are filled up to this number of studies only: PostgreSQL takes minutes.
const MOST_FOR_DATABASES: usize = 100_000;

/// An index of a million studies may take so long.
const PATIENCE: Duration = Duration::from_secs(3600);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (count, folder) = match words.as_slice() {
        [folder] => (100_000, folder),
        [folder, count] => (count.parse().context("the number of studies")?, folder),
        _ => bail!("usage: bench-search FOLDER [STUDIES]"),
    };
    let build = if cfg!(debug_assertions) { "DEBUG" } else { "release" };
    println!("{count} studies, {build} build, whole requests over HTTP");
    let set = Judged::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("judged"))?;
    let site = Site::start(&PathBuf::from(folder).join(format!("site-{count}")), &set, count).await?;
    let own = searches(&site, &set).await?;
    suggestions(&site, &set).await?;
    odd(&site).await?;
    println!("anonymous memory  {:>8} of the server", site.memory()?);
    drop(site);
    if count <= MOST_FOR_DATABASES {
        databases(&set, count, own).await?;
    }
    Ok(())
}

/// A server on a kept data folder.
struct Site {
    browser: Browser,
    child: Child,
}

impl Site {
    async fn start(folder: &Path, set: &Judged, count: usize) -> anyhow::Result<Self> {
        let done = folder.join("imported");
        if !done.exists() {
            import(folder, set, count)?;
            File::create(done)?;
        }
        let address = free_address();
        let child = command(folder, &["serve"]).env("FORUM_BIND", address.to_string()).spawn()?;
        let site = Self { browser: Browser::new(&format!("http://{address}")), child };
        let begun = Instant::now();
        while site.total().await != Some(count as u64) {
            ensure!(begun.elapsed() < PATIENCE, "the index does not take in {count} studies");
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        println!("index ready in    {:>8.1} s after the start", begun.elapsed().as_secs_f64());
        println!("index on disk     {:>8.0} MB", size_of(&folder.join("data/index"))? as f64 / 1e6);
        Ok(site)
    }

    async fn total(&self) -> Option<u64> {
        let answer = self.browser.try_get("/api/v1/search?q=&limit=1").await?;
        serde_json::from_str::<Value>(&answer.text).ok()?["total"].as_u64()
    }

    fn memory(&self) -> anyhow::Result<String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("RssAnon:")).context("no RssAnon")?;
        Ok(line.trim_start_matches("RssAnon:").trim().to_owned())
    }

    /// One request, with the time it took.
    async fn timed(&self, path: &str) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        let answer = self.browser.get(path).await;
        let took = begun.elapsed();
        ensure!(answer.status.as_u16() == 200, "{path}: {}", answer.status);
        Ok(took)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The product's own binary on the folder, silent.
fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command
        .args(words)
        .env("FORUM_DATA_DIR", folder.join("data"))
        .env("FORUM_LOG_FILTER", "error")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

fn import(folder: &Path, set: &Judged, count: usize) -> anyhow::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder.join("data"))?;
    let lines = folder.join("studies.jsonl");
    let mut many = Many::of(set)?;
    let mut file = BufWriter::new(File::create(&lines)?);
    for id in 1..=count {
        writeln!(file, "{}", many.next(id))?;
    }
    file.into_inner()?.sync_all()?;
    ensure!(command(folder, &["migrate"]).status()?.success(), "migrate failed");
    let begun = Instant::now();
    let path = lines.to_str().context("a plain path")?;
    ensure!(command(folder, &["import", "case-studies", path]).status()?.success(), "the import failed");
    println!("imported in       {:>8.1} s", begun.elapsed().as_secs_f64());
    std::fs::remove_file(lines)?;
    Ok(())
}

/// Every query of the set with correction, facets and ten snippets; the first round warms the caches of files.
async fn searches(site: &Site, set: &Judged) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    for round in 0..2 {
        for question in &set.questions {
            // Another limit, or a kept answer would come back and no search be made.
            let path = format!("/api/v1/search?q={}&limit={}", encode(&question.text), 10 + round);
            times.push(site.timed(&path).await?);
        }
    }
    let times = times.split_off(set.questions.len());
    report("search", times.clone());
    let mut slowest: Vec<_> = times.iter().zip(&set.questions).collect();
    slowest.sort_unstable_by(|a, b| b.0.cmp(a.0));
    for (time, question) in slowest.into_iter().take(5) {
        println!("{:>26.2} ms  {}", time.as_secs_f64() * 1e3, question.text);
    }
    Ok(times)
}

async fn suggestions(site: &Site, set: &Judged) -> anyhow::Result<()> {
    let mut times = Vec::new();
    for (number, question) in set.questions.iter().enumerate() {
        let typed: String = question.text.chars().take(2 + number % 8).collect();
        times.push(site.timed(&format!("/api/v1/suggest?q={}", encode(&typed))).await?);
    }
    report("suggestions", times);
    Ok(())
}

/// What nobody should type; the slowest counts, and none may be refused.
async fn odd(site: &Site) -> anyhow::Result<()> {
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
        for path in ["/api/v1/search", "/cari"] {
            let took = site.timed(&format!("{path}?q={}", encode(&query))).await?;
            slowest = slowest.max((took, query.chars().take(20).collect()));
        }
    }
    println!("slowest odd query {:>8.1} ms  {:?}", slowest.0.as_secs_f64() * 1e3, slowest.1);
    Ok(())
}

async fn databases(set: &Judged, count: usize, own: Vec<Duration>) -> anyhow::Result<()> {
    let mut many = Many::of(set)?;
    let texts = (1..=count).map(|id| Text::of_line(&many.next(id).to_string(), |_| String::new()));
    let texts = texts.collect::<anyhow::Result<Vec<_>>>()?;
    report("SQLite FTS5", sqlite(&texts, &set.questions).await?.1);
    if let Ok(server) = std::env::var("FORUM_TEST_POSTGRES") {
        let times = postgres(&server, &texts, &set.questions).await?.1;
        let p99 = |mut times: Vec<Duration>| {
            times.sort_unstable();
            percentile(&times, 99).as_secs_f64()
        };
        println!("PostgreSQL's p99 is {:.0} times ours", p99(times.clone()) / p99(own));
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
    let mut size = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.file_type()?.is_dir() { size_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
