//! Bahan minggon: a coordinator sets a theme and three studies for a month, and every office is told once.

use chrono::Duration;
use forum_camat::account::entity::account;
use forum_camat::clock::Clock;
use forum_camat::db::{Effect, WriteTransaction};
use forum_camat::ids::DraftKey;
use forum_camat::job::{self, Job};
use forum_camat::meeting::minggon::entity::minggon;
use forum_camat::meeting::minggon::{month_key, month_of};
use forum_camat::notification::entity as notification;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_camat::worker;
use forum_tests::process::Folder;
use forum_tests::{Answer, Browser, CIKAJANG, Person, Study, TestApp, a_study, settle_in};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::writing::{answers, id_of};

/// Sends the form of a month.
async fn sets(who: &Person, month: &str, theme: &str, studies: &[&Study], version: &str) -> Answer {
    let numbers: Vec<String> = studies.iter().map(|study| study.id.to_string()).collect();
    let number = |at: usize| numbers.get(at).map_or("", String::as_str);
    let fields = [
        ("bulan", month),
        ("versi", version),
        ("theme", theme),
        ("introduction", "Kemarau dimulai lebih awal."),
        ("study-1", number(0)),
        ("question-1", "Siapa yang bisa memulai?"),
        ("study-2", number(1)),
        ("question-2", ""),
        ("study-3", number(2)),
        ("question-3", "Berapa biayanya?"),
    ];
    who.post("/meja/minggon", &fields).await
}

async fn three(app: &TestApp) -> [Study; 3] {
    [
        app.has(a_study("Embung desa").of("32.04.05")).await,
        app.has(a_study("Jadwal air").of("32.04.05")).await,
        app.has(a_study("Rumah bibit").of("32.04.05")).await,
    ]
}

async fn told(app: &TestApp, who: &Person) -> u64 {
    notification::Entity::find()
        .filter(notification::Column::AccountId.eq(who.account.get()))
        .filter(notification::Column::Kind.eq("minggon_ready"))
        .count(app.app.db.read())
        .await
        .unwrap()
}

/// Set once, read by every office of the kabupaten, printed, pasted and shown.
#[tokio::test]
async fn hendra_sets_the_month_and_every_office_of_garut_is_told_once() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let asep = app.camat("Asep", "32.04.05").await;
    let [one, two, far] = three(&app).await;
    let nothing = siti.get("/minggon").await.expect(200);
    assert!(nothing.shows("Belum ada bahan minggon untuk bulan ini."), "{}", nothing.words());
    sets(&hendra, "2026-11", "Kemarau <tanpa> gagal panen", &[&one, &two, &far], "0").await.expect(303);
    app.settle().await;
    let page = siti.get("/minggon").await.expect(200);
    assert!(page.shows("Kemarau &#60;tanpa&#62; gagal panen"), "{}", page.words());
    assert!(page.shows("Untuk dibahas: Siapa yang bisa memulai?") && page.shows("Rumah bibit"));
    assert!(page.text.contains(&format!("/rapat?praktik={},{},{}", one.id, two.id, far.id)), "the projector's list");
    assert!(page.shows("*Bahan minggon November 2026*"), "the text for WhatsApp: {}", page.words());
    assert!(page.shows("Bagian Tata Pemerintahan Kab. Garut"));
    assert!(asep.get("/minggon").await.expect(200).shows("Belum ada bahan minggon"), "Bandung has set nothing");
    let shared = app.visitor().get("/minggon?bulan=2026-11&wilayah=32.05").await.expect(200);
    assert!(shared.shows("gagal panen"), "whoever opens the link reads it");
    assert_eq!((told(&app, &siti).await, told(&app, &asep).await, told(&app, &hendra).await), (1, 0, 0));
    let news = siti.get("/kabar").await.expect(200);
    assert!(news.shows("Bahan minggon bulan ini: Kemarau"), "{}", news.words());

    sets(&hendra, "2026-11", "Siaga kemarau", &[&far, &two, &one], "1").await.expect(303);
    let sri = app.coordinator("Sri", "32").await;
    sets(&sri, "2026-11", "Stunting", &[&one, &two, &far], "0").await.expect(303);
    app.settle().await;
    assert_eq!((told(&app, &siti).await, told(&app, &asep).await), (1, 1), "once a month, whoever set it");
    assert!(siti.get("/minggon").await.expect(200).shows("Siaga kemarau"), "the own kabupaten's goes first");
    assert!(asep.get("/minggon").await.expect(200).shows("Stunting"), "else the province's");
    assert!(app.visitor().get("/minggon").await.expect(200).shows("Stunting"));
}

