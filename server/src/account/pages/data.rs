//! `/akun/data-saya.json`: everything that is kept about the person who asks, to take home (UU 27/2022, the right to a
//! copy). Secrets (passwords, keys of sessions and codes) are not in it, and nothing about anybody else.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::unkept;
use crate::account::consent;
use crate::account::entity::{account, known_device, session};
use crate::app::App;
use crate::case_study::entity::{case_study_author, draft};
use crate::case_study::{card, store};
use crate::discussion;
use crate::error::{Error, Result};
use crate::follow;
use crate::ids::{AccountId, CaseStudyId};
use crate::keyword_search::saved;
use crate::lesson::entity::{lesson, lesson_word};
use crate::notification;
use crate::office::entity::office_term;
use crate::question::entity::{answer, question};
use crate::report::entity::report;
use crate::sanction;
use crate::viewer::Viewer;

/// `GET /akun/data-saya.json`.
pub async fn download(State(app): State<App>, viewer: Viewer) -> Result<Response> {
    let id = viewer.require_account("/akun")?.account.get();
    let db = app.db.read();
    let person = account::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)?;
    let terms = office_term::Entity::find()
        .filter(office_term::Column::AccountId.eq(id))
        .order_by_asc(office_term::Column::Id)
        .all(db)
        .await?;
    let whole = json!({
        "dibuat": app.clock.now(),
        "akun": {
            "nama": person.name, "nomor_telepon": person.phone, "surel": person.email, "nip": person.nip,
            "dibuat": person.created_at, "ditangguhkan_sampai": person.suspended_until,
            "surel_ditolak_pada": person.mail_refused_at,
        },
        "jabatan": terms.iter().map(|term| json!({
            "peran": term.role, "wilayah": term.region_code, "sebutan": term.title, "unit": term.unit_name,
            "tmt": term.started_on, "sampai_dengan": term.ended_on, "nomor_surat": term.paper,
        })).collect::<Vec<_>>(),
        "perangkat": devices(&app, id).await?,
        "persetujuan": agreed(&app, id).await?,
        "praktik": studies(&app, &viewer, id).await?,
        "surat_keterangan": certificates(&app, id).await?,
        "draf": drafts(&app, id).await?,
        "komentar": comments(&app, id).await?,
        "replikasi": adoptions(&app, id).await?,
        "rapat": meetings(&app, id).await?,
        "rangkuman": summaries(&app, id).await?,
        "studi_tiru": visits(&app, id).await?,
        "produk": products(&app, id).await?,
        "tanggapan": reactions(&app, id).await?,
        "pertanyaan": questions(&app, id).await?,
        "jawaban": answers(&app, id).await?,
        "pembelajaran": lessons(&app, id).await?,
        "tanggapan_pembelajaran": lesson_words(&app, id).await?,
        "notifikasi": notices(&app, id).await?,
        "diikuti": follows(&app, id).await?,
        "cara_diberi_tahu": choices(&app, AccountId(id)).await?,
        "pencarian_tersimpan": searches(&app, id).await?,
        "laporan": reports(&app, id).await?,
        "permintaan_data": requests(&app, id).await?,
        "teguran_dan_penangguhan": sanctions(&app, AccountId(id)).await?,
    });
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"data-saya.json\""),
    ];
    Ok(unkept((headers, serde_json::to_vec_pretty(&whole)?).into_response()))
}

async fn requests(app: &App, id: i64) -> Result<Value> {
    use crate::data_request::entity::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).all(app.db.read()).await?;
    let told = |row: crate::data_request::entity::Model| {
        json!({
            "jenis": row.kind, "isi": row.body, "diajukan": row.created_at, "hasil": row.outcome, "jawaban": row.answer,
            "dijawab_oleh": row.unit_name, "dijawab": row.answered_at,
        })
    };
    Ok(rows.into_iter().map(told).collect())
}

