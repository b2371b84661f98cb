//! `kill -9` during a run of publishes: what was acknowledged must be there, and be found, after the restart.

use std::time::Duration;

use forum_camat::case_study::entity::case_study;
use forum_camat::ids::DraftKey;
use sea_orm::{EntityTrait, PaginatorTrait};
use tokio::sync::mpsc;

use crate::process::Folder;
use crate::{Browser, CIKAJANG};

/// People who publish at once.
const WRITERS: usize = 4;

/// The indexer gets this long after a restart to find what the killed one had not written.
const FINDABLE_WITHIN: Duration = Duration::from_secs(20);

/// The answers of the short form, published as they are.
pub fn answers(title: &str) -> Vec<(&str, &str)> {
    vec![
        ("fields", "title summary sector indicators problem action outcome result visibility"),
        ("bentuk", "ringkas"),
        ("title", title),
        ("summary", "Kebun cabai kering tujuh minggu setiap kemarau; botol bekas menjadi saluran tetes."),
        ("sector", "pertanian"),
        ("indicators", "ekonomi-lokal"),
        ("problem", "Embung surut dan pompa hanya cukup untuk sepertiga petak."),
        ("action", "Kecamatan mempertemukan kelompok tani dan bank sampah."),
        ("outcome", "Panen naik karena air cukup sampai akhir Agustus."),
        ("visibility", "public"),
    ]
}

/// A word that no other study has.
pub fn rare_word(number: usize) -> String {
    let letters = b"bdfghjklmprstvwz";
    let mut word = "zq".to_owned();
    for place in 0..5 {
        word.push(char::from(letters[(number >> (4 * place)) & 15]));
        word.push(if place % 2 == 0 { 'o' } else { 'u' });
    }
    word
}

/// An acknowledged study.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// Its title, with a word of its own.
    pub title: String,
    /// That word.
    pub word: String,
    /// Where the answer led.
    pub path: String,
}

/// Kills the server in each round while people publish, and gives how many studies were acknowledged in all. Panics at
/// the first that is lost or can't be found.
pub async fn kill_nine(rounds: usize, tell: impl Fn(usize, usize)) -> usize {
    let folder = Folder::prepared().await;
    let cookie = folder.camat("Siti", CIKAJANG).await;
    let mut number = 0;
    let mut all: Vec<Acknowledged> = Vec::new();
    for round in 1..=rounds {
        let site = folder.serve("serve").await;
        let (acknowledge, mut acknowledged) = mpsc::unbounded_channel();
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                number += 1000;
                tokio::spawn(publish_until_it_ends(site.url.clone(), cookie.clone(), number, acknowledge.clone()))
            })
            .collect();
        drop(acknowledge);
        let first = acknowledged.recv().await.expect("at least one study is acknowledged before the kill");
        // Another moment in each round: between two commits, within one, while the index writes.
        tokio::time::sleep(Duration::from_millis(40 + (round as u64 * 137) % 460)).await;
        site.kill();
        let mut fresh = vec![first];
        while let Some(study) = acknowledged.recv().await {
            fresh.push(study);
        }
        for writer in writers {
            writer.await.expect("a writer ends with its server");
        }
        let site = folder.serve("serve").await;
        let reader = Browser::new(&site.url);
        all.extend(fresh.iter().cloned());
        let checked = if round == rounds { &all } else { &fresh };
        for study in checked {
            is_there(&reader, study).await;
        }
        if round == rounds {
            has_each_once(&folder, &reader).await;
        }
        tell(round, fresh.len());
        site.kill();
    }
    all.len()
}

/// The index has as many studies as the database: nothing twice, and nothing that a killed transaction left.
async fn has_each_once(folder: &Folder, reader: &Browser) {
    let written = case_study::Entity::find().count(folder.open().await.db.read()).await.expect("a count");
    let begun = std::time::Instant::now();
    loop {
        let answer = reader.get("/api/v1/search?q=&limit=1").await;
        let found = serde_json::from_str::<serde_json::Value>(&answer.text).ok();
        if found.is_some_and(|found| found["total"] == written) {
            return;
        }
        assert!(begun.elapsed() < FINDABLE_WITHIN, "{written} are written: {}", answer.text);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn publish_until_it_ends(
    url: String,
    cookie: String,
    first: usize,
    acknowledge: mpsc::UnboundedSender<Acknowledged>,
) {
    let browser = Browser::with_cookie(&url, cookie);
    for number in first.. {
        let word = rare_word(number);
        let title = format!("Irigasi {word} untuk kebun warga");
        let form = answers(&title);
        let sent = browser.try_post(&format!("/tulis/{}/terbitkan", DraftKey::new()), &form).await;
        let Some(answer) = sent else { return };
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.words());
        let _ = acknowledge.send(Acknowledged { path: answer.location.clone(), title, word });
    }
}

/// Its page answers, and a search for its own word finds it.
async fn is_there(reader: &Browser, study: &Acknowledged) {
    let page = reader.get(&study.path).await.expect(200);
    assert!(page.shows(&study.title), "{} lost its text", study.path);
    let begun = std::time::Instant::now();
    loop {
        let found = reader.get(&format!("/cari?q={}", study.word)).await;
        if found.status.as_u16() == 200 && found.text.contains(&study.path) {
            return;
        }
        assert!(begun.elapsed() < FINDABLE_WITHIN, "{} is not found by {}: {}", study.path, study.word, found.words());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
