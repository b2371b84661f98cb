//! The steps of an entry as a timeline, the photo of a step, and hiding a step's words.

use std::collections::HashMap;

use axum::extract::State;
use axum::extract::multipart::Multipart;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDate, Utc};

use super::show::{Refused, finish, page};
use crate::adoption::entity::{adoption, adoption_step};
use crate::adoption::figures::{Known, Told};
use crate::adoption::store::{self, url};
use crate::adoption::{Stage, TAKEN_BACK_WITHIN, figures, hide, lineage, photo, take_back};
use crate::app::App;
use crate::attachment::{self, Picture};
use crate::case_study::content::Measured;
use crate::error::{Error, Result};
use crate::ids::AdoptionId;
use crate::policy::Act;
use crate::rate_limit::{self, Kind};
use crate::report::{self, direct};
use crate::web::{Html, IdPath, Layout, Posted, SentForm, pace, read_form, see_other};

/// A step as the timeline shows it.
pub(super) struct StepView {
    pub(super) id: i64,
    pub(super) stage: Stage,
    pub(super) on: NaiveDate,
    /// True for an interest that was said here after the work had begun.
    pub(super) is_said_later: bool,
    pub(super) note: String,
    pub(super) figures: Vec<Told>,
    pub(super) photo: Option<Picture>,
    pub(super) byline: String,
    pub(super) recorded_at: DateTime<Utc>,
    /// True where a photo may still be added.
    pub(super) takes_photo: bool,
    /// True for the last step: its photo is asked for, that of an older one may follow.
    pub(super) is_newest: bool,
    /// Until when its office may take it back; none for everybody else, and for an older step.
    pub(super) taken_back_until: Option<DateTime<Utc>>,
    /// True where its office may mend a note or take a photo off.
    pub(super) may_mend: bool,
    /// True where a coordinator hid what this viewer may not read.
    pub(super) is_gone: bool,
    /// Why it was hidden, for its office and the coordinators above it; empty while it is shown.
    pub(super) hidden: String,
    /// Path of the case in which it was hidden, or nothing.
    pub(super) case: String,
    /// True for coordinators above the kecamatan, while there is something to hide.
    pub(super) may_hide: bool,
    /// True for the same people, while it is hidden.
    pub(super) may_restore: bool,
}

/// The steps of an entry as a viewer sees them, the newest first.
pub(super) async fn views(
    app: &App,
    layout: &Layout,
    row: &adoption::Model,
    steps: Vec<adoption_step::Model>,
    (takes_photo, shows_photos): (bool, bool),
) -> Result<Vec<StepView>> {
    let (db, viewer) = (app.db.read(), &layout.viewer);
    let cares = store::is_cared_for(viewer, row);
    let hides = viewer.may(Act::HideComment, &row.kecamatan_code);
    let writes = viewer.may(Act::Adopt, &row.kecamatan_code);
    let asks_for_words = hides || steps.iter().any(|step| step.hidden_at.is_some());
    let results = if asks_for_words { figures::results_of(db, row.case_study_id).await? } else { Vec::new() };
    let known = Known { catalogue: &layout.catalogue, results: &results };
    let photos: Vec<i64> = steps.iter().filter(|_| shows_photos).filter_map(|step| step.photo_id).collect();
    let mut pictures = attachment::pictures(db, &photos).await?;
    let hidden: Vec<i64> = steps.iter().filter(|step| step.hidden_at.is_some()).map(|step| step.id).collect();
    let cases =
        if cares && !hidden.is_empty() { report::cases_of(db, report::STEP, &hidden).await? } else { HashMap::new() };
    let mut views = Vec::new();
    let mut began: Option<NaiveDate> = None;
    for step in steps.into_iter().rev() {
        let figures = figures::read(&step.figures)?;
        let is_hidden = step.hidden_at.is_some();
        let is_gone = is_hidden && !cares;
        let is_note = lineage::is_note(&step);
        let has_words = !step.note.is_empty() || step.photo_id.is_some() || known.have_words(&figures);
        let taken_back = views.is_empty() && writes && take_back::refusal(&step, app.clock.now()).is_none();
        let may_mend = writes && !is_note && (!step.note.is_empty() || step.photo_id.is_some());
        let told = |figure: &Measured| {
            if is_gone { figures::shown(&known.without_words(figure)) } else { figures::shown(figure) }
        };
        views.push(StepView {
            id: step.id,
            stage: Stage::parse(&step.stage).unwrap_or(Stage::Interested),
            on: step.happened_on,
            is_said_later: !is_note && began.is_some_and(|began| began < step.happened_on),
            note: if is_gone { String::new() } else { step.note },
            figures: figures.iter().map(told).collect(),
            takes_photo: takes_photo && !is_note && step.photo_id.is_none() && !is_hidden,
            photo: step.photo_id.filter(|_| !is_gone).and_then(|id| pictures.remove(&id)),
            byline: step.byline,
            recorded_at: step.recorded_at,
            is_newest: views.is_empty(),
            taken_back_until: taken_back.then(|| step.recorded_at + TAKEN_BACK_WITHIN),
            may_mend,
            is_gone,
            hidden: if is_hidden && cares { step.hidden_reason } else { String::new() },
            case: cases.get(&step.id).map_or_else(String::new, |case| format!("/laporan/{case}")),
            may_hide: hides && has_words && !is_hidden,
            may_restore: hides && is_hidden,
        });
        if !is_note {
            began = Some(began.map_or(step.happened_on, |began| std::cmp::min(began, step.happened_on)));
        }
    }
    Ok(views)
}

