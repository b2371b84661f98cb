//! An office saves a shortlist as a meeting, decides about each practice while everybody reads along, and takes the minutes
//! home.

use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use chrono::Duration;
use forum_camat::adoption::entity::adoption;
use forum_camat::meeting::entity::{meeting, meeting_item};
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};
use quick_xml::Reader;
use quick_xml::events::Event;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use zip::ZipArchive;

const KEY: &str = "0190e3a0-1111-7000-8000-000000000001";

/// A meeting of this person's office about these studies; its number.
pub async fn meets(who: &Person, title: &str, studies: &[&Study]) -> i64 {
    let ids: Vec<String> = studies.iter().map(|study| study.id.to_string()).collect();
    let fields = [("title", title), ("held_on", "2026-11-24"), ("place", "Aula"), ("praktik", &ids.join(","))];
    number(&who.post("/rapat/baru", &fields).await.expect(303).location)
}

pub fn number(location: &str) -> i64 {
    location.trim_start_matches("/rapat/").split(['#', '/', '?']).next().unwrap().parse().unwrap()
}

pub async fn items(app: &TestApp, meeting: i64) -> Vec<meeting_item::Model> {
    meeting_item::Entity::find()
        .filter(meeting_item::Column::MeetingId.eq(meeting))
        .order_by_asc(meeting_item::Column::Position)
        .all(app.app.db.read())
        .await
        .unwrap()
}

/// Sends the form of a decision as it stands in the tables, but these fields.
pub async fn decides(who: &Person, item: &meeting_item::Model, fields: &[(&str, &str)]) -> Answer {
    let (id, version) = (item.id.to_string(), item.version.to_string());
    let due = item.due_on.map(|day| day.to_string()).unwrap_or_default();
    let mut all = vec![
        ("item", id.as_str()),
        ("versi", &version),
        ("putusan_kini", &item.decision),
        ("who", &item.who),
        ("due", &due),
        ("note", &item.note),
    ];
    for (name, value) in fields {
        all.retain(|(known, _)| known != name);
        all.push((name, value));
    }
    who.post(&format!("/rapat/{}/putusan", item.meeting_id), &all).await
}

/// What the document says, and that every part of it is sound XML.
pub fn words_of(docx: &[u8]) -> String {
    let mut package = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut said = String::new();
    for number in 0..package.len() {
        let mut part = package.by_index(number).unwrap();
        let name = part.name().unwrap().into_owned();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let words = words_in(&text);
        if name == "word/document.xml" {
            said = words;
        }
    }
    said
}

fn words_in(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return out,
            Event::Text(text) => out.push_str(&text.decode().unwrap()),
            Event::GeneralRef(name) => {
                let name = name.decode().unwrap();
                out.push_str(&quick_xml::escape::unescape(&format!("&{name};")).unwrap());
            }
            Event::End(tag) if tag.name().as_ref() == b"w:p" => out.push('\n'),
            _ => {}
        }
    }
}

/// The text that LibreOffice reads in the document.
fn opened(docx: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notulen.docx");
    fs::write(&file, docx).unwrap();
    // A profile of its own: another LibreOffice that runs on this machine would take the file over.
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", "100", "soffice", &profile, "--headless", "--norestore"]);
    command.args(["--convert-to", "txt:Text (encoded):UTF8", "--outdir"]).arg(folder.path()).arg(&file);
    let ran = command.env("HOME", folder.path()).output().unwrap();
    assert!(ran.status.code() != Some(127), "LibreOffice is missing; bin/setup installs it");
    let told = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    fs::read_to_string(folder.path().join("notulen.txt")).unwrap_or_else(|_| panic!("not opened: {told}"))
}

