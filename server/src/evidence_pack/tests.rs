//! What a pack finds missing, and how it is sent.

use std::io::{ErrorKind, Write};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::archive::{Pieces, body};
use super::checklist::{self, State};
use super::ledger::Words;
use super::{Asked, CONTESTS, year_of};
use crate::case_study::content::{Content, Photo};
use crate::catalogue::Catalogue;

#[test]
fn a_criterion_is_missing_partly_there_or_ready() {
    let content = Content {
        problem: "Air surut **setiap** kemarau.".to_owned(),
        novelty: "Botol bekas menggantikan pipa.".to_owned(),
        applied_since: Some("2025-01".to_owned()),
        photos: vec![Photo::default()],
        ..Content::default()
    };
    let kipp = Asked::of("kipp", 2026).unwrap();
    assert!(kipp.is_of_another_year() && kipp.name() == "KIPP 2026");
    let points = checklist::of(kipp.contest, &content, &Catalogue::default(), &Words::default());
    let state = |name: &str| points.iter().find(|point| point.criterion.name == name).unwrap().state();
    assert_eq!(state("Latar belakang dan tujuan"), State::Ready);
    assert_eq!(state("Kebaruan dan nilai tambah"), State::Partly);
    assert_eq!(state("Signifikansi"), State::Missing);
    let told = &points.iter().find(|point| point.criterion.name == "Latar belakang dan tujuan").unwrap().texts[0].1;
    assert_eq!(told, "Air surut setiap kemarau.", "as text, not as Markdown");
    let iga = Asked::of("iga", 2026).unwrap();
    let ledger = Words { replications: "Berjalan di 3 kecamatan lain.".to_owned(), ..Words::default() };
    let points = checklist::of(iga.contest, &content, &Catalogue::default(), &ledger);
    let point = |name: &str| points.iter().find(|point| point.criterion.name == name).unwrap().clone();
    assert_eq!(point("Tahapan inovasi").texts[0].1, "Januari 2025");
    assert_eq!(point("Regulasi").name(), "Regulasi (wajib)");
    assert_eq!(point("Replikasi").texts[0].1, "Berjalan di 3 kecamatan lain.");
    assert_eq!(point("Replikasi").first_lacking_field(), Some("conditions"));
}

#[test]
fn an_address_that_names_nothing_means_the_first_contest_and_this_year_and_nonsense_means_nothing() {
    assert_eq!(Asked::of("", 2026).unwrap().contest.slug, CONTESTS[0]);
    for contest in ["lain", "../iga", "IGA"] {
        assert!(Asked::of(contest, 2026).is_none(), "{contest}");
    }
    assert_eq!((year_of(" ", 2026), year_of(" 2025 ", 2026)), (Some(2026), Some(2025)));
    for year in ["x", "99999", "-1", "1999", "2101"] {
        assert_eq!(year_of(year, 2026), None, "{year}");
    }
}

/// Writes pieces in a thread of its own, for a reader who may take nothing for a moment.
async fn written(sender: mpsc::Sender<super::archive::Piece>, pieces: usize) -> std::io::Result<()> {
    let mut writer = Pieces::new(sender, Handle::current(), Duration::from_millis(200));
    let writing = tokio::task::spawn_blocking(move || {
        let mut ended = Ok(());
        for _ in 0..pieces {
            ended = ended.and(writer.write_all(b"piece"));
        }
        ended.and(writer.end())
    });
    tokio::time::timeout(Duration::from_secs(20), writing).await.expect("the thread is free again").unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_who_stops_reading_keeps_no_thread() {
    let (sender, receiver) = mpsc::channel(1);
    let ended = written(sender, 50).await;
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::TimedOut);
    assert!(axum::body::to_bytes(body(receiver), 1_000).await.is_err(), "half a pack is no whole one");

    let (sender, receiver) = mpsc::channel(1);
    drop(receiver);
    assert_eq!(written(sender, 50).await.unwrap_err().kind(), ErrorKind::BrokenPipe);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_who_goes_on_gets_all_of_it() {
    let (sender, receiver) = mpsc::channel(1);
    let reading = tokio::spawn(axum::body::to_bytes(body(receiver), 1_000));
    written(sender, 50).await.unwrap();
    assert_eq!(reading.await.unwrap().unwrap().len(), 250);
}
