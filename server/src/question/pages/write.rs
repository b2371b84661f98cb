//! The short forms of a conversation: to answer, to change an answer, to hide with a reason; and the buttons beside them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::anchor;
use crate::app::App;
use crate::case_study::personal_data::{KEEPS_PHONE, is_asked};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, AnswerId, QuestionId};
use crate::policy::Act;
use crate::question::entity::{answer as answers, question};
use crate::question::{answer as verb, store, url};
use crate::rate_limit::{self, Kind};
use crate::report::direct;
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, IdPath, Layout, Posted, pace, see_other};

#[derive(Template)]
#[template(path = "question/write.html")]
struct WritePage {
    layout: Layout,
    heading: &'static str,
    label: &'static str,
    button: &'static str,
    hint: &'static str,
    action: String,
    title: String,
    back: String,
    text: String,
    keeps_phone: bool,
    /// Number or address of a study, where one can be named.
    study: Option<String>,
    limit: usize,
    problems: Problems,
}

impl WritePage {
    fn answer(self) -> Response {
        let status = if self.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, Html(self)).into_response()
    }

    fn problem(&self, field: &str) -> &str {
        self.problems.of(field).unwrap_or_default()
    }

    /// The box comes back with each form, ticked where it was: what was said is not asked again.
    fn asks_about_phone(&self) -> bool {
        self.keeps_phone || is_asked(&self.problems)
    }
}

/// What is typed.
#[derive(Clone, Copy)]
enum Form {
    Answer,
    Edit(i64),
    HideQuestion,
    HideAnswer(i64),
}

impl Form {
    fn page(self, app: &App, layout: Layout, row: &question::Model, posted: &Posted, problems: Problems) -> WritePage {
        let id = row.id;
        const ANSWER: &str =
            "Ceritakan yang pernah dilakukan dan hasilnya. Alamat praktik yang ditempel tampil sebagai kartu.";
        const ADDITION: &str =
            "Misalnya keadaan yang baru diketahui, atau hasil saran yang sudah dicoba. Tampil di antara jawaban.";
        const REASON: &str = "Penulisnya membaca alasan ini.";
        let is_own = layout.viewer.account().is_some_and(|account| account.get() == row.account_id);
        let (heading, label, button, hint, action) = match self {
            Self::Answer if is_own => {
                ("Tambahkan keterangan", "Keterangan", "Tambahkan", ADDITION, format!("/tanya/{id}/jawaban"))
            }
            Self::Edit(answer) if is_own => {
                ("Ubah keterangan", "Keterangan", "Simpan perubahan", ADDITION, format!("/jawaban/{answer}/ubah"))
            }
            Self::Answer => ("Tulis jawaban", "Jawaban", "Kirim jawaban", ANSWER, format!("/tanya/{id}/jawaban")),
            Self::Edit(answer) => {
                ("Ubah jawaban", "Jawaban", "Simpan perubahan", ANSWER, format!("/jawaban/{answer}/ubah"))
            }
            Self::HideQuestion => {
                ("Sembunyikan pertanyaan", "Alasan", "Sembunyikan", REASON, format!("/tanya/{id}/sembunyikan"))
            }
            Self::HideAnswer(answer) => {
                ("Sembunyikan jawaban", "Alasan", "Sembunyikan", REASON, format!("/jawaban/{answer}/sembunyikan"))
            }
        };
        let limits = &app.config.limits;
        WritePage {
            heading,
            label,
            button,
            hint,
            action,
            title: row.title.clone(),
            back: url(id, &row.title),
            text: posted.get("body").to_owned(),
            keeps_phone: posted.find(KEEPS_PHONE).is_some(),
            study: (matches!(self, Self::Answer) && !is_own).then(|| posted.get("praktik").to_owned()),
            limit: if matches!(self, Self::Answer | Self::Edit(_)) {
                limits.comment_chars
            } else {
                limits.reason_chars
            },
            problems,
            layout,
        }
    }
}

/// The form, or the page again with what is wrong; `welcome` is when the next is, for who sent too fast.
async fn again(
    app: &App,
    layout: Layout,
    id: QuestionId,
    form: Form,
    posted: &Posted,
    problems: Problems,
) -> Result<Response> {
    let row = store::find(app.db.read(), &layout.viewer, id).await?;
    Ok(form.page(app, layout, &row, posted, problems).answer())
}

fn account(layout: &Layout, back: &str) -> Result<AccountId> {
    Ok(layout.viewer.require(back)?.account)
}

