//! The pack on its way: a ZIP that is written while it is sent. One file at a time is in memory, and the list of contents
//! with the hash of each closes it.

use std::io::{self, BufWriter, Cursor, Write};
use std::time::Duration;

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

/// A reader who takes nothing for so long is given up: a phone without signal must not keep a thread of ours.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sends the parts; `head` begins the list of contents. What goes wrong on the way breaks the download off, so that
/// nobody takes half a pack for a whole one; a part whose bytes are gone is named in the list instead.
pub fn send(app: &App, entries: Vec<Entry>, head: Vec<String>) -> Body {
    let (sender, receiver) = mpsc::channel(WAITING);
    let (app, runtime) = (app.clone(), Handle::current());
    tokio::task::spawn_blocking(move || {
        let pieces = Pieces::new(sender, runtime.clone(), PATIENCE);
        if let Err(error) = write(&app, &runtime, entries, head, pieces) {
            tracing::warn!(error = format!("{error:#}"), "an evidence pack was broken off");
        }
    });
    body(receiver)
}

/// What is on its way: bytes, and that they were all.
pub(super) enum Piece {
    Bytes(Bytes),
    End,
}

/// The pieces as they come; without their end the connection breaks.
pub(super) fn body(receiver: mpsc::Receiver<Piece>) -> Body {
    Body::from_stream(stream::unfold(Some(receiver), |receiver| async move {
        let mut receiver = receiver?;
        match receiver.recv().await {
            Some(Piece::Bytes(bytes)) => Some((Ok(bytes), Some(receiver))),
            Some(Piece::End) => None,
            None => Some((Err(io::Error::other("the pack could not be made")), None)),
        }
    }))
}

/// Writes into the channel, until nobody reads any more.
pub(super) struct Pieces {
    sender: Option<mpsc::Sender<Piece>>,
    runtime: Handle,
    patience: Duration,
}

impl Pieces {
    /// For one reader, who may take nothing for so long.
    pub(super) fn new(sender: mpsc::Sender<Piece>, runtime: Handle, patience: Duration) -> Self {
        Self { sender: Some(sender), runtime, patience }
    }

    /// Says that this was all.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.put(Piece::End)
    }

    fn put(&mut self, piece: Piece) -> io::Result<()> {
        let Some(sender) = &self.sender else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let patience = self.patience;
        let sent = self.runtime.block_on(async { tokio::time::timeout(patience, sender.send(piece)).await });
        let why = match sent {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(_)) => io::ErrorKind::BrokenPipe,
            Err(_) => io::ErrorKind::TimedOut,
        };
        // The archive writes its rest when it is dropped: each try would wait as long again.
        self.sender = None;
        Err(why.into())
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.put(Piece::Bytes(Bytes::copy_from_slice(bytes)))?;
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
    let pieces = archive.finish()?.into_inner().into_inner().map_err(io::IntoInnerError::into_error)?;
    pieces.end()?;
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
