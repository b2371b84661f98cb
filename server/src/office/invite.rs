//! Inviting somebody into an office: account, term and invitation in one transaction. The operator's commands and the
//! roster come the same way, without a policy to ask.

use chrono::{Duration, Months, NaiveDate};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::office_term;
use super::refusal::Refusal;
use super::{acting, current_on};
use crate::account::entity::{account, credential};
use crate::account::invitation::{self, Purpose};
use crate::app::App;
use crate::audit;
use crate::catalogue::Catalogue;
use crate::config::Config;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::{AccountId, TermId};
use crate::job::{self, Job};
use crate::policy::{self, Act, Acting, Role};
use crate::viewer::Viewer;

/// A Plt. serves three months, and three more; longer is warned about, not refused.
const PLT_MONTHS: Months = Months::new(6);

/// Who is invited; numbers and addresses in their normal form.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Name with titles, as on paper.
    pub name: String,
    /// "+6281234567890".
    pub phone: Option<String>,
    /// Lower case.
    pub email: Option<String>,
    /// 18 digits.
    pub nip: Option<String>,
}

/// Into which office.
#[derive(Clone, Debug)]
pub struct Post {
    /// The role.
    pub role: Role,
    /// Code of the region.
    pub region: String,
    /// "Kasi Ekonomi dan Pembangunan"; empty for who has no such title.
    pub title: String,
    /// "Bagian Tata Pemerintahan"; for coordinators.
    pub unit_name: String,
    /// First local day (TMT).
    pub started_on: NaiveDate,
    /// Last local day, when it is known already.
    pub ended_on: Option<NaiveDate>,
    /// Number of the SK or surat perintah.
    pub paper: String,
}

/// Who invites.
#[derive(Clone, Debug)]
pub struct Inviter {
    /// The person.
    pub account: AccountId,
    /// In which office.
    pub acting: Acting,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The person's account.
    pub account: AccountId,
    /// The term.
    pub term: TermId,
    /// The name that the account has.
    pub name: String,
    /// How the person gets in.
    pub way_in: WayIn,
    /// Where the link was mailed to, too.
    pub mailed_to: Option<String>,
}

/// How an invited person gets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayIn {
    /// By this token of a fresh invitation.
    Invitation(String),
    /// With the password the person has.
    HasPassword,
    /// By an invitation that somebody with a wider reach made earlier.
    EarlierInvitation,
    /// The term was recorded already; nothing was changed.
    KnownBefore,
}

/// The act that inviting and ending a role is; none for what only the operator's commands may do.
pub fn act_for(role: Role) -> Option<Act> {
    match role {
        Role::Staf | Role::Sekcam => Some(Act::ManageStaff),
        Role::Camat | Role::PltCamat | Role::PlhCamat => Some(Act::ManageCamat),
        Role::PembinaKabupatenKota | Role::InovasiKabupatenKota => Some(Act::AppointCoordinator),
        Role::PembinaProvinsi | Role::InovasiProvinsi | Role::Admin => None,
    }
}

/// True for a Plt. who serves longer than three months and three more.
pub fn plt_is_overdue(role: Role, started_on: NaiveDate, on: NaiveDate) -> bool {
    role == Role::PltCamat && started_on.checked_add_months(PLT_MONTHS).is_some_and(|limit| on > limit)
}

/// Invites in the name of the viewer's acting term.
pub async fn invite(app: &App, viewer: &Viewer, person: &Person, post: &Post) -> Result<Placed> {
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let acting = acting(&tx, viewer).await?;
    policy::require(act_for(post.role).ok_or(Error::Forbidden)?, &acting, &post.region)?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let placed = place(&tx, &app.config, &catalogue, person, post, Some(&Inviter { account, acting })).await?;
    let mut placed = placed.map_err(|refusal| Error::Invalid(refusal.problems(&catalogue)))?;
    if placed.way_in == WayIn::KnownBefore {
        let refusal = Refusal::ServesAlready { name: placed.name.clone(), role: post.role };
        return Err(Error::Invalid(refusal.problems(&catalogue)));
    }
    if let WayIn::Invitation(token) = &placed.way_in {
        let office = format!("{}, {}", post.role.label(), catalogue.places.full_name(&post.region));
        placed.mailed_to = invitation::mail(&tx, app, placed.account, &office, token).await?;
    }
    tx.commit(Effect::Visible(vec![Subject::Region(post.region.clone())])).await?;
    Ok(placed)
}

