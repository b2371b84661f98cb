//! `/ringkasan/{id}/ubah`: a coordinator's form of a draft, and the acts that stand on it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sea_orm::EntityTrait;

use super::Share;
use crate::account::entity::account;
use crate::app::App;
use crate::case_study::store::Listing;
use crate::digest::edit::{self, Typed};
use crate::digest::entity::digest;
use crate::digest::store::{self, Entry};
use crate::digest::{OPENING_CHARS, State as Standing, go, period, recipients, scope_name, title};
use crate::error::{Error, Problems, Result};
use crate::ids::DigestId;
use crate::policy::Act;
use crate::viewer::Viewer;
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, IdPath, Layout, Posted, filters, see_other};

/// Studies that can be picked from a list; any other is added by its address.
const PICKS: u64 = 40;

#[derive(Template)]
#[template(path = "digest/edit.html")]
struct Page {
    layout: Layout,
    digest: digest::Model,
    title: String,
    scope: String,
    period: String,
    standing: Standing,
    /// Who changed it last, and when; empty when nobody did.
    edited: String,
    opening: String,
    entries: Vec<Entry>,
    left_out: Vec<Entry>,
    picks: Vec<(i64, String)>,
    added: String,
    reason: String,
    share: Option<Share>,
    sends_mail: bool,
    /// How many would get it by mail now.
    readers: i64,
    limit: usize,
    problems: Problems,
}

pub(super) async fn form(State(app): State<App>, layout: Layout, path: IdPath<DigestId>) -> Result<Response> {
    page(&app, layout, path.id, &Posted::default(), Problems::default()).await
}