/// `POST /replikasi/{id}/foto`.
pub(super) async fn add_photo(
    State(app): State<App>,
    path: IdPath<AdoptionId>,
    layout: Layout,
    form: Multipart,
) -> Result<Response> {
    let account = layout.viewer.require(&url(path.id.get()))?.account;
    // Asked before anything is stored; the act asks again.
    let row = store::find(app.db.read(), path.id).await?;
    if !layout.viewer.may(Act::Adopt, &row.kecamatan_code) {
        return Err(Error::Forbidden);
    }
    let sent = read_form(&app, form, "photo", app.config.limits.photo_bytes).await?;
    let step = sent.posted.get("step").parse().unwrap_or_default();
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Photo, account, "photo").await {
        let page = page(&app, layout, path.id, Refused { sent: "foto", step, problems, ..Refused::default() }).await?;
        let answer = (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response();
        return Ok(pace::slowed_down(&app, answer, welcome));
    }
    let done = store_photo(&app, &layout, path.id, sent).await.map(|()| None);
    finish(&app, layout, path.id, done, "Foto tersimpan.", Refused { sent: "foto", step, ..Refused::default() }).await
}

async fn store_photo(app: &App, layout: &Layout, id: AdoptionId, sent: SentForm) -> Result<()> {
    let described = attachment::Described::checked(app, &sent)?;
    let step = sent.posted.get("step").parse().map_err(|_| Error::NotFound)?;
    let (_, bytes) = sent.file.ok_or(Error::NotFound)?;
    let stored = attachment::store_picture(app, bytes).await?;
    photo::add(app, &layout.viewer, (id, step), described, &stored).await
}

/// `GET` of the two addresses below: opened again after a form was refused, they lead to the step.
pub(super) async fn place(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Redirect> {
    layout.viewer.require("/replikasi")?;
    Ok(Redirect::to(&hide::place(app.db.read(), path.id).await?))
}

/// `POST /replikasi/langkah/{id}/sembunyikan`: the note and photo of a step, with a reason.
pub(super) async fn hide(
    State(app): State<App>,
    path: IdPath<i64>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require("/replikasi")?;
    let step = hide::find(app.db.read(), path.id).await?;
    let why = posted.get("reason").to_owned();
    let done = direct::hide_step(&app, &layout.viewer, step.id, &why).await.map(|_| None);
    let refused = Refused { sent: "sembunyi", why, step: step.id, ..Refused::default() };
    let said = "Disembunyikan. Kantor yang mencatat membaca alasannya dan bisa menanggapi.";
    finish(&app, layout, AdoptionId(step.adoption_id), done, said, refused).await
}

/// `POST /replikasi/langkah/{id}/pulihkan`.
pub(super) async fn restore(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/replikasi")?;
    let entry = direct::restore_step(&app, &layout.viewer, path.id).await?;
    Ok(see_other(&url(entry), "Keterangan langkah ini tampil kembali."))
}
