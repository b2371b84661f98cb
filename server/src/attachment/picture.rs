//! A photo re-encoded: oriented as the camera held it, bounded in size, without any of its metadata (a phone writes where
//! it stood). Pure and slow: callers run it off the async threads.

use std::io::Cursor;

use bytes::Bytes;
use fast_image_resize::{ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use sha2::{Digest, Sha256};

use super::WIDTHS;
use crate::format;

/// A decoded photo may take this much memory.
const MAX_DECODED_BYTES: u64 = 256 * 1024 * 1024;

/// Lossy WebP at this quality looks like the photo and takes a tenth of it.
const WEBP_QUALITY: f32 = 78.0;

/// JPEG of the card that messengers show.
const JPEG_QUALITY: u8 = 82;

/// Size of the card that messengers show.
const SHARE_CARD: (u32, u32) = (1200, 630);

/// A photo ready to be stored.
pub struct Encoded {
    /// Hash of what was sent; part of the address.
    pub sha256: String,
    /// Width of the largest variant in pixels.
    pub width: u32,
    /// Height of the largest variant in pixels.
    pub height: u32,
    /// File name ("800.webp") and bytes of each variant.
    pub variants: Vec<(String, Bytes)>,
}

/// Checks and re-encodes a photo; the refusal is a sentence for the field.
pub fn encode(bytes: &[u8], max_side: u32) -> Result<Encoded, String> {
    let photo = decode(bytes, max_side)?;
    let mut resizer = Resizer::new();
    let mut variants = Vec::new();
    let (mut width, mut height) = (photo.width(), photo.height());
    for target in widths(photo.width()) {
        let scaled = fitted(&mut resizer, &photo, target.min(photo.width()))?;
        (width, height) = (scaled.width(), scaled.height());
        let rgb = scaled.into_rgb8();
        let encoded = webp::Encoder::from_rgb(&rgb, width, height).encode_simple(false, WEBP_QUALITY);
        let encoded = encoded.map_err(|_| unreadable())?;
        variants.push((format!("{target}.webp"), Bytes::copy_from_slice(&encoded)));
    }
    variants.push(("og.jpg".to_owned(), share_card(&mut resizer, &photo)?));
    Ok(Encoded { sha256: hex::encode(Sha256::digest(bytes)), width, height, variants })
}

/// The widths that a photo of this width is kept in: those below it, and one that holds it whole.
pub fn widths(own: u32) -> Vec<u32> {
    let whole = WIDTHS.iter().position(|width| *width >= own).unwrap_or(WIDTHS.len() - 1);
    WIDTHS[..=whole].to_vec()
}

fn decode(bytes: &[u8], max_side: u32) -> Result<DynamicImage, String> {
    let format = image::guess_format(bytes).map_err(|_| no_photo())?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(no_photo());
    }
    if format == ImageFormat::Jpeg {
        // The decoder fills what is missing with grey and says nothing, and it refuses large sides without a number.
        let frame = jpeg_frame(bytes).ok_or_else(unreadable)?;
        check_size(frame.width, frame.height, max_side)?;
        if !frame.is_whole {
            return Err(unreadable());
        }
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.no_limits();
    let mut decoder = reader.into_decoder().map_err(|_| unreadable())?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, max_side)?;
    if decoder.total_bytes() > MAX_DECODED_BYTES {
        return Err(too_many_pixels(width, height));
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODED_BYTES * 2);
    decoder.set_limits(limits).map_err(|_| unreadable())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut photo = DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?;
    photo.apply_orientation(orientation);
    Ok(on_white(photo))
}

fn check_size(width: u32, height: u32, max_side: u32) -> Result<(), String> {
    if width == 0 || height == 0 {
        return Err(unreadable());
    }
    if width.max(height) > max_side {
        return Err(format!(
            "Foto paling besar {} piksel per sisi; yang ini {} × {}. Perkecil dahulu, lalu unggah lagi.",
            format::integer(max_side),
            format::integer(width),
            format::integer(height)
        ));
    }
    Ok(())
}

