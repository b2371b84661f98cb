//! The family of a practice: what grew from it in other kecamatan, as far as the viewer may see it. An original that is not
//! shown any more keeps its place, without its name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::sea_query::NullOrdering;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{adoption, adoption_step};
use super::{Stage, lineage, stage_of, store, unconfirmed_since};
use crate::case_study::card;
use crate::case_study::content::Content;
use crate::case_study::entity::{case_study, result};
use crate::case_study::store as studies;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::viewer::Viewer;

/// Studies of a family that a page shows; more have not been seen.
const MOST_STUDIES: u64 = 200;

/// Entries of the ledger beside them; the page counts all of them, and says when it does not show all.
const MOST_ENTRIES: u64 = 400;

/// What a study grew from.
#[derive(Clone, Debug)]
pub struct Parent {
    /// Address, title and place, where the viewer may see it.
    pub study: Option<(String, String, String)>,
    /// True for invented sample content.
    pub is_sample: bool,
    /// "Belum ada konfirmasi sejak …": the office is asked at the entry that the study grew from.
    pub unconfirmed: String,
    /// True while it runs there: the ledger counts that, so the office answers there and nowhere else.
    pub is_running: bool,
}

/// What a study was adapted from; at most two statements.
pub async fn parent(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    (catalogue, clock): (&Catalogue, &Clock),
    study: i64,
) -> Result<Option<Parent>> {
    let Some(entry) = lineage::entry_of(db, study).await? else { return Ok(None) };
    let seen = studies::by_ids(db, viewer, &[CaseStudyId(entry.case_study_id)]).await?;
    let row = seen.first();
    Ok(Some(Parent {
        study: row.map(|row| (card::url(row.id, &row.title), row.title.clone(), place(catalogue, row))),
        is_sample: row.is_some_and(|row| row.is_sample),
        is_running: stage_of(&entry) == Stage::Running,
        unconfirmed: unconfirmed_since(&entry, clock.now())
            .map_or_else(String::new, |since| store::unconfirmed(since, clock)),
    }))
}

/// What is said in place of a title that the viewer may not read.
pub fn unseen(viewer: &Viewer) -> &'static str {
    if viewer.is_member() {
        "Praktik yang tidak lagi tayang"
    } else {
        "Praktik yang tidak lagi tayang atau khusus anggota"
    }
}

/// "Kec. Cikajang, Kab. Garut"; empty for a study without a place.
pub(super) fn place(catalogue: &Catalogue, row: &case_study::Model) -> String {
    row.kecamatan_code.as_deref().map_or_else(String::new, |code| catalogue.places.full_name(code))
}

/// A family as it lies in the tables.
pub struct Family {
    pub(super) root: i64,
    pub(super) studies: HashMap<i64, case_study::Model>,
    pub(super) contents: HashMap<i64, Content>,
    pub(super) entries: Vec<adoption::Model>,
    /// Kecamatan and stage of every entry of the studies that are seen, but of those that became a study, with how many.
    beside: Vec<(String, String, i64)>,
    pub(super) steps: HashMap<i64, Vec<adoption_step::Model>>,
    pub(super) results: Vec<result::Model>,
}

/// One line of the tree. Lists open and close around the lines, so that a template needs no recursion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeLine {
    /// True when a list begins before the line.
    pub opens: bool,
    /// True when nothing hangs below it.
    pub is_leaf: bool,
    /// One for each list that ends after the line.
    pub ends: Vec<&'static str>,
    /// Title, or what stands in its place; empty for an entry without a study.
    pub title: String,
    /// Where it leads; empty for nowhere.
    pub url: String,
    /// "Kec. Bayongbong, Kab. Garut".
    pub place: String,
    /// How far the practice got there; nothing for the original.
    pub stage: String,
    /// True for the study that was asked about.
    pub is_here: bool,
}

