//! Sending one mail: through SMTP, into a folder for trials, or not at all.

use anyhow::Context;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{MultiPart, SinglePart};
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::session;
use crate::config::Config;

/// Sends one mail of plain text by the way that `mail_url` names. The same job always has the same Message-ID: when a
/// server took a mail and we never heard of it, the receiver's mail program still shows one.
pub async fn send(config: &Config, job: i64, to: &str, subject: &str, text: &str) -> anyhow::Result<()> {
    if config.mail_url.is_empty() {
        tracing::warn!("a mail was queued, but mail_url is empty; it is dropped");
        return Ok(());
    }
    let message = Message::builder()
        .from(config.mail_from.parse().context("mail_from is no mail address")?)
        .to(to.parse().context("the receiver's mail address is broken")?)
        .subject(subject)
        .message_id(Some(message_id(config, job, to, text)))
        .header(ContentType::TEXT_PLAIN)
        .body(text.to_owned())?;
    hand_over(config, message).await
}

/// A mail to one of many, as HTML and as plain text, that can be stopped by one click.
pub struct Letter<'a> {
    /// Address of one person.
    pub to: &'a str,
    /// Subject line.
    pub subject: &'a str,
    /// Plain text.
    pub text: &'a str,
    /// The same as HTML.
    pub html: &'a str,
    /// What this mail and no other is known by; its Message-ID comes from it.
    pub key: &'a str,
    /// Address that stops all further ones by a POST (RFC 8058).
    pub stop: &'a str,
}

/// Sends a letter by the way that `mail_url` names.
pub async fn send_letter(config: &Config, letter: Letter<'_>) -> anyhow::Result<()> {
    if config.mail_url.is_empty() {
        tracing::warn!("a letter was queued, but mail_url is empty; it is dropped");
        return Ok(());
    }
    let part = |kind, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
    let message = Message::builder()
        .from(config.mail_from.parse().context("mail_from is no mail address")?)
        .to(letter.to.parse().context("the receiver's mail address is broken")?)
        .subject(letter.subject)
        .message_id(Some(format!("<{}@{}>", letter.key.get(..32).unwrap_or(letter.key), host(config))))
        .raw_header(plain_header("List-Unsubscribe", format!("<{}>", letter.stop)))
        .raw_header(plain_header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()))
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, letter.text))
                .singlepart(part(ContentType::TEXT_HTML, letter.html)),
        )?;
    hand_over(config, message).await
}

/// A header of our own addresses and words: one line, which providers read without unfolding it.
fn plain_header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

/// The receiver's server refuses the mailbox for good: it is not there or is full (550 to 559, 521). Other codes of 5xx, and
/// refusals that say they are about the sender or a policy (RFC 3463: 5.1.7, 5.1.8, 5.7.x), are about this site's own way to
/// its mail server, and may be mended.
#[derive(Debug, thiserror::Error)]
#[error("refused for good: {0}")]
pub struct Refused(lettre::transport::smtp::Error);

async fn hand_over(config: &Config, message: Message) -> anyhow::Result<()> {
    if let Some(folder) = config.mail_url.strip_prefix("file:") {
        let folder = folder.trim_start_matches("//");
        std::fs::create_dir_all(folder).with_context(|| format!("the mail folder {folder} can't be made"))?;
        AsyncFileTransport::<Tokio1Executor>::new(folder).send(message).await?;
    } else {
        let smtp =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.mail_url).context("mail_url is no SMTP address")?;
        let sent = smtp.timeout(Some(std::time::Duration::from_secs(30))).build().send(message).await;
        sent.map_err(|error| match error.status().map(u16::from) {
            Some(521 | 550..=559) if !is_about_us(&error.to_string()) => Refused(error).into(),
            _ => anyhow::Error::from(error),
        })?;
    }
    Ok(())
}

/// True for a refusal that names this site and not the mailbox.
pub(super) fn is_about_us(said: &str) -> bool {
    let said = said.to_lowercase();
    [" 5.7.", " 5.1.7", " 5.1.8", "relaying", "relay access", "sender address"].iter().any(|mark| said.contains(mark))
}

fn message_id(config: &Config, job: i64, to: &str, text: &str) -> String {
    // Numbers of jobs come back after a restore, so the text belongs to it.
    let unique = session::hash(&format!("{job} {to} {text}"));
    format!("<{}@{}>", &unique[..32], host(config))
}

fn host(config: &Config) -> &str {
    let host = config.base_url.split("://").last().unwrap_or_default().split([':', '/']).next().unwrap_or_default();
    if host.is_empty() { "localhost" } else { host }
}
