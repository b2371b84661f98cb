//! What the coordinators' pages and the page of what came of it all cost with the whole province in them, and how long it
//! takes to bring in all its camat.

use std::fmt::Write;
use std::time::Instant;

use anyhow::Context;
use forum_camat::adoption::Stage;
use forum_camat::adoption::entity::adoption;
use forum_camat::case_study::entity::{case_study, measured_change};
use forum_camat::db::Effect;
use reqwest::multipart::{Form, Part};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};

use crate::bench_pages::Reader;
use crate::{Answer, Person, TestApp, a_study};

/// Studies in the tables.
const STUDIES: usize = 20_000;

/// Entries of the ledger beside them.
const ADOPTIONS: usize = 50_000;

/// Written in one transaction.
const AT_ONCE: usize = 500;

const IMPORT: &str = "/meja/pejabat/impor";

/// Brings in a camat for each of the 627 kecamatan by one table, puts the studies in, and asks for the pages. The yardstick
/// is the plainest page of a signed-in person, asked for in the same way.
pub async fn run() -> anyhow::Result<()> {
    let app = TestApp::start().await;
    let ratna = app.coordinator("Ratna", "32").await;
    roster(&app, &ratna).await?;
    fill(&app).await;
    replicate(&app, &ratna).await?;
    let reader = Reader::signed_in(&app, &ratna, "coordinator of the province").await;
    for (name, path) in [
        ("/meja, 20,000 new studies", "/meja"),
        ("/meja?tampil=semua", "/meja?tampil=semua"),
        ("/meja/kalender", "/meja/kalender"),
        ("/cakupan", "/cakupan"),
        ("/cakupan?indikator=kemiskinan", "/cakupan?indikator=kemiskinan"),
        ("/cakupan/32.05", "/cakupan/32.05"),
        ("/cakupan.xlsx", "/cakupan.xlsx"),
        ("/dampak, 50,000 adoptions", "/dampak"),
        ("/dampak?sektor=pertanian", "/dampak?sektor=pertanian"),
        ("/dampak/baris, running", "/dampak/baris?jenis=replikasi&tahap=berjalan"),
        ("/dampak/baris, a measure", "/dampak/baris?jenis=ukuran&ukuran=panen-per-hektare"),
    ] {
        reader.measure(name, path).await;
    }
    let visitor = app.visitor();
    let reader = Reader::visitor(&app, &visitor, "visitor, each page drawn anew").await;
    reader.measure("/dampak, 50,000 adoptions", "/dampak").await;
    reader.measure("/, with its line of them", "/").await;
    Ok(())
}

async fn roster(app: &TestApp, ratna: &Person) -> anyhow::Result<()> {
    let mut table = "nama;no hp;peran;kode;nomor sk\n".to_owned();
    let catalogue = app.app.catalogue.get();
    for (number, kecamatan) in catalogue.places.all_kecamatan().enumerate() {
        writeln!(table, "Camat {};08139{number:07};camat;{};SK contoh", kecamatan.name, kecamatan.code)?;
    }
    let begun = Instant::now();
    let part = Part::bytes(table.into_bytes()).file_name("pejabat.csv");
    let plan = ratna.post_files(IMPORT, Form::new().part("file", part)).await.expect(200);
    println!("\nroster of {}, looked at {:>16.2} s", catalogue.places.kecamatan_count(), begun.elapsed().as_secs_f64());
    let (digest, rows) = (hidden(&plan, "digest")?, hidden(&plan, "rows")?);
    let begun = Instant::now();
    ratna.post(&format!("{IMPORT}/terapkan"), &[("digest", &digest), ("rows", &rows)]).await.expect(200);
    println!("roster of {}, recorded {:>18.2} s", catalogue.places.kecamatan_count(), begun.elapsed().as_secs_f64());
    Ok(())
}

