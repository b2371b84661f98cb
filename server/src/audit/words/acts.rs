//! The acts in their groups, each with its sentence: a new act of the audit gets its line here.

use super::Holds::{self, Nothing, OfficeNote, Person, Quoted, Reason, Region, Study};
use super::Words;

const fn act(act: &'static str, sentence: &'static str, holds: Holds) -> Words {
    Words { act, sentence, holds }
}

pub(super) const STUDIES: &[Words] = &[
    act("publish", "menerbitkan {s}", Reason),
    act("publish_for_camat", "menerbitkan {s} a.n. Camat", Reason),
    act("publish_for_empty_office", "menerbitkan {s} selama jabatan camat kosong", Reason),
    act("review", "menyetujui dan menayangkan {s}", Reason),
    act("withdraw", "menghentikan penayangan {s}", Reason),
    act("show_again", "menayangkan lagi {s}", Reason),
    act("hide_study", "menyembunyikan {s}", Reason),
    act("restore_study", "memulihkan {s}", Reason),
    act("hide_comment", "menyembunyikan {s}", Reason),
    act("restore_comment", "memulihkan {s}", Reason),
    act("erase_personal_data", "menghapus data pribadi dari {s}", Reason),
    act("verify", "memverifikasi angka {s}", Reason),
    act("withdraw_verification", "mencabut verifikasi {s}", Reason),
    act("agree_partner", "menyatakan kantornya ikut menulis {s}", Reason),
    act("issue_contribution_letter", "membuat surat keterangan kontribusi untuk {s}", Nothing),
    act("revoke_contribution_letter", "mencabut surat keterangan kontribusi untuk {s}", Reason),
    act("decline_partner", "menyatakan kantornya tidak ikut menulis {s}", Reason),
];

pub(super) const DRAFTS: &[Words] = &[
    act("hand_in", "mengajukan {s}", OfficeNote),
    act("take_back", "menarik pengajuan {s}", OfficeNote),
    act("pass_on", "meneruskan {s} ke Camat", OfficeNote),
    act("return_draft", "mengembalikan {s} untuk diperbaiki", OfficeNote),
    act("discard_draft", "membuang {s}", Reason),
    act("hand_to_review", "meneruskan {s} ke tinjauan pembina", Reason),
    act("review_approve", "menyetujui {s} dalam tinjauan", Reason),
    act("review_return", "mengembalikan {s} dari tinjauan", Reason),
    act("review_decline", "menilai {s} tidak sesuai", Reason),
    act("review_first", "mengatur tinjauan sebelum tayang di {s}", Reason),
    act("publish_directly", "mengatur langsung tayang tanpa tinjauan di {s}", Reason),
    act("papers_pass_sekcam", "mengatur naskah melalui Sekcam di {s}", Reason),
    act("papers_skip_sekcam", "mengatur naskah langsung ke Camat di {s}", Reason),
    act("delegate", "mendelegasikan penerbitan kepada Sekcam di {s}", Reason),
    act("revoke_delegation", "mencabut delegasi penerbitan di {s}", Reason),
];

pub(super) const FEATURES: &[Words] = &[
    act("feature", "memilih {s} sebagai praktik pilihan", Reason),
    act("change_feature", "mengubah pilihan {s}", Reason),
    act("withdraw_feature", "mengakhiri pilihan {s}", Reason),
    act("resume_feature", "melanjutkan lagi pilihan {s}", Reason),
    act("extend_feature", "memperpanjang pilihan {s}", Reason),
    act("extend_feature_undone", "mengurungkan perpanjangan pilihan {s}", Reason),
    act("feature_up", "menaikkan {s} dalam urutan pilihan", Reason),
    act("feature_down", "menurunkan {s} dalam urutan pilihan", Reason),
    act("set_week_theme", "mengatur {s}: {r}", Quoted),
    act("nudge", "mengajak {s} menulis", Reason),
    act("nudge_taken_back", "menarik ajakan menulis kepada {s}", Reason),
];

pub(super) const QUESTIONS: &[Words] = &[
    act("hide_question", "menyembunyikan {s}", Reason),
    act("restore_question", "memulihkan {s}", Reason),
    act("hide_answer", "menyembunyikan {s}", Reason),
    act("restore_answer", "memulihkan {s}", Reason),
    act("summarise_question", "merangkum jawaban {s}", Nothing),
];

