//! What somebody may not see is nowhere in the search: words planted in a members-only study, in a draft, in a withdrawn
//! and a hidden study, and in an old revision, looked for at every place that shows something of the index.

use forum_camat::case_study::entity::case_study;
use forum_camat::content_change::Subject;
use forum_camat::db::Effect;
use forum_camat::ids::{CaseStudyId, DraftKey};
use forum_tests::{Browser, CIKAJANG, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::writing::{answers, but, send};

const SECRETS: [&str; 4] = ["zaqumber", "zoqpelang", "zuqsemara", "zeqkelindan"];

async fn set(app: &TestApp, id: CaseStudyId, column: case_study::Column, value: &str) {
    let tx = app.app.db.begin_write().await.unwrap();
    case_study::Entity::update_many()
        .col_expr(column, Expr::value(value))
        .filter(case_study::Column::Id.eq(id.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(id)])).await.unwrap();
}

/// Words that nobody has written anywhere, as long as the secret ones and unlike them.
const UNWRITTEN: [&str; 4] = ["fryjkoltu", "fryjkoltut", "fryjkoltut", "fryjkoltutan"];

/// Every address of the search that a word can be asked at: whole, begun, mistyped, beside another; and what was typed.
fn addresses(word: &str) -> Vec<(String, String)> {
    let mistyped = format!("{}x{}", &word[..4], &word[5..]);
    let mut addresses = Vec::new();
    for typed in [word.to_owned(), word[..5].to_owned(), mistyped] {
        for before in ["", "kebun+"] {
            for path in
                ["/cari?q=", "/cari?persis=1&q=", "/cari?tampilan=rapat&q=", "/api/v1/search?q=", "/api/v1/suggest?q="]
            {
                addresses.push((format!("{path}{before}{typed}"), typed.clone()));
            }
            addresses.push((format!("/cari?urut=terbaru&bukti=ada-angka&q={before}{typed}"), typed.clone()));
        }
    }
    addresses
}

/// What somebody gets for a secret word is, letter by letter, what he gets for a word that was never written.
async fn cannot_tell(who: &Browser, secret: &str, unwritten: &str) {
    for ((asked, typed), (other, control)) in addresses(secret).into_iter().zip(addresses(unwritten)) {
        let found = who.get(&asked).await.expect(200).text.replace(&typed, "@");
        let nothing = who.get(&other).await.expect(200).text.replace(&control, "@");
        assert_eq!(found, nothing, "{asked} is told apart from {other}");
    }
}

#[tokio::test]
async fn a_secret_word_is_nowhere_for_who_may_not_see_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let open = app.has(a_study("Kebun sayur terbuka")).await;
    app.has(a_study(&format!("Kebun sayur {}", SECRETS[0])).members_only().of("32.05.17")).await;
    let withdrawn = app.has(a_study(&format!("Kebun sayur {}", SECRETS[1])).of("32.05.17")).await;
    let hidden = app.has(a_study(&format!("Kebun sayur {}", SECRETS[2])).of("32.04.05")).await;
    send(&siti, &format!("/tulis/{}", DraftKey::new()), &but(answers(&format!("Kebun sayur {}", SECRETS[3])), &[]))
        .await;
    app.settle().await;
    set(&app, withdrawn.id, case_study::Column::State, "tidak_ditayangkan").await;
    set(&app, hidden.id, case_study::Column::HiddenReason, "diperiksa").await;
    let tx = app.app.db.begin_write().await.unwrap();
    case_study::Entity::update_many()
        .col_expr(case_study::Column::HiddenAt, Expr::value(Some(tx.now())))
        .filter(case_study::Column::Id.eq(hidden.id.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(hidden.id)])).await.unwrap();
    app.settle().await;

    let visitor = app.visitor();
    for (number, (secret, unwritten)) in SECRETS.into_iter().zip(UNWRITTEN).enumerate() {
        cannot_tell(&visitor, secret, unwritten).await;
        if number > 0 {
            cannot_tell(&siti, secret, unwritten).await;
        }
    }
    // Counts and similar studies, too: one study of three is open to all, two to members.
    let total = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["total"].as_u64();
    assert_eq!(total(&visitor.get("/api/v1/search?q=kebun").await.text), Some(1));
    assert_eq!(total(&siti.get("/api/v1/search?q=kebun").await.text), Some(2));
    let study = visitor.get(&open.url).await.expect(200);
    assert!(SECRETS.iter().all(|word| !study.text.contains(word)), "{}", study.words());
    let study = siti.get(&open.url).await.expect(200);
    assert!(study.text.contains(SECRETS[0]) && SECRETS[1..].iter().all(|word| !study.text.contains(word)));
    assert!(visitor.get("/cari?q=kebun").await.expect(200).shows("1 praktik"));
    assert!(siti.get(&format!("/cari?q={}", SECRETS[0])).await.expect(200).shows("1 praktik"), "its twin is found");
    let offers = visitor.get("/cari?q=kebun+kersamanah").await.expect(200);
    assert!(!offers.shows("Saring menurut"), "no filter is offered that leads to what is hidden: {}", offers.words());
}
