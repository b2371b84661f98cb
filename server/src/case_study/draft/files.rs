//! The files of a draft: they come and go by their own forms.

use super::write::{hold, store};
use crate::app::App;
use crate::attachment::file::{self, StoredFile};
use crate::case_study::content::{AttachedFile, Content};
use crate::case_study::entity::draft;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::{DraftKey, FileId};
use crate::job::{self, Job};
use crate::viewer::Viewer;

/// What happens to the files of a draft.
pub enum FileChange<'a> {
    /// A stored file of this name joins them.
    Add(&'a StoredFile, &'a str),
    /// One leaves them.
    Remove(i64),
    /// One that left comes back.
    PutBack(i64),
}

/// Puts a stored file into a draft, or takes one out and back in. `writer` is the name of the device, as in a save.
pub async fn change_files(
    app: &App,
    viewer: &Viewer,
    key: DraftKey,
    change: FileChange<'_>,
    writer: &str,
) -> Result<draft::Model> {
    let tx = app.db.begin_write().await?;
    let uploaded_by = matches!(change, FileChange::Add(..)).then_some(writer);
    let (row, account) = hold(app, &tx, viewer, key, uploaded_by).await?;
    let before = Content::parse(&row.document)?;
    let mut content = before.clone();
    match change {
        FileChange::Add(stored, name) => {
            let known: Vec<i64> = content.files.iter().map(|file| file.file).collect();
            if file::same_file(&*tx, &known, stored).await?.is_some() {
                return Ok(row);
            }
            let limit = app.config.limits.files_per_study;
            if known.len() >= limit {
                let sentence = format!("Paling banyak {limit} berkas dalam satu praktik.");
                return Err(Error::Invalid(Problems::one("file", sentence)));
            }
            let id = file::record_file(&*tx, tx.now(), stored, name, row.id, account).await?;
            content.files.push(AttachedFile { file: id, title: file::without_ending(name) });
            job::enqueue(&tx, &Job::ReadFile { file: FileId(id) }).await?;
        }
        FileChange::Remove(id) => content.files.retain(|file| file.file != id),
        FileChange::PutBack(id) => {
            let known = content.files.iter().any(|file| file.file == id);
            if !known && file::file_ids_of(&*tx, row.id, row.case_study_id).await?.contains(&id) {
                content.files.push(AttachedFile { file: id, title: String::new() });
            }
        }
    }
    if content == before {
        return Ok(row);
    }
    let (visibility, base) = (row.visibility.clone(), row.base_revision_id);
    let row = store(app, &tx, row, account, &content, visibility, base, writer).await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}
