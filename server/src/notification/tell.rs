//! Who is told what, and why it reaches them. Each event has a key, so that a job that runs twice tells once; nobody is
//! told what he did himself.

use chrono::{DateTime, FixedOffset};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Kind, Subject, entity};
use crate::account::entity::account;
use crate::app::App;
use crate::audit;
use crate::case_study::difference;
use crate::case_study::entity::{
    case_study, case_study_author, case_study_partner, case_study_revision, draft, draft_remark, review,
};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::curation::entity::{feature, nudge};
use crate::db::WriteTransaction;
use crate::digest;
use crate::digest::entity::digest as weekly_digest;
use crate::discussion;
use crate::erasure::entity as erasure;
use crate::error::Result;
use crate::format;
use crate::handover;
use crate::ids::{AccountId, CaseStudyId, CommentId, DraftId, FeatureId, RemarkId, TopicId};
use crate::job::{self, Job};
use crate::kecamatan::kabupaten_kota_of;
use crate::office;
use crate::office::entity::office_term;
use crate::policy::Role;
use crate::report::Outcome;
use crate::report::entity::{report, report_word};
use crate::sanction::entity::{sanction, sanction_word};
use crate::topic::entity::{search_request, search_topic};
use crate::verification;

pub use super::tell_data::{closed, data_answered, data_asked, data_corrected, data_late};

/// Who is told, each with the first reason that was found.
#[derive(Debug, Default)]
pub struct Told(Vec<(i64, String)>);

impl Told {
    /// Adds people for a reason; who is there already keeps the earlier one.
    pub fn add(&mut self, people: impl IntoIterator<Item = i64>, reason: &str) {
        for person in people {
            if !self.0.iter().any(|(known, _)| *known == person) {
                self.0.push((person, reason.to_owned()));
            }
        }
    }

    /// Leaves out who did it.
    pub fn without(&mut self, actor: Option<i64>) {
        self.0.retain(|(person, _)| Some(*person) != actor);
    }

    /// People and reasons, in the order found.
    pub fn people(&self) -> Vec<(i64, &str)> {
        self.0.iter().map(|(person, reason)| (*person, reason.as_str())).collect()
    }
}

/// A draft was handed in: tells who has to look at it.
pub async fn handed_in(tx: &WriteTransaction, catalogue: &Catalogue, id: DraftId, version: i64) -> Result<()> {
    let Some(draft) = draft::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&draft.kecamatan_code);
    let actor = last_actor(tx, id).await?.unwrap_or(draft.updated_by);
    let by = name(tx, actor).await?;
    let mut told = Told::default();
    let sekcam = [Role::Sekcam];
    let heads = [Role::Camat, Role::PltCamat, Role::PlhCamat];
    match draft.step.as_str() {
        "diajukan_sekcam" => {
            told.add(
                serving(tx, &draft.kecamatan_code, &sekcam).await?,
                &format!("Diajukan {by} kepada Bapak/Ibu sebagai Sekcam."),
            );
        }
        "diajukan_camat" => {}
        // Taken back, returned or published meanwhile: nobody has to look any more.
        _ => return Ok(()),
    }
    if told.people().is_empty() {
        told.add(
            serving(tx, &draft.kecamatan_code, &heads).await?,
            &format!("Diajukan {by} kepada Bapak/Ibu sebagai pimpinan {place}."),
        );
    }
    if told.people().is_empty() {
        let region = kabupaten_kota_of(&draft.kecamatan_code);
        let coordinators = serving(tx, region, &COORDINATORS).await?;
        told.add(coordinators, &format!("Diajukan {by}, dan jabatan camat di {place} sedang kosong."));
    }
    told.without(Some(actor));
    write(tx, Kind::HandedIn, Subject::Draft(draft.id), &format!("handed_in:{}:{version}", draft.id), &told).await
}

/// A draft came back: tells who began it and who worked on it last.
pub async fn returned(tx: &WriteTransaction, id: DraftId, version: i64) -> Result<()> {
    let Some(draft) = draft::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let actor = last_actor(tx, id).await?;
    let by = match actor {
        Some(actor) => format!("{} menulis catatan. ", name(tx, actor).await?),
        None => String::new(),
    };
    let mut told = Told::default();
    told.add([draft.creator_id], &format!("{by}Bapak/Ibu menerima ini karena memulai naskah ini."));
    told.add([draft.updated_by], &format!("{by}Bapak/Ibu menerima ini karena terakhir mengubah naskah ini."));
    told.without(actor);
    write(tx, Kind::Returned, Subject::Draft(draft.id), &format!("returned:{}:{version}", draft.id), &told).await
}

