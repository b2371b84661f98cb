//! The sample questions and their answers.

use anyhow::Context;
use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::Load;
use crate::command::demo::samples::Question;
use crate::ids::QuestionId;
use crate::question::entity::{answer, question, question_indicator};

/// Puts one question into the tables, with what was answered.
pub async fn load(load: &Load<'_>, sample: &Question) -> anyhow::Result<QuestionId> {
    let tx = load.tx;
    let person = |key: &str| load.people.get(key).with_context(|| format!("nobody is {key}"));
    let asker = person(&sample.by)?;
    let at = tx.now() - Duration::days(sample.days_ago);
    // What the asker adds is no answer.
    let answers = sample.answers.iter().filter(|said| said.by != sample.by).count();
    let is_summarised = !sample.summary.is_empty();
    let row = question::ActiveModel {
        account_id: Set(asker.account.get()),
        term_id: Set(Some(asker.term.get())),
        byline: Set(asker.speaks_as.clone()),
        scope_code: Set(asker.region.clone()),
        title: Set(sample.title.clone()),
        body: Set(sample.body.clone()),
        visibility: Set(sample.visibility.clone()),
        sector_id: Set(load.catalogue.sector(&sample.sector).map(|sector| sector.id)),
        answer_count: Set(i32::try_from(answers)?),
        summary: Set(sample.summary.clone()),
        summary_version: Set(i64::from(is_summarised)),
        summary_by: Set(is_summarised.then_some(asker.account.get())),
        summary_byline: Set(if is_summarised { asker.speaks_as.clone() } else { String::new() }),
        summary_at: Set(is_summarised.then_some(at + Duration::days(4))),
        is_sample: Set(true),
        created_at: Set(at),
        hidden_reason: Set(String::new()),
        ..Default::default()
    };
    let id = question::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    for slug in &sample.indicators {
        let indicator = load.catalogue.indicator(slug).with_context(|| format!("no indicator is {slug}"))?;
        let row = question_indicator::ActiveModel { question_id: Set(id), indicator_id: Set(indicator.id) };
        question_indicator::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    for (number, said) in sample.answers.iter().enumerate() {
        let by = person(&said.by)?;
        let study = match &said.study {
            Some(key) => Some(load.studies.get(key).with_context(|| format!("no study is {key}"))?.id),
            None => None,
        };
        let body = study.map_or_else(|| said.body.clone(), |study| format!("{}\n\n/praktik/{study}", said.body));
        let row = answer::ActiveModel {
            question_id: Set(id),
            account_id: Set(by.account.get()),
            term_id: Set(Some(by.term.get())),
            byline: Set(by.speaks_as.clone()),
            body: Set(body),
            is_credited: Set(said.credited),
            created_at: Set(at + Duration::days(said.days_after)),
            hidden_reason: Set(String::new()),
            ..Default::default()
        };
        let answer = answer::Entity::insert(row).exec(&**tx).await?.last_insert_id;
        if sample.accepted == Some(number) {
            question::Entity::update_many()
                .col_expr(question::Column::AcceptedAnswerId, Expr::value(Some(answer)))
                .filter(question::Column::Id.eq(id))
                .exec(&**tx)
                .await?;
        }
    }
    Ok(QuestionId(id))
}
