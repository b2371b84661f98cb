//! Finding what was written, by any inflection, place and filter.

use forum_camat::case_study::entity::case_study;
use forum_camat::content_change::{self, Subject};
use forum_camat::db::Effect;
use forum_camat::ids::CaseStudyId;
use forum_camat::keyword_search;
use forum_tests::{Answer, CIKAJANG, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::writing::{answers, but, publishes};

/// Titles of the hits on a page, in their order.
fn titles(page: &Answer) -> Vec<String> {
    page.text
        .split("class=\"hit-title\"")
        .skip(1)
        .filter_map(|rest| rest.split_once("\">")?.1.split_once("</a>"))
        .map(|(title, _)| title.replace("<mark>", "").replace("</mark>", ""))
        .collect()
}

async fn found(app: &TestApp, path: &str) -> Vec<String> {
    titles(&app.visitor().get(path).await.expect(200))
}

async fn change(app: &TestApp, id: CaseStudyId, column: case_study::Column, value: &str) {
    let tx = app.app.db.begin_write().await.unwrap();
    case_study::Entity::update_many()
        .col_expr(column, Expr::value(value))
        .filter(case_study::Column::Id.eq(id.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(id)])).await.unwrap();
}

#[tokio::test]
async fn what_siti_publishes_is_found_by_another_inflection_and_marked() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let form = but(answers("Cabai saat kemarau"), &[("action", "Kelompok tani menanam cabai di bedengan tinggi.")]);
    assert!(found(&app, "/cari?q=penanaman").await.is_empty());
    publishes(&siti, &form).await;
    app.settle().await;
    for words in ["menanam", "penanaman", "tanaman", "ditanami", "TANAM"] {
        assert_eq!(found(&app, &format!("/cari?q={words}")).await, ["Cabai saat kemarau"], "{words}");
    }
    let page = app.visitor().get("/cari?q=penanaman+cabai").await.expect(200);
    assert!(page.text.contains("<mark>menanam</mark>"), "{}", page.words());
    assert!(page.text.contains("<mark>Cabai</mark>"), "{}", page.words());
    assert!(page.shows("1 praktik , paling sesuai di atas"), "{}", page.words());
    assert!(page.shows("Cocok di judul"), "{}", page.words());
    assert!(page.text.contains(r#"content="noindex"#));
}

#[tokio::test]
async fn a_study_is_found_by_its_place() {
    let app = TestApp::start().await;
    app.has(a_study("Bank sampah")).await;
    app.has(a_study("Pasar malam").of("32.73.02")).await;
    app.settle().await;
    assert_eq!(found(&app, "/cari?q=cikajang").await, ["Bank sampah"]);
    assert_eq!(found(&app, "/cari?q=kecamatan+cikajang").await.first().map(String::as_str), Some("Bank sampah"));
    assert_eq!(found(&app, "/cari?q=kabupaten+garut").await.first().map(String::as_str), Some("Bank sampah"));
    assert_eq!(found(&app, "/cari?kabupaten_kota=32.73").await, ["Pasar malam"]);
    assert_eq!(found(&app, &format!("/cari?kecamatan={CIKAJANG}")).await, ["Bank sampah"]);
}

#[tokio::test]
async fn filters_narrow_with_counts_and_stay_in_the_address() {
    let app = TestApp::start().await;
    app.has(a_study("Kebun cabai")).await;
    app.has(a_study("Kebun tomat").days_ago(3)).await;
    app.has(a_study("Kebun bunga").in_sector("pariwisata").supporting(&["kemiskinan"]).days_ago(1)).await;
    app.settle().await;
    let page = app.visitor().get("/cari?q=kebun").await.expect(200);
    assert!(page.shows("Pertanian 2 praktik"), "{}", page.words());
    assert!(page.shows("Pariwisata 1 praktik"), "{}", page.words());
    assert!(page.text.contains("/cari?q=kebun&#38;sektor=pariwisata"));
    let page = app.visitor().get("/cari?q=kebun&sektor=pertanian").await.expect(200);
    assert_eq!(titles(&page).len(), 2);
    assert!(
        page.text.contains("/cari?q=kebun&#38;sektor=pertanian&#38;sektor=pariwisata"),
        "a second sector can be added"
    );
    assert!(page.shows("Pariwisata 1 praktik"), "a chosen sector does not hide the others' counts");
    assert_eq!(found(&app, "/cari?q=kebun&sektor=pertanian&sektor=pariwisata").await.len(), 3);
    assert_eq!(found(&app, "/cari?indikator=kemiskinan").await, ["Kebun bunga"]);
    assert_eq!(found(&app, "/cari?tahun=2025&tahap=penerapan&bukti=ada-angka").await.len(), 3);
    assert_eq!(found(&app, "/cari?urut=terbaru").await, ["Kebun cabai", "Kebun bunga", "Kebun tomat"]);
    assert_eq!(found(&app, "/cari").await, ["Kebun cabai", "Kebun bunga", "Kebun tomat"]);
}

#[tokio::test]
async fn a_withdrawn_study_disappears_and_a_hidden_one_too() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Embung desa")).await;
    app.settle().await;
    assert_eq!(found(&app, "/cari?q=embung").await, ["Embung desa"]);
    change(&app, study.id, case_study::Column::State, "tidak_ditayangkan").await;
    assert!(found(&app, "/cari?q=embung").await.is_empty(), "the gate closes before the index knows");
    app.settle().await;
    assert!(app.visitor().get("/cari?q=embung").await.expect(200).shows("Belum ada praktik tentang “embung”."));
    change(&app, study.id, case_study::Column::State, "tayang").await;
    app.settle().await;
    assert_eq!(found(&app, "/cari?q=embung").await, ["Embung desa"]);
}

