//! What happened to a collection, read from the audit for those who edit it.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::account::names;
use crate::audit::entity as audit;
use crate::case_study::store::by_ids;
use crate::error::Result;
use crate::ids::{CaseStudyId, CollectionId};
use crate::viewer::Viewer;

/// So many lines are shown.
const LINES: u64 = 60;

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who.
    pub who: String,
    /// "menambahkan praktik “Irigasi tetes”".
    pub what: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The latest acts, newest first: three statements. A study that the viewer may not see goes by its number.
pub async fn history(db: &impl ConnectionTrait, viewer: &Viewer, id: CollectionId) -> Result<Vec<Line>> {
    let rows = audit::Entity::find()
        .filter(audit::Column::SubjectKind.eq("collection"))
        .filter(audit::Column::SubjectId.eq(id.to_string()))
        .order_by_desc(audit::Column::Id)
        .limit(LINES)
        .all(db)
        .await?;
    let told = |row: &audit::Model| row.reason.parse::<i64>().ok();
    let of_person = |row: &audit::Model| row.act.ends_with("_curator").then(|| told(row)).flatten();
    let of_study = |row: &audit::Model| row.act.ends_with("_collection").then(|| told(row)).flatten();
    let people = names(db, rows.iter().filter_map(|row| row.account_id).chain(rows.iter().filter_map(of_person)));
    let people = people.await?;
    let studies: Vec<CaseStudyId> = rows.iter().filter_map(of_study).map(CaseStudyId).collect();
    let studies = by_ids(db, viewer, &studies).await?;
    let name = |account: Option<i64>| account.and_then(|id| people.get(&id)).cloned();
    let line = |row: audit::Model| {
        let study = of_study(&row).map_or_else(String::new, |number| {
            let known = studies.iter().find(|study| study.id == number);
            known.map_or_else(|| format!("praktik nomor {number}"), |study| format!("praktik “{}”", study.title))
        });
        let person = name(of_person(&row)).unwrap_or_else(|| "seorang pembina".to_owned());
        Line {
            who: name(row.account_id).unwrap_or_else(|| "Sistem".to_owned()),
            what: in_words(&row.act, &study, &person),
            at: row.at,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

fn in_words(act: &str, study: &str, person: &str) -> String {
    match act {
        "create_collection" => "membuat kumpulan ini".to_owned(),
        "edit_collection" => "mengubah isinya".to_owned(),
        "publish_collection" => "menerbitkannya".to_owned(),
        "unpublish_collection" => "menjadikannya draf".to_owned(),
        "discard_collection" => "membuangnya".to_owned(),
        "restore_collection" => "mengembalikannya sebagai draf".to_owned(),
        "add_to_collection" => format!("menambahkan {study}"),
        "remove_from_collection" => format!("mengeluarkan {study}"),
        "restore_to_collection" => format!("memasukkan lagi {study}"),
        "move_in_collection" => format!("memindahkan {study}"),
        "add_curator" => format!("menambahkan {person} sebagai kurator"),
        "remove_curator" => format!("melepas {person} sebagai kurator"),
        other => other.to_owned(),
    }
}
