//! `bin/bench`: what the site costs and how fast it is, in one run on one machine. Speed is a ratio: each page against a
//! bare axum server that sends as many bytes from memory.

use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use forum_camat::case_study::entity::case_study;
use forum_camat::ids::DraftKey;
use forum_tests::crash::{answers, rare_word};
use forum_tests::load::{self, percentile};
use forum_tests::process::{Folder, Process, free_address};
use forum_tests::{Browser, CIKAJANG, TestApp, a_study, bench_exchange, bench_notices, bench_work, bench_writing};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

const CONNECTIONS: usize = 16;
const LENGTH: Duration = Duration::from_secs(4);
const PUBLISHES: usize = 100;
const IMPORTED: usize = 3000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().collect();
    if let [_, mark, address, size] = words.as_slice()
        && mark == "--bare"
    {
        return bare(address.parse()?, size.parse()?).await;
    }
    if let Some(scene) = words.get(1) {
        return one(scene).await;
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{cores} cores, server and load together, {} build\n",
        if cfg!(debug_assertions) { "DEBUG" } else { "release" }
    );
    let folder = Folder::empty();
    let fresh = folder.serve("demo").await;
    println!("start of `demo`, empty folder     {:>8} ms", fresh.started_in.as_millis());
    stop(fresh).await?;
    let cookie = folder.camat("Siti", CIKAJANG).await;
    let site = folder.serve("demo").await;
    println!("start of `demo`, existing folder  {:>8} ms", site.started_in.as_millis());
    println!("anonymous memory after the start  {:>8.1} MB\n", anonymous_memory(&site)?);

    let study = pages(&folder).await?;
    println!("\nanonymous memory after the load   {:>8.1} MB", anonymous_memory(&site)?);
    findable(&site, &cookie).await?;
    bench_writing::run(&folder, &site, &cookie, &study).await?;
    import(&folder)?;
    println!("anonymous memory after the import {:>8.1} MB", anonymous_memory(&site)?);
    stop(site).await?;
    statements().await;
    for scene in SCENES {
        one(scene).await?;
    }
    Ok(())
}

/// Scenes that also run alone: `bin/bench study`.
const SCENES: [&str; 5] = ["work", "study", "notices", "products", "questions"];

async fn one(scene: &str) -> anyhow::Result<()> {
    match scene {
        "work" => bench_work::run().await,
        "study" => bench_exchange::study().await,
        "notices" => bench_notices::run().await,
        "products" => bench_exchange::products().await,
        "questions" => bench_exchange::questions().await,
        _ => anyhow::bail!("no such scene: {scene}; there are {}", SCENES.join(", ")),
    }
}

async fn stop(site: Process) -> anyhow::Result<()> {
    site.ask_to_stop();
    let (code, _) = site.ended().await;
    anyhow::ensure!(code == Some(0), "the server ended with {code:?}");
    Ok(())
}

/// The bare server: a page of so many bytes, from memory, in a process of its own like the site.
async fn bare(address: SocketAddr, size: usize) -> anyhow::Result<()> {
    let page = Bytes::from(vec![b'x'; size]);
    let site = Router::new().route("/", get(move || std::future::ready(page.clone())));
    axum::serve(tokio::net::TcpListener::bind(address).await?, site).await?;
    Ok(())
}

