//! The log of content: what changed for readers, in commit order. Each node's search index follows it by `seq`.

pub mod entity;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QueryOrder, QuerySelect};

use crate::ids::{CaseStudyId, CollectionId, IndicatorId, QuestionId, SectorId};
use entity::{content_change, site_state};

/// What a change is about. The indexer expands it to documents and skips what does not concern it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// One case study: its text, its standing, its comments, its place on the front page.
    CaseStudy(CaseStudyId),
    /// A collection of studies: its words, its order, whether it is shown. No search document speaks of it.
    Collection(CollectionId),
    /// A question: its words, its answers, whether it is shown. It has an index of its own.
    Question(QuestionId),
    /// A sector was renamed or moved.
    Sector(SectorId),
    /// An indicator was renamed.
    Indicator(IndicatorId),
    /// A region by its code: its officials or its name.
    Region(String),
    /// The table of synonyms, which is applied to queries and is in no document.
    Synonyms,
    /// What administrators say for the whole site, or the order of what we classify by. It is in no document.
    Settings,
    /// A weekly digest appeared. It is in no document.
    Digest(i64),
    /// The bahan minggon of a month was set. It is in no document.
    Minggon(i64),
    /// Everything: after a restore or a change of analysis.
    All,
}

impl Subject {
    /// Kind and id as the log holds them.
    pub fn to_row(&self) -> (&'static str, String) {
        match self {
            Self::CaseStudy(id) => ("case_study", id.to_string()),
            Self::Collection(id) => ("collection", id.to_string()),
            Self::Question(id) => ("question", id.to_string()),
            Self::Sector(id) => ("sector", id.to_string()),
            Self::Indicator(id) => ("indicator", id.to_string()),
            Self::Region(code) => ("region", code.clone()),
            Self::Synonyms => ("synonyms", String::new()),
            Self::Settings => ("settings", String::new()),
            Self::Digest(id) => ("digest", id.to_string()),
            Self::Minggon(id) => ("minggon", id.to_string()),
            Self::All => ("all", String::new()),
        }
    }

    /// Reads a row of the log; a kind that an older or newer version wrote means everything.
    pub fn from_row(kind: &str, id: &str) -> Self {
        let number = id.parse::<i64>();
        match (kind, number) {
            ("case_study", Ok(id)) => Self::CaseStudy(CaseStudyId(id)),
            ("collection", Ok(id)) => Self::Collection(CollectionId(id)),
            ("question", Ok(id)) => Self::Question(QuestionId(id)),
            ("sector", Ok(id)) => Self::Sector(SectorId(id)),
            ("indicator", Ok(id)) => Self::Indicator(IndicatorId(id)),
            ("region", _) => Self::Region(id.to_owned()),
            ("synonyms", _) => Self::Synonyms,
            ("settings", _) => Self::Settings,
            ("digest", Ok(id)) => Self::Digest(id),
            ("minggon", Ok(id)) => Self::Minggon(id),
            _ => Self::All,
        }
    }
}

/// Appends to the log; only the commit of a write transaction calls it.
pub(crate) async fn append(tx: &impl ConnectionTrait, subjects: &[Subject], at: DateTime<Utc>) -> Result<(), DbErr> {
    let rows = subjects.iter().map(|subject| {
        let (kind, id) = subject.to_row();
        content_change::ActiveModel {
            subject_kind: Set(kind.to_owned()),
            subject_id: Set(id),
            at: Set(at),
            ..Default::default()
        }
    });
    // SQLite binds at most 32,766 values; an import commits up to 500 rows, so one statement holds them.
    if !subjects.is_empty() {
        content_change::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The changes after `seq`, oldest first, at most `limit`.
pub async fn after(db: &impl ConnectionTrait, seq: i64, limit: u64) -> Result<Vec<(i64, Subject)>, DbErr> {
    use sea_orm::{ColumnTrait, QueryFilter};
    let rows = content_change::Entity::find()
        .filter(content_change::Column::Seq.gt(seq))
        .order_by_asc(content_change::Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.seq, Subject::from_row(&row.subject_kind, &row.subject_id))).collect())
}

/// The newest `seq`, 0 for an empty log.
pub async fn newest(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let row = content_change::Entity::find().order_by_desc(content_change::Column::Seq).one(db).await?;
    Ok(row.map_or(0, |row| row.seq))
}

/// The newest `seq` up to this one that is about a question, 0 without.
pub async fn newest_question(db: &impl ConnectionTrait, up_to: i64) -> Result<i64, DbErr> {
    use sea_orm::{ColumnTrait, QueryFilter};
    let row = content_change::Entity::find()
        .filter(content_change::Column::SubjectKind.eq("question"))
        .filter(content_change::Column::Seq.lte(up_to))
        .order_by_desc(content_change::Column::Seq)
        .one(db)
        .await?;
    Ok(row.map_or(0, |row| row.seq))
}

/// The random value that says which history this database has; `restore` renews it, so that an index of another
/// history is never believed.
pub async fn history_id(db: &impl ConnectionTrait) -> Result<String, DbErr> {
    let row = site_state::Entity::find_by_id("history_id".to_owned()).one(db).await?;
    Ok(row.map_or_else(String::new, |row| row.value))
}