/// Loads the family of a study that the viewer may see. The number of statements does not grow with it.
pub async fn load(db: &impl ConnectionTrait, viewer: &Viewer, study: i64) -> Result<Family> {
    let root = lineage::entry_of(db, study).await?.and_then(|entry| entry.family_root_id).unwrap_or(study);
    let grown: Vec<Option<i64>> = adoption::Entity::find()
        .select_only()
        .column(adoption::Column::OwnStudyId)
        .filter(adoption::Column::FamilyRootId.eq(root))
        .order_by_asc(adoption::Column::Id)
        .limit(MOST_STUDIES)
        .into_tuple()
        .all(db)
        .await?;
    let ids: Vec<i64> = std::iter::once(root).chain(grown.into_iter().flatten()).collect();
    let mut entries = adoption::Entity::find()
        .filter(adoption::Column::CaseStudyId.is_in(ids.iter().copied()))
        // What leads on to a study comes first, so that a long ledger never cuts the tree; then what the table compares.
        .order_by_with_nulls(adoption::Column::OwnStudyId, Order::Asc, NullOrdering::Last)
        .order_by_desc(adoption::Column::HasResults)
        .order_by_asc(adoption::Column::CreatedAt)
        .order_by_asc(adoption::Column::Id)
        .limit(MOST_ENTRIES)
        .all(db)
        .await?;
    entries.sort_by_key(|row| (row.own_study_id.is_none(), row.own_study_id, row.created_at, row.id));
    let asked: Vec<CaseStudyId> = ids.iter().map(|id| CaseStudyId(*id)).collect();
    let seen = studies::by_ids(db, viewer, &asked).await?;
    let contents = studies::contents(db, &seen).await?;
    let studies: HashMap<i64, case_study::Model> = seen.into_iter().map(|row| (row.id, row)).collect();
    let results = result::Entity::find()
        .filter(result::Column::CaseStudyId.is_in(studies.keys().copied()))
        .order_by_asc(result::Column::CaseStudyId)
        .order_by_asc(result::Column::Position)
        .all(db)
        .await?;
    let beside: Vec<(String, String, i64)> = adoption::Entity::find()
        .select_only()
        .column(adoption::Column::KecamatanCode)
        .column(adoption::Column::Stage)
        .column_as(adoption::Column::Id.count(), "entries")
        .filter(adoption::Column::CaseStudyId.is_in(studies.keys().copied()))
        .filter(adoption::Column::OwnStudyId.is_null())
        .group_by(adoption::Column::KecamatanCode)
        .group_by(adoption::Column::Stage)
        .into_tuple()
        .all(db)
        .await?;
    let told = entries.iter().filter(|row| studies.contains_key(&row.case_study_id) && row.has_results);
    let told = told.filter(|row| row.own_study_id.is_none_or(|own| !studies.contains_key(&own)));
    let told: Vec<i64> = told.map(|row| row.id).collect();
    let mut steps: HashMap<i64, Vec<adoption_step::Model>> = HashMap::new();
    let rows = adoption_step::Entity::find()
        .filter(adoption_step::Column::AdoptionId.is_in(told))
        .order_by_asc(adoption_step::Column::Id)
        .all(db)
        .await?;
    for row in rows {
        steps.entry(row.adoption_id).or_default().push(row);
    }
    Ok(Family { root, studies, contents, entries, beside, steps, results })
}

impl Family {
    /// Studies that the viewer may see.
    pub fn len(&self) -> usize {
        self.studies.len()
    }

    /// True without a study that the viewer may see.
    pub fn is_empty(&self) -> bool {
        self.studies.is_empty()
    }

    /// In how many kecamatan of each kabupaten/kota the family stands, by its code. A kecamatan that takes up two studies
    /// of the family is one.
    pub fn places(&self) -> BTreeMap<String, i64> {
        let studies = self.studies.values().filter_map(|row| row.kecamatan_code.as_deref());
        let entries = self.entries.iter().filter(|row| self.is_shown(row) && self.own(row).is_none());
        let entries = entries.map(|row| row.kecamatan_code.as_str());
        let beside = self.beside.iter().map(|(kecamatan, ..)| kecamatan.as_str());
        let kecamatan: BTreeSet<&str> = studies.chain(entries).chain(beside).collect();
        let mut found = BTreeMap::new();
        for code in kecamatan {
            *found.entry(crate::kecamatan::kabupaten_kota_of(code).to_owned()).or_insert(0) += 1;
        }
        found
    }

