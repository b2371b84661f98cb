//! `/replikasi/{id}`: an entry of the ledger as a timeline, and for its office the form of the next step.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sea_orm::ConnectionTrait;

use super::steps::{self, StepView};
use super::take_back::undo;
use crate::adoption::adapt::{latest_figures, was_tried};
use crate::adoption::confirm;
use crate::adoption::entity::adoption;
use crate::adoption::figures::{self, Known, Row, Told};
use crate::adoption::lineage;
use crate::adoption::record::{self, Typed};
use crate::adoption::store::{self, unconfirmed, url};
use crate::adoption::{FIRST_YEAR, NOTE_CHARS, Stage, is_asked, not_before, stage_of, unconfirmed_since};
use crate::app::App;
use crate::attachment::Consent;
use crate::case_study::card;
use crate::case_study::content::{Content, Measured};
use crate::case_study::entity::case_study;
use crate::case_study::measured_change::{is_same, other_unit, unit_hint};
use crate::case_study::personal_data::{self, KEEPS_PHONE};
use crate::case_study::store as studies;
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::notification::tell::step_told;
use crate::policy::Act;
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

/// Studies of the own office that are offered to be named.
const MOST_WRITTEN: u64 = 50;

#[derive(Template)]
#[template(path = "adoption/show.html")]
pub(super) struct ShowPage {
    layout: Layout,
    row: adoption::Model,
    /// Title and address, where the viewer may see the study.
    study: Option<(String, String)>,
    is_sample: bool,
    place: String,
    stage: Stage,
    unconfirmed: String,
    is_asked: bool,
    steps: Vec<StepView>,
    may_write: bool,
    /// The own study: title and address, where the viewer may see it.
    own: Option<(String, String)>,
    /// True while the office may still write its own study about this entry.
    may_own: bool,
    /// Studies that the office wrote already, by number and title.
    written: Vec<(i64, String)>,
    next: Vec<Stage>,
    earliest: String,
    today: String,
    typed: Typed,
    /// What the original measured, for its office.
    original: Vec<Measured>,
    /// Which form was sent, when something is wrong with it.
    sent: &'static str,
    why: String,
    /// The step whose form was sent.
    sent_step: i64,
    problems: Problems,
    limit: usize,
}

impl ShowPage {
    fn problem(&self, form: &str, field: &str) -> &str {
        if self.sent == form { self.problems.of(field).unwrap_or_default() } else { "" }
    }

    fn asks_about_phone(&self, form: &str) -> bool {
        self.sent == form && personal_data::is_asked(&self.problems)
    }

    /// Which stage is ticked at first: what runs goes on running, and every other step is the office's to say. One that was
    /// ticked beforehand would be recorded by who only adds a note, and only "berjalan" counts.
    fn is_chosen(&self, stage: &Stage) -> bool {
        if self.typed.stage.is_empty() {
            return self.stage == Stage::Running && *stage == Stage::Running;
        }
        self.typed.stage == stage.as_str()
    }

    fn figure_field(&self, row: &usize) -> String {
        format!("figures-{row}")
    }

    fn figure_problem(&self, row: &usize) -> &str {
        self.problem("langkah", &self.figure_field(row))
    }

    /// True when the form comes back with figures, so that they are seen.
    fn has_figures(&self) -> bool {
        self.typed.figures.iter().any(|row| !row.is_empty())
    }

    /// What is said below the unit of a measure of the catalogue, or of one that the original counts in its own words;
    /// nothing for one that only this office has.
    fn unit_hint(&self, row: &Row) -> String {
        match self.layout.catalogue.measure(&row.measure) {
            Some(measure) => unit_hint(&measure.unit),
            None => self.unit_of_original(&row.name).map(compared_hint).unwrap_or_default(),
        }
    }

    /// In which unit the original counts an own measure of this name.
    fn unit_of_original(&self, name: &str) -> Option<&str> {
        let is_own = |slug: &str| self.layout.catalogue.measure(slug).is_none();
        let mut own = self.original.iter().filter(|row| row.measure.as_deref().is_none_or(is_own));
        own.find(|row| is_same(&row.name, name)).map(|row| row.unit.as_str()).filter(|unit| !unit.is_empty())
    }

