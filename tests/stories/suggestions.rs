//! Help while typing, filters that a query names, and studies that tell of the same thing.

use forum_tests::{CIKAJANG, TestApp, a_study};
use serde_json::Value;

async fn groups(app: &TestApp, typed: &str) -> Vec<(String, Vec<String>)> {
    let answer = app.visitor().get(&format!("/api/v1/suggest?q={typed}")).await.expect(200);
    let answer: Value = serde_json::from_str(&answer.text).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = |group: &Value| group["items"].as_array().unwrap().iter().map(|item| text(&item["text"])).collect();
    answer["groups"].as_array().unwrap().iter().map(|group| (text(&group["heading"]), items(group))).collect()
}

#[tokio::test]
async fn words_studies_and_places_are_suggested() {
    let app = TestApp::start().await;
    app.has(a_study("Irigasi tetes dari botol")).await;
    app.has(a_study("Irigasi rahasia").members_only()).await;
    app.settle().await;
    let found = groups(&app, "irig").await;
    assert_eq!(found[0], ("Kata".to_owned(), vec!["irigasi".to_owned()]));
    assert_eq!(found[1], ("Praktik baik".to_owned(), vec!["Irigasi tetes dari botol".to_owned()]));
    let found = groups(&app, "cikaj").await;
    assert!(found.iter().any(|(_, items)| items.contains(&"Kec. Cikajang, Kab. Garut".to_owned())), "{found:?}");
    let found = groups(&app, "stun").await;
    assert!(found.iter().any(|(heading, items)| heading == "Saring menurut" && items.contains(&"Stunting".to_owned())));
    for odd in ["", "%00", "***", "%22%22%22", &"x".repeat(4000)] {
        groups(&app, odd).await;
    }
}

/// A name of a place, a sector or an indicator is offered as a filter, where that leads somewhere.
#[tokio::test]
async fn names_in_a_query_are_offered_as_filters() {
    let app = TestApp::start().await;
    app.has(a_study("Irigasi tetes")).await;
    app.has(a_study("Irigasi pipa").of("32.04.05")).await;
    app.has(a_study("Irigasi kota").of("32.73.02")).await;
    app.settle().await;
    let table: [(&str, &[(&str, &str)]); 6] = [
        ("irigasi garut", &[("Kab. Garut", "/cari?q=irigasi&#38;kabupaten_kota=32.05")]),
        (
            "irigasi bandung",
            &[
                ("Kab. Bandung", "/cari?q=irigasi&#38;kabupaten_kota=32.04"),
                ("Kota Bandung", "/cari?q=irigasi&#38;kabupaten_kota=32.73"),
            ],
        ),
        ("irigasi Kota Bandung", &[("Kota Bandung", "/cari?q=irigasi&#38;kabupaten_kota=32.73")]),
        ("irigasi kec. Cikajang", &[("Kec. Cikajang, Kab. Garut", "/cari?q=irigasi&#38;kecamatan=32.05.22")]),
        ("irigasi pertanian", &[("Pertanian", "/cari?q=irigasi&#38;sektor=pertanian")]),
        ("irigasi bandung barat", &[]),
    ];
    for (query, expected) in table {
        let page = app.visitor().get(&format!("/cari?q={}", query.replace(' ', "+"))).await.expect(200);
        let offers = page.text.split("class=\"offers\"").nth(1).and_then(|rest| rest.split("</p>").next());
        let offers = offers.unwrap_or_default();
        assert_eq!(offers.matches("class=\"chip\"").count(), expected.len(), "{query}: {offers}");
        for (name, url) in expected {
            assert!(offers.contains(&format!("href=\"{url}\" rel=\"nofollow\">{name}<")), "{query}: {offers}");
        }
    }
    let chosen = app.visitor().get("/cari?q=irigasi+garut&kabupaten_kota=32.05").await.expect(200);
    assert!(!chosen.text.contains("class=\"offers\""), "what is chosen is not offered");
}

#[tokio::test]
async fn similar_studies_of_other_kecamatan_come_first() {
    let app = TestApp::start().await;
    let own = app.has(a_study("Posyandu remaja menimbang balita stunting").of(CIKAJANG)).await;
    app.has(a_study("Posyandu remaja dan balita stunting di sini").of(CIKAJANG)).await;
    app.has(a_study("Balita stunting dan posyandu remaja jauh").of("32.04.05")).await;
    app.settle().await;
    let page = app.visitor().get(&own.url).await.expect(200);
    let similar = page.text.split("id=\"serupa\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap();
    let (far, near) = (similar.find("remaja jauh"), similar.find("di sini"));
    assert!(far.is_some() && near.is_some() && far < near, "{similar}");
}

#[tokio::test]
async fn captions_are_found_and_phrases_and_exclusions_are_obeyed() {
    let app = TestApp::start().await;
    app.has(a_study("Bank sampah desa")).await;
    app.has(a_study("Sampah dan bank plastik").days_ago(1)).await;
    app.has(a_study("Bank sampah").days_ago(2)).await;
    app.settle().await;
    let titles = async |query: &str| {
        let page = app.visitor().get(&format!("/cari?q={query}")).await.expect(200);
        let titles = page.text.split("class=\"hit-title\"").skip(1);
        let title = |rest: &str| rest.split_once("\">")?.1.split_once("</a>").map(|(title, _)| title.to_owned());
        let bare = |title: String| title.replace("<mark>", "").replace("</mark>", "");
        titles.filter_map(title).map(bare).collect::<Vec<_>>()
    };
    assert_eq!(titles("bank+sampah").await[0], "Bank sampah", "the exact title first");
    assert_eq!(titles("%22bank+sampah%22").await.len(), 2);
    assert_eq!(titles("bank+-desa").await.len(), 2);
}
