//! Changing what the site says: an administrator's act that adds a version and overwrites none.

use chrono::{Months, NaiveDate};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{ActiveModel, Column, Entity, Model};
use super::{SITE, Site, TERMS};
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::AccountId;
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms;

/// Longest name of the site, in characters: it stands in the bar of a phone.
pub const NAME_CHARS: usize = 60;

/// Longest short sentence, in characters.
pub const LINE_CHARS: usize = 160;

/// Longest notice, in characters.
pub const NOTICE_CHARS: usize = 300;

/// Longest heading of a text, in characters.
pub const HEADING_CHARS: usize = 120;

/// Longest text, in characters.
pub const BODY_CHARS: usize = 100_000;

/// Longest note about a change, in characters.
pub const NOTE_CHARS: usize = 300;

/// Terms of use are announced at most so many months ahead, so that a mistyped year is noticed.
pub const MONTHS_AHEAD: u32 = 12;

/// A text as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Heading of the page.
    pub heading: String,
    /// Markdown below it.
    pub body: String,
    /// What changed.
    pub note: String,
    /// The first day, as typed; of the terms of use only.
    pub holds_from: String,
}

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept as this version.
    Kept(i32),
    /// It says what was said already; nothing was written.
    Same,
    /// Somebody else was faster, with this version; nothing was written.
    Clash(i32),
}

/// Keeps the name and the short sentences. Problems stand at their fields.
pub async fn site(app: &App, viewer: &Viewer, base: i32, typed: &Site, day_typed: &str) -> Result<Outcome> {
    let change = Change::begin(app, viewer, SITE).await?;
    let before = Site::parse(change.newest.as_ref().map_or("{}", |row| &row.body));
    if change.number() != base {
        return Ok(Outcome::Clash(change.number()));
    }
    if *typed == before && day_typed.is_empty() == typed.notice_until.is_none() {
        return Ok(Outcome::Same);
    }
    check_site(typed, day_typed, &before, change.tx.today())?;
    let reason = differences(&before, typed).join("; ");
    let body = serde_json::to_string(typed)?;
    change.remember(app, ("edit_site", "site", &reason), Version { body, note: String::new(), holds_from: None }).await
}

/// Keeps a text, or publishes terms of use from a day on. Problems stand at `heading`, `body`, `note`, `holds_from`.
pub async fn text(app: &App, viewer: &Viewer, slug: &str, base: i32, typed: &Typed) -> Result<Outcome> {
    let change = Change::begin(app, viewer, slug).await?;
    if change.number() != base {
        return Ok(Outcome::Clash(change.number()));
    }
    check_text(typed)?;
    let body = whole(typed);
    let settings = &app.catalogue.get().settings;
    let known = change.newest.as_ref().map(|row| row.body.clone()).filter(|body| !body.is_empty());
    let says_the_same = known.unwrap_or_else(|| settings.built_in(slug)).trim() == body.trim();
    let last = change.newest.as_ref().and_then(|row| row.holds_from);
    // The same words from another day on are a version too, while the day has not come: that is how a day is mended.
    let from_the_same_day =
        last.is_none_or(|last| last <= change.tx.today() || office::typed::date(&typed.holds_from) == Some(last));
    if says_the_same && from_the_same_day {
        return Ok(Outcome::Same);
    }
    let version = Version { body, note: typed.note.clone(), holds_from: None };
    if slug != TERMS {
        return change.remember(app, ("edit_text", "site_text", &typed.note), version).await;
    }
    let holds_from = check_day(&typed.holds_from, change.tx.today())?;
    let reason = format!("berlaku mulai {}: {}", format::date(holds_from), typed.note);
    let version = Version { holds_from: Some(holds_from), ..version };
    change.remember(app, ("publish_terms", "terms", &reason), version).await
}

/// A typed text as a version holds it.
pub fn whole(typed: &Typed) -> String {
    format!("# {}\n\n{}\n", typed.heading, typed.body)
}