    /// The original's unit, for the office whose figure of an own measure carries another: the family does not compare it.
    fn stands_alone(&self, told: &Told) -> Option<&str> {
        let is_own = told.measure.as_deref().is_none_or(|slug| self.layout.catalogue.measure(slug).is_none());
        let unit = self.unit_of_original(&told.figure.name).filter(|_| is_own && self.may_write)?;
        (!is_same(unit, &told.unit)).then_some(unit)
    }

    /// The catalogue's unit, for the office whose figure carries another.
    fn left_out(&self, told: &Told) -> Option<&str> {
        other_unit(&self.layout.catalogue, told.measure.as_deref(), &told.unit).filter(|_| self.may_write)
    }

    fn step_problem(&self, step: &i64, form: &str, field: &str) -> &str {
        if self.sent_step == *step { self.problem(form, field) } else { "" }
    }

    /// True for the step whose form was just refused.
    fn opens(&self, step: &i64, form: &str) -> bool {
        self.sent == form && self.sent_step == *step
    }
}

/// What the writer of a figure is told that the family of the practice sets beside the original's.
fn compared_hint(unit: &str) -> String {
    format!(
        "Disandingkan dengan praktik asal dalam {unit}. Dengan satuan lain angka ini tetap tampil, tetapi tidak disandingkan."
    )
}

/// The study of an entry, where the viewer may see it; `NotFound` where neither it nor the entry is there for the viewer.
pub(super) async fn seen_study(
    db: &impl ConnectionTrait,
    layout: &Layout,
    row: &adoption::Model,
) -> Result<Option<case_study::Model>> {
    match studies::find_cared_for(db, &layout.viewer, CaseStudyId(row.case_study_id)).await {
        Ok(study) => Ok(Some(study)),
        Err(Error::NotFound) if store::is_cared_for(&layout.viewer, row) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a form that was refused gives back.
#[derive(Default)]
pub(super) struct Refused {
    pub(super) sent: &'static str,
    pub(super) typed: Option<Typed>,
    pub(super) why: String,
    /// The step whose form it was.
    pub(super) step: i64,
    pub(super) problems: Problems,
}

pub(super) async fn page(app: &App, layout: Layout, id: AdoptionId, refused: Refused) -> Result<ShowPage> {
    let db = app.db.read();
    let row = store::find(db, id).await?;
    let study = seen_study(db, &layout, &row).await?;
    let may_write = layout.viewer.may(Act::Adopt, &row.kecamatan_code);
    let steps = store::steps(db, row.id).await?;
    let was_tried = was_tried(&row, &steps);
    let stage = stage_of(&row);
    let last = lineage::last_told(&steps).map_or(row.since, |step| step.happened_on);
    // The field takes what some stage of the form takes; which day fits the chosen one is said beside it.
    let earliest = match stage.next().any(|next| not_before(next, Some((stage, last))).is_none()) {
        true => format!("{FIRST_YEAR}-01-01"),
        false => last.to_string(),
    };
    let original = measured(db, study.as_ref().filter(|_| may_write)).await?;
    let told = if may_write {
        let results = figures::results_for(db, row.case_study_id, &steps).await?;
        latest_figures(&steps, &Known { catalogue: &layout.catalogue, results: &results })?
    } else {
        Vec::new()
    };
    let is_shown = study.as_ref().is_some_and(|study| study.state == "tayang" && study.hidden_at.is_none());
    let steps = steps::views(app, &layout, &row, steps, (may_write && is_shown, study.is_some())).await?;
    let typed = match refused.typed {
        Some(typed) => Typed { version: row.version.to_string(), ..typed },
        None => Typed {
            on: app.clock.today().to_string(),
            version: row.version.to_string(),
            figures: figures::proposals(&original, &told),
            ..Typed::default()
        },
    };
    let own = match row.own_study_id {
        Some(own) => studies::by_ids(db, &layout.viewer, &[CaseStudyId(own)]).await?.into_iter().next(),
        None => None,
    };
    let may_own =
        row.own_study_id.is_none() && was_tried && may_write && layout.viewer.may(Act::WriteDraft, &row.kecamatan_code);
    let written = if may_own { written(db, &layout, &row.kecamatan_code).await? } else { Vec::new() };
    let late = unconfirmed_since(&row, app.clock.now());
    Ok(ShowPage {
        place: layout.catalogue.places.full_name(&row.kecamatan_code),
        is_sample: study.as_ref().is_some_and(|study| study.is_sample),
        study: study.map(|study| (study.title.clone(), card::url(study.id, &study.title))),
        unconfirmed: late.map(|at| unconfirmed(at, &app.clock)).unwrap_or_default(),
        is_asked: may_write && is_asked(&row),
        own: own.map(|study| (study.title.clone(), card::url(study.id, &study.title))),
        may_own,
        written,
        next: stage.next().collect(),
        earliest,
        today: app.clock.today().to_string(),
        stage,
        steps,
        may_write,
        typed,
        original,
        sent: refused.sent,
        why: refused.why,
        sent_step: refused.step,
        problems: refused.problems,
        limit: NOTE_CHARS,
        row,
        layout,
    })
}

/// The studies of the office that can be named as the one about this entry.
async fn written(db: &impl ConnectionTrait, layout: &Layout, kecamatan: &str) -> Result<Vec<(i64, String)>> {
    let listing = studies::Listing { region: Some(kecamatan.to_owned()), ..studies::Listing::default() };
    let rows = listing.newest(db, &layout.viewer, MOST_WRITTEN).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.title)).collect())
}

