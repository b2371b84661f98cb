//! What follows a visit: the report, which its office corrects and a coordinator hides, and what is left when plans change.

use chrono::Duration;
use forum_camat::adoption::entity::adoption;
use forum_camat::db::Effect;
use forum_camat::notification::entity as notification;
use forum_camat::policy::Role;
use forum_camat::visit::entity::{visit, visit_word};
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::adoption::adopts;
use super::lessons::leaves;
use super::visits::{BAYONGBONG, CILEUNYI, SEEN, agrees, asks, day, does, row};

/// The report stands on a public page. The coordinator of that place hides it with a reason that both offices are told, the
/// office that wrote it corrects it, and what stood before is kept for the two.
#[tokio::test]
async fn a_report_is_hidden_corrected_and_shown_again() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let fajar = app.coordinator("Fajar", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    agrees(&app, &siti, &url).await;
    app.forward(Duration::days(8));
    let (hendra, fajar) = (app.signs_in_again(&hendra).await, app.signs_in_again(&fajar).await);
    let hide = format!("{url}/laporan/sembunyikan");
    let because = [("hide", "Menyebut nama warga.")];
    hendra.post(&hide, &because).await.expect(404);
    does(&app, &dedi, &url, "laporan", &SEEN).await.expect(303);
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Lahan kami lebih datar."));

    siti.post(&hide, &because).await.expect(403);
    dedi.post(&hide, &because).await.expect(403);
    fajar.post(&hide, &because).await.expect(404);
    assert!(hendra.post(&hide, &[("hide", " ")]).await.expect(422).shows("Tulis alasannya; kedua kantor membacanya."));
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Lahan kami lebih datar."));
    for _ in 0..2 {
        hendra.post(&hide, &because).await.expect(303);
    }
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("Lahan kami lebih datar."));
    app.settle().await;
    for person in [&siti, &dedi] {
        assert!(person.get(&url).await.expect(200).shows("dari halaman praktik: Menyebut nama warga."));
        assert!(person.get("/kabar").await.expect(200).shows("Menyebut nama warga."));
    }

    let form = dedi.get(&url).await.expect(200);
    assert!(form.shows("Perbaiki laporan") && form.text.contains("Lahan kami lebih datar.</textarea>"));
    assert!(!siti.get(&url).await.expect(200).shows("Perbaiki laporan"));
    let better =
        [("seen", "Tiga kebun."), ("applied", "Satu kebun mulai Januari."), ("unfit", ""), ("team", "Dua kasi")];
    does(&app, &siti, &url, "laporan", &better).await.expect(403);
    for _ in 0..2 {
        does(&app, &dedi, &url, "laporan", &better).await.expect(303);
    }
    let corrected = visit_word::Entity::find().filter(visit_word::Column::Act.eq("perbaikan"));
    assert_eq!(corrected.count(app.app.db.read()).await.expect("a count"), 1, "sent twice, corrected once");
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("Tiga kebun."), "hidden it stays");
    let told = siti.get(&url).await.expect(200);
    assert!(told.shows("Memperbaiki laporan hasil") && told.shows("Yang tidak cocok: Lahan kami lebih datar."));
    app.settle().await;
    let told = siti.get("/kabar").await.expect(200);
    assert!(!told.shows("Lahan kami lebih datar."), "the earlier text is for the history: {}", told.words());
    assert!(hendra.get("/kabar").await.expect(200).shows("sudah diperbaiki kantornya"), "who hid it looks again");

    siti.post(&format!("{url}/laporan/pulihkan"), &[]).await.expect(403);
    hendra.post(&format!("{url}/laporan/pulihkan"), &[]).await.expect(303);
    for person in [&app.visitor(), &*yuli] {
        let page = person.get(&study.url).await.expect(200);
        assert!(page.shows("Tiga kebun.") && !page.shows("Lahan kami lebih datar."), "{}", page.words());
    }
    let audit = hendra.get("/meja/audit").await.expect(200);
    assert!(
        audit.shows("menyembunyikan laporan hasil") && audit.shows("memperbaiki laporan hasil"),
        "{}",
        audit.words()
    );
}

/// Once the day has come the host neither calls the visit off nor moves it: the guest tells. Where both find another day,
/// the guest is asked for its report again.
#[tokio::test]
async fn after_the_day_the_guest_has_the_word() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    agrees(&app, &siti, &url).await;
    app.forward(Duration::days(8));
    app.settle().await;
    let another = day(&app, 4);
    let moved = [("on", another.as_str()), ("time", "09:00"), ("place", "Aula"), ("body", "Hujan kemarin.")];
    let late = does(&app, &siti, &url, "batal", &[("reason", "Tidak jadi.")]).await.expect(409);
    assert!(late.shows("Waktunya sudah lewat.") && late.shows("Yang sudah diketik"), "{}", late.words());
    does(&app, &siti, &url, "jadwal", &moved).await.expect(409);
    assert_eq!(row(&app, &url).await.state, "dijadwalkan");
    assert!(!siti.get(&url).await.expect(200).shows("Batalkan dengan alasan"));

    let asked = || notification::Entity::find().filter(notification::Column::Kind.eq("visit_over"));
    assert_eq!(asked().count(app.app.db.read()).await.expect("a count"), 1);
    does(&app, &dedi, &url, "jadwal", &moved).await.expect(303);
    let agreeing = [("on", another.as_str()), ("time", "09:00"), ("place", "Aula")];
    does(&app, &siti, &url, "jadwal", &agreeing).await.expect(303);
    assert_eq!(row(&app, &url).await.state, "dijadwalkan");
    app.forward(Duration::days(5));
    app.settle().await;
    assert_eq!(asked().count(app.app.db.read()).await.expect("a count"), 2, "another day is asked about anew");
    does(&app, &dedi, &url, "laporan", &SEEN).await.expect(303);
}

