//! A save for a draft of an office that the person does not act for just now: the form comes back with everything that was
//! typed, and says how to go on.

use axum::http::StatusCode;
use axum::response::Response;

use super::form::{Showing, Typed, Upload, draw};
use super::form_save::depth_of;
use crate::account::sign_out;
use crate::app::App;
use crate::case_study::draft::Elsewhere;
use crate::error::Result;
use crate::ids::{DraftKey, TermId};
use crate::policy::Act;
use crate::web::{Layout, Posted};

/// Whose draft it is, and what to do.
pub struct OtherOffice {
    pub place: String,
    pub sentence: String,
    /// Number and label of each of the person's terms that may write it.
    pub terms: Vec<(i64, String)>,
}

/// The form with what was typed. Who has left that office goes on with a draft of the own one.
pub async fn form_again(
    app: &App,
    layout: Layout,
    key: DraftKey,
    found: Elsewhere,
    posted: &Posted,
    upload: Upload,
) -> Result<Response> {
    let viewer = &layout.viewer;
    let acting = viewer.acting_term().map_or_else(String::new, |term| term.label.clone());
    let terms = viewer.terms_for(Act::WriteDraft, &found.kecamatan);
    let terms: Vec<_> = terms.map(|term| (term.id.get(), term.label.clone())).collect();
    let (key, sentence) = if found.draft.is_some() {
        (
            key,
            format!(
                "Bapak/Ibu sedang bertindak sebagai {acting}. Tulisan di bawah ini utuh tetapi belum tersimpan. Ganti jabatan (Bertindak sebagai), lalu simpan."
            ),
        )
    } else {
        (
            DraftKey::new(),
            format!(
                "Jabatan Bapak/Ibu di sana sudah berakhir. Tulisan di bawah ini utuh tetapi belum tersimpan. Bila disimpan, tulisan ini menjadi naskah baru {acting}."
            ),
        )
    };
    let notice = OtherOffice { place: layout.catalogue.places.full_name(&found.kecamatan), sentence, terms };
    let typed = Typed {
        content: found.mine,
        base: if found.draft.is_some() { posted.get("base").parse().unwrap_or(0) } else { 0 },
        members_only: posted.get("visibility") == "members",
        notice: Some(notice),
    };
    let full = posted.find("bentuk").map(|_| depth_of(posted) == "lengkap");
    let note = posted.get("note").to_owned();
    let showing = Showing { full, typed: Some(typed), upload, note, ..Showing::default() };
    draw(app, layout, key, found.draft, showing, StatusCode::CONFLICT).await
}

/// "Bertindak sebagai …, lalu simpan": the button of that form changes the office before its text is saved.
pub async fn changed_office(app: &App, mut layout: Layout, posted: &Posted) -> Result<Layout> {
    let Some(term) = posted.get("sebagai").parse().ok().map(TermId) else {
        return Ok(layout);
    };
    sign_out::act_as(app, layout.viewer.require("/akun")?, term).await?;
    layout.viewer = layout.viewer.acting_as(term);
    Ok(layout)
}
