//! Handing in a report: anybody who may see a thing may report it.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::report;
use super::{About, Ground, MAX_CHARS, PERSONAL_DATA_ANSWERED_WITHIN, Root, Target};
use crate::account::contact;
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::{personal_data, store};
use crate::db::Effect;
use crate::discussion;
use crate::error::{Error, Problems, Result};
use crate::ids::AnswerId;
use crate::job::{self, Job};
use crate::question;
use crate::viewer::Viewer;
use crate::web::forms;

/// Longest name and contact in characters.
const LINE_CHARS: usize = 120;

/// A report as typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// "praktik", "komentar-4", "foto-7", "pertanyaan", "jawaban-9".
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
        if let Some(personal_data::Found::Number(shown)) = personal_data::find(&body) {
            problems.add("body", format!("Di sini ada {shown}. Hapus; cukup sebutkan bagian yang memuatnya."));
        }
        let (name, contact) = (forms::line(&self.name), forms::line(&self.contact));
        if is_visitor {
            let fields = [
                ("name", &name, "Tulis nama Bapak/Ibu."),
                ("contact", &contact, "Tulis nomor WhatsApp atau surel, supaya kami bisa menjawab."),
            ];
            for (field, value, missing) in fields {
                if value.is_empty() {
                    problems.add(field, missing);
                }
                problems.within(field, "Isian ini", value, LINE_CHARS);
            }
            if !is_reachable(&contact) && !contact.is_empty() {
                problems.add(
                    "contact",
                    "Ini bukan nomor WhatsApp atau surel. Tulis misalnya 0812-3456-7890 atau nama@contoh.id.",
                );
            }
        }
        problems.into_result()?;
        let (Some(target), Some(ground)) = (target, ground) else { return Err(Error::NotFound) };
        Ok(Checked { target, ground, body, name, contact })
    }
}

/// True where a phone number or a mail address stands, also beside a name or another one: nothing else carries an answer to
/// a visitor.
fn is_reachable(typed: &str) -> bool {
    let is_of_number = |letter: char| letter.is_ascii_digit() || "+-. ".contains(letter);
    typed.split(|letter| !is_of_number(letter)).any(|part| contact::phone(part).is_some())
        || typed.split([' ', ',', ';', '/', '(', ')']).any(|part| contact::email(part).is_some())
}

/// Keeps a report, and tells the coordinators of the place. A person who reports the same again adds nothing: the open
/// report is returned.
pub async fn file(app: &App, viewer: &Viewer, about: About, typed: &Typed) -> Result<report::Model> {
    let account = viewer.account();
    let tx = app.db.begin_write().await?;
    let root = about.find(&*tx, viewer).await?;
    let checked = typed.checked(account.is_none())?;
    require_there(&*tx, &root, checked.target).await?;
    let (kind, subject) = checked.target.to_row(about.id());
    let (case_study, question) = about.columns();
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
        case_study_id: Set(case_study),
        question_id: Set(question),
        scope_code: Set(root.place(&app.catalogue.get()).to_owned()),
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

/// `NotFound` unless the thing belongs to the study or the question and is shown.
async fn require_there(db: &impl ConnectionTrait, root: &Root, target: Target) -> Result<()> {
    let is_there = match (root, target) {
        (Root::Study(_), Target::Study) => true,
        (Root::Study(study), Target::Comment(id)) => discussion::shown(db, id, study.id).await?.is_some(),
        (Root::Study(study), Target::Photo(id)) => {
            let content = Content::parse(&store::revision(db, study).await?.document)?;
            content.photos.iter().any(|photo| photo.attachment == id)
        }
        (Root::Question(asked), Target::Question) => question::store::is_open(asked),
        (Root::Question(asked), Target::Answer(id)) => {
            question::store::shown_answer(db, asked, AnswerId(id)).await?.is_some()
        }
        _ => false,
    };
    if is_there { Ok(()) } else { Err(Error::NotFound) }
}
