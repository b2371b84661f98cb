//! The form of a product: its facts, its photo and the maker's contact, each sent by itself, so that a phone sends little.

use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::attachment::{self, Consent, Described, Picture};
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::store::{self as studies, Listing};
use crate::error::{Error, Problems, Result};
use crate::ids::ProductId;
use crate::policy::Act;
use crate::product::contact::{self, MAKER_CHARS};
use crate::product::entity::Model;
use crate::product::typed::{Paper, Typed};
use crate::product::{
    DESCRIPTION_CHARS, How, NAME_CHARS, begin as beginning, edit as editing, photo, standing, store, taken_down,
};
use crate::rate_limit::{self, Kind};
use crate::web::{Html, IdPath, Layout, Posted, SentForm, pace, read_form, see_other};

/// Studies that the form offers: more than an office writes in years.
const MOST_STUDIES: u64 = 200;

/// Suggestions beside the certificates.
const KINDS: [&str; 6] = ["PIRT", "Halal", "BPOM", "SNI", "Indikasi Geografis", "Merek"];

/// Suggestions beside the price.
const UNITS: [&str; 8] = ["bungkus", "botol", "kg", "lembar", "buah", "pasang", "liter", "orang"];

#[derive(Template)]
#[template(path = "product/form.html")]
struct FormPage {
    layout: Layout,
    /// None for a product that is not written down yet.
    row: Option<Model>,
    action: String,
    typed: Typed,
    papers: Vec<Paper>,
    /// Number and title of each study of the office.
    studies: Vec<(String, String)>,
    /// What the chosen study calls its products.
    names: Vec<String>,
    contact: contact::Typed,
    is_asked: bool,
    picture: Option<Picture>,
    alt: String,
    may_show: bool,
    /// How it stands, and the class of its badge; nothing before it is written down.
    state: &'static str,
    state_class: &'static str,
    /// Which form was sent, when something is wrong with it.
    sent: &'static str,
    problems: Problems,
    today: String,
}

impl FormPage {
    fn problem(&self, form: &str, field: &str) -> &str {
        if self.sent == form { self.problems.of(field).unwrap_or_default() } else { "" }
    }

    fn paper_field(&self, index: &usize) -> String {
        format!("certificates-{index}")
    }

    fn paper_problem(&self, index: &usize) -> &str {
        self.problem("isi", &self.paper_field(index))
    }

    fn is_study(&self, number: &str) -> bool {
        self.typed.study == number
    }

    fn hows(&self) -> Vec<(&'static str, &'static str)> {
        How::ALL.into_iter().map(|how| (how.as_str(), how.label())).collect()
    }

    fn is_how(&self, how: &str) -> bool {
        self.contact.how == how
    }

    fn kinds(&self) -> Vec<&'static str> {
        KINDS.to_vec()
    }

    fn units(&self) -> Vec<&'static str> {
        UNITS.to_vec()
    }

    fn name_chars(&self) -> usize {
        NAME_CHARS
    }

    fn description_chars(&self) -> usize {
        DESCRIPTION_CHARS
    }

    fn maker_chars(&self) -> usize {
        MAKER_CHARS
    }
}

/// What the page shows beside what is kept.
#[derive(Default)]
struct Shown {
    sent: &'static str,
    typed: Option<Typed>,
    contact: Option<contact::Typed>,
    alt: String,
    problems: Problems,
}