/// Goes back to the built-in text.
pub async fn built_in(app: &App, viewer: &Viewer, slug: &str, base: i32) -> Result<Outcome> {
    if slug == TERMS {
        return Err(Error::NotFound);
    }
    let change = Change::begin(app, viewer, slug).await?;
    if change.number() != base {
        return Ok(Outcome::Clash(change.number()));
    }
    if change.newest.as_ref().is_none_or(|row| row.body.is_empty()) {
        return Ok(Outcome::Same);
    }
    let version = Version { note: "Kembali ke teks bawaan".to_owned(), ..Version::default() };
    change.remember(app, ("restore_text", "site_text", ""), version).await
}

/// What the next version is.
#[derive(Default)]
struct Version {
    body: String,
    note: String,
    holds_from: Option<NaiveDate>,
}

/// A change that is allowed, and the version that it follows.
struct Change {
    tx: WriteTransaction,
    acting: Acting,
    account: AccountId,
    slug: String,
    newest: Option<Model>,
}

impl Change {
    async fn begin(app: &App, viewer: &Viewer, slug: &str) -> Result<Self> {
        let tx = app.db.begin_write().await?;
        let acting = office::acting(&tx, viewer).await?;
        let account = viewer.account().ok_or(Error::Forbidden)?;
        policy::require(Act::EditSite, &acting, &app.config.province)?;
        if slug != SITE && super::text(slug).is_none() {
            return Err(Error::NotFound);
        }
        tx.serialize_on(&format!("site_text:{slug}")).await?;
        let newest = newest(&*tx, slug).await?;
        Ok(Self { tx, acting, account, slug: slug.to_owned(), newest })
    }

    fn number(&self) -> i32 {
        self.newest.as_ref().map_or(1, |row| row.number)
    }

    async fn remember(self, app: &App, (act, kind, reason): (&str, &str, &str), version: Version) -> Result<Outcome> {
        let number = self.number() + 1;
        let row = ActiveModel {
            slug: Set(self.slug.clone()),
            number: Set(number),
            body: Set(version.body),
            note: Set(version.note),
            holds_from: Set(version.holds_from),
            account_id: Set(Some(self.account.get())),
            created_at: Set(self.tx.now()),
            ..Default::default()
        };
        Entity::insert(row).exec_without_returning(&*self.tx).await?;
        let entry = audit::Entry {
            account: Some(self.account),
            term: Some(self.acting.term),
            act,
            subject_kind: kind,
            subject_id: if kind == "terms" { number.to_string() } else { self.slug },
            reason,
        };
        audit::record(&self.tx, entry).await?;
        self.tx.commit(Effect::Visible(vec![Subject::Settings])).await?;
        app.catalogue_changed().await;
        Ok(Outcome::Kept(number))
    }
}

