//! `/replikasi/langkah/{id}/ubah`: the office mends the note of a step, or takes its photo off.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::show::seen_study;
use crate::adoption::mend::{self as act, Typed};
use crate::adoption::store::{self, url};
use crate::adoption::{NOTE_CHARS, Stage, hide, lineage, photo};
use crate::app::App;
use crate::attachment::{self, Picture};
use crate::case_study::personal_data::{KEEPS_PHONE, is_asked};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::AdoptionId;
use crate::policy::Act;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "adoption/mend.html")]
struct MendPage {
    layout: Layout,
    heading: &'static str,
    /// "Uji coba, 24 Nov 2026".
    title: String,
    back: String,
    action: String,
    button: &'static str,
    step: i64,
    typed: Typed,
    /// The note as a colleague left it meanwhile.
    stands: Option<String>,
    photo: Option<Picture>,
    limit: usize,
    problems: Problems,
}

impl MendPage {
    fn problem(&self, field: &str) -> &str {
        self.problems.of(field).unwrap_or_default()
    }

    fn asks_about_phone(&self) -> bool {
        self.typed.keeps_phone || is_asked(&self.problems)
    }
}

/// The page for the office of a step: as it stands, or with what was typed and what is wrong with it.
async fn page(app: &App, layout: Layout, id: i64, typed: Option<Typed>, problems: Problems) -> Result<MendPage> {
    let db = app.db.read();
    let step = hide::find(db, id).await?;
    let row = store::find(db, AdoptionId(step.adoption_id)).await?;
    if !layout.viewer.may(Act::Adopt, &row.kecamatan_code) {
        // Who does not take it up learns no more than who may see it.
        seen_study(db, &layout, &row).await?;
        return Err(Error::Forbidden);
    }
    if lineage::is_note(&step) {
        return Err(Error::NotFound);
    }
    let stage = Stage::parse(&step.stage).unwrap_or(Stage::Interested);
    let photos: Vec<i64> = step.photo_id.into_iter().collect();
    let version = row.version.to_string();
    let stands = typed.as_ref().filter(|typed| typed.version.trim() != version).map(|_| step.note.clone());
    Ok(MendPage {
        heading: "Perbaiki langkah",
        title: format!("{}, {}", stage.label(), format::date(step.happened_on)),
        back: format!("{}#langkah-{}", url(row.id), step.id),
        action: format!("/replikasi/langkah/{}/ubah", step.id),
        button: "Simpan catatan",
        step: step.id,
        typed: match typed {
            Some(typed) => Typed { version, ..typed },
            None => Typed { note: step.note, version, keeps_phone: false },
        },
        stands,
        photo: attachment::pictures(db, &photos).await?.into_values().next(),
        limit: NOTE_CHARS,
        problems,
        layout,
    })
}

/// `GET /replikasi/langkah/{id}/ubah`.
pub(super) async fn form(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/replikasi/langkah/{}/ubah", path.id))?;
    Ok(Html(page(&app, layout, path.id, None, Problems::default()).await?).into_response())
}

/// `POST /replikasi/langkah/{id}/ubah`.
pub(super) async fn mend(
    State(app): State<App>,
    path: IdPath<i64>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/replikasi/langkah/{}/ubah", path.id))?;
    let typed = Typed {
        note: posted.get("note").to_owned(),
        version: posted.get("version").to_owned(),
        keeps_phone: posted.find(KEEPS_PHONE).is_some(),
    };
    let (status, problems) = match act::mend(&app, &layout.viewer, path.id, &typed).await {
        Ok(entry) => return Ok(see_other(&place(entry, path.id), "Catatan langkah diperbarui.")),
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        // A colleague was faster: what was typed stays, and the way back leads to what the colleague wrote.
        Err(Error::Conflict(sentence)) => (StatusCode::CONFLICT, Problems::one("note", sentence)),
        Err(error) => return Err(error),
    };
    Ok((status, Html(page(&app, layout, path.id, Some(typed), problems).await?)).into_response())
}

/// `POST /replikasi/langkah/{id}/foto/hapus`.
pub(super) async fn remove_photo(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/replikasi")?;
    let entry = photo::remove(&app, &layout.viewer, path.id).await?;
    Ok(see_other(&place(entry, path.id), "Foto dihapus."))
}

fn place(entry: AdoptionId, step: i64) -> String {
    format!("{}#langkah-{step}", url(entry.get()))
}
