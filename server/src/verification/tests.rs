//! The rungs, and what a verification rests on.

use super::*;
use crate::case_study::content::{Measured, Value};

fn with(results: Vec<Measured>) -> Content {
    Content { results, ..Content::default() }
}

fn measured(values: &[&str], source: &str) -> Measured {
    Measured {
        values: values.iter().map(|value| Value { value: (*value).to_owned(), ..Value::default() }).collect(),
        source: source.to_owned(),
        ..Measured::default()
    }
}

#[test]
fn the_first_three_rungs_follow_from_what_is_written() {
    assert_eq!(of_content(&with(vec![])), Evidence::Story);
    assert_eq!(of_content(&with(vec![measured(&["4,9"], "BPP")])), Evidence::Figures, "after alone shows no change");
    assert_eq!(of_content(&with(vec![measured(&["3,1", "4,9"], " ")])), Evidence::Figures);
    assert_eq!(of_content(&with(vec![measured(&["3,1", "4,9"], "BPP")])), Evidence::Sourced);
}

#[test]
fn another_figure_is_another_ground() {
    let one = with(vec![measured(&["3,1", "4,9"], "BPP")]);
    let other = with(vec![measured(&["3,1", "5,9"], "BPP")]);
    assert_ne!(ground(&one), ground(&other));
    assert_eq!(ground(&one), ground(&Content { title: "Judul lain".to_owned(), ..one.clone() }));
}
