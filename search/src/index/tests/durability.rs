//! What survives closing, crashes and damage, and what has to be built anew.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{an_index, ids, study};
use crate::{Change, Index, NeedsRebuild, Request, Shelf};

const HISTORY: &str = "riwayat";

fn filled(dir: &Path) {
    let index = Index::create(dir, HISTORY).unwrap();
    index.apply(vec![Change::Put(study(1, "Kopi", "Kopi rakyat"))], 7).unwrap();
}

#[test]
fn an_index_goes_on_where_it_stood() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    let index = Index::open(dir.path(), HISTORY, 7).unwrap();
    assert_eq!((index.seq(), index.history_id(), index.len()), (7, HISTORY, 1));
    index.apply(vec![Change::Put(study(2, "Kopi", "Lagi"))], 8).unwrap();
    assert_eq!(ids(&index, &Request::new("kopi")).len(), 2);
    index.close().unwrap();
    index.apply(Vec::new(), 9).unwrap();
    drop(index);
    assert_eq!(Index::open(dir.path(), HISTORY, 100).unwrap().seq(), 9);
}

/// What somebody or something did to the folder of an index.
type Harm = fn(&Path);

#[test]
fn what_cannot_go_on_says_why() {
    let untouched: Harm = |_| {};
    let table: [(&str, Harm, &str, i64, &str); 9] = [
        ("missing", |dir| fs::remove_dir_all(dir).unwrap(), HISTORY, 7, "no search index"),
        ("foreign", untouched, "lain", 7, "another history"),
        ("ahead", untouched, HISTORY, 6, "stands at change 7, but the database ends at 6"),
        ("garbage", |dir| fs::write(dir.join("meta.json"), "\0garbage").unwrap(), HISTORY, 7, "broken"),
        ("empty meta", |dir| fs::write(dir.join("meta.json"), "").unwrap(), HISTORY, 7, "broken"),
        ("cut", |dir| segments(dir).for_each(|file| fs::write(file, "").unwrap()), HISTORY, 7, "broken"),
        ("lost", |dir| segments(dir).for_each(|file| fs::remove_file(file).unwrap()), HISTORY, 7, "broken"),
        ("rotted", |dir| segments(dir).for_each(|file| rot(&file)), HISTORY, 7, "broken"),
        ("older", |dir| edit_meta(dir, "analyzer\\\":\\\"", "analyzer\\\":\\\"0"), HISTORY, 7, "analyzed by another"),
    ];
    for (name, harm, history, max_seq, expected) in table {
        let dir = tempfile::tempdir().unwrap();
        filled(dir.path());
        harm(dir.path());
        let why = Index::open(dir.path(), history, max_seq).err().unwrap_or_else(|| panic!("{name} was opened"));
        assert!(why.to_string().contains(expected), "{name}: {why}");
    }
}

#[test]
fn an_index_of_another_layout_is_outdated() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    edit_meta(dir.path(), "schema\\\":3", "schema\\\":0");
    assert_eq!(Index::open(dir.path(), HISTORY, 7).err(), Some(NeedsRebuild::OutdatedSchema));
}

#[test]
fn files_of_an_unfinished_commit_are_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    fs::write(dir.path().join("0123456789abcdef0123456789abcdef.idx"), "half").unwrap();
    assert_eq!(Index::open(dir.path(), HISTORY, 7).unwrap().len(), 1);
}

fn segments(dir: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    let files: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.into_iter().filter(|file| {
        let extension = file.extension().and_then(|e| e.to_str());
        matches!(extension, Some("idx" | "term" | "fast" | "pos" | "store" | "fieldnorm"))
    })
}

fn rot(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    bytes[0] ^= 0xff;
    fs::write(file, bytes).unwrap();
}

fn edit_meta(dir: &Path, from: &str, to: &str) {
    let meta = fs::read_to_string(dir.join("meta.json")).unwrap();
    assert!(meta.contains(from), "{meta}");
    fs::write(dir.join("meta.json"), meta.replace(from, to)).unwrap();
}

