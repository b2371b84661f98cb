//! "Replikasi" in a meeting is the first entry of the ledger: the office takes the practice up, in the same transaction.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::Decision;
use super::entity::meeting_item;
use crate::adoption::{self, Stage};
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// Opens the entry of the deciding office, or finds the one that is there. None for an office above the kecamatan, which
/// decides for nobody's ledger. A problem at `decision` for the office's own study, which it can't take up from itself.
pub(super) async fn open(
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    study: CaseStudyId,
) -> Result<Option<AdoptionId>> {
    if !policy::may(Act::Adopt, acting, &acting.region) {
        return Ok(None);
    }
    // What was said stays in the minutes: the ledger is read by everybody who may read the study.
    match adoption::begin(tx, viewer, study, Stage::Interested, "", tx.today()).await {
        Ok(id) => Ok(Some(id)),
        Err(Error::Invalid(problems)) if problems.of("study").is_some() => {
            let sentence = "Praktik ini milik kantor Bapak/Ibu sendiri, jadi tidak direplikasi. Pilih putusan lain.";
            Err(Error::Invalid(Problems::one("decision", sentence)))
        }
        Err(error) => Err(error),
    }
}

/// The office takes an entry back: items that decided otherwise since let go of it. `Conflict` while one still says "replikasi",
/// since the minutes lead to the entry. The caller holds the study's ledger, and so
/// does a decision to replicate; others leave the entry of an item as it stands.
pub async fn let_go(tx: &WriteTransaction, entry: i64) -> Result<()> {
    let of_entry = meeting_item::Column::AdoptionId.eq(entry);
    let decided = meeting_item::Entity::find()
        .filter(of_entry.clone())
        .filter(meeting_item::Column::Decision.eq(Decision::Replicate.as_str()));
    if decided.count(&**tx).await? > 0 {
        let sentence =
            "Rapat kantor memutuskan mereplikasi praktik ini. Ubah dulu putusan rapatnya, atau catat dihentikan.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    meeting_item::Entity::update_many()
        .col_expr(meeting_item::Column::AdoptionId, Expr::value(Option::<i64>::None))
        .filter(of_entry)
        .exec(&**tx)
        .await?;
    Ok(())
}
