//! A certificate of who contributed, so that its pages have something to show.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::account::entity::account;
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::{AccountId, TermId};
use crate::letter::certify;
use crate::letter::team::{Row, Share};
use crate::office::entity::office_term;
use crate::policy::Role;

/// Who had the idea has no account, as in most offices.
async fn team(tx: &WriteTransaction, head: AccountId) -> Result<Vec<Row>> {
    let head = account::Entity::find_by_id(head.get()).one(&**tx).await?;
    let row = |name: String, part: &str, share: Share| Row {
        name,
        part: part.to_owned(),
        share: share.as_str().to_owned(),
        agreed: true,
        is_author: false,
    };
    let mut rows = vec![row("Dedi Kurniawan".to_owned(), "Kasi Ekbang (contoh)", Share::Initiator)];
    rows.extend(head.map(|head| row(head.name, "Camat", Share::Writer)));
    Ok(rows)
}

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
            let by = (AccountId(head.account_id), TermId(head.id));
            certify::write(tx, catalogue, &study, by, Some(&team(tx, by.0).await?)).await?;
            return Ok(());
        }
    }
    Ok(())
}
