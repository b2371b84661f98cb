//! Rules about the code itself, read from the sources: who may know whom, and what may stand nowhere.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in tiers: a room uses rooms of the tiers above it, or rooms to its left.
const TIERS: &[&[&str]] = &[
    &["job", "content_change", "audit"],
    &["kecamatan", "sector", "indicator"],
    &["office", "account"],
    &["case_study", "attachment", "discussion"],
    &[
        "adoption",
        "report",
        "data_request",
        "sanction",
        "topic",
        "curation",
        "collection",
        "visit",
        "product",
        "question",
        "lesson",
        "verification",
        "letter",
        "evidence_pack",
        "synonym",
        "settings",
        "meeting",
        "handover",
        "digest",
        "follow",
        "notification",
        "erasure",
        "roster",
        "coverage",
        "impact",
    ],
    &["keyword_search"],
];

/// What looks back all the same, each with its reason.
const BACKWARDS: &[(&str, &str, &str)] = &[
    ("account", "notification", "the bar of every page shows how many notifications are unread"),
    ("case_study", "adoption", "publishing ties an adaptation to its entry; photos of steps are no part of a text"),
    ("adoption", "notification", "what was told of a step goes with the step; a job would keep the words that go"),
    ("adoption", "meeting", "an entry on which a meeting decided is not taken back from under its minutes"),
    ("adoption", "report", "a step about which a coordinator decided is not taken back from under its case"),
    ("case_study", "attachment", "a study's photos are part of what it says"),
    ("case_study", "product", "the photo of a product hangs on the study too, and is no part of its text"),
    ("case_study", "curation", "a card shows why the study was put forward"),
    ("report", "question", "what is reported may be a question or an answer, and is hidden with its case"),
    ("notification", "erasure", "it tells that personal data was erased, and reads why"),
    ("case_study", "verification", "how far a result is shown to be true is kept beside the study"),
    ("office", "account", "an invitation makes an account and a term in one transaction"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has no .{ending} files");
    found
}

/// A place in the order of tiers, and the place within it.
fn rank(room: &str) -> Option<(usize, usize)> {
    TIERS
        .iter()
        .enumerate()
        .find_map(|(tier, rooms)| rooms.iter().position(|name| *name == room).map(|within| (tier, within)))
}

#[test]
fn every_source_file_says_what_lives_in_it() {
    for folder in ["server/src", "search/src", "migration/src", "tests/src", "tests/stories"] {
        for (path, text) in files(folder, "rs") {
            assert!(text.starts_with("//!"), "{} does not open with //!", path.display());
        }
    }
}

#[test]
fn rooms_use_only_what_stands_above_them() {
    let mut wrong = Vec::new();
    for (path, text) in files("server/src", "rs") {
        let relative = path.strip_prefix(root().join("server/src")).expect("below").to_path_buf();
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let room = parts[0].trim_end_matches(".rs");
        // Pages stand outside the tiers: a page about a study shows its discussion and its place on the front page.
        let is_page = parts.iter().any(|part| part.contains("pages"));
        let is_test = parts.last().is_some_and(|part| part == "tests.rs");
        let Some(own) = rank(room) else { continue };
        if is_page || is_test {
            continue;
        }
        for (other, place) in TIERS.iter().flat_map(|rooms| rooms.iter()).filter_map(|name| Some((*name, rank(name)?)))
        {
            let known = text.contains(&format!("crate::{other}::")) || text.contains(&format!("crate::{other};"));
            let excused = BACKWARDS.iter().any(|(from, to, _)| *from == room && *to == other);
            if known && other != room && place >= own && !excused {
                wrong.push(format!("{} uses {other}", relative.display()));
            }
        }
        for top in ["worker", "routes", "command", "serving"] {
            if text.contains(&format!("crate::{top}::")) {
                wrong.push(format!("{} uses {top}", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "against the tiers: {wrong:#?}");
}

#[test]
fn the_search_crate_knows_neither_the_web_nor_the_database() {
    let manifest = fs::read_to_string(root().join("search/Cargo.toml")).expect("a manifest");
    for stranger in ["axum", "sea-orm", "forum-camat", "forum-migration"] {
        assert!(!manifest.contains(stranger), "search depends on {stranger}");
    }
}

#[test]
fn history_does_not_depend_on_entities_that_move() {
    for (path, text) in files("migration/src", "rs") {
        assert!(!text.contains("forum_camat"), "{} uses the server", path.display());
    }
}

#[test]
fn studies_are_read_through_the_one_gate() {
    // Whoever asks the table itself instead of visible_to(viewer) stands here with a reason, and changes or projects
    // rows inside a transaction that asked the policy, or feeds the index, which carries each document's audience.
    const ALLOWED: &[&str] = &[
        "case_study/store.rs",
        "case_study/publish.rs",
        "case_study/revise.rs",
        "case_study/standing.rs",
        "case_study/import.rs",
        "case_study/searchable.rs",
        "case_study/draft/",
        "case_study/hand_in.rs",
        "keyword_search/indexer.rs",
        "notification/tell/",
        "command/",
        "discussion/hide.rs",
        "discussion/speak.rs",
        "curation/feature.rs",
        "curation/desk.rs",
        "erasure/erase.rs",
        // Whether the thing of a report is hidden, for who may see the report.
        "report/store.rs",
        // A study that a backup brought back, in the transaction of the restore.
        "erasure/again.rs",
        // The office's own papers, also those that are hidden: for its people and the coordinators above it.
        "handover/contents.rs",
        "attachment/",
        // The office's own drafts and studies, also those withdrawn: its page asks WriteDraft first.
        "case_study/pages/office.rs",
    ];
    for (path, text) in files("server/src", "rs") {
        let relative = path.strip_prefix(root().join("server/src")).expect("below").display().to_string();
        if ALLOWED.iter().any(|allowed| relative.starts_with(allowed)) || relative.ends_with("tests.rs") {
            continue;
        }
        assert!(!text.contains("case_study::Entity::find"), "{relative} passes by visible_to(viewer)");
    }
}

#[test]
fn templates_print_nothing_unescaped_and_carry_no_style_or_script_of_their_own() {
    for (path, text) in files("frontend/templates", "html") {
        let name = path.display();
        assert!(!text.contains("|safe") && !text.contains("| safe"), "{name} prints unescaped");
        assert!(!text.contains(" style="), "{name} has a style attribute");
        assert!(!text.contains(" onclick=") && !text.contains(" onsubmit="), "{name} has an inline handler");
        for script in text.match_indices("<script").map(|(at, _)| &text[at..]) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(tag.contains("src=") || tag.contains("application/ld+json"), "{name} has an inline script");
        }
    }
}

#[test]
fn the_site_goes_by_the_name_that_administrators_gave_it() {
    // The built-in name, and the line that a terminal shows when the demonstration starts.
    const OWN: [&str; 2] = ["settings/mod.rs", "command/demo/mod.rs"];
    let mut sources = files("frontend/templates", "html");
    sources.extend(files("server/src", "rs"));
    for (path, text) in sources {
        let mut code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let names_it = code.any(|line| line.contains("Forum Camat Jawa Barat"));
        let is_own = OWN.iter().any(|own| path.ends_with(own));
        assert!(is_own || !names_it, "{} names the site; layout.site_name() does", path.display());
    }
}

#[test]
fn people_are_addressed_as_bapak_ibu() {
    let mut sources = files("frontend/templates", "html");
    sources.extend(files("server/src", "rs"));
    sources.extend(files("frontend/scripts", "js"));
    for (path, text) in sources {
        let words = text.split(|letter: char| !letter.is_alphabetic());
        for word in words {
            assert!(word != "Anda" && word != "anda", "{} says Anda", path.display());
        }
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    for (path, text) in files("frontend/templates", "html") {
        for marker in ["src=\"http", "srcset=\"http", "rel=\"stylesheet\" href=\"http", "url(http"] {
            assert!(!text.contains(marker), "{} loads from elsewhere", path.display());
        }
    }
    for (path, text) in files("frontend/styles", "css") {
        assert!(!text.contains("http://") && !text.contains("https://"), "{} loads from elsewhere", path.display());
    }
}

/// The server's sources: the path below its folder, and the text.
pub fn server_sources() -> Vec<(String, String)> {
    let folder = root().join("server/src");
    let below = |path: PathBuf| path.strip_prefix(&folder).expect("below").display().to_string();
    files("server/src", "rs").into_iter().map(|(path, text)| (below(path), text)).collect()
}

#[test]
fn the_audit_is_written_in_one_place_and_never_changed() {
    // These read the table; whoever else names it stands here with what it reads. A backup copies it whole.
    // The law is the one exception from never: an erasure blanks a reason that holds the data itself.
    const READERS: [&str; 5] = [
        "collection/history.rs",
        "erasure/places.rs",
        "notification/tell/draft.rs",
        "office/end_term.rs",
        "product/taken_down.rs",
    ];
    let mut wrong = Vec::new();
    for (path, text) in server_sources() {
        let is_own = path.starts_with("audit/");
        let names_it = text.contains("audit::entity") || text.contains("audit_entry");
        if path.starts_with("command/backup/") || !(is_own || names_it) {
            continue;
        }
        if !is_own && !READERS.contains(&path.as_str()) {
            wrong.push(format!("{path} names the table"));
        }
        for verb in ["Entity::insert", "Entity::update", "Entity::delete", "ActiveModel {", "ActiveModelTrait"] {
            for (at, _) in text.match_indices(verb) {
                let before = &text[..at];
                // Readers write other tables, each by a name of its own.
                let is_of_another = !is_own
                    && before.ends_with("::")
                    && !before.ends_with("audit::")
                    && !before.ends_with("audit::entity::")
                    || before.ends_with("impl ActiveModelBehavior for ");
                let is_record = path == "audit/mod.rs" && matches!(verb, "Entity::insert" | "ActiveModel {");
                if !is_of_another && !is_record {
                    wrong.push(format!("{path} writes by {verb}"));
                }
            }
        }
        for sql in ["UPDATE audit_entry", "DELETE FROM audit_entry", "INSERT INTO audit_entry", "TRUNCATE"] {
            if text.contains(sql) {
                wrong.push(format!("{path} writes by {sql}"));
            }
        }
        if path.starts_with("audit/pages/")
            && ["post(", "put(", "delete(", "patch("].iter().any(|way| text.contains(way))
        {
            wrong.push(format!("{path} takes more than GET"));
        }
    }
    assert!(wrong.is_empty(), "the audit is only added to, by audit::record: {wrong:#?}");
}

/// Words in quotes that look like the name of an act.
fn names_in(code: &str) -> Vec<String> {
    let quoted = code.split('"').skip(1).step_by(2);
    let is_name = |word: &&str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && !word.starts_with('_')
    };
    quoted.filter(is_name).map(str::to_owned).collect()
}

/// What stands behind each of these beginnings, up to one of these ends.
fn behind<'a>(text: &'a str, beginnings: &[&str], ends: &[char]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for beginning in beginnings {
        for (at, _) in text.match_indices(beginning).filter(|(at, _)| !text[..*at].ends_with("fn ")) {
            let rest = &text[at + beginning.len()..];
            found.push(&rest[..rest.find(ends).unwrap_or(rest.len())]);
        }
    }
    found
}

/// Any other width has no file, and a browser that knows no `srcset` shows a gap.
#[test]
fn photos_are_asked_for_in_widths_that_are_kept() {
    for (path, text) in files("frontend/templates", "html") {
        for rest in text.split(".src(").skip(1) {
            let width = rest.split(')').next().unwrap_or_default();
            let is_kept = width.parse().is_ok_and(|width: u32| forum_camat::attachment::WIDTHS.contains(&width));
            assert!(is_kept, "{} asks for {width}", path.display());
        }
    }
}

#[test]
fn every_act_that_is_recorded_has_words() {
    use forum_camat::audit::words;
    use forum_camat::policy::Act;
    use std::collections::BTreeSet;

    let mut recorded: BTreeSet<String> = BTreeSet::new();
    for (path, text) in server_sources() {
        let records = text.contains("audit::Entry {")
            || text.contains("record(&tx")
            || text.contains("remember(")
            || text.contains("change.keep(");
        if !records || path.starts_with("audit/") || path.ends_with("tests.rs") {
            continue;
        }
        let mut code = behind(&text, &[" act: "], &[',']);
        code.extend(behind(&text, &["remember(", "change.keep(", "record(", "change(", "write(&tx"], &[';']));
        code.extend(behind(&text, &["let act = "], &[';']));
        code.extend(behind(&text, &["\n            ("], &[',']).into_iter().filter(|first| first.starts_with('"')));
        code.extend(
            behind(&text, &["fn word(self) -> &'static str {"], &[';'])
                .into_iter()
                .map(|body| body.split("\n    }\n").next().unwrap_or_default()),
        );
        code.extend(behind(&text, &["const END: &str = ", "const RESUME: &str = "], &[';']));
        recorded.extend(code.into_iter().flat_map(names_in));
    }
    for act in Act::ALL {
        recorded.insert(act.as_str().to_owned());
    }
    // Permissions whose acts have names of their own, reading, fields of a form, and words that only stand near a name.
    const NO_ACTS: [&str; 15] = [
        "write_draft",
        "manage_staff",
        "manage_camat",
        "appoint_coordinator",
        "edit_synonyms",
        "curate_collection",
        "read_audit",
        "sanction",
        "seen",
        "applied",
        "unfit",
        "team",
        "approved",
        "returned",
        "ditolak",
    ];
    recorded.retain(|act| !NO_ACTS.contains(&act.as_str()) && words::kind(act).is_none());
    let unworded: Vec<&String> = recorded.iter().filter(|act| words::of(act).is_none()).collect();
    assert!(unworded.is_empty(), "audit/words has no words for these acts: {unworded:?}");
    let lost: Vec<&str> = words::all().map(|words| words.act).filter(|act| !recorded.contains(*act)).collect();
    assert!(lost.is_empty(), "nobody records these, or this test no longer finds where: {lost:?}");
}