/// A draft was handed in for review: tells the coordinators of its kabupaten/kota, or of the province where it has none.
pub async fn review_asked(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = open_review(tx, id).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let region = kabupaten_kota_of(&row.kecamatan_code);
    let mut told = Told::default();
    let reason =
        format!("Diajukan {}, {place}. Bapak/Ibu menerima ini karena meninjau naskah di wilayah ini.", row.byline);
    told.add(serving(tx, region, &COORDINATORS).await?, &reason);
    if told.people().is_empty() {
        told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    }
    write(tx, Kind::ReviewAsked, Subject::Draft(row.draft_id), &format!("review_asked:{id}"), &told).await
}

/// A review waits too long: tells the coordinators of the province.
pub async fn review_late(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = open_review(tx, id).await? else {
        return Ok(());
    };
    let mut told = Told::default();
    let days = (tx.now() - row.handed_in_at).num_days();
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let reason =
        format!("Naskah {place} menunggu {days} hari. Bapak/Ibu menerima ini karena membina tingkat provinsi.");
    told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    write(tx, Kind::ReviewLate, Subject::Draft(row.draft_id), &format!("review_late:{id}"), &told).await
}

/// A draft came back from the review: tells who approved it in the office, who began it and who worked on it last.
pub async fn review_answered(tx: &WriteTransaction, id: i64) -> Result<()> {
    let Some(row) = review::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(draft) = draft::Entity::find_by_id(row.draft_id).one(&**tx).await? else {
        return Ok(());
    };
    let by = format!("Dijawab {}. Bapak/Ibu menerima ini karena", row.unit_name);
    let mut told = Told::default();
    told.add([row.account_id], &format!("{by} mengajukan naskah ini."));
    told.add([draft.creator_id], &format!("{by} memulai naskah ini."));
    told.add([draft.updated_by], &format!("{by} terakhir mengubah naskah ini."));
    told.without(row.answered_by);
    write(tx, Kind::Returned, Subject::Draft(draft.id), &format!("review_answered:{id}"), &told).await
}

async fn open_review(tx: &WriteTransaction, id: i64) -> Result<Option<review::Model>> {
    let row = review::Entity::find_by_id(id).one(&**tx).await?;
    Ok(row.filter(|row| row.answer == "open"))
}

/// An account was used from a device that it had not met: tells its owner, by mail too where there is one.
pub async fn new_device(
    tx: &WriteTransaction,
    app: &App,
    person: AccountId,
    device: &str,
    at: DateTime<FixedOffset>,
    job: i64,
) -> Result<()> {
    let at = format::date_time(at);
    let said = format!(
        "{device}, {at}. Bukan Bapak/Ibu? Buka Akun, pilih Keluar dari semua perangkat, lalu ganti kata sandi."
    );
    let mut told = Told::default();
    told.add([person.get()], &said);
    write(tx, Kind::NewDevice, Subject::Account(person.get()), &format!("new_device:{job}"), &told).await?;
    let row = account::Entity::find_by_id(person.get()).one(&**tx).await?;
    let Some((name, to)) = row.and_then(|row| Some((row.name, row.email?))).filter(|_| !app.config.mail_url.is_empty())
    else {
        return Ok(());
    };
    let site = &app.catalogue.get().settings.site.name;
    let text = format!(
        "Yth. {name},\n\nAkun Bapak/Ibu di {site} dipakai masuk dari perangkat baru: {device}, {at}.\n\n\
         Bila bukan Bapak/Ibu, keluarkan semua perangkat lalu ganti kata sandi: {}/akun\n\n{site}\n",
        app.config.base_url
    );
    job::enqueue(tx, &Job::SendMail { to, subject: "Masuk dari perangkat baru".to_owned(), text }).await
}

