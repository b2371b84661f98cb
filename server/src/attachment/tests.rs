//! Photos as cameras and attackers send them.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::picture::{encode, widths};

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut photo = RgbImage::new(width, height);
    for (x, y, pixel) in photo.enumerate_pixels_mut() {
        *pixel = Rgb([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 90]);
    }
    let mut out = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(photo).write_to(&mut out, ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

/// An APP1 segment that says where the camera stood and that it was held sideways (orientation 6).
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26");
    tiff.extend(b"\0\0\0\0");
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02S\0\0\0\0\0\0\0");
    tiff.extend(b"GPS-RAHASIA-CIKAJANG");
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(length);
    out.extend(segment);
    out.extend(&jpeg[2..]);
    out
}

#[test]
fn a_photo_is_turned_upright_and_forgets_where_it_was_taken() {
    let sent = with_exif(&jpeg(900, 600));
    assert!(sent.windows(11).any(|part| part == b"GPS-RAHASIA"));
    let encoded = encode(&sent, 12_000).unwrap();
    assert_eq!((encoded.width, encoded.height), (600, 900));
    for (name, bytes) in &encoded.variants {
        for trace in [&b"GPS-RAHASIA"[..], b"Exif", b"EXIF"] {
            assert!(!bytes.windows(trace.len()).any(|part| part == trace), "{name} keeps {trace:?}");
        }
    }
    let names: Vec<&str> = encoded.variants.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["320.webp", "800.webp", "og.jpg"]);
    let card = image::load_from_memory(&encoded.variants[2].1).unwrap();
    assert_eq!((card.width(), card.height()), (1200, 630));
}

#[test]
fn what_is_no_photo_is_refused_with_a_sentence() {
    let whole = jpeg(900, 600);
    let mut bomb = jpeg(64, 64);
    let frame = bomb.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    for (sent, words) in [
        (b"bukan foto".to_vec(), "bukan foto"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;".to_vec(), "bukan foto"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec(), "bukan foto"),
        (Vec::new(), "bukan foto"),
        (whole[..whole.len() / 2].to_vec(), "rusak atau terpotong"),
        (whole[..200].to_vec(), "rusak atau terpotong"),
        (bomb, "30.000 × 30.000"),
        (png_header(30_000, 30_000), "30.000 × 30.000"),
        (png_header(11_000, 11_000), "terlalu besar untuk dibuka"),
    ] {
        let refusal = encode(&sent, 12_000).err().unwrap_or_default();
        assert!(refusal.contains(words), "{words:?} is not in {refusal:?}");
    }
    assert!(encode(&whole, 12_000).is_ok());
}

/// A PNG that promises many pixels and holds none.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 6, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    out.extend(&chunk);
    out.extend(crc32(&chunk).to_be_bytes());
    let mut data = b"IDAT".to_vec();
    data.extend([0x78, 0x9c]);
    out.extend(2_u32.to_be_bytes());
    out.extend(&data);
    out.extend(crc32(&data).to_be_bytes());
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[test]
fn variants_hold_the_photo_whole_and_never_blow_it_up() {
    assert_eq!(widths(200), [320]);
    assert_eq!(widths(320), [320]);
    assert_eq!(widths(1000), [320, 800, 1600]);
    assert_eq!(widths(800), [320, 800]);
    assert_eq!(widths(5000), [320, 800, 1600]);
}