fn hidden(page: &Answer, name: &str) -> anyhow::Result<String> {
    let (_, rest) = page.text.split_once(&format!(r#"name="{name}" value=""#)).context("the plan has no such field")?;
    let value = rest.split('"').next().unwrap_or_default();
    Ok(value
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&"))
}

async fn fill(app: &TestApp) {
    let catalogue = app.app.catalogue.get();
    let codes: Vec<String> = catalogue.places.all_kecamatan().map(|place| place.code.clone()).collect();
    let sectors: Vec<String> = catalogue.sectors.iter().map(|sector| sector.slug.clone()).collect();
    let indicators: Vec<String> = catalogue.indicators.iter().map(|indicator| indicator.slug.clone()).collect();
    let begun = Instant::now();
    for start in (0..STUDIES).step_by(AT_ONCE) {
        let studies = (start..start + AT_ONCE).map(|number| {
            a_study(&format!("Praktik {number}"))
                .of(&codes[number * 7 % codes.len()])
                .in_sector(&sectors[number % sectors.len()])
                .supporting(&[&indicators[number / 3 % indicators.len()]])
                .with_figure("Panen", "3,1", "4,9", "ton")
                .saying(|content| {
                    content.results[0].measure = Some("panen-per-hektare".to_owned());
                    content.results[0].unit = "ton/ha".to_owned();
                })
        });
        app.has_many(studies.collect()).await;
    }
    println!("{STUDIES} studies put in {:>21.1} s", begun.elapsed().as_secs_f64());
}

/// Each study is taken up by two or three kecamatan, at every stage; what runs told a figure.
async fn replicate(app: &TestApp, ratna: &Person) -> anyhow::Result<()> {
    let catalogue = app.app.catalogue.get();
    let codes: Vec<String> = catalogue.places.all_kecamatan().map(|place| place.code.clone()).collect();
    let measure = catalogue.measure("panen-per-hektare").context("the measure")?;
    let studies: Vec<i64> = case_study::Entity::find()
        .select_only()
        .column(case_study::Column::Id)
        .order_by_asc(case_study::Column::Id)
        .into_tuple()
        .all(app.app.db.read())
        .await?;
    let begun = Instant::now();
    for start in (0..ADOPTIONS).step_by(AT_ONCE) {
        let tx = app.app.db.begin_write().await?;
        let (mut rows, mut told) = (Vec::new(), Vec::new());
        for number in start..start + AT_ONCE {
            let (study, code) = (studies[number % studies.len()], &codes[number * 13 % codes.len()]);
            let stage = Stage::ALL[number % Stage::ALL.len()];
            let id = i64::try_from(number + 1)?;
            rows.push(adoption::ActiveModel {
                id: Set(id),
                case_study_id: Set(study),
                kecamatan_code: Set(code.clone()),
                stage: Set(stage.as_str().to_owned()),
                since: Set(tx.today()),
                has_results: Set(stage == Stage::Running),
                opened_by: Set(ratna.account.get()),
                term_id: Set(None),
                byline: Set("Kantor kecamatan".to_owned()),
                own_study_id: Set(None),
                family_root_id: Set(None),
                version: Set(1),
                created_at: Set(tx.now()),
                updated_at: Set(tx.now()),
                asked_at: Set(None),
                confirmed_at: Set(None),
            });
            if stage == Stage::Running {
                told.push(measured_change::ActiveModel {
                    case_study_id: Set(study),
                    adoption_id: Set(Some(id)),
                    kecamatan_code: Set(Some(code.clone())),
                    measure_id: Set(measure.id),
                    unit: Set(measure.unit.clone()),
                    first_value: Set(3.1),
                    last_value: Set(4.2),
                    ..Default::default()
                });
            }
        }
        adoption::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
        measured_change::Entity::insert_many(told).exec_without_returning(&*tx).await?;
        tx.commit(Effect::Private).await?;
    }
    let tx = app.app.db.begin_write().await?;
    let counted = "UPDATE case_study SET replications = (SELECT COUNT(*) FROM adoption \
        WHERE adoption.case_study_id = case_study.id AND adoption.stage = 'berjalan')";
    tx.execute_unprepared(counted).await?;
    let entered = "UPDATE case_study SET adoption_count = (SELECT COUNT(*) FROM adoption \
        WHERE adoption.case_study_id = case_study.id)";
    tx.execute_unprepared(entered).await?;
    tx.commit(Effect::Private).await?;
    println!("{ADOPTIONS} adoptions put in {:>19.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}
