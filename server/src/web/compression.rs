//! Bodies compressed once and sent many times.

use axum::http::{HeaderMap, HeaderValue, header};
use bytes::Bytes;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Brotli.
    Br,
    /// Gzip.
    Gzip,
    /// Not at all.
    Identity,
}

impl Encoding {
    /// The best that the browser reads.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let accepts = |name: &str| {
            accepted.split(',').any(|part| part.trim().split(';').next() == Some(name) && !part.contains("q=0"))
        };
        if accepts("br") {
            Self::Br
        } else if accepts("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// Says in the headers how the body is compressed.
    pub fn mark(self, headers: &mut HeaderMap) {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        match self {
            Self::Br => headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br")),
            Self::Gzip => headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip")),
            Self::Identity => None,
        };
    }
}

/// Compresses; `quality` is Brotli's, 0 to 11.
pub fn compress(body: Bytes, encoding: Encoding, quality: i32) -> Bytes {
    use std::io::Write;
    match encoding {
        Encoding::Identity => body,
        Encoding::Br => {
            let mut out = Vec::with_capacity(body.len() / 4);
            let params = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
            match brotli::BrotliCompress(&mut body.as_ref(), &mut out, &params) {
                Ok(_) => out.into(),
                Err(_) => body,
            }
        }
        Encoding::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
            let written = encoder.write_all(&body);
            match written.and_then(|()| encoder.finish()) {
                Ok(out) => out.into(),
                Err(_) => body,
            }
        }
    }
}