/// Who the person is, if known, and every term of that person; or why nobody could be placed so, whoever holds the office.
pub async fn recognise(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    person: &Person,
    post: &Post,
) -> Result<Result<Option<(account::Model, Vec<office_term::Model>)>, Refusal>> {
    if !region_fits(catalogue, post) {
        return Ok(Err(Refusal::RegionDoesNotFit { role: post.role, region: post.region.clone() }));
    }
    let known = match known_person(db, person).await? {
        Ok(known) => known,
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(Ok(match known {
        Some(known) => {
            let terms = super::terms_ever(db, AccountId(known.id)).await?;
            Some((known, terms))
        }
        None => None,
    }))
}

/// Writes person, term and invitation. Everything is checked before the first row, so a refusal leaves nothing behind.
pub async fn place(
    tx: &WriteTransaction,
    config: &Config,
    catalogue: &Catalogue,
    person: &Person,
    post: &Post,
    inviter: Option<&Inviter>,
) -> Result<Result<Placed, Refusal>> {
    let (known, terms) = match recognise(&**tx, catalogue, person, post).await? {
        Ok(Some((known, terms))) => (Some(known), terms),
        Ok(None) => (None, Vec::new()),
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let (Some(known), Some(term)) = (&known, terms.iter().find(|term| is_same(term, post))) {
        let way_in = WayIn::KnownBefore;
        return Ok(Ok(Placed {
            account: AccountId(known.id),
            term: TermId(term.id),
            name: known.name.clone(),
            way_in,
            mailed_to: None,
        }));
    }
    if let Some(refusal) = occupied(tx, post, None).await? {
        return Ok(Err(refusal));
    }
    let account = match &known {
        Some(known) => complete(tx, known, person, inviter).await?,
        None => new_account(tx, person).await?,
    };
    let term = new_term(tx, account, post, inviter).await?;
    let has_password = credential::Entity::find_by_id(account.get()).one(&**tx).await?.is_some();
    let way_in = if has_password {
        WayIn::HasPassword
    } else if inviter.is_some_and(|inviter| !may_manage_all(&inviter.acting, &terms, tx.today())) {
        // The link would open every office of this person, also those that the inviter has no say in.
        WayIn::EarlierInvitation
    } else {
        let by = inviter.map(|inviter| inviter.account);
        WayIn::Invitation(invitation::issue(tx, config, Purpose::Join, account, Some(term), by).await?)
    };
    record(tx, inviter, "invite", term, &post.paper).await?;
    ask_later(tx, account, post).await?;
    let name = known.map_or_else(|| person.name.clone(), |known| known.name);
    Ok(Ok(Placed { account, term, name, way_in, mailed_to: None }))
}

/// Practices, consents of makers and reports of visits may wait for an answer of the office, also where nobody served when
/// they were asked about.
async fn ask_later(tx: &WriteTransaction, account: AccountId, post: &Post) -> Result<()> {
    if !post.role.is_of_kecamatan() {
        return Ok(());
    }
    let until_then = Duration::days((post.started_on - tx.today()).num_days().max(0));
    let at = tx.now() + until_then;
    let asked = Job::TellPracticesAsked { kecamatan: post.region.clone(), at, to: Some(account) };
    job::enqueue_in(tx, &asked, until_then).await
}

/// True when the act on every term of the person, now and to come, is the acting term's to do: a link that sets a
/// password opens all of them.
pub fn may_manage_all(acting: &Acting, terms: &[office_term::Model], today: NaiveDate) -> bool {
    terms.iter().filter(|term| term.ended_on.is_none_or(|end| end >= today)).all(|term| {
        let act = Role::parse(&term.role).and_then(act_for);
        act.is_some_and(|act| policy::may(act, acting, &term.region_code))
    })
}

/// The audit row of an act on a term.
pub(super) async fn record(
    tx: &WriteTransaction,
    inviter: Option<&Inviter>,
    act: &str,
    term: TermId,
    reason: &str,
) -> Result<()> {
    audit::record(
        tx,
        audit::Entry {
            account: inviter.map(|inviter| inviter.account),
            term: inviter.map(|inviter| inviter.acting.term),
            act,
            subject_kind: "office_term",
            subject_id: term.to_string(),
            reason,
        },
    )
    .await
}

fn region_fits(catalogue: &Catalogue, post: &Post) -> bool {
    match post.role.region_depth() {
        3 => catalogue.places.kecamatan(&post.region).is_some(),
        2 => catalogue.places.kabupaten_kota(&post.region).is_some(),
        _ => post.region == catalogue.places.province,
    }
}

/// The person that the numbers and addresses belong to, if they belong to anybody, and to one only.
async fn known_person(db: &impl ConnectionTrait, person: &Person) -> Result<Result<Option<account::Model>, Refusal>> {
    let mut any = Condition::any();
    for (column, value) in [
        (account::Column::Phone, &person.phone),
        (account::Column::Email, &person.email),
        (account::Column::Nip, &person.nip),
    ] {
        if let Some(value) = value {
            any = any.add(column.eq(value.as_str()));
        }
    }
    if any.is_empty() {
        return Ok(Err(Refusal::NoContact));
    }
    let mut found = account::Entity::find().filter(any).limit(3).all(db).await?;
    if found.len() > 1 {
        return Ok(Err(Refusal::SeveralPeople));
    }
    Ok(Ok(found.pop()))
}

/// True when a recorded term is the one that a post describes.
pub fn is_same(term: &office_term::Model, post: &Post) -> bool {
    term.role == post.role.as_str()
        && term.region_code == post.region
        && (term.started_on == post.started_on || overlap(term, post))
}

fn overlap(term: &office_term::Model, post: &Post) -> bool {
    term.ended_on.is_none_or(|end| end >= post.started_on) && post.ended_on.is_none_or(|end| end >= term.started_on)
}

/// Two definitive camat, or two Plt., in one office at one time are refused; a Plh. or Plt. beside others is the rule.
/// `except` is the term that is asked about, if it is recorded already.
async fn occupied(tx: &WriteTransaction, post: &Post, except: Option<i64>) -> Result<Option<Refusal>> {
    use crate::kecamatan::entity::region;
    if !matches!(post.role, Role::Camat | Role::PltCamat) {
        return Ok(None);
    }
    // Two coordinators who appoint at once wait for each other here; SQLite has one writer anyway.
    region::Entity::find_by_id(post.region.clone()).lock_exclusive().one(&**tx).await?;
    let others = office_term::Entity::find()
        .filter(office_term::Column::RegionCode.eq(post.region.as_str()))
        .filter(office_term::Column::Role.eq(post.role.as_str()))
        .order_by_asc(office_term::Column::StartedOn)
        .all(&**tx)
        .await?;
    let mut others = others.into_iter().filter(|term| Some(term.id) != except);
    let Some(holder) = others.find(|term| overlap(term, post)) else {
        return Ok(None);
    };
    let name = account::Entity::find_by_id(holder.account_id).one(&**tx).await?.map(|row| row.name).unwrap_or_default();
    Ok(Some(Refusal::Occupied { role: post.role, region: post.region.clone(), name, since: holder.started_on }))
}

/// True when a term can't run on until `last_day`: somebody else was put into the office, or the person once more.
pub(super) async fn is_taken(
    tx: &WriteTransaction,
    term: &office_term::Model,
    last_day: Option<NaiveDate>,
) -> Result<bool> {
    let post = Post {
        role: Role::parse(&term.role).ok_or(Error::NotFound)?,
        region: term.region_code.clone(),
        title: String::new(),
        unit_name: String::new(),
        started_on: term.started_on,
        ended_on: last_day,
        paper: String::new(),
    };
    let own = super::terms_ever(&**tx, AccountId(term.account_id)).await?;
    let again = own.iter().any(|other| other.id != term.id && is_same(other, &post));
    Ok(again || occupied(tx, &post, Some(term.id)).await?.is_some())
}

async fn new_account(tx: &WriteTransaction, person: &Person) -> Result<AccountId> {
    let row = account::ActiveModel {
        name: Set(person.name.clone()),
        phone: Set(person.phone.clone()),
        email: Set(person.email.clone()),
        nip: Set(person.nip.clone()),
        suspended_until: Set(None),
        closed_at: Set(None),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    Ok(AccountId(account::Entity::insert(row).exec(&**tx).await?.last_insert_id))
}

/// The operator's files may complete what is not known of a person yet. Other people may not: a mail address would let
/// them recover the account.
async fn complete(
    tx: &WriteTransaction,
    known: &account::Model,
    person: &Person,
    inviter: Option<&Inviter>,
) -> Result<AccountId> {
    let missing = |known: &Option<String>, given: &Option<String>| known.is_none() && given.is_some();
    let worth = missing(&known.phone, &person.phone)
        || missing(&known.email, &person.email)
        || missing(&known.nip, &person.nip);
    if inviter.is_none() && worth {
        let row = account::ActiveModel {
            id: Set(known.id),
            phone: Set(known.phone.clone().or_else(|| person.phone.clone())),
            email: Set(known.email.clone().or_else(|| person.email.clone())),
            nip: Set(known.nip.clone().or_else(|| person.nip.clone())),
            ..Default::default()
        };
        account::Entity::update(row).exec(&**tx).await?;
    }
    Ok(AccountId(known.id))
}

async fn new_term(tx: &WriteTransaction, account: AccountId, post: &Post, inviter: Option<&Inviter>) -> Result<TermId> {
    let by = inviter.map(|inviter| inviter.account.get());
    let row = office_term::ActiveModel {
        account_id: Set(account.get()),
        role: Set(post.role.as_str().to_owned()),
        region_code: Set(post.region.clone()),
        title: Set(post.title.clone()),
        unit_name: Set(post.unit_name.clone()),
        started_on: Set(post.started_on),
        ended_on: Set(post.ended_on),
        paper: Set(post.paper.clone()),
        created_by: Set(by),
        created_at: Set(tx.now()),
        ended_by: Set(post.ended_on.and(by)),
        ..Default::default()
    };
    Ok(TermId(office_term::Entity::insert(row).exec(&**tx).await?.last_insert_id))
}

/// The term and the person of it, while the term is current or yet to come.
pub(super) async fn running_term(tx: &WriteTransaction, term: TermId) -> Result<office_term::Model> {
    let to_come = Condition::all().add(office_term::Column::StartedOn.gt(tx.today()));
    office_term::Entity::find_by_id(term.get())
        .filter(Condition::any().add(current_on(tx.today())).add(to_come))
        .one(&**tx)
        .await?
        .ok_or(Error::NotFound)
}
