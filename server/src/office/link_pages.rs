//! The page that shows a link once: to join, or to choose another password.

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::pages::{address, unkept};
use crate::account::contact;
use crate::account::invitation::{self, Purpose};
use crate::app::App;
use crate::web::{Html, Layout, encode};

#[derive(Template)]
#[template(path = "office/invited.html")]
struct Invited {
    layout: Layout,
    heading: String,
    sentence: String,
    link: Option<String>,
    whatsapp: String,
    days: i64,
    hours: i64,
    joins: bool,
    warning: Option<&'static str>,
    back: String,
}

/// What the page of a result needs of a link.
pub struct Sent {
    /// Where it can be sent by WhatsApp.
    pub phone: Option<String>,
    /// The token of the link; none for who needs no link.
    pub token: Option<String>,
    /// What the link is for.
    pub purpose: Purpose,
    /// Code of the office, to go back to.
    pub region: String,
}

/// The page with the link, or without one for who needs none.
pub fn result(
    app: &App,
    layout: Layout,
    heading: String,
    sentence: String,
    sent: Sent,
    warning: Option<&'static str>,
) -> Response {
    let link = sent.token.map(|token| invitation::link(&app.config, &token));
    let joins = sent.purpose == Purpose::Join;
    let days = app.config.session.invitation_days;
    let site = layout.site_name();
    let message = match (&link, joins) {
        (Some(link), true) => format!(
            "Bapak/Ibu diundang ke {site}, tempat kecamatan berbagi praktik baik. Buka tautan ini dan \
             buat kata sandi (berlaku {days} hari, untuk satu orang): {link}"
        ),
        (Some(link), false) => format!(
            "Tautan untuk membuat kata sandi baru di {site} (berlaku {} jam, untuk satu orang): {link}",
            invitation::HANDED_HOURS
        ),
        (None, _) => String::new(),
    };
    let number = sent.phone.as_deref().map(contact::for_whatsapp).unwrap_or_default();
    let page = Invited {
        heading,
        sentence,
        whatsapp: format!("https://wa.me/{number}?text={}", encode(&message)),
        link,
        days,
        hours: invitation::HANDED_HOURS,
        joins,
        warning,
        back: address(&sent.region).unwrap_or_else(|| "/akun".to_owned()),
        layout,
    };
    unkept(Html(page).into_response())
}
