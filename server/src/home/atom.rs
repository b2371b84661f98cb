//! Atom: a feed as text that every reader takes, and how machines read text and moments.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};

use crate::app::App;

/// Entries of a feed.
pub(super) const IN_FEED: u64 = 50;

/// What a feed is about, and the page that shows the same.
pub(super) struct Feed {
    pub(super) title: String,
    /// Path of the feed.
    pub(super) own: String,
    /// Path of the page.
    pub(super) page: String,
}

impl Feed {
    /// The feed below a page.
    pub(super) fn below(title: String, page: &str) -> Self {
        Self { title, own: format!("{page}/umpan.atom"), page: page.to_owned() }
    }
}

/// One entry, in plain text.
pub(super) struct Entry {
    pub(super) title: String,
    /// Path that names it for ever, also when its title changes.
    pub(super) id: String,
    /// Path of the page.
    pub(super) url: String,
    pub(super) published: DateTime<Utc>,
    pub(super) updated: DateTime<Utc>,
    /// Who speaks; empty for the site.
    pub(super) author: String,
    /// May be empty.
    pub(super) summary: String,
}

/// The feed as it goes out. It is kept as pages are: for everybody the same, until content changes.
pub(super) fn atom(app: &App, feed: &Feed, entries: &[Entry]) -> Response {
    let base = escape(&app.config.base_url);
    let catalogue = app.catalogue.get();
    let site = catalogue.settings.site.name.as_str();
    let newest = entries.iter().map(|entry| entry.updated).max();
    let (own, page) = (escape(&feed.own), escape(&feed.page));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"id\">\n",
    );
    out += &format!("<title>{}</title>\n<id>{base}{own}</id>\n", escape(&feed.title));
    out += &format!("<link rel=\"self\" href=\"{base}{own}\"/>\n<link href=\"{base}{page}\"/>\n");
    out += &format!("<author><name>{}</name></author>\n", escape(site));
    // An empty feed still needs a moment; its own beginning is as good as any.
    out += &format!("<updated>{}</updated>\n", moment(newest.unwrap_or_default()));
    for entry in entries {
        out += &in_feed(entry, &base, site);
    }
    out += "</feed>\n";
    ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], out).into_response()
}

fn in_feed(entry: &Entry, base: &str, site: &str) -> String {
    let author = if entry.author.is_empty() { site } else { entry.author.as_str() };
    let (published, updated) = (moment(entry.published), moment(entry.updated));
    let (id, url) = (escape(&entry.id), escape(&entry.url));
    format!(
        "<entry>\n<title>{}</title>\n<id>{base}{id}</id>\n<link href=\"{base}{url}\"/>\n\
         <published>{published}</published>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n\
         <summary>{}</summary>\n</entry>\n",
        escape(&entry.title),
        escape(author),
        escape(&entry.summary)
    )
}

/// "2026-11-28T03:00:00Z".
pub(super) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Text for XML. Control characters are not allowed in it, escaped or not.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}
