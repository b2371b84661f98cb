//! A mail server for stories: takes what it is told to take, on loopback, and remembers it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does with a mail that was sent whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    Takes,
    /// Says that it is busy.
    Busy,
    /// Takes it, and breaks the connection before it says so.
    Vanishes,
    /// Refuses the mailbox for good.
    Refuses,
}

/// The server; it ends when it is dropped.
pub struct MailServer {
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

struct State {
    mood: Mood,
    mails: Vec<String>,
}

impl MailServer {
    /// Listens on an address.
    pub async fn at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.expect("the address is free");
        let state = Arc::new(Mutex::new(State { mood: Mood::Takes, mails: Vec::new() }));
        let known = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, known.clone()));
            }
        });
        Self { state, task }
    }

    /// From now on it is in this mood.
    pub fn is(&self, mood: Mood) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).mood = mood;
    }

    /// What it took, each mail with its headers and readable text.
    pub fn mails(&self) -> Vec<String> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).mails.clone()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 cerita ESMTP\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let word: String = line.chars().take(4).collect::<String>().to_ascii_uppercase();
        let answer = match word.as_str() {
            "EHLO" | "HELO" => "250 cerita",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    mail.push_str(line.strip_prefix('.').unwrap_or(&line));
                    mail.push_str("\r\n");
                }
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                if matches!(state.mood, Mood::Takes | Mood::Vanishes) {
                    state.mails.push(mail.replace("=\r\n", "").replace("=3D", "="));
                }
                match state.mood {
                    Mood::Takes => "250 taken",
                    Mood::Busy => "451 busy, try again later",
                    Mood::Vanishes => return None,
                    Mood::Refuses => "550 no such mailbox",
                }
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
    Some(())
}
