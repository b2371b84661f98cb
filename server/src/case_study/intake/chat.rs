//! A story that was told in a chat, or a plain text: dates and names before the lines go, bold and lists stay.

use super::{Block, Source};

/// Signs that people put before the items of a list.
const BULLETS: [char; 9] = ['-', '•', '▪', '●', '◦', '*', '✅', '✔', '➡'];

pub(super) fn read(text: &str) -> Source {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut source = Source::default();
    let mut paragraph: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = without_sender(line);
        if is_left_out(line) {
            source.pictures += 1;
            continue;
        }
        let line = marked(line.trim());
        if line.is_empty() {
            close(&mut paragraph, &mut source.blocks);
        } else if let Some((item, numbered)) = item(&line) {
            close(&mut paragraph, &mut source.blocks);
            source.blocks.push(Block::Item(item, numbered));
        } else if let Some(heading) = heading(&line) {
            close(&mut paragraph, &mut source.blocks);
            source.blocks.push(Block::Heading(heading));
        } else {
            paragraph.push(line);
        }
    }
    close(&mut paragraph, &mut source.blocks);
    source
}

fn close(paragraph: &mut Vec<String>, blocks: &mut Vec<Block>) {
    if !paragraph.is_empty() {
        blocks.push(Block::Text(std::mem::take(paragraph).join("\n")));
    }
}

/// The line without "[24/11/26 10.42] Pak Asep: " or "24/11/26, 10:42 - Bu Siti: ".
fn without_sender(line: &str) -> &str {
    let line = line.trim_start_matches(['\u{200e}', '\u{200f}', '\u{feff}']);
    let rest = line.strip_prefix('[').unwrap_or(line);
    let date = rest.split([' ', ',']).next().unwrap_or_default();
    let is_date = date.len() <= 10
        && date.chars().filter(|letter| matches!(letter, '/' | '.')).count() == 2
        && date.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '/' | '.'));
    if !is_date {
        return line;
    }
    let after = &rest[date.len()..];
    let after = match (line.starts_with('['), after.find(']'), after.find(" - ")) {
        (true, Some(end), _) => &after[end + 1..],
        (_, _, Some(end)) => &after[end + 3..],
        _ => return line,
    };
    let after = after.trim_start();
    match after.find(':') {
        Some(end) if after[..end].chars().count() <= 60 && !after[..end].contains("//") => {
            after[end + 1..].trim_start()
        }
        _ => after,
    }
}

fn is_left_out(line: &str) -> bool {
    let lower = line.trim().trim_matches(['<', '>', '\u{200e}']).to_lowercase();
    let is_media = ["media", "gambar", "foto", "video", "image", "sticker", "stiker", "audio"]
        .iter()
        .any(|word| lower.starts_with(word));
    is_media
        && lower.chars().count() < 40
        && ["disertakan", "omitted", "dihilangkan", "tidak tersedia"].iter().any(|word| lower.ends_with(word))
}

/// `*bold*` and `~struck~` of a chat as Markdown has them.
fn marked(line: &str) -> String {
    let mut out = line.to_owned();
    for (mark, ours) in [('*', "**"), ('~', "~~")] {
        out = remarked(&out, mark, ours);
    }
    out
}

fn remarked(line: &str, mark: char, ours: &str) -> String {
    let doubled = format!("{mark}{mark}");
    if line.contains(&doubled) || line.matches(mark).count() < 2 {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(start) = rest.find(mark) {
        let inside = &rest[start + 1..];
        let before_is_open = rest[..start].chars().last().is_none_or(|letter| !letter.is_alphanumeric());
        let Some(end) = inside.find(mark).filter(|end| *end > 0 && before_is_open && !inside.starts_with(' ')) else {
            out.push_str(&rest[..=start]);
            rest = inside;
            continue;
        };
        out.push_str(&rest[..start]);
        out.push_str(ours);
        out.push_str(&inside[..end]);
        out.push_str(ours);
        rest = &inside[end + 1..];
    }
    out.push_str(rest);
    out
}

fn item(line: &str) -> Option<(String, bool)> {
    let mut letters = line.chars();
    let first = letters.next()?;
    if BULLETS.contains(&first) && !line.starts_with("**") {
        let rest = letters.as_str().trim_start_matches('\u{fe0f}').trim();
        return (!rest.is_empty()).then(|| (rest.to_owned(), false));
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    if (1..=2).contains(&digits) {
        let rest = &line[digits..];
        let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
        return Some((rest.trim().to_owned(), true));
    }
    None
}

/// A line that names a section: "*MASALAH*", "Hasil:", "A. LATAR BELAKANG".
fn heading(line: &str) -> Option<String> {
    let plain = line.trim_matches(['*', '#', '_', ' ', ':']);
    let words = plain.split_whitespace().count();
    if !(1..=7).contains(&words) || plain.ends_with(['.', ',', '?', '!']) {
        return None;
    }
    let is_set_off = line.ends_with(':')
        || line.starts_with('#')
        || (line.starts_with("**") && line.trim_end_matches(':').ends_with("**"))
        || (plain.chars().any(char::is_alphabetic) && !plain.chars().any(char::is_lowercase));
    (is_set_off && super::headings::section(plain).is_some()).then(|| plain.to_owned())
}
