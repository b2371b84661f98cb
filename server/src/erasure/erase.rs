//! *Penghapusan data pribadi* (UU 27/2022): a passage, a photo or a file goes from every revision, draft, comment,
//! file, reason and notice that hangs on a study, or from every answer, summary, reason and notice that hangs on a
//! question, and leaves its mark. There is no way back.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::look::{Typed, checked, with_text_of};
use super::passage::Passage;
use super::scope::{Scope, drafts_of};
use super::walk::{Finder, Spot};
use super::{entity, media, places, renew};
use crate::app::App;
use crate::audit;
use crate::case_study::content::Content;
use crate::case_study::entity::{case_study, draft};
use crate::case_study::{evidence, store};
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::format;
use crate::ids::CaseStudyId;
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act};
use crate::question::entity::question;
use crate::report::{About, Root};
use crate::viewer::Viewer;
use crate::web::forms;

/// What came of an erasure.
pub struct Erased {
    /// The study or question, under its new title if that held a passage.
    pub root: Root,
    /// In how many texts something went.
    pub places: usize,
    /// How many photos and files went.
    pub media: usize,
}

/// Erases, once the policy allows it; what was found is gone when this returns, and its bytes soon after.
pub async fn erase(app: &App, viewer: &Viewer, about: About, typed: &Typed) -> Result<Erased> {
    let passages = checked(typed)?;
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let root = held(&tx, about).await?;
    let catalogue = app.catalogue.get();
    policy::require(Act::ErasePersonalData, &acting, root.place(&catalogue))?;
    let order = Order {
        key: uuid::Uuid::now_v7().to_string(),
        mark: format!("[dihapus: data pribadi, {}]", format::date(tx.today())),
        reason: forms::text(&typed.reason),
        photos: typed.photos.clone(),
        files: typed.files.clone(),
        account: Some(account.get()),
        term: Some(acting.term.get()),
        unit: office::unit_and_place(&tx, &catalogue, &acting).await?,
        at: tx.now(),
    };
    let done = run(&tx, &root, &Words::Given(passages), order).await?;
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: Act::ErasePersonalData.as_str(),
        subject_kind: about.kind(),
        subject_id: about.id().to_string(),
        reason: &done.row.reason,
    };
    audit::record(&tx, entry).await?;
    job::enqueue(&tx, &Job::Purge { erasure: done.row.id, hashes: done.hashes }).await?;
    job::enqueue(&tx, &Job::TellErased { erasure: done.row.id }).await?;
    let root = stored(&*tx, about).await?.ok_or(Error::NotFound)?;
    // The words are out of the index at once; that they are in none of its files either needs a new one.
    tx.commit(Effect::Visible(vec![about.subject(), Subject::All])).await?;
    Ok(Erased { root, places: done.places, media: done.media })
}

/// The study or question, held until the transaction ends.
async fn held(tx: &WriteTransaction, about: About) -> Result<Root> {
    match about {
        About::Study(id) => {
            hold_drafts(tx, id).await?;
            let row = case_study::Entity::find_by_id(id.get()).lock_exclusive().one(&**tx).await?;
            Ok(Root::Study(row.ok_or(Error::NotFound)?))
        }
        About::Question(id) => {
            let row = question::Entity::find_by_id(id.get()).lock_exclusive().one(&**tx).await?;
            Ok(Root::Question(row.ok_or(Error::NotFound)?))
        }
    }
}

/// The study or question as it stands now, whatever its state.
pub(super) async fn stored(db: &impl ConnectionTrait, about: About) -> Result<Option<Root>> {
    Ok(match about {
        About::Study(id) => case_study::Entity::find_by_id(id.get()).one(db).await?.map(Root::Study),
        About::Question(id) => question::Entity::find_by_id(id.get()).one(db).await?.map(Root::Question),
    })
}

/// When it first appeared: what tells it from another that has its number after a restore.
pub(super) fn began(root: &Root) -> DateTime<Utc> {
    match root {
        Root::Study(study) => study.published_at,
        Root::Question(question) => question.created_at,
    }
}

/// Holds the drafts of a study before the study itself, in the order in which publishing does: a save that is under way
/// ends first, and its text is gone through too.
async fn hold_drafts(tx: &WriteTransaction, study: CaseStudyId) -> Result<()> {
    use sea_orm::QueryOrder;
    let own = draft::Entity::find().filter(drafts_of(study.get())).order_by_asc(draft::Column::Id);
    own.lock_exclusive().all(&**tx).await?;
    Ok(())
}

/// What is written down of an erasure, also when it is done again.
pub(super) struct Order {
    pub key: String,
    pub mark: String,
    pub reason: String,
    pub photos: Vec<i64>,
    pub files: Vec<i64>,
    pub account: Option<i64>,
    pub term: Option<i64>,
    pub unit: String,
    pub at: DateTime<Utc>,
}

/// The words that go.
pub(super) enum Words {
    /// As somebody typed them.
    Given(Vec<Passage>),
    /// Those that a restore brought back, by the places where each stood.
    At(Vec<Vec<Spot>>),
}