/// Somebody made a link to a new password: tells whose password it will be.
pub async fn recovery_made(tx: &WriteTransaction, person: AccountId, by: AccountId, job: i64) -> Result<()> {
    let who = name(tx, by.get()).await?;
    let said = format!("{who} membuat tautan kata sandi baru untuk akun ini. Tidak memintanya? Hubungi {who}.");
    let mut told = Told::default();
    told.add([person.get()], &said);
    write(tx, Kind::Recovery, Subject::Account(person.get()), &format!("recovery_made:{job}"), &told).await
}

/// The link was used: tells whose password it is, and who made the link.
pub async fn recovered(tx: &WriteTransaction, person: AccountId, by: AccountId, job: i64) -> Result<()> {
    let (who, whose) = (name(tx, by.get()).await?, name(tx, person.get()).await?);
    let mut told = Told::default();
    told.add([person.get()], &format!("Kata sandi diganti lewat tautan dari {who}. Perangkat lain sudah dikeluarkan."));
    told.add([by.get()], &format!("{whose} memakai tautan yang Bapak/Ibu buat."));
    write(tx, Kind::Recovery, Subject::Account(person.get()), &format!("recovered:{job}"), &told).await
}

/// The second factor was taken off an account: tells its owner, by whom and why.
pub async fn factor_reset(
    tx: &WriteTransaction,
    person: AccountId,
    by: AccountId,
    reason: &str,
    job: i64,
) -> Result<()> {
    let who = name(tx, by.get()).await?;
    let mut told = Told::default();
    let said = format!("Oleh {who}: “{reason}” Bukan atas permintaan Bapak/Ibu? Ganti kata sandi dan hubungi pembina.");
    told.add([person.get()], &said);
    write(tx, Kind::FactorReset, Subject::Account(person.get()), &format!("factor_reset:{job}"), &told).await
}

/// An office is handed over: tells who leaves and who comes.
pub async fn handed_over(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = handover::entity::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let terms = office_term::Column::Id.is_in([row.from_term_id, row.to_term_id]);
    let mut told = Told::default();
    for term in office_term::Entity::find().filter(terms).all(&**tx).await? {
        let does = if term.id == row.from_term_id { "menyerahkan" } else { "menerima" };
        let reason = format!("Bapak/Ibu {does} jabatan Camat pada {place}. Baca lembarnya, lalu sahkan.");
        told.add([term.account_id], &reason);
    }
    write(tx, Kind::HandedOver, Subject::Handover(id), &format!("handed_over:{id}"), &told).await
}

/// Somebody wrote a remark at a section: tells who began the draft and who worked on it last.
pub async fn remarked(tx: &WriteTransaction, id: RemarkId) -> Result<()> {
    let Some(remark) = draft_remark::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let Some(draft) = draft::Entity::find_by_id(remark.draft_id).one(&**tx).await? else {
        return Ok(());
    };
    let author = name(tx, remark.author_id).await?;
    let about = difference::label(&remark.field);
    let mut told = Told::default();
    let why =
        |role: &str| format!("{author} menulis catatan pada bagian {about}. Bapak/Ibu menerima ini karena {role}.");
    told.add([draft.creator_id], &why("memulai naskah ini"));
    told.add([draft.updated_by], &why("terakhir mengubah naskah ini"));
    told.without(Some(remark.author_id));
    write(tx, Kind::Remarked, Subject::Draft(draft.id), &format!("remarked:{}", remark.id), &told).await
}

/// A study names another office as one that wrote it too: asks those who lead that office.
pub async fn partner(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(asked) = case_study_partner::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&asked.kecamatan_code);
    let mut told = Told::default();
    let why =
        format!("Buka halamannya untuk menyetujui atau menolak. Bapak/Ibu menerima ini karena menjabat di {place}.");
    let leads = [Role::Camat, Role::PltCamat, Role::PlhCamat, Role::Sekcam];
    told.add(serving(tx, &asked.kecamatan_code, &leads).await?, &why);
    write(tx, Kind::Partnered, Subject::CaseStudy(asked.case_study_id), &format!("partnered:{}", asked.id), &told).await
}

