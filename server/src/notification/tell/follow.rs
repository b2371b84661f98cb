//! Who follows what something happened to: told in batches, each a transaction of its own, so that a sector that thousands
//! follow holds up no other writer. Who was told of the same event for a nearer reason is not told again.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::study::reviewer;
use super::{BATCH, Told, name, practised, write};
use crate::case_study;
use crate::case_study::entity::{case_study as study, case_study_indicator, case_study_revision};
use crate::catalogue::Catalogue;
use crate::collection::entity::{collection, collection_item};
use crate::curation::entity::feature;
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::follow::Subject as Followed;
use crate::follow::store::followers as followers_of;
use crate::ids::{AccountId, AnswerId, CaseStudyId, QuestionId};
use crate::job::{self, Job, News};
use crate::notification::{Kind, Subject};
use crate::question;
use crate::question::entity::question as asked;
use crate::verification;
use crate::viewer::Viewer;

/// What happened, as followers hear of it.
pub(super) struct Event {
    pub(super) kind: Kind,
    pub(super) about: Subject,
    /// What stands before the reason, where the heading does not say it; else empty.
    pub(super) said: String,
    pub(super) key: String,
    pub(super) followed: Vec<Followed>,
    /// Who did it hears nothing.
    pub(super) actors: Vec<i64>,
}

/// Queues the telling, in the transaction that tells who is nearer.
pub(super) async fn begin(tx: &WriteTransaction, news: News) -> Result<()> {
    job::enqueue(tx, &Job::TellFollowers { news, after: 0 }).await
}

/// Tells the next followers, and queues the telling of the rest.
pub async fn followers(tx: &WriteTransaction, catalogue: &Catalogue, news: &News, after: i64) -> Result<()> {
    let found = match news {
        News::Published { case_study, revision } => published(tx, catalogue, *case_study, *revision).await?,
        News::Featured(id) => featured(tx, id.get()).await?,
        News::Verified(id) => verified(tx, *id).await?,
        News::Gathered { collection, case_study } => gathered(tx, collection.get(), *case_study).await?,
        News::Answered(answer) => answered(tx, *answer).await?,
        News::Summarised { question, version } => summarised(tx, *question, *version).await?,
        News::Adopted(step) => practised::adopted(tx, catalogue, *step).await?,
        News::Visited(word) => practised::visited(tx, catalogue, *word).await?,
        News::Asked(question) => asked_there(tx, catalogue, *question).await?,
    };
    let Some(event) = found else {
        return Ok(());
    };
    let rows = followers_of(&**tx, &event.followed, after, BATCH as u64).await?;
    let title = collection_title(tx, &event.followed).await?;
    let mut told = Told::default();
    for row in &rows {
        if let Some(followed) = Followed::from_row(&row.kind, &row.subject) {
            told.add([row.account_id], &format!("{}{}", event.said, reason(catalogue, &followed, &title)));
        }
    }
    for actor in &event.actors {
        told.without(Some(*actor));
    }
    write(tx, event.kind, event.about, &event.key, &told).await?;
    match rows.last().filter(|_| rows.len() == BATCH) {
        Some(last) => {
            let next = Job::TellFollowers { news: news.clone(), after: last.account_id };
            job::enqueue(tx, &next).await
        }
        None => Ok(()),
    }
}

