//! Setting the theme and the three studies of a month in one's scope. Whoever may put a study forward may do this too: it
//! says the same of three studies at once.

use chrono::{Days, NaiveDate, NaiveTime};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{minggon, minggon_item};
use super::{Checked, MONTHS_AHEAD, Typed, month_of, months_between, store};
use crate::app::App;
use crate::audit;
use crate::case_study::store::by_ids;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, CaseStudyId};
use crate::job::{self, Job};
use crate::meeting::edit::Faster;
use crate::meeting::store::name;
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// Local hour of the month's first day at which offices are told of a month that was set ahead.
const TOLD_AT_HOUR: u32 = 7;

/// Keeps a month of the own scope; or says who changed it meanwhile. `started_from` is 0 for a month that nobody set.
pub async fn set(
    app: &App,
    viewer: &Viewer,
    month: NaiveDate,
    started_from: i64,
    typed: &Typed,
) -> Result<Option<Faster>> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    policy::require(Act::Feature, &acting, &acting.region)?;
    let ahead = months_between(month_of(tx.today()), month);
    if month_of(month) != month || !(0..=MONTHS_AHEAD).contains(&ahead) {
        return Err(Error::NotFound);
    }
    tx.serialize_on(&format!("minggon:{}:{month}", acting.region)).await?;
    let (checked, mut problems) = typed.read();
    all_are_seen(&tx, viewer, typed, &mut problems).await?;
    problems.into_result()?;
    let known = store::of_scope(&*tx, &acting.region, month).await?;
    if let Some(known) = &known {
        if is_same(&tx, known, &checked).await? {
            return Ok(None);
        }
        if known.version != started_from {
            let by = name(&*tx, known.account_id).await?;
            return Ok(Some(Faster { by, is_own: known.account_id == account.get(), at: known.updated_at }));
        }
    }
    let unit = office::unit_and_place(&tx, &app.catalogue.get(), &acting).await?;
    let id = write(&tx, &acting, account, month, known.as_ref(), &checked, &unit).await?;
    if known.is_none() {
        job::enqueue_in(&tx, &Job::TellMinggon { minggon: id, after: 0 }, wait(app, &tx, month)).await?;
    }
    remember(&tx, &acting, account, id, &checked.theme).await?;
    tx.commit(Effect::Visible(vec![Subject::Minggon(id)])).await?;
    Ok(None)
}

/// Every study must be one that the coordinator may see, and open to everybody: the text goes to WhatsApp.
async fn all_are_seen(tx: &WriteTransaction, viewer: &Viewer, typed: &Typed, problems: &mut Problems) -> Result<()> {
    let ids: Vec<CaseStudyId> = typed.chosen().map(|(_, study)| CaseStudyId(study)).collect();
    let seen = by_ids(&**tx, viewer, &ids).await?;
    for (place, id) in typed.chosen() {
        let field = format!("study-{place}");
        match seen.iter().find(|study| study.id == id) {
            None => problems.add(&field, "Praktik ini tidak ditemukan atau tidak lagi tayang. Pilih yang lain."),
            Some(study) if study.visibility != "public" => {
                problems.add(
                    &field,
                    "Praktik ini khusus anggota. Pilih yang terbuka, karena bahannya dibagikan lewat WhatsApp.",
                );
            }
            Some(_) => {}
        }
    }
    Ok(())
}

async fn is_same(tx: &WriteTransaction, known: &minggon::Model, checked: &Checked) -> Result<bool> {
    let items = store::items(&**tx, known.id).await?;
    let studies: Vec<(i64, String)> = items.into_iter().map(|item| (item.case_study_id, item.question)).collect();
    Ok(known.theme == checked.theme && known.introduction == checked.introduction && studies == checked.studies)
}

async fn write(
    tx: &WriteTransaction,
    acting: &Acting,
    account: AccountId,
    month: NaiveDate,
    known: Option<&minggon::Model>,
    checked: &Checked,
    unit: &str,
) -> Result<i64> {
    let id = match known {
        Some(known) => {
            minggon::Entity::update_many()
                .col_expr(minggon::Column::Theme, Expr::value(checked.theme.as_str()))
                .col_expr(minggon::Column::Introduction, Expr::value(checked.introduction.as_str()))
                .col_expr(minggon::Column::UnitName, Expr::value(unit))
                .col_expr(minggon::Column::Version, Expr::value(known.version + 1))
                .col_expr(minggon::Column::AccountId, Expr::value(account.get()))
                .col_expr(minggon::Column::TermId, Expr::value(acting.term.get()))
                .col_expr(minggon::Column::UpdatedAt, Expr::value(tx.now()))
                .filter(minggon::Column::Id.eq(known.id))
                .exec(&**tx)
                .await?;
            known.id
        }
        None => {
            let row = minggon::ActiveModel {
                scope_code: Set(acting.region.clone()),
                month: Set(month),
                theme: Set(checked.theme.clone()),
                introduction: Set(checked.introduction.clone()),
                unit_name: Set(unit.to_owned()),
                version: Set(1),
                account_id: Set(account.get()),
                term_id: Set(acting.term.get()),
                is_sample: Set(false),
                created_at: Set(tx.now()),
                updated_at: Set(tx.now()),
                ..Default::default()
            };
            minggon::Entity::insert(row).exec(&**tx).await?.last_insert_id
        }
    };
    minggon_item::Entity::delete_many().filter(minggon_item::Column::MinggonId.eq(id)).exec(&**tx).await?;
    let rows = (1..).zip(&checked.studies).map(|(position, (study, question))| minggon_item::ActiveModel {
        minggon_id: Set(id),
        case_study_id: Set(*study),
        position: Set(position),
        question: Set(question.clone()),
        ..Default::default()
    });
    minggon_item::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(id)
}

/// How long until the offices are told: at once in the month itself, else until its first morning.
fn wait(app: &App, tx: &WriteTransaction, month: NaiveDate) -> chrono::Duration {
    let morning = NaiveTime::from_hms_opt(TOLD_AT_HOUR, 0, 0).unwrap_or_default();
    let eve = month.checked_sub_days(Days::new(1)).unwrap_or(month);
    let first = app.clock.end_of(eve) + (morning - NaiveTime::MIN);
    std::cmp::max(first - tx.now(), chrono::Duration::zero())
}

async fn remember(tx: &WriteTransaction, acting: &Acting, account: AccountId, id: i64, theme: &str) -> Result<()> {
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: "set_minggon",
        subject_kind: "minggon",
        subject_id: id.to_string(),
        reason: theme,
    };
    audit::record(tx, entry).await
}
