//! The search index is a copy: whatever happens to it, searching goes on, and it comes back to what the database says.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use forum_camat::content_change::{self, Subject};
use forum_camat::db::Effect;
use forum_camat::ids::{CaseStudyId, DraftKey};
use forum_tests::crash::answers;
use forum_tests::process::Folder;
use forum_tests::{Browser, CIKAJANG, is_postgres};

/// An index that is made anew gets this long on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

async fn publish(siti: &Browser, title: &str) -> String {
    siti.post(&format!("/tulis/{}/terbitkan", DraftKey::new()), &answers(title)).await.expect(303).location
}

/// Searches until the study is found, and gives how long it took. No search on the way may fail.
pub async fn is_found(reader: &Browser, word: &str, path: &str) -> Duration {
    let begun = Instant::now();
    loop {
        let page = reader.get(&format!("/cari?q={word}")).await.expect(200);
        let api = reader.get(&format!("/api/v1/search?q={word}")).await;
        assert!(matches!(api.status.as_u16(), 200 | 503), "{}", api.text);
        if page.text.contains(path) && api.text.contains(path) {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < PATIENCE, "{word}: {}", page.words());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The folder of the index that serves.
fn serving(folder: &Folder) -> PathBuf {
    let root = folder.config.data_dir.join("index");
    let number = fs::read_to_string(root.join("current")).expect("one serves");
    root.join(number.trim())
}

fn rewrite(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).expect("a readable file");
    assert!(text.contains(from), "{text}");
    fs::write(file, text.replace(from, to)).expect("a writable file");
}

/// What can happen to the folder while the server is down, in words and as it is done.
type Damage = (&'static str, fn(&Folder));

fn damages() -> Vec<Damage> {
    vec![
        ("the folder is deleted", |folder| fs::remove_dir_all(folder.config.data_dir.join("index")).unwrap()),
        ("nothing says which index serves", |folder| {
            fs::remove_file(folder.config.data_dir.join("index/current")).unwrap();
        }),
        ("a number without an index", |folder| fs::write(folder.config.data_dir.join("index/current"), "99").unwrap()),
        ("a half-written list of segments", |folder| fs::write(serving(folder).join("meta.json"), "{\"segm").unwrap()),
        ("another layout", |folder| rewrite(&serving(folder).join("meta.json"), "\\\"schema\\\":", "\\\"schema\\\":9")),
        ("cut segments", |folder| {
            for entry in fs::read_dir(serving(folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|extension| extension == "idx" || extension == "term") {
                    fs::OpenOptions::new().write(true).open(path).unwrap().set_len(7).unwrap();
                }
            }
        }),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happened_to_the_folder_the_next_start_finds_everything() {
    let folder = Folder::prepared().await;
    let cookie = folder.camat("Siti", CIKAJANG).await;
    let site = folder.serve("serve").await;
    let path = publish(&Browser::with_cookie(&site.url, cookie), "Embung desa").await;
    is_found(&Browser::new(&site.url), "embung", &path).await;
    site.ask_to_stop();
    site.ended().await;
    for (what, damage) in damages() {
        damage(&folder);
        let site = folder.serve("serve").await;
        println!("{what}");
        is_found(&Browser::new(&site.url), "embung", &path).await;
        site.ask_to_stop();
        assert_eq!(site.ended().await.0, Some(0), "{what}");
    }
}

/// Somebody tidies up too much: the old index serves from what is still open, and another takes its place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_deleted_under_the_server_is_made_anew() {
    let folder = Folder::prepared().await;
    let cookie = folder.camat("Siti", CIKAJANG).await;
    let site = folder.serve("serve").await;
    let (siti, visitor) = (Browser::with_cookie(&site.url, cookie), Browser::new(&site.url));
    let before = publish(&siti, "Embung desa").await;
    is_found(&visitor, "embung", &before).await;
    // A merge may write a file while its folder goes.
    while fs::remove_dir_all(folder.config.data_dir.join("index")).is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let after = publish(&siti, "Posyandu remaja").await;
    assert!(visitor.get("/cari?q=embung").await.expect(200).text.contains(&before), "searching goes on");
    is_found(&visitor, "posyandu", &after).await;
    is_found(&visitor, "embung", &before).await;
}

/// Nodes share nothing but the database: what is published on one is found on the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_node_publishes_is_found_on_the_other() {
    if !is_postgres() {
        return;
    }
    let folder = Folder::prepared().await;
    let other = folder.beside();
    let cookie = folder.camat("Siti", CIKAJANG).await;
    let (here, there) = (folder.serve("serve").await, other.serve("serve").await);
    let (siti, reader) = (Browser::with_cookie(&here.url, cookie.clone()), Browser::new(&there.url));
    reader.get("/cari?q=embung").await.expect(200);
    let mut slowest = Duration::ZERO;
    for word in ["embung", "posyandu", "jembatan", "irigasi"] {
        let path = publish(&siti, &format!("Praktik {word}")).await;
        slowest = slowest.max(is_found(&reader, word, &path).await);
    }
    println!("found on the other node within {slowest:?}");
    // What is withdrawn on one is gone on the other, too.
    let path = publish(&Browser::with_cookie(&there.url, cookie), "Praktik terasering").await;
    is_found(&Browser::new(&here.url), "terasering", &path).await;
}

/// A follower that reads on from the last number it saw sees every change, however many nodes write at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_has_no_gap_for_who_follows_it_among_many_writers() {
    const WRITERS: i64 = 8;
    const EACH: i64 = 40;
    let folder = Folder::prepared().await;
    let nodes = [folder.open().await, folder.open().await];
    let begin = content_change::newest(nodes[0].db.read()).await.unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let db = nodes[usize::try_from(writer % 2).unwrap()].db.clone();
            tokio::spawn(async move {
                for number in 0..EACH {
                    let tx = db.begin_write().await.unwrap();
                    // Transactions of PostgreSQL overlap here; those of SQLite wait for one another.
                    tokio::time::sleep(Duration::from_micros(u64::try_from(number * 37 % 500).unwrap())).await;
                    let subjects = vec![Subject::CaseStudy(CaseStudyId(writer * EACH + number + 1))];
                    tx.commit(Effect::Visible(subjects)).await.unwrap();
                }
            })
        })
        .collect();
    let (mut seen, mut last) = (Vec::new(), begin);
    let begun = Instant::now();
    while seen.len() < usize::try_from(WRITERS * EACH).unwrap() {
        for (seq, subject) in content_change::after(nodes[1].db.read(), last, 7).await.unwrap() {
            last = seq;
            seen.push(subject.to_row().1.parse::<i64>().unwrap());
        }
        assert!(begun.elapsed() < PATIENCE, "the follower passed over a change: it saw {}", seen.len());
    }
    for writer in writers {
        writer.await.unwrap();
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=WRITERS * EACH).collect::<Vec<_>>());
}
