//! Reading what one was told: a page of lines with their subjects, in a constant number of statements.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::named::named;
use super::{Kind, Subject, entity, groups};
use crate::account::entity::account;
use crate::adoption;
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::entity::draft;
use crate::case_study::{self, card, store};
use crate::db::Effect;
use crate::digest;
use crate::discussion;
use crate::error::{Error, Result};
use crate::ids::{AccountId, CaseStudyId};
use crate::lesson;
use crate::meeting::minggon::month_key;
use crate::policy::Act;
use crate::product;
use crate::question;
use crate::topic::entity::search_topic;
use crate::viewer::Viewer;
use crate::visit;

/// One line of the list.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id; `/kabar/{id}` opens it.
    pub id: i64,
    /// What happened, how often, and to what.
    pub line: String,
    /// Why the newest reached the reader.
    pub reason: String,
    /// When the newest did.
    pub at: DateTime<Utc>,
    /// True until it was opened.
    pub is_new: bool,
}

/// What one was told in lines, the newest first, and how many lines there are.
pub async fn page(app: &App, viewer: &Viewer, account: AccountId, offset: u64, limit: u64) -> Result<(Vec<Item>, u64)> {
    let db = app.db.read();
    let total = groups::count(db, account).await?;
    let groups = groups::page(db, account, offset, limit).await?;
    let rows = entity::Entity::find()
        .filter(entity::Column::Id.is_in(groups.iter().map(|group| group.newest)))
        .order_by_desc(entity::Column::Id)
        .all(db)
        .await?;
    let subjects: Vec<Subject> =
        rows.iter().filter_map(|row| Subject::from_row(&row.subject_kind, &row.subject_id)).collect();
    let places = places(app, viewer, &subjects).await?;
    let named = named(app, viewer, &rows).await?;
    let items = rows.into_iter().map(|row| {
        let subject = Subject::from_row(&row.subject_kind, &row.subject_id);
        let place = subject.and_then(|subject| places.of(subject));
        // What two offices wrote to each other is for who serves there now.
        let is_closed = place.is_none() && matches!(subject, Some(Subject::Visit(_)));
        let title = place.map_or_else(String::new, |place| place.title);
        let title = named.get(&row.id).cloned().unwrap_or(title);
        let many = groups.iter().find(|group| group.newest == row.id).map_or(1, |group| group.rows);
        let kind = Kind::parse(&row.kind);
        let (title, reason) = said(kind, title, row.reason);
        Item {
            id: row.id,
            line: kind.map_or_else(|| format!("Kabar: {title}"), |kind| kind.line(many, &title)),
            reason: if is_closed { String::new() } else { reason },
            at: row.created_at,
            is_new: row.read_at.is_none(),
        }
    });
    Ok((items.collect(), total))
}

/// What stands behind the heading, and below the line: the reason of a new device begins with which one, and when.
fn said(kind: Option<Kind>, title: String, reason: String) -> (String, String) {
    if kind == Some(Kind::NewDevice)
        && let Some((device, rest)) = reason.split_once(". ")
    {
        return (device.to_owned(), rest.to_owned());
    }
    (title, reason)
}

/// A line of a mail.
#[derive(Clone, Debug)]
pub struct Line {
    /// The newest of its rows; `/kabar/{id}` opens it and reads all of them.
    pub id: i64,
    /// What happened, how often, and to what.
    pub what: String,
    /// Why the newest reached the reader.
    pub reason: String,
}

/// These rows as lines, those of one kind about one thing together, in the order of their first; without those whose
/// subject the reader may not see.
pub async fn lines(app: &App, viewer: &Viewer, rows: Vec<entity::Model>) -> Result<Vec<Line>> {
    let subject = |row: &entity::Model| Subject::from_row(&row.subject_kind, &row.subject_id);
    let subjects: Vec<Subject> = rows.iter().filter_map(subject).collect();
    let places = places(app, viewer, &subjects).await?;
    let mut lines: Vec<(Kind, Place, i64, entity::Model)> = Vec::new();
    for row in rows {
        let place = subject(&row).and_then(|subject| places.of(subject));
        let (Some(kind), Some(place)) = (Kind::parse(&row.kind), place) else { continue };
        // A comment has an address of its own below that of its study, an answer below that of its question.
        let thing = |place: &Place| {
            let url = place.url.split(['#']).next().unwrap_or_default();
            url.split("/komentar/").next().and_then(|url| url.split("/jawaban/").next()).map(str::to_owned)
        };
        let same = lines.iter_mut().find(|(known, at, ..)| *known == kind && thing(at) == thing(&place));
        match same {
            Some((_, _, many, _)) => *many += 1,
            None => lines.push((kind, place, 1, row)),
        }
    }
    let line = |(kind, place, many, row): (Kind, Place, i64, entity::Model)| Line {
        id: row.id,
        what: kind.line(many, &place.title),
        reason: row.reason,
    };
    Ok(lines.into_iter().map(line).collect())
}

