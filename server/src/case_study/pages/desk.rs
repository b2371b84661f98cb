//! Which moves a draft offers to whom: shown as buttons, judged again by the acts themselves.

use super::discard;
use crate::app::App;
use crate::case_study::draft::Step;
use crate::case_study::entity::draft;
use crate::case_study::review;
use crate::error::Result;
use crate::office;
use crate::policy::Act;
use crate::viewer::Viewer;

/// The buttons under a draft.
#[derive(Default)]
pub struct Desk {
    /// "Menunggu Camat".
    pub state: &'static str,
    /// Class of the state's mark.
    pub state_class: &'static str,
    /// What the last person who moved it wrote.
    pub note: String,
    /// Words of the button that publishes; empty for who may not.
    pub publish: &'static str,
    /// True when publishing needs a reason.
    pub needs_reason: bool,
    /// Whether staff may hand it to the sekcam.
    pub to_sekcam: bool,
    /// Whether it may be handed to the camat.
    pub to_camat: bool,
    /// Whether the sekcam may pass it on.
    pub pass_on: bool,
    /// Whether it may be returned with a note.
    pub send_back: bool,
    /// Whether it may be taken back.
    pub take_back: bool,
    /// Whether this viewer answers its review.
    pub review: bool,
    /// Whether its text may be changed.
    pub write: bool,
    /// Words of the button that throws it away; empty while that can't be.
    pub discard: &'static str,
}

impl Desk {
    /// True when a note can go along with a move.
    pub fn takes_note(&self) -> bool {
        self.to_sekcam || self.to_camat || self.pass_on || self.send_back
    }
}

/// Class of a step's mark.
pub fn class_of(step: Step) -> &'static str {
    match step {
        Step::WithSekcam | Step::WithCamat | Step::UnderReview => "state-menunggu",
        Step::Returned => "state-perbaiki",
        Step::Written => "",
    }
}

/// The buttons that this viewer gets; `draft` is none before the first save.
pub async fn desk(app: &App, viewer: &Viewer, draft: Option<&draft::Model>, kecamatan: &str) -> Result<Desk> {
    let step = draft.map_or(Step::Written, |draft| Step::parse(&draft.step));
    let may = |act: Act| viewer.may(act, kecamatan);
    let db = app.db.read();
    let for_camat = may(Act::PublishForCamat) && office::is_delegated(db, kecamatan, app.clock.today()).await?;
    let for_empty = may(Act::PublishForEmptyOffice)
        && step.is_handed_in()
        && !office::is_led(db, kecamatan, app.clock.today()).await?;
    let reviewed_first = (may(Act::Publish) || for_camat) && review::applies(db, kecamatan).await?;
    let waits = match draft {
        Some(draft) if step == Step::UnderReview => review::current(db, draft.id).await?,
        _ => None,
    };
    let waits_as_is = waits.zip(draft).is_some_and(|(review, draft)| review.version == draft.version);
    let publish = if waits_as_is {
        ""
    } else if reviewed_first && (may(Act::Publish) || for_camat) {
        match step {
            Step::UnderReview => "Ajukan lagi ke pembina",
            step if step.is_handed_in() => "Setujui dan ajukan ke pembina",
            _ => "Ajukan ke pembina",
        }
    } else if may(Act::Publish) {
        if step.is_handed_in() { "Setujui dan terbitkan" } else { "Terbitkan" }
    } else if for_camat {
        "Terbitkan a.n. Camat"
    } else if for_empty {
        "Terbitkan selama jabatan kosong"
    } else {
        ""
    };
    let open = matches!(step, Step::Written | Step::Returned);
    let is_head = may(Act::Publish);
    Ok(Desk {
        state: step.label(),
        state_class: class_of(step),
        note: draft.map(|draft| draft.note.clone()).unwrap_or_default(),
        publish,
        needs_reason: for_empty && !is_head,
        to_sekcam: open
            && may(Act::HandIn)
            && !may(Act::PassOn)
            && office::paper_way::passes_sekcam(db, kecamatan).await?,
        to_camat: open && may(Act::HandIn) && !is_head,
        pass_on: step == Step::WithSekcam && may(Act::PassOn) && !is_head,
        send_back: step.is_handed_in() && may(Act::ReturnDraft),
        take_back: may(Act::HandIn) && (step == Step::UnderReview || (step.is_handed_in() && !is_head)),
        review: step == Step::UnderReview && may(Act::Review),
        write: may(Act::WriteDraft),
        discard: match draft {
            Some(draft) if may(Act::WriteDraft) => discard::offered(draft),
            _ => "",
        },
    })
}
