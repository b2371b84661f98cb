//! Taking back the consent to be kept (UU 27/2022): the account ends at once, and with it everything by which the person is
//! reached or known. What was published in an office's name stays, with the name that stood on it.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::address::Address;
use super::entity::{account, credential};
use super::{consent, password, throttle};
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::job::{self, Job};
use crate::office;
use crate::office::entity::office_term;
use crate::policy::Role;
use crate::viewer::SignedIn;

/// Tables whose rows are the person's own and serve nobody else. By name: the rooms that own them stand below this one.
pub const OWN: [&str; 23] = [
    "session",
    "credential",
    "second_factor",
    "recovery_code",
    "sign_in_step",
    "known_device",
    "invitation",
    "saved_search",
    "search_request",
    "notification",
    "digest_choice",
    "desk_visit",
    "desk_seen",
    "data_request",
    "digest_delivery",
    "comment_mention",
    "reaction",
    "follow",
    "notification_choice",
    "notification_off",
    "notification_setting",
    "notification_mail",
    "push_subscription",
];

/// Tables whose rows stay with an office, but lose the person: in the Ruang Pembelajaran a name serves nobody any more.
pub const NAMELESS: [&str; 2] = ["lesson", "lesson_word"];

/// Closes the account of who asks, once the password is right. Problems stand at `password` and `sure`.
pub async fn close(app: &App, person: &SignedIn, typed: &str, is_sure: bool, address: Address) -> Result<()> {
    if !is_sure {
        let sentence = "Beri tanda bahwa Bapak/Ibu memahami akibatnya.";
        return Err(Error::Invalid(Problems::one("sure", sentence)));
    }
    let keys = throttle::Keys::of(&format!("close {}", person.account), address);
    let admitted = throttle::admit(app, &keys).await?;
    let hash = credential::Entity::find_by_id(person.account.get()).one(app.db.read()).await?;
    if !password::verify(app, typed.to_owned(), hash.map(|row| row.password_hash)).await? {
        throttle::failed(app, &admitted, Some(person.account)).await?;
        return Err(Error::Invalid(Problems::one("password", "Kata sandi tidak cocok.")));
    }
    let tx = app.db.begin_write().await?;
    throttle::forgiven(&tx, &admitted).await?;
    let regions = leave_offices(&tx, person).await?;
    account::Entity::update_many()
        .col_expr(account::Column::Phone, Expr::value(Option::<String>::None))
        .col_expr(account::Column::Email, Expr::value(Option::<String>::None))
        .col_expr(account::Column::MailRefusedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(account::Column::Nip, Expr::value(Option::<String>::None))
        .col_expr(account::Column::ClosedAt, Expr::value(Some(tx.now())))
        .filter(account::Column::Id.eq(person.account.get()))
        .exec(&*tx)
        .await?;
    let entry = audit::Entry {
        account: Some(person.account),
        term: None,
        act: "withdraw_consent",
        subject_kind: "account",
        subject_id: person.account.to_string(),
        reason: "",
    };
    audit::record(&tx, entry).await?;
    consent::withdraw_all(&tx, person.account).await?;
    for table in OWN {
        let own = Expr::col(Alias::new("account_id")).eq(person.account.get());
        tx.execute(&Query::delete().from_table(Alias::new(table)).and_where(own).to_owned()).await?;
    }
    for table in NAMELESS {
        let own = Expr::col(Alias::new("account_id")).eq(person.account.get());
        let mut nameless = Query::update();
        nameless.table(Alias::new(table)).and_where(own);
        for column in ["account_id", "term_id"] {
            nameless.value(Alias::new(column), Expr::value(Option::<i64>::None));
        }
        tx.execute(&nameless).await?;
    }
    job::enqueue(&tx, &Job::TellClosed { account: person.account, regions: regions.clone() }).await?;
    tx.commit(Effect::Visible(regions.into_iter().map(Subject::Region).collect())).await?;
    Ok(())
}

/// Ends the terms that are not over; gives the regions. The last administrator stays: nobody could appoint another.
async fn leave_offices(tx: &WriteTransaction, person: &SignedIn) -> Result<Vec<String>> {
    let (today, id) = (tx.today(), person.account.get());
    // Also those that have not begun: an office must not fall to an account that nobody can use.
    let is_not_over =
        Condition::any().add(office_term::Column::EndedOn.is_null()).add(office_term::Column::EndedOn.gte(today));
    let rows = office_term::Entity::find()
        .filter(is_not_over)
        .filter(office_term::Column::AccountId.eq(id))
        .lock_exclusive()
        .all(&**tx)
        .await?;
    if rows.iter().any(|row| row.role == Role::Admin.as_str()) {
        tx.serialize_on("last administrator").await?;
        if !another_administrator(tx, id).await? {
            let sentence = "Bapak/Ibu administrator terakhir. Tunjuk administrator lain dulu.";
            return Err(Error::Invalid(Problems::one("sure", sentence)));
        }
    }
    let last = today.pred_opt().unwrap_or(today);
    office_term::Entity::update_many()
        .col_expr(office_term::Column::EndedOn, Expr::value(Some(last)))
        .col_expr(office_term::Column::EndedBy, Expr::value(Some(id)))
        .filter(office_term::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(&**tx)
        .await?;
    for row in &rows {
        let entry = audit::Entry {
            account: Some(person.account),
            term: None,
            act: "end_term",
            subject_kind: "office_term",
            subject_id: row.id.to_string(),
            reason: "Akun ditutup pemiliknya",
        };
        audit::record(tx, entry).await?;
    }
    for row in rows.iter().filter(|row| Role::parse(&row.role).is_some_and(Role::leads_kecamatan)) {
        office::delegate::lapse(tx, &row.region_code, person.account, person.account).await?;
    }
    Ok(rows.into_iter().map(|row| row.region_code).collect())
}

/// True when somebody else administers the site who can sign in now.
async fn another_administrator(tx: &WriteTransaction, without: i64) -> Result<bool> {
    let others: Vec<i64> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::AccountId)
        .filter(office::current_on(tx.today()))
        .filter(office_term::Column::Role.eq(Role::Admin.as_str()))
        .filter(office_term::Column::AccountId.ne(without))
        .into_tuple()
        .all(&**tx)
        .await?;
    let free = Condition::any()
        .add(account::Column::SuspendedUntil.is_null())
        .add(account::Column::SuspendedUntil.lte(tx.now()));
    let free = account::Entity::find().filter(account::Column::Id.is_in(others)).filter(free).all(&**tx).await?;
    let known = credential::Column::AccountId.is_in(free.into_iter().map(|row| row.id));
    Ok(credential::Entity::find().filter(known).one(&**tx).await?.is_some())
}
