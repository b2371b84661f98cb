//! A conversation that grows up: at a section, with reactions, earlier versions, and ten thousand comments.

use chrono::Duration;
use forum_camat::case_study::entity::case_study;
use forum_camat::db::Effect;
use forum_camat::discussion::entity::{self as comment, comment_revision, reaction};
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

/// Kec. Pacet in Kab. Cianjur.
pub const PACET: &str = "32.03.10";

/// Says something and gives the number of the comment.
pub async fn says(who: &Person, study: &Study, fields: &[(&str, &str)]) -> String {
    let answer = who.post(&study.path("komentar"), fields).await.expect(303);
    answer.location.rsplit_once("#k-").expect("an anchor").1.to_owned()
}

/// What a comment says now.
pub async fn body_of(app: &TestApp, id: &str) -> String {
    let id: i64 = id.parse().expect("a number");
    comment::Entity::find_by_id(id).one(app.app.db.read()).await.expect("a row").expect("a comment").body
}

/// A comment may be about a section; section and comment lead to each other, and only members get the way to write.
#[tokio::test]
async fn dadan_asks_about_one_section() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", PACET).await;
    let told = |study: forum_tests::StudyBuilder| {
        study.saying(|content| content.lessons = "Botol bening cepat rapuh.".to_owned())
    };
    let study = app.has(told(a_study("Irigasi tetes").by(&siti))).await;
    let write = format!("/praktik/{}/komentar?bagian=kendala-dan-pelajaran", study.id);
    assert!(dadan.get(&study.url).await.expect(200).text.contains(&write));
    let visitor = app.visitor().get(&study.url).await.expect(200);
    assert!(!visitor.shows("Komentari bagian ini") && !visitor.text.contains("?bagian="), "{}", visitor.words());
    let form = dadan.get(&write).await.expect(200);
    assert!(form.text.contains("value=\"kendala-dan-pelajaran\" selected"), "{}", form.text);

    let wrong = [("body", "Berapa lama tahan?"), ("section", "bagian-karangan")];
    let refused = dadan.post(&study.path("komentar"), &wrong).await.expect(422);
    assert!(refused.shows("Pilih bagian dari daftar.") && refused.text.contains("Berapa lama tahan?"));
    let id = says(&dadan, &study, &[("body", "Berapa lama tahan?"), ("section", "kendala-dan-pelajaran")]).await;
    says(&dadan, &study, &[("body", "Terima kasih.")]).await;
    says(&siti, &study, &[("body", "Dua musim."), ("parent", &id), ("section", "hasil")]).await;

    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("tentang bagian Kendala dan pelajaran"), "{}", page.words());
    assert!(page.shows("1 komentar tentang bagian Kendala dan pelajaran"), "{}", page.words());
    assert!(!page.shows("tentang bagian Hasil"), "an answer is about what it answers");
    let only = app.visitor().get(&format!("{}?bagian=kendala-dan-pelajaran", study.url)).await.expect(200);
    assert!(only.shows("Berapa lama tahan?") && only.shows("Dua musim.") && !only.shows("Terima kasih."));
    assert!(app.visitor().get(&format!("{}?bagian=karangan", study.url)).await.expect(200).shows("Terima kasih."));
}

