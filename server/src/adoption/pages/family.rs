//! `/praktik/{id}/keluarga`: the family of a practice as a tree, on the map and as one table of results; and the ways from
//! an entry of the ledger to a study of one's own.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::adoption::adapt::{self, Own};
use crate::adoption::compare::Comparison;
use crate::adoption::family::{self, TreeLine};
use crate::adoption::lineage;
use crate::adoption::spread::{self, Spread};
use crate::adoption::store::url;
use crate::app::App;
use crate::case_study::card;
use crate::case_study::store as studies;
use crate::error::{Error, Result};
use crate::format;
use crate::ids::{AdoptionId, CaseStudyId};
use crate::kecamatan::pages::Shape;
use crate::web::flash::see_other_with_undo;
use crate::web::table_file::{Cell, Kind, Table};
use crate::web::{Html, IdPath, Layout, Posted, see_other};

/// A measure with its drawing.
struct Drawn {
    comparison: Comparison,
    spread: Option<Spread>,
}

#[derive(Template)]
#[template(path = "adoption/family.html")]
struct FamilyPage {
    layout: Layout,
    id: i64,
    title: String,
    study_url: String,
    tree: Vec<TreeLine>,
    studies: usize,
    running: i64,
    /// "Ditampilkan 400 dari 612 replikasi.", or nothing.
    cut: String,
    shapes: Vec<Shape>,
    /// "Kab. Garut (2 kecamatan), Kab. Bandung (1 kecamatan)".
    places: String,
    measures: Vec<Drawn>,
}

/// `GET /praktik/{id}/keluarga`.
pub(super) async fn show(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    let db = app.db.read();
    let study = studies::find(db, &layout.viewer, path.id).await?;
    let family = family::load(db, &layout.viewer, study.id).await?;
    let places = family.places();
    let known = &layout.catalogue.places;
    let shape = |code: &str| Shape { code: code.to_owned(), shade: if places.contains_key(code) { 4 } else { 0 } };
    let named = places.iter().filter_map(|(code, count)| {
        known.kabupaten_kota(code).map(|place| format!("{} ({} kecamatan)", place.name, format::integer(*count)))
    });
    let (all, shown) = family.all_and_shown();
    let drawn = |comparison: Comparison| Drawn { spread: spread::of(&comparison), comparison };
    let page = FamilyPage {
        id: study.id,
        study_url: card::url(study.id, &study.title),
        tree: family.tree(&layout.viewer, &layout.catalogue, study.id),
        studies: family.len(),
        running: family.running(),
        cut: if shown < all {
            format!("Ditampilkan {} dari {} replikasi.", format::integer(shown), format::integer(all))
        } else {
            String::new()
        },
        shapes: known.all_kabupaten_kota().iter().map(|place| shape(&place.code)).collect(),
        places: named.collect::<Vec<_>>().join(", "),
        measures: family.comparisons(&layout.catalogue)?.into_iter().map(drawn).collect(),
        title: study.title,
        layout,
    };
    Ok(Html(page).into_response())
}

/// `GET /praktik/{id}/keluarga.csv`.
pub(super) async fn csv(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    let db = app.db.read();
    let study = studies::find(db, &layout.viewer, path.id).await?;
    let family = family::load(db, &layout.viewer, study.id).await?;
    let headings =
        ["Ukuran", "Satuan", "Kecamatan", "Sebelum", "Sesudah", "Keterangan", "Sumber", "Syarat dan keadaan", "Alamat"];
    let mut rows = Vec::new();
    for comparison in family.comparisons(&layout.catalogue)? {
        for row in &comparison.rows {
            let number = |text: &str| text.parse::<f64>().map_or_else(|_| Cell::text(text), Cell::Number);
            rows.push(vec![
                Cell::text(&comparison.name),
                Cell::text(&comparison.unit),
                Cell::text(&row.place),
                number(&row.first),
                number(&row.last),
                Cell::text(row.remark()),
                Cell::text(&row.source),
                Cell::text(&row.conditions),
                Cell::text(format!("{}{}", layout.base_url, row.url)),
            ]);
        }
    }
    let table = Table { name: "Keluarga praktik", headings: headings.map(str::to_owned).to_vec(), rows };
    table.download(Kind::Csv, "keluarga-praktik")
}

/// `POST /replikasi/{id}/tulis`: the draft about this entry, opened at the three questions.
pub(super) async fn write(State(app): State<App>, path: IdPath<AdoptionId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    match adapt::write_own(&app, &layout.viewer, path.id).await? {
        Own::Draft(key) => {
            Ok(Redirect::to(&format!("/tulis/{key}?bentuk=lengkap&baris=kept#adaptasi")).into_response())
        }
        Own::Study(study) => Ok(Redirect::to(&format!("/praktik/{study}")).into_response()),
    }
}

/// `POST /replikasi/{id}/praktik`: a study that the office wrote already is the one about this entry.
pub(super) async fn link(
    State(app): State<App>,
    path: IdPath<AdoptionId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    match lineage::link(&app, &layout.viewer, path.id, posted.get("study")).await {
        Ok(()) => {
            let page = url(path.id.get());
            let said = "Praktik sendiri tertaut. Silsilahnya terlihat di halaman praktik.";
            Ok(see_other_with_undo(&page, said, &format!("{page}/praktik/lepas")))
        }
        Err(Error::Invalid(problems)) => super::show::refused(&app, layout, path.id, "praktik", problems).await,
        Err(error) => Err(error),
    }
}

/// `POST /replikasi/{id}/praktik/lepas`.
pub(super) async fn unlink(State(app): State<App>, path: IdPath<AdoptionId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    lineage::unlink(&app, &layout.viewer, path.id).await?;
    Ok(see_other(&url(path.id.get()), "Tautan dilepas. Kedua praktik tetap tayang."))
}
