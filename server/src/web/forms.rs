//! What a form sent: names and values in their order, read within a limit. A body that is too large is read to its end
//! and thrown away, so that the browser sees our answer instead of a broken connection.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::app::App;
use crate::error::{Error, Result};
use crate::format;

/// More than this is not even thrown away: the connection ends.
const MAX_DISCARDED_BYTES: usize = 256 * 1024 * 1024;

/// Rows of a repeated group that one form may carry.
const MAX_ROWS: usize = 100;

/// Names and values of a form.
#[derive(Clone, Debug, Default)]
pub struct Posted(Vec<(String, String)>);

impl Posted {
    /// From names and values.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Adds one value.
    pub fn push(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }

    /// The first value of a name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The first value of a name.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a name: ticked boxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The indexes that a repeated group has: `steps.0.text`, `steps.3.date` give 0 and 3.
    pub fn rows(&self, group: &str) -> Vec<usize> {
        let mut rows: Vec<usize> = self
            .0
            .iter()
            .filter_map(|(name, _)| name.strip_prefix(group)?.strip_prefix('.')?.split('.').next()?.parse().ok())
            .filter(|row| *row < MAX_ROWS)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The names and values.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let limit = app.config.limits.document_bytes * 2;
        let (parts, body) = request.into_parts();
        let bytes = read_within(body, limit).await?;
        let request = Request::from_parts(parts, Body::from(bytes));
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, app).await;
        form.map(|form| Self(form.0)).map_err(|_| {
            Error::Invalid(crate::error::Problems::one(
                "form",
                "Isian tidak terbaca. Muat ulang halamannya, lalu coba lagi.",
            ))
        })
    }
}

/// Reads a body to its end and throws it away.
pub async fn discard(body: Body) {
    let mut stream = body.into_data_stream();
    let mut seen = 0;
    while let Some(Ok(chunk)) = stream.next().await {
        seen += chunk.len();
        if seen > MAX_DISCARDED_BYTES {
            break;
        }
    }
}

async fn read_within(body: Body, limit: usize) -> Result<Bytes> {
    let mut stream = body.into_data_stream();
    let mut kept = BytesMut::new();
    let mut seen = 0_usize;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| Error::Internal(error.into()))?;
        seen += chunk.len();
        if seen <= limit {
            kept.extend_from_slice(&chunk);
        } else if seen > MAX_DISCARDED_BYTES {
            break;
        }
    }
    if seen > limit { Err(too_large(seen, limit)) } else { Ok(kept.freeze()) }
}

/// The refusal of a text that is too large, with the limit.
pub fn too_large(bytes: usize, limit: usize) -> Error {
    let kilobytes = |bytes: usize| format::integer(i64::try_from(bytes.div_ceil(1024)).unwrap_or(i64::MAX));
    Error::TooLarge(format!(
        "Yang dikirim {} KB, paling besar {} KB. Kembali ke halaman sebelumnya, perpendek tulisannya, lalu simpan lagi.",
        kilobytes(bytes),
        kilobytes(limit)
    ))
}

/// A line as people meant it: no control characters, white space folded.
pub fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced
        .chars()
        .filter(|letter| !is_invisible(*letter))
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A longer text as people meant it: line breaks kept, control characters removed.
pub fn text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text
        .chars()
        .filter(|letter| (!letter.is_control() || matches!(letter, '\n' | '\t')) && !is_invisible(*letter))
        .collect();
    kept.trim_end().trim_start_matches('\n').to_owned()
}

/// True for letters that turn the direction of what follows, or that nobody sees: they only serve to deceive readers.
pub fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}
