//! What somebody may not see is nowhere in the search: words planted in a members-only study, in a draft, in a withdrawn
//! and a hidden study, and in an old revision, looked for at every place that shows something of the index.

use forum_camat::case_study::entity::case_study;
use forum_camat::content_change::Subject;
use forum_camat::db::Effect;
use forum_camat::ids::CaseStudyId;
use forum_tests::{CIKAJANG, TestApp, a_study};
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

/// Every address of the search that a word can be asked at.
fn addresses(word: &str) -> Vec<String> {
    let mut addresses = Vec::new();
    for q in [word.to_owned(), word[..5].to_owned(), format!("{}x{}", &word[..4], &word[5..]), format!("kebun {word}")]
    {
        let q = q.replace(' ', "+");
        for path in
            ["/cari?q=", "/cari?persis=1&q=", "/cari?tampilan=rapat&q=", "/api/v1/search?q=", "/api/v1/suggest?q="]
        {
            addresses.push(format!("{path}{q}"));
        }
        addresses.push(format!("/cari?urut=terbaru&q={q}&ada_angka=1"));
    }
    addresses
}

#[tokio::test]
async fn a_secret_word_is_nowhere_for_who_may_not_see_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let open = app.has(a_study("Kebun sayur terbuka")).await;
    let members = app.has(a_study(&format!("Kebun sayur {}", SECRETS[0])).members_only().of("32.05.17")).await;
    let withdrawn = app.has(a_study(&format!("Kebun sayur {}", SECRETS[1])).of("32.05.17")).await;
    let hidden = app.has(a_study(&format!("Kebun sayur {}", SECRETS[2])).of("32.04.05")).await;
    send(&siti, "simpan", &but(answers(&format!("Kebun sayur {}", SECRETS[3])), &[])).await;
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
    let said = |text: &str, word: &str, asked: &str| {
        // The page repeats what was typed; nothing else may complete or correct it to the secret.
        text.replace(asked, "").to_lowercase().contains(word)
    };
    for (number, word) in SECRETS.into_iter().enumerate() {
        for address in addresses(word) {
            let asked = address.split("q=").nth(1).unwrap().split('&').next().unwrap().replace('+', " ");
            let page = visitor.get(&address).await.expect(200);
            let typed = page.text.replace(&asked.replace(' ', "+"), "").replace(&asked.replace(' ', "%20"), "");
            assert!(!said(&typed, word, &asked), "a visitor at {address}: {}", page.words());
            assert!(!page.text.contains(&members.url), "{address}");
            if number > 0 {
                let page = siti.get(&address).await.expect(200);
                let typed = page.text.replace(&asked.replace(' ', "+"), "").replace(&asked.replace(' ', "%20"), "");
                assert!(!said(&typed, word, &asked), "a member at {address}: {}", page.words());
            }
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
