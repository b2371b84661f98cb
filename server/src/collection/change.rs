//! What every change of a collection does: asks the policy inside its transaction, remembers who did what, and says what
//! readers will see of it.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{collection, collection_curator, collection_item};
use super::{MAX_STUDIES, may_edit, store};
use crate::audit;
use crate::case_study::store::find as find_study;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, CaseStudyId, CollectionId};
use crate::job::{self, Job, News};
use crate::office;
use crate::policy::Acting;
use crate::viewer::Viewer;

/// A collection held for a change until the transaction ends.
pub struct Change {
    /// Who changes it, in which office.
    pub acting: Acting,
    /// The account.
    pub account: AccountId,
    /// The collection as it was found.
    pub row: collection::Model,
    /// Who else edits it.
    pub curators: Vec<collection_curator::Model>,
}

impl Change {
    /// Holds a collection for somebody who may edit it; for everybody else a draft is not there.
    pub async fn begin(tx: &WriteTransaction, viewer: &Viewer, id: CollectionId) -> Result<Self> {
        let acting = office::acting(tx, viewer).await?;
        let account = viewer.account().ok_or(Error::Forbidden)?;
        let row = collection::Entity::find_by_id(id.get()).lock_exclusive().one(&**tx).await?;
        let row = row.ok_or(Error::NotFound)?;
        let curators = store::curators(&**tx, row.id).await?;
        if may_edit(&row, &curators, &acting, account) {
            return Ok(Self { acting, account, row, curators });
        }
        Err(if row.state == "tayang" { Error::Forbidden } else { Error::NotFound })
    }

    /// An error for what was thrown away: it is restored first.
    pub fn alive(self) -> Result<Self> {
        if self.row.state == "dibuang" {
            return Err(Error::Conflict("Kumpulan ini sudah dibuang. Kembalikan dahulu, lalu ubah.".to_owned()));
        }
        Ok(self)
    }

    /// The number of the collection.
    pub fn id(&self) -> CollectionId {
        CollectionId(self.row.id)
    }

    /// Writes who did what to the collection, and to which study or person.
    pub async fn remember(&self, tx: &WriteTransaction, act: &str, what: &str) -> Result<()> {
        remember(tx, &self.acting, self.account, act, self.id(), what).await
    }

    /// The next version, by this person, now.
    pub async fn touch(&self, tx: &WriteTransaction) -> Result<()> {
        collection::Entity::update_many()
            .col_expr(collection::Column::Version, Expr::value(self.row.version + 1))
            .col_expr(collection::Column::UpdatedAt, Expr::value(tx.now()))
            .col_expr(collection::Column::UpdatedBy, Expr::value(self.account.get()))
            .filter(collection::Column::Id.eq(self.row.id))
            .exec(&**tx)
            .await?;
        Ok(())
    }

    /// What readers see of it: nothing as long as it is no more than a draft.
    pub fn effect(&self, is_shown_now: bool) -> Effect {
        if is_shown_now || self.row.state == "tayang" {
            Effect::Visible(vec![Subject::Collection(self.id())])
        } else {
            Effect::Private
        }
    }

    /// Adds a study that the person may see at the end, with the note it had here before. False when it is there already.
    pub async fn add(&self, tx: &WriteTransaction, viewer: &Viewer, study: CaseStudyId) -> Result<bool> {
        let problem = |sentence: &str| Error::Invalid(Problems::one("praktik", sentence));
        find_study(&**tx, viewer, study).await.map_err(|error| match error {
            Error::NotFound => problem("Praktik ini tidak ditemukan. Tempel alamat halamannya, atau tulis nomornya."),
            other => other,
        })?;
        let items = store::items(&**tx, self.row.id).await?;
        if items.iter().any(|item| item.case_study_id == study.get()) {
            return Ok(false);
        }
        if items.len() >= MAX_STUDIES {
            return Err(problem(&format!("Satu kumpulan memuat paling banyak {MAX_STUDIES} praktik.")));
        }
        let position = items.last().map_or(1, |item| item.position + 1);
        self.place(tx, study, position).await?;
        self.remember(tx, "add_to_collection", &study.to_string()).await?;
        if self.row.state == "tayang" {
            let news = News::Gathered { collection: self.id(), case_study: study };
            job::enqueue(tx, &Job::TellFollowers { news, after: 0 }).await?;
        }
        Ok(true)
    }

    async fn place(&self, tx: &WriteTransaction, study: CaseStudyId, position: i32) -> Result<()> {
        let known = find_item(tx, self.row.id, study).await?;
        if let Some(known) = known {
            collection_item::Entity::update_many()
                .col_expr(
                    collection_item::Column::RemovedAt,
                    Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None),
                )
                .col_expr(collection_item::Column::Position, Expr::value(position))
                .filter(collection_item::Column::Id.eq(known.id))
                .exec(&**tx)
                .await?;
            return Ok(());
        }
        let row = collection_item::ActiveModel {
            collection_id: Set(self.row.id),
            case_study_id: Set(study.get()),
            position: Set(position),
            note: Set(String::new()),
            added_by: Set(self.account.get()),
            added_at: Set(tx.now()),
            removed_at: Set(None),
            ..Default::default()
        };
        collection_item::Entity::insert(row).exec_without_returning(&**tx).await?;
        Ok(())
    }

    /// Brings a study back that was taken out, to the place where it was. False when it is there already.
    pub async fn bring_back(&self, tx: &WriteTransaction, study: CaseStudyId) -> Result<bool> {
        let known = find_item(tx, self.row.id, study).await?.ok_or(Error::NotFound)?;
        if known.removed_at.is_none() {
            return Ok(false);
        }
        let mut order: Vec<i64> =
            store::items(&**tx, self.row.id).await?.iter().map(|item| item.case_study_id).collect();
        if order.len() >= MAX_STUDIES {
            return Err(Error::Conflict(format!("Satu kumpulan memuat paling banyak {MAX_STUDIES} praktik.")));
        }
        let at = usize::try_from(known.position - 1).unwrap_or_default().min(order.len());
        self.place(tx, study, known.position).await?;
        order.insert(at, study.get());
        reorder(tx, self.row.id, &order).await?;
        self.remember(tx, "restore_to_collection", &study.to_string()).await?;
        Ok(true)
    }
}

async fn find_item(tx: &WriteTransaction, id: i64, study: CaseStudyId) -> Result<Option<collection_item::Model>> {
    let row = collection_item::Entity::find()
        .filter(collection_item::Column::CollectionId.eq(id))
        .filter(collection_item::Column::CaseStudyId.eq(study.get()))
        .order_by_asc(collection_item::Column::Id);
    Ok(row.one(&**tx).await?)
}

/// Numbers the studies of a collection in this order, from 1.
pub async fn reorder(tx: &WriteTransaction, id: i64, studies: &[i64]) -> Result<()> {
    for (position, study) in (1_i32..).zip(studies) {
        collection_item::Entity::update_many()
            .col_expr(collection_item::Column::Position, Expr::value(position))
            .filter(collection_item::Column::CollectionId.eq(id))
            .filter(collection_item::Column::CaseStudyId.eq(*study))
            .filter(collection_item::Column::Position.ne(position))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

/// Writes a row of the audit about a collection.
pub async fn remember(
    tx: &WriteTransaction,
    acting: &Acting,
    account: AccountId,
    act: &str,
    id: CollectionId,
    what: &str,
) -> Result<()> {
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act,
        subject_kind: "collection",
        subject_id: id.to_string(),
        reason: what,
    };
    audit::record(tx, entry).await
}