/// A study appeared: tells its writers, its office, and for a new one the coordinators of the kabupaten/kota.
pub async fn published(tx: &WriteTransaction, catalogue: &Catalogue, id: CaseStudyId, number: i32) -> Result<()> {
    let Some(study) = case_study::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let revision = case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(study.id))
        .filter(case_study_revision::Column::Number.eq(number))
        .one(&**tx)
        .await?;
    let mut told = writers_and_office(tx, catalogue, &study).await?;
    if let (1, Some(kecamatan)) = (number, &study.kecamatan_code) {
        let region = kabupaten_kota_of(kecamatan);
        let reason =
            format!("Bapak/Ibu menerima ini karena membina kecamatan di {}.", catalogue.places.full_name(region));
        told.add(serving(tx, region, &COORDINATORS).await?, &reason);
    }
    // Where a coordinator had to approve, the camat does not know yet.
    let actor = match &revision {
        Some(revision) => reviewer(tx, study.id, revision.id).await?.or(revision.account_id),
        None => None,
    };
    told.without(actor);
    let kind = if number == 1 { Kind::Published } else { Kind::Republished };
    write(tx, kind, Subject::CaseStudy(study.id), &format!("published:{}:{number}", study.id), &told).await
}

/// The coordinator whose approval made a revision appear.
async fn reviewer(tx: &WriteTransaction, study: i64, revision: i64) -> Result<Option<i64>> {
    let draft = draft::Entity::find()
        .filter(draft::Column::PublishedCaseStudyId.eq(study))
        .filter(draft::Column::BaseRevisionId.eq(revision))
        .one(&**tx)
        .await?;
    let Some(draft) = draft else {
        return Ok(None);
    };
    let approved = review::Entity::find()
        .filter(review::Column::DraftId.eq(draft.id))
        .filter(review::Column::Answer.eq("approved"))
        .one(&**tx)
        .await?;
    Ok(approved.and_then(|review| review.answered_by))
}

/// Somebody commented: tells who spoke in the same exchange, and the study's writers and office.
pub async fn commented(tx: &WriteTransaction, catalogue: &Catalogue, id: CommentId) -> Result<()> {
    use discussion::entity::{Column, Entity};
    let Some(comment) = Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    if comment.deleted_at.is_some() || comment.hidden_at.is_some() {
        return Ok(());
    }
    let Some(study) = case_study::Entity::find_by_id(comment.case_study_id).one(&**tx).await? else {
        return Ok(());
    };
    let by = name(tx, comment.account_id).await?;
    let mut answered = Told::default();
    if let Some(parent) = comment.parent_id {
        let exchange = Entity::find()
            .filter(sea_orm::Condition::any().add(Column::Id.eq(parent)).add(Column::ParentId.eq(parent)))
            .filter(Column::DeletedAt.is_null())
            .order_by_asc(Column::Id)
            .all(&**tx)
            .await?;
        let (own, others): (Vec<_>, Vec<_>) = exchange.into_iter().partition(|row| row.id == parent);
        let reason = format!("{by} membalas. Bapak/Ibu menerima ini karena menulis komentar yang dibalas.");
        answered.add(own.into_iter().map(|row| row.account_id), &reason);
        let reason = format!("{by} membalas. Bapak/Ibu menerima ini karena ikut dalam percakapan ini.");
        answered.add(others.into_iter().map(|row| row.account_id), &reason);
    }
    answered.without(Some(comment.account_id));
    let mut told = Told::default();
    for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
        if !answered.people().iter().any(|(known, _)| *known == person) {
            told.add([person], &format!("{by} berkomentar. {reason}"));
        }
    }
    told.without(Some(comment.account_id));
    let (subject, key) = (Subject::Comment(comment.id), format!("commented:{}", comment.id));
    write(tx, Kind::Answered, subject, &key, &answered).await?;
    write(tx, Kind::Commented, subject, &key, &told).await
}

/// A study was put forward: tells its writers and its office.
pub async fn featured(tx: &WriteTransaction, catalogue: &Catalogue, id: FeatureId) -> Result<()> {
    let Some(row) = feature::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    if row.withdrawn_at.is_some() {
        return Ok(());
    }
    let Some(study) = case_study::Entity::find_by_id(row.case_study_id).one(&**tx).await? else {
        return Ok(());
    };
    let who = format!("{} {}", row.unit_name, catalogue.places.full_name(&row.scope_code));
    let mut told = Told::default();
    for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
        told.add([person], &format!("Dipilih {}: “{}” {reason}", who.trim(), row.reason));
    }
    told.without(Some(row.account_id));
    write(tx, Kind::Featured, Subject::CaseStudy(study.id), &format!("featured:{}", row.id), &told).await
}

