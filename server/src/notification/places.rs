//! Where the subjects of notifications are, and what they are called: each found through the gate of its room, in one
//! statement a kind at most.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::Subject;
use crate::account::entity::account;
use crate::adoption;
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::entity::draft;
use crate::case_study::{self, card, store};
use crate::digest;
use crate::discussion;
use crate::error::Result;
use crate::handover;
use crate::ids::CaseStudyId;
use crate::lesson;
use crate::meeting::minggon::{entity::minggon, month_key};
use crate::policy::Act;
use crate::product;
use crate::question;
use crate::topic::entity::search_topic;
use crate::viewer::Viewer;
use crate::visit;

/// Where a subject is, and what it is called.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// What it is called; empty where its address says enough.
    pub(super) title: String,
    /// Its path.
    pub(super) url: String,
}

/// The places of some subjects, each kind by its ids.
#[derive(Default)]
pub(super) struct Places {
    studies: HashMap<i64, Place>,
    /// The study of each comment.
    comments: HashMap<i64, i64>,
    /// The study of each adoption.
    adoptions: HashMap<i64, i64>,
    /// The study of each request for a studi tiru.
    visits: HashMap<i64, i64>,
    drafts: HashMap<i64, Place>,
    products: HashMap<i64, Place>,
    people: HashMap<i64, String>,
    topics: HashMap<i64, String>,
    questions: HashMap<i64, Place>,
    /// The question of each answer.
    answers: HashMap<i64, i64>,
    /// Without a title.
    lessons: HashMap<i64, Place>,
    handovers: HashMap<i64, String>,
    digests: HashMap<i64, String>,
    /// Name of each kecamatan whose office is asked.
    offices: HashMap<i64, String>,
    /// Theme and month of each bahan minggon.
    minggon: HashMap<i64, Place>,
}

impl Places {
    /// Where one of them is; none where the viewer may not see it.
    pub(super) fn of(&self, subject: Subject) -> Option<Place> {
        match subject {
            Subject::CaseStudy(id) => self.studies.get(&id).cloned(),
            Subject::Comment(id) => {
                let study = self.studies.get(self.comments.get(&id)?)?;
                let study_id = self.comments.get(&id)?;
                Some(Place { title: study.title.clone(), url: format!("/praktik/{study_id}/komentar/{id}") })
            }
            Subject::Draft(id) => self.drafts.get(&id).cloned(),
            // Its page stays for the office, also when the study is not shown any more.
            Subject::Adoption(id) => {
                let study = self.studies.get(self.adoptions.get(&id)?);
                let title = study.map_or_else(String::new, |study| study.title.clone());
                Some(Place { title, url: adoption::store::url(id) })
            }
            Subject::Visit(id) => {
                let study = self.studies.get(self.visits.get(&id)?);
                let title = study.map_or_else(String::new, |study| study.title.clone());
                Some(Place { title, url: visit::store::url(id) })
            }
            Subject::Product(id) => self.products.get(&id).cloned(),
            Subject::Office(code) => {
                Some(Place { title: self.offices.get(&code)?.clone(), url: "/replikasi/konfirmasi".to_owned() })
            }
            Subject::Account(id) => Some(Place { title: self.people.get(&id)?.clone(), url: "/kabar".to_owned() }),
            Subject::Question(id) => self.questions.get(&id).cloned(),
            Subject::Answer(id) => {
                let asked = self.answers.get(&id)?;
                let title = self.questions.get(asked)?.title.clone();
                Some(Place { title, url: format!("/tanya/{asked}/jawaban/{id}") })
            }
            Subject::Lesson(id) => self.lessons.get(&id).cloned(),
            Subject::Handover(id) => {
                Some(Place { title: self.handovers.get(&id)?.clone(), url: format!("/serah-terima/{id}") })
            }
            Subject::Report(id) => Some(Place { title: String::new(), url: format!("/laporan/{id}") }),
            Subject::DataRequest(id) => Some(Place { title: String::new(), url: format!("/permintaan-data/{id}") }),
            Subject::Sanction(id) => Some(Place { title: String::new(), url: format!("/teguran/{id}") }),
            Subject::Nudge(_) => Some(Place { title: String::new(), url: "/tulis".to_owned() }),
            Subject::Digest(id) => {
                Some(Place { title: self.digests.get(&id)?.clone(), url: format!("/ringkasan/{id}") })
            }
            Subject::Minggon(id) => self.minggon.get(&id).cloned(),
            Subject::Topic(id) => Some(Place { title: self.topics.get(&id)?.clone(), url: "/tulis".to_owned() }),
        }
    }
}

