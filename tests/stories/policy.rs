//! The declared policy, walked cell by cell through HTTP: every act, by every role and by those without one, on the own
//! region, a neighbouring kecamatan and one of another kabupaten/kota. A forbidden cell changes nothing.

#![expect(clippy::unwrap_used, reason = "a helper of stories that can't go on fails the story")]

mod parts;
mod rows;

use chrono::Duration;
use forum_camat::account::entity::account;
use forum_camat::account::session;
use forum_camat::db::Effect;
use forum_camat::ids::{AccountId, TermId};
use forum_camat::office::entity::office_term;
use forum_camat::policy::{self, Act, Acting, Role};
use forum_tests::{Answer, Browser, TestApp};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

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

/// Reading is an act as well where it is not everybody's: its cells are pages that are opened, and change nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_reads_the_audit_is_declared_too() {
    let app = TestApp::start().await;
    let mut readers = 0;
    for who in Who::all() {
        let browser = enters(&app, who).await;
        let may = who.may(Act::ReadAudit, &who.region());
        readers += usize::from(may);
        for path in ["/admin/audit", "/meja/audit", "/admin/audit.csv", "/meja/audit.xlsx"] {
            let before = everything(&app).await;
            let answer = browser.get(path).await;
            let cell = format!("{path} by {who:?}: {}", answer.status);
            let asked_to_sign_in = answer.status == 303 && answer.location.starts_with("/masuk");
            assert!(if may { answer.status == 200 } else { asked_to_sign_in || answer.status == 403 }, "{cell}");
            assert_eq!(everything(&app).await, before, "{cell}");
        }
    }
    assert_eq!(readers, 5, "four kinds of coordinators, and administrators");
}

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

/// A person with a current term: the numbers of both.
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