// Of a lesson the audit knows the key, never the title.
pub(super) const LESSONS: &[Words] = &[
    act("write_lesson", "menulis {s}", Nothing),
    act("edit_lesson", "mengubah {s}", Nothing),
    act("name_lesson", "menampilkan nama penulis pada {s}", Nothing),
    act("unname_lesson", "menghilangkan nama penulis dari {s}", Nothing),
    act("withdraw_lesson", "menarik {s}", Nothing),
    act("show_lesson_again", "menampilkan lagi {s}", Nothing),
    act("hide_lesson", "menyembunyikan {s}", Reason),
    act("restore_lesson", "memulihkan {s}", Reason),
    act("hide_lesson_word", "menyembunyikan {s}", Reason),
    act("restore_lesson_word", "memulihkan {s}", Reason),
];

pub(super) const COLLECTIONS: &[Words] = &[
    act("create_collection", "membuat {s}", Reason),
    act("edit_collection", "mengubah {s}", Reason),
    act("publish_collection", "menerbitkan {s}", Reason),
    act("unpublish_collection", "menjadikan {s} draf", Reason),
    act("discard_collection", "membuang {s}", Reason),
    act("restore_collection", "mengembalikan {s} sebagai draf", Reason),
    act("add_to_collection", "menambahkan {r} ke {s}", Study),
    act("remove_from_collection", "mengeluarkan {r} dari {s}", Study),
    act("restore_to_collection", "memasukkan lagi {r} ke {s}", Study),
    act("move_in_collection", "memindahkan {r} dalam {s}", Study),
    act("add_curator", "menambahkan {r} sebagai kurator {s}", Person),
    act("remove_curator", "melepas {r} sebagai kurator {s}", Person),
];

pub(super) const DIGESTS: &[Words] = &[
    act("make_digest", "menyiapkan {s}", Reason),
    act("edit_digest", "menyunting {s}", Reason),
    act("hold_digest", "menahan {s}", Reason),
    act("release_digest", "melepas lagi {s}", Reason),
    act("send_digest", "menerbitkan {s}", Reason),
];

pub(super) const MEETINGS: &[Words] = &[
    act("hold_meeting", "menyimpan {s}", Nothing),
    act("edit_meeting", "mengubah {s}", Nothing),
    act("decide_in_meeting", "menulis putusan dalam {s}", Nothing),
    act("conclude_meeting", "menutup {s}", Nothing),
    act("reopen_meeting", "membuka lagi {s}", Nothing),
    act("tick_follow_up", "menandai selesai satu tindak lanjut dari {s}", Nothing),
    act("untick_follow_up", "membuka lagi satu tindak lanjut dari {s}", Nothing),
    act("set_minggon", "menyusun {s}: {r}", Quoted),
];

pub(super) const PRODUCTS: &[Words] = &[
    act("write_product", "mencatat {s}", Nothing),
    act("edit_product", "mengubah {s}", Nothing),
    act("add_product_photo", "memasang foto {s}", Nothing),
    act("show_product", "menayangkan {s}", Nothing),
    act("withdraw_product", "menghentikan penayangan {s}", Nothing),
    act("hide_product", "menyembunyikan {s}", Reason),
    act("restore_product", "memulihkan {s}", Reason),
    act("record_product_contact", "mencatat persetujuan kontak pembuat {s}: {r}", Quoted),
    act("confirm_product_contact", "menyatakan persetujuan kontak pembuat {s} masih berlaku", Nothing),
    act("revoke_product_contact", "mencabut kontak pembuat {s}", Nothing),
];

pub(super) const ADOPTIONS: &[Words] = &[
    act("adopt", "memulai {s}", Nothing),
    act("record_adoption_step", "mencatat langkah pada {s}: {r}", Quoted),
    act("confirm_adoption", "menjawab apakah {s} masih berjalan: {r}", Quoted),
    act("take_back_adoption_step", "mengurungkan langkah pada {s}: {r}", Quoted),
    act("take_back_adoption", "mengurungkan replikasi atas {s}", Nothing),
    act("mend_adoption_note", "memperbaiki catatan langkah pada {s}: {r}", Quoted),
    act("add_adoption_photo", "menambahkan foto pada {s}", Nothing),
    act("remove_adoption_photo", "menghapus foto langkah pada {s}", Nothing),
    act("confirm_practice", "menjawab apakah {s} masih berjalan: {r}", Quoted),
    act("hide_adoption_step", "menyembunyikan keterangan satu langkah pada {s}", Reason),
    act("restore_adoption_step", "menampilkan kembali keterangan satu langkah pada {s}", Nothing),
    act("untie_own_study", "melepas tautan praktik sendiri dari {s}", Nothing),
    act("tie_own_study", "menautkan praktik sendiri pada {s}: {r}", Quoted),
];

