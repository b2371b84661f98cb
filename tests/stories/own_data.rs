//! What people may ask about the data on themselves, and the end of an account.

use chrono::Duration;
use forum_camat::account::close::OWN;
use forum_camat::account::entity::account;
use forum_camat::data_request::entity as data_request;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, Statement};

use super::account::{has_password, signs_in};

const PASSWORD: &str = "empat kata yang tenang";

/// Siti asks to have her name put right; Hendra answers, and she reads what was done. Nobody else hears of it.
#[tokio::test]
async fn a_request_about_own_data_is_answered_in_time() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.05.17").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let form = siti.get("/akun/permintaan-data?jenis=perbaikan").await.expect(200);
    assert!(form.shows("Minta perbaikan data"), "{}", form.words());
    let refused = siti.post("/akun/permintaan-data", &[("body", "")]).await.expect(422);
    assert!(refused.shows("Pilih permintaannya.") && refused.shows("Tulis data yang dimaksud"));
    let ask = [("kind", "perbaikan"), ("body", "Nama saya Siti Aminah, bukan Siti.")];
    siti.post("/akun/permintaan-data", &ask).await.expect(303);
    let again = siti.post("/akun/permintaan-data", &ask).await.expect(422);
    assert!(again.shows("belum dijawab") && again.shows("Nama saya Siti Aminah"));
    app.settle().await;
    assert!(hendra.get("/kabar").await.expect(200).shows("Permintaan data pribadi"));
    let page = "/permintaan-data/1";
    for person in [&joko, &yuli] {
        person.get(page).await.expect(404);
    }
    joko.get("/permintaan-data").await.expect(403);
    assert!(!yuli.get("/permintaan-data").await.expect(200).shows("Siti"));
    assert!(hendra.get("/permintaan-data").await.expect(200).shows("Siti"));
    siti.post(&format!("{page}/jawab"), &[("outcome", "dipenuhi"), ("answer", "Sendiri")]).await.expect(403);
    let unsaid = hendra.post(&format!("{page}/jawab"), &[]).await.expect(422);
    assert!(unsaid.shows("Pilih hasilnya.") && unsaid.shows("Tulis apa yang sudah dilakukan"));
    let done = [("outcome", "dipenuhi"), ("answer", "Nama sudah diperbaiki di halaman Pejabat.")];
    hendra.post(&format!("{page}/jawab"), &done).await.expect(303);
    let twice = hendra.post(&format!("{page}/jawab"), &done).await.expect(422);
    assert!(twice.shows("sudah dijawab rekan") && twice.shows("halaman Pejabat."));
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows("Permintaan data dijawab"));
    let read = siti.get(page).await.expect(200);
    assert!(read.shows("Dipenuhi") && read.shows("halaman Pejabat.") && !read.shows("Kirim jawaban"));
    let copy = siti.get("/akun/data-saya.json").await.expect(200);
    assert!(copy.text.contains("Nama saya Siti Aminah"));
}

