//! Who may what: one declared table of acts and roles. A role reaches as far as the region of its term: a kecamatan, a
//! kabupaten/kota with all its kecamatan, or the province. `tests/` walks every cell of it through HTTP.

use crate::error::{Error, Result};
use crate::ids::TermId;

/// What a person is in an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Kasi, Kasubag or operator of a kecamatan.
    Staf,
    /// Secretary of a kecamatan.
    Sekcam,
    /// Head of a kecamatan.
    Camat,
    /// Acting head while the office is empty.
    PltCamat,
    /// Acting head while the holder is away for a while.
    PlhCamat,
    /// Coordinator of a kabupaten/kota: pembina kecamatan.
    PembinaKabupatenKota,
    /// Coordinator of a kabupaten/kota: pengelola inovasi.
    InovasiKabupatenKota,
    /// Coordinator of the province: pembina kecamatan.
    PembinaProvinsi,
    /// Coordinator of the province: pengelola inovasi.
    InovasiProvinsi,
    /// System administrator.
    Admin,
}

use Role::{
    Admin, Camat, InovasiKabupatenKota, InovasiProvinsi, PembinaKabupatenKota, PembinaProvinsi, PlhCamat, PltCamat,
    Sekcam, Staf,
};

impl Role {
    /// Every role.
    pub const ALL: [Self; 10] = [
        Staf,
        Sekcam,
        Camat,
        PltCamat,
        PlhCamat,
        PembinaKabupatenKota,
        InovasiKabupatenKota,
        PembinaProvinsi,
        InovasiProvinsi,
        Admin,
    ];

    /// The role as the database holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Staf => "staf",
            Sekcam => "sekcam",
            Camat => "camat",
            PltCamat => "plt_camat",
            PlhCamat => "plh_camat",
            PembinaKabupatenKota => "pembina_kabupaten_kota",
            InovasiKabupatenKota => "inovasi_kabupaten_kota",
            PembinaProvinsi => "pembina_provinsi",
            InovasiProvinsi => "inovasi_provinsi",
            Admin => "admin",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// The role as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Staf => "Kasi/Kasubag/Operator",
            Sekcam => "Sekcam",
            Camat => "Camat",
            PltCamat => "Plt. Camat",
            PlhCamat => "Plh. Camat",
            PembinaKabupatenKota => "Pembina Kecamatan (Kab/Kota)",
            InovasiKabupatenKota => "Pengelola Inovasi (Kab/Kota)",
            PembinaProvinsi => "Pembina Kecamatan (Provinsi)",
            InovasiProvinsi => "Pengelola Inovasi (Provinsi)",
            Admin => "Administrator sistem",
        }
    }

    /// True for who leads a kecamatan: camat, Plt. and Plh.
    pub fn leads_kecamatan(self) -> bool {
        matches!(self, Camat | PltCamat | PlhCamat)
    }

    /// True for the offices of a kecamatan.
    pub fn is_of_kecamatan(self) -> bool {
        matches!(self, Staf | Sekcam) || self.leads_kecamatan()
    }

    /// True for coordinators of both kinds and both levels.
    pub fn is_coordinator(self) -> bool {
        matches!(self, PembinaKabupatenKota | InovasiKabupatenKota | PembinaProvinsi | InovasiProvinsi)
    }

    /// True for who reaches beyond one office: coordinators and administrators.
    pub fn is_powerful(self) -> bool {
        self.is_coordinator() || self == Admin
    }

    /// True for coordinators of the province.
    pub fn is_provincial(self) -> bool {
        matches!(self, PembinaProvinsi | InovasiProvinsi)
    }

    /// How many segments the code of this role's region has: 3 for "32.05.06".
    pub fn region_depth(self) -> usize {
        match self {
            Staf | Sekcam | Camat | PltCamat | PlhCamat => 3,
            PembinaKabupatenKota | InovasiKabupatenKota => 2,
            PembinaProvinsi | InovasiProvinsi | Admin => 1,
        }
    }
}

