//! Load for measurements: HTTP/1.1 over kept connections, written by hand, since a full client costs more than the server
//! that it is to measure.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a run measured.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Answers in a second, all connections together.
    pub per_second: f64,
    /// Half of the answers came within this.
    pub p50: Duration,
    /// All but one in a hundred came within this.
    pub p99: Duration,
    /// Bytes of the body, as sent.
    pub body_bytes: usize,
}

/// Asks for one path over many connections for some time. Fails at an answer other than 200.
pub async fn run(address: SocketAddr, path: &str, connections: usize, length: Duration) -> anyhow::Result<Measured> {
    run_while(address, path, None, connections, move |since| since < length).await
}

/// As [`run`], by a visitor or with the cookie of a session, as long as `goes_on` says so of the time since its beginning.
pub async fn run_while(
    address: SocketAddr,
    path: &str,
    cookie: Option<&str>,
    connections: usize,
    goes_on: impl Fn(Duration) -> bool + Clone + Send + 'static,
) -> anyhow::Result<Measured> {
    let session = cookie.map_or_else(String::new, |cookie| format!("cookie: {cookie}\r\n"));
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: {address}\r\naccept-encoding: br\r\n{session}\r\n").into_bytes();
    let mut warm = Line::open(address).await?;
    let mut body_bytes = 0;
    for _ in 0..50 {
        body_bytes = warm.ask(&request).await?;
    }
    let start = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let (request, goes_on) = (request.clone(), goes_on.clone());
            tokio::spawn(async move {
                let mut line = Line::open(address).await?;
                let mut times = Vec::with_capacity(100_000);
                while goes_on(start.elapsed()) {
                    let begun = Instant::now();
                    line.ask(&request).await?;
                    times.push(begun.elapsed());
                }
                anyhow::Ok(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    times.sort_unstable();
    Ok(Measured {
        per_second: times.len() as f64 / start.elapsed().as_secs_f64(),
        p50: percentile(&times, 50),
        p99: percentile(&times, 99),
        body_bytes,
    })
}

/// The time within which so many in a hundred came.
pub fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

struct Line {
    stream: TcpStream,
    held: Vec<u8>,
}

impl Line {
    async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, held: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads its answer; gives the bytes of the body.
    async fn ask(&mut self, request: &[u8]) -> anyhow::Result<usize> {
        self.stream.write_all(request).await?;
        self.held.clear();
        let head = loop {
            if let Some(at) = self.held.windows(4).position(|part| part == b"\r\n\r\n") {
                break at + 4;
            }
            self.read().await?;
        };
        let text = String::from_utf8_lossy(&self.held[..head]).to_ascii_lowercase();
        anyhow::ensure!(text.starts_with("http/1.1 200"), "{}", text.lines().next().unwrap_or_default());
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.ok_or_else(|| anyhow::anyhow!("an answer without length"))?.trim().parse()?;
        while self.held.len() < head + length {
            self.read().await?;
        }
        Ok(length)
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        let count = self.stream.read_buf(&mut self.held).await?;
        anyhow::ensure!(count > 0, "the server closed the connection");
        Ok(())
    }
}
