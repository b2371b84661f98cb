//! The button "Ikuti" and `/akun/diikuti`, where all of it stands and ends.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Subject, choose, store};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::store::by_ids;
use crate::collection::entity::collection;
use crate::collection::store::url as collection_url;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::question::store as questions;
use crate::viewer::Viewer;
use crate::web::{Html, Layout, Posted, local_path, see_other};

/// The addresses of following.
pub fn routes() -> Router<App> {
    Router::new().route("/ikuti", get(to_list).post(toggle)).route("/akun/diikuti", get(list))
}

/// `GET /ikuti`, which a refused button leaves in the browser's history: what is followed stands in the list.
async fn to_list() -> Redirect {
    Redirect::to("/akun/diikuti")
}

async fn toggle(State(app): State<App>, viewer: Viewer, posted: Posted) -> Result<Response> {
    let back = local_path(posted.get("kembali"));
    viewer.require(back)?;
    let subject = Subject::from_row(posted.get("jenis"), posted.get("nomor")).ok_or(Error::NotFound)?;
    let noun = subject.noun();
    let said = if posted.get("ikuti") == "ya" {
        choose::begin(&app, &viewer, &subject).await?;
        format!("Bapak/Ibu mengikuti {noun} ini. Kabarnya masuk ke Notifikasi.")
    } else {
        choose::end(&app, &viewer, &subject).await?;
        format!("Bapak/Ibu berhenti mengikuti {noun} ini.")
    };
    Ok(see_other(back, &said))
}

/// Something that is followed.
struct Line {
    kind: &'static str,
    subject: String,
    noun: &'static str,
    name: String,
    /// Empty for what is not shown any more.
    url: String,
    since: chrono::DateTime<chrono::Utc>,
}

#[derive(Template)]
#[template(path = "follow/list.html")]
struct ListPage {
    layout: Layout,
    lines: Vec<Line>,
}

/// Four statements, however much is followed.
async fn list(State(app): State<App>, layout: Layout) -> Result<Response> {
    let account = layout.viewer.require_account("/akun/diikuti")?.account;
    let rows = store::of_person(app.db.read(), account).await?;
    let rows: Vec<_> =
        rows.into_iter().filter_map(|row| Some((Subject::from_row(&row.kind, &row.subject)?, row.since))).collect();
    let names = Names::of(&app, &layout, rows.iter().map(|(subject, _)| subject)).await?;
    let lines = rows.into_iter().map(|(subject, since)| {
        let (name, url) = names.find(&layout, &subject);
        let (kind, name_in_row) = subject.to_row();
        Line { kind, subject: name_in_row, noun: subject.noun(), name, url, since }
    });
    Ok(Html(ListPage { lines: lines.collect(), layout }).into_response())
}

/// Titles and addresses of studies, collections and questions that the reader may see.
struct Names {
    studies: HashMap<i64, (String, String)>,
    collections: HashMap<i64, (String, String)>,
    questions: HashMap<i64, (String, String)>,
}

impl Names {
    async fn of(app: &App, layout: &Layout, subjects: impl Iterator<Item = &Subject>) -> Result<Self> {
        let (mut studies, mut collections, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for subject in subjects {
            match subject {
                Subject::Study(id) => studies.push(CaseStudyId(*id)),
                Subject::Collection(id) => collections.push(*id),
                Subject::Question(id) => asked.push(*id),
                Subject::Kecamatan(_) | Subject::Sector(_) | Subject::Indicator(_) => {}
            }
        }
        let db = app.db.read();
        let studies = by_ids(db, &layout.viewer, &studies).await?;
        let asked = questions::by_ids(db, &layout.viewer, &asked).await?;
        let shown = collection::Entity::find()
            .filter(collection::Column::Id.is_in(collections))
            .filter(collection::Column::State.eq("tayang"))
            .all(db)
            .await?;
        Ok(Self {
            studies: studies
                .into_iter()
                .map(|row| (row.id, (row.title.clone(), card::url(row.id, &row.title))))
                .collect(),
            collections: shown
                .into_iter()
                .map(|row| (row.id, (row.title.clone(), collection_url(row.id, &row.title))))
                .collect(),
            questions: asked.into_iter().map(|row| (row.id, (row.title.clone(), row.url()))).collect(),
        })
    }

    /// Name and address; without an address where it is not shown any more.
    fn find(&self, layout: &Layout, subject: &Subject) -> (String, String) {
        let catalogue = &layout.catalogue;
        let found = match subject {
            Subject::Study(id) => self.studies.get(id).cloned(),
            Subject::Collection(id) => self.collections.get(id).cloned(),
            Subject::Question(id) => self.questions.get(id).cloned(),
            Subject::Kecamatan(code) => catalogue
                .places
                .kecamatan(code)
                .map(|_| (catalogue.places.full_name(code), format!("/kecamatan/{code}"))),
            Subject::Sector(slug) => {
                catalogue.sector(slug).map(|sector| (sector.name.clone(), format!("/sektor/{slug}")))
            }
            Subject::Indicator(slug) => {
                catalogue.indicator(slug).map(|indicator| (indicator.name.clone(), format!("/indikator/{slug}")))
            }
        };
        found.unwrap_or_else(|| ("Sudah tidak ditayangkan".to_owned(), String::new()))
    }
}