/// What any act could change: rows, and in rows that are changed the columns that an act writes.
const WRITTEN: [(&str, &[&str]); 58] = [
    ("account", &["COUNT(suspended_until)", "COUNT(phone)", "COUNT(email)", "SUM(LENGTH(name))"]),
    ("credential", &["SUM(LENGTH(password_hash))"]),
    ("invitation", &["COUNT(used_at)"]),
    ("office_term", &["COUNT(ended_on)", "COUNT(ended_by)", "SUM(LENGTH(role))"]),
    ("delegation", &["COUNT(revoked_at)"]),
    ("audit_entry", &[]),
    ("content_change", &[]),
    ("job", &[]),
    ("draft", &["SUM(version)", "SUM(LENGTH(step))", "SUM(LENGTH(note))", "COUNT(published_case_study_id)"]),
    ("draft_version", &[]),
    (
        "case_study",
        &["COUNT(hidden_at)", "COUNT(answered_at)", "SUM(LENGTH(state))", "SUM(LENGTH(title))", "SUM(revision_number)"],
    ),
    ("case_study_revision", &[]),
    ("review", &["SUM(LENGTH(answer))"]),
    ("handover", &["COUNT(from_confirmed_at)"]),
    ("second_factor", &["COUNT(confirmed_at)"]),
    ("verification", &["COUNT(withdrawn_at)"]),
    ("contribution_letter", &["COUNT(revoked_at)"]),
    ("review_mode", &["SUM(LENGTH(mode))"]),
    ("feature", &["COUNT(withdrawn_at)", "SUM(LENGTH(reason))", "SUM(position)"]),
    ("week_theme", &["SUM(LENGTH(theme))"]),
    ("nudge", &["COUNT(taken_back_at)"]),
    ("report", &["SUM(LENGTH(state))"]),
    ("erasure", &[]),
    ("data_request", &["COUNT(outcome)"]),
    ("report_word", &[]),
    ("sanction", &["SUM(LENGTH(state))", "SUM(CASE WHEN answer_waits THEN 1 ELSE 0 END)"]),
    ("sanction_word", &[]),
    ("collection", &["SUM(version)", "SUM(LENGTH(title))", "SUM(LENGTH(state))"]),
    ("collection_item", &["COUNT(removed_at)", "SUM(position * case_study_id)", "SUM(LENGTH(note))"]),
    ("collection_curator", &[]),
    ("adoption", &["SUM(version)", "SUM(LENGTH(stage))", "COUNT(asked_at)"]),
    ("adoption_step", &["COUNT(photo_id)", "COUNT(hidden_at)", "SUM(LENGTH(note))"]),
    (
        "product",
        &[
            "SUM(version)",
            "SUM(LENGTH(state))",
            "COUNT(hidden_at)",
            "COUNT(consent_asked_at)",
            "COUNT(contact_revoked_at)",
        ],
    ),
    (
        "visit",
        &["SUM(version)", "SUM(LENGTH(state))", "COUNT(scheduled_at)", "COUNT(reported_at)", "COUNT(report_hidden_at)"],
    ),
    ("visit_word", &[]),
    ("measured_change", &[]),
    ("digest", &["SUM(version)", "SUM(LENGTH(state))", "SUM(LENGTH(opening))", "SUM(LENGTH(hold_reason))"]),
    ("digest_item", &["SUM(position)"]),
    ("digest_delivery", &[]),
    ("meeting", &["SUM(version)", "COUNT(concluded_at)"]),
    ("meeting_item", &["SUM(version)", "COUNT(done_at)", "SUM(LENGTH(decision))"]),
    ("minggon", &["SUM(version)", "SUM(LENGTH(theme))"]),
    ("minggon_item", &[]),
    ("search_topic", &["SUM(LENGTH(state))"]),
    ("synonym", &["SUM(LENGTH(term))"]),
    ("sector", &["SUM(LENGTH(name))", "SUM(position * id)", "COUNT(retired_at)"]),
    ("indicator", &["SUM(LENGTH(name))", "SUM(position * id)", "COUNT(retired_at)"]),
    ("measure", &["SUM(LENGTH(name))", "SUM(position * id)", "COUNT(retired_at)"]),
    ("site_text", &[]),
    ("consent", &[]),
    ("question", &["COUNT(hidden_at)", "COUNT(deleted_at)", "SUM(LENGTH(title))", "SUM(summary_version)"]),
    ("answer", &["COUNT(hidden_at)", "COUNT(deleted_at)", "SUM(LENGTH(body))"]),
    (
        "lesson",
        &[
            "SUM(version)",
            "COUNT(hidden_at)",
            "COUNT(withdrawn_at)",
            "SUM(LENGTH(title))",
            "SUM(CASE WHEN is_unnamed THEN 1 ELSE 0 END)",
        ],
    ),
    ("lesson_word", &["COUNT(hidden_at)", "COUNT(deleted_at)", "SUM(LENGTH(body))"]),
    ("comment", &["COUNT(hidden_at)", "COUNT(deleted_at)", "SUM(LENGTH(body))"]),
    ("comment_revision", &[]),
    ("comment_mention", &[]),
    ("reaction", &[]),
];

/// The state of all of it in one line; a thousand requests are compared by it.
async fn everything(app: &TestApp) -> String {
    let tables = WRITTEN.iter().map(|(table, columns)| {
        let sums = ["COUNT(*)"].iter().chain(columns.iter());
        let sums: Vec<_> = sums.map(|sum| format!("CAST(COALESCE({sum}, 0) AS TEXT)")).collect();
        format!("SELECT '{table} ' || {} AS line FROM {table}", sums.join(" || ' ' || "))
    });
    let sql = tables.collect::<Vec<_>>().join(" UNION ALL ");
    let statement = Statement::from_string(app.app.db.backend(), sql);
    let lines = app.app.db.read().query_all_raw(statement).await.unwrap();
    let lines: Vec<String> = lines.into_iter().map(|row| row.try_get("", "line").unwrap()).collect();
    assert_eq!(lines.len(), WRITTEN.len());
    lines.join("; ")
}
