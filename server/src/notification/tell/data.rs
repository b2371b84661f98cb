//! Who is told about requests of people over the data on themselves, and of accounts that were closed.

use sea_orm::EntityTrait;

use super::{COORDINATORS, PROVINCE, Told, name, serving, write};
use crate::catalogue::Catalogue;
use crate::data_request::entity::{Entity, Model};
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::AccountId;
use crate::kecamatan::kabupaten_kota_of;
use crate::notification::{Kind, Subject};
use crate::policy::Role;

/// Tells the coordinators of the person's place; where none serves, those of the province, then the administrators.
pub async fn data_asked(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let reason = format!(
        "Dari {}, {}. Dijawab paling lama 3 × 24 jam. Bapak/Ibu menerima ini karena membina wilayah ini.",
        name(tx, row.account_id).await?,
        catalogue.places.full_name(&row.scope_code)
    );
    let province = catalogue.places.province.as_str();
    let ways: [(&str, &[Role]); 3] =
        [(kabupaten_kota_of(&row.scope_code), &COORDINATORS), (province, &PROVINCE), (province, &[Role::Admin])];
    let mut told = Told::default();
    for (region, roles) in ways {
        if told.people().is_empty() {
            told.add(serving(tx, region, roles).await?, &reason);
            told.without(Some(row.account_id));
        }
    }
    write(tx, Kind::DataAsked, Subject::DataRequest(id), &format!("data_asked:{id}"), &told).await
}

/// Tells the person what was done.
pub async fn data_answered(tx: &WriteTransaction, id: i64) -> Result<()> {
    let Some(row) = Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let mut told = Told::default();
    let reason = format!("Dijawab {}. Bapak/Ibu menerima ini karena memintanya.", row.unit_name);
    told.add([row.account_id], &reason);
    write(tx, Kind::DataAnswered, Subject::DataRequest(id), &format!("data_answered:{id}"), &told).await
}

/// Tells the person that what one signs in with is another now, and by whom.
pub async fn data_corrected(tx: &WriteTransaction, id: i64, by: AccountId, job: i64) -> Result<()> {
    let Some(row) = Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let who = name(tx, by.get()).await?;
    let reason = format!(
        "{who} memperbaiki nomor ponsel, surel, atau NIP yang dipakai untuk masuk. Lihat di halaman Akun. Keliru? \
         Hubungi {who}."
    );
    let mut told = Told::default();
    told.add([row.account_id], &reason);
    write(tx, Kind::DataCorrected, Subject::DataRequest(id), &format!("data_corrected:{job}"), &told).await
}

/// Tells the province and the administrators that nobody answered in time.
pub async fn data_late(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let open = |row: &Model| row.outcome.is_none();
    let Some(row) = Entity::find_by_id(id).one(&**tx).await?.filter(open) else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.scope_code);
    let ways: [(&[Role], &str); 2] =
        [(&PROVINCE, "membina tingkat provinsi"), (&[Role::Admin], "mengelola situs ini sebagai admin")];
    let mut told = Told::default();
    for (roles, does) in ways {
        let reason = format!("Dari {place}, belum dijawab setelah 3 × 24 jam. Bapak/Ibu menerima ini karena {does}.");
        told.add(serving(tx, &catalogue.places.province, roles).await?, &reason);
    }
    told.without(Some(row.account_id));
    write(tx, Kind::DataLate, Subject::DataRequest(id), &format!("data_late:{id}"), &told).await
}

/// Tells the coordinators of the offices that a person left by closing the account.
pub async fn closed(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    account: AccountId,
    regions: &[String],
) -> Result<()> {
    let mut told = Told::default();
    for region in regions {
        let place = catalogue.places.full_name(region);
        let reason = format!("Jabatannya di {place} ikut berakhir. Bapak/Ibu menerima ini karena membina wilayah ini.");
        let before = told.people().len();
        told.add(serving(tx, kabupaten_kota_of(region), &COORDINATORS).await?, &reason);
        if told.people().len() == before {
            told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
        }
    }
    told.without(Some(account.get()));
    write(tx, Kind::Closed, Subject::Account(account.get()), &format!("closed:{account}"), &told).await
}