#[tokio::test]
async fn members_only_is_nowhere_for_visitors() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Rahasia dapur embung").members_only()).await;
    app.has(a_study("Embung terbuka").of("32.73.02")).await;
    app.settle().await;
    let paths = [
        "/",
        "/cari",
        "/cari?q=rahasia",
        "/cari?q=embung",
        "/sektor/pertanian",
        "/indikator/ekonomi-lokal",
        "/kabupaten-kota/32.05",
        "/kecamatan/32.05.22",
        "/umpan.atom",
        "/sitemap/praktik/1",
        "/api/v1/search?q=embung",
        "/api/v1/search?q=rahasia",
    ];
    for path in paths {
        let page = app.visitor().get(path).await.expect(200);
        assert!(!page.text.contains("Rahasia dapur") && !page.text.contains(&study.url), "{path}");
    }
    let page = app.visitor().get("/cari?q=embung").await.expect(200);
    assert!(page.shows("1 praktik") && !page.text.contains("kabupaten_kota=32.05"), "{}", page.words());
    assert!(app.visitor().get("/kabupaten-kota").await.expect(200).shows("Kab. Garut 0 praktik"));
    assert!(app.visitor().get("/").await.expect(200).shows("Pertanian 1 praktik"));
    assert!(app.visitor().get("/api/v1/search?q=embung").await.expect(200).text.contains("\"total\":1"));

    let page = siti.get("/cari?q=embung").await.expect(200);
    assert_eq!(titles(&page).len(), 2);
    assert!(page.shows("khusus anggota"));
    assert!(siti.get("/api/v1/search?q=rahasia").await.expect(200).text.contains("\"total\":1"));
    assert!(siti.get("/kabupaten-kota").await.expect(200).shows("Kab. Garut 1 praktik"));
    assert!(!siti.get("/umpan.atom").await.expect(200).text.contains("Rahasia dapur"), "a feed may be shared");
}

/// Few hits, or hits that have some of the words only, lead on to the other offices: members in two taps, visitors by way of
/// the sign-in page. A hit says which word it lacks, and nothing is marked but what was sought.
#[tokio::test]
async fn few_or_partial_hits_offer_a_question() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    for _ in 0..6 {
        app.has(a_study("Kompos daun")).await;
    }
    app.has(a_study("Pagar kelor")).await;
    app.settle().await;
    let many = siti.get("/cari?q=kompos").await.expect(200);
    assert!(!many.shows("Belum terjawab?") && !many.shows("memuat sebagian"), "{}", many.words());
    let few = siti.get("/cari?q=kelor").await.expect(200);
    assert!(few.shows("Belum terjawab? Tanyakan kepada camat lain"), "{}", few.words());
    assert!(few.text.contains("href=\"/tanya/baru?q=kelor\""), "the words go along");
    let partial = siti.get("/cari?q=kompos+klanceng").await.expect(200);
    let notice = "Tidak ada yang memuat semua kata; ini yang memuat sebagian.";
    assert!(partial.shows(&format!("{notice} Tanyakan kepada camat lain")), "{}", partial.words());
    assert!(partial.shows("· tidak memuat “klanceng”") && partial.shows("Belum terjawab?"), "{}", partial.words());
    let marked = partial.text.split("<mark>").skip(1).filter_map(|rest| rest.split("</mark>").next());
    let marked: Vec<String> = marked.map(str::to_lowercase).collect();
    assert!(!marked.is_empty() && marked.iter().all(|word| word == "kompos"), "{marked:?}");
    let visitor = app.visitor().get("/cari?q=kompos+klanceng").await.expect(200);
    assert!(visitor.shows(&format!("{notice} Masuk untuk bertanya kepada camat lain")), "{}", visitor.words());
    assert!(visitor.text.contains("href=\"/masuk?kembali=%2Ftanya%2Fbaru%3Fq%3Dkompos%2520klanceng\""));
    assert!(!app.visitor().get("/cari").await.expect(200).shows("Belum terjawab?"), "nothing was asked yet");
}

