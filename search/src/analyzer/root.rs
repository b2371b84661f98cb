//! Finds the root of an Indonesian word: `menanam`, `penanaman` and `ditanami` are all `tanam`.
//!
//! A word is taken apart only where the dictionary knows what is left. A word that leads to no known root gets
//! its clearest affixes removed, carefully, so that unknown roots meet as well. The root is a key and not a word
//! to show to anybody.

use std::borrow::Cow;

use super::dictionary;

/// Shorter words than this (in letters) are roots already.
const MIN_LETTERS: usize = 4;

/// Longer words than this (in letters) are no Indonesian words.
const MAX_LETTERS: usize = 32;

/// So many prefixes may stand before a root: `di-per-satu-kan`, `ke-ber-hasil-an`.
const MAX_PREFIXES: usize = 3;

/// An unknown root keeps at least so many letters.
const MIN_UNKNOWN_ROOT: usize = 4;

/// The root of a folded word. Whatever is not made of the letters a to z comes back as it is.
pub fn root(word: &str) -> Cow<'_, str> {
    let fits = (MIN_LETTERS..=MAX_LETTERS).contains(&word.len());
    if !fits || !word.bytes().all(|b| b.is_ascii_lowercase()) || dictionary::knows(word) {
        return Cow::Borrowed(word);
    }
    if let Some(found) = known_root(word) {
        return Cow::Owned(found);
    }
    unknown_root(word)
}

/// What remains of a word after some affixes, and how much was taken.
struct Remainder {
    text: String,
    letters_removed: usize,
    prefixes: usize,
    recoded: bool,
}

/// The known root that explains the word with the fewest letters of affixes; of equals the one with fewer
/// prefixes, so that `berikan` is `beri` and not `ikan`.
fn known_root(word: &str) -> Option<String> {
    let mut best: Option<(usize, usize, bool, String)> = None;
    for stem in without_suffixes(word) {
        let start =
            Remainder { text: stem.to_owned(), letters_removed: word.len() - stem.len(), prefixes: 0, recoded: false };
        consider(start, &mut best);
    }
    best.map(|(_, _, _, text)| text)
}

fn consider(candidate: Remainder, best: &mut Option<(usize, usize, bool, String)>) {
    if candidate.text.len() >= 3 && dictionary::is_root(&candidate.text) {
        let key = (candidate.letters_removed, candidate.prefixes, candidate.recoded);
        if best.as_ref().is_none_or(|(l, p, r, _)| key < (*l, *p, *r)) {
            *best = Some((key.0, key.1, key.2, candidate.text));
        }
        return;
    }
    if candidate.prefixes == MAX_PREFIXES {
        return;
    }
    for (removed, lost_sound) in prefixes_of(&candidate.text) {
        let rest = &candidate.text[removed..];
        let text = format!("{}{rest}", lost_sound.unwrap_or_default());
        if text.len() >= 3 {
            let next = Remainder {
                text,
                letters_removed: candidate.letters_removed + removed,
                prefixes: candidate.prefixes + 1,
                recoded: candidate.recoded || lost_sound.is_some(),
            };
            consider(next, best);
        }
    }
}

/// The word itself, and the word without each allowed series of endings (`-kan-nya-lah`).
fn without_suffixes(word: &str) -> Vec<&str> {
    let mut stems = vec![word];
    extend_without(&mut stems, &["lah", "kah", "pun", "tah"]);
    extend_without(&mut stems, &["nya", "ku", "mu"]);
    extend_without(&mut stems, &["kan", "an", "i", "isasi", "wan", "wati", "wi"]);
    stems
}

fn extend_without(stems: &mut Vec<&str>, endings: &[&str]) {
    for i in 0..stems.len() {
        for ending in endings {
            if let Some(stem) = stems[i].strip_suffix(ending)
                && stem.len() >= 3
            {
                stems.push(stem);
            }
        }
    }
}

