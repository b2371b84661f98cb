//! The places above a study, for the breadcrumb of its pages.

use super::view;
use crate::web::Layout;

/// A place above the study, for the breadcrumb.
pub struct Crumbs {
    pub kabupaten_kota: (String, String),
    pub kecamatan: (String, String),
    pub place: String,
    pub mark: String,
}

/// The places above a study.
pub fn crumbs(layout: &Layout, kecamatan: Option<&str>) -> Option<Crumbs> {
    let places = &layout.catalogue.places;
    let kecamatan = places.kecamatan(kecamatan?)?;
    let above = places.kabupaten_kota(&kecamatan.kabupaten_kota)?;
    Some(Crumbs {
        kabupaten_kota: (above.code.clone(), above.name.clone()),
        kecamatan: (kecamatan.code.clone(), kecamatan.name.clone()),
        place: format!("Kecamatan {}, {}", kecamatan.name, above.name),
        mark: view::office_mark(&kecamatan.name),
    })
}