    /// The tree, the original at the top.
    pub fn tree(&self, viewer: &Viewer, catalogue: &Catalogue, here: i64) -> Vec<TreeLine> {
        let mut lines = Vec::new();
        self.grow(self.root, None, false, (viewer, catalogue, here), &mut lines);
        lines
    }

    /// The own study of an entry, where it is shown or something shown grew from it.
    fn own(&self, row: &adoption::Model) -> Option<i64> {
        row.own_study_id.filter(|own| self.studies.contains_key(own) || self.has_shown_below(*own))
    }

    fn has_shown_below(&self, study: i64) -> bool {
        self.entries.iter().filter(|row| row.case_study_id == study).any(|row| self.own(row).is_some())
    }

    /// Who may see a study sees who takes it up; of one that is not shown only what leads on.
    fn is_shown(&self, row: &adoption::Model) -> bool {
        self.studies.contains_key(&row.case_study_id) || self.own(row).is_some()
    }

    fn grow(
        &self,
        study: i64,
        entry: Option<&adoption::Model>,
        opens: bool,
        about: (&Viewer, &Catalogue, i64),
        lines: &mut Vec<TreeLine>,
    ) {
        let below: Vec<&adoption::Model> =
            self.entries.iter().filter(|row| row.case_study_id == study && self.is_shown(row)).collect();
        let line = self.line(study, entry, about);
        lines.push(TreeLine { opens, is_leaf: below.is_empty(), ..line });
        for (number, row) in below.iter().copied().enumerate() {
            match self.own(row) {
                Some(own) => self.grow(own, Some(row), number == 0, about, lines),
                None => lines.push(self.entry_line(row, number == 0, about.1)),
            }
        }
        if let Some(last) = lines.last_mut().filter(|_| !below.is_empty()) {
            last.ends.push("");
        }
    }

    fn line(&self, study: i64, entry: Option<&adoption::Model>, about: (&Viewer, &Catalogue, i64)) -> TreeLine {
        let (viewer, catalogue, here) = about;
        let row = self.studies.get(&study);
        TreeLine {
            opens: false,
            is_leaf: true,
            ends: Vec::new(),
            title: row.map_or_else(|| unseen(viewer).to_owned(), |row| row.title.clone()),
            url: row.map_or_else(String::new, |row| card::url(row.id, &row.title)),
            place: row.map_or_else(String::new, |row| place(catalogue, row)),
            stage: entry.map_or_else(String::new, |entry| stage_of(entry).label().to_lowercase()),
            is_here: study == here,
        }
    }

    fn entry_line(&self, row: &adoption::Model, opens: bool, catalogue: &Catalogue) -> TreeLine {
        TreeLine {
            opens,
            is_leaf: true,
            ends: Vec::new(),
            title: String::new(),
            url: store::url(row.id),
            place: catalogue.places.full_name(&row.kecamatan_code),
            stage: stage_of(row).label().to_lowercase(),
            is_here: false,
        }
    }

    /// How many entries run, also of those that the page does not show.
    pub fn running(&self) -> i64 {
        self.count(|stage| stage == Stage::Running)
    }

    /// How many entries there are, and how many of them stand in the tree.
    pub fn all_and_shown(&self) -> (i64, i64) {
        let shown = self.entries.iter().filter(|row| self.is_shown(row)).count();
        (self.count(|_| true), i64::try_from(shown).unwrap_or(i64::MAX))
    }

    fn count(&self, is_meant: impl Fn(Stage) -> bool) -> i64 {
        let beside = self.beside.iter().filter(|(_, stage, _)| Stage::parse(stage).is_some_and(&is_meant));
        let beside: i64 = beside.map(|(.., entries)| entries).sum();
        let grown = self.entries.iter().filter(|row| row.own_study_id.is_some() && self.is_shown(row));
        let grown = grown.filter(|row| is_meant(stage_of(row))).count();
        beside + i64::try_from(grown).unwrap_or(i64::MAX)
    }
}
