//! Mutasi: one act ends the term of who leads a kecamatan and opens the successor's. Drafts, studies and contact stay with
//! the office; both confirm what is open, and it prints as an attachment of the memori serah terima jabatan.

pub mod confirm;
pub mod contents;
pub mod entity;
pub mod pages;
pub mod succeed;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::account::entity::account;
use crate::error::{Error, Result};
use crate::office::entity::office_term;
use crate::policy::Act;
use crate::viewer::Viewer;

/// Handovers shown of one office.
const MOST: u64 = 20;

/// A handover with its people.
pub struct Handover {
    /// The row.
    pub row: entity::Model,
    /// The term that ends.
    pub from: office_term::Model,
    /// The term that begins.
    pub to: office_term::Model,
    /// Who leaves.
    pub leaving: account::Model,
    /// Who comes.
    pub coming: account::Model,
}

impl Handover {
    /// True for the two whom it concerns, for who serves in the office, and for the coordinators above it.
    pub fn is_seen_by(&self, viewer: &Viewer) -> bool {
        let code = self.row.kecamatan_code.as_str();
        let account = viewer.account().map(crate::ids::AccountId::get);
        let is_party = account == Some(self.leaving.id) || account == Some(self.coming.id);
        (is_party && viewer.is_member()) || viewer.may(Act::WriteDraft, code) || viewer.may(Act::ManageCamat, code)
    }

    /// True once both have confirmed.
    pub fn is_done(&self) -> bool {
        self.row.from_confirmed_at.is_some() && self.row.to_confirmed_at.is_some()
    }
}

/// One handover, for those who may see it.
pub async fn find(db: &impl ConnectionTrait, viewer: &Viewer, id: i64) -> Result<Handover> {
    let row = entity::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)?;
    let handover = with_people(db, vec![row]).await?.pop().ok_or(Error::NotFound)?;
    if handover.is_seen_by(viewer) { Ok(handover) } else { Err(Error::NotFound) }
}

/// The handovers of an office, the latest first.
pub async fn of_office(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<Handover>> {
    let rows = entity::Entity::find()
        .filter(entity::Column::KecamatanCode.eq(kecamatan))
        .order_by_desc(entity::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    with_people(db, rows).await
}

async fn with_people(db: &impl ConnectionTrait, rows: Vec<entity::Model>) -> Result<Vec<Handover>> {
    let ids = rows.iter().flat_map(|row| [row.from_term_id, row.to_term_id]);
    let terms = office_term::Entity::find().filter(office_term::Column::Id.is_in(ids)).all(db).await?;
    let people = terms.iter().map(|term| term.account_id);
    let people = account::Entity::find().filter(account::Column::Id.is_in(people)).all(db).await?;
    let term = |id: i64| terms.iter().find(|term| term.id == id).cloned();
    let person = |id: i64| people.iter().find(|person| person.id == id).cloned();
    let whole = |row: entity::Model| {
        let (from, to) = (term(row.from_term_id)?, term(row.to_term_id)?);
        let (leaving, coming) = (person(from.account_id)?, person(to.account_id)?);
        Some(Handover { row, from, to, leaving, coming })
    };
    Ok(rows.into_iter().filter_map(whole).collect())
}
