//! Who is told what became of a question: who asked, who answered, who follows it, and who cares for the place.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use super::{COORDINATORS, PROVINCE, Told, follow, name, serving, write};
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::{AccountId, AnswerId, QuestionId};
use crate::job::News;
use crate::kecamatan::kabupaten_kota_of;
use crate::notification::{Kind, Subject};
use crate::office;
use crate::question::entity::{answer, question};
use crate::question::store;
use crate::topic::entity::{search_request, search_topic};

/// A question was answered: tells who asked, and who answered before; then who follows it, and who left the topic that
/// it grew from. What the asker adds is told to those who answered.
pub async fn question_answered(tx: &WriteTransaction, id: AnswerId) -> Result<()> {
    let Some((row, question)) = shown_answer(tx, id).await? else {
        return Ok(());
    };
    let by = name(tx, row.account_id).await?;
    let is_addition = row.account_id == question.account_id;
    let (kind, said) = if is_addition {
        (Kind::FollowedQuestion, format!("{by} menambahkan keterangan."))
    } else {
        (Kind::QuestionAnswered, format!("{by} menjawab."))
    };
    let mut told = Told::default();
    told.add([question.account_id], &format!("{said} Bapak/Ibu menerima ini karena bertanya."));
    let earlier = Condition::all().add(answer::Column::Id.lt(row.id));
    let others = store::writers(&**tx, &question, earlier).await?;
    told.add(others, &format!("{said} Bapak/Ibu menerima ini karena ikut menjawab."));
    told.without(Some(row.account_id));
    let key = format!("question_answered:{id}");
    write(tx, kind, Subject::Answer(row.id), &key, &told).await?;
    if !is_addition {
        topic_reached(tx, &question, &row).await?;
    }
    follow::begin(tx, News::Answered(id)).await
}

/// Who left the topic that a question grew from hears of the first answer, once. They stay on the list of those who
/// wait: a practice may come yet.
async fn topic_reached(tx: &WriteTransaction, question: &question::Model, row: &answer::Model) -> Result<()> {
    let topic = match question.topic_id {
        Some(id) => search_topic::Entity::find_by_id(id).one(&**tx).await?,
        None => None,
    };
    let Some(topic) = topic else {
        return Ok(());
    };
    let requests = search_request::Entity::find().filter(search_request::Column::TopicId.eq(topic.id));
    let waiting: Vec<i64> =
        requests.select_only().column(search_request::Column::AccountId).into_tuple().all(&**tx).await?;
    let mut told = Told::default();
    let reason = format!("Pertanyaannya sudah dijawab. Bapak/Ibu menitipkan pencarian “{}”.", topic.text);
    for person in waiting {
        if question.visibility == "public" || has_served(tx, person).await? {
            told.add([person], &reason);
        }
    }
    told.without(Some(row.account_id));
    told.without(Some(question.account_id));
    let key = format!("topic_reached:{}:{}", topic.id, question.id);
    write(tx, Kind::TopicAnswered, Subject::Answer(row.id), &key, &told).await
}

async fn has_served(tx: &WriteTransaction, person: i64) -> Result<bool> {
    let terms = office::terms_ever(&**tx, AccountId(person)).await?;
    Ok(office::has_served(&terms, tx.today()))
}

/// An answer helped: tells who wrote it.
pub async fn answer_accepted(tx: &WriteTransaction, id: AnswerId) -> Result<()> {
    let Some((row, question)) = shown_answer(tx, id).await? else {
        return Ok(());
    };
    if question.accepted_answer_id != Some(row.id) {
        return Ok(());
    }
    let by = name(tx, question.account_id).await?;
    let mut told = Told::default();
    told.add([row.account_id], &format!("{by} terbantu. Bapak/Ibu menerima ini karena menulis jawabannya."));
    told.without(Some(question.account_id));
    let key = format!("answer_accepted:{id}");
    write(tx, Kind::AnswerAccepted, Subject::Answer(row.id), &key, &told).await
}

