//! `/produk/{id}/kontak/cabut`: what goes when a maker takes the consent back, what stays, and the button that does it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::ProductId;
use crate::policy::Act;
use crate::product::entity::Model;
use crate::product::{contact, store};
use crate::web::{Html, IdPath, Layout, see_other};

/// A product that loses the contact.
struct Line {
    name: String,
    url: String,
    /// True when a word of the maker's name stands in its own words.
    is_named: bool,
}

#[derive(Template)]
#[template(path = "product/revoke.html")]
struct RevokePage {
    layout: Layout,
    id: i64,
    name: String,
    url: String,
    maker: String,
    lines: Vec<Line>,
    /// True for the office, which can change the words of its products.
    is_own: bool,
}

/// `GET /produk/{id}/kontak/cabut`, for the office and for the coordinators whom a maker may ask.
pub(super) async fn ask(State(app): State<App>, path: IdPath<ProductId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/produk/{}/kontak/cabut", path.id))?;
    let db = app.db.read();
    let row = store::find(db, &layout.viewer, path.id).await?;
    if !store::is_cared_for(&layout.viewer, &row) {
        return Err(Error::Forbidden);
    }
    if row.contact_name.is_empty() && row.contact_phone.is_empty() {
        return Ok(see_other(&row.url(), "Tidak ada kontak yang tersimpan untuk produk ini."));
    }
    let lines = contact::going_with(db, &row).await?;
    let line = |product: &Model| Line {
        name: product.name.clone(),
        url: product.url(),
        is_named: contact::is_named_in_words(product),
    };
    let page = RevokePage {
        id: row.id,
        url: row.url(),
        lines: lines.iter().map(line).collect(),
        is_own: layout.viewer.may(Act::WriteProduct, &row.kecamatan_code),
        name: row.name,
        maker: row.contact_name,
        layout,
    };
    Ok(Html(page).into_response())
}

/// `POST /produk/{id}/kontak/cabut`.
pub(super) async fn revoke(State(app): State<App>, path: IdPath<ProductId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/produk/{}", path.id))?;
    let done = contact::revoke(&app, &layout.viewer, path.id).await?;
    let places: Vec<String> = done.elsewhere.iter().map(|code| layout.catalogue.places.full_name(code)).collect();
    let elsewhere = match places.join("; ") {
        none if none.is_empty() => none,
        places => format!(" Nomor yang sama juga tercatat di {places}; tautannya ada di Notifikasi."),
    };
    let is_own = layout.viewer.may(Act::WriteProduct, &done.row.kecamatan_code);
    let next = if is_own { "ubah bila perlu" } else { "minta kantor kecamatannya mengubah bila perlu" };
    let said = format!(
        "Kontak pembuat dihapus dari semua produk kecamatan ini yang memuat nomornya. Nama yang tertulis di judul atau penjelasan produk tetap ada; {next}.{elsewhere}"
    );
    Ok(see_other(&done.row.url(), &said))
}
