//! What each act of the policy is as a request: a row of the table of the walk. Everything a request needs is put
//! straight into the tables, fresh for each cell.

mod adoptions;
mod collections;
mod desk;
mod lessons;
mod meetings;
mod offices;
mod papers;
mod products;
mod sanctions;
mod site;
mod visits;

use forum_camat::curation::entity::nudge;
use forum_camat::db::{Effect, WriteTransaction};
use forum_camat::ids::CaseStudyId;
use forum_camat::policy::{Act, Role};
use forum_tests::{StudyBuilder, TestApp, a_study};
use sea_orm::EntityTrait;

use super::insert;

/// One request, and the region that the act reaches.
pub struct Request {
    /// Any of these acts lets it through.
    pub acts: Vec<Act>,
    /// Code of the region.
    pub target: String,
    /// Where it is posted to.
    pub path: String,
    /// The form.
    pub fields: Vec<(&'static str, String)>,
}

/// The requests of an act on a kecamatan.
pub async fn of(app: &TestApp, act: Act, kecamatan: &str, cell: usize) -> Vec<Request> {
    let table = Table { app, act, kecamatan };
    let kabupaten_kota = &kecamatan[..5];
    match act {
        Act::WriteDraft => vec![
            table.on(study(app, a_study("Praktik sel").of(kecamatan)).await, "ubah"),
            table.paper("ditulis", "hapus").await.with("seen", "1"),
        ],
        Act::HandIn => vec![
            table.paper("ditulis", "ajukan").await.with("kepada", "sekcam"),
            table.paper("diajukan_sekcam", "tarik").await,
        ],
        Act::PassOn => vec![table.paper("diajukan_sekcam", "teruskan").await],
        Act::ReturnDraft => vec![table.paper("diajukan_camat", "kembalikan").await.with("note", "Tambahkan sumbernya")],
        Act::Publish => {
            papers::delegate(app, kecamatan, false).await;
            vec![
                table.paper("diajukan_camat", "terbitkan").await.with("reason", "Alasan cerita ini"),
                products::showing(&table).await,
                products::taking_down(&table).await,
            ]
        }
        Act::PublishForCamat => {
            papers::delegate(app, kecamatan, true).await;
            vec![
                table.paper("ditulis", "terbitkan").await.also(Act::Publish),
                products::showing(&table).await.also(Act::Publish),
                products::taking_down(&table).await.also(Act::Publish),
            ]
        }
        Act::PublishForEmptyOffice => {
            // Nobody leads these three, while the own region has its camat.
            let kecamatan = match kecamatan {
                super::OWN => "32.05.30",
                super::NEIGHBOUR => "32.05.31",
                _ => "32.04.06",
            };
            let empty = Table { kecamatan, ..table };
            vec![empty.paper("diajukan_camat", "terbitkan").await.with("reason", "Camat pensiun").also(Act::Publish)]
        }
        Act::Withdraw => vec![
            table.on(study(app, a_study("Praktik sel").of(kecamatan)).await, "hentikan").because(),
            table.on(study(app, a_study("Praktik sel").of(kecamatan).withdrawn()).await, "tayangkan"),
        ],
        Act::Feature => {
            let chosen = app.has(a_study("Terpilih").of(kecamatan)).await;
            let hendra = app.coordinator("Hendra", kabupaten_kota).await;
            let feature = app.has_feature(&chosen, &hendra, kabupaten_kota, "Murah").await;
            let ending = table.post(kabupaten_kota, chosen.path("pilihan/cabut"));
            let first = app.has(a_study("Lebih dulu").of(kecamatan)).await;
            app.has_feature(&first, &hendra, kabupaten_kota, "Mudah").await;
            let moving = table.post(kabupaten_kota, "/meja/kalender/urutan".to_owned());
            // A coordinator says it for the own scope, wherever the cell is; each cell has its own week.
            let week = app.app.clock.today() + chrono::Duration::days(6 + 7 * i64::try_from(cell / 10 % 24).unwrap());
            let theme = table.post(super::OWN, "/meja/kalender/tema".to_owned());
            let minggon = meetings::minggon(&table, cell).await;
            vec![
                minggon,
                moving.with("feature", &feature.to_string()).with("arah", "naik"),
                theme.with("minggu", &week.to_string()).with("theme", &format!("Tema {cell}")),
                table.on(study(app, a_study("Praktik sel").of(kecamatan)).await, "pilihan").because(),
                ending.with("feature", &feature.to_string()).with("withdraw_reason", "Alasan cerita ini"),
            ]
        }
        Act::Nudge => {
            // Who was asked lately is left in peace: each cell asks anew.
            let tx = app.app.db.begin_write().await.unwrap();
            nudge::Entity::delete_many().exec(&*tx).await.unwrap();
            done(tx).await;
            vec![table.post(kecamatan, "/meja/ajakan".to_owned()).with("kecamatan", kecamatan)]
        }
        Act::EditDigest => {
            let study = study(app, a_study("Praktik sel").of(kecamatan)).await;
            let mut requests = Vec::new();
            for (at, (state, verb)) in
                [("draft", "ubah"), ("draft", "kirim"), ("draft", "tahan"), ("held", "lanjutkan")]
                    .into_iter()
                    .enumerate()
            {
                let digest = desk::digest(app, kabupaten_kota, &format!("{cell}-{at}"), state, study).await;
                requests.push(table.post(kabupaten_kota, format!("/ringkasan/{digest}/{verb}")).because());
            }
            requests[0] = std::mem::replace(&mut requests[0], table.post(kabupaten_kota, String::new()))
                .with("version", "1")
                .with("opening", "Kata pembuka");
            requests
        }
        Act::Verify => {
            let sourced = || a_study("Praktik sel").of(kecamatan).with_figure("Panen", "3,1", "4,9", "ton");
            let vouched = study(app, sourced()).await;
            papers::verified(app, vouched, kecamatan).await;
            vec![
                table.on(study(app, sourced()).await, "verifikasi").with("note", "Catatan BPP dilihat"),
                table.on(vouched, "verifikasi/cabut").with("withdraw_reason", "Angkanya keliru"),
            ]
        }
        Act::Review => vec![
            table.under_review().await.with("jawaban", "kembalikan").because(),
            // A coordinator says it for the own scope, wherever the cell is.
            table.post(super::OWN, "/meja/tinjauan/cara".to_owned()).with("cara", "langsung"),
        ],
        Act::HideStudy => {
            let mut rows = vec![
                table.on(study(app, a_study("Praktik sel").of(kecamatan)).await, "sembunyikan").because(),
                table.on(papers::hidden(app, kecamatan).await, "pulihkan"),
            ];
            rows.extend(products::hiding(&table).await);
            rows
        }
        Act::HideComment => {
            let (discussed, siti) =
                (app.has(a_study("Dibahas").of(kecamatan)).await, app.camat("Siti", kecamatan).await);
            let (shown, hidden) =
                (app.has_comment(&discussed, &siti, "Satu").await, app.has_comment(&discussed, &siti, "Dua").await);
            app.hides(hidden, &siti).await;
            let mut rows = vec![
                table.post(kecamatan, format!("/komentar/{shown}/sembunyikan")).because(),
                table.post(kecamatan, format!("/komentar/{hidden}/pulihkan")),
            ];
            rows.extend(lessons::hiding(&table).await);
            rows.extend(adoptions::hiding(&table).await);
            rows.extend(visits::hiding(&table).await);
            rows
        }
        Act::ErasePersonalData => {
            let titled = study(app, a_study("Praktik sel").of(kecamatan)).await;
            let erasing = table.on(titled, "hapus-data-pribadi").with("passages", "Praktik sel").because();
            // Somebody who may looks first: the form names the list that was seen.
            let hendra = app.coordinator("Hendra", kabupaten_kota).await;
            let look: Vec<_> = erasing.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let page = hendra.post(&erasing.path, &look).await.expect(200);
            let seen = page.text.split("name=\"dilihat\" value=\"").nth(1).unwrap().split('"').next().unwrap();
            vec![erasing.with("tahap", "hapus").with("mengerti", "ya").with("dilihat", seen)]
        }
        Act::AnswerDataRequest => {
            let request = desk::data_request(app, kecamatan).await;
            let path = format!("/permintaan-data/{request}/jawab");
            let correcting = format!("/permintaan-data/{}/data", desk::data_request(app, kecamatan).await);
            vec![
                table.post(kecamatan, path).with("outcome", "dipenuhi").with("answer", "Sudah diperbaiki"),
                table.post(kecamatan, correcting).with("name", "Nama yang sudah diperbaiki"),
            ]
        }
        Act::AnswerReport => {
            let report = desk::reported(app, kecamatan).await;
            let path = format!("/laporan/{report}/jawab");
            vec![table.post(kecamatan, path).with("outcome", "tetap").with("body", "Sudah benar")]
        }
        Act::Sanction => sanctions::rows(&table, kabupaten_kota).await,
        Act::AnswerTopic => {
            let topic = desk::topic(app, cell).await;
            vec![table.post(kecamatan, format!("/meja/topik/{topic}/teruskan")).with("kecamatan", kecamatan)]
        }
        Act::EditSynonyms => {
            let add = table.post(kecamatan, "/admin/sinonim".to_owned());
            vec![add.with("term", &format!("sel {cell}")).with("synonym", "petak")]
        }
        Act::EditSite => site::rows(&table, cell).await,
        Act::CurateCollection => {
            // A coordinator begins it in the own scope, wherever the cell is.
            vec![table.post(super::OWN, "/kumpulan/baru".to_owned()).with("title", &format!("Kumpulan {cell}"))]
        }
        Act::Adopt => adoptions::rows(&table).await,
        Act::AskVisit => visits::asking(&table).await,
        Act::AnswerVisit => visits::answering(&table).await,
        Act::WriteProduct => products::rows(&table, cell).await,
        Act::EditCollection => collections::rows(&table, kabupaten_kota).await,
        Act::WriteLesson => lessons::writing(&table, cell).await,
        // Everybody saves it in the own office, wherever the cell is.
        Act::HoldMeeting => vec![meetings::meeting(&table, cell)],
        // To read posts nothing: `who_reads_the_audit_is_declared_too` opens its pages instead.
        Act::ReadAudit => Vec::new(),
        Act::Delegate => vec![
            table.post(kecamatan, format!("/kecamatan/{kecamatan}/delegasi")),
            table.post(kecamatan, format!("/kecamatan/{kecamatan}/delegasi/cabut")),
        ],
        Act::ManageStaff => {
            let mut rows = table.office(kecamatan, "kecamatan", Role::Staf, cell).await;
            rows.extend(table.office(kecamatan, "kecamatan", Role::Sekcam, cell + 5).await);
            rows
        }
        Act::ManageCamat => {
            let mut rows = table.office(kecamatan, "kecamatan", Role::PlhCamat, cell).await;
            rows.push(table.succession(cell).await);
            rows
        }
        Act::AppointCoordinator => {
            table.office(kabupaten_kota, "kabupaten-kota", Role::PembinaKabupatenKota, cell).await
        }
    }
}

impl Request {
    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.fields.push((name, value.to_owned()));
        self
    }

    fn because(self) -> Self {
        self.with("reason", "Alasan cerita ini")
    }

    fn also(mut self, act: Act) -> Self {
        self.acts.push(act);
        self
    }
}

/// Makes rows of one cell.
#[derive(Clone, Copy)]
struct Table<'a> {
    app: &'a TestApp,
    act: Act,
    kecamatan: &'a str,
}

impl Table<'_> {
    fn post(&self, target: &str, path: String) -> Request {
        Request { acts: vec![self.act], target: target.to_owned(), path, fields: Vec::new() }
    }

    fn on(&self, study: CaseStudyId, verb: &str) -> Request {
        self.post(self.kecamatan, format!("/praktik/{study}/{verb}"))
    }
}

async fn study(app: &TestApp, study: StudyBuilder) -> CaseStudyId {
    app.has(study).await.id
}

/// A fresh person in an office: the numbers of the account and of the term.
async fn someone(app: &TestApp, role: Role, region: &str) -> (i64, i64) {
    let tx = app.app.db.begin_write().await.unwrap();
    let numbers = insert(&tx, role, region).await;
    done(tx).await;
    numbers
}

async fn done(tx: WriteTransaction) {
    tx.commit(Effect::Private).await.unwrap();
}
