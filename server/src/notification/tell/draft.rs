//! Who is told about drafts: handed in, returned, reviewed, remarked upon.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{COORDINATORS, PROVINCE, Told, name, serving, write};
use crate::audit;
use crate::case_study::difference;
use crate::case_study::entity::{draft, draft_remark, review};
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::{DraftId, RemarkId};
use crate::kecamatan::kabupaten_kota_of;
use crate::notification::{Kind, Subject};
use crate::policy::Role;

/// A draft was handed in: tells who has to look at it.
pub async fn handed_in(tx: &WriteTransaction, catalogue: &Catalogue, id: DraftId, version: i64) -> Result<()> {
    let Some(draft) = draft::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&draft.kecamatan_code);
    let actor = last_actor(tx, id).await?.unwrap_or(draft.updated_by);
    let by = name(tx, actor).await?;
    let mut told = Told::default();
    let sekcam = [Role::Sekcam];
    let heads = [Role::Camat, Role::PltCamat, Role::PlhCamat];
    match draft.step.as_str() {
        "diajukan_sekcam" => {
            told.add(
                serving(tx, &draft.kecamatan_code, &sekcam).await?,
                &format!("Diajukan {by} kepada Bapak/Ibu sebagai Sekcam."),
            );
        }
        "diajukan_camat" => {}
        // Taken back, returned or published meanwhile: nobody has to look any more.
        _ => return Ok(()),
    }
    if told.people().is_empty() {
        told.add(
            serving(tx, &draft.kecamatan_code, &heads).await?,
            &format!("Diajukan {by} kepada Bapak/Ibu sebagai pimpinan {place}."),
        );
    }
    if told.people().is_empty() {
        let region = kabupaten_kota_of(&draft.kecamatan_code);
        let coordinators = serving(tx, region, &COORDINATORS).await?;
        told.add(coordinators, &format!("Diajukan {by}, dan jabatan camat di {place} sedang kosong."));
    }
    told.without(Some(actor));
    write(tx, Kind::HandedIn, Subject::Draft(draft.id), &format!("handed_in:{}:{version}", draft.id), &told).await
}

/// A draft came back: tells who began it and who worked on it last.
pub async fn returned(tx: &WriteTransaction, id: DraftId, version: i64) -> Result<()> {
    let Some(draft) = draft::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let actor = last_actor(tx, id).await?;
    let by = match actor {
        Some(actor) => format!("{} menulis catatan. ", name(tx, actor).await?),
        None => String::new(),
    };
    let mut told = Told::default();
    told.add([draft.creator_id], &format!("{by}Bapak/Ibu menerima ini karena memulai naskah ini."));
    told.add([draft.updated_by], &format!("{by}Bapak/Ibu menerima ini karena terakhir mengubah naskah ini."));
    told.without(actor);
    write(tx, Kind::Returned, Subject::Draft(draft.id), &format!("returned:{}:{version}", draft.id), &told).await
}

/// A draft was handed in for review: tells the coordinators of its kabupaten/kota, or of the province where it has none.
pub async fn review_asked(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = open_review(tx, id).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let region = kabupaten_kota_of(&row.kecamatan_code);
    let mut told = Told::default();
    let reason =
        format!("Diajukan {}, {place}. Bapak/Ibu menerima ini karena meninjau naskah di wilayah ini.", row.byline);
    told.add(serving(tx, region, &COORDINATORS).await?, &reason);
    if told.people().is_empty() {
        told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    }
    write(tx, Kind::ReviewAsked, Subject::Draft(row.draft_id), &format!("review_asked:{id}"), &told).await
}

/// A review waits too long: tells the coordinators of the province.
pub async fn review_late(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = open_review(tx, id).await? else {
        return Ok(());
    };
    let mut told = Told::default();
    let days = (tx.now() - row.handed_in_at).num_days();
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let reason =
        format!("Naskah {place} menunggu {days} hari. Bapak/Ibu menerima ini karena membina tingkat provinsi.");
    told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    write(tx, Kind::ReviewLate, Subject::Draft(row.draft_id), &format!("review_late:{id}"), &told).await
}

/// A draft came back from the review: tells who approved it in the office, who began it and who worked on it last.
pub async fn review_answered(tx: &WriteTransaction, id: i64) -> Result<()> {
    let Some(row) = review::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(draft) = draft::Entity::find_by_id(row.draft_id).one(&**tx).await? else {
        return Ok(());
    };
    let by = format!("Dijawab {}. Bapak/Ibu menerima ini karena", row.unit_name);
    let mut told = Told::default();
    told.add([row.account_id], &format!("{by} mengajukan naskah ini."));
    told.add([draft.creator_id], &format!("{by} memulai naskah ini."));
    told.add([draft.updated_by], &format!("{by} terakhir mengubah naskah ini."));
    told.without(row.answered_by);
    write(tx, Kind::Returned, Subject::Draft(draft.id), &format!("review_answered:{id}"), &told).await
}

async fn open_review(tx: &WriteTransaction, id: i64) -> Result<Option<review::Model>> {
    let row = review::Entity::find_by_id(id).one(&**tx).await?;
    Ok(row.filter(|row| row.answer == "open"))
}

/// Somebody wrote a remark at a section: tells who began the draft and who worked on it last.
pub async fn remarked(tx: &WriteTransaction, id: RemarkId) -> Result<()> {
    let Some(remark) = draft_remark::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let Some(draft) = draft::Entity::find_by_id(remark.draft_id).one(&**tx).await? else {
        return Ok(());
    };
    let author = name(tx, remark.author_id).await?;
    let about = difference::label(&remark.field);
    let mut told = Told::default();
    let why =
        |role: &str| format!("{author} menulis catatan pada bagian {about}. Bapak/Ibu menerima ini karena {role}.");
    told.add([draft.creator_id], &why("memulai naskah ini"));
    told.add([draft.updated_by], &why("terakhir mengubah naskah ini"));
    told.without(Some(remark.author_id));
    write(tx, Kind::Remarked, Subject::Draft(draft.id), &format!("remarked:{}", remark.id), &told).await
}

/// Who moved a draft last, as the audit remembers it.
async fn last_actor(tx: &WriteTransaction, draft: DraftId) -> Result<Option<i64>> {
    use audit::entity::{Column, Entity};
    let entry = Entity::find()
        .filter(Column::SubjectKind.eq("draft"))
        .filter(Column::SubjectId.eq(draft.to_string()))
        .order_by_desc(Column::Id)
        .one(&**tx)
        .await?;
    Ok(entry.and_then(|entry| entry.account_id))
}