/// The prefixes a word may begin with: how many letters to take away, and the sound that the prefix swallowed.
fn prefixes_of(word: &str) -> Vec<(usize, Option<&'static str>)> {
    let mut found = Vec::new();
    for (prefix, length) in [("di", 2), ("ke", 2), ("se", 2)] {
        if word.starts_with(prefix) {
            found.push((length, None));
        }
    }
    if word.starts_with("pari") {
        found.push((4, None));
    }
    if word.starts_with("me") || word.starts_with("pe") {
        nasal_prefixes(word, &mut found);
    }
    if word.starts_with("pe") {
        found.push((2, None));
        if word.starts_with("per") {
            found.push((3, None));
        }
    }
    for (long, linking) in [("ber", "be"), ("ter", "te")] {
        if word.starts_with(long) {
            found.push((3, None));
        }
        // `be-kerja`, `be-rencana`, `te-rasa`: the r is not doubled and not kept before a syllable with er.
        if word.starts_with(linking) && (word[2..].starts_with('r') || word.get(3..5) == Some("er")) {
            found.push((2, None));
        }
    }
    if matches!(word.get(..7), Some("belajar" | "pelajar")) {
        found.push((3, None));
    }
    found
}

/// The forms of `me-` and `pe-` before each sound. Before a vowel `mem-`, `men-`, `meng-`, `meny-` have
/// swallowed p, t, k and s.
fn nasal_prefixes(word: &str, found: &mut Vec<(usize, Option<&'static str>)>) {
    let after = &word[2..];
    if after.starts_with(['l', 'm', 'n', 'r', 'w', 'y']) {
        found.push((2, None));
    }
    if after.starts_with("ny") {
        found.push((4, Some("s")));
    } else if after.starts_with("ng") {
        found.push((4, None));
        if starts_with_vowel(&word[4..]) {
            found.push((4, Some("k")));
        }
        // `menge-cat`: before roots of one syllable.
        if word[4..].starts_with('e') {
            found.push((5, None));
        }
    } else if after.starts_with('m') || after.starts_with('n') {
        let lost = if after.starts_with('m') { "p" } else { "t" };
        found.push((3, starts_with_vowel(&word[3..]).then_some(lost)));
    }
}

/// Takes the clearest affixes off a word whose root nobody knows.
fn unknown_root(word: &str) -> Cow<'_, str> {
    let stem = strip_ending(word, &["nya"], MIN_UNKNOWN_ROOT);
    let (rest, lost_sound) = unknown_without_prefix(stem);
    let verbal = stem.starts_with("me") || stem.starts_with("di");
    let prefixed = rest.len() < stem.len();
    let rest = match prefixed {
        true if verbal => strip_ending(rest, &["kan", "i"], MIN_UNKNOWN_ROOT - lost_sound.len()),
        true => strip_ending(rest, &["an", "i"], MIN_UNKNOWN_ROOT - lost_sound.len()),
        false => strip_ending(rest, &["kan", "an"], MIN_UNKNOWN_ROOT + 1),
    };
    if lost_sound.is_empty() {
        return Cow::Borrowed(rest);
    }
    Cow::Owned(format!("{lost_sound}{rest}"))
}

fn unknown_without_prefix(word: &str) -> (&str, &'static str) {
    let enough = |rest: &str| rest.len() >= MIN_UNKNOWN_ROOT && vowels(rest) >= 2;
    if word.starts_with("me") || word.starts_with("pe") {
        let after = &word[2..];
        for (sound, lost) in [("ny", "s"), ("ng", ""), ("m", "p"), ("n", "t")] {
            if let Some(rest) = after.strip_prefix(sound)
                && enough(rest)
            {
                let lost = if starts_with_vowel(rest) { lost } else { "" };
                return (rest, lost);
            }
        }
    }
    let plain: &[&str] =
        if word.ends_with("an") { &["ber", "ter", "per", "di", "ke"] } else { &["ber", "ter", "per", "di"] };
    for prefix in plain {
        if let Some(rest) = word.strip_prefix(prefix)
            && enough(rest)
            && rest.len() > MIN_UNKNOWN_ROOT
        {
            return (rest, "");
        }
    }
    (word, "")
}

fn strip_ending<'a>(word: &'a str, endings: &[&str], at_least: usize) -> &'a str {
    let left = |ending: &&str| {
        let stem = word.strip_suffix(*ending)?;
        // The i of `konfirmasi` is no ending.
        if *ending == "i" && stem.ends_with('s') {
            return None;
        }
        (stem.len() >= at_least && vowels(stem) >= 2).then_some(stem)
    };
    endings.iter().find_map(left).unwrap_or(word)
}

fn starts_with_vowel(word: &str) -> bool {
    word.starts_with(['a', 'e', 'i', 'o', 'u'])
}

fn vowels(word: &str) -> usize {
    word.bytes().filter(|b| b"aeiou".contains(b)).count()
}