async fn agreed(app: &App, id: i64) -> Result<Value> {
    let rows = consent::of(app.db.read(), id.into()).await?;
    let given = rows.iter().map(|row| {
        json!({ "dokumen": row.document, "versi": row.version, "diberikan": row.given_at, "ditarik": row.withdrawn_at })
    });
    Ok(given.collect())
}

async fn devices(app: &App, id: i64) -> Result<Value> {
    let sessions = session::Entity::find().filter(session::Column::AccountId.eq(id)).all(app.db.read()).await?;
    let known = known_device::Entity::find().filter(known_device::Column::AccountId.eq(id)).all(app.db.read()).await?;
    let open = sessions.iter().map(|row| {
        json!({ "peramban": row.user_agent, "masuk": row.created_at, "terakhir": row.last_seen_at,
            "komputer_kantor": row.office_computer })
    });
    Ok(json!({ "sedang_masuk": open.collect::<Vec<_>>(), "pernah_dikenali": known.len() }))
}

async fn studies(app: &App, viewer: &Viewer, id: i64) -> Result<Value> {
    let rows = case_study_author::Entity::find()
        .filter(case_study_author::Column::AccountId.eq(id))
        .all(app.db.read())
        .await?;
    let ids: Vec<CaseStudyId> = rows.iter().map(|row| CaseStudyId(row.case_study_id)).collect();
    let studies = store::by_ids(app.db.read(), viewer, &ids).await?;
    let shown = studies.iter().map(|study| {
        json!({ "judul": study.title, "alamat": card::url(study.id, &study.title), "terbit": study.published_at })
    });
    // What is not shown any more is named by its number: its text stays with the office.
    let gone = ids.iter().filter(|id| !studies.iter().any(|study| study.id == id.get())).map(|id| json!(id.get()));
    Ok(json!({ "tayang": shown.collect::<Vec<_>>(), "tidak_tayang": gone.collect::<Vec<_>>() }))
}

/// The certificates of the studies that the person wrote.
async fn certificates(app: &App, id: i64) -> Result<Value> {
    use crate::letter::entity::{Column, Entity};
    let authors = case_study_author::Entity::find().filter(case_study_author::Column::AccountId.eq(id));
    let studies = authors.all(app.db.read()).await?.into_iter().map(|row| row.case_study_id);
    let rows = Entity::find().filter(Column::CaseStudyId.is_in(studies)).order_by_asc(Column::Id);
    let lines = rows.all(app.db.read()).await?.into_iter().map(|row| {
        json!({ "nomor_register": row.register_number, "praktik": row.case_study_id, "revisi": row.revision_number,
            "dibuat": row.issued_at, "dicabut": row.revoked_at })
    });
    Ok(lines.collect())
}

async fn drafts(app: &App, id: i64) -> Result<Value> {
    let rows = draft::Entity::find().filter(draft::Column::CreatorId.eq(id)).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        let document: Value = serde_json::from_str(&row.document).unwrap_or(Value::Null);
        json!({ "kecamatan": row.kecamatan_code, "dimulai": row.created_at, "diubah": row.updated_at, "isi": document })
    });
    Ok(Value::Array(lines.collect()))
}

async fn reactions(app: &App, id: i64) -> Result<Value> {
    use discussion::entity::reaction::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        json!({ "tentang": row.subject_kind, "nomor": row.subject_id, "jenis": row.kind, "waktu": row.created_at })
    });
    Ok(Value::Array(lines.collect()))
}

