//! Putting right when a current term began and by which paper. Who holds it, as what and where is no mistake of writing: such
//! a term is ended, and another begins.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::office_term;
use super::form::{one_line, too_long};
use super::{invite, typed};
use crate::db::WriteTransaction;
use crate::error::{Problems, Result};
use crate::policy::Role;

/// What the fields of a term are called in a form: the beginning and the paper.
pub fn field_names(term: i64) -> [String; 2] {
    [format!("started_on-{term}"), format!("paper-{term}")]
}

/// The term as it should be; what is not sent stays as it is. Problems stand at the term's fields.
pub async fn read(
    tx: &WriteTransaction,
    term: &office_term::Model,
    started_on: Option<&str>,
    paper: Option<&str>,
    problems: &mut Problems,
) -> Result<office_term::Model> {
    let [at_start, at_paper] = field_names(term.id);
    let mut right = term.clone();
    if let Some(started_on) = started_on {
        match typed::date(started_on) {
            None => problems.add(&at_start, "Tanggal tidak terbaca. Tulis seperti 24-11-2026."),
            // A beginning to come would take the office away until then.
            Some(day) if day > tx.today() => {
                problems.add(&at_start, "TMT jabatan yang sedang berlaku paling lambat hari ini.");
            }
            Some(day) => right.started_on = day,
        }
    }
    if right.started_on != term.started_on && invite::is_taken(tx, &right, term.ended_on).await? {
        problems.add(&at_start, "Pada waktu itu jabatan ini masih tercatat pada masa jabatan lain.");
    }
    if let Some(paper) = paper {
        too_long(problems, &at_paper, paper);
        right.paper = one_line(paper);
        let stands_in = matches!(Role::parse(&term.role), Some(Role::PltCamat | Role::PlhCamat));
        if stands_in && right.paper.is_empty() && !term.paper.is_empty() {
            problems.add(&at_paper, "Isi nomor surat perintah atau SK Plt. atau Plh.");
        }
    }
    Ok(right)
}

/// Writes what [`read`] gave.
pub async fn save(tx: &WriteTransaction, right: &office_term::Model) -> Result<()> {
    office_term::Entity::update_many()
        .col_expr(office_term::Column::StartedOn, Expr::value(right.started_on))
        .col_expr(office_term::Column::Paper, Expr::value(right.paper.clone()))
        .filter(office_term::Column::Id.eq(right.id))
        .exec(&**tx)
        .await?;
    Ok(())
}