/// The page again, with what was wrong in a form that carries nothing to give back.
pub(super) async fn refused(
    app: &App,
    layout: Layout,
    id: AdoptionId,
    sent: &'static str,
    problems: Problems,
) -> Result<Response> {
    let page = page(app, layout, id, Refused { sent, problems, ..Refused::default() }).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// What the original measured, so that the figures of the form can be put beside its own.
async fn measured(db: &impl ConnectionTrait, study: Option<&case_study::Model>) -> Result<Vec<Measured>> {
    let Some(study) = study else { return Ok(Vec::new()) };
    Ok(Content::parse(&studies::revision(db, study).await?.document)?.results)
}

pub(super) async fn show(State(app): State<App>, path: IdPath<AdoptionId>, layout: Layout) -> Result<Response> {
    Ok(Html(page(&app, layout, path.id, Refused::default()).await?).into_response())
}

/// `POST /replikasi/{id}/langkah`.
pub(super) async fn record(
    State(app): State<App>,
    path: IdPath<AdoptionId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let typed = Typed::of(&posted);
    let done = record::record(&app, &layout.viewer, path.id, &typed).await;
    let told = match &done {
        Ok(Some(step)) => step_told(&app, *step).await?,
        _ => String::new(),
    };
    let refused = Refused { sent: "langkah", typed: Some(typed), ..Refused::default() };
    finish(&app, layout, path.id, done, &format!("Langkah tersimpan. {told}"), refused).await
}

/// `POST /replikasi/{id}/konfirmasi`.
pub(super) async fn confirm(
    State(app): State<App>,
    path: IdPath<AdoptionId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let (answer, why) = (posted.get("answer").to_owned(), posted.get("why").to_owned());
    let keeps_phone = posted.find(KEEPS_PHONE).is_some();
    let done = confirm::confirm(&app, &layout.viewer, path.id, (answer.as_str(), why.as_str()), keeps_phone).await;
    let refused = Refused { sent: "konfirmasi", why, ..Refused::default() };
    finish(&app, layout, path.id, done, "Terima kasih, jawaban tersimpan.", refused).await
}

/// The entry again: with the notice of what was done, and the way to take it back where `done` gives a step that was
/// recorded; or with what was wrong.
pub(super) async fn finish(
    app: &App,
    layout: Layout,
    id: AdoptionId,
    done: Result<Option<i64>>,
    said: &str,
    refused: Refused,
) -> Result<Response> {
    let (status, problems) = match done {
        Ok(Some(step)) => return Ok(see_other_with_undo(&url(id.get()), said, &undo(step))),
        Ok(None) => return Ok(see_other(&url(id.get()), said)),
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        // A colleague was faster: what was typed stays, and the history above shows what the colleague wrote.
        Err(Error::Conflict(sentence)) => (StatusCode::CONFLICT, Problems::one("form", sentence)),
        Err(error) => return Err(error),
    };
    let page = page(app, layout, id, Refused { problems, ..refused }).await?;
    Ok((status, Html(page)).into_response())
}
