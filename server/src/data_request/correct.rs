//! Putting right what is kept about who asked for it: the name, what one signs in with, and of each office in reach when it
//! began and by which paper. The NIP is taken but never shown: it holds the date of birth.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::Kind;
use super::entity::{Entity, Model};
use crate::account::contact;
use crate::account::entity::account;
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;
use crate::job::{self, Job};
use crate::office;
use crate::office::entity::office_term;
use crate::office::form::Fields;
use crate::office::invite::{Person, may_manage_all};
use crate::policy::{self, Act, Acting};
use crate::viewer::{Term, Viewer};
use crate::web::forms::Posted;

/// The form as the page shows it: what is kept, or what was typed and has to be mended.
pub struct Form {
    /// Name and, where they are in reach, what the person signs in with.
    pub person: Vec<Field>,
    /// False where what the person signs in with is not the answerer's to change.
    pub with_contacts: bool,
    /// Label and fields of each current term in reach.
    pub terms: Vec<(String, Vec<Field>)>,
}

/// One line of the form.
pub struct Field {
    /// Its name and id.
    pub name: String,
    /// What stands above it.
    pub label: &'static str,
    /// How to fill it.
    pub hint: &'static str,
    /// The type of the input.
    pub kind: &'static str,
    /// What it holds.
    pub value: String,
    /// What has to be mended; empty when nothing has.
    pub problem: String,
}

/// The form for who may answer the request; none where nothing of an account is to be put right any more.
pub async fn form(
    app: &App,
    viewer: &Viewer,
    row: &Model,
    posted: &Posted,
    problems: &Problems,
) -> Result<Option<Form>> {
    let Some(acting) = viewer.acting_term().map(Term::acting) else {
        return Ok(None);
    };
    if row.outcome.is_some() || row.kind != Kind::Correction.as_str() {
        return Ok(None);
    }
    let (db, today, catalogue) = (app.db.read(), app.clock.today(), app.catalogue.get());
    let Some(person) = account::Entity::find_by_id(row.account_id).one(db).await? else {
        return Ok(None);
    };
    let terms = office::terms_ever(db, AccountId(person.id)).await?;
    let field = |name: &str, label, hint, kind, kept: String| Field {
        name: name.to_owned(),
        label,
        hint,
        kind,
        value: posted.find(name).map_or(kept, str::to_owned),
        problem: problems.of(name).unwrap_or_default().to_owned(),
    };
    let with_contacts = may_manage_all(&acting, &terms, today);
    let mut lines = vec![field("name", "Nama lengkap", "Boleh dengan gelar.", "text", person.name)];
    if with_contacts {
        let phone = person.phone.as_deref().map(contact::shown).unwrap_or_default();
        let nip_hint = "18 angka. Yang tercatat tidak ditampilkan; kosongkan bila tidak berubah.";
        lines.push(field("phone", "Nomor ponsel", "Dipakai untuk masuk, misalnya 0812-3456-7890.", "tel", phone));
        lines.push(field("email", "Surel", "Boleh kosong.", "email", person.email.unwrap_or_default()));
        lines.push(field("nip", "NIP atau NI PPPK", nip_hint, "text", String::new()));
    }
    let terms = reached(&acting, &terms, today).into_iter().map(|term| {
        let [at_start, at_paper] = office::correct::field_names(term.id);
        let start = field(&at_start, "TMT", "", "date", term.started_on.to_string());
        let paper = field(&at_paper, "Nomor SK atau surat perintah", "", "text", term.paper.clone());
        let label = office::described(term.clone(), &catalogue).map_or_else(String::new, |term| term.label);
        (label, vec![start, paper])
    });
    Ok(Some(Form { person: lines, with_contacts, terms: terms.collect() }))
}

/// The person's terms that are current and whose region the acting term answers for.
fn reached<'a>(acting: &Acting, terms: &'a [office_term::Model], today: NaiveDate) -> Vec<&'a office_term::Model> {
    let current = |term: &&office_term::Model| {
        term.started_on <= today
            && term.ended_on.is_none_or(|end| end >= today)
            && policy::may(Act::AnswerDataRequest, acting, &term.region_code)
    };
    terms.iter().filter(current).collect()
}

