//! The promise of an unnamed lesson holds against everybody of its office, against those who know it, and against what is
//! written beside it.

use forum_camat::audit::entity as audit;
use forum_camat::db::Effect;
use forum_camat::lesson::entity::lesson;
use forum_camat::policy::Role;
use forum_camat::visit::entity::visit;
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::lessons::{leaves, said, writes};

const SUKARESMI: &str = "32.05.17";
const CIJULANG: &str = "32.18.02";

fn page(key: &str) -> String {
    format!("/pembelajaran/{key}")
}

/// The form of a change as `writes` filled it in.
fn changed<'a>(title: &'a str, version: &'a str, name: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("title", title),
        ("versi", version),
        ("dicoba", "Menabung sampah setiap Jumat."),
        ("terjadi", "Sesudah tiga bulan sepi."),
        ("nama", name),
    ]
}

/// Only who wrote it unnamed shows the name, and only while nobody else answered: neither a colleague nor who follows in the
/// office. The form offers no choice that would be refused.
#[tokio::test]
async fn nobody_else_shows_the_name_of_who_stayed_unnamed() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wati = app.person("Wati", Role::Staf, CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let key = writes(&siti, "Bank sampah", &[]).await;
    let change = format!("{}/ubah", page(&key));
    let shown = changed("Bank sampah", "1", "tampil");
    let refused = wati.post(&change, &shown).await.expect(422);
    assert!(refused.shows("Hanya penulisnya sendiri yang dapat menampilkan nama."), "{}", refused.words());
    assert!(!wati.get(&change).await.expect(200).text.contains("value=\"tampil\""), "no choice that is refused");
    assert!(siti.get(&change).await.expect(200).text.contains("value=\"tampil\""));
    said(&wati, &key, "Kami catat.").await;
    let refused = siti.post(&change, &shown).await.expect(422);
    assert!(refused.shows("sudah ditanggapi selagi tanpa nama"), "{}", refused.words());
    assert!(!siti.get(&change).await.expect(200).text.contains("value=\"tampil\""));
    let read = deni.get(&page(&key)).await.expect(200);
    assert!(!read.shows("Siti") && !read.shows("Wati") && !read.shows("Cikajang"), "{}", read.words());
    // A colleague changes the words, and the name stays as it was.
    wati.post(&change, &changed("Bank sampah desa", "1", "")).await.expect(303);
    assert!(deni.get(&page(&key)).await.expect(200).shows("Tanpa nama"));

    let alone = writes(&siti, "Kebun kering", &[]).await;
    said(&siti, &alone, "Masih kami coba.").await;
    siti.post(&format!("{}/ubah", page(&alone)), &changed("Kebun kering", "1", "tampil")).await.expect(303);
    let read = deni.get(&page(&alone)).await.expect(200);
    assert!(read.shows("Siti") && !read.shows("Penulis ·"), "the twin: {}", read.words());
    let told = audit::Entity::find().filter(audit::Column::Act.eq("name_lesson"));
    assert_eq!(told.all(app.app.db.read()).await.unwrap().len(), 1, "the audit keeps who did it");
}

