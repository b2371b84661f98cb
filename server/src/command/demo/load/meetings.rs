//! The sample meetings of Kec. Cikajang, and the bahan minggon of this month.

use anyhow::Context;
use chrono::{Duration, NaiveDate};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::Load;
use crate::ids::DraftKey;
use crate::meeting::entity::{meeting, meeting_item};
use crate::meeting::minggon::entity::{minggon, minggon_item};
use crate::meeting::minggon::month_of;

/// A study on the agenda: study, decision, who is in charge, days until it is due.
type Point = (&'static str, &'static str, &'static str, i64);

const LAST: [Point; 4] = [
    ("contoh-05", "pelajari", "Kasi Ekbang", 10),
    ("contoh-09", "pelajari", "Sekcam", -2),
    ("contoh-04", "tidak_cocok", "", 0),
    ("contoh-02", "", "", 0),
];

/// A study of the month with its question.
const MONTH: [(&str, &str); 3] = [
    ("contoh-05", "Saluran mana di desa Bapak/Ibu yang ujungnya paling sering kering?"),
    ("contoh-01", "Siapa yang bisa memulai di satu kebun dulu?\nDari mana botolnya?"),
    ("contoh-09", "Kelompok wanita tani mana yang siap mengelola rumah bibit?"),
];

/// Puts them into the tables.
pub async fn load(load: &Load<'_>, today: NaiveDate) -> anyhow::Result<()> {
    let last = kept(load, "Rapat koordinasi Kec. Cikajang", today - Duration::days(5)).await?;
    for (position, (study, decision, who, days)) in (1..).zip(LAST) {
        let due_on = (!who.is_empty()).then(|| today + Duration::days(days));
        point(load, last, position, study, decision, who, due_on).await?;
    }
    let next = kept(load, "Rapat minggon desa", today + Duration::days(2)).await?;
    for (position, (study, _)) in (1..).zip(MONTH) {
        point(load, next, position, study, "", "", None).await?;
    }
    month(load, today).await
}

async fn kept(load: &Load<'_>, title: &str, held_on: NaiveDate) -> anyhow::Result<i64> {
    let tx = load.tx;
    let camat = load.people.get("camat-cikajang").context("nobody is camat-cikajang")?;
    let row = meeting::ActiveModel {
        key: Set(DraftKey::new().to_string()),
        office_code: Set(camat.region.clone()),
        account_id: Set(camat.account.get()),
        term_id: Set(camat.term.get()),
        title: Set(title.to_owned()),
        held_on: Set(held_on),
        place: Set("Aula Kec. Cikajang".to_owned()),
        participants: Set("Camat, Sekcam, para kasi\nKepala desa dan ketua kelompok tani".to_owned()),
        opening: Set(String::new()),
        closing: Set(String::new()),
        version: Set(1),
        previous_id: Set(None),
        concluded_at: Set(None),
        is_sample: Set(true),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        updated_by: Set(camat.account.get()),
        ..Default::default()
    };
    Ok(meeting::Entity::insert(row).exec(&**tx).await?.last_insert_id)
}

async fn point(
    load: &Load<'_>,
    meeting: i64,
    position: i32,
    study: &str,
    decision: &str,
    who: &str,
    due_on: Option<NaiveDate>,
) -> anyhow::Result<()> {
    let tx = load.tx;
    let camat = load.people.get("camat-cikajang").context("nobody is camat-cikajang")?;
    let row = meeting_item::ActiveModel {
        meeting_id: Set(meeting),
        case_study_id: Set(load.studies.get(study).with_context(|| format!("no study is {study}"))?.id.get()),
        position: Set(position),
        decision: Set(decision.to_owned()),
        who: Set(who.to_owned()),
        due_on: Set(due_on),
        note: Set(String::new()),
        version: Set(1),
        updated_by: Set(camat.account.get()),
        updated_at: Set(tx.now()),
        done_at: Set(None),
        done_by: Set(None),
        carried_from: Set(None),
        adoption_id: Set(None),
        ..Default::default()
    };
    meeting_item::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

async fn month(load: &Load<'_>, today: NaiveDate) -> anyhow::Result<()> {
    let tx = load.tx;
    let ratna = load.people.get("pembina-garut").context("nobody is pembina-garut")?;
    let row = minggon::ActiveModel {
        scope_code: Set(ratna.region.clone()),
        month: Set(month_of(today)),
        theme: Set("Kemarau tanpa gagal panen".to_owned()),
        introduction: Set("Tiga praktik yang dapat dimulai dengan anggaran kecil sebelum air berkurang.".to_owned()),
        unit_name: Set(ratna.byline.clone()),
        version: Set(1),
        account_id: Set(ratna.account.get()),
        term_id: Set(ratna.term.get()),
        is_sample: Set(true),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let id = minggon::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    for (position, (study, question)) in (1..).zip(MONTH) {
        let row = minggon_item::ActiveModel {
            minggon_id: Set(id),
            case_study_id: Set(load.studies.get(study).with_context(|| format!("no study is {study}"))?.id.get()),
            position: Set(position),
            question: Set(question.to_owned()),
            ..Default::default()
        };
        minggon_item::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