/// The ids of the subjects of one kind.
macro_rules! ids_of {
    ($kind:ident, $subjects:expr) => {
        $subjects.iter().filter_map(|subject| if let Subject::$kind(id) = subject { Some(*id) } else { None }).collect()
    };
}

/// Finds the subjects through the gate, at most one statement a kind.
pub(super) async fn find(app: &App, viewer: &Viewer, subjects: &[Subject]) -> Result<Places> {
    let db = app.db.read();
    let mut places = Places {
        comments: studies_of_comments(db, ids_of!(Comment, subjects)).await?,
        adoptions: studies_of_adoptions(db, ids_of!(Adoption, subjects)).await?,
        visits: studies_of_visits(db, viewer, ids_of!(Visit, subjects)).await?,
        drafts: drafts(app, viewer, ids_of!(Draft, subjects)).await?,
        products: products(db, viewer, ids_of!(Product, subjects)).await?,
        people: people(db, viewer, ids_of!(Account, subjects)).await?,
        topics: topics(db, ids_of!(Topic, subjects)).await?,
        answers: questions_of_answers(db, ids_of!(Answer, subjects)).await?,
        lessons: lessons(db, viewer, ids_of!(Lesson, subjects)).await?,
        handovers: handovers(app, ids_of!(Handover, subjects)).await?,
        digests: digests(app, viewer, ids_of!(Digest, subjects)).await?,
        offices: offices(app, ids_of!(Office, subjects)),
        minggon: minggon_of(db, ids_of!(Minggon, subjects)).await?,
        ..Places::default()
    };
    let mut asked: Vec<i64> = ids_of!(CaseStudy, subjects);
    for of in [&places.comments, &places.adoptions, &places.visits] {
        asked.extend(of.values().copied());
    }
    places.studies = studies(db, viewer, asked).await?;
    let mut asked: Vec<i64> = ids_of!(Question, subjects);
    asked.extend(places.answers.values().copied());
    places.questions = questions(db, viewer, asked).await?;
    Ok(places)
}

async fn studies(db: &impl ConnectionTrait, viewer: &Viewer, ids: Vec<i64>) -> Result<HashMap<i64, Place>> {
    let ids: Vec<CaseStudyId> = ids.into_iter().map(CaseStudyId).collect();
    let rows = store::by_ids(db, viewer, &ids).await?;
    let place = |id: i64, title: String| Place { url: card::url(id, &title), title };
    Ok(rows.into_iter().map(|row| (row.id, place(row.id, row.title))).collect())
}

