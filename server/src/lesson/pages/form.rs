//! The form of a lesson. Before anything is written it says who reads it, and who knows who wrote it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{may_write, member};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::lesson::entity::lesson;
use crate::lesson::write::{self, Outcome};
use crate::lesson::{TITLE_CHARS, Typed, naming, store, url};
use crate::rate_limit::{self, Kind};
use crate::web::{Html, Layout, Posted, pace, see_other};

#[derive(Template)]
#[template(path = "lesson/write.html")]
struct WritePage {
    layout: Layout,
    typed: Typed,
    /// The lesson that is changed: its key, and the version that the form starts from.
    changes: Option<(String, i64)>,
    /// What a colleague stored meanwhile.
    clash: Option<Typed>,
    /// False where an unnamed lesson stays so, or is another's to name.
    may_name: bool,
    limit: usize,
    problems: Problems,
}

impl WritePage {
    fn new(app: &App, layout: Layout, typed: Typed, changes: Option<(String, i64)>, problems: Problems) -> Self {
        Self { limit: app.config.limits.comment_chars, layout, typed, changes, clash: None, may_name: true, problems }
    }

    fn answer(self) -> Response {
        let status = match (&self.clash, self.problems.is_empty()) {
            (Some(_), _) => StatusCode::CONFLICT,
            (None, true) => StatusCode::OK,
            (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        (status, Html(self)).into_response()
    }

    fn problem(&self, field: &str) -> String {
        self.problems.all_of(field)
    }

    fn most(&self) -> usize {
        TITLE_CHARS
    }

    fn has(&self, indicator: &str) -> bool {
        self.typed.indicators.iter().any(|slug| slug == indicator)
    }

    fn is_of(&self, sector: &str) -> bool {
        self.typed.sector == sector
    }

    /// "Pertanian": what a lesson is filed under, as a clash shows it.
    fn filed(&self, theirs: &Typed) -> String {
        let sector = self.layout.catalogue.sector(&theirs.sector).map(|sector| sector.name.clone());
        let indicators = theirs.indicators.iter();
        let indicators = indicators.filter_map(|slug| Some(self.layout.catalogue.indicator(slug)?.name.clone()));
        let study = Some(&theirs.study).filter(|study| !study.is_empty()).map(|study| format!("praktik nomor {study}"));
        sector.into_iter().chain(indicators).chain(study).collect::<Vec<_>>().join(", ")
    }

    /// Where the form goes back to.
    fn back(&self) -> String {
        self.changes.as_ref().map_or_else(|| "/pembelajaran".to_owned(), |(key, _)| url(key))
    }

    /// Field, label, hint and text of each longer part.
    fn parts(&self) -> Vec<(&'static str, &'static str, &'static str, &str)> {
        let hints = [
            "Apa yang dijalankan, dengan siapa, dan berapa lama.",
            "Apa hasilnya, dan dari mana terlihat belum berhasil.",
            "Misalnya biaya, waktu, cuaca, aturan, atau orang yang belum terlibat.",
            "Saran untuk kecamatan yang ingin mencoba hal yang sama.",
        ];
        let parts = self.typed.parts().into_iter().zip(hints);
        parts.map(|((field, label, text), hint)| (field, label, hint, text)).collect()
    }

    fn is_optional(&self, field: &str) -> bool {
        matches!(field, "kendala" | "lain")
    }

    fn sectors(&self) -> Vec<(&str, &str)> {
        self.layout.catalogue.offered_sectors().map(|sector| (sector.slug.as_str(), sector.name.as_str())).collect()
    }

    fn indicators(&self) -> Vec<(&str, &str)> {
        let offered = self.layout.catalogue.offered_indicators();
        offered.map(|indicator| (indicator.slug.as_str(), indicator.name.as_str())).collect()
    }
}

fn typed(posted: &Posted) -> Typed {
    Typed {
        title: posted.get("title").to_owned(),
        tried: posted.get("dicoba").to_owned(),
        happened: posted.get("terjadi").to_owned(),
        hindrance: posted.get("kendala").to_owned(),
        differently: posted.get("lain").to_owned(),
        sector: posted.get("sektor").to_owned(),
        indicators: posted.all("indikator").map(str::to_owned).collect(),
        study: posted.get("praktik").to_owned(),
        // Whatever else was sent: a name is shown only to who asked for that.
        is_unnamed: posted.get("nama") != "tampil",
    }
}

/// What a stored lesson looks like in its form.
async fn stored(app: &App, layout: &Layout, row: &lesson::Model) -> Result<Typed> {
    let tags = store::indicators(app.db.read(), row.id).await?;
    let catalogue = &layout.catalogue;
    Ok(Typed {
        title: row.title.clone(),
        tried: row.tried.clone(),
        happened: row.happened.clone(),
        hindrance: row.hindrance.clone(),
        differently: row.differently.clone(),
        sector: row.sector_id.and_then(|id| Some(catalogue.sector_by_id(id)?.slug.clone())).unwrap_or_default(),
        indicators: tags.into_iter().filter_map(|id| Some(catalogue.indicator_by_id(id)?.slug.clone())).collect(),
        study: row.case_study_id.map_or_else(String::new, |id| id.to_string()),
        is_unnamed: row.is_unnamed,
    })
}

/// `GET /pembelajaran/tulis`.
pub async fn blank(State(app): State<App>, layout: Layout) -> Result<Response> {
    member(&layout, &layout.path)?;
    if !may_write(&layout) {
        return Err(Error::Forbidden);
    }
    let typed = Typed { is_unnamed: true, ..Typed::default() };
    Ok(WritePage::new(&app, layout, typed, None, Problems::default()).answer())
}

/// `POST /pembelajaran/tulis`.
pub async fn send(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    let account = member(&layout, "/pembelajaran/tulis")?.account;
    if !may_write(&layout) {
        return Err(Error::Forbidden);
    }
    let typed = typed(&posted);
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Comment, account, "title").await {
        let page = WritePage::new(&app, layout, typed, None, problems);
        return Ok(pace::slowed_down(&app, page.answer(), welcome));
    }
    match write::write(&app, &layout.viewer, &typed).await {
        Ok(row) => Ok(see_other(&url(&row.key), "Catatan sudah tampil untuk anggota.")),
        Err(Error::Invalid(problems)) => Ok(WritePage::new(&app, layout, typed, None, problems).answer()),
        Err(error) => Err(error),
    }
}

/// `GET /pembelajaran/{key}/ubah`.
pub async fn change_form(State(app): State<App>, Path(key): Path<String>, layout: Layout) -> Result<Response> {
    member(&layout, &layout.path)?;
    let row = store::find(app.db.read(), &layout.viewer, &key).await?;
    if !store::owns(&layout.viewer, &row) {
        return Err(Error::Forbidden);
    }
    let typed = stored(&app, &layout, &row).await?;
    let may_name = naming::may_choose(app.db.read(), &layout.viewer, &row).await?;
    let changes = Some((row.key, row.version));
    let page = WritePage::new(&app, layout, typed, changes, Problems::default());
    Ok(WritePage { may_name, ..page }.answer())
}

/// `POST /pembelajaran/{key}/ubah`.
pub async fn change(
    State(app): State<App>,
    Path(key): Path<String>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let account = member(&layout, "/pembelajaran")?.account;
    let row = store::find(app.db.read(), &layout.viewer, &key).await?;
    if !store::owns(&layout.viewer, &row) {
        return Err(Error::Forbidden);
    }
    let may_name = naming::may_choose(app.db.read(), &layout.viewer, &row).await?;
    let typed = typed(&posted);
    let version: i64 = posted.get("versi").parse().unwrap_or_default();
    let changes = Some((key.clone(), version));
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Comment, account, "title").await {
        let page = WritePage { may_name, ..WritePage::new(&app, layout, typed, changes, problems) };
        return Ok(pace::slowed_down(&app, page.answer(), welcome));
    }
    match write::edit(&app, &layout.viewer, &key, version, &typed).await {
        Ok(Outcome::Kept(row)) => Ok(see_other(&url(&row.key), "Catatan diperbarui.")),
        Ok(Outcome::Clash(row)) => {
            let theirs = stored(&app, &layout, &row).await?;
            let may_name = naming::may_choose(app.db.read(), &layout.viewer, &row).await?;
            let mut page = WritePage::new(&app, layout, typed, Some((key, row.version)), Problems::default());
            page.clash = Some(theirs);
            page.may_name = may_name;
            Ok(page.answer())
        }
        Err(Error::Invalid(problems)) => {
            Ok(WritePage { may_name, ..WritePage::new(&app, layout, typed, changes, problems) }.answer())
        }
        Err(error) => Err(error),
    }
}