/// What was typed stays when somebody was faster, also where its form is not there any more.
#[tokio::test]
async fn what_was_typed_is_not_lost_to_who_was_faster() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let gone = asks(&app, &dedi, &study).await;
    does(&app, &dedi, &gone, "batal", &[("reason", "Anggaran habis.")]).await.expect(303);
    let declined = does(&app, &siti, &gone, "tolak", &[("reason", "Sedang musim panen.")]).await.expect(409);
    assert!(declined.shows("Yang sudah diketik Sedang musim panen."), "{}", declined.words());

    let url = asks(&app, &dedi, &study).await;
    agrees(&app, &siti, &url).await;
    app.forward(Duration::days(8));
    let version = row(&app, &url).await.version.to_string();
    let mut first = SEEN.to_vec();
    first.push(("version", version.as_str()));
    let second = [
        ("version", version.as_str()),
        ("seen", "Pengepul dan jadwal timbang."),
        ("applied", "Satu desa."),
        ("team", "Dua kasi"),
    ];
    rina.post(&format!("{url}/laporan"), &first).await.expect(303);
    let late = dedi.post(&format!("{url}/laporan"), &second).await.expect(409);
    assert!(late.text.contains("Pengepul dan jadwal timbang.</textarea>"), "{}", late.words());
    assert!(late.shows("Empat kebun di dua desa."), "what his colleague told stands above: {}", late.words());
    assert_eq!(row(&app, &url).await.report_seen, "Empat kebun di dua desa.");
}

/// The report stands on a public page: a phone number in it is asked about once, at its field, and one that stands is not
/// asked about again. A message says by name whom it reaches.
#[tokio::test]
async fn a_report_with_a_phone_number_is_asked_about_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    agrees(&app, &siti, &url).await;
    app.forward(Duration::days(8));
    assert!(siti.get(&url).await.expect(200).shows("Pesan kepada Kec. Bayongbong"));
    let page = dedi.get(&url).await.expect(200);
    assert!(page.shows("Pesan kepada Kec. Cikajang"), "{}", page.words());
    assert!(!page.text.contains("name=\"nomor\""), "nobody is asked before there is a number");

    let mut told = SEEN.to_vec();
    told[1] = ("applied", "Satu kebun; hubungi 0812-3456-7890.");
    let asked = does(&app, &dedi, &url, "laporan", &told).await.expect(422);
    assert!(asked.shows("Di sini ada nomor telepon (0812…)"), "{}", asked.words());
    assert_eq!(asked.text.matches("name=\"nomor\"").count(), 1);
    assert!(asked.text.contains("hubungi 0812-3456-7890.</textarea>"), "what was typed stays: {}", asked.text);
    assert_eq!(row(&app, &url).await.state, "dijadwalkan");
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("0812-3456-7890"));

    // Another problem gives the box back as it was ticked.
    let ticked = [told.as_slice(), &[("nomor", "tampil")]].concat();
    let mut without_team = ticked.clone();
    without_team[3] = ("team", "");
    let refused = does(&app, &dedi, &url, "laporan", &without_team).await.expect(422);
    assert!(refused.text.contains("name=\"nomor\" value=\"tampil\" checked"), "{}", refused.text);
    does(&app, &dedi, &url, "laporan", &ticked).await.expect(303);
    assert!(app.visitor().get(&study.url).await.expect(200).shows("hubungi 0812-3456-7890."));

    told[0] = ("seen", "Lima kebun di dua desa.");
    does(&app, &dedi, &url, "laporan", &told).await.expect(303);
    assert_eq!(row(&app, &url).await.report_seen, "Lima kebun di dua desa.", "who mends it was asked");
    told[2] = ("unfit", "NIK 3205221203850001");
    let nik = [told.as_slice(), &[("nomor", "tampil")]].concat();
    assert!(does(&app, &dedi, &url, "laporan", &nik).await.expect(422).shows("Di sini ada NIK"));
}

