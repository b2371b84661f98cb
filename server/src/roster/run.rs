//! Records a table line by line in one transaction. Looking first is the same run, taken back: what it says is what
//! recording does.

use std::collections::{BTreeSet, HashMap};

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::table::Row;
use super::understand::understand;
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::format;
use crate::handover::succeed;
use crate::ids::TermId;
use crate::office;
use crate::office::entity::office_term;
use crate::office::invite::{self, Inviter, Person, Post, WayIn, act_for};
use crate::policy::{self, Role};
use crate::viewer::Viewer;

/// What a line comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A person who is invited.
    New,
    /// A person with an account gets one more term.
    Added,
    /// Somebody takes the place of who led the office.
    Replaces,
    /// A term gets its last day.
    Ends,
    /// Recorded already; nothing changes.
    Known,
    /// Nothing is recorded.
    Refused,
}

impl Kind {
    /// As the table of the plan says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "Diundang",
            Self::Added => "Jabatan ditambahkan",
            Self::Replaces => "Mutasi",
            Self::Ends => "Berakhir",
            Self::Known => "Sudah tercatat",
            Self::Refused => "Ditolak",
        }
    }
}

/// What became, or would become, of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line of the table.
    pub line: u64,
    /// The name in the table.
    pub name: String,
    /// "Camat, Kec. Cikajang, Kab. Garut"; empty where the line could not be read.
    pub office: String,
    /// Code of the office's region.
    pub region: String,
    /// Which way.
    pub kind: Kind,
    /// What else is to be said.
    pub said: String,
    /// Normalised phone number.
    pub phone: Option<String>,
    /// The token of the invitation; only worth something once it is recorded.
    pub token: Option<String>,
}

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode<'a> {
    /// To look.
    Look,
    /// To record, if it still comes to this.
    Record(&'a str),
}

/// What came of a run.
pub struct Outcome {
    /// Line by line.
    pub lines: Vec<Line>,
    /// What it comes to, as a short text that changes when anything does.
    pub digest: String,
    /// True once it is recorded.
    pub recorded: bool,
}

/// Runs the table in the name of the viewer's acting term.
pub async fn run(app: &App, viewer: &Viewer, rows: &[Row], mode: Mode<'_>) -> Result<Outcome> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    if !acting.role.is_coordinator() && acting.role != Role::Admin {
        return Err(Error::Forbidden);
    }
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let mut run =
        Run { app, tx: &tx, inviter: Inviter { account, acting }, seen: HashMap::new(), regions: BTreeSet::new() };
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(run.line(row).await?);
    }
    let regions = run.regions;
    let digest = digest(&lines);
    let recorded = matches!(mode, Mode::Record(expected) if expected == digest);
    if recorded {
        let count = lines.iter().filter(|line| !matches!(line.kind, Kind::Refused | Kind::Known)).count();
        let entry = audit::Entry {
            account: Some(account),
            term: Some(viewer.acting_term().map_or(TermId(0), |term| term.id)),
            act: "import_roster",
            subject_kind: "roster",
            subject_id: count.to_string(),
            reason: "",
        };
        audit::record(&tx, entry).await?;
        tx.commit(Effect::Visible(regions.into_iter().map(Subject::Region).collect())).await?;
    }
    Ok(Outcome { lines, digest, recorded })
}

/// Two runs that come to the same have the same digest.
fn digest(lines: &[Line]) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(format!("{}\u{0}{}\u{0}{:?}\u{0}{}\u{1}", line.line, line.office, line.kind, line.said));
    }
    hex::encode(&hash.finalize()[..16])
}

struct Run<'a> {
    app: &'a App,
    tx: &'a WriteTransaction,
    inviter: Inviter,
    /// Numbers and addresses of the lines before, with their line and name.
    seen: HashMap<String, (u64, String)>,
    regions: BTreeSet<String>,
}

