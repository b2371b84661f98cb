//! Inviting and being listed: who serves where.

use chrono::Duration;
use forum_camat::account::entity::{account, credential, invitation};
use forum_camat::content_change;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::{Answer, Person, TestApp};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

const CIKAJANG: &str = "/kecamatan/32.05.22/pejabat";

/// The link on the page of an invitation.
#[track_caller]
pub fn link_of(page: &Answer) -> String {
    let link = page.text.split("data-share-url=\"").nth(1).expect("a link").split('"').next().unwrap_or_default();
    link.split_once("/undangan/").map(|(_, token)| format!("/undangan/{token}")).expect("an invitation")
}

pub async fn joins(app: &TestApp, link: &str) {
    let fields =
        [("password", "gayung tebing onde kelambu"), ("password_again", "gayung tebing onde kelambu"), ("setuju", "1")];
    app.visitor().post(link, &fields).await.expect(303);
}

pub async fn invites(who: &Person, path: &str, name: &str, phone: &str, role: &str) -> Answer {
    let until = if role == "plh_camat" { "2026-12-31" } else { "" };
    let post = [("role", role), ("unit_name", "Bagian Tata Pemerintahan"), ("paper", "SP contoh"), ("ended_on", until)];
    who.post(path, &[[("name", name), ("phone", phone)].as_slice(), &post].concat()).await
}

/// The pembina invites a camat, who joins, and invites the own staff.
#[tokio::test]
async fn hendra_invites_siti_who_invites_her_staff() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let before = content_change::newest(app.app.db.read()).await.unwrap();
    let page = hendra
        .post(
            CIKAJANG,
            &[
                ("name", "Siti Rahmawati, S.IP."),
                ("phone", "0812 3456 7890"),
                ("role", "camat"),
                ("started_on", "01/03/2026"),
                ("paper", "SK 800/12/2026"),
            ],
        )
        .await
        .expect(200);
    assert!(page.shows("Undangan untuk Siti Rahmawati, S.IP."));
    assert!(page.text.contains("https://wa.me/6281234567890?text="), "WhatsApp opens the chat with the person");
    assert_eq!(page.headers["cache-control"], "private, no-store");
    assert!(content_change::newest(app.app.db.read()).await.unwrap() > before, "readers see who is camat");

    let list = hendra.get(CIKAJANG).await.expect(200);
    assert!(
        list.shows("Siti Rahmawati, S.IP. belum bergabung Camat · TMT 1 Mar 2026 · SK 800/12/2026"),
        "{}",
        list.words()
    );
    assert!(!list.text.contains("/undangan/0"), "the link is shown once only");
    joins(&app, &link_of(&page)).await;

    let siti = app.visitor();
    let sign_in = [("login", "081234567890"), ("password", "gayung tebing onde kelambu")];
    siti.post("/masuk", &sign_in).await.expect(303);
    let staff = siti
        .post(
            CIKAJANG,
            &[
                ("name", "Ujang"),
                ("phone", "081300000001"),
                ("role", "staf"),
                ("title", "Kasi Ekonomi dan Pembangunan"),
            ],
        )
        .await
        .expect(200);
    joins(&app, &link_of(&staff)).await;
    siti.post(CIKAJANG, &[("name", "Rekan"), ("phone", "081300000002"), ("role", "camat")]).await.expect(403);
    siti.post("/kecamatan/32.05.17/pejabat", &[("name", "X Y"), ("phone", "081300000003"), ("role", "staf")])
        .await
        .expect(403);
    let list = siti.get(CIKAJANG).await.expect(200);
    assert!(list.shows("Ujang Kasi Ekonomi dan Pembangunan"), "{}", list.words());
    app.settle().await;
}

/// Two definitive camat in one office at one time are refused; a Plh. beside the holder is the rule.
#[tokio::test]
async fn one_office_has_one_camat_and_one_plt_at_a_time() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let siti = app.camat("Siti", "32.05.22").await;
    let refused = invites(&hendra, CIKAJANG, "Dedi Kusnadi", "081300000001", "camat").await.expect(422);
    assert!(refused.shows("Kec. Cikajang, Kab. Garut sudah mempunyai Camat: Siti, sejak"), "{}", refused.words());
    assert!(refused.shows("Akhiri dulu jabatannya, atau pilih Plt. atau Plh. Camat."));
    assert!(refused.text.contains(r#"value="Dedi Kusnadi""#), "what was typed is still there");
    assert_eq!(account::Entity::find().count(app.app.db.read()).await.unwrap(), 2, "nobody was recorded");

    invites(&hendra, CIKAJANG, "Dedi Kusnadi", "081300000001", "plh_camat").await.expect(200);
    invites(&hendra, CIKAJANG, "Euis", "081300000002", "plt_camat").await.expect(200);
    let second = invites(&hendra, CIKAJANG, "Fajar", "081300000003", "plt_camat").await.expect(422);
    assert!(second.shows("sudah mempunyai Plt. Camat: Euis"), "{}", second.words());

    let term = siti.term.expect("a term").get();
    hendra.post(&format!("/pejabat/{term}/akhiri"), &[("reason", "Pensiun")]).await.expect(303);
    invites(&hendra, CIKAJANG, "Gilang", "081300000004", "camat").await.expect(200);
}

/// A Plt. or Plh. rests on a letter, and a Plh. ends by itself.
#[tokio::test]
async fn a_stand_in_needs_the_number_of_the_letter() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let person = [("name", "Euis"), ("phone", "081300000002")];
    let plt = hendra.post(CIKAJANG, &[person.as_slice(), &[("role", "plt_camat")]].concat()).await.expect(422);
    assert!(plt.shows("Isi nomor surat perintah atau SK Plt. atau Plh."), "{}", plt.words());
    let paper = [("role", "plh_camat"), ("paper", "SP 1")];
    let plh = hendra.post(CIKAJANG, &[person.as_slice(), &paper].concat()).await.expect(422);
    assert!(plh.shows("Plh. berakhir dengan sendirinya."), "{}", plh.words());
}

