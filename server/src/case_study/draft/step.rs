//! The way of a draft's paper through its office.

/// Where a draft's paper lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Being written.
    Written,
    /// With the sekcam.
    WithSekcam,
    /// With the camat.
    WithCamat,
    /// Came back with a note.
    Returned,
    /// With the coordinator, where a scope reviews before publishing.
    UnderReview,
}

impl Step {
    /// The step as the database holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Written => "ditulis",
            Self::WithSekcam => "diajukan_sekcam",
            Self::WithCamat => "diajukan_camat",
            Self::Returned => "perlu_diperbaiki",
            Self::UnderReview => "ditinjau_pembina",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Self {
        match text {
            "diajukan_sekcam" => Self::WithSekcam,
            "diajukan_camat" => Self::WithCamat,
            "perlu_diperbaiki" => Self::Returned,
            "ditinjau_pembina" => Self::UnderReview,
            _ => Self::Written,
        }
    }

    /// The step as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Written => "Draf",
            Self::WithSekcam => "Menunggu Sekcam",
            Self::WithCamat => "Menunggu Camat",
            Self::Returned => "Perlu diperbaiki",
            Self::UnderReview => "Ditinjau pembina",
        }
    }

    /// True while somebody else has to look at it.
    pub fn is_handed_in(self) -> bool {
        matches!(self, Self::WithSekcam | Self::WithCamat)
    }
}
