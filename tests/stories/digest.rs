//! The weekly digest as pages: it makes itself, a coordinator looks at it first, it goes, and then it stays as it is.

use chrono::Duration;
use forum_camat::audit::entity as audit;
use forum_camat::content_change::Subject;
use forum_camat::db::Effect;
use forum_camat::digest::entity::{digest, digest_item};
use forum_camat::job;
use forum_tests::{CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Ciwidey in Kab. Bandung.
const CIWIDEY: &str = "32.04.39";

/// Until Monday, 30 November, at five in the morning, from where stories begin.
pub fn until_monday() -> Duration {
    Duration::days(5) + Duration::hours(20)
}

/// From then to noon, when digests go.
pub fn until_noon() -> Duration {
    Duration::hours(7)
}

/// The digest of a scope of the latest week.
pub async fn digest_of(app: &TestApp, scope: &str) -> digest::Model {
    digest::Entity::find()
        .filter(digest::Column::ScopeCode.eq(scope))
        .order_by_desc(digest::Column::Week)
        .one(app.app.db.read())
        .await
        .unwrap()
        .expect("a digest")
}

async fn how_many(app: &TestApp) -> usize {
    digest::Entity::find().all(app.app.db.read()).await.unwrap().len()
}

async fn items(app: &TestApp, digest: i64) -> Vec<digest_item::Model> {
    let find = digest_item::Entity::find().filter(digest_item::Column::DigestId.eq(digest));
    find.order_by_asc(digest_item::Column::Position).all(app.app.db.read()).await.unwrap()
}

/// Takes a study off behind the back of its office.
pub async fn withdraws(app: &TestApp, study: &Study) {
    use forum_camat::case_study::entity::case_study;
    let tx = app.app.db.begin_write().await.unwrap();
    case_study::Entity::update_many()
        .col_expr(case_study::Column::State, Expr::value("tidak_ditayangkan"))
        .filter(case_study::Column::Id.eq(study.id.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(study.id)])).await.unwrap();
}

/// What a form of the digest sends: its version, and every item ticked.
async fn form(app: &TestApp, scope: &str) -> Vec<(String, String)> {
    let row = digest_of(app, scope).await;
    let mut fields = vec![("version".to_owned(), row.version.to_string())];
    fields.extend(items(app, row.id).await.iter().map(|item| ("items".to_owned(), item.id.to_string())));
    fields
}

async fn sends(who: &Person, path: &str, fields: &[(String, String)]) -> forum_tests::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.post(path, &fields).await
}

fn with(mut fields: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

/// The week passes: one digest for the province and one for each kabupaten/kota with a coordinator in which something
/// happened, made once, whoever looks how often.
#[tokio::test]
async fn the_week_passes_and_the_digest_is_there_once() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.coordinator("Lina", "32.03").await;
    let tetes = app.has(a_study("Irigasi tetes")).await;
    app.has(a_study("Curug dikelola BUM Desa").of(CIWIDEY)).await;
    app.has(a_study("Praktik lama").days_ago(40)).await;
    app.has_feature(&tetes, &hendra, "32.05", "Biayanya kecil.").await;
    app.settle().await;
    assert_eq!(how_many(&app).await, 0, "last week nothing happened");

    app.forward(until_monday() - Duration::minutes(1));
    app.settle().await;
    assert_eq!(how_many(&app).await, 0, "Monday, 04.59");
    app.forward(Duration::minutes(1));
    for _ in 0..3 {
        app.settle().await;
        app.forward(Duration::minutes(5));
    }
    assert_eq!(
        how_many(&app).await,
        2,
        "the province and Kab. Garut; Kab. Bandung has no coordinator, Cianjur no news"
    );
    let garut = digest_of(&app, "32.05").await;
    assert_eq!((garut.week.as_str(), garut.state.as_str()), ("2026-W49", "draft"));
    let own = items(&app, garut.id).await;
    assert_eq!(own.iter().map(|item| item.origin.as_str()).collect::<Vec<_>>(), ["featured"]);
    assert_eq!(own[0].unit_name, "Bagian Tata Pemerintahan Kab. Garut");
    assert_eq!(items(&app, digest_of(&app, "32").await.id).await.len(), 2);

    let hendra = app.coordinator("Hendra Kedua", "32.05").await;
    let told = hendra.get("/kabar").await;
    assert!(!told.shows("Ringkasan mingguan siap"), "who came after it was made is not told");
    let desk = hendra.get("/meja/ringkasan").await.expect(200);
    assert!(desk.shows("Kab. Garut, 23–29 November 2026"), "{}", desk.words());
    assert!(desk.shows("terbit dengan sendirinya 30 Nov 2026, 12.00") && !desk.shows("Jawa Barat, 23"));
    let siti = app.camat("Siti", CIKAJANG).await;
    for person in [&siti, &hendra] {
        let province = format!("/ringkasan/{}", digest_of(&app, "32").await.id);
        person.get(&province).await.expect(404);
        person.get(&format!("{province}/ubah")).await.expect(403);
    }
    app.visitor().get(&format!("/ringkasan/{}", garut.id)).await.expect(404);
    assert!(app.visitor().get("/ringkasan").await.expect(200).shows("Belum ada ringkasan"));

    app.forward(until_noon());
    app.settle().await;
    let page = app.visitor().get(&format!("/ringkasan/{}", garut.id)).await.expect(200);
    assert!(page.shows("Ringkasan mingguan Kab. Garut") && page.shows("Irigasi tetes"), "{}", page.words());
    assert!(page.shows("Dipilih Bagian Tata Pemerintahan Kab. Garut. Biayanya kecil."), "{}", page.words());
    let list = app.visitor().get("/ringkasan").await.expect(200);
    assert!(list.shows("Jawa Barat, 23–29 November 2026") && list.shows("Kab. Garut, 23–29 November 2026"));
    assert!(!app.visitor().get("/ringkasan?kabupaten_kota=32.05").await.shows("Jawa Barat, 23"));
    assert!(app.visitor().get("/pilihan").await.text.contains("href=\"/ringkasan\""));

    app.forward(Duration::days(7));
    app.settle().await;
    assert_eq!(how_many(&app).await, 2, "a week without news has no digest");
    let (_, dead) = job::counts(app.app.db.read()).await.unwrap();
    assert_eq!(dead, 0);
}

