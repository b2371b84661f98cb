//! Asking, and changing or taking back one's own question.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{question, question_indicator};
use super::{Typed, forget, store};
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::discussion::speak::{self, Speaker};
use crate::error::{Error, Problems, Result};
use crate::ids::QuestionId;
use crate::job::{self, Job};
use crate::policy::{self, Act};
use crate::topic::entity::search_topic;
use crate::viewer::Viewer;

/// The same question of the same person within this time is one, sent twice.
const SENT_TWICE_WITHIN: Duration = Duration::minutes(10);

/// Asks all the others.
pub async fn ask(app: &App, viewer: &Viewer, typed: &Typed) -> Result<question::Model> {
    let typed = typed.checked(app.config.limits.comment_chars)?;
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let speaker = speak::speaker(&tx, viewer, &catalogue).await?;
    tx.serialize_on(&format!("question of {}", speaker.account)).await?;
    let twin = question::Entity::find()
        .filter(question::Column::AccountId.eq(speaker.account))
        .filter(question::Column::Title.eq(typed.title.as_str()))
        .filter(question::Column::Body.eq(typed.body.as_str()))
        .filter(question::Column::CreatedAt.gt(tx.now() - SENT_TWICE_WITHIN))
        .filter(question::Column::DeletedAt.is_null())
        .order_by_desc(question::Column::Id)
        .one(&*tx)
        .await?;
    if let Some(twin) = twin {
        return Ok(twin);
    }
    let row = question::ActiveModel {
        account_id: Set(speaker.account),
        term_id: Set(speaker.term),
        scope_code: Set(scope(viewer, &speaker, &catalogue)),
        byline: Set(speaker.byline),
        title: Set(typed.title.clone()),
        body: Set(typed.body.clone()),
        visibility: Set(visibility(&typed).to_owned()),
        sector_id: Set(catalogue.sector(&typed.sector).map(|sector| sector.id)),
        topic_id: Set(topic(&tx, viewer, typed.topic).await?),
        answer_count: Set(0),
        accepted_answer_id: Set(None),
        summary: Set(String::new()),
        summary_version: Set(0),
        summary_byline: Set(String::new()),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        hidden_reason: Set(String::new()),
        ..Default::default()
    };
    let id = question::Entity::insert(row).exec(&*tx).await?.last_insert_id;
    tag(&tx, &catalogue, id, &typed.indicators).await?;
    job::enqueue(&tx, &Job::TellAsked { question: QuestionId(id) }).await?;
    let row = question::Entity::find_by_id(id).one(&*tx).await?.ok_or(Error::NotFound)?;
    tx.commit(visible(id)).await?;
    Ok(row)
}

/// Changes one's own question; its page then says that it was edited.
pub async fn edit(app: &App, viewer: &Viewer, id: QuestionId, typed: &Typed) -> Result<question::Model> {
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let row = own(app, &tx, viewer, id).await?;
    if !store::is_open(&row) {
        return Err(Error::Conflict("Pertanyaan ini tidak tampil lagi, jadi tidak bisa diubah.".to_owned()));
    }
    let typed = typed.checked_over(&row.title, &row.body, app.config.limits.comment_chars)?;
    // Who answered, also who took it back since, wrote for members.
    if row.visibility == "members" && !typed.members_only && store::was_answered(&*tx, &row).await? {
        let sentence = "Pertanyaan ini sudah dijawab khusus untuk anggota, jadi tidak bisa dibuka untuk umum.";
        return Err(Error::Invalid(Problems::one("visibility", sentence)));
    }
    question::Entity::update_many()
        .col_expr(question::Column::Title, Expr::value(typed.title.clone()))
        .col_expr(question::Column::Body, Expr::value(typed.body.clone()))
        .col_expr(question::Column::Visibility, Expr::value(visibility(&typed)))
        .col_expr(question::Column::SectorId, Expr::value(catalogue.sector(&typed.sector).map(|sector| sector.id)))
        .col_expr(question::Column::EditedAt, Expr::value(Some(tx.now())))
        .filter(question::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    question_indicator::Entity::delete_many()
        .filter(question_indicator::Column::QuestionId.eq(row.id))
        .exec(&*tx)
        .await?;
    tag(&tx, &catalogue, row.id, &typed.indicators).await?;
    tx.commit(visible(row.id)).await?;
    Ok(question::Model { title: typed.title, ..row })
}

/// Takes one's own question back while nobody answered, or shows it again.
pub async fn take_back(app: &App, viewer: &Viewer, id: QuestionId, back: bool) -> Result<question::Model> {
    let tx = app.db.begin_write().await?;
    let row = own(app, &tx, viewer, id).await?;
    if row.deleted_at.is_some() == back {
        return Ok(row);
    }
    if back && row.answer_count > 0 {
        let sentence = "Pertanyaan ini sudah dijawab, jadi tidak bisa ditarik: jawabannya berguna bagi yang lain.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    if back {
        job::enqueue_in(&tx, &Job::ForgetQuestion { question: id }, forget::KEPT).await?;
    } else if row.deleted_at.is_some_and(|at| at <= tx.now() - forget::KEPT) {
        let sentence = "Pertanyaan ini ditarik lebih dari 30 hari lalu; tulisannya sudah tidak ada.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    let at: Option<DateTime<Utc>> = back.then(|| tx.now());
    question::Entity::update_many()
        .col_expr(question::Column::DeletedAt, Expr::value(at))
        .filter(question::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    tx.commit(visible(row.id)).await?;
    Ok(row)
}

/// One's own question, held; another's is forbidden.
pub(super) async fn own(app: &App, tx: &WriteTransaction, viewer: &Viewer, id: QuestionId) -> Result<question::Model> {
    let speaker = speak::speaker(tx, viewer, &app.catalogue.get()).await?;
    let row = store::held(tx, viewer, id).await?;
    if row.account_id == speaker.account { Ok(row) } else { Err(Error::Forbidden) }
}

/// What a change of a question means for readers.
pub(super) fn visible(id: i64) -> Effect {
    Effect::Visible(vec![Subject::Question(QuestionId(id))])
}

fn visibility(typed: &Typed) -> &'static str {
    if typed.members_only { "members" } else { "public" }
}

/// The region of the office that asks; who asks in no office belongs to the province.
fn scope(viewer: &Viewer, speaker: &Speaker, catalogue: &Catalogue) -> String {
    let term = viewer.acting_term().filter(|term| Some(term.id.get()) == speaker.term);
    term.map_or_else(|| catalogue.places.province.clone(), |term| term.region.clone())
}

/// The topic that a coordinator turns into a question; of anybody else it is not taken.
async fn topic(tx: &WriteTransaction, viewer: &Viewer, topic: Option<i64>) -> Result<Option<i64>> {
    let (Some(topic), Some(term)) = (topic, viewer.acting_term()) else {
        return Ok(None);
    };
    if !policy::may(Act::AnswerTopic, &term.acting(), &term.region) {
        return Ok(None);
    }
    Ok(search_topic::Entity::find_by_id(topic).one(&**tx).await?.map(|row| row.id))
}

async fn tag(tx: &WriteTransaction, catalogue: &Catalogue, id: i64, slugs: &[String]) -> Result<()> {
    let tag = |indicator| question_indicator::ActiveModel { question_id: Set(id), indicator_id: Set(indicator) };
    let rows: Vec<_> = catalogue.indicator_ids(slugs).into_iter().map(tag).collect();
    if !rows.is_empty() {
        question_indicator::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
