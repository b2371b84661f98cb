//! Who is told about what meetings may talk about: the bahan minggon of a month.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::{BATCH, COORDINATORS, OFFICE, PROVINCE, Told, serving, write};
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::job::{self, Job};
use crate::kecamatan::below;
use crate::meeting::minggon::entity::{minggon as bahan, minggon_item};
use crate::meeting::minggon::{month_key, month_name, month_of};
use crate::notification::{Kind, Subject};
use crate::office;
use crate::office::entity::office_term;
use crate::policy::Role;

/// The bahan minggon of a month is there: tells the next people of the scope's offices, once a month whoever set it, since
/// the page shows each office what is nearest to it; and queues the telling of the rest.
pub async fn minggon_ready(tx: &WriteTransaction, catalogue: &Catalogue, id: i64, after: i64) -> Result<()> {
    let Some(row) = bahan::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let people: Vec<i64> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::AccountId)
        .filter(below(office_term::Column::RegionCode, &row.scope_code))
        .filter(office_term::Column::Role.is_in(OFFICE.iter().map(|role: &Role| role.as_str())))
        .filter(office::current_on(tx.today()))
        .filter(office_term::Column::AccountId.gt(after))
        .order_by_asc(office_term::Column::AccountId)
        .distinct()
        .limit(BATCH as u64)
        .into_tuple()
        .all(&**tx)
        .await?;
    let place = catalogue.places.full_name(&row.scope_code);
    let reason = format!(
        "Untuk rapat minggon {}, disusun {}. Bapak/Ibu menerima ini karena bertugas di {place}.",
        month_name(row.month),
        row.unit_name
    );
    let key = format!("minggon_ready:{}", month_key(row.month));
    let mut told = Told::default();
    told.add(people.iter().copied(), &reason);
    write(tx, Kind::MinggonReady, Subject::Minggon(id), &key, &told).await?;
    match people.last().filter(|_| people.len() == BATCH) {
        Some(last) => job::enqueue(tx, &Job::TellMinggon { minggon: id, after: *last }).await,
        None => Ok(()),
    }
}

/// A study was withdrawn or hidden: tells who set it for this month or one that is yet to come, or the colleagues who serve
/// there now. Neither its title nor why it went is said: the page of the month shows what is left.
pub async fn minggon_thinner(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    study: CaseStudyId,
    at: DateTime<Utc>,
) -> Result<()> {
    let row = case_study::Entity::find_by_id(study.get()).one(&**tx).await?;
    let Some(study) = row.filter(|row| row.hidden_at.is_some() || row.state != "tayang") else {
        return Ok(());
    };
    let named = minggon_item::Entity::find()
        .select_only()
        .column(minggon_item::Column::MinggonId)
        .filter(minggon_item::Column::CaseStudyId.eq(study.id))
        .into_query();
    let months = bahan::Entity::find()
        .filter(bahan::Column::Id.in_subquery(named))
        .filter(bahan::Column::Month.gte(month_of(tx.today())))
        .order_by_asc(bahan::Column::Id)
        .all(&**tx)
        .await?;
    for row in months {
        let roles = if row.scope_code == catalogue.places.province { &PROVINCE } else { &COORDINATORS };
        let colleagues = serving(tx, &row.scope_code, roles).await?;
        let people = if colleagues.contains(&row.account_id) { vec![row.account_id] } else { colleagues };
        let reason = format!(
            "Satu praktiknya ditarik atau disembunyikan, jadi kantor membaca lebih sedikit. Pilih gantinya di Bahan minggon. Bapak/Ibu menerima ini karena menyusun bahan {} untuk {}.",
            month_name(row.month),
            catalogue.places.full_name(&row.scope_code)
        );
        let mut told = Told::default();
        told.add(people, &reason);
        told.without(study.hidden_by);
        let key = format!("minggon_thinner:{}:{}:{}", row.id, study.id, at.timestamp_millis());
        write(tx, Kind::MinggonThinner, Subject::Minggon(row.id), &key, &told).await?;
    }
    Ok(())
}