impl Words {
    fn len(&self) -> usize {
        match self {
            Self::Given(passages) => passages.len(),
            Self::At(spots) => spots.len(),
        }
    }

    /// The passages at an index: each writing of one that a restored text holds; none when it holds none.
    async fn passages(&self, db: &impl ConnectionTrait, index: usize) -> Result<Vec<Passage>> {
        match self {
            Self::Given(passages) => Ok(passages.get(index).cloned().into_iter().collect()),
            Self::At(spots) => {
                let mut known: Vec<String> = Vec::new();
                for spot in spots.get(index).into_iter().flatten() {
                    if let Some(words) = places::words_at(db, spot).await?
                        && !known.contains(&words)
                    {
                        known.push(words);
                    }
                }
                known.iter().map(|words| Passage::of(words)).collect()
            }
        }
    }
}

/// What an erasure did.
pub(super) struct Done {
    pub row: entity::Model,
    pub hashes: Vec<String>,
    pub places: usize,
    pub media: usize,
    /// Passages of which a restored text holds nothing.
    pub missed: usize,
}

/// Erases in an open transaction, one passage after the other, so that it can be done again in the same way.
pub(super) async fn run(tx: &WriteTransaction, root: &Root, words: &Words, order: Order) -> Result<Done> {
    let db = &**tx;
    let scope = Scope::of(db, root).await?;
    let mut spots: Vec<Vec<Spot>> = Vec::new();
    let mut places: BTreeSet<(String, i64)> = BTreeSet::new();
    let mut files = order.files.clone();
    let mut reason = order.reason;
    let (mut missed, mut found) = (0, 0);
    for index in 0..words.len() {
        let passages = words.passages(db, index).await?;
        missed += usize::from(passages.is_empty());
        let mut own = Vec::new();
        for passage in passages {
            let mut finder = Finder::erasing(&passage, &order.mark);
            places::walk(db, &scope, &mut finder).await?;
            reason = passage.replaced(&reason, &order.mark);
            places.extend(finder.rows().into_iter().map(|(table, id)| (table.to_owned(), id)));
            files = with_text_of(&finder.hits, &files);
            found += finder.hits.len();
            own.extend(finder.hits.into_iter().map(|hit| hit.spot));
        }
        spots.push(own);
    }
    // Where something stood in the whole history is known from the first time; an older backup knows less.
    if let Words::At(known) = words {
        spots.clone_from(known);
    }
    let (photos, files) = media::own(db, &scope, &order.photos, &files).await?;
    let hashes = media::erase(db, &scope, &photos, &files, &order.mark).await?;
    let drafts: Vec<i64> = if photos.is_empty() && files.is_empty() {
        places.iter().filter(|(table, _)| table == "draft").map(|(_, id)| *id).collect()
    } else {
        scope.drafts.clone()
    };
    renew::drafts(tx, &drafts).await?;
    match root {
        // A verification rests on the figures letter by letter, also on what is said of their source.
        Root::Study(study) => {
            let now = case_study::Entity::find_by_id(study.id).one(db).await?.ok_or(Error::NotFound)?;
            evidence::keep(db, study.id, &Content::parse(&store::revision(db, &now).await?.document)?).await?;
        }
        Root::Question(asked) => renew::summary(tx, asked.id).await?,
    }
    let (case_study_id, question_id) = root.about().columns();
    let media = photos.len() + files.len();
    let row = entity::ActiveModel {
        key: Set(order.key),
        case_study_id: Set(case_study_id),
        question_id: Set(question_id),
        study_published_at: Set(began(root)),
        mark: Set(order.mark),
        reason: Set(reason),
        spots: Set(serde_json::to_string(&spots)?),
        photos: Set(serde_json::to_string(&photos)?),
        files: Set(serde_json::to_string(&files)?),
        places: Set(i32::try_from(found + media).unwrap_or(i32::MAX)),
        account_id: Set(order.account),
        term_id: Set(order.term),
        unit_name: Set(order.unit),
        erased_at: Set(order.at),
        ..Default::default()
    };
    let id = entity::Entity::insert(row).exec(db).await?.last_insert_id;
    let row = entity::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)?;
    Ok(Done { row, hashes, places: found, media, missed })
}

/// The erasures of a study or a question, the newest first.
pub async fn of(db: &impl ConnectionTrait, about: About) -> Result<Vec<entity::Model>> {
    use sea_orm::QueryOrder;
    let (study, question) = about.columns();
    let own =
        Condition::any().add(entity::Column::CaseStudyId.is_in(study)).add(entity::Column::QuestionId.is_in(question));
    Ok(entity::Entity::find().filter(own).order_by_desc(entity::Column::Id).all(db).await?)
}

/// Ids of the rows of a table in which an erasure found something.
pub fn rows_of(row: &entity::Model, table: &str) -> Result<Vec<i64>> {
    let spots: Vec<Vec<Spot>> = serde_json::from_str(&row.spots)?;
    Ok(spots.into_iter().flatten().filter(|spot| spot.table == table).map(|spot| spot.id).collect())
}
