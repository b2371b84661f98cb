//! The maker's contact: kept only with a consent that somebody of the office recorded, asked about each year, and gone at
//! once when the maker takes it back.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::change::{Writer, overtaken, remember, visible};
use super::entity::{Column, Entity, Model};
use super::store;
use super::{ANSWERED_WITHIN, CONSENT_HOLDS, How, fold};
use crate::account::contact;
use crate::app::App;
use crate::case_study::personal_data::{self, Found};
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{CaseStudyId, ProductId};
use crate::job::{self, Job};
use crate::policy::{self, Act};
use crate::viewer::Viewer;
use crate::web::Posted;
use crate::web::forms;

/// Longest name of a maker in characters.
pub const MAKER_CHARS: usize = 100;

/// Products of other kecamatan with one number that are looked at when it is taken back.
const MOST_ELSEWHERE: u64 = 100;

/// Shorter words of a name ("Ibu", "dan") tell nobody apart.
const NAME_WORD: usize = 4;

/// Longer ones that don't either.
const OF_ANYBODY: [&str; 8] = ["kelompok", "tani", "wanita", "usaha", "bumdes", "desa", "bapak", "keluarga"];

/// The form of a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The maker or the group.
    pub name: String,
    /// WhatsApp or phone number.
    pub phone: String,
    /// lisan or tertulis.
    pub how: String,
    /// The day on which the maker agreed.
    pub on: String,
    /// True when the office says that the maker agreed.
    pub agreed: bool,
    /// The version that the form started from.
    pub version: String,
}

/// A contact that may be kept.
struct Checked {
    phone: String,
    how: How,
    on: NaiveDate,
}

impl Typed {
    /// What a form sent.
    pub fn of(posted: &Posted) -> Self {
        Self {
            name: forms::line(posted.get("maker")),
            phone: forms::line(posted.get("phone")),
            how: posted.get("how").to_owned(),
            on: posted.get("consent_on").trim().to_owned(),
            agreed: posted.get("agreed") == "ya",
            version: posted.get("version").to_owned(),
        }
    }

    /// What is kept, as the form shows it. That the maker agreed is said anew each time.
    pub fn kept(row: &Model) -> Self {
        Self {
            name: row.contact_name.clone(),
            phone: if row.has_contact() { contact::shown(&row.contact_phone) } else { String::new() },
            how: row.consent_how.clone().unwrap_or_default(),
            on: row.consent_on.map(|on| on.to_string()).unwrap_or_default(),
            agreed: false,
            version: row.version.to_string(),
        }
    }

    fn checked(&self, today: NaiveDate) -> Result<Checked> {
        let mut problems = Problems::default();
        if self.name.is_empty() {
            problems.add("maker", "Tulis nama pembuat atau kelompoknya.");
        }
        problems.within("maker", "Nama pembuat", &self.name, MAKER_CHARS);
        if let Some(found @ Found::Number(_)) = personal_data::find(&self.name) {
            problems.add("maker", found.sentence());
        }
        let phone = contact::phone(&self.phone);
        if phone.is_none() {
            problems.add("phone", "Nomor tidak terbaca. Tulis misalnya 0812-3456-7890.");
        }
        let how = How::parse(&self.how);
        if how.is_none() {
            problems.add("how", "Pilih cara persetujuannya diberikan.");
        }
        let on = self.on.parse::<NaiveDate>().ok();
        match on {
            None => problems.add("consent_on", "Isi tanggal persetujuannya."),
            Some(on) if on > today => problems.add("consent_on", "Tanggalnya belum tiba."),
            Some(on) if on < today - CONSENT_HOLDS => problems.add(
                "consent_on",
                "Persetujuan ini sudah lebih dari setahun. Tanyakan lagi kepada pembuatnya, lalu isi tanggal yang baru.",
            ),
            Some(_) => {}
        }
        if !self.agreed {
            problems.add("agreed", "Tanpa persetujuan pembuatnya, kontak tidak disimpan.");
        }
        problems.into_result()?;
        let (Some(phone), Some(how), Some(on)) = (phone, how, on) else { return Err(Error::NotFound) };
        Ok(Checked { phone, how, on })
    }
}

