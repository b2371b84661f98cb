//! `/produk/{id}-{slug}`: the page of a product; and, behind a tap, the maker's contact.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{NaiveDate, Utc};
use serde_json::{Value, json};

use crate::account::contact;
use crate::app::App;
use crate::attachment::{self, Picture};
use crate::case_study::card;
use crate::case_study::content::shortened;
use crate::case_study::entity::case_study;
use crate::case_study::store as studies;
use crate::error::{Error, Result};
use crate::format;
use crate::ids::{CaseStudyId, ProductId};
use crate::markdown::{self, SafeHtml};
use crate::policy::Act;
use crate::product::entity::Model;
use crate::product::{Certificate, How, url};
use crate::product::{standing, store, taken_down};
use crate::viewer::Viewer;
use crate::web::share_card::ShareCard;
use crate::web::{Html, IdPath, JsonLd, Layout, encode, filters, moved};

/// The study behind a product.
struct Origin {
    url: String,
    title: String,
}

/// Where the product comes from.
struct Place {
    above: (String, String),
    kecamatan: (String, String),
}

#[derive(Template)]
#[template(path = "product/show.html")]
struct ShowPage {
    layout: Layout,
    id: i64,
    absolute: String,
    name: String,
    description: SafeHtml,
    teaser: String,
    picture: Option<Picture>,
    image: String,
    price: String,
    capacity: String,
    certificates: Vec<Certificate>,
    order: Option<(String, String)>,
    /// None where the viewer may not see it.
    origin: Option<Origin>,
    place: Option<Place>,
    sector: Option<(String, String)>,
    updated: chrono::DateTime<Utc>,
    is_sample: bool,
    members_only: bool,
    has_contact: bool,
    banner: String,
    is_shown: bool,
    withdrawn: bool,
    hidden: bool,
    may_write: bool,
    may_show: bool,
    may_hide: bool,
    /// True for a coordinator whom a maker may ask to take the contact away.
    may_revoke: bool,
    whatsapp: String,
    json_ld: JsonLd,
    today: NaiveDate,
}

impl ShowPage {
    fn sector_slug(&self) -> &str {
        self.sector.as_ref().map_or("", |(slug, _)| slug.as_str())
    }

    fn has_expired(&self, paper: &Certificate) -> bool {
        paper.has_expired(self.today)
    }

    fn validity(&self, paper: &Certificate) -> String {
        paper.validity(self.today)
    }
}

