//! Phone numbers, e-mail addresses and NIP as people type them, in the one form that the database holds.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::account;
use crate::error::Result;
use crate::ids::AccountId;

/// What somebody signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// "+6281234567890".
    Phone(String),
    /// Lower case.
    Email(String),
    /// 18 digits.
    Nip(String),
}

impl Login {
    /// Reads a login; `None` when it is neither a phone number nor an e-mail address nor a NIP.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.contains('@') {
            return email(typed).map(Self::Email);
        }
        nip(typed).map(Self::Nip).or_else(|| phone(typed).map(Self::Phone))
    }
}

/// A phone number in the international form: "0812-3456-7890", "62 812…", "+62 812…" and "812…" (Excel drops the zero)
/// are one number.
pub fn phone(typed: &str) -> Option<String> {
    let digits = digits_of(typed.trim().trim_start_matches('+'))?;
    let foreign = typed.trim().starts_with('+') && !digits.starts_with("62");
    if foreign {
        return (8..=15).contains(&digits.len()).then(|| format!("+{digits}"));
    }
    let national = digits.strip_prefix("0062").or_else(|| digits.strip_prefix("62")).unwrap_or(&digits);
    let national = national.strip_prefix('0').unwrap_or(national);
    let known = digits.starts_with('0') || digits.starts_with("62") || digits.starts_with('8');
    (known && (8..=12).contains(&national.len()) && !national.starts_with('0')).then(|| format!("+62{national}"))
}

/// A phone number as people read it aloud: "0812-3456-7890".
pub fn shown(phone: &str) -> String {
    let Some(national) = phone.strip_prefix("+62") else {
        return phone.to_owned();
    };
    let digits: Vec<char> = format!("0{national}").chars().collect();
    digits.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The number for a `wa.me` address: digits only.
pub fn for_whatsapp(phone: &str) -> &str {
    phone.trim_start_matches('+')
}

/// An e-mail address in lower case.
pub fn email(typed: &str) -> Option<String> {
    let address = typed.trim().to_lowercase();
    let (local, domain) = address.split_once('@')?;
    let plain =
        |letter: char| letter.is_ascii_graphic() && !matches!(letter, '<' | '>' | ',' | ';' | '"' | '(' | ')' | '@');
    let fine = !local.is_empty()
        && local.chars().all(plain)
        && domain.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '.' || letter == '-')
        && domain.split('.').count() >= 2
        && domain.split('.').all(|label| !label.is_empty())
        && address.len() <= 254;
    fine.then_some(address)
}

/// A NIP or NI PPPK: 18 digits, however they were grouped.
pub fn nip(typed: &str) -> Option<String> {
    digits_of(typed.trim()).filter(|digits| digits.len() == 18)
}

/// True when another account has this value in this column: each number and address belongs to one person.
pub async fn is_taken(
    db: &impl ConnectionTrait,
    column: account::Column,
    value: Option<&str>,
    own: AccountId,
) -> Result<bool> {
    let Some(value) = value else {
        return Ok(false);
    };
    let others = account::Entity::find().filter(column.eq(value)).filter(account::Column::Id.ne(own.get()));
    Ok(others.one(db).await?.is_some())
}

fn digits_of(typed: &str) -> Option<String> {
    let mut digits = String::with_capacity(typed.len());
    for letter in typed.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{2010}'..='\u{2014}' | '\u{202a}'..='\u{202e}' => {}
            _ => return None,
        }
    }
    (!digits.is_empty()).then_some(digits)
}
