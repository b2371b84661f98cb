//! The adoption record of an evidence pack: every kecamatan with its figures, how sure it is, and where it is read; the contest
//! of those who replicate; and how the pengelola inovasi hears of the pack.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use chrono::Duration;
use forum_camat::adoption::entity::adoption;
use forum_camat::adoption::recount;
use forum_camat::db::Effect;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::adoption::{BAYONGBONG, CILEUNYI, FIGURES, adopts, day, tells};
use super::evidence_pack::{lists_all, parts, text};
use super::ledger_words::newest_step;

const RECORD: &str = "05-replikasi/replikasi.xlsx";
const COUNTED: &str = "05-replikasi/angka-replikasi.xlsx";
const NOTE: &str = "Diteruskan kelompok Pak Asep.";

type Parts = BTreeMap<String, Vec<u8>>;

async fn pack(person: &Person, study: &Study, contest: &str) -> Parts {
    parts(&person.bytes(&study.path(&format!("berkas-bukti.zip?ajang={contest}"))).await)
}

/// The rows of a workbook below its headings.
fn rows(parts: &Parts, name: &str, sheet: &str) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(parts[name].clone())).expect("a workbook");
    let sheet = book.worksheet_range(sheet).expect("a sheet");
    sheet.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Dedi runs the practice with figures, Yuli wants to. The pack of Siti has both, the figures, the state and the address of
/// each; what a coordinator hid is not in it, and later it says since when nobody confirmed.
#[tokio::test]
async fn the_adoption_record_tells_figures_state_and_address() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    assert!(!pack(&siti, &study, "iga").await.contains_key(RECORD), "nobody took it up yet");
    let entry = adopts(&dedi, &study).await;
    let wish = adopts(&yuli, &study).await;
    let today = day(&app, 0);
    let mut running = vec![("stage", "berjalan"), ("on", &*today), ("note", NOTE)];
    running.extend(FIGURES);
    tells(&dedi, &entry, &running).await.expect(303);

    let page = siti.get(&study.path("berkas-bukti")).await.expect(200);
    assert!(page.shows("dan 2 catatan replikasi ikut serta"), "{}", page.words());
    let taken = pack(&siti, &study, "iga").await;
    lists_all(&taken);
    let record = rows(&taken, RECORD, "Replikasi");
    let (first, second) = (&record[0], &record[1]);
    let bayongbong = "Kec. Bayongbong, Kab. Garut";
    assert_eq!(first[..6], [bayongbong, "Irigasi tetes", "Berjalan", "24 Nov 2026", "Dikonfirmasi 24 Nov 2026", NOTE]);
    assert_eq!((second[2].as_str(), second[4].as_str()), ("Berminat", ""));
    for (row, path) in [(first, &entry), (second, &wish)] {
        assert!(row[6].starts_with("http") && row[6].ends_with(path.as_str()), "{row:?}");
    }
    let counted = rows(&taken, COUNTED, "Angka replikasi");
    assert_eq!(counted.len(), 1, "{counted:?}");
    let told = [bayongbong, "Irigasi tetes", "Panen per musim", "ton per hektare", "2.8", "4.1"];
    assert_eq!(counted[0][..6], told);
    assert_eq!(counted[0][6..8], ["catatan BPP Bayongbong", "24 Nov 2026"]);
    let draft = text(&taken, "01-naskah/naskah-iga-2026.txt");
    assert!(draft.contains("Berjalan di 1 kecamatan lain."), "{draft}");
    assert!(draft.contains("Kec. Bayongbong, Kab. Garut, sejak 24 Nov 2026. Dikonfirmasi 24 Nov 2026"), "{draft}");

    let step = newest_step(&dedi, &entry).await;
    let why = [("reason", "Menyebut nama warga.")];
    hendra.post(&format!("/replikasi/langkah/{step}/sembunyikan"), &why).await.expect(303);
    let taken = pack(&siti, &study, "iga").await;
    assert_eq!(rows(&taken, RECORD, "Replikasi")[0][5], "", "a hidden note is no proof");
    let counted = rows(&taken, COUNTED, "Angka replikasi");
    assert_eq!((&*counted[0][5], &*counted[0][6]), ("4.1", ""), "the number stays, and not where it comes from");

    app.settle().await;
    app.forward(Duration::days(183));
    app.settle().await;
    app.forward(Duration::days(31));
    app.settle().await;
    let nia = app.camat("Nia", CIKAJANG).await;
    let taken = pack(&nia, &study, "iga").await;
    assert_eq!(rows(&taken, RECORD, "Replikasi")[0][4], "Belum ada konfirmasi sejak 24 Nov 2026");
    let draft = text(&taken, "01-naskah/naskah-iga-2027.txt");
    assert!(draft.contains("Belum ada konfirmasi sejak 24 Nov 2026"), "{draft}");
}