/// From the list in the address to a meeting that the whole office keeps.
#[tokio::test]
async fn siti_saves_her_shortlist_and_her_office_finds_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let budi = app.person("Budi", Role::Sekcam, CIKAJANG).await;
    let (one, two) = (app.has(a_study("Embung desa").of("32.04.05")).await, app.has(a_study("Jadwal air")).await);
    let list = format!("/rapat?praktik={},{}", one.id, two.id);
    let save = format!("/rapat/baru?praktik={},{}", one.id, two.id);
    assert!(siti.get(&list).await.expect(200).text.contains(&save), "a member is offered to save the list");
    assert!(!app.visitor().get(&list).await.expect(200).text.contains("/rapat/baru"));
    let form = siti.get(&save).await.expect(200);
    assert!(form.text.contains("value=\"Rapat koordinasi Kec. Cikajang\""), "{}", form.text);
    assert!(form.text.contains("value=\"2026-11-24\"") && form.text.contains("value=\"Kantor Kec. Cikajang\""));
    assert!(form.shows("Embung desa") && form.shows("Jadwal air"));

    let ids = format!("{},{},999999", one.id, two.id);
    let fields = [("key", KEY), ("title", "Rapat kemarau"), ("held_on", "2026-11-25"), ("praktik", &ids)];
    let saved = siti.post("/rapat/baru", &fields).await.expect(303);
    let again = siti.post("/rapat/baru", &fields).await.expect(303);
    assert_eq!(saved.location, again.location, "a form that is sent twice makes one meeting");
    assert_eq!(meeting::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
    let page = budi.get(&saved.location).await.expect(200);
    assert!(page.shows("Rapat kemarau") && page.shows("Rabu, 25 November 2026"), "{}", page.words());
    assert!(page.shows("Embung desa") && page.shows("Belum diputuskan"));
    assert!(budi.get("/rapat/saya").await.expect(200).shows("Rapat kemarau"));
    // Who left the office reads whose the meetings are, and is offered nothing that is refused.
    super::lessons::leaves(&app, &siti).await;
    let left = siti.get("/rapat/saya").await.expect(200);
    assert!(left.shows("Saat ini tidak ada jabatan.") && !left.shows("Rapat kemarau"), "{}", left.words());
    assert!(!left.text.contains("/rapat/baru"));
}

/// What is missing is said beside its field, and what was typed stays.
#[tokio::test]
async fn a_meeting_without_a_name_or_a_day_is_not_saved() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let fields = [("title", " "), ("held_on", "besok"), ("place", "Aula <kecil>")];
    let page = siti.post("/rapat/baru", &fields).await.expect(422);
    assert!(page.shows("Tulis nama rapatnya.") && page.shows("Isi tanggal rapat"), "{}", page.words());
    assert!(page.text.contains("Aula &#60;kecil&#62;"), "{}", page.text);
    assert_eq!(meeting::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
    let id = meets(&siti, "Rapat", &[]).await;
    assert!(siti.get(&format!("/rapat/{id}")).await.expect(200).shows("Belum ada praktik."));
}

/// Nobody outside the office learns that a meeting exists: not the neighbour, not the coordinator above.
#[tokio::test]
async fn a_meeting_is_its_offices_own() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Embung desa").of("32.04.05")).await;
    let id = meets(&siti, "Rapat tertutup", &[&study]).await;
    let item = items(&app, id).await.remove(0);
    let (asep, hendra) = (app.camat("Asep", "32.05.17").await, app.coordinator("Hendra", "32.05").await);
    let (sri, ani) = (app.coordinator("Sri", "32").await, app.person("Ani", Role::Admin, "32").await);
    let item_number = item.id.to_string();
    for other in [&asep, &hendra, &sri, &ani] {
        for page in ["", "/ubah", "/banding", "/layar", "/notulen", "/notulen.docx"] {
            other.get(&format!("/rapat/{id}{page}")).await.expect(404);
        }
        decides(other, &item, &[("putusan", "replikasi")]).await.expect(404);
        for act in ["tutup", "buka", "berikutnya", "praktik", "keluarkan", "selesai", "ubah"] {
            let fields = [("item", item_number.as_str()), ("praktik", "1"), ("title", "Milik saya")];
            other.post(&format!("/rapat/{id}/{act}"), &fields).await.expect(404);
        }
        assert!(!other.get("/rapat/saya").await.expect(200).shows("Rapat tertutup"));
    }
    let visitor = app.visitor().get(&format!("/rapat/{id}")).await.expect(303);
    assert!(visitor.location.starts_with("/masuk"), "{}", visitor.location);
    assert_eq!(items(&app, id).await, std::slice::from_ref(&item), "nothing changed");
    let staf = app.person("Wawan", Role::Staf, CIKAJANG).await;
    decides(&staf, &item, &[("putusan", "pelajari"), ("who", "Wawan")]).await.expect(303);
    assert_eq!(items(&app, id).await[0].decision, "pelajari");
}

