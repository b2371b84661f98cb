//! The declared policy, walked cell by cell through HTTP: every act, by every role and by those without one, on the own
//! region, a neighbouring kecamatan and one of another kabupaten/kota. A forbidden cell changes nothing.

#![expect(clippy::unwrap_used, reason = "a helper of stories that can't go on fails the story")]

use std::collections::BTreeMap;

use chrono::Duration;
use forum_camat::account::entity::account;
use forum_camat::account::session;
use forum_camat::case_study::entity::{self, case_study};
use forum_camat::case_study::{Content, draft};
use forum_camat::db::Effect;
use forum_camat::ids::{AccountId, DraftKey, TermId};
use forum_camat::office::entity::office_term;
use forum_camat::policy::{self, Act, Acting, Role};
use forum_tests::{Answer, Browser, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement};

const OWN: &str = "32.05.22";
const NEIGHBOUR: &str = "32.05.17";
const ELSEWHERE: &str = "32.04.05";

/// Who tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    /// With a current term in this role.
    In(Role),
    /// Without an account.
    Visitor,
    /// A member whose only term, as camat, is over.
    Former,
    /// A camat whose account is suspended.
    Suspended,
}

impl Who {
    fn all() -> impl Iterator<Item = Self> {
        Role::ALL.into_iter().map(Self::In).chain([Self::Visitor, Self::Former, Self::Suspended])
    }

    fn role(self) -> Option<Role> {
        match self {
            Self::In(role) => Some(role),
            Self::Visitor => None,
            Self::Former | Self::Suspended => Some(Role::Camat),
        }
    }

    /// Code of the region of this one's term.
    fn region(self) -> String {
        let depth = self.role().map_or(3, Role::region_depth);
        OWN.split('.').take(depth).collect::<Vec<_>>().join(".")
    }

    fn may(self, act: Act, target: &str) -> bool {
        match self {
            Self::In(role) => policy::may(act, &Acting { term: TermId(0), role, region: self.region() }, target),
            _ => false,
        }
    }
}

