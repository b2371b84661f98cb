//! Review before publishing, where a scope asks for it: the office hands in, a coordinator approves, returns or declines
//! with a reason, and the time in between is measured.

mod answer;
pub mod entity;
mod late;
mod mode;
mod open;
mod times;

pub use answer::{Answer, Answered, answer};
pub use late::tell_late;
pub use mode::{applies, is_on, set_mode};
pub(in crate::case_study) use open::open;
pub use open::{close, current};
pub use times::{Times, times};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::content::Content;
use super::entity::{draft, review};
use crate::error::Result;
use crate::kecamatan::below;

/// Reviews shown in one list.
const MOST_LINES: u64 = 100;

/// A draft that waits for a coordinator.
pub struct Waiting {
    /// The draft.
    pub draft: draft::Model,
    /// Its open review.
    pub review: review::Model,
}

/// The open reviews of a scope, those that wait longest first, in two statements.
pub async fn waiting(db: &impl ConnectionTrait, scope: &str) -> Result<Vec<Waiting>> {
    let reviews = of_scope(scope).order_by_asc(review::Column::HandedInAt).limit(MOST_LINES).all(db).await?;
    let ids = reviews.iter().map(|review| review.draft_id);
    let drafts = draft::Entity::find().filter(draft::Column::Id.is_in(ids)).all(db).await?;
    let found = |review: review::Model| {
        let draft = drafts.iter().find(|draft| draft.id == review.draft_id)?.clone();
        Some(Waiting { draft, review })
    };
    Ok(reviews.into_iter().filter_map(found).collect())
}

/// How many reviews of a scope are open.
pub async fn waiting_count(db: &impl ConnectionTrait, scope: &str) -> Result<u64> {
    Ok(of_scope(scope).count(db).await?)
}

fn of_scope(scope: &str) -> sea_orm::Select<review::Entity> {
    let below = below(review::Column::KecamatanCode, scope);
    review::Entity::find().filter(review::Column::Answer.eq("open")).filter(below)
}

/// A review as its office sees it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// "Disetujui", "Dikembalikan", "Tidak sesuai", "Menunggu jawaban", "Ditarik", "Diajukan lagi".
    pub word: &'static str,
    /// When it was handed in.
    pub handed_in_at: DateTime<Utc>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// The unit that answered.
    pub unit: String,
    /// Why.
    pub reason: String,
    /// What was ticked.
    pub checked: Vec<String>,
}

/// The reviews of a draft, the latest first.
pub async fn of_draft(db: &impl ConnectionTrait, draft: i64) -> Result<Vec<Shown>> {
    let rows = review::Entity::find()
        .filter(review::Column::DraftId.eq(draft))
        .order_by_desc(review::Column::Id)
        .limit(MOST_LINES)
        .all(db)
        .await?;
    let shown = rows.into_iter().map(|row| Shown {
        word: match row.answer.as_str() {
            "approved" => "Disetujui",
            "returned" => "Dikembalikan",
            "unsuitable" => "Tidak sesuai",
            "taken_back" => "Ditarik kantor",
            "replaced" => "Diajukan lagi",
            _ => "Menunggu jawaban",
        },
        handed_in_at: row.handed_in_at,
        answered_at: row.answered_at,
        unit: row.unit_name,
        reason: row.reason,
        checked: row.checked.lines().map(str::to_owned).collect(),
    });
    Ok(shown.collect())
}

/// What the text itself shows about the usual points of a checklist, so that nobody has to look for it.
pub fn observed(content: &Content) -> Vec<String> {
    let results = content.results.iter().filter(|row| !row.values.is_empty()).count();
    let sourced = content.results.iter().filter(|row| !row.values.is_empty() && !row.source.is_empty()).count();
    let photos = content.photos.len();
    let described = content.photos.iter().filter(|photo| !photo.alt.is_empty()).count();
    let mut said = vec![match (results, sourced) {
        (0, _) => "Belum ada hasil dengan angka.".to_owned(),
        (all, with) if all == with => format!("{all} hasil dengan angka, semua bersumber."),
        (all, with) => format!("{all} hasil dengan angka, {with} di antaranya bersumber."),
    }];
    said.push(match photos {
        0 => "Tanpa foto.".to_owned(),
        _ => format!("{photos} foto, {described} dengan keterangan isi."),
    });
    said.push(if content.contact.is_empty() { "Kontak belum ditulis." } else { "Kontak tertulis." }.to_owned());
    said
}
