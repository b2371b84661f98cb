//! A good and a weak example for each field of the form. All of them are invented.

/// Field, good example, weak example, and why it is weak.
const EXAMPLES: &[(&str, &str, &str, &str)] = &[
    (
        "title",
        "Irigasi tetes dari botol bekas untuk kebun cabai warga",
        "INOVASI SI TETES MANIS",
        "Singkatan tidak menjelaskan apa yang dilakukan dan untuk siapa.",
    ),
    (
        "summary",
        "Kebun cabai di tiga desa kering tiap kemarau. Kelompok tani memasang irigasi tetes dari botol bekas. Dalam satu musim, panen naik dari 3,1 menjadi 4,9 ton per hektare.",
        "Inovasi ini sangat bermanfaat bagi masyarakat dan mendapat sambutan baik.",
        "Belum ada masalah, tindakan, dan hasilnya.",
    ),
    (
        "problem",
        "Setiap Juli sampai September, air di tiga desa tidak cukup. Pada 2023, 40 dari 96 petani berhenti menanam cabai.",
        "Pertanian di wilayah kami kurang maju.",
        "Apa, di mana, sejak kapan, dan berapa orang belum terbaca.",
    ),
    (
        "action",
        "Penyuluh mengumpulkan botol bekas bersama PKK, melatih 12 petani contoh, lalu tiap petani contoh mendampingi lima tetangga.",
        "Kami melaksanakan koordinasi dan sosialisasi.",
        "Pembaca belum tahu harus mulai dari mana.",
    ),
    (
        "outcome",
        "Panen naik dari 3,1 menjadi 4,9 ton per hektare (timbangan BPP, kemarau 2023 dan 2024). Buruh tani kembali bekerja di kebun sendiri.",
        "Hasilnya sangat memuaskan.",
        "Tanpa angka dan sumber, hasilnya belum meyakinkan.",
    ),
    (
        "beneficiaries",
        "96 petani di Desa Contoh dan dua desa tetangga, 41 di antaranya perempuan.",
        "Seluruh masyarakat.",
        "Siapa dan berapa orang belum jelas.",
    ),
    (
        "usage",
        "Warga mendaftar lewat WhatsApp kantor desa, dijawab dalam 15 menit pada jam kerja. Tahun 2025 ada 7 pengaduan, semuanya selesai.",
        "Warga dapat datang ke kantor.",
        "Lewat apa, berapa lama, dan bagaimana pengaduannya belum ada.",
    ),
    (
        "novelty",
        "Biasanya irigasi tetes memakai pipa pabrik seharga Rp2 juta; di sini botol bekas dengan biaya Rp40.000 per petak.",
        "Belum pernah ada sebelumnya.",
        "Tulis apa bedanya dengan cara lama.",
    ),
    (
        "origin",
        "Meniru praktik Kec. Contoh, disesuaikan untuk lahan miring.",
        "Ide kami sendiri.",
        "Sebutkan dari siapa atau dari kejadian apa.",
    ),
    (
        "people",
        "Dua penyuluh, satu kasi, dan 12 petani contoh.",
        "Tim kecamatan.",
        "Berapa orang dan tugas apa belum terbaca.",
    ),
    (
        "tools",
        "Botol 1,5 liter, selang 5 mm, dan bor tangan yang dipinjamkan kelompok.",
        "Peralatan secukupnya.",
        "Peniru perlu daftar yang dapat dibeli.",
    ),
    (
        "time",
        "Dua minggu persiapan, lalu satu musim tanam (empat bulan).",
        "Cukup singkat.",
        "Tulis berapa minggu atau bulan.",
    ),
    (
        "legal_basis",
        "Keputusan Camat tentang tim pendamping, dan Perdes tentang pengelolaan air (tarif Rp2.000 per bulan).",
        "Sesuai aturan yang berlaku.",
        "Sebutkan nama dan nomornya.",
    ),
    (
        "conditions",
        "Ada sumber air yang mengalir sepanjang tahun dan satu orang yang merawat selang tiap pekan.",
        "Perlu dukungan semua pihak.",
        "Peniru perlu tahu apa yang harus ada lebih dahulu.",
    ),
    (
        "lessons",
        "Botol berlumut setelah dua bulan; sekarang dicat hitam dan dibersihkan tiap dua minggu.",
        "Tidak ada kendala.",
        "Kendala membuat praktik ini lebih berguna bagi peniru.",
    ),
    (
        "continuity",
        "Masuk RKPDes 2026 di tiga desa; kelompok tani menyisihkan Rp1.000 per kilogram untuk perawatan.",
        "Akan terus dilanjutkan.",
        "Siapa yang meneruskan dan dari mana dananya?",
    ),
    (
        "kept",
        "Botol bekas, jadwal siram, dan arisan tenaga tetap seperti di Kecamatan Cikajang.",
        "Semuanya sama.",
        "Sebut apa saja yang dijalankan seperti aslinya.",
    ),
    (
        "changed",
        "Pipa bambu diganti selang, karena bambu di sini cepat lapuk.",
        "Disesuaikan dengan kondisi setempat.",
        "Tulis dari apa menjadi apa, dan alasannya.",
    ),
    (
        "dropped",
        "Iuran bulanan tidak dipakai; biayanya dari hasil bank sampah.",
        "Beberapa bagian tidak dipakai.",
        "Sebut bagiannya dan mengapa tidak cocok.",
    ),
    (
        "advice",
        "Mulai dari satu kelompok yang sudah rukun, jangan langsung satu kecamatan.",
        "Semoga bermanfaat.",
        "Tulis apa yang akan dilakukan bila memulai lagi.",
    ),
];

/// A pair of examples.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// How it reads well.
    pub good: &'static str,
    /// How it does not help a reader.
    pub weak: &'static str,
    /// Why not.
    pub why: &'static str,
}

/// The examples of a field.
pub fn of(field: &str) -> Option<Example> {
    let found = EXAMPLES.iter().find(|(known, ..)| *known == field)?;
    Some(Example { good: found.1, weak: found.2, why: found.3 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case_study::content::SECTIONS;

    #[test]
    fn every_field_of_long_text_has_examples() {
        for section in SECTIONS.iter().filter(|section| section.field != "uraian") {
            assert!(of(section.field).is_some(), "{}", section.field);
        }
    }
}
