//! The terms of use: read by everybody, published from a day on, agreed to by who joins and, when they change, by all.

use chrono::Duration;
use forum_camat::account::consent;
use forum_camat::account::entity::consent::{Column, Entity};
use forum_camat::account::invitation::{Purpose, issue};
use forum_camat::db::Effect;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, Person, TestApp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

const ASKED: &str = "Mohon setujui perubahan ketentuan penggunaan";

async fn dewi(app: &TestApp) -> Person {
    app.person("Dewi", Role::Admin, "32").await
}

fn version<'a>(base: &'a str, note: &'a str, from: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("base", base),
        ("heading", "Ketentuan penggunaan"),
        ("body", "Foto drone perlu izin."),
        ("note", note),
        ("holds_from", from),
    ]
}

/// A version is announced, holds from its day on, and the older one stays readable.
#[tokio::test]
async fn dewi_publishes_new_terms_that_hold_from_a_day_on() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let first = app.visitor().get("/ketentuan").await.expect(200);
    assert!(first.shows("Versi 1, berlaku sejak 1 Nov 2026") && first.shows("Siapa yang boleh bergabung"));
    for (base, from, sentence) in [
        ("1", "", "Tulis mulai kapan versi ini berlaku."),
        ("1", "lusa", "Tanggal tidak terbaca."),
        ("1", "23-11-2026", "Ketentuan tidak bisa berlaku surut."),
    ] {
        let answer = dewi.post("/admin/situs/ketentuan", &version(base, "Foto drone", from)).await.expect(422);
        assert!(answer.shows(sentence) && answer.shows("Foto drone perlu izin."), "{}", answer.words());
    }
    dewi.post("/admin/situs/ketentuan", &version("1", "Foto drone", "1-12-2026")).await.expect(303);
    let now = app.visitor().get("/ketentuan").await.expect(200);
    assert!(now.shows("Mulai 1 Des 2026 berlaku versi 2 : Foto drone") && now.shows("Versi 1,"), "{}", now.words());
    dewi.post("/admin/situs/ketentuan", &version("2", "Lagi", "1-12-2026")).await.expect(303);
    // The same text from the same day is no version.
    app.visitor().get("/ketentuan/riwayat/3").await.expect(404);

    let siti = app.camat("Siti", CIKAJANG).await;
    assert!(!siti.get("/").await.expect(200).shows(ASKED), "announced, not yet in force");
    app.forward(Duration::days(8));
    let now = siti.get("/ketentuan").await.expect(200);
    assert!(now.shows("Versi 2, berlaku sejak 1 Des 2026") && now.shows("Foto drone perlu izin."), "{}", now.words());
    let all = siti.get("/ketentuan/riwayat").await.expect(200);
    assert!(all.shows("Versi 2 berlaku sekarang") && all.shows("Versi 1"), "{}", all.words());
    let old = siti.get("/ketentuan/riwayat/1").await.expect(200);
    assert!(old.shows("Versi ini sudah diganti.") && old.shows("Siapa yang boleh bergabung"), "{}", old.words());
    siti.get("/ketentuan/riwayat/7").await.expect(404);
    // An administrator who is away for eight days signs in again.
    let asep = app.person("Asep", Role::Admin, "32").await;
    assert!(
        asep.get("/admin/audit")
            .await
            .expect(200)
            .shows("Dewi , Administrator sistem, menerbitkan ketentuan penggunaan versi 2")
    );
}

/// A mistyped year is refused; a wrong day that was announced is mended by the next version, which overtakes it.
#[tokio::test]
async fn a_wrong_day_does_not_block_the_terms() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let path = "/admin/situs/ketentuan";
    let far = dewi.post(path, &version("1", "Foto drone", "1-12-2036")).await.expect(422);
    assert!(far.shows("Paling lama setahun ke depan, sampai 24 Nov 2027. Periksa lagi tahunnya."), "{}", far.words());
    dewi.post(path, &version("1", "Foto drone", "1-11-2027")).await.expect(303);
    let form = dewi.get(path).await.expect(200);
    assert!(form.shows("Versi 2 sudah diumumkan dan berlaku mulai 1 Nov 2027."), "{}", form.words());
    // The words are the same; the day alone makes it another version.
    dewi.post(path, &version("2", "Foto drone", "25-11-2026")).await.expect(303);
    let now = app.visitor().get("/ketentuan").await.expect(200);
    assert!(now.shows("Mulai 25 Nov 2026 berlaku versi 3 : Foto drone"), "{}", now.words());
    let all = app.visitor().get("/ketentuan/riwayat").await.expect(200);
    assert!(all.shows("Versi 3") && !all.shows("Versi 2"), "it never comes into force: {}", all.words());
    let siti = app.camat("Siti", CIKAJANG).await;
    app.forward(Duration::days(1));
    let now = siti.get("/ketentuan").await.expect(200);
    assert!(now.shows("Versi 3, berlaku sejak 25 Nov 2026"), "{}", now.words());
}

