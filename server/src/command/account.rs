//! `account create`, `account reset-password`, `account reset-second-factor`, `account list`: what an operator does about people at a terminal.

use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use sea_orm::EntityTrait;

use crate::account::contact::{self, Login};
use crate::account::entity::{account, credential};
use crate::account::invitation::{self, Purpose};
use crate::account::{login, password, second_factor};
use crate::audit;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::Config;
use crate::content_change::Subject;
use crate::db::{Db, Effect};
use crate::ids::AccountId;
use crate::office::invite::{self, Person, Post, WayIn};
use crate::office::{self, form, typed};
use crate::policy::Role;
use crate::serving;

/// What to do about accounts.
#[derive(Subcommand)]
pub enum AccountCommand {
    /// Create an account with its first office and print the invitation link.
    #[command(
        after_help = "Example:\n  forum-camat account create --name \"Dedi Supriadi\" --phone 0812-3456-7890 \\\n    --role pembina_provinsi --region 32 --unit \"Biro Pemerintahan dan Otonomi Daerah\""
    )]
    Create(Box<Create>),
    /// Print a link by which a person chooses a new password.
    ResetPassword {
        /// Phone number, e-mail address or NIP of the person.
        login: String,
    },
    /// Take the second factor off an account whose owner has lost phone and recovery codes.
    ResetSecondFactor {
        /// Phone number, e-mail address or NIP of the person.
        login: String,
    },
    /// List accounts with their current offices, one a line, separated by tabs.
    List,
}

/// A new account.
#[derive(Args)]
pub struct Create {
    /// Name, with titles.
    #[arg(long)]
    name: String,
    /// Phone number: 08…, 62… or +62….
    #[arg(long)]
    phone: Option<String>,
    /// E-mail address.
    #[arg(long)]
    email: Option<String>,
    /// NIP or NI PPPK, 18 digits.
    #[arg(long)]
    nip: Option<String>,
    /// staf, sekcam, camat, plt_camat, plh_camat, pembina_kabupaten_kota, inovasi_kabupaten_kota, pembina_provinsi,
    /// inovasi_provinsi or admin.
    #[arg(long)]
    role: String,
    /// Region code: 32.05.22 (kecamatan), 32.05 (kabupaten/kota) or 32 (province).
    #[arg(long)]
    region: String,
    /// Title of a staff post: "Kasi Ekonomi dan Pembangunan".
    #[arg(long, default_value = "")]
    title: String,
    /// Unit of a coordinator: "Bagian Tata Pemerintahan".
    #[arg(long, default_value = "")]
    unit: String,
    /// Number of the decree.
    #[arg(long, default_value = "")]
    paper: String,
    /// First day in office (2026-11-24); today when left out.
    #[arg(long)]
    started: Option<String>,
    /// Read the password from standard input instead of printing an invitation link.
    #[arg(long)]
    password_stdin: bool,
}