async fn comments(app: &App, id: i64) -> Result<Value> {
    use discussion::entity::{Column, Entity, comment_revision};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let earlier = comment_revision::Entity::find()
        .filter(comment_revision::Column::CommentId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(comment_revision::Column::Id)
        .all(app.db.read())
        .await?;
    let before = |id: i64| -> Vec<Value> {
        let own = earlier.iter().filter(|row| row.comment_id == id);
        own.map(|row| json!({ "isi": row.body, "ditulis": row.written_at })).collect()
    };
    let lines = rows.iter().map(|row| {
        json!({ "praktik": row.case_study_id, "sebagai": row.byline, "isi": row.body, "ditulis": row.created_at,
            "bagian": row.section, "sebelumnya": before(row.id), "disembunyikan": row.hidden_reason })
    });
    Ok(Value::Array(lines.collect()))
}

async fn adoptions(app: &App, id: i64) -> Result<Value> {
    use crate::adoption::entity::adoption_step::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        json!({ "catatan_replikasi": row.adoption_id, "sebagai": row.byline, "tahap": row.stage,
            "tanggal": row.happened_on, "isi": row.note, "ditulis": row.recorded_at,
            "disembunyikan": row.hidden_reason })
    });
    Ok(Value::Array(lines.collect()))
}

async fn visits(app: &App, id: i64) -> Result<Value> {
    use crate::visit::entity::{visit, visit_word};
    let db = app.db.read();
    let asked = visit::Entity::find().filter(visit::Column::AskedBy.eq(id)).order_by_asc(visit::Column::Id);
    let said =
        visit_word::Entity::find().filter(visit_word::Column::AccountId.eq(id)).order_by_asc(visit_word::Column::Id);
    let (asked, said) = (asked.all(db).await?, said.all(db).await?);
    let requests = asked.iter().map(|row| {
        json!({ "nomor": row.id, "sebagai": row.byline, "tujuan": row.purpose, "narahubung": row.contact,
            "diajukan": row.created_at })
    });
    let words = said.iter().map(|row| {
        json!({ "studi_tiru": row.visit_id, "sebagai": row.byline, "perbuatan": row.act, "isi": row.body,
            "ditulis": row.created_at })
    });
    Ok(json!({ "permohonan": requests.collect::<Vec<_>>(), "percakapan": words.collect::<Vec<_>>() }))
}

/// What the person wrote down; the maker's contact is the maker's.
async fn products(app: &App, id: i64) -> Result<Value> {
    use crate::product::entity::{Column, Entity};
    let rows = Entity::find().filter(Column::CreatedBy.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        json!({ "nomor": row.id, "nama": row.name, "penjelasan": row.description, "kecamatan": row.kecamatan_code,
            "ditulis": row.created_at, "disembunyikan": row.hidden_reason })
    });
    Ok(Value::Array(lines.collect()))
}

async fn questions(app: &App, id: i64) -> Result<Value> {
    use question::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        json!({ "nomor": row.id, "sebagai": row.byline, "pertanyaan": row.title, "penjelasan": row.body,
            "ditulis": row.created_at, "disembunyikan": row.hidden_reason })
    });
    Ok(Value::Array(lines.collect()))
}

async fn answers(app: &App, id: i64) -> Result<Value> {
    use answer::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        json!({ "pertanyaan": row.question_id, "sebagai": row.byline, "isi": row.body, "ditulis": row.created_at,
            "disembunyikan": row.hidden_reason })
    });
    Ok(Value::Array(lines.collect()))
}

async fn lessons(app: &App, id: i64) -> Result<Value> {
    use lesson::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        json!({ "kode": row.key, "sebagai": row.byline, "tanpa_nama": row.is_unnamed, "judul": row.title,
            "dicoba": row.tried, "terjadi": row.happened, "kendala": row.hindrance, "lain": row.differently,
            "ditulis": row.created_at, "ditarik": row.withdrawn_at, "disembunyikan": row.hidden_reason })
    });
    Ok(Value::Array(lines.collect()))
}

async fn lesson_words(app: &App, id: i64) -> Result<Value> {
    use lesson_word::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        json!({ "sebagai": row.byline, "isi": row.body, "hanya_untuk_pembina": row.is_report,
            "ditulis": row.created_at, "disembunyikan": row.hidden_reason })
    });
    Ok(Value::Array(lines.collect()))
}