/// A past term can be recorded late; it does not stand in the way.
#[tokio::test]
async fn a_past_camat_is_recorded_late() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.camat("Siti", "32.05.22").await;
    hendra
        .post(
            CIKAJANG,
            &[
                ("name", "Bakti"),
                ("phone", "081300000009"),
                ("role", "camat"),
                ("started_on", "2020-01-01"),
                ("ended_on", "2024-12-31"),
            ],
        )
        .await
        .expect(200);
    let list = hendra.get(CIKAJANG).await.expect(200);
    assert!(list.shows("Bakti Camat 1 Jan 2020 31 Des 2024"), "{}", list.words());
}

/// A Plt. beyond three months and three more is warned about, not refused.
#[tokio::test]
async fn a_long_plt_is_warned_about() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let page = hendra
        .post(
            CIKAJANG,
            &[
                ("name", "Euis"),
                ("phone", "081300000002"),
                ("role", "plt_camat"),
                ("started_on", "2026-03-01"),
                ("paper", "SP contoh"),
            ],
        )
        .await
        .expect(200);
    assert!(page.shows("lebih dari 3 + 3 bulan"), "{}", page.words());
    assert!(
        hendra
            .get(CIKAJANG)
            .await
            .expect(200)
            .shows("Euis menjabat Plt. Camat sejak 1 Mar 2026, lebih dari 3 + 3 bulan")
    );
    invites(&hendra, "/kecamatan/32.05.17/pejabat", "Fajar", "081300000003", "plt_camat").await.expect(200);
    assert!(!hendra.get("/kecamatan/32.05.17/pejabat").await.expect(200).shows("3 + 3 bulan"));
    app.forward(Duration::days(200));
    // The session has slept too long for a coordinator; a colleague looks.
    let lilis = app.coordinator("Lilis", "32.05").await;
    assert!(lilis.get("/kecamatan/32.05.17/pejabat").await.expect(200).shows("3 + 3 bulan"));
}

/// Coordinators are appointed by the province only, and the province's by the operator.
#[tokio::test]
async fn the_province_appoints_coordinators() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let neneng = app.coordinator("Neneng", "32").await;
    let path = "/kabupaten-kota/32.04/pejabat";
    invites(&hendra, "/kabupaten-kota/32.05/pejabat", "Oman", "081300000001", "pembina_kabupaten_kota")
        .await
        .expect(403);
    let page = invites(&neneng, path, "Oman", "081300000001", "pembina_kabupaten_kota").await.expect(200);
    joins(&app, &link_of(&page)).await;
    assert!(neneng.get(path).await.expect(200).shows("Oman Pembina Kecamatan (Kab/Kota), Bagian Tata Pemerintahan"));
    invites(&neneng, path, "Pipit", "081300000002", "pembina_provinsi").await.expect(403);
    let without_unit = [("name", "Pipit"), ("phone", "081300000002"), ("role", "inovasi_kabupaten_kota")];
    assert!(neneng.post(path, &without_unit).await.expect(422).shows("Isi unit kerjanya"));
}

/// A link that sets a password opens every office of a person; so who has no say in one of them gets none.
#[tokio::test]
async fn siti_can_not_take_over_the_account_of_somebody_above_her() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", "32.05.22").await;
    let neneng = app.coordinator("Neneng", "32").await;
    let path = "/kabupaten-kota/32.05/pejabat";
    invites(&neneng, path, "Oman", "081300000001", "pembina_kabupaten_kota").await.expect(200);
    let page = invites(&siti, CIKAJANG, "Oman", "081300000001", "staf").await.expect(200);
    assert!(page.shows("Undangan yang lebih dulu tetap berlaku"), "{}", page.words());
    assert!(!page.text.contains("/undangan/"));
    let staff = office_term::Entity::find()
        .filter(office_term::Column::Role.eq(Role::Staf.as_str()))
        .one(app.app.db.read())
        .await
        .unwrap()
        .expect("Oman's term as staff");
    siti.post(&format!("/pejabat/{}/undangan", staff.id), &[]).await.expect(403);
    neneng.post(&format!("/pejabat/{}/undangan", staff.id), &[]).await.expect(200);
}

