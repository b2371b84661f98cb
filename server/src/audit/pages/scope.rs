//! Which entries somebody reads: administrators all, coordinators those that were done by a term of their scope or to
//! something that belongs to it.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait};

use crate::adoption::entity::adoption;
use crate::audit::entity::Column;
use crate::case_study::entity::{case_study, draft};
use crate::collection::entity::collection;
use crate::discussion::entity as comment;
use crate::error::{Error, Result};
use crate::handover::entity as handover;
use crate::kecamatan::below;
use crate::lesson::entity::{lesson, lesson_word};
use crate::office::entity::office_term;
use crate::policy::{Act, Role};
use crate::product::entity as product;
use crate::question::entity::{answer, question};
use crate::sanction::entity::sanction;
use crate::topic::entity::search_topic;
use crate::viewer::Viewer;
use crate::visit::entity::visit;

/// Whose entries are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Everybody's.
    Everything,
    /// Those of a region, by its code; what has no region belongs to the province.
    Region { code: String, is_province: bool },
}

impl Scope {
    /// The scope of the viewer's acting term; `Forbidden` for who may not read the audit.
    pub fn of(viewer: &Viewer, province: &str) -> Result<Self> {
        let term = viewer.acting_term().ok_or(Error::Forbidden)?;
        if !viewer.may(Act::ReadAudit, &term.region) {
            return Err(Error::Forbidden);
        }
        Ok(match term.role {
            Role::Admin => Self::Everything,
            _ => Self::Region { code: term.region.clone(), is_province: term.region == province },
        })
    }

    /// True for administrators.
    pub fn is_everything(&self) -> bool {
        *self == Self::Everything
    }

    /// The entries of the scope.
    pub fn condition(&self, today: NaiveDate) -> Condition {
        let Self::Region { code, is_province } = self else {
            return Condition::all();
        };
        // Only ids are asked here, to say where an entry belongs; titles come through the gate of studies.
        let mut studies = below(case_study::Column::KecamatanCode, code);
        if *is_province {
            studies = studies.add(case_study::Column::KecamatanCode.is_null());
        }
        let commented = ids(case_study::Entity, Expr::col(case_study::Column::Id), studies.clone());
        let texts = Condition::all().add(comment::Column::CaseStudyId.in_subquery(commented));
        let terms = below(office_term::Column::RegionCode, code);
        // A person belongs to who looks after the office now, and no longer to the scope that was left.
        let serving = Condition::all().add(terms.clone()).add(
            Condition::any().add(office_term::Column::EndedOn.is_null()).add(office_term::Column::EndedOn.gte(today)),
        );
        let any = Condition::any()
            .add(Column::TermId.in_subquery(ids(
                office_term::Entity,
                Expr::col(office_term::Column::Id),
                terms.clone(),
            )))
            .add(of_kind("office_term", ids(office_term::Entity, as_text(office_term::Column::Id), terms)))
            .add(of_kind("account", ids(office_term::Entity, as_text(office_term::Column::AccountId), serving)))
            .add(of_kind("case_study", ids(case_study::Entity, as_text(case_study::Column::Id), studies)))
            .add(of_kind("comment", ids(comment::Entity, as_text(comment::Column::Id), texts)))
            .add(of_kind("draft", place(draft::Entity, draft::Column::Id, draft::Column::KecamatanCode, code)))
            .add(of_kind(
                "handover",
                place(handover::Entity, handover::Column::Id, handover::Column::KecamatanCode, code),
            ))
            .add(of_kind(
                "collection",
                place(collection::Entity, collection::Column::Id, collection::Column::ScopeCode, code),
            ))
            .add(of_kind(
                "adoption",
                place(adoption::Entity, adoption::Column::Id, adoption::Column::KecamatanCode, code),
            ))
            .add(of_kind("visit", place(visit::Entity, visit::Column::Id, visit::Column::HostCode, code)))
            .add(of_kind("visit", place(visit::Entity, visit::Column::Id, visit::Column::AskingCode, code)))
            .add(of_kind("product", place(product::Entity, product::Column::Id, product::Column::KecamatanCode, code)))
            .add(of_kind("question", asked_in(as_text(question::Column::Id), code)))
            .add(of_kind("answer", answered_in(code)))
            .add(of_kind("lesson", place(lesson::Entity, lesson::Column::Key, lesson::Column::KecamatanCode, code)))
            .add(of_kind("lesson_word", said_in(code)))
            .add(of_kind("sanction", place(sanction::Entity, sanction::Column::Id, sanction::Column::ScopeCode, code)))
            .add(of_kind(
                "search_topic",
                place(search_topic::Entity, search_topic::Column::Id, search_topic::Column::KecamatanCode, code),
            ))
            .add(Condition::all().add(Column::SubjectKind.eq("region")).add(below(Column::SubjectId, code)))
            .add(Condition::all().add(Column::SubjectKind.eq("week_theme")).add(week_themes(code)));
        Condition::all().add(any)
    }
}

/// Entries about one of these things; their ids are text in the audit.
pub(super) fn of_kind(kind: &str, ids: SelectStatement) -> Condition {
    Condition::all().add(Column::SubjectKind.eq(kind)).add(Column::SubjectId.in_subquery(ids))
}

/// A number as the audit writes it.
pub(super) fn as_text(column: impl ColumnTrait) -> SimpleExpr {
    Expr::col(column).cast_as("text")
}

fn ids(table: impl EntityTrait, id: impl Into<SimpleExpr>, of: Condition) -> SelectStatement {
    Query::select().expr(id).from(table).cond_where(of).to_owned()
}

fn place(table: impl EntityTrait, id: impl ColumnTrait, region: impl ColumnTrait, code: &str) -> SelectStatement {
    ids(table, as_text(id), below(region, code))
}

fn asked_in(id: SimpleExpr, code: &str) -> SelectStatement {
    ids(question::Entity, id, below(question::Column::ScopeCode, code))
}

fn answered_in(code: &str) -> SelectStatement {
    let asked = asked_in(Expr::col(question::Column::Id), code);
    let of = Condition::all().add(answer::Column::QuestionId.in_subquery(asked));
    ids(answer::Entity, as_text(answer::Column::Id), of)
}

/// What was said to the lessons of a region's offices.
fn said_in(code: &str) -> SelectStatement {
    let lessons = ids(lesson::Entity, Expr::col(lesson::Column::Id), below(lesson::Column::KecamatanCode, code));
    let of = Condition::all().add(lesson_word::Column::LessonId.in_subquery(lessons));
    ids(lesson_word::Entity, as_text(lesson_word::Column::Id), of)
}

/// A week's theme goes by its region and its Monday.
fn week_themes(code: &str) -> Condition {
    Condition::any()
        .add(Column::SubjectId.starts_with(format!("{code} ")))
        .add(Column::SubjectId.starts_with(format!("{code}.")))
}
