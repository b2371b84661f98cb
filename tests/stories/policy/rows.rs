//! What each act of the policy is as a request: a row of the table of the walk. Everything a request needs is put
//! straight into the tables, fresh for each cell.

mod adoptions;
mod collections;
mod lessons;
mod meetings;
mod products;
mod sanctions;
mod site;
mod visits;

use forum_camat::account::second_factor::entity::second_factor;
use forum_camat::case_study::entity::{case_study, draft, review};
use forum_camat::curation::entity::nudge;
use forum_camat::data_request::entity as data_request;
use forum_camat::db::{Effect, WriteTransaction};
use forum_camat::digest::entity::{digest, digest_item};
use forum_camat::ids::{CaseStudyId, DraftKey};
use forum_camat::office::entity::{delegation, office_term};
use forum_camat::policy::{Act, Role};
use forum_camat::report::entity::report;
use forum_camat::topic::entity::search_topic;
use forum_camat::verification::entity as verification;
use forum_tests::{StudyBuilder, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

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
            delegate(app, kecamatan, false).await;
            vec![
                table.paper("diajukan_camat", "terbitkan").await.with("reason", "Alasan cerita ini"),
                products::showing(&table).await,
            ]
        }
        Act::PublishForCamat => {
            delegate(app, kecamatan, true).await;
            vec![
                table.paper("ditulis", "terbitkan").await.also(Act::Publish),
                products::showing(&table).await.also(Act::Publish),
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
                let digest = digest(app, kabupaten_kota, &format!("{cell}-{at}"), state, study).await;
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
            verified(app, vouched, kecamatan).await;
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
                table.on(hidden(app, kecamatan).await, "pulihkan"),
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
            let request = data_request(app, kecamatan).await;
            let path = format!("/permintaan-data/{request}/jawab");
            let correcting = format!("/permintaan-data/{}/data", data_request(app, kecamatan).await);
            vec![
                table.post(kecamatan, path).with("outcome", "dipenuhi").with("answer", "Sudah diperbaiki"),
                table.post(kecamatan, correcting).with("name", "Nama yang sudah diperbaiki"),
            ]
        }
        Act::AnswerReport => {
            let report = reported(app, kecamatan).await;
            let path = format!("/laporan/{report}/jawab");
            vec![table.post(kecamatan, path).with("outcome", "tetap").with("body", "Sudah benar")]
        }
        Act::Sanction => sanctions::rows(&table, kabupaten_kota).await,
        Act::AnswerTopic => {
            let topic = topic(app, cell).await;
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

    async fn paper(&self, step: &str, verb: &str) -> Request {
        let key = paper(self.app, self.kecamatan, step).await;
        self.post(self.kecamatan, format!("/tulis/{key}/{verb}"))
    }

    async fn has_factor(&self, account: i64) {
        let tx = self.app.app.db.begin_write().await.unwrap();
        let row = second_factor::ActiveModel {
            account_id: Set(account),
            secret: Set("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned()),
            last_step: Set(0),
            created_at: Set(tx.now()),
            confirmed_at: Set(Some(tx.now())),
        };
        second_factor::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
        done(tx).await;
    }

    /// A mutasi, in offices of their own: it ends the terms of all who lead there.
    async fn succession(&self, cell: usize) -> Request {
        let kecamatan = match self.kecamatan {
            super::OWN => "32.05.33",
            super::NEIGHBOUR => "32.05.34",
            _ => "32.04.07",
        };
        let tx = self.app.app.db.begin_write().await.unwrap();
        let past = |days| tx.today() - chrono::Duration::days(days);
        office_term::Entity::update_many()
            .col_expr(office_term::Column::StartedOn, Expr::value(past(100)))
            .col_expr(office_term::Column::EndedOn, Expr::value(Some(past(50))))
            .filter(office_term::Column::RegionCode.eq(kecamatan))
            .exec(&*tx)
            .await
            .unwrap();
        done(tx).await;
        someone(self.app, Role::Camat, kecamatan).await;
        self.post(kecamatan, format!("/kecamatan/{kecamatan}/serah-terima"))
            .with("name", &format!("Pengganti {cell}"))
            .with("phone", &format!("0815{cell:08}"))
            .with("paper", "SK contoh")
    }

    async fn under_review(&self) -> Request {
        let (creator, term) = someone(self.app, Role::Camat, self.kecamatan).await;
        let key = paper(self.app, self.kecamatan, "ditinjau_pembina").await;
        let tx = self.app.app.db.begin_write().await.unwrap();
        let row =
            draft::Entity::find().filter(draft::Column::Key.eq(key.to_string())).one(&*tx).await.unwrap().unwrap();
        let review = review::ActiveModel {
            draft_id: Set(row.id),
            kecamatan_code: Set(row.kecamatan_code),
            version: Set(1),
            byline: Set("Camat".to_owned()),
            account_id: Set(creator),
            term_id: Set(term),
            handed_in_at: Set(tx.now()),
            answer: Set("open".to_owned()),
            unit_name: Set(String::new()),
            reason: Set(String::new()),
            checked: Set(String::new()),
            ..Default::default()
        };
        review::Entity::insert(review).exec_without_returning(&*tx).await.unwrap();
        done(tx).await;
        self.post(self.kecamatan, format!("/tulis/{key}/tinjau"))
    }

    /// Inviting into an office, ending a term in it and taking that back, and a new link for who serves there.
    async fn office(&self, region: &str, place: &str, role: Role, cell: usize) -> Vec<Request> {
        let (ended, linked) = (someone(self.app, role, region).await, someone(self.app, role, region).await);
        let lost = someone(self.app, role, region).await;
        self.has_factor(lost.0).await;
        let invited = self
            .post(region, format!("/{place}/{region}/pejabat"))
            .with("name", &format!("Undangan {cell}"))
            .with("phone", &format!("0813{cell:08}"))
            .with("role", role.as_str())
            .with("unit_name", "Bagian Tata Pemerintahan")
            .with("ended_on", "2030-12-31")
            .with("paper", "SP contoh");
        vec![
            invited,
            self.post(region, format!("/pejabat/{}/akhiri", ended.1)).because(),
            self.post(region, format!("/pejabat/{}/akhiri/batal", ended.1)),
            self.post(region, format!("/pejabat/{}/undangan", linked.1)),
            self.post(region, format!("/pejabat/{}/dua-langkah/matikan", lost.1)).because(),
        ]
    }
}

/// What somebody of a kecamatan asks about the data on himself.
async fn data_request(app: &TestApp, kecamatan: &str) -> i64 {
    let (account, _) = someone(app, Role::Staf, kecamatan).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = data_request::ActiveModel {
        account_id: Set(account),
        kind: Set("perbaikan".to_owned()),
        body: Set("Nama keliru".to_owned()),
        scope_code: Set(kecamatan.to_owned()),
        created_at: Set(tx.now()),
        due_at: Set(tx.now() + chrono::Duration::hours(72)),
        answer: Set(String::new()),
        unit_name: Set(String::new()),
        ..Default::default()
    };
    let id = data_request::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}

async fn study(app: &TestApp, study: StudyBuilder) -> CaseStudyId {
    app.has(study).await.id
}

/// A digest of a scope with one study, in a week of its own.
async fn digest(app: &TestApp, scope: &str, week: &str, state: &str, study: CaseStudyId) -> i64 {
    let tx = app.app.db.begin_write().await.unwrap();
    let row = digest::ActiveModel {
        scope_code: Set(scope.to_owned()),
        week: Set(week.to_owned()),
        since: Set(tx.now() - chrono::Duration::days(7)),
        until: Set(tx.now()),
        state: Set(state.to_owned()),
        opening: Set(String::new()),
        hold_reason: Set(if state == "held" { "Diperiksa" } else { "" }.to_owned()),
        version: Set(1),
        made_at: Set(tx.now()),
        goes_at: Set(tx.now() + chrono::Duration::hours(7)),
        unit_name: Set(String::new()),
        ..Default::default()
    };
    let id = digest::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    let item = digest_item::ActiveModel {
        digest_id: Set(id),
        case_study_id: Set(study.get()),
        position: Set(1),
        origin: Set("new".to_owned()),
        left_out: Set(false),
        unit_name: Set(String::new()),
        theme: Set(String::new()),
        reason: Set(String::new()),
        ..Default::default()
    };
    digest_item::Entity::insert(item).exec_without_returning(&*tx).await.unwrap();
    done(tx).await;
    id
}

async fn verified(app: &TestApp, study: CaseStudyId, kecamatan: &str) {
    let (account, term) = someone(app, Role::PembinaKabupatenKota, &kecamatan[..5]).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = verification::ActiveModel {
        case_study_id: Set(study.get()),
        ground: Set("dasar".to_owned()),
        account_id: Set(account),
        term_id: Set(term),
        unit_name: Set(String::new()),
        note: Set("Dilihat".to_owned()),
        verified_at: Set(tx.now()),
        withdraw_reason: Set(String::new()),
        ..Default::default()
    };
    verification::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    done(tx).await;
}

async fn hidden(app: &TestApp, kecamatan: &str) -> CaseStudyId {
    let id = study(app, a_study("Praktik sel").of(kecamatan)).await;
    let tx = app.app.db.begin_write().await.unwrap();
    case_study::Entity::update_many()
        .col_expr(case_study::Column::HiddenAt, Expr::value(Some(tx.now())))
        .col_expr(case_study::Column::HiddenReason, Expr::value("Alasan cerita ini"))
        .filter(case_study::Column::Id.eq(id.get()))
        .exec(&*tx)
        .await
        .unwrap();
    done(tx).await;
    id
}

/// A whole draft of an office, in a step of the paper's way.
async fn paper(app: &TestApp, kecamatan: &str, step: &str) -> DraftKey {
    let (creator, _) = someone(app, Role::Staf, kecamatan).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let key = DraftKey::new();
    let document = serde_json::json!({
        "schema": 1, "title": "Irigasi tetes", "summary": "Dicoba satu musim.", "sector": "pertanian",
        "indicators": ["ekonomi-lokal"], "problem": "Air berkurang.", "action": "Merakit saluran.",
        "outcome": "Panen naik.",
    });
    let row = draft::ActiveModel {
        key: Set(key.to_string()),
        creator_id: Set(creator),
        kecamatan_code: Set(kecamatan.to_owned()),
        step: Set(step.to_owned()),
        document: Set(document.to_string()),
        version: Set(1),
        note: Set(String::new()),
        visibility: Set("public".to_owned()),
        updated_at: Set(tx.now()),
        updated_by: Set(creator),
        created_at: Set(tx.now()),
        writer: Set(String::new()),
        writer_from: Set(1),
        ..Default::default()
    };
    draft::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    done(tx).await;
    key
}

/// A kecamatan that somebody leads, whose sekcam may or may not publish.
async fn delegate(app: &TestApp, kecamatan: &str, stands: bool) {
    let (camat, _) = someone(app, Role::PlhCamat, kecamatan).await;
    let tx = app.app.db.begin_write().await.unwrap();
    delegation::Entity::delete_many().filter(delegation::Column::KecamatanCode.eq(kecamatan)).exec(&*tx).await.unwrap();
    if stands {
        let row = delegation::ActiveModel {
            kecamatan_code: Set(kecamatan.to_owned()),
            granted_by: Set(camat),
            granted_at: Set(tx.now()),
            ..Default::default()
        };
        delegation::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    }
    done(tx).await;
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

/// A report about a study of a kecamatan.
async fn reported(app: &TestApp, kecamatan: &str) -> i64 {
    let study = study(app, a_study("Dilaporkan").of(kecamatan)).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = report::ActiveModel {
        subject_kind: Set("case_study".to_owned()),
        subject_id: Set(study.get()),
        case_study_id: Set(Some(study.get())),
        scope_code: Set(kecamatan.to_owned()),
        ground: Set("lainnya".to_owned()),
        body: Set("Keliru".to_owned()),
        reporter_name: Set("Warga".to_owned()),
        reporter_contact: Set("warga@contoh.id".to_owned()),
        created_at: Set(tx.now()),
        state: Set("open".to_owned()),
        ..Default::default()
    };
    let id = report::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    done(tx).await;
    id
}

/// A topic that somebody left.
async fn topic(app: &TestApp, cell: usize) -> i64 {
    let tx = app.app.db.begin_write().await.unwrap();
    let row = search_topic::ActiveModel {
        key: Set(format!("topik {cell}")),
        text: Set(format!("Topik {cell}")),
        asked: Set(1),
        state: Set("open".to_owned()),
        reason: Set(String::new()),
        created_at: Set(tx.now()),
        last_asked_at: Set(tx.now()),
        ..Default::default()
    };
    let id = search_topic::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    tx.commit(Effect::Private).await.unwrap();
    id
}