/// A mail address that somebody else types does not open an account.
#[tokio::test]
async fn an_invitation_does_not_change_how_a_known_person_signs_in() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", "32.05.22").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let page = invites(&hendra, "/kecamatan/32.05.17/pejabat", "Euis", "081300000001", "camat").await.expect(200);
    joins(&app, &link_of(&page)).await;
    siti.post(
        CIKAJANG,
        &[("name", "Euis"), ("phone", "081300000001"), ("email", "siti@jahat.example"), ("role", "staf")],
    )
    .await
    .expect(200);
    let euis = account::Entity::find().filter(account::Column::Name.eq("Euis")).one(app.app.db.read()).await.unwrap();
    assert_eq!(euis.expect("Euis").email, None);
}

/// An old invitation can be sent again; who has joined gets a link for a new password.
#[tokio::test]
async fn a_lost_invitation_is_made_again() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let first = link_of(&invites(&hendra, CIKAJANG, "Siti", "081234567890", "camat").await.expect(200));
    let twice = invites(&hendra, CIKAJANG, "Siti", "0812-3456-7890", "camat").await.expect(422);
    assert!(twice.shows("Siti sudah tercatat sebagai Camat."), "{}", twice.words());
    let siti = account::Entity::find().filter(account::Column::Name.eq("Siti")).one(app.app.db.read()).await.unwrap();
    let siti = siti.expect("Siti").id;
    let term = office_term::Entity::find()
        .filter(office_term::Column::AccountId.eq(siti))
        .one(app.app.db.read())
        .await
        .unwrap()
        .expect("a term");
    let second = link_of(&hendra.post(&format!("/pejabat/{}/undangan", term.id), &[]).await.expect(200));
    app.visitor().get(&first).await.expect(410);
    joins(&app, &second).await;
    let third = hendra.post(&format!("/pejabat/{}/undangan", term.id), &[]).await.expect(200);
    assert!(third.shows("Kata sandi baru untuk Siti"), "{}", third.words());
    let purposes: Vec<_> = invitation::Entity::find().all(app.app.db.read()).await.unwrap();
    assert_eq!(purposes.iter().filter(|link| link.purpose == "recover").count(), 1);
    assert_eq!(credential::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
    app.settle().await;
}

/// Names of staff are for members; visitors are asked to sign in.
#[tokio::test]
async fn visitors_do_not_see_the_list_of_officials() {
    let app = TestApp::start().await;
    app.camat("Siti", "32.05.22").await;
    assert_eq!(
        app.visitor().get(CIKAJANG).await.expect(303).location,
        "/masuk?kembali=%2Fkecamatan%2F32.05.22%2Fpejabat"
    );
    let dedi = app.camat("Dedi", "32.04.05").await;
    let page = dedi.get(CIKAJANG).await.expect(200);
    assert!(page.shows("Siti belum bergabung Camat") && !page.shows("Undang pejabat") && !page.shows("Akhiri jabatan"));
    dedi.get("/kecamatan/99.99.99/pejabat").await.expect(404);
}

/// A kabupaten's page names who leads each kecamatan, with as many statements for one as for all.
#[tokio::test]
async fn the_page_of_a_kabupaten_lists_its_camat() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.camat("Siti", "32.05.22").await;
    let count = || async {
        let before = app.app.db.statements();
        let page = hendra.get("/kabupaten-kota/32.05/pejabat").await.expect(200);
        (page, app.app.db.statements() - before)
    };
    let (page, one) = count().await;
    assert!(page.shows("Cikajang Siti") && page.shows("Camat belum tercatat"), "{}", page.words());
    for (name, code) in [("Euis", "32.05.17"), ("Fajar", "32.05.18"), ("Gilang", "32.05.19")] {
        app.camat(name, code).await;
    }
    let (page, many) = count().await;
    assert!(page.shows("Bayongbong Euis") && page.shows("Cilawu Gilang"));
    assert_eq!(one, many, "statements may not grow with the number of officials");
}

/// Broken and over-long fields get a sentence beside the field.
#[tokio::test]
async fn broken_fields_are_named() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let long = "x".repeat(130);
    let page = hendra
        .post(
            CIKAJANG,
            &[
                ("name", long.as_str()),
                ("phone", "nol delapan"),
                ("email", "bukan surel"),
                ("nip", "123"),
                ("role", "camat"),
                ("started_on", "kemarin"),
                ("paper", "<script>alert(1)</script>"),
            ],
        )
        .await
        .expect(422);
    for sentence in [
        "Paling panjang 120 karakter; yang ini 130.",
        "Nomor ponsel tidak terbaca.",
        "Alamat surel tidak terbaca.",
        "NIP atau NI PPPK terdiri atas 18 angka.",
        "Tanggal tidak terbaca.",
    ] {
        assert!(page.shows(sentence), "{sentence}: {}", page.words());
    }
    assert!(!page.text.contains("<script>alert"), "what was typed comes back as text");
    let nobody = hendra.post(CIKAJANG, &[("name", "Siti"), ("role", "camat")]).await.expect(422);
    assert!(nobody.shows("Isi nomor ponsel, surel, atau NIP"));
}