/// The figures of a study were verified: tells its writers and its office.
pub async fn verified(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let row = verification::entity::Entity::find_by_id(id).one(&**tx).await?;
    let Some(row) = row.filter(|row| row.withdrawn_at.is_none()) else {
        return Ok(());
    };
    let Some(study) = case_study::Entity::find_by_id(row.case_study_id).one(&**tx).await? else {
        return Ok(());
    };
    let mut told = Told::default();
    for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
        told.add([person], &format!("{}: “{}” {reason}", row.unit_name, row.note));
    }
    told.without(Some(row.account_id));
    write(tx, Kind::Verified, Subject::CaseStudy(study.id), &format!("verified:{id}"), &told).await
}

/// Personal data was erased: tells the office of the study, so that nobody writes it again.
pub async fn erased(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = erasure::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(study) = case_study::Entity::find_by_id(row.case_study_id).one(&**tx).await? else {
        return Ok(());
    };
    let mut told = Told::default();
    for (person, reason) in writers_and_office(tx, catalogue, &study).await?.people() {
        told.add([person], &format!("{}: “{}” {reason}", row.unit_name, row.reason));
    }
    told.without(row.account_id);
    write(tx, Kind::Erased, Subject::CaseStudy(study.id), &format!("erased:{id}"), &told).await
}

/// Somebody used an invitation: tells who had invited.
pub async fn joined(tx: &WriteTransaction, person: AccountId, invited_by: AccountId) -> Result<()> {
    let by = name(tx, person.get()).await?;
    let mut told = Told::default();
    told.add([invited_by.get()], &format!("{by} sudah bergabung. Bapak/Ibu menerima ini karena mengundangnya."));
    told.without(Some(person.get()));
    write(tx, Kind::Joined, Subject::Account(person.get()), &format!("joined:{}", person.get()), &told).await
}

pub(super) const COORDINATORS: [Role; 2] = [Role::PembinaKabupatenKota, Role::InovasiKabupatenKota];
pub(super) const PROVINCE: [Role; 2] = [Role::PembinaProvinsi, Role::InovasiProvinsi];
const OFFICE: [Role; 5] = [Role::Camat, Role::PltCamat, Role::PlhCamat, Role::Sekcam, Role::Staf];

async fn writers_and_office(tx: &WriteTransaction, catalogue: &Catalogue, study: &case_study::Model) -> Result<Told> {
    let writers: Vec<i64> = case_study_author::Entity::find()
        .select_only()
        .column(case_study_author::Column::AccountId)
        .filter(case_study_author::Column::CaseStudyId.eq(study.id))
        .order_by_asc(case_study_author::Column::AccountId)
        .into_tuple()
        .all(&**tx)
        .await?;
    let mut told = Told::default();
    told.add(writers, "Bapak/Ibu menerima ini karena ikut menulis praktik ini.");
    if let Some(kecamatan) = &study.kecamatan_code {
        let reason = format!("Bapak/Ibu menerima ini karena bertugas di {}.", catalogue.places.full_name(kecamatan));
        told.add(serving(tx, kecamatan, &OFFICE).await?, &reason);
    }
    Ok(told)
}

/// A topic has an answer: tells who asked to be told, and only them; their waiting ends.
pub async fn topic_answered(tx: &WriteTransaction, id: TopicId, study: CaseStudyId) -> Result<()> {
    let Some(topic) = search_topic::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let own = search_request::Column::TopicId.eq(topic.id);
    let waiting: Vec<i64> = search_request::Entity::find()
        .select_only()
        .column(search_request::Column::AccountId)
        .filter(own.clone())
        .into_tuple()
        .all(&**tx)
        .await?;
    let mut told = Told::default();
    told.add(waiting, &format!("Bapak/Ibu menitipkan pencarian “{}”.", topic.text));
    let key = format!("topic_answered:{}:{study}", topic.id);
    write(tx, Kind::TopicAnswered, Subject::CaseStudy(study.get()), &key, &told).await?;
    search_request::Entity::delete_many().filter(own).exec(&**tx).await?;
    Ok(())
}