/// A name that is taken away leaves nothing behind: the office's own answers lose theirs, and where an answer says who or
/// where it was, it is refused until that answer is gone.
#[tokio::test]
async fn a_name_is_taken_away_only_where_no_answer_says_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wati = app.person("Wati", Role::Staf, CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let key = writes(&siti, "Bank sampah", &[("nama", "tampil")]).await;
    let change = format!("{}/ubah", page(&key));
    let unnamed = changed("Bank sampah", "1", "tanpa");
    let own = said(&siti, &key, "Di Cikajang kami timbang tiap Jumat.").await;
    said(&wati, &key, "Kami catat.").await;
    let hers = said(&wati, &key, "Di Cikajang saya catat.").await;
    let hers = format!("{}/tanggapan/{hers}", page(&key));
    wati.post(&format!("{hers}/hapus"), &[]).await.expect(303);
    let refused = siti.post(&change, &unnamed).await.expect(422);
    assert!(refused.shows("menyebut kecamatan atau kabupaten/kota penulis"), "{}", refused.words());
    let own = format!("{}/tanggapan/{own}", page(&key));
    siti.post(&format!("{own}/hapus"), &[]).await.expect(303);
    let guest = said(&deni, &key, "Bu Siti, coba pengepul.").await;
    siti.post(&change, &unnamed).await.expect(422);
    // What Deni deletes he can show again, so that a coordinator hides it.
    let guest = format!("{}/tanggapan/{guest}", page(&key));
    deni.post(&format!("{guest}/hapus"), &[]).await.expect(303);
    siti.post(&change, &unnamed).await.expect(422);
    deni.post(&format!("{guest}/hapus/batal"), &[]).await.expect(303);
    hendra.post(&format!("{guest}/sembunyikan"), &[("body", "Menyebut nama penulis")]).await.expect(303);
    siti.post(&change, &unnamed).await.expect(303);
    let read = yanti.get(&page(&key)).await.expect(200);
    assert!(!read.shows("Siti") && !read.shows("Wati") && !read.shows("Cikajang"), "{}", read.words());
    assert!(read.shows("Penulis ·"), "{}", read.words());
    siti.post(&format!("{own}/hapus/batal"), &[]).await.expect(409);
    hendra.post(&format!("{guest}/pulihkan"), &[]).await.expect(409);
    // Wati spoke for the office; a mutasi later her words still stand there as the writer's.
    leaves(&app, &wati).await;
    wati.post(&format!("{hers}/hapus/batal"), &[]).await.expect(409);
    assert!(!yanti.get(&page(&key)).await.expect(200).shows("Cikajang"));

    let plain = writes(&siti, "Kebun kering", &[("nama", "tampil")]).await;
    let word = said(&siti, &plain, "Masih kami coba.").await;
    siti.post(&format!("{}/tanggapan/{word}/hapus", page(&plain)), &[]).await.expect(303);
    siti.post(&format!("{}/ubah", page(&plain)), &changed("Kebun kering", "1", "tanpa")).await.expect(303);
    siti.post(&format!("{}/tanggapan/{word}/hapus/batal", page(&plain)), &[]).await.expect(303);
    let read = deni.get(&page(&plain)).await.expect(200);
    assert!(read.shows("Penulis ·") && !read.shows("Siti") && !read.shows("Cikajang"), "{}", read.words());
}

/// As phones type a name it is a name; and an address that leads to the own kecamatan tells as much as its name.
#[tokio::test]
async fn what_is_typed_on_a_phone_and_what_is_pasted_is_seen() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let own = app.has(a_study("Kebun sendiri").of(CIKAJANG).by(&siti)).await;
    let other = app.has(a_study("Kebun tetangga").of(SUKARESMI)).await;
    let taken_up = app.has(a_study("Kebun jauh").of(SUKARESMI)).await;
    let entry = super::adoption::adopts(&siti, &taken_up).await;
    let product = super::products::writes(&siti, &own, "Sambal").await;
    let many = format!("{} lalu {}", format!("{} ", other.url).repeat(21), own.url);
    let tries =
        |words: String| vec![("title", "Kebun kering".to_owned()), ("dicoba", words), ("terjadi", "Sepi.".to_owned())];
    let refused = [
        ("kami di cikajang menabung".to_owned(), "tertulis nama Cikajang"),
        (format!("Lihat https://forum.contoh.go.id{}", own.url), "menunjuk halaman yang menyebut kecamatan"),
        (format!("Lihat /kecamatan/{CIKAJANG}"), "menunjuk halaman yang menyebut kecamatan"),
        (format!("Dicatat di {entry}"), "menunjuk halaman yang menyebut kecamatan"),
        (format!("Hasilnya {product}"), "menunjuk halaman yang menyebut kecamatan"),
        ("Hubungi Siti di kantor".to_owned(), "tertulis nama Siti"),
        ("Hubungi 0812-3456-7890".to_owned(), "ada nomor telepon"),
        (many, "menunjuk halaman yang menyebut kecamatan"),
    ];
    for (words, sentence) in refused {
        let typed = tries(words.clone());
        let typed: Vec<_> = typed.iter().map(|(field, value)| (*field, value.as_str())).collect();
        let answer = siti.post("/pembelajaran/tulis", &typed).await.expect(422);
        assert!(answer.shows(sentence), "{words}: {}", answer.words());
    }
    let words = format!("Seperti https://forum.contoh.go.id{}", other.url);
    let key = writes(&siti, "Kebun kering", &[("dicoba", words.as_str())]).await;
    let reply = format!("{}/tanggapan", page(&key));
    siti.post(&reply, &[("body", own.url.as_str())]).await.expect(422);
    siti.post(&reply, &[("body", other.url.as_str())]).await.expect(303);
}