/// "Bermanfaat" counts once a member however often it is pressed, is taken back, and nobody counts himself.
#[tokio::test]
async fn dadan_finds_it_useful_and_takes_it_back() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", PACET).await;
    let yuli = app.camat("Yuli", "32.04.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let id = says(&siti, &study, &[("body", "Kami pakai botol hitam.")]).await;
    let to_comment = format!("/komentar/{id}/tanggapan");
    let generation = app.app.db.generation();
    for who in [&dadan, &dadan, &yuli] {
        let pressed = [("beri", "bermanfaat"), ("kembali", study.url.as_str())];
        let answer = who.post(&to_comment, &pressed).await.expect(303);
        assert_eq!(answer.location, format!("{}#k-{id}", study.url));
        who.post(&study.path("tanggapan"), &[("beri", "kami-alami")]).await.expect(303);
    }
    assert_eq!(reaction::Entity::find().count(app.app.db.read()).await.unwrap(), 4);
    assert_eq!(app.app.db.generation(), generation, "counters keep the pages of visitors");
    let page = dadan.get(&study.url).await.expect(200);
    assert!(page.shows("Bermanfaat 2") && page.shows("Kami alami juga 2"), "{}", page.words());
    assert!(page.text.contains("name=\"cabut\" value=\"bermanfaat\" aria-pressed=\"true\""), "{}", page.text);
    let page = siti.get(&study.url).await.expect(200);
    assert!(page.shows("Bermanfaat 2") && !page.text.contains("name=\"beri\""), "her own words");

    dadan.post(&to_comment, &[("cabut", "bermanfaat")]).await.expect(303);
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Bermanfaat 1"));

    siti.post(&to_comment, &[("beri", "bermanfaat")]).await.expect(403);
    siti.post(&study.path("tanggapan"), &[("beri", "bermanfaat")]).await.expect(403);
    dadan.post(&to_comment, &[("beri", "jempol")]).await.expect(404);
    app.visitor().post(&to_comment, &[("beri", "bermanfaat")]).await.expect(303);
    siti.post(&format!("/komentar/{id}/hapus"), &[]).await.expect(303);
    dadan.post(&to_comment, &[("beri", "bermanfaat")]).await.expect(409);
    assert_eq!(reaction::Entity::find().count(app.app.db.read()).await.unwrap(), 3);
}

/// Who wrote the study, and who speaks for its office, are marked; others are not.
#[tokio::test]
async fn answers_of_the_author_are_marked() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Sekcam, CIKAJANG).await;
    let dadan = app.camat("Dadan", PACET).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let asked = says(&dadan, &study, &[("body", "Berapa lama?")]).await;
    let marks = |page: &Answer| page.text.matches(">Penulis praktik<").count();
    assert_eq!(marks(&app.visitor().get(&study.url).await.expect(200)), 0);
    for who in [&siti, &wawan] {
        says(who, &study, &[("body", "Dua musim."), ("parent", &asked)]).await;
    }
    assert_eq!(marks(&app.visitor().get(&study.url).await.expect(200)), 2);
}

/// Members read what a comment said before; visitors see only that it was changed. Deleting ends it, also for its writer.
#[tokio::test]
async fn earlier_versions_are_read_until_the_comment_goes() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", PACET).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let id = says(&dadan, &study, &[("body", "Ini **keliru** sekali")]).await;
    let (edit, history) = (format!("/komentar/{id}/ubah"), format!("/komentar/{id}/riwayat"));
    app.forward(Duration::days(4));
    dadan.post(&edit, &[("body", "Ini kurang tepat")]).await.expect(303);
    dadan.post(&edit, &[("body", "Ini kurang tepat")]).await.expect(303);
    assert_eq!(comment_revision::Entity::find().count(app.app.db.read()).await.unwrap(), 1, "sent twice is one change");
    let page = siti.get(&study.url).await.expect(200);
    assert!(page.shows("diubah 28 Nov 2026") && page.text.contains(&history), "{}", page.words());
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("diubah 28 Nov 2026") && !page.text.contains(&history) && !page.shows("keliru"));
    let page = siti.get(&history).await.expect(200);
    assert!(
        page.shows("Ini kurang tepat") && page.text.contains("Ini <strong>keliru</strong> sekali"),
        "{}",
        page.text
    );
    app.visitor().get(&history).await.expect(303);

    // Who came four days ago would have to sign in again.
    let hendra = app.coordinator("Hendra", "32.05").await;
    hendra.post(&format!("/komentar/{id}/sembunyikan"), &[("reason", "Menuduh")]).await.expect(303);
    siti.get(&history).await.expect(404);
    hendra.post(&format!("/komentar/{id}/pulihkan"), &[]).await.expect(303);
    siti.get(&history).await.expect(200);
    dadan.post(&format!("/komentar/{id}/hapus"), &[]).await.expect(303);
    dadan.get(&history).await.expect(404);
    assert_eq!(comment_revision::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
}

