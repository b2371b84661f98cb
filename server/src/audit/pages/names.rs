//! The names behind the numbers of entries: one statement for each table, however many entries there are.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::account::entity::account;
use crate::adoption::entity::adoption;
use crate::audit::entity::Model;
use crate::audit::words::{self, Holds};
use crate::case_study::entity::{case_study, draft};
use crate::case_study::store;
use crate::collection::entity::collection;
use crate::discussion::entity as comment;
use crate::error::Result;
use crate::handover::entity as handover;
use crate::ids::CaseStudyId;
use crate::office::entity::office_term;
use crate::topic::entity::search_topic;
use crate::viewer::Viewer;

/// What entries point to, by number.
#[derive(Default)]
pub(super) struct Names {
    pub people: HashMap<i64, account::Model>,
    pub terms: HashMap<i64, office_term::Model>,
    /// Those that the reader may see.
    pub studies: HashMap<i64, case_study::Model>,
    pub comments: HashMap<i64, comment::Model>,
    pub drafts: HashMap<i64, draft::Model>,
    /// Those that are still there.
    pub adoptions: HashMap<i64, adoption::Model>,
    pub collections: HashMap<i64, collection::Model>,
    pub handovers: HashMap<i64, handover::Model>,
    pub topics: HashMap<i64, search_topic::Model>,
}

impl Names {
    /// Reads what these entries point to.
    pub async fn read(db: &impl ConnectionTrait, viewer: &Viewer, entries: &[Model]) -> Result<Self> {
        let subjects = |kind: &str| -> Vec<i64> {
            let of_kind = entries.iter().filter(|entry| entry.subject_kind == kind);
            of_kind.filter_map(|entry| entry.subject_id.parse().ok()).collect()
        };
        let told = |holds: Holds| -> Vec<i64> {
            let telling =
                entries.iter().filter(|entry| words::of(&entry.act).is_some_and(|words| words.holds == holds));
            telling.filter_map(|entry| entry.reason.parse().ok()).collect()
        };
        let terms = subjects("office_term").into_iter().chain(entries.iter().filter_map(|entry| entry.term_id));
        let terms = by_id::<office_term::Entity>(db, office_term::Column::Id, terms, |term| term.id).await?;
        let people = subjects("account")
            .into_iter()
            .chain(told(Holds::Person))
            .chain(entries.iter().filter_map(|entry| entry.account_id))
            .chain(terms.values().map(|term| term.account_id));
        let people = by_id::<account::Entity>(db, account::Column::Id, people, |person| person.id).await?;
        let comments =
            by_id::<comment::Entity>(db, comment::Column::Id, subjects("comment"), |comment| comment.id).await?;
        let studies: Vec<CaseStudyId> = subjects("case_study")
            .into_iter()
            .chain(told(Holds::Study))
            .chain(comments.values().map(|comment| comment.case_study_id))
            .map(CaseStudyId)
            .collect();
        let studies = store::cared_for_among(db, viewer, &studies).await?;
        Ok(Self {
            people,
            terms,
            studies: studies.into_iter().map(|study| (study.id, study)).collect(),
            comments,
            drafts: by_id::<draft::Entity>(db, draft::Column::Id, subjects("draft"), |draft| draft.id).await?,
            adoptions: by_id::<adoption::Entity>(db, adoption::Column::Id, subjects("adoption"), |row| row.id).await?,
            collections: by_id::<collection::Entity>(db, collection::Column::Id, subjects("collection"), |row| row.id)
                .await?,
            handovers: by_id::<handover::Entity>(db, handover::Column::Id, subjects("handover"), |row| row.id).await?,
            topics: by_id::<search_topic::Entity>(db, search_topic::Column::Id, subjects("search_topic"), |row| row.id)
                .await?,
        })
    }

    /// The person's name.
    pub fn person(&self, account: i64) -> String {
        self.people.get(&account).map_or_else(|| format!("orang nomor {account}"), |person| person.name.clone())
    }
}

/// Rows by their numbers; one statement, also where nothing is asked, so that every page sends as many.
async fn by_id<E: EntityTrait>(
    db: &impl ConnectionTrait,
    column: E::Column,
    ids: impl IntoIterator<Item = i64>,
    id: impl Fn(&E::Model) -> i64,
) -> Result<HashMap<i64, E::Model>> {
    let mut wanted: Vec<i64> = ids.into_iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let rows = E::find().filter(column.is_in(wanted)).all(db).await?;
    Ok(rows.into_iter().map(|row| (id(&row), row)).collect())
}
