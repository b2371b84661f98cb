//! The headings of Indonesian reports, and the words that tell a paragraph's section. From the outlines of KIPP proposals,
//! of innovation profiles and of activity reports of kecamatan.

/// Words of a heading and the section that it opens; the first match counts, so the longer ones stand first.
const HEADINGS: &[(&str, &str)] = &[
    ("ringkasan", "summary"),
    ("abstrak", "summary"),
    ("intisari", "summary"),
    ("latar belakang", "problem"),
    ("rumusan masalah", "problem"),
    ("identifikasi masalah", "problem"),
    ("permasalahan", "problem"),
    ("kondisi awal", "problem"),
    ("keadaan awal", "problem"),
    ("kondisi sebelum", "problem"),
    ("analisis masalah", "problem"),
    ("masalah", "problem"),
    ("kebaruan", "novelty"),
    ("keunikan", "novelty"),
    ("keunggulan", "novelty"),
    ("nilai tambah", "novelty"),
    ("pokok perubahan", "novelty"),
    ("asal gagasan", "origin"),
    ("asal usul", "origin"),
    ("inspirasi", "origin"),
    ("penerima manfaat", "beneficiaries"),
    ("sasaran", "beneficiaries"),
    ("kelompok sasaran", "beneficiaries"),
    ("manfaat", "outcome"),
    ("signifikansi", "outcome"),
    ("dampak", "outcome"),
    ("hasil", "outcome"),
    ("capaian", "outcome"),
    ("output", "outcome"),
    ("outcome", "outcome"),
    ("kondisi sesudah", "outcome"),
    ("kondisi setelah", "outcome"),
    ("evaluasi", "outcome"),
    ("tata cara penggunaan", "usage"),
    ("cara penggunaan", "usage"),
    ("mekanisme layanan", "usage"),
    ("alur layanan", "usage"),
    ("prosedur layanan", "usage"),
    ("pengaduan", "usage"),
    ("kendala", "lessons"),
    ("hambatan", "lessons"),
    ("tantangan", "lessons"),
    ("pelajaran", "lessons"),
    ("pembelajaran", "lessons"),
    ("syarat", "conditions"),
    ("faktor keberhasilan", "conditions"),
    ("faktor pendukung", "conditions"),
    ("adaptabilitas", "conditions"),
    ("saran", "advice"),
    ("rekomendasi", "advice"),
    ("replikasi", "advice"),
    ("keberlanjutan", "continuity"),
    ("kelanjutan", "continuity"),
    ("tindak lanjut", "continuity"),
    ("rencana pengembangan", "continuity"),
    ("dasar hukum", "legal_basis"),
    ("landasan hukum", "legal_basis"),
    ("regulasi", "legal_basis"),
    ("sumber daya manusia", "people"),
    ("tim pelaksana", "people"),
    ("susunan tim", "people"),
    ("pelaksana", "people"),
    ("alat dan bahan", "tools"),
    ("sarana", "tools"),
    ("peralatan", "tools"),
    ("jadwal", "time"),
    ("waktu pelaksanaan", "time"),
    ("tahapan", "action"),
    ("langkah", "action"),
    ("metode", "action"),
    ("pelaksanaan", "action"),
    ("implementasi", "action"),
    ("kegiatan", "action"),
    ("rancang bangun", "action"),
    ("strategi", "action"),
    ("solusi", "action"),
    ("inovasi yang dilakukan", "action"),
    ("upaya", "action"),
    ("tindakan", "action"),
];

