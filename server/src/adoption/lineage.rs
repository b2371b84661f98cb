//! From a practice that was taken up to a study of one's own: the entry of the ledger names it, and families grow from there.
//! A study grows from one entry at most, and never from what grew out of itself.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::change::{Step, Writer, add_step_by, remember};
use super::entity::adoption::{Column, Entity, Model};
use super::entity::adoption_step;
use super::stage_of;
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::case_study::store as studies;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, AdoptionId, CaseStudyId, TermId};
use crate::viewer::Viewer;

/// One change of families at a time: two offices that name each other's study at once would close a loop unseen.
const LINEAGE: &str = "lineage";

const OF_ITSELF: &str = "Praktik ini tidak bisa menjadi adaptasi dari dirinya sendiri.";
const HAS_ONE: &str = "Praktik ini sudah tercatat sebagai adaptasi dari praktik lain. Pilih praktik yang lain.";
const LOOP: &str =
    "Praktik yang ditiru justru diadaptasi dari praktik Bapak/Ibu ini. Silsilahnya tidak boleh berputar.";

/// What the ledger says of a link and of one that was taken back. Without the title: the study may be for members only, and
/// the ledger is public.
const NOTES: [&str; 2] = ["Ditulis sebagai praktik sendiri.", "Tautan ke praktik sendiri dilepas."];

/// True for a step that the site itself wrote of a link. It says nothing of the practice: its day bounds no step of the
/// office, and it is not the office's to mend or to take back.
pub(super) fn is_note(step: &adoption_step::Model) -> bool {
    NOTES.contains(&step.note.as_str())
}

/// The last step that the office told itself.
pub(super) fn last_told(steps: &[adoption_step::Model]) -> Option<&adoption_step::Model> {
    steps.iter().rev().find(|step| !is_note(step))
}

/// The entry that a study grew from.
pub async fn entry_of(db: &impl ConnectionTrait, study: i64) -> Result<Option<Model>> {
    Ok(Entity::find().filter(Column::OwnStudyId.eq(study)).one(db).await?)
}

/// Ties a study that is about to appear to the entry of its draft. An entry that has its study already, or that belongs to
/// another office, stays as it is: the study appears all the same.
pub async fn tie(
    tx: &WriteTransaction,
    entry: i64,
    study: &case_study::Model,
    account: AccountId,
    term: TermId,
) -> Result<()> {
    tx.serialize_on(LINEAGE).await?;
    let Some(row) = Entity::find_by_id(entry).lock_exclusive().one(&**tx).await? else {
        return Ok(());
    };
    if row.own_study_id.is_some() || study.kecamatan_code.as_ref() != Some(&row.kecamatan_code) {
        return Ok(());
    }
    if let Ok(root) = root_above(tx, &row, study.id).await? {
        write(tx, &row, study.id, root, (account, term, &study.byline)).await?;
    }
    Ok(())
}

/// Names a study that the office wrote already as its own adaptation. Problems stand at `study`; `Conflict` when the entry
/// names another one.
pub async fn link(app: &App, viewer: &Viewer, id: AdoptionId, study: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    tx.serialize_on(LINEAGE).await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
    let Ok(study) = study.trim().parse::<i64>() else {
        return Err(Error::Invalid(Problems::one("study", "Pilih praktiknya.")));
    };
    let study = studies::find(&*tx, viewer, CaseStudyId(study)).await?;
    if study.kecamatan_code.as_ref() != Some(&row.kecamatan_code) {
        return Err(Error::Forbidden);
    }
    if row.own_study_id == Some(study.id) {
        return Ok(());
    }
    if row.own_study_id.is_some() {
        return Err(Error::Conflict("Replikasi ini sudah mempunyai praktik sendiri.".to_owned()));
    }
    let root = match root_above(&tx, &row, study.id).await? {
        Ok(root) => root,
        Err(sentence) => return Err(Error::Invalid(Problems::one("study", sentence))),
    };
    write(&tx, &row, study.id, root, (writer.account, writer.acting.term, &writer.byline)).await?;
    remember(&tx, &writer, "tie_own_study", row.id, &study.title).await?;
    let subjects = [row.case_study_id, study.id].map(|id| Subject::CaseStudy(CaseStudyId(id)));
    tx.commit(Effect::Visible(subjects.to_vec())).await?;
    Ok(())
}

/// Takes a link back: both studies stay, and what grew from the own one becomes a family of its own.
pub async fn unlink(app: &App, viewer: &Viewer, id: AdoptionId) -> Result<()> {
    let tx = app.db.begin_write().await?;
    tx.serialize_on(LINEAGE).await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
    let Some(own) = row.own_study_id else { return Ok(()) };
    let grown = below(&tx, &row, own).await?;
    Entity::update_many()
        .col_expr(Column::FamilyRootId, Expr::value(own))
        .filter(Column::Id.is_in(grown))
        .exec(&*tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::OwnStudyId, Expr::value(Option::<i64>::None))
        .col_expr(Column::FamilyRootId, Expr::value(Option::<i64>::None))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    let step = Step { stage: stage_of(&row), on: tx.today(), note: NOTES[1], figures: &[] };
    add_step_by(&tx, (writer.account, writer.acting.term, &writer.byline), row.id, &step).await?;
    remember(&tx, &writer, "untie_own_study", row.id, "").await?;
    let subjects = [row.case_study_id, own].map(|id| Subject::CaseStudy(CaseStudyId(id)));
    tx.commit(Effect::Visible(subjects.to_vec())).await?;
    Ok(())
}

/// Entries of the family that grew out of a study, generation by generation.
async fn below(tx: &WriteTransaction, row: &Model, study: i64) -> Result<Vec<i64>> {
    let Some(root) = row.family_root_id else { return Ok(Vec::new()) };
    let family = Entity::find().filter(Column::FamilyRootId.eq(root)).all(&**tx).await?;
    let (mut found, mut open) = (Vec::new(), vec![study]);
    while let Some(study) = open.pop() {
        for entry in family.iter().filter(|entry| entry.case_study_id == study) {
            found.push(entry.id);
            open.extend(entry.own_study_id);
        }
    }
    Ok(found)
}

/// The study that the family of an entry began with, found by walking up; or why this study can't join it.
async fn root_above(tx: &WriteTransaction, row: &Model, study: i64) -> Result<Result<i64, &'static str>> {
    if row.case_study_id == study {
        return Ok(Err(OF_ITSELF));
    }
    if entry_of(&**tx, study).await?.is_some() {
        return Ok(Err(HAS_ONE));
    }
    let mut above = row.case_study_id;
    while let Some(entry) = entry_of(&**tx, above).await? {
        above = entry.case_study_id;
        if above == study {
            return Ok(Err(LOOP));
        }
    }
    Ok(Ok(above))
}

async fn write(
    tx: &WriteTransaction,
    row: &Model,
    study: i64,
    root: i64,
    (account, term, byline): (AccountId, TermId, &str),
) -> Result<()> {
    // What grew from the study before moves to the larger family.
    Entity::update_many()
        .col_expr(Column::FamilyRootId, Expr::value(root))
        .filter(Column::FamilyRootId.eq(study))
        .exec(&**tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::OwnStudyId, Expr::value(study))
        .col_expr(Column::FamilyRootId, Expr::value(root))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    let step = Step { stage: stage_of(row), on: tx.today(), note: NOTES[0], figures: &[] };
    add_step_by(tx, (account, term, byline), row.id, &step).await?;
    Ok(())
}
