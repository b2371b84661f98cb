//! Who hears of a step in the ledger, for the sentence after it: those whom [`super::adoption_step`] tells, as far as they
//! are here.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::adoption::entity::{adoption, adoption_step};
use crate::app::App;
use crate::case_study::entity::{case_study, case_study_author};
use crate::error::Result;
use crate::kecamatan::kabupaten_kota_of;
use crate::office::reach::{in_use, is_here};

/// "Yang diberi tahu: Kec. Cikajang, Kab. Garut dan pembina kecamatan Kab. Garut.", and that nobody of the study's office is
/// here, where that is so.
pub async fn step_told(app: &App, step: i64) -> Result<String> {
    let (db, catalogue, today) = (app.db.read(), app.catalogue.get(), app.clock.today());
    let Some(step) = adoption_step::Entity::find_by_id(step).one(db).await? else { return Ok(String::new()) };
    let Some(row) = adoption::Entity::find_by_id(step.adoption_id).one(db).await? else { return Ok(String::new()) };
    let study = case_study::Entity::find_by_id(row.case_study_id).one(db).await?;
    let office = study.and_then(|study| study.kecamatan_code);
    let (mut said, mut heard) = (String::new(), Vec::new());
    if let Some(code) = &office {
        let name = catalogue.places.full_name(code);
        if is_here(db, code, today).await? {
            heard.push(name);
        } else {
            said = format!("Belum ada pejabat {name} di Forum Camat. ");
        }
    }
    if heard.is_empty() && writer_is_here(db, row.case_study_id, step.account_id).await? {
        heard.push("penulisnya".to_owned());
    }
    let mut regions: Vec<&str> = Vec::new();
    for code in [Some(&row.kecamatan_code), office.as_ref()].into_iter().flatten() {
        let region = kabupaten_kota_of(code);
        let province = catalogue.places.province.as_str();
        let above = if is_here(db, region, today).await? { region } else { province };
        if !regions.contains(&above) && (above == region || is_here(db, province, today).await?) {
            regions.push(above);
        }
    }
    heard.extend(regions.into_iter().map(|region| format!("pembina kecamatan {}", catalogue.places.full_name(region))));
    match heard.split_last() {
        None => Ok(format!("{said}Belum ada yang dapat diberi tahu.")),
        Some((last, [])) => Ok(format!("{said}Yang diberi tahu: {last}.")),
        Some((last, first)) => Ok(format!("{said}Yang diberi tahu: {}, dan {last}.", first.join("; "))),
    }
}

async fn writer_is_here(db: &impl ConnectionTrait, study: i64, actor: i64) -> Result<bool> {
    use case_study_author::Column;
    let writers = case_study_author::Entity::find()
        .filter(Column::CaseStudyId.eq(study))
        .filter(Column::AccountId.ne(actor))
        .filter(in_use(Column::AccountId));
    Ok(writers.count(db).await? > 0)
}
