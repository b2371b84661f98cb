//! Cards for messengers of what has no photo: 1200 × 630, drawn from words in the site's own font.

use std::sync::{Arc, LazyLock};

use anyhow::Context;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use image::{DynamicImage, ImageFormat, RgbaImage};
use quick_xml::escape::escape;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;

/// Where text begins, and how wide a line of it may become, in pixels.
const LEFT: f32 = 88.0;
const LINE: f32 = 1024.0;

/// Sizes of the title, and how many lines fit in each: a short name stands large.
const TITLES: [(f32, usize); 3] = [(84.0, 2), (68.0, 3), (54.0, 3)];

/// Letters that no XML may hold, escaped or not, beside control characters.
const NO_XML: [char; 2] = ['\u{fffe}', '\u{ffff}'];

/// Cards that are kept drawn, some 40 KB each.
const KEPT: u64 = 200;

const FAMILY: &str = "Plus Jakarta Sans";
const FONTS: [&[u8]; 2] = [
    include_bytes!("../../../frontend/vendor/plus-jakarta-sans-5.3.0/plus-jakarta-sans-regular.ttf"),
    include_bytes!("../../../frontend/vendor/plus-jakarta-sans-5.3.0/plus-jakarta-sans-bold.ttf"),
];

/// How wide the letters from the space to "~" are in this font, in hundredths of its size, rounded up.
const ADVANCES: [u8; 95] = [
    18, 38, 50, 92, 65, 105, 80, 32, 38, 38, 54, 66, 36, 60, 38, 51, 74, 41, 60, 62, 66, 62, 61, 56, 64, 61, 38, 40,
    66, 66, 66, 59, 93, 72, 70, 79, 75, 62, 59, 83, 74, 28, 40, 68, 55, 90, 75, 88, 65, 88, 67, 65, 55, 72, 70, 102,
    67, 66, 59, 42, 51, 42, 66, 67, 39, 58, 68, 61, 68, 62, 41, 67, 60, 26, 26, 58, 26, 93, 60, 66, 68, 68, 38, 52, 42,
    60, 57, 89, 56, 59, 49, 40, 40, 40, 66,
];

/// Any other letter is no wider.
const WIDEST: u8 = 105;

static LOADED: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    Arc::new(fonts)
});

/// Machines that walk the site map ask for cards: photos that people send never wait behind them.
static DRAWING: Semaphore = Semaphore::const_new(1);

static DRAWN: LazyLock<moka::sync::Cache<ShareCard, Bytes>> = LazyLock::new(|| moka::sync::Cache::new(KEPT));

/// What stands on every card: the paper, the edge and the mark of the site (`logo.svg`).
const GROUND: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">
<rect width="1200" height="630" fill="#fbfaf5"/>
<rect width="24" height="630" fill="#0f5b3c"/>
<g transform="translate(88 520) scale(1.75)">
<rect width="32" height="32" rx="8" fill="#0f5b3c"/>
<circle cx="24" cy="9" r="2.6" fill="#fff"/>
<path d="M4.5 22.5 11 14l4.3 5.6L18.5 16l6.5 6.5z" fill="#f3c96b"/>
<path d="M5 25.6h22" stroke="#fff" stroke-width="2.2" stroke-linecap="round" fill="none"/>
</g>
"##;

/// What a card says, in plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ShareCard {
    /// "Produk Unggulan".
    pub kind: String,
    /// The name, in large letters.
    pub title: String,
    /// "Kec. Cikajang, Kab. Garut"; may be empty.
    pub place: String,
    /// "Rp15.000 per bungkus"; may be empty.
    pub figure: String,
    /// Name of the site.
    pub site: String,
}

impl ShareCard {
    /// The card as PNG. One that was drawn lately is not drawn again, and one is drawn at a time.
    pub async fn answer(self) -> Result<Response> {
        let known = DRAWN.get(&self);
        let png = match known {
            Some(known) => known,
            None => {
                let _turn = DRAWING.acquire().await.map_err(|error| Error::Internal(error.into()))?;
                let card = self.clone();
                let drawn =
                    tokio::task::spawn_blocking(move || card.png()).await.context("a drawing ended early")??;
                DRAWN.insert(self, drawn.clone());
                drawn
            }
        };
        let mut response = png.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
        // What is hidden or renamed is gone from here at once.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        Ok(response)
    }

    /// Draws it.
    fn png(&self) -> anyhow::Result<Bytes> {
        let options =
            usvg::Options { fontdb: Arc::clone(&LOADED), font_family: FAMILY.to_owned(), ..usvg::Options::default() };
        let tree = usvg::Tree::from_str(&self.svg(), &options).context("a card that is no SVG")?;
        let mut drawn = Pixmap::new(WIDTH, HEIGHT).context("an empty picture")?;
        resvg::render(&tree, Transform::identity(), &mut drawn.as_mut());
        let pixels = RgbaImage::from_raw(WIDTH, HEIGHT, drawn.take_demultiplied()).context("an odd picture")?;
        let mut out = std::io::Cursor::new(Vec::new());
        DynamicImage::ImageRgba8(pixels).into_rgb8().write_to(&mut out, ImageFormat::Png)?;
        Ok(out.into_inner().into())
    }

