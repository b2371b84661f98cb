//! Whom a word to an office reaches: its people, or where nobody of it is here yet, the coordinators above it. A page says
//! so before something is sent, and the notice goes the same way.

use chrono::NaiveDate;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::current_on;
use super::entity::office_term;
use crate::account::entity::{account, credential, invitation};
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::kecamatan::kabupaten_kota_of;
use crate::policy::Role;

/// Who hears of what an office is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Its own people.
    Office,
    /// None of its people is here: the coordinators of this region.
    Coordinators(String),
    /// Neither.
    Nobody,
}

impl Reach {
    /// Who was told, as a sentence: "Kec. Cikajang diberi tahu."
    pub fn told(&self, name: &str, catalogue: &Catalogue) -> String {
        match self {
            Self::Office => format!("{name} diberi tahu."),
            Self::Coordinators(region) => {
                let above = catalogue.places.full_name(region);
                format!("Belum ada pejabat {name} di Forum Camat; pembina kecamatan {above} diberi tahu.")
            }
            Self::Nobody => {
                format!("Belum ada pejabat {name} di Forum Camat, juga belum ada pembina yang dapat diberi tahu.")
            }
        }
    }

    /// What to know before something is sent to an office of which nobody is here; none where it has people.
    pub fn warning(&self, name: &str, catalogue: &Catalogue) -> Option<String> {
        let nobody = format!("Belum ada pejabat {name} di Forum Camat, jadi belum ada yang dapat menjawab di sini.");
        match self {
            Self::Office => None,
            Self::Coordinators(region) => {
                let above = catalogue.places.full_name(region);
                Some(format!("{nobody} Pembina kecamatan {above} yang diberi tahu."))
            }
            Self::Nobody => Some(nobody),
        }
    }
}

/// Whom a word to the office of a kecamatan reaches today, in one statement.
pub async fn reach(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    kecamatan: &str,
    today: NaiveDate,
) -> Result<Reach> {
    let places = [kecamatan, kabupaten_kota_of(kecamatan), catalogue.places.province.as_str()];
    let serving: Vec<(String, String)> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::RegionCode)
        .column(office_term::Column::Role)
        .filter(office_term::Column::RegionCode.is_in(places))
        .filter(current_on(today))
        .filter(in_use(office_term::Column::AccountId))
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let serves = |place: &str, fits: fn(Role) -> bool| {
        serving.iter().any(|(region, role)| region == place && Role::parse(role).is_some_and(fits))
    };
    if serves(kecamatan, Role::is_of_kecamatan) {
        return Ok(Reach::Office);
    }
    let above = places[1..].iter().find(|place| serves(place, Role::is_coordinator));
    Ok(above.map_or(Reach::Nobody, |place| Reach::Coordinators((*place).to_owned())))
}

/// True when somebody who serves in the region today, in its office or as its coordinator, reads what is sent there.
pub async fn is_here(db: &impl ConnectionTrait, region: &str, today: NaiveDate) -> Result<bool> {
    let roles = Role::ALL.into_iter().filter(|role| role.is_of_kecamatan() || role.is_coordinator());
    let serving = office_term::Entity::find()
        .filter(office_term::Column::RegionCode.eq(region))
        .filter(office_term::Column::Role.is_in(roles.map(Role::as_str)))
        .filter(current_on(today))
        .filter(in_use(office_term::Column::AccountId));
    Ok(serving.count(db).await? > 0)
}

/// The condition that a column names an account that somebody reads with: not closed, and not only invited.
pub fn in_use(column: impl ColumnTrait) -> Condition {
    let closed = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::ClosedAt.is_not_null())
        .to_owned();
    let invited = Query::select().column(invitation::Column::AccountId).from(invitation::Entity).to_owned();
    let joined = Query::select().column(credential::Column::AccountId).from(credential::Entity).to_owned();
    let has_come = Condition::any().add(column.not_in_subquery(invited)).add(column.in_subquery(joined));
    Condition::all().add(column.not_in_subquery(closed)).add(has_come)
}