/// A topic was handed to a kecamatan: tells its office.
pub async fn topic_handed(tx: &WriteTransaction, catalogue: &Catalogue, id: TopicId, by: AccountId) -> Result<()> {
    let topic = search_topic::Entity::find_by_id(id.get()).one(&**tx).await?;
    let Some((topic, kecamatan)) = topic.and_then(|topic| topic.kecamatan_code.clone().map(|code| (topic, code)))
    else {
        return Ok(());
    };
    let office = [Role::Camat, Role::PltCamat, Role::PlhCamat, Role::Sekcam];
    let mut told = Told::default();
    let who = name(tx, by.get()).await?;
    let place = catalogue.places.full_name(&kecamatan);
    let reason = format!("{who} meminta {place} menulis praktik tentang ini, karena banyak yang mencarinya.");
    told.add(serving(tx, &kecamatan, &office).await?, &reason);
    let key = format!("topic_handed:{}:{kecamatan}", topic.id);
    write(tx, Kind::TopicHanded, Subject::Topic(topic.id), &key, &told).await
}

/// Something was reported: tells the coordinators of the place, else those of the province.
pub async fn reported(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = report::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.scope_code);
    let reason = format!("Tentang tulisan {place}. Bapak/Ibu menerima ini karena membina wilayah ini.");
    let mut told = Told::default();
    told.add(serving(tx, kabupaten_kota_of(&row.scope_code), &COORDINATORS).await?, &reason);
    if told.people().is_empty() {
        told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    }
    write(tx, Kind::Reported, Subject::Report(id), &format!("reported:{id}"), &told).await
}

/// A report waits beyond its deadline: tells the coordinators of the province.
pub async fn report_late(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(row) = report::Entity::find_by_id(id).one(&**tx).await?.filter(|row| row.state == "open") else {
        return Ok(());
    };
    let place = catalogue.places.full_name(&row.scope_code);
    let reason = format!(
        "Laporan data pribadi di {place} belum dijawab dalam 3 × 24 jam. Bapak/Ibu menerima ini karena membina tingkat provinsi."
    );
    let mut told = Told::default();
    told.add(serving(tx, &catalogue.places.province, &PROVINCE).await?, &reason);
    write(tx, Kind::ReportLate, Subject::Report(id), &format!("report_late:{id}"), &told).await
}

/// A coordinator decided: tells the reporter, and who wrote it unless it stays as it is.
pub async fn report_answered(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let Some(word) = report_word::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(row) = report::Entity::find_by_id(word.report_id).one(&**tx).await? else {
        return Ok(());
    };
    let label = Outcome::parse(&word.outcome).map_or("", Outcome::label);
    let (key, subject) = (format!("report_answered:{id}"), Subject::Report(row.id));
    let mut reporter = Told::default();
    reporter
        .add(row.reporter_id, &format!("{label}, oleh {}. Bapak/Ibu menerima ini karena melaporkannya.", word.byline));
    reporter.without(Some(word.account_id));
    write(tx, Kind::ReportAnswered, subject, &key, &reporter).await?;
    if !Outcome::parse(&word.outcome).is_some_and(Outcome::concerns_the_writer) {
        return Ok(());
    }
    let mut writers = Told::default();
    let quoted = if word.body.is_empty() { ".".to_owned() } else { format!(": “{}”", word.body) };
    let said = format!("{label}, oleh {}{quoted} Bapak/Ibu dapat menanggapinya.", word.byline);
    if row.subject_kind == "comment" {
        let comment = discussion::entity::Entity::find_by_id(row.subject_id).one(&**tx).await?;
        writers.add(comment.map(|comment| comment.account_id), &said);
    } else if let Some(study) = case_study::Entity::find_by_id(row.case_study_id).one(&**tx).await? {
        writers.add(writers_and_office(tx, catalogue, &study).await?.people().iter().map(|(person, _)| *person), &said);
    }
    writers.without(Some(word.account_id));
    write(tx, Kind::Moderated, subject, &format!("moderated:{id}"), &writers).await
}