fn too_many_pixels(width: u32, height: u32) -> String {
    format!(
        "Foto {} × {} piksel terlalu besar untuk dibuka. Perkecil dahulu, lalu unggah lagi.",
        format::integer(width),
        format::integer(height)
    )
}

fn no_photo() -> String {
    "Berkas ini bukan foto. Pilih foto JPG, PNG, atau WebP.".to_owned()
}

fn unreadable() -> String {
    "Foto ini rusak atau terpotong, sehingga tidak bisa dibuka. Pilih ulang fotonya.".to_owned()
}

// Transparent pixels of screenshots and logos would turn black.
fn on_white(photo: DynamicImage) -> DynamicImage {
    if !photo.color().has_alpha() {
        return DynamicImage::ImageRgb8(photo.into_rgb8());
    }
    let rgba = photo.into_rgba8();
    let mut out = RgbImage::new(rgba.width(), rgba.height());
    for (from, to) in rgba.pixels().zip(out.pixels_mut()) {
        let alpha = u32::from(from[3]);
        for channel in 0..3 {
            let blended = (u32::from(from[channel]) * alpha + 255 * (255 - alpha) + 127) / 255;
            to[channel] = u8::try_from(blended).unwrap_or(u8::MAX);
        }
    }
    DynamicImage::ImageRgb8(out)
}

fn fitted(resizer: &mut Resizer, photo: &DynamicImage, width: u32) -> Result<DynamicImage, String> {
    let height = u64::from(photo.height()) * u64::from(width) / u64::from(photo.width());
    let height = u32::try_from(height).unwrap_or(u32::MAX).clamp(1, 16_383);
    let mut scaled = DynamicImage::ImageRgb8(RgbImage::new(width, height));
    resizer.resize(photo, &mut scaled, &ResizeOptions::new()).map_err(|_| unreadable())?;
    Ok(scaled)
}

fn share_card(resizer: &mut Resizer, photo: &DynamicImage) -> Result<Bytes, String> {
    let mut card = DynamicImage::ImageRgb8(RgbImage::new(SHARE_CARD.0, SHARE_CARD.1));
    let cropped = ResizeOptions::new().fit_into_destination(Some((0.5, 0.5)));
    resizer.resize(photo, &mut card, &cropped).map_err(|_| unreadable())?;
    let mut out = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
    card.write_with_encoder(encoder).map_err(|_| unreadable())?;
    Ok(out.into())
}

struct Frame {
    width: u32,
    height: u32,
    is_whole: bool,
}

/// Walks the segments of a JPEG to its frame and its end marker; thumbnails inside metadata don't count.
fn jpeg_frame(bytes: &[u8]) -> Option<Frame> {
    let mut frame = None;
    let mut at = 2;
    loop {
        while *bytes.get(at)? != 0xff {
            // Inside compressed data: on to the next marker.
            at += 1;
            if at >= bytes.len() {
                return frame;
            }
        }
        let Some(marker) = bytes.get(at + 1).copied() else {
            return frame;
        };
        match marker {
            0x00 | 0x01 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            0xd9 => return frame.map(|frame| Frame { is_whole: true, ..frame }),
            _ => {
                let Some(length) = bytes.get(at + 2..at + 4) else {
                    return frame;
                };
                let length = usize::from(length[0]) << 8 | usize::from(length[1]);
                let is_frame = (0xc0..=0xcf).contains(&marker) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
                if is_frame && let Some(size) = bytes.get(at + 5..at + 9) {
                    let height = u32::from(size[0]) << 8 | u32::from(size[1]);
                    let width = u32::from(size[2]) << 8 | u32::from(size[3]);
                    frame = Some(Frame { width, height, is_whole: false });
                }
                at += 2 + length.max(2);
            }
        }
        if at >= bytes.len() {
            return frame;
        }
    }
}
