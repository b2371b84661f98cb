//! The digest as a text for WhatsApp: short lines, *bold* for what is to be seen first, whole links. It is passed on to
//! anybody, so it holds only what everybody may see.

use super::letter::figure;
use super::store::Entry;

/// The text of a digest.
pub fn text(title: &str, period: &str, opening: &str, entries: &[Entry], base_url: &str, url: &str) -> String {
    let mut out = format!("{}\n{period}\n", bold(title));
    if !opening.is_empty() {
        out.push_str(&format!("\n{opening}\n"));
    }
    for (number, entry) in (1..).zip(entries) {
        let card = &entry.card;
        out.push_str(&format!("\n{}\n", bold(&format!("{number}. {}", card.title))));
        for line in [&card.place, &figure(card)].into_iter().filter(|line| !line.is_empty()) {
            out.push_str(&format!("{line}\n"));
        }
        if let Some(reason) = &card.reason {
            out.push_str(&format!("Praktik pilihan {}: {}\n", reason.who, reason.why));
        }
        // Without the slug: a short link breaks on no phone, and leads to the whole one.
        out.push_str(&format!("{base_url}/praktik/{}\n", card.id));
    }
    out.push_str(&format!("\nSelengkapnya:\n{url}\n"));
    out
}

/// In bold; a star within would end it.
fn bold(text: &str) -> String {
    format!("*{}*", text.replace('*', "").trim())
}