/// A month that is set ahead appears with its first day, and is told of on its first morning.
#[tokio::test]
async fn a_month_set_ahead_appears_when_it_begins() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let [one, two, far] = three(&app).await;
    sets(&hendra, "2026-12", "Musim hujan", &[&one, &two, &far], "0").await.expect(303);
    app.settle().await;
    assert!(!siti.get("/minggon?bulan=2026-12").await.expect(200).shows("Musim hujan"));
    assert!(hendra.get("/meja/minggon?bulan=2026-12").await.expect(200).text.contains("value=\"Musim hujan\""));
    assert_eq!(told(&app, &siti).await, 0);
    app.forward(Duration::days(8));
    app.settle().await;
    assert!(siti.get("/minggon").await.expect(200).shows("Musim hujan"));
    assert_eq!(told(&app, &siti).await, 1);
    let hendra = app.coordinator("Hendra Kedua", "32.05").await;
    sets(&hendra, "2026-11", "Sudah lewat", &[&one, &two, &far], "0").await.expect(404);
    sets(&hendra, "2027-09", "Terlalu jauh", &[&one, &two, &far], "0").await.expect(404);
}

/// Three studies that are there, open to everybody, none twice; what was typed stays.
#[tokio::test]
async fn a_month_needs_three_open_studies() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let [one, two, _] = three(&app).await;
    let closed = app.has(a_study("Hanya anggota").members_only()).await;
    let page = sets(&hendra, "2026-11", "Kemarau", &[&one, &one], "0").await.expect(422);
    assert!(page.shows("Praktik ini sudah ada di atas.") && page.shows("Pilih praktiknya."), "{}", page.words());
    assert!(page.text.contains("value=\"Kemarau\""));
    let page = sets(&hendra, "2026-11", "Kemarau", &[&one, &two, &closed], "0").await.expect(422);
    assert!(page.shows("khusus anggota"), "{}", page.words());
    assert_eq!(minggon::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
}

/// Of two coordinators who set the same month the second sees what the first wrote; an office may not set one.
#[tokio::test]
async fn a_colleagues_month_is_not_overwritten_unseen() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let ratna = app.person("Ratna", Role::InovasiKabupatenKota, "32.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let [one, two, far] = three(&app).await;
    sets(&siti, "2026-11", "Dari kecamatan", &[&one, &two, &far], "0").await.expect(403);
    siti.get("/meja/minggon").await.expect(403);
    sets(&hendra, "2026-11", "Kemarau", &[&one, &two, &far], "0").await.expect(303);
    sets(&hendra, "2026-11", "Kemarau", &[&one, &two, &far], "0").await.expect(303);
    let page = sets(&ratna, "2026-11", "Stunting", &[&two, &one, &far], "0").await.expect(409);
    assert!(page.shows("Hendra mengubahnya") && page.text.contains("value=\"Stunting\""), "{}", page.words());
    assert!(page.shows("Yang tersimpan sekarang: Kemarau"), "{}", page.words());
    sets(&ratna, "2026-11", "Stunting", &[&two, &one, &far], "1").await.expect(303);
    assert!(siti.get("/minggon").await.expect(200).shows("Stunting"));
}

/// A study that is withdrawn leaves the sheet, and the reader is told that something is missing.
#[tokio::test]
async fn a_withdrawn_study_leaves_the_sheet() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let asep = app.camat("Asep", "32.04.05").await;
    let [one, two, _] = three(&app).await;
    let gone = app.has(a_study("Yang ditarik").of("32.04.05").by(&asep)).await;
    sets(&hendra, "2026-11", "Kemarau", &[&one, &gone, &two], "0").await.expect(303);
    asep.post(&gone.path("hentikan"), &[("reason", "Angkanya keliru")]).await.expect(303);
    let page = app.visitor().get("/minggon?wilayah=32.05").await.expect(200);
    assert!(!page.shows("Yang ditarik") && page.shows("1 praktik tidak dapat ditampilkan"), "{}", page.words());
}

