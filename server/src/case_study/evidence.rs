//! How far a study's result is shown to be true. The first three rungs follow from what it says; that a coordinator looked
//! stands as long as the figures do that were looked at, and that it was replicated as long as it runs elsewhere.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use sha2::{Digest, Sha256};

use super::content::Content;
use super::entity::case_study;
use crate::error::Result;
use crate::verification::entity as verification;

/// A rung of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Told in words.
    Story,
    /// A figure.
    Figures,
    /// A figure before and after, and where it comes from.
    Sourced,
    /// A coordinator has looked at the source.
    Verified,
    /// It runs in another kecamatan, which told its own figures.
    Replicated,
}

impl Evidence {
    /// Every rung, the lowest first.
    pub const ALL: [Self; 5] = [Self::Story, Self::Figures, Self::Sourced, Self::Verified, Self::Replicated];

    /// The rung as the database, the index and addresses name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Story => "cerita",
            Self::Figures => forum_search::FIGURES,
            Self::Sourced => "ada-sumber",
            Self::Verified => "diverifikasi",
            Self::Replicated => "direplikasi",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rung| rung.as_str() == text)
    }

    /// The rung as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Story => "Cerita",
            Self::Figures => "Ada angka",
            Self::Sourced => "Ada sumber",
            Self::Verified => "Sudah diverifikasi",
            Self::Replicated => "Direplikasi dengan hasil",
        }
    }

    /// What the rung means, for who meets it first.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Story => "Hasilnya diceritakan, belum ada angkanya.",
            Self::Figures => "Hasilnya disertai angka.",
            Self::Sourced => "Ada angka sebelum dan sesudah, dan tertulis dari mana angkanya.",
            Self::Verified => "Pembina sudah melihat sumber angkanya.",
            Self::Replicated => "Berjalan juga di kecamatan lain, dengan angka sebelum dan sesudah dari sana.",
        }
    }

    /// True for the rungs that somebody else than the writers stands for.
    pub fn is_vouched(self) -> bool {
        self >= Self::Verified
    }

    /// The highest rung of a study, as it is kept beside it.
    pub fn of_study(row: &case_study::Model) -> Self {
        if row.replicated_with_results { Self::Replicated } else { Self::own(row) }
    }

    /// Every rung that a study stands on, the highest last: who looks for sources finds what is verified too. What runs
    /// elsewhere says nothing of whether a coordinator looked, so the highest rung does not stand for the one below it.
    pub fn climbed(row: &case_study::Model) -> impl Iterator<Item = Self> {
        let own = Self::own(row);
        let replicated = row.replicated_with_results.then_some(Self::Replicated);
        Self::ALL.into_iter().filter(move |rung| *rung <= own).chain(replicated)
    }

    /// The rung that the study has of its own.
    fn own(row: &case_study::Model) -> Self {
        Self::parse(&row.evidence).unwrap_or(Self::Story)
    }
}

/// The rung that follows from what a study says.
pub fn of_content(content: &Content) -> Evidence {
    let told = |needed: usize| content.results.iter().filter(move |row| row.values.len() >= needed);
    if told(2).any(|row| !row.source.trim().is_empty()) {
        Evidence::Sourced
    } else if told(1).next().is_some() {
        Evidence::Figures
    } else {
        Evidence::Story
    }
}

/// What a verification rests on: the results, letter by letter.
pub fn ground(content: &Content) -> String {
    let results = serde_json::to_vec(&content.results).unwrap_or_default();
    hex::encode(&Sha256::digest(results)[..16])
}

/// The verification of a study that was not taken back.
pub async fn vouched(db: &impl ConnectionTrait, study: i64) -> Result<Option<verification::Model>> {
    let row = verification::Entity::find()
        .filter(verification::Column::CaseStudyId.eq(study))
        .filter(verification::Column::WithdrawnAt.is_null())
        .order_by_desc(verification::Column::Id)
        .one(db)
        .await?;
    Ok(row)
}

/// True while the figures stand that were looked at.
pub fn stands(row: &verification::Model, content: &Content) -> bool {
    of_content(content) == Evidence::Sourced && row.ground == ground(content)
}

/// Keeps the own rung of a study beside it, for cards and the index: after its text changed, or a verification.
pub async fn keep(db: &impl ConnectionTrait, study: i64, content: &Content) -> Result<Evidence> {
    let vouched = vouched(db, study).await?;
    let is_verified = vouched.is_some_and(|row| stands(&row, content));
    let rung = if is_verified { Evidence::Verified } else { of_content(content) };
    case_study::Entity::update_many()
        .col_expr(case_study::Column::Evidence, Expr::value(rung.as_str()))
        .filter(case_study::Column::Id.eq(study))
        .exec(db)
        .await?;
    Ok(rung)
}