impl Run<'_> {
    async fn line(&mut self, row: &Row) -> Result<Line> {
        let catalogue = self.app.catalogue.get();
        let refused = |said: String| Line {
            line: row.line,
            name: row.nama.clone(),
            office: String::new(),
            region: String::new(),
            kind: Kind::Refused,
            said,
            phone: None,
            token: None,
        };
        let (person, post) = match understand(row, &catalogue, self.tx.today()) {
            Ok(read) => read,
            Err(said) => return Ok(refused(said)),
        };
        let office = format!("{}, {}", post.role.label(), catalogue.places.full_name(&post.region));
        let line = Line { office, region: post.region.clone(), phone: person.phone.clone(), ..refused(String::new()) };
        let act = act_for(post.role).filter(|act| policy::may(*act, &self.inviter.acting, &post.region));
        if act.is_none() {
            return Ok(Line { said: "Di luar wilayah atau wewenang Bapak/Ibu.".to_owned(), ..line });
        }
        if let Some(said) = self.used_before(row.line, &person) {
            return Ok(Line { said, ..line });
        }
        let (kind, said, token) = match self.place(&person, &post).await? {
            Ok(done) => done,
            Err(said) => return Ok(Line { said, ..line }),
        };
        if kind != Kind::Known {
            self.regions.insert(post.region);
        }
        Ok(Line { kind, said, token, ..line })
    }

    /// One number for two names is somebody's slip of the pen, and would give one the office of the other.
    fn used_before(&mut self, line: u64, person: &Person) -> Option<String> {
        let ways = [("Nomor ponsel", &person.phone), ("Surel", &person.email), ("NIP", &person.nip)];
        for (what, value) in ways {
            let Some(value) = value else { continue };
            let (first, name) = self.seen.entry(value.clone()).or_insert_with(|| (line, person.name.clone()));
            if folded(name) != folded(&person.name) {
                return Some(format!("{what} ini sudah dipakai baris {first}, {name}."));
            }
        }
        None
    }

    async fn place(
        &self,
        person: &Person,
        post: &Post,
    ) -> Result<std::result::Result<(Kind, String, Option<String>), String>> {
        let catalogue = self.app.catalogue.get();
        let known = match invite::recognise(&**self.tx, &catalogue, person, post).await? {
            Ok(known) => known,
            Err(refusal) => return Ok(Err(sentence(&refusal.problems(&catalogue)))),
        };
        let other_name = known.as_ref().filter(|(known, _)| folded(&known.name) != folded(&person.name));
        let note = other_name.map_or_else(String::new, |(known, _)| format!(" Akunnya atas nama {}.", known.name));
        if let Some((_, terms)) = &known
            && let Some(term) = terms.iter().find(|term| invite::is_same(term, post))
        {
            return Ok(self.known_term(term, post).await?.map(|(kind, said)| (kind, format!("{said}{note}"), None)));
        }
        let moves = post.role == Role::Camat && post.ended_on.is_none() && self.is_led(post).await?;
        if moves {
            let done = succeed::change(self.tx, &self.app.config, &catalogue, person, post, &self.inviter).await?;
            return Ok(match done {
                Ok(done) => {
                    let left =
                        done.left.iter().map(|code| format!(" Pindah dari {}.", catalogue.places.full_name(code)));
                    let said = format!("Menggantikan {}.{}{note}", done.before.join(", "), left.collect::<String>());
                    Ok((Kind::Replaces, said, token(done.placed.way_in)))
                }
                Err(problems) => Err(sentence(&problems)),
            });
        }
        let placed = invite::place(self.tx, &self.app.config, &catalogue, person, post, Some(&self.inviter)).await?;
        Ok(match placed {
            Ok(placed) => match placed.way_in {
                WayIn::Invitation(token) => Ok((Kind::New, note.trim().to_owned(), Some(token))),
                _ => Ok((Kind::Added, note.trim().to_owned(), None)),
            },
            Err(refusal) => Err(sentence(&refusal.problems(&catalogue))),
        })
    }

    /// A term that is recorded already may get its last day.
    async fn known_term(
        &self,
        term: &office_term::Model,
        post: &Post,
    ) -> Result<std::result::Result<(Kind, String), String>> {
        let Some(last) = post.ended_on.filter(|last| term.ended_on != Some(*last)) else {
            return Ok(Ok((Kind::Known, String::new())));
        };
        if last < term.started_on {
            return Ok(Err("Hari terakhir tidak bisa sebelum jabatannya mulai.".to_owned()));
        }
        office_term::Entity::update_many()
            .col_expr(office_term::Column::EndedOn, Expr::value(Some(last)))
            .col_expr(office_term::Column::EndedBy, Expr::value(Some(self.inviter.account.get())))
            .filter(office_term::Column::Id.eq(term.id))
            .exec(&**self.tx)
            .await?;
        let entry = audit::Entry {
            account: Some(self.inviter.account),
            term: Some(self.inviter.acting.term),
            act: "end_term",
            subject_kind: "office_term",
            subject_id: term.id.to_string(),
            reason: "Daftar pejabat",
        };
        audit::record(self.tx, entry).await?;
        Ok(Ok((Kind::Ends, format!("Hari terakhir {}.", format::date(last)))))
    }

    async fn is_led(&self, post: &Post) -> Result<bool> {
        let camat = office_term::Entity::find()
            .filter(office_term::Column::RegionCode.eq(post.region.as_str()))
            .filter(office_term::Column::Role.eq(Role::Camat.as_str()))
            .all(&**self.tx)
            .await?;
        Ok(camat.iter().any(|term| term.ended_on.is_none_or(|end| end >= post.started_on)))
    }
}

fn token(way_in: WayIn) -> Option<String> {
    if let WayIn::Invitation(token) = way_in { Some(token) } else { None }
}

fn sentence(problems: &crate::error::Problems) -> String {
    problems.iter().next().map_or_else(String::new, |(_, sentence)| sentence.to_owned())
}

/// A name without titles' dots and case.
fn folded(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
