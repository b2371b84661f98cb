//! Mentions in a comment: one person each, told once, few enough, and offered while one types.

use chrono::Duration;
use forum_camat::account::entity::account;
use forum_camat::db::Effect;
use forum_camat::discussion::entity::comment_mention;
use forum_camat::notification::entity as notification;
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::conversation::{PACET, body_of, says};

async fn told(app: &TestApp, person: &Person) -> Vec<(String, String)> {
    let rows = notification::Entity::find()
        .filter(notification::Column::AccountId.eq(person.account.get()))
        .order_by_asc(notification::Column::Id)
        .all(app.app.db.read())
        .await
        .expect("rows");
    rows.into_iter().map(|row| (row.kind, row.reason)).collect()
}

fn place(app: &TestApp, code: &str) -> String {
    app.app.catalogue.get().places.full_name(code)
}

/// "Siti, Camat Cikajang, Kab. Garut".
fn label(app: &TestApp, name: &str, code: &str) -> String {
    format!("{name}, Camat {}", place(app, code).trim_start_matches("Kec. "))
}

/// A person and a kecamatan are told once why; who is mentioned is not told of the comment a second time.
#[tokio::test]
async fn who_is_mentioned_is_told_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", PACET).await;
    let wawan = app.person("Wawan", Role::Sekcam, "32.05.01").await;
    let yuli = app.camat("Yuli", "32.04.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let (of_wawan, of_siti) = (place(&app, "32.05.01"), label(&app, "Siti", CIKAJANG));
    let body = format!("Mohon @[siti] menjawab; @{of_wawan} juga pernah, dan email a@siti.id bukan sebutan.");
    let id = says(&dadan, &study, &[("body", &body)]).await;
    let kept = body_of(&app, &id).await;
    assert_eq!(
        kept,
        format!("Mohon @[{of_siti}] menjawab; @[{of_wawan}] juga pernah, dan email a@siti.id bukan sebutan.")
    );
    app.settle().await;
    let of_person = "Dadan menyebut Bapak/Ibu. Bapak/Ibu menerima ini karena disebut dalam komentar ini.";
    assert_eq!(told(&app, &siti).await, [("mentioned".to_owned(), of_person.to_owned())]);
    assert!(told(&app, &wawan).await[0].1.starts_with(&format!("Dadan menyebut {of_wawan}.")));
    assert!(told(&app, &dadan).await.is_empty() && told(&app, &yuli).await.is_empty());

    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.text.contains("href=\"/kecamatan/32.05.01\""), "{}", page.text);
    assert!(page.text.contains(&format!("<strong>@{of_siti}</strong>")), "{}", page.text);
    let kabar = siti.get("/kabar").await.expect(200);
    assert!(kabar.shows("Disebut dalam komentar: Irigasi tetes"), "{}", kabar.words());

    // Changing the text tells whom it newly mentions, and nobody a second time.
    let more = format!("{kept} Bagaimana di @[Yuli]?");
    dadan.post(&format!("/komentar/{id}/ubah"), &[("body", &more)]).await.expect(303);
    app.settle().await;
    assert_eq!((told(&app, &siti).await.len(), told(&app, &wawan).await.len()), (1, 1));
    assert_eq!(told(&app, &yuli).await.len(), 1);
}

/// A name that several bear needs its office, and a name that nobody bears is said so; what was typed stays.
#[tokio::test]
async fn a_mention_means_one_person() {
    let app = TestApp::start().await;
    app.camat("Asep Sunarya", CIKAJANG).await;
    app.camat("Asep Sunarya", "32.05.01").await;
    let dadan = app.camat("Dadan", PACET).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let several = dadan.post(&study.path("komentar"), &[("body", "Halo @[Asep Sunarya]")]).await.expect(422);
    assert!(several.shows("Ada beberapa orang bernama “Asep Sunarya”"), "{}", several.words());
    assert!(several.text.contains("Halo @[Asep Sunarya]"));
    let nobody = dadan.post(&study.path("komentar"), &[("body", "Halo @[Gubernur Bayangan]")]).await.expect(422);
    assert!(nobody.shows("Tidak ada pejabat atau kecamatan “Gubernur Bayangan”."), "{}", nobody.words());
    let clear = format!("Halo @[{}]", label(&app, "Asep Sunarya", "32.05.01"));
    says(&dadan, &study, &[("body", &clear)]).await;
    assert_eq!(comment_mention::Entity::find().count(app.app.db.read()).await.expect("a count"), 1);
    let attack = format!("@[{}](javascript:alert(1)) @[<b onclick=x>]", place(&app, CIKAJANG));
    dadan.post(&study.path("komentar"), &[("body", &attack)]).await.expect(422);
}