/// What can be done in an office's name. Reading, commenting and changing one's own words are not here: they need
/// membership or authorship, not an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// Begin and change drafts and files of a kecamatan.
    WriteDraft,
    /// Hand a draft to the sekcam or the camat.
    HandIn,
    /// Pass a handed-in draft on to the camat.
    PassOn,
    /// Return a handed-in draft with a note.
    ReturnDraft,
    /// Publish in the camat's own right.
    Publish,
    /// Publish "a.n. Camat" while the camat's delegation stands.
    PublishForCamat,
    /// Publish what was handed in while nobody leads the kecamatan, with a reason.
    PublishForEmptyOffice,
    /// Stop showing a study, with a reason, and show it again.
    Withdraw,
    /// Let the sekcam publish, and take that back.
    Delegate,
    /// Invite and end sekcam and staff.
    ManageStaff,
    /// Invite and end camat, Plt. and Plh.
    ManageCamat,
    /// Appoint and end coordinators of a kabupaten/kota.
    AppointCoordinator,
    /// Put a study forward with a reason, and end that.
    Feature,
    /// Ask an office that has been silent for long to write.
    Nudge,
    /// Write the words of a weekly digest, choose and order what is in it, send it or hold it back.
    EditDigest,
    /// Look at what an office wants to publish, where a scope reviews first, and say whether a scope does.
    Review,
    /// Vouch for the figures of a study, and take that back.
    Verify,
    /// Hide a study with a reason, and restore it.
    HideStudy,
    /// Hide a comment with a reason, and restore it.
    HideComment,
    /// Erase personal data from a study and all that hangs on it, for good.
    ErasePersonalData,
    /// Answer a report: hide what it is about, have it mended, keep it, show it again.
    AnswerReport,
    /// Answer what somebody asks about the data on himself.
    AnswerDataRequest,
    /// Warn a person or suspend the account until a date, answer what the person says to that, and lift it.
    Sanction,
    /// Link an answer to a topic that people look for, hand it to a kecamatan, close it.
    AnswerTopic,
    /// Change the table of synonyms of the search.
    EditSynonyms,
    /// Change what we classify by, and what the site says: its name, texts and terms of use.
    EditSite,
    /// Begin a collection of studies; curators of one edit it wherever it was begun.
    CurateCollection,
    /// Take up a practice of another kecamatan for the own, and tell how far it got.
    Adopt,
    /// Ask the office of a study for a visit or a call, and tell what was seen.
    AskVisit,
    /// Answer who asks the own office for a visit or a call.
    AnswerVisit,
    /// Write down the products of a kecamatan and keep them current, with the maker's consent to be reached. Whether readers
    /// see one is said by who publishes studies, with [`Act::Publish`] and [`Act::PublishForCamat`].
    WriteProduct,
    /// Edit, publish and discard the collections that were begun in the own scope.
    EditCollection,
    /// Write down what did not work yet in the own office, change it and take it back.
    WriteLesson,
    /// Save a meeting of one's own office: its agenda, decisions and minutes.
    HoldMeeting,
    /// Read who did what: the audit of the own scope, for administrators all of it.
    ReadAudit,
}

use Act::{
    Adopt, AnswerDataRequest, AnswerReport, AnswerTopic, AnswerVisit, AppointCoordinator, AskVisit, CurateCollection,
    Delegate, EditCollection, EditDigest, EditSite, EditSynonyms, ErasePersonalData, Feature, HandIn, HideComment,
    HideStudy, HoldMeeting, ManageCamat, ManageStaff, Nudge, PassOn, Publish, PublishForCamat, PublishForEmptyOffice,
    ReadAudit, ReturnDraft, Review, Sanction, Verify, Withdraw, WriteDraft, WriteLesson, WriteProduct,
};

impl Act {
    /// Every act.
    pub const ALL: [Self; 35] = [
        WriteDraft,
        HandIn,
        PassOn,
        ReturnDraft,
        Publish,
        PublishForCamat,
        PublishForEmptyOffice,
        Withdraw,
        Delegate,
        ManageStaff,
        ManageCamat,
        AppointCoordinator,
        Feature,
        Nudge,
        EditDigest,
        Review,
        Verify,
        HideStudy,
        HideComment,
        ErasePersonalData,
        AnswerReport,
        AnswerDataRequest,
        Sanction,
        AnswerTopic,
        EditSynonyms,
        EditSite,
        CurateCollection,
        EditCollection,
        Adopt,
        AskVisit,
        AnswerVisit,
        WriteLesson,
        WriteProduct,
        HoldMeeting,
        ReadAudit,
    ];

    /// The act as the audit names it.
    pub fn as_str(self) -> &'static str {
        match self {
            WriteDraft => "write_draft",
            HandIn => "hand_in",
            PassOn => "pass_on",
            ReturnDraft => "return_draft",
            Publish => "publish",
            PublishForCamat => "publish_for_camat",
            PublishForEmptyOffice => "publish_for_empty_office",
            Withdraw => "withdraw",
            Delegate => "delegate",
            ManageStaff => "manage_staff",
            ManageCamat => "manage_camat",
            AppointCoordinator => "appoint_coordinator",
            Feature => "feature",
            Nudge => "nudge",
            EditDigest => "edit_digest",
            Review => "review",
            Verify => "verify",
            HideStudy => "hide_study",
            HideComment => "hide_comment",
            ErasePersonalData => "erase_personal_data",
            AnswerReport => "answer_report",
            AnswerDataRequest => "answer_data_request",
            Sanction => "sanction",
            AnswerTopic => "answer_topic",
            EditSynonyms => "edit_synonyms",
            EditSite => "edit_site",
            CurateCollection => "curate_collection",
            EditCollection => "edit_collection",
            Adopt => "adopt",
            AskVisit => "ask_visit",
            AnswerVisit => "answer_visit",
            WriteLesson => "write_lesson",
            WriteProduct => "write_product",
            HoldMeeting => "hold_meeting",
            ReadAudit => "read_audit",
        }
    }
}