/// One request, and the region that the act reaches.
struct Request {
    target: String,
    path: String,
    fields: Vec<(&'static str, String)>,
}

/// The requests of an act on a kecamatan, prepared fresh for one cell. An act whose page is still to come has none.
async fn requests(app: &TestApp, act: Act, kecamatan: &str, cell: usize) -> Vec<Request> {
    let kabupaten_kota = kecamatan[..5].to_owned();
    let invitation = |target: &str, place: &str, role: Role| Request {
        target: target.to_owned(),
        path: format!("/{place}/{target}/pejabat"),
        fields: vec![
            ("name", format!("Undangan {cell}")),
            ("phone", format!("0813{cell:08}")),
            ("role", role.as_str().to_owned()),
            ("unit_name", "Bagian Tata Pemerintahan".to_owned()),
        ],
    };
    let post = |target: &str, path: String| Request { target: target.to_owned(), path, fields: Vec::new() };
    let reason = vec![("reason", "Alasan cerita ini".to_owned())];
    let term = |role, target: String| async move { someone(app, role, &target).await };
    match act {
        Act::Delegate => vec![
            post(kecamatan, format!("/kecamatan/{kecamatan}/delegasi")),
            post(kecamatan, format!("/kecamatan/{kecamatan}/delegasi/cabut")),
        ],
        Act::ManageStaff => {
            let (ended, linked) =
                (term(Role::Staf, kecamatan.into()).await, term(Role::Sekcam, kecamatan.into()).await);
            vec![
                invitation(kecamatan, "kecamatan", Role::Staf),
                invitation(kecamatan, "kecamatan", Role::Sekcam),
                Request { fields: reason, ..post(kecamatan, format!("/pejabat/{ended}/akhiri")) },
                post(kecamatan, format!("/pejabat/{linked}/undangan")),
            ]
        }
        Act::ManageCamat => {
            let (ended, linked) =
                (term(Role::PlhCamat, kecamatan.into()).await, term(Role::PlhCamat, kecamatan.into()).await);
            vec![
                invitation(kecamatan, "kecamatan", Role::PlhCamat),
                Request { fields: reason, ..post(kecamatan, format!("/pejabat/{ended}/akhiri")) },
                post(kecamatan, format!("/pejabat/{linked}/undangan")),
            ]
        }
        Act::AppointCoordinator => {
            let role = Role::InovasiKabupatenKota;
            let (ended, linked) = (term(role, kabupaten_kota.clone()).await, term(role, kabupaten_kota.clone()).await);
            vec![
                invitation(&kabupaten_kota, "kabupaten-kota", Role::PembinaKabupatenKota),
                Request { fields: reason, ..post(&kabupaten_kota, format!("/pejabat/{ended}/akhiri")) },
                post(&kabupaten_kota, format!("/pejabat/{linked}/undangan")),
            ]
        }
        Act::Feature => {
            let (open, chosen) = (
                app.has(a_study("Untuk dipilih").of(kecamatan)).await,
                app.has(a_study("Terpilih").of(kecamatan)).await,
            );
            let hendra = app.coordinator("Hendra", &kabupaten_kota).await;
            let feature = app.has_feature(&chosen, &hendra, &kabupaten_kota, "Murah").await;
            let ending = vec![("feature", feature.to_string()), ("withdraw_reason", "Alasan cerita ini".to_owned())];
            vec![
                Request { fields: reason, ..post(kecamatan, open.path("pilihan")) },
                Request { fields: ending, ..post(&kabupaten_kota, chosen.path("pilihan/cabut")) },
            ]
        }
        Act::HideComment => {
            let (study, siti) = (app.has(a_study("Dibahas").of(kecamatan)).await, app.camat("Siti", kecamatan).await);
            let (shown, hidden) =
                (app.has_comment(&study, &siti, "Satu").await, app.has_comment(&study, &siti, "Dua").await);
            app.hides(hidden, &siti).await;
            vec![
                Request { fields: reason, ..post(kecamatan, format!("/komentar/{shown}/sembunyikan")) },
                post(kecamatan, format!("/komentar/{hidden}/pulihkan")),
            ]
        }
        Act::WriteDraft => {
            let study = app.has(a_study("Untuk diubah").of(kecamatan)).await;
            vec![post(kecamatan, study.path("ubah"))]
        }
        Act::HandIn => {
            let draft = has_draft(app, kecamatan, "ditulis").await;
            vec![post(kecamatan, format!("/tulis/{draft}/ajukan"))]
        }
        Act::PassOn => {
            let draft = has_draft(app, kecamatan, "diajukan_sekcam").await;
            vec![post(kecamatan, format!("/tulis/{draft}/teruskan"))]
        }
        Act::ReturnDraft => {
            let draft = has_draft(app, kecamatan, "diajukan_camat").await;
            let note = vec![("note", "Lengkapi angkanya".to_owned())];
            vec![Request { fields: note, ..post(kecamatan, format!("/tulis/{draft}/kembalikan")) }]
        }
        Act::Publish => {
            let draft = has_draft(app, kecamatan, "ditulis").await;
            vec![post(kecamatan, format!("/tulis/{draft}/terbitkan"))]
        }
        // They share their address with Publish and hold only under a delegation or in an empty office: the stories of
        // writing tell each with its twin.
        Act::PublishForCamat | Act::PublishForEmptyOffice => Vec::new(),
        Act::Withdraw => {
            let (shown, stopped) =
                (app.has(a_study("Tayang").of(kecamatan)).await, app.has(a_study("Berhenti").of(kecamatan)).await);
            stands(app, case_study::Column::State, "tidak_ditayangkan".into()).await;
            vec![
                Request { fields: reason, ..post(kecamatan, shown.path("hentikan")) },
                post(kecamatan, stopped.path("tayangkan")),
            ]
        }
        Act::HideStudy => {
            let (shown, hidden) =
                (app.has(a_study("Terlihat").of(kecamatan)).await, app.has(a_study("Tersembunyi").of(kecamatan)).await);
            stands(app, case_study::Column::HiddenAt, app.app.clock.now().into()).await;
            vec![
                Request { fields: reason, ..post(kecamatan, shown.path("sembunyikan")) },
                post(kecamatan, hidden.path("pulihkan")),
            ]
        }
    }
}

/// The key of a complete draft of a kecamatan, where its paper lies at this step.
async fn has_draft(app: &TestApp, kecamatan: &str, step: &str) -> DraftKey {
    let content = Content {
        title: "Naskah".to_owned(),
        summary: "Ringkas".to_owned(),
        sector: Some("pertanian".to_owned()),
        indicators: vec!["kemiskinan".to_owned()],
        problem: "Kering".to_owned(),
        action: "Menampung air".to_owned(),
        outcome: "Panen naik".to_owned(),
        ..Content::default()
    };
    let key = DraftKey::new();
    let tx = app.app.db.begin_write().await.unwrap();
    let (account, _) = insert(&tx, Role::Staf, kecamatan).await;
    let account = AccountId(account);
    let begun =
        draft::begin(&app.app, &tx, account, key, kecamatan, &content, draft::Origin::default(), None).await.unwrap();
    entity::draft::Entity::update_many()
        .col_expr(entity::draft::Column::Step, Expr::value(step))
        .filter(entity::draft::Column::Id.eq(begun.id))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    key
}

/// Gives the newest study this standing.
async fn stands(app: &TestApp, column: case_study::Column, value: sea_orm::Value) {
    let tx = app.app.db.begin_write().await.unwrap();
    let newest = case_study::Entity::find().order_by_desc(case_study::Column::Id).one(&*tx).await.unwrap().unwrap();
    case_study::Entity::update_many()
        .col_expr(column, Expr::value(value))
        .filter(case_study::Column::Id.eq(newest.id))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
}

/// Every cell of the table answers as declared.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_the_policy_holds() {
    let app = TestApp::start().await;
    let mut browsers = BTreeMap::new();
    for who in Who::all() {
        browsers.insert(who, enters(&app, who).await);
    }
    let (mut cells, mut allowed, mut sent) = (0, 0, 0);
    for act in Act::ALL {
        for who in Who::all() {
            for (at, kecamatan) in [OWN, NEIGHBOUR, ELSEWHERE].into_iter().enumerate() {
                cells += 1;
                let number = cells * 10;
                let requests = requests(&app, act, kecamatan, number).await;
                for (step, mut request) in requests.into_iter().enumerate() {
                    sent += 1;
                    for (name, value) in &mut request.fields {
                        // A person is invited once; each request is about another.
                        if *name == "phone" {
                            *value = format!("0813{:08}", number + step);
                        }
                    }
                    let may = who.may(act, &request.target);
                    allowed += usize::from(may);
                    let cell = format!("{act:?} by {who:?} at {kecamatan} ({at}), POST {}", request.path);
                    let before = everything(&app).await;
                    let fields: Vec<_> = request.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    let answer = browsers[&who].post(&request.path, &fields).await;
                    let changed = everything(&app).await != before;
                    judge(&cell, may, &answer, changed);
                }
            }
        }
    }
    println!("policy: {cells} cells, {sent} requests, {allowed} of them allowed");
    assert_eq!(cells, Act::ALL.len() * 13 * 3);
    assert_eq!(cells, 585, "15 acts, 13 kinds of people, 3 places");
    assert_eq!((sent, allowed), (SENT, ALLOWED), "a row was added or lost: say so here");
}

