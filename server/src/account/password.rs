//! Passwords: what is good enough, and hashing with argon2id off the async threads, behind a limit, so that a flood of
//! sign-ins can't stop reading.

use std::sync::LazyLock;
use std::time::Duration;

use anyhow::Context;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use zxcvbn::{Score, zxcvbn};

use super::entity::account;
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::error::{Error, Result, too_long};

/// Shorter passwords are refused.
pub const MIN_CHARS: usize = 10;

/// Longer ones only cost time.
pub const MAX_CHARS: usize = 100;

/// The password of every sample account; only `demo` makes such accounts, and the sign-in page offers it there.
pub const OF_SAMPLES: &str = "contoh-kebun-teh-pagi";

/// How long a sign-in waits for its turn to be hashed.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

const ADVICE: &str = "Pakai empat kata yang tidak berhubungan, misalnya: pintu kancil jemuran arang.";

/// Whoever copies the example has a password that everybody reads here.
const EXAMPLE: &str = "pintukanciljemuranarang";

/// Words shorter than this are too frequent inside others to be removed.
const SHORTEST_WORD: usize = 3;

static COMMON: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().filter(|word| !word.is_empty()).collect());

/// The sentence that the form shows under a password that is not good enough. `known` are words that others know or
/// guess: the person's names, numbers, dates and places.
pub fn judge(password: &str, known: &[String]) -> Result<(), String> {
    let count = password.chars().count();
    if count < MIN_CHARS {
        return Err(format!("Kata sandi paling sedikit {MIN_CHARS} karakter; yang ini {count}. {ADVICE}"));
    }
    if let Some(sentence) = too_long("Kata sandi", password, MAX_CHARS) {
        return Err(sentence);
    }
    let (rest, removed) = without(password, known);
    // zxcvbn knows English words only: "rahasia jabar sehat" has its top mark. So it judges what is left.
    if zxcvbn(&rest, &[]).score() >= Score::Three {
        Ok(())
    } else if removed {
        Err(format!("Kata sandi memuat nama, nomor, tanggal, tempat, atau kata yang mudah ditebak. {ADVICE}"))
    } else {
        Err(format!("Kata sandi ini mudah ditebak. {ADVICE}"))
    }
}

/// The password without the words that others know, and whether anything was removed. "r4h4s1a" is read as "rahasia".
fn without(password: &str, known: &[String]) -> (String, bool) {
    let spoken: String =
        password.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if spoken.contains(EXAMPLE) {
        return (String::new(), false);
    }
    let mut letters: Vec<char> = password.chars().collect();
    let mut words: Vec<Vec<char>> = COMMON
        .iter()
        .map(|word| (*word).to_owned())
        .chain(known.iter().map(|word| word.to_lowercase()))
        .map(|word| word.chars().filter(|letter| !letter.is_whitespace()).collect::<Vec<char>>())
        .filter(|word| word.len() >= SHORTEST_WORD)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    let before = letters.len();
    for word in words {
        for read in [plain_letter as fn(char) -> char, leet_letter] {
            while let Some(at) = position(&letters, &word, read) {
                letters.drain(at..at + word.len());
            }
        }
    }
    let removed = letters.len() < before;
    (letters.into_iter().collect(), removed)
}

fn position(letters: &[char], word: &[char], read: fn(char) -> char) -> Option<usize> {
    letters.windows(word.len()).position(|part| part.iter().zip(word).all(|(letter, wanted)| read(*letter) == *wanted))
}

fn plain_letter(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn leet_letter(letter: char) -> char {
    match letter {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => plain_letter(other),
    }
}

/// Words that others know of a person: names, numbers, dates of birth (a NIP begins with one), mail, and all places of
/// the province.
pub fn words_of(person: &account::Model, catalogue: &Catalogue) -> Vec<String> {
    let mut words = parts(&person.name);
    if let Some(email) = &person.email {
        words.push(email.clone());
        words.extend(parts(email));
    }
    if let Some(phone) = &person.phone {
        let digits = phone.trim_start_matches('+');
        let national = digits.strip_prefix("62").unwrap_or(digits);
        words.extend([digits.to_owned(), format!("0{national}"), national.to_owned()]);
        words.extend(tail(national, 6));
        words.extend(tail(national, 4));
    }
    if let Some(nip) = &person.nip {
        words.push(nip.clone());
        words.extend(dates_in(nip));
    }
    for place in catalogue.places.all_kabupaten_kota() {
        words.extend(parts(&place.name));
        for code in &place.kecamatan {
            words.extend(catalogue.places.kecamatan(code).into_iter().flat_map(|kecamatan| parts(&kecamatan.name)));
        }
    }
    words.extend(parts(&catalogue.places.province_name));
    words
}

fn parts(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    let mut words: Vec<String> = parts.filter(|word| word.chars().count() >= SHORTEST_WORD).collect();
    words.push(text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase());
    words
}

fn tail(digits: &str, count: usize) -> Option<String> {
    digits.len().checked_sub(count).and_then(|at| digits.get(at..)).map(str::to_owned)
}

/// The date of birth at the head of a NIP, as people write it.
fn dates_in(nip: &str) -> Vec<String> {
    let (Some(year), Some(short), Some(month), Some(day)) = (nip.get(..4), nip.get(2..4), nip.get(4..6), nip.get(6..8))
    else {
        return Vec::new();
    };
    let mut dates = vec![year.to_owned(), format!("{year}{month}{day}"), format!("{day}{month}{short}")];
    for mark in ["", "-", "/", "."] {
        dates.push(format!("{day}{mark}{month}{mark}{year}"));
    }
    dates
}

/// Hashes a new password.
pub async fn hash(app: &App, password: String) -> Result<String> {
    in_turn(app, move || hash_now(&password)).await
}

/// Hashes at once, for commands that serve nobody beside.
pub fn hash_now(password: &str) -> anyhow::Result<String> {
    let hash = hasher()?.hash_password(password.as_bytes());
    Ok(hash.map_err(|error| anyhow::anyhow!("a password can't be hashed: {error}"))?.to_string())
}

/// True when the password is the one of the hash. Without a hash (nobody has this login, or nobody set a password yet)
/// it takes as long and is false.
pub async fn verify(app: &App, password: String, hash: Option<String>) -> Result<bool> {
    in_turn(app, move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODYS.clone());
        let hash = PasswordHash::new(&hash).map_err(|error| anyhow::anyhow!("a stored hash is broken: {error}"))?;
        Ok(hasher()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await
}

/// A hash that no password has, with the parameters of all others.
static NOBODYS: LazyLock<String> =
    LazyLock::new(|| hash_now(&super::session::new_token()).unwrap_or_else(|error| error.to_string()));

/// Prepares the hash for unknown logins, so that the first of them takes no longer than the rest.
pub fn prepare() {
    LazyLock::force(&NOBODYS);
}

/// OWASP's parameters of 2026: 19 MiB, two passes, one lane.
fn hasher() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Gives its place back when the work ends, not when the request does: who hangs up keeps the core busy all the same.
struct Turn(App);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.hashing.add_permits(1);
    }
}

async fn in_turn<T: Send + 'static>(app: &App, work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
    let permit = tokio::time::timeout(LONGEST_WAIT, app.hashing.acquire())
        .await
        .map_err(|_| Error::Unavailable("too many sign-ins wait to be hashed".to_owned()))?
        .context("the limit of hashing is closed")?;
    permit.forget();
    let turn = Turn(app.clone());
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        prepare();
        work()
    });
    Ok(done.await.context("hashing stopped")??)
}
