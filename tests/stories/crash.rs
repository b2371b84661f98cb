//! What survives: `kill -9` between any two moments, a stop in the middle of a request, a disk without room, a database
//! that goes away.

use std::process::Command;
use std::time::Duration;

use forum_camat::ids::DraftKey;
use forum_tests::crash::{answers, kill_nine};
use forum_tests::process::Folder;
use forum_tests::proxy::Proxy;
use forum_tests::{Browser, CIKAJANG, TestApp, is_postgres};
use sea_orm::ConnectionTrait;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::search_index::is_found;
use super::writing::{answers as answers_of, publishes};

/// Five times the server is killed while four people publish; `kill-nine` does it fifty times.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_study_is_there_and_found_after_kill_nine() {
    assert!(kill_nine(5, |_, _| {}).await >= 5);
}

/// A form that is on its way when the stop comes is answered, and the process ends by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_lets_the_request_in_flight_finish() {
    let folder = Folder::prepared().await;
    let cookie = folder.camat("Siti", CIKAJANG).await;
    let site = folder.serve("serve").await;
    let form: Vec<String> = answers("Judul di tengah jalan")
        .iter()
        .map(|(name, value)| format!("{name}={}", value.replace(' ', "+").replace(';', "%3B")))
        .collect();
    let body = form.join("&");
    let (first, last) = body.split_at(body.len() / 2);
    let mut line = tokio::net::TcpStream::connect(folder.config.bind).await.unwrap();
    let head = format!(
        "POST /tulis/{}/terbitkan HTTP/1.1\r\nhost: {}\r\norigin: {}\r\ncookie: {cookie}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{first}",
        DraftKey::new(),
        folder.config.bind,
        site.url,
        body.len()
    );
    line.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    site.ask_to_stop();
    tokio::time::sleep(Duration::from_millis(500)).await;
    line.write_all(last.as_bytes()).await.unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let (code, took) = site.ended().await;
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
}

/// On a full disk publishing is refused with a sentence and nothing half-written; reading goes on; with room again
/// publishing does too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_writing_and_goes_on_reading() {
    if is_postgres() {
        return;
    }
    let mut folder = Folder::prepared().await;
    let small = folder.path().join("small");
    std::fs::create_dir(&small).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=48m", "tmpfs"]).arg(&small).output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        println!("skipped: only root may mount the small disk that this story fills");
        return;
    }
    let _unmount = Unmount(small.clone());
    std::fs::copy(folder.config.sqlite_file(), small.join("forum.sqlite3")).unwrap();
    folder.config.data_dir = small.clone();
    let cookie = folder.camat("Siti", CIKAJANG).await;
    let site = folder.serve("serve").await;
    let siti = Browser::with_cookie(&site.url, cookie);
    let publish = async |title: &str| {
        let path = format!("/tulis/{}/terbitkan", DraftKey::new());
        siti.post(&path, &answers(title)).await
    };
    let before = publish("Sebelum penuh").await.expect(303);

    let filler = small.join("filler");
    let mut file = std::fs::File::create(&filler).unwrap();
    let block = vec![1; 4096];
    let mut refused = None;
    // What the database's files have left inside still takes some, and what the index gives back is filled again.
    for number in 0..200 {
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
        let answer = publish(&format!("Saat penuh {number}")).await;
        if answer.status.as_u16() != 303 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a full disk refuses in the end").expect(503);
    assert!(refused.shows("Yang sudah tersimpan tidak hilang"), "{}", refused.words());
    let visitor = Browser::new(&site.url);
    assert!(visitor.get(&before.location).await.expect(200).shows("Sebelum penuh"));

    drop(file);
    std::fs::remove_file(&filler).unwrap();
    let after = publish("Sesudah ada tempat").await.expect(303);
    assert!(visitor.get(&after.location).await.expect(200).shows("Sesudah ada tempat"));
    // The index had no room either; it goes on where it stood.
    is_found(&visitor, "sesudah", &after.location).await;
    is_found(&visitor, "sebelum", &before.location).await;
}

/// On a full disk the database may end a transaction by itself, unknown to its driver. What is written afterwards, with
/// the worker's looks for jobs in between, is committed all the same.
#[tokio::test]
async fn a_transaction_that_the_database_ended_takes_no_later_one_with_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let tx = app.app.db.begin_write().await.unwrap();
    tx.execute_unprepared("ROLLBACK").await.unwrap();
    drop(tx);
    drop(app.app.db.begin_write().await.unwrap());
    let path = publishes(&siti, &answers_of("Sesudah ada tempat")).await;
    assert!(app.visitor().get(&path).await.expect(200).shows("Sesudah ada tempat"));
}

struct Unmount(std::path::PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        // Lazily: the server of the story may end a moment later.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// While the database is away pages say so; when it is back the site goes on by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_goes_away_comes_back() {
    if !is_postgres() {
        return;
    }
    let mut folder = Folder::prepared().await;
    let cookie = folder.camat("Siti", CIKAJANG).await;
    let server = std::env::var("FORUM_TEST_POSTGRES").unwrap();
    let address = server.rsplit('@').next().unwrap().parse().unwrap();
    let proxy = Proxy::start(address).await.unwrap();
    let url = &folder.config.database_url;
    folder.config.database_url = url.replace(&address.to_string(), &proxy.address().to_string());
    let site = folder.serve("serve").await;
    let siti = Browser::with_cookie(&site.url, cookie);
    let path = format!("/tulis/{}/terbitkan", DraftKey::new());
    let study = siti.post(&path, &answers("Sebelum putus")).await.expect(303);

    proxy.cut();
    let away = siti.get(&study.location).await.expect(503);
    assert!(away.shows("Coba lagi"), "{}", away.words());
    siti.get("/healthz").await.expect(200);

    proxy.restore();
    for attempt in 0.. {
        let answer = siti.get(&study.location).await;
        if answer.status.as_u16() == 200 {
            break;
        }
        assert!(attempt < 40, "the site does not come back: {}", answer.words());
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let path = format!("/tulis/{}/terbitkan", DraftKey::new());
    siti.post(&path, &answers("Sesudah tersambung")).await.expect(303);
}