/// One line of the policy: these roles may do this act wherever their region reaches.
pub struct Rule {
    /// The act.
    pub act: Act,
    /// Who may.
    pub roles: &'static [Role],
}

const OFFICE: &[Role] = &[Staf, Sekcam, Camat, PltCamat, PlhCamat];
const HEADS: &[Role] = &[Camat, PltCamat, PlhCamat];
const COORDINATORS: &[Role] = &[PembinaKabupatenKota, InovasiKabupatenKota, PembinaProvinsi, InovasiProvinsi];

/// The policy (DESIGN: "Who may what"). What is not here is forbidden; an act of two groups has a line for each.
pub const POLICY: &[Rule] = &[
    Rule { act: WriteDraft, roles: OFFICE },
    Rule { act: HandIn, roles: OFFICE },
    Rule { act: PassOn, roles: &[Sekcam, Camat, PltCamat, PlhCamat] },
    Rule { act: ReturnDraft, roles: &[Sekcam, Camat, PltCamat, PlhCamat] },
    Rule { act: Publish, roles: HEADS },
    Rule { act: PublishForCamat, roles: &[Sekcam] },
    Rule { act: PublishForEmptyOffice, roles: COORDINATORS },
    Rule { act: Withdraw, roles: HEADS },
    Rule { act: Delegate, roles: HEADS },
    Rule {
        act: ManageStaff,
        roles: &[
            Camat,
            PltCamat,
            PlhCamat,
            PembinaKabupatenKota,
            InovasiKabupatenKota,
            PembinaProvinsi,
            InovasiProvinsi,
            Admin,
        ],
    },
    Rule {
        act: ManageCamat,
        roles: &[PembinaKabupatenKota, InovasiKabupatenKota, PembinaProvinsi, InovasiProvinsi, Admin],
    },
    Rule { act: AppointCoordinator, roles: &[PembinaProvinsi, InovasiProvinsi, Admin] },
    Rule { act: Feature, roles: COORDINATORS },
    Rule { act: Nudge, roles: COORDINATORS },
    Rule {
        act: EditDigest,
        roles: &[PembinaKabupatenKota, InovasiKabupatenKota, PembinaProvinsi, InovasiProvinsi, Admin],
    },
    Rule { act: Review, roles: COORDINATORS },
    Rule { act: Verify, roles: COORDINATORS },
    Rule { act: HideStudy, roles: COORDINATORS },
    Rule { act: HideComment, roles: COORDINATORS },
    Rule { act: ErasePersonalData, roles: COORDINATORS },
    Rule { act: AnswerReport, roles: COORDINATORS },
    Rule {
        act: AnswerDataRequest,
        roles: &[PembinaKabupatenKota, InovasiKabupatenKota, PembinaProvinsi, InovasiProvinsi, Admin],
    },
    Rule {
        act: Sanction,
        roles: &[PembinaKabupatenKota, InovasiKabupatenKota, PembinaProvinsi, InovasiProvinsi, Admin],
    },
    Rule { act: AnswerTopic, roles: COORDINATORS },
    Rule { act: EditSynonyms, roles: &[Admin] },
    Rule { act: EditSite, roles: &[Admin] },
    Rule { act: CurateCollection, roles: COORDINATORS },
    Rule {
        act: EditCollection,
        roles: &[PembinaKabupatenKota, InovasiKabupatenKota, PembinaProvinsi, InovasiProvinsi, Admin],
    },
    Rule { act: Adopt, roles: OFFICE },
    Rule { act: AskVisit, roles: OFFICE },
    Rule { act: AnswerVisit, roles: OFFICE },
    Rule { act: WriteLesson, roles: OFFICE },
    Rule { act: WriteProduct, roles: OFFICE },
    Rule { act: HoldMeeting, roles: OFFICE },
    Rule { act: HoldMeeting, roles: COORDINATORS },
    Rule {
        act: ReadAudit,
        roles: &[PembinaKabupatenKota, InovasiKabupatenKota, PembinaProvinsi, InovasiProvinsi, Admin],
    },
];

/// A term in whose name somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// The term.
    pub term: TermId,
    /// What the person is by it.
    pub role: Role,
    /// Code of the region it reaches.
    pub region: String,
}

/// True when the table lets the role do the act at all.
pub fn allows(act: Act, role: Role) -> bool {
    POLICY.iter().any(|rule| rule.act == act && rule.roles.contains(&role))
}

/// True when a region lies in another or is the same: "32.05.06" in "32.05". Studies without a kecamatan belong to the
/// province.
pub fn reaches(region: &str, target: &str) -> bool {
    target == region || (target.starts_with(region) && target.as_bytes().get(region.len()) == Some(&b'.'))
}

/// True when the term may do the act on what belongs to `target`, a region's code.
pub fn may(act: Act, acting: &Acting, target: &str) -> bool {
    allows(act, acting.role) && reaches(&acting.region, target)
}

/// `Forbidden` unless the term may.
pub fn require(act: Act, acting: &Acting, target: &str) -> Result<()> {
    if may(act, acting, target) { Ok(()) } else { Err(Error::Forbidden) }
}
