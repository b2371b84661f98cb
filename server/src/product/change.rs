//! What every change of a product does: ask the policy in the transaction, hold the row, and leave a row in the audit.

use super::entity::Model;
use super::store;
use crate::audit;
use crate::case_study::entity::case_study;
use crate::case_study::store as studies;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::{AccountId, CaseStudyId, ProductId};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// Who changes a product, in which office.
pub(super) struct Writer {
    pub acting: Acting,
    pub account: AccountId,
}

impl Writer {
    /// The viewer in the acting office.
    pub async fn of(tx: &WriteTransaction, viewer: &Viewer) -> Result<Self> {
        let acting = office::acting(tx, viewer).await?;
        Ok(Self { acting, account: viewer.account().ok_or(Error::Forbidden)? })
    }

    /// The product, held, when the writer's office keeps it; another's is forbidden.
    pub async fn hold(&self, tx: &WriteTransaction, id: ProductId) -> Result<Model> {
        let row = store::held(tx, id).await?;
        policy::require(Act::WriteProduct, &self.acting, &row.kecamatan_code)?;
        Ok(row)
    }

    /// The study of the writer's own kecamatan with this number; a problem at `study` for any other.
    pub async fn study(&self, tx: &WriteTransaction, viewer: &Viewer, id: i64) -> Result<case_study::Model> {
        let unknown = || super::typed::problem("study", "Pilih praktik kecamatan sendiri yang sedang tayang.");
        match studies::find(&**tx, viewer, CaseStudyId(id)).await {
            Ok(study) if study.kecamatan_code.as_deref() == Some(self.acting.region.as_str()) => Ok(study),
            Ok(_) | Err(Error::NotFound) => Err(unknown()),
            Err(error) => Err(error),
        }
    }
}

/// What a change of a product means for readers: its study's page and every list show it.
pub(super) fn visible(study: i64) -> Effect {
    Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(study))])
}

/// The audit row of an act on a product. Never a phone number.
pub(super) async fn remember(tx: &WriteTransaction, writer: &Writer, act: &str, id: i64, reason: &str) -> Result<()> {
    let entry = audit::Entry {
        account: Some(writer.account),
        term: Some(writer.acting.term),
        act,
        subject_kind: "product",
        subject_id: id.to_string(),
        reason,
    };
    audit::record(tx, entry).await
}

/// Somebody else changed the product since the form was drawn.
pub(super) fn overtaken() -> Error {
    let sentence = "Sementara itu rekan mengubah produk ini. Bandingkan dengan halamannya; bila isian ini tetap benar, simpan sekali lagi.";
    Error::Conflict(sentence.to_owned())
}
