//! The form of a question. What may answer it already is shown while it is typed; without scripts "Lanjut" shows it before
//! the question is sent, and so does "Kirim pertanyaan" where the question was changed since.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::case_study::personal_data::{KEEPS_PHONE, asked_at, has_phone};
use crate::error::{Error, Problems, Result};
use crate::ids::QuestionId;
use crate::keyword_search::alike::{Alike, alike, said, studies_about};
use crate::notification::tell::{self, About, MOST_PEOPLE};
use crate::question::{TITLE_CHARS, TITLE_WORDS, Typed, as_question, ask, store, url};
use crate::rate_limit::{self, Kind};
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, IdPath, Layout, Posted, forms, pace, see_other};

/// What is said where no office would be told.
const NOBODY: &str = "Belum ada kantor yang dapat diberi tahu tentang ini";

/// What happens then.
const WAITING: &str = "Bila lima hari belum dijawab, pembina kecamatan diberi tahu";

#[derive(Template)]
#[template(path = "question/ask.html")]
struct AskPage {
    layout: Layout,
    typed: Typed,
    /// What may answer it already, once that was looked for; then the question may be sent.
    alike: Option<Alike>,
    /// How many offices could be told, once that was looked up.
    reach: Option<usize>,
    /// The question for which that was looked up.
    seen: String,
    /// The question that is changed, with its path.
    changes: Option<(i64, String)>,
    limit: usize,
    problems: Problems,
}

impl AskPage {
    fn answer(self) -> Response {
        let status = if self.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, Html(self)).into_response()
    }

    fn problem(&self, field: &str) -> &str {
        self.problems.of(field).unwrap_or_default()
    }

    /// The field at which the box about a phone number stands, once in the form: the first that asks, or the one that has
    /// the number which was said to stand; empty for none.
    fn phone_box(&self) -> &str {
        match asked_at(&self.problems) {
            Some(field) => field,
            None if !self.typed.keeps_phone => "",
            None if has_phone(&self.typed.title) => "title",
            None => "body",
        }
    }

    fn most(&self) -> usize {
        TITLE_CHARS
    }

    /// Whom the question will reach, as far as that is known.
    fn lead(&self) -> String {
        match self.reach {
            None => {
                "Sampai kepada kecamatan yang menulis tentang hal ini, bila ada. Satu kalimat sudah cukup.".to_owned()
            }
            Some(0) if self.typed.sector.is_empty() => {
                format!("{NOBODY}. Bila sektornya dipilih di bawah, kantor yang menulis di sektor itu diberi tahu.")
            }
            Some(0) => format!("{NOBODY}. {WAITING}."),
            Some(offices) => format!(
                "Ada {offices} kantor yang menulis atau mereplikasi praktik tentang ini. Pejabatnya diberi tahu, yang terdekat lebih dahulu, paling banyak {MOST_PEOPLE} orang."
            ),
        }
    }

    fn fewest(&self) -> usize {
        TITLE_WORDS
    }

    fn has(&self, indicator: &str) -> bool {
        self.typed.indicators.iter().any(|slug| slug == indicator)
    }

    fn is_of(&self, sector: &str) -> bool {
        self.typed.sector == sector
    }

    /// The sector in which it is, or the ones that are offered.
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
        body: posted.get("body").to_owned(),
        members_only: posted.get("visibility") == "members",
        sector: posted.get("sektor").to_owned(),
        indicators: posted.all("indikator").map(str::to_owned).collect(),
        topic: posted.get("topik").parse().ok(),
        keeps_phone: posted.find(KEEPS_PHONE).is_some(),
    }
}

/// Where the words come from: a search without hits, or a topic of the board.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct From {
    q: String,
    topik: Option<i64>,
}

/// `GET /tanya/baru`: words from elsewhere become a question that can be sent at once.
pub async fn blank(State(app): State<App>, layout: Layout, Query(from): Query<From>) -> Result<Response> {
    member(&layout)?;
    let words: String = forms::line(&from.q).chars().take(TITLE_CHARS).collect();
    let typed = Typed { title: as_question(&words), topic: from.topik, ..Typed::default() };
    if words.is_empty() {
        return Ok(page(&app, layout, typed, None, None, Problems::default()).answer());
    }
    let found = alike(&app, &layout.viewer, &words).await?;
    looked_up(&app, layout, typed, found).await
}

/// `POST /tanya/baru`.
pub async fn send(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    let account = layout.viewer.require("/tanya/baru")?.account;
    member(&layout)?;
    let typed = typed(&posted);
    if posted.get("langkah") != "kirim" {
        return look(&app, layout, typed).await;
    }
    let seen = posted.get("dilihat");
    if forms::line(seen) != forms::line(&typed.title) && typed.checked(app.config.limits.comment_chars).is_ok() {
        let found = alike(&app, &layout.viewer, &typed.title).await?;
        if !found.is_empty() {
            return looked_up(&app, layout, typed, found).await;
        }
    }
    let again = |layout: Layout, typed: Typed, problems: Problems| AskPage {
        seen: seen.to_owned(),
        ..page(&app, layout, typed, Some(Alike::default()), None, problems)
    };
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Comment, account, "title").await {
        return Ok(pace::slowed_down(&app, again(layout, typed, problems).answer(), welcome));
    }
    // Before it is asked: what fails here must not look as if nothing was sent.
    let offices = reach(&app, &layout, &typed).await?;
    match ask::ask(&app, &layout.viewer, &typed).await {
        Ok(row) => {
            let said = match offices {
                0 => format!("Pertanyaan terkirim. {NOBODY}. {WAITING}."),
                _ => "Pertanyaan terkirim. Bapak/Ibu diberi tahu begitu ada jawaban.".to_owned(),
            };
            Ok(see_other(&url(row.id, &row.title), &said))
        }
        Err(Error::Invalid(problems)) => Ok(again(layout, typed, problems).answer()),
        Err(error) => Err(error),
    }
}