/// Sends the form of November with other words in some of its fields.
async fn sends(who: &Person, changes: &[(&str, &str)]) -> Answer {
    let names = ["study-1", "question-1", "study-2", "question-2", "study-3", "question-3"];
    let mut fields = vec![("bulan", "2026-11"), ("versi", "0"), ("theme", "Kemarau"), ("introduction", "")];
    fields.extend(names.map(|name| (name, "")));
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((*name, *value));
    }
    who.post("/meja/minggon", &fields).await
}

async fn months(app: &TestApp) -> u64 {
    minggon::Entity::find().count(app.app.db.read()).await.unwrap()
}

/// A study is looked for by its title and chosen in the form itself, without scripts: what is typed stays, and nothing is
/// kept before it is saved.
#[tokio::test]
async fn hendra_chooses_the_studies_by_their_titles() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let [one, two, far] = three(&app).await;
    app.has(a_study("Embung rahasia").members_only()).await;
    app.settle().await;
    let (first, second, third) = (one.id.to_string(), two.id.to_string(), far.id.to_string());
    let typed = [("study-1", "embung"), ("question-1", "Siapa?\nKapan?"), ("aksi", "cari")];
    let page = sends(&hendra, &typed).await.expect(200);
    assert!(page.shows("Embung desa") && page.text.contains(&format!("value=\"pilih:1:{first}\"")), "{}", page.words());
    assert!(!page.shows("Embung rahasia"), "what is for members is not shared by WhatsApp");
    assert!(page.text.contains("value=\"Kemarau\"") && page.text.contains("Siapa?\nKapan?"), "{}", page.text);

    let chosen = format!("pilih:1:{first}");
    let page = sends(&hendra, &[("study-1", "embung"), ("study-2", "qzxvkj"), ("aksi", &chosen)]).await.expect(200);
    assert!(page.text.contains(&format!("name=\"study-1\" value=\"{first}\"")), "{}", page.text);
    assert!(page.shows("Embung desa") && page.shows("Ganti") && page.shows("Tidak ada praktik terbuka yang cocok."));
    let page = sends(&hendra, &[("study-1", &first), ("aksi", "ganti:1")]).await.expect(200);
    assert!(page.text.contains("name=\"study-1\" value=\"Embung desa\"") && !page.shows("Ganti"), "{}", page.text);
    assert!(page.text.contains(&format!("value=\"pilih:1:{first}\"")), "the one before is offered again");
    assert_eq!(months(&app).await, 0, "looking keeps nothing");

    let all =
        [("study-1", first.as_str()), ("study-2", second.as_str()), ("study-3", third.as_str()), ("aksi", "simpan")];
    let asked = [("question-1", "Siapa?\r\n\r\nKapan?"), ("question-2", "Berapa?")];
    sends(&hendra, &[all.as_slice(), &asked].concat()).await.expect(303);
    let form = hendra.get("/meja/minggon").await.expect(200);
    for title in ["Embung desa", "Jadwal air", "Rumah bibit"] {
        assert!(form.shows(title), "{title}: {}", form.words());
    }
    let page = app.visitor().get("/minggon?wilayah=32.05").await.expect(200);
    assert!(
        page.text.contains("<li>Siapa?</li><li>Kapan?</li>") && page.shows("Untuk dibahas: Berapa?"),
        "{}",
        page.text
    );
    assert!(page.shows("- Siapa?") && page.shows("- Kapan?"), "the text for WhatsApp: {}", page.words());
    let siti = app.camat("Siti", CIKAJANG).await;
    sends(&siti, &[("study-1", "embung"), ("aksi", "cari")]).await.expect(403);
}

/// All that is wrong is said at once, each beside its field, and what was typed stays there.
#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let [one, two, far] = three(&app).await;
    let closed = app.has(a_study("Hanya anggota").members_only()).await;
    let (closed, first) = (closed.id.to_string(), one.id.to_string());
    let (second, third, long) = (two.id.to_string(), far.id.to_string(), "a".repeat(241));
    let wrong = [("theme", ""), ("study-1", closed.as_str()), ("question-1", long.as_str()), ("study-2", "qzxvkj")];
    let page = sends(&hendra, &wrong).await.expect(422);
    for sentence in [
        "Tulis temanya.",
        "Praktik ini khusus anggota.",
        "Satu pertanyaan paling panjang 240 karakter; yang ini 241.",
        "Pilih satu dari praktik yang ditemukan, atau cari dengan kata lain.",
        "Pilih praktiknya.",
    ] {
        assert_eq!(page.words().matches(sentence).count(), 2, "above and at its field: {sentence}: {}", page.words());
    }
    assert!(page.shows("Hanya anggota") && page.text.contains(&long) && page.text.contains("value=\"qzxvkj\""));
    assert_eq!(months(&app).await, 0);
    let gone = sends(&hendra, &[("study-1", "999999"), ("study-2", second.as_str()), ("study-3", third.as_str())])
        .await
        .expect(422);
    assert!(gone.shows("tidak ditemukan atau tidak lagi tayang") && gone.text.contains("value=\"999999\""));

    let right = [("study-1", first.as_str()), ("study-2", second.as_str()), ("study-3", third.as_str())];
    sends(&hendra, &right).await.expect(303);
    assert_eq!(months(&app).await, 1);
}