/// Three buttons, who and by when; the screen goes on where the meeting stands.
#[tokio::test]
async fn the_office_decides_on_the_projector() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let (one, two) = (app.has(a_study("Embung desa").of("32.04.05")).await, app.has(a_study("Jadwal air")).await);
    let id = meets(&siti, "Rapat", &[&one, &two]).await;
    let screen = siti.get(&format!("/rapat/{id}/layar")).await.expect(200);
    assert!(screen.shows("1 dari 2") && screen.shows("Embung desa"), "{}", screen.words());
    for button in ["Replikasi", "Pelajari", "Tidak cocok"] {
        assert!(screen.shows(button));
    }
    let item = items(&app, id).await.remove(0);
    let nothing = decides(&siti, &item, &[("ke", "1")]).await.expect(303);
    let said = forum_camat::web::decode(nothing.headers["set-cookie"].to_str().unwrap());
    assert!(said.contains("Belum ada putusan.") && !said.contains("Tersimpan"), "{said}");
    let typed = [("ke", "1"), ("putusan", "pelajari"), ("who", "Kasi Ekbang"), ("due", "2026-12-24")];
    let saved = decides(&siti, &item, &typed).await.expect(303);
    assert_eq!(saved.location, format!("/rapat/{id}/layar?ke=1"));
    let screen = siti.get(&saved.location).await.expect(200);
    assert!(screen.text.contains("value=\"Kasi Ekbang\"") && screen.text.contains("aria-pressed=\"true\">Pelajari"));
    assert!(siti.get(&format!("/rapat/{id}/layar")).await.expect(200).shows("2 dari 2"), "the undecided one is next");

    let item = items(&app, id).await.remove(0);
    let odd = decides(&siti, &item, &[("ke", "1"), ("who", "Sekcam"), ("due", "kapan-kapan")]).await.expect(422);
    let named = [("ke", "1"), ("who", "Sekcam"), ("note", "Penerima: Asep 3205061212700001")];
    let refused = decides(&siti, &item, &named).await.expect(422);
    assert!(refused.shows("Di sini ada NIK"), "{}", refused.words());
    assert!(odd.shows("Tenggat tidak terbaca.") && odd.text.contains("value=\"Sekcam\""), "{}", odd.words());
    assert_eq!(items(&app, id).await[0].who, "Kasi Ekbang");
    decides(&siti, &item, &[("putusan", "batal")]).await.expect(303);
    assert_eq!(items(&app, id).await[0].decision, "", "a decision can be taken back");
}