/// Whose name stands on the kecamatan's page tells which office wrote, whether he serves there or has left; so does the
/// kabupaten. All that is wrong with a field stands at it, and everyday words that are names as well may stand.
#[tokio::test]
async fn neither_the_people_of_the_office_nor_the_kabupaten_are_named() {
    let app = TestApp::start().await;
    let dadan = app.camat("Drs. Dadan Wirasukma, M.Si.", CIKAJANG).await;
    leaves(&app, &dadan).await;
    let siti = app.camat("Siti Hari Rahayu", CIKAJANG).await;
    app.person("Euis Kartamulya", Role::Sekcam, CIKAJANG).await;
    app.person("Wawan", Role::Staf, CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let own = app.has(a_study("Kebun sendiri").of(CIKAJANG)).await;
    let person = "padahal catatan ini tanpa nama. Tulis jabatannya tanpa nama.";
    let refused = [
        ("Bersama Ibu Euis Kartamulya", "tertulis nama Euis Kartamulya, "),
        ("Pak Dadan Wirasukma, camat lama", "tertulis nama Dadan Wirasukma, "),
        ("Wawan yang menjalankan", "tertulis nama Wawan, "),
        ("dijalankan oleh wawan", "tertulis nama wawan, "),
        ("Kata Bu Hari begitu", "tertulis nama Hari, "),
    ];
    for (words, sentence) in refused {
        let typed = [("title", "Kebun kering"), ("dicoba", words), ("terjadi", "Sepi.")];
        let answer = siti.post("/pembelajaran/tulis", &typed).await.expect(422);
        assert!(answer.shows(&format!("{sentence}{person}")), "{words}: {}", answer.words());
    }
    let words = format!("Di Garut selatan bersama Wawan, lihat {}", own.url);
    let typed = [("title", "Kebun kering"), ("dicoba", words.as_str()), ("terjadi", "Sepi.")];
    let answer = siti.post("/pembelajaran/tulis", &typed).await.expect(422);
    let at_field = answer.text.split("id=\"dicoba-salah\"").nth(1).unwrap().split("</p>").next().unwrap();
    for sentence in ["Tulis “kabupaten ini” saja.", "tertulis nama Wawan", "menunjuk halaman yang menyebut kecamatan"]
    {
        assert!(at_field.contains(sentence), "{sentence}: {at_field}");
    }
    let free = "Hari pertama ramai. Bersama sekcam dan staf kami mencoba; Dewi, ketua kader, membantu.";
    let key = writes(&siti, "Kebun kering", &[("dicoba", free)]).await;
    let reply = format!("{}/tanggapan", page(&key));
    siti.post(&reply, &[("body", "Wawan sudah mencoba lagi.")]).await.expect(422);
    siti.post(&reply, &[("body", "Staf sudah mencoba lagi.")]).await.expect(303);
    deni.post(&reply, &[("body", "Wawan mana?")]).await.expect(303);
    // Who shows the name names whom he likes.
    writes(&siti, "Kebun basah", &[("dicoba", "Bersama Wawan di Garut."), ("nama", "tampil")]).await;
}

/// Who knows where it was does not tell it to others, in an answer or in the reason for hiding one; a guess is a guess.
#[tokio::test]
async fn who_knows_it_does_not_tell_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let ratna = app.person("Ratna", Role::InovasiKabupatenKota, "32.05").await;
    let dian = app.person("Dian", Role::InovasiKabupatenKota, "32.04").await;
    let key = writes(&siti, "Bank sampah", &[]).await;
    let reply = format!("{}/tanggapan", page(&key));
    let refused = hendra.post(&reply, &[("body", "Bagus, Cikajang sudah mulai.")]).await.expect(422);
    assert!(refused.shows("tertulis nama Cikajang"), "{}", refused.words());
    hendra.post(&reply, &[("body", "Bagus, kecamatan ini sudah mulai.")]).await.expect(303);
    yuli.post(&reply, &[("body", "Cikajang pernah begitu juga.")]).await.expect(303);
    let guess = said(&deni, &key, "Ini Cikajang, ya?").await;
    let hide = format!("{}/tanggapan/{guess}/sembunyikan", page(&key));
    let refused = hendra.post(&hide, &[("body", "Menyebut Cikajang")]).await.expect(422);
    assert!(refused.shows("Penulis tanggapan membaca alasan ini; tulis tanpa nama tempat."), "{}", refused.words());
    hendra.post(&hide, &[("body", "Menebak penulisnya")]).await.expect(303);
    // The form says who knows: also who cares for innovation in the kabupaten.
    assert!(ratna.get(&page(&key)).await.expect(200).shows("Ditulis Siti"));
    for person in [&dian, &yuli] {
        assert!(!person.get(&page(&key)).await.expect(200).shows("Ditulis Siti"));
    }
}

