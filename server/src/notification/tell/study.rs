//! Who is told about studies: published, commented, put forward, verified, erased from.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{COORDINATORS, Told, follow, mention, name, serving, write, writers_and_office};
use crate::case_study::entity::{case_study, case_study_partner, case_study_revision, draft, review};
use crate::catalogue::Catalogue;
use crate::curation::entity::feature;
use crate::db::WriteTransaction;
use crate::discussion;
use crate::erasure;
use crate::error::Result;
use crate::ids::{CaseStudyId, CommentId, FeatureId};
use crate::job::News;
use crate::kecamatan::kabupaten_kota_of;
use crate::notification::{Kind, Subject};
use crate::policy::Role;
use crate::question::entity::{answer, question};
use crate::verification;

/// A study names another office as one that wrote it too: asks those who lead that office.
pub async fn partner(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(asked) = case_study_partner::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&asked.kecamatan_code);
    let mut told = Told::default();
    let why =
        format!("Buka halamannya untuk menyetujui atau menolak. Bapak/Ibu menerima ini karena menjabat di {place}.");
    let leads = [Role::Camat, Role::PltCamat, Role::PlhCamat, Role::Sekcam];
    told.add(serving(tx, &asked.kecamatan_code, &leads).await?, &why);
    write(tx, Kind::Partnered, Subject::CaseStudy(asked.case_study_id), &format!("partnered:{}", asked.id), &told).await
}

/// A study appeared: tells its writers, its office, and for a new one the coordinators of the kabupaten/kota.
pub async fn published(tx: &WriteTransaction, catalogue: &Catalogue, id: CaseStudyId, number: i32) -> Result<()> {
    let Some(study) = case_study::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let revision = case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(study.id))
        .filter(case_study_revision::Column::Number.eq(number))
        .one(&**tx)
        .await?;
    let mut told = writers_and_office(tx, catalogue, &study).await?;
    if let (1, Some(kecamatan)) = (number, &study.kecamatan_code) {
        let region = kabupaten_kota_of(kecamatan);
        let reason =
            format!("Bapak/Ibu menerima ini karena membina kecamatan di {}.", catalogue.places.full_name(region));
        told.add(serving(tx, region, &COORDINATORS).await?, &reason);
    }
    // Where a coordinator had to approve, the camat does not know yet.
    let actor = match &revision {
        Some(revision) => reviewer(tx, study.id, revision.id).await?.or(revision.account_id),
        None => None,
    };
    told.without(actor);
    let kind = if number == 1 { Kind::Published } else { Kind::Republished };
    write(tx, kind, Subject::CaseStudy(study.id), &format!("published:{}:{number}", study.id), &told).await?;
    follow::begin(tx, News::Published { case_study: id, revision: number }).await
}

/// The coordinator whose approval made a revision appear.
pub(super) async fn reviewer(tx: &WriteTransaction, study: i64, revision: i64) -> Result<Option<i64>> {
    let draft = draft::Entity::find()
        .filter(draft::Column::PublishedCaseStudyId.eq(study))
        .filter(draft::Column::BaseRevisionId.eq(revision))
        .one(&**tx)
        .await?;
    let Some(draft) = draft else {
        return Ok(None);
    };
    let approved = review::Entity::find()
        .filter(review::Column::DraftId.eq(draft.id))
        .filter(review::Column::Answer.eq("approved"))
        .one(&**tx)
        .await?;
    Ok(approved.and_then(|review| review.answered_by))
}

