//! The coordinator's desk, what needs an act today: drafts that wait for a review or in offices that nobody leads, features
//! that end soon, studies new and changed, silent offices, topics without an answer. What needs no act is not here. The
//! number of statements does not grow with the rows.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::Form;
use super::entity::{desk_seen, desk_visit, feature};
use super::silent::{Silent, silent};
use super::store::chooser;
use crate::case_study::card::{self, Card, running};
use crate::case_study::content::Content;
use crate::case_study::entity::{case_study, draft};
use crate::case_study::{review, store};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::data_request;
use crate::error::Result;
use crate::format;
use crate::ids::{AccountId, CaseStudyId};
use crate::kecamatan::below;
use crate::office;
use crate::office::entity::office_term;
use crate::policy::{self, Role};
use crate::report;
use crate::sanction;
use crate::topic;
use crate::topic::entity::search_topic;
use crate::viewer::Viewer;

/// A coordinator who never was here sees what is new since so many days.
const FIRST_VISIT: Duration = Duration::days(30);

/// Studies on one page of the queue.
pub const PER_PAGE: u64 = 20;

/// Lines of the other lists.
const MOST_LINES: u64 = 100;

/// Topics shown; their board has the rest.
const TOPICS: u64 = 5;

/// A feature that ends within so many days needs a thought.
const SOON_DAYS: i64 = 3;

/// What the coordinator wants to see.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Code of a kabupaten/kota or kecamatan within the scope.
    pub region: Option<String>,
    /// Id of a sector.
    pub sector: Option<i64>,
    /// Also what was seen before.
    pub everything: bool,
    /// From 1.
    pub page: u64,
}

/// Who sits at the desk.
pub struct Seat<'a> {
    /// The coordinator.
    pub account: AccountId,
    /// Code of the scope: "32.05" or "32".
    pub scope: &'a str,
    /// Today, now, and dates in words.
    pub clock: &'a Clock,
    /// Longest reason in characters.
    pub reason_chars: usize,
    /// Path and query of this page, to return to.
    pub back: &'a str,
}

/// Everything on the desk.
#[derive(Clone, Debug)]
pub struct Desk {
    /// When the coordinator last said to have seen everything.
    pub since: DateTime<Utc>,
    /// False before that was ever said.
    pub has_visited: bool,
    /// How many studies are in the queue.
    pub fresh_total: u64,
    /// The queue's page.
    pub fresh: Vec<Fresh>,
    /// Features of the scope that end within days, the first at the top.
    pub ending: Vec<Running>,
    /// Hand-ins that nobody in the office can publish.
    pub waiting: Vec<Waiting>,
    /// Drafts that wait for a review, the longest first.
    pub reviews: Vec<Waiting>,
    /// Offices that have not written for long, the longest first.
    pub silent: Vec<Silent>,
    /// Reports without an answer: those with a deadline first, then the oldest.
    pub reports: Vec<report::Waiting>,
    /// Answers of people who were warned or suspended, which nobody of the scope has looked at.
    pub sanctions: Vec<sanction::Line>,
    /// Requests of people about their own data that wait for an answer.
    pub data_requests: u64,
    /// Topics that people look for in vain.
    pub topics: Vec<search_topic::Model>,
}

impl Desk {
    /// True when nothing waits for an act.
    pub fn is_clear(&self) -> bool {
        self.fresh_total == 0
            && self.ending.is_empty()
            && self.waiting.is_empty()
            && self.reviews.is_empty()
            && self.silent.is_empty()
            && self.reports.is_empty()
            && self.sanctions.is_empty()
            && self.data_requests == 0
            && self.topics.is_empty()
    }
}

/// A study in the queue.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// As lists show it.
    pub card: Card,
    /// The office as it speaks.
    pub byline: String,
    /// When its current text was published.
    pub changed_at: DateTime<Utc>,
    /// "Baru", "Berubah", or empty for what was seen before.
    pub mark: &'static str,
    /// To feature it.
    pub form: Form,
}

/// A feature that runs.
#[derive(Clone, Debug)]
pub struct Running {
    /// Its id.
    pub id: i64,
    /// The study.
    pub study: i64,
    /// Path of the study.
    pub url: String,
    /// Its title.
    pub title: String,
    /// "Kec. Cikajang, Kab. Garut".
    pub place: String,
    /// "Bagian Tata Pemerintahan Kab. Garut".
    pub who: String,
    /// In the coordinator's words.
    pub why: String,
    /// A theme, or empty.
    pub theme: String,
    /// "8 Des 2026".
    pub ends_on: String,
    /// "berakhir hari ini", "berakhir 3 hari lagi", or empty.
    pub soon: String,
    /// To change it; only for features of the own scope.
    pub form: Option<Form>,
}