/// A deadline that has passed is refused for what is decided now, beside its field; one that stands there stays while the rest
/// is mended. Who does it is asked for quietly, and never in the way.
#[tokio::test]
async fn a_new_deadline_lies_ahead() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Embung desa").of("32.04.05")).await;
    let id = meets(&siti, "Rapat", &[&study]).await;
    let item = items(&app, id).await.remove(0);
    let today = app.app.clock.today();
    let (before, due) = ((today - Duration::days(1)).to_string(), today.to_string());
    let refused =
        decides(&siti, &item, &[("putusan", "pelajari"), ("due", &before), ("note", "Segera")]).await.expect(422);
    assert!(refused.shows("Tenggat ini sudah lewat.") && refused.text.contains(&before), "{}", refused.words());
    assert!(refused.shows("Segera") && !refused.shows("Belum ada penanggung jawab."), "{}", refused.words());
    assert_eq!(items(&app, id).await[0].decision, "");
    assert!(refused.text.contains("#circle-alert"), "marked as errors are everywhere");
    assert!(refused.shows("Belum tersimpan.") && !refused.shows("Hapus putusan"), "{}", refused.words());
    decides(&siti, &item, &[("putusan", "pelajari"), ("due", &due)]).await.expect(303);
    let kept = siti.get(&format!("/rapat/{id}")).await.expect(200);
    assert!(kept.shows("Hapus putusan") && !kept.shows("Belum tersimpan."), "{}", kept.words());
    assert!(siti.get(&format!("/rapat/{id}")).await.expect(200).shows("Belum ada penanggung jawab."));

    app.forward(Duration::days(3));
    let item = items(&app, id).await.remove(0);
    decides(&siti, &item, &[("who", "Kasi Ekbang")]).await.expect(303);
    let page = siti.get(&format!("/rapat/{id}")).await.expect(200);
    assert!(page.shows("lewat tenggat") && !page.shows("Belum ada penanggung jawab."), "{}", page.words());
    let next = siti.post(&format!("/rapat/{id}/berikutnya"), &[]).await.expect(303);
    let carried = items(&app, number(&next.location)).await.remove(0);
    decides(&siti, &carried, &[("putusan", "replikasi")]).await.expect(422);
    decides(&siti, &carried, &[("putusan", "replikasi"), ("due", "")]).await.expect(303);
}

/// Minutes that are typed days later hold the deadline that was set in the meeting, which may lie between it and today; one
/// before the meeting was never set there.
#[tokio::test]
async fn late_minutes_hold_the_deadline_that_was_set_then() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Embung desa").of("32.04.05")).await;
    let id = meets(&siti, "Rapat", &[&study]).await;
    app.forward(Duration::days(7));
    let item = items(&app, id).await.remove(0);
    let refused = decides(&siti, &item, &[("putusan", "pelajari"), ("due", "2026-11-23")]).await.expect(422);
    assert!(refused.shows("Tenggat ini sebelum hari rapat, 24 Nov 2026."), "{}", refused.words());
    assert_eq!(items(&app, id).await[0].decision, "");
    decides(&siti, &item, &[("putusan", "pelajari"), ("due", "2026-11-27")]).await.expect(303);
    let page = siti.get(&format!("/rapat/{id}")).await.expect(200);
    assert!(page.shows("27 Nov 2026") && page.shows("lewat tenggat"), "{}", page.words());
}

