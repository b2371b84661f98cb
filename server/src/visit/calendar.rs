//! A scheduled visit as an entry for the calendar of a phone (iCalendar, RFC 5545): one event in UTC.

use chrono::{DateTime, Utc};

/// Octets of a line, without its end (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;

/// How long a visit is taken to last: the calendar needs an end, and nobody is asked for one.
const LASTS: &str = "PT2H";

/// What the entry says.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// A name that stays when the time changes.
    pub uid: &'a str,
    /// Grows with each change, so that a calendar replaces what it knew.
    pub version: i64,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When it begins.
    pub begins_at: DateTime<Utc>,
    /// What it is.
    pub title: &'a str,
    /// What else is to be known.
    pub description: &'a str,
    /// Where it is.
    pub location: &'a str,
    /// Page of the request.
    pub url: &'a str,
}

impl Entry<'_> {
    /// The file.
    pub fn text(&self) -> String {
        let moment = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
        let lines = [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//Forum Camat//Studi tiru//ID".to_owned(),
            "METHOD:PUBLISH".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", escaped(self.uid)),
            format!("SEQUENCE:{}", self.version),
            format!("DTSTAMP:{}", moment(self.written_at)),
            format!("DTSTART:{}", moment(self.begins_at)),
            format!("DURATION:{LASTS}"),
            format!("SUMMARY:{}", escaped(self.title)),
            format!("DESCRIPTION:{}", escaped(self.description)),
            format!("LOCATION:{}", escaped(self.location)),
            format!("URL:{}", uri(self.url)),
            "END:VEVENT".to_owned(),
            "END:VCALENDAR".to_owned(),
        ];
        lines.iter().map(|line| folded(line)).collect()
    }
}

/// Text as a value: what has a meaning of its own is escaped (3.3.11), and what is no text is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// An address is a value of its own kind and is not escaped; it never holds the end of a line.
fn uri(address: &str) -> String {
    address.chars().filter(|letter| !letter.is_control() && !letter.is_whitespace()).collect()
}

/// A line in pieces of 75 octets, none of which cuts a letter, each further one after a blank.
fn folded(line: &str) -> String {
    let (mut out, mut octets) = (String::with_capacity(line.len() + 2), 0);
    for letter in line.chars() {
        if octets + letter.len_utf8() > LINE_OCTETS {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(letter);
        octets += letter.len_utf8();
    }
    out.push_str("\r\n");
    out
}
