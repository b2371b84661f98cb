//! Reads the text of a file in a process of its own, which is killed at its limits: a hostile file ends that process and
//! nothing else.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use super::kind::FileKind;
use super::text;

/// Name of the hidden command.
pub const COMMAND: &str = "read-file";

/// Memory of the process.
const MEMORY_BYTES: u64 = 512 * 1024 * 1024;

/// Time on a core.
const CPU_SECONDS: u64 = 20;

/// Time altogether.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the process may answer.
const ANSWER_BYTES: u64 = 8 * 1024 * 1024;

/// Number and text of each page.
pub type Pages = Vec<(u32, String)>;

/// The text of a file; the error says how its process ended.
pub async fn read(kind: FileKind, bytes: &[u8]) -> anyhow::Result<Pages> {
    let mut child = Command::new(program()?)
        .args([COMMAND, kind.as_str()])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("the process that reads files can't be started")?;
    let mut stdin = child.stdin.take().context("no way to the process")?;
    let stdout = child.stdout.take().context("no way from the process")?;
    let talk = async {
        let send = async {
            // A process that died early hears nothing more.
            let _ = stdin.write_all(bytes).await;
            drop(stdin);
        };
        let mut answer = Vec::new();
        let mut bounded = stdout.take(ANSWER_BYTES);
        let (_, heard) = tokio::join!(send, bounded.read_to_end(&mut answer));
        heard?;
        let status = child.wait().await?;
        anyhow::ensure!(status.success(), "the process that read it ended with {status}");
        Ok(serde_json::from_slice(&answer)?)
    };
    tokio::time::timeout(PATIENCE, talk).await.context("reading it took too long")?
}

/// Our own binary. The tests of this product run in binaries of their own, one folder below it.
fn program() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    if own.file_stem().is_some_and(|name| name == "forum-camat") {
        return Ok(own);
    }
    let beside = own.ancestors().skip(1).take(2).map(|folder| folder.join("forum-camat")).find(|path| path.is_file());
    beside.context("the binary forum-camat is not there; build it first")
}

/// The hidden command: bytes come in on standard input, pages go out as JSON.
pub fn run(kind: &str) -> anyhow::Result<()> {
    limit()?;
    let kind = FileKind::parse(kind).context("this kind of file is not known")?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let pages = text::pages(kind, &bytes).map_err(anyhow::Error::msg)?;
    std::io::stdout().lock().write_all(&serde_json::to_vec(&pages)?)?;
    Ok(())
}

fn limit() -> anyhow::Result<()> {
    let at = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::As, at(MEMORY_BYTES))?;
    setrlimit(Resource::Cpu, at(CPU_SECONDS))?;
    setrlimit(Resource::Core, at(0))?;
    setrlimit(Resource::Fsize, at(0))?;
    Ok(())
}
