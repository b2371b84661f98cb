//! Notifications as a mail, as HTML and as plain text; several of one kind about one thing are one line.

use askama::Template;

use super::STOP;
use crate::app::App;
use crate::error::Result;
use crate::notification::store::Line;

/// A mail ready to go.
pub(super) struct Letter {
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Address that stops all further ones; none for what can't be stopped.
    pub stop: Option<String>,
}

#[derive(Template)]
#[template(path = "notification/mail.html")]
struct Page<'a> {
    subject: &'a str,
    name: &'a str,
    lines: &'a [Line],
    base: &'a str,
    site: &'a str,
    stop: Option<&'a str>,
}

/// Writes the mail; `is_alone` for one that does not wait for the day's.
pub(super) fn write(app: &App, name: &str, is_alone: bool, token: Option<&str>, lines: &[Line]) -> Result<Letter> {
    let base = app.config.base_url.as_str();
    let catalogue = app.catalogue.get();
    let site = &catalogue.settings.site.name;
    let stop = token.map(|token| format!("{base}{STOP}{token}"));
    let subject = match lines {
        [line] if is_alone => line.what.clone(),
        _ => format!("Ringkasan harian: {} kabar baru", lines.len()),
    };
    let page = Page { subject: &subject, name, lines, base, site, stop: stop.as_deref() };
    let (html, text) = (page.render()?, plain(&page));
    Ok(Letter { text, html, stop, subject })
}

fn plain(page: &Page<'_>) -> String {
    let mut out = format!("Yth. {},\n", page.name);
    for (number, line) in (1..).zip(page.lines) {
        out.push_str(&format!("\n{number}. {}\n   {}\n   {}/kabar/{}\n", line.what, line.reason, page.base, line.id));
    }
    out.push_str(&format!("\n-- \n{}\nUbah pilihan: {}/akun/notifikasi\n", page.site, page.base));
    if let Some(stop) = page.stop {
        out.push_str(&format!("Berhenti menerima: {stop}\n"));
    }
    out
}