async fn pages(folder: &Folder) -> anyhow::Result<String> {
    let app = folder.open().await;
    let study = case_study::Entity::find()
        .filter(case_study::Column::Visibility.eq("public"))
        .order_by_asc(case_study::Column::Id)
        .one(app.db.read())
        .await?
        .context("the demo has studies")?;
    drop(app);
    let study = forum_camat::case_study::card::url(study.id, &study.title);
    println!(
        "{:<10} {:>7} {:>10} {:>9} {:>9}   {:>10} {:>9}  ratio",
        "visitor", "bytes", "pages/s", "p50 µs", "p99 µs", "bare/s", "p99 µs"
    );
    for (name, path) in
        [("home", "/"), ("study", study.as_str()), ("/cari", "/cari"), ("/cari?q=", "/cari?q=pupuk+organik")]
    {
        let measured = match load::run(folder.config.bind, path, CONNECTIONS, LENGTH).await {
            Ok(measured) => measured,
            Err(error) => {
                println!("{name:<10} not measured: {error}");
                continue;
            }
        };
        let address = free_address();
        let mut bare = Command::new(std::env::current_exe()?)
            .args(["--bare", &address.to_string(), &measured.body_bytes.to_string()])
            .stdout(Stdio::null())
            .spawn()?;
        while tokio::net::TcpStream::connect(address).await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let plain = load::run(address, "/", CONNECTIONS, LENGTH).await;
        bare.kill()?;
        bare.wait()?;
        let plain = plain?;
        println!(
            "{name:<10} {:>7} {:>10.0} {:>9} {:>9}   {:>10.0} {:>9}  {:.2}",
            measured.body_bytes,
            measured.per_second,
            measured.p50.as_micros(),
            measured.p99.as_micros(),
            plain.per_second,
            plain.p99.as_micros(),
            measured.per_second / plain.per_second
        );
    }
    Ok(study)
}

fn anonymous_memory(site: &Process) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", site.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no RssAnon")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1000.0)
}

/// From the answer to "Terbitkan" to the first page of results that has the study.
async fn findable(site: &Process, cookie: &str) -> anyhow::Result<()> {
    let siti = Browser::with_cookie(&site.url, cookie.to_owned());
    let reader = Browser::new(&site.url);
    let (mut publishing, mut finding) = (Vec::new(), Vec::new());
    for number in 0..PUBLISHES {
        let word = rare_word(500_000 + number);
        let title = format!("Irigasi {word} untuk kebun warga");
        let begun = Instant::now();
        let answer = siti.post(&format!("/tulis/{}/terbitkan", DraftKey::new()), &answers(&title)).await.expect(303);
        publishing.push(begun.elapsed());
        let published = Instant::now();
        loop {
            let found = reader.get(&format!("/cari?q={word}")).await;
            if found.text.contains(&answer.location) {
                break;
            }
            anyhow::ensure!(published.elapsed() < Duration::from_secs(10), "{word} is not found");
            // A reader without a pause takes the cores from the indexer: kept pages answer in microseconds.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        finding.push(published.elapsed());
    }
    for (name, times) in [("publish (answer)", &mut publishing), ("publish to findable", &mut finding)] {
        times.sort_unstable();
        let (p50, p99) = (percentile(times, 50), percentile(times, 99));
        println!("{name:<33} {:>8.1} ms p50, {:.1} ms p99", p50.as_secs_f64() * 1e3, p99.as_secs_f64() * 1e3);
    }
    Ok(())
}

fn import(folder: &Folder) -> anyhow::Result<()> {
    let text =
        "Kelompok tani menanam cabai di lereng, mencatat panen setiap pekan, dan menjual bersama di pasar desa. "
            .repeat(20);
    let lines: String = (0..IMPORTED)
        .map(|n| {
            format!(
                "{{\"ref\":\"bench-{n}\",\"title\":\"Praktik {n}\",\"body\":\"{text}\",\"sector\":\"pertanian\"}}\n"
            )
        })
        .collect();
    let file = folder.path().join("import.jsonl");
    std::fs::write(&file, lines)?;
    let ended = folder.run(&["import", "case-studies", file.to_str().context("a plain path")?]);
    println!("import beside the server          {}", ended.out.trim());
    Ok(())
}

/// Statements of a first view, when no page is kept: they may not grow with the number of cards.
async fn statements() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Irigasi tetes")).await;
    for number in 0..20 {
        app.has(a_study(&format!("Praktik {number}"))).await;
    }
    app.settle().await;
    let visitor = app.visitor();
    for (name, path) in
        [("home", "/"), ("study", study.url.as_str()), ("/cari", "/cari"), ("/cari?q=", "/cari?q=irigasi")]
    {
        app.app.db.bump_generation();
        let before = app.app.db.statements();
        let status = visitor.get(path).await.status;
        println!("statements of {name:<10} {:>28} ({status})", app.app.db.statements() - before);
    }
}
