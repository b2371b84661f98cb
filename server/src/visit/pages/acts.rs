//! What the two offices do about a request: a time, a refusal, an end, a word. Each says afterwards who hears of it.

use axum::extract::State;
use axum::response::Response;

use super::show::{Refused, code_of_other, finish, short_name};
use crate::app::App;
use crate::error::Result;
use crate::ids::VisitId;
use crate::office::reach::{Reach, reach};
use crate::visit::arrange::{self, Outcome};
use crate::visit::store::{self, url};
use crate::visit::{end, say};
use crate::web::{IdPath, Layout, Posted};

/// `POST /studi-tiru/{id}/jadwal`.
pub(super) async fn arrange(
    State(app): State<App>,
    path: IdPath<VisitId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let typed = arrange::Typed::of(&posted);
    let other = other_office(&app, &layout, path.id).await?;
    let (done, said) = match arrange::arrange(&app, &layout.viewer, path.id, &typed).await {
        Ok(Outcome::Scheduled) => (Ok(()), format!("Jadwal disepakati. {}", other.told)),
        Ok(Outcome::Offered) => (Ok(()), format!("Usul waktu terkirim, berlaku setelah disetujui. {}", other.told)),
        Ok(Outcome::Moved) => (Ok(()), format!("Tempat tersimpan. {}", other.told)),
        Ok(Outcome::Kept) => (Ok(()), format!("Jadwal semula tetap berlaku. {}", other.told)),
        Err(error) => (Err(error), String::new()),
    };
    let refused = Refused { sent: "jadwal", typed: Some(typed), ..Refused::default() };
    finish(&app, layout, path.id, done, &said, refused).await
}

/// `POST /studi-tiru/{id}/tolak`.
pub(super) async fn decline(
    State(app): State<App>,
    path: IdPath<VisitId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let reason = posted.get("reason").to_owned();
    let other = other_office(&app, &layout, path.id).await?;
    let done = end::decline(&app, &layout.viewer, path.id, posted.get("version"), &reason).await;
    let refused = Refused { sent: "tolak", reason, ..Refused::default() };
    let said = format!("Permohonan ditolak dengan alasannya. {}", other.told);
    finish(&app, layout, path.id, done, &said, refused).await
}

/// `POST /studi-tiru/{id}/batal`.
pub(super) async fn cancel(
    State(app): State<App>,
    path: IdPath<VisitId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let reason = posted.get("reason").to_owned();
    let other = other_office(&app, &layout, path.id).await?;
    let done = end::cancel(&app, &layout.viewer, path.id, posted.get("version"), &reason).await;
    let refused = Refused { sent: "batal", reason, ..Refused::default() };
    finish(&app, layout, path.id, done, &format!("Studi tiru dibatalkan. {}", other.told), refused).await
}

/// `POST /studi-tiru/{id}/tidak-datang`.
pub(super) async fn miss(
    State(app): State<App>,
    path: IdPath<VisitId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let reason = posted.get("missed").to_owned();
    let other = other_office(&app, &layout, path.id).await?;
    let done = end::miss(&app, &layout.viewer, path.id, posted.get("version"), &reason).await;
    let refused = Refused { sent: "absen", reason, ..Refused::default() };
    finish(&app, layout, path.id, done, &format!("Tercatat: tamu tidak datang. {}", other.told), refused).await
}

/// `POST /studi-tiru/{id}/pesan`.
pub(super) async fn say(
    State(app): State<App>,
    path: IdPath<VisitId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let message = posted.get("message").to_owned();
    let other = other_office(&app, &layout, path.id).await?;
    let done = say::say(&app, &layout.viewer, path.id, &message).await;
    let refused = Refused { sent: "pesan", message, ..Refused::default() };
    finish(&app, layout, path.id, done, &format!("Pesan terkirim. {}", other.told), refused).await
}

/// Who hears of what the viewer's office does.
pub(super) struct Other {
    /// "Kec. Cikajang diberi tahu.", or who is told in its place.
    pub(super) told: String,
    /// True when somebody of that office is here.
    pub(super) is_here: bool,
}

/// Who hears of what the viewer's office does.
pub(super) async fn other_office(app: &App, layout: &Layout, id: VisitId) -> Result<Other> {
    let row = store::find(app.db.read(), &layout.viewer, id).await?;
    let code = code_of_other(layout, &row);
    let reach = reach(app.db.read(), &layout.catalogue, code, app.clock.today()).await?;
    let told = reach.told(&short_name(layout, code), &layout.catalogue);
    Ok(Other { told, is_here: reach == Reach::Office })
}
