//! Queries for certificates.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{Column, Entity, Model};
use crate::case_study::entity::case_study_author;
use crate::error::{Error, Result};
use crate::ids::{AccountId, CaseStudyId};

/// Certificates listed of one study.
const MOST: u64 = 50;

/// Characters of a token.
pub const TOKEN_CHARS: usize = 32;

/// The certificates of a study, the latest first.
pub async fn of_study(db: &impl ConnectionTrait, study: CaseStudyId) -> Result<Vec<Model>> {
    let rows = Entity::find().filter(Column::CaseStudyId.eq(study.get())).order_by_desc(Column::Id).limit(MOST);
    Ok(rows.all(db).await?)
}

/// One certificate of a study.
pub async fn find(db: &impl ConnectionTrait, study: CaseStudyId, letter: i64) -> Result<Model> {
    let row = Entity::find_by_id(letter).filter(Column::CaseStudyId.eq(study.get())).one(db).await?;
    row.ok_or(Error::NotFound)
}

/// The certificate that a public address names.
pub async fn by_token(db: &impl ConnectionTrait, token: &str) -> Result<Model> {
    if token.len() != TOKEN_CHARS || !token.bytes().all(|letter| letter.is_ascii_hexdigit()) {
        return Err(Error::NotFound);
    }
    Entity::find().filter(Column::Token.eq(token)).one(db).await?.ok_or(Error::NotFound)
}

/// True for who is named as an author of a study.
pub async fn is_author(db: &impl ConnectionTrait, study: i64, account: AccountId) -> Result<bool> {
    let row = case_study_author::Entity::find()
        .filter(case_study_author::Column::CaseStudyId.eq(study))
        .filter(case_study_author::Column::AccountId.eq(account.get()));
    Ok(row.one(db).await?.is_some())
}
