//! `/praktik/{id}-{slug}`: the page of a study.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;

use super::beside::{Neighbour, Similar, neighbours, similar};
use super::credit;
use super::crumbs::{Crumbs, crumbs};
use super::form::study_url;
use super::view::{StudyView, Talk};
use crate::adoption::{self, Stage, family};
use crate::app::App;
use crate::attachment;
use crate::case_study::card::{self, Reason};
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::{partner, store};
use crate::curation::entity::feature;
use crate::discussion;
use crate::discussion::{Asked, Thread};
use crate::error::Result;
use crate::follow::{self, Button, Subject};
use crate::format;
use crate::ids::CaseStudyId;
use crate::letter;
use crate::meeting::Shortlist;
use crate::policy::Act;
use crate::product;
use crate::report;
use crate::sanction;
use crate::verification::{self, Evidence, Standing};
use crate::visit::{self, OnStudy};
use crate::web::filters;
use crate::web::qr::Qr;
use crate::web::{Html, IdPath, JsonLd, Layout, encode, moved};

#[derive(Template)]
#[template(path = "case_study/show.html")]
struct ShowPage {
    layout: Layout,
    id: i64,
    /// True where it stands on the list for a meeting that the address names.
    is_marked: bool,
    /// That list with this study.
    mark_url: String,
    url: String,
    absolute: String,
    view: StudyView,
    crumbs: Option<Crumbs>,
    byline: String,
    updated: chrono::DateTime<chrono::Utc>,
    revision: i32,
    is_sample: bool,
    members_only: bool,
    reason: Option<Reason>,
    standing: Standing,
    /// The highest rung, with what happened elsewhere.
    rung: Evidence,
    /// Who takes it up.
    ledger: Vec<adoption::Line>,
    /// How many more kecamatan take it up than the ledger lists; empty where it lists all.
    unlisted: String,
    ledger_words: String,
    may_adopt: bool,
    visits: OnStudy,
    /// What grew from it: address, name and price.
    products: Vec<(String, String, String)>,
    may_add_product: bool,
    /// The entry of the acting office.
    own_entry: Option<(String, &'static str)>,
    today: String,
    may_verify: bool,
    thread: Option<Thread>,
    banner: String,
    withdrawn: bool,
    hidden: bool,
    /// The case in which it was hidden, for its office and the coordinators above it.
    case: Option<i64>,
    may_edit: bool,
    may_withdraw: bool,
    may_hide: bool,
    similar: Vec<Similar>,
    newer: Option<Neighbour>,
    older: Option<Neighbour>,
    citation: String,
    whatsapp: String,
    description: String,
    image: String,
    json_ld: JsonLd,
    printing: bool,
    printed_on: String,
    code: Option<Qr>,
    glance: Vec<(&'static str, String)>,
    partners: Vec<(String, String)>,
    /// What it was adapted from.
    parent: Option<family::Parent>,
    /// Whether it still runs where it was written: the sentence, and its office's words.
    running: (String, String),
    /// For its office, while it may say so: true when it is asked.
    may_confirm: Option<bool>,
    unseen: &'static str,
    /// None while it does not appear.
    follow: Option<Button>,
    asked: Option<(String, bool)>,
    papers: Papers,
}

impl ShowPage {
    /// True where this viewer does something with the study; for visitors no empty row stands there.
    fn has_acts(&self) -> bool {
        let everywhere = self.own_entry.is_some() || self.may_adopt;
        let in_full = self.may_edit || self.may_withdraw || self.may_hide || self.layout.may_curate();
        !self.printing && (everywhere || (in_full && self.glance.is_empty()))
    }

    /// True where there is more to do than what stands beside the main act.
    fn has_more_acts(&self) -> bool {
        let withdraws = self.may_withdraw && !self.withdrawn;
        let adds = self.may_ask_visit() || self.may_add_product || self.may_confirm.is_some();
        let more = self.may_adopt || adds || withdraws || self.may_hide;
        more && self.glance.is_empty() && !self.printing
    }

    fn may_ask_visit(&self) -> bool {
        self.visits.may_ask && self.visits.own.is_none()
    }
}

/// Which papers this viewer can make of the study.
struct Papers {
    request: bool,
    certificate: bool,
    pack: bool,
}

/// What a study's address may say.
#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    tampilan: String,
    /// The list for a meeting from which it was opened.
    #[serde(default)]
    rapat: String,
}

/// `GET /praktik/{id}-{slug}`, with `?tampilan=sekilas` on one screen. The full study comes first, since who follows a link
/// from a chat wants to know whether it holds; the figures and the summary stand on its first screen anyway.
pub async fn show(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    Query(shown): Query<Shown>,
    Query(asked): Query<Asked>,
    layout: Layout,
) -> Result<Response> {
    let marked = Shortlist::read(&shown.rapat);
    page(&app, path, layout, if shown.tampilan == "sekilas" { Way::Brief } else { Way::Whole(asked) }, &marked).await
}

/// `GET /praktik/{id}-{slug}/cetak`.
pub async fn print(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    page(&app, path, layout, Way::Printed, &Shortlist::default()).await
}

/// How a study is shown.
enum Way {
    /// With this part of its conversation.
    Whole(Asked),
    /// On one screen.
    Brief,
    /// On paper.
    Printed,
}

async fn page(app: &App, path: IdPath<CaseStudyId>, layout: Layout, way: Way, marked: &Shortlist) -> Result<Response> {
    let (printing, brief) = (matches!(way, Way::Printed), matches!(way, Way::Brief));
    let db = app.db.read();
    let study = store::find_cared_for(db, &layout.viewer, path.id).await?;
    let url = study_url(&study);
    if !printing && format!("/praktik/{}-{}", path.id, path.slug).trim_end_matches('-') != url {
        return Ok(moved(&if brief { format!("{url}?tampilan=sekilas") } else { url }));
    }
    let revision = store::revision(db, &study).await?;
    let content = Content::parse(&revision.document)?;
    let ids: Vec<i64> = content.photos.iter().map(|photo| photo.attachment).collect();
    let mut pictures = attachment::pictures(db, &ids).await?;
    let mut view = StudyView::of(&content, &layout.catalogue, &mut pictures).with_files(db, &content).await?;
    view.is_printed = printing;
    let asked = if content.partners.is_empty() { Vec::new() } else { partner::of_study(db, study.id).await? };
    let agreed = asked.iter().filter(|row| row.state == "agreed");
    let partners: Vec<(String, String)> = agreed
        .map(|row| (row.kecamatan_code.clone(), layout.catalogue.places.full_name(&row.kecamatan_code)))
        .collect();
    let authors = credit::authors(&layout, &study, &partners);
    let reason = reason(app, &layout, study.id).await?;
    let (newer, older) = if printing || brief { (None, None) } else { neighbours(app, &layout.viewer, &study).await? };
    let similar = if printing || brief || !banner(&study).is_empty() {
        Vec::new()
    } else {
        similar(app, &layout, &study).await?
    };
    let thread = match &way {
        Way::Whole(asked) => {
            let thread = discussion::thread(db, &layout.viewer, &layout.catalogue, &study, asked).await?;
            talk_of(&mut view, &thread);
            Some(with_ways_on(app, &layout, thread).await?)
        }
        Way::Brief | Way::Printed => None,
    };
    let (ledger, replicated) = adoption::of_study(db, &layout.catalogue, &app.clock, &study).await?;
    let seat = layout.viewer.acting_term().filter(|term| layout.viewer.may(Act::Adopt, &term.region));
    let unlisted = replicated.all() - i64::try_from(ledger.len()).unwrap_or(i64::MAX);
    let own_entry = match seat {
        Some(term) => adoption::entry_of(db, study.id, (ledger.as_slice(), unlisted > 0), &term.region).await?,
        None => None,
    };
    let wrote_it = |region: &String| {
        study.kecamatan_code.as_ref() == Some(region) || partners.iter().any(|(code, _)| code == region)
    };
    let may_adopt =
        own_entry.is_none() && banner(&study).is_empty() && seat.is_some_and(|term| !wrote_it(&term.region));
    let visits =
        if brief { OnStudy::default() } else { visit::on_study(db, &layout.viewer, &layout.catalogue, &study).await? };
    let products = if banner(&study).is_empty() { product::store::of_study(db, study.id).await? } else { Vec::new() };
    // What is recorded as a product stands there with its price, and is not named a second time.
    view.products.retain(|name| !products.iter().any(|product| product.name == *name));
    let parent = family::parent(db, &layout.viewer, (&layout.catalogue, &app.clock), study.id).await?;
    let is_in_ledger = parent.as_ref().is_some_and(|parent| parent.is_running);
    let running = match parent.as_ref().filter(|_| is_in_ledger) {
        Some(parent) => (parent.unconfirmed.clone(), String::new()),
        None => adoption::running::said(&study, &app.clock),
    };
    let is_own = seat.is_some_and(|term| study.kecamatan_code.as_ref() == Some(&term.region));
    let may_confirm =
        (is_own && !is_in_ledger && adoption::running::is_lasting(&study)).then(|| adoption::running::is_asked(&study));
    let standing = verification::standing(db, study.id, &content).await?;
    let follow = if printing || !banner(&study).is_empty() {
        None
    } else {
        follow::store::button(db, &layout.viewer, &Subject::Study(study.id)).await?
    };
    let place = study.kecamatan_code.clone().unwrap_or_else(|| app.config.province.clone());
    let absolute = format!("{}{url}", layout.base_url);
    let crumbs = crumbs(&layout, study.kecamatan_code.as_deref());
    let description = StudyView::teaser(&content);
    let photo = view.lead.as_ref().map(|lead| format!("{}{}", layout.base_url, lead.share_card())).unwrap_or_default();
    let is_public = study.visibility == "public" && banner(&study).is_empty();
    // A messenger gets a card from words; what reads the study as an article is told of photos alone.
    let drawn = format!("{}/praktik/{}/kartu.png", layout.base_url, study.id);
    let papers = papers(app, &layout, &study, &place).await?;
    let page = ShowPage {
        id: study.id,
        is_marked: marked.has(CaseStudyId(study.id)),
        mark_url: marked.with(CaseStudyId(study.id)).url(),
        banner: banner(&study),
        case: case_of(app, &layout, &study, &place).await?,
        withdrawn: study.state != "tayang",
        hidden: study.hidden_at.is_some(),
        may_edit: study.kecamatan_code.is_some() && layout.viewer.may(Act::WriteDraft, &place),
        may_withdraw: layout.viewer.may(Act::Withdraw, &place),
        may_hide: layout.viewer.may(Act::HideStudy, &place),
        may_verify: layout.viewer.may(Act::Verify, &place) && banner(&study).is_empty(),
        rung: if study.replicated_with_results { Evidence::Replicated } else { standing.evidence },
        standing,
        ledger,
        unlisted: if unlisted > 0 { format::integer(unlisted) } else { String::new() },
        ledger_words: replicated.words(),
        may_adopt,
        visits,
        products: products.iter().map(|row| (row.url(), row.name.clone(), row.price())).collect(),
        may_add_product: banner(&study).is_empty()
            && study.kecamatan_code.is_some()
            && layout.viewer.may(Act::WriteProduct, &place),
        own_entry,
        today: app.clock.today().to_string(),
        citation: credit::citation(app, &study, &authors, &absolute),
        whatsapp: format!("https://wa.me/?text={}", encode(&format!("{}\n{absolute}", study.title))),
        json_ld: credit::json_ld(layout.site_name(), &study, &view, &authors, &absolute, &description, &photo)?,
        byline: study.byline.clone(),
        updated: study.updated_at,
        revision: study.revision_number,
        is_sample: study.is_sample,
        members_only: study.visibility == "members",
        printed_on: format::long_date(app.clock.local(layout.now).date_naive()),
        code: Qr::of(&format!("{}/praktik/{}", layout.base_url, study.id)),
        view,
        crumbs,
        reason,
        thread,
        similar,
        newer,
        older,
        description,
        image: if photo.is_empty() && is_public { drawn } else { photo },
        url,
        absolute,
        printing,
        glance: if brief { StudyView::at_a_glance(&content) } else { Vec::new() },
        partners,
        running,
        may_confirm,
        parent,
        unseen: family::unseen(&layout.viewer),
        follow,
        asked: asked
            .iter()
            .find(|row| layout.viewer.may(Act::PassOn, &row.kecamatan_code))
            .map(|row| (row.kecamatan_code.clone(), row.state == "agreed")),
        papers,
        layout,
    };
    Ok(Html(page).into_response())
}

async fn papers(app: &App, layout: &Layout, study: &case_study::Model, place: &str) -> Result<Papers> {
    let viewer = &layout.viewer;
    let is_shown = banner(study).is_empty();
    Ok(Papers {
        request: is_shown && letter::may_request(viewer, study),
        certificate: letter::may_read(app.db.read(), viewer, study).await?,
        pack: is_shown && (viewer.may(Act::WriteDraft, place) || viewer.may(Act::HideStudy, place)),
    })
}

fn banner(study: &case_study::Model) -> String {
    if study.hidden_at.is_some() {
        format!("Disembunyikan pembina dari pembaca. Alasan: {}", study.hidden_reason)
    } else if study.state != "tayang" {
        format!("Tidak ditayangkan. Alasan: {}", study.state_reason)
    } else {
        String::new()
    }
}

/// The case in which a study was hidden, for who reads the reason there.
async fn case_of(app: &App, layout: &Layout, study: &case_study::Model, place: &str) -> Result<Option<i64>> {
    let reads = layout.viewer.may(Act::WriteDraft, place) || layout.viewer.may(Act::AnswerReport, place);
    if study.hidden_at.is_none() || !reads {
        return Ok(None);
    }
    report::case_of_study(app.db.read(), CaseStudyId(study.id)).await
}

/// From each section to what is said about it, and to the form where members say more.
fn talk_of(view: &mut StudyView, thread: &Thread) {
    for part in &mut view.parts {
        let count = thread.by_section.get(&part.anchor).copied().unwrap_or_default();
        let read = format!("{}?bagian={}#komentar-bagian", thread.url, part.anchor);
        let write = thread.may_comment.then(|| format!("/praktik/{}/komentar?bagian={}", thread.study, part.anchor));
        part.talk = (count > 0 || write.is_some()).then_some(Talk { count, read, write });
    }
}

/// The conversation, with the ways on that other rooms have: from a hidden comment to its case, and from a comment to
/// the form to warn or suspend who wrote it.
async fn with_ways_on(app: &App, layout: &Layout, mut thread: Thread) -> Result<Thread> {
    let (mut writers, mut hidden) = (Vec::new(), Vec::new());
    thread.each_readable(|comment| {
        writers.push(comment.writer);
        hidden.extend(comment.hidden.is_some().then_some(comment.id));
    });
    let reached = sanction::reached_among(app, &layout.viewer, &writers).await?;
    let cases =
        if hidden.is_empty() { HashMap::new() } else { report::cases_of(app.db.read(), "comment", &hidden).await? };
    thread.each_readable(|comment| {
        comment.sanction = reached.contains(&comment.writer).then(|| format!("/orang/{}/teguran", comment.writer));
        comment.case = cases.get(&comment.id).map(|case| format!("/laporan/{case}"));
    });
    Ok(thread)
}

async fn reason(app: &App, layout: &Layout, study: i64) -> Result<Option<Reason>> {
    let row = feature::Entity::find()
        .filter(feature::Column::CaseStudyId.eq(study))
        .filter(card::running(app.clock.today()))
        .order_by_desc(feature::Column::Id)
        .one(app.db.read())
        .await?;
    Ok(row.map(|row| Reason {
        who: format!("{} {}", row.unit_name, layout.catalogue.places.full_name(&row.scope_code)).trim().to_owned(),
        why: row.reason,
        theme: row.theme,
    }))
}
