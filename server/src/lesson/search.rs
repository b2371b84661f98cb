//! Lessons that say what somebody looks for. They are in no index: what members alone may read is asked of the database.

use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition};

use super::entity::lesson::Column;

/// So many words of a search are looked at.
const MOST_WORDS: usize = 8;

/// Lessons whose title or text has every word. Never asked of the byline: it would answer who stays unnamed.
pub fn holds(typed: &str) -> Condition {
    typed.split_whitespace().take(MOST_WORDS).fold(Condition::all(), |all, word| {
        let columns = [Column::Title, Column::Tried, Column::Happened, Column::Hindrance, Column::Differently];
        all.add(columns.into_iter().fold(Condition::any(), |any, column| any.add(has(column, word))))
    })
}

/// The column has these letters somewhere, in either case.
fn has(column: Column, word: &str) -> Expr {
    let mut pattern = String::from("%");
    for letter in word.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    Expr::expr(Func::lower(Expr::col((column.entity_name(), column)))).like(LikeExpr::new(pattern).escape('\\'))
}
