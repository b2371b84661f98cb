//! Progress of long work on standard error: a bar on a terminal, nothing in a pipe or a log.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over `total` things or bytes; `total` of 0 shows a count alone.
pub fn bar(total: u64, doing: &'static str) -> ProgressBar {
    let template = if total == 0 { "{msg} {pos} ({elapsed})" } else { "{msg} {wide_bar} {percent} % ({eta} left)" };
    let bar = if total == 0 { ProgressBar::no_length() } else { ProgressBar::new(total) };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(doing);
    bar
}

/// One line for the operator on standard error, above the bar.
#[expect(clippy::print_stderr, reason = "refused lines and warnings are for the operator's eyes")]
pub fn note(bar: &ProgressBar, line: &str) {
    bar.suspend(|| eprintln!("{line}"));
}

/// One line on standard output.
pub fn say(line: &str) -> anyhow::Result<()> {
    use std::io::Write;
    writeln!(std::io::stdout().lock(), "{line}").map_err(|error| anyhow::anyhow!("standard output is closed: {error}"))
}
