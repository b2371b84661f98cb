//! The weekly digests of the samples: one that went last week, and one that a coordinator can look at.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::db::WriteTransaction;
use crate::digest::State;
use crate::digest::entity::digest;
use crate::digest::make::{begin, gather};
use crate::digest::schedule::{Week, label};

/// Scopes that have both.
const SCOPES: [&str; 2] = ["32", "32.05"];

/// Studies in last week's.
const STUDIES: usize = 5;

/// A digest goes by itself so long after it was made.
const LOOK: Duration = Duration::hours(7);

const OPENING: &str = "Bapak/Ibu Camat yang kami hormati, berikut praktik yang baru ditulis rekan-rekan di kecamatan. \
    Bila ada yang cocok untuk wilayah Bapak/Ibu, tanyakan langsung di halaman praktiknya.";

/// Writes them with the rest of the samples.
pub async fn load(tx: &WriteTransaction, catalogue: &Catalogue, clock: &Clock) -> anyhow::Result<()> {
    let (now, today) = (tx.now(), tx.today());
    let week_ago = now - Duration::weeks(1);
    for scope in SCOPES {
        let last = Week {
            label: label(today - Duration::weeks(1)),
            since: week_ago - Duration::weeks(1),
            until: week_ago,
            goes_at: week_ago + LOOK,
        };
        // Whatever the day of the demonstration: the latest samples are last week's news.
        let mut found = gather(&**tx, catalogue, clock, scope, (now - Duration::days(3650), week_ago)).await?;
        found.truncate(STUDIES);
        if !found.is_empty()
            && let Some(id) = begin(tx, scope, &last, &found).await?
        {
            send(tx, catalogue, id, &last).await?;
        }
        let this = Week { label: label(today), since: week_ago, until: now, goes_at: now + LOOK };
        // Today's features are in it already, or the demonstration would have nothing to look at.
        let found = gather(&**tx, catalogue, clock, scope, (week_ago, now + Duration::days(1))).await?;
        if !found.is_empty() {
            begin(tx, scope, &this, &found).await?;
        }
    }
    Ok(())
}

async fn send(tx: &WriteTransaction, catalogue: &Catalogue, id: i64, week: &Week) -> anyhow::Result<()> {
    let row = digest::Entity::find_by_id(id).one(&**tx).await?;
    let place = row.map_or_else(String::new, |row| catalogue.places.full_name(&row.scope_code));
    digest::Entity::update_many()
        .col_expr(digest::Column::State, Expr::value(State::Sent.as_str()))
        .col_expr(digest::Column::Opening, Expr::value(OPENING))
        .col_expr(digest::Column::UnitName, Expr::value(format!("Pembina Kecamatan {place}")))
        .col_expr(digest::Column::MadeAt, Expr::value(week.until))
        .col_expr(digest::Column::SentAt, Expr::value(Some(week.goes_at)))
        .filter(digest::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}
