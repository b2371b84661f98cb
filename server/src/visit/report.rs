//! Laporan hasil studi tiru: after the day the asking office tells what it saw, and may open its entry in the ledger in
//! the same breath. The report is the office's own and names no people. The office corrects it later; what stood before is
//! kept in the history of both offices.

use sea_orm::sea_query::{Expr, SimpleExpr};

use super::change::{Change, Said};
use super::entity::visit;
use super::{Side, State, TEXT_CHARS, state_of, waits_for_report};
use crate::adoption::{self, Stage};
use crate::app::App;
use crate::case_study::personal_data::{self, KEEPS_PHONE};
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId, VisitId};
use crate::viewer::Viewer;
use crate::web::{Posted, forms};

/// Longest answer to "who came", in characters.
pub const TEAM_CHARS: usize = 200;

/// The stages at which the ledger may begin after a visit.
pub const STAGES: [Stage; 2] = [Stage::Interested, Stage::Planned];

/// The form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What was seen.
    pub seen: String,
    /// What will be applied at home.
    pub applied: String,
    /// What does not fit.
    pub unfit: String,
    /// Who came, by office.
    pub team: String,
    /// True when the ledger is to begin.
    pub opens_ledger: bool,
    /// One of [`STAGES`].
    pub stage: String,
    /// The version that the form started from.
    pub version: String,
    /// True when the phone numbers in it may stand, as its writer said when asked.
    pub keeps_phone: bool,
}

impl Typed {
    /// What a form sent.
    pub fn of(posted: &Posted) -> Self {
        let text = |name: &str| forms::text(posted.get(name)).trim().to_owned();
        Self {
            seen: text("seen"),
            applied: text("applied"),
            unfit: text("unfit"),
            team: forms::line(posted.get("team")),
            opens_ledger: posted.get("ledger") == "ya",
            stage: posted.get("stage").to_owned(),
            version: posted.get("version").to_owned(),
            keeps_phone: posted.find(KEEPS_PHONE).is_some(),
        }
    }

    /// The form as it begins where a report is corrected.
    pub fn stored(row: &visit::Model) -> Self {
        Self {
            seen: row.report_seen.clone(),
            applied: row.report_applied.clone(),
            unfit: row.report_unfit.clone(),
            team: row.report_team.clone(),
            version: row.version.to_string(),
            ..Self::default()
        }
    }

    fn columns(&self) -> Vec<(visit::Column, SimpleExpr)> {
        vec![
            (visit::Column::ReportSeen, Expr::value(self.seen.clone())),
            (visit::Column::ReportApplied, Expr::value(self.applied.clone())),
            (visit::Column::ReportUnfit, Expr::value(self.unfit.clone())),
            (visit::Column::ReportTeam, Expr::value(self.team.clone())),
        ]
    }

    /// A phone number is asked about where it is new: the report stands on the study's page.
    fn check(&self, row: &visit::Model) -> Result<()> {
        let mut problems = Problems::default();
        if self.seen.is_empty() {
            problems.add("seen", "Tulis apa yang dilihat atau didengar.");
        }
        if self.applied.is_empty() {
            problems.add("applied", "Tulis apa yang akan diterapkan; bila tidak ada, tulis mengapa.");
        }
        if self.team.is_empty() {
            problems.add("team", "Tulis siapa yang ikut, dengan jabatan dan jumlahnya.");
        }
        let answers = [
            ("seen", &self.seen, &row.report_seen, TEXT_CHARS),
            ("applied", &self.applied, &row.report_applied, TEXT_CHARS),
            ("unfit", &self.unfit, &row.report_unfit, TEXT_CHARS),
            ("team", &self.team, &row.report_team, TEAM_CHARS),
        ];
        for (field, text, stands, limit) in answers {
            problems.within(field, "Jawaban", text, limit);
            personal_data::refuse_or_ask(&mut problems, field, text, stands, self.keeps_phone);
        }
        if self.opens_ledger && self.starts_at().is_none() {
            problems.add("stage", "Pilih berminat atau direncanakan.");
        }
        problems.into_result()
    }