/// A deleted comment leaves when and that its writer did it; its text is gone after thirty days, and until then comes back.
#[tokio::test]
async fn deleting_leaves_a_trace_and_no_text() {
    let app = TestApp::start().await;
    let dadan = app.camat("Dadan", PACET).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let id = says(&dadan, &study, &[("body", "Salah tempat")]).await;
    let (delete, back) = (format!("/komentar/{id}/hapus"), format!("/komentar/{id}/hapus/batal"));
    dadan.post(&delete, &[]).await.expect(303);
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("Komentar dihapus oleh penulisnya, 24 Nov 2026"), "{}", page.words());
    assert!(!page.shows("Salah tempat") && !page.shows("Dadan"));
    dadan.post(&back, &[]).await.expect(303);
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Salah tempat"));
    app.forward(Duration::days(20));
    dadan.post(&delete, &[]).await.expect(303);
    app.forward(Duration::days(20));
    app.settle().await;
    assert_eq!(body_of(&app, &id).await, "Salah tempat", "the first deletion was taken back");
    app.forward(Duration::days(11));
    app.settle().await;
    assert_eq!(body_of(&app, &id).await, "");
    let late = dadan.post(&back, &[]).await.expect(409);
    assert!(late.shows("tulisannya sudah tidak ada"), "{}", late.words());
}

/// Personal data goes from the earlier versions of a comment too.
#[tokio::test]
async fn an_erasure_reaches_earlier_versions() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let dadan = app.camat("Dadan", PACET).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let id = says(&dadan, &study, &[("body", "Terima kasih Pak Sunandar.")]).await;
    dadan.post(&format!("/komentar/{id}/ubah"), &[("body", "Terima kasih, Pak.")]).await.expect(303);
    let address = study.path("hapus-data-pribadi");
    let form = [("passages", "Sunandar"), ("reason", "Atas permintaan."), ("mengerti", "ya")];
    let looked = hendra.post(&address, &form).await.expect(200);
    assert!(looked.shows("Komentar"), "{}", looked.words());
    let seen = looked.text.split("name=\"dilihat\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut form = form.to_vec();
    form.extend([("tahap", "hapus"), ("dilihat", seen.as_str())]);
    hendra.post(&address, &form).await.expect(303);
    let history = dadan.get(&format!("/komentar/{id}/riwayat")).await.expect(200);
    assert!(history.shows("dihapus: data pribadi") && !history.shows("Sunandar"), "{}", history.words());
}

