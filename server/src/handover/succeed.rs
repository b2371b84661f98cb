//! One act: the term of who leads the kecamatan ends on the day before the successor's begins.

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity;
use crate::account::entity::account;
use crate::account::invitation;
use crate::app::App;
use crate::audit;
use crate::catalogue::Catalogue;
use crate::config::Config;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{AccountId, TermId};
use crate::job::{self, Job};
use crate::office::entity::office_term;
use crate::office::invite::{self, Inviter, Person, Placed, Post, WayIn};
use crate::office::{self, delegate};
use crate::policy::{self, Act, Role};
use crate::viewer::Viewer;

/// What came of it.
pub struct Succession {
    /// The successor and the way in.
    pub placed: Placed,
    /// The handover, when somebody led the office before.
    pub handover: Option<i64>,
    /// Who led the office before, by name.
    pub before: Vec<String>,
    /// Codes of the kecamatan that the successor leaves.
    pub left: Vec<String>,
}

/// Ends the terms of those who lead the kecamatan and opens the successor's; all of it or nothing.
pub async fn succeed(app: &App, viewer: &Viewer, person: &Person, post: &Post) -> Result<Succession> {
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    policy::require(Act::ManageCamat, &acting, &post.region)?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let inviter = Inviter { account, acting };
    let mut done = change(&tx, &app.config, &catalogue, person, post, &inviter).await?.map_err(Error::Invalid)?;
    if let WayIn::Invitation(token) = &done.placed.way_in {
        let office = format!("{}, {}", post.role.label(), catalogue.places.full_name(&post.region));
        done.placed.mailed_to = invitation::mail(&tx, app, done.placed.account, &office, token).await?;
    }
    let regions = done.left.iter().chain([&post.region]).cloned().map(Subject::Region).collect();
    tx.commit(Effect::Visible(regions)).await?;
    Ok(done)
}

/// The same in an open transaction. Everything is checked before the first row, so a refusal leaves nothing behind.
pub async fn change(
    tx: &WriteTransaction,
    config: &Config,
    catalogue: &Catalogue,
    person: &Person,
    post: &Post,
    inviter: &Inviter,
) -> Result<Result<Succession, Problems>> {
    let before = heads(tx, &post.region, post.started_on).await?;
    let known = match invite::recognise(&**tx, catalogue, person, post).await? {
        Ok(known) => known,
        Err(refusal) => return Ok(Err(refusal.problems(catalogue))),
    };
    if let Err(problems) = checked(post, &before, known.as_ref()) {
        return Ok(Err(problems));
    }
    let last_day = post.started_on.pred_opt().unwrap_or(post.started_on);
    let elsewhere = known.iter().flat_map(|(_, terms)| terms).filter(|term| leads_elsewhere(term, post));
    let mut left: Vec<String> = Vec::new();
    for term in elsewhere {
        end(tx, term, last_day, inviter, &post.paper).await?;
        left.push(term.region_code.clone());
    }
    for head in &before {
        end(tx, head, last_day, inviter, &post.paper).await?;
    }
    let placed = match invite::place(tx, config, catalogue, person, post, Some(inviter)).await? {
        Ok(placed) => placed,
        // The checks above are those of place; whoever adds one there adds it here.
        Err(refusal) => return Err(Error::Conflict(refusal.to_string())),
    };
    let handover = match before.first() {
        Some(head) => Some(hand_over(tx, head, placed.term, inviter.account, &post.region).await?),
        None => None,
    };
    let people = account::Entity::find().filter(account::Column::Id.is_in(before.iter().map(|head| head.account_id)));
    let before = people.all(&**tx).await?.into_iter().map(|person| person.name).collect();
    Ok(Ok(Succession { placed, handover, before, left }))
}

fn checked(
    post: &Post,
    before: &[office_term::Model],
    known: Option<&(account::Model, Vec<office_term::Model>)>,
) -> std::result::Result<(), Problems> {
    if post.paper.is_empty() {
        return Err(Problems::one("paper", "Isi nomor SK pengangkatannya."));
    }
    let served = known.iter().flat_map(|(_, terms)| terms);
    let begins_late = before.iter().chain(served.clone().filter(|term| leads_elsewhere(term, post)));
    if let Some(term) = begins_late.filter(|term| post.started_on <= term.started_on).max_by_key(|term| term.started_on)
    {
        let sentence = format!(
            "Jabatan yang berakhir mulai {}; TMT penggantinya harus sesudah itu.",
            format::date(term.started_on)
        );
        return Err(Problems::one("started_on", sentence));
    }
    let is_head = |(person, _): &&(account::Model, _)| before.iter().any(|head| head.account_id == person.id);
    if let Some((person, _)) = known.filter(is_head) {
        let sentence = format!("{} sudah memimpin kecamatan ini. Mutasi perlu orang lain.", person.name);
        return Err(Problems::one("phone", sentence));
    }
    if served.clone().any(|term| invite::is_same(term, post)) {
        return Err(Problems::one("started_on", "Jabatan ini sudah tercatat pada tanggal itu."));
    }
    Ok(())
}

/// True for a definitive camat's term elsewhere: nobody holds two, so a mutasi ends it.
fn leads_elsewhere(term: &office_term::Model, post: &Post) -> bool {
    term.role == Role::Camat.as_str()
        && term.region_code != post.region
        && term.ended_on.is_none_or(|end| end >= post.started_on)
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
    inviter: &Inviter,
    paper: &str,
) -> Result<()> {
    let account = inviter.account;
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
        term: Some(inviter.acting.term),
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
