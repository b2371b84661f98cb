//! "Replikasi" in a meeting is the first entry of the ledger: the office takes the practice up, in the same transaction.

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
