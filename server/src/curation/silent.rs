//! Offices that have not written for long, and asking them to: a coordinator's word, told a little later, so that it can be
//! taken back.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::entity::nudge;
use crate::account::entity::{credential, session};
use crate::app::App;
use crate::audit;
use crate::case_study::entity::{case_study, draft};
use crate::case_study::store;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::format;
use crate::job::{self, Job};
use crate::kecamatan::below;
use crate::office;
use crate::office::entity::office_term;
use crate::policy::{self, Act, Role};
use crate::viewer::Viewer;

/// An office is silent when nothing was written or changed for so many days.
const SILENT_DAYS: i64 = 90;

/// Who was asked to write is left in peace for so many days.
const REST_DAYS: i64 = 30;

/// So long an asking can be taken back.
pub const TAKE_BACK: Duration = Duration::minutes(2);

/// A kecamatan whose office is silent.
#[derive(Clone, Debug)]
pub struct Silent {
    /// Its code.
    pub code: String,
    /// "Kec. Cikajang, Kab. Garut".
    pub place: String,
    /// "Belum ada pembaruan sejak 12 Agu 2026".
    pub since: String,
    last: DateTime<Utc>,
}

/// The silent offices of a scope, the longest silence first. An office counts from the day its head came to the forum;
/// one without a head, or whose head never signed in, is a matter of the roster.
pub async fn silent(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    scope: &str,
    clock: &Clock,
) -> Result<Vec<Silent>> {
    let now = clock.now();
    let written = last_written(db, viewer, scope).await?;
    let asked = asked_lately(db, scope, now).await?;
    let mut lines: Vec<Silent> = heads(db, scope, clock)
        .await?
        .into_iter()
        .filter(|(code, _)| !asked.contains(code))
        .filter_map(|(code, came)| {
            let wrote = written.get(&code).copied();
            let last = wrote.map_or(came, |wrote| wrote.max(came));
            let day = format::date(clock.local(last).date_naive());
            (now - last >= Duration::days(SILENT_DAYS)).then(|| Silent {
                place: catalogue.places.full_name(&code),
                since: match wrote {
                    Some(_) => format!("Belum ada pembaruan sejak {day}"),
                    None => format!("Belum menulis sejak bergabung {day}"),
                },
                code,
                last,
            })
        })
        .collect();
    lines.sort_by(|a, b| (a.last, &a.code).cmp(&(b.last, &b.code)));
    Ok(lines)
}

/// When each kecamatan's studies and drafts changed last.
async fn last_written(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    scope: &str,
) -> Result<HashMap<String, DateTime<Utc>>> {
    let studies: Vec<(Option<String>, DateTime<Utc>)> = store::visible_to(viewer)
        .select_only()
        .column(case_study::Column::KecamatanCode)
        .column_as(case_study::Column::UpdatedAt.max(), "changed_at")
        .filter(below(case_study::Column::KecamatanCode, scope))
        .group_by(case_study::Column::KecamatanCode)
        .into_tuple()
        .all(db)
        .await?;
    let drafts: Vec<(String, DateTime<Utc>)> = draft::Entity::find()
        .select_only()
        .column(draft::Column::KecamatanCode)
        .column_as(draft::Column::UpdatedAt.max(), "changed_at")
        .filter(below(draft::Column::KecamatanCode, scope))
        .group_by(draft::Column::KecamatanCode)
        .into_tuple()
        .all(db)
        .await?;
    let mut last: HashMap<String, DateTime<Utc>> = HashMap::new();
    let studies = studies.into_iter().filter_map(|(code, at)| Some((code?, at)));
    for (code, at) in studies.chain(drafts) {
        let known = last.entry(code).or_insert(at);
        *known = (*known).max(at);
    }
    Ok(last)
}