/// Requests sent, and how many of them the policy allows.
const SENT: usize = 975;
const ALLOWED: usize = 223;

#[track_caller]
fn judge(cell: &str, may: bool, answer: &Answer, changed: bool) {
    let status = answer.status.as_u16();
    let words: String = answer.words().chars().take(600).collect();
    let asked_to_sign_in = status == 303 && answer.location.starts_with("/masuk");
    if may {
        assert!(status == 200 || (status == 303 && !asked_to_sign_in), "{cell} is allowed, but: {status} {words}");
        assert!(changed, "{cell} is allowed, but nothing changed");
    } else {
        assert!(asked_to_sign_in || status == 403 || status == 404, "{cell} is forbidden, but: {status} {words}");
        assert!(!changed, "{cell} is forbidden, but something changed");
    }
}

/// A browser of this one, signed in where there is an account.
async fn enters(app: &TestApp, who: Who) -> Browser {
    let Some(role) = who.role() else {
        return app.visitor();
    };
    let tx = app.app.db.begin_write().await.unwrap();
    let (account, _) = insert(&tx, role, &who.region()).await;
    let account = AccountId(account);
    match who {
        Who::Former => {
            office_term::Entity::update_many()
                .col_expr(office_term::Column::EndedOn, Expr::value(Some(tx.today() - Duration::days(1))))
                .filter(office_term::Column::AccountId.eq(account.get()))
                .exec(&*tx)
                .await
                .unwrap();
        }
        Who::Suspended => {
            account::Entity::update_many()
                .col_expr(account::Column::SuspendedUntil, Expr::value(Some(tx.now() + Duration::days(30))))
                .filter(account::Column::Id.eq(account.get()))
                .exec(&*tx)
                .await
                .unwrap();
        }
        Who::In(_) | Who::Visitor => {}
    }
    let cookie = session::open(&app.app, &tx, account, "cerita", false).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let cookie = cookie.to_str().unwrap().split(';').next().unwrap_or_default().to_owned();
    Browser::with_cookie(&app.url, cookie)
}

/// The number of a fresh person's term in an office.
async fn someone(app: &TestApp, role: Role, region: &str) -> i64 {
    let tx = app.app.db.begin_write().await.unwrap();
    let (_, term) = insert(&tx, role, region).await;
    tx.commit(Effect::Private).await.unwrap();
    term
}

async fn insert(tx: &forum_camat::db::WriteTransaction, role: Role, region: &str) -> (i64, i64) {
    let person = account::ActiveModel {
        name: Set(format!("Orang {}", role.label())),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let account = account::Entity::insert(person).exec(&**tx).await.unwrap().last_insert_id;
    let term = office_term::ActiveModel {
        account_id: Set(account),
        role: Set(role.as_str().to_owned()),
        region_code: Set(region.to_owned()),
        title: Set(String::new()),
        unit_name: Set(String::new()),
        started_on: Set(tx.today() - Duration::days(100)),
        ended_on: Set(None),
        paper: Set("SK contoh".to_owned()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    (account, office_term::Entity::insert(term).exec(&**tx).await.unwrap().last_insert_id)
}

/// What any act could change, row by row.
async fn everything(app: &TestApp) -> String {
    let db = app.app.db.read();
    let mut all = String::new();
    for table in [
        "account",
        "credential",
        "invitation",
        "office_term",
        "delegation",
        "audit_entry",
        "content_change",
        "job",
        "draft",
        "draft_version",
        "case_study",
        "case_study_revision",
        "feature",
        "comment",
    ] {
        let sql = format!("SELECT * FROM {table}");
        let statement = Statement::from_string(app.app.db.backend(), sql);
        let rows = serde_json::Value::find_by_statement(statement).all(db).await.unwrap();
        all.push_str(&format!("{table} {} {:?}\n", rows.len(), hash(&format!("{rows:?}"))));
    }
    all
}

fn hash(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
