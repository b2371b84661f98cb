//! A review begins when the head of an office would have published, and ends once.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::audit;
use crate::case_study::draft::Step;
use crate::case_study::entity::{draft, review};
use crate::case_study::publish::Voice;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::job::{self, Job};

/// The open review of a draft.
pub async fn current(db: &impl ConnectionTrait, draft: i64) -> Result<Option<review::Model>> {
    let open = review::Entity::find()
        .filter(review::Column::DraftId.eq(draft))
        .filter(review::Column::Answer.eq("open"))
        .one(db)
        .await?;
    Ok(open)
}

/// Hands a draft to the coordinators of its kabupaten/kota in the name of who approved it. The same text twice is once.
pub(in crate::case_study) async fn open(
    tx: &WriteTransaction,
    row: draft::Model,
    voice: &Voice,
) -> Result<draft::Model> {
    let before = current(&**tx, row.id).await?;
    if before.is_some_and(|review| review.version == row.version) {
        return Ok(row);
    }
    close(tx, row.id, "replaced").await?;
    let review = review::ActiveModel {
        draft_id: Set(row.id),
        kecamatan_code: Set(row.kecamatan_code.clone()),
        version: Set(row.version),
        byline: Set(voice.byline.clone()),
        account_id: Set(voice.account.get()),
        term_id: Set(voice.term.get()),
        handed_in_at: Set(tx.now()),
        escalated_at: Set(None),
        answer: Set("open".to_owned()),
        answered_at: Set(None),
        answered_by: Set(None),
        unit_name: Set(String::new()),
        reason: Set(String::new()),
        checked: Set(String::new()),
        ..Default::default()
    };
    let review = review::Entity::insert(review).exec(&**tx).await?.last_insert_id;
    move_to(tx, row.id, Step::UnderReview, "").await?;
    let entry = audit::Entry {
        account: Some(voice.account),
        term: Some(voice.term),
        act: "hand_to_review",
        subject_kind: "draft",
        subject_id: row.id.to_string(),
        reason: "",
    };
    audit::record(tx, entry).await?;
    job::enqueue(tx, &Job::TellReviewAsked { review }).await?;
    Ok(draft::Model { step: Step::UnderReview.as_str().to_owned(), note: String::new(), ..row })
}

/// Ends the open review of a draft without a coordinator's answer: taken back, replaced by a newer text.
pub async fn close(tx: &WriteTransaction, draft: i64, answer: &str) -> Result<()> {
    review::Entity::update_many()
        .col_expr(review::Column::Answer, Expr::value(answer))
        .col_expr(review::Column::AnsweredAt, Expr::value(tx.now()))
        .filter(review::Column::DraftId.eq(draft))
        .filter(review::Column::Answer.eq("open"))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Moves a draft to a step, with a note for its office.
pub(super) async fn move_to(tx: &WriteTransaction, draft: i64, step: Step, note: &str) -> Result<()> {
    draft::Entity::update_many()
        .col_expr(draft::Column::Step, Expr::value(step.as_str()))
        .col_expr(draft::Column::Note, Expr::value(note))
        .filter(draft::Column::Id.eq(draft))
        .exec(&**tx)
        .await?;
    Ok(())
}
