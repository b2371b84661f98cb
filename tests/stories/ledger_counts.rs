//! A practice that hundreds of kecamatan take up: every number counts all of them, and a page says what it does not list.

use chrono::Duration;
use forum_camat::adoption;
use forum_camat::adoption::Stage;
use forum_camat::adoption::entity::adoption as entry;
use forum_camat::case_study::entity::case_study;
use forum_camat::content_change::Subject;
use forum_camat::db::Effect;
use forum_tests::{CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::adoption::{BAYONGBONG, adopts};

/// Kecamatan beside Dedi's; the province has 627.
const OTHERS: usize = 450;

/// Those of them in which it runs: the ones that changed longest ago.
const RUNNING: usize = 30;

/// Puts an entry of each of many kecamatan into the tables.
async fn taken_up_by_many(app: &TestApp, study: &Study, by: &Person) {
    let catalogue = app.app.catalogue.get();
    let codes = catalogue.places.all_kecamatan().map(|place| place.code.clone());
    let codes = codes.filter(|code| code != CIKAJANG && code != BAYONGBONG).take(OTHERS);
    let tx = app.app.db.begin_write().await.expect("a transaction");
    let mut rows = Vec::new();
    for (number, code) in codes.enumerate() {
        let stage = if number < RUNNING { Stage::Running } else { Stage::Interested };
        let at = tx.now() + Duration::seconds(i64::try_from(number).expect("a number"));
        rows.push(entry::ActiveModel {
            case_study_id: Set(study.id.get()),
            kecamatan_code: Set(code),
            stage: Set(stage.as_str().to_owned()),
            since: Set(tx.today()),
            has_results: Set(false),
            opened_by: Set(by.account.get()),
            term_id: Set(by.term.map(|term| term.get())),
            byline: Set("Camat".to_owned()),
            own_study_id: Set(None),
            family_root_id: Set(None),
            version: Set(1),
            created_at: Set(at),
            updated_at: Set(at),
            asked_at: Set(None),
            confirmed_at: Set(None),
            ..Default::default()
        });
    }
    assert_eq!(rows.len(), OTHERS);
    entry::Entity::insert_many(rows).exec_without_returning(&*tx).await.expect("entries");
    adoption::recount(&tx, study.id.get()).await.expect("counted");
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(study.id)])).await.expect("committed");
}

/// The page of the study, its family and the file of a contest agree on how many there are. Dedi, who comes last on the list,
/// still finds his own entry.
#[tokio::test]
async fn a_practice_that_hundreds_take_up_is_counted_whole() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let own = adopts(&dedi, &study).await;
    taken_up_by_many(&app, &study, &dedi).await;

    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("Direplikasi di 30 kecamatan · 421 berminat"), "{}", page.words());
    assert!(page.shows("dan 251 kecamatan lain."), "{}", page.words());
    assert_eq!(page.text.matches("Berjalan sejak").count(), RUNNING, "what runs comes first, however old");
    let page = dedi.get(&study.url).await.expect(200);
    assert!(page.shows("Replikasi kecamatan ini: Berminat"), "{}", page.words());
    assert!(page.text.contains(&format!("href=\"{own}\"")) && !page.shows("Kami berminat mereplikasi"));

    let family = app.visitor().get(&study.path("keluarga")).await.expect(200);
    assert!(family.shows("30 replikasi berjalan."), "{}", family.words());
    assert!(family.shows("Ditampilkan 400 dari 451 replikasi."), "{}", family.words());
    let on_the_map: i64 =
        family.words().split(" kecamatan)").filter_map(|part| part.rsplit('(').next()?.parse::<i64>().ok()).sum();
    assert_eq!(on_the_map, 452, "all of them, and Cikajang: {}", family.words());

    let db = app.app.db.read();
    let row = case_study::Entity::find_by_id(study.id.get()).one(db).await.expect("a read").expect("the study");
    let lines = adoption::dossier::of_study(db, &app.app.catalogue.get(), &app.app.clock, &row).await.expect("lines");
    assert_eq!(lines.len(), 451);
    assert!(lines[..RUNNING].iter().all(|line| line.stage == Stage::Running));
    assert!(lines[RUNNING..].iter().all(|line| line.stage == Stage::Interested));
}

/// A short ledger is listed whole, and nothing is said of more.
#[tokio::test]
async fn a_short_ledger_says_nothing_of_more() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    adopts(&dedi, &study).await;
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("1 berminat") && !page.shows("Kecamatan lainnya"), "{}", page.words());
    let family = app.visitor().get(&study.path("keluarga")).await.expect(200);
    assert!(family.shows("0 replikasi berjalan.") && !family.shows("Ditampilkan"), "{}", family.words());
}