/// Who is concerned replied: tells the coordinator who decided last.
pub async fn report_replied(tx: &WriteTransaction, id: i64) -> Result<()> {
    let Some(word) = report_word::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let answer = report_word::Entity::find()
        .filter(report_word::Column::ReportId.eq(word.report_id))
        .filter(report_word::Column::Kind.eq("answer"))
        .filter(report_word::Column::Id.lt(id))
        .order_by_desc(report_word::Column::Id)
        .one(&**tx)
        .await?;
    let mut told = Told::default();
    let reason = format!("{} menanggapi. Bapak/Ibu menerima ini karena menjawab laporannya.", word.byline);
    told.add(answer.map(|answer| answer.account_id), &reason);
    write(tx, Kind::ReportReplied, Subject::Report(word.report_id), &format!("report_replied:{id}"), &told).await
}

/// A person was warned or suspended: tells the person, by mail too where there is an address.
pub async fn sanctioned(tx: &WriteTransaction, app: &App, id: i64) -> Result<()> {
    let Some(row) = sanction::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let what = match row.ends_at {
        Some(end) => format!("Akun ditangguhkan sampai dengan {}", format::date(app.clock.last_day(end))),
        None => "Teguran".to_owned(),
    };
    let mut told = Told::default();
    told.add(
        [row.account_id],
        &format!("{what}, oleh {}. Bapak/Ibu dapat membaca alasannya dan menanggapi.", row.byline),
    );
    write(tx, Kind::Sanctioned, Subject::Sanction(id), &format!("sanctioned:{id}"), &told).await?;
    let text = format!("{what}, oleh {}. Alasannya, dan tempat menanggapinya", row.byline);
    mail_sanction(tx, app, &row, &text).await
}

/// The person answered: tells who decided. A coordinator replied, shortened or lifted: tells the person.
pub async fn sanction_word(tx: &WriteTransaction, app: &App, id: i64) -> Result<()> {
    let Some(word) = sanction_word::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(());
    };
    let Some(row) = sanction::Entity::find_by_id(word.sanction_id).one(&**tx).await? else {
        return Ok(());
    };
    let (subject, key) = (Subject::Sanction(row.id), format!("sanction_word:{id}"));
    let mut told = Told::default();
    if word.kind == "answer" {
        let reason = format!("{} menanggapi. Bapak/Ibu menerima ini karena memutuskannya.", word.byline);
        told.add([row.decided_by], &reason);
        return write(tx, Kind::SanctionAnswered, subject, &key, &told).await;
    }
    let what = match (word.kind.as_str(), word.ends_at) {
        ("lift", _) if row.ends_at.is_some() => "Penangguhan dicabut".to_owned(),
        ("lift", _) => "Teguran dicabut".to_owned(),
        (_, Some(end)) => format!("Penangguhan diperpendek sampai dengan {}", format::date(app.clock.last_day(end))),
        _ => "Tanggapan dibalas".to_owned(),
    };
    told.add([row.account_id], &format!("{what}, oleh {}: “{}”", word.byline, word.body));
    write(tx, Kind::Sanctioned, subject, &key, &told).await?;
    mail_sanction(tx, app, &row, &format!("{what}, oleh {}. Kata-katanya", word.byline)).await
}

/// The reason itself stays on the page: a mailbox may be read by others of the office.
async fn mail_sanction(tx: &WriteTransaction, app: &App, row: &sanction::Model, said: &str) -> Result<()> {
    let person = account::Entity::find_by_id(row.account_id).one(&**tx).await?;
    let Some((name, to)) = person.and_then(|person| Some((person.name, person.email?))) else {
        return Ok(());
    };
    if app.config.mail_url.is_empty() {
        return Ok(());
    }
    let (base, site) = (&app.config.base_url, &app.catalogue.get().settings.site.name);
    let text = format!("Yth. {name},\n\n{said}: {base}/teguran/{}\n\n{site}\n", row.id);
    job::enqueue(tx, &Job::SendMail { to, subject: Kind::Sanctioned.heading().to_owned(), text }).await
}

/// A coordinator asks a silent office to write: tells its head and sekcam, unless it was taken back.
pub async fn nudged(tx: &WriteTransaction, catalogue: &Catalogue, id: i64) -> Result<()> {
    let row = nudge::Entity::find_by_id(id).one(&**tx).await?;
    let Some(row) = row.filter(|row| row.taken_back_at.is_none()) else {
        return Ok(());
    };
    let office = [Role::Camat, Role::PltCamat, Role::PlhCamat, Role::Sekcam];
    let scope = term_scope(tx, row.term_id).await?;
    let who = format!("{} {}", row.unit_name, catalogue.places.full_name(&scope));
    let place = catalogue.places.full_name(&row.kecamatan_code);
    let mut told = Told::default();
    let reason = format!("{} mengajak {place} berbagi praktik baik. Satu cerita singkat sudah cukup.", who.trim());
    told.add(serving(tx, &row.kecamatan_code, &office).await?, &reason);
    write(tx, Kind::Nudged, Subject::Nudge(id), &format!("nudged:{id}"), &told).await
}

