//! What a person switches on and off one by one: kinds that are one and the same to who hears of them stand in one line.

use super::Topic;
use crate::notification::Kind;

/// Kinds that are switched together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Matter {
    /// Drafts that wait for the reader, or came back.
    Drafts,
    /// Practices whose office is asked whether they still run.
    Confirmations,
    /// Requests for a visit, and what follows.
    Visits,
    /// Makers of products who are asked anew.
    Contacts,
    /// Questions of the reader's scope that nobody answered.
    Unanswered,
    /// Somebody asks the reader's office to write.
    Invitations,
    /// What is made for meetings and for readers of a scope.
    Materials,
    /// Who comes and who goes in an office.
    Office,
    /// Comments on what the reader or the reader's office wrote.
    Comments,
    /// Answers to a comment of the reader.
    Replies,
    /// Comments that name the reader or the reader's kecamatan.
    Mentions,
    /// Remarks at sections of a draft.
    Remarks,
    /// Questions that the reader may know about.
    Asked,
    /// Questions that the reader asked, or answered too.
    Answers,
    /// What is said in the Ruang Pembelajaran where the reader wrote too.
    Lessons,
    /// New studies of the office or of the scope.
    Published,
    /// New versions of them.
    Republished,
    /// Studies of the office that were put forward or verified.
    Honours,
    /// Studies that name the office as one that wrote with it.
    Partners,
    /// Steps of kecamatan that replicate.
    Replications,
    /// What guests of the office saw.
    VisitReports,
    /// Personal data that was erased from what the reader wrote.
    Erasures,
    /// New studies of a kecamatan, a sector or an indicator that the reader follows.
    FollowedNew,
    /// New versions of a study that the reader follows.
    FollowedChanged,
    /// A study that the reader follows was put forward or verified.
    FollowedHonours,
    /// New studies of a collection that the reader follows.
    FollowedGathered,
    /// A practice that the reader follows was taken up elsewhere, or visited.
    FollowedUse,
    /// News of a question that the reader follows, and new ones of a sector or an indicator.
    FollowedQuestions,
    /// What the reader had looked for in vain.
    Searched,
    /// What somebody reported in the reader's scope.
    Reports,
    /// What a coordinator decided about the reader's words.
    Decisions,
    /// What is replied to a decision of the reader.
    Objections,
    /// What became of a report of the reader.
    OwnReports,
    /// What people ask about the data on themselves, also makers of products who took a number back.
    DataRequests,
    /// Accounts that their owners closed.
    Closed,
    /// The safety of the reader's account, and warnings.
    Security,
}

impl Matter {
    /// Every one, in the order in which a topic lists its own.
    pub const ALL: [Self; 36] = [
        Self::Drafts,
        Self::Confirmations,
        Self::Visits,
        Self::Contacts,
        Self::Unanswered,
        Self::Invitations,
        Self::Materials,
        Self::Office,
        Self::Comments,
        Self::Replies,
        Self::Mentions,
        Self::Remarks,
        Self::Asked,
        Self::Answers,
        Self::Lessons,
        Self::Published,
        Self::Republished,
        Self::Honours,
        Self::Partners,
        Self::Replications,
        Self::VisitReports,
        Self::Erasures,
        Self::FollowedNew,
        Self::FollowedChanged,
        Self::FollowedHonours,
        Self::FollowedGathered,
        Self::FollowedUse,
        Self::FollowedQuestions,
        Self::Searched,
        Self::Reports,
        Self::Decisions,
        Self::Objections,
        Self::OwnReports,
        Self::DataRequests,
        Self::Closed,
        Self::Security,
    ];

