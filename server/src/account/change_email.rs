//! One's own e-mail address: added, changed or removed by its owner, who says the password once more, since the address
//! signs in and recovers the account.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::address::Address;
use super::entity::{account, credential};
use super::{contact, password, throttle};
use crate::app::App;
use crate::audit;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;
use crate::viewer::SignedIn;

/// Writes the address, or removes it when nothing was typed; gives the one that is kept now. Problems stand at `email` and
/// `email_password`.
pub async fn change(
    app: &App,
    person: &SignedIn,
    typed: &str,
    current: &str,
    address: Address,
) -> Result<Option<String>> {
    let email = contact::email(typed);
    if email.is_none() && !typed.trim().is_empty() {
        let sentence = "Alamat surel tidak terbaca. Tulis seperti nama@kantor.go.id.";
        return Err(Error::Invalid(Problems::one("email", sentence)));
    }
    // Counted together with changing the password: it is the same one that is guessed.
    let keys = throttle::Keys::of(&format!("change {}", person.account), address);
    let admitted = throttle::admit(app, &keys).await?;
    let hash = credential::Entity::find_by_id(person.account.get()).one(app.db.read()).await?;
    if !password::verify(app, current.to_owned(), hash.map(|row| row.password_hash)).await? {
        throttle::failed(app, &admitted, Some(person.account)).await?;
        return Err(Error::Invalid(Problems::one("email_password", "Kata sandi tidak cocok.")));
    }
    let tx = app.db.begin_write().await?;
    throttle::forgiven(&tx, &admitted).await?;
    let row = account::Entity::find_by_id(person.account.get()).lock_exclusive().one(&*tx).await?;
    let row = row.ok_or(Error::NotFound)?;
    let refusal = refusal(&tx, &row, email.as_deref()).await?;
    if row.email != email && refusal.is_none() {
        account::Entity::update_many()
            .col_expr(account::Column::Email, Expr::value(email.clone()))
            .col_expr(account::Column::MailRefusedAt, Expr::value(Option::<DateTime<Utc>>::None))
            .filter(account::Column::Id.eq(row.id))
            .exec(&*tx)
            .await?;
        let entry = audit::Entry {
            account: Some(person.account),
            term: None,
            act: "change_email",
            subject_kind: "account",
            subject_id: person.account.to_string(),
            reason: "",
        };
        audit::record(&tx, entry).await?;
    }
    // Committed also when refused: the password was right.
    tx.commit(Effect::Private).await?;
    match refusal {
        Some(sentence) => Err(Error::Invalid(Problems::one("email", sentence))),
        None => Ok(email),
    }
}

/// Why the address can't be kept so.
async fn refusal(tx: &WriteTransaction, row: &account::Model, email: Option<&str>) -> Result<Option<&'static str>> {
    if email.is_none() && row.email.is_some() && row.phone.is_none() && row.nip.is_none() {
        return Ok(Some("Surel ini satu-satunya cara masuk ke akun Bapak/Ibu. Ganti saja, jangan dikosongkan."));
    }
    let is_taken = contact::is_taken(&**tx, account::Column::Email, email, AccountId(row.id)).await?;
    Ok(is_taken.then_some("Alamat surel ini tercatat pada akun lain."))
}
