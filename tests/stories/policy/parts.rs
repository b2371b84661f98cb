//! The walk in parts that run side by side: acts of one subject each, on a site of their own, about equally long.

use std::collections::BTreeMap;

use forum_camat::policy::Act;
use forum_tests::TestApp;

use super::{ELSEWHERE, NEIGHBOUR, OWN, Who, enters, everything, judge, rows};

/// Where each act is tried.
const PLACES: [&str; 3] = [OWN, NEIGHBOUR, ELSEWHERE];

/// Requests that all parts send, and how many of them the policy allows.
const SENT: usize = 5187;
const ALLOWED: usize = 1201;

/// Some acts in the order of [`Act::ALL`]. What they send is said here, so that no row is added or lost unseen.
struct Part {
    acts: &'static [Act],
    /// Requests sent.
    sent: usize,
    /// How many of them the policy allows.
    allowed: usize,
}

/// An office's own papers, from the first draft to the day on which they are no longer shown, and who looks at them.
const PAPERS: Part = Part {
    acts: &[
        Act::WriteDraft,
        Act::HandIn,
        Act::PassOn,
        Act::ReturnDraft,
        Act::Publish,
        Act::PublishForCamat,
        Act::PublishForEmptyOffice,
        Act::Withdraw,
        Act::Delegate,
        Act::Review,
        Act::Verify,
    ],
    sent: 819,
    allowed: 113,
};

/// Who serves where.
const PEOPLE: Part =
    Part { acts: &[Act::ManageStaff, Act::ManageCamat, Act::AppointCoordinator], sent: 819, allowed: 283 };

/// What coordinators do at their desk.
const DESK: Part = Part {
    acts: &[
        Act::Feature,
        Act::Nudge,
        Act::EditDigest,
        Act::AnswerDataRequest,
        Act::Sanction,
        Act::AnswerTopic,
        Act::ReadAudit,
    ],
    sent: 741,
    allowed: 230,
};

/// What is done with words that should not stand as they do.
const CARE: Part = Part {
    acts: &[Act::HideStudy, Act::HideComment, Act::ErasePersonalData, Act::AnswerReport],
    sent: 624,
    allowed: 160,
};

/// What the site says and is classified by.
const SITE: Part = Part { acts: &[Act::EditSynonyms, Act::EditSite], sent: 780, allowed: 60 };

/// Collections.
const COLLECTIONS: Part = Part { acts: &[Act::CurateCollection, Act::EditCollection], sent: 507, allowed: 168 };

/// What offices take up, ask, make and say of each other.
const EXCHANGE: Part = Part {
    acts: &[Act::Adopt, Act::AskVisit, Act::AnswerVisit, Act::WriteLesson, Act::WriteProduct, Act::HoldMeeting],
    sent: 897,
    allowed: 187,
};

const PARTS: [Part; 7] = [PAPERS, PEOPLE, DESK, CARE, SITE, COLLECTIONS, EXCHANGE];

/// The parts together are every act once, and all the requests.
#[test]
fn the_parts_of_the_walk_are_every_act_once() {
    let mut walked: Vec<Act> = PARTS.iter().flat_map(|part| part.acts).copied().collect();
    let mut all = Act::ALL.to_vec();
    walked.sort_unstable();
    all.sort_unstable();
    assert_eq!(walked, all, "each act is in one part");
    let cells = walked.len() * Who::all().count() * PLACES.len();
    assert_eq!(cells, 1365, "35 acts, 13 kinds of people, 3 places");
    let sent: usize = PARTS.iter().map(|part| part.sent).sum();
    let allowed: usize = PARTS.iter().map(|part| part.allowed).sum();
    assert_eq!((sent, allowed), (SENT, ALLOWED), "a row was added or lost: say so here, too");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_papers_holds() {
    walk(&PAPERS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_people_holds() {
    walk(&PEOPLE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_the_desk_holds() {
    walk(&DESK).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_care_holds() {
    walk(&CARE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_the_site_holds() {
    walk(&SITE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_collections_holds() {
    walk(&COLLECTIONS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_exchange_holds() {
    walk(&EXCHANGE).await;
}

/// Every cell of these acts answers as declared.
async fn walk(part: &Part) {
    // The clock stands still, and each of them sends more than one person sends at once.
    let app = TestApp::start_with(|config| config.rates.writes_at_once = 100_000).await;
    let mut browsers = BTreeMap::new();
    for who in Who::all() {
        browsers.insert(who, enters(&app, who).await);
    }
    let (mut cells, mut allowed, mut sent) = (0, 0, 0);
    for act in part.acts {
        // A cell has the number that it has in the whole table, whatever part its act is in.
        let before = Act::ALL.iter().position(|known| known == act).expect("one of all");
        let mut cell = before * Who::all().count() * PLACES.len();
        for who in Who::all() {
            for (at, kecamatan) in PLACES.into_iter().enumerate() {
                cell += 1;
                cells += 1;
                for request in rows::of(&app, *act, kecamatan, cell * 10).await {
                    sent += 1;
                    let may = request.acts.iter().any(|act| who.may(*act, &request.target));
                    allowed += usize::from(may);
                    let cell = format!("{act:?} by {who:?} at {kecamatan} ({at}), POST {}", request.path);
                    let before = everything(&app).await;
                    let fields: Vec<_> = request.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    let answer = browsers[&who].post(&request.path, &fields).await;
                    let changed = everything(&app).await != before;
                    judge(&cell, may, &answer, changed);
                }
            }
        }
    }
    println!("policy: {cells} cells, {sent} requests, {allowed} of them allowed");
    assert_eq!((sent, allowed), (part.sent, part.allowed), "a row was added or lost: say so at its part");
}
