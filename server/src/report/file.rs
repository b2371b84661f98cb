//! Handing in a report: anybody who may see a thing may report it.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::report;
use super::{Ground, MAX_CHARS, PERSONAL_DATA_ANSWERED_WITHIN, Target};
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::db::Effect;
use crate::discussion;
use crate::discussion::place_of;
use crate::error::{Error, Problems, Result};
use crate::ids::CaseStudyId;
use crate::job::{self, Job};
use crate::viewer::Viewer;
use crate::web::forms;

/// Longest name and contact in characters.
const LINE_CHARS: usize = 120;

/// A report as typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// "praktik", "komentar-4", "foto-7".
    pub target: String,
    /// A ground.
    pub ground: String,
    /// What is wrong.
    pub body: String,
    /// Name of a visitor.
    pub name: String,
    /// Where a visitor can be answered.
    pub contact: String,
}

/// A report as it is kept.
struct Checked {
    target: Target,
    ground: Ground,
    body: String,
    name: String,
    contact: String,
}

impl Typed {
    fn checked(&self, is_visitor: bool) -> Result<Checked> {
        let mut problems = Problems::default();
        let target = Target::parse(&self.target);
        if target.is_none() {
            problems.add("target", "Pilih yang dilaporkan.");
        }
        let ground = Ground::parse(&self.ground);
        if ground.is_none() {
            problems.add("ground", "Pilih alasannya.");
        }
        let body = forms::text(&self.body);
        problems.within("body", "Laporan", &body, MAX_CHARS);
        if body.trim().is_empty() {
            problems.add("body", "Tulis apa yang perlu diperbaiki, dan di bagian mana.");
        }
        let (name, contact) = (forms::line(&self.name), forms::line(&self.contact));
        if is_visitor {
            let fields = [
                ("name", &name, "Tulis nama Bapak/Ibu."),
                ("contact", &contact, "Tulis nomor WhatsApp atau surel, supaya kami bisa menjawab."),
            ];
            for (field, value, missing) in fields {
                let chars = value.chars().count();
                if value.is_empty() {
                    problems.add(field, missing);
                } else if chars > LINE_CHARS {
                    problems.add(field, format!("Paling panjang {LINE_CHARS} karakter; yang ini {chars}."));
                }
            }
        }
        problems.into_result()?;
        let (Some(target), Some(ground)) = (target, ground) else { return Err(Error::NotFound) };
        Ok(Checked { target, ground, body, name, contact })
    }
}

/// Keeps a report, and tells the coordinators of the place. A person who reports the same again adds nothing: the open
/// report is returned.
pub async fn file(app: &App, viewer: &Viewer, id: CaseStudyId, typed: &Typed) -> Result<report::Model> {
    let account = viewer.account();
    let tx = app.db.begin_write().await?;
    let study = store::find(&*tx, viewer, id).await?;
    let checked = typed.checked(account.is_none())?;
    require_there(&*tx, &study, checked.target).await?;
    let (kind, subject) = checked.target.to_row(study.id);
    if let Some(account) = account {
        let known = report::Entity::find()
            .filter(report::Column::ReporterId.eq(account.get()))
            .filter(report::Column::SubjectKind.eq(kind))
            .filter(report::Column::SubjectId.eq(subject))
            .filter(report::Column::State.eq("open"))
            .one(&*tx)
            .await?;
        if let Some(known) = known {
            return Ok(known);
        }
    }
    let due = (checked.ground == Ground::PersonalData).then(|| tx.now() + PERSONAL_DATA_ANSWERED_WITHIN);
    let row = report::ActiveModel {
        subject_kind: Set(kind.to_owned()),
        subject_id: Set(subject),
        case_study_id: Set(study.id),
        scope_code: Set(place_of(&study, &app.catalogue.get()).to_owned()),
        ground: Set(checked.ground.as_str().to_owned()),
        body: Set(checked.body),
        reporter_id: Set(account.map(|account| account.get())),
        reporter_name: Set(checked.name),
        reporter_contact: Set(checked.contact),
        created_at: Set(tx.now()),
        due_at: Set(due),
        state: Set("open".to_owned()),
        ..Default::default()
    };
    let id = report::Entity::insert(row).exec(&*tx).await?.last_insert_id;
    job::enqueue(&tx, &Job::TellReported { report: id }).await?;
    let row = report::Entity::find_by_id(id).one(&*tx).await?.ok_or(Error::NotFound)?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}

/// `NotFound` unless the comment or photo belongs to the study and is shown.
async fn require_there(db: &impl ConnectionTrait, study: &case_study::Model, target: Target) -> Result<()> {
    let is_there = match target {
        Target::Study => true,
        Target::Comment(id) => discussion::shown(db, id, study.id).await?.is_some(),
        Target::Photo(id) => {
            let content = Content::parse(&store::revision(db, study).await?.document)?;
            content.photos.iter().any(|photo| photo.attachment == id)
        }
    };
    if is_there { Ok(()) } else { Err(Error::NotFound) }
}
