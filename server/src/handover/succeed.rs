//! One act: the term of who leads the kecamatan ends on the day before the successor's begins.

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity;
use crate::account::invitation;
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{AccountId, TermId};
use crate::job::{self, Job};
use crate::office::entity::office_term;
use crate::office::invite::{self, Inviter, Person, Placed, Post, WayIn};
use crate::office::{self, delegate};
use crate::policy::{self, Act, Acting, Role};
use crate::viewer::Viewer;

/// What came of it.
pub struct Succession {
    /// The successor and the way in.
    pub placed: Placed,
    /// The handover, when somebody led the office before.
    pub handover: Option<i64>,
}

/// Ends the terms of those who lead the kecamatan and opens the successor's; all of it or nothing.
pub async fn succeed(app: &App, viewer: &Viewer, person: &Person, post: &Post) -> Result<Succession> {
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    policy::require(Act::ManageCamat, &acting, &post.region)?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    if post.paper.is_empty() {
        return Err(Error::Invalid(Problems::one("paper", "Isi nomor SK pengangkatannya.")));
    }
    let before = heads(&tx, &post.region, post.started_on).await?;
    let last_day = post.started_on.pred_opt().unwrap_or(post.started_on);
    for head in &before {
        end(&tx, head, last_day, account, &acting, &post.paper).await?;
    }
    let inviter = Inviter { account, acting };
    let placed = invite::place(&tx, &app.config, &catalogue, person, post, Some(&inviter)).await?;
    let mut placed = placed.map_err(|refusal| Error::Invalid(refusal.problems(&catalogue)))?;
    if placed.way_in == WayIn::KnownBefore || before.iter().any(|head| head.account_id == placed.account.get()) {
        let sentence = format!("{} sudah memimpin kecamatan ini. Mutasi perlu orang lain.", placed.name);
        return Err(Error::Invalid(Problems::one("phone", sentence)));
    }
    let handover = match before.first() {
        Some(head) => Some(hand_over(&tx, head, placed.term, account, &post.region).await?),
        None => None,
    };
    if let WayIn::Invitation(token) = &placed.way_in {
        let office = format!("{}, {}", post.role.label(), catalogue.places.full_name(&post.region));
        placed.mailed_to = invitation::mail(&tx, &app.config, placed.account, &office, token).await?;
    }
    tx.commit(Effect::Visible(vec![Subject::Region(post.region.clone())])).await?;
    Ok(Succession { placed, handover })
}

/// Who leads the kecamatan on a day or later, the definitive camat first.
async fn heads(tx: &WriteTransaction, kecamatan: &str, from: NaiveDate) -> Result<Vec<office_term::Model>> {
    use crate::kecamatan::entity::region;
    // Two coordinators who move the same office at once wait for each other here.
    region::Entity::find_by_id(kecamatan.to_owned()).lock_exclusive().one(&**tx).await?;
    let roles = Role::ALL.into_iter().filter(|role| role.leads_kecamatan()).map(Role::as_str);
    let terms = office_term::Entity::find()
        .filter(office_term::Column::RegionCode.eq(kecamatan))
        .filter(office_term::Column::Role.is_in(roles))
        .order_by_asc(office_term::Column::Id)
        .all(&**tx)
        .await?;
    let mut running: Vec<_> = terms.into_iter().filter(|term| term.ended_on.is_none_or(|end| end >= from)).collect();
    running.sort_by_key(|term| Role::parse(&term.role).map_or(usize::MAX, office::rank));
    Ok(running)
}

async fn end(
    tx: &WriteTransaction,
    head: &office_term::Model,
    last_day: NaiveDate,
    account: AccountId,
    acting: &Acting,
    paper: &str,
) -> Result<()> {
    if last_day < head.started_on {
        let sentence =
            format!("Pejabat sebelumnya mulai {}; TMT penggantinya harus sesudah itu.", format::date(head.started_on));
        return Err(Error::Invalid(Problems::one("started_on", sentence)));
    }
    office_term::Entity::update_many()
        .col_expr(office_term::Column::EndedOn, Expr::value(Some(last_day)))
        .col_expr(office_term::Column::EndedBy, Expr::value(Some(account.get())))
        .filter(office_term::Column::Id.eq(head.id))
        .exec(&**tx)
        .await?;
    if last_day < tx.today() {
        delegate::lapse(tx, &head.region_code, AccountId(head.account_id), account).await?;
    }
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: "end_term",
        subject_kind: "office_term",
        subject_id: head.id.to_string(),
        reason: &format!("Mutasi, {paper}"),
    };
    audit::record(tx, entry).await
}

async fn hand_over(
    tx: &WriteTransaction,
    head: &office_term::Model,
    successor: TermId,
    account: AccountId,
    kecamatan: &str,
) -> Result<i64> {
    let row = entity::ActiveModel {
        kecamatan_code: Set(kecamatan.to_owned()),
        from_term_id: Set(head.id),
        to_term_id: Set(successor.get()),
        created_by: Set(Some(account.get())),
        created_at: Set(tx.now()),
        from_note: Set(String::new()),
        to_note: Set(String::new()),
        from_confirmed_at: Set(None),
        to_confirmed_at: Set(None),
        contents: Set(String::new()),
        ..Default::default()
    };
    let handover = entity::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    job::enqueue(tx, &Job::TellHandover { handover }).await?;
    Ok(handover)
}
