//! The places of the province: kecamatan and their kabupaten/kota, held in memory since they rarely change. A kecamatan
//! is never shown without its kabupaten/kota: 39 names repeat in West Java.

pub mod entity;
pub mod pages;

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// A kabupaten or kota with its kecamatan.
#[derive(Clone, Debug)]
pub struct KabupatenKota {
    /// Kemendagri code with dots: "32.05".
    pub code: String,
    /// "Kab. Garut" or "Kota Bandung": six names are both, so the kind is always written.
    pub name: String,
    /// Codes of its kecamatan, by name.
    pub kecamatan: Vec<String>,
}

/// A kecamatan.
#[derive(Clone, Debug)]
pub struct Kecamatan {
    /// Kemendagri code with dots: "32.05.06".
    pub code: String,
    /// "Cikajang".
    pub name: String,
    /// Code of its kabupaten/kota.
    pub kabupaten_kota: String,
}

/// All places of the configured province.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Code of the province: "32".
    pub province: String,
    /// "Jawa Barat".
    pub province_name: String,
    kabupaten_kota: Vec<KabupatenKota>,
    kecamatan: HashMap<String, Kecamatan>,
    variants: HashMap<String, Vec<String>>,
}

impl Places {
    /// Reads the province's places.
    pub async fn load(db: &impl ConnectionTrait, province: &str) -> Result<Self, DbErr> {
        use entity::{region, region_variant};
        let rows = region::Entity::find()
            .filter(region::Column::Code.starts_with(province))
            .order_by_asc(region::Column::Code)
            .all(db)
            .await?;
        let mut places = Self { province: province.to_owned(), ..Self::default() };
        for row in rows {
            match row.level.as_str() {
                "provinsi" if row.code == province => places.province_name = row.name,
                "kabupaten_kota" => {
                    let prefix = if row.kind.as_deref() == Some("kota") { "Kota" } else { "Kab." };
                    let name = format!("{prefix} {}", row.name);
                    places.kabupaten_kota.push(KabupatenKota { code: row.code, name, kecamatan: Vec::new() });
                }
                "kecamatan" if row.replaced_by.is_none() => {
                    let kabupaten_kota = row.parent_code.unwrap_or_default();
                    places
                        .kecamatan
                        .insert(row.code.clone(), Kecamatan { code: row.code, name: row.name, kabupaten_kota });
                }
                _ => {}
            }
        }
        let mut by_name: Vec<&Kecamatan> = places.kecamatan.values().collect();
        by_name.sort_by(|a, b| a.name.cmp(&b.name).then(a.code.cmp(&b.code)));
        for place in &mut places.kabupaten_kota {
            let own = by_name.iter().filter(|kecamatan| kecamatan.kabupaten_kota == place.code);
            place.kecamatan = own.map(|kecamatan| kecamatan.code.clone()).collect();
        }
        for row in region_variant::Entity::find().all(db).await? {
            places.variants.entry(row.code).or_default().push(row.name);
        }
        Ok(places)
    }

    /// The kabupaten and kota in the order of their codes.
    pub fn all_kabupaten_kota(&self) -> &[KabupatenKota] {
        &self.kabupaten_kota
    }

    /// A kabupaten/kota by its code.
    pub fn kabupaten_kota(&self, code: &str) -> Option<&KabupatenKota> {
        self.kabupaten_kota.iter().find(|place| place.code == code)
    }

    /// A kecamatan by its code.
    pub fn kecamatan(&self, code: &str) -> Option<&Kecamatan> {
        self.kecamatan.get(code)
    }

    /// The kecamatan, by kabupaten/kota and there by name.
    pub fn all_kecamatan(&self) -> impl Iterator<Item = &Kecamatan> {
        self.kabupaten_kota.iter().flat_map(|place| &place.kecamatan).filter_map(|code| self.kecamatan(code))
    }

    /// The one kecamatan that a person means by "Cisurupan, Kab. Garut", or by its code; none when it could be several.
    pub fn kecamatan_named(&self, typed: &str) -> Option<&Kecamatan> {
        let plain = |text: &str| {
            let lower = text.to_lowercase();
            let words = lower.split(|letter: char| !letter.is_alphanumeric());
            words.filter(|word| !matches!(*word, "" | "kec" | "kecamatan")).collect::<Vec<_>>().join(" ")
        };
        let wanted = plain(typed).replace("kabupaten ", "kab ");
        let mut found = self.all_kecamatan().filter(|place| {
            let (name, whole) = (plain(&place.name), plain(&self.full_name(&place.code)));
            place.code == typed.trim() || wanted == name || wanted == whole || wanted == whole.replace(" kab ", " ")
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// How many kecamatan take part.
    pub fn kecamatan_count(&self) -> usize {
        self.kecamatan.len()
    }

    /// Other spellings of a kecamatan's name.
    pub fn variants(&self, code: &str) -> &[String] {
        self.variants.get(code).map_or(&[], Vec::as_slice)
    }

    /// "Kec. Cikajang, Kab. Garut", or "Kab. Garut", or "Jawa Barat"; the code itself when it is unknown.
    pub fn full_name(&self, code: &str) -> String {
        if let Some(kecamatan) = self.kecamatan(code) {
            let parent = self.kabupaten_kota(&kecamatan.kabupaten_kota).map_or("", |place| place.name.as_str());
            format!("Kec. {}, {parent}", kecamatan.name)
        } else if let Some(place) = self.kabupaten_kota(code) {
            place.name.clone()
        } else if code == self.province {
            self.province_name.clone()
        } else {
            code.to_owned()
        }
    }
}

/// The condition that a column holds a region's code or that of a region in it.
pub fn below(column: impl ColumnTrait, region: &str) -> Condition {
    Condition::any().add(column.eq(region)).add(column.starts_with(format!("{region}.")))
}

/// The kabupaten/kota part of a kecamatan's code: "32.05.06" gives "32.05".
pub fn kabupaten_kota_of(kecamatan: &str) -> &str {
    kecamatan.rsplit_once('.').map_or(kecamatan, |(parent, _)| parent)
}