async fn page(app: &App, layout: Layout, id: DigestId, posted: &Posted, problems: Problems) -> Result<Response> {
    let digest = may_edit(app, &layout, id).await?;
    if Standing::parse(&digest.state) == Standing::Sent {
        return Ok(see_other(&format!("/ringkasan/{id}"), "Ringkasan ini sudah terbit dan tidak berubah lagi."));
    }
    let (db, today) = (app.db.read(), app.clock.today());
    let items = store::items(db, &[digest.id]).await?;
    let entries = store::entries(db, &layout.viewer, &layout.catalogue, today, items).await?;
    let (left_out, entries): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.item.left_out);
    let picks = picks(app, &layout.viewer, &digest, &entries, &left_out).await?;
    let status = match (problems.is_empty(), problems.of("version")) {
        (true, _) => StatusCode::OK,
        (false, Some(_)) => StatusCode::CONFLICT,
        (false, None) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = Page {
        title: title(&digest, &layout.catalogue),
        scope: scope_name(&digest, &layout.catalogue),
        period: period(&digest, &app.clock),
        standing: Standing::parse(&digest.state),
        edited: edited(app, &layout, &digest).await?,
        opening: posted.find("opening").map_or_else(|| digest.opening.clone(), str::to_owned),
        added: posted.get("added").to_owned(),
        reason: posted.get("reason").to_owned(),
        share: Share::of(app, &digest).await?,
        sends_mail: !app.config.mail_url.is_empty(),
        readers: i64::try_from(readers(app, &digest).await?).unwrap_or_default(),
        limit: OPENING_CHARS,
        entries,
        left_out,
        picks,
        digest,
        problems,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

/// The digest for who may change it; who may not is told so, whether or not it went.
async fn may_edit(app: &App, layout: &Layout, id: DigestId) -> Result<digest::Model> {
    layout.viewer.require(&format!("/ringkasan/{id}/ubah"))?;
    let row = digest::Entity::find_by_id(id.get()).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    if layout.viewer.may(Act::EditDigest, &row.scope_code) { Ok(row) } else { Err(Error::Forbidden) }
}

async fn readers(app: &App, digest: &digest::Model) -> Result<usize> {
    if app.config.mail_url.is_empty() {
        return Ok(0);
    }
    Ok(recipients::of(app.db.read(), app, digest).await?.len())
}

/// The newest studies of the scope that are not in it.
async fn picks(
    app: &App,
    viewer: &Viewer,
    digest: &digest::Model,
    entries: &[Entry],
    left_out: &[Entry],
) -> Result<Vec<(i64, String)>> {
    let catalogue = app.catalogue.get();
    let region = Some(digest.scope_code.clone()).filter(|scope| *scope != catalogue.places.province);
    let newest = Listing { region, ..Listing::default() }.newest(app.db.read(), viewer, PICKS).await?;
    let known = |id: i64| entries.iter().chain(left_out).any(|entry| entry.card.id == id);
    let picks = newest.into_iter().filter(|study| !known(study.id)).map(|study| {
        let place = study.kecamatan_code.as_deref().map(|code| catalogue.places.full_name(code));
        (study.id, place.map_or(study.title.clone(), |place| format!("{} – {place}", study.title)))
    });
    Ok(picks.collect())
}

async fn edited(app: &App, layout: &Layout, digest: &digest::Model) -> Result<String> {
    let (Some(by), Some(at)) = (digest.edited_by, digest.edited_at) else {
        return Ok(String::new());
    };
    let person = account::Entity::find_by_id(by).one(app.db.read()).await?;
    let who = person.map_or_else(|| "rekan".to_owned(), |person| person.name);
    Ok(format!("Terakhir diubah {who}, {}", layout.date_time(&at)))
}

fn typed(posted: &Posted) -> Option<Typed> {
    let version = posted.find("version")?.parse().ok()?;
    let number = |name: &str| posted.get(name).parse().ok();
    let moved = number("naik").map(|id| (id, true)).or_else(|| number("turun").map(|id| (id, false)));
    Some(Typed {
        version,
        opening: posted.get("opening").to_owned(),
        included: posted.all("items").filter_map(|id| id.parse().ok()).collect(),
        added: vec![posted.get("pick").to_owned(), posted.get("added").to_owned()],
        moved,
    })
}

pub(super) async fn save(
    State(app): State<App>,
    layout: Layout,
    path: IdPath<DigestId>,
    posted: Posted,
) -> Result<Response> {
    may_edit(&app, &layout, path.id).await?;
    let Some(typed) = typed(&posted) else {
        return Err(Error::Invalid(Problems::one("form", "Isian tidak terbaca. Muat ulang halamannya.")));
    };
    match edit::save(&app, &layout.viewer, path.id, &typed).await {
        // Who moves an item goes on where it is now.
        Ok(_) => Ok(match typed.moved {
            Some((item, _)) => Redirect::to(&format!("/ringkasan/{}/ubah#butir-{item}", path.id)).into_response(),
            None => see_other(&format!("/ringkasan/{}/ubah", path.id), "Perubahan ringkasan disimpan."),
        }),
        Err(Error::Invalid(problems)) => page(&app, layout, path.id, &posted, problems).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn send(
    State(app): State<App>,
    layout: Layout,
    path: IdPath<DigestId>,
    posted: Posted,
) -> Result<Response> {
    may_edit(&app, &layout, path.id).await?;
    match go::send_now(&app, &layout.viewer, path.id, typed(&posted).as_ref()).await {
        Ok(_) => {
            let said = if app.config.mail_url.is_empty() {
                "Ringkasan sudah terbit. Bagikan teksnya lewat WhatsApp."
            } else {
                "Ringkasan sudah terbit dan sedang dikirim lewat surel."
            };
            Ok(see_other(&format!("/ringkasan/{}", path.id), said))
        }
        Err(Error::Invalid(problems)) => page(&app, layout, path.id, &posted, problems).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn hold(
    State(app): State<App>,
    layout: Layout,
    path: IdPath<DigestId>,
    posted: Posted,
) -> Result<Response> {
    may_edit(&app, &layout, path.id).await?;
    match edit::hold(&app, &layout.viewer, path.id, posted.get("reason")).await {
        Ok(_) => {
            let undo = format!("/ringkasan/{}/lanjutkan", path.id);
            let back = format!("/ringkasan/{}/ubah", path.id);
            Ok(see_other_with_undo(&back, "Ringkasan ditahan: tidak terbit dengan sendirinya.", &undo))
        }
        Err(Error::Invalid(problems)) => page(&app, layout, path.id, &posted, problems).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn release(State(app): State<App>, layout: Layout, path: IdPath<DigestId>) -> Result<Response> {
    may_edit(&app, &layout, path.id).await?;
    let at = edit::release(&app, &layout.viewer, path.id).await?;
    let said = format!("Ringkasan tidak ditahan lagi; terbit {}.", layout.date_time(&at));
    Ok(see_other(&format!("/ringkasan/{}/ubah", path.id), &said))
}