/// Everybody who is signed in sees the banner until it is pressed; reading and writing go on meanwhile.
#[tokio::test]
async fn siti_agrees_to_new_terms_once() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    assert!(siti.get("/akun").await.expect(200).shows("menyetujui versi 1 pada"));
    dewi.post("/admin/situs/ketentuan", &version("1", "Foto drone", "24-11-2026")).await.expect(303);
    assert!(siti.get("/tentang").await.expect(200).shows(ASKED));
    assert!(siti.get("/tulis").await.expect(200).shows("Foto drone"));
    assert!(!app.visitor().get("/").await.expect(200).shows(ASKED));

    let old = [("versi", "1"), ("kembali", "/tentang")];
    siti.post("/ketentuan/setuju", &old).await.expect(409);
    let agrees = [("versi", "2"), ("kembali", "/tentang")];
    for _ in 0..2 {
        assert_eq!(siti.post("/ketentuan/setuju", &agrees).await.expect(303).location, "/tentang");
    }
    assert!(!siti.get("/tentang").await.expect(200).shows(ASKED));
    assert!(siti.get("/akun").await.expect(200).shows("menyetujui versi 2 pada 24 Nov 2026, 09.00"));
    let given = consent::of(app.app.db.read(), siti.account).await.unwrap();
    assert_eq!(given.iter().map(|row| row.version).collect::<Vec<_>>(), [2, 1]);
    let copy = siti.get("/akun/data-saya.json").await.expect(200);
    assert!(copy.text.contains("\"persetujuan\"") && copy.text.contains("\"versi\": 2"), "{}", copy.text);
    app.visitor().post("/ketentuan/setuju", &agrees).await.expect(303);
    assert!(dewi.get("/admin").await.expect(200).shows("disetujui 1 dari 2 orang"));
    assert!(dewi.get("/admin/audit").await.expect(200).shows("Siti menyetujui ketentuan penggunaan versi 2"));
}

/// A form that was refused keeps what was typed: nothing beside it invites to leave.
#[tokio::test]
async fn a_refused_form_does_not_ask_for_agreement() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    dewi.post("/admin/situs/ketentuan", &version("1", "Foto drone", "24-11-2026")).await.expect(303);
    let path = "/admin/situs/privasi";
    assert!(dewi.get(path).await.expect(200).shows(ASKED));
    let typed = [("base", "1"), ("heading", "Privasi"), ("body", "Tanya Bu Rina."), ("note", "")];
    let refused = dewi.post(path, &typed).await.expect(422);
    assert!(refused.shows("Tanya Bu Rina.") && !refused.shows(ASKED), "{}", refused.words());
    let preview = dewi.post(&format!("{path}/pratinjau"), &typed).await.expect(200);
    assert!(preview.shows("Tanya Bu Rina.") && !preview.shows(ASKED), "its address answers to the form only");
}

/// What was taken back counts no more: the banner asks again.
#[tokio::test]
async fn an_agreement_that_was_taken_back_is_asked_for_again() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let asked = "Mohon baca dan setujui ketentuan penggunaan";
    assert!(!siti.get("/").await.expect(200).shows(asked));
    let tx = app.app.db.begin_write().await.unwrap();
    Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(Some(tx.now())))
        .filter(Column::AccountId.eq(siti.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    assert!(siti.get("/").await.expect(200).shows(asked));
    assert!(siti.get("/akun").await.expect(200).shows("Belum disetujui."));
    assert!(!siti.get("/tulis/kerangka?bentuk=mulai").await.expect(200).shows(asked), "a browser keeps this page");
    siti.post("/ketentuan/setuju", &[("versi", "1"), ("kembali", "/akun")]).await.expect(303);
    assert!(!siti.get("/").await.expect(200).shows(asked));
}

/// Who joins agrees; who chooses another password is not asked.
#[tokio::test]
async fn rina_joins_only_when_she_agrees() {
    let app = TestApp::start().await;
    let rina = app.camat("Rina", CIKAJANG).await;
    Entity::delete_many().exec(app.app.db.migrator()).await.unwrap();
    let tx = app.app.db.begin_write().await.unwrap();
    let link = issue(&tx, &app.app.config, Purpose::Join, rina.account, rina.term, None).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let link = format!("/undangan/{link}");
    let new = "gayung tebing onde kelambu";
    let browser = app.visitor();
    let refused = browser.post(&link, &[("password", new), ("password_again", new)]).await.expect(422);
    assert!(refused.shows("Baca ketentuan penggunaan, lalu centang"), "{}", refused.words());
    assert!(refused.text.contains("href=\"#setuju\""));
    let other = [("password", new), ("password_again", new), ("setuju", "2")];
    let refused = browser.post(&link, &other).await.expect(422);
    assert!(refused.shows("Ketentuan penggunaan baru saja berganti versi."), "{}", refused.words());
    assert!(!refused.text.contains("value=\"1\" checked"), "a tick for another version is not taken over");
    assert!(consent::of(app.app.db.read(), rina.account).await.unwrap().is_empty());
    browser.post(&link, &[("password", new), ("password_again", new), ("setuju", "1")]).await.expect(303);
    assert_eq!(consent::of(app.app.db.read(), rina.account).await.unwrap().len(), 1);
    assert!(!browser.get("/").await.expect(200).shows("Mohon baca dan setujui ketentuan penggunaan"));
}
