//! The menu at the top of every page: what this person does most stands on the line, the rest one tap away.

use super::Layout;

/// Where an entry stands. All of them are in the list below the line too, for what the line has no room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the line of every window that is no phone.
    Line,
    /// On the line of a wide window.
    WideLine,
    /// In the list only.
    List,
}

/// One entry.
pub struct Entry {
    /// Its page.
    pub address: &'static str,
    /// Its words.
    pub label: &'static str,
    /// Where it stands.
    pub place: Place,
}

impl Entry {
    /// True when it stands on the line, at least in a wide window.
    pub fn is_on_line(&self) -> bool {
        self.place != Place::List
    }

    /// The class that shows it on the line or in the list by the room there is.
    pub fn class(&self) -> &'static str {
        match self.place {
            Place::Line => "menu-line",
            Place::WideLine => "menu-wide",
            Place::List => "menu-list",
        }
    }
}

/// The entries for who looks, what is used most first. The line has room for five of them beside the sign-in or the
/// button to write.
pub fn entries(layout: &Layout) -> Vec<Entry> {
    let acting = layout.viewer.acting_term().map(|term| term.role);
    let has_office = acting.is_some();
    let visits = acting.is_some_and(|role| role.is_of_kecamatan() || role.is_coordinator());
    let writes = layout.may_write();
    let (asking, chosen) = if writes { (Place::WideLine, Place::List) } else { (Place::Line, Place::WideLine) };
    let all = [
        (true, "/cari", "Praktik Baik", Place::Line),
        (layout.has_desk(), "/meja", "Ruang Kerja", Place::Line),
        (layout.may_edit_site(), "/admin", "Administrasi", Place::Line),
        (writes, "/draf", "Draf", Place::Line),
        (writes, "/replikasi", "Replikasi", Place::Line),
        (true, "/tanya", "Tanya Jawab", asking),
        (true, "/pilihan", "Praktik Pilihan", chosen),
        (has_office && !writes, "/replikasi", "Replikasi", Place::List),
        (true, "/rapat", "Bahan Rapat", Place::List),
        (visits, "/studi-tiru", "Studi Tiru", Place::List),
        (layout.viewer.is_member(), "/pembelajaran", "Ruang Pembelajaran", Place::List),
        (true, "/kumpulan", "Kumpulan", Place::List),
        (true, "/produk", "Produk Unggulan", Place::List),
        (true, "/kabupaten-kota", "Kabupaten/Kota", Place::List),
        (true, "/dampak", "Capaian", Place::List),
    ];
    let shown = all.into_iter().filter(|(is_shown, ..)| *is_shown);
    shown.map(|(_, address, label, place)| Entry { address, label, place }).collect()
}