/// "Replikasi" opens the office's entry in the ledger at once; an entry that is there is found. It is not offered for an own
/// study, and refused there.
#[tokio::test]
async fn replikasi_opens_the_ledger_of_the_office() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let new = app.has(a_study("Embung desa").of("32.04.05")).await;
    let known = app.has(a_study("Rumah bibit").of("32.04.05")).await;
    let own = app.has(a_study("Jadwal air")).await;
    siti.post(&known.path("replikasi"), &[]).await.expect(303);
    let before = adoption::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    let id = meets(&siti, "Rapat", &[&new, &known, &own]).await;
    let said = [("putusan", "replikasi"), ("who", "Kasi Ekbang"), ("note", "Kades masih menolak")];
    for item in items(&app, id).await.iter().take(2) {
        decides(&siti, item, &said).await.expect(303);
    }
    let agenda = items(&app, id).await;
    let refused = decides(&siti, &agenda[2], &said).await.expect(422);
    assert!(
        refused.shows("milik kantor Bapak/Ibu sendiri") && refused.shows("Kades masih menolak"),
        "{}",
        refused.words()
    );
    let screen = siti.get(&format!("/rapat/{id}/layar?ke=3")).await.expect(200);
    assert!(
        !screen.text.contains("value=\"replikasi\"") && screen.text.contains("value=\"pelajari\""),
        "{}",
        screen.text
    );
    decides(&siti, &agenda[2], &[("putusan", "pelajari")]).await.expect(303);
    assert!(agenda[..2].iter().all(|item| item.decision == "replikasi"));
    let opened = adoption::Entity::find().filter(adoption::Column::CaseStudyId.eq(new.id.get()));
    let opened = opened.one(app.app.db.read()).await.unwrap().unwrap();
    assert_eq!((opened.stage.as_str(), opened.kecamatan_code.as_str()), ("berminat", CIKAJANG));
    assert_eq!(agenda[0].adoption_id, Some(opened.id));
    assert_eq!(agenda[1].adoption_id, Some(before.id), "the entry that was there is found");
    assert_eq!(agenda[2].adoption_id, None, "an own study is not replicated");
    let page = siti.get(&format!("/rapat/{id}")).await.expect(200);
    assert!(page.text.contains(&format!("href=\"/replikasi/{}\"", opened.id)), "{}", page.text);
    let entry = format!("/replikasi/{}", opened.id);
    for address in [&entry, &new.url] {
        let read = app.visitor().get(address).await.expect(200);
        assert!(read.shows("Berminat") || read.shows("1 berminat"), "{}", read.words());
        assert!(
            !read.shows("menolak") && !read.shows("Ekbang"),
            "what was said stays in the minutes: {}",
            read.words()
        );
    }

    let theirs = meets(&hendra, "Rakor pembina", &[&new]).await;
    let item = items(&app, theirs).await.remove(0);
    decides(&hendra, &item, &[("putusan", "replikasi")]).await.expect(303);
    assert_eq!(items(&app, theirs).await[0].adoption_id, None, "a coordinator decides for nobody's ledger");
    assert_eq!(adoption::Entity::find().count(app.app.db.read()).await.unwrap(), 2);
}

/// Whatever people write, the minutes stay a document: no markup, no formula, no control characters.
#[tokio::test]
async fn hostile_words_stay_words_in_the_minutes() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let title = "=HYPERLINK(\"http://jahat.example\") </w:t><w:p> & ]]> 'x'";
    let study = app.has(a_study(title).of("32.04.05")).await;
    let id = meets(&siti, "Rapat <b>&amp;</b>", &[&study]).await;
    let item = items(&app, id).await.remove(0);
    let typed = [("putusan", "pelajari"), ("who", "@SUM(1;2) \u{1}\u{202e}"), ("note", "baris satu\nbaris <dua>")];
    decides(&siti, &item, &typed).await.expect(303);
    let page = siti.get(&format!("/rapat/{id}/notulen")).await.expect(200);
    assert!(page.text.contains("&#60;b&#62;") && !page.text.contains("<b>&"), "{}", page.text);
    let answer = siti.get(&format!("/rapat/{id}/notulen.docx")).await.expect(200);
    let told = answer.headers.get("content-disposition").and_then(|told| told.to_str().ok()).unwrap();
    assert!(told.contains(&format!("notulen-rapat-{id}.docx")), "{told}");
    let file = siti.bytes(&format!("/rapat/{id}/notulen.docx")).await;
    let words = words_of(&file);
    assert!(words.contains(title), "{words}");
    assert!(words.contains("Rapat <b>&amp;</b>") && words.contains("baris <dua>"), "{words}");
    assert!(words.contains("Selasa, 24 November 2026") && words.contains("Aula"), "{words}");
    let read = tokio::task::spawn_blocking(move || opened(&file)).await.unwrap();
    assert!(read.contains(title) && read.contains("Selasa, 24 November 2026"), "{read}");
}
