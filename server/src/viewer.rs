//! Who is looking: a visitor, or a signed-in person with the terms that are current now.

use chrono::{DateTime, Utc};

use crate::ids::{AccountId, SessionId, TermId};
use crate::policy::{self, Act, Acting, Role};

/// Who is looking at a page or asks for an act.
#[derive(Clone, Debug, Default)]
pub struct Viewer(Option<SignedIn>);

/// A person with an open session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// The session that the request came with.
    pub session: SessionId,
    /// The person's name.
    pub name: String,
    /// Terms that are current now, the highest office first.
    pub terms: Vec<Term>,
    /// The term chosen under "Bertindak sebagai"; the first one when none was.
    pub acting: Option<TermId>,
    /// True with a current or past term and no suspension: reads members-only, comments.
    pub is_member: bool,
    /// While the account is suspended: until when. Such a person reads as a visitor does, and what concerns the account.
    pub suspended_until: Option<DateTime<Utc>>,
    /// True when the device is an office computer, on which nothing may stay.
    pub office_computer: bool,
    /// Lines of notifications not yet read.
    pub unread: u64,
    /// True while the settings ask this person for a second factor that is not set up: no office counts before.
    pub owes_second_factor: bool,
    /// The newest version of the terms of use that this person agreed to; 0 for none.
    pub agreed_terms: i32,
}

/// One current term of a person.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its id.
    pub id: TermId,
    /// The role.
    pub role: Role,
    /// Code of the region.
    pub region: String,
    /// "Camat Cikajang", "Plt. Camat Bayongbong", "Pembina Kecamatan Kab. Garut (Bagian Tata Pemerintahan)".
    pub label: String,
    /// The unit of a coordinator: "Bagian Tata Pemerintahan".
    pub unit_name: String,
}

impl Term {
    /// The term as the policy sees it.
    pub fn acting(&self) -> Acting {
        Acting { term: self.id, role: self.role, region: self.region.clone() }
    }
}

impl Viewer {
    /// Somebody without an account.
    pub fn visitor() -> Self {
        Self(None)
    }

    /// A person whom a mail reaches, or nobody in particular: reads as a visitor or a member, acts in no office.
    pub fn reader(account: AccountId, is_member: bool) -> Self {
        Self(Some(SignedIn {
            account,
            session: SessionId(0),
            name: String::new(),
            terms: Vec::new(),
            acting: None,
            is_member,
            suspended_until: None,
            office_computer: false,
            unread: 0,
            owes_second_factor: false,
            agreed_terms: i32::MAX,
        }))
    }

    /// A signed-in person.
    pub fn of(person: SignedIn) -> Self {
        Self(Some(person))
    }

    /// The person, when signed in.
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.0.as_ref()
    }

    /// The person, or the way to the sign-in page and back. Nobody passes who is suspended or owes a second factor.
    pub fn require(&self, back: &str) -> crate::error::Result<&SignedIn> {
        if self.suspended_until().is_some() {
            return Err(crate::error::Error::Forbidden);
        }
        self.require_own(back)
    }

    /// As [`Self::require`], for what a suspension leaves a person: why it is so, answering it, what came for him.
    pub fn require_own(&self, back: &str) -> crate::error::Result<&SignedIn> {
        let person = self.require_account(back)?;
        if person.suspended_until.is_none() && person.owes_second_factor {
            return Err(crate::error::Error::SecondFactor);
        }
        Ok(person)
    }

    /// As [`Self::require`], for the account itself: its pages are where a second factor is made, and the rights over
    /// one's own data stand there.
    pub fn require_account(&self, back: &str) -> crate::error::Result<&SignedIn> {
        self.signed_in().ok_or_else(|| crate::error::Error::SignIn { back: back.to_owned() })
    }

    /// The account, when signed in.
    pub fn account(&self) -> Option<AccountId> {
        self.signed_in().map(|person| person.account)
    }

    /// Until when the account is suspended, while it is.
    pub fn suspended_until(&self) -> Option<DateTime<Utc>> {
        self.signed_in().and_then(|person| person.suspended_until)
    }

    /// True for who may read what is for members only.
    pub fn is_member(&self) -> bool {
        self.signed_in().is_some_and(|person| person.is_member)
    }

    /// The term this person acts by: the chosen one, else the first.
    pub fn acting_term(&self) -> Option<&Term> {
        let person = self.signed_in()?;
        person.terms.iter().find(|term| Some(term.id) == person.acting).or_else(|| person.terms.first())
    }

    /// "Siti, Camat Kec. Cikajang, Kab. Garut": the person in the acting term, as what is written keeps it.
    pub fn byline(&self) -> String {
        let name = self.signed_in().map_or("", |person| person.name.as_str());
        let office = self.acting_term().map_or("", |term| term.label.as_str());
        format!("{name}, {office}")
    }

    /// The person's terms, the acting one or another, that may do the act on what belongs to `target`.
    pub fn terms_for<'a>(&'a self, act: Act, target: &'a str) -> impl Iterator<Item = &'a Term> {
        let terms = self.signed_in().map_or(&[][..], |person| &person.terms);
        terms.iter().filter(move |term| policy::may(act, &term.acting(), target))
    }

    /// The same person as if nothing new had happened, for pages that a browser keeps.
    #[must_use]
    pub fn without_news(self) -> Self {
        Self(self.0.map(|person| SignedIn { unread: 0, agreed_terms: i32::MAX, ..person }))
    }

    /// The same person acting by another term.
    #[must_use]
    pub fn acting_as(self, term: TermId) -> Self {
        Self(self.0.map(|person| SignedIn { acting: Some(term), ..person }))
    }

    /// True when the acting term may do the act on what belongs to `target`. Pages ask this to show a button; the act
    /// itself asks again inside its transaction.
    pub fn may(&self, act: Act, target: &str) -> bool {
        self.acting_term().is_some_and(|term| policy::may(act, &term.acting(), target))
    }
}
