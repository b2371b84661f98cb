//! Erases again what a restored backup brought back: its entries name the places, and the words are read there.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity;
use super::erase::{self, Order, Words};
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::job::{self, Job};
use crate::report::About;

/// What came of erasing again.
#[derive(Default)]
pub struct Again {
    /// How many erasures were done.
    pub done: usize,
    /// Paths of studies and questions in which a passage was not found where it once stood: somebody looks at them.
    pub unsure: Vec<String>,
}

/// Does every erasure that this database does not know, the oldest first, and queues what is left to do.
pub async fn again(tx: &WriteTransaction, entries: &[entity::Model]) -> Result<Again> {
    let mut again = Again::default();
    for entry in entries {
        let known = entity::Entity::find().filter(entity::Column::Key.eq(&entry.key)).one(&**tx).await?;
        let root = match About::from_columns(entry.case_study_id, entry.question_id) {
            Some(about) => erase::stored(&**tx, about).await?,
            None => None,
        };
        // What is younger than the backup has nothing that came back, and its number may be another's by now.
        let (None, Some(root)) = (known, root) else { continue };
        if erase::began(&root) != entry.study_published_at {
            continue;
        }
        let order = Order {
            key: entry.key.clone(),
            mark: entry.mark.clone(),
            reason: entry.reason.clone(),
            photos: serde_json::from_str(&entry.photos)?,
            files: serde_json::from_str(&entry.files)?,
            account: entry.account_id,
            term: entry.term_id,
            unit: entry.unit_name.clone(),
            at: entry.erased_at,
        };
        let words = Words::At(serde_json::from_str(&entry.spots)?);
        let done = erase::run(tx, &root, &words, order).await?;
        job::enqueue(tx, &Job::Purge { erasure: done.row.id, hashes: done.hashes }).await?;
        again.done += 1;
        if done.missed > 0 {
            again.unsure.push(root.about().path());
        }
    }
    Ok(again)
}