/// `GET /produk/{id}-{slug}`.
pub(super) async fn show(State(app): State<App>, path: IdPath<ProductId>, layout: Layout) -> Result<Response> {
    let db = app.db.read();
    let row = store::find(db, &layout.viewer, path.id).await?;
    let url = row.url();
    if format!("/produk/{}-{}", path.id, path.slug).trim_end_matches('-') != url {
        return Ok(moved(&url));
    }
    let study = match studies::find_cared_for(db, &layout.viewer, CaseStudyId(row.case_study_id)).await {
        Ok(study) => Some(study),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let photos: Vec<i64> = row.photo_id.into_iter().collect();
    let picture = attachment::pictures(db, &photos).await?.into_values().next().filter(|_| study.is_some());
    let may_show = standing::may_show(&app, &layout.viewer, &row.kecamatan_code).await?;
    let taken_down = taken_down::of(db, std::slice::from_ref(&row)).await?.contains(&row.id);
    let banner = banner(&row, study.as_ref(), taken_down);
    Ok(Html(page(&app, layout, row, study, picture, may_show, banner)?).into_response())
}

/// `GET /produk/{id}/kartu.png`: what a messenger shows of a product without a photo. Only what everybody may see.
pub(super) async fn share_card(State(app): State<App>, path: IdPath<ProductId>) -> Result<Response> {
    let row = store::find(app.db.read(), &Viewer::visitor(), path.id).await?;
    let catalogue = app.catalogue.get();
    let card = ShareCard {
        kind: "Produk Unggulan".to_owned(),
        place: catalogue.places.full_name(&row.kecamatan_code),
        figure: row.price(),
        title: row.name,
        site: catalogue.settings.site.name.clone(),
    };
    card.answer().await
}

fn page(
    app: &App,
    layout: Layout,
    row: Model,
    study: Option<case_study::Model>,
    picture: Option<Picture>,
    may_show: bool,
    banner: String,
) -> Result<ShowPage> {
    let catalogue = &layout.catalogue;
    let sector = study.as_ref().and_then(|study| study.sector_id).and_then(|id| catalogue.sector_by_id(id));
    let sector = sector.map(|sector| (sector.slug.clone(), sector.name.clone()));
    let absolute = format!("{}{}", layout.base_url, row.url());
    let photo = picture.as_ref().map(|picture| format!("{}{}", layout.base_url, picture.share_card()));
    let photo = photo.unwrap_or_default();
    let certificates = row.certificates()?;
    let teaser = teaser(&layout, &row);
    let sector_name = sector.as_ref().map_or("", |(_, name)| name.as_str());
    let today = app.clock.today();
    let json_ld = json_ld(&row, &certificates, sector_name, &teaser, &absolute, &photo, today)?;
    let is_public = banner.is_empty() && study.as_ref().is_some_and(|study| study.visibility == "public");
    // Machines that read the product are told of no picture that does not show it; a messenger draws one from words.
    let drawn = if is_public { format!("{}/produk/{}/kartu.png", layout.base_url, row.id) } else { String::new() };
    let image = if photo.is_empty() { drawn } else { photo };
    let may_write = layout.viewer.may(Act::WriteProduct, &row.kecamatan_code);
    let may_hide = layout.viewer.may(Act::HideStudy, &row.kecamatan_code);
    Ok(ShowPage {
        id: row.id,
        description: markdown::render(&row.description),
        price: row.price(),
        capacity: row.capacity(),
        order: row.has_order_link().then(|| (row.order_url.clone(), row.order_host().to_owned())),
        place: place(&layout, &row.kecamatan_code),
        updated: row.updated_at,
        is_sample: study.as_ref().is_some_and(|study| study.is_sample),
        members_only: study.as_ref().is_some_and(|study| study.visibility == "members"),
        origin: study.map(|study| Origin { url: card::url(study.id, &study.title), title: study.title }),
        has_contact: row.shows_contact(app.clock.now()),
        may_revoke: may_hide && row.has_contact(),
        is_shown: banner.is_empty(),
        withdrawn: row.state != "tayang",
        hidden: row.hidden_at.is_some(),
        whatsapp: format!("https://wa.me/?text={}", encode(&shared(&row, &layout, &absolute))),
        name: row.name,
        may_write,
        may_show,
        may_hide,
        json_ld,
        banner,
        absolute,
        certificates,
        teaser,
        picture,
        image,
        sector,
        today,
        layout,
    })
}

/// Why readers don't see it; nothing when they do. The office and the coordinators read it.
fn banner(row: &Model, study: Option<&case_study::Model>, taken_down: bool) -> String {
    let study_is_shown = study.is_some_and(|study| study.state == "tayang" && study.hidden_at.is_none());
    if row.hidden_at.is_some() {
        format!("Disembunyikan pembina dari pembaca. Alasan: {}", row.hidden_reason)
    } else if row.state != "tayang" && taken_down {
        "Diturunkan: tidak terlihat lagi oleh pembaca, hanya oleh kantor kecamatan dan pembinanya.".to_owned()
    } else if row.state != "tayang" {
        "Belum ditayangkan: hanya terlihat oleh kantor kecamatan dan pembinanya.".to_owned()
    } else if !study_is_shown {
        "Tidak terlihat oleh pembaca, karena praktik asalnya tidak ditayangkan. Kantor kecamatan dapat memilih praktik lain.".to_owned()
    } else {
        String::new()
    }
}

fn place(layout: &Layout, code: &str) -> Option<Place> {
    let places = &layout.catalogue.places;
    let kecamatan = places.kecamatan(code)?;
    let above = places.kabupaten_kota(&kecamatan.kabupaten_kota)?;
    Some(Place {
        above: (above.code.clone(), above.name.clone()),
        kecamatan: (kecamatan.code.clone(), kecamatan.name.clone()),
    })
}

/// What stands below a link: the first words, or where it comes from and what it costs.
fn teaser(layout: &Layout, row: &Model) -> String {
    let words = shortened(&markdown::plain(&row.description).replace('\n', " "), 200);
    if !words.is_empty() {
        return words;
    }
    let place = layout.catalogue.places.full_name(&row.kecamatan_code);
    let price = row.price();
    if price.is_empty() { format!("Produk {place}") } else { format!("Produk {place}, {price}") }
}

/// The text for WhatsApp: what, from where, for how much, and the address.
fn shared(row: &Model, layout: &Layout, absolute: &str) -> String {
    let place = layout.catalogue.places.full_name(&row.kecamatan_code);
    let lines = [format!("{} dari {place}", row.name), row.price(), absolute.to_owned()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The product as schema.org knows one. Nothing of the maker is in it.
fn json_ld(
    row: &Model,
    certificates: &[Certificate],
    sector: &str,
    description: &str,
    absolute: &str,
    image: &str,
    today: NaiveDate,
) -> Result<JsonLd> {
    let mut product = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": row.name,
        "description": description,
        "url": absolute,
    });
    let Some(fields) = product.as_object_mut() else {
        return Ok(JsonLd::default());
    };
    if !sector.is_empty() {
        fields.insert("category".to_owned(), Value::from(sector));
    }
    if !image.is_empty() {
        fields.insert("image".to_owned(), Value::from(image));
    }
    if let Some(offers) = offers(row, absolute) {
        fields.insert("offers".to_owned(), offers);
    }
    let valid = certificates.iter().filter(|paper| !paper.has_expired(today));
    let valid: Vec<Value> = valid.map(certification).collect();
    if !valid.is_empty() {
        fields.insert("hasCertification".to_owned(), Value::from(valid));
    }
    Ok(JsonLd::of(&product)?)
}

fn offers(row: &Model, absolute: &str) -> Option<Value> {
    let (low, high) = match (row.price_from, row.price_to) {
        // Machines know no offer with a highest price alone.
        (None, _) => return None,
        (Some(from), Some(to)) if from == to => {
            return Some(json!({ "@type": "Offer", "price": from, "priceCurrency": "IDR", "url": absolute }));
        }
        other => other,
    };
    let mut offers = json!({ "@type": "AggregateOffer", "priceCurrency": "IDR", "url": absolute });
    let fields = offers.as_object_mut()?;
    for (name, price) in [("lowPrice", low), ("highPrice", high)] {
        if let Some(price) = price {
            fields.insert(name.to_owned(), Value::from(price));
        }
    }
    Some(offers)
}

fn certification(paper: &Certificate) -> Value {
    let mut value =
        json!({ "@type": "Certification", "name": paper.kind, "certificationIdentification": paper.number });
    if let (Some(fields), Some(until)) = (value.as_object_mut(), paper.until) {
        fields.insert("expires".to_owned(), Value::from(until.to_string()));
    }
    value
}

#[derive(Template)]
#[template(path = "product/contact.html")]
struct ContactPage {
    layout: Layout,
    name: String,
    url: String,
    maker: String,
    phone: String,
    whatsapp: String,
    consent: String,
}

/// `GET /produk/{id}/kontak`: the maker's name and number. No cache keeps it, so that what was taken back is gone at once.
pub(super) async fn contact(State(app): State<App>, path: IdPath<ProductId>, layout: Layout) -> Result<Response> {
    let row = store::find(app.db.read(), &layout.viewer, path.id).await?;
    if !row.shows_contact(app.clock.now()) {
        return Err(Error::NotFound);
    }
    let how = row.consent_how.as_deref().and_then(How::parse).map_or("", How::as_str);
    let on = row.consent_on.map(format::date).unwrap_or_default();
    let text = format!("Saya melihat {} di {}.", row.name, layout.site_name());
    let page = ContactPage {
        url: url(row.id, &row.name),
        whatsapp: format!("https://wa.me/{}?text={}", contact::for_whatsapp(&row.contact_phone), encode(&text)),
        phone: contact::shown(&row.contact_phone),
        consent: format!("Pembuatnya menyetujui ({how}) nomornya ditampilkan, tercatat {on}."),
        maker: row.contact_name,
        name: row.name,
        layout,
    };
    let mut response = Html(page).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    Ok(response)
}