    fn svg(&self) -> String {
        let mut out = GROUND.to_owned();
        out += &text(&self.kind, 96.0, 34.0, "700", "#0f5b3c");
        let (size, lines) = title(&self.title);
        // Three lines in the middle size leave room for the place and the figure above the mark.
        let mut y = 104.0;
        for line in lines {
            y += size * 1.16;
            out += &text(&line, y, size, "700", "#17211c");
        }
        out += &text(&self.place, y + 76.0, 40.0, "400", "#4c5a52");
        // The unit belongs to the figure: smaller letters before a cut one.
        let size = [44.0, 40.0, 36.0].into_iter().find(|size| width(&self.figure, *size) <= LINE).unwrap_or(34.0);
        out += &text(&self.figure, y + 142.0, size, "700", "#6f3606");
        out += &text_at(164.0, &cut(&self.site, 30.0, LINE - 76.0), 559.0, 30.0, "400", "#4c5a52");
        out + "</svg>"
    }
}

/// The title in the largest letters that it fits in; what is too long for the smallest is cut.
fn title(words: &str) -> (f32, Vec<String>) {
    for (size, most) in TITLES {
        let lines = wrapped(words, size);
        if lines.len() <= most && lines.iter().all(|line| width(line, size) <= LINE) {
            return (size, lines);
        }
    }
    let (size, most) = TITLES[TITLES.len() - 1];
    let mut lines = wrapped(words, size);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    (size, lines.iter().map(|line| cut(line, size, LINE)).collect())
}

/// Words in lines, as full as they may be.
fn wrapped(words: &str, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let more = width(" ", size) + width(word, size);
        let has_room = lines.last().is_some_and(|line| width(line, size) + more <= LINE);
        match lines.last_mut().filter(|_| has_room) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A line that is too wide, shortened with "…".
fn cut(line: &str, size: f32, most: f32) -> String {
    if width(line, size) <= most {
        return line.to_owned();
    }
    let mut kept = String::new();
    for letter in line.chars() {
        if width(&kept, size) + width("…", size) + advance(letter) * size > most {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

fn width(text: &str, size: f32) -> f32 {
    text.chars().map(advance).sum::<f32>() * size
}

/// Width of a letter for a size of one.
fn advance(letter: char) -> f32 {
    let place = u32::from(letter).checked_sub(32).and_then(|place| usize::try_from(place).ok());
    let hundredths = place.and_then(|place| ADVANCES.get(place)).copied().unwrap_or(WIDEST);
    f32::from(hundredths) / 100.0
}

fn text(words: &str, y: f32, size: f32, weight: &str, colour: &str) -> String {
    text_at(LEFT, &cut(words, size, LINE), y, size, weight, colour)
}

fn text_at(x: f32, words: &str, y: f32, size: f32, weight: &str, colour: &str) -> String {
    let clean: String = words.chars().filter(|letter| !letter.is_control() && !NO_XML.contains(letter)).collect();
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>",
        escape(clean.as_str())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str) -> ShareCard {
        ShareCard {
            kind: "Produk Unggulan".to_owned(),
            title: title.to_owned(),
            place: "Kec. Cikajang, Kab. Garut".to_owned(),
            figure: "Rp15.000–Rp25.000 per bungkus".to_owned(),
            site: "Forum contoh".to_owned(),
        }
    }

    fn pixels(card: &ShareCard) -> image::RgbImage {
        let png = card.png().expect("drawn");
        image::load_from_memory(&png).expect("a picture").into_rgb8()
    }

    #[test]
    fn a_card_shows_its_words() {
        let drawn = pixels(&card("Sambal Mekarsari"));
        assert_eq!((drawn.width(), drawn.height()), (WIDTH, HEIGHT));
        let dark = |picture: &image::RgbImage| picture.pixels().filter(|pixel| pixel.0 == [0x17, 0x21, 0x1c]).count();
        assert!(dark(&drawn) > 2_000, "the letters of the title are there: {}", dark(&drawn));
        assert_eq!(dark(&pixels(&card(""))), 0, "and come from the title");
    }

    #[test]
    fn words_stay_within_the_card_whatever_they_are() {
        for words in ["W".repeat(100), "Keripik pisang ".repeat(12), "<b>&\"'\u{1}\u{202e}".to_owned(), String::new()] {
            let (size, lines) = title(&words);
            assert!(lines.len() <= 3 && lines.iter().all(|line| width(line, size) <= LINE), "{lines:?}");
            pixels(&ShareCard { place: words.clone(), figure: words.clone(), site: words.clone(), ..card(&words) });
        }
        assert_eq!(title("Kopi").0, TITLES[0].0, "a short name stands large");
        assert!(title(&"panjang sekali ".repeat(20)).1.last().expect("a line").ends_with('…'));
    }
}