/// Hendra puts right what Siti asked for, on the page of her request; she signs in by the new number.
#[tokio::test]
async fn a_correction_is_made_where_it_is_asked_for() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    has_password(&app, &siti, "081234567891", PASSWORD).await;
    let joko = app.camat("Joko", "32.05.17").await;
    has_password(&app, &joko, "081234567892", PASSWORD).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let ask = [("kind", "perbaikan"), ("body", "Nama, nomor ponsel, NIP, TMT, dan nomor SK saya.")];
    siti.post("/akun/permintaan-data", &ask).await.expect(303);
    let (page, put) = ("/permintaan-data/1", "/permintaan-data/1/data");
    let form = hendra.get(page).await.expect(200);
    assert!(form.shows("Data akun") && form.text.contains("0812-3456-7891"), "{}", form.words());
    assert!(!siti.get(page).await.expect(200).shows("Simpan data akun"), "nobody corrects his own");

    let renamed = [("name", "Siti Aminah")];
    for person in [&joko, &yuli, &siti] {
        person.post(put, &renamed).await.expect(403);
    }
    assert!(app.visitor().post(put, &renamed).await.expect(303).location.starts_with("/masuk"));
    assert_eq!(account_of(&app, &siti).await.name, "Siti");
    let taken = hendra.post(put, &[("name", "Siti Aminah"), ("phone", "0812-3456-7892")]).await.expect(422);
    assert!(taken.shows("Nomor ponsel ini tercatat pada akun lain."), "{}", taken.words());
    assert!(taken.text.contains("Siti Aminah") && taken.text.contains("0812-3456-7892"), "what was typed is kept");
    let unread = hendra.post(put, &[("phone", "12"), ("email", "siti"), ("nip", "123")]).await.expect(422);
    assert!(unread.shows("Nomor ponsel tidak terbaca.") && unread.shows("Alamat surel tidak terbaca."));
    assert!(unread.shows("terdiri atas 18 angka"));
    assert!(hendra.post(put, &[]).await.expect(422).shows("Belum ada yang diubah."));
    let [at_start, at_paper] = forum_camat::office::correct::field_names(siti.term.unwrap().get());
    let late = hendra.post(put, &[(at_start.as_str(), "2099-01-01")]).await.expect(422);
    assert!(late.shows("paling lambat hari ini"), "{}", late.words());
    let shut_out = hendra.post(put, &[("phone", "")]).await.expect(422);
    assert!(shut_out.shows("supaya orangnya bisa masuk"), "{}", shut_out.words());

    let since = app.app.clock.today() - Duration::days(200);
    let typed_since = since.to_string();
    let right = [
        ("name", "Siti Aminah, S.STP."),
        ("phone", "0813 1111 2222"),
        ("nip", "19780517 200501 2 003"),
        (at_start.as_str(), typed_since.as_str()),
        (at_paper.as_str(), "SK 821.2/44"),
    ];
    hendra.post(put, &right).await.expect(303);
    let row = account_of(&app, &siti).await;
    assert_eq!(row.name, "Siti Aminah, S.STP.");
    assert_eq!((row.phone.as_deref(), row.nip.as_deref()), (Some("+6281311112222"), Some("197805172005012003")));
    let term = office_term::Entity::find_by_id(siti.term.unwrap().get()).one(app.app.db.read()).await.unwrap().unwrap();
    assert_eq!((term.started_on, term.paper.as_str()), (since, "SK 821.2/44"));
    signs_in(&app.visitor(), "081311112222", PASSWORD).await.expect(303);
    let form = hendra.get(page).await.expect(200);
    assert!(form.text.contains("Siti Aminah, S.STP.") && !form.text.contains("197805172005012003"));
    assert!(hendra.get(&format!("/kecamatan/{CIKAJANG}/pejabat")).await.expect(200).shows("Siti Aminah, S.STP."));
    app.settle().await;
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("Data akun diperbaiki") && told.shows("Hubungi Hendra"), "{}", told.words());
    let adi = app.person("Adi", Role::Admin, "32").await;
    let audit = adi.get("/admin/audit").await.expect(200);
    assert!(audit.shows("“nama, nomor ponsel, NIP, TMT, nomor SK”"), "{}", audit.words());
    assert!(!audit.text.contains("81311112222"), "what was changed stands in the audit, not the value");

    let done = [("outcome", "dipenuhi"), ("answer", "Sudah diperbaiki.")];
    hendra.post(&format!("{page}/jawab"), &done).await.expect(303);
    assert!(hendra.post(put, &renamed).await.expect(422).shows("sudah dijawab rekan"));
    assert!(!hendra.get(page).await.expect(200).shows("Simpan data akun"));
}

/// Ani may put Dewi's name right, not what she signs in with: it opens an office that Ani could not give.
#[tokio::test]
async fn who_can_not_appoint_a_person_does_not_change_how_the_person_signs_in() {
    let app = TestApp::start().await;
    let dewi = app.coordinator("Dewi", "32").await;
    let ani = app.coordinator("Ani", "32").await;
    let ask = [("kind", "perbaikan"), ("body", "Nama saya Dewi Lestari.")];
    dewi.post("/akun/permintaan-data", &ask).await.expect(303);
    let form = ani.get("/permintaan-data/1").await.expect(200);
    assert!(form.shows("yang berwenang atas semua jabatannya") && !form.text.contains("name=\"phone\""));
    ani.post("/permintaan-data/1/data", &[("phone", "081355556666")]).await.expect(403);
    ani.post("/permintaan-data/1/data", &[("name", "Dewi Lestari")]).await.expect(303);
    let row = account_of(&app, &dewi).await;
    assert_eq!((row.name.as_str(), row.phone), ("Dewi Lestari", None));
    let erasure = [("kind", "penghapusan"), ("body", "Nomor lama.")];
    dewi.post("/akun/permintaan-data", &erasure).await.expect(303);
    assert!(!ani.get("/permintaan-data/2").await.expect(200).shows("Simpan data akun"));
    ani.post("/permintaan-data/2/data", &[("name", "Dewi")]).await.expect(404);
}