/// A hit that has few of the words does not look like one that has all: it names what it lacks, or what it has, and says
/// where a synonym stands for a word.
#[tokio::test]
async fn every_hit_that_lacks_words_says_what_it_has() {
    let app = TestApp::start().await;
    for title in ["Menara surya pengering kopi", "Kopi bukit", "Kebun cabai"] {
        app.has(a_study(title)).await;
    }
    app.settle().await;
    let page = app.visitor().get("/cari?q=menara+pengering+kopi+dome+surya").await.expect(200);
    assert_eq!(titles(&page).first().map(String::as_str), Some("Menara surya pengering kopi"));
    let told = |page: &Answer| -> Vec<String> {
        let lines = page.text.split("class=\"hit-why\"").skip(1).filter_map(|rest| rest.split("</p>").next());
        lines.filter_map(|line| Some(line.rsplit_once(" · ")?.1.to_owned())).collect()
    };
    let dried = "hanya memuat “kemarau” (padanan “pengering”)";
    assert_eq!(told(&page), ["tidak memuat “dome”".to_owned(), format!("{dried} dan “kopi”"), dried.to_owned()]);
    let some = app.visitor().get("/cari?q=kopi+menara").await.expect(200);
    assert!(!some.shows("Tidak ada yang memuat semua kata"), "{}", some.words());
    assert_eq!(told(&some), ["tidak memuat “menara”"], "also below a hit that has all the words");
}

/// What may be meant instead keeps the other words, leaves the words of the language alone, and finds something.
#[tokio::test]
async fn a_query_that_may_be_meant_keeps_the_other_words() {
    let app = TestApp::start().await;
    for title in ["Budaya sunda", "Irigasi tetes"] {
        app.has(a_study(title)).await;
    }
    app.settle().await;
    let page = app.visitor().get("/cari?q=budidaya+lele+bioflok").await.expect(200);
    assert!(page.shows("Belum ada praktik tentang “budidaya lele bioflok”."), "{}", page.words());
    assert!(!page.shows("Mungkin maksud") && !page.shows("Maksud Bapak/Ibu"), "{}", page.words());
    let page = app.visitor().get("/cari?q=lele+irigesu").await.expect(200);
    assert!(page.text.contains("href=\"/cari?q=lele%20irigasi\""), "{}", page.words());
    assert_eq!(found(&app, "/cari?q=lele%20irigasi").await, ["Irigasi tetes"]);
    let page = app.visitor().get("/cari?q=lele+irigesu&sektor=pertanian").await.expect(200);
    assert!(page.text.contains("href=\"/cari?q=lele%20irigasi&#38;sektor=pertanian\""), "the filter stays");
    let page = app.visitor().get("/cari?q=lele+irigesu&sektor=pariwisata").await.expect(200);
    assert!(page.text.contains("href=\"/cari?q=lele%20irigasi\""), "unless it leaves nothing: {}", page.words());
    let page = app.visitor().get("/cari?q=irgasi+-sampah").await.expect(200);
    assert!(page.shows("Menampilkan hasil untuk irigasi -sampah"), "{}", page.words());
    let page = app.visitor().get("/cari?q=irgasi+-tetes").await.expect(200);
    assert!(titles(&page).is_empty() && !page.shows("irigasi"), "{}", page.words());
}

