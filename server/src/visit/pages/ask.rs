//! `/praktik/{id}/studi-tiru`: asking the office of a study.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::acts::other_office;
use super::show::short_name;
use crate::app::App;
use crate::case_study::card;
use crate::case_study::personal_data;
use crate::case_study::store as studies;
use crate::error::{Error, Problems, Result};
use crate::ids::CaseStudyId;
use crate::office::reach::reach;
use crate::policy::Act;
use crate::visit::ask::{self, Typed};
use crate::visit::store::{open_of, url};
use crate::visit::{Kind, LINE_CHARS, MOST_PEOPLE, TEXT_CHARS};
use crate::web::{Html, IdPath, Layout, Posted, see_other};

/// What the press of the button says to who has an open request.
const KNOWN: &str = "Kantor Bapak/Ibu sudah mengajukan studi tiru ke praktik ini. Lanjutkan di sini.";

#[derive(Template)]
#[template(path = "visit/ask.html")]
struct AskPage {
    layout: Layout,
    id: i64,
    title: String,
    back: String,
    host: String,
    /// What to know where nobody of that office is here to answer.
    unheard: Option<String>,
    typed: Typed,
    problems: Problems,
    today: String,
    furthest: String,
}

impl AskPage {
    fn problem(&self, field: &str) -> &str {
        self.problems.of(field).unwrap_or_default()
    }

    /// True when the box about the phone number in the contact stands; one that was ticked comes back.
    fn asks_about_phone(&self) -> bool {
        personal_data::asked_at(&self.problems) == Some("contact") || self.typed.keeps_phone
    }

    fn is_kind(&self, kind: &Kind) -> bool {
        self.typed.kind == kind.as_str()
    }
}

/// `GET /praktik/{id}/studi-tiru`; the open request where there is one.
pub(super) async fn form(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/praktik/{}/studi-tiru", path.id))?;
    let term = layout.viewer.acting_term().filter(|term| layout.viewer.may(Act::AskVisit, &term.region));
    let term = term.cloned().ok_or(Error::Forbidden)?;
    let study = studies::find(app.db.read(), &layout.viewer, path.id).await?;
    if let Some(known) = open_of(app.db.read(), study.id, &term.region).await? {
        return Ok(see_other(&url(known.id), KNOWN));
    }
    if !ask::may_ask(&layout.viewer, &study) {
        let sentence = "Studi tiru diajukan ke kantor kecamatan lain yang praktiknya sudah ditandai kecamatannya.";
        return Ok(see_other(&card::url(study.id, &study.title), sentence));
    }
    let typed = Typed { kind: Kind::OnSite.as_str().to_owned(), people: "4".to_owned(), ..Typed::default() };
    page(&app, layout, path.id, typed, Problems::default()).await
}

/// `POST /praktik/{id}/studi-tiru`.
pub(super) async fn send(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/praktik/{}/studi-tiru", path.id))?;
    let typed = Typed::of(&posted);
    match ask::ask(&app, &layout.viewer, path.id, &typed).await {
        Ok(asked) if asked.is_new => {
            let other = other_office(&app, &layout, asked.id).await?;
            let said = if other.is_here {
                format!("Permohonan terkirim. {}", other.told)
            } else {
                format!("Permohonan tercatat. {} Kirim juga surat permohonannya.", other.told)
            };
            Ok(see_other(&url(asked.id.get()), &said))
        }
        Ok(asked) => Ok(see_other(&url(asked.id.get()), KNOWN)),
        Err(Error::Invalid(problems)) => page(&app, layout, path.id, typed, problems).await,
        Err(error) => Err(error),
    }
}

async fn page(app: &App, layout: Layout, id: CaseStudyId, typed: Typed, problems: Problems) -> Result<Response> {
    let study = studies::find(app.db.read(), &layout.viewer, id).await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let today = app.clock.today();
    let host = study.kecamatan_code.as_deref().map(|code| layout.catalogue.places.full_name(code));
    let unheard = match study.kecamatan_code.as_deref() {
        Some(code) => reach(app.db.read(), &layout.catalogue, code, today)
            .await?
            .warning(&short_name(&layout, code), &layout.catalogue),
        None => None,
    };
    let page = AskPage {
        id: study.id,
        back: card::url(study.id, &study.title),
        host: host.unwrap_or_default(),
        unheard,
        title: study.title,
        typed,
        problems,
        today: today.to_string(),
        furthest: (today + crate::visit::FURTHEST).to_string(),
        layout,
    };
    Ok((status, Html(page)).into_response())
}