/// `GET /tanya/{id}/jawaban`.
pub async fn answer_form(State(app): State<App>, path: IdPath<QuestionId>, layout: Layout) -> Result<Response> {
    account(&layout, &format!("/tanya/{}/jawaban", path.id))?;
    if !layout.viewer.is_member() {
        return Err(Error::Forbidden);
    }
    again(&app, layout, path.id, Form::Answer, &Posted::default(), Problems::default()).await
}

/// `POST /tanya/{id}/jawaban`.
pub async fn answer(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let id = path.id;
    let account = account(&layout, &format!("/tanya/{id}"))?;
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Comment, account, "body").await {
        let page = again(&app, layout, id, Form::Answer, &posted, problems).await?;
        return Ok(pace::slowed_down(&app, page, welcome));
    }
    let keeps_phone = posted.find(KEEPS_PHONE).is_some();
    match verb::answer(&app, &layout.viewer, id, posted.get("body"), posted.get("praktik"), keeps_phone).await {
        Ok((answer, row)) => {
            let is_own = layout.viewer.account().is_some_and(|account| account.get() == row.account_id);
            let said = if is_own { "Keterangan sudah tampil." } else { "Jawaban sudah tampil." };
            Ok(see_other(&anchor(&app, &row, answer).await?, said))
        }
        Err(Error::Invalid(problems)) => again(&app, layout, id, Form::Answer, &posted, problems).await,
        Err(error) => Err(error),
    }
}

/// `POST /tanya/{id}/terima`: the answer that helped, or none.
pub async fn accept(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    account(&layout, &format!("/tanya/{}", path.id))?;
    let accepted: Option<i64> = posted.get("jawaban").parse().ok();
    let row = verb::accept(&app, &layout.viewer, path.id, accepted.map(AnswerId)).await?;
    let said = if accepted.is_some() { "Jawaban diterima." } else { "Tanda jawaban diterima dicabut." };
    let place = match accepted {
        Some(answer) => anchor(&app, &row, AnswerId(answer)).await?,
        None => row.url(),
    };
    Ok(see_other(&place, said))
}

/// One's own answer with its question.
async fn own(app: &App, layout: &Layout, id: AnswerId) -> Result<(answers::Model, QuestionId)> {
    let row = store::find_answer(app.db.read(), id).await?;
    let question = QuestionId(row.question_id);
    store::find(app.db.read(), &layout.viewer, question).await?;
    if layout.viewer.account().is_none_or(|account| account.get() != row.account_id) {
        return Err(Error::Forbidden);
    }
    Ok((row, question))
}

/// `GET /jawaban/{id}/ubah`.
pub async fn edit_answer_form(State(app): State<App>, path: IdPath<AnswerId>, layout: Layout) -> Result<Response> {
    account(&layout, &format!("/jawaban/{}/ubah", path.id))?;
    let (row, question) = own(&app, &layout, path.id).await?;
    let posted = Posted::new(vec![("body".to_owned(), row.body)]);
    again(&app, layout, question, Form::Edit(row.id), &posted, Problems::default()).await
}

/// `POST /jawaban/{id}/ubah`.
pub async fn edit_answer(
    State(app): State<App>,
    path: IdPath<AnswerId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let account = account(&layout, &format!("/jawaban/{}/ubah", path.id))?;
    let (row, question) = own(&app, &layout, path.id).await?;
    let form = Form::Edit(row.id);
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Comment, account, "body").await {
        let page = again(&app, layout, question, form, &posted, problems).await?;
        return Ok(pace::slowed_down(&app, page, welcome));
    }
    let keeps_phone = posted.find(KEEPS_PHONE).is_some();
    match verb::edit(&app, &layout.viewer, path.id, posted.get("body"), keeps_phone).await {
        Ok(row) => Ok(see_other(
            &anchor(&app, &row, path.id).await?,
            if row.account_id == account.get() { "Keterangan diperbarui." } else { "Jawaban diperbarui." },
        )),
        Err(Error::Invalid(problems)) => again(&app, layout, question, form, &posted, problems).await,
        Err(error) => Err(error),
    }
}

/// `POST /jawaban/{id}/hapus`.
pub async fn delete_answer(State(app): State<App>, path: IdPath<AnswerId>, layout: Layout) -> Result<Response> {
    account(&layout, &format!("/jawaban/{}", path.id))?;
    let row = verb::take_back(&app, &layout.viewer, path.id, true).await?;
    let undo = format!("/jawaban/{}/hapus/batal", path.id);
    Ok(see_other_with_undo(&anchor(&app, &row, path.id).await?, "Jawaban dihapus.", &undo))
}