    fn starts_at(&self) -> Option<Stage> {
        Stage::parse(&self.stage).filter(|stage| STAGES.contains(stage))
    }

    fn is_as(&self, row: &visit::Model) -> bool {
        row.report_seen == self.seen
            && row.report_applied == self.applied
            && row.report_unfit == self.unfit
            && row.report_team == self.team
    }
}

/// Keeps the report; gives the ledger's entry where it was asked for. Problems stand at `seen`, `applied`, `unfit`, `team`,
/// `stage` and `ledger`; `Conflict` before the day, and for what was changed meanwhile. A second report corrects the first.
pub async fn report(app: &App, viewer: &Viewer, id: VisitId, typed: &Typed) -> Result<Option<AdoptionId>> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.only_for(Side::Asking)?;
    typed.check(&change.row)?;
    let said = Said { side: change.side, what: "laporan", offered_at: None, body: "" };
    if state_of(&change.row) == State::Done && typed.is_as(&change.row) {
        let study = CaseStudyId(change.row.case_study_id);
        let known = adoption::store::of_kecamatan(&*tx, study, &change.row.asking_code).await?;
        return Ok(known.filter(|_| typed.opens_ledger).map(|row| AdoptionId(row.id)));
    }
    change.check(&[State::Scheduled, State::Done], &typed.version)?;
    if state_of(&change.row) == State::Done {
        let before = before(&change.row);
        let said = Said { side: change.side, what: "perbaikan", offered_at: None, body: &before };
        change.keep(&tx, &typed.columns(), said, "correct_visit_report", "").await?;
        tx.commit(change.effect()).await?;
        return Ok(None);
    }
    if !waits_for_report(&change.row, tx.now()) {
        return Err(Error::Conflict("Studi tirunya belum berlangsung. Laporan diisi sesudah tanggalnya.".to_owned()));
    }
    let entry = match typed.starts_at().filter(|_| typed.opens_ledger) {
        Some(stage) => Some(open_ledger(&tx, viewer, &change.row, stage).await?),
        None => None,
    };
    let mut columns = typed.columns();
    columns.push((visit::Column::State, Expr::value(State::Done.as_str())));
    columns.push((visit::Column::ReportedAt, Expr::value(Some(tx.now()))));
    change.keep(&tx, &columns, said, "report_visit", "").await?;
    tx.commit(change.effect()).await?;
    Ok(entry)
}

/// The report as it stood, for the history.
fn before(row: &visit::Model) -> String {
    let answers = [
        ("Yang dilihat", &row.report_seen),
        ("Yang akan diterapkan", &row.report_applied),
        ("Yang tidak cocok", &row.report_unfit),
        ("Yang ikut", &row.report_team),
    ];
    let answers = answers.into_iter().filter(|(_, text)| !text.is_empty());
    let answers: Vec<String> = answers.map(|(what, text)| format!("{what}: {text}")).collect();
    format!("Sebelumnya:\n{}", answers.join("\n"))
}

/// The entry of the asking office, or the one that it has already.
async fn open_ledger(tx: &WriteTransaction, viewer: &Viewer, row: &visit::Model, stage: Stage) -> Result<AdoptionId> {
    let note = "Sesudah studi tiru.";
    match adoption::begin(tx, viewer, CaseStudyId(row.case_study_id), stage, note, tx.today()).await {
        Err(Error::NotFound) => {
            let sentence = "Praktik ini tidak lagi tayang, jadi tidak dapat dicatat sebagai replikasi. Hapus tandanya, lalu kirim laporannya.";
            Err(Error::Invalid(Problems::one("ledger", sentence)))
        }
        Err(Error::Invalid(problems)) => {
            let told = problems.iter().map(|(_, sentence)| sentence.to_owned()).collect::<Vec<_>>().join(" ");
            Err(Error::Invalid(Problems::one("ledger", told)))
        }
        result => result,
    }
}
