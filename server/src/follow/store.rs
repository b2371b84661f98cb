//! Queries for what is followed.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::{Column, Entity, Model};
use super::{Button, MOST, Subject};
use crate::case_study;
use crate::catalogue::Catalogue;
use crate::collection;
use crate::error::{Error, Result};
use crate::ids::{AccountId, CaseStudyId, CollectionId, QuestionId};
use crate::question;
use crate::viewer::Viewer;

/// The button for this reader; none for who is no member. One statement for a member, none for a visitor.
pub async fn button(db: &impl ConnectionTrait, viewer: &Viewer, subject: &Subject) -> Result<Option<Button>> {
    let Some(account) = viewer.account().filter(|_| viewer.is_member()) else {
        return Ok(None);
    };
    let is_on = own(account, subject).one(db).await?.is_some();
    let (kind, name) = subject.to_row();
    Ok(Some(Button { kind, subject: name, noun: subject.noun(), is_on }))
}

/// The row by which a person follows something.
pub fn own(account: AccountId, subject: &Subject) -> sea_orm::Select<Entity> {
    let (kind, name) = subject.to_row();
    Entity::find()
        .filter(Column::AccountId.eq(account.get()))
        .filter(Column::Kind.eq(kind))
        .filter(Column::Subject.eq(name))
}

/// How much a person follows.
pub async fn count(db: &impl ConnectionTrait, account: AccountId) -> Result<u64> {
    Ok(Entity::find().filter(Column::AccountId.eq(account.get())).count(db).await?)
}

/// All that a person follows, the latest first.
pub async fn of_person(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Model>> {
    let rows = Entity::find().filter(Column::AccountId.eq(account.get())).order_by_desc(Column::Id).limit(MOST);
    Ok(rows.all(db).await?)
}

/// Who follows any of these, in the order of accounts: the rows after an account, at most so many.
pub async fn followers(
    db: &impl ConnectionTrait,
    subjects: &[Subject],
    after: i64,
    at_most: u64,
) -> Result<Vec<Model>> {
    // A condition without parts holds for everybody.
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let mut any = Condition::any();
    for (kind, name) in subjects.iter().map(Subject::to_row) {
        any = any.add(Condition::all().add(Column::Kind.eq(kind)).add(Column::Subject.eq(name)));
    }
    let rows = Entity::find()
        .filter(any)
        .filter(Column::AccountId.gt(after))
        .order_by_asc(Column::AccountId)
        .order_by_asc(Column::Id)
        .limit(at_most);
    Ok(rows.all(db).await?)
}

/// `NotFound` for what is not there and for what the viewer may not see.
pub async fn exists(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    subject: &Subject,
) -> Result<()> {
    let is_there = match subject {
        Subject::Study(id) => case_study::store::find(db, viewer, CaseStudyId(*id)).await.map(|_| true)?,
        Subject::Kecamatan(code) => catalogue.places.kecamatan(code).is_some(),
        Subject::Sector(slug) => catalogue.sector(slug).is_some(),
        Subject::Indicator(slug) => catalogue.indicator(slug).is_some(),
        Subject::Collection(id) => collection::store::find(db, CollectionId(*id)).await?.state == "tayang",
        // Who asked it, and who cares for the place, also see a question that no member sees: there is no news of it.
        Subject::Question(id) => question::store::is_open(&question::store::find(db, viewer, QuestionId(*id)).await?),
    };
    if is_there { Ok(()) } else { Err(Error::NotFound) }
}
