//! Case studies of the stories: put straight into the tables, since writing and publishing are stories of their own.

use chrono::{DateTime, Duration, Utc};
use forum_camat::case_study::content::{Content, Measured, Value};
use forum_camat::case_study::entity::{
    case_study, case_study_author, case_study_duty, case_study_indicator, case_study_revision, result,
};
use forum_camat::case_study::evidence;
use forum_camat::case_study::measured_change::{self, Source};
use forum_camat::content_change::Subject;
use forum_camat::curation::entity::feature;
use forum_camat::db::{Effect, WriteTransaction};
use forum_camat::discussion::entity as comment;
use forum_camat::ids::{AccountId, CaseStudyId, CommentId, FeatureId};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter};

use crate::{Person, TestApp};

/// A study that stands in the tables.
#[derive(Clone, Debug)]
pub struct Study {
    /// Its id.
    pub id: CaseStudyId,
    /// Its title.
    pub title: String,
    /// Path of its page, with the slug.
    pub url: String,
}

impl Study {
    /// A path below the study's: `/praktik/12/komentar`.
    pub fn path(&self, below: &str) -> String {
        format!("/praktik/{}/{below}", self.id)
    }
}

/// A study to be put into the tables by [`TestApp::has`].
#[derive(Clone, Debug)]
pub struct StudyBuilder {
    content: Content,
    kecamatan: Option<String>,
    authors: Vec<AccountId>,
    byline: String,
    visibility: &'static str,
    state: &'static str,
    days_ago: i64,
    is_sample: bool,
}

/// Begins a study of agriculture in Kec. Cikajang, Kab. Garut, public, published just now, with one figure.
pub fn a_study(title: &str) -> StudyBuilder {
    let content = Content {
        title: title.to_owned(),
        summary: format!("{title}: dicoba satu musim dan diteruskan warga."),
        sector: Some("pertanian".to_owned()),
        indicators: vec!["ekonomi-lokal".to_owned()],
        problem: "Air berkurang setiap kemarau.".to_owned(),
        action: "Kelompok tani merakit saluran dari botol bekas.".to_owned(),
        outcome: "Panen naik dan air cukup sampai akhir Agustus.".to_owned(),
        stage: Some("penerapan".to_owned()),
        applied_since: Some("2025-01".to_owned()),
        ..Content::default()
    };
    StudyBuilder {
        content,
        kecamatan: Some(CIKAJANG.to_owned()),
        authors: Vec::new(),
        byline: "Camat Cikajang".to_owned(),
        visibility: "public",
        state: "tayang",
        days_ago: 0,
        is_sample: false,
    }
    .with_figure("Panen per musim", "3.1", "4.9", "ton per hektare")
}

/// Kec. Cikajang in Kab. Garut.
pub const CIKAJANG: &str = "32.05.22";

impl StudyBuilder {
    /// Of another kecamatan.
    #[must_use]
    pub fn of(mut self, kecamatan: &str) -> Self {
        self.kecamatan = Some(kecamatan.to_owned());
        self
    }

    /// Without a place, as an import may be.
    #[must_use]
    pub fn of_nowhere(mut self) -> Self {
        self.kecamatan = None;
        self
    }

    /// Written by somebody; the first one publishes.
    #[must_use]
    pub fn by(mut self, person: &Person) -> Self {
        self.authors.push(person.account);
        self
    }

    /// For members only.
    #[must_use]
    pub fn members_only(mut self) -> Self {
        self.visibility = "members";
        self
    }

    /// Not shown any more.
    #[must_use]
    pub fn withdrawn(mut self) -> Self {
        self.state = "tidak_ditayangkan";
        self
    }

    /// In another sector.
    #[must_use]
    pub fn in_sector(mut self, slug: &str) -> Self {
        self.content.sector = Some(slug.to_owned());
        self
    }

    /// Supports these indicators instead.
    #[must_use]
    pub fn supporting(mut self, indicators: &[&str]) -> Self {
        self.content.indicators = indicators.iter().map(|slug| (*slug).to_owned()).collect();
        self
    }

    /// With another summary.
    #[must_use]
    pub fn summed_up(mut self, summary: &str) -> Self {
        self.content.summary = summary.to_owned();
        self
    }

