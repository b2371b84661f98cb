//! Papers of an office in the table of the walk: drafts on their way, and what became of their studies.

use forum_camat::case_study::entity::{case_study, draft, review};
use forum_camat::ids::{CaseStudyId, DraftKey};
use forum_camat::office::entity::delegation;
use forum_camat::policy::Role;
use forum_camat::verification::entity as verification;
use forum_tests::{TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Request, Table, done, someone, study};

impl Table<'_> {
    pub async fn paper(&self, step: &str, verb: &str) -> Request {
        let key = paper(self.app, self.kecamatan, step).await;
        self.post(self.kecamatan, format!("/tulis/{key}/{verb}"))
    }

    pub async fn under_review(&self) -> Request {
        let (creator, term) = someone(self.app, Role::Camat, self.kecamatan).await;
        let key = paper(self.app, self.kecamatan, "ditinjau_pembina").await;
        let tx = self.app.app.db.begin_write().await.unwrap();
        let row =
            draft::Entity::find().filter(draft::Column::Key.eq(key.to_string())).one(&*tx).await.unwrap().unwrap();
        let review = review::ActiveModel {
            draft_id: Set(row.id),
            kecamatan_code: Set(row.kecamatan_code),
            version: Set(1),
            byline: Set("Camat".to_owned()),
            account_id: Set(creator),
            term_id: Set(term),
            handed_in_at: Set(tx.now()),
            answer: Set("open".to_owned()),
            unit_name: Set(String::new()),
            reason: Set(String::new()),
            checked: Set(String::new()),
            ..Default::default()
        };
        review::Entity::insert(review).exec_without_returning(&*tx).await.unwrap();
        done(tx).await;
        self.post(self.kecamatan, format!("/tulis/{key}/tinjau"))
    }
}

pub async fn verified(app: &TestApp, study: CaseStudyId, kecamatan: &str) {
    let (account, term) = someone(app, Role::PembinaKabupatenKota, &kecamatan[..5]).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = verification::ActiveModel {
        case_study_id: Set(study.get()),
        ground: Set("dasar".to_owned()),
        account_id: Set(account),
        term_id: Set(term),
        unit_name: Set(String::new()),
        note: Set("Dilihat".to_owned()),
        verified_at: Set(tx.now()),
        withdraw_reason: Set(String::new()),
        ..Default::default()
    };
    verification::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    done(tx).await;
}

pub async fn hidden(app: &TestApp, kecamatan: &str) -> CaseStudyId {
    let id = study(app, a_study("Praktik sel").of(kecamatan)).await;
    let tx = app.app.db.begin_write().await.unwrap();
    case_study::Entity::update_many()
        .col_expr(case_study::Column::HiddenAt, Expr::value(Some(tx.now())))
        .col_expr(case_study::Column::HiddenReason, Expr::value("Alasan cerita ini"))
        .filter(case_study::Column::Id.eq(id.get()))
        .exec(&*tx)
        .await
        .unwrap();
    done(tx).await;
    id
}

/// A whole draft of an office, in a step of the paper's way.
async fn paper(app: &TestApp, kecamatan: &str, step: &str) -> DraftKey {
    let (creator, _) = someone(app, Role::Staf, kecamatan).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let key = DraftKey::new();
    let document = serde_json::json!({
        "schema": 1, "title": "Irigasi tetes", "summary": "Dicoba satu musim.", "sector": "pertanian",
        "indicators": ["ekonomi-lokal"], "problem": "Air berkurang.", "action": "Merakit saluran.",
        "outcome": "Panen naik.",
    });
    let row = draft::ActiveModel {
        key: Set(key.to_string()),
        creator_id: Set(creator),
        kecamatan_code: Set(kecamatan.to_owned()),
        step: Set(step.to_owned()),
        document: Set(document.to_string()),
        version: Set(1),
        note: Set(String::new()),
        visibility: Set("public".to_owned()),
        updated_at: Set(tx.now()),
        updated_by: Set(creator),
        created_at: Set(tx.now()),
        writer: Set(String::new()),
        writer_from: Set(1),
        ..Default::default()
    };
    draft::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    done(tx).await;
    key
}

/// A kecamatan that somebody leads, whose sekcam may or may not publish.
pub async fn delegate(app: &TestApp, kecamatan: &str, stands: bool) {
    let (camat, _) = someone(app, Role::PlhCamat, kecamatan).await;
    let tx = app.app.db.begin_write().await.unwrap();
    delegation::Entity::delete_many().filter(delegation::Column::KecamatanCode.eq(kecamatan)).exec(&*tx).await.unwrap();
    if stands {
        let row = delegation::ActiveModel {
            kecamatan_code: Set(kecamatan.to_owned()),
            granted_by: Set(camat),
            granted_at: Set(tx.now()),
            ..Default::default()
        };
        delegation::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    }
    done(tx).await;
}
