//! The sample products.

use std::collections::HashMap;

use anyhow::Context;
use chrono::Duration;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::Load;
use crate::account::contact;
use crate::attachment::{self, Consent, Facts, Stored};
use crate::command::demo::samples::Product;
use crate::product::entity::{ActiveModel, Entity};
use crate::product::fold;

/// Puts one product into the tables, shown to readers, with its photo on the study.
pub async fn load(load: &Load<'_>, sample: &Product, pictures: &HashMap<String, Stored>) -> anyhow::Result<()> {
    let tx = load.tx;
    let person = load.people.get(&sample.by).with_context(|| format!("nobody is {}", sample.by))?;
    let study = load.studies.get(&sample.study).with_context(|| format!("no study is {}", sample.study))?.id;
    let at = tx.now() - Duration::days(sample.days_ago);
    let mut photo = None;
    if let Some(stored) = pictures.get(&sample.picture) {
        let facts = Facts {
            original_name: sample.picture.clone(),
            alt: sample.picture_alt.clone(),
            caption: String::new(),
            consent: Consent::NoneRecognisable,
            account: Some(person.account),
            draft: None,
            case_study: Some(study.get()),
        };
        photo = Some(attachment::record(&**tx, at, stored, facts).await?);
    }
    let maker = sample.contact.as_ref();
    let phone = maker.map(|maker| contact::phone(&maker.phone).context("no phone number")).transpose()?;
    let row = ActiveModel {
        kecamatan_code: Set(person.region.clone()),
        case_study_id: Set(study.get()),
        name: Set(sample.name.clone()),
        folded_name: Set(fold(&sample.name)),
        description: Set(sample.description.clone()),
        photo_id: Set(photo),
        price_from: Set(Some(sample.price_from)),
        price_to: Set(Some(sample.price_to)),
        price_unit: Set(sample.price_unit.clone()),
        capacity: Set(sample.capacity.clone()),
        capacity_unit: Set(sample.capacity_unit.clone()),
        certificates: Set(serde_json::to_string(&sample.certificates)?),
        order_url: Set(sample.order_url.clone()),
        state: Set("tayang".to_owned()),
        hidden_reason: Set(String::new()),
        contact_name: Set(maker.map(|maker| maker.name.clone()).unwrap_or_default()),
        contact_phone: Set(phone.unwrap_or_default()),
        consent_how: Set(maker.map(|maker| maker.how.clone())),
        consent_on: Set(maker.map(|maker| tx.today() - Duration::days(maker.days_ago))),
        consent_by: Set(maker.map(|_| person.account.get())),
        created_by: Set(person.account.get()),
        term_id: Set(Some(person.term.get())),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