async fn newest(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Model>> {
    let rows = Entity::find().filter(Column::Slug.eq(slug)).order_by_desc(Column::Number);
    Ok(rows.one(db).await?)
}

/// Every version of a text that was written, the newest first.
pub async fn versions(db: &impl ConnectionTrait, slug: &str) -> Result<Vec<Model>> {
    Ok(Entity::find().filter(Column::Slug.eq(slug)).order_by_desc(Column::Number).all(db).await?)
}

/// The short sentences with their names.
pub fn in_words(site: &Site) -> [(&'static str, String); 6] {
    [
        ("Nama situs", site.name.clone()),
        ("Semboyan", site.line.clone()),
        ("Kalimat beranda", site.promise.clone()),
        ("Pengumuman", site.notice.clone()),
        ("Tampil sampai", site.notice_until.map_or_else(String::new, format::date)),
        ("Kontak pengelola", site.contact.clone()),
    ]
}

fn differences(before: &Site, after: &Site) -> Vec<String> {
    let said = |text: String| if text.is_empty() { "kosong".to_owned() } else { text };
    let pairs = in_words(before).into_iter().zip(in_words(after)).filter(|(old, new)| old != new);
    pairs.map(|((name, old), (_, new))| format!("{name}: {} → {}", said(old), said(new))).collect()
}

fn check_site(typed: &Site, day_typed: &str, before: &Site, today: NaiveDate) -> Result<()> {
    let mut problems = Problems::default();
    let fields = [
        ("name", "nama situs", &typed.name, NAME_CHARS, true),
        ("line", "semboyan", &typed.line, LINE_CHARS, true),
        ("promise", "kalimat beranda", &typed.promise, LINE_CHARS, true),
        ("notice", "pengumuman", &typed.notice, NOTICE_CHARS, false),
        ("contact", "kontak pengelola", &typed.contact, LINE_CHARS, false),
    ];
    for (field, what, text, limit, required) in fields {
        check(&mut problems, field, what, text, limit, required);
    }
    // A notice that is over stays where it stands, and is no reason to refuse another name.
    let is_new_notice = (&typed.notice, typed.notice_until) != (&before.notice, before.notice_until);
    match typed.notice_until {
        None if !day_typed.is_empty() => problems.add("notice_until", UNREAD_DAY),
        None if !typed.notice.is_empty() => problems.add("notice_until", "Tulis sampai kapan pengumuman ini tampil."),
        Some(last) if is_new_notice && last < today && !typed.notice.is_empty() => {
            problems.add("notice_until", "Hari terakhirnya sudah lewat. Tulis hari ini atau sesudahnya.");
        }
        _ => {}
    }
    problems.into_result()
}

const UNREAD_DAY: &str = "Tanggal tidak terbaca. Tulis seperti 24-11-2026.";

fn check_text(typed: &Typed) -> Result<()> {
    let mut problems = Problems::default();
    check(&mut problems, "heading", "judul", &typed.heading, HEADING_CHARS, true);
    check(&mut problems, "body", "isi", &typed.body, BODY_CHARS, true);
    check(&mut problems, "note", "catatan perubahan", &typed.note, NOTE_CHARS, true);
    problems.into_result()
}

/// The first day of new terms. It may lie before that of a version that has not begun: the later number supersedes it.
fn check_day(typed: &str, today: NaiveDate) -> Result<NaiveDate> {
    let last = today.checked_add_months(Months::new(MONTHS_AHEAD)).unwrap_or(NaiveDate::MAX);
    let sentence = match office::typed::date(typed) {
        None if typed.is_empty() => "Tulis mulai kapan versi ini berlaku.".to_owned(),
        None => UNREAD_DAY.to_owned(),
        Some(day) if day < today => "Ketentuan tidak bisa berlaku surut. Tulis hari ini atau sesudahnya.".to_owned(),
        Some(day) if day > last => {
            format!("Paling lama setahun ke depan, sampai {}. Periksa lagi tahunnya.", format::date(last))
        }
        Some(day) => return Ok(day),
    };
    Err(Error::Invalid(Problems::one("holds_from", sentence)))
}

/// A problem where a text is missing or too long.
pub fn check(problems: &mut Problems, field: &str, what: &str, text: &str, limit: usize, required: bool) {
    let chars = text.chars().count();
    if required && text.trim().is_empty() {
        problems.add(field, format!("Tulis {what}."));
    } else if chars > limit {
        let (limit, chars) = (format::integer(limit), format::integer(chars));
        problems.add(field, format!("Paling panjang {limit} karakter; yang ini {chars}."));
    }
}

/// A text as it comes from a form.
pub fn tidy(form: &forms::Posted) -> Typed {
    Typed {
        heading: forms::line(form.get("heading")),
        body: forms::text(form.get("body")).trim().to_owned(),
        note: forms::line(form.get("note")),
        holds_from: forms::line(form.get("holds_from")),
    }
}
