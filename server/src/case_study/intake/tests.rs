//! Where the texts of reports and chats land, and that no word of them is lost.

use super::*;

fn words(text: &str) -> Vec<String> {
    let letters: String = text.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    let mut words: Vec<String> = letters.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words
}

fn all_of(placed: &Placed) -> String {
    let sections = placed.sections.iter().map(|(_, text)| text.clone());
    let unplaced = placed.unplaced.iter().map(|piece| format!("{} {}", piece.heading, piece.text));
    let all: Vec<String> =
        std::iter::once(placed.title.clone()).chain(sections).chain(placed.steps.clone()).chain(unplaced).collect();
    all.join("\n")
}

fn section<'a>(placed: &'a Placed, field: &str) -> &'a str {
    placed.sections.iter().find(|(known, _)| *known == field).map_or("", |(_, text)| text)
}

const CHAT: &str = "[24/11/26 10.42] Pak Asep: Rumah bibit bersama di tiga dusun
[24/11/26 10.43] Pak Asep: Selama ini petani kesulitan bibit cabai, harganya mahal dan sering mati.
[24/11/26 10.44] Pak Asep: Kami membentuk kelompok dan mengajak PKK membuat *rumah bibit* dari bambu.
• sewa lahan desa
• jadwal siram bergilir
[24/11/26 10.45] Pak Asep: <Media tidak disertakan>
[24/11/26 10.46] Pak Asep: Alhamdulillah sekarang bibit yang hidup naik dari 60% menjadi 92% 🌱
[24/11/26 10.47] Pak Asep: Kendala: selang sering bocor, jadi harus diperiksa tiap pekan.";

#[test]
fn a_story_from_a_chat_finds_its_sections() {
    let source = from_text(CHAT);
    assert_eq!(source.pictures, 1);
    let separated = CHAT.replace('\n', "\n\n");
    let placed = place(&from_text(&separated));
    assert_eq!(placed.title, "Rumah bibit bersama di tiga dusun");
    assert!(section(&placed, "problem").contains("kesulitan bibit cabai"));
    assert!(section(&placed, "action").contains("**rumah bibit** dari bambu"));
    assert!(section(&placed, "action").contains("- sewa lahan desa"), "{placed:?}");
    assert!(section(&placed, "outcome").contains("92% 🌱"));
    assert!(section(&placed, "lessons").contains("selang sering bocor"));
    assert!(!all_of(&placed).contains("Pak Asep") && !all_of(&placed).contains("24/11/26"));
}

#[test]
fn headings_of_a_report_open_their_sections() {
    let text = "PROPOSAL INOVASI\n\nA. LATAR BELAKANG\nSampah menumpuk di pasar.\n\nB. TUJUAN\nPasar bersih.\n\nC. TAHAPAN PELAKSANAAN\n1. Mendata pedagang\n2. Membentuk regu\n\nD. HASIL DAN DAMPAK\nSampah berkurang.\n\nE. DASAR HUKUM\nPerdes Nomor 2 Tahun 2025\n\nF. KEBERLANJUTAN\nMasuk APBDes.";
    let placed = place(&from_text(text));
    assert!(section(&placed, "problem").contains("Sampah menumpuk di pasar."));
    assert_eq!(placed.steps, ["Mendata pedagang", "Membentuk regu"]);
    assert!(section(&placed, "outcome").contains("Sampah berkurang."));
    assert!(section(&placed, "legal_basis").contains("Perdes Nomor 2"));
    assert!(section(&placed, "continuity").contains("Masuk APBDes."));
}

#[test]
fn what_joins_a_draft_never_replaces_what_is_there() {
    let mut content =
        Content { title: "Judul kantor".to_owned(), problem: "Sudah ada.".to_owned(), ..Content::default() };
    let placed = Placed {
        title: "Judul naskah".to_owned(),
        sections: vec![("problem", "Dari naskah.".to_owned())],
        ..Placed::default()
    };
    placed.join(&mut content);
    assert_eq!(content.problem, "Sudah ada.\n\nDari naskah.");
    assert_eq!(content.title, "Judul kantor");
    assert_eq!(content.unplaced[0].text, "Judul naskah");
}

/// Every word that comes in goes out, placed or not, whatever the text looks like.
#[test]
fn no_word_is_lost() {
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below
    };
    let pieces = [
        "Latar Belakang",
        "HASIL",
        "masalah",
        "*tebal*",
        "naik",
        "Kami membuat",
        "1. satu",
        "- butir",
        "• titik",
        ":",
        "BAB II",
        "🌾",
        "العربية",
        "**",
        "kendala.",
        "Perdes Nomor 3",
        "~coret~",
        "3,1 ton",
        "[catatan]",
        "A.",
    ];
    for _ in 0..2000 {
        let mut text = String::new();
        for _ in 0..random(40) {
            text.push_str(pieces[random(pieces.len())]);
            text.push_str(["\n", "\n\n", " "][random(3)]);
        }
        let source = from_text(&text);
        let came: String = source
            .blocks
            .iter()
            .map(|block| match block {
                Block::Heading(text) | Block::Text(text) | Block::Item(text, _) => format!("{text}\n"),
            })
            .collect();
        let went = words(&all_of(&place(&source)));
        for word in words(&came) {
            assert!(went.contains(&word), "{word} of {text:?} is lost: {went:?}");
        }
    }
}