async fn notices(app: &App, id: i64) -> Result<Value> {
    use notification::entity::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| json!({ "jenis": row.kind, "alasan": row.reason, "waktu": row.created_at }));
    Ok(Value::Array(lines.collect()))
}

async fn searches(app: &App, id: i64) -> Result<Value> {
    use saved::entity::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).all(app.db.read()).await?;
    Ok(Value::Array(rows.iter().map(|row| json!({ "alamat": row.address, "disimpan": row.created_at })).collect()))
}

async fn sanctions(app: &App, person: AccountId) -> Result<Value> {
    let mut lines = Vec::new();
    for row in sanction::of_person(app.db.read(), person).await? {
        let words = sanction::words_of(app.db.read(), row.id).await?;
        let words = words.iter().map(
            |word| json!({ "oleh": word.byline, "isi": word.body, "ditulis": word.said_at, "sampai": word.ends_at }),
        );
        lines.push(json!({
            "jenis": row.kind, "oleh": row.byline, "alasan": row.reason, "diputuskan": row.decided_at,
            "sampai": row.ends_at, "keadaan": row.state, "kata": words.collect::<Vec<_>>(),
        }));
    }
    Ok(Value::Array(lines))
}

async fn reports(app: &App, id: i64) -> Result<Value> {
    let rows = report::Entity::find().filter(report::Column::ReporterId.eq(id)).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        json!({ "nomor": row.id, "alasan": row.ground, "isi": row.body, "dikirim": row.created_at, "keadaan": row.state })
    });
    Ok(Value::Array(lines.collect()))
}

async fn follows(app: &App, id: i64) -> Result<Value> {
    let rows = follow::store::of_person(app.db.read(), AccountId(id)).await?;
    Ok(Value::Array(
        rows.iter().map(|row| json!({ "jenis": row.kind, "yang": row.subject, "sejak": row.since })).collect(),
    ))
}

/// What was chosen about mails and pushes, the quiet hours, and the devices that pushes go to.
async fn choices(app: &App, person: AccountId) -> Result<Value> {
    use notification::push::entity::push_subscription::{Column, Entity};
    let db = app.db.read();
    let chosen = notification::choice::store::of_person(db, person).await?;
    let off = notification::choice::store::off(db, person).await?;
    let quiet = notification::choice::store::quiet_of(db, person).await?;
    let devices = Entity::find().filter(Column::AccountId.eq(person.get())).order_by_asc(Column::Id).all(db).await?;
    Ok(json!({
        "pilihan": chosen.iter().map(|(topic, wish)| json!({
            "tentang": topic, "surel": wish.mail.as_str(), "perangkat": wish.push,
        })).collect::<Vec<_>>(),
        "dimatikan": off.iter().map(|(matter, way)| json!({
            "tentang": matter.label(), "cara": way.label(),
        })).collect::<Vec<_>>(),
        "jam_tenang": json!({ "dipakai": quiet.is_on, "dari": quiet.from, "sampai": quiet.until }),
        "perangkat": devices.iter().map(|row| json!({ "alamat": row.endpoint, "sejak": row.created_at })).collect::<Vec<_>>(),
    }))
}

async fn meetings(app: &App, id: i64) -> Result<Value> {
    use crate::meeting::entity::meeting::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| {
        json!({
            "nama": row.title, "tanggal": row.held_on, "tempat": row.place, "peserta": row.participants,
            "pembukaan": row.opening, "catatan_lain": row.closing, "disimpan": row.created_at,
        })
    });
    Ok(lines.collect())
}

async fn summaries(app: &App, id: i64) -> Result<Value> {
    use crate::question::entity::question::{Column, Entity};
    let rows = Entity::find().filter(Column::SummaryBy.eq(id)).order_by_asc(Column::Id).all(app.db.read()).await?;
    let lines = rows.iter().map(|row| json!({"pertanyaan": row.id, "isi": row.summary, "ditulis": row.summary_at}));
    Ok(lines.collect())
}
