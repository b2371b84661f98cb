//! Every half year the office of each running practice is asked whether it still runs: the practices that it wrote itself
//! and those that it takes up, all of an office at once. The question is kept beside the practice, so that whoever serves
//! in the office then finds it, also after a mutasi.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use super::entity::adoption::{Column, Entity};
use super::running::{self, Answer};
use super::{ASKED_EVERY, Stage};
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::content_change::entity::site_state;
use crate::db::{Effect, WriteTransaction};
use crate::error::Result;
use crate::job::{self, Job};

/// Offices asked in a day. A site that was filled by an import on one day asks all its offices within a few weeks.
const OFFICES_A_DAY: u32 = 40;

/// What becomes due so soon after is asked along, so that an office is asked a few times a year and not every week.
pub(super) const TOGETHER: Duration = Duration::days(30);

/// Practices of each sort that an office is asked about at once; the rest follows on another day.
const MOST: u64 = 200;

/// Name of the value that says how many offices were asked on which day.
const ASKED_ON: &str = "practices_asked";

/// Asks the offices whose turn it is, each in a transaction of its own; returns about how many practices.
pub async fn ask_running(app: &App) -> Result<usize> {
    let today = app.clock.today();
    let mut asked = 0;
    // Nearly always the day is done, and whoever writes need not wait for that answer.
    while asked_on(app.db.read(), today).await? < OFFICES_A_DAY {
        asked += ask_next(app, today).await?;
    }
    Ok(asked)
}

/// Asks the office that waits longest; where none does, the day is done.
async fn ask_next(app: &App, today: NaiveDate) -> Result<usize> {
    let tx = app.db.begin_write().await?;
    tx.serialize_on(ASKED_ON).await?;
    let offices = asked_on(&*tx, today).await?;
    if offices >= OFFICES_A_DAY {
        return Ok(0);
    }
    let (asked, offices) = match next_office(&*tx, tx.now() - ASKED_EVERY).await? {
        Some(office) => (ask_office(&tx, &office).await?, offices + 1),
        None => (0, OFFICES_A_DAY),
    };
    let row = site_state::ActiveModel { key: Set(ASKED_ON.to_owned()), value: Set(format!("{today} {offices}")) };
    site_state::Entity::insert(row)
        .on_conflict(OnConflict::column(site_state::Column::Key).update_column(site_state::Column::Value).to_owned())
        .exec_without_returning(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(asked)
}

async fn asked_on(db: &impl ConnectionTrait, today: NaiveDate) -> Result<u32> {
    let row = site_state::Entity::find_by_id(ASKED_ON.to_owned()).one(db).await?;
    let known = row.as_ref().and_then(|row| row.value.split_once(' '));
    let of_today = known.filter(|(day, _)| *day == today.to_string());
    Ok(of_today.and_then(|(_, offices)| offices.parse().ok()).unwrap_or_default())
}

async fn next_office(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<Option<String>> {
    let entry: Option<String> = due_entries(before)
        .select_only()
        .column(Column::KecamatanCode)
        .order_by_asc(Column::ConfirmedAt)
        .order_by_asc(Column::Id)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    if entry.is_some() {
        return Ok(entry);
    }
    let study: Option<String> = due_studies(before)
        .select_only()
        .column(case_study::Column::KecamatanCode)
        .order_by_asc(case_study::Column::UpdatedAt)
        .order_by_asc(case_study::Column::Id)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(study)
}

async fn ask_office(tx: &WriteTransaction, office: &str) -> Result<usize> {
    let before = tx.now() - ASKED_EVERY + TOGETHER;
    let entries: Vec<i64> = due_entries(before)
        .select_only()
        .column(Column::Id)
        .filter(Column::KecamatanCode.eq(office))
        .limit(MOST)
        .into_tuple()
        .all(&**tx)
        .await?;
    let studies: Vec<i64> = due_studies(before)
        .select_only()
        .column(case_study::Column::Id)
        .filter(case_study::Column::KecamatanCode.eq(office))
        .limit(MOST)
        .into_tuple()
        .all(&**tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::AskedAt, Expr::value(Some(tx.now())))
        .filter(Column::Id.is_in(entries.iter().copied()))
        .exec(&**tx)
        .await?;
    case_study::Entity::update_many()
        .col_expr(case_study::Column::AskedAt, Expr::value(Some(tx.now())))
        .filter(case_study::Column::Id.is_in(studies.iter().copied()))
        .exec(&**tx)
        .await?;
    let job = Job::TellPracticesAsked { kecamatan: office.to_owned(), at: tx.now(), to: None };
    job::enqueue(tx, &job).await?;
    Ok(entries.len() + studies.len())
}

/// Entries that run, and that nobody confirmed or was asked about since, of studies that readers see: of the others the
/// office would read no title, and nobody its answer.
fn due_entries(before: DateTime<Utc>) -> Select<Entity> {
    Entity::find()
        .filter(Column::CaseStudyId.in_subquery(running::shown_ids()))
        .filter(Column::Stage.eq(Stage::Running.as_str()))
        .filter(Column::ConfirmedAt.lt(before))
        .filter(Condition::any().add(Column::AskedAt.is_null()).add(Column::AskedAt.lt(before)))
}

/// Studies of a practice that runs, and that nobody wrote anew, confirmed or was asked about since.
fn due_studies(before: DateTime<Utc>) -> Select<case_study::Entity> {
    use case_study::Column as Study;
    let since = |column: Study| Condition::any().add(column.is_null()).add(column.lt(before));
    running::of_offices()
        .filter(Study::UpdatedAt.lt(before))
        .filter(since(Study::AnsweredAt))
        .filter(since(Study::AskedAt))
        .filter(
            Condition::any()
                .add(Study::RunningAnswer.ne(Answer::Stopped.as_str()))
                .add(running::is_later(Study::UpdatedAt, Study::AnsweredAt)),
        )
}