/// A NIK goes to no group and on no sheet of paper.
#[tokio::test]
async fn a_nik_does_not_stand_in_a_month() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let studies = three(&app).await.map(|study| study.id.to_string());
    let chosen = [("study-1", studies[0].as_str()), ("study-2", studies[1].as_str()), ("study-3", studies[2].as_str())];
    let nik = "Tanya ibu kader 3205064107850001";
    for field in ["theme", "introduction", "question-2"] {
        let page = sends(&hendra, &[chosen.as_slice(), &[(field, nik)]].concat()).await.expect(422);
        assert!(page.shows("Di sini ada NIK (3205…01)."), "{field}: {}", page.words());
        assert!(page.text.contains(nik), "{field}: what was typed stays");
    }
    let page = sends(&hendra, &[chosen.as_slice(), &[("question-2", "Siapa?\n3205 0641 0785 0001")]].concat()).await;
    assert!(page.expect(422).shows("Di sini ada NIK"), "in a line of its own too");
    assert_eq!(months(&app).await, 0);
    sends(&hendra, &[chosen.as_slice(), &[("question-2", "Tanya ibu kader")]].concat()).await.expect(303);
    assert_eq!(months(&app).await, 1);
}

/// So many people of the offices of Cikajang.
async fn have_staff(tx: &WriteTransaction, many: usize) {
    for start in (0..many).step_by(500) {
        let people = (start..start + 500).map(|number| account::ActiveModel {
            name: Set(format!("Staf {number}")),
            is_sample: Set(false),
            created_at: Set(tx.now()),
            ..Default::default()
        });
        account::Entity::insert_many(people).exec_without_returning(&**tx).await.unwrap();
    }
    let people = account::Entity::find().filter(account::Column::Name.starts_with("Staf ")).all(&**tx).await.unwrap();
    for some in people.chunks(500) {
        let rows = some.iter().map(|person| office_term::ActiveModel {
            account_id: Set(person.id),
            role: Set(Role::Staf.as_str().to_owned()),
            region_code: Set(CIKAJANG.to_owned()),
            title: Set(String::new()),
            unit_name: Set(String::new()),
            started_on: Set(tx.today() - Duration::days(10)),
            ended_on: Set(None),
            paper: Set("SK contoh".to_owned()),
            created_at: Set(tx.now()),
            ..Default::default()
        });
        office_term::Entity::insert_many(rows).exec_without_returning(&**tx).await.unwrap();
    }
}

/// A study of the month is withdrawn by its office, another is hidden: Hendra, who set it, hears of both and not why; Rina,
/// who follows him, hears in his place. What nobody set is told to nobody.
#[tokio::test]
async fn who_set_the_month_hears_when_a_study_goes() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let asep = app.camat("Asep", "32.04.05").await;
    let [one, two, far] = three(&app).await;
    let other = app.has(a_study("Bukan bahan").of("32.04.05")).await;
    sets(&hendra, "2026-11", "Kemarau", &[&one, &two, &far], "0").await.expect(303);
    app.settle().await;
    let because = [("reason", "Angkanya diperiksa dulu.")];
    let told = async |who: &Person| {
        notification::Entity::find()
            .filter(notification::Column::AccountId.eq(who.account.get()))
            .filter(notification::Column::Kind.eq("minggon_thinner"))
            .count(app.app.db.read())
            .await
            .unwrap()
    };
    asep.post(&other.path("hentikan"), &because).await.expect(303);
    app.settle().await;
    assert_eq!(told(&hendra).await, 0);
    asep.post(&one.path("hentikan"), &because).await.expect(303);
    app.settle().await;
    let kabar = hendra.get("/kabar").await.expect(200);
    assert!(kabar.shows("Bahan minggon kehilangan satu praktik: Kemarau"), "{}", kabar.words());
    assert!(!kabar.shows("Angkanya diperiksa") && !kabar.shows("Embung desa"), "{}", kabar.words());
    assert_eq!((told(&hendra).await, told(&yuli).await, told(&siti).await), (1, 0, 0));

    super::lessons::leaves(&app, &hendra).await;
    let rina = app.coordinator("Rina", "32.05").await;
    yuli.post(&two.path("sembunyikan"), &because).await.expect(303);
    app.settle().await;
    assert_eq!((told(&hendra).await, told(&rina).await), (1, 1));
    // The month is over: its sheet is history.
    app.forward(Duration::days(10));
    asep.post(&far.path("hentikan"), &because).await.expect(303);
    app.settle().await;
    assert_eq!(told(&rina).await, 1);
}

