//! What a pack finds missing, and how it is sent.

use std::io::{ErrorKind, Write};
use std::time::Duration;

use chrono::NaiveDate;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::archive::{Pieces, body};
use super::checklist::{self, State};
use super::ledger::Words;
use super::shortfall::hold_age;
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

/// What is there and does not suffice is not counted as done, and an answer that serves several is looked at by people.
#[test]
fn a_text_that_is_too_short_or_tells_of_something_else_is_no_whole_answer() {
    let content = Content {
        summary: "kata ".repeat(201),
        problem: "kata ".repeat(20),
        usage: "Warga datang ke kantor desa.".to_owned(),
        continuity: "Masuk RKPDes 2026.".to_owned(),
        ..Content::default()
    };
    let catalogue = Catalogue::default();
    let told = |contest: &str, content: &Content, name: &str| {
        let points = checklist::of(Asked::of(contest, 2026).unwrap().contest, content, &catalogue, &Words::default());
        points.iter().find(|point| point.criterion.name == name).unwrap().told()
    };
    assert_eq!(told("iga", &content, "Rancang bangun"), "Sebagian: 221 dari 300 kata");
    assert_eq!(told("kipp", &content, "Ringkasan"), "Sebagian: 201 kata, paling banyak 200");
    assert_eq!(told("iga", &content, "RKPD"), "Sebagian: RKPD tidak disebut");
    for name in ["Kemudahan informasi", "Kemudahan proses", "Pengaduan", "Layanan terintegrasi"] {
        let words = "Perlu diperiksa: jawaban yang sama dipakai untuk 4 indikator";
        assert_eq!(told("iga", &content, name), words);
    }
    let better = Content {
        summary: "kata ".repeat(200),
        problem: "kata ".repeat(100),
        continuity: "Masuk RKPD, tahun 2026.".to_owned(),
        ..content
    };
    for (contest, name) in [("iga", "Rancang bangun"), ("iga", "RKPD"), ("kipp", "Ringkasan")] {
        assert_eq!(told(contest, &better, name), "Tersedia: ", "{name}");
    }
}

#[test]
fn a_practice_that_is_too_young_is_told_its_age() {
    let kipp = Asked::of("kipp", 2026).unwrap();
    let day = |year, month| NaiveDate::from_ymd_opt(year, month, 28).unwrap();
    let told = |since: &str, on: NaiveDate| {
        let content = Content { applied_since: Some(since.to_owned()), ..Content::default() };
        let mut points = checklist::of(kipp.contest, &content, &Catalogue::default(), &Words::default());
        hold_age(&mut points, Some(since), on);
        let point = points.iter().find(|point| point.criterion.least_months.is_some()).unwrap().clone();
        (point.state(), point.needs(), point.field_to_fill())
    };
    let young = |words: &str| (State::Partly, words.to_owned(), None);
    assert_eq!(told("2026-05", day(2026, 11)), young("baru 6 dari 12 bulan pada November 2026"));
    assert_eq!(told("2027-02", day(2026, 11)), young("baru 0 dari 12 bulan pada November 2026"));
    assert_eq!(told("2025-11", day(2026, 11)).0, State::Ready);
    assert_eq!(kipp.looked_at(day(2026, 11)), day(2026, 11));
    assert_eq!(kipp.looked_at(day(2027, 3)).to_string(), "2026-12-31", "a contest that is over looked at it then");
    assert_eq!(Asked::of("kipp", 2027).unwrap().looked_at(day(2026, 11)), day(2026, 11));
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