/// Marks one, and what stands in one line with it, as read and says where it leads; nowhere when the reader may not see the subject any more.
pub async fn open(app: &App, viewer: &Viewer, account: AccountId, id: i64) -> Result<Option<String>> {
    let tx = app.db.begin_write().await?;
    let row = entity::Entity::find_by_id(id)
        .filter(entity::Column::AccountId.eq(account.get()))
        .one(&*tx)
        .await?
        .ok_or(Error::NotFound)?;
    if row.read_at.is_none() {
        entity::Entity::update_many()
            .col_expr(entity::Column::ReadAt, Expr::value(Some(tx.now())))
            .filter(entity::Column::Id.in_subquery(groups::unread_rows_with(account, row.id)))
            .exec(&*tx)
            .await?;
    }
    tx.commit(Effect::Private).await?;
    let Some(subject) = Subject::from_row(&row.subject_kind, &row.subject_id) else {
        return Ok(None);
    };
    let kind = Kind::parse(&row.kind);
    let is_own = subject == Subject::Account(account.get());
    if let Some(place) = kind.filter(|_| is_own).and_then(on_own_page) {
        return Ok(Some(place.to_owned()));
    }
    let place = places(app, viewer, &[subject]).await?.of(subject);
    // Who has to judge a draft reads it as it would appear; who has to mend it opens the form.
    let judged = matches!(kind, Some(Kind::HandedIn | Kind::ReviewAsked | Kind::ReviewLate));
    Ok(place.map(|place| if judged { format!("{}/pratinjau", place.url) } else { place.url }))
}

/// Where the reader does something about what happened to the own account.
fn on_own_page(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::NewDevice => Some("/akun#sesi"),
        Kind::Recovery => Some("/akun#ganti-sandi"),
        Kind::FactorReset => Some("/akun/dua-langkah"),
        _ => None,
    }
}