pub(super) const VISITS: &[Words] = &[
    act("ask_visit", "mengajukan {s}", Nothing),
    act("answer_visit", "menjawab {s}: {r}", Quoted),
    act("arrange_visit", "mengatur waktu {s}: {r}", Quoted),
    act("cancel_visit", "membatalkan {s}", Nothing),
    act("report_visit", "melaporkan hasil {s}", Nothing),
    act("correct_visit_report", "memperbaiki laporan hasil {s}", Nothing),
    act("hide_visit_report", "menyembunyikan laporan hasil {s}", Reason),
    act("restore_visit_report", "memulihkan laporan hasil {s}", Nothing),
];

pub(super) const REPORTS: &[Words] = &[
    act("answer_report", "menjawab {s}", Nothing),
    act("reply_report", "menanggapi keputusan atas {s}", Nothing),
    act("ask_about_own_data", "mengajukan {s}", Nothing),
    act("answer_data_request", "menjawab {s}", Nothing),
];

pub(super) const SANCTIONS: &[Words] = &[
    act("warn", "menegur {r} dengan {s}", Person),
    act("suspend", "menangguhkan akun {r} dengan {s}", Person),
    act("shorten_sanction", "memperpendek penangguhan {r} dalam {s}", Person),
    act("lift_sanction", "mencabut {s} atas {r}", Person),
    act("reply_sanction", "menulis kepada {r} tentang {s}", Person),
    act("see_sanction", "membaca tanggapan {r} atas {s}", Person),
    act("answer_sanction", "menanggapi {s} atas dirinya", Nothing),
];

pub(super) const TERMS: &[Words] = &[
    act("invite", "mengundang {s}", Reason),
    act("invite_again", "membuat tautan undangan baru untuk {s}", Reason),
    act("make_recovery_link", "membuat tautan pemulihan untuk {s}", Nothing),
    act("end_term", "mengakhiri jabatan {s}", Reason),
    act("resume_term", "mengurungkan akhir jabatan {s}", Reason),
    act("confirm_handover", "mengesahkan {s}", Reason),
    act("import_roster", "mengimpor {s}", Reason),
];

pub(super) const ACCOUNTS: &[Words] = &[
    act("join", "bergabung dengan {s} lewat undangan", Reason),
    act("recover", "membuat kata sandi baru untuk {s} lewat tautan", Reason),
    act("change_password", "mengganti kata sandi {s}", Reason),
    act("change_email", "mengubah surel {s}", Nothing),
    act("correct_account", "memperbaiki data {s}: {r}", Quoted),
    act("ask_recovery", "mengirim tautan pemulihan yang diminta untuk {s}", Reason),
    act("second_factor_on", "mengaktifkan verifikasi dua langkah {s}", Reason),
    act("second_factor_off", "mematikan verifikasi dua langkah {s}", Reason),
    act("second_factor_reset", "mencabut verifikasi dua langkah {s}", Reason),
    act("new_recovery_codes", "membuat kode cadangan baru untuk {s}", Reason),
    act("withdraw_consent", "menarik persetujuan dan menutup {s}", Nothing),
    act("choose_digest", "memilih kiriman ringkasan mingguan untuk {s}", Nothing),
    act("stop_digest", "menghentikan kiriman ringkasan mingguan untuk {s}", Nothing),
    act("choose_notifications", "memilih cara diberi tahu untuk {s}", Nothing),
    act("stop_notification_mails", "menghentikan surel notifikasi untuk {s}", Nothing),
    act("failed_sign_ins", "mencatat terlalu banyak percobaan masuk yang gagal pada {s}", Nothing),
];

pub(super) const TOPICS: &[Words] = &[
    act("answer_topic", "menjawab {s} dengan {r}", Study),
    act("hand_topic", "meneruskan {s} kepada {r}", Region),
    act("close_topic", "menutup {s}", Reason),
    act("reopen_topic", "membuka lagi {s}", Reason),
    act("add_synonym", "menambahkan {s}: {r}", Quoted),
    act("change_synonym", "mengubah {s}: {r}", Quoted),
    act("remove_synonym", "menghapus {s}: {r}", Quoted),
];

pub(super) const SITE: &[Words] = &[
    act("add_classification", "menambahkan {s}: {r}", Quoted),
    act("change_classification", "mengubah {s}: {r}", Quoted),
    act("move_classification", "memindahkan {s} dalam urutan", Nothing),
    act("retire_classification", "menghentikan pemakaian {s}", Nothing),
    act("resume_classification", "memakai lagi {s}", Nothing),
    act("edit_site", "mengubah {s}: {r}", Quoted),
    act("edit_text", "mengubah {s}: {r}", Quoted),
    act("restore_text", "mengembalikan {s} ke teks bawaan", Nothing),
    act("publish_terms", "menerbitkan {s}: {r}", Quoted),
    act("agree_terms", "menyetujui {s}", Nothing),
];
