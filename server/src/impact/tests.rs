//! What may be added up.

use super::is_addable;

#[test]
fn people_and_money_are_added_up_and_shares_are_not() {
    for unit in ["orang", "kasus", "Rp/bulan", "NIB", "keluarga", "ton", "kunjungan per tahun", "Rp"] {
        assert!(is_addable(unit), "{unit}");
    }
    for unit in ["%", "% balita", "poin", "ton per hektare", "nilai IKM", "menit", "kg/petak", "indeks"] {
        assert!(!is_addable(unit), "{unit}");
    }
}
