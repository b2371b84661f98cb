//! What every change of a request begins with: who acts for which of the two offices, and the request as it stands, held
//! until the end of the transaction, so that two who answer at once come one after the other.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{visit, visit_word};
use super::{SENT_TWICE_WITHIN, Side, State, change_offered, state_of, store, waits_for, waits_for_report};
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::{AccountId, CaseStudyId, VisitId};
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// Who writes, for which office.
pub(super) struct Writer {
    pub acting: Acting,
    pub account: AccountId,
    pub byline: String,
}

impl Writer {
    /// The viewer in the acting office.
    pub async fn of(tx: &WriteTransaction, viewer: &Viewer) -> Result<Self> {
        let acting = office::acting(tx, viewer).await?;
        let account = viewer.account().ok_or(Error::Forbidden)?;
        Ok(Self { acting, account, byline: viewer.byline() })
    }

    /// Leaves a row in the audit.
    pub async fn remember(&self, tx: &WriteTransaction, act: &str, id: i64, told: &str) -> Result<()> {
        let entry = audit::Entry {
            account: Some(self.account),
            term: Some(self.acting.term),
            act,
            subject_kind: "visit",
            subject_id: id.to_string(),
            reason: told,
        };
        audit::record(tx, entry).await
    }

    /// Writes what was said or done, and tells the other office.
    pub async fn word(&self, tx: &WriteTransaction, id: i64, said: Said<'_>) -> Result<()> {
        let row = visit_word::ActiveModel {
            visit_id: Set(id),
            side: Set(said.side.as_str().to_owned()),
            act: Set(said.what.to_owned()),
            offered_at: Set(said.offered_at),
            body: Set(said.body.to_owned()),
            account_id: Set(self.account.get()),
            term_id: Set(self.acting.term.get()),
            byline: Set(self.byline.clone()),
            created_at: Set(tx.now()),
            ..Default::default()
        };
        let word = visit_word::Entity::insert(row).exec(&**tx).await?.last_insert_id;
        job::enqueue(tx, &Job::TellVisitWord { word }).await
    }
}

/// A word as it is kept.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub side: Side,
    pub what: &'a str,
    pub offered_at: Option<DateTime<Utc>>,
    pub body: &'a str,
}

/// A change under way.
pub(super) struct Change {
    pub row: visit::Model,
    pub writer: Writer,
    pub side: Side,
}

impl Change {
    /// Begins one: `NotFound` for who may not see the request, `Forbidden` for who sees it and acts for neither office.
    pub async fn begin(tx: &WriteTransaction, viewer: &Viewer, id: VisitId) -> Result<Self> {
        let writer = Writer::of(tx, viewer).await?;
        tx.serialize_on(&format!("visit:{id}")).await?;
        let row = visit::Entity::find_by_id(id.get()).one(&**tx).await?.ok_or(Error::NotFound)?;
        let side = if policy::may(Act::AskVisit, &writer.acting, &row.asking_code) {
            Side::Asking
        } else if policy::may(Act::AnswerVisit, &writer.acting, &row.host_code) {
            Side::Host
        } else {
            return Err(if store::sees(viewer, &row) { Error::Forbidden } else { Error::NotFound });
        };
        Ok(Self { row, writer, side })
    }

    /// `Forbidden` for the office that this is not for.
    pub fn only_for(self, side: Side) -> Result<Self> {
        if self.side == side { Ok(self) } else { Err(Error::Forbidden) }
    }

    /// `Conflict` unless it stands in one of these states and is as the form saw it.
    pub fn check(&self, states: &[State], started_from: &str) -> Result<()> {
        let state = state_of(&self.row);
        if !states.contains(&state) {
            let sentence =
                format!("Permohonan ini sekarang {}. Periksa riwayatnya di bawah.", state.label().to_lowercase());
            return Err(Error::Conflict(sentence));
        }
        if started_from.trim() != self.row.version.to_string() {
            let sentence =
                "Permohonan ini baru saja diubah. Periksa keadaannya yang terbaru, lalu kirim lagi bila masih perlu.";
            return Err(Error::Conflict(sentence.to_owned()));
        }
        Ok(())
    }

    /// `Conflict` for the host once the time has come: the guest tells what it saw, or that it did not take place. Who is
    /// offered another time by the guest answers as before.
    pub fn still_ahead(&self, now: DateTime<Utc>) -> Result<()> {
        let answers = change_offered(&self.row, now).is_some() && waits_for(&self.row, Side::Host);
        if self.side == Side::Host && waits_for_report(&self.row, now) && !answers {
            let sentence = "Waktunya sudah lewat. Kantor pemohon yang melaporkan hasilnya; bila tamunya tidak datang, catat sesudah hari itu.";
            return Err(Error::Conflict(sentence.to_owned()));
        }
        Ok(())
    }

    /// True when the last word is this one of the same person: a form that was sent twice.
    pub async fn is_sent_twice(&self, tx: &WriteTransaction, said: &Said<'_>) -> Result<bool> {
        let last = store::last_word(&**tx, self.row.id).await?;
        Ok(last.is_some_and(|last| {
            last.account_id == self.writer.account.get()
                && last.act == said.what
                && last.body == said.body
                && last.offered_at == said.offered_at
                && last.created_at > tx.now() - SENT_TWICE_WITHIN
        }))
    }

    /// Writes what was done, with its columns, its word and its audit row.
    pub async fn keep(
        &self,
        tx: &WriteTransaction,
        columns: &[(visit::Column, SimpleExpr)],
        said: Said<'_>,
        act: &str,
        told: &str,
    ) -> Result<()> {
        let mut update = visit::Entity::update_many()
            .col_expr(visit::Column::Version, Expr::value(self.row.version + 1))
            .col_expr(visit::Column::UpdatedAt, Expr::value(tx.now()))
            .filter(visit::Column::Id.eq(self.row.id));
        for (column, value) in columns {
            update = update.col_expr(*column, value.clone());
        }
        update.exec(&**tx).await?;
        self.writer.word(tx, self.row.id, said).await?;
        self.writer.remember(tx, act, self.row.id, told).await
    }

    /// What readers see of it: the host's credit, and what stands at the study.
    pub fn effect(&self) -> Effect {
        visible(self.row.case_study_id, &self.row.host_code)
    }
}

/// What readers see when a request is made or answered.
pub(super) fn visible(study: i64, host: &str) -> Effect {
    Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(study)), Subject::Region(host.to_owned())])
}