/// Somebody commented: tells who spoke in the same exchange, and the study's writers and office.
pub async fn commented(tx: &WriteTransaction, catalogue: &Catalogue, id: CommentId) -> Result<()> {
    use discussion::entity::{Column, Entity};
    let Some(comment) = Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    if comment.deleted_at.is_some() || comment.hidden_at.is_some() {
        return Ok(());
    }
    let Some(study) = case_study::Entity::find_by_id(comment.case_study_id).one(&**tx).await? else {
        return Ok(());
    };
    let by = name(tx, comment.account_id).await?;
    // The same key for all three: who is told of the mention is not told of the comment too.
    mention::tell_of(tx, catalogue, &comment, &study).await?;
    let mut answered = Told::default();
    if let Some(parent) = comment.parent_id {
        let exchange = Entity::find()
            .filter(sea_orm::Condition::any().add(Column::Id.eq(parent)).add(Column::ParentId.eq(parent)))
            .filter(Column::DeletedAt.is_null())
            .order_by_asc(Column::Id)
            .all(&**tx)
            .await?;
        let (own, others): (Vec<_>, Vec<_>) = exchange.into_iter().partition(|row| row.id == parent);
        let reason = format!("{by} membalas. Bapak/Ibu menerima ini karena menulis komentar yang dibalas.");
        answered.add(own.into_iter().map(|row| row.account_id), &reason);
        let reason = format!("{by} membalas. Bapak/Ibu menerima ini karena ikut dalam percakapan ini.");
        answered.add(others.into_iter().map(|row| row.account_id), &reason);
    }
    answered.without(Some(comment.account_id));
    let mut told = Told::default();
    for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
        if !answered.people().iter().any(|(known, _)| *known == person) {
            told.add([person], &format!("{by} berkomentar. {reason}"));
        }
    }
    told.without(Some(comment.account_id));
    let (subject, key) = (Subject::Comment(comment.id), format!("commented:{}", comment.id));
    write(tx, Kind::Answered, subject, &key, &answered).await?;
    write(tx, Kind::Commented, subject, &key, &told).await
}

/// A study was put forward: tells its writers and its office.
pub async fn featured(tx: &WriteTransaction, catalogue: &Catalogue, id: FeatureId) -> Result<()> {
    let Some(row) = feature::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    if row.withdrawn_at.is_some() {
        return Ok(());
    }
    let Some(study) = case_study::Entity::find_by_id(row.case_study_id).one(&**tx).await? else {
        return Ok(());
    };
    let who = format!("{} {}", row.unit_name, catalogue.places.full_name(&row.scope_code));
    let mut told = Told::default();
    for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
        told.add([person], &format!("Dipilih {}: “{}” {reason}", who.trim(), row.reason));
    }
    told.without(Some(row.account_id));
    write(tx, Kind::Featured, Subject::CaseStudy(study.id), &format!("featured:{}", row.id), &told).await?;
    follow::begin(tx, News::Featured(id)).await
}

/// The figures of a study were verified: tells its writers and its office.
pub async fn verified(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let row = verification::entity::Entity::find_by_id(id).one(&**tx).await?;
    let Some(row) = row.filter(|row| row.withdrawn_at.is_none()) else {
        return Ok(());
    };
    let Some(study) = case_study::Entity::find_by_id(row.case_study_id).one(&**tx).await? else {
        return Ok(());
    };
    let mut told = Told::default();
    for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
        told.add([person], &format!("{}: “{}” {reason}", row.unit_name, row.note));
    }
    told.without(Some(row.account_id));
    write(tx, Kind::Verified, Subject::CaseStudy(study.id), &format!("verified:{id}"), &told).await?;
    follow::begin(tx, News::Verified(id)).await
}

/// Personal data was erased: tells the office of the study, or who asked and whose answers it stood in, so that nobody
/// writes it again.
pub async fn erased(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = erasure::entity::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let said = format!("{}: “{}”", row.unit_name, row.reason);
    let mut told = Told::default();
    let subject = match (row.case_study_id, row.question_id) {
        (Some(study), _) => {
            let Some(study) = case_study::Entity::find_by_id(study).one(&**tx).await? else {
                return Ok(());
            };
            for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
                told.add([person], &format!("{said} {reason}"));
            }
            Subject::CaseStudy(study.id)
        }
        (None, Some(asked)) => {
            let asker = question::Entity::find_by_id(asked).one(&**tx).await?.map(|row| row.account_id);
            told.add(asker, &format!("{said} Bapak/Ibu menerima ini karena bertanya."));
            let answers = answer::Entity::find()
                .filter(answer::Column::Id.is_in(erasure::erase::rows_of(&row, "answer")?))
                .order_by_asc(answer::Column::Id);
            let writers = answers.all(&**tx).await?.into_iter().map(|row| row.account_id);
            told.add(writers, &format!("{said} Bapak/Ibu menerima ini karena menulis jawabannya."));
            Subject::Question(asked)
        }
        (None, None) => return Ok(()),
    };
    told.without(row.account_id);
    write(tx, Kind::Erased, subject, &format!("erased:{id}"), &told).await
}