/// Records that a maker agreed, and with that the contact. Problems stand at `maker`, `phone`, `how`, `consent_on` and
/// `agreed`; without one of them nothing is kept. `Conflict` when a colleague changed the product since the form was drawn.
pub async fn keep(app: &App, viewer: &Viewer, id: ProductId, typed: &Typed) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    // As `edit` and `revoke`, before the row: who takes a number back either finds what is recorded now, or comes before it.
    tx.serialize_on(&format!("product of {}", writer.acting.region)).await?;
    let row = writer.hold(&tx, id).await?;
    let checked = typed.checked(tx.today())?;
    let is_kept = row.contact_name == typed.name
        && row.contact_phone == checked.phone
        && row.consent_how.as_deref() == Some(checked.how.as_str())
        && row.consent_on == Some(checked.on)
        // Where the office was asked, the same words once more are its answer.
        && row.consent_asked_at.is_none();
    if is_kept {
        return Ok(());
    }
    if typed.version != row.version.to_string() {
        return Err(overtaken());
    }
    let none: Option<DateTime<Utc>> = None;
    Entity::update_many()
        .col_expr(Column::ContactName, Expr::value(typed.name.clone()))
        .col_expr(Column::ContactPhone, Expr::value(checked.phone))
        .col_expr(Column::ConsentHow, Expr::value(Some(checked.how.as_str().to_owned())))
        .col_expr(Column::ConsentOn, Expr::value(Some(checked.on)))
        .col_expr(Column::ConsentBy, Expr::value(Some(writer.account.get())))
        .col_expr(Column::ConsentAskedAt, Expr::value(none))
        .col_expr(Column::ContactRevokedAt, Expr::value(none))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .filter(Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    let told = format!("{}, {}", checked.how.as_str(), format::date(checked.on));
    remember(&tx, &writer, "record_product_contact", row.id, &told).await?;
    tx.commit(visible(row.case_study_id)).await?;
    Ok(())
}

/// What came of a consent that was taken back.
pub struct Revoked {
    /// The product as it was.
    pub row: Model,
    /// Codes of other kecamatan, as far as the coordinator who does it cares for them, whose products keep the same number.
    pub elsewhere: Vec<String>,
}

/// The maker takes the consent back: the contact goes from every product of the kecamatan that names the same number. What
/// stays is that it was taken back. The office does it, or a coordinator whom the maker asked. Done twice it is one. Where
/// another kecamatan keeps the number too, the coordinators above that one are asked to look; no office learns of another's.
pub async fn revoke(app: &App, viewer: &Viewer, id: ProductId) -> Result<Revoked> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let known = Entity::find_by_id(id.get()).one(&*tx).await?.ok_or(Error::NotFound)?;
    let is_own = policy::may(Act::WriteProduct, &writer.acting, &known.kecamatan_code);
    if !is_own {
        policy::require(Act::HideStudy, &writer.acting, &known.kecamatan_code)?;
    }
    // Of two that are taken back at once the second waits: each holds several rows.
    tx.serialize_on(&format!("product of {}", known.kecamatan_code)).await?;
    let row = store::held(&tx, id).await?;
    if row.contact_name.is_empty() && row.contact_phone.is_empty() {
        return Ok(Revoked { row, elsewhere: Vec::new() });
    }
    let mut elsewhere = tell_elsewhere(&tx, &row).await?;
    elsewhere.retain(|code| !is_own && policy::may(Act::HideStudy, &writer.acting, code));
    let same = of_same_maker(&row).lock_exclusive().all(&*tx).await?;
    forget(&tx, &same).await?;
    for product in &same {
        remember(&tx, &writer, "revoke_product_contact", product.id, "").await?;
    }
    if !is_own {
        job::enqueue(&tx, &Job::TellProductContactGone { product: row.id, at: tx.now() }).await?;
    }
    let mut studies: Vec<i64> = same.iter().map(|product| product.case_study_id).collect();
    studies.sort_unstable();
    studies.dedup();
    let subjects = studies.into_iter().map(|study| Subject::CaseStudy(CaseStudyId(study)));
    tx.commit(Effect::Visible(subjects.collect())).await?;
    Ok(Revoked { row, elsewhere })
}

