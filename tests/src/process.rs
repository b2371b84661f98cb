//! The real binary as a process of its own: what only a start, a kill or a second one beside it can show.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use forum_camat::app::App;
use forum_camat::clock::Clock;
use forum_camat::config::Config;
use forum_camat::policy::Role;
use tempfile::TempDir;

use crate::database::{self, StoryDatabase};
use crate::{Browser, settle_in};

/// The longest that a start, or a stop, may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The binary beside this one; `cargo build` and `bin/test` make it first.
pub fn binary() -> PathBuf {
    let own = std::env::current_exe().expect("the test knows where it lies");
    let found = own.ancestors().map(|folder| folder.join("forum-camat")).find(|binary| binary.is_file());
    found.expect("forum-camat lies beside the tests; build it with: cargo build -p forum-camat")
}

/// A data folder with a migrated database of its own.
pub struct Folder {
    /// Settings of the processes that work on it.
    pub config: Config,
    folder: TempDir,
    _database: Option<StoryDatabase>,
}

impl Folder {
    /// On the database that the run is for.
    pub async fn prepared() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config = Config::for_tests(folder.path());
        config.bind = free_address();
        config.base_url = format!("http://{}", config.bind);
        let database = database::prepared(&mut config).await;
        Self { config, folder, _database: database }
    }

    /// Without any database yet; SQLite whatever the run is for.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config = Config::for_tests(folder.path());
        config.bind = free_address();
        config.base_url = format!("http://{}", config.bind);
        Self { config, folder, _database: None }
    }

    /// A folder for another node on the same database.
    pub fn beside(&self) -> Self {
        let other = Self::empty();
        let config = Config { database_url: self.config.database_url.clone(), ..other.config.clone() };
        Self { config, ..other }
    }

    /// Takes a port that is free now: what was free before a long import may be somebody's by then.
    pub fn at_a_free_address(mut self) -> Self {
        self.config.bind = free_address();
        self.config.base_url = format!("http://{}", self.config.bind);
        self
    }

    /// Where it lies.
    pub fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Opens the site in this process, for what a story prepares or looks up behind the binary's back.
    pub async fn open(&self) -> App {
        App::open(self.config.clone(), Clock::system(7)).await.expect("the site opens")
    }

    /// A camat with an open session; the value is the session's cookie.
    pub async fn camat(&self, name: &str, kecamatan: &str) -> String {
        settle_in(&self.open().await, name, Role::Camat, kecamatan).await.2
    }

    /// A command of the binary on this folder, without the settings of whoever runs the tests.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary());
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("FORUM_")) {
            command.env_remove(name);
        }
        command
            .args(words)
            .env("FORUM_DATA_DIR", &self.config.data_dir)
            .env("FORUM_BIND", self.config.bind.to_string())
            .env("FORUM_LOG_FILTER", "warn")
            .env("FORUM_DATABASE_URL", &self.config.database_url)
            // One camat writes here as fast as hundreds do.
            .env("FORUM_RATES__WRITES_PER_MINUTE", "0")
            .env("FORUM_RATES__DRAFTS_PER_MINUTE", "0")
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str]) -> Ended {
        Ended::of(self.command(words).output().expect("the binary runs"))
    }

    /// Starts `serve` (or `demo`) and waits until it answers.
    pub async fn serve(&self, command: &str) -> Process {
        Process::start(self.command(&[command]), self.config.bind).await
    }

    /// Starts `serve` with a filter of the log, which is written to the file.
    pub async fn serve_logging(&self, filter: &str, log: &std::path::Path) -> Process {
        let mut command = self.command(&["serve"]);
        command.env("FORUM_LOG_FILTER", filter).stderr(std::fs::File::create(log).expect("a file for the log"));
        Process::start(command, self.config.bind).await
    }
}

/// A port that nobody has just now.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address")
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit status.
    pub code: Option<i32>,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
}

impl Ended {
    fn of(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Asserts that it failed with one line that holds the words.
    #[track_caller]
    pub fn fails_with(&self, words: &str) {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "one line: {}", self.err);
        assert!(self.err.starts_with("forum-camat: ") && self.err.contains(words), "{words:?} in {}", self.err);
    }
}

/// A server in a process of its own; killed when it is dropped.
pub struct Process {
    /// Scheme, host and port.
    pub url: String,
    /// From its start to its first answer.
    pub started_in: Duration,
    child: Child,
}

impl Process {
    async fn start(mut command: Command, address: SocketAddr) -> Self {
        let begun = Instant::now();
        let mut child = command.stdout(Stdio::null()).spawn().expect("the binary runs");
        let url = format!("http://{address}");
        loop {
            if let Some(status) = child.try_wait().expect("our own child") {
                panic!("the server ended at its start: {status}");
            }
            if tokio::net::TcpStream::connect(address).await.is_ok() {
                break;
            }
            assert!(begun.elapsed() < PATIENCE, "the server did not answer within {PATIENCE:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Browser::new(&url).get("/healthz").await.expect(200);
        Self { url, started_in: begun.elapsed(), child }
    }

    /// Its number, for what the system tells about it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// As `kill -9` does: nothing in it learns of it.
    pub fn kill(mut self) {
        self.child.kill().expect("our own child");
        self.child.wait().expect("our own child");
    }

    /// Asks it to stop, as a service manager does.
    pub fn ask_to_stop(&self) {
        let told = Command::new("kill").args(["-TERM", &self.id().to_string()]).status();
        assert!(told.expect("kill runs").success());
    }

    /// Waits for its end; gives the exit status and how long it took.
    pub async fn ended(mut self) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("our own child") {
                return (status.code(), begun.elapsed());
            }
            assert!(begun.elapsed() < PATIENCE, "the server did not stop within {PATIENCE:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
