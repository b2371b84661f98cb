//! Codes that a phone in the room opens an address by.

use fast_qr::qr::QRBuilder;

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
