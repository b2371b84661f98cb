//! `/periksa/{token}`: what the code on a certificate opens. Whoever holds the paper sees whether it stands, and what it
//! names as long as the study itself is shown to everybody.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::case_study::{card, store as studies};
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::letter::certificate::Certificate;
use crate::letter::store;
use crate::viewer::Viewer;
use crate::web::{Html, Layout};

/// What of a study that everybody may see stands beside the certificate.
struct Shown {
    url: String,
    /// The current revision, when it is a later one.
    newer: Option<i32>,
}

#[derive(Template)]
#[template(path = "letter/check.html")]
struct CheckPage {
    layout: Layout,
    certificate: Certificate,
    revision: i32,
    shown: Option<Shown>,
}

/// `GET /periksa/{token}`.
pub async fn check(State(app): State<App>, Path(token): Path<String>, layout: Layout) -> Result<Response> {
    let row = store::by_token(app.db.read(), &token).await?;
    // The same page for everybody, whoever looks: what members read must not stand on a page that anybody's code opens.
    let shown = match studies::find(app.db.read(), &Viewer::visitor(), CaseStudyId(row.case_study_id)).await {
        Ok(study) => Some(Shown {
            url: card::url(study.id, &study.title),
            newer: Some(study.revision_number).filter(|number| *number > row.revision_number),
        }),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let page = CheckPage {
        certificate: Certificate::of(&app, &layout.catalogue.places, &layout.base_url, &row)?,
        revision: row.revision_number,
        shown,
        layout,
    };
    Ok(Html(page).into_response())
}