/// A draft that waits for the coordinator.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Where the coordinator answers.
    pub url: String,
    /// Its title.
    pub title: String,
    /// "Kec. Cikajang, Kab. Garut".
    pub place: String,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Lays out the desk.
pub async fn desk(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    seat: &Seat<'_>,
    filter: &Filter,
) -> Result<Desk> {
    let visit = desk_visit::Entity::find_by_id(seat.account.get()).one(db).await?;
    let has_visited = visit.is_some();
    let since = visit.map_or(seat.clock.now() - FIRST_VISIT, |visit| visit.visited_at);
    let own = own_features(db, seat).await?;
    let (fresh, fresh_total) = fresh(db, viewer, catalogue, seat, filter, since, &own).await?;
    let last = seat.clock.today() + Duration::days(SOON_DAYS);
    let ending = own.into_iter().filter(|feature| feature.ends_on <= last).collect();
    Ok(Desk {
        since,
        has_visited,
        fresh_total,
        fresh,
        ending: features(db, viewer, catalogue, seat, ending).await?,
        waiting: waiting(db, catalogue, seat).await?,
        reviews: reviews(db, catalogue, seat.scope).await?,
        silent: silent(db, viewer, catalogue, seat.scope, seat.clock).await?,
        reports: report::waiting(db, (viewer, catalogue), seat.scope, "open", seat.clock.now()).await?,
        data_requests: data_request::open_count(db, seat.scope, seat.account.get()).await?,
        sanctions: sanction::waiting(db, viewer, seat.clock).await?,
        topics: topic::listed(db, &["open"], TOPICS).await?,
    })
}

async fn fresh(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    seat: &Seat<'_>,
    filter: &Filter,
    since: DateTime<Utc>,
    own: &[feature::Model],
) -> Result<(Vec<Fresh>, u64)> {
    let queue = queue(viewer, catalogue, seat, filter, since);
    let total = queue.clone().count(db).await?;
    let rows = queue
        .order_by_desc(case_study::Column::UpdatedAt)
        .order_by_desc(case_study::Column::Id)
        .offset(filter.page.saturating_sub(1) * PER_PAGE)
        .limit(PER_PAGE)
        .all(db)
        .await?;
    let told: Vec<_> = rows.iter().map(|row| (row.byline.clone(), row.published_at, row.updated_at)).collect();
    let cards = card::cards(db, viewer, catalogue, seat.clock.today(), rows).await?;
    let lines = cards.into_iter().zip(told).map(|(card, (byline, published_at, changed_at))| {
        let form = Form::new(card.id, seat.clock.today(), seat.reason_chars, seat.back);
        let running = own.iter().find(|running| running.case_study_id == card.id && running.scope_code == seat.scope);
        Fresh {
            form: running.map_or_else(|| form.clone(), |running| form.clone().changing(running, seat.clock.today())),
            mark: match (published_at > since, changed_at > since) {
                (true, _) => "Baru",
                (false, true) => "Berubah",
                (false, false) => "",
            },
            byline,
            changed_at,
            card,
        }
    });
    Ok((lines.collect(), total))
}

fn queue(
    viewer: &Viewer,
    catalogue: &Catalogue,
    seat: &Seat<'_>,
    filter: &Filter,
    since: DateTime<Utc>,
) -> Select<case_study::Entity> {
    // A filter never leads out of the scope.
    let narrowed = filter.region.as_deref().filter(|region| policy::reaches(seat.scope, region));
    let region = narrowed.unwrap_or(seat.scope);
    let mut select = store::visible_to(viewer);
    if region != catalogue.places.province {
        select = select.filter(below(case_study::Column::KecamatanCode, region));
    }
    if let Some(sector) = filter.sector {
        select = select.filter(case_study::Column::SectorId.eq(sector));
    }
    if !filter.everything {
        select =
            select.filter(case_study::Column::UpdatedAt.gt(since)).filter(Expr::exists(seen_by(seat.account)).not());
    }
    select
}

