//! Codes that a phone in the room opens an address by.

use std::io::Cursor;

use fast_qr::qr::QRBuilder;
use image::{GrayImage, ImageFormat, Luma};

/// A QR code, drawn as a path of squares in a box of [`Qr::size`] units, the quiet margin included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Width and height in squares.
    pub size: usize,
    /// The path of the dark squares: letters, figures and signs of SVG paths only.
    pub path: String,
}

/// Readers ask for so many light squares around a code.
const MARGIN: usize = 4;

/// So many pixels is a square of a PNG wide: sharp in print at 3 cm.
const SQUARE: usize = 8;

impl Qr {
    /// The code of an address; `None` where it is too long for one (about 2,300 characters).
    pub fn of(address: &str) -> Option<Self> {
        let code = QRBuilder::new(address).build().ok()?;
        let mut path = String::new();
        for row in 0..code.size {
            let mut column = 0;
            while column < code.size {
                let dark = code[row][column..].iter().take_while(|module| module.value()).count();
                if dark > 0 {
                    path.push_str(&format!("M{} {}h{dark}v1h-{dark}z", column + MARGIN, row + MARGIN));
                }
                column += dark + 1;
            }
        }
        Some(Self { size: code.size + 2 * MARGIN, path })
    }

    /// The code of an address as a PNG, for documents that are no pages; `None` where it is too long for one.
    pub fn png(address: &str) -> Option<Vec<u8>> {
        let code = QRBuilder::new(address).build().ok()?;
        let side = u32::try_from((code.size + 2 * MARGIN) * SQUARE).ok()?;
        let at_square = |at: u32| (at as usize / SQUARE).checked_sub(MARGIN).filter(|at| *at < code.size);
        let picture = GrayImage::from_fn(side, side, |x, y| {
            let dark = at_square(x).zip(at_square(y)).is_some_and(|(column, row)| code[row][column].value());
            Luma([if dark { 0 } else { u8::MAX }])
        });
        let mut png = Cursor::new(Vec::new());
        picture.write_to(&mut png, ImageFormat::Png).ok()?;
        Some(png.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::Qr;

    #[test]
    fn an_address_becomes_squares_and_too_long_a_one_none() {
        let code = Qr::of("https://forum.example/praktik/12-irigasi").expect("a code");
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "the corner mark begins after the margin: {}", code.path);
        assert!(code.path.chars().all(|letter| letter.is_ascii_digit() || "Mhvz -".contains(letter)));
        assert!(Qr::of(&"x".repeat(4000)).is_none());
    }
}
