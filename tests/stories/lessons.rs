//! The Ruang Pembelajaran: offices write what did not work yet, other members tell their experience, the office keeps it
//! after a mutasi, and coordinators moderate.

use chrono::Duration;
use forum_camat::account::entity::account;
use forum_camat::adoption::entity::adoption;
use forum_camat::audit::entity as audit;
use forum_camat::db::Effect;
use forum_camat::lesson::entity::{lesson, lesson_word};
use forum_camat::notification::entity as notification;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::{Browser, CIKAJANG, Person, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::account::has_password;

const SUKARESMI: &str = "32.05.17";
const CIJULANG: &str = "32.18.02";

/// Writes a lesson, unnamed unless the fields say otherwise, and gives its key.
pub async fn writes(who: &Browser, title: &str, fields: &[(&str, &str)]) -> String {
    let mut form = vec![("title", title)];
    form.extend_from_slice(fields);
    for (name, value) in [("dicoba", "Menabung sampah setiap Jumat."), ("terjadi", "Sesudah tiga bulan sepi.")] {
        if !fields.iter().any(|(known, _)| *known == name) {
            form.push((name, value));
        }
    }
    let sent = who.post("/pembelajaran/tulis", &form).await.expect(303);
    key_of(&sent.location)
}

/// The key in the address of a lesson.
fn key_of(location: &str) -> String {
    let key = location.trim_start_matches("/pembelajaran/").split('#').next().unwrap_or_default();
    assert_eq!(key.len(), 32, "{location}");
    key.to_owned()
}

/// Says something to a lesson, and gives its number.
pub async fn said(who: &Browser, key: &str, body: &str) -> i64 {
    let sent = who.post(&format!("/pembelajaran/{key}/tanggapan"), &[("body", body)]).await.expect(303);
    sent.location.rsplit_once("#t-").expect("an anchor").1.parse().expect("a number")
}

async fn row(app: &TestApp, key: &str) -> lesson::Model {
    let select = lesson::Entity::find().filter(lesson::Column::Key.eq(key));
    select.one(app.app.db.read()).await.unwrap().unwrap()
}

/// A mutasi: the term is over.
pub async fn leaves(app: &TestApp, who: &Person) {
    let tx = app.app.db.begin_write().await.unwrap();
    office_term::Entity::update_many()
        .col_expr(office_term::Column::EndedOn, Expr::value(Some(tx.today() - Duration::days(1))))
        .filter(office_term::Column::AccountId.eq(who.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
}

async fn lessons(app: &TestApp) -> u64 {
    lesson::Entity::find().count(app.app.db.read()).await.unwrap()
}

fn page(key: &str) -> String {
    format!("/pembelajaran/{key}")
}

/// The form says before anything is written who reads it and who knows; what is wrong stands beside its field and nothing
/// typed is lost; sent twice it is one lesson. A coordinator has no office to write for.
#[tokio::test]
async fn an_office_writes_what_did_not_work_yet() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let empty = deni.get("/pembelajaran").await.expect(200);
    assert!(empty.shows("Belum ada catatan.") && empty.shows("Yang belum berhasil, dan pelajarannya"));
    let form = siti.get("/pembelajaran/tulis").await.expect(200);
    let promise = "Tidak tampil untuk umum. Bila memilih tanpa nama, nama Bapak/Ibu tidak terlihat anggota lain, tetapi tercatat pada pengelola.";
    assert!(form.shows(promise), "{}", form.words());
    let knowing = "pembina kecamatan dan pengelola inovasi di kabupaten/kota dan provinsi, serta administrator lewat catatan audit";
    assert!(form.shows(&format!("kantor sendiri, {knowing}")), "{}", form.words());
    for word in ["gagal", "Gagal", "jujur", "Jujur"] {
        assert!(!form.text.contains(word) && !empty.text.contains(word), "nobody is told that he failed");
    }
    let typed =
        [("title", "Bank sampah"), ("dicoba", ""), ("terjadi", "NIK 3205011203870001 tercatat"), ("lain", "Pelan")];
    let refused = siti.post("/pembelajaran/tulis", &typed).await.expect(422);
    assert!(refused.shows("Tulis dahulu yang dicoba.") && refused.shows("ada NIK ("), "{}", refused.words());
    assert!(refused.text.contains("value=\"Bank sampah\"") && refused.shows("Pelan"), "what was typed is there");
    assert_eq!(lessons(&app).await, 0);
    let key =
        writes(&siti, "Bank sampah yang sepi", &[("kendala", "Harga turun."), ("lain", "Mulai dari pengepul.")]).await;
    let again =
        writes(&siti, "Bank sampah yang sepi", &[("kendala", "Harga turun."), ("lain", "Mulai dari pengepul.")]).await;
    assert_eq!((&again, lessons(&app).await), (&key, 1));
    let read = deni.get(&page(&key)).await.expect(200);
    for words in ["Bank sampah yang sepi", "Yang dicoba", "Kendala", "Harga turun.", "Mulai dari pengepul."] {
        assert!(read.shows(words), "{words}: {}", read.words());
    }
    hendra.get("/pembelajaran/tulis").await.expect(403);
    hendra
        .post("/pembelajaran/tulis", &[("title", "Dari pembina"), ("dicoba", "a"), ("terjadi", "b")])
        .await
        .expect(403);
    assert_eq!(lessons(&app).await, 1);
}

/// Who stays unnamed can't name the own kecamatan by mistake, in the lesson and in a reply; who shows the name may.
#[tokio::test]
async fn the_own_kecamatan_is_not_named_by_mistake() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let typed = [("title", "Bank sampah"), ("dicoba", "Di Cikajang kami menabung."), ("terjadi", "Sepi.")];
    let refused = siti.post("/pembelajaran/tulis", &typed).await.expect(422);
    assert!(refused.shows("tertulis nama Cikajang, padahal catatan ini tanpa nama"), "{}", refused.words());
    let named = writes(&siti, "Bank sampah di Cikajang", &[("nama", "tampil")]).await;
    let read = deni.get(&page(&named)).await.expect(200);
    assert!(read.shows("Camat Cikajang, Kab. Garut") && read.shows("Siti") && read.shows("24 Nov 2026"));
    let key = writes(&siti, "Bank sampah", &[]).await;
    let refused = siti.post(&format!("{}/tanggapan", page(&key)), &[("body", "Kami di Cikajang")]).await.expect(422);
    assert!(refused.shows("tertulis nama Cikajang") && refused.shows("Kami di Cikajang"), "{}", refused.words());
    assert!(deni.get(&page(&key)).await.expect(200).shows("Jangan menebak siapa penulisnya."));
    assert!(!siti.get(&page(&key)).await.expect(200).shows("Jangan menebak"), "the office knows");
    assert!(!deni.get(&page(&named)).await.expect(200).shows("Jangan menebak"), "who wrote is there to read");
    // Another member may: it says nothing of who wrote.
    said(&deni, &key, "Di Cikajang pernah begitu juga, kata orang.").await;
}

/// An unnamed lesson can't point to a study of the own kecamatan or one that it takes up, since that says who wrote; one
/// of another kecamatan is linked. With the name shown, the own is linked too.
#[tokio::test]
async fn a_linked_study_does_not_give_the_office_away() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let own = app.has(a_study("Kebun sendiri").of(CIKAJANG).by(&siti)).await;
    let other = app.has(a_study("Kebun tetangga").of(SUKARESMI)).await;
    let own_number = own.id.to_string();
    let form = [("title", "Kebun"), ("dicoba", "a b c"), ("terjadi", "d e f"), ("praktik", own_number.as_str())];
    let refused = siti.post("/pembelajaran/tulis", &form).await.expect(422);
    assert!(refused.shows("jadi menunjukkan siapa penulisnya"), "{}", refused.words());
    let unknown = [("title", "Kebun"), ("dicoba", "a b c"), ("terjadi", "d e f"), ("praktik", "99999")];
    let refused = siti.post("/pembelajaran/tulis", &unknown).await.expect(422);
    assert!(refused.shows("Praktik ini tidak ditemukan."), "{}", refused.words());
    let other_number = other.id.to_string();
    let key = writes(&siti, "Kebun tetangga dicoba", &[("praktik", other_number.as_str())]).await;
    assert!(deni.get(&page(&key)).await.expect(200).shows("Tentang praktik: Kebun tetangga"));
    let named = writes(&siti, "Kebun kami", &[("praktik", own_number.as_str()), ("nama", "tampil")]).await;
    assert!(deni.get(&page(&named)).await.expect(200).shows("Tentang praktik: Kebun sendiri"));
    // Later Cikajang takes the other one up, which its public ledger tells: the link is shown to the office alone.
    let tx = app.app.db.begin_write().await.unwrap();
    let taken_up = adoption::ActiveModel {
        case_study_id: Set(other.id.get()),
        kecamatan_code: Set(CIKAJANG.to_owned()),
        stage: Set("berjalan".to_owned()),
        since: Set(tx.today()),
        has_results: Set(false),
        opened_by: Set(siti.account.get()),
        byline: Set("Camat Cikajang".to_owned()),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    adoption::Entity::insert(taken_up).exec_without_returning(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    assert!(!deni.get(&page(&key)).await.expect(200).shows("Tentang praktik"));
    assert!(siti.get(&page(&key)).await.expect(200).shows("Tentang praktik: Kebun tetangga"));
}

/// The list is narrowed by sector, indicator and words; how many there are is said from three on.
#[tokio::test]
async fn counts_below_three_are_not_shown() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let tags = [("sektor", "pertanian"), ("indikator", "stunting")];
    writes(&siti, "Kebun gizi kering", &tags).await;
    writes(&siti, "Irigasi tersumbat", &tags).await;
    let list = deni.get("/pembelajaran").await.expect(200);
    assert!(!list.text.contains("(2)") && !list.shows("2 catatan"), "{}", list.words());
    writes(&deni, "Lumbung kosong", &tags).await;
    let list = deni.get("/pembelajaran").await.expect(200);
    assert_eq!(list.text.matches("(3)").count(), 2, "its sector and its indicator: {}", list.words());
    assert!(list.shows("3 catatan"));
    let narrowed = deni.get("/pembelajaran?sektor=pertanian&indikator=stunting&q=KEBUN+gizi").await.expect(200);
    assert!(narrowed.shows("Kebun gizi kering") && !narrowed.shows("Lumbung kosong"), "{}", narrowed.words());
    let none = deni.get("/pembelajaran?q=%25").await.expect(200);
    assert!(none.shows("Belum ada catatan dengan kata atau saringan ini."), "a percent sign is a letter");
    assert!(deni.get("/pembelajaran?sektor=pariwisata").await.expect(200).shows("Belum ada catatan dengan kata"));
    let beyond = deni.get("/pembelajaran?halaman=7&kabupaten_kota=32.05").await.expect(200);
    assert!(beyond.shows("Daftar ini tidak sampai halaman itu."), "no place narrows it");
}

/// In an unnamed lesson everybody of the office stands as "Penulis"; another member under the name. One's own words are
/// taken back and shown again; of another nobody takes back.
#[tokio::test]
async fn the_writer_replies_without_a_name() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wati = app.person("Wati", Role::Staf, CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let key = writes(&siti, "Bank sampah", &[]).await;
    let first = said(&deni, &key, "Kami mulai dari pengepul.").await;
    let twice = said(&deni, &key, "Kami mulai dari pengepul.").await;
    assert_eq!(first, twice);
    said(&siti, &key, "Berapa lama?").await;
    said(&wati, &key, "Kami catat.").await;
    let read = yanti.get(&page(&key)).await.expect(200);
    assert_eq!(read.words().matches("Penulis ·").count(), 2, "{}", read.words());
    assert!(read.shows("Camat Cijulang") && read.shows("Deni"), "{}", read.words());
    assert!(!read.shows("Siti") && !read.shows("Wati") && !read.shows("Cikajang"), "{}", read.words());
    let word = format!("{}/tanggapan/{first}", page(&key));
    yanti.post(&format!("{word}/hapus"), &[]).await.expect(403);
    deni.post(&format!("{word}/hapus"), &[]).await.expect(303);
    let gone = yanti.get(&page(&key)).await.expect(200);
    assert!(gone.shows("Tanggapan dihapus penulisnya.") && !gone.shows("pengepul") && !gone.shows("Deni"));
    deni.post(&format!("{word}/hapus/batal"), &[]).await.expect(303);
    assert!(yanti.get(&page(&key)).await.expect(200).shows("pengepul"));
    app.settle().await;
    let told = notification::Entity::find().filter(notification::Column::Kind.eq("lesson_news"));
    let told = told.all(app.app.db.read()).await.unwrap();
    assert!(
        told.iter().all(|one| one.reason == told[0].reason),
        "each for the same reason: it says who wrote to nobody"
    );
    assert!(told.iter().any(|one| one.account_id == deni.account.get()));
}

/// After a mutasi the lesson is the office's: its new camat changes and withdraws it, who left no longer does. Two of the
/// office who change it at once see each other's text.
#[tokio::test]
async fn a_lesson_stays_with_the_office() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wati = app.person("Wati", Role::Staf, CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let key = writes(&siti, "Bank sampah", &[]).await;
    let path = page(&key);
    let changed = |title: &'static str, version: &'static str| {
        [("title", title), ("versi", version), ("dicoba", "Menabung sampah."), ("terjadi", "Sepi.")]
    };
    deni.get(&format!("{path}/ubah")).await.expect(403);
    deni.post(&format!("{path}/ubah"), &changed("Punya Deni", "1")).await.expect(403);
    wati.post(&format!("{path}/ubah"), &changed("Bank sampah desa", "1")).await.expect(303);
    let clash = siti.post(&format!("{path}/ubah"), &changed("Bank sampah sekolah", "1")).await.expect(409);
    assert!(
        clash.shows("Bank sampah desa") && clash.text.contains("value=\"Bank sampah sekolah\""),
        "{}",
        clash.words()
    );
    assert_eq!(row(&app, &key).await.title, "Bank sampah desa");
    siti.post(&format!("{path}/ubah"), &changed("Bank sampah sekolah", "2")).await.expect(303);
    leaves(&app, &siti).await;
    let budi = app.camat("Budi", CIKAJANG).await;
    siti.post(&format!("{path}/tarik"), &[]).await.expect(403);
    assert!(budi.get("/pembelajaran").await.expect(200).shows("Dari kantor ini"));
    budi.post(&format!("{path}/tarik"), &[]).await.expect(303);
    deni.get(&path).await.expect(404);
    assert!(budi.get(&path).await.expect(200).shows("Catatan ini ditarik."));
    budi.post(&format!("{path}/tampilkan"), &[]).await.expect(303);
    deni.get(&path).await.expect(200);
}

/// A coordinator of the place hides a lesson with a reason that the office reads, and shows it again; another kabupaten's
/// may not. What a member tells the coordinators, they alone read.
#[tokio::test]
async fn coordinators_of_the_place_moderate() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let key = writes(&siti, "Bank sampah", &[]).await;
    let path = page(&key);
    deni.post(&format!("{path}/lapor"), &[("body", "Menyebut nama warga.")]).await.expect(303);
    app.settle().await;
    assert!(hendra.get("/kabar").await.expect(200).shows("Catatan di Ruang Pembelajaran perlu dilihat"));
    assert!(!yuli.get("/kabar").await.expect(200).shows("perlu dilihat"));
    assert!(hendra.get(&path).await.expect(200).shows("Menyebut nama warga."));
    for person in [&siti, &deni, &yuli] {
        assert!(!person.get(&path).await.expect(200).shows("Menyebut nama warga."), "only who cares for the place");
    }
    yuli.post(&format!("{path}/sembunyikan"), &[("body", "Alasan")]).await.expect(403);
    hendra.post(&format!("{path}/sembunyikan"), &[("body", "")]).await.expect(422);
    hendra.post(&format!("{path}/sembunyikan"), &[("body", "Ada nama warga.")]).await.expect(303);
    deni.get(&path).await.expect(404);
    app.settle().await;
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("Keputusan pembina di Ruang Pembelajaran: Bank sampah"), "{}", told.words());
    assert!(!deni.get("/kabar").await.expect(200).shows("Bank sampah"), "only its office hears of it");
    let own = siti.get(&path).await.expect(200);
    assert!(own.shows("Disembunyikan pembina kecamatan: Ada nama warga."), "{}", own.words());
    assert!(hendra.get("/pembelajaran").await.expect(200).shows("Disembunyikan di wilayah ini"));
    siti.post(&format!("{path}/tanggapan"), &[("body", "Sudah diperbaiki")]).await.expect(409);
    hendra.post(&format!("{path}/pulihkan"), &[]).await.expect(303);
    deni.get(&path).await.expect(200);
    let word = said(&deni, &key, "Siapa ini, Pak Ujang ya?").await;
    let below = format!("{path}/tanggapan/{word}");
    yuli.post(&format!("{below}/sembunyikan"), &[("body", "Menebak")]).await.expect(403);
    hendra.post(&format!("{below}/sembunyikan"), &[("body", "Menebak penulisnya")]).await.expect(303);
    assert!(!yuli.get(&path).await.expect(200).shows("Pak Ujang"));
    let why = deni.get(&path).await.expect(200);
    assert!(why.shows("Menebak penulisnya") && !why.shows("Hendra"), "which coordinator would say where it was");
    let acts = audit::Entity::find().filter(audit::Column::SubjectKind.eq("lesson"));
    let acts = acts.order_by_asc(audit::Column::Id).all(app.app.db.read()).await.unwrap();
    assert!(acts.iter().all(|entry| entry.subject_id == key && !entry.reason.contains("Bank sampah")));
    let acts: Vec<_> = acts.into_iter().map(|entry| entry.act).collect();
    assert_eq!(acts, ["write_lesson", "hide_lesson", "restore_lesson"]);
}