/// A number and a NIK at once, in one answer or in two: whatever was ticked, nothing appears until the NIK is gone.
#[tokio::test]
async fn a_number_beside_a_nik_takes_nothing_along() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    agrees(&app, &siti, &url).await;
    app.forward(Duration::days(8));
    let number = ("seen", "Empat kebun; hubungi 0812-3456-7890.");
    let together = ("seen", "Empat kebun; 0812-3456-7890, NIK 3205221203850001.");
    let apart = ("applied", "Satu kebun, NIK 3205221203850001.");
    let ticked = ("nomor", "tampil");
    for changed in [[number, apart], [together, SEEN[1]]] {
        for keeps in [Vec::new(), vec![ticked]] {
            let told = [&changed[..], &SEEN[2..], &keeps[..]].concat();
            let refused = does(&app, &dedi, &url, "laporan", &told).await.expect(422);
            assert!(refused.shows("Di sini ada NIK"), "{}", refused.words());
            let page = app.visitor().get(&study.url).await.expect(200);
            assert!(!page.shows("0812-3456-7890") && !page.shows("3205221203850001"), "{}", page.words());
        }
    }
    let told = [&[number, SEEN[1]][..], &SEEN[2..], &[ticked][..]].concat();
    does(&app, &dedi, &url, "laporan", &told).await.expect(303);
    assert!(app.visitor().get(&study.url).await.expect(200).shows("hubungi 0812-3456-7890."));
}

/// An office that is in the ledger already is not asked to begin there; a form that was open meanwhile says that nothing
/// changed.
#[tokio::test]
async fn what_stands_in_the_ledger_is_not_recorded_again() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    agrees(&app, &siti, &url).await;
    app.forward(Duration::days(8));
    let offered = dedi.get(&url).await.expect(200);
    assert!(offered.text.contains("name=\"ledger\"") && !offered.shows("sudah tercatat"), "{}", offered.words());
    let entry = adopts(&dedi, &study).await;
    let page = dedi.get(&url).await.expect(200);
    assert!(page.shows("Replikasi kecamatan ini sudah tercatat: Berminat sejak"), "{}", page.words());
    assert!(!page.text.contains("name=\"ledger\"") && page.text.contains(&entry), "{}", page.words());
    let told = [&SEEN[..], &[("ledger", "ya"), ("stage", "direncanakan")][..]].concat();
    let sent = does(&app, &dedi, &url, "laporan", &told).await.expect(303);
    assert_eq!(sent.location, entry);
    let notice = forum_camat::web::decode(sent.headers["set-cookie"].to_str().expect("ascii"));
    assert!(notice.contains("tidak berubah"), "{notice}");
    let row = adoption::Entity::find().one(app.app.db.read()).await.expect("a read").expect("an entry");
    assert_eq!((row.stage.as_str(), row.version), ("berminat", 1));
}

/// The conversation of two offices is for who serves there: who left reads no word of it any more.
#[tokio::test]
async fn the_conversation_stays_with_the_office() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    siti.post(&format!("{url}/pesan"), &[("message", "Mohon membawa contoh air.")]).await.expect(303);
    app.settle().await;
    assert!(dedi.get("/kabar").await.expect(200).shows("Mohon membawa contoh air."));
    leaves(&app, &dedi).await;
    let kept = dedi.get("/kabar").await.expect(200);
    assert!(!kept.shows("Mohon membawa contoh air."), "{}", kept.words());
    assert!(rina.get("/kabar").await.expect(200).shows("Mohon membawa contoh air."));
}

/// Who asked offers another time before the host said anything: the host agrees to it with the place, in one form.
#[tokio::test]
async fn who_agrees_first_says_where() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    let another = day(&app, 12);
    let offer = [("on", another.as_str()), ("time", "10:00")];
    does(&app, &dedi, &url, "jadwal", &offer).await.expect(303);
    let page = siti.get(&url).await.expect(200);
    assert!(page.shows("Setuju dengan waktu ini?") && page.text.contains("id=\"setuju-tempat\""), "{}", page.words());
    does(&app, &siti, &url, "jadwal", &offer).await.expect(422);
    let agreed = [("on", another.as_str()), ("time", "10:00"), ("place", "Aula Kec. Cikajang")];
    does(&app, &siti, &url, "jadwal", &agreed).await.expect(303);
    assert_eq!(row(&app, &url).await.state, "dijadwalkan");
}

/// A study with more reports than its page holds says so, and an own request older than they are is still found.
#[tokio::test]
async fn many_reports_hide_no_open_request() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let open = row(&app, &asks(&app, &dedi, &study).await).await;
    let tx = app.app.db.begin_write().await.expect("a transaction");
    let reports = (0..51).map(|number| visit::ActiveModel {
        id: NotSet,
        asking_code: Set(CILEUNYI.to_owned()),
        state: Set("selesai".to_owned()),
        report_seen: Set(format!("Kebun nomor {number}.")),
        reported_at: Set(Some(tx.now())),
        ..visit::ActiveModel::from(open.clone()).reset_all()
    });
    visit::Entity::insert_many(reports).exec_without_returning(&*tx).await.expect("rows");
    tx.commit(Effect::Private).await.expect("committed");
    let page = dedi.get(&study.url).await.expect(200);
    assert!(page.shows("Studi tiru kantor ini: Diminta") && !page.shows("Ajukan studi tiru"), "{}", page.words());
    assert!(page.shows("Lebih dari 50 studi tiru ke praktik ini"), "{}", page.words());
}
