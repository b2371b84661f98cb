//! The Ruang Pembelajaran never leaks: words planted in an unnamed lesson are looked for in everything that the site gives
//! out, headers and addresses included. Each search has a twin that finds the words where they may be.

use std::io::{Cursor, Read};

use chrono::Duration;
use forum_camat::account::entity::{account, credential};
use forum_camat::db::Effect;
use forum_camat::digest::entity::digest;
use forum_camat::policy::Role;
use forum_tests::mail::MailServer;
use forum_tests::process::free_address;
use forum_tests::{Answer, Browser, CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::digest::{until_monday, until_noon};
use super::lessons::{said, writes};
use crate::invariants::server_sources;

const TITLE: &str = "zaqjudulan";
const PAIR: &str = "zoqpasangan";
const BODY: &str = "zuqisian";
const REMARK: &str = "zeqtanggapan";
pub const WORDS: [&str; 4] = [TITLE, PAIR, BODY, REMARK];
const WRITER: &str = "Zubaedah Kertawirya";

/// In Kab. Bandung and in Kab. Pangandaran.
pub const CIWIDEY: &str = "32.04.39";
const CIJULANG: &str = "32.18.02";

pub struct Scene {
    pub app: TestApp,
    pub server: MailServer,
    pub writer: Person,
    pub deni: Person,
    pub key: String,
    /// Of Ciwidey, and number 1.
    pub study: Study,
}

/// Zubaedah of Cikajang writes an unnamed lesson, and Rina of Ciwidey says something to it.
pub async fn scene() -> Scene {
    let address = free_address();
    let server = MailServer::at(address).await;
    let app = TestApp::start_with(|config| config.mail_url = format!("smtp://{address}")).await;
    let writer = app.camat(WRITER, CIKAJANG).await;
    let rina = app.camat("Rina", CIWIDEY).await;
    let deni = app.camat("Deni", CIJULANG).await;
    for (person, address) in [(&writer, "penulis@contoh.go.id"), (&deni, "deni@contoh.go.id")] {
        is_mailed(&app, person, address).await;
    }
    let study = app.has(a_study("Kebun sayur terbuka").of(CIWIDEY)).await;
    app.settle().await;
    let key = writes(&writer, &format!("{TITLE} {PAIR}"), &[("dicoba", BODY), ("sektor", "pertanian")]).await;
    said(&rina, &key, &format!("Kami juga: {REMARK}")).await;
    app.settle().await;
    Scene { app, server, writer, deni, key, study }
}

async fn is_mailed(app: &TestApp, person: &Person, address: &str) {
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::Email, Expr::value(Some(address)))
        .filter(account::Column::Id.eq(person.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    let password = credential::ActiveModel {
        account_id: Set(person.account.get()),
        password_hash: Set("-".to_owned()),
        changed_at: Set(tx.now()),
    };
    credential::Entity::insert(password).exec_without_returning(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
}

/// Every address that the sources route a GET to, its parameters filled in, and those that are made from tables.
fn addresses(key: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (_, text) in server_sources() {
        for (at, _) in text.match_indices(".route(") {
            let rest = text[at + ".route(".len()..].trim_start();
            let rest = rest.split(".route(").next().unwrap_or_default();
            let Some((path, handlers)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
                continue;
            };
            if handlers.split(';').next().unwrap_or_default().contains("get(") {
                found.push(filled(path, key));
            }
        }
    }
    assert!(found.len() > 100, "the routes are read no longer: {}", found.len());
    let made = [
        "/admin/audit",
        "/admin/audit.csv",
        "/admin/audit.xlsx",
        "/meja/audit",
        "/meja/audit.csv",
        "/meja/audit.xlsx",
        "/admin/sektor",
        "/admin/indikator",
        "/admin/ukuran",
        "/akun/notifikasi",
        "/bantuan",
        "/tentang",
        "/privasi",
        "/aksesibilitas",
        "/cari?sektor=pertanian",
        "/tanya?sektor=pertanian",
        "/umpan.atom?sektor=pertanian",
        "/api/v1/openapi.json",
        "/openapi.json",
    ];
    found.extend(made.map(str::to_owned));
    found.sort();
    found.dedup();
    found
}

fn filled(path: &str, key: &str) -> String {
    let value = |path: &str| match path.split('/').nth(1).unwrap_or_default() {
        "pembelajaran" => key.to_owned(),
        "kecamatan" => CIKAJANG.to_owned(),
        "kabupaten-kota" | "cakupan" => "32.05".to_owned(),
        "sektor" => "pertanian".to_owned(),
        "indikator" => "stunting".to_owned(),
        _ => "1".to_owned(),
    };
    let parts = path.split('/').map(|part| match part {
        "{id}" if path.starts_with("/pembelajaran/") => "1".to_owned(),
        part if part.starts_with('{') => value(path),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Everything that came back, as one text.
fn whole(answer: &Answer) -> String {
    format!("{} {} {:?} {}", answer.status, answer.location, answer.headers, answer.text)
}

#[track_caller]
pub fn is_silent(path: &str, answer: &Answer, secrets: &[&str]) {
    let whole = whole(answer);
    for secret in secrets {
        assert!(!whole.contains(secret), "{path} tells {secret}: {}", answer.words());
    }
}

/// What stands in a workbook, a Word document or another container, names of parts and containers in it included; a PDF is no
/// such one, and its text is not looked at.
pub fn unpacked(file: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("a container");
    let mut words = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        words.push_str(&part.name().expect("a name"));
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("read");
        if bytes.starts_with(b"PK\x03\x04") {
            words.push_str(&unpacked(&bytes));
        } else {
            words.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    words
}

/// Opens everything outside of the room; nothing of the lesson is in it. Gives the addresses that were drawn.
pub async fn walks(who: &Browser, key: &str, secrets: &[&str]) -> Vec<String> {
    let mut drawn = Vec::new();
    for path in addresses(key).into_iter().filter(|path| !path.starts_with("/pembelajaran")) {
        let mut answer = who.get(&path).await;
        is_silent(&path, &answer, secrets);
        // A number alone leads to the address with the title.
        if answer.status == 308 {
            let moved = answer.location.clone();
            answer = who.get(&moved).await;
            is_silent(&moved, &answer, secrets);
        }
        if answer.text.starts_with("PK") {
            let words = unpacked(&who.bytes(&path).await);
            for secret in secrets {
                assert!(!words.contains(secret), "{path} tells {secret} inside");
            }
        }
        if answer.status == 200 {
            drawn.push(path);
        }
    }
    assert!(drawn.len() > 20, "so few pages are drawn that nothing is looked at: {drawn:?}");
    // What is asked stands on the page again, so one word is asked and the others are looked for.
    let searches = [
        "/cari?q=",
        "/cari?persis=1&q=",
        "/cari?tampilan=rapat&q=",
        "/api/v1/search?q=",
        "/api/v1/suggest?q=",
        "/tanya?q=",
        "/tanya/mirip?q=",
        "/tanya/baru?q=",
        "/sebutan?q=",
    ];
    for search in searches {
        for asked in WORDS {
            let others: Vec<&str> = secrets.iter().copied().filter(|secret| *secret != asked).collect();
            is_silent(search, &who.get(&format!("{search}{asked}")).await, &others);
        }
    }
    drawn
}

/// A visitor finds none of it anywhere, and is led to the sign-in page from each address of the room, those that do not
/// exist included.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_finds_no_word_of_a_lesson_anywhere() {
    let Scene { app, key, .. } = scene().await;
    let visitor = app.visitor();
    walks(&visitor, &key, &[TITLE, PAIR, BODY, REMARK, &key]).await;
    let unknown = "0".repeat(32);
    for path in addresses(&key).iter().chain(&addresses(&unknown)).filter(|path| path.starts_with("/pembelajaran")) {
        let answer = visitor.get(path).await.expect(303);
        assert!(answer.location.starts_with("/masuk?kembali="), "{path}: {}", answer.location);
        is_silent(path, &answer, &[TITLE, PAIR, BODY, REMARK, WRITER]);
    }
    for path in ["/robots.txt", "/sitemap.xml"] {
        assert!(!visitor.get(path).await.text.contains("pembelajaran"), "{path}");
    }
    assert!(!visitor.get("/").await.expect(200).shows("Ruang Pembelajaran"), "the footer offers it to members only");
}

/// A member of another kecamatan reads the text in the room and nowhere else, and nothing that says who or where.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_reads_the_words_in_the_room_and_the_place_nowhere() {
    let Scene { app, writer, deni, key, .. } = scene().await;
    walks(&deni, &key, &[TITLE, PAIR, BODY, REMARK, &key]).await;
    let page = deni.get(&format!("/pembelajaran/{key}")).await.expect(200);
    for word in WORDS {
        assert!(page.shows(word), "members read {word}: {}", page.words());
    }
    assert!(page.shows("Tanpa nama · November 2026"), "only the month: {}", page.words());
    assert!(deni.get("/").await.expect(200).shows("Ruang Pembelajaran"));
    // The writer replies, and stands there without name and place.
    said(&writer, &key, "Terima kasih, kami coba lagi.").await;
    let room = addresses(&key).into_iter().filter(|path| path.starts_with("/pembelajaran"));
    let more = [format!("/pembelajaran?q={TITLE}"), "/pembelajaran?sektor=pertanian".to_owned()];
    for path in room.chain(more) {
        let answer = deni.get(&path).await;
        is_silent(&path, &answer, &[WRITER, "Zubaedah", "Cikajang", CIKAJANG, "32.05", "Garut"]);
        if answer.status == 200 {
            assert_eq!(answer.headers["cache-control"], "private, no-store", "{path}");
        }
    }
    let page = deni.get(&format!("/pembelajaran/{key}")).await.expect(200);
    assert!(page.shows("Penulis · November 2026 Terima kasih"), "{}", page.words());
    assert!(page.text.contains("noindex"), "no machine keeps it");
    let by_place = deni.get("/pembelajaran?q=Cikajang").await.expect(200);
    assert!(!by_place.shows(TITLE), "no search answers who it was");
    // Its own office reads where it was.
    let wati = app.person("Wati", Role::Staf, CIKAJANG).await;
    let page = wati.get(&format!("/pembelajaran/{key}")).await.expect(200);
    assert!(page.shows(WRITER) && page.shows("Camat Cikajang, Kab. Garut"), "{}", page.words());
}

/// The coordinators above the office know who wrote, those of another kabupaten do not; the audit names the lesson by its
/// key, never by its title.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_knows_the_key_and_never_the_title() {
    let Scene { app, key, .. } = scene().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let adi = app.person("Adi", Role::Admin, "32").await;
    for person in [&hendra, &adi] {
        walks(person, &key, &WORDS).await;
    }
    for (person, audit) in [(&hendra, "/meja/audit"), (&hendra, "/meja/audit.csv"), (&adi, "/admin/audit.csv")] {
        let page = person.get(audit).await.expect(200);
        assert!(page.text.contains(&key) && page.text.contains(WRITER), "{audit}: {}", page.words());
    }
    assert!(unpacked(&hendra.bytes("/meja/audit.xlsx").await).contains(&key), "the twin: a workbook is read inside");
    assert!(!yuli.get("/meja/audit").await.expect(200).text.contains(&key));
    let path = format!("/pembelajaran/{key}");
    assert!(hendra.get(&path).await.expect(200).shows(WRITER));
    for person in [&yuli, &adi] {
        let page = person.get(&path).await.expect(200);
        assert!(page.shows(TITLE) && !page.text.contains(WRITER) && !page.shows("Cikajang"), "{}", page.words());
    }
}

/// A notification says that there is something in the room, and no more: in the list, in the mail, in the digest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_round_says_nothing_of_a_lesson() {
    let Scene { app, server, writer, deni, key, .. } = scene().await;
    let kabar = writer.get("/kabar").await.expect(200);
    assert!(kabar.shows("Ada tanggapan baru di Ruang Pembelajaran"), "{}", kabar.words());
    is_silent("/kabar", &kabar, &[TITLE, PAIR, BODY, REMARK, "Rina", &key]);
    app.forward(Duration::hours(22));
    app.settle().await;
    let mails = server.mails();
    assert!(mails.iter().any(|mail| mail.contains("Ada tanggapan baru di Ruang Pembelajaran")), "{mails:?}");
    app.forward(until_monday() - Duration::hours(22));
    app.settle().await;
    app.forward(until_noon());
    app.settle().await;
    for mail in server.mails() {
        for secret in [TITLE, PAIR, BODY, REMARK, key.as_str()] {
            assert!(!mail.contains(secret), "a mail tells {secret}: {mail}");
        }
    }
    let digests = digest::Entity::find().all(app.app.db.read()).await.unwrap();
    let mut twin = false;
    for row in digests {
        for who in [&app.visitor(), &*deni] {
            let page = who.get(&format!("/ringkasan/{}", row.id)).await;
            is_silent("/ringkasan", &page, &[TITLE, PAIR, BODY, REMARK, &key]);
            twin |= page.shows("Kebun sayur terbuka");
        }
    }
    assert!(twin, "the digests hold what they may");
}

/// Two unnamed lessons of one office and one of another are the same page but for their keys: nothing in them tells which
/// two belong together.
#[tokio::test]
async fn lessons_of_one_office_cannot_be_linked() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rina = app.camat("Rina", CIWIDEY).await;
    let deni = app.camat("Deni", CIJULANG).await;
    let mut pages = Vec::new();
    for who in [&siti, &rina, &siti] {
        // The same words, so that only what the site adds could differ; later than what counts as sent twice.
        let key = writes(who, "Bank sampah yang sepi", &[]).await;
        let word = said(who, &key, "Masih kami coba.").await;
        app.forward(Duration::minutes(11));
        pages.push((key, word));
    }
    let mut seen = Vec::new();
    for (key, word) in &pages {
        let page = deni.get(&format!("/pembelajaran/{key}")).await.expect(200);
        let text = page.text.replace(key.as_str(), "KEY").replace(&format!("t-{word}\""), "WORD");
        assert!(page.shows("Penulis"), "{}", page.words());
        seen.push(text);
    }
    assert_eq!(seen[0], seen[1], "another office's");
    assert_eq!(seen[0], seen[2], "the same office's");
    let list = deni.get("/pembelajaran").await.expect(200);
    for (key, _) in &pages {
        assert!(list.text.contains(key.as_str()), "the list leads to each");
    }
}
