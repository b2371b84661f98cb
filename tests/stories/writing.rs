//! Writing and publishing: what the form takes, refuses and keeps.

use forum_camat::case_study::entity::{case_study, case_study_revision};
use forum_camat::ids::DraftKey;
use forum_tests::{Answer, Person, TestApp};
use sea_orm::{EntityTrait, PaginatorTrait};

const CIKAJANG: &str = "32.05.22";

/// A complete short form.
pub fn answers(title: &str) -> Vec<(String, String)> {
    [
        ("fields", "title summary sector indicators problem action outcome result visibility"),
        ("bentuk", "ringkas"),
        ("title", title),
        ("summary", "Kebun cabai kering tujuh minggu setiap kemarau; botol bekas menjadi saluran tetes."),
        ("sector", "pertanian"),
        ("indicators", "ekonomi-lokal"),
        ("indicators", "kemiskinan"),
        ("problem", "Embung surut dan pompa hanya cukup untuk sepertiga petak."),
        ("action", "Kecamatan mempertemukan kelompok tani dan bank sampah."),
        ("outcome", "Panen naik karena air cukup sampai akhir Agustus."),
        ("results.0.name", "Panen per musim"),
        ("results.0.unit", "ton"),
        ("results.0.values.0.value", "3,1"),
        ("results.0.values.0.period", "2024"),
        ("results.0.values.1.value", "4,9"),
        ("results.0.values.1.period", "2026"),
        ("results.0.source", "Catatan kelompok tani"),
        ("visibility", "public"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// The form with other answers; an empty value leaves the answer out.
pub fn but(mut form: Vec<(String, String)>, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in changes {
        form.retain(|(known, _)| known != name);
        form.push(((*name).to_owned(), (*value).to_owned()));
    }
    form
}

/// Sends a form.
pub async fn send(person: &Person, path: &str, form: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    person.post(path, &fields).await
}

/// Writes and publishes; gives the path of the study.
pub async fn publishes(person: &Person, form: &[(String, String)]) -> String {
    let key = DraftKey::new();
    send(person, &format!("/tulis/{key}/terbitkan"), form).await.expect(303).location
}

/// The number in the path of a study.
pub fn id_of(location: &str) -> i64 {
    location.trim_start_matches("/praktik/").split('-').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn siti_publishes_and_a_visitor_reads_figures_places_and_how_to_cite() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    siti.get("/tulis").await.expect(200);
    let key = DraftKey::new();
    siti.get(&format!("/tulis/{key}")).await.expect(200);
    siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.expect(200);
    let url = publishes(&siti, &answers("Irigasi tetes dari botol bekas")).await;
    assert_eq!(url.trim_start_matches("/praktik/").split_once('-').unwrap().1, "irigasi-tetes-dari-botol-bekas");

    let page = app.visitor().get(&url).await.expect(200);
    for words in [
        "Irigasi tetes dari botol bekas",
        "Kab. Garut",
        "Camat Cikajang",
        "Panen per musim naik 58%, dari 3,1 menjadi 4,9 ton.",
        "Kantor Kecamatan Cikajang, Kab. Garut (2026). Irigasi tetes dari botol bekas.",
        "revisi 1",
    ] {
        assert!(page.shows(words), "{words} is not on the page: {}", page.words());
    }
    assert!(page.text.contains(r#"<link rel="canonical" href="http"#));
    assert!(page.text.contains(r#"<script type="application/ld+json">{"#));
    for path in ["/cetak", "/riwayat", "/riwayat/1"] {
        app.visitor().get(&format!("/praktik/{}{path}", id_of(&url))).await.expect(200);
    }
    app.visitor().get(&format!("/praktik/{}/riwayat/2", id_of(&url))).await.expect(404);
}

#[tokio::test]
async fn a_wrong_or_missing_slug_leads_to_the_right_one() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let url = publishes(&siti, &answers("Pasar tani")).await;
    for wrong in [format!("/praktik/{}", id_of(&url)), format!("/praktik/{}-salah", id_of(&url))] {
        assert_eq!(app.visitor().get(&wrong).await.expect(308).location, url);
    }
    app.visitor().get("/praktik/99999").await.expect(404);
}

#[tokio::test]
async fn publishing_twice_is_publishing_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let path = format!("/tulis/{}/terbitkan", DraftKey::new());
    let form = answers("Sekali saja");
    let (first, second) = tokio::join!(send(&siti, &path, &form), send(&siti, &path, &form));
    assert_eq!(first.expect(303).location, second.expect(303).location);
    send(&siti, &path, &form).await.expect(303);
    assert_eq!(case_study::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
    assert_eq!(case_study_revision::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
}

#[tokio::test]
async fn the_seven_answers_are_demanded_each_at_its_field_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let form = [
        ("fields", "title summary sector indicators problem action outcome result"),
        ("summary", "Sudah ditulis panjang"),
    ];
    let form: Vec<_> = form.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let page = send(&siti, &format!("/tulis/{}/terbitkan", DraftKey::new()), &form).await.expect(422);
    for field in ["title", "sector", "indicators", "problem", "action", "outcome"] {
        assert!(page.text.contains(&format!("href=\"#{field}\"")), "no way to {field}");
        assert!(page.text.contains(&format!("id=\"{field}-salah\"")), "nothing beside {field}");
    }
    assert!(page.text.contains("Sudah ditulis panjang"));
    assert!(!page.text.contains("id=\"summary-salah\""));
}

#[tokio::test]
async fn limits_are_named_with_what_was_sent() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let long_title = "a".repeat(143);
    let long_text = "b ".repeat(10_100);
    let form = but(
        answers(&long_title),
        &[("problem", &long_text), ("results.0.values.1.value", "lumayan banyak"), ("video", "javascript:alert(1)")],
    );
    let form =
        but(form, &[("fields", "title summary sector indicators problem action outcome results visibility video")]);
    let page = send(&siti, &format!("/tulis/{key}"), &form).await.expect(422);
    for words in [
        "Judul paling panjang 120 karakter; yang ini 143.",
        "Apa masalahnya paling panjang 20.000 karakter; yang ini 20.199.",
        "“lumayan banyak” bukan angka.",
        "Tautan video dimulai dengan https://",
    ] {
        assert!(page.shows(words), "{words} is not on the page");
    }
    assert!(page.text.contains(&long_title));
    assert!(page.text.contains("lumayan banyak"));
    send(&siti, &format!("/tulis/{key}/terbitkan"), &[]).await.expect(422);
}

#[tokio::test]
async fn five_megabytes_of_text_get_a_readable_refusal() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let text = "panjang ".repeat(5 * 1024 * 1024 / 8);
    let page = send(&siti, &format!("/tulis/{}", DraftKey::new()), &but(answers("Besar"), &[("problem", &text)]))
        .await
        .expect(413);
    assert!(page.shows("paling besar 1.024 KB"), "{}", page.words());
    let text = "panjang ".repeat(600 * 1024 / 8);
    let page = send(&siti, &format!("/tulis/{}", DraftKey::new()), &but(answers("Besar"), &[("problem", &text)]))
        .await
        .expect(413);
    assert!(page.shows("paling besar 512 KB"), "{}", page.words());
}

#[tokio::test]
async fn scripts_bombs_and_control_characters_stay_harmless() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let attack =
        "<script>alert(1)</script> [klik](javascript:alert(1)) <img src=x onerror=alert(1)> \u{0}\u{7}\u{202e}";
    let bomb = format!("{}dalam", "> ".repeat(9_000));
    let fields = "title summary sector indicators problem action outcome results steps money agencies contact products lessons video";
    let mut form = but(
        answers("</title><script>alert(1)</script>\u{0}"),
        &[
            ("fields", fields),
            ("problem", attack),
            ("action", &bomb),
            ("outcome", attack),
            ("lessons", attack),
            ("steps.0.text", attack),
            ("steps.0.date", "\"><script>alert(2)</script>"),
            ("money.0.source", attack),
            ("agencies.0.name", attack),
            ("contact", attack),
            ("products.0", attack),
            ("results.0.name", attack),
        ],
    );
    form.push(("video".to_owned(), String::new()));
    let key = DraftKey::new();
    send(&siti, &format!("/tulis/{key}"), &form).await.expect(303);
    let preview = siti.get(&format!("/tulis/{key}/pratinjau")).await.expect(200);
    let editing = siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.expect(200);
    let url = send(&siti, &format!("/tulis/{key}/terbitkan"), &[]).await.expect(303).location;
    let page = app.visitor().get(&url).await.expect(200);
    for page in [&preview, &editing, &page] {
        for bad in ["<script>alert", "href=\"javascript", "<img src=x", "\u{0}", "\u{202e}"] {
            assert!(!page.text.contains(bad), "{bad:?} reached the page");
        }
    }
    assert!(page.text.matches("<blockquote>").count() < 20);
    assert!(page.shows("dalam"));
}

#[tokio::test]
async fn switching_the_depth_loses_nothing_and_rows_can_be_added_without_scripts() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let long = but(
        answers("Dua kedalaman"),
        &[
            ("fields", "title lessons steps money"),
            ("bentuk", "lengkap"),
            ("lessons", "Botol tanpa tutup berlumut"),
            ("steps.0.text", "Mendata petak"),
            ("money.2.source", "Dana Desa"),
            ("money.2.amount", "42.000.000"),
            ("do", "tambah.steps"),
        ],
    );
    let back = send(&siti, &format!("/tulis/{key}"), &long).await.expect(303).location;
    assert!(back.contains("bentuk=lengkap") && back.ends_with("#steps"), "{back}");
    let page = siti.get(&back).await.expect(200);
    assert!(page.text.contains("name=\"steps.6.text\""));
    assert!(page.text.contains("value=\"42.000.000\""));
    send(&siti, &format!("/tulis/{key}"), &but(answers("Dua kedalaman"), &[("base", "1"), ("do", "lengkap")]))
        .await
        .expect(303);
    let page = siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.expect(200);
    for kept in ["Botol tanpa tutup berlumut", "Mendata petak", "Dana Desa", "3,1"] {
        assert!(page.text.contains(kept), "{kept} is lost");
    }
}

#[tokio::test]
async fn a_study_page_takes_the_same_statements_however_many_studies_there_are() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let mut counts = Vec::new();
    for round in 0..3 {
        let mut last = String::new();
        for number in 0..=(round * 3) {
            last = publishes(&siti, &answers(&format!("Praktik {round} {number}"))).await;
        }
        let before = app.app.db.statements();
        app.visitor().get(&last).await.expect(200);
        counts.push(app.app.db.statements() - before);
    }
    assert_eq!(counts[1], counts[2], "{counts:?}");
    assert!(counts[2] <= 13, "{counts:?}");
}

/// Who is invited for next month is no member yet.
#[tokio::test]
async fn a_term_that_has_not_begun_makes_no_member() {
    use forum_camat::office::entity::office_term;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let study = publishes(&siti, &but(answers("Khusus anggota"), &[("visibility", "members")])).await;
    dadan.get(&study).await.expect(200);

    let term =
        office_term::Entity::find_by_id(dadan.term.unwrap().get()).one(app.app.db.read()).await.unwrap().unwrap();
    let mut term = term.into_active_model();
    term.started_on = Set(app.app.clock.today() + chrono::Duration::days(30));
    let tx = app.app.db.begin_write().await.unwrap();
    term.update(&*tx).await.unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
    dadan.get(&study).await.expect(404);
}