    /// With one more figure before and after.
    #[must_use]
    pub fn with_figure(mut self, name: &str, first: &str, last: &str, unit: &str) -> Self {
        self.content.results.push(Measured {
            name: name.to_owned(),
            unit: unit.to_owned(),
            level: "kelompok".to_owned(),
            source: "Catatan kelompok tani".to_owned(),
            values: [("2024", first), ("2026", last)]
                .map(|(period, value)| Value { period: period.to_owned(), value: value.to_owned() })
                .to_vec(),
            ..Measured::default()
        });
        self
    }

    /// Changes any part of what it says.
    #[must_use]
    pub fn saying(mut self, change: impl FnOnce(&mut Content)) -> Self {
        change(&mut self.content);
        self
    }

    /// First published so many days before now.
    #[must_use]
    pub fn days_ago(mut self, days: i64) -> Self {
        self.days_ago = days;
        self
    }

    /// Invented content of the demonstration.
    #[must_use]
    pub fn sample(mut self) -> Self {
        self.is_sample = true;
        self
    }
}

impl TestApp {
    /// Puts a study into the tables: its row, its first revision and what is projected from it. The log of content knows.
    pub async fn has(&self, study: StudyBuilder) -> Study {
        let tx = self.app.db.begin_write().await.expect("a transaction");
        let at = tx.now() - Duration::days(study.days_ago);
        let id = insert(self, &tx, &study, at).await;
        tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(id))])).await.expect("committed");
        let title = study.content.title;
        Study { id: CaseStudyId(id), url: forum_camat::case_study::card::url(id, &title), title }
    }

    /// Puts many studies in, in one transaction.
    pub async fn has_many(&self, studies: Vec<StudyBuilder>) {
        let tx = self.app.db.begin_write().await.expect("a transaction");
        let mut subjects = Vec::with_capacity(studies.len());
        for study in &studies {
            let at = tx.now() - Duration::days(study.days_ago);
            subjects.push(Subject::CaseStudy(CaseStudyId(insert(self, &tx, study, at).await)));
        }
        tx.commit(Effect::Visible(subjects)).await.expect("committed");
    }
}

impl TestApp {
    /// Puts a comment under a study into the table.
    pub async fn has_comment(&self, study: &Study, by: &Person, body: &str) -> CommentId {
        let tx = self.app.db.begin_write().await.expect("a transaction");
        let row = comment::ActiveModel {
            case_study_id: Set(study.id.get()),
            account_id: Set(by.account.get()),
            term_id: Set(by.term.map(|term| term.get())),
            byline: Set("Camat Cikajang, Kab. Garut".to_owned()),
            body: Set(body.to_owned()),
            created_at: Set(tx.now()),
            hidden_reason: Set(String::new()),
            ..Default::default()
        };
        let id = comment::Entity::insert(row).exec(&*tx).await.expect("a comment").last_insert_id;
        case_study::Entity::update_many()
            .col_expr(case_study::Column::CommentCount, Expr::col(case_study::Column::CommentCount).add(1))
            .filter(case_study::Column::Id.eq(study.id.get()))
            .exec(&*tx)
            .await
            .expect("counted");
        tx.commit(Effect::Visible(vec![Subject::CaseStudy(study.id)])).await.expect("committed");
        CommentId(id)
    }

    /// Hides a comment behind the back of the policy.
    pub async fn hides(&self, comment: CommentId, by: &Person) {
        let tx = self.app.db.begin_write().await.expect("a transaction");
        comment::Entity::update_many()
            .col_expr(comment::Column::HiddenAt, Expr::value(Some(tx.now())))
            .col_expr(comment::Column::HiddenBy, Expr::value(Some(by.account.get())))
            .filter(comment::Column::Id.eq(comment.get()))
            .exec(&*tx)
            .await
            .expect("hidden");
        tx.commit(Effect::Private).await.expect("committed");
    }

    /// Puts a feature into the table that began today and runs for two weeks.
    pub async fn has_feature(&self, study: &Study, by: &Person, scope: &str, reason: &str) -> FeatureId {
        let tx = self.app.db.begin_write().await.expect("a transaction");
        let row = feature::ActiveModel {
            case_study_id: Set(study.id.get()),
            reason: Set(reason.to_owned()),
            theme: Set(String::new()),
            scope_code: Set(scope.to_owned()),
            unit_name: Set("Bagian Tata Pemerintahan".to_owned()),
            account_id: Set(by.account.get()),
            term_id: Set(by.term.map(|term| term.get())),
            starts_on: Set(tx.today()),
            ends_on: Set(tx.today() + Duration::days(14)),
            position: Set(0),
            created_at: Set(tx.now()),
            withdrawn_reason: Set(String::new()),
            ..Default::default()
        };
        let id = feature::Entity::insert(row).exec(&*tx).await.expect("a feature").last_insert_id;
        tx.commit(Effect::Visible(vec![Subject::CaseStudy(study.id)])).await.expect("committed");
        FeatureId(id)
    }
}

