//! What an administrator changes in what we classify by, and in what the site says.

use forum_camat::catalogue::edit;
use forum_camat::catalogue::kind::Kind;
use forum_camat::settings::SITE;
use forum_camat::settings::entity::{ActiveModel, Entity};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::{Request, Table, done};

/// Every form of the administration, on rows of this cell's own. The kecamatan changes nothing: they hold everywhere.
pub async fn rows(table: &Table<'_>, cell: usize) -> Vec<Request> {
    let mut requests = Vec::new();
    for kind in [Kind::Sector, Kind::Indicator, Kind::Measure] {
        requests.extend(classified(table, kind, cell).await);
    }
    let settings = &table.app.app.catalogue.get().settings;
    let base = |slug: &str| settings.number(slug).to_string();
    let text = |request: Request, slug: &str| {
        let filled = request.with("base", &base(slug)).with("heading", "Judul");
        filled.with("body", &format!("Isi {cell}")).with("note", "Cerita")
    };
    let site = table.post(table.kecamatan, "/admin/situs".to_owned()).with("base", &base(SITE));
    let site = site.with("name", &format!("Forum {cell}")).with("line", "Semboyan").with("promise", "Kalimat.");
    requests.push(site);
    requests.push(text(table.post(table.kecamatan, "/admin/situs/tentang".to_owned()), "tentang"));
    requests.push(
        text(table.post(table.kecamatan, "/admin/situs/ketentuan".to_owned()), "ketentuan")
            .with("holds_from", "1-6-2027"),
    );
    replaced(table, cell).await;
    let replaced = table.app.app.catalogue.get().settings.number("privasi").to_string();
    let back = table.post(table.kecamatan, "/admin/situs/privasi/bawaan".to_owned());
    requests.push(back.with("base", &replaced));
    requests
}

/// Adding, changing, moving, retiring and taking back; a row of its own for each, since requests follow one another.
async fn classified(table: &Table<'_>, kind: Kind, cell: usize) -> Vec<Request> {
    let word = kind.word();
    let mut made = Vec::new();
    for at in 0..4 {
        made.push(a_row(table, kind, &format!("{word} {cell} {at}"), at == 3).await);
    }
    let fill = |request: Request, name: &str| {
        let filled = request.with("name", name).with("description", "Uraian.").with("official_name", "Nama resmi");
        filled.with("unit", "orang").with("good_direction", "naik").with("source", "BPS").with("version", "1")
    };
    let post = |path: String| table.post(table.kecamatan, path);
    let add = if kind == Kind::Measure { "/admin/indikator/1/ukuran".to_owned() } else { format!("/admin/{word}") };
    let of = |at: usize, verb: &str| post(format!("/admin/{word}/{}{verb}", made[at]));
    vec![
        fill(post(add), &format!("{word} baru {cell}")),
        fill(of(0, ""), &format!("{word} lain {cell}")),
        of(1, "/urutan").with("arah", "naik"),
        of(2, "/hentikan"),
        of(3, "/pakai"),
    ]
}

async fn a_row(table: &Table<'_>, kind: Kind, name: &str, retired: bool) -> i64 {
    let mut columns = vec!["slug", "name", "position", "version"];
    let mut values: Vec<Expr> = vec![name.replace(' ', "-").into(), name.into(), 9_000.into(), 1.into()];
    let rest: &[(&str, &str)] = match kind {
        Kind::Sector => &[],
        Kind::Indicator => &[("official_name", "N"), ("unit", "u"), ("good_direction", "naik"), ("source", "s")],
        Kind::Measure => &[("unit", "u"), ("good_direction", "naik")],
    };
    for (column, value) in rest {
        columns.push(column);
        values.push((*value).into());
    }
    if kind == Kind::Measure {
        columns.push("indicator_id");
        values.push(1.into());
    }
    let tx = table.app.app.db.begin_write().await.unwrap();
    if retired {
        columns.push("retired_at");
        values.push(Expr::val(Some(tx.now())));
    }
    let insert = Query::insert().into_table(kind.table()).columns(columns).values_panic(values).to_owned();
    tx.execute(&insert).await.unwrap();
    let all = edit::rows(&*tx, kind, None).await.unwrap();
    let id = all.iter().find(|row| row.name() == name).unwrap().id;
    done(tx).await;
    id
}

/// The privacy text as an administrator replaced it.
async fn replaced(table: &Table<'_>, cell: usize) {
    let number = table.app.app.catalogue.get().settings.number("privasi") + 1;
    let tx = table.app.app.db.begin_write().await.unwrap();
    let row = ActiveModel {
        slug: Set("privasi".to_owned()),
        number: Set(number),
        body: Set(format!("# Privasi\n\nIsi {cell}\n")),
        note: Set("Cerita".to_owned()),
        holds_from: Set(None),
        account_id: Set(None),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    done(tx).await;
    table.app.app.reload_catalogue().await.unwrap();
}
