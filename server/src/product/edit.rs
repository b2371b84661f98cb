//! An office keeps its product current; nobody's newer text is overwritten unseen.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::{Writer, overtaken, remember};
use super::entity::{Column, Entity, Model};
use super::fold;
use super::typed::{Checked, Typed, problem};
use crate::app::App;
use crate::attachment::entity as photo;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::Result;
use crate::ids::{CaseStudyId, ProductId};
use crate::viewer::Viewer;

/// Changes a product of the acting office. Problems stand at the fields of the form; `Conflict` when a colleague changed it
/// since the form was drawn. Sent twice it is one change.
pub async fn edit(app: &App, viewer: &Viewer, id: ProductId, typed: &Typed) -> Result<Model> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    // Before the row: taking a contact back waits here first, too, and only then for its rows.
    tx.serialize_on(&format!("product of {}", writer.acting.region)).await?;
    let row = writer.hold(&tx, id).await?;
    let checked = typed.checked()?;
    if is_as(&row, typed, &checked) {
        return Ok(row);
    }
    if typed.version != row.version.to_string() {
        return Err(overtaken());
    }
    if checked.study != row.case_study_id {
        writer.study(&tx, viewer, checked.study).await?;
    }
    refuse_namesake(&tx, &row, &typed.name).await?;
    let before = row.case_study_id;
    let study = checked.study;
    write(&tx, &row, typed, checked).await?;
    if before != study {
        move_photo(&tx, row.photo_id, study).await?;
    }
    remember(&tx, &writer, "edit_product", row.id, "").await?;
    let row = super::store::held(&tx, id).await?;
    let mut subjects = vec![Subject::CaseStudy(CaseStudyId(study))];
    if before != study {
        subjects.push(Subject::CaseStudy(CaseStudyId(before)));
    }
    tx.commit(Effect::Visible(subjects)).await?;
    Ok(row)
}

/// True when nothing of it is new.
pub(super) fn is_as(row: &Model, typed: &Typed, checked: &Checked) -> bool {
    let words = row.name == typed.name
        && row.description == typed.description
        && row.price_unit == typed.price_unit
        && row.capacity_unit == typed.capacity_unit
        && row.order_url == typed.order_url;
    words
        && row.case_study_id == checked.study
        && (row.price_from, row.price_to) == (checked.price_from, checked.price_to)
        && row.capacity == checked.capacity
        && row.certificates == checked.certificates
}

async fn refuse_namesake(tx: &WriteTransaction, row: &Model, name: &str) -> Result<()> {
    if fold(name) == row.folded_name {
        return Ok(());
    }
    let other = Entity::find()
        .filter(Column::KecamatanCode.eq(row.kecamatan_code.as_str()))
        .filter(Column::FoldedName.eq(fold(name)))
        .filter(Column::Id.ne(row.id))
        .one(&**tx)
        .await?;
    if other.is_some() {
        return Err(problem("name", "Produk lain di kecamatan ini sudah bernama begitu."));
    }
    Ok(())
}

async fn write(tx: &WriteTransaction, row: &Model, typed: &Typed, checked: Checked) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::CaseStudyId, Expr::value(checked.study))
        .col_expr(Column::Name, Expr::value(typed.name.clone()))
        .col_expr(Column::FoldedName, Expr::value(fold(&typed.name)))
        .col_expr(Column::Description, Expr::value(typed.description.clone()))
        .col_expr(Column::PriceFrom, Expr::value(checked.price_from))
        .col_expr(Column::PriceTo, Expr::value(checked.price_to))
        .col_expr(Column::PriceUnit, Expr::value(typed.price_unit.clone()))
        .col_expr(Column::Capacity, Expr::value(checked.capacity))
        .col_expr(Column::CapacityUnit, Expr::value(typed.capacity_unit.clone()))
        .col_expr(Column::Certificates, Expr::value(checked.certificates))
        .col_expr(Column::OrderUrl, Expr::value(typed.order_url.clone()))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// A product's photo stands behind the gate of its study, and follows when that changes.
async fn move_photo(tx: &WriteTransaction, id: Option<i64>, study: i64) -> Result<()> {
    let Some(id) = id else {
        return Ok(());
    };
    photo::Entity::update_many()
        .col_expr(photo::Column::CaseStudyId, Expr::value(Some(study)))
        .filter(photo::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}
