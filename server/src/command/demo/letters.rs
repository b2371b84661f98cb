//! A certificate of who contributed, so that its pages have something to show.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::{AccountId, TermId};
use crate::letter::certify;
use crate::office::entity::office_term;
use crate::policy::Role;

/// Certifies the first public study of a kecamatan that a sample camat leads.
pub async fn load(tx: &WriteTransaction, catalogue: &Catalogue) -> Result<()> {
    let heads = office_term::Entity::find()
        .filter(office_term::Column::Role.eq(Role::Camat.as_str()))
        .filter(office_term::Column::EndedOn.is_null())
        .order_by_asc(office_term::Column::Id)
        .all(&**tx)
        .await?;
    for head in heads {
        let study = case_study::Entity::find()
            .filter(case_study::Column::KecamatanCode.eq(head.region_code.as_str()))
            .filter(case_study::Column::State.eq("tayang"))
            .filter(case_study::Column::Visibility.eq("public"))
            .order_by_asc(case_study::Column::Id)
            .one(&**tx)
            .await?;
        if let Some(study) = study {
            certify::write(tx, catalogue, &study, AccountId(head.account_id), TermId(head.id)).await?;
            return Ok(());
        }
    }
    Ok(())
}