/// Other kecamatan whose products keep the number of one; the coordinators of each are told of its first such product.
async fn tell_elsewhere(tx: &WriteTransaction, row: &Model) -> Result<Vec<String>> {
    if !row.has_contact() {
        return Ok(Vec::new());
    }
    let others = Entity::find()
        .filter(Column::ContactPhone.eq(row.contact_phone.as_str()))
        .filter(Column::KecamatanCode.ne(row.kecamatan_code.as_str()))
        .order_by_asc(Column::Id)
        .limit(MOST_ELSEWHERE)
        .all(&**tx)
        .await?;
    let mut places: Vec<String> = Vec::new();
    for other in others {
        if !places.contains(&other.kecamatan_code) {
            job::enqueue(tx, &Job::TellContactElsewhere { product: other.id, at: tx.now() }).await?;
            places.push(other.kecamatan_code);
        }
    }
    Ok(places)
}

/// The products from which a maker's contact goes with that of this one, by name.
pub async fn going_with(db: &impl ConnectionTrait, row: &Model) -> Result<Vec<Model>> {
    Ok(of_same_maker(row).order_by_asc(Column::FoldedName).order_by_asc(Column::Id).all(db).await?)
}

fn of_same_maker(row: &Model) -> Select<Entity> {
    // What an erasure left in place of a number is nobody's: then it is about this product only.
    let who =
        if row.has_contact() { Column::ContactPhone.eq(row.contact_phone.as_str()) } else { Column::Id.eq(row.id) };
    Entity::find().filter(Column::KecamatanCode.eq(row.kecamatan_code.as_str())).filter(who)
}

/// True when a word of the maker's name stands in what readers see of a product in any case: it stays when the contact goes.
pub fn is_named_in_words(row: &Model) -> bool {
    let shown = fold(&format!("{} {}", row.name, row.description));
    let shown: Vec<&str> = shown.split(|letter: char| !letter.is_alphanumeric()).collect();
    let maker = fold(&row.contact_name);
    let mut words = maker.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| word.chars().count() >= NAME_WORD && !OF_ANYBODY.contains(&word) && shown.contains(&word))
}

/// Empties everything that tells of the maker.
async fn forget(tx: &WriteTransaction, rows: &[Model]) -> Result<()> {
    for row in rows {
        Entity::update_many()
            .col_expr(Column::ContactName, Expr::value(""))
            .col_expr(Column::ContactPhone, Expr::value(""))
            .col_expr(Column::ConsentHow, Expr::value(Option::<String>::None))
            .col_expr(Column::ConsentOn, Expr::value(Option::<NaiveDate>::None))
            .col_expr(Column::ConsentBy, Expr::value(Option::<i64>::None))
            .col_expr(Column::ConsentAskedAt, Expr::value(Option::<DateTime<Utc>>::None))
            .col_expr(Column::ContactRevokedAt, Expr::value(Some(tx.now())))
            // A form that was open meanwhile must not bring the contact back.
            .col_expr(Column::Version, Expr::value(row.version + 1))
            .filter(Column::Id.eq(row.id))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

/// Hides every contact until its office has asked the maker again: after a restore, which may bring back what a maker took
/// back since the backup. Returns how many.
pub async fn ask_all_anew(tx: &WriteTransaction) -> Result<u64> {
    let long_ago = tx.now() - ANSWERED_WITHIN - ANSWERED_WITHIN;
    let asked: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ContactPhone.ne(""))
        .into_tuple()
        .all(&**tx)
        .await?;
    let done = Entity::update_many()
        .col_expr(Column::ConsentAskedAt, Expr::value(Some(long_ago)))
        .filter(Column::ContactPhone.ne(""))
        .exec(&**tx)
        .await?;
    for product in asked {
        job::enqueue(tx, &Job::TellProductConsentOld { product }).await?;
    }
    Ok(done.rows_affected)
}

/// The office asked the maker, and the consent still holds: another year begins. `Conflict` without a contact.
pub async fn confirm(app: &App, viewer: &Viewer, id: ProductId) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
    if !row.has_contact() {
        return Err(Error::Conflict("Tidak ada kontak yang tersimpan untuk produk ini.".to_owned()));
    }
    if row.consent_asked_at.is_none() && row.consent_on == Some(tx.today()) {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::ConsentOn, Expr::value(Some(tx.today())))
        .col_expr(Column::ConsentBy, Expr::value(Some(writer.account.get())))
        .col_expr(Column::ConsentAskedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .filter(Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    remember(&tx, &writer, "confirm_product_contact", row.id, "").await?;
    tx.commit(visible(row.case_study_id)).await?;
    Ok(())
}
