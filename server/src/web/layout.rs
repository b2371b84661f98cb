//! What every page shares: who is looking, theme and text size, the notice of the last act, where the page stands.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use chrono::{DateTime, NaiveDate, Utc};

use super::flash::{self, Flash};
use super::menu;
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::config::Limits;
use crate::error::Error;
use crate::format;
use crate::policy::Act;
use crate::settings::{Site, Terms};
use crate::viewer::Viewer;

/// The sectors with a drawing of their own in `sectors.svg`.
const DRAWN_SECTORS: [&str; 7] =
    ["pertanian", "pariwisata", "industri-kreatif", "umkm", "kesehatan-gizi", "pendidikan", "lingkungan-kebencanaan"];

/// The frame of a page; every page's template has one as `layout`.
#[derive(Clone)]
pub struct Layout {
    /// Who is looking.
    pub viewer: Viewer,
    /// "terang", "gelap", or empty for the device's own.
    pub theme: &'static str,
    /// 0, 1 or 2: A, A+ and A++.
    pub text_size: u8,
    /// The notice of the last act.
    pub flash: Option<Flash>,
    /// Path and query of this page.
    pub path: String,
    /// True when this page answers a request that sent something.
    pub answers_post: bool,
    /// Places and words we classify by.
    pub catalogue: Arc<Catalogue>,
    /// Scheme and host of the site.
    pub base_url: String,
    /// True when sample content is labelled and sample accounts are offered.
    pub show_samples: bool,
    /// The moment of drawing.
    pub now: DateTime<Utc>,
    app: App,
}

impl Layout {
    /// Address of an asset: `/aset/{hash}/styles/main.css`.
    pub fn asset(&self, file: &str) -> String {
        super::assets::url(file)
    }