/// `POST /jawaban/{id}/hapus/batal`.
pub async fn undelete_answer(State(app): State<App>, path: IdPath<AnswerId>, layout: Layout) -> Result<Response> {
    account(&layout, &format!("/jawaban/{}", path.id))?;
    let row = verb::take_back(&app, &layout.viewer, path.id, false).await?;
    Ok(see_other(&anchor(&app, &row, path.id).await?, "Jawaban tampil lagi."))
}

/// The reason is typed where other words are.
fn at_body(problems: &Problems) -> Problems {
    let mut moved = Problems::default();
    problems.iter().for_each(|(_, sentence)| moved.add("body", sentence));
    moved
}

/// The question for who may hide it and what stands under it; everybody else learns no more than what he sees.
async fn cared_for(app: &App, layout: &Layout, id: QuestionId) -> Result<question::Model> {
    let row = store::find(app.db.read(), &layout.viewer, id).await?;
    if layout.viewer.may(Act::HideComment, &row.scope_code) { Ok(row) } else { Err(Error::Forbidden) }
}

/// `GET /tanya/{id}/sembunyikan`.
pub async fn hide_form(State(app): State<App>, path: IdPath<QuestionId>, layout: Layout) -> Result<Response> {
    account(&layout, &format!("/tanya/{}/sembunyikan", path.id))?;
    let row = cared_for(&app, &layout, path.id).await?;
    Ok(Form::HideQuestion.page(&app, layout, &row, &Posted::default(), Problems::default()).answer())
}

/// `POST /tanya/{id}/sembunyikan`.
pub async fn hide(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    account(&layout, &format!("/tanya/{}", path.id))?;
    let row = cared_for(&app, &layout, path.id).await?;
    match direct::hide_question(&app, &layout.viewer, path.id, posted.get("body")).await {
        Ok(row) => {
            let undo = format!("/tanya/{}/pulihkan", path.id);
            Ok(see_other_with_undo(&url(row.id, &row.title), "Pertanyaan disembunyikan.", &undo))
        }
        Err(Error::Invalid(problems)) => {
            Ok(Form::HideQuestion.page(&app, layout, &row, &posted, at_body(&problems)).answer())
        }
        Err(error) => Err(error),
    }
}

/// `POST /tanya/{id}/pulihkan`.
pub async fn restore(State(app): State<App>, path: IdPath<QuestionId>, layout: Layout) -> Result<Response> {
    account(&layout, &format!("/tanya/{}", path.id))?;
    let row = direct::restore_question(&app, &layout.viewer, path.id).await?;
    Ok(see_other(&url(row.id, &row.title), "Pertanyaan tampil lagi."))
}

async fn question_of(app: &App, id: AnswerId) -> Result<QuestionId> {
    Ok(QuestionId(store::find_answer(app.db.read(), id).await?.question_id))
}

/// `GET /jawaban/{id}/sembunyikan`.
pub async fn hide_answer_form(State(app): State<App>, path: IdPath<AnswerId>, layout: Layout) -> Result<Response> {
    account(&layout, &format!("/jawaban/{}/sembunyikan", path.id))?;
    let row = cared_for(&app, &layout, question_of(&app, path.id).await?).await?;
    let form = Form::HideAnswer(path.id.get());
    Ok(form.page(&app, layout, &row, &Posted::default(), Problems::default()).answer())
}

/// `POST /jawaban/{id}/sembunyikan`.
pub async fn hide_answer(
    State(app): State<App>,
    path: IdPath<AnswerId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    account(&layout, &format!("/jawaban/{}", path.id))?;
    let row = cared_for(&app, &layout, question_of(&app, path.id).await?).await?;
    match direct::hide_answer(&app, &layout.viewer, path.id, posted.get("body")).await {
        Ok(row) => {
            let undo = format!("/jawaban/{}/pulihkan", path.id);
            let said = match row.summary.is_empty() {
                true => "Jawaban disembunyikan.",
                false => "Jawaban disembunyikan. Periksa rangkumannya: kata-katanya mungkin masih ada di sana.",
            };
            Ok(see_other_with_undo(&url(row.id, &row.title), said, &undo))
        }
        Err(Error::Invalid(problems)) => {
            Ok(Form::HideAnswer(path.id.get()).page(&app, layout, &row, &posted, at_body(&problems)).answer())
        }
        Err(error) => Err(error),
    }
}

/// `POST /jawaban/{id}/pulihkan`.
pub async fn restore_answer(State(app): State<App>, path: IdPath<AnswerId>, layout: Layout) -> Result<Response> {
    account(&layout, &format!("/jawaban/{}", path.id))?;
    let row = direct::restore_answer(&app, &layout.viewer, path.id).await?;
    Ok(see_other(&anchor(&app, &row, path.id).await?, "Jawaban tampil lagi."))
}