/// Words of paragraphs without a heading, each with its weight for a section.
const WORDS: &[(&str, &str, i32)] = &[
    ("masalah", "problem", 3),
    ("sulit", "problem", 2),
    ("kesulitan", "problem", 3),
    ("keluhan", "problem", 2),
    ("rendahnya", "problem", 3),
    ("minimnya", "problem", 3),
    ("kurangnya", "problem", 3),
    ("belum ada", "problem", 2),
    ("tidak ada", "problem", 2),
    ("selama ini", "problem", 2),
    ("dulu", "problem", 2),
    ("sebelumnya", "problem", 1),
    ("kekurangan", "problem", 3),
    ("gagal panen", "problem", 3),
    ("tercemar", "problem", 2),
    ("menumpuk", "problem", 2),
    ("kami", "action", 1),
    ("melakukan", "action", 1),
    ("membuat", "action", 2),
    ("membentuk", "action", 3),
    ("melatih", "action", 3),
    ("pelatihan", "action", 2),
    ("mengajak", "action", 3),
    ("mengumpulkan", "action", 2),
    ("mengadakan", "action", 2),
    ("bekerja sama", "action", 2),
    ("memasang", "action", 2),
    ("membagikan", "action", 2),
    ("menyusun", "action", 2),
    ("mendampingi", "action", 2),
    ("alhamdulillah", "outcome", 3),
    ("hasilnya", "outcome", 4),
    ("sekarang", "outcome", 2),
    ("kini", "outcome", 2),
    ("meningkat", "outcome", 3),
    ("naik", "outcome", 3),
    ("turun", "outcome", 2),
    ("berkurang", "outcome", 3),
    ("bertambah", "outcome", 3),
    ("menjadi", "outcome", 1),
    ("berhasil", "outcome", 2),
    ("perdes", "legal_basis", 4),
    ("perda", "legal_basis", 4),
    ("peraturan desa", "legal_basis", 4),
    ("peraturan bupati", "legal_basis", 4),
    ("surat keputusan", "legal_basis", 4),
    ("kendala", "lessons", 4),
    ("hambatan", "lessons", 4),
    ("tantangan", "lessons", 3),
    ("pelajaran", "lessons", 4),
    ("ke depan", "continuity", 4),
    ("rencananya", "continuity", 4),
    ("tahun depan", "continuity", 4),
    ("akan dilanjutkan", "continuity", 4),
    ("saran kami", "advice", 5),
    ("sarannya", "advice", 5),
    ("bagi kecamatan lain", "advice", 5),
];

/// The section that a heading opens.
pub(super) fn section(heading: &str) -> Option<&'static str> {
    let words = plain(heading);
    let found = HEADINGS.iter().find(|(known, _)| words == *known || words.starts_with(&format!("{known} ")));
    let found =
        found.or_else(|| HEADINGS.iter().find(|(known, _)| format!(" {words} ").contains(&format!(" {known} "))));
    found.map(|(_, field)| *field)
}

/// True when a heading names the steps one by one.
pub(super) fn is_steps(heading: &str) -> bool {
    let words = plain(heading);
    words.contains("langkah") || words.contains("tahapan")
}

/// The section that the words of a paragraph speak for, when they do so clearly.
pub(super) fn section_of_words(text: &str) -> Option<&'static str> {
    let words = format!(" {} ", plain(text));
    let mut scores: Vec<(&'static str, i32)> = Vec::new();
    for (word, field, weight) in WORDS {
        if words.contains(&format!(" {word} ")) {
            match scores.iter_mut().find(|(known, _)| known == field) {
                Some((_, score)) => *score += weight,
                None => scores.push((field, *weight)),
            }
        }
    }
    scores.sort_by_key(|(_, score)| -score);
    match scores.as_slice() {
        [(field, best), rest @ ..] if *best >= 3 && rest.first().is_none_or(|(_, next)| best > next) => Some(field),
        _ => None,
    }
}

/// Small letters and single spaces, without the numbering of a heading ("BAB II", "A.", "1.2").
fn plain(text: &str) -> String {
    let lower: String =
        text.to_lowercase().chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    let is_number = |word: &str| {
        word.chars().all(|letter| letter.is_ascii_digit())
            || word.len() == 1
            || word.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x'))
    };
    if words.first() == Some(&"bab") {
        words.remove(0);
    }
    while words.len() > 1 && is_number(words[0]) {
        words.remove(0);
    }
    words.join(" ")
}
