//! Fills an empty site with the samples: pictures first, then all rows in one transaction, so that a start that is
//! interrupted leaves an empty site and the next one begins again.

mod adoptions;
mod collections;
mod follows;
mod lessons;
mod meetings;
mod products;
mod questions;
mod visits;

use std::collections::HashMap;
use std::time::Instant;

use anyhow::Context;
use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::samples::{self, Comment, Draft, Feature, Person, Samples, Study};
use crate::account::entity::{account, credential};
use crate::account::{contact, password};
use crate::app::App;
use crate::attachment::{self, Consent, Facts, Stored};
use crate::case_study::content::Photo;
use crate::case_study::entity::{case_study, draft, draft_version};
use crate::case_study::revise::{Writing, write};
use crate::catalogue::Catalogue;
use crate::command::progress;
use crate::content_change::Subject;
use crate::curation::entity::feature;
use crate::db::{Effect, WriteTransaction};
use crate::discussion::entity::{self as comment, reaction};
use crate::ids::{AccountId, CaseStudyId, TermId};
use crate::kecamatan::kabupaten_kota_of;
use crate::office::{self, entity::office_term};
use crate::policy::Role;

/// Loads everything.
pub async fn load(app: &App, password: &str) -> anyhow::Result<()> {
    let started = Instant::now();
    let samples = Samples::read(app.clock.today())?;
    let pictures = pictures(app, &samples.studies).await?;
    let hash = password::hash_now(password)?;
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    let mut load = Load { tx: &tx, catalogue: &catalogue, people: HashMap::new(), studies: HashMap::new() };
    for person in &samples.people {
        load.person(person, &hash).await.with_context(|| format!("sample account {}", person.key))?;
    }
    for study in &samples.studies {
        load.study(study, &pictures).await.with_context(|| format!("sample {}", study.r#ref))?;
    }
    load.comments(&samples.comments).await?;
    for (index, feature) in samples.features.iter().enumerate() {
        load.feature(index, feature).await.with_context(|| format!("the feature of {}", feature.study))?;
    }
    for collection in &samples.collections {
        collections::load(&load, collection).await.with_context(|| format!("the collection {}", collection.title))?;
    }
    for adoption in &samples.adoptions {
        adoptions::load(&load, adoption).await.with_context(|| format!("the adoption of {}", adoption.study))?;
    }
    for product in &samples.products {
        products::load(&load, product, &pictures).await.with_context(|| format!("the product {}", product.name))?;
    }
    meetings::load(&load, app.clock.today()).await.context("the sample meetings")?;
    visits::load(&load).await.context("the sample studi tiru")?;
    let mut asked = Vec::new();
    for question in &samples.questions {
        let id = questions::load(&load, question).await.with_context(|| format!("the question {}", question.title))?;
        asked.push(Subject::Question(id));
    }
    for lesson in &samples.lessons {
        lessons::load(&load, lesson).await.with_context(|| format!("the lesson {}", lesson.title))?;
    }
    for draft in &samples.drafts {
        load.draft(draft).await.with_context(|| format!("sample draft {}", draft.key))?;
    }
    follows::load(&load).await.context("what the sample people follow")?;
    super::digests::load(&tx, &catalogue, &app.clock).await.context("the sample digests")?;
    super::letters::load(&tx, &catalogue).await.context("the sample certificate")?;
    let mut subjects: Vec<Subject> = load.studies.values().map(|study| Subject::CaseStudy(study.id)).collect();
    subjects.extend(asked);
    subjects.extend(samples.people.iter().map(|person| Subject::Region(person.region.clone())));
    tx.commit(Effect::Visible(subjects)).await?;
    tracing::info!(
        duration_ms = started.elapsed().as_millis(),
        studies = samples.studies.len(),
        "the samples are loaded"
    );
    Ok(())
}

/// Draws and stores each picture once, as many at a time as photos are re-encoded.
async fn pictures(app: &App, studies: &[Study]) -> anyhow::Result<HashMap<String, Stored>> {
    let mut names: Vec<String> = studies.iter().filter_map(|study| study.picture.clone()).collect();
    names.sort();
    names.dedup();
    let bar = progress::bar(names.len() as u64, "pictures");
    let stored = stream::iter(names.into_iter().map(|name| {
        let bar = bar.clone();
        async move {
            let drawn = name.clone();
            let png = tokio::task::spawn_blocking(move || samples::picture(&drawn)).await??;
            let stored = attachment::store_picture(app, Bytes::from(png))
                .await
                .with_context(|| format!("the picture {name}"))?;
            bar.inc(1);
            anyhow::Ok((name, stored))
        }
    }));
    let stored = stored.buffer_unordered(2).try_collect().await?;
    bar.finish_and_clear();
    Ok(stored)
}

struct Load<'a> {
    tx: &'a WriteTransaction,
    catalogue: &'a Catalogue,
    people: HashMap<String, Placed>,
    studies: HashMap<String, Published>,
}

/// A sample person in the tables.
struct Placed {
    account: AccountId,
    term: TermId,
    role: Role,
    region: String,
    unit_name: String,
    byline: String,
    /// The office as it speaks under a study and in an answer: with its kabupaten.
    speaks_as: String,
}

/// A sample study in the tables.
struct Published {
    id: CaseStudyId,
    at: DateTime<Utc>,
    photo: Option<i64>,
}

impl Load<'_> {
    async fn person(&mut self, person: &Person, hash: &str) -> anyhow::Result<()> {
        let tx = self.tx;
        let role = Role::parse(&person.role).with_context(|| format!("no role {}", person.role))?;
        let phone = contact::phone(&person.phone).with_context(|| format!("no phone number: {}", person.phone))?;
        let row = account::ActiveModel {
            name: Set(person.name.clone()),
            phone: Set(Some(phone)),
            is_sample: Set(true),
            created_at: Set(tx.now()),
            ..Default::default()
        };
        let account = account::Entity::insert(row).exec(&**tx).await?.last_insert_id;
        let row = credential::ActiveModel {
            account_id: Set(account),
            password_hash: Set(hash.to_owned()),
            changed_at: Set(tx.now()),
        };
        credential::Entity::insert(row).exec_without_returning(&**tx).await?;
        let row = office_term::ActiveModel {
            account_id: Set(account),
            role: Set(person.role.clone()),
            region_code: Set(person.region.clone()),
            title: Set(person.title.clone()),
            unit_name: Set(person.unit_name.clone()),
            started_on: Set(std::cmp::min(person.started_on, tx.today())),
            paper: Set("SK contoh".to_owned()),
            created_at: Set(tx.now()),
            ..Default::default()
        };
        let term = office_term::Entity::insert(row).exec(&**tx).await?.last_insert_id;
        let byline = office::label(role, &person.region, &person.title, &person.unit_name, self.catalogue);
        let speaks_as = if role.is_of_kecamatan() {
            let parent = self.catalogue.places.full_name(kabupaten_kota_of(&person.region));
            format!("{byline}, {parent}")
        } else {
            byline.clone()
        };
        let placed = Placed {
            account: AccountId(account),
            term: TermId(term),
            role,
            byline,
            speaks_as,
            region: person.region.clone(),
            unit_name: person.unit_name.clone(),
        };
        self.people.insert(person.key.clone(), placed);
        Ok(())
    }

    async fn study(&mut self, study: &Study, pictures: &HashMap<String, Stored>) -> anyhow::Result<()> {
        let tx = self.tx;
        let at = std::cmp::min(study.published_at, tx.now());
        let head =
            self.people.values().find(|person| person.role.leads_kecamatan() && person.region == study.kecamatan);
        let place = self.catalogue.places.kecamatan(&study.kecamatan).map_or("", |place| place.name.as_str());
        let byline = head.map_or_else(|| format!("Kantor Kecamatan {place}"), |head| head.byline.clone());
        let mut content = study.content.clone();
        if let Some(stored) = study.picture.as_ref().and_then(|name| pictures.get(name)) {
            let alt = study.picture_alt.clone().unwrap_or_default();
            let facts = Facts {
                original_name: study.picture.clone().unwrap_or_default(),
                alt: alt.clone(),
                caption: String::new(),
                consent: Consent::NoneRecognisable,
                account: head.map(|head| head.account),
                draft: None,
                case_study: None,
            };
            let attachment = attachment::record(&**tx, at, stored, facts).await?;
            content.photos = vec![Photo { attachment, alt, caption: String::new() }];
        }
        let writing = Writing {
            existing: None,
            content: &content,
            kecamatan: Some(study.kecamatan.clone()),
            byline,
            account: head.map(|head| head.account),
            term: head.map(|head| head.term),
            note: String::new(),
            at,
            published_at: Some(at),
            visibility: study.visibility.clone(),
            reference: Some(study.r#ref.clone()),
            is_sample: true,
            shows_again: false,
            authors: head.map(|head| head.account).into_iter().collect(),
        };
        let row = write(&**tx, self.catalogue, writing).await?;
        for photo in &content.photos {
            attachment::entity::Entity::update_many()
                .col_expr(attachment::entity::Column::CaseStudyId, Expr::value(row.id))
                .filter(attachment::entity::Column::Id.eq(photo.attachment))
                .exec(&**tx)
                .await?;
        }
        self.studies.insert(study.r#ref.clone(), Published { id: CaseStudyId(row.id), at, photo: row.lead_photo_id });
        Ok(())
    }

    async fn comments(&mut self, comments: &[Comment]) -> anyhow::Result<()> {
        let tx = self.tx;
        let mut written: HashMap<&str, Vec<i64>> = HashMap::new();
        for sample in comments {
            let study = self.studies.get(&sample.study).with_context(|| format!("a comment under {}", sample.study))?;
            let person = self.people.get(&sample.author).with_context(|| format!("a comment by {}", sample.author))?;
            let earlier = written.entry(&sample.study).or_default();
            let parent = sample.reply_to.and_then(|index| earlier.get(index).copied());
            // Minutes keep the order of those that were written on one day.
            let minutes = i64::try_from(earlier.len()).unwrap_or_default() * 7;
            let at = std::cmp::min(study.at + Duration::days(sample.days_after) + Duration::minutes(minutes), tx.now());
            let row = comment::ActiveModel {
                case_study_id: Set(study.id.get()),
                parent_id: Set(parent),
                account_id: Set(person.account.get()),
                term_id: Set(Some(person.term.get())),
                byline: Set(person.speaks_as.clone()),
                body: Set(sample.body.clone()),
                created_at: Set(at),
                hidden_reason: Set(String::new()),
                section: Set(sample.section.clone()),
                ..Default::default()
            };
            let id = comment::Entity::insert(row).exec(&**tx).await?.last_insert_id;
            earlier.push(id);
            for key in &sample.useful_to {
                let reader = self.people.get(key).with_context(|| format!("a reaction of {key}"))?;
                let row = reaction::ActiveModel {
                    subject_kind: Set("comment".to_owned()),
                    subject_id: Set(id),
                    account_id: Set(reader.account.get()),
                    kind: Set("useful".to_owned()),
                    created_at: Set(at),
                    ..Default::default()
                };
                reaction::Entity::insert(row).exec_without_returning(&**tx).await?;
            }
        }
        for (study, comments) in written {
            let Some(study) = self.studies.get(study) else { continue };
            case_study::Entity::update_many()
                .col_expr(
                    case_study::Column::CommentCount,
                    Expr::value(i32::try_from(comments.len()).unwrap_or_default()),
                )
                .filter(case_study::Column::Id.eq(study.id.get()))
                .exec(&**tx)
                .await?;
        }
        Ok(())
    }

    async fn feature(&mut self, index: usize, sample: &Feature) -> anyhow::Result<()> {
        let tx = self.tx;
        let study = self.studies.get(&sample.study).context("no such study")?;
        let person = self.people.get(&sample.by).with_context(|| format!("nobody is {}", sample.by))?;
        let row = feature::ActiveModel {
            case_study_id: Set(study.id.get()),
            reason: Set(sample.reason.clone()),
            theme: Set(sample.theme.clone()),
            scope_code: Set(sample.scope.clone()),
            unit_name: Set(person.unit_name.clone()),
            account_id: Set(person.account.get()),
            term_id: Set(Some(person.term.get())),
            starts_on: Set(tx.today()),
            ends_on: Set(tx.today() + Duration::weeks(sample.weeks)),
            position: Set(i32::try_from(index + 1).unwrap_or_default()),
            created_at: Set(tx.now()),
            withdrawn_reason: Set(String::new()),
            ..Default::default()
        };
        feature::Entity::insert(row).exec_without_returning(&**tx).await?;
        Ok(())
    }

    async fn draft(&mut self, sample: &Draft) -> anyhow::Result<()> {
        let tx = self.tx;
        let creator = self.people.get(&sample.creator).with_context(|| format!("nobody is {}", sample.creator))?;
        let at = std::cmp::min(sample.updated_at, tx.now());
        let document = sample.content.to_document()?;
        let row = draft::ActiveModel {
            key: Set(sample.key.clone()),
            creator_id: Set(creator.account.get()),
            kecamatan_code: Set(sample.kecamatan.clone()),
            step: Set(sample.step.clone()),
            document: Set(document.clone()),
            version: Set(1),
            note: Set(sample.note.clone()),
            visibility: Set(sample.visibility.clone()),
            updated_at: Set(at),
            updated_by: Set(creator.account.get()),
            created_at: Set(at),
            writer: Set(String::new()),
            writer_from: Set(1),
            ..Default::default()
        };
        let draft = draft::Entity::insert(row).exec(&**tx).await?.last_insert_id;
        let row = draft_version::ActiveModel {
            draft_id: Set(draft),
            version: Set(1),
            document: Set(document),
            saved_by: Set(creator.account.get()),
            saved_at: Set(at),
            ..Default::default()
        };
        draft_version::Entity::insert(row).exec_without_returning(&**tx).await?;
        Ok(())
    }
}