/// The kecamatan that somebody leads who is here, and since when.
async fn heads(db: &impl ConnectionTrait, scope: &str, clock: &Clock) -> Result<HashMap<String, DateTime<Utc>>> {
    let leading = Role::ALL.into_iter().filter(|role| role.leads_kecamatan()).map(Role::as_str);
    let chose = credential::Entity::find().select_only().column(credential::Column::AccountId).into_query();
    let came = session::Entity::find().select_only().column(session::Column::AccountId).into_query();
    let here = Condition::any()
        .add(office_term::Column::AccountId.in_subquery(chose))
        .add(office_term::Column::AccountId.in_subquery(came));
    let rows: Vec<(String, DateTime<Utc>)> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::RegionCode)
        .column(office_term::Column::CreatedAt)
        .filter(office_term::Column::Role.is_in(leading))
        .filter(below(office_term::Column::RegionCode, scope))
        .filter(office::current_on(clock.today()))
        .filter(here)
        .order_by_desc(office_term::Column::CreatedAt)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn asked_lately(db: &impl ConnectionTrait, scope: &str, now: DateTime<Utc>) -> Result<HashSet<String>> {
    let codes: Vec<String> = nudge::Entity::find()
        .select_only()
        .column(nudge::Column::KecamatanCode)
        .filter(below(nudge::Column::KecamatanCode, scope))
        .filter(nudge::Column::SentAt.gt(now - Duration::days(REST_DAYS)))
        .filter(nudge::Column::TakenBackAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(codes.into_iter().collect())
}

/// Asks offices to write; who was asked lately is left out. Returns the ids, to take them back.
pub async fn ask(app: &App, viewer: &Viewer, kecamatan: &[String]) -> Result<Vec<i64>> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    tx.serialize_on("nudge").await?;
    let asked = asked_lately(&*tx, &acting.region, tx.now()).await?;
    let unit = office::unit_of(&tx, &acting).await?;
    let mut ids = Vec::new();
    for code in kecamatan {
        policy::require(Act::Nudge, &acting, code)?;
        if app.catalogue.get().places.kecamatan(code).is_none() {
            return Err(Error::NotFound);
        }
        if asked.contains(code) {
            continue;
        }
        let row = nudge::ActiveModel {
            kecamatan_code: Set(code.clone()),
            account_id: Set(account.get()),
            term_id: Set(acting.term.get()),
            unit_name: Set(unit.clone()),
            sent_at: Set(tx.now()),
            ..Default::default()
        };
        let id = nudge::Entity::insert(row).exec(&*tx).await?.last_insert_id;
        job::enqueue_in(&tx, &Job::TellNudged { nudge: id }, TAKE_BACK).await?;
        let entry = audit::Entry {
            account: Some(account),
            term: Some(acting.term),
            act: Act::Nudge.as_str(),
            subject_kind: "region",
            subject_id: code.clone(),
            reason: "",
        };
        audit::record(&tx, entry).await?;
        ids.push(id);
    }
    tx.commit(Effect::Private).await?;
    Ok(ids)
}

/// Takes back one's own askings of just now; what was told meanwhile stays. Returns how many were taken back.
pub async fn take_back(app: &App, viewer: &Viewer, ids: &[i64]) -> Result<u64> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let rows = nudge::Entity::find()
        .filter(nudge::Column::Id.is_in(ids.iter().copied()))
        .filter(nudge::Column::AccountId.eq(account.get()))
        .filter(nudge::Column::TakenBackAt.is_null())
        .filter(nudge::Column::SentAt.gt(tx.now() - TAKE_BACK))
        .all(&*tx)
        .await?;
    for row in &rows {
        policy::require(Act::Nudge, &acting, &row.kecamatan_code)?;
        let entry = audit::Entry {
            account: Some(account),
            term: Some(acting.term),
            act: "nudge_taken_back",
            subject_kind: "region",
            subject_id: row.kecamatan_code.clone(),
            reason: "",
        };
        audit::record(&tx, entry).await?;
    }
    nudge::Entity::update_many()
        .col_expr(nudge::Column::TakenBackAt, Expr::value(Some(tx.now())))
        .col_expr(nudge::Column::TakenBackBy, Expr::value(Some(account.get())))
        .filter(nudge::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(rows.len() as u64)
}
