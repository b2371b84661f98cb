//! Whom a question reaches: those whose office wrote about it or runs a practice about it, the nearest first and few, of
//! many offices rather than all of one, and those first who are here to read it.

use std::collections::{HashMap, HashSet};

use chrono::{Duration, NaiveDate};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::question::open;
use super::{OFFICE, Told, follow, name, suspended, write};
use crate::account::entity::credential;
use crate::adoption::Stage;
use crate::adoption::entity::adoption;
use crate::case_study::entity::{case_study, case_study_indicator};
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::QuestionId;
use crate::job::News;
use crate::notification::choice::store as choices;
use crate::notification::{Kind, Subject, entity};
use crate::office;
use crate::office::entity::office_term;
use crate::policy::Role;
use crate::question::entity::{question, question_indicator};
use crate::question::store;

/// A question reaches so many people at most.
pub const MOST_PEOPLE: usize = 25;

/// So many of one office are asked before it is another's turn: eight of one office know no more than three.
const MOST_AN_OFFICE: usize = 3;

/// Nobody gets more questions than this in a week: who is asked too often answers nothing.
const MOST_A_WEEK: usize = 3;

/// Offices that are considered, the nearest first.
const MOST_OFFICES: usize = 100;

/// So long a question without an answer still reaches who begins to run a practice about it.
const WAITING_DAYS: i64 = 90;

/// So long the first round of a question may take: its job is tried again when something is out of order.
const OWN_ROUND_HOURS: i64 = 6;

/// Studies that are looked at, the newest first.
const MOST_STUDIES: u64 = 2_000;

/// Somebody asked: tells people of the offices that wrote about it or run a practice about it, the nearest first.
/// Then who follows its sector or an indicator. `alike` are studies that say what the question says, the nearest first.
pub async fn asked(tx: &WriteTransaction, catalogue: &Catalogue, id: QuestionId, alike: &[i64]) -> Result<()> {
    let Some(row) = open(tx, id).await? else {
        return Ok(());
    };
    // Its own key keeps a second telling from anybody who heard of it.
    follow::begin(tx, News::Asked(id)).await?;
    if reached(&row).one(&**tx).await?.is_some() {
        return Ok(());
    }
    let indicators = store::indicators(&**tx, row.id).await?;
    let about = About { sector: row.sector_id, indicators: &indicators, alike };
    let offices = offices(&**tx, catalogue, &about).await?;
    reach(tx, &row, &offices, MOST_PEOPLE).await
}

/// Whom the question reached, without who only follows its sector or an indicator.
fn reached(row: &question::Model) -> Select<entity::Entity> {
    entity::Entity::find()
        .filter(entity::Column::EventKey.eq(format!("asked:{}", row.id)))
        .filter(entity::Column::Kind.eq(Kind::QuestionAsked.as_str()))
}

/// A kecamatan began to run a practice: questions about it that wait for an answer reach its people too, as if it had
/// run when they were asked.
pub async fn asked_of_adopter(tx: &WriteTransaction, catalogue: &Catalogue, adopted: &adoption::Model) -> Result<()> {
    let study = case_study::Entity::find_by_id(adopted.case_study_id).one(&**tx).await?;
    let Some(study) = study.filter(|study| study.state == "tayang" && study.hidden_at.is_none()) else {
        return Ok(());
    };
    let tags: Vec<i64> = case_study_indicator::Entity::find()
        .select_only()
        .column(case_study_indicator::Column::IndicatorId)
        .filter(case_study_indicator::Column::CaseStudyId.eq(study.id))
        .into_tuple()
        .all(&**tx)
        .await?;
    let tagged = question_indicator::Entity::find()
        .select_only()
        .column(question_indicator::Column::QuestionId)
        .filter(question_indicator::Column::IndicatorId.is_in(tags))
        .into_query();
    let about = Condition::any()
        .add(question::Column::SectorId.is_in(study.sector_id))
        .add(question::Column::Id.in_subquery(tagged));
    let rows = question::Entity::find()
        .filter(question::Column::DeletedAt.is_null())
        .filter(question::Column::HiddenAt.is_null())
        .filter(question::Column::AnswerCount.eq(0))
        .filter(question::Column::CreatedAt.gt(tx.now() - Duration::days(WAITING_DAYS)))
        .filter(about)
        .order_by_desc(question::Column::CreatedAt)
        .limit(MOST_A_WEEK as u64)
        .all(&**tx)
        .await?;
    let place = catalogue.places.full_name(&adopted.kecamatan_code);
    let near = Near {
        kecamatan: adopted.kecamatan_code.clone(),
        best: 0,
        studies: 1,
        why: format!("{place} mereplikasi praktik tentang hal ini"),
    };
    for row in rows {
        let told = reached(&row).count(&**tx).await?;
        // Its own round comes yet, and finds this office too: told before, it would take itself for done.
        if told == 0 && row.created_at > tx.now() - Duration::hours(OWN_ROUND_HOURS) {
            continue;
        }
        let left = MOST_PEOPLE.saturating_sub(usize::try_from(told).unwrap_or(usize::MAX));
        reach(tx, &row, std::slice::from_ref(&near), left).await?;
    }
    Ok(())
}