async fn page(app: &App, layout: Layout, row: Option<Model>, shown: Shown) -> Result<FormPage> {
    let db = app.db.read();
    let region = office_of(&layout, row.as_ref())?;
    let listing = Listing { region: Some(region.clone()), ..Listing::default() };
    let own = listing.newest(db, &layout.viewer, MOST_STUDIES).await?;
    let typed = match (shown.typed, &row) {
        (Some(typed), _) => typed,
        (None, Some(row)) => Typed::kept(row)?,
        (None, None) => Typed::default(),
    };
    let chosen = own.iter().find(|study| study.id.to_string() == typed.study);
    let names = match chosen {
        Some(study) => Content::parse(&studies::revision(db, study).await?.document)?.products,
        None => Vec::new(),
    };
    let photos: Vec<i64> = row.iter().filter_map(|row| row.photo_id).collect();
    let picture = attachment::pictures(db, &photos).await?.into_values().next();
    let kept = row.as_ref().map(contact::Typed::kept).unwrap_or_default();
    let taken_down = taken_down::of(db, row.as_slice()).await?;
    let state = row.as_ref().map(|row| standing::label(row, taken_down.contains(&row.id)));
    let (state, state_class) = state.unwrap_or_default();
    Ok(FormPage {
        action: row.as_ref().map_or_else(|| "/produk/baru".to_owned(), |row| format!("/produk/{}/ubah", row.id)),
        may_show: standing::may_show(app, &layout.viewer, &region).await?,
        is_asked: row.as_ref().is_some_and(|row| row.has_contact() && row.consent_asked_at.is_some()),
        studies: offered(&own, row.as_ref()),
        papers: typed.rows(),
        contact: shown.contact.unwrap_or(kept),
        alt: shown.alt,
        sent: shown.sent,
        problems: shown.problems,
        today: app.clock.today().to_string(),
        state,
        state_class,
        picture,
        names,
        typed,
        row,
        layout,
    })
}

/// Code of the kecamatan whose products the viewer keeps; another office's product is forbidden.
fn office_of(layout: &Layout, row: Option<&Model>) -> Result<String> {
    let term = layout.viewer.acting_term().ok_or(Error::Forbidden)?;
    let region = row.map_or(term.region.as_str(), |row| row.kecamatan_code.as_str());
    if layout.viewer.may(Act::WriteProduct, region) { Ok(region.to_owned()) } else { Err(Error::Forbidden) }
}

/// The studies to choose from; the one that a product has stays, also when it is not shown any more.
fn offered(own: &[case_study::Model], row: Option<&Model>) -> Vec<(String, String)> {
    let mut offered: Vec<_> = own.iter().map(|study| (study.id.to_string(), study.title.clone())).collect();
    if let Some(row) = row
        && own.iter().all(|study| study.id != row.case_study_id)
    {
        offered.push((row.case_study_id.to_string(), "Praktik yang sekarang (tidak ditayangkan)".to_owned()));
    }
    offered
}

/// Where the form begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Start {
    praktik: String,
    nama: String,
}

/// `GET /produk/baru`.
pub(super) async fn blank(State(app): State<App>, layout: Layout, Query(start): Query<Start>) -> Result<Response> {
    layout.viewer.require("/produk/baru")?;
    let posted = Posted::new(vec![("study".to_owned(), start.praktik), ("name".to_owned(), start.nama)]);
    let shown = Shown { typed: Some(Typed::of(&posted)), ..Shown::default() };
    Ok(Html(page(&app, layout, None, shown).await?).into_response())
}

/// `POST /produk/baru`.
pub(super) async fn begin(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require("/produk/baru")?;
    let typed = Typed::of(&posted);
    match beginning::begin(&app, &layout.viewer, &typed).await {
        Ok(id) => {
            let region = layout.viewer.acting_term().map(|term| term.region.clone()).unwrap_or_default();
            let said = if standing::may_show(&app, &layout.viewer, &region).await? {
                "Produk tercatat. Lengkapi foto dan kontak pembuatnya, lalu tayangkan."
            } else {
                "Produk tercatat. Lengkapi foto dan kontak pembuatnya; Camat melihatnya di Draf dan menayangkannya."
            };
            Ok(see_other(&format!("/produk/{id}/ubah"), said))
        }
        Err(Error::Invalid(problems)) => {
            let shown = Shown { sent: "isi", typed: Some(typed), problems, ..Shown::default() };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page(&app, layout, None, shown).await?)).into_response())
        }
        Err(error) => Err(error),
    }
}

/// The product as it is kept now, for its office.
async fn own(app: &App, layout: &Layout, id: ProductId) -> Result<Model> {
    layout.viewer.require(&format!("/produk/{id}/ubah"))?;
    let row = store::find(app.db.read(), &layout.viewer, id).await?;
    office_of(layout, Some(&row))?;
    Ok(row)
}