#[test]
fn searches_and_changes_go_on_at_once() {
    let index = Arc::new(an_index([study(0, "Kopi", "Kopi rakyat")]));
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (index, done) = (Arc::clone(&index), Arc::clone(&done));
            std::thread::spawn(move || {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let total = index.search(&Request::new("kopi")).unwrap().total;
                    assert!(total >= last, "a document was lost");
                    last = total;
                }
            })
        })
        .collect();
    for id in 1..=40 {
        index
            .apply(vec![Change::Put(study(id, "Kopi", "Kopi rakyat")), Change::Put(study(0, "Kopi", "Lagi"))], id)
            .unwrap();
        assert_eq!(index.search(&Request::new("kopi")).unwrap().total as i64, id + 1);
    }
    done.store(true, Ordering::Relaxed);
    readers.into_iter().for_each(|reader| reader.join().unwrap());
    assert_eq!((index.len(), index.seq()), (41, 40));
}

#[test]
fn a_rebuild_takes_the_place_of_the_old_index() {
    let root = tempfile::tempdir().unwrap();
    let (shelf, why) = Shelf::open(root.path(), HISTORY, 7).unwrap();
    assert_eq!((why, shelf.current().is_none()), (Some(NeedsRebuild::Missing), true));
    for seq in [7, 8] {
        let before = shelf.current().map(|index| index.seq());
        let rebuild = shelf.begin_rebuild(HISTORY).unwrap();
        rebuild.apply(vec![Change::Put(study(seq, "Kopi", "Kopi"))], seq).unwrap();
        assert_eq!(shelf.current().map(|index| index.seq()), before, "the old one serves meanwhile");
        rebuild.finish().unwrap();
        assert_eq!(ids(&shelf.current().unwrap(), &Request::new("kopi")), [seq]);
        assert_eq!(folders(root.path()).len(), 1);
    }
    drop(shelf);
    let (shelf, why) = Shelf::open(root.path(), HISTORY, 8).unwrap();
    assert_eq!((why, shelf.current().unwrap().seq()), (None, 8));
}

#[test]
fn a_reader_keeps_the_old_index_while_it_needs_it() {
    let root = tempfile::tempdir().unwrap();
    let (shelf, _) = Shelf::open(root.path(), HISTORY, 7).unwrap();
    let rebuild = shelf.begin_rebuild(HISTORY).unwrap();
    rebuild.apply(vec![Change::Put(study(1, "Kopi", "Kopi"))], 1).unwrap();
    let old = rebuild.finish().unwrap();
    shelf.begin_rebuild(HISTORY).unwrap().finish().unwrap();
    assert_eq!(folders(root.path()), ["1", "2"]);
    assert_eq!(ids(&old, &Request::new("kopi")), [1]);
    drop(old);
    assert_eq!(folders(root.path()), ["2"]);
}

#[test]
fn a_crash_at_any_moment_leaves_one_whole_index() {
    let crashes: [(&str, Harm, Option<i64>); 6] = [
        ("while filling", |root| filled(&root.join("2")), Some(7)),
        ("while creating", |root| fs::create_dir(root.join("2")).unwrap(), Some(7)),
        ("while writing the pointer", |root| fs::write(root.join("current.next"), "2").unwrap(), Some(7)),
        ("before the old one went", |root| filled(&root.join("0")), Some(7)),
        ("the pointer rotted", |root| fs::write(root.join("current"), "\0").unwrap(), None),
        ("it points nowhere", |root| fs::write(root.join("current"), "12").unwrap(), None),
    ];
    for (name, crash, expected) in crashes {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("catatan.txt"), "bukan indeks").unwrap();
        filled(&root.path().join("1"));
        fs::write(root.path().join("current"), "1\n").unwrap();
        crash(root.path());
        let (shelf, _) = Shelf::open(root.path(), HISTORY, 7).unwrap();
        assert_eq!(shelf.current().map(|index| index.seq()), expected, "{name}");
        assert_eq!(folders(root.path()).len(), usize::from(expected.is_some()), "{name}");
        assert!(root.path().join("catatan.txt").exists());
        shelf.begin_rebuild(HISTORY).unwrap().finish().unwrap();
        assert_eq!(folders(root.path()).len(), 1, "{name}");
    }
}

#[test]
fn an_abandoned_rebuild_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let (shelf, _) = Shelf::open(root.path(), HISTORY, 7).unwrap();
    drop(shelf.begin_rebuild(HISTORY).unwrap());
    assert!(folders(root.path()).is_empty());
}

fn folders(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<_> =
        entries.filter(|e| e.path().is_dir()).map(|e| e.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