/// Says of a study that the coordinator has seen it as it stands.
fn seen_by(account: AccountId) -> SelectStatement {
    let of = |column| Expr::col((desk_seen::Entity, column));
    let study = |column| (case_study::Entity, column);
    Query::select()
        .expr(Expr::value(1))
        .from(desk_seen::Entity)
        .and_where(of(desk_seen::Column::AccountId).eq(account.get()))
        .and_where(of(desk_seen::Column::CaseStudyId).equals(study(case_study::Column::Id)))
        .and_where(of(desk_seen::Column::SeenAt).gte(Expr::col(study(case_study::Column::UpdatedAt))))
        .to_owned()
}

/// The features that run in the scope and below it.
async fn own_features(db: &impl ConnectionTrait, seat: &Seat<'_>) -> Result<Vec<feature::Model>> {
    let rows = feature::Entity::find()
        .filter(running(seat.clock.today()))
        .filter(below(feature::Column::ScopeCode, seat.scope))
        .order_by_asc(feature::Column::EndsOn)
        .order_by_asc(feature::Column::Id)
        .limit(MOST_LINES)
        .all(db)
        .await?;
    Ok(rows)
}

async fn features(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    seat: &Seat<'_>,
    rows: Vec<feature::Model>,
) -> Result<Vec<Running>> {
    let ids: Vec<CaseStudyId> = rows.iter().map(|row| CaseStudyId(row.case_study_id)).collect();
    let studies = store::by_ids(db, viewer, &ids).await?;
    let lines = rows.into_iter().filter_map(|row| {
        let study = studies.iter().find(|study| study.id == row.case_study_id)?;
        let form =
            Form::new(study.id, seat.clock.today(), seat.reason_chars, seat.back).changing(&row, seat.clock.today());
        Some(Running {
            id: row.id,
            study: study.id,
            url: card::url(study.id, &study.title),
            title: study.title.clone(),
            place: study.kecamatan_code.as_deref().map_or_else(String::new, |code| catalogue.places.full_name(code)),
            who: chooser(&row, catalogue),
            ends_on: format::date(row.ends_on),
            soon: soon(row.ends_on, seat.clock.today()),
            form: (row.scope_code == seat.scope).then_some(form),
            why: row.reason,
            theme: row.theme,
        })
    });
    Ok(lines.collect())
}

async fn reviews(db: &impl ConnectionTrait, catalogue: &Catalogue, scope: &str) -> Result<Vec<Waiting>> {
    let lines = review::waiting(db, scope).await?.into_iter().map(|waiting| Waiting {
        url: format!("/tulis/{}/pratinjau", waiting.draft.key),
        title: title_of(&waiting.draft.document),
        place: catalogue.places.full_name(&waiting.review.kecamatan_code),
        at: waiting.review.handed_in_at,
    });
    Ok(lines.collect())
}

fn title_of(document: &str) -> String {
    let title = Content::parse(document).map(|content| content.title).unwrap_or_default();
    if title.trim().is_empty() { "Tanpa judul".to_owned() } else { title }
}

fn soon(ends_on: NaiveDate, today: NaiveDate) -> String {
    match (ends_on - today).num_days() {
        0 => "berakhir hari ini".to_owned(),
        1 => "berakhir besok".to_owned(),
        days if days <= SOON_DAYS => format!("berakhir {days} hari lagi"),
        _ => String::new(),
    }
}

async fn waiting(db: &impl ConnectionTrait, catalogue: &Catalogue, seat: &Seat<'_>) -> Result<Vec<Waiting>> {
    let heads = Role::ALL.into_iter().filter(|role| role.leads_kecamatan()).map(Role::as_str);
    let led = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::RegionCode)
        .filter(office_term::Column::Role.is_in(heads))
        .filter(office::current_on(seat.clock.today()))
        .into_query();
    let rows = draft::Entity::find()
        .filter(draft::Column::Step.is_in(["diajukan_sekcam", "diajukan_camat"]))
        .filter(draft::Column::PublishedCaseStudyId.is_null())
        .filter(below(draft::Column::KecamatanCode, seat.scope))
        .filter(draft::Column::KecamatanCode.not_in_subquery(led))
        .order_by_asc(draft::Column::UpdatedAt)
        .limit(MOST_LINES)
        .all(db)
        .await?;
    let lines = rows.into_iter().map(|row| Waiting {
        url: format!("/tulis/{}/pratinjau", row.key),
        title: title_of(&row.document),
        place: catalogue.places.full_name(&row.kecamatan_code),
        at: row.updated_at,
    });
    Ok(lines.collect())
}