    /// Name of the drawing of a sector; those that administrators add share one.
    pub fn sector_art<'a>(&self, slug: &'a str) -> &'a str {
        if DRAWN_SECTORS.contains(&slug) { slug } else { "umum" }
    }

    /// True when this page's path begins with `prefix`, to mark the navigation.
    pub fn is_at(&self, prefix: &str) -> bool {
        if prefix == "/" { self.path == "/" } else { self.path.starts_with(prefix) }
    }

    /// This page's path, encoded for a query parameter.
    pub fn path_encoded(&self) -> String {
        super::encode(&self.path)
    }

    /// Notifications not yet read.
    pub fn unread(&self) -> u64 {
        self.viewer.signed_in().map_or(0, |person| person.unread)
    }

    /// The last day of this person's suspension, "5 Des 2026", while there is one.
    pub fn suspended_until(&self) -> Option<String> {
        self.viewer.suspended_until().map(|until| format::date(self.app.clock.last_day(until)))
    }

    /// "5 Des 2026" for a time that ends with that local day.
    pub fn last_day(&self, until: &DateTime<Utc>) -> String {
        format::date(self.app.clock.last_day(*until))
    }

    /// True for who may warn and suspend people.
    pub fn may_sanction(&self) -> bool {
        self.viewer.acting_term().is_some_and(|term| self.viewer.may(Act::Sanction, &term.region))
    }

    /// True when a coordinator's desk belongs in the navigation.
    pub fn has_desk(&self) -> bool {
        self.viewer.acting_term().is_some_and(|term| term.role.is_coordinator())
    }

    /// True when the viewer's acting office writes.
    pub fn may_write(&self) -> bool {
        self.viewer.acting_term().is_some_and(|term| self.viewer.may(Act::WriteDraft, &term.region))
    }

    /// True where writing is offered: to who may, and to visitors, who sign in first.
    pub fn offers_writing(&self) -> bool {
        self.viewer.signed_in().is_none() || self.may_write()
    }

    /// The menu at the top.
    pub fn menu(&self) -> Vec<menu::Entry> {
        menu::entries(self)
    }

    /// True for administrators, who keep what we classify by and what the site says.
    pub fn may_edit_site(&self) -> bool {
        self.viewer.acting_term().is_some_and(|term| self.viewer.may(Act::EditSite, &term.region))
    }

    /// What the site says of itself.
    pub fn site(&self) -> &Site {
        &self.catalogue.settings.site
    }

    /// "Forum Camat Jawa Barat".
    pub fn site_name(&self) -> &str {
        &self.site().name
    }

    /// The notice that administrators show everybody for a while.
    pub fn notice(&self) -> Option<&str> {
        self.site().notice_on(self.today())
    }

    /// The terms of use that this person has not agreed to yet. A page that answers a form does not ask: agreeing
    /// leaves the page, and with it what was typed, and its address may answer nothing but the form. Nor does the form in which a practice is written.
    pub fn terms_to_agree(&self) -> Option<&Terms> {
        let is_writing = self.path.starts_with("/tulis/");
        let person = self.viewer.signed_in().filter(|_| !self.answers_post && !is_writing)?;
        let terms = self.catalogue.settings.terms_on(self.today());
        Some(terms).filter(|terms| person.agreed_terms < terms.number)
    }

    /// Today's local date.
    pub fn today(&self) -> NaiveDate {
        self.app.clock.today()
    }

    /// "24 Nov 2026".
    pub fn day(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    /// "Selasa, 24 Nov 2026", where people plan a day.
    pub fn planned_day(&self, day: &NaiveDate) -> String {
        format::planned_date(*day)
    }

    /// "Selasa, 24 Nov 2026, 14.05" in local time.
    pub fn planned_time(&self, at: &DateTime<Utc>) -> String {
        let at = self.app.clock.local(*at);
        format!("{}, {}", format::planned_date(at.date_naive()), format::time(at))
    }

    /// True for who may read the audit.
    pub fn may_read_audit(&self) -> bool {
        self.viewer.acting_term().is_some_and(|term| self.viewer.may(Act::ReadAudit, &term.region))
    }

    /// True for who may gather studies in collections.
    pub fn may_curate(&self) -> bool {
        self.viewer.acting_term().is_some_and(|term| self.viewer.may(Act::CurateCollection, &term.region))
    }

    /// Limits of what people send, for the hints of forms.
    pub fn limits(&self) -> &Limits {
        &self.app.config.limits
    }

    /// "4.000".
    pub fn number(&self, number: &usize) -> String {
        format::decimal(&number.to_string())
    }

    /// "24 Nov 2026, 14.05" in local time.
    pub fn date_time(&self, at: &DateTime<Utc>) -> String {
        format::date_time(self.app.clock.local(*at))
    }

    /// "24 Nov 2026" in local time.
    pub fn date(&self, at: &DateTime<Utc>) -> String {
        format::date(self.app.clock.local(*at).date_naive())
    }

    /// "2 jam lalu".
    pub fn ago(&self, at: &DateTime<Utc>) -> String {
        format::ago(self.app.clock.local(*at), self.app.clock.local(self.now))
    }
}

impl FromRequestParts<App> for Layout {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let viewer = Viewer::from_request_parts(parts, app).await?;
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = |name: &str| jar.get(name).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        let path = match parts.extensions.get::<OriginalUri>() {
            Some(OriginalUri(uri)) => uri.path_and_query().map(|path| path.as_str().to_owned()),
            None => parts.uri.path_and_query().map(|path| path.as_str().to_owned()),
        };
        Ok(Self {
            viewer,
            theme: theme(&cookie("tema")),
            text_size: text_size(&cookie("huruf")),
            flash: flash::parse(&cookie(flash::COOKIE)),
            path: path.unwrap_or_else(|| "/".to_owned()),
            answers_post: !parts.method.is_safe(),
            catalogue: app.catalogue.get(),
            base_url: app.config.base_url.clone(),
            show_samples: app.config.show_samples,
            now: app.clock.now(),
            app: app.clone(),
        })
    }
}

/// The pages before and after one of a list that has so many.
pub fn neighbours(page: u64, pages: u64) -> (Option<u64>, Option<u64>) {
    (page.checked_sub(1).filter(|before| *before > 0), Some(page + 1).filter(|after| *after <= pages))
}

/// The themes that a cookie may name.
pub fn theme(cookie: &str) -> &'static str {
    match cookie {
        "terang" => "terang",
        "gelap" => "gelap",
        _ => "",
    }
}

/// The text sizes that a cookie may name.
pub fn text_size(cookie: &str) -> u8 {
    match cookie {
        "1" => 1,
        "2" => 2,
        _ => 0,
    }
}
