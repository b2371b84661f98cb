//! Other studies beside a study: the next newer and older one, and those that tell of the same thing.

use forum_search::Audience;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use super::form::study_url;
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::viewer::Viewer;
use crate::web::Layout;

/// So many similar studies are shown.
const SIMILAR: usize = 4;

/// Another study, before or after this one.
pub(super) struct Neighbour {
    pub(super) url: String,
    pub(super) title: String,
}

/// A study that tells of the same thing.
pub(super) struct Similar {
    pub(super) url: String,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) is_sample: bool,
}

/// The next newer and the next older study of the same sector that this viewer may see.
pub(super) async fn neighbours(
    app: &App,
    viewer: &Viewer,
    study: &case_study::Model,
) -> Result<(Option<Neighbour>, Option<Neighbour>)> {
    use case_study::Column::{Id, PublishedAt, SectorId};
    let Some(sector) = study.sector_id else {
        return Ok((None, None));
    };
    let of = |row: case_study::Model| Neighbour { url: study_url(&row), title: row.title };
    let same = || store::visible_to(viewer).filter(SectorId.eq(sector));
    let later = Condition::any()
        .add(PublishedAt.gt(study.published_at))
        .add(Condition::all().add(PublishedAt.eq(study.published_at)).add(Id.gt(study.id)));
    let earlier = Condition::any()
        .add(PublishedAt.lt(study.published_at))
        .add(Condition::all().add(PublishedAt.eq(study.published_at)).add(Id.lt(study.id)));
    let db = app.db.read();
    let newer = same().filter(later).order_by_asc(PublishedAt).order_by_asc(Id).limit(1).one(db).await?;
    let older = same().filter(earlier).order_by_desc(PublishedAt).order_by_desc(Id).limit(1).one(db).await?;
    Ok((newer.map(of), older.map(of)))
}

/// Studies of the same content and tags, other kecamatan first; the database decides again who may see them.
pub(super) async fn similar(app: &App, layout: &Layout, study: &case_study::Model) -> Result<Vec<Similar>> {
    let audience = if layout.viewer.is_member() { Audience::Members } else { Audience::Public };
    let ids = app.search.similar(CaseStudyId(study.id), audience, SIMILAR).await?;
    let rows = store::by_ids(app.db.read(), &layout.viewer, &ids).await?;
    let place = |code: Option<&str>| code.map_or_else(String::new, |code| layout.catalogue.places.full_name(code));
    let similar = |row: case_study::Model| Similar {
        url: study_url(&row),
        place: place(row.kecamatan_code.as_deref()),
        is_sample: row.is_sample,
        title: row.title,
    };
    Ok(rows.into_iter().map(similar).collect())
}