/// What a coordinator planned counts in the week in which it begins, not in that in which it was planned.
#[tokio::test]
async fn a_plan_counts_in_the_week_in_which_it_begins() {
    use forum_camat::curation::entity::feature;
    let app = TestApp::start().await;
    let ratna = app.coordinator("Ratna", "32").await;
    for (title, days) in [("Bank sampah", 5), ("Lebah madu", 6)] {
        let study = app.has(a_study(title).days_ago(60)).await;
        let planned = app.has_feature(&study, &ratna, "32", "Menjelang musim hujan.").await;
        let tx = app.app.db.begin_write().await.unwrap();
        feature::Entity::update_many()
            .col_expr(feature::Column::StartsOn, Expr::value(tx.today() + Duration::days(days)))
            .filter(feature::Column::Id.eq(planned.get()))
            .exec(&*tx)
            .await
            .unwrap();
        tx.commit(Effect::Private).await.unwrap();
    }
    for (wait, title, other) in
        [(until_monday(), "Bank sampah", "Lebah madu"), (Duration::days(7) - until_noon(), "Lebah madu", "Bank sampah")]
    {
        app.forward(wait);
        app.settle().await;
        app.forward(until_noon());
        app.settle().await;
        let page = app.visitor().get(&format!("/ringkasan/{}", digest_of(&app, "32").await.id)).await.expect(200);
        assert!(page.shows(title) && !page.shows(other), "{}", page.words());
    }
}

