//! A draft about a practice that an office took up from another kecamatan.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::write::{Origin, begin};
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::entity::draft;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::{AccountId, DraftKey};

/// The draft in hand about an entry of the ledger, if the office has one.
pub async fn adapting(tx: &WriteTransaction, adoption: i64) -> Result<Option<draft::Model>> {
    let open = draft::Entity::find()
        .filter(draft::Column::AdoptionId.eq(adoption))
        .filter(draft::Column::PublishedCaseStudyId.is_null())
        .order_by_desc(draft::Column::Id);
    Ok(open.one(&**tx).await?)
}

/// Begins a draft about an entry of the ledger. The caller has asked the policy, and commits.
pub async fn adapt(
    app: &App,
    tx: &WriteTransaction,
    creator: AccountId,
    (adoption, kecamatan): (i64, &str),
    content: &Content,
    visibility: &str,
) -> Result<draft::Model> {
    let origin = Origin { adoption: Some(adoption), ..Origin::default() };
    begin(app, tx, creator, DraftKey::new(), kecamatan, content, origin, Some(visibility.to_owned())).await
}
