//! What followers of a study hear of its use: who replicates it and how far that got, and what guests saw of it. The words
//! of the offices stand on the page of the study, where they can be hidden.

use sea_orm::EntityTrait;

use super::follow::{Event, shown};
use crate::adoption::Stage;
use crate::adoption::entity::{adoption, adoption_step};
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::follow::Subject as Followed;
use crate::ids::CaseStudyId;
use crate::notification::{Kind, Subject};
use crate::visit::entity::{visit, visit_word};
use crate::visit::{State, state_of};

/// A kecamatan tries the study, runs it, or stopped. The office and the coordinators were told under the same key.
pub(super) async fn adopted(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<Option<Event>> {
    let Some(step) = adoption_step::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(None);
    };
    let Some(row) = adoption::Entity::find_by_id(step.adoption_id).one(&**tx).await? else {
        return Ok(None);
    };
    let did = match Stage::parse(&step.stage) {
        Some(Stage::Trial) => "mulai mencobanya",
        Some(Stage::Running) => "sudah menjalankannya",
        Some(Stage::Stopped) => "menghentikannya; alasannya ada di halaman praktik",
        _ => return Ok(None),
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let study = shown(tx, CaseStudyId(row.case_study_id)).await?;
    Ok(study.map(|study| Event {
        kind: Kind::FollowedAdopted,
        about: Subject::CaseStudy(study.id),
        said: format!("{place}, {did}. "),
        key: format!("adoption_step:{id}"),
        followed: vec![Followed::Study(study.id)],
        actors: vec![step.account_id],
    }))
}

/// A guest told what it saw; none while a coordinator hides it. The host was told under the same key.
pub(super) async fn visited(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<Option<Event>> {
    let Some(word) = visit_word::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(None);
    };
    let row = visit::Entity::find_by_id(word.visit_id).one(&**tx).await?;
    let Some(row) = row.filter(|row| state_of(row) == State::Done && row.report_hidden_at.is_none()) else {
        return Ok(None);
    };
    let place = catalogue.places.full_name(&row.asking_code);
    let study = shown(tx, CaseStudyId(row.case_study_id)).await?;
    Ok(study.map(|study| Event {
        kind: Kind::FollowedVisited,
        about: Subject::CaseStudy(study.id),
        said: format!("{place}, menulis apa yang dilihatnya. "),
        key: format!("visit_word:{id}"),
        followed: vec![Followed::Study(study.id)],
        actors: vec![word.account_id],
    }))
}
