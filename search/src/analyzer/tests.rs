//! What the analyzer makes of words and of texts.

use proptest::prelude::*;

use super::{dictionary, fold, root, words};

#[test]
fn inflections_meet_in_their_root() {
    let table = [
        ("tanam", "menanam penanaman ditanami tanaman tanam menanami bertanam tanamkan penanam"),
        ("sapu", "menyapu penyapu disapu sapuan"),
        ("pupuk", "memupuk pemupukan dipupuk pupuknya"),
        ("air", "pengairan mengairi diairi perairan airnya"),
        ("suluh", "penyuluhan penyuluh disuluh menyuluh"),
        ("tani", "petani pertanian bertani petaninya"),
        ("olah", "mengolah pengolahan diolah olahan pengolah"),
        ("kelola", "mengelola pengelolaan dikelola pengelola"),
        ("ajar", "belajar pelajar pelajaran mengajar pembelajaran diajarkan"),
        ("kerja", "bekerja pekerja pekerjaan dikerjakan pengerjaan"),
        ("daya", "pemberdayaan memberdayakan berdaya"),
        ("beri", "memberi pemberian diberikan berikan memberikan"),
        ("jual", "menjual penjualan berjualan dijual penjual"),
        ("dagang", "pedagang perdagangan berdagang memperdagangkan"),
        ("sehat", "kesehatan menyehatkan penyehatan sehatlah"),
        ("miskin", "kemiskinan termiskin memiskinkan"),
        ("milik", "memiliki pemilik dimiliki kepemilikan"),
        ("masak", "memasak masakan dimasak pemasak"),
        ("layan", "pelayanan melayani layanan dilayani pelayan"),
        ("hasil", "berhasil keberhasilan penghasilan menghasilkan dihasilkannya"),
        ("wisata", "wisatawan berwisata pariwisata kepariwisataan"),
        ("tingkat", "meningkat meningkatkan peningkatan ditingkatkan tingkatan"),
        ("pilah", "memilah pemilahan dipilah terpilah"),
        ("salur", "menyalurkan penyaluran disalurkan"),
        ("cek", "mengecek pengecekan dicek"),
        ("rencana", "berencana merencanakan perencanaan direncanakan terencana"),
        ("digital", "digitalisasi digital"),
    ];
    for (expected, inflections) in table {
        for word in inflections.split(' ') {
            assert_eq!(root(word), expected, "{word}");
        }
    }
}

#[test]
fn roots_stay_whole() {
    let table = "makan ikan jalan desa perahu sekolah beras benih dinas kemarau pangan tangan panen bekasi cianjur \
                 kecamatan pemerintah beruang seni kain kali lima serai kelapa keluarga pesisir terong di ke oli";
    for word in table.split_whitespace() {
        assert_eq!(root(word), word);
    }
}

#[test]
fn unknown_roots_meet_as_well() {
    for inflections in ["menglobat dilobat", "memrotol dirotol", "menyarlok sarloknya"] {
        let roots: Vec<_> = inflections.split(' ').map(|word| root(word).into_owned()).collect();
        assert!(roots.iter().all(|root| root.len() >= 4), "{roots:?}");
    }
    assert_eq!(root("mengglombat"), root("diglombati"));
}

#[test]
fn texts_are_cut_into_words() {
    let table = [
        ("Petani-petani MENANAM padi", "petani/tani menanam/tanam padi/padi"),
        ("oleh-oleh khas", "oleh-oleh/oleh-oleh khas/khas"),
        ("undang undang desa", "undang-undang/undang-undang desa/desa"),
        ("perundang-undangan", "perundang-undangan/undang-undang"),
        ("sayur-mayur", "sayur-mayur/sayur"),
        ("tolong-menolong", "tolong/tolong"),
        ("anak2 dan PBB-P2", "anak/anak dan/dan pbb/pbb p2/p2"),
        ("e-KTP se-Jawa", "e/e ktp/ktp se/se jawa/jawa"),
        ("1.234 orang, 12,5% tahun 2024", "1234/1234 orang/orang 12,5/12,5 tahun/tahun 2024/2024"),
        ("Rp15.000,- per kg", "rp/rp 15000/15000 per/per kg/kg"),
        ("Jum’at, Jum'at, jumat.", "jumat/jumat jumat/jumat jumat/jumat"),
        ("Café ＡＢＣ ﬁlm", "cafe/cafe abc/abc film/film"),
        ("μm évennes", "μm/μm evennes/evennes"),
        ("so\u{ad}sial e\u{301}ra", "sosial/sosial era/era"),
        ("مُحَمَّد", "محمد/محمد"),
        ("🌾🌾 --- !!!", ""),
    ];
    for (text, expected) in table {
        let found: Vec<_> = words(text).map(|word| format!("{}/{}", word.surface, word.root)).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn the_dictionary_is_clean_and_large_enough() {
    assert!(dictionary::words(dictionary::lists()[0]).count() >= 1_500);
    for list in dictionary::lists() {
        for word in dictionary::words(list) {
            assert!(word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{word}");
        }
    }
}

#[test]
fn a_megabyte_without_a_space_is_one_short_word() {
    for text in ["a".repeat(1 << 20), "e\u{301}".repeat(1 << 19), "a-".repeat(1 << 19)] {
        assert!(words(&text).all(|word| word.surface.chars().count() <= fold::MAX_WORD_CHARS + 1));
    }
}

/// It once made the reader stand still for ever: of all apostrophes only this one counts as a letter.
#[test]
fn a_letter_apostrophe_begins_no_word() {
    let surfaces = |text: &str| words(text).map(|word| word.surface).collect::<Vec<_>>();
    assert_eq!(surfaces("ʼ"), Vec::<String>::new());
    assert_eq!(surfaces("ʼkopi ʼʼ sawahʼ"), ["kopi", "sawah"]);
}

proptest! {
    #[test]
    fn any_text_is_cut_at_char_boundaries_and_in_order(text in "\\PC{0,200}") {
        check_ranges(&text);
    }

    #[test]
    fn texts_like_ours_are_cut_in_order(text in "[a-c2 'ʼ\u{301}\u{ad}.,\\-ﬁ１½İβ🌾٣م]{0,60}") {
        check_ranges(&text);
    }

    #[test]
    fn a_root_never_panics_and_is_never_empty(word in "(me|pe|di|ber|ter|ke|se|mem|peny|meng){0,4}[a-z]{1,8}(kan|an|i|nya|lah|ku|wan){0,3}") {
        prop_assert!(!root(&word).is_empty());
    }

    #[test]
    fn a_root_of_anything_is_harmless(word in "\\PC{1,40}") {
        prop_assert!(!root(&word).is_empty());
    }
}

fn check_ranges(text: &str) {
    let mut last = 0;
    for word in words(text) {
        assert!(word.range.start >= last && word.range.start < word.range.end);
        assert!(text.is_char_boundary(word.range.start) && text.is_char_boundary(word.range.end));
        assert!(!word.surface.is_empty() && !word.root.is_empty());
        last = word.range.end;
    }
}
