//! The pack on its way: a ZIP that is written while it is sent. One file at a time is in memory, and the list of contents
//! with the hash of each closes it.

use std::io::{self, BufWriter, Cursor, Write};

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use image::ImageFormat;
use sha2::{Digest, Sha256};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::parts::{Entry, Source};
use super::text::for_notepad;
use crate::app::App;
use crate::attachment::file::size;
use crate::error::{Error, Result};

/// Name of the list of contents: the first when sorted.
pub const CONTENTS: &str = "00-daftar-isi.txt";

/// Pieces that wait for a slow reader, and their size in bytes.
const WAITING: usize = 4;
const PIECE_BYTES: usize = 64 * 1024;

/// Sends the parts; `head` begins the list of contents. What goes wrong on the way breaks the download off, so that
/// nobody takes half a pack for a whole one; a part whose bytes are gone is named in the list instead.
pub fn send(app: &App, entries: Vec<Entry>, head: Vec<String>) -> Body {
    let (sender, receiver) = mpsc::channel(WAITING);
    let (app, runtime) = (app.clone(), Handle::current());
    tokio::task::spawn_blocking(move || {
        let errors = sender.clone();
        if let Err(error) = write(&app, &runtime, entries, head, Pieces(sender)) {
            tracing::warn!(error = format!("{error:#}"), "an evidence pack was broken off");
            // Who reads no more needs no error.
            let _ = errors.blocking_send(Err(io::Error::other("the pack could not be made")));
        }
    });
    Body::from_stream(stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|piece| (piece, receiver))
    }))
}

/// Writes into the channel.
struct Pieces(mpsc::Sender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes))).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Archive = ZipWriter<StreamWriter<BufWriter<Pieces>>>;

fn write(
    app: &App,
    runtime: &Handle,
    entries: Vec<Entry>,
    mut list: Vec<String>,
    pieces: Pieces,
) -> anyhow::Result<()> {
    let mut archive = ZipWriter::new_stream(BufWriter::with_capacity(PIECE_BYTES, pieces));
    let mut lost = Vec::new();
    list.extend([String::new(), "ISI BERKAS (SHA-256, nama, ukuran)".to_owned()]);
    for entry in entries {
        let Some(bytes) = bytes_of(app, runtime, entry.source)? else {
            lost.push(format!("- {}", entry.path));
            continue;
        };
        put(&mut archive, &entry.path, &bytes)?;
        let about = size(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        list.push(format!("{}  {}  {about}", hex::encode(Sha256::digest(&bytes)), entry.path));
    }
    if !lost.is_empty() {
        list.extend([String::new(), "TIDAK DAPAT DISERTAKAN".to_owned()]);
        list.append(&mut lost);
    }
    put(&mut archive, CONTENTS, for_notepad(&list).as_bytes())?;
    archive.finish()?.into_inner().flush()?;
    Ok(())
}

fn put(archive: &mut Archive, path: &str, bytes: &[u8]) -> ZipResult<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    archive.start_file(path, options)?;
    archive.write_all(bytes)?;
    Ok(())
}

/// The bytes of a part; none when they are gone.
fn bytes_of(app: &App, runtime: &Handle, source: Source) -> Result<Option<Bytes>> {
    let (key, is_photo) = match source {
        Source::Made(bytes) => return Ok(Some(bytes.into())),
        Source::Stored(key) => (key, false),
        Source::Photo(key) => (key, true),
    };
    let bytes = match runtime.block_on(app.files.get(&key)) {
        Ok(bytes) => bytes,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    if !is_photo {
        return Ok(Some(bytes));
    }
    // As many photos are decoded at once as for uploads, whoever asks.
    let _turn = runtime.block_on(app.pictures.acquire()).map_err(|error| Error::Internal(error.into()))?;
    as_jpeg(&bytes).map(|bytes| Some(bytes.into()))
}

fn as_jpeg(bytes: &[u8]) -> Result<Vec<u8>> {
    let broken = |error: image::ImageError| Error::Internal(error.into());
    let photo = image::load_from_memory_with_format(bytes, ImageFormat::WebP).map_err(broken)?;
    let mut jpeg = Cursor::new(Vec::new());
    photo.to_rgb8().write_to(&mut jpeg, ImageFormat::Jpeg).map_err(broken)?;
    Ok(jpeg.into_inner())
}