/// Asks the people of these offices, the nearest first, at most so many, and nobody who was asked enough this week.
async fn reach(tx: &WriteTransaction, row: &question::Model, offices: &[Near], most: usize) -> Result<()> {
    let mut people = people(&**tx, offices, tx.today()).await?;
    people.retain(|one| one.id != row.account_id);
    let ids: Vec<i64> = people.iter().map(|one| one.id).collect();
    let mut left_out = suspended(tx, &ids).await?;
    left_out.extend(asked_enough(tx, &ids).await?);
    let reach = choices::reach(&**tx, &ids, Kind::QuestionAsked).await?;
    let wants = |id: i64| reach.get(&id).is_some_and(|reach| reach.is_wanted());
    people.retain(|one| !left_out.contains(&one.id) && wants(one.id));
    let joined = joined(tx, &ids).await?;
    let who = if row.byline.is_empty() { name(tx, row.account_id).await? } else { row.byline.clone() };
    let mut told = Told::default();
    for one in in_turn(people, &joined).into_iter().take(most) {
        if let Some(near) = offices.get(one.place) {
            told.add([one.id], &format!("{who} bertanya. Bapak/Ibu menerima ini karena {}.", near.why));
        }
    }
    write(tx, Kind::QuestionAsked, Subject::Question(row.id), &format!("asked:{}", row.id), &told).await
}

/// An office that wrote about it or runs a practice about it, and how near that is.
#[derive(Clone, Debug)]
struct Near {
    kecamatan: String,
    /// Of its nearest study: 4 for saying the same, 2 for the same indicator, 1 for the same sector, added up.
    best: u32,
    studies: u32,
    why: String,
}

/// What a question is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Its sector.
    pub sector: Option<i64>,
    /// Its indicators.
    pub indicators: &'a [i64],
    /// Studies that say what it says.
    pub alike: &'a [i64],
}

/// How many offices that wrote about it or run such a practice have somebody who can be told, other than who asks. How
/// many are told in the end may be fewer: who was asked enough this week is left alone.
pub async fn offices_about(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    about: &About<'_>,
    asker: i64,
    today: NaiveDate,
) -> Result<usize> {
    let offices = offices(db, catalogue, about).await?;
    let people = people(db, &offices, today).await?;
    let places: HashSet<usize> = people.iter().filter(|one| one.id != asker).map(|one| one.place).collect();
    Ok(places.len())
}

/// In how many offices somebody was told of a question, who serves there today; none while nobody was told at all.
pub async fn offices_told(db: &impl ConnectionTrait, row: &question::Model, today: NaiveDate) -> Result<Option<usize>> {
    let told: Vec<i64> = reached(row).select_only().column(entity::Column::AccountId).into_tuple().all(db).await?;
    if told.is_empty() {
        return Ok(None);
    }
    let offices: Vec<String> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::RegionCode)
        .distinct()
        .filter(office_term::Column::AccountId.is_in(told))
        .filter(office_term::Column::Role.is_in(OFFICE.iter().map(|role| role.as_str())))
        .filter(office::current_on(today))
        .into_tuple()
        .all(db)
        .await?;
    Ok(Some(offices.len()))
}