/// The accepted answer was hidden: tells who asked, whose question counts as answered no longer.
pub async fn accepted_hidden(tx: &WriteTransaction, id: AnswerId, at: DateTime<Utc>) -> Result<()> {
    let row = answer::Entity::find_by_id(id.get()).one(&**tx).await?;
    let Some(row) = row.filter(|row| row.hidden_at.is_some()) else {
        return Ok(());
    };
    let Some(question) = open(tx, QuestionId(row.question_id)).await? else {
        return Ok(());
    };
    let mut told = Told::default();
    told.add(
        [question.account_id],
        "Jawaban yang Bapak/Ibu terima disembunyikan pembina; tanda jawaban diterima dicabut. Bapak/Ibu menerima ini karena bertanya.",
    );
    told.without(row.hidden_by);
    let key = format!("accepted_hidden:{id}:{}", at.timestamp_millis());
    write(tx, Kind::Moderated, Subject::Question(question.id), &key, &told).await
}

/// What was answered was drawn together: tells who asked and who answered; then who follows it.
pub async fn question_summarised(tx: &WriteTransaction, id: QuestionId, version: i64) -> Result<()> {
    let Some(row) = open(tx, id).await? else {
        return Ok(());
    };
    let credited = Condition::all().add(answer::Column::IsCredited.eq(true));
    let mut told = Told::default();
    told.add(
        store::writers(&**tx, &row, credited).await?,
        "Bapak/Ibu menerima ini karena jawaban Bapak/Ibu ikut dirangkum.",
    );
    told.add([row.account_id], "Bapak/Ibu menerima ini karena bertanya.");
    told.add(store::writers(&**tx, &row, Condition::all()).await?, "Bapak/Ibu menerima ini karena ikut menjawab.");
    told.without(row.summary_by);
    let key = format!("question_summarised:{id}:{version}");
    write(tx, Kind::QuestionSummarised, Subject::Question(row.id), &key, &told).await?;
    follow::begin(tx, News::Summarised { question: id, version }).await
}

/// Nobody answered for days: tells the coordinators of the place, else those of the province.
pub async fn question_waiting(tx: &WriteTransaction, catalogue: &Catalogue, id: QuestionId) -> Result<()> {
    let Some(row) = open(tx, id).await?.filter(|row| row.answer_count == 0) else {
        return Ok(());
    };
    let reason = format!(
        "Ditanyakan dari {} dan belum dijawab selama lima hari. Bapak/Ibu menerima ini karena membina wilayah ini.",
        catalogue.places.full_name(&row.scope_code)
    );
    let province = catalogue.places.province.as_str();
    let is_of_kecamatan = row.scope_code.split('.').count() == 3;
    let region = if is_of_kecamatan { kabupaten_kota_of(&row.scope_code) } else { &row.scope_code };
    let mut told = Told::default();
    told.add(serving(tx, region, &COORDINATORS).await?, &reason);
    told.without(Some(row.account_id));
    if told.people().is_empty() {
        told.add(serving(tx, province, &PROVINCE).await?, &reason);
        told.without(Some(row.account_id));
    }
    write(tx, Kind::QuestionWaiting, Subject::Question(row.id), &format!("question_waiting:{id}"), &told).await
}

pub(super) async fn open(tx: &WriteTransaction, id: QuestionId) -> Result<Option<question::Model>> {
    Ok(question::Entity::find_by_id(id.get()).one(&**tx).await?.filter(store::is_open))
}

async fn shown_answer(tx: &WriteTransaction, id: AnswerId) -> Result<Option<(answer::Model, question::Model)>> {
    let Some(row) = answer::Entity::find_by_id(id.get()).one(&**tx).await?.filter(store::is_shown) else {
        return Ok(None);
    };
    Ok(open(tx, QuestionId(row.question_id)).await?.map(|question| (row, question)))
}