/// A study as members see it; none for what is not shown (any more).
pub(super) async fn shown(tx: &WriteTransaction, id: CaseStudyId) -> Result<Option<study::Model>> {
    let member = Viewer::reader(AccountId(0), true);
    match case_study::store::find(&**tx, &member, id).await {
        Ok(study) => Ok(Some(study)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn published(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    id: CaseStudyId,
    number: i32,
) -> Result<Option<Event>> {
    let Some(study) = shown(tx, id).await? else {
        return Ok(None);
    };
    let revision = case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(study.id))
        .filter(case_study_revision::Column::Number.eq(number))
        .one(&**tx)
        .await?;
    let mut actors = Vec::new();
    if let Some(revision) = revision {
        actors.extend(revision.account_id);
        actors.extend(reviewer(tx, study.id, revision.id).await?);
    }
    let (kind, followed) = if number == 1 {
        (Kind::FollowedNew, where_it_stands(tx, catalogue, &study).await?)
    } else {
        (Kind::FollowedChanged, vec![Followed::Study(study.id)])
    };
    let (about, key) = (Subject::CaseStudy(study.id), format!("published:{}:{number}", study.id));
    Ok(Some(Event { kind, about, said: String::new(), key, followed, actors }))
}

/// Its kecamatan, its sector and its indicators.
async fn where_it_stands(tx: &WriteTransaction, catalogue: &Catalogue, study: &study::Model) -> Result<Vec<Followed>> {
    let mut followed: Vec<Followed> = study.kecamatan_code.iter().cloned().map(Followed::Kecamatan).collect();
    let indicators: Vec<i64> = case_study_indicator::Entity::find()
        .select_only()
        .column(case_study_indicator::Column::IndicatorId)
        .filter(case_study_indicator::Column::CaseStudyId.eq(study.id))
        .into_tuple()
        .all(&**tx)
        .await?;
    followed.extend(tagged(catalogue, study.sector_id, &indicators));
    Ok(followed)
}

/// A sector and indicators, as they are followed.
fn tagged(catalogue: &Catalogue, sector: Option<i64>, indicators: &[i64]) -> Vec<Followed> {
    let sector = catalogue.sectors.iter().find(|one| Some(one.id) == sector);
    let sector = sector.map(|sector| Followed::Sector(sector.slug.clone()));
    let indicators = catalogue.indicators.iter().filter(|indicator| indicators.contains(&indicator.id));
    sector.into_iter().chain(indicators.map(|indicator| Followed::Indicator(indicator.slug.clone()))).collect()
}

async fn featured(tx: &WriteTransaction, id: i64) -> Result<Option<Event>> {
    let row = feature::Entity::find_by_id(id).one(&**tx).await?;
    let Some(row) = row.filter(|row| row.withdrawn_at.is_none()) else {
        return Ok(None);
    };
    let study = shown(tx, CaseStudyId(row.case_study_id)).await?;
    Ok(study.map(|study| Event {
        kind: Kind::FollowedFeatured,
        about: Subject::CaseStudy(study.id),
        said: String::new(),
        key: format!("featured:{id}"),
        followed: vec![Followed::Study(study.id)],
        actors: vec![row.account_id],
    }))
}

async fn verified(tx: &WriteTransaction, id: i64) -> Result<Option<Event>> {
    let row = verification::entity::Entity::find_by_id(id).one(&**tx).await?;
    let Some(row) = row.filter(|row| row.withdrawn_at.is_none()) else {
        return Ok(None);
    };
    let study = shown(tx, CaseStudyId(row.case_study_id)).await?;
    Ok(study.map(|study| Event {
        kind: Kind::FollowedVerified,
        about: Subject::CaseStudy(study.id),
        said: String::new(),
        key: format!("verified:{id}"),
        followed: vec![Followed::Study(study.id)],
        actors: vec![row.account_id],
    }))
}

/// A study that was taken out again meanwhile is told to nobody.
async fn gathered(tx: &WriteTransaction, id: i64, case_study: CaseStudyId) -> Result<Option<Event>> {
    let row = collection::Entity::find_by_id(id).one(&**tx).await?;
    let item = collection_item::Entity::find()
        .filter(collection_item::Column::CollectionId.eq(id))
        .filter(collection_item::Column::CaseStudyId.eq(case_study.get()))
        .filter(collection_item::Column::RemovedAt.is_null())
        .one(&**tx)
        .await?;
    let (Some(_), Some(item)) = (row.filter(|row| row.state == "tayang"), item) else {
        return Ok(None);
    };
    let study = shown(tx, case_study).await?;
    Ok(study.map(|study| Event {
        kind: Kind::FollowedGathered,
        about: Subject::CaseStudy(study.id),
        said: String::new(),
        key: format!("gathered:{id}:{}", study.id),
        followed: vec![Followed::Collection(id)],
        actors: vec![item.added_by],
    }))
}

/// Who asked and who answered before were told in the same breath; the key of the event is theirs, so that nobody hears
/// twice.
async fn answered(tx: &WriteTransaction, id: AnswerId) -> Result<Option<Event>> {
    let row = match question::store::find_answer(&**tx, id).await {
        Ok(row) if question::store::is_shown(&row) => row,
        Ok(_) | Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let by = name(tx, row.account_id).await?;
    let asked = open_question(tx, row.question_id).await?;
    let key = format!("question_answered:{id}");
    Ok(asked.map(|asked| {
        let is_addition = asked.account_id == row.account_id;
        let said = format!("{by} {}. ", if is_addition { "menambahkan keterangan" } else { "menjawab" });
        let event = of_question(&asked, key, said, vec![row.account_id]);
        Event { about: Subject::Answer(row.id), ..event }
    }))
}

async fn summarised(tx: &WriteTransaction, id: QuestionId, version: i64) -> Result<Option<Event>> {
    let asked = open_question(tx, id.get()).await?.filter(|asked| !asked.summary.is_empty());
    let key = format!("question_summarised:{id}:{version}");
    let said = "Jawabannya sudah dirangkum. ".to_owned();
    Ok(asked.map(|asked| of_question(&asked, key, said, asked.summary_by.into_iter().collect())))
}

/// Who may know it was asked in the same breath; the key of the event is theirs, so that nobody hears twice.
async fn asked_there(tx: &WriteTransaction, catalogue: &Catalogue, id: QuestionId) -> Result<Option<Event>> {
    let Some(row) = open_question(tx, id.get()).await? else {
        return Ok(None);
    };
    let indicators = question::store::indicators(&**tx, row.id).await?;
    let who = if row.byline.is_empty() { name(tx, row.account_id).await? } else { row.byline };
    Ok(Some(Event {
        kind: Kind::FollowedAsked,
        about: Subject::Question(row.id),
        said: format!("{who} bertanya. "),
        key: format!("asked:{id}"),
        followed: tagged(catalogue, row.sector_id, &indicators),
        actors: vec![row.account_id],
    }))
}

/// A question as members see it; none for one that is hidden or taken back.
async fn open_question(tx: &WriteTransaction, id: i64) -> Result<Option<asked::Model>> {
    let member = Viewer::reader(AccountId(0), true);
    Ok(question::store::by_ids(&**tx, &member, &[id]).await?.pop())
}

fn of_question(asked: &asked::Model, key: String, said: String, actors: Vec<i64>) -> Event {
    Event {
        kind: Kind::FollowedQuestion,
        about: Subject::Question(asked.id),
        said,
        key,
        followed: vec![Followed::Question(asked.id)],
        actors,
    }
}

async fn collection_title(tx: &WriteTransaction, followed: &[Followed]) -> Result<String> {
    let [Followed::Collection(id)] = followed else {
        return Ok(String::new());
    };
    let row = collection::Entity::find_by_id(*id).one(&**tx).await?;
    Ok(row.map_or_else(String::new, |row| row.title))
}

fn reason(catalogue: &Catalogue, followed: &Followed, collection: &str) -> String {
    let what = match followed {
        Followed::Study(_) => "praktik ini".to_owned(),
        Followed::Kecamatan(code) => catalogue.places.full_name(code),
        Followed::Sector(slug) => {
            format!("sektor {}", catalogue.sector(slug).map_or(slug.as_str(), |sector| sector.name.as_str()))
        }
        Followed::Indicator(slug) => {
            format!("indikator {}", catalogue.indicator(slug).map_or(slug.as_str(), |one| one.name.as_str()))
        }
        Followed::Collection(_) => format!("kumpulan “{collection}”"),
        Followed::Question(_) => "pertanyaan ini".to_owned(),
    };
    format!("Bapak/Ibu menerima ini karena mengikuti {what}.")
}
