//! Warning a person, and suspending the account until a day.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::sanction;
use super::{Kind, MAX_CHARS, MAX_DAYS, may_judge, reached, store};
use crate::account::entity::account;
use crate::app::App;
use crate::audit;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;
use crate::job::{self, Job};
use crate::office;
use crate::policy::{Act, Role};
use crate::policy::{Acting, allows};
use crate::viewer::Viewer;
use crate::web::forms;

/// The same decision of the same person within this time was sent twice.
const SENT_TWICE_WITHIN: Duration = Duration::minutes(1);

/// A decision as typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// A kind.
    pub kind: String,
    /// The last day, "2026-12-05".
    pub until: String,
    /// Why.
    pub reason: String,
    /// Number of the report that it follows, or empty.
    pub report: String,
    /// Number of the suspension that ran when the form was drawn; 0 for none.
    pub running: String,
}

/// A decision as it is kept.
struct Checked {
    kind: Kind,
    ends_at: Option<DateTime<Utc>>,
    reason: String,
    report: Option<i64>,
    running: i64,
}

impl Checked {
    /// True when the row says the same.
    fn is_as(&self, row: &sanction::Model) -> bool {
        row.kind == self.kind.as_str() && row.ends_at == self.ends_at && row.reason == self.reason
    }
}

impl Typed {
    fn checked(&self, app: &App) -> Result<Checked> {
        let mut problems = Problems::default();
        let kind = Kind::parse(&self.kind);
        if kind.is_none() {
            problems.add("kind", "Pilih teguran atau penangguhan.");
        }
        let ends_at = match kind {
            Some(Kind::Suspension) => last_day(app, &self.until, 1, &mut problems),
            _ => None,
        };
        let reason = words(&self.reason, "reason", "Tulis alasannya; yang bersangkutan membacanya.", &mut problems);
        problems.into_result()?;
        let kind = kind.ok_or(Error::NotFound)?;
        let report = match self.report.trim() {
            "" => None,
            number => Some(number.parse().map_err(|_| Error::NotFound)?),
        };
        let running = self.running.trim().parse().unwrap_or(0);
        Ok(Checked { kind, ends_at, reason, report, running })
    }
}

/// Words within the limit, or a problem at their field.
pub(super) fn words(typed: &str, field: &str, missing: &str, problems: &mut Problems) -> String {
    let body = forms::text(typed);
    let chars = body.chars().count();
    if body.trim().is_empty() {
        problems.add(field, missing);
    } else if chars > MAX_CHARS {
        problems.add(field, format!("Paling panjang {MAX_CHARS} karakter; yang ini {chars}."));
    }
    body
}

/// The end of a last day that is at least so many days ahead, or a problem at `until`.
pub(super) fn last_day(app: &App, typed: &str, ahead: i64, problems: &mut Problems) -> Option<DateTime<Utc>> {
    let today = app.clock.today();
    let Ok(day) = typed.trim().parse::<NaiveDate>() else {
        problems.add("until", "Isi hari terakhirnya.");
        return None;
    };
    let days = (day - today).num_days();
    if days < ahead {
        let earliest = crate::format::date(today + Duration::days(ahead));
        problems.add("until", format!("Pilih hari lain: hari terakhirnya paling cepat {earliest}."));
    } else if days > MAX_DAYS {
        problems.add("until", format!("Paling lama {MAX_DAYS} hari, jadi sampai dengan {}.", latest(app)));
    }
    Some(app.clock.end_of(day))
}

/// The last day that a suspension may have from today on, in words.
fn latest(app: &App) -> String {
    crate::format::date(app.clock.today() + Duration::days(MAX_DAYS))
}

/// Decides about a person, and tells the person. A later suspension takes the place of the one that runs. Problems stand
/// at `kind`, `until` and `reason`.
pub async fn decide(app: &App, viewer: &Viewer, person: AccountId, typed: &Typed) -> Result<i64> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let own = viewer.account().ok_or(Error::Forbidden)?;
    if !allows(Act::Sanction, acting.role) {
        return Err(Error::Forbidden);
    }
    // Held, so that of two suspensions at once one comes after the other.
    account::Entity::find_by_id(person.get()).lock_exclusive().one(&*tx).await?.ok_or(Error::NotFound)?;
    let terms = office::terms_ever(&*tx, person).await?;
    let role = reached(&acting, own, person, &terms, tx.today()).ok_or(Error::Forbidden)?;
    let checked = typed.checked(app)?;
    if let Some(report) = checked.report {
        store::require_about(&*tx, &acting, report, person).await?;
    }
    let before = store::last_since(&*tx, own, person, tx.now() - SENT_TWICE_WITHIN).await?;
    if let Some(twin) = before.filter(|row| checked.is_as(row)) {
        return Ok(twin.id);
    }
    if checked.kind == Kind::Suspension {
        give_way(app, &tx, &acting, own, person, checked.running).await?;
        suspend(&tx, person, checked.ends_at).await?;
    }
    let id = insert(app, &tx, viewer, &acting, person, role, &checked).await?;
    let act = if checked.kind == Kind::Suspension { "suspend" } else { "warn" };
    remember(&tx, own, Some(&acting), act, id, person).await?;
    job::enqueue(&tx, &Job::TellSanctioned { sanction: id }).await?;
    tx.commit(Effect::Private).await?;
    Ok(id)
}

