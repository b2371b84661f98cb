//! An office writes down a product. Readers see it once the head of the office shows it.

use chrono::Duration;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::change::{Writer, remember};
use super::edit::is_as;
use super::entity::{ActiveModel, Column, Entity};
use super::fold;
use super::typed::{Typed, problem};
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;
use crate::ids::ProductId;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// The same product of the same person within this time is one, sent twice.
const SENT_TWICE_WITHIN: Duration = Duration::minutes(10);

/// Writes down a product of the acting office; sent twice it is one. Problems stand at the fields of the form.
pub async fn begin(app: &App, viewer: &Viewer, typed: &Typed) -> Result<ProductId> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    policy::require(Act::WriteProduct, &writer.acting, &writer.acting.region)?;
    let kecamatan = writer.acting.region.clone();
    let checked = typed.checked()?;
    let study = writer.study(&tx, viewer, checked.study).await?;
    tx.serialize_on(&format!("product of {kecamatan}")).await?;
    let twin = Entity::find()
        .filter(Column::KecamatanCode.eq(kecamatan.as_str()))
        .filter(Column::FoldedName.eq(fold(&typed.name)))
        .one(&*tx)
        .await?;
    if let Some(twin) = twin {
        let is_recent = twin.created_by == writer.account.get() && twin.created_at > tx.now() - SENT_TWICE_WITHIN;
        if is_recent && is_as(&twin, typed, &checked) {
            return Ok(ProductId(twin.id));
        }
        return Err(problem("name", "Produk bernama ini sudah tercatat. Ubah dari halaman Kelola produk."));
    }
    let row = ActiveModel {
        kecamatan_code: Set(kecamatan),
        case_study_id: Set(study.id),
        name: Set(typed.name.clone()),
        folded_name: Set(fold(&typed.name)),
        description: Set(typed.description.clone()),
        photo_id: Set(None),
        price_from: Set(checked.price_from),
        price_to: Set(checked.price_to),
        price_unit: Set(typed.price_unit.clone()),
        capacity: Set(checked.capacity),
        capacity_unit: Set(typed.capacity_unit.clone()),
        certificates: Set(checked.certificates),
        order_url: Set(typed.order_url.clone()),
        state: Set("tidak_ditayangkan".to_owned()),
        hidden_reason: Set(String::new()),
        contact_name: Set(String::new()),
        contact_phone: Set(String::new()),
        created_by: Set(writer.account.get()),
        term_id: Set(Some(writer.acting.term.get())),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let id = Entity::insert(row).exec(&*tx).await?.last_insert_id;
    remember(&tx, &writer, "write_product", id, "").await?;
    tx.commit(Effect::Private).await?;
    Ok(ProductId(id))
}