async fn studies_of_comments(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<HashMap<i64, i64>> {
    use discussion::entity::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let select = Entity::find().select_only().column(Column::Id).column(Column::CaseStudyId);
    let found: Vec<(i64, i64)> = select.filter(Column::Id.is_in(ids)).into_tuple().all(db).await?;
    Ok(found.into_iter().collect())
}

async fn studies_of_adoptions(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<HashMap<i64, i64>> {
    use adoption::entity::adoption::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let select = Entity::find().select_only().column(Column::Id).column(Column::CaseStudyId);
    let found: Vec<(i64, i64)> = select.filter(Column::Id.is_in(ids)).into_tuple().all(db).await?;
    Ok(found.into_iter().collect())
}

async fn studies_of_visits(db: &impl ConnectionTrait, viewer: &Viewer, ids: Vec<i64>) -> Result<HashMap<i64, i64>> {
    use visit::entity::visit::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    let seen = rows.into_iter().filter(|row| visit::store::sees_in_any_office(viewer, row));
    Ok(seen.map(|row| (row.id, row.case_study_id)).collect())
}

async fn drafts(app: &App, viewer: &Viewer, ids: Vec<i64>) -> Result<HashMap<i64, Place>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = draft::Entity::find().filter(draft::Column::Id.is_in(ids)).all(app.db.read()).await?;
    let seen = case_study::draft::seen_among(app, viewer, rows).await?;
    let place = |row: draft::Model| {
        let title = Content::parse(&row.document).map(|content| content.title).unwrap_or_default();
        let title = if title.trim().is_empty() { "Tanpa judul".to_owned() } else { title };
        (row.id, Place { title, url: format!("/tulis/{}", row.key) })
    };
    Ok(seen.into_iter().map(place).collect())
}

async fn products(db: &impl ConnectionTrait, viewer: &Viewer, ids: Vec<i64>) -> Result<HashMap<i64, Place>> {
    use product::entity::{Column, Entity, Model};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    // The office comes to the form, or to the page that says why its product was hidden; who left it comes nowhere. In any
    // of the person's offices, since a mail is read in none.
    let serves = |code: &str| viewer.terms_for(Act::WriteProduct, code).next().is_some();
    // The coordinators above it come to its page, where they take a contact away.
    let cares = |code: &str| viewer.terms_for(Act::HideStudy, code).next().is_some();
    let own = rows.into_iter().filter(|row| serves(&row.kecamatan_code) || cares(&row.kecamatan_code));
    let place = |row: Model| {
        let form = format!("/produk/{}/ubah#kontak", row.id);
        let url = if row.hidden_at.is_some() || !serves(&row.kecamatan_code) { row.url() } else { form };
        (row.id, Place { title: row.name, url })
    };
    Ok(own.map(place).collect())
}

/// Names of kecamatan by the digits of their codes: 320517 is Kec. Bayongbong, "32.05.17".
fn offices(app: &App, codes: Vec<i64>) -> HashMap<i64, String> {
    if codes.is_empty() {
        return HashMap::new();
    }
    let catalogue = app.catalogue.get();
    let name = |code: i64| {
        catalogue.places.full_name(&format!("{:02}.{:02}.{:02}", code / 10_000, code / 100 % 100, code % 100))
    };
    codes.into_iter().map(|code| (code, name(code))).collect()
}

async fn people(db: &impl ConnectionTrait, viewer: &Viewer, ids: Vec<i64>) -> Result<HashMap<i64, String>> {
    use account::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let select = Entity::find().select_only().column(Column::Id).column(Column::Name);
    let found: Vec<(i64, String)> = select.filter(Column::Id.is_in(ids)).into_tuple().all(db).await?;
    let mut people: HashMap<i64, String> = found.into_iter().collect();
    // Nobody is named to himself.
    if let Some(own) = viewer.account()
        && let Some(name) = people.get_mut(&own.get())
    {
        name.clear();
    }
    Ok(people)
}

async fn questions_of_answers(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<HashMap<i64, i64>> {
    use question::entity::answer::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.question_id)).collect())
}

async fn questions(db: &impl ConnectionTrait, viewer: &Viewer, ids: Vec<i64>) -> Result<HashMap<i64, Place>> {
    let rows = question::store::by_ids(db, viewer, &ids).await?;
    let place = |id: i64, title: String| Place { url: question::url(id, &title), title };
    Ok(rows.into_iter().map(|row| (row.id, place(row.id, row.title))).collect())
}

async fn lessons(db: &impl ConnectionTrait, viewer: &Viewer, ids: Vec<i64>) -> Result<HashMap<i64, Place>> {
    let rows = lesson::store::by_ids(db, viewer, &ids).await?;
    let place = |key: &str| Place { title: String::new(), url: lesson::url(key) };
    Ok(rows.into_iter().map(|row| (row.id, place(&row.key))).collect())
}

async fn handovers(app: &App, ids: Vec<i64>) -> Result<HashMap<i64, String>> {
    use handover::entity::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let catalogue = app.catalogue.get();
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(app.db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.id, catalogue.places.full_name(&row.kecamatan_code))).collect())
}

async fn digests(app: &App, viewer: &Viewer, ids: Vec<i64>) -> Result<HashMap<i64, String>> {
    use digest::entity::digest::{Column, Entity, Model};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let catalogue = app.catalogue.get();
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(app.db.read()).await?;
    let is_seen = |row: &Model| {
        digest::State::parse(&row.state) == digest::State::Sent || viewer.may(Act::EditDigest, &row.scope_code)
    };
    let name = |row: &Model| format!("{}, {}", digest::scope_name(row, &catalogue), digest::period(row, &app.clock));
    Ok(rows.into_iter().filter(is_seen).map(|row| (row.id, name(&row))).collect())
}

async fn minggon_of(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<HashMap<i64, Place>> {
    use minggon::{Column, Entity, Model};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    // Without a region: the page shows each reader what is nearest.
    let place = |row: Model| Place { url: format!("/minggon?bulan={}", month_key(row.month)), title: row.theme };
    Ok(rows.into_iter().map(|row| (row.id, place(row))).collect())
}

async fn topics(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<HashMap<i64, String>> {
    use search_topic::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.text)).collect())
}