/// Siti adds her e-mail address by herself, with her password, and takes it away again.
#[tokio::test]
async fn an_own_address_is_added_with_the_password() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    has_password(&app, &siti, "081234567891", PASSWORD).await;
    let joko = app.camat("Joko", "32.05.17").await;
    has_password(&app, &joko, "081234567892", PASSWORD).await;
    let form = |email: &'static str, password: &'static str| [("email", email), ("email_password", password)];
    assert!(siti.get("/akun").await.expect(200).shows("Akun ini belum mempunyai surel."));
    let unread = siti.post("/akun/surel", &form("siti di kantor", PASSWORD)).await.expect(422);
    assert!(unread.shows("Alamat surel tidak terbaca.") && unread.text.contains("siti di kantor"));
    let wrong = siti.post("/akun/surel", &form("siti@garutkab.go.id", "bukan ini")).await.expect(422);
    assert!(wrong.shows("Surel belum disimpan") && wrong.shows("Kata sandi tidak cocok."), "{}", wrong.words());
    assert_eq!(account_of(&app, &siti).await.email, None);
    siti.post("/akun/surel", &form("Siti@garutkab.go.id", PASSWORD)).await.expect(303);
    assert!(siti.get("/akun").await.expect(200).shows("dikirim ke siti@garutkab.go.id"));
    signs_in(&app.visitor(), "siti@garutkab.go.id", PASSWORD).await.expect(303);
    let taken = joko.post("/akun/surel", &form("siti@garutkab.go.id", PASSWORD)).await.expect(422);
    assert!(taken.shows("tercatat pada akun lain"), "{}", taken.words());
    siti.post("/akun/surel", &form("", PASSWORD)).await.expect(303);
    assert_eq!(account_of(&app, &siti).await.email, None);
    let visitor = app.visitor().post("/akun/surel", &form("siti@garutkab.go.id", PASSWORD)).await.expect(303);
    assert!(visitor.location.starts_with("/masuk"));
    let adi = app.person("Adi", Role::Admin, "32").await;
    assert!(adi.get("/admin/audit").await.expect(200).shows("mengubah surel akunnya sendiri"));
}

async fn account_of(app: &TestApp, person: &forum_tests::Person) -> account::Model {
    account::Entity::find_by_id(person.account.get()).one(app.app.db.read()).await.unwrap().unwrap()
}

/// A coordinator does not answer his own request: the province does, and hears of it when nobody did in time.
#[tokio::test]
async fn a_late_request_is_told_to_the_province_once() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let dewi = app.coordinator("Dewi", "32").await;
    let ask = [("kind", "penghapusan"), ("body", "Nomor ponsel lama saya.")];
    hendra.post("/akun/permintaan-data", &ask).await.expect(303);
    app.settle().await;
    assert!(dewi.get("/kabar").await.expect(200).shows("Permintaan data pribadi"));
    let own = [("outcome", "dipenuhi"), ("answer", "Sudah")];
    hendra.post("/permintaan-data/1/jawab", &own).await.expect(403);
    app.forward(Duration::hours(71));
    app.settle().await;
    assert_eq!(late(&app).await, 0);
    app.forward(Duration::hours(2));
    app.settle().await;
    app.settle().await;
    assert_eq!(late(&app).await, 1, "once, to the only other coordinator");
    // After so long every coordinator signs in anew.
    let ani = app.coordinator("Ani", "32").await;
    assert!(ani.get("/permintaan-data").await.expect(200).shows("lewat tenggat"));
    ani.post("/permintaan-data/1/jawab", &own).await.expect(303);
    assert!(why_late(&app).await.ends_with("Bapak/Ibu menerima ini karena membina tingkat provinsi."));
    let row = data_request::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    assert!(row.body.starts_with("[dihapus: data pribadi"), "what was to go does not stay here: {}", row.body);
    assert_eq!(data_request::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
}

async fn late(app: &TestApp) -> u64 {
    use forum_camat::notification::entity::{Column, Entity};
    use sea_orm::{ColumnTrait, QueryFilter};
    Entity::find().filter(Column::Kind.eq("data_late")).count(app.app.db.read()).await.unwrap()
}

async fn why_late(app: &TestApp) -> String {
    use forum_camat::notification::entity::{Column, Entity};
    use sea_orm::{ColumnTrait, QueryFilter};
    let row = Entity::find().filter(Column::Kind.eq("data_late")).one(app.app.db.read()).await.unwrap();
    row.expect("somebody is told").reason
}