/// Runs one of them.
pub async fn run(config: Config, command: AccountCommand) -> anyhow::Result<ExitCode> {
    let db = serving::open_database(&config, Clock::system(config.utc_offset_hours)).await?;
    super::require_schema(&db).await?;
    match command {
        AccountCommand::Create(create) => self::create(&config, &db, *create).await?,
        AccountCommand::ResetPassword { login } => reset_password(&config, &db, &login).await?,
        AccountCommand::ResetSecondFactor { login } => reset_second_factor(&db, &login).await?,
        AccountCommand::List => list(&config, &db).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(config: &Config, db: &Db, create: Create) -> anyhow::Result<()> {
    let catalogue = Catalogue::load(db.read(), &config.province).await?;
    let role = Role::parse(&create.role)
        .with_context(|| format!("--role {:?} is none of: {}", create.role, Role::ALL.map(Role::as_str).join(", ")))?;
    let person = Person {
        name: form::one_line(&create.name),
        phone: read("--phone", create.phone.as_deref(), contact::phone)?,
        email: read("--email", create.email.as_deref(), contact::email)?,
        nip: read("--nip", create.nip.as_deref(), contact::nip)?,
    };
    anyhow::ensure!(!person.name.is_empty(), "--name is empty");
    let started_on = match &create.started {
        Some(text) => {
            typed::date(text).with_context(|| format!("--started {text:?} is no date; write it as 2026-11-24"))?
        }
        None => db.clock().today(),
    };
    let post = Post {
        role,
        region: create.region,
        title: create.title,
        unit_name: create.unit,
        started_on,
        ended_on: None,
        paper: create.paper,
    };
    let password = if create.password_stdin { Some(password_from_stdin(&person, &catalogue)?) } else { None };
    let tx = db.begin_write().await?;
    let placed = invite::place(&tx, config, &catalogue, &person, &post, None).await.map_err(anyhow::Error::from)??;
    if placed.way_in == WayIn::KnownBefore {
        bail!(
            "{} is recorded as {} of {} already; see: forum-camat account reset-password",
            placed.name,
            role.as_str(),
            post.region
        );
    }
    if let Some(password) = &password {
        invitation::set_password(&tx, placed.account, password::hash_now(password)?).await?;
    }
    tx.commit(Effect::Visible(vec![Subject::Region(post.region.clone())])).await?;
    match (placed.way_in, password) {
        (_, Some(_)) => say(&format!("{} can sign in with this password.", placed.name)),
        (WayIn::Invitation(token), None) => say(&invitation::link(config, &token)),
        (_, None) => say(&format!("{} has an account already; the office was added to it.", placed.name)),
    }
}

fn read(option: &str, typed: Option<&str>, read: fn(&str) -> Option<String>) -> anyhow::Result<Option<String>> {
    typed.map(|typed| read(typed).with_context(|| format!("{option} {typed:?} can't be read"))).transpose()
}

fn password_from_stdin(person: &Person, catalogue: &Catalogue) -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("standard input can't be read")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    let row = account::Model {
        id: 0,
        name: person.name.clone(),
        phone: person.phone.clone(),
        email: person.email.clone(),
        nip: person.nip.clone(),
        suspended_until: None,
        closed_at: None,
        mail_refused_at: None,
        is_sample: false,
        created_at: chrono::DateTime::UNIX_EPOCH,
    };
    if password::judge(&password, &password::words_of(&row, catalogue)).is_err() {
        bail!(
            "this password is too easy to guess: at least {} characters, without names, numbers, places or common words; \
             four unrelated words are good",
            password::MIN_CHARS
        );
    }
    Ok(password)
}

async fn reset_password(config: &Config, db: &Db, typed: &str) -> anyhow::Result<()> {
    let login = Login::parse(typed).with_context(|| format!("{typed:?} is no phone number, e-mail address or NIP"))?;
    let person = login::find(db.read(), &login).await.map_err(anyhow::Error::from)?;
    let person = person.with_context(|| format!("nobody signs in with {typed:?}"))?;
    let joined = credential::Entity::find_by_id(person.id).one(db.read()).await?.is_some();
    let purpose = if joined { Purpose::Recover } else { Purpose::Join };
    let account = AccountId(person.id);
    let tx = db.begin_write().await?;
    let token = invitation::issue(&tx, config, purpose, account, None, None).await.map_err(anyhow::Error::from)?;
    let entry = audit::Entry {
        account: None,
        term: None,
        act: "make_recovery_link",
        subject_kind: "account",
        subject_id: account.to_string(),
        reason: "by the operator's command",
    };
    audit::record(&tx, entry).await.map_err(anyhow::Error::from)?;
    tx.commit(Effect::Private).await?;
    say(&invitation::link(config, &token))
}

async fn reset_second_factor(db: &Db, typed: &str) -> anyhow::Result<()> {
    let login = Login::parse(typed).with_context(|| format!("{typed:?} is no phone number, e-mail address or NIP"))?;
    let person = login::find(db.read(), &login).await.map_err(anyhow::Error::from)?;
    let person = person.with_context(|| format!("nobody signs in with {typed:?}"))?;
    let account = AccountId(person.id);
    if !second_factor::is_on(db.read(), account).await.map_err(anyhow::Error::from)? {
        bail!("{} has no second factor", person.name);
    }
    let tx = db.begin_write().await?;
    let why = "by the operator's command";
    second_factor::reset(&tx, None, account, why).await.map_err(anyhow::Error::from)?;
    tx.commit(Effect::Private).await?;
    say(&format!("the second factor of {} is off, and every session has ended", person.name))
}

async fn list(config: &Config, db: &Db) -> anyhow::Result<()> {
    use sea_orm::{QueryFilter, QueryOrder};
    let catalogue = Catalogue::load(db.read(), &config.province).await?;
    let people = account::Entity::find().order_by_asc(account::Column::Id).all(db.read()).await?;
    let joined: std::collections::HashSet<i64> =
        credential::Entity::find().all(db.read()).await?.into_iter().map(|row| row.account_id).collect();
    let terms = office::entity::office_term::Entity::find()
        .filter(office::current_on(db.clock().today()))
        .all(db.read())
        .await?;
    let mut labels = std::collections::HashMap::<i64, Vec<String>>::new();
    for term in terms {
        let account = term.account_id;
        let code = term.region_code.clone();
        if let Some(term) = office::described(term, &catalogue) {
            labels.entry(account).or_default().push(format!("{} [{code}]", term.label));
        }
    }
    let mut out = std::io::stdout().lock();
    for person in people {
        let login = person.phone.as_deref().map(contact::shown).or(person.email).unwrap_or_else(|| "NIP".to_owned());
        let state = if joined.contains(&person.id) { "joined" } else { "invited" };
        let offices = labels.remove(&person.id).unwrap_or_default().join("; ");
        // A closed pipe ends the list quietly, as `head` expects.
        if writeln!(out, "{}\t{}\t{login}\t{state}\t{offices}", person.id, person.name).is_err() {
            break;
        }
    }
    Ok(())
}

/// One line on standard output.
fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").context("standard output is closed")?;
    if out.is_terminal() {
        out.flush()?;
    }
    Ok(())
}
