//! A form that carries a file, read piece by piece against its own limits, so that a file that is too large gets a sentence.

use axum::extract::multipart::{Field, Multipart};
use bytes::{Bytes, BytesMut};

use super::Posted;
use crate::app::App;
use crate::error::{Error, Problems, Result};

/// A file larger than this is not even read to its end.
const MAX_DISCARDED_BYTES: usize = 256 * 1024 * 1024;

/// A form that was sent with a file.
pub struct SentForm {
    /// Its other fields.
    pub posted: Posted,
    /// The file's name and bytes; none without a file, and for one that is too large.
    pub file: Option<(String, Bytes)>,
    /// How large the file was.
    pub file_bytes: usize,
}

/// Reads the parts of the form; a file that is too large is counted to its end and thrown away.
pub async fn read_form(app: &App, mut form: Multipart, file_field: &str, file_limit: usize) -> Result<SentForm> {
    let limits = &app.config.limits;
    let mut sent = SentForm { posted: Posted::default(), file: None, file_bytes: 0 };
    let mut text_bytes = 0;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == file_field {
            let file = field.file_name().unwrap_or_default().to_owned();
            let (bytes, seen) = read_field(&mut field, file_limit).await?;
            sent.file_bytes = seen;
            if seen > 0 && seen <= file_limit {
                sent.file = Some((file, bytes));
            }
            continue;
        }
        let (bytes, seen) = read_field(&mut field, limits.document_bytes * 2).await?;
        text_bytes += seen;
        if text_bytes > limits.document_bytes * 2 {
            return Err(super::forms::too_large(text_bytes, limits.document_bytes * 2));
        }
        sent.posted.push(name, String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(sent)
}

async fn read_field(field: &mut Field<'_>, limit: usize) -> Result<(Bytes, usize)> {
    let mut kept = BytesMut::new();
    let mut seen = 0;
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        seen += chunk.len();
        if seen <= limit {
            kept.extend_from_slice(&chunk);
        } else if seen > MAX_DISCARDED_BYTES {
            let megabytes = limit / (1024 * 1024);
            return Err(Error::TooLarge(format!("Paling besar {megabytes} MB.")));
        }
    }
    Ok((kept.freeze(), seen))
}

fn broken(_: axum::extract::multipart::MultipartError) -> Error {
    Error::Invalid(Problems::one("photo", "Kiriman terputus di tengah jalan. Coba unggah lagi."))
}
