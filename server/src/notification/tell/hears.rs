//! Who hears of a step in the ledger, for the sentence after it: those whom [`super::adoption_step`] tells, as far as they
//! are here.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::app::App;
use crate::case_study::entity::{case_study, case_study_author};
use crate::error::Result;
use crate::ids::{AccountId, CaseStudyId};
use crate::kecamatan::kabupaten_kota_of;
use crate::office::reach::{in_use, is_here};

/// "Yang diberi tahu: Kec. Cikajang, Kab. Garut dan pembina kecamatan Kab. Garut.", and that nobody of the study's office is
/// here, where that is so.
pub async fn step_told(app: &App, study: CaseStudyId, adopter: &str, actor: Option<AccountId>) -> Result<String> {
    let (db, catalogue, today) = (app.db.read(), app.catalogue.get(), app.clock.today());
    let row = case_study::Entity::find_by_id(study.get()).one(db).await?;
    let office = row.and_then(|study| study.kecamatan_code);
    let (mut said, mut heard) = (String::new(), Vec::new());
    match office.map(|code| (catalogue.places.full_name(&code), code)) {
        Some((name, code)) if is_here(db, &code, today).await? => heard.push(name),
        Some((name, _)) => said = format!("Belum ada pejabat {name} di Forum Camat. "),
        None => {}
    }
    if heard.is_empty() && writer_is_here(db, study, actor).await? {
        heard.push("penulisnya".to_owned());
    }
    let region = kabupaten_kota_of(adopter);
    if is_here(db, region, today).await? {
        heard.push(format!("pembina kecamatan {}", catalogue.places.full_name(region)));
    }
    if heard.is_empty() {
        return Ok(format!("{said}Belum ada yang dapat diberi tahu."));
    }
    Ok(format!("{said}Yang diberi tahu: {}.", heard.join(" dan ")))
}

async fn writer_is_here(db: &impl ConnectionTrait, study: CaseStudyId, actor: Option<AccountId>) -> Result<bool> {
    use case_study_author::Column;
    let writers = case_study_author::Entity::find()
        .filter(Column::CaseStudyId.eq(study.get()))
        .filter(Column::AccountId.ne(actor.map_or(0, AccountId::get)))
        .filter(in_use(Column::AccountId));
    Ok(writers.count(db).await? > 0)
}