async fn term_scope(tx: &WriteTransaction, term: i64) -> Result<String> {
    let row = office_term::Entity::find_by_id(term).one(&**tx).await?;
    Ok(row.map_or_else(String::new, |row| row.region_code))
}

/// The weekly digest of a scope is there as a draft: tells its coordinators, unless it went meanwhile.
pub async fn digest_made(tx: &WriteTransaction, catalogue: &Catalogue, clock: &Clock, id: i64) -> Result<()> {
    let row = weekly_digest::Entity::find_by_id(id).one(&**tx).await?;
    let Some(row) = row.filter(|row| digest::State::parse(&row.state) == digest::State::Draft) else {
        return Ok(());
    };
    let roles = if row.scope_code == catalogue.places.province { PROVINCE } else { COORDINATORS };
    let goes_at = format::date_time(clock.local(row.goes_at));
    let mut told = Told::default();
    let reason = format!("Terbit dengan sendirinya {goes_at}. Sebelum itu Bapak/Ibu dapat mengubah atau menahannya.");
    told.add(serving(tx, &row.scope_code, &roles).await?, &reason);
    write(tx, Kind::DigestMade, Subject::Digest(id), &format!("digest_made:{id}"), &told).await
}

/// Accounts that serve in a region today in one of the roles.
pub(super) async fn serving(tx: &WriteTransaction, region: &str, roles: &[Role]) -> Result<Vec<i64>> {
    let people = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::AccountId)
        .filter(office_term::Column::RegionCode.eq(region))
        .filter(office_term::Column::Role.is_in(roles.iter().map(|role| role.as_str())))
        .filter(office::current_on(tx.today()))
        .order_by_asc(office_term::Column::Id)
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(people)
}

/// Who moved a draft last, as the audit remembers it.
async fn last_actor(tx: &WriteTransaction, draft: DraftId) -> Result<Option<i64>> {
    use audit::entity::{Column, Entity};
    let entry = Entity::find()
        .filter(Column::SubjectKind.eq("draft"))
        .filter(Column::SubjectId.eq(draft.to_string()))
        .order_by_desc(Column::Id)
        .one(&**tx)
        .await?;
    Ok(entry.and_then(|entry| entry.account_id))
}

pub(super) async fn name(tx: &WriteTransaction, id: i64) -> Result<String> {
    let person = account::Entity::find_by_id(id).one(&**tx).await?;
    Ok(person.map_or_else(|| "seseorang".to_owned(), |person| person.name))
}

pub(super) async fn write(
    tx: &WriteTransaction,
    kind: Kind,
    subject: Subject,
    event_key: &str,
    told: &Told,
) -> Result<()> {
    let (subject_kind, subject_id) = subject.to_row();
    let closed: Vec<i64> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.is_in(told.people().into_iter().map(|(person, _)| person)))
        .filter(account::Column::ClosedAt.is_not_null())
        .into_tuple()
        .all(&**tx)
        .await?;
    let rows: Vec<_> = told
        .people()
        .into_iter()
        .filter(|(person, _)| !closed.contains(person))
        .map(|(person, reason)| entity::ActiveModel {
            account_id: Set(person),
            kind: Set(kind.as_str().to_owned()),
            subject_kind: Set(subject_kind.to_owned()),
            subject_id: Set(subject_id.clone()),
            reason: Set(reason.to_owned()),
            event_key: Set(event_key.to_owned()),
            created_at: Set(tx.now()),
            read_at: Set(None),
            ..Default::default()
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let told_once = OnConflict::columns([entity::Column::AccountId, entity::Column::EventKey]).do_nothing().to_owned();
    entity::Entity::insert_many(rows).on_conflict(told_once).exec_without_returning(&**tx).await?;
    Ok(())
}
