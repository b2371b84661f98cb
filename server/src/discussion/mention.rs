//! Mentions of people and kecamatan in a comment. The durable form in the text is `@[Siti, Camat Cikajang, Kab. Garut]`
//! and `@[Kec. Cikajang, Kab. Garut]`: a name never stands without its office, and a kecamatan never without its
//! kabupaten/kota, since 39 names repeat. What is typed shorter gets this form when it can mean only one.

use std::ops::Range;

use chrono::{Duration, NaiveDate};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::entity::comment_mention;
use super::speak::office_of;
use crate::account::entity::account;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::kecamatan::{Kecamatan, Places};
use crate::markdown::{self, SafeHtml};
use crate::office;
use crate::office::entity::office_term;

/// So many may stand in one comment.
const IN_A_COMMENT: usize = 10;
/// So many may one person write within a day.
const IN_A_DAY: u64 = 40;
/// What stands in brackets is no longer than this.
const MAX_CHARS: usize = 200;

/// Whom a mention means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A person, by the id of the account.
    Person(i64),
    /// A kecamatan, by its code.
    Kecamatan(String),
    /// Words that stood there before and mean nobody any more.
    Past,
}

/// Where a mention stands in a text, and its words without sign and brackets.
type Spot = (Range<usize>, String);

/// The mentions of a text: in brackets, or a kecamatan written out.
fn spots(text: &str, places: &Places) -> Vec<Spot> {
    let mut found: Vec<Spot> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let is_inside = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let is_taken = found.last().is_some_and(|(range, _)| range.contains(&at));
        if is_inside || is_taken {
            continue;
        }
        let rest = &text[at + 1..];
        if let Some(words) = in_brackets(rest) {
            found.push((at..at + words.len() + 3, words.trim().to_owned()));
        } else if let Some(words) = written_out(rest, places) {
            found.push((at..at + 1 + words.len(), words.to_owned()));
        }
    }
    found
}

fn in_brackets(rest: &str) -> Option<&str> {
    let words = rest.strip_prefix('[')?.split_once(']')?.0;
    let fits = !words.trim().is_empty() && words.chars().count() <= MAX_CHARS && !words.contains(['\n', '[']);
    fits.then_some(words)
}

/// "Kec. Cikajang, Kab. Garut" where a text begins with it; of "Kab. Bandung" and "Kab. Bandung Barat" the longer.
fn written_out<'a>(rest: &'a str, places: &Places) -> Option<&'a str> {
    let (name, upper) = rest.strip_prefix("Kec. ")?.split_once(", ")?;
    let ends = |words: &str| upper[words.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric());
    let above = places.all_kabupaten_kota().iter().map(|place| place.name.as_str());
    let above = above.filter(|above| upper.starts_with(*above) && ends(above)).max_by_key(|above| above.len())?;
    let words = &rest[.."Kec. ".len() + name.len() + ", ".len() + above.len()];
    kecamatan_of(words, places).map(|_| words)
}

/// The kecamatan of "Kec. Cikajang, Kab. Garut".
fn kecamatan_of<'a>(words: &str, places: &'a Places) -> Option<&'a Kecamatan> {
    let (name, above) = words.strip_prefix("Kec. ")?.split_once(", ")?;
    let above = places.all_kabupaten_kota().iter().find(|place| place.name == above)?;
    above.kecamatan.iter().filter_map(|code| places.kecamatan(code)).find(|place| place.name == name)
}

/// A comment as readers see it: a kecamatan leads to its page, a person is emphasised.
pub fn rendered(text: &str, places: &Places) -> SafeHtml {
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for (range, words) in spots(text, places) {
        shown.push_str(&text[at..range.start]);
        let name = escaped(&words);
        match kecamatan_of(&words, places) {
            Some(place) => shown.push_str(&format!("[@{name}](/kecamatan/{})", place.code)),
            None => shown.push_str(&format!("**@{name}**")),
        }
        at = range.end;
    }
    shown.push_str(&text[at..]);
    markdown::render(&shown)
}

/// A comment in plain words, for quotations.
pub fn plain(text: &str, places: &Places) -> String {
    let mut spoken = String::with_capacity(text.len());
    let mut at = 0;
    for (range, words) in spots(text, places) {
        spoken.push_str(&text[at..range.start]);
        spoken.push('@');
        spoken.push_str(&escaped(&words));
        at = range.end;
    }
    spoken.push_str(&text[at..]);
    markdown::plain(&spoken).replace('\n', " ")
}

fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for letter in words.chars() {
        if letter.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// The text with its mentions in their durable form, and whom they mean. Mentions of `before` stay as they are, also when
/// the person has left that office since. What means nobody, or several, is a problem at `body`.
pub async fn resolve(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    today: NaiveDate,
    text: &str,
    before: &str,
) -> Result<(String, Vec<Target>)> {
    let places = &catalogue.places;
    let found = spots(text, places);
    let mut distinct: Vec<&str> = found.iter().map(|(_, words)| words.as_str()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() > IN_A_COMMENT {
        let sentence =
            format!("Paling banyak {IN_A_COMMENT} sebutan dalam satu komentar; yang ini {}.", distinct.len());
        return Err(problem(sentence));
    }
    let known: Vec<String> = spots(before, places).into_iter().map(|(_, words)| words).collect();
    let people = people(db, catalogue, today, &distinct).await?;
    let (mut durable, mut targets, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for (range, words) in &found {
        let (target, name) = meant(words, places, &people, &known)?;
        durable.push_str(&text[at..range.start]);
        durable.push_str(&format!("@[{name}]"));
        at = range.end;
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    durable.push_str(&text[at..]);
    Ok((durable, targets))
}

/// A person who serves today: account, name, name with office.
pub(super) struct Serving {
    pub(super) account: i64,
    name: String,
    /// What stands in the brackets: "Siti, Camat Cikajang, Kab. Garut".
    pub(super) label: String,
}

fn meant(words: &str, places: &Places, people: &[Serving], known: &[String]) -> Result<(Target, String)> {
    let of = |place: &Kecamatan| (Target::Kecamatan(place.code.clone()), places.full_name(&place.code));
    if let Some(place) = kecamatan_of(words, places) {
        return Ok(of(place));
    }
    let wanted = words.to_lowercase();
    let mut fitting: Vec<&Serving> = people.iter().filter(|one| one.label.to_lowercase() == wanted).collect();
    if fitting.is_empty() {
        fitting = people.iter().filter(|one| one.name.to_lowercase() == wanted).collect();
    }
    let Some(first) = fitting.first() else {
        return match places.kecamatan_named(words) {
            Some(place) => Ok(of(place)),
            None if known.iter().any(|known| known == words) => Ok((Target::Past, words.to_owned())),
            None => Err(problem(format!(
                "Tidak ada pejabat atau kecamatan “{words}”. Pilih dari daftar yang muncul sesudah mengetik @, atau hapus \
                 tanda @[ ]."
            ))),
        };
    };
    if fitting.iter().any(|one| one.account != first.account) {
        let examples: Vec<String> = fitting.iter().take(3).map(|one| format!("@[{}]", one.label)).collect();
        let sentence = format!(
            "Ada beberapa orang bernama “{words}”. Tulis dengan jabatannya, misalnya {}.",
            examples.join(" atau ")
        );
        return Err(problem(sentence));
    }
    Ok((Target::Person(first.account), first.label.clone()))
}

/// Who serves today by one of these names, with and without an office behind it, in two statements.
async fn people(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    today: NaiveDate,
    mentions: &[&str],
) -> Result<Vec<Serving>> {
    // A name may hold commas itself ("Dadan, S.Sos."), so each beginning up to a comma may be the name.
    let mut names: Vec<String> = Vec::new();
    for words in mentions.iter().filter(|words| kecamatan_of(words, &catalogue.places).is_none()) {
        let ends = words.match_indices(',').map(|(at, _)| at).chain([words.len()]);
        names.extend(ends.map(|end| words[..end].trim().to_lowercase()));
    }
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let name = Expr::expr(Func::lower(Expr::col(account::Column::Name)));
    let found = account::Entity::find()
        .filter(Condition::all().add(name.is_in(names)))
        .filter(account::Column::ClosedAt.is_null())
        .all(db)
        .await?;
    serving(db, catalogue, today, found).await
}

/// The people with the offices that they hold today, the highest first; who holds none is left out.
pub(super) async fn serving(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    today: NaiveDate,
    people: Vec<account::Model>,
) -> Result<Vec<Serving>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let terms = office_term::Entity::find()
        .filter(office_term::Column::AccountId.is_in(people.iter().map(|person| person.id)))
        .filter(office::current_on(today))
        .all(db)
        .await?;
    let mut serving = Vec::new();
    for person in people {
        let own = terms.iter().filter(|term| term.account_id == person.id).cloned();
        let mut own: Vec<_> = own.filter_map(|term| office::described(term, catalogue)).collect();
        own.sort_by_key(|term| office::rank(term.role));
        // Brackets would end the mention.
        let name = person.name.replace(['[', ']'], "");
        serving.extend(own.iter().map(|term| Serving {
            account: person.id,
            name: name.clone(),
            label: format!("{name}, {}", office_of(term, catalogue)),
        }));
    }
    Ok(serving)
}

/// Remembers whom a comment mentions beyond those it mentioned before, unless the writer mentions too many in a day.
/// True when there is anybody to tell.
pub async fn record(tx: &WriteTransaction, account: i64, comment: i64, targets: &[Target]) -> Result<bool> {
    use comment_mention::Column;
    let known = comment_mention::Entity::find().filter(Column::CommentId.eq(comment)).all(&**tx).await?;
    let is_new = |target: &&Target| match target {
        Target::Person(id) => !known.iter().any(|row| row.person_id == Some(*id)),
        Target::Kecamatan(code) => !known.iter().any(|row| row.kecamatan_code.as_ref() == Some(code)),
        Target::Past => false,
    };
    let rows: Vec<_> = targets
        .iter()
        .filter(is_new)
        .map(|target| comment_mention::ActiveModel {
            comment_id: Set(comment),
            account_id: Set(account),
            person_id: Set(if let Target::Person(id) = target { Some(*id) } else { None }),
            kecamatan_code: Set(if let Target::Kecamatan(code) = target { Some(code.clone()) } else { None }),
            created_at: Set(tx.now()),
            ..Default::default()
        })
        .collect();
    if rows.is_empty() {
        return Ok(false);
    }
    // Two comments at once would each find room for their mentions.
    tx.serialize_on(&format!("mentions {account}")).await?;
    let lately = comment_mention::Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::CreatedAt.gt(tx.now() - Duration::days(1)))
        .count(&**tx)
        .await?;
    if lately + u64::try_from(rows.len()).unwrap_or(u64::MAX) > IN_A_DAY {
        return Err(problem(format!(
            "Paling banyak {IN_A_DAY} sebutan sehari; Bapak/Ibu sudah menyebut {lately} kali. Hapus tanda @ dari tulisan \
             ini, atau kirim lagi besok."
        )));
    }
    comment_mention::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(true)
}

fn problem(sentence: String) -> Error {
    Error::Invalid(Problems::one("body", sentence))
}
