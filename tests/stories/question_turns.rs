//! Whose turn it is when somebody asks: a few of many offices rather than all of one, those who are here to read it, and
//! nobody's place for who wants to hear of no question.

use std::collections::HashMap;

use chrono::Duration;
use forum_camat::account::entity::{account, credential};
use forum_camat::db::Effect;
use forum_camat::ids::QuestionId;
use forum_camat::notification::tell;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_camat::web::decode;
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::notification_switches::switches_off;
use super::question::{SUKARESMI, asks, told};

/// The first kecamatan of Kab. Garut, each with a practice about farming.
async fn offices_wrote(app: &TestApp, many: usize) -> Vec<String> {
    let codes: Vec<String> = (1..=many).map(|number| format!("32.05.{number:02}")).collect();
    for code in &codes {
        app.has(a_study(&format!("Irigasi {code}")).of(code).in_sector("pertanian")).await;
    }
    app.settle().await;
    codes
}

/// People who serve in an office since long; with a password only those who joined.
async fn serve(app: &TestApp, kecamatan: &str, many: usize, joined: bool) -> Vec<i64> {
    let tx = app.app.db.begin_write().await.unwrap();
    let mut people = Vec::new();
    for number in 0..many {
        let person = account::ActiveModel {
            name: Set(format!("Staf {number} {kecamatan}")),
            is_sample: Set(false),
            created_at: Set(tx.now()),
            ..Default::default()
        };
        let person = account::Entity::insert(person).exec(&*tx).await.unwrap().last_insert_id;
        let term = office_term::ActiveModel {
            account_id: Set(person),
            role: Set(Role::Staf.as_str().to_owned()),
            region_code: Set(kecamatan.to_owned()),
            title: Set(String::new()),
            unit_name: Set(String::new()),
            started_on: Set(tx.today() - Duration::days(100)),
            ended_on: Set(None),
            paper: Set("SK contoh".to_owned()),
            created_at: Set(tx.now()),
            ..Default::default()
        };
        office_term::Entity::insert(term).exec_without_returning(&*tx).await.unwrap();
        if joined {
            let password = credential::ActiveModel {
                account_id: Set(person),
                password_hash: Set("-".to_owned()),
                changed_at: Set(tx.now()),
            };
            credential::Entity::insert(password).exec_without_returning(&*tx).await.unwrap();
        }
        people.push(person);
    }
    tx.commit(Effect::Private).await.unwrap();
    people
}

/// Who was asked.
async fn asked(app: &TestApp) -> Vec<i64> {
    told(app, "question_asked").await.into_iter().map(|row| row.account_id).collect()
}

/// Three offices of twelve know about it: each is asked in turn, three by three, instead of the first to its last clerk.
#[tokio::test]
async fn three_of_an_office_are_asked_before_the_next_has_its_turn() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let mut office_of = HashMap::new();
    for code in offices_wrote(&app, 3).await {
        let people = serve(&app, &code, 12, true).await;
        office_of.extend(people.into_iter().map(|person| (person, code.clone())));
    }
    asks(&siti, "Bagaimana menanam ketika kemarau?", &[("sektor", "pertanian")]).await;
    app.settle().await;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for person in asked(&app).await {
        *counts.entry(office_of[&person].as_str()).or_default() += 1;
    }
    let mut counts: Vec<usize> = counts.into_values().collect();
    counts.sort_unstable();
    assert_eq!(counts, [7, 9, 9]);
}

/// Of nine offices four were invited and never came: a question reaches the others first, who is suspended not at all, and
/// who never joined only where a place is left.
#[tokio::test]
async fn who_is_here_is_asked_before_who_never_came() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let (mut here, mut away) = (Vec::new(), Vec::new());
    for (number, code) in offices_wrote(&app, 9).await.iter().enumerate() {
        let people = serve(&app, code, 5, number >= 4).await;
        let side = if number >= 4 { &mut here } else { &mut away };
        side.extend(people);
    }
    let suspended = here.pop().expect("somebody");
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::SuspendedUntil, Expr::value(Some(tx.now() + Duration::days(7))))
        .filter(account::Column::Id.eq(suspended))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();

    asks(&siti, "Bagaimana menanam ketika kemarau?", &[("sektor", "pertanian")]).await;
    app.settle().await;
    let asked = asked(&app).await;
    assert_eq!(asked.len(), 25);
    assert!(here.iter().all(|person| asked.contains(person)), "twenty-four who joined");
    assert_eq!(asked.iter().filter(|person| away.contains(person)).count(), 1, "and one more place");
    assert!(!asked.contains(&suspended));
}