/// Thousands serve in the offices: they are told in transactions of five hundred, each once, also when a crash brings a
/// job back.
#[tokio::test]
async fn offices_are_told_in_pieces() {
    const PEOPLE: usize = 1_500;
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let [one, two, far] = three(&app).await;
    app.settle().await;
    let tx = app.app.db.begin_write().await.unwrap();
    have_staff(&tx, PEOPLE).await;
    tx.commit(Effect::Private).await.unwrap();
    sets(&hendra, "2026-11", "Kemarau", &[&one, &two, &far], "0").await.expect(303);
    let done = worker::run_due(&app.app).await.expect("jobs run");
    assert!(done > PEOPLE / 500, "a job for each piece, and one that finds nobody: {done}");
    let told = || notification::Entity::find().filter(notification::Column::Kind.eq("minggon_ready"));
    assert_eq!(told().count(app.app.db.read()).await.unwrap(), PEOPLE as u64);

    let id = minggon::Entity::find().one(app.app.db.read()).await.unwrap().expect("a month").id;
    let tx = app.app.db.begin_write().await.unwrap();
    job::enqueue(&tx, &Job::TellMinggon { minggon: id, after: 0 }).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    app.settle().await;
    assert_eq!(told().count(app.app.db.read()).await.unwrap(), PEOPLE as u64);
}

/// The server is killed while it tells two thousand: after the restart each of them was told once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_office_is_told_once_across_kill_nine() {
    const PEOPLE: usize = 2_000;
    let folder = Folder::prepared().await;
    let siti = folder.camat("Siti", "32.04.05").await;
    let hendra = {
        let app = folder.open().await;
        let tx = app.db.begin_write().await.unwrap();
        have_staff(&tx, PEOPLE).await;
        tx.commit(Effect::Private).await.unwrap();
        settle_in(&app, "Hendra", Role::PembinaKabupatenKota, "32.05").await.2
    };
    let site = folder.serve("serve").await;
    let (siti, hendra) = (Browser::with_cookie(&site.url, siti), Browser::with_cookie(&site.url, hendra));
    let mut studies = Vec::new();
    for title in ["Embung desa", "Jadwal air", "Rumah bibit"] {
        let form = answers(title);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = siti.post(&format!("/tulis/{}/terbitkan", DraftKey::new()), &form).await.expect(303);
        studies.push(id_of(&answer.location).to_string());
    }
    let month = month_key(month_of(Clock::system(7).today()));
    let fields = [
        ("bulan", month.as_str()),
        ("versi", "0"),
        ("theme", "Kemarau"),
        ("study-1", studies[0].as_str()),
        ("study-2", studies[1].as_str()),
        ("study-3", studies[2].as_str()),
    ];
    hendra.post("/meja/minggon", &fields).await.expect(303);
    tokio::time::sleep(std::time::Duration::from_millis(120)).await;
    site.kill();

    let app = folder.open().await;
    // Two minutes pass: another worker believes the first one dead.
    let tx = app.db.begin_write().await.unwrap();
    job::entity::Entity::update_many()
        .col_expr(job::entity::Column::LeaseUntil, Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    worker::run_due(&app).await.expect("jobs run");
    let rows = notification::Entity::find().filter(notification::Column::Kind.eq("minggon_ready"));
    let rows = rows.all(app.db.read()).await.unwrap();
    let people: std::collections::HashSet<i64> = rows.iter().map(|row| row.account_id).collect();
    assert_eq!((rows.len(), people.len()), (PEOPLE, PEOPLE));
    assert_eq!(job::counts(app.db.read()).await.unwrap().1, 0, "no job is dead");
}