/// The coordinators of the scope are told of the draft, and the line leads there.
#[tokio::test]
async fn coordinators_are_told_of_the_draft() {
    let app = TestApp::start().await;
    let lina = app.coordinator("Lina", "32.03").await;
    app.has(a_study("Irigasi tetes").of("32.03.10").days_ago(3)).await;
    app.settle().await;
    let told = lina.get("/kabar").await.expect(200);
    assert!(
        told.shows("Ringkasan mingguan siap diperiksa: Kab. Cianjur, 16–22 November 2026"),
        "a server that began on Tuesday makes up for Monday: {}",
        told.words()
    );
    assert!(told.shows("Bapak/Ibu menerima ini karena membina Kab. Cianjur."), "{}", told.words());
    let number = told.text.split("href=\"/kabar/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let digest = digest_of(&app, "32.03").await.id;
    assert_eq!(lina.get(&format!("/kabar/{number}")).await.expect(303).location, format!("/ringkasan/{digest}"));
    assert!(
        lina.get(&format!("/ringkasan/{digest}")).await.expect(200).shows("Halaman ini baru terlihat oleh pembina")
    );
}

/// A coordinator writes, orders, leaves out and adds; a colleague's change is not overwritten; then it goes and stays.
#[tokio::test]
async fn a_coordinator_edits_and_sends_it() {
    let app = TestApp::start().await;
    app.coordinator("Hendra", "32.05").await;
    for title in ["Bank sampah", "Irigasi tetes", "Lebah madu"] {
        app.has(a_study(title)).await;
    }
    let old = app.has(a_study("Curug dikelola BUM Desa").of(CIWIDEY).days_ago(90)).await;
    app.forward(until_monday());
    app.settle().await;
    let hendra = app.coordinator("Hendra Kedua", "32.05").await;
    let lina = app.coordinator("Lina", "32.03").await;
    let id = digest_of(&app, "32.05").await.id;
    let edit = format!("/ringkasan/{id}/ubah");
    let page = hendra.get(&edit).await.expect(200);
    assert!(page.shows("Terbit dengan sendirinya 30 Nov 2026, 12.00"), "{}", page.words());

    // Newest first: Lebah madu, Irigasi tetes, Bank sampah. The last one moves up, the first one is left out.
    let all = items(&app, id).await;
    let fields = with(form(&app, "32.05").await, "naik", &all[2].id.to_string());
    let moved = sends(&hendra, &edit, &fields).await.expect(303);
    assert_eq!(moved.location, format!("{edit}#butir-{}", all[2].id));
    let mut fields = form(&app, "32.05").await;
    fields.retain(|(_, value)| *value != all[0].id.to_string());
    let fields = with(
        with(fields, "opening", "Selamat pagi, Bapak/Ibu camat.\r\n\r\nMari mencoba <b>satu</b>."),
        "added",
        &format!("{}{}", app.url, old.url),
    );
    sends(&lina, &edit, &fields).await.expect(403);
    sends(&hendra, &edit, &fields).await.expect(303);
    let refused = sends(&hendra, &edit, &fields).await.expect(409);
    assert!(refused.shows("Rekan lain menyimpan perubahan lebih dulu"), "{}", refused.words());
    assert!(hendra.get(&edit).await.shows("Terakhir diubah Hendra Kedua, 30 Nov 2026"));
    let again = with(form(&app, "32.05").await, "added", "praktik yang hilang");
    assert!(sends(&hendra, &edit, &again).await.expect(422).shows("Praktik itu tidak ditemukan."));
    let long = with(form(&app, "32.05").await, "opening", &"a".repeat(1201));
    let refused = sends(&hendra, &edit, &long).await.expect(422);
    assert!(refused.shows("Kata pembuka paling panjang 1.200 karakter; yang ini 1.201."));
    assert!(refused.text.contains(&"a".repeat(1201)), "what was typed is still there");

    let mut fields = form(&app, "32.05").await;
    fields.retain(|(_, value)| *value != all[0].id.to_string());
    let fields = with(fields, "opening", "Selamat pagi, Bapak/Ibu camat.\n\nMari mencoba <b>satu</b>.");
    let sent = sends(&hendra, &format!("/ringkasan/{id}/kirim"), &fields).await.expect(303);
    assert_eq!(sent.location, format!("/ringkasan/{id}"));
    let page = app.visitor().get(&format!("/ringkasan/{id}")).await.expect(200);
    let words = page.words();
    let place = |title: &str| words.find(title).unwrap_or(usize::MAX);
    assert!(
        place("Bank sampah") < place("Irigasi tetes") && place("Irigasi tetes") < place("Curug dikelola"),
        "{words}"
    );
    assert!(page.shows("Selamat pagi, Bapak/Ibu camat.") && page.text.contains("&#60;b&#62;satu"), "{}", page.text);
    assert!(!page.shows("Lebah madu"), "left out");
    assert!(page.shows("Bagian Tata Pemerintahan Kab. Garut"), "who wrote the opening words");

    // It went, and does not change any more; its time passes and nothing happens again.
    hendra.get(&edit).await.expect(303);
    for verb in ["ubah", "kirim", "tahan", "lanjutkan"] {
        let fields = with(form(&app, "32.05").await, "reason", "Terlambat");
        sends(&hendra, &format!("/ringkasan/{id}/{verb}"), &fields).await.expect(409);
    }
    let before = digest_of(&app, "32.05").await;
    app.forward(until_noon());
    app.settle().await;
    assert_eq!(digest_of(&app, "32.05").await, before);
    let acts = audit::Entity::find().filter(audit::Column::SubjectKind.eq("digest"));
    let acts = acts.filter(audit::Column::SubjectId.eq(id.to_string())).order_by_asc(audit::Column::Id);
    let acts: Vec<_> = acts.all(app.app.db.read()).await.unwrap().into_iter().map(|entry| entry.act).collect();
    assert_eq!(acts, ["make_digest", "edit_digest", "edit_digest", "edit_digest", "send_digest"]);
}

/// A coordinator holds it back with a reason: it does not go by itself, until it is let go on.
#[tokio::test]
async fn a_digest_is_held_back_and_let_go_on() {
    let app = TestApp::start().await;
    app.coordinator("Hendra", "32.05").await;
    app.has(a_study("Irigasi tetes")).await;
    app.forward(until_monday());
    app.settle().await;
    let hendra = app.coordinator("Hendra Kedua", "32.05").await;
    let id = digest_of(&app, "32.05").await.id;
    let hold = format!("/ringkasan/{id}/tahan");
    assert!(hendra.post(&hold, &[("reason", " ")]).await.expect(422).shows("Tulis alasan menahan ringkasan ini."));
    hendra.post(&hold, &[("reason", "Menunggu angka dari dinas.")]).await.expect(303);
    assert!(hendra.get("/meja/ringkasan").await.shows("Menunggu angka dari dinas."));
    app.forward(until_noon());
    app.settle().await;
    app.visitor().get(&format!("/ringkasan/{id}")).await.expect(404);

    hendra.post(&format!("/ringkasan/{id}/lanjutkan"), &[]).await.expect(303);
    app.settle().await;
    app.visitor().get(&format!("/ringkasan/{id}")).await.expect(404);
    app.forward(Duration::hours(1));
    app.settle().await;
    app.visitor().get(&format!("/ringkasan/{id}")).await.expect(200);
}

/// Each reader sees what that reader may: members-only studies are silently absent for visitors, and never in the text
/// that is passed on; a withdrawn one is gone for everybody, and a digest with nothing left is gone too.
#[tokio::test]
async fn a_page_shows_each_reader_what_that_reader_may_see() {
    let app = TestApp::start().await;
    let open = app.has(a_study("Irigasi tetes")).await;
    app.has(a_study("Catatan internal").members_only()).await;
    app.forward(until_monday());
    app.settle().await;
    app.forward(until_noon());
    app.settle().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let path = format!("/ringkasan/{}", digest_of(&app, "32").await.id);
    let page = app.visitor().get(&path).await.expect(200);
    assert!(page.shows("Irigasi tetes") && !page.text.contains("Catatan internal"), "{}", page.words());
    assert!(!page.shows("khusus anggota") && app.visitor().get("/ringkasan").await.shows("1 praktik"));
    let page = siti.get(&path).await.expect(200);
    assert!(page.shows("Catatan internal") && siti.get("/ringkasan").await.shows("2 praktik"));
    let text = page.text.split("id=\"teks-whatsapp\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(text.contains("*Ringkasan mingguan Jawa Barat*") && text.contains("*1. Irigasi tetes*"), "{text}");
    assert!(text.contains(&format!("{}/praktik/{}", app.url, open.id)) && !text.contains("Catatan internal"), "{text}");
    assert!(page.text.contains("https://wa.me/?text=%2ARingkasan"));

    withdraws(&app, &open).await;
    app.visitor().get(&path).await.expect(404);
    assert!(app.visitor().get("/ringkasan").await.shows("Belum ada ringkasan"));
    let page = siti.get(&path).await.expect(200);
    assert!(page.shows("Catatan internal") && !page.shows("Irigasi tetes") && !page.shows("Bagikan lewat WhatsApp"));
}

/// What has nothing left to show when its time comes does not go.
#[tokio::test]
async fn an_empty_digest_is_held() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Irigasi tetes")).await;
    app.forward(until_monday());
    app.settle().await;
    withdraws(&app, &study).await;
    app.forward(until_noon());
    app.settle().await;
    assert_eq!(digest_of(&app, "32").await.state, "held");
    let ratna = app.coordinator("Ratna", "32").await;
    let desk = ratna.get("/meja/ringkasan").await.expect(200);
    assert!(desk.shows("Tidak ada praktik yang dapat ditampilkan."), "{}", desk.words());
    let id = digest_of(&app, "32").await.id;
    let refused = ratna.post(&format!("/ringkasan/{id}/kirim"), &[]).await.expect(422);
    assert!(refused.shows("Sertakan paling sedikit satu praktik."));
}

/// However many studies and digests there are, the pages ask the same number of questions.
#[tokio::test]
async fn statements_do_not_grow_with_the_rows() {
    let app = TestApp::start().await;
    let mut counts = Vec::new();
    for round in 0..2 {
        for number in 0..(1 + round * 6) {
            app.has(a_study(&format!("Praktik {round}-{number}"))).await;
        }
        app.forward(if round == 0 { until_monday() } else { Duration::days(7) - until_noon() });
        app.settle().await;
        app.forward(until_noon());
        app.settle().await;
        let siti = app.camat(&format!("Siti {round}"), CIKAJANG).await;
        for path in ["/ringkasan".to_owned(), format!("/ringkasan/{}", digest_of(&app, "32").await.id)] {
            let before = app.app.db.statements();
            siti.get(&path).await.expect(200);
            counts.push(app.app.db.statements() - before);
        }
    }
    assert_eq!(counts[..2], counts[2..], "{counts:?}");
}