/// Siti takes her consent back: the account ends at once, the office keeps its papers, the coordinator knows.
#[tokio::test]
async fn an_account_is_closed_by_its_owner() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    has_password(&app, &siti, "081234567891", PASSWORD).await;
    assert!(siti.get("/akun").await.expect(200).shows("Tarik persetujuan"));
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    app.settle().await;
    let address = "/akun/tarik-persetujuan";
    assert!(siti.get(address).await.expect(200).shows("Yang tetap ada"));
    let unsure = siti.post(address, &[("password", PASSWORD)]).await.expect(422);
    assert!(unsure.shows("Beri tanda bahwa"));
    let wrong = siti.post(address, &[("password", "bukan ini"), ("sure", "ya")]).await.expect(422);
    assert!(wrong.shows("Kata sandi tidak cocok."));
    let before = account::Entity::find_by_id(siti.account.get()).one(app.app.db.read()).await.unwrap().unwrap();
    assert!(before.phone.is_some());
    siti.post(address, &[("password", PASSWORD), ("sure", "ya")]).await.expect(303);
    app.settle().await;
    hendra.post(&study.path("komentar"), &[("body", "Terima kasih, Bu Siti.")]).await.expect(303);
    app.settle().await;
    siti.get("/akun").await.expect(303);
    let after = account::Entity::find_by_id(siti.account.get()).one(app.app.db.read()).await.unwrap().unwrap();
    assert_eq!((after.phone, after.email, after.nip), (None, None, None));
    let db = app.app.db.read();
    for table in OWN {
        let sql = format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table} WHERE account_id = {}", siti.account);
        let row = db.query_one_raw(Statement::from_string(app.app.db.backend(), sql)).await.unwrap().unwrap();
        let count: String = row.try_get_by_index(0).unwrap();
        // Nobody told the person anything afterwards.
        assert_eq!(count, "0", "{table}");
    }
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Irigasi tetes"));
    assert!(hendra.get("/kabar").await.expect(200).shows("Akun ditutup pemiliknya"));
    let adi = app.person("Adi", Role::Admin, "32").await;
    assert!(adi.get("/admin/audit").await.expect(200).shows("menarik persetujuan"));
}

/// Every table with rows of a person is emptied with the account or kept with a reason: who adds one decides.
#[tokio::test]
async fn no_table_of_a_person_is_forgotten() {
    // What was done in an office's name, or is needed to answer for it.
    const KEPT: [&str; 26] = [
        "adoption_step",
        "consent",
        "sanction",
        "sanction_word",
        "office_term",
        "answer",
        "audit_entry",
        "comment",
        "case_study_author",
        "case_study_revision",
        "collection",
        "collection_curator",
        "erasure",
        "feature",
        "lesson",
        "lesson_word",
        "meeting",
        "minggon",
        "nudge",
        "question",
        "report_word",
        "review",
        "site_text",
        "verification",
        "visit_word",
        "week_theme",
    ];
    let app = TestApp::start().await;
    let sql = if forum_tests::is_postgres() {
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'account_id'"
    } else {
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'account_id'"
    };
    let rows = app.app.db.read().query_all_raw(Statement::from_string(app.app.db.backend(), sql)).await.unwrap();
    for row in rows {
        let table: String = row.try_get_by_index(0).unwrap();
        let table = table.as_str();
        assert!(
            OWN.contains(&table) != KEPT.contains(&table) || table == "upload",
            "{table}: emptied by account/close.rs, or kept?"
        );
    }
}

/// The last administrator can't leave: nobody could appoint another.
#[tokio::test]
async fn the_last_administrator_stays() {
    let app = TestApp::start().await;
    let adi = app.person("Adi", Role::Admin, "32").await;
    has_password(&app, &adi, "081234567892", PASSWORD).await;
    let leave = [("password", PASSWORD), ("sure", "ya")];
    assert!(adi.post("/akun/tarik-persetujuan", &leave).await.expect(422).shows("administrator terakhir"));
    let ani = app.person("Ani", Role::Admin, "32").await;
    let invited = adi.post("/akun/tarik-persetujuan", &leave).await.expect(422);
    assert!(invited.shows("administrator terakhir"), "who never made a password can't help anybody");
    has_password(&app, &ani, "081234567893", PASSWORD).await;
    adi.post("/akun/tarik-persetujuan", &leave).await.expect(303);
}