/// Puts so many comments into the table, a minute apart; each has this parent.
async fn has_comments(app: &TestApp, study: &Study, by: &Person, many: i64, parent: Option<i64>) -> Vec<i64> {
    let tx = app.app.db.begin_write().await.unwrap();
    let before = comment::Entity::find().order_by_desc(comment::Column::Id).one(&*tx).await.unwrap();
    let first = before.map_or(0, |row| row.id) + 1;
    let rows: Vec<comment::ActiveModel> = (0..many)
        .map(|number| comment::ActiveModel {
            case_study_id: Set(study.id.get()),
            parent_id: Set(parent),
            account_id: Set(by.account.get()),
            byline: Set("Camat Pacet".to_owned()),
            body: Set(format!("Pesan nomor {number}.")),
            created_at: Set(tx.now() + Duration::minutes(number)),
            hidden_reason: Set(String::new()),
            ..Default::default()
        })
        .collect();
    for part in rows.chunks(500) {
        comment::Entity::insert_many(part.to_vec()).exec_without_returning(&*tx).await.unwrap();
    }
    case_study::Entity::update_many()
        .col_expr(case_study::Column::CommentCount, Expr::value(i32::try_from(many).unwrap()))
        .filter(case_study::Column::Id.eq(study.id.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let ids = comment::Entity::find().filter(comment::Column::Id.gte(first)).order_by_asc(comment::Column::Id);
    ids.all(app.app.db.read()).await.unwrap().into_iter().map(|row| row.id).collect()
}

/// Statements and bytes of a page.
async fn cost(app: &TestApp, who: &Person, path: &str) -> (u64, usize) {
    let before = app.app.db.statements();
    let page = who.get(path).await.expect(200);
    (app.app.db.statements() - before, page.text.len())
}

/// Ten thousand comments cost as many statements as thirty, and a page stays a page; each comment has an address that leads
/// to the page that shows it, and the pages lead through all of them.
#[tokio::test]
async fn ten_thousand_comments_are_paged() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", PACET).await;
    let few = app.has(a_study("Sedikit")).await;
    let many = app.has(a_study("Banyak")).await;
    let top = has_comments(&app, &few, &dadan, 30, None).await[29];
    has_comments(&app, &few, &dadan, 8, Some(top)).await;
    let ids = has_comments(&app, &many, &dadan, 10_000, None).await;
    let answers = has_comments(&app, &many, &dadan, 3_000, Some(ids[9_999])).await;
    let tx = app.app.db.begin_write().await.unwrap();
    case_study::Entity::update_many()
        .col_expr(case_study::Column::CommentCount, Expr::value(13_000))
        .filter(case_study::Column::Id.eq(many.id.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    app.settle().await;
    siti.get(&few.url).await.expect(200);
    let (small, large) = (cost(&app, &siti, &few.url).await, cost(&app, &siti, &many.url).await);
    assert_eq!(small.0, large.0, "statements");
    assert!(large.1 < small.1 * 2, "{} bytes, {} with few comments", large.1, small.1);

    let page = siti.get(&many.url).await.expect(200);
    assert!(page.shows("Komentar 13.000") && page.shows("Pesan nomor 9999."), "{}", page.words());
    assert!(!page.shows("Pesan nomor 9979.") && page.shows("Tampilkan 2.995 balasan lain"));
    let next = format!("{}?komentar={}", many.url, ids[9_979]);
    assert!(page.text.contains(&next) && page.shows("Tampilkan komentar lebih lama"));
    let second = siti.get(&next).await.expect(200);
    assert!(
        second.shows("Pesan nomor 9979.") && second.shows("Pesan nomor 9960.") && !second.shows("Pesan nomor 9959.")
    );
    let oldest = siti.get(&format!("{}?urut=terlama", many.url)).await.expect(200);
    assert!(oldest.shows("Pesan nomor 0.") && oldest.shows("Pesan nomor 19.") && !oldest.shows("Pesan nomor 20."));
    assert!(
        oldest.text.contains(&format!("?urut=terlama&amp;komentar={}", ids[20]))
            || oldest.text.contains(&format!("?urut=terlama&#38;komentar={}", ids[20]))
    );

    for (id, words) in
        [(ids[0], "Pesan nomor 0."), (ids[5_000], "Pesan nomor 5000."), (answers[2_500], "Pesan nomor 2500.")]
    {
        let found = siti.get(&many.path(&format!("komentar/{id}"))).await.expect(303);
        let (address, anchor) = found.location.split_once('#').expect("an anchor");
        assert_eq!(anchor, format!("k-{id}"));
        let page = siti.get(address).await.expect(200);
        assert!(page.shows(words) && page.text.contains(&format!("id=\"k-{id}\"")), "{words}");
        assert!(page.text.len() < small.1 * 3, "{} bytes", page.text.len());
    }
    siti.get(&few.path(&format!("komentar/{}", ids[0]))).await.expect(404);
    siti.get(&many.path("komentar/x")).await.expect(404);
    for rubbish in ["?komentar=x&balasan=-1", "?komentar=999999999", "?urut=%00"] {
        siti.get(&format!("{}{rubbish}", many.url)).await.expect(200);
    }
}