/// `GET /produk/{id}/ubah`.
pub(super) async fn change(State(app): State<App>, path: IdPath<ProductId>, layout: Layout) -> Result<Response> {
    let row = own(&app, &layout, path.id).await?;
    Ok(Html(page(&app, layout, Some(row), Shown::default()).await?).into_response())
}

/// `POST /produk/{id}/ubah`.
pub(super) async fn edit(
    State(app): State<App>,
    path: IdPath<ProductId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    own(&app, &layout, path.id).await?;
    let typed = Typed::of(&posted);
    let done = editing::edit(&app, &layout.viewer, path.id, &typed).await.map(|row| row.url());
    let shown = Shown { sent: "isi", typed: Some(typed), ..Shown::default() };
    finish(&app, layout, path.id, done, "Produk tersimpan.", shown).await
}

/// `POST /produk/{id}/kontak`.
pub(super) async fn keep_contact(
    State(app): State<App>,
    path: IdPath<ProductId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    own(&app, &layout, path.id).await?;
    let typed = contact::Typed::of(&posted);
    let done = contact::keep(&app, &layout.viewer, path.id, &typed).await;
    let done = done.map(|()| format!("/produk/{}/ubah#kontak", path.id));
    let shown = Shown { sent: "kontak", contact: Some(typed), ..Shown::default() };
    finish(&app, layout, path.id, done, "Kontak dan persetujuannya tercatat.", shown).await
}

/// `POST /produk/{id}/foto`.
pub(super) async fn add_photo(
    State(app): State<App>,
    path: IdPath<ProductId>,
    layout: Layout,
    form: Multipart,
) -> Result<Response> {
    // Asked before anything is stored; the act asks again.
    let row = own(&app, &layout, path.id).await?;
    let account = layout.viewer.account().ok_or(Error::Forbidden)?;
    let sent = read_form(&app, form, "photo", app.config.limits.photo_bytes).await?;
    let alt = sent.posted.get("alt").to_owned();
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Photo, account, "photo").await {
        let shown = Shown { sent: "foto", alt, problems, ..Shown::default() };
        let page = page(&app, layout, Some(row), shown).await?;
        let answer = (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response();
        return Ok(pace::slowed_down(&app, answer, welcome));
    }
    let done = store_photo(&app, &layout, path.id, sent).await.map(|()| format!("/produk/{}/ubah#foto", path.id));
    finish(&app, layout, path.id, done, "Foto terpasang.", Shown { sent: "foto", alt, ..Shown::default() }).await
}

async fn store_photo(app: &App, layout: &Layout, id: ProductId, sent: SentForm) -> Result<()> {
    let described = Described::checked(app, &sent)?;
    let (_, bytes) = sent.file.ok_or(Error::NotFound)?;
    let stored = attachment::store_picture(app, bytes).await?;
    photo::add(app, &layout.viewer, id, described, &stored).await.map(|_| ())
}

/// Leads on, or gives the page back with what was typed and what is wrong with it.
async fn finish(
    app: &App,
    layout: Layout,
    id: ProductId,
    done: Result<String>,
    said: &str,
    shown: Shown,
) -> Result<Response> {
    let (status, problems) = match done {
        Ok(url) => return Ok(see_other(&url, said)),
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(Error::Conflict(sentence)) => (StatusCode::CONFLICT, Problems::one("form", sentence)),
        Err(error) => return Err(error),
    };
    let row = own(app, &layout, id).await?;
    // Who saves after a clash has read what stands there now, so the form goes on from it.
    let version = |old: String| if status == StatusCode::CONFLICT { row.version.to_string() } else { old };
    let typed = shown.typed.map(|typed| Typed { version: version(typed.version.clone()), ..typed });
    let contact = shown.contact.map(|typed| contact::Typed { version: version(typed.version.clone()), ..typed });
    let shown = Shown { typed, contact, problems, ..shown };
    let page = page(app, layout, Some(row), shown).await?;
    Ok((status, Html(page)).into_response())
}