#[tokio::test]
async fn no_hits_lead_on_and_odd_queries_do_no_harm() {
    let app = TestApp::start().await;
    app.has(a_study("Kebun cabai")).await;
    app.settle().await;
    let page = app.visitor().get("/cari?q=kepiting+cabai&sektor=pariwisata").await.expect(200);
    assert!(page.shows("Lepas salah satu saringan: Pariwisata"), "{}", page.words());
    assert!(page.shows("Coba satu kata saja: cabai ."), "only what is found is offered: {}", page.words());
    assert!(page.shows("Pertanian (1)"), "{}", page.words());
    let page = app.visitor().get("/cari?q=kepiting+cabai+bakau").await.expect(200);
    assert!(page.shows("Tidak ada yang memuat semua kata; ini yang memuat sebagian."), "{}", page.words());
    let long = format!("/cari?q={}", "kepiting+".repeat(900));
    for odd in [
        "/cari?q=%22%22%22",
        "/cari?q=%00%FF",
        "/cari?q=-",
        "/cari?q=%CA%BC",
        "/cari?q=AND+OR+NOT+(",
        "/cari?halaman=99999&q=cabai",
        "/cari?sektor=%3Cscript%3E",
        &long,
    ] {
        app.visitor().get(odd).await.expect(200);
    }
    let page = app.visitor().get("/cari?q=%3Cscript%3Ealert(1)%3C/script%3E").await.expect(200);
    assert!(!page.text.contains("<script>alert"));
}

#[tokio::test]
async fn pages_of_hits_can_be_turned() {
    let app = TestApp::start().await;
    for number in 0..23 {
        app.has(a_study(&format!("Praktik nomor {number}")).days_ago(number)).await;
    }
    app.settle().await;
    let first = app.visitor().get("/cari?sektor=pertanian").await.expect(200);
    assert_eq!(titles(&first).len(), 20);
    assert!(first.text.contains("/cari?sektor=pertanian&#38;halaman=2"));
    assert_eq!(
        found(&app, "/cari?sektor=pertanian&halaman=2").await,
        ["Praktik nomor 20", "Praktik nomor 21", "Praktik nomor 22"]
    );
    for beyond in ["/cari?halaman=9", "/cari?halaman=9999"] {
        assert!(app.visitor().get(beyond).await.expect(200).shows("Daftar ini tidak sampai halaman itu."), "{beyond}");
    }
}

#[tokio::test]
async fn programs_search_too_and_hear_what_is_wrong() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Irigasi tetes")).await;
    app.has(a_study("Bank sampah").days_ago(1)).await;
    app.settle().await;
    let answer =
        app.visitor().get("/api/v1/search?q=mengairi+irigasi&kind=praktik&sector=pertanian&limit=5").await.expect(200);
    let answer: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(answer["corrected_query"], serde_json::Value::Null);
    let hit = &answer["hits"][0];
    assert_eq!(hit["id"], study.id.get());
    assert_eq!(hit["url"], format!("{}{}", app.url, study.url));
    assert_eq!(
        (&hit["kind"], &hit["title"], &hit["why"][0]),
        (&"praktik".into(), &"Irigasi tetes".into(), &"judul".into())
    );
    assert!(hit["snippet"].as_str().is_some_and(|snippet| snippet.contains("Irigasi")) && hit["score"].is_number());
    assert_eq!(answer["facets"]["sector"][0]["value"], "pertanian");
    let newest = app.visitor().get("/api/v1/search").await.expect(200);
    let newest: serde_json::Value = serde_json::from_str(&newest.text).unwrap();
    assert_eq!((&newest["total"], &newest["hits"][0]["title"]), (&2.into(), &"Irigasi tetes".into()));
    for (query, named) in [
        ("limit=51", "limit: bilangan bulat 1 sampai 50."),
        ("limit=x", "limit"),
        ("offset=10001", "offset: bilangan bulat 0 sampai 10000."),
        ("sector=xyz", "sector: tidak ada"),
        ("kind=orang", "kind"),
        ("kecamatan=1", "kecamatan"),
    ] {
        let answer = app.visitor().get(&format!("/api/v1/search?{query}")).await.expect(400);
        let answer: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert!(answer["detail"].as_str().is_some_and(|detail| detail.contains(named)), "{query}: {answer}");
    }
}

#[tokio::test]
async fn a_lost_index_is_made_anew_and_a_queued_rebuild_is_done() {
    let app = TestApp::start().await;
    app.has(a_study("Embung desa")).await;
    app.settle().await;
    keyword_search::rebuild(&app.app, |_, _| {}).await.unwrap();
    assert_eq!(found(&app, "/cari?q=embung").await, ["Embung desa"]);
    keyword_search::queue_rebuild(&app.app.db).await.unwrap();
    app.settle().await;
    assert_eq!(found(&app, "/cari?q=embung").await, ["Embung desa"]);
    assert_eq!(app.app.search.documents(), 1);
}

