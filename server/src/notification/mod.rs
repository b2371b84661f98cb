//! What a person is told, once. Jobs write the rows, so that a request never waits for them and a crash loses none.

pub mod choice;
pub mod entity;
mod groups;
mod named;
pub mod pages;
mod places;
pub mod post;
pub mod push;
mod store;
mod subject;
pub mod tell;

#[cfg(test)]
mod tests;

pub use groups::unread;
pub use store::{Item, mark_all_read, open, page};
pub use subject::Subject;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A draft was handed in and waits for the reader.
    HandedIn,
    /// The reader's draft came back.
    Returned,
    /// A study appeared.
    Published,
    /// A study appeared in a new version.
    Republished,
    /// Somebody commented.
    Commented,
    /// Somebody answered where the reader spoke.
    Answered,
    /// A comment mentions the reader, or the reader's kecamatan.
    Mentioned,
    /// A study was put forward.
    Featured,
    /// Somebody whom the reader invited is here now.
    Joined,
    /// What the reader had looked for in vain has an answer.
    TopicAnswered,
    /// A coordinator asks the reader's office to write about a topic.
    TopicHanded,
    /// Somebody asked what the reader may know.
    QuestionAsked,
    /// A question was answered that the reader asked, or answered too.
    QuestionAnswered,
    /// The reader's answer helped the asker.
    AnswerAccepted,
    /// What was answered was drawn together.
    QuestionSummarised,
    /// A question of the reader's scope waits for an answer.
    QuestionWaiting,
    /// Something was said in the Ruang Pembelajaran where the reader wrote too.
    LessonNews,
    /// Somebody tells the coordinators about a lesson of their scope.
    LessonReported,
    /// A coordinator hid a lesson of the reader or of the reader's office.
    LessonHidden,
    /// Somebody wrote a remark at a section of the reader's draft.
    Remarked,
    /// Another office names the reader's as one that wrote with it.
    Partnered,
    /// A draft waits for the reader's review.
    ReviewAsked,
    /// A draft waits for a review too long.
    ReviewLate,
    /// The reader's office is handed over.
    HandedOver,
    /// The second factor was taken off the reader's account.
    FactorReset,
    /// The reader's account was used from a new device.
    NewDevice,
    /// A link to a new password was made, or used.
    Recovery,
    /// The figures of the reader's study were verified.
    Verified,
    /// A coordinator asks the reader's office to write again.
    Nudged,
    /// Somebody reported something in the reader's scope.
    Reported,
    /// The reader's report has an answer.
    ReportAnswered,
    /// A coordinator decided about what the reader wrote.
    Moderated,
    /// Who is concerned replied to the reader's decision.
    ReportReplied,
    /// A report waits beyond its deadline.
    ReportLate,
    /// Personal data was erased from the reader's study.
    Erased,
    /// Somebody of the reader's scope asks about the data on himself.
    DataAsked,
    /// The reader's request about his own data has an answer.
    DataAnswered,
    /// What the reader signs in with was put right by who answers the request.
    DataCorrected,
    /// A request about own data waits beyond its deadline.
    DataLate,
    /// Somebody of the reader's scope closed the account.
    Closed,
    /// The weekly digest of the reader's scope is there as a draft.
    DigestMade,
    /// The bahan minggon of the month is there.
    MinggonReady,
    /// A study of the bahan minggon that the reader set is shown no longer.
    MinggonThinner,
    /// The reader was warned or suspended, or something followed of that.
    Sanctioned,
    /// Whom the reader warned or suspended answers.
    SanctionAnswered,
    /// A kecamatan took a step in replicating a practice.
    AdoptionStep,
    /// The reader's office is asked whether its practices still run.
    AdoptionAsked,
    /// Another office asks the reader's for a visit or a call.
    VisitAsked,
    /// The other office of a studi tiru answered, changed it or called it off.
    VisitAnswered,
    /// A visit of the reader's office is over, and its report is waited for.
    VisitOver,
    /// A guest of the reader's office told what it saw.
    VisitReported,
    /// A request for a visit waits too long in the reader's scope.
    VisitWaiting,
    /// The reader's office is asked whether the maker of a product still agrees to be reached.
    ProductConsentOld,
    /// A coordinator hid a product of the reader's office, or took its maker's contact away as the maker asked.
    ProductDecided,
    /// A maker took his contact back in another kecamatan, and a product of the reader's scope keeps the same number.
    ContactElsewhere,
    /// A study appeared in a kecamatan, a sector or an indicator that the reader follows.
    FollowedNew,
    /// A study that the reader follows appeared in a new version.
    FollowedChanged,
    /// A study that the reader follows was put forward.
    FollowedFeatured,
    /// The figures of a study that the reader follows were verified.
    FollowedVerified,
    /// A collection that the reader follows has one study more.
    FollowedGathered,
    /// A question that the reader follows was answered, or its answers were drawn together.
    FollowedQuestion,
    /// A kecamatan tries a study that the reader follows, runs it, or stopped.
    FollowedAdopted,
    /// A guest told what it saw of a study that the reader follows.
    FollowedVisited,
    /// Somebody asked in a sector or about an indicator that the reader follows.
    FollowedAsked,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 64] = [
        Self::HandedIn,
        Self::Returned,
        Self::Published,
        Self::Republished,
        Self::Commented,
        Self::Answered,
        Self::Mentioned,
        Self::Featured,
        Self::Joined,
        Self::TopicAnswered,
        Self::TopicHanded,
        Self::QuestionAsked,
        Self::QuestionAnswered,
        Self::AnswerAccepted,
        Self::QuestionSummarised,
        Self::QuestionWaiting,
        Self::LessonNews,
        Self::LessonReported,
        Self::LessonHidden,
        Self::Remarked,
        Self::Partnered,
        Self::ReviewAsked,
        Self::ReviewLate,
        Self::HandedOver,
        Self::FactorReset,
        Self::NewDevice,
        Self::Recovery,
        Self::Verified,
        Self::Nudged,
        Self::Reported,
        Self::ReportAnswered,
        Self::Moderated,
        Self::ReportReplied,
        Self::ReportLate,
        Self::Erased,
        Self::DataAsked,
        Self::DataAnswered,
        Self::DataCorrected,
        Self::DataLate,
        Self::Closed,
        Self::DigestMade,
        Self::MinggonReady,
        Self::MinggonThinner,
        Self::Sanctioned,
        Self::SanctionAnswered,
        Self::AdoptionStep,
        Self::AdoptionAsked,
        Self::VisitAsked,
        Self::VisitAnswered,
        Self::VisitOver,
        Self::VisitReported,
        Self::VisitWaiting,
        Self::ProductConsentOld,
        Self::ProductDecided,
        Self::ContactElsewhere,
        Self::FollowedNew,
        Self::FollowedChanged,
        Self::FollowedFeatured,
        Self::FollowedVerified,
        Self::FollowedGathered,
        Self::FollowedQuestion,
        Self::FollowedAdopted,
        Self::FollowedVisited,
        Self::FollowedAsked,
    ];

    /// The kind as the database holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HandedIn => "handed_in",
            Self::Returned => "returned",
            Self::Published => "published",
            Self::Republished => "republished",
            Self::Commented => "commented",
            Self::Answered => "answered",
            Self::Mentioned => "mentioned",
            Self::Featured => "featured",
            Self::Joined => "joined",
            Self::TopicAnswered => "topic_answered",
            Self::TopicHanded => "topic_handed",
            Self::QuestionAsked => "question_asked",
            Self::QuestionAnswered => "question_answered",
            Self::AnswerAccepted => "answer_accepted",
            Self::QuestionSummarised => "question_summarised",
            Self::QuestionWaiting => "question_waiting",
            Self::LessonNews => "lesson_news",
            Self::LessonReported => "lesson_reported",
            Self::LessonHidden => "lesson_hidden",
            Self::Remarked => "remarked",
            Self::Partnered => "partnered",
            Self::ReviewAsked => "review_asked",
            Self::ReviewLate => "review_late",
            Self::HandedOver => "handed_over",
            Self::FactorReset => "factor_reset",
            Self::NewDevice => "new_device",
            Self::Recovery => "recovery",
            Self::Verified => "verified",
            Self::Nudged => "nudged",
            Self::Reported => "reported",
            Self::ReportAnswered => "report_answered",
            Self::Moderated => "moderated",
            Self::ReportReplied => "report_replied",
            Self::ReportLate => "report_late",
            Self::Erased => "erased",
            Self::DataAsked => "data_asked",
            Self::DataAnswered => "data_answered",
            Self::DataCorrected => "data_corrected",
            Self::DataLate => "data_late",
            Self::Closed => "closed",
            Self::DigestMade => "digest_made",
            Self::MinggonReady => "minggon_ready",
            Self::MinggonThinner => "minggon_thinner",
            Self::Sanctioned => "sanctioned",
            Self::SanctionAnswered => "sanction_answered",
            Self::AdoptionStep => "adoption_step",
            Self::AdoptionAsked => "adoption_asked",
            Self::VisitAsked => "visit_asked",
            Self::VisitAnswered => "visit_answered",
            Self::VisitOver => "visit_over",
            Self::VisitReported => "visit_reported",
            Self::VisitWaiting => "visit_waiting",
            Self::ProductConsentOld => "product_consent_old",
            Self::ProductDecided => "product_decided",
            Self::ContactElsewhere => "contact_elsewhere",
            Self::FollowedNew => "followed_new",
            Self::FollowedChanged => "followed_changed",
            Self::FollowedFeatured => "followed_featured",
            Self::FollowedVerified => "followed_verified",
            Self::FollowedGathered => "followed_gathered",
            Self::FollowedQuestion => "followed_question",
            Self::FollowedAdopted => "followed_adopted",
            Self::FollowedVisited => "followed_visited",
            Self::FollowedAsked => "followed_asked",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The kind as the interface names it; the subject's title follows.
    pub fn heading(self) -> &'static str {
        match self {
            Self::HandedIn => "Naskah menunggu pemeriksaan",
            Self::Returned => "Naskah dikembalikan untuk diperbaiki",
            Self::Published => "Praktik baru tayang",
            Self::Republished => "Praktik diperbarui",
            Self::Commented => "Komentar baru",
            Self::Answered => "Komentar dibalas",
            Self::Mentioned => "Disebut dalam komentar",
            Self::Featured => "Menjadi praktik pilihan",
            Self::Joined => "Undangan diterima",
            Self::TopicAnswered => "Yang dicari sudah ada",
            Self::TopicHanded => "Topik yang dibutuhkan",
            Self::QuestionAsked => "Pertanyaan dari kecamatan lain",
            Self::QuestionAnswered => "Pertanyaan dijawab",
            Self::AnswerAccepted => "Jawaban Bapak/Ibu diterima",
            Self::QuestionSummarised => "Jawaban sudah dirangkum",
            Self::QuestionWaiting => "Pertanyaan belum dijawab",
            Self::LessonNews => "Ada tanggapan baru di Ruang Pembelajaran",
            Self::LessonReported => "Catatan di Ruang Pembelajaran perlu dilihat",
            Self::LessonHidden => "Keputusan pembina di Ruang Pembelajaran",
            Self::Remarked => "Catatan pada naskah",
            Self::Partnered => "Ditulis bersama kantor Bapak/Ibu?",
            Self::ReviewAsked => "Naskah menunggu tinjauan",
            Self::ReviewLate => "Tinjauan belum dijawab",
            Self::HandedOver => "Serah terima jabatan",
            Self::FactorReset => "Verifikasi dua langkah dimatikan",
            Self::NewDevice => "Masuk dari perangkat baru",
            Self::Recovery => "Kata sandi baru",
            Self::Verified => "Hasilnya diverifikasi",
            Self::Nudged => "Diajak menulis praktik baik",
            Self::Reported => "Laporan baru",
            Self::ReportAnswered => "Laporan dijawab",
            Self::Moderated => "Keputusan pembina",
            Self::ReportReplied => "Tanggapan atas keputusan",
            Self::ReportLate => "Laporan lewat tenggat",
            Self::Erased => "Data pribadi dihapus",
            Self::DataAsked => "Permintaan data pribadi",
            Self::DataAnswered => "Permintaan data dijawab",
            Self::DataCorrected => "Data akun diperbaiki",
            Self::DataLate => "Permintaan data lewat tenggat",
            Self::Closed => "Akun ditutup pemiliknya",
            Self::DigestMade => "Ringkasan mingguan siap diperiksa",
            Self::MinggonReady => "Bahan minggon bulan ini",
            Self::MinggonThinner => "Bahan minggon kehilangan satu praktik",
            Self::Sanctioned => "Keputusan tentang akun Bapak/Ibu",
            Self::SanctionAnswered => "Tanggapan atas teguran atau penangguhan",
            Self::AdoptionStep => "Kabar replikasi",
            Self::AdoptionAsked => "Praktik menunggu konfirmasi",
            Self::VisitAsked => "Permohonan studi tiru",
            Self::VisitAnswered => "Kabar studi tiru",
            Self::VisitOver => "Laporan studi tiru ditunggu",
            Self::VisitReported => "Laporan hasil studi tiru",
            Self::VisitWaiting => "Permohonan studi tiru belum dijawab",
            Self::ProductConsentOld => "Persetujuan kontak pembuat",
            Self::ProductDecided => "Keputusan pembina tentang produk",
            Self::ContactElsewhere => "Kontak pembuat perlu ditanyakan",
            Self::FollowedNew => "Praktik baru dari yang diikuti",
            Self::FollowedChanged => "Praktik yang diikuti diperbarui",
            Self::FollowedFeatured => "Praktik yang diikuti menjadi pilihan",
            Self::FollowedVerified => "Hasil praktik yang diikuti diverifikasi",
            Self::FollowedGathered => "Praktik baru di kumpulan yang diikuti",
            Self::FollowedQuestion => "Kabar pertanyaan yang diikuti",
            Self::FollowedAdopted => "Kabar replikasi praktik yang diikuti",
            Self::FollowedVisited => "Laporan studi tiru ke praktik yang diikuti",
            Self::FollowedAsked => "Pertanyaan baru dari yang diikuti",
        }
    }

    /// The line for so many of this kind about one thing; `title` is empty when the reader may not see it any more.
    pub fn line(self, rows: i64, title: &str) -> String {
        let many = match self {
            Self::Commented => Some("komentar baru pada"),
            Self::Answered => Some("balasan baru pada"),
            Self::Mentioned => Some("kali disebut dalam komentar pada"),
            Self::Remarked => Some("catatan baru pada"),
            Self::Reported => Some("laporan baru pada"),
            Self::FollowedChanged => Some("pembaruan pada"),
            Self::FollowedQuestion => Some("kabar pada"),
            Self::FollowedAdopted => Some("kabar replikasi pada"),
            Self::FollowedVisited => Some("laporan studi tiru pada"),
            Self::VisitAnswered => Some("kabar studi tiru pada"),
            Self::QuestionAnswered => Some("jawaban baru pada"),
            Self::AdoptionStep => Some("kabar replikasi pada"),
            Self::VisitReported => Some("kabar laporan studi tiru pada"),
            Self::ReportReplied => Some("tanggapan atas keputusan pada"),
            Self::NewDevice => Some("kali masuk dari perangkat baru, terakhir"),
            // Its subject has no title: neither a list nor a mail says what a lesson is about.
            Self::LessonNews => Some("tanggapan baru di Ruang Pembelajaran"),
            _ => None,
        };
        match many.filter(|_| rows > 1) {
            Some(words) if title.is_empty() => {
                format!("{rows} {}", words.trim_end_matches(" pada").trim_end_matches(", terakhir"))
            }
            Some(words) => format!("{rows} {words} {title}"),
            None if title.is_empty() => self.heading().to_owned(),
            None => format!("{}: {title}", self.heading()),
        }
    }
}