/// Codes of the kecamatan whose studies are about it, or that run such a practice, the nearest first.
async fn offices(db: &impl ConnectionTrait, catalogue: &Catalogue, question: &About<'_>) -> Result<Vec<Near>> {
    let About { sector: own_sector, indicators, alike } = *question;
    let tagged = case_study_indicator::Entity::find()
        .filter(case_study_indicator::Column::IndicatorId.is_in(indicators.iter().copied()));
    let tagged_ids = tagged.clone().select_only().column(case_study_indicator::Column::CaseStudyId).into_query();
    let mut about = Condition::any().add(case_study::Column::Id.is_in(alike.iter().copied()));
    if let Some(sector) = own_sector {
        about = about.add(case_study::Column::SectorId.eq(sector));
    }
    if !indicators.is_empty() {
        about = about.add(case_study::Column::Id.in_subquery(tagged_ids));
    }
    let studies: Vec<(i64, Option<String>, Option<i64>)> = case_study::Entity::find()
        .select_only()
        .columns([case_study::Column::Id, case_study::Column::KecamatanCode, case_study::Column::SectorId])
        .filter(case_study::Column::State.eq("tayang"))
        .filter(case_study::Column::HiddenAt.is_null())
        .filter(about)
        .order_by_desc(case_study::Column::PublishedAt)
        .limit(MOST_STUDIES)
        .into_tuple()
        .all(db)
        .await?;
    let tags = tagged
        .filter(case_study_indicator::Column::CaseStudyId.is_in(studies.iter().map(|(id, _, _)| *id)))
        .all(db)
        .await?;
    let tags: HashMap<i64, i64> = tags.into_iter().map(|tag| (tag.case_study_id, tag.indicator_id)).collect();
    let adopters = adopters(db, studies.iter().map(|(id, _, _)| *id).collect()).await?;
    let mut near: HashMap<String, Near> = HashMap::new();
    for (id, kecamatan, sector) in studies {
        let (is_alike, tag) = (alike.contains(&id), tags.get(&id));
        let same_sector = sector.filter(|sector| Some(*sector) == own_sector);
        let points = u32::from(is_alike) * 4 + u32::from(tag.is_some()) * 2 + u32::from(same_sector.is_some());
        let subject = tag
            .and_then(|tag| catalogue.indicator_by_id(*tag).map(|indicator| indicator.name.clone()))
            .or_else(|| Some(catalogue.sector_by_id(same_sector?)?.name.clone()));
        let (wrote, runs) = subject.map_or_else(
            || ("menulis praktik serupa".to_owned(), "mereplikasi praktik serupa".to_owned()),
            |name| (format!("menulis tentang {name}"), format!("mereplikasi praktik tentang {name}")),
        );
        let runners = adopters.get(&id).into_iter().flatten().map(|kecamatan| (kecamatan, &runs));
        for (kecamatan, what) in kecamatan.iter().map(|kecamatan| (kecamatan, &wrote)).chain(runners) {
            let why = format!("{} {what}", catalogue.places.full_name(kecamatan));
            let none = Near { kecamatan: kecamatan.clone(), best: 0, studies: 0, why: why.clone() };
            let entry = near.entry(kecamatan.clone()).or_insert(none);
            entry.studies += 1;
            if points > entry.best {
                entry.best = points;
                entry.why = why;
            }
        }
    }
    let mut near: Vec<Near> = near.into_values().collect();
    near.sort_by(|a, b| (b.best, b.studies).cmp(&(a.best, a.studies)).then_with(|| a.kecamatan.cmp(&b.kecamatan)));
    near.truncate(MOST_OFFICES);
    Ok(near)
}

