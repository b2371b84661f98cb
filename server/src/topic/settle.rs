//! What a coordinator does with a topic: links an answer, hands it to a kecamatan, closes it, and takes that back.

use sea_orm::{ActiveValue::Set, EntityTrait};

use super::entity::search_topic;
use crate::app::App;
use crate::audit;
use crate::case_study::store;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, CaseStudyId, TopicId};
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms;

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// This study answers it: those who asked to be told are told.
    Answer(CaseStudyId),
    /// This kecamatan is asked to write about it.
    Hand(String),
    /// Nobody needs to see it, for this reason.
    Close(String),
    /// It is open again.
    Reopen,
}

/// Settles a topic.
pub async fn settle(app: &App, viewer: &Viewer, id: TopicId, way: &Way) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let target = if let Way::Hand(kecamatan) = way { kecamatan } else { &acting.region };
    policy::require(Act::AnswerTopic, &acting, target)?;
    let topic = search_topic::Entity::find_by_id(id.get()).one(&*tx).await?.ok_or(Error::NotFound)?;
    let mut row = search_topic::ActiveModel {
        id: Set(topic.id),
        settled_at: Set(Some(tx.now())),
        settled_by: Set(Some(account.get())),
        case_study_id: Set(None),
        kecamatan_code: Set(None),
        reason: Set(String::new()),
        ..Default::default()
    };
    let (act, why) = match way {
        Way::Answer(study) => {
            store::find(&*tx, viewer, *study).await.map_err(|_| problem("study", "Praktik ini tidak ditemukan."))?;
            row.state = Set("answered".to_owned());
            row.case_study_id = Set(Some(study.get()));
            job::enqueue(&tx, &Job::TellTopicAnswered { topic: id, case_study: *study }).await?;
            ("answer_topic", study.to_string())
        }
        Way::Hand(kecamatan) => {
            if app.catalogue.get().places.kecamatan(kecamatan).is_none() {
                return Err(problem("kecamatan", "Pilih kecamatannya."));
            }
            row.state = Set("handed".to_owned());
            row.kecamatan_code = Set(Some(kecamatan.clone()));
            job::enqueue(&tx, &Job::TellTopicHanded { topic: id, by: account }).await?;
            ("hand_topic", kecamatan.clone())
        }
        Way::Close(reason) => {
            let reason = forms::line(reason);
            if reason.is_empty() || reason.chars().count() > app.config.limits.reason_chars {
                return Err(problem("reason", "Tulis alasan yang singkat."));
            }
            row.state = Set("closed".to_owned());
            row.reason = Set(reason.clone());
            ("close_topic", reason)
        }
        Way::Reopen => {
            row.state = Set("open".to_owned());
            row.settled_at = Set(None);
            row.settled_by = Set(None);
            ("reopen_topic", String::new())
        }
    };
    search_topic::Entity::update(row).exec(&*tx).await?;
    remember(&tx, &acting, account, id, act, &why).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

fn problem(field: &'static str, sentence: &str) -> Error {
    Error::Invalid(Problems::one(field, sentence))
}

async fn remember(
    tx: &WriteTransaction,
    acting: &Acting,
    account: AccountId,
    id: TopicId,
    act: &str,
    why: &str,
) -> Result<()> {
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act,
        subject_kind: "search_topic",
        subject_id: id.to_string(),
        reason: why,
    };
    audit::record(tx, entry).await
}
