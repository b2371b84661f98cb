//! Who is told about what meetings may talk about: the bahan minggon of a month.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{BATCH, OFFICE, Told, write};
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::job::{self, Job};
use crate::kecamatan::below;
use crate::meeting::minggon::entity::minggon as bahan;
use crate::meeting::minggon::{month_key, month_name};
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
