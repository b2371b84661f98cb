//! The rules of the ledger.

use chrono::NaiveDate;

use super::Stage::{Interested, Planned, Running, Stopped, Trial};
use super::figures::{self, Row};
use super::{Counts, Stage, date_problem, not_before};
use crate::case_study::content::{Measured, Value};
use crate::error::Problems;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_way_leads_forward_and_what_was_stopped_may_go_on() {
    for stage in Stage::ALL {
        assert_eq!(Stage::parse(stage.as_str()), Some(stage));
        assert!(stage == Interested || !stage.may_become(Interested), "nobody goes back to wishing");
        assert_eq!(stage.may_become(Stopped), stage != Stopped);
    }
    assert!(Interested.may_become(Running) && Trial.may_become(Trial) && Running.may_become(Running));
    assert!(!Running.may_become(Trial) && !Trial.may_become(Planned));
    assert_eq!(Stopped.next().collect::<Vec<_>>(), [Planned, Trial, Running]);
    assert_eq!(Stage::parse("selesai"), None);
}

#[test]
fn a_step_is_neither_of_tomorrow_nor_before_the_step_before_it() {
    let (before, today) = (Some(day("2026-11-20")), day("2026-11-24"));
    assert_eq!(date_problem(day("2026-11-20"), before, today), None);
    assert_eq!(date_problem(today, before, today), None);
    assert!(date_problem(day("2026-11-25"), before, today).unwrap().contains("belum tiba"));
    assert!(date_problem(day("2026-11-19"), before, today).unwrap().contains("20 Nov 2026"));
    assert_eq!(date_problem(day("2020-01-01"), None, today), None, "the first step may be long ago");
}

#[test]
fn an_interest_told_by_a_tap_bounds_no_work_that_began_before() {
    let on = day("2026-11-20");
    assert_eq!(not_before(Trial, Some((Interested, on))), None);
    assert_eq!(not_before(Interested, Some((Interested, on))), Some(on));
    assert_eq!(not_before(Stopped, Some((Interested, on))), Some(on));
    assert_eq!(not_before(Running, Some((Trial, on))), Some(on));
    assert_eq!(not_before(Planned, None), None);
}

#[test]
fn only_what_runs_is_called_replicated() {
    let counts = Counts { trial: 2, running: 4, ..Counts::default() };
    assert_eq!(counts.words(), "Direplikasi di 4 kecamatan · 2 uji coba");
    assert_eq!(Counts { interested: 1, ..Counts::default() }.words(), "1 berminat");
    assert_eq!(Counts::default().words(), "");
}

#[test]
fn a_figure_needs_a_name_and_both_values() {
    let row = |name: &str, first: &str, last: &str| Row {
        name: name.to_owned(),
        first: first.to_owned(),
        last: last.to_owned(),
        ..Row::default()
    };
    let mut problems = Problems::default();
    let kept = figures::checked(&[row("Panen", "3,1", "4,9"), row("Panen", "", "")], &mut problems);
    assert!(problems.is_empty() && kept.len() == 1);
    assert_eq!(kept[0].values[1].value, "4.9");
    let kept =
        figures::checked(&[row("", "1", "2"), row("Panen", "banyak", "2"), row("Panen", "", "2")], &mut problems);
    assert!(kept.is_empty());
    assert_eq!(problems.iter().count(), 3);
}

#[test]
fn the_next_step_starts_from_what_the_office_told_last() {
    let measured = |measure: Option<&str>, name: &str, unit: &str, first: &str| Measured {
        measure: measure.map(str::to_owned),
        name: name.to_owned(),
        unit: unit.to_owned(),
        source: if first.is_empty() { String::new() } else { "Buku kas".to_owned() },
        values: [first, "9"].map(|value| Value { period: String::new(), value: value.to_owned() }).to_vec(),
        ..Measured::default()
    };
    let original = [measured(None, "Bibit", "ribu batang", ""), measured(Some("omzet"), "Omzet", "Rp/bulan", "")];
    let told = [
        measured(Some("omzet"), "Omzet kelompok", "juta rupiah", "1.5"),
        measured(Some("omzet"), "Omzet", "Rp/bulan", "1500000"),
        measured(None, "Anggota", "orang", "20000"),
    ];
    let rows = figures::proposals(&original, &told);
    let shown: Vec<(&str, &str, &str, &str)> =
        rows.iter().map(|row| (&*row.name, &*row.unit, &*row.first, &*row.source)).collect();
    let expected = [
        ("Omzet kelompok", "juta rupiah", "1,5", "Buku kas"),
        ("Anggota", "orang", "20.000", "Buku kas"),
        ("Bibit", "ribu batang", "", ""),
    ];
    assert_eq!(shown, expected);
    assert!(figures::proposals(&original, &[]).last().is_some_and(Row::is_empty));
    // A proposal that nobody touched says nothing; a value after makes it a figure, a changed one before asks for it.
    let mut problems = Problems::default();
    assert!(figures::checked(&rows, &mut problems).is_empty() && problems.is_empty());
    let after = Row { last: "4,25".to_owned(), ..rows[0].clone() };
    assert_eq!(figures::checked(&[after], &mut problems).len(), 1);
    let before = Row { first: "2".to_owned(), ..rows[0].clone() };
    assert!(figures::checked(&[before], &mut problems).is_empty() && !problems.is_empty());
}