    /// The matter of a kind.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::HandedIn | Kind::Returned | Kind::ReviewAsked | Kind::ReviewLate => Self::Drafts,
            Kind::AdoptionAsked => Self::Confirmations,
            Kind::VisitAsked | Kind::VisitAnswered | Kind::VisitOver | Kind::VisitWaiting => Self::Visits,
            Kind::ProductConsentOld => Self::Contacts,
            Kind::QuestionWaiting => Self::Unanswered,
            Kind::Nudged | Kind::TopicHanded => Self::Invitations,
            Kind::MinggonReady | Kind::MinggonThinner | Kind::DigestMade => Self::Materials,
            Kind::HandedOver | Kind::Joined => Self::Office,
            Kind::Commented => Self::Comments,
            Kind::Answered => Self::Replies,
            Kind::Mentioned => Self::Mentions,
            Kind::Remarked => Self::Remarks,
            Kind::QuestionAsked => Self::Asked,
            Kind::QuestionAnswered | Kind::AnswerAccepted | Kind::QuestionSummarised => Self::Answers,
            Kind::LessonNews => Self::Lessons,
            Kind::Published => Self::Published,
            Kind::Republished => Self::Republished,
            Kind::Featured | Kind::Verified => Self::Honours,
            Kind::Partnered => Self::Partners,
            Kind::AdoptionStep => Self::Replications,
            Kind::VisitReported => Self::VisitReports,
            Kind::Erased => Self::Erasures,
            Kind::FollowedNew => Self::FollowedNew,
            Kind::FollowedChanged => Self::FollowedChanged,
            Kind::FollowedFeatured | Kind::FollowedVerified => Self::FollowedHonours,
            Kind::FollowedGathered => Self::FollowedGathered,
            Kind::FollowedAdopted | Kind::FollowedVisited => Self::FollowedUse,
            Kind::FollowedQuestion | Kind::FollowedAsked => Self::FollowedQuestions,
            Kind::TopicAnswered => Self::Searched,
            Kind::Reported | Kind::LessonReported | Kind::ReportLate => Self::Reports,
            Kind::Moderated | Kind::LessonHidden | Kind::ProductDecided => Self::Decisions,
            Kind::ReportReplied | Kind::SanctionAnswered => Self::Objections,
            Kind::ReportAnswered => Self::OwnReports,
            Kind::DataAsked | Kind::DataAnswered | Kind::DataLate | Kind::ContactElsewhere => Self::DataRequests,
            Kind::Closed => Self::Closed,
            Kind::FactorReset | Kind::NewDevice | Kind::Recovery | Kind::DataCorrected | Kind::Sanctioned => {
                Self::Security
            }
        }
    }

    /// Those of a topic.
    pub fn within(topic: Topic) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |matter| matter.topic() == topic)
    }

    /// The topic below which it stands.
    pub fn topic(self) -> Topic {
        match self {
            Self::Drafts
            | Self::Confirmations
            | Self::Visits
            | Self::Contacts
            | Self::Unanswered
            | Self::Invitations
            | Self::Materials
            | Self::Office => Topic::Work,
            Self::Comments
            | Self::Replies
            | Self::Mentions
            | Self::Remarks
            | Self::Asked
            | Self::Answers
            | Self::Lessons => Topic::Talk,
            Self::Published
            | Self::Republished
            | Self::Honours
            | Self::Partners
            | Self::Replications
            | Self::VisitReports
            | Self::Erasures => Topic::Studies,
            Self::FollowedNew
            | Self::FollowedChanged
            | Self::FollowedHonours
            | Self::FollowedGathered
            | Self::FollowedUse
            | Self::FollowedQuestions
            | Self::Searched => Topic::Followed,
            Self::Reports
            | Self::Decisions
            | Self::Objections
            | Self::OwnReports
            | Self::DataRequests
            | Self::Closed => Topic::Care,
            Self::Security => Topic::Security,
        }
    }

    /// The matter as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Confirmations => "confirmations",
            Self::Visits => "visits",
            Self::Contacts => "contacts",
            Self::Unanswered => "unanswered",
            Self::Invitations => "invitations",
            Self::Materials => "materials",
            Self::Office => "office",
            Self::Comments => "comments",
            Self::Replies => "replies",
            Self::Mentions => "mentions",
            Self::Remarks => "remarks",
            Self::Asked => "asked",
            Self::Answers => "answers",
            Self::Lessons => "lessons",
            Self::Published => "published",
            Self::Republished => "republished",
            Self::Honours => "honours",
            Self::Partners => "partners",
            Self::Replications => "replications",
            Self::VisitReports => "visit_reports",
            Self::Erasures => "erasures",
            Self::FollowedNew => "followed_new",
            Self::FollowedChanged => "followed_changed",
            Self::FollowedHonours => "followed_honours",
            Self::FollowedGathered => "followed_gathered",
            Self::FollowedUse => "followed_use",
            Self::FollowedQuestions => "followed_questions",
            Self::Searched => "searched",
            Self::Reports => "reports",
            Self::Decisions => "decisions",
            Self::Objections => "objections",
            Self::OwnReports => "own_reports",
            Self::DataRequests => "data_requests",
            Self::Closed => "closed",
            Self::Security => "security",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.as_str() == text)
    }

    /// The matter as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Drafts => "Naskah yang menunggu diperiksa, ditinjau, atau diperbaiki",
            Self::Confirmations => "Praktik yang ditanyakan apakah masih berjalan",
            Self::Visits => "Studi tiru: permohonan, jadwal, dan laporan yang ditunggu",
            Self::Contacts => "Persetujuan kontak pembuat produk",
            Self::Unanswered => "Pertanyaan di wilayah binaan yang belum dijawab",
            Self::Invitations => "Ajakan menulis dan topik yang dibutuhkan",
            Self::Materials => "Bahan minggon dan ringkasan mingguan",
            Self::Office => "Serah terima jabatan dan rekan yang bergabung",
            Self::Comments => "Komentar pada praktik sendiri dan praktik kantor",
            Self::Replies => "Balasan atas komentar sendiri",
            Self::Mentions => "Komentar yang menyebut nama atau kecamatan sendiri",
            Self::Remarks => "Catatan rekan pada naskah",
            Self::Asked => "Pertanyaan dari kecamatan lain",
            Self::Answers => "Jawaban dan rangkuman pertanyaan yang diajukan atau ikut dijawab",
            Self::Lessons => "Tanggapan di Ruang Pembelajaran",
            Self::Published => "Praktik baru dari kantor sendiri atau wilayah binaan",
            Self::Republished => "Pembaruan praktik kantor sendiri atau wilayah binaan",
            Self::Honours => "Praktik menjadi pilihan atau hasilnya diverifikasi",
            Self::Partners => "Kantor disebut ikut menulis sebuah praktik",
            Self::Replications => "Kabar replikasi dari kecamatan lain",
            Self::VisitReports => "Laporan hasil studi tiru",
            Self::Erasures => "Data pribadi dihapus dari tulisan",
            Self::FollowedNew => "Praktik baru dari kecamatan, sektor, atau indikator",
            Self::FollowedChanged => "Praktik yang diikuti diperbarui",
            Self::FollowedHonours => "Praktik yang diikuti menjadi pilihan atau diverifikasi",
            Self::FollowedGathered => "Praktik baru di kumpulan",
            Self::FollowedUse => "Kabar replikasi dan laporan studi tiru praktik yang diikuti",
            Self::FollowedQuestions => "Pertanyaan baru, jawaban, dan rangkuman yang diikuti",
            Self::Searched => "Pencarian yang dititipkan sudah ada hasilnya",
            Self::Reports => "Laporan yang harus dijawab",
            Self::Decisions => "Keputusan pembina tentang tulisan dan produk",
            Self::Objections => "Tanggapan atas keputusan atau teguran Bapak/Ibu",
            Self::OwnReports => "Jawaban atas laporan sendiri",
            Self::DataRequests => "Permintaan data pribadi dan kontak pembuat yang dicabut",
            Self::Closed => "Akun yang ditutup pemiliknya",
            Self::Security => "Keamanan akun dan teguran",
        }
    }

    /// Why it always comes in the app; none for what may be switched off there too.
    pub fn always(self) -> Option<&'static str> {
        match self {
            Self::Drafts => Some("supaya tidak ada naskah yang tertahan"),
            Self::Erasures | Self::DataRequests => Some("karena menyangkut hak orang atas datanya"),
            Self::Reports => Some("karena ada tenggat untuk menjawabnya"),
            Self::Decisions => Some("supaya dapat dibaca alasannya dan ditanggapi"),
            Self::Objections => Some("supaya yang keberatan didengar"),
            Self::Security => Some("supaya pemilik akun segera tahu"),
            _ => None,
        }
    }
}

/// How a matter reaches a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// In the list on the site.
    App,
    /// By mail, when the topic says.
    Mail,
    /// By push, which says no more than that the list has something new.
    Push,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::App, Self::Mail, Self::Push];

    /// The way as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Mail => "mail",
            Self::Push => "push",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }

    /// The way as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::App => "Notifikasi",
            Self::Mail => "Surel",
            Self::Push => "Perangkat",
        }
    }

    /// True where a person decides about it.
    pub fn may_be_off(self, matter: Matter) -> bool {
        match self {
            Self::App => matter.always().is_none(),
            Self::Mail | Self::Push => matter != Matter::Security,
        }
    }
}
