//! What may be added up.

use super::{is_addable, is_addable_unit};
use crate::indicator::Measure;

#[test]
fn people_and_money_are_added_up_and_shares_are_not() {
    for unit in ["orang", "kasus", "Rp/bulan", "NIB", "keluarga", "ton", "kunjungan per tahun", "Rp", "desa/kelurahan"]
    {
        assert!(is_addable_unit(unit), "{unit}");
    }
    for unit in ["%", "% balita", "poin", "ton per hektare", "nilai IKM", "menit", "kg/petak", "indeks", "kali/tahun"] {
        assert!(!is_addable_unit(unit), "{unit}");
    }
}

#[test]
fn an_average_is_not_added_up_whatever_its_unit() {
    let measure = |note: &str| Measure {
        id: 1,
        slug: "pendapatan".to_owned(),
        indicator_id: 1,
        name: "Pendapatan keluarga dampingan".to_owned(),
        unit: "Rp/bulan".to_owned(),
        good_direction: "naik".to_owned(),
        note: note.to_owned(),
        position: 1,
        retired_at: None,
        version: 1,
    };
    assert!(!is_addable(&measure("Rata-rata pendapatan keluarga yang didampingi.")));
    assert!(is_addable(&measure("Penjualan seluruh anggota kelompok dalam sebulan.")));
}
