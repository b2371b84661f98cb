//! Links by which a person joins or chooses a new password: single use, expiring, known to the database by their hash
//! only, so that they are shown once.

use chrono::Duration;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::{account, credential, invitation};
use super::known_device::Device;
use super::second_factor::step::{Entered, enter};
use super::{consent, password, session};
use crate::app::App;
use crate::audit;
use crate::config::Config;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, TermId};
use crate::job::{self, Job};
use crate::office::entity::office_term;

/// Why a link was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To set the first password.
    Join,
    /// To set another one.
    Recover,
}

impl Purpose {
    /// The purpose as the database holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Recover => "recover",
        }
    }
}

/// Recovery links live shorter than invitations, in hours.
pub const RECOVERY_HOURS: i64 = 24;

/// A recovery link that somebody hands over lives so long, in hours.
pub const HANDED_HOURS: i64 = 2;

/// Makes a link; older ones of the same person end. The token is returned and nowhere kept.
pub async fn issue(
    tx: &WriteTransaction,
    config: &Config,
    purpose: Purpose,
    account: AccountId,
    term: Option<TermId>,
    created_by: Option<AccountId>,
) -> Result<String> {
    let now = tx.now();
    invitation::Entity::update_many()
        .col_expr(invitation::Column::ExpiresAt, Expr::value(now))
        .filter(invitation::Column::AccountId.eq(account.get()))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(now))
        .exec(&**tx)
        .await?;
    let token = session::new_token();
    let life = match purpose {
        Purpose::Join => Duration::days(config.session.invitation_days),
        // Whoever hands a link over in person needs it at once; a mail may be read in the evening.
        Purpose::Recover if created_by.is_some() => Duration::hours(HANDED_HOURS),
        Purpose::Recover => Duration::hours(RECOVERY_HOURS),
    };
    let row = invitation::ActiveModel {
        token_hash: Set(session::hash(&token)),
        purpose: Set(purpose.as_str().to_owned()),
        account_id: Set(account.get()),
        term_id: Set(term.map(TermId::get)),
        created_by: Set(created_by.map(AccountId::get)),
        created_at: Set(now),
        expires_at: Set(now + life),
        used_at: Set(None),
        ..Default::default()
    };
    invitation::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(token)
}

/// The address that a person opens.
pub fn link(config: &Config, token: &str) -> String {
    format!("{}/undangan/{token}", config.base_url)
}

/// Mails a fresh invitation to the person, where the site sends mail and the account has an address; says which.
pub async fn mail(
    tx: &WriteTransaction,
    app: &App,
    account: AccountId,
    office: &str,
    token: &str,
) -> Result<Option<String>> {
    let (config, site) = (&app.config, &app.catalogue.get().settings.site.name);
    if config.mail_url.is_empty() {
        return Ok(None);
    }
    let person = account::Entity::find_by_id(account.get()).one(&**tx).await?;
    let Some((name, to)) = person.and_then(|person| Some((person.name, person.email?))) else {
        return Ok(None);
    };
    let text = format!(
        "Yth. {name},\n\nBapak/Ibu diundang ke {site}, tempat kecamatan berbagi praktik baik, sebagai \
         {office}. Buka tautan ini dan buat kata sandi; tautannya berlaku {} hari dan hanya untuk satu orang:\n\n{}\n\n\
         Bila Bapak/Ibu bukan orang yang dimaksud, abaikan surel ini.\n\n{site}\n",
        config.session.invitation_days,
        link(config, token)
    );
    let subject = format!("Undangan ke {site}");
    job::enqueue(tx, &Job::SendMail { to: to.clone(), subject, text }).await?;
    Ok(Some(to))
}

/// A link as it stands when it is opened.
pub enum Opened {
    /// It can be used.
    Valid(Box<Valid>),
    /// It was used already.
    Used,
    /// Its time is over, a newer one was made, or the term it came with has ended.
    Expired,
    /// There never was such a link.
    Unknown,
}

/// A link that can be used.
pub struct Valid {
    /// The row.
    pub row: invitation::Model,
    /// For whom.
    pub person: account::Model,
    /// The term it comes with.
    pub term: Option<office_term::Model>,
    /// Name of who invited.
    pub invited_by: Option<account::Model>,
}