/// Rina wants to hear of no question: she takes nobody's place. Whoever hears of it by mail alone is asked all the same.
#[tokio::test]
async fn who_wants_no_questions_takes_no_place() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rina = app.camat("Rina", SUKARESMI).await;
    let joko = app.person("Joko", Role::Sekcam, SUKARESMI).await;
    switches_off(&rina, "daily", &["asked_app", "asked_mail", "asked_push"]).await;
    switches_off(&joko, "daily", &["asked_app"]).await;
    serve(&app, SUKARESMI, 24, false).await;
    app.has(a_study("Irigasi tetes").of(SUKARESMI).in_sector("pertanian")).await;
    app.settle().await;
    asks(&siti, "Bagaimana menanam ketika kemarau?", &[("sektor", "pertanian")]).await;
    app.settle().await;
    let asked = asked(&app).await;
    assert_eq!(asked.len(), 25);
    assert!(!asked.contains(&rina.account.get()) && asked.contains(&joko.account.get()));
}

/// Sixty who may know are asked in as many statements as six.
#[tokio::test]
async fn sixty_are_considered_in_as_many_statements_as_six() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let codes = offices_wrote(&app, 6).await;
    let mut counts = Vec::new();
    for many in [1, 9] {
        for code in &codes {
            serve(&app, code, many, true).await;
        }
        let title = format!("Bagaimana menanam di musim nomor {many}?");
        let id = asks(&siti, &title, &[("sektor", "pertanian")]).await;
        let tx = app.app.db.begin_write().await.unwrap();
        let before = app.app.db.statements();
        tell::asked(&tx, &app.app.catalogue.get(), QuestionId(id), &[]).await.unwrap();
        counts.push(app.app.db.statements() - before);
        tx.commit(Effect::Private).await.unwrap();
    }
    assert!(counts[0] == counts[1] && counts[0] > 0, "{counts:?}");
    assert_eq!(asked(&app).await.len(), 6 + 25);
}

/// Whether anybody will be told is said before a question goes out; the asker alone reads afterwards how many offices were.
#[tokio::test]
async fn who_asks_reads_whom_the_question_reaches() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    app.has(a_study("Irigasi tetes").of(SUKARESMI).in_sector("pertanian")).await;
    // Written by an office in which nobody serves.
    app.has(a_study("Curug desa").of("32.18.02").in_sector("pariwisata")).await;
    app.settle().await;
    let nobody = "Belum ada kantor yang dapat diberi tahu tentang ini.";
    let title = "Bagaimana budidaya lele bioflok?";
    let looks = async |sector: &str| {
        let form = [("title", title), ("sektor", sector), ("langkah", "lanjut")];
        siti.post("/tanya/baru", &form).await.expect(200)
    };
    let looked = looks("").await;
    assert!(
        looked.shows(&format!(
            "{nobody} Bila sektornya dipilih di bawah, kantor yang menulis di sektor itu diberi tahu."
        )),
        "{}",
        looked.words()
    );
    let looked = looks("pariwisata").await;
    assert!(looked.shows(&format!("{nobody} Bila lima hari")), "{}", looked.words());
    let looked = looks("pertanian").await;
    assert!(looked.shows("Ada 1 kantor yang menulis atau mereplikasi praktik tentang ini."), "{}", looked.words());
    assert!(siti.get("/tanya/baru?q=lele+bioflok").await.expect(200).shows(nobody));

    let sends = async |title: &str, sector: &str| {
        let form = [("title", title), ("sektor", sector), ("dilihat", title), ("langkah", "kirim")];
        let sent = siti.post("/tanya/baru", &form).await.expect(303);
        (decode(sent.headers["set-cookie"].to_str().unwrap()), sent.location)
    };
    let (said, alone) = sends(title, "").await;
    assert!(said.contains(&format!("Pertanyaan terkirim. {nobody}")), "{said}");
    let (said, read) = sends("Bagaimana menjaga lele bioflok di musim hujan?", "pertanian").await;
    assert!(said.contains("Pertanyaan terkirim. Bapak/Ibu diberi tahu begitu ada jawaban."), "{said}");
    app.settle().await;
    app.forward(Duration::minutes(11));
    let known = siti.get(&read).await.expect(200);
    assert!(known.shows("Pejabat di 1 kantor sudah diberi tahu."), "{}", known.words());
    let known = siti.get(&alone).await.expect(200);
    assert!(known.shows("Belum ada kantor yang diberi tahu tentang pertanyaan ini."), "{}", known.words());
    assert!(!yanti.get(&read).await.expect(200).shows("sudah diberi tahu"), "the asker alone");
}