/// Ten mentions a comment and forty a day; the sentence stands beside the field, and without mentions one goes on.
#[tokio::test]
async fn a_flood_of_mentions_is_stopped() {
    let app = TestApp::start().await;
    let dadan = app.camat("Dadan", PACET).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let all: Vec<String> = {
        let catalogue = app.app.catalogue.get();
        catalogue.places.all_kecamatan().take(60).map(|place| catalogue.places.full_name(&place.code)).collect()
    };
    let text = |names: &[String]| names.iter().map(|name| format!("@{name}")).collect::<Vec<_>>().join("; ");
    let eleven = dadan.post(&study.path("komentar"), &[("body", &text(&all[..11]))]).await.expect(422);
    assert!(eleven.shows("Paling banyak 10 sebutan dalam satu komentar; yang ini 11."), "{}", eleven.words());
    for round in 0..4 {
        says(&dadan, &study, &[("body", &text(&all[round * 10..round * 10 + 10]))]).await;
    }
    let flood = dadan.post(&study.path("komentar"), &[("body", &text(&all[40..41]))]).await.expect(422);
    assert!(flood.shows("Paling banyak 40 sebutan sehari; Bapak/Ibu sudah menyebut 40 kali."), "{}", flood.words());
    says(&dadan, &study, &[("body", "Tanpa sebutan tetap bisa.")]).await;
    app.forward(Duration::hours(25));
    says(&dadan, &study, &[("body", &text(&all[40..41]))]).await;
}

/// Who is suspended or has closed the account is told nothing, and a study that is hidden by then tells nobody.
#[tokio::test]
async fn who_may_not_see_it_is_not_told() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yuli = app.camat("Yuli", "32.04.05").await;
    let dadan = app.camat("Dadan", PACET).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").members_only().by(&dadan)).await;
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::SuspendedUntil, Expr::value(Some(tx.now() + Duration::days(7))))
        .filter(account::Column::Id.eq(yuli.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    says(&dadan, &study, &[("body", "Halo @[Siti] dan @[Yuli]")]).await;
    app.settle().await;
    assert_eq!((told(&app, &siti).await.len(), told(&app, &yuli).await.len()), (1, 0));
    assert!(!siti.get("/sebutan?q=yul").await.expect(200).text.contains("Yuli"), "nor is she offered");
    says(&dadan, &study, &[("body", "Sekali lagi @[Siti]")]).await;
    hendra.post(&study.path("sembunyikan"), &[("reason", "Diperiksa dulu")]).await.expect(303);
    app.settle().await;
    assert_eq!(told(&app, &siti).await.iter().filter(|(kind, _)| kind == "mentioned").count(), 1);
}

/// The texts of what is offered.
fn offered(answer: Answer) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(&answer.text).expect("JSON");
    let items = value["items"].as_array().expect("a list").clone();
    items.iter().map(|item| item["text"].as_str().expect("text").to_owned()).collect()
}

/// The own kabupaten goes first, then who takes part in the conversation, then everybody else; each by name. What stands
/// under a study that the reader does not see changes nothing.
#[tokio::test]
async fn who_is_near_is_offered_first() {
    let app = TestApp::start().await;
    for number in 1..=6 {
        app.camat(&format!("Sari {number}"), &format!("32.05.{number:02}")).await;
    }
    let zahra = app.camat("Sari Zahra", "32.04.05").await;
    let yanti = app.camat("Sari Yanti", "32.03.11").await;
    let dadan = app.camat("Dadan", PACET).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let people = |answer: Answer| -> Vec<String> {
        let names = offered(answer).into_iter().filter_map(|item| Some(item.split_once(", Camat ")?.0.to_owned()));
        names.collect()
    };
    let typed = format!("/sebutan?praktik={}&q=sari", study.id);
    let before = people(dadan.get(&typed).await.expect(200));
    assert_eq!(before, ["Sari Yanti", "Sari 1", "Sari 2", "Sari 3", "Sari 4"]);

    says(&zahra, &study, &[("body", "Bisa dibantu dari sini.")]).await;
    let after = people(dadan.get(&typed).await.expect(200));
    assert_eq!(after, ["Sari Yanti", "Sari Zahra", "Sari 1", "Sari 2", "Sari 3"]);
    assert_eq!(people(dadan.get("/sebutan?q=sari").await.expect(200)), before, "elsewhere she is one of many");
    assert_eq!(people(yanti.get(&typed).await.expect(200))[..2], ["Sari Yanti", "Sari Zahra"]);

    let gone = app.has(a_study("Yang dihentikan").by(&zahra).withdrawn()).await;
    let of_gone = format!("/sebutan?praktik={}&q=sari", gone.id);
    assert_eq!(people(dadan.get(&of_gone).await.expect(200)), before);
}

/// While typing, members are offered at most eight people and places, by name and office and nothing else.
#[tokio::test]
async fn members_are_offered_whom_to_mention() {
    let app = TestApp::start().await;
    for number in 1..=9 {
        app.camat(&format!("Cikar {number}"), &format!("32.05.{number:02}")).await;
    }
    let dadan = app.camat("Dadan", PACET).await;
    app.visitor().get("/sebutan?q=cika").await.expect(303);
    let items = offered(dadan.get("/sebutan?q=cika").await.expect(200));
    assert!(items.len() <= 8 && items.contains(&place(&app, CIKAJANG)), "{items:?}");
    let at =
        |begins: &str| items.iter().position(|item| item.starts_with(begins)).unwrap_or_else(|| panic!("{items:?}"));
    assert!(at("Kec. Cikadu, Kab. Cianjur") < at("Cikar 1, Camat "), "the own kabupaten goes first: {items:?}");
    assert!(at("Cikar 1, Camat ") < at("Kec. Cikajang, "), "{items:?}");
    assert!(items.iter().all(|item| item.contains("Kab. ") || item.contains("Kota ")), "{items:?}");
    assert_eq!(offered(dadan.get("/sebutan?q=c").await.expect(200)), Vec::<String>::new());
    assert_eq!(offered(dadan.get("/sebutan?q=%25%25").await.expect(200)), Vec::<String>::new());
}
