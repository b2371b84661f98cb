//! "Replikasi" in a meeting is the first entry of the ledger: the office takes the practice up, in the same transaction.

use crate::adoption::{self, Stage};
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// Opens the entry of the deciding office, or finds the one that is there. None where there is nothing to take up: the
/// office's own study, or an office above the kecamatan, which decides for nobody's ledger.
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
        Err(Error::Invalid(problems)) if problems.of("study").is_some() => Ok(None),
        Err(error) => Err(error),
    }
}
