//! `/admin/wilayah`: what coordinators set for their regions, to read: which look at studies first, and who changed it
//! or the theme of a week.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, QueryOrder};

use super::administrator;
use crate::app::App;
use crate::audit::pages::{Told, concerning};
use crate::case_study::entity::review_mode;
use crate::error::Result;
use crate::web::{Html, Layout};

/// What the audit calls these changes.
const ACTS: [&str; 3] = ["review_first", "publish_directly", "set_week_theme"];

#[derive(Template)]
#[template(path = "settings/regions.html")]
struct Page {
    layout: Layout,
    modes: Vec<Mode>,
    history: Vec<Told>,
}

/// What a region says about publishing.
struct Mode {
    place: String,
    reviews: bool,
    since: DateTime<Utc>,
}

pub(super) async fn show(State(app): State<App>, layout: Layout) -> Result<Response> {
    administrator(&app, &layout)?;
    let rows = review_mode::Entity::find().order_by_asc(review_mode::Column::RegionCode).all(app.db.read()).await?;
    let mode = |row: review_mode::Model| Mode {
        place: layout.catalogue.places.full_name(&row.region_code),
        reviews: row.mode == "review",
        since: row.set_at,
    };
    let page = Page {
        modes: rows.into_iter().map(mode).collect(),
        history: concerning(&app, &layout, &["region", "week_theme"], &ACTS, "").await?,
        layout,
    };
    Ok(Html(page).into_response())
}