/// The kecamatan that try or run each of these practices, also those that stopped: they know why.
async fn adopters(db: &impl ConnectionTrait, studies: Vec<i64>) -> Result<HashMap<i64, Vec<String>>> {
    let stages = [Stage::Trial, Stage::Running, Stage::Stopped].map(Stage::as_str);
    let rows: Vec<(i64, String)> = adoption::Entity::find()
        .select_only()
        .columns([adoption::Column::CaseStudyId, adoption::Column::KecamatanCode])
        .filter(adoption::Column::CaseStudyId.is_in(studies))
        .filter(adoption::Column::Stage.is_in(stages))
        .order_by_asc(adoption::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let mut by_study: HashMap<i64, Vec<String>> = HashMap::new();
    for (study, kecamatan) in rows {
        by_study.entry(study).or_default().push(kecamatan);
    }
    Ok(by_study)
}

/// Somebody who may be asked.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    id: i64,
    /// Of the office, among the nearest.
    place: usize,
    /// Of the person, within the office.
    rank: usize,
}

/// Who serves in these offices today, those of the nearest first and in each the head first; nobody twice.
async fn people(db: &impl ConnectionTrait, offices: &[Near], today: NaiveDate) -> Result<Vec<Candidate>> {
    let terms = office_term::Entity::find()
        .filter(office_term::Column::RegionCode.is_in(offices.iter().map(|near| near.kecamatan.as_str())))
        .filter(office_term::Column::Role.is_in(OFFICE.iter().map(|role| role.as_str())))
        .filter(office::current_on(today))
        .order_by_asc(office_term::Column::Id)
        .all(db)
        .await?;
    let places: HashMap<&str, usize> =
        offices.iter().enumerate().map(|(place, near)| (near.kecamatan.as_str(), place)).collect();
    let candidate = |term: &office_term::Model| {
        let place = *places.get(term.region_code.as_str())?;
        Some(Candidate { id: term.account_id, place, rank: office::rank(Role::parse(&term.role)?) })
    };
    let mut people: Vec<Candidate> = terms.iter().filter_map(candidate).collect();
    people.sort_unstable_by_key(|one| (one.place, one.rank, one.id));
    let mut known = HashSet::new();
    people.retain(|one| known.insert(one.id));
    Ok(people)
}

/// Those who set a password: whom an office invited and who never came reads nothing.
async fn joined(tx: &WriteTransaction, people: &[i64]) -> Result<HashSet<i64>> {
    let joined: Vec<i64> = credential::Entity::find()
        .select_only()
        .column(credential::Column::AccountId)
        .filter(credential::Column::AccountId.is_in(people.iter().copied()))
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(joined.into_iter().collect())
}

/// The order in which they are asked: who joined before who did not, and of each office a few before it is the next
/// office's turn; who is left comes in a further round.
fn in_turn(mut people: Vec<Candidate>, joined: &HashSet<i64>) -> Vec<Candidate> {
    let is_away = |one: &Candidate| !joined.contains(&one.id);
    people.sort_unstable_by_key(|one| (is_away(one), one.place, one.rank, one.id));
    let mut asked: HashMap<usize, usize> = HashMap::new();
    let mut turns: Vec<(usize, Candidate)> = Vec::new();
    for one in people {
        let of_office = asked.entry(one.place).or_default();
        turns.push((*of_office / MOST_AN_OFFICE, one));
        *of_office += 1;
    }
    turns.sort_unstable_by_key(|(round, one)| (is_away(one), *round, one.place, one.rank, one.id));
    turns.into_iter().map(|(_, one)| one).collect()
}

/// Those of these people who were asked as often as anybody is within a week. The rows themselves are the count.
async fn asked_enough(tx: &WriteTransaction, people: &[i64]) -> Result<Vec<i64>> {
    let asked: Vec<i64> = entity::Entity::find()
        .select_only()
        .column(entity::Column::AccountId)
        .filter(entity::Column::Kind.eq(Kind::QuestionAsked.as_str()))
        .filter(entity::Column::CreatedAt.gt(tx.now() - Duration::days(7)))
        .filter(entity::Column::AccountId.is_in(people.iter().copied()))
        .into_tuple()
        .all(&**tx)
        .await?;
    let mut times: HashMap<i64, usize> = HashMap::new();
    for person in asked {
        *times.entry(person).or_default() += 1;
    }
    Ok(times.into_iter().filter(|(_, times)| *times >= MOST_A_WEEK).map(|(person, _)| person).collect())
}
