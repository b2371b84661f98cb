//! Two texts where one was expected: both are shown, field by field with their differences, and one of the two is chosen
//! for each. Nothing is lost.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sea_orm::EntityTrait;

use super::form::Upload;
use super::form_save::writer_of;
use super::other_office;
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::difference::{self, Differing};
use crate::case_study::draft::{self, Change, Clash, Saved};
use crate::case_study::entity::{case_study_revision, draft_version};
use crate::case_study::publish::Outdated;
use crate::error::{Error, Result};
use crate::format;
use crate::ids::DraftKey;
use crate::web::{DraftKeyPath, Html, Layout, Posted, see_other};
use sea_orm::{ColumnTrait, QueryFilter};

#[derive(Template)]
#[template(path = "case_study/clash.html")]
struct ClashPage {
    layout: Layout,
    key: DraftKey,
    heading: &'static str,
    lead: String,
    whose: String,
    base: i64,
    revision: i64,
    document: String,
    differing: Vec<Differing>,
}

/// The page for two saves of one draft.
pub fn between_drafts(app: &App, layout: Layout, key: DraftKey, clash: Clash) -> Result<Response> {
    let own = layout.viewer.account().map(|account| account.get()) == Some(clash.draft.updated_by);
    let at = format::time(app.clock.local(clash.saved_at));
    let whose = if own { format!("yang tersimpan {at}") } else { format!("{}, {at}", clash.saved_by) };
    let lead = if own {
        format!("Naskah ini juga tersimpan dari layar lain pukul {at}. Tidak ada yang hilang; pilih isi yang dipakai.")
    } else {
        format!(
            "{} menyimpan naskah ini pukul {at}, sesudah Bapak/Ibu membukanya. Tidak ada yang hilang; pilih isi yang dipakai.",
            clash.saved_by
        )
    };
    let page = ClashPage {
        heading: if own { "Ada dua tulisan untuk naskah ini" } else { "Ada perubahan dari rekan Bapak/Ibu" },
        lead,
        whose,
        base: clash.draft.version,
        revision: 0,
        document: clash.mine.to_document()?,
        differing: difference::between(&clash.theirs, &clash.mine, &layout.catalogue),
        key,
        layout,
    };
    Ok((StatusCode::CONFLICT, Html(page)).into_response())
}

/// The page for a draft whose study got a newer revision.
pub fn with_revision(layout: Layout, key: DraftKey, outdated: Outdated) -> Result<Response> {
    let at = layout.date_time(&outdated.revision.created_at);
    let page = ClashPage {
        heading: "Praktik ini sudah diperbarui",
        lead: format!(
            "Sejak draf ini dimulai, {} menerbitkan revisi {} ({at}). Tidak ada yang hilang; pilih isi yang dipakai, lalu terbitkan lagi.",
            outdated.revision.byline, outdated.revision.number
        ),
        whose: format!("revisi {}", outdated.revision.number),
        base: outdated.draft.version,
        revision: outdated.revision.id,
        document: outdated.mine.to_document()?,
        differing: difference::between(&outdated.theirs, &outdated.mine, &layout.catalogue),
        key,
        layout,
    };
    Ok((StatusCode::CONFLICT, Html(page)).into_response())
}

/// `POST /tulis/{key}/gabung`: joins the two texts as chosen and saves them, unless somebody saved again meanwhile.
pub async fn resolve(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/tulis/{key}"))?;
    let row = draft::find(&app, &layout.viewer, key).await?.ok_or(Error::NotFound)?;
    let mine = draft::from_browser(posted.get("document"))?;
    let base: i64 = posted.get("base").parse().map_err(|_| Error::NotFound)?;
    let revision: i64 = posted.get("revision").parse().unwrap_or(0);
    let theirs = if revision > 0 {
        let found = case_study_revision::Entity::find_by_id(revision).one(app.db.read()).await?;
        let found = found.filter(|found| Some(found.case_study_id) == row.case_study_id).ok_or(Error::NotFound)?;
        Content::parse(&found.document)?
    } else {
        let found = draft_version::Entity::find()
            .filter(draft_version::Column::DraftId.eq(row.id))
            .filter(draft_version::Column::Version.eq(base))
            .one(app.db.read())
            .await?;
        // A state that was thinned out meanwhile: the save below meets the newer text and shows both again.
        Content::parse(found.as_ref().map_or(&row.document, |found| &found.document))?
    };
    let chosen: Vec<String> = posted
        .pairs()
        .iter()
        .filter(|(_, value)| value == "theirs")
        .filter_map(|(name, _)| name.strip_prefix("pilih.").map(str::to_owned))
        .collect();
    let joined = difference::merged(&mine, &theirs, &chosen)?;
    let change = Change {
        base: Some(base),
        apply: Box::new(|content| *content = joined.clone()),
        visibility: None,
        base_revision: (revision > 0).then_some(revision),
        writer: writer_of(&posted),
    };
    match draft::save(&app, &layout.viewer, key, change).await? {
        Saved::Stored(_) => Ok(see_other(&format!("/tulis/{key}?digabung=ya"), "Pilihan tersimpan.")),
        Saved::Clash(clash) => between_drafts(&app, layout, key, *clash),
        Saved::Reopened(row) => {
            Ok(see_other(&format!("/tulis/{}", row.key), "Pilihan tersimpan sebagai draf perbaikan."))
        }
        Saved::Elsewhere(found) => {
            other_office::form_again(&app, layout, key, *found, &posted, Upload::default()).await
        }
    }
}
