//! Adding, changing, ordering and retiring what we classify by: an administrator's act. Nothing is deleted and no slug
//! changes, since studies and addresses carry it.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};

use super::kind::{Field, Kind, Shape};
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::settings::edit::check;
use crate::viewer::Viewer;
use crate::web::forms::{self, Posted};

/// A row as its form shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Number of the row.
    pub id: i64,
    /// Its part of the address.
    pub slug: String,
    /// Counts changes.
    pub version: i64,
    /// False for one that new studies can't choose.
    pub is_offered: bool,
    /// The indicator of a measure.
    pub above: Option<i64>,
    /// The fields of its kind.
    pub values: Vec<String>,
}

impl Row {
    /// The name.
    pub fn name(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }
}

/// What was typed, in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(pub Vec<String>);

impl Typed {
    /// Reads a form.
    pub fn of(kind: Kind, form: &Posted) -> Self {
        let tidy = |field: &Field| match field.shape {
            Shape::Text => forms::text(form.get(field.column)).trim().to_owned(),
            _ => forms::line(form.get(field.column)),
        };
        Self(kind.fields().iter().map(tidy).collect())
    }

    fn name(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

/// Rows in their order, of one indicator where `above` says so.
pub async fn rows(db: &impl ConnectionTrait, kind: Kind, above: Option<i64>) -> Result<Vec<Row>> {
    let mut select = Query::select();
    select.columns(["id", "slug", "version"]).from(kind.table());
    select.expr_as(Expr::col("retired_at").is_null(), "is_offered");
    select.columns(kind.fields().iter().map(|field| field.column));
    if kind == Kind::Measure {
        select.column("indicator_id");
    }
    if let Some(above) = above {
        select.and_where(Expr::col("indicator_id").eq(above));
    }
    select.order_by("position", Order::Asc).order_by("id", Order::Asc);
    db.query_all(&select).await?.iter().map(|found| row(kind, found)).collect()
}

fn row(kind: Kind, found: &QueryResult) -> Result<Row> {
    let values = kind.fields().iter().map(|field| found.try_get("", field.column)).collect::<Result<_, _>>()?;
    Ok(Row {
        id: found.try_get("", "id")?,
        slug: found.try_get("", "slug")?,
        version: found.try_get("", "version")?,
        is_offered: found.try_get("", "is_offered")?,
        above: if kind == Kind::Measure { Some(found.try_get("", "indicator_id")?) } else { None },
        values,
    })
}

/// Adds a row at the end of its list; gives its number.
pub async fn add(app: &App, viewer: &Viewer, kind: Kind, above: Option<i64>, typed: &Typed) -> Result<i64> {
    let change = Change::begin(app, viewer, kind).await?;
    if let Some(above) = above {
        rows(&*change.tx, Kind::Indicator, None).await?.iter().find(|row| row.id == above).ok_or(Error::NotFound)?;
    }
    check_typed(kind, typed, &change.rows, None)?;
    let slug = free_slug(typed.name(), &change.rows);
    let mut columns = vec!["slug", "version", "position"];
    let mut values: Vec<Expr> = vec![slug.as_str().into(), 1_i64.into(), change.next_position().await?.into()];
    for (field, value) in kind.fields().iter().zip(&typed.0) {
        columns.push(field.column);
        values.push(value.as_str().into());
    }
    if let Some(above) = above {
        columns.push("indicator_id");
        values.push(above.into());
    }
    let insert = Query::insert().into_table(kind.table()).columns(columns).values_panic(values).to_owned();
    change.tx.execute(&insert).await?;
    let all = rows(&*change.tx, kind, None).await?;
    let id = all.iter().find(|row| row.slug == slug).map(|row| row.id).ok_or(Error::NotFound)?;
    let reason = typed.name().to_owned();
    change.remember(app, "add_classification", id, &reason, kind.subject(id, above)).await?;
    Ok(id)
}

/// Changes a row; `Conflict` when somebody else changed it since `version`, and then nothing is written.
pub async fn change(app: &App, viewer: &Viewer, kind: Kind, id: i64, version: i64, typed: &Typed) -> Result<()> {
    let change = Change::begin(app, viewer, kind).await?;
    let before = change.row(id)?.clone();
    if before.version != version {
        return Err(Error::Conflict("Isian ini baru saja diubah administrator lain.".to_owned()));
    }
    check_typed(kind, typed, &change.rows, Some(id))?;
    if before.values == typed.0 {
        return Ok(());
    }
    let columns = kind.fields().iter().zip(&typed.0).map(|(field, value)| (field.column, value.as_str().into()));
    let values: Vec<(&str, Expr)> = columns.chain([("version", (version + 1).into())]).collect();
    change.update(id, values).await?;
    let pairs = kind.fields().iter().zip(before.values.iter().zip(&typed.0));
    let differing = pairs.filter(|(_, (old, new))| old != new);
    let said: Vec<_> = differing.map(|(field, (old, new))| format!("{}: {old} → {new}", field.label)).collect();
    let subject = kind.subject(id, before.above);
    change.remember(app, "change_classification", id, &said.join("; "), subject).await
}

/// Moves a row one place up or down among those of its list.
pub async fn shift(app: &App, viewer: &Viewer, kind: Kind, id: i64, up: bool) -> Result<()> {
    let change = Change::begin(app, viewer, kind).await?;
    let above = change.row(id)?.above;
    let mut list: Vec<i64> = change.rows.iter().filter(|row| row.above == above).map(|row| row.id).collect();
    let at = list.iter().position(|other| *other == id).ok_or(Error::NotFound)?;
    let to = if up { at.checked_sub(1) } else { Some(at + 1) };
    let Some(to) = to.filter(|to| *to < list.len()) else {
        return Ok(());
    };
    list.swap(at, to);
    // Measures of all indicators count together, so the places of this list are dealt out anew among themselves.
    let mut places = change.positions(&list).await?;
    places.sort_unstable();
    for at in 1..places.len() {
        places[at] = Ord::max(places[at], places[at - 1] + 1);
    }
    for (id, place) in list.iter().zip(places) {
        change.update(*id, vec![("position", place.into())]).await?;
    }
    change.remember(app, "move_classification", id, "", Subject::Settings).await
}

/// No longer offers a row to new studies, or offers it again.
pub async fn offer(app: &App, viewer: &Viewer, kind: Kind, id: i64, offered: bool) -> Result<()> {
    let change = Change::begin(app, viewer, kind).await?;
    let row = change.row(id)?;
    if row.is_offered == offered {
        return Ok(());
    }
    let left = change.rows.iter().filter(|other| other.is_offered && other.id != id).count();
    if !offered && left == 0 && kind != Kind::Measure {
        return Err(Error::Conflict(format!("Paling sedikit satu {} harus tetap dipakai.", kind.word())));
    }
    let retired = (!offered).then(|| change.tx.now());
    change.update(id, vec![("retired_at", Expr::val(retired)), ("version", (row.version + 1).into())]).await?;
    let act = if offered { "resume_classification" } else { "retire_classification" };
    change.remember(app, act, id, "", Subject::Settings).await
}

/// A change that is allowed, with all rows of its kind as they stand.
struct Change {
    tx: WriteTransaction,
    acting: Acting,
    account: AccountId,
    kind: Kind,
    rows: Vec<Row>,
}

impl Change {
    async fn begin(app: &App, viewer: &Viewer, kind: Kind) -> Result<Self> {
        let tx = app.db.begin_write().await?;
        let acting = office::acting(&tx, viewer).await?;
        let account = viewer.account().ok_or(Error::Forbidden)?;
        policy::require(Act::EditSite, &acting, &app.config.province)?;
        // Names are unique and places are dealt out by looking at all rows.
        tx.serialize_on(&format!("catalogue:{}", kind.table())).await?;
        let rows = rows(&*tx, kind, None).await?;
        Ok(Self { tx, acting, account, kind, rows })
    }

    fn row(&self, id: i64) -> Result<&Row> {
        self.rows.iter().find(|row| row.id == id).ok_or(Error::NotFound)
    }

    async fn next_position(&self) -> Result<i32> {
        let newest = Func::coalesce([Expr::col("position").max(), Expr::val(0)]);
        let select = Query::select().expr_as(newest, "last").from(self.kind.table()).to_owned();
        let last: Option<i32> = self.tx.query_one(&select).await?.map(|row| row.try_get("", "last")).transpose()?;
        Ok(last.unwrap_or_default() + 1)
    }

    async fn positions(&self, ids: &[i64]) -> Result<Vec<i32>> {
        let mut select = Query::select();
        select.column("position").from(self.kind.table()).and_where(Expr::col("id").is_in(ids.iter().copied()));
        Ok(self.tx.query_all(&select).await?.iter().map(|row| row.try_get("", "position")).collect::<Result<_, _>>()?)
    }

    async fn update(&self, id: i64, values: Vec<(&'static str, Expr)>) -> Result<()> {
        let mut update = Query::update();
        update.table(self.kind.table()).and_where(Expr::col("id").eq(id));
        for (column, value) in values {
            update.value(Alias::new(column), value);
        }
        self.tx.execute(&update).await?;
        Ok(())
    }

    async fn remember(self, app: &App, act: &str, id: i64, reason: &str, subject: Subject) -> Result<()> {
        let entry = audit::Entry {
            account: Some(self.account),
            term: Some(self.acting.term),
            act,
            subject_kind: self.kind.table(),
            subject_id: id.to_string(),
            reason,
        };
        audit::record(&self.tx, entry).await?;
        self.tx.commit(Effect::Visible(vec![subject])).await?;
        app.catalogue_changed().await;
        Ok(())
    }
}

fn check_typed(kind: Kind, typed: &Typed, rows: &[Row], own: Option<i64>) -> Result<()> {
    let mut problems = Problems::default();
    for (field, value) in kind.fields().iter().zip(&typed.0) {
        if field.shape == Shape::Direction && !["naik", "turun"].contains(&value.as_str()) {
            problems.add(field.column, "Pilih naik atau turun.");
            continue;
        }
        check(&mut problems, field.column, &field.label.to_lowercase(), value, field.max_chars, field.required);
    }
    let name = typed.name().to_lowercase();
    if problems.of("name").is_none() && slug::slugify(&name).is_empty() {
        problems.add("name", "Pakai huruf atau angka.");
    }
    let same = rows.iter().find(|row| Some(row.id) != own && row.name().to_lowercase() == name);
    if let Some(same) = same {
        let retired = if same.is_offered { "" } else { " (tidak dipakai lagi)" };
        problems.add("name", format!("Sudah ada {} “{}”{retired}.", kind.word(), same.name()));
    }
    problems.into_result()
}

/// The slug of a name; with a number where another row has it.
fn free_slug(name: &str, rows: &[Row]) -> String {
    let slug = slug::slugify(name);
    let is_free = |slug: &String| rows.iter().all(|row| row.slug != *slug);
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.clone()).chain(numbered).find(is_free).unwrap_or(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_row(id: i64, slug: &str, name: &str) -> Row {
        let values = vec![name.to_owned(), "Uraian.".to_owned()];
        Row { id, slug: slug.to_owned(), version: 1, is_offered: true, above: None, values }
    }

    #[test]
    fn a_slug_that_is_taken_gets_a_number() {
        let rows = [a_row(1, "umkm", "Usaha kecil"), a_row(2, "umkm-2", "Usaha mikro")];
        assert_eq!(free_slug("UMKM", &rows), "umkm-3");
        assert_eq!(free_slug("Perikanan & Kelautan", &rows), "perikanan-kelautan");
    }

    #[test]
    fn a_name_is_unique_in_any_capitals_and_a_row_may_keep_its_own() {
        let rows = [a_row(1, "umkm", "UMKM")];
        let typed = Typed(vec!["umkm".to_owned(), "Uraian.".to_owned()]);
        let refused = check_typed(Kind::Sector, &typed, &rows, None);
        assert!(matches!(refused, Err(Error::Invalid(problems)) if problems.of("name").is_some()));
        assert!(check_typed(Kind::Sector, &typed, &rows, Some(1)).is_ok());
    }
}