/// The report of a visit stands on a public page with the office's name: a lesson about that study does not lead there.
#[tokio::test]
async fn a_visit_does_not_give_the_office_away() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let other = app.has(a_study("Kebun tetangga").of(SUKARESMI)).await;
    let number = other.id.to_string();
    let key = writes(&siti, "Kebun tetangga dicoba", &[("praktik", number.as_str())]).await;
    assert!(deni.get(&page(&key)).await.expect(200).shows("Tentang praktik: Kebun tetangga"));
    let tx = app.app.db.begin_write().await.unwrap();
    let term = forum_camat::office::entity::office_term::Entity::find()
        .filter(forum_camat::office::entity::office_term::Column::AccountId.eq(siti.account.get()))
        .one(&*tx)
        .await
        .unwrap()
        .unwrap();
    let visited = visit::ActiveModel {
        case_study_id: Set(other.id.get()),
        asking_code: Set(CIKAJANG.to_owned()),
        host_code: Set(SUKARESMI.to_owned()),
        kind: Set("daring".to_owned()),
        state: Set("selesai".to_owned()),
        turn: Set("tuan_rumah".to_owned()),
        purpose: Set("Melihat caranya".to_owned()),
        contact: Set("Sekretariat kantor".to_owned()),
        people: Set(3),
        first_day: Set(tx.today()),
        place: Set(String::new()),
        link: Set(String::new()),
        report_seen: Set("Kebunnya".to_owned()),
        report_applied: Set("Satu kebun".to_owned()),
        report_unfit: Set(String::new()),
        report_team: Set("Dua kasi".to_owned()),
        reported_at: Set(Some(tx.now())),
        report_hidden_reason: Set(String::new()),
        asked_by: Set(siti.account.get()),
        term_id: Set(term.id),
        byline: Set("Siti".to_owned()),
        version: Set(1),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        turn_since: Set(tx.now()),
        ..Default::default()
    };
    visit::Entity::insert(visited).exec_without_returning(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    assert!(!deni.get(&page(&key)).await.expect(200).shows("Tentang praktik"));
    assert!(siti.get(&page(&key)).await.expect(200).shows("Tentang praktik: Kebun tetangga"));
}

/// No browser keeps a page of this room: what was typed while the lesson went stands on the answer. A lesson that never was
/// answers alike.
#[tokio::test]
async fn what_was_typed_while_a_lesson_went_is_there() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let key = writes(&siti, "Bank sampah", &[]).await;
    let typed = [("body", "Kata yang panjang sekali")];
    hendra.post(&format!("{}/sembunyikan", page(&key)), &[("body", "Ada nama warga.")]).await.expect(303);
    for (person, key, status) in [(&deni, key.clone(), 404), (&deni, "0".repeat(32), 404), (&siti, key.clone(), 409)] {
        let answer = person.post(&format!("{}/tanggapan", page(&key)), &typed).await.expect(status);
        assert!(answer.shows("Kata yang panjang sekali"), "{}", answer.words());
        assert!(answer.shows("Catatan ini tidak tampil lagi") && !answer.shows("Bank sampah"), "{}", answer.words());
    }
}

/// What a lesson is filed under is changed as its words are: never unseen, and the same form twice is one.
#[tokio::test]
async fn a_change_of_filing_is_a_change() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wati = app.person("Wati", Role::Staf, CIKAJANG).await;
    let other = app.has(a_study("Kebun tetangga").of(SUKARESMI)).await;
    let number = other.id.to_string();
    let key = writes(&siti, "Bank sampah", &[]).await;
    let change = format!("{}/ubah", page(&key));
    let mut first = changed("Bank sampah", "1", "tanpa");
    first.push(("indikator", "stunting"));
    for _ in 0..2 {
        wati.post(&change, &first).await.expect(303);
    }
    let mut second = changed("Bank sampah", "1", "tanpa");
    second.push(("praktik", number.as_str()));
    let clash = siti.post(&change, &second).await.expect(409);
    assert!(clash.shows("Tanpa nama") && clash.text.contains(&format!("value=\"{number}\"")), "{}", clash.words());
    let row = lesson::Entity::find().filter(lesson::Column::Key.eq(key.as_str())).one(app.app.db.read()).await;
    assert_eq!(row.unwrap().unwrap().version, 2);
}

/// The number of an answer would say when it was written: who may do nothing with it reads none.
#[tokio::test]
async fn an_answer_without_a_name_has_no_number() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let key = writes(&siti, "Bank sampah", &[]).await;
    let word = said(&siti, &key, "Masih kami coba.").await;
    assert!(!deni.get(&page(&key)).await.expect(200).text.contains("id=\"t-"));
    assert!(siti.get(&page(&key)).await.expect(200).text.contains(&format!("id=\"t-{word}\"")));
}