/// Marks everything as read.
pub async fn mark_all_read(app: &App, account: AccountId) -> Result<()> {
    let tx = app.db.begin_write().await?;
    entity::Entity::update_many()
        .col_expr(entity::Column::ReadAt, Expr::value(Some(tx.now())))
        .filter(entity::Column::AccountId.eq(account.get()))
        .filter(entity::Column::ReadAt.is_null())
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Where a subject is, and what it is called.
#[derive(Clone, Debug)]
struct Place {
    title: String,
    url: String,
}

#[derive(Default)]
struct Places {
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
    fn of(&self, subject: Subject) -> Option<Place> {
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

/// Finds the subjects through the gate, at most one statement a kind.
async fn places(app: &App, viewer: &Viewer, subjects: &[Subject]) -> Result<Places> {
    let db = app.db.read();
    let ids = |pick: fn(&Subject) -> Option<i64>| -> Vec<i64> { subjects.iter().filter_map(pick).collect() };
    let mut places = Places::default();
    let comments = ids(|subject| if let Subject::Comment(id) = subject { Some(*id) } else { None });
    if !comments.is_empty() {
        use discussion::entity::{Column, Entity};
        let found: Vec<(i64, i64)> = Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::CaseStudyId)
            .filter(Column::Id.is_in(comments))
            .into_tuple()
            .all(db)
            .await?;
        places.comments = found.into_iter().collect();
    }
    let studies = ids(|subject| if let Subject::CaseStudy(id) = subject { Some(*id) } else { None });
    let adoptions = ids(|subject| if let Subject::Adoption(id) = subject { Some(*id) } else { None });
    if !adoptions.is_empty() {
        use adoption::entity::adoption::{Column, Entity};
        let found: Vec<(i64, i64)> = Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::CaseStudyId)
            .filter(Column::Id.is_in(adoptions))
            .into_tuple()
            .all(db)
            .await?;
        places.adoptions = found.into_iter().collect();
    }
    let visits = ids(|subject| if let Subject::Visit(id) = subject { Some(*id) } else { None });
    if !visits.is_empty() {
        use visit::entity::visit::{Column, Entity};
        let rows = Entity::find().filter(Column::Id.is_in(visits)).all(db).await?;
        let seen = rows.into_iter().filter(|row| visit::store::sees_in_any_office(viewer, row));
        places.visits = seen.map(|row| (row.id, row.case_study_id)).collect();
    }
    let studies: Vec<CaseStudyId> = studies
        .into_iter()
        .chain(places.comments.values().copied())
        .chain(places.adoptions.values().copied())
        .chain(places.visits.values().copied())
        .map(CaseStudyId)
        .collect();
    for study in store::by_ids(db, viewer, &studies).await? {
        places.studies.insert(study.id, Place { url: card::url(study.id, &study.title), title: study.title });
    }
    let drafts = ids(|subject| if let Subject::Draft(id) = subject { Some(*id) } else { None });
    if !drafts.is_empty() {
        let rows = draft::Entity::find().filter(draft::Column::Id.is_in(drafts)).all(db).await?;
        for row in case_study::draft::seen_among(app, viewer, rows).await? {
            let title = Content::parse(&row.document).map(|content| content.title).unwrap_or_default();
            let title = if title.trim().is_empty() { "Tanpa judul".to_owned() } else { title };
            places.drafts.insert(row.id, Place { title, url: format!("/tulis/{}", row.key) });
        }
    }
    let products = ids(|subject| if let Subject::Product(id) = subject { Some(*id) } else { None });
    if !products.is_empty() {
        use product::entity::{Column, Entity};
        let rows = Entity::find().filter(Column::Id.is_in(products)).all(db).await?;
        // The office comes to the form, or to the page that says why its product was hidden; who left it comes nowhere. In
        // any of the person's offices, since a mail is read in none.
        let serves = |code: &str| viewer.terms_for(Act::WriteProduct, code).next().is_some();
        let own = rows.into_iter().filter(|row| serves(&row.kecamatan_code));
        let place = |row: product::entity::Model| {
            let form = format!("/produk/{}/ubah#kontak", row.id);
            let url = if row.hidden_at.is_some() { row.url() } else { form };
            (row.id, Place { title: row.name, url })
        };
        places.products = own.map(place).collect();
    }
    let offices = ids(|subject| if let Subject::Office(code) = subject { Some(*code) } else { None });
    if !offices.is_empty() {
        let catalogue = app.catalogue.get();
        // 320517 is Kec. Bayongbong, "32.05.17".
        let name = |code: i64| {
            catalogue.places.full_name(&format!("{:02}.{:02}.{:02}", code / 10_000, code / 100 % 100, code % 100))
        };
        places.offices = offices.into_iter().map(|code| (code, name(code))).collect();
    }
    let people = ids(|subject| if let Subject::Account(id) = subject { Some(*id) } else { None });
    if !people.is_empty() {
        let found: Vec<(i64, String)> = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .column(account::Column::Name)
            .filter(account::Column::Id.is_in(people))
            .into_tuple()
            .all(db)
            .await?;
        places.people = found.into_iter().collect();
        // Nobody is named to himself.
        if let Some(own) = viewer.account()
            && let Some(name) = places.people.get_mut(&own.get())
        {
            name.clear();
        }
    }
    let answers = ids(|subject| if let Subject::Answer(id) = subject { Some(*id) } else { None });
    if !answers.is_empty() {
        use question::entity::answer::{Column, Entity};
        let rows = Entity::find().filter(Column::Id.is_in(answers)).all(db).await?;
        places.answers = rows.into_iter().map(|row| (row.id, row.question_id)).collect();
    }
    let mut questions = ids(|subject| if let Subject::Question(id) = subject { Some(*id) } else { None });
    questions.extend(places.answers.values().copied());
    for row in question::store::by_ids(db, viewer, &questions).await? {
        places.questions.insert(row.id, Place { url: question::url(row.id, &row.title), title: row.title });
    }
    let lessons = ids(|subject| if let Subject::Lesson(id) = subject { Some(*id) } else { None });
    for row in lesson::store::by_ids(db, viewer, &lessons).await? {
        places.lessons.insert(row.id, Place { title: String::new(), url: lesson::url(&row.key) });
    }
    let handovers = ids(|subject| if let Subject::Handover(id) = subject { Some(*id) } else { None });
    if !handovers.is_empty() {
        use crate::handover::entity::{Column, Entity};
        let catalogue = app.catalogue.get();
        let rows = Entity::find().filter(Column::Id.is_in(handovers)).all(db).await?;
        let named = rows.into_iter().map(|row| (row.id, catalogue.places.full_name(&row.kecamatan_code)));
        places.handovers = named.collect();
    }
    let digests = ids(|subject| if let Subject::Digest(id) = subject { Some(*id) } else { None });
    if !digests.is_empty() {
        use digest::entity::digest::{Column, Entity};
        let catalogue = app.catalogue.get();
        let rows = Entity::find().filter(Column::Id.is_in(digests)).all(db).await?;
        let seen = rows.into_iter().filter(|row| {
            digest::State::parse(&row.state) == digest::State::Sent || viewer.may(Act::EditDigest, &row.scope_code)
        });
        let named = seen.map(|row| {
            (row.id, format!("{}, {}", digest::scope_name(&row, &catalogue), digest::period(&row, &app.clock)))
        });
        places.digests = named.collect();
    }
    let minggon = ids(|subject| if let Subject::Minggon(id) = subject { Some(*id) } else { None });
    if !minggon.is_empty() {
        use crate::meeting::minggon::entity::minggon::{Column, Entity};
        let rows = Entity::find().filter(Column::Id.is_in(minggon)).all(db).await?;
        // Without a region: the page shows each reader what is nearest.
        let place = |key: String, title: String| Place { title, url: format!("/minggon?bulan={key}") };
        let named = rows.into_iter().map(|row| (row.id, place(month_key(row.month), row.theme)));
        places.minggon = named.collect();
    }
    let topics = ids(|subject| if let Subject::Topic(id) = subject { Some(*id) } else { None });
    if !topics.is_empty() {
        let rows = search_topic::Entity::find().filter(search_topic::Column::Id.is_in(topics)).all(db).await?;
        places.topics = rows.into_iter().map(|row| (row.id, row.text)).collect();
    }
    Ok(places)
}
