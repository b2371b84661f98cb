//! A lesson that hundreds answered, and an office that wrote many: everything is reached page by page, and no address tells
//! more than the page does.

use chrono::Duration;
use forum_camat::db::Effect;
use forum_camat::lesson::entity::{lesson, lesson_word};
use forum_tests::{Browser, CIKAJANG, Person, TestApp};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::lessons::writes;

const SUKARESMI: &str = "32.05.17";
const CIJULANG: &str = "32.18.02";

/// So many answers of one person, written straight into the table; the last one says what is given.
async fn has_answers(app: &TestApp, key: &str, who: &Person, number: i64, last: &str) {
    let tx = app.app.db.begin_write().await.unwrap();
    let row = lesson::Entity::find().filter(lesson::Column::Key.eq(key)).one(&*tx).await.unwrap().unwrap();
    let words: Vec<lesson_word::ActiveModel> = (0..number)
        .map(|at| lesson_word::ActiveModel {
            lesson_id: Set(row.id),
            account_id: Set(Some(who.account.get())),
            byline: Set("Camat Cijulang, Kab. Pangandaran".to_owned()),
            is_author: Set(false),
            is_report: Set(false),
            body: Set(if at + 1 == number {
                last.to_owned()
            } else {
                format!("Pesan nomor {at}. Lihat /praktik/{at}")
            }),
            created_at: Set(tx.now() + Duration::seconds(at)),
            hidden_reason: Set(String::new()),
            ..Default::default()
        })
        .collect();
    for part in words.chunks(500) {
        lesson_word::Entity::insert_many(part.to_vec()).exec_without_returning(&*tx).await.unwrap();
    }
    tx.commit(Effect::Private).await.unwrap();
}

async fn cost(app: &TestApp, who: &Browser, path: &str) -> (u64, usize) {
    let before = app.app.db.statements();
    let page = who.get(path).await.expect(200);
    (app.app.db.statements() - before, page.text.len())
}

/// Two thousand answers: a page has twenty, and costs as much as where there are thirty. Who says something lands where it
/// stands, and nobody reads the number of an answer that is not his own.
#[tokio::test]
async fn two_thousand_answers_are_paged() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let (few, many) = (writes(&siti, "Bank sampah", &[]).await, writes(&siti, "Kebun kering", &[]).await);
    has_answers(&app, &few, &deni, 30, "Pesan penutup.").await;
    has_answers(&app, &many, &deni, 2_000, "Pesan penutup.").await;
    let (few, many) = (format!("/pembelajaran/{few}"), format!("/pembelajaran/{many}"));
    yanti.get(&few).await.expect(200);
    let (small, large) = (cost(&app, &yanti, &few).await, cost(&app, &yanti, &many).await);
    assert_eq!(small.0, large.0, "statements");
    assert!(large.1 < small.1 * 2, "{} bytes, {} with few answers", large.1, small.1);

    let first = yanti.get(&many).await.expect(200);
    assert!(first.shows("Pengalaman dan saran 2.000") && first.shows("Pesan nomor 0."), "{}", first.words());
    assert!(first.shows("Pesan nomor 19.") && !first.shows("Pesan nomor 20."), "{}", first.words());
    assert!(first.text.contains(&format!("{many}?halaman=2#tanggapan-bagian")), "{}", first.text);
    assert!(first.shows("Ke tanggapan terbaru") && first.text.contains(&format!("{many}?halaman=100#")));
    assert!(!first.text.contains("id=\"t-"), "numbers of answers are for who acts on them");
    let last = yanti.get(&format!("{many}?halaman=100")).await.expect(200);
    assert!(last.shows("Pesan nomor 1998.") && last.shows("Pesan penutup."), "{}", last.words());
    assert!(!last.shows("Ke tanggapan terbaru"), "{}", last.words());
    assert!(yanti.get(&format!("{many}?halaman=9999")).await.expect(200).shows("Pesan penutup."));

    app.forward(Duration::hours(1));
    let said = yanti.post(&format!("{many}/tanggapan"), &[("body", "Kami juga.")]).await.expect(303).location;
    let (address, anchor) = said.split_once('#').expect("an anchor");
    assert_eq!(address, format!("{many}?halaman=101"));
    let page = yanti.get(address).await.expect(200);
    assert!(page.shows("Kami juga.") && page.text.contains(&format!("id=\"{anchor}\"")), "{}", page.words());
    assert!(!deni.get(address).await.expect(200).text.contains(anchor), "it is another's");
    let id = anchor.trim_start_matches("t-");
    let gone = yanti.post(&format!("{many}/tanggapan/{id}/hapus"), &[]).await.expect(303);
    assert_eq!(gone.location, said);
}

/// However many answers there are, the form of a change and taking the name away read them in parts: the last of them counts,
/// and neither they nor their addresses cost a statement each.
#[tokio::test]
async fn a_name_is_taken_away_below_two_thousand_answers() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let change = async |title: &str, last: &str| {
        let key = writes(&siti, title, &[("nama", "tampil")]).await;
        has_answers(&app, &key, &deni, 2_000, last).await;
        let form = [
            ("title", title),
            ("versi", "1"),
            ("dicoba", "Menabung sampah."),
            ("terjadi", "Sesudah tiga bulan sepi."),
            ("nama", "tanpa"),
        ];
        let before = app.app.db.statements();
        siti.get(&format!("/pembelajaran/{key}/ubah")).await.expect(200);
        let sent = siti.post(&format!("/pembelajaran/{key}/ubah"), &form).await;
        let cost = app.app.db.statements() - before;
        assert!(cost < 100, "{cost} statements");
        sent
    };
    let refused = change("Bank sampah", "Salam untuk Cikajang.").await.expect(422);
    assert!(refused.shows("menyebut kecamatan atau kabupaten/kota penulis"), "{}", refused.words());
    change("Kebun kering", "Pesan penutup.").await.expect(303);
}

/// An office reaches all that it wrote, also what it withdrew long ago.
#[tokio::test]
async fn an_office_reaches_what_it_withdrew_long_ago() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let old = writes(&siti, "Catatan paling lama", &[]).await;
    siti.post(&format!("/pembelajaran/{old}/tarik"), &[]).await.expect(303);
    app.forward(Duration::hours(1));
    for number in 1..=20 {
        writes(&siti, &format!("Catatan nomor {number:02}"), &[]).await;
    }
    let first = siti.get("/pembelajaran").await.expect(200);
    assert!(first.shows("Dari kantor ini") && !first.shows("Catatan paling lama"), "{}", first.words());
    assert!(first.text.contains("/pembelajaran?sendiri=2#sendiri"), "{}", first.text);
    let second = siti.get("/pembelajaran?sendiri=2").await.expect(200);
    assert!(second.shows("Catatan paling lama") && second.shows("ditarik"), "{}", second.words());
    assert!(!deni.get("/pembelajaran?sendiri=2").await.expect(200).shows("Catatan paling lama"));
    siti.post(&format!("/pembelajaran/{old}/tampilkan"), &[]).await.expect(303);
    assert!(deni.get("/pembelajaran?halaman=2").await.expect(200).shows("Catatan paling lama"));
}
