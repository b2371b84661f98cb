//! The buttons beside a product: to show it and stop that, to hide it with a reason, and that the maker's consent still holds.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::ProductId;
use crate::policy::Act;
use crate::product::{contact, standing, store};
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

/// Who is not signed in comes back to the product's page.
fn require(layout: &Layout, id: ProductId) -> Result<()> {
    layout.viewer.require(&format!("/produk/{id}")).map(|_| ())
}

/// `POST /produk/{id}/tayangkan`.
pub(super) async fn show(State(app): State<App>, path: IdPath<ProductId>, layout: Layout) -> Result<Response> {
    require(&layout, path.id)?;
    let row = standing::show(&app, &layout.viewer, path.id).await?;
    Ok(see_other_with_undo(&row.url(), "Produk tayang.", &format!("/produk/{}/hentikan", path.id)))
}

/// `POST /produk/{id}/hentikan`.
pub(super) async fn withdraw(State(app): State<App>, path: IdPath<ProductId>, layout: Layout) -> Result<Response> {
    require(&layout, path.id)?;
    let row = standing::withdraw(&app, &layout.viewer, path.id).await?;
    Ok(see_other_with_undo(&row.url(), "Produk tidak ditayangkan lagi.", &format!("/produk/{}/tayangkan", path.id)))
}

/// `POST /produk/{id}/kontak/masih`.
pub(super) async fn confirm_contact(
    State(app): State<App>,
    path: IdPath<ProductId>,
    layout: Layout,
) -> Result<Response> {
    require(&layout, path.id)?;
    contact::confirm(&app, &layout.viewer, path.id).await?;
    Ok(see_other(&format!("/produk/{}/ubah#kontak", path.id), "Tercatat: persetujuannya masih berlaku."))
}

#[derive(Template)]
#[template(path = "case_study/standing.html")]
struct HidePage {
    layout: Layout,
    url: String,
    title: String,
    action: String,
    heading: &'static str,
    lead: &'static str,
    button: &'static str,
    reason: String,
    problem: String,
    limit: usize,
}

/// `GET /produk/{id}/sembunyikan`.
pub(super) async fn ask_hide(State(app): State<App>, path: IdPath<ProductId>, layout: Layout) -> Result<Response> {
    require(&layout, path.id)?;
    hide_page(&app, layout, path.id, "", "").await
}

async fn hide_page(app: &App, layout: Layout, id: ProductId, reason: &str, problem: &str) -> Result<Response> {
    let row = store::find(app.db.read(), &layout.viewer, id).await?;
    if !layout.viewer.may(Act::HideStudy, &row.kecamatan_code) {
        return Err(Error::Forbidden);
    }
    let page = HidePage {
        url: row.url(),
        title: row.name,
        action: format!("/produk/{id}/sembunyikan"),
        heading: "Sembunyikan dari pembaca",
        lead: "Produk ini tidak lagi terlihat oleh pembaca sampai dipulihkan. Kantor kecamatannya tetap melihatnya, beserta alasan Bapak/Ibu.",
        button: "Sembunyikan",
        reason: reason.to_owned(),
        problem: problem.to_owned(),
        limit: app.config.limits.reason_chars,
        layout,
    };
    let status = if problem.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page)).into_response())
}

/// `POST /produk/{id}/sembunyikan`.
pub(super) async fn hide(
    State(app): State<App>,
    path: IdPath<ProductId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    require(&layout, path.id)?;
    let reason = posted.get("reason");
    match standing::hide(&app, &layout.viewer, path.id, Some(reason)).await {
        Ok(row) => {
            let undo = format!("/produk/{}/pulihkan", path.id);
            Ok(see_other_with_undo(&row.url(), "Produk disembunyikan.", &undo))
        }
        Err(Error::Invalid(problems)) => {
            let sentence = problems.of("reason").unwrap_or_default().to_owned();
            hide_page(&app, layout, path.id, reason, &sentence).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /produk/{id}/pulihkan`.
pub(super) async fn restore(State(app): State<App>, path: IdPath<ProductId>, layout: Layout) -> Result<Response> {
    require(&layout, path.id)?;
    let row = standing::hide(&app, &layout.viewer, path.id, None).await?;
    Ok(see_other(&row.url(), "Produk tampil lagi."))
}
