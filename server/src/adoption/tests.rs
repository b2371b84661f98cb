//! The rules of the ledger.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::Stage::{Interested, Planned, Running, Stopped, Trial};
use super::entity::adoption_step;
use super::figures::{self, Known, Row};
use super::take_back::{Standing, refusal};
use super::{ASKED_EVERY, Counts, Stage, date_problem, lineage, not_before};
use crate::case_study::content::{Measured, Value};
use crate::catalogue::Catalogue;
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

/// A step that was recorded at noon of its day.
fn step(stage: Stage, on: &str, note: &str) -> adoption_step::Model {
    adoption_step::Model {
        id: 1,
        adoption_id: 1,
        stage: stage.as_str().to_owned(),
        happened_on: day(on),
        note: note.to_owned(),
        figures: "[]".to_owned(),
        photo_id: None,
        account_id: 1,
        term_id: None,
        byline: String::new(),
        recorded_at: noon(on),
        hidden_at: None,
        hidden_by: None,
        hidden_reason: String::new(),
    }
}

fn noon(on: &str) -> DateTime<Utc> {
    day(on).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

#[test]
fn an_entry_is_what_its_steps_tell() {
    let now = noon("2026-11-24");
    let mut steps = vec![
        step(Interested, "2026-01-01", ""),
        step(Running, "2026-02-01", ""),
        step(Running, "2026-11-01", "Ditulis sebagai praktik sendiri."),
    ];
    let standing = Standing::of(&steps, now).unwrap().unwrap();
    assert_eq!((standing.stage, standing.since), (Running, day("2026-02-01")));
    assert_eq!(standing.confirmed_at, Some(noon("2026-02-01")), "a note of the site confirms nothing");
    assert_eq!(standing.asked_at, Some(now), "what was due, or asked about up to a month before, is asked anew");
    let early = noon("2026-02-01") + ASKED_EVERY - Duration::days(31);
    assert_eq!(Standing::of(&steps, early).unwrap().unwrap().asked_at, None);
    assert_eq!((standing.updated_at, standing.has_results), (noon("2026-11-01"), false));
    assert_eq!(lineage::last_told(&steps).map(|step| step.happened_on), Some(day("2026-02-01")));

    steps.push(step(Stopped, "2026-11-10", "Airnya habis."));
    let standing = Standing::of(&steps, now).unwrap().unwrap();
    assert_eq!((standing.stage, standing.since, standing.asked_at), (Stopped, day("2026-11-10"), None));
    steps.push(step(Running, "2026-11-20", ""));
    let standing = Standing::of(&steps, now).unwrap().unwrap();
    assert_eq!((standing.since, standing.asked_at), (day("2026-11-20"), None), "it began anew");
    assert_eq!(Standing::of(&[], now).unwrap(), None);
}

#[test]
fn only_what_the_office_told_within_a_day_is_taken_back() {
    let fresh = step(Trial, "2026-11-24", "");
    let now = fresh.recorded_at;
    assert_eq!(refusal(&fresh, now + Duration::hours(23)), None);
    assert!(refusal(&fresh, now + Duration::hours(24)).unwrap().contains("24 jam"));
    let hidden = adoption_step::Model { hidden_at: Some(now), ..fresh.clone() };
    assert!(refusal(&hidden, now).unwrap().contains("disembunyikan pembina"));
    let noted = step(Trial, "2026-11-24", "Tautan ke praktik sendiri dilepas.");
    assert!(refusal(&noted, now).unwrap().contains("ditulis oleh situs"));
}

#[test]
fn a_name_of_the_office_is_words_and_its_numbers_are_not() {
    let catalogue = Catalogue::default();
    let known = Known { catalogue: &catalogue, results: &[] };
    let value = |value: &str| Value { period: String::new(), value: value.to_owned() };
    let own = Measured {
        name: "Panen Pak Asep".to_owned(),
        unit: "karung".to_owned(),
        source: "Buku Asep".to_owned(),
        values: vec![value("2.8"), value("4.1")],
        ..Measured::default()
    };
    assert!(known.has_own_words(&own) && known.have_words(std::slice::from_ref(&own)) && !known.have_words(&[]));
    let shown = known.without_words(&own);
    assert_eq!((&*shown.name, &*shown.unit, &*shown.source), ("Ukuran kantor", "", ""));
    assert_eq!(shown.values, own.values);
}
