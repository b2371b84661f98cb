//! Snowball's stemmer for Indonesian (after F. Z. Tala), by its published rules. A baseline: the product has its own.

/// The stem of a word in small letters.
pub fn stem(word: &str) -> String {
    let mut word = Word { text: word.to_owned(), measure: word.chars().filter(|c| is_vowel(*c)).count(), prefix: 0 };
    if word.measure <= 2 {
        return word.text;
    }
    word.take_ending(&["kah", "lah", "pun"]);
    if word.measure > 2 {
        word.take_ending(&["nya", "ku", "mu"]);
    }
    if word.measure <= 2 {
        return word.text;
    }
    if word.take_first_prefix() {
        // The second prefix is only looked for where an ending was found.
        if word.measure > 2 && word.take_suffix() {
            word.take_second_prefix();
        }
    } else {
        word.take_second_prefix();
        if word.measure > 2 {
            word.take_suffix();
        }
    }
    word.text
}

struct Word {
    text: String,
    /// So many syllables are left.
    measure: usize,
    /// The kind of prefix that was taken, which decides the suffixes that may go with it.
    prefix: u8,
}

impl Word {
    fn take_ending(&mut self, endings: &[&str]) -> bool {
        let Some(rest) = endings.iter().find_map(|ending| self.text.strip_suffix(ending)) else {
            return false;
        };
        self.text.truncate(rest.len());
        self.measure -= 1;
        true
    }

    fn take_suffix(&mut self) -> bool {
        if self.prefix != 3 && self.prefix != 2 && self.take_ending(&["kan"]) {
            return true;
        }
        if self.prefix != 1 && self.take_ending(&["an"]) {
            return true;
        }
        self.prefix <= 2 && !self.text.ends_with("si") && self.take_ending(&["i"])
    }

    fn cut(&mut self, prefix: &str, kind: u8, instead: &str) -> bool {
        let Some(rest) = self.text.strip_prefix(prefix) else {
            return false;
        };
        self.text = format!("{instead}{rest}");
        self.prefix = kind;
        self.measure = self.measure.saturating_sub(1);
        true
    }

    fn vowel_follows(&self, prefix: &str) -> bool {
        self.text.strip_prefix(prefix).and_then(|rest| rest.chars().next()).is_some_and(is_vowel)
    }

    fn take_first_prefix(&mut self) -> bool {
        for (prefix, kind, lost) in [("meny", 1, "s"), ("peny", 3, "s")] {
            if self.vowel_follows(prefix) {
                return self.cut(prefix, kind, lost);
            }
        }
        for (prefix, kind) in [("mem", 1), ("pem", 3)] {
            if self.text.starts_with(prefix) {
                let lost = if self.vowel_follows(prefix) { "p" } else { "" };
                return self.cut(prefix, kind, lost);
            }
        }
        let plain = [("meng", 1), ("peng", 3), ("men", 1), ("pen", 3), ("ter", 1), ("me", 1), ("di", 1), ("ke", 3)];
        plain.into_iter().any(|(prefix, kind)| self.cut(prefix, kind, ""))
    }

    fn take_second_prefix(&mut self) -> bool {
        if self.text == "belajar" || self.text == "pelajar" {
            return self.cut("bel", 4, "") || self.cut("pel", 2, "");
        }
        let letters: Vec<char> = self.text.chars().take(5).collect();
        let linking = matches!(letters.as_slice(), ['b', 'e', next, 'e', 'r'] if !is_vowel(*next));
        self.cut("ber", 4, "") || (linking && self.cut("be", 4, "")) || self.cut("per", 2, "") || self.cut("pe", 2, "")
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn inflections_lose_their_affixes() {
        let table = [
            ("menanam", "anam"),
            ("memukul", "pukul"),
            ("menyapu", "sapu"),
            ("pelayanan", "layan"),
            ("bukunya", "buku"),
            ("desa", "desa"),
            ("berlari", "lari"),
        ];
        for (word, expected) in table {
            assert_eq!(stem(word), expected, "{word}");
        }
        for odd in ["", "é", "ke", "dikeber", "μmeng", "pepepepe"] {
            stem(odd);
        }
    }
}
