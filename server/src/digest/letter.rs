//! The digest as a mail to one person, as HTML and as plain text, with only what that person may see.

use askama::Template;

use super::store::Entry;
use super::{Frequency, STOP, days, entity::digest, scope_name};
use crate::app::App;
use crate::case_study::card::Card;
use crate::error::Result;

/// A mail ready to go.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Address that stops all further ones.
    pub stop: String,
}

/// A study in the mail.
struct Line {
    kicker: &'static str,
    title: String,
    url: String,
    place: String,
    figure: String,
    who: String,
    why: String,
}

#[derive(Template)]
#[template(path = "digest/mail.html")]
struct Mail<'a> {
    subject: &'a str,
    heading: String,
    period: &'a str,
    name: &'a str,
    opening: Vec<&'a str>,
    unit: &'a str,
    lines: &'a [Line],
    url: String,
    more: String,
    settings: String,
    because: String,
    site: &'a str,
    stop: &'a str,
    host: &'a str,
}

/// Writes the mail of a digest to a person; `since` is where its first day lies when it carries earlier ones too.
pub fn write(
    app: &App,
    digest: &digest::Model,
    since: chrono::DateTime<chrono::Utc>,
    (name, way, token): (&str, Frequency, &str),
    entries: &[Entry],
) -> Result<Letter> {
    let base = &app.config.base_url;
    let catalogue = app.catalogue.get();
    let (place, site) = (scope_name(digest, &catalogue), &catalogue.settings.site.name);
    let monthly = way == Frequency::Monthly;
    let heading = format!("Ringkasan {} {place}", if monthly { "bulanan" } else { "mingguan" });
    let period = days(since, digest.until, &app.clock);
    let subject = format!("{heading}, {period}");
    let lines: Vec<Line> = entries.iter().map(|entry| line(entry, base)).collect();
    let stop = format!("{base}{STOP}{token}");
    let because = if monthly {
        "Bapak/Ibu menerima surel ini sekali sebulan.".to_owned()
    } else {
        format!("Bapak/Ibu menerima surel ini setiap minggu sebagai anggota {site}.")
    };
    let mail = Mail {
        subject: &subject,
        heading,
        period: &period,
        name,
        opening: paragraphs(&digest.opening),
        unit: &digest.unit_name,
        lines: &lines,
        url: format!("{base}/ringkasan/{}", digest.id),
        more: format!("{base}/ringkasan"),
        settings: format!("{base}/akun#ringkasan"),
        because,
        site,
        stop: &stop,
        host: base.split("://").last().unwrap_or_default(),
    };
    let (html, text) = (mail.render()?, plain(&mail));
    Ok(Letter { html, text, stop, subject })
}

fn line(entry: &Entry, base: &str) -> Line {
    let card = &entry.card;
    let (who, why) = card.reason.as_ref().map_or_else(Default::default, |reason| {
        let theme = if reason.theme.is_empty() { String::new() } else { format!("{}: ", reason.theme) };
        (reason.who.clone(), format!("{theme}{}", reason.why))
    });
    Line {
        kicker: entry.kicker(),
        title: card.title.clone(),
        url: format!("{base}{}", card.url),
        place: card.place.clone(),
        figure: figure(card),
        who,
        why,
    }
}

fn plain(mail: &Mail<'_>) -> String {
    let mut out = format!("Yth. {},\n\n{}\n{}\n", mail.name, mail.heading, mail.period);
    for paragraph in &mail.opening {
        out.push_str(&format!("\n{paragraph}\n"));
    }
    if !mail.opening.is_empty() && !mail.unit.is_empty() {
        out.push_str(&format!("\n{}\n", mail.unit));
    }
    for (number, line) in (1..).zip(mail.lines) {
        let kicker = if line.kicker.is_empty() { String::new() } else { format!(" ({})", line.kicker) };
        out.push_str(&format!("\n{number}. {}{kicker}\n", line.title));
        for below in [&line.place, &line.figure].into_iter().filter(|below| !below.is_empty()) {
            out.push_str(&format!("   {below}\n"));
        }
        if !line.who.is_empty() {
            out.push_str(&format!("   Dipilih {}. {}\n", line.who, line.why));
        }
        out.push_str(&format!("   {}\n", line.url));
    }
    out.push_str(&format!(
        "\nBuka ringkasan ini: {}\nRingkasan wilayah lain: {}\n\n-- \n{}\nUbah pilihan: {}\nBerhenti menerima: {}\n",
        mail.url, mail.more, mail.because, mail.settings, mail.stop
    ));
    out
}

/// The paragraphs of the opening words.
pub fn paragraphs(opening: &str) -> Vec<&str> {
    opening.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect()
}

/// "Panen per musim: 3,1 → 4,9 ton per hektare"; empty when the study has no figure.
pub fn figure(card: &Card) -> String {
    let Some(figure) = &card.figure else {
        return String::new();
    };
    let before = if figure.first.is_empty() { String::new() } else { format!("{} → ", figure.first) };
    format!("{}: {before}{} {}", figure.name, figure.last, figure.unit).trim_end().to_owned()
}
