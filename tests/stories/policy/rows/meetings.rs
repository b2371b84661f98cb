//! Rows of the walk about meetings and bahan minggon.

use forum_camat::meeting::minggon::entity::{minggon, minggon_item};
use forum_tests::a_study;
use sea_orm::EntityTrait;

use super::{Request, Table, done, study};
use crate::stories::policy::OWN;

/// Saving a meeting in the own office.
pub fn meeting(table: &Table<'_>, cell: usize) -> Request {
    let path = table.post(OWN, "/rapat/baru".to_owned());
    path.with("title", &format!("Rapat {cell}")).with("held_on", "2026-11-24")
}

/// Setting the month of the own scope, wherever the cell is. Each cell finds a month that nobody set.
pub async fn minggon(table: &Table<'_>, cell: usize) -> Request {
    let tx = table.app.app.db.begin_write().await.unwrap();
    minggon_item::Entity::delete_many().exec(&*tx).await.unwrap();
    minggon::Entity::delete_many().exec(&*tx).await.unwrap();
    done(tx).await;
    let mut request = table.post(OWN, "/meja/minggon".to_owned()).with("bulan", "2026-11").with("versi", "0");
    request = request.with("theme", &format!("Tema {cell}"));
    for name in ["study-1", "study-2", "study-3"] {
        let study = study(table.app, a_study("Praktik sel").of(table.kecamatan)).await;
        request = request.with(name, &study.to_string());
    }
    request
}
