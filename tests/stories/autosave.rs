//! What the form's script asks for: each answer says truthfully what is stored.

use forum_camat::case_study::content::Content;
use forum_camat::case_study::entity::draft;
use forum_camat::ids::DraftKey;
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, TestApp};
use sea_orm::EntityTrait;

use super::writing::{answers, but, publishes, send};

async fn puts(person: &Person, key: DraftKey, fields: &[(&str, &str)]) -> Answer {
    let fields = fields.to_vec();
    person.send(|client, url| client.put(format!("{url}/tulis/{key}")).header("origin", url).form(&fields)).await
}

fn told(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("no JSON: {}", answer.text))
}

async fn content(app: &TestApp) -> Content {
    let row = draft::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    Content::parse(&row.document).unwrap()
}

/// A save names the fields that changed; the others keep their value.
#[tokio::test]
async fn a_save_changes_the_named_fields_only() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let first = told(
        &puts(
            &siti,
            key,
            &[("base", "0"), ("writer", "a"), ("fields", "title problem"), ("title", "Satu"), ("problem", "Kering")],
        )
        .await
        .expect(200),
    );
    assert_eq!((first["state"].as_str(), first["version"].as_i64()), (Some("stored"), Some(1)));
    let second = told(
        &puts(&siti, key, &[("base", "1"), ("writer", "a"), ("fields", "title"), ("title", "Satu dua")])
            .await
            .expect(200),
    );
    assert_eq!(second["version"].as_i64(), Some(2));
    let now = content(&app).await;
    assert_eq!((now.title.as_str(), now.problem.as_str()), ("Satu dua", "Kering"));
    assert_eq!(second["advice"]["answered"].as_i64(), Some(2));
    assert_eq!(second["advice"]["next"]["field"].as_str(), Some("action"));
    let same = told(
        &puts(&siti, key, &[("base", "2"), ("writer", "a"), ("fields", "title"), ("title", "Satu dua")])
            .await
            .expect(200),
    );
    assert_eq!(same["version"].as_i64(), Some(2), "what is stored already is stored");
}

/// The answer got lost on the way: the device goes on from the version it knows, and meets no conflict with itself.
#[tokio::test]
async fn a_lost_answer_is_no_conflict_and_a_colleague_is_one() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let key = DraftKey::new();
    for (base, title) in [("0", "Satu"), ("0", "Satu dua"), ("1", "Satu dua tiga")] {
        puts(&siti, key, &[("base", base), ("writer", "ponsel"), ("fields", "title"), ("title", title)])
            .await
            .expect(200);
    }
    let now = told(&siti.get(&format!("/tulis/{key}/keadaan")).await.expect(200));
    assert_eq!(
        (now["version"].as_i64(), now["writer"].as_str(), now["writer_from"].as_i64()),
        (Some(3), Some("ponsel"), Some(1))
    );

    puts(&rudi, key, &[("base", "3"), ("writer", "meja"), ("fields", "problem"), ("problem", "Embung retak")])
        .await
        .expect(200);
    let clash = told(
        &puts(&siti, key, &[("base", "3"), ("writer", "ponsel"), ("fields", "title"), ("title", "Lain")])
            .await
            .expect(409),
    );
    assert_eq!((clash["state"].as_str(), clash["by"].as_str()), (Some("clash"), Some("Rudi")));
    assert_eq!(content(&app).await.title, "Satu dua tiga", "nothing was stored");
    // The same device begins a new run; its old base does not reach over what Rudi wrote.
    puts(&siti, key, &[("base", "4"), ("writer", "ponsel"), ("fields", "title"), ("title", "Bersama")])
        .await
        .expect(200);
    puts(&siti, key, &[("base", "3"), ("writer", "ponsel"), ("fields", "problem"), ("problem", "Kering")])
        .await
        .expect(409);
    assert_eq!(content(&app).await.problem, "Embung retak");
}

/// Who may not save is told so in a word that the script understands, and nothing is stored.
#[tokio::test]
async fn each_refusal_says_what_it_is() {
    let app = TestApp::start_with(|config| {
        config.rates.drafts_at_once = 3;
        config.rates.drafts_per_minute = 1;
    })
    .await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    let said = [("base", "0"), ("writer", "a"), ("fields", "title"), ("title", "Satu")];
    let visitor = app.visitor();
    let answer =
        visitor.send(|client, url| client.put(format!("{url}/tulis/{key}")).header("origin", url).form(&said)).await;
    assert_eq!(told(&answer.expect(401))["state"].as_str(), Some("sign_in"));
    puts(&siti, key, &said).await.expect(200);
    let long = "a".repeat(2_000_000);
    let large = puts(&siti, key, &[("base", "1"), ("fields", "problem"), ("problem", &long)]).await.expect(413);
    assert!(told(&large)["sentence"].as_str().unwrap().contains("paling besar"), "{}", large.text);
    for _ in 0..2 {
        puts(&siti, key, &[("base", "1"), ("writer", "a"), ("fields", "title"), ("title", "Satu")]).await.expect(200);
    }
    let wait =
        puts(&siti, key, &[("base", "1"), ("writer", "a"), ("fields", "title"), ("title", "Dua")]).await.expect(429);
    assert!(told(&wait)["seconds"].as_i64().unwrap() > 0);
    // Another office's draft of the same key is none of Dadan's business: a draft of the own office begins.
    puts(&dadan, key, &said).await.expect(200);
    assert_eq!(draft::Entity::find().all(app.app.db.read()).await.unwrap().len(), 2);
}

/// A tab that stayed open while the draft was published elsewhere: its change becomes a draft that edits the study.
#[tokio::test]
async fn a_change_after_publishing_becomes_an_edit() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let form = but(answers("Irigasi tetes"), &[("base", "0")]);
    let study = send(&siti, &format!("/tulis/{key}/terbitkan"), &form).await.expect(303).location;
    let now = told(&siti.get(&format!("/tulis/{key}/keadaan")).await.expect(200));
    assert!(study.starts_with(now["published"].as_str().unwrap()));
    let late = told(
        &puts(&siti, key, &[("base", "1"), ("writer", "a"), ("fields", "problem"), ("problem", "Embung surut.")])
            .await
            .expect(200),
    );
    assert_eq!(late["state"].as_str(), Some("reopened"));
    assert!(siti.get(late["url"].as_str().unwrap()).await.expect(200).text.contains("Embung surut."));
    assert!(!app.visitor().get(&study).await.expect(200).shows("Embung surut."));
}

/// The empty form that a browser keeps tells nothing of the day; the worker names files that exist.
#[tokio::test]
async fn the_form_can_be_kept_for_later() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    publishes(&siti, &answers("Rahasia kantor")).await;
    for depth in ["ringkas", "lengkap", "mulai"] {
        let shell = siti.get(&format!("/tulis/kerangka?bentuk={depth}")).await.expect(200);
        assert!(!shell.text.contains("Rahasia kantor"), "{depth}");
        app.visitor().get(&format!("/tulis/kerangka?bentuk={depth}")).await.expect(303);
    }
    let worker = app.visitor().get("/sw.js").await.expect(200);
    assert_eq!(worker.headers["cache-control"], "no-cache");
    let files = worker.text.split("const wanted = ").nth(1).unwrap().lines().next().unwrap();
    for file in serde_json::from_str::<Vec<String>>(files).unwrap() {
        app.visitor().get(&file).await.expect(200);
    }
}