/// A feature lifts a study among equals, until its last day is over: nobody has to write anything for that.
#[tokio::test]
async fn a_feature_that_ended_by_itself_lifts_nothing_any_more() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let chosen = app.has(a_study("Embung desa lama").days_ago(40)).await;
    app.has(a_study("Embung desa baru").days_ago(39)).await;
    app.settle().await;
    assert_eq!(found(&app, "/cari?q=embung").await, ["Embung desa baru", "Embung desa lama"]);
    app.has_feature(&chosen, &hendra, "32.05", "Murah").await;
    app.settle().await;
    assert_eq!(found(&app, "/cari?q=embung").await, ["Embung desa lama", "Embung desa baru"]);
    app.forward(chrono::Duration::days(14));
    app.settle().await;
    assert_eq!(found(&app, "/cari?q=embung").await, ["Embung desa lama", "Embung desa baru"], "the last day counts");
    app.forward(chrono::Duration::days(1));
    app.settle().await;
    assert_eq!(found(&app, "/cari?q=embung").await, ["Embung desa baru", "Embung desa lama"]);
    let log = content_change::newest(app.app.db.read()).await.unwrap();
    app.settle().await;
    app.forward(chrono::Duration::days(1));
    app.settle().await;
    assert_eq!(content_change::newest(app.app.db.read()).await.unwrap(), log, "it enters the log once");
}

#[tokio::test]
async fn a_typing_error_is_mended_and_the_word_as_typed_is_one_tap_away() {
    let app = TestApp::start().await;
    app.has(a_study("Posyandu menurunkan stunting")).await;
    app.settle().await;
    let page = app.visitor().get("/cari?q=stuntng").await.expect(200);
    assert_eq!(titles(&page), ["Posyandu menurunkan stunting"]);
    assert!(page.shows("Menampilkan hasil untuk stunting"), "{}", page.words());
    assert!(page.shows("Cari “stuntng” apa adanya"), "{}", page.words());
    assert!(page.text.contains("<mark>stunting</mark>"), "what was meant is marked");
    let page = app.visitor().get("/cari?q=stuntng&persis=1").await.expect(200);
    assert!(titles(&page).is_empty() && !page.shows("Menampilkan hasil untuk"), "{}", page.words());
    let api = app.visitor().get("/api/v1/search?q=stuntng").await.expect(200);
    assert!(api.text.contains(r#""corrected_query":"stunting""#), "{}", api.text);
}

/// A better spelling is taken from what the asker may read, never from what is hidden.
#[tokio::test]
async fn no_correction_tells_a_visitor_what_only_members_read() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    app.has(a_study("Kebun cabai")).await;
    app.has(a_study("Rahasia kepiting").members_only()).await;
    app.settle().await;
    for address in ["/cari?q=kepitng", "/cari?q=kepitng+cabai", "/api/v1/search?q=kepitng"] {
        let answer = app.visitor().get(address).await.expect(200);
        assert!(!answer.text.contains("kepiting"), "{address}: {}", answer.words());
    }
    assert!(siti.get("/cari?q=kepitng").await.expect(200).shows("Menampilkan hasil untuk kepiting"));
}

#[tokio::test]
async fn an_everyday_word_finds_the_official_one() {
    let app = TestApp::start().await;
    app.has(a_study("Usaha mikro kecil menengah naik kelas")).await;
    app.settle().await;
    assert_eq!(found(&app, "/cari?q=UMKM").await, ["Usaha mikro kecil menengah naik kelas"]);
}

/// The follower runs as in a served site; what was published is findable at once.
#[tokio::test]
async fn publish_to_findable_is_fast() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    app.settle().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let follower = tokio::spawn(keyword_search::follow(app.app.clone(), stopped));
    let mut slowest = std::time::Duration::ZERO;
    for word in ["embung", "jembatan", "posyandu"] {
        publishes(&siti, &but(answers(&format!("Praktik {word}")), &[])).await;
        let began = std::time::Instant::now();
        while found(&app, &format!("/cari?q={word}")).await.is_empty() {
            assert!(began.elapsed() < std::time::Duration::from_secs(5), "{word} is not found");
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        slowest = slowest.max(began.elapsed());
    }
    assert!(slowest < std::time::Duration::from_secs(1), "publish to findable took {slowest:?}");
    stop.send(true).unwrap();
    follower.await.unwrap();
}