/// Writes what was typed; what was not sent stays as it is. Nobody corrects his own: another answers that request.
pub async fn correct(app: &App, viewer: &Viewer, id: i64, posted: &Posted) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let by = viewer.account().ok_or(Error::Forbidden)?;
    let row = Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or(Error::NotFound)?;
    policy::require(Act::AnswerDataRequest, &acting, &row.scope_code)?;
    if row.account_id == by.get() {
        return Err(Error::Forbidden);
    }
    if row.kind != Kind::Correction.as_str() {
        return Err(Error::NotFound);
    }
    if row.outcome.is_some() {
        return Err(Error::Invalid(Problems::one("name", "Permintaan ini sudah dijawab rekan Bapak/Ibu.")));
    }
    let person =
        account::Entity::find_by_id(row.account_id).lock_exclusive().one(&*tx).await?.ok_or(Error::NotFound)?;
    let terms = office::terms_ever(&*tx, AccountId(person.id)).await?;
    let mut problems = Problems::default();
    let right = read_person(&tx, &person, posted, &mut problems).await?;
    let mut mended = Vec::new();
    for term in reached(&acting, &terms, tx.today()) {
        let [start, paper] = office::correct::field_names(term.id);
        let (start, paper) = (posted.find(&start), posted.find(&paper));
        let read = office::correct::read(&tx, term, start, paper, &mut problems).await?;
        if read != *term {
            mended.push((term, read));
        }
    }
    problems.into_result()?;

    let is_renamed = right.name != person.name;
    let mut changed: Vec<&str> = Vec::new();
    changed.extend(is_renamed.then_some("nama"));
    changed.extend((right.phone != person.phone).then_some("nomor ponsel"));
    changed.extend((right.email != person.email).then_some("surel"));
    changed.extend((right.nip != person.nip).then_some("NIP"));
    let signs_in_anew = changed.len() > usize::from(is_renamed);
    changed.extend(mended.iter().any(|(term, read)| read.started_on != term.started_on).then_some("TMT"));
    changed.extend(mended.iter().any(|(term, read)| read.paper != term.paper).then_some("nomor SK"));
    // What one signs in with opens every office of the person, as a link to a new password does.
    if signs_in_anew && !may_manage_all(&acting, &terms, tx.today()) {
        return Err(Error::Forbidden);
    }
    if changed.is_empty() {
        return Err(Error::Invalid(Problems::one("name", "Belum ada yang diubah.")));
    }

    account::Entity::update_many()
        .col_expr(account::Column::Name, Expr::value(right.name))
        .col_expr(account::Column::Phone, Expr::value(right.phone))
        .col_expr(account::Column::Email, Expr::value(right.email))
        .col_expr(account::Column::MailRefusedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(account::Column::Nip, Expr::value(right.nip))
        .filter(account::Column::Id.eq(person.id))
        .exec(&*tx)
        .await?;
    for (_, read) in &mended {
        office::correct::save(&tx, read).await?;
    }
    let reason = changed.join(", ");
    let entry = audit::Entry {
        account: Some(by),
        term: Some(acting.term),
        act: "correct_account",
        subject_kind: "account",
        subject_id: person.id.to_string(),
        reason: &reason,
    };
    audit::record(&tx, entry).await?;
    if signs_in_anew {
        job::enqueue(&tx, &Job::TellDataCorrected { request: id, by }).await?;
    }
    let effect = if is_renamed || !mended.is_empty() {
        let mut regions: Vec<String> = terms.iter().map(|term| term.region_code.clone()).collect();
        regions.push(row.scope_code);
        regions.sort_unstable();
        regions.dedup();
        Effect::Visible(regions.into_iter().map(Subject::Region).collect())
    } else {
        Effect::Private
    };
    tx.commit(effect).await?;
    Ok(())
}

/// Name and contacts as they should be, read as an invitation reads them.
async fn read_person(
    tx: &WriteTransaction,
    person: &account::Model,
    posted: &Posted,
    problems: &mut Problems,
) -> Result<Person> {
    let sent = |name: &str, kept: Option<&str>| posted.find(name).or(kept).unwrap_or_default().to_owned();
    let fields = Fields {
        name: sent("name", Some(&person.name)),
        phone: sent("phone", person.phone.as_deref()),
        email: sent("email", person.email.as_deref()),
        nip: sent("nip", None),
        ..Fields::default()
    };
    let mut right = fields.who(problems);
    if fields.nip.trim().is_empty() {
        right.nip.clone_from(&person.nip);
    }
    let signs_in = |phone: &Option<String>, email: &Option<String>, nip: &Option<String>| {
        phone.is_some() || email.is_some() || nip.is_some()
    };
    if problems.is_empty()
        && signs_in(&person.phone, &person.email, &person.nip)
        && !signs_in(&right.phone, &right.email, &right.nip)
    {
        problems.add("phone", "Isi nomor ponsel, surel, atau NIP, supaya orangnya bisa masuk.");
    }
    let own = AccountId(person.id);
    if contact::is_taken(&**tx, account::Column::Phone, right.phone.as_deref(), own).await? {
        problems.add("phone", "Nomor ponsel ini tercatat pada akun lain. Periksa lagi.");
    }
    if contact::is_taken(&**tx, account::Column::Email, right.email.as_deref(), own).await? {
        problems.add("email", "Alamat surel ini tercatat pada akun lain. Periksa lagi.");
    }
    if contact::is_taken(&**tx, account::Column::Nip, right.nip.as_deref(), own).await? {
        problems.add("nip", "NIP atau NI PPPK ini tercatat pada akun lain. Periksa lagi.");
    }
    Ok(right)
}