async fn insert(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    person: AccountId,
    role: Role,
    checked: &Checked,
) -> Result<i64> {
    let row = sanction::ActiveModel {
        account_id: Set(person.get()),
        kind: Set(checked.kind.as_str().to_owned()),
        role: Set(role.as_str().to_owned()),
        scope_code: Set(acting.region.clone()),
        reason: Set(checked.reason.clone()),
        report_id: Set(checked.report),
        decided_by: Set(viewer.account().ok_or(Error::Forbidden)?.get()),
        term_id: Set(Some(acting.term.get())),
        byline: Set(byline(app, tx, viewer, acting).await?),
        decided_at: Set(tx.now()),
        ends_at: Set(checked.ends_at),
        state: Set("standing".to_owned()),
        answer_waits: Set(false),
        ..Default::default()
    };
    Ok(sanction::Entity::insert(row).exec(&**tx).await?.last_insert_id)
}

/// "Hendra, Bagian Tata Pemerintahan Kab. Garut".
pub(super) async fn byline(app: &App, tx: &WriteTransaction, viewer: &Viewer, acting: &Acting) -> Result<String> {
    let name = viewer.signed_in().map_or_else(String::new, |person| person.name.clone());
    Ok(format!("{name}, {}", office::unit_and_place(tx, &app.catalogue.get(), acting).await?))
}

/// The suspension that runs, if any, gives way, where the acting term may change it and the form showed it: else a
/// coordinator of a kabupaten/kota would end what the province decided, and of two at once one would not see the other.
async fn give_way(
    app: &App,
    tx: &WriteTransaction,
    acting: &Acting,
    own: AccountId,
    person: AccountId,
    seen: i64,
) -> Result<()> {
    let runs = store::running(&**tx, person, tx.now()).await?;
    let problem = match &runs {
        Some(row) if !may_judge(acting, own, row) => {
            let who = "hanya pembina di wilayah itu atau di atasnya yang dapat mengubahnya";
            format!("Penangguhan yang berlaku diputuskan oleh {}; {who}.", row.byline)
        }
        Some(row) if row.id != seen => {
            let until = row.ends_at.map(|end| crate::format::date(app.clock.last_day(end))).unwrap_or_default();
            let what = format!("{} sudah menangguhkan akun ini sampai dengan {until}", row.byline);
            format!("Sementara itu {what}. Bila tetap perlu diganti, simpan sekali lagi.")
        }
        None if seen != 0 => {
            "Penangguhan yang tadi berlaku sudah tidak berlaku lagi. Bila tetap perlu, simpan sekali lagi.".to_owned()
        }
        _ => String::new(),
    };
    if !problem.is_empty() {
        return Err(Error::Invalid(Problems::one("until", problem)));
    }
    if let Some(row) = runs {
        sanction::Entity::update_many()
            .col_expr(sanction::Column::State, Expr::value("replaced"))
            .filter(sanction::Column::Id.eq(row.id))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

/// Says until when the account may do nothing; with nothing it may again.
pub(super) async fn suspend(tx: &WriteTransaction, person: AccountId, until: Option<DateTime<Utc>>) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::SuspendedUntil, Expr::value(until))
        .filter(account::Column::Id.eq(person.get()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The audit row: the words are on the page of the decision, for those who may read it.
pub(super) async fn remember(
    tx: &WriteTransaction,
    own: AccountId,
    acting: Option<&Acting>,
    act: &str,
    id: i64,
    person: AccountId,
) -> Result<()> {
    let entry = audit::Entry {
        account: Some(own),
        term: acting.map(|acting| acting.term),
        act,
        subject_kind: "sanction",
        subject_id: id.to_string(),
        reason: &person.to_string(),
    };
    audit::record(tx, entry).await
}