/// Looks a token up.
pub async fn open(db: &impl ConnectionTrait, app: &App, token: &str) -> Result<Opened> {
    let found =
        invitation::Entity::find().filter(invitation::Column::TokenHash.eq(session::hash(token))).one(db).await?;
    let Some(row) = found else {
        return Ok(Opened::Unknown);
    };
    if row.used_at.is_some() {
        return Ok(Opened::Used);
    }
    let Some(person) = account::Entity::find_by_id(row.account_id).one(db).await? else {
        return Ok(Opened::Unknown);
    };
    let term = match row.term_id {
        Some(id) => office_term::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let cut_short = term
        .as_ref()
        .is_some_and(|term| term.ended_by.is_some() && term.ended_on.is_some_and(|end| end < app.clock.today()));
    if row.expires_at <= app.clock.now() || cut_short {
        return Ok(Opened::Expired);
    }
    let invited_by = match row.created_by {
        Some(id) => account::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    Ok(Opened::Valid(Box::new(Valid { row, person, term, invited_by })))
}

/// The passwords typed into the form of a link.
pub struct Chosen<'a> {
    /// The password.
    pub password: &'a str,
    /// The same again.
    pub again: &'a str,
    /// The version of the terms of use that was agreed to, if any; who joins must agree to the one that holds.
    pub agrees: Option<i32>,
    /// From which browser.
    pub device: Device,
}

/// Sets the password, uses the link up, and signs the person in, or asks for the code of who has a second factor. Other sessions of the person end.
pub async fn accept(app: &App, token: &str, chosen: Chosen<'_>) -> Result<Entered> {
    let Opened::Valid(valid) = open(app.db.read(), app, token).await? else {
        return Err(Error::NotFound);
    };
    let joined = valid.row.purpose == Purpose::Join.as_str();
    let chosen_well = check_choice(app, &valid.person, chosen.password, chosen.again);
    let holds = app.catalogue.get().settings.terms_on(app.clock.today()).number;
    check_agreed(chosen_well, if joined { chosen.agrees } else { Some(holds) }, holds)?;
    let hash = password::hash(app, chosen.password.to_owned()).await?;
    let tx = app.db.begin_write().await?;
    let now = tx.now();
    // Two who open it at once: the row is taken by one of them only.
    let taken = invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedAt, Expr::value(now))
        .filter(invitation::Column::Id.eq(valid.row.id))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(now))
        .exec(&*tx)
        .await?;
    if taken.rows_affected != 1 {
        return Err(Error::NotFound);
    }
    let account = AccountId(valid.person.id);
    set_password(&tx, account, hash).await?;
    session::close_all(&tx, account, None).await?;
    if joined {
        // The version that was shown and ticked, also when another begins at this very moment.
        consent::record(&tx, account, holds).await?;
    }
    audit::record(
        &tx,
        audit::Entry {
            account: Some(account),
            term: valid.row.term_id.map(TermId),
            act: if joined { "join" } else { "recover" },
            subject_kind: "account",
            subject_id: account.to_string(),
            reason: "",
        },
    )
    .await?;
    if let (true, Some(invited_by)) = (joined, valid.row.created_by) {
        job::enqueue(&tx, &Job::TellJoined { account, invited_by: AccountId(invited_by) }).await?;
    }
    if let (false, Some(by)) = (joined, valid.row.created_by) {
        job::enqueue(&tx, &Job::TellRecovered { account, by: AccountId(by), at: now }).await?;
    }
    let entered = enter(app, &tx, account, &chosen.device).await?;
    tx.commit(Effect::Private).await?;
    Ok(entered)
}

/// Adds what is wrong with the tick to what is wrong with the passwords.
fn check_agreed(passwords: Result<()>, agreed: Option<i32>, holds: i32) -> Result<()> {
    let mut problems = match passwords {
        Err(Error::Invalid(problems)) => problems,
        Err(error) => return Err(error),
        Ok(()) => Problems::default(),
    };
    match agreed {
        None => problems.add("setuju", "Baca ketentuan penggunaan, lalu centang bila Bapak/Ibu menyetujuinya."),
        Some(version) if version != holds => problems
            .add("setuju", "Ketentuan penggunaan baru saja berganti versi. Baca versi yang baru, lalu centang lagi."),
        Some(_) => {}
    }
    problems.into_result()
}

/// Problems of a new password that was typed twice.
pub fn check_choice(app: &App, person: &account::Model, typed: &str, again: &str) -> Result<()> {
    let mut problems = Problems::default();
    let known = password::words_of(person, &app.catalogue.get());
    if let Err(sentence) = password::judge(typed, &known) {
        problems.add("password", sentence);
    } else if typed != again {
        problems.add("password_again", "Kedua kata sandi belum sama. Ketik sekali lagi.");
    }
    problems.into_result()
}

/// Writes the hash of a person's password.
pub async fn set_password(tx: &WriteTransaction, account: AccountId, hash: String) -> Result<()> {
    let row =
        credential::ActiveModel { account_id: Set(account.get()), password_hash: Set(hash), changed_at: Set(tx.now()) };
    credential::Entity::insert(row)
        .on_conflict(
            OnConflict::column(credential::Column::AccountId)
                .update_columns([credential::Column::PasswordHash, credential::Column::ChangedAt])
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
