//! A table of pages: how long each takes, how many statements it costs, and its share of the plainest page of the same
//! reader, asked for in the same run.

use std::time::{Duration, Instant};

use crate::load::percentile;
use crate::{Browser, TestApp};

/// So often each page is asked for.
const ASKED: usize = 100;

/// Somebody who asks for pages.
pub struct Reader<'a> {
    app: &'a TestApp,
    browser: &'a Browser,
    /// True for a visitor whose pages are drawn anew each time, as after a change; those of signed-in people always are.
    is_anew: bool,
    /// Middle time of the plainest page.
    plainest: Option<Duration>,
}

impl<'a> Reader<'a> {
    /// Somebody signed in. Begins a table: a heading, and `/bantuan`, the yardstick.
    pub async fn signed_in(app: &'a TestApp, browser: &'a Browser, heading: &str) -> Self {
        Self { app, browser, is_anew: false, plainest: None }.with_yardstick(heading).await
    }

    /// A visitor whom no kept page helps. Begins a table in the same way.
    pub async fn visitor(app: &'a TestApp, browser: &'a Browser, heading: &str) -> Self {
        Self { app, browser, is_anew: true, plainest: None }.with_yardstick(heading).await
    }

    async fn with_yardstick(mut self, heading: &str) -> Self {
        println!("\n{heading:<33} {:>9} {:>9} {:>11} {:>7}", "p50 ms", "p99 ms", "statements", "ratio");
        self.plainest = Some(self.measure("yardstick: /bantuan", "/bantuan").await);
        self
    }

    /// Asks for a page again and again; returns the middle time. The ratio is that to the yardstick.
    pub async fn measure(&self, name: &str, path: &str) -> Duration {
        // A redirect or a refusal would be quick, and mean nothing.
        self.browser.get(path).await.expect(200);
        let before = self.app.app.db.statements();
        self.ask(path).await;
        let statements = self.app.app.db.statements() - before;
        let mut times = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            times.push(self.ask(path).await);
        }
        times.sort_unstable();
        let (p50, p99) = (percentile(&times, 50), percentile(&times, 99));
        let share = |plain: Duration| format!("{:.1}", p50.as_secs_f64() / plain.as_secs_f64());
        println!(
            "{name:<33} {:>9.1} {:>9.1} {statements:>11} {:>7}",
            p50.as_secs_f64() * 1e3,
            p99.as_secs_f64() * 1e3,
            self.plainest.map_or_else(|| "1".to_owned(), share)
        );
        p50
    }

    async fn ask(&self, path: &str) -> Duration {
        if self.is_anew {
            self.app.app.db.bump_generation();
        }
        let begun = Instant::now();
        self.browser.bytes(path).await;
        begun.elapsed()
    }
}