async fn insert(app: &TestApp, tx: &WriteTransaction, study: &StudyBuilder, at: DateTime<Utc>) -> i64 {
    let catalogue = app.app.catalogue.get();
    let content = &study.content;
    let row = case_study::ActiveModel {
        kecamatan_code: Set(study.kecamatan.clone()),
        state: Set(study.state.to_owned()),
        state_reason: Set(String::new()),
        visibility: Set(study.visibility.to_owned()),
        hidden_reason: Set(String::new()),
        revision_number: Set(1),
        title: Set(content.title.clone()),
        summary: Set(content.summary.clone()),
        sector_id: Set(content.sector.as_deref().and_then(|slug| catalogue.sector(slug)).map(|sector| sector.id)),
        stage: Set(content.stage.clone()),
        year: Set(content.year()),
        evidence: Set(evidence::of_content(content).as_str().to_owned()),
        byline: Set(study.byline.clone()),
        comment_count: Set(0),
        published_at: Set(at),
        updated_at: Set(at),
        is_sample: Set(study.is_sample),
        ..Default::default()
    };
    let id = case_study::Entity::insert(row).exec(&**tx).await.expect("a study").last_insert_id;
    let revision = case_study_revision::ActiveModel {
        case_study_id: Set(id),
        number: Set(1),
        document: Set(content.to_document().expect("a document")),
        account_id: Set(study.authors.first().map(|author| author.get())),
        term_id: Set(None),
        byline: Set(study.byline.clone()),
        note: Set(String::new()),
        created_at: Set(at),
        ..Default::default()
    };
    let revision = case_study_revision::Entity::insert(revision).exec(&**tx).await.expect("a revision").last_insert_id;
    case_study::Entity::update_many()
        .col_expr(case_study::Column::RevisionId, Expr::value(revision))
        .filter(case_study::Column::Id.eq(id))
        .exec(&**tx)
        .await
        .expect("the current revision");
    for author in &study.authors {
        let row = case_study_author::ActiveModel {
            case_study_id: Set(id),
            account_id: Set(author.get()),
            kecamatan_code: Set(study.kecamatan.clone()),
        };
        case_study_author::Entity::insert(row).exec_without_returning(&**tx).await.expect("an author");
    }
    for indicator in content.indicators.iter().filter_map(|slug| catalogue.indicator(slug)) {
        let row = case_study_indicator::ActiveModel { case_study_id: Set(id), indicator_id: Set(indicator.id) };
        case_study_indicator::Entity::insert(row).exec_without_returning(&**tx).await.expect("an indicator");
    }
    for duty in content.duties.iter().filter_map(|slug| catalogue.duty(slug)) {
        let row = case_study_duty::ActiveModel { case_study_id: Set(id), duty_id: Set(duty.id) };
        case_study_duty::Entity::insert(row).exec_without_returning(&**tx).await.expect("a duty");
    }
    let source = Source { study: id, adoption: None, kecamatan: study.kecamatan.as_deref() };
    measured_change::add(&**tx, &catalogue, source, &content.results).await.expect("what may be summed");
    for (position, measured) in (1..).zip(&content.results) {
        let first = measured.values.first().cloned().unwrap_or_default();
        let last = measured.values.last().cloned().unwrap_or_default();
        let row = result::ActiveModel {
            case_study_id: Set(id),
            position: Set(position),
            measure_id: Set(measured
                .measure
                .as_deref()
                .and_then(|slug| catalogue.measure(slug))
                .map(|measure| measure.id)),
            name: Set(measured.name.clone()),
            unit: Set(measured.unit.clone()),
            first_value: Set(first.value),
            first_period: Set(first.period),
            last_value: Set(last.value),
            last_period: Set(last.period),
            source: Set(measured.source.clone()),
            level: Set(measured.level.clone()),
            measured_by: Set(measured.measured_by.clone()),
            estimate: Set(measured.estimate),
            ..Default::default()
        };
        result::Entity::insert(row).exec_without_returning(&**tx).await.expect("a result");
    }
    id
}
