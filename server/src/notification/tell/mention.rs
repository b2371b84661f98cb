//! Who is told that a comment mentions him: the person, or today's office of the kecamatan.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{OFFICE, Told, name, serving, suspended, write};
use crate::case_study::entity::case_study;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::discussion::entity::{self as comment, comment_mention};
use crate::error::Result;
use crate::ids::CommentId;
use crate::notification::{Kind, Subject};

/// A comment was changed: tells whom it mentions, but nobody whom it was told to before.
pub async fn mentioned(tx: &WriteTransaction, catalogue: &Catalogue, id: CommentId) -> Result<()> {
    let Some(row) = comment::Entity::find_by_id(id.get()).one(&**tx).await? else {
        return Ok(());
    };
    let Some(study) = case_study::Entity::find_by_id(row.case_study_id).one(&**tx).await? else {
        return Ok(());
    };
    tell_of(tx, catalogue, &row, &study).await
}

/// Tells whom a comment mentions, while readers see it. Members alone can be mentioned, and who is suspended reads no
/// more than a visitor: such a person hears of nothing.
pub(super) async fn tell_of(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    row: &comment::Model,
    study: &case_study::Model,
) -> Result<()> {
    let is_shown = row.deleted_at.is_none() && row.hidden_at.is_none();
    if !is_shown || study.state != "tayang" || study.hidden_at.is_some() {
        return Ok(());
    }
    let mentions = comment_mention::Entity::find()
        .filter(comment_mention::Column::CommentId.eq(row.id))
        .order_by_asc(comment_mention::Column::Id)
        .all(&**tx)
        .await?;
    if mentions.is_empty() {
        return Ok(());
    }
    let by = name(tx, row.account_id).await?;
    let mut told = Told::default();
    let people = mentions.iter().filter_map(|mention| mention.person_id);
    told.add(people, &format!("{by} menyebut Bapak/Ibu. Bapak/Ibu menerima ini karena disebut dalam komentar ini."));
    for code in mentions.iter().filter_map(|mention| mention.kecamatan_code.as_deref()) {
        let place = catalogue.places.full_name(code);
        let reason = format!(
            "{by} menyebut {place}. Bapak/Ibu menerima ini karena kecamatan tempat Bapak/Ibu bertugas disebut dalam \
             komentar ini."
        );
        told.add(serving(tx, code, &OFFICE).await?, &reason);
    }
    told.without(Some(row.account_id));
    let people: Vec<i64> = told.people().into_iter().map(|(person, _)| person).collect();
    for person in suspended(tx, &people).await? {
        told.without(Some(person));
    }
    write(tx, Kind::Mentioned, Subject::Comment(row.id), &format!("commented:{}", row.id), &told).await
}