/// Shows what may answer it already, before it is sent.
async fn look(app: &App, layout: Layout, typed: Typed) -> Result<Response> {
    match typed.checked(app.config.limits.comment_chars) {
        Ok(_) => {
            let found = alike(app, &layout.viewer, &typed.title).await?;
            looked_up(app, layout, typed, found).await
        }
        Err(Error::Invalid(problems)) => Ok(page(app, layout, typed, None, None, problems).answer()),
        Err(error) => Err(error),
    }
}

/// The form once it was looked up what may answer the question, and whether anybody would be told of it.
async fn looked_up(app: &App, layout: Layout, typed: Typed, found: Alike) -> Result<Response> {
    let reach = reach(app, &layout, &typed).await?;
    let page = page(app, layout, typed, Some(found), None, Problems::default());
    Ok(AskPage { reach: Some(reach), ..page }.answer())
}

/// How many offices could be told of what is typed.
async fn reach(app: &App, layout: &Layout, typed: &Typed) -> Result<usize> {
    let catalogue = &layout.catalogue;
    let alike = studies_about(app, &typed.title).await?;
    let indicators = catalogue.indicator_ids(&typed.indicators);
    let sector = catalogue.sector(&typed.sector).map(|sector| sector.id);
    let about = About { sector, indicators: &indicators, alike: &alike };
    let asker = layout.viewer.account().map_or(0, |account| account.get());
    tell::offices_about(app.db.read(), catalogue, &about, asker, app.clock.today()).await
}

/// `GET /tanya/{id}/ubah`.
pub async fn change_form(State(app): State<App>, path: IdPath<QuestionId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/tanya/{}/ubah", path.id))?;
    let db = app.db.read();
    let row = store::find(db, &layout.viewer, path.id).await?;
    if layout.viewer.account().is_none_or(|account| account.get() != row.account_id) {
        return Err(Error::Forbidden);
    }
    let catalogue = layout.catalogue.clone();
    let tags = store::indicators(db, row.id).await?;
    let typed = Typed {
        title: row.title.clone(),
        body: row.body,
        members_only: row.visibility == "members",
        sector: row.sector_id.and_then(|id| Some(catalogue.sector_by_id(id)?.slug.clone())).unwrap_or_default(),
        indicators: tags.into_iter().filter_map(|id| Some(catalogue.indicator_by_id(id)?.slug.clone())).collect(),
        topic: None,
        keeps_phone: false,
    };
    let changes = Some((row.id, url(row.id, &row.title)));
    Ok(page(&app, layout, typed, None, changes, Problems::default()).answer())
}

/// `POST /tanya/{id}/ubah`.
pub async fn change(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let id = path.id;
    let account = layout.viewer.require(&format!("/tanya/{id}/ubah"))?.account;
    let typed = typed(&posted);
    let changes = Some((id.get(), format!("/tanya/{id}")));
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Comment, account, "title").await {
        let page = page(&app, layout, typed, None, changes, problems);
        return Ok(pace::slowed_down(&app, page.answer(), welcome));
    }
    match ask::edit(&app, &layout.viewer, id, &typed).await {
        Ok(row) => Ok(see_other(&url(row.id, &row.title), "Pertanyaan diperbarui.")),
        Err(Error::Invalid(problems)) => Ok(page(&app, layout, typed, None, changes, problems).answer()),
        Err(error) => Err(error),
    }
}

/// `POST /tanya/{id}/tarik`.
pub async fn take_back(State(app): State<App>, path: IdPath<QuestionId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/tanya/{}", path.id))?;
    ask::take_back(&app, &layout.viewer, path.id, true).await?;
    Ok(see_other_with_undo("/tanya", "Pertanyaan ditarik.", &format!("/tanya/{}/tarik/batal", path.id)))
}

/// `POST /tanya/{id}/tarik/batal`.
pub async fn ask_again(State(app): State<App>, path: IdPath<QuestionId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/tanya/{}", path.id))?;
    let row = ask::take_back(&app, &layout.viewer, path.id, false).await?;
    Ok(see_other(&url(row.id, &row.title), "Pertanyaan tampil lagi."))
}

fn member(layout: &Layout) -> Result<()> {
    layout.viewer.require(&layout.path)?;
    if layout.viewer.is_member() { Ok(()) } else { Err(Error::Forbidden) }
}

fn page(
    app: &App,
    layout: Layout,
    typed: Typed,
    alike: Option<Alike>,
    changes: Option<(i64, String)>,
    problems: Problems,
) -> AskPage {
    let seen = typed.title.clone();
    AskPage { limit: app.config.limits.comment_chars, layout, typed, alike, reach: None, seen, changes, problems }
}
