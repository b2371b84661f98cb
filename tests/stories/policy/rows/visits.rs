//! Requests of studi tiru: the form on a study and a report on the one side, a time and a refusal on the other.

use chrono::{DateTime, Duration, Utc};
use forum_camat::policy::Role;
use forum_camat::visit::entity::visit;
use forum_tests::a_study;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Request, Table, done, someone, study};

/// Far from every office of the walk.
const FAR: &str = "32.04.10";

/// Asking, which everybody does for the own office wherever the cell is, and telling what was seen.
pub async fn asking(table: &Table<'_>) -> Vec<Request> {
    let fresh = study(table.app, a_study("Praktik sel").of(FAR)).await;
    let day = (table.app.app.clock.today() + Duration::days(7)).to_string();
    let ask = table.post(super::super::OWN, format!("/praktik/{fresh}/studi-tiru"));
    let over = table.app.app.clock.now() - Duration::days(1);
    let held = request(table, (table.kecamatan, FAR), Some(over)).await;
    let tell = table.post(table.kecamatan, format!("/studi-tiru/{held}/laporan"));
    vec![
        ask.with("kind", "daring")
            .with("purpose", "Melihat caranya")
            .with("day-1", &day)
            .with("people", "3")
            .with("contact", "Sekretariat kantor"),
        tell.with("version", "1").with("seen", "Kebunnya").with("applied", "Satu kebun").with("team", "Dua kasi"),
    ]
}

/// Agreeing to a day, declining, and saying that nobody came.
pub async fn answering(table: &Table<'_>) -> Vec<Request> {
    let (first, second) =
        (request(table, (FAR, table.kecamatan), None).await, request(table, (FAR, table.kecamatan), None).await);
    let over = table.app.app.clock.now() - Duration::days(1);
    let missed = request(table, (FAR, table.kecamatan), Some(over)).await;
    let day = (table.app.app.clock.today() + Duration::days(7)).to_string();
    vec![
        table.post(table.kecamatan, format!("/studi-tiru/{missed}/tidak-datang")).with("version", "1"),
        table
            .post(table.kecamatan, format!("/studi-tiru/{first}/jadwal"))
            .with("version", "1")
            .with("pick", &day)
            .with("time", "09:30")
            .with("place", "Aula kecamatan"),
        table.post(table.kecamatan, format!("/studi-tiru/{second}/tolak")).with("version", "1").because(),
    ]
}

/// Hiding the report at a study of the cell's kecamatan, and showing one again.
pub async fn hiding(table: &Table<'_>) -> Vec<Request> {
    let (shown, hidden) = (told(table, false).await, told(table, true).await);
    let post = |id: i64, verb: &str| table.post(table.kecamatan, format!("/studi-tiru/{id}/laporan/{verb}"));
    vec![post(shown, "sembunyikan").with("hide", "Alasan cerita ini"), post(hidden, "pulihkan")]
}

/// A request that is over, its report shown or hidden.
async fn told(table: &Table<'_>, hidden: bool) -> i64 {
    let over = table.app.app.clock.now() - Duration::days(1);
    let id = request(table, (FAR, table.kecamatan), Some(over)).await;
    let tx = table.app.app.db.begin_write().await.unwrap();
    visit::Entity::update_many()
        .col_expr(visit::Column::State, Expr::value("selesai"))
        .col_expr(visit::Column::ReportedAt, Expr::value(Some(tx.now())))
        .col_expr(visit::Column::ReportHiddenAt, Expr::value(hidden.then(|| tx.now())))
        .filter(visit::Column::Id.eq(id))
        .exec(&*tx)
        .await
        .unwrap();
    done(tx).await;
    id
}

/// A request between two kecamatan: asked, or scheduled for a moment.
async fn request(table: &Table<'_>, (from, to): (&str, &str), at: Option<DateTime<Utc>>) -> i64 {
    let origin = study(table.app, a_study("Praktik sel").of(to)).await;
    let (account, term) = someone(table.app, Role::Staf, from).await;
    let tx = table.app.app.db.begin_write().await.unwrap();
    let row = visit::ActiveModel {
        case_study_id: Set(origin.get()),
        asking_code: Set(from.to_owned()),
        host_code: Set(to.to_owned()),
        kind: Set("kunjungan".to_owned()),
        state: Set(if at.is_some() { "dijadwalkan" } else { "diminta" }.to_owned()),
        turn: Set("tuan_rumah".to_owned()),
        purpose: Set("Melihat caranya".to_owned()),
        contact: Set("Sekretariat kantor".to_owned()),
        people: Set(3),
        first_day: Set(tx.today() + Duration::days(7)),
        scheduled_at: Set(at),
        place: Set(String::new()),
        link: Set(String::new()),
        report_seen: Set(String::new()),
        report_applied: Set(String::new()),
        report_unfit: Set(String::new()),
        report_team: Set(String::new()),
        asked_by: Set(account),
        term_id: Set(term),
        byline: Set("Orang sel".to_owned()),
        version: Set(1),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        turn_since: Set(tx.now()),
        ..Default::default()
    };
    let id = visit::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}
