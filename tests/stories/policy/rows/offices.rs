//! Who serves in an office, in the table of the walk: invitations, ended terms, new links and a mutasi.

use forum_camat::account::second_factor::entity::second_factor;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::{NEIGHBOUR, OWN};
use super::{Request, Table, done, someone};

impl Table<'_> {
    /// Inviting into an office, ending a term in it and taking that back, and a new link for who serves there.
    pub async fn office(&self, region: &str, place: &str, role: Role, cell: usize) -> Vec<Request> {
        let (ended, linked) = (someone(self.app, role, region).await, someone(self.app, role, region).await);
        let lost = someone(self.app, role, region).await;
        self.has_factor(lost.0).await;
        let invited = self
            .post(region, format!("/{place}/{region}/pejabat"))
            .with("name", &format!("Undangan {cell}"))
            .with("phone", &format!("0813{cell:08}"))
            .with("role", role.as_str())
            .with("unit_name", "Bagian Tata Pemerintahan")
            .with("ended_on", "2030-12-31")
            .with("paper", "SP contoh");
        vec![
            invited,
            self.post(region, format!("/pejabat/{}/akhiri", ended.1)).because(),
            self.post(region, format!("/pejabat/{}/akhiri/batal", ended.1)),
            self.post(region, format!("/pejabat/{}/undangan", linked.1)),
            self.post(region, format!("/pejabat/{}/dua-langkah/matikan", lost.1)).because(),
        ]
    }

    async fn has_factor(&self, account: i64) {
        let tx = self.app.app.db.begin_write().await.unwrap();
        let row = second_factor::ActiveModel {
            account_id: Set(account),
            secret: Set("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned()),
            last_step: Set(0),
            created_at: Set(tx.now()),
            confirmed_at: Set(Some(tx.now())),
        };
        second_factor::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
        done(tx).await;
    }

    /// A mutasi, in offices of their own: it ends the terms of all who lead there.
    pub async fn succession(&self, cell: usize) -> Request {
        let kecamatan = match self.kecamatan {
            OWN => "32.05.33",
            NEIGHBOUR => "32.05.34",
            _ => "32.04.07",
        };
        let tx = self.app.app.db.begin_write().await.unwrap();
        let past = |days| tx.today() - chrono::Duration::days(days);
        office_term::Entity::update_many()
            .col_expr(office_term::Column::StartedOn, Expr::value(past(100)))
            .col_expr(office_term::Column::EndedOn, Expr::value(Some(past(50))))
            .filter(office_term::Column::RegionCode.eq(kecamatan))
            .exec(&*tx)
            .await
            .unwrap();
        done(tx).await;
        someone(self.app, Role::Camat, kecamatan).await;
        self.post(kecamatan, format!("/kecamatan/{kecamatan}/serah-terima"))
            .with("name", &format!("Pengganti {cell}"))
            .with("phone", &format!("0815{cell:08}"))
            .with("paper", "SK contoh")
    }
}