/// Who closes the account takes the name along; the lesson stays, and what was copied before had it in it.
#[tokio::test]
async fn a_closed_account_leaves_no_name() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    has_password(&app, &siti, "081234567890", "empat kata yang tenang").await;
    let key = writes(&siti, "Bank sampah", &[("nama", "tampil")]).await;
    said(&siti, &key, "Masih dicoba.").await;
    assert!(deni.get(&page(&key)).await.expect(200).shows("Siti"));
    let copy = siti.get("/akun/data-saya.json").await.expect(200).text;
    assert!(copy.contains("Bank sampah") && copy.contains("Masih dicoba."), "{copy}");
    let leave = [("password", "empat kata yang tenang"), ("sure", "ya")];
    siti.post("/akun/tarik-persetujuan", &leave).await.expect(303);
    let read = deni.get(&page(&key)).await.expect(200);
    assert!(read.shows("Bank sampah") && read.shows("Camat Cikajang") && !read.shows("Siti"), "{}", read.words());
    let kept = row(&app, &key).await;
    assert_eq!((kept.account_id, kept.term_id), (None, None));
    let words = lesson_word::Entity::find().all(app.app.db.read()).await.unwrap();
    assert!(words.iter().all(|word| word.account_id.is_none() && word.term_id.is_none()));
}

/// Who is suspended reads nothing, as little as who never served.
#[tokio::test]
async fn the_suspended_read_nothing() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let key = writes(&siti, "Bank sampah", &[]).await;
    deni.get(&page(&key)).await.expect(200);
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::SuspendedUntil, Expr::value(Some(tx.now() + Duration::days(3))))
        .filter(account::Column::Id.eq(deni.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    for path in ["/pembelajaran".to_owned(), "/pembelajaran/tulis".to_owned(), page(&key)] {
        assert!(!deni.get(&path).await.expect(403).shows("Bank sampah"), "{path}");
    }
    deni.post(&format!("{}/tanggapan", page(&key)), &[("body", "Halo")]).await.expect(403);
}
