//! What the sample people follow, so that the list of the demonstration is not empty.

use anyhow::Context;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::Load;
use crate::follow::Subject;
use crate::follow::entity::{ActiveModel, Entity};

/// Puts them into the table: the camat of Cikajang follows a sector, an indicator and a neighbour.
pub async fn load(load: &Load<'_>) -> anyhow::Result<()> {
    let camat = load.people.get("camat-cikajang").context("nobody is camat-cikajang")?;
    let followed = [
        Subject::Sector("pertanian".to_owned()),
        Subject::Indicator("stunting".to_owned()),
        Subject::Kecamatan("32.04.39".to_owned()),
    ];
    for (kind, subject) in followed.iter().map(Subject::to_row) {
        let row = ActiveModel {
            account_id: Set(camat.account.get()),
            kind: Set(kind.to_owned()),
            subject: Set(subject),
            since: Set(load.tx.now()),
            ..Default::default()
        };
        Entity::insert(row).exec_without_returning(&**load.tx).await?;
    }
    Ok(())
}
