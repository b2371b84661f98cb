//! People of the stories: put straight into the tables, since signing in is a story of its own.

use std::ops::Deref;

use forum_camat::account::consent;
use forum_camat::account::entity::account;
use forum_camat::account::session;
use forum_camat::app::App;
use forum_camat::db::Effect;
use forum_camat::ids::{AccountId, TermId};
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use crate::{Browser, TestApp};

/// Somebody with an account, a term and an open session; everything a browser can do.
pub struct Person {
    /// The account.
    pub account: AccountId,
    /// The term, when there is one.
    pub term: Option<TermId>,
    browser: Browser,
}

impl Deref for Person {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl TestApp {
    /// A camat of a kecamatan: "32.05.06" is Cikajang in Kab. Garut.
    pub async fn camat(&self, name: &str, kecamatan: &str) -> Person {
        self.person(name, Role::Camat, kecamatan).await
    }

    /// A coordinator of a kabupaten/kota ("32.05") or of the province ("32").
    pub async fn coordinator(&self, name: &str, region: &str) -> Person {
        let role = if region.contains('.') { Role::PembinaKabupatenKota } else { Role::PembinaProvinsi };
        self.person(name, role, region).await
    }

    /// The same person with a new session, since a coordinator's ends after half a day without a page.
    pub async fn signs_in_again(&self, person: &Person) -> Person {
        let tx = self.app.db.begin_write().await.expect("a transaction");
        let cookie = session::open(&self.app, &tx, person.account, "cerita", false).await.expect("a session");
        tx.commit(Effect::Private).await.expect("committed");
        Person { browser: Browser::with_cookie(&self.url, named(&cookie)), ..*person }
    }

    /// Somebody in any role.
    pub async fn person(&self, name: &str, role: Role, region: &str) -> Person {
        let (account, term, cookie) = settle_in(&self.app, name, role, region).await;
        Person { account, term: Some(term), browser: Browser::with_cookie(&self.url, cookie) }
    }
}

/// Puts somebody into the tables; the last is the cookie of an open session.
pub async fn settle_in(app: &App, name: &str, role: Role, region: &str) -> (AccountId, TermId, String) {
    let tx = app.db.begin_write().await.expect("a transaction");
    let now = tx.now();
    let person = account::ActiveModel {
        name: Set(name.to_owned()),
        is_sample: Set(false),
        created_at: Set(now),
        ..Default::default()
    };
    let account = account::Entity::insert(person).exec(&*tx).await.expect("an account").last_insert_id;
    let unit = if role.is_coordinator() { "Bagian Tata Pemerintahan" } else { "" };
    let term = office_term::ActiveModel {
        account_id: Set(account),
        role: Set(role.as_str().to_owned()),
        region_code: Set(region.to_owned()),
        title: Set(String::new()),
        unit_name: Set(unit.to_owned()),
        started_on: Set(tx.today() - chrono::Duration::days(100)),
        ended_on: Set(None),
        paper: Set("SK contoh".to_owned()),
        created_at: Set(now),
        ..Default::default()
    };
    let term = office_term::Entity::insert(term).exec(&*tx).await.expect("a term").last_insert_id;
    // Stories show pages as they are once the terms of use are agreed to; those about agreeing take it back.
    consent::give(&tx, AccountId(account), 1).await.expect("agreed");
    let cookie = session::open(app, &tx, AccountId(account), "cerita", false).await.expect("a session");
    tx.commit(Effect::Private).await.expect("committed");
    (AccountId(account), TermId(term), named(&cookie))
}

/// What a browser sends back of a cookie.
fn named(cookie: &axum::http::HeaderValue) -> String {
    cookie.to_str().expect("ascii").split(';').next().unwrap_or_default().to_owned()
}