/// Every kecamatan stands in the record of a practice that went round; the draft says that it names some of them.
#[tokio::test]
async fn a_record_of_two_hundred_and_thirty_is_not_cut() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let catalogue = app.app.catalogue.get();
    let others = catalogue.places.all_kecamatan().filter(|place| place.code != CIKAJANG).take(230);
    let tx = app.app.db.begin_write().await.expect("a transaction");
    for place in others {
        let row = adoption::ActiveModel {
            case_study_id: Set(study.id.get()),
            kecamatan_code: Set(place.code.clone()),
            stage: Set("berjalan".to_owned()),
            since: Set(tx.today()),
            has_results: Set(false),
            opened_by: Set(siti.account.get()),
            term_id: Set(None),
            byline: Set("Camat".to_owned()),
            own_study_id: Set(None),
            family_root_id: Set(None),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            asked_at: Set(None),
            confirmed_at: Set(Some(tx.now())),
            ..Default::default()
        };
        adoption::Entity::insert(row).exec(&*tx).await.expect("an entry");
    }
    recount(&tx, study.id.get()).await.expect("counted");
    tx.commit(Effect::Private).await.expect("committed");
    let taken = pack(&siti, &study, "kipp").await;
    assert_eq!(rows(&taken, RECORD, "Replikasi").len(), 230);
    let draft = text(&taken, "01-naskah/naskah-kipp-2026.txt");
    assert!(draft.contains("Berjalan di 230 kecamatan lain."), "{draft}");
    assert!(draft.contains("Dan 200 kecamatan lain; semuanya ada di 05-replikasi/replikasi.xlsx."), "{draft}");
}

/// The group of those who replicate: what was kept and changed, and the entry that the practice grew from. The pack may leave
/// the site, so an original that not everybody may read is not named.
#[tokio::test]
async fn who_replicates_takes_the_pack_of_his_group() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let first = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let adapted = |content: &mut forum_camat::case_study::content::Content| {
        content.kept = "Botol bekas dan jadwal siram.".to_owned();
    };
    let own = app.has(a_study("Tetes di Bayongbong").of(BAYONGBONG).by(&dedi).saying(adapted)).await;
    let entry = adopts(&dedi, &first).await;
    let today = day(&app, 0);
    let mut running = vec![("stage", "berjalan"), ("on", &*today)];
    running.extend(FIGURES);
    tells(&dedi, &entry, &running).await.expect(303);
    dedi.post(&format!("{entry}/praktik"), &[("study", own.id.to_string().as_str())]).await.expect(303);

    let page = dedi.get(&own.path("berkas-bukti?ajang=kipp-replikasi&tahun=2026")).await.expect(200);
    for words in [
        "Berkas bukti KIPP Replikasi 2026",
        "Proposal (bobot belum dikonfirmasi)",
        "Kelayakan (bobot belum dikonfirmasi)",
        "Manfaat publik (bobot belum dikonfirmasi)",
        "yang dipakai bentuk tahun 2025",
    ] {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    let taken = pack(&dedi, &own, "kipp-replikasi").await;
    lists_all(&taken);
    let draft = text(&taken, "01-naskah/naskah-kipp-replikasi-2026.txt");
    assert!(draft.contains("Direplikasi dari Irigasi tetes (Kec. Cikajang, Kab. Garut): http"), "{draft}");
    assert!(draft.contains("Botol bekas dan jadwal siram.") && draft.contains(&entry), "{draft}");
    let record = rows(&taken, RECORD, "Replikasi");
    assert_eq!(
        record[0][..3],
        ["Kec. Bayongbong, Kab. Garut", "Irigasi tetes (Kec. Cikajang, Kab. Garut)", "Berjalan"]
    );
    assert_eq!(rows(&taken, COUNTED, "Angka replikasi").len(), 1);
    // A study that replicates nothing lacks that, and its pack has no entry of its own.
    let page = siti.get(&first.path("berkas-bukti?ajang=kipp-replikasi")).await.expect(200);
    assert!(page.shows("Praktik yang direplikasi"), "{}", page.words());

    siti.post(&first.path("hentikan"), &[("reason", "Angkanya keliru.")]).await.expect(303);
    let taken = pack(&dedi, &own, "kipp-replikasi").await;
    let draft = text(&taken, "01-naskah/naskah-kipp-replikasi-2026.txt");
    assert!(draft.contains("Direplikasi dari Praktik yang tidak lagi tayang"), "{draft}");
    assert!(!draft.contains("Direplikasi dari Irigasi"), "{draft}");
    assert!(!rows(&taken, RECORD, "Replikasi")[0][1].contains("Irigasi"));
}

/// The office sends a text with the address of the pack; who it is for is named once there is an account, and opens it.
#[tokio::test]
async fn the_pengelola_inovasi_is_told() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.person("Yuli", Role::InovasiKabupatenKota, "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let address = study.path("berkas-bukti?ajang=kipp&tahun=2026");
    let page = siti.get(&address).await.expect(200);
    assert!(page.shows("Belum ada pengelola inovasi Kab. Garut yang punya akun"), "{}", page.words());
    let wawan = app.person("Wawan", Role::InovasiKabupatenKota, "32.05").await;
    let page = siti.get(&address).await.expect(200);
    assert!(page.shows("Dengan akunnya Wawan (Bagian Tata Pemerintahan) membuka halaman ini"), "{}", page.words());
    for words in ["Yth. Pengelola Inovasi Kab. Garut", "berkas bukti KIPP 2026: “Irigasi tetes”.", &address] {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    assert!(page.text.contains("https://wa.me/?text=Yth.%20Pengelola%20Inovasi"), "ready to be sent");
    assert!(!hendra.get(&address).await.expect(200).shows("Beri tahu pengelola inovasi"), "the office tells");
    wawan.get(&address).await.expect(200);
    assert!(!pack(&wawan, &study, "kipp").await.is_empty());
}
