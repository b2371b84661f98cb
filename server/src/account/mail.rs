//! Sending one mail: through SMTP, into a folder for trials, or not at all.

use anyhow::Context;
use lettre::message::header::ContentType;
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
    if let Some(folder) = config.mail_url.strip_prefix("file:") {
        let folder = folder.trim_start_matches("//");
        std::fs::create_dir_all(folder).with_context(|| format!("the mail folder {folder} can't be made"))?;
        AsyncFileTransport::<Tokio1Executor>::new(folder).send(message).await?;
    } else {
        let smtp =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.mail_url).context("mail_url is no SMTP address")?;
        smtp.timeout(Some(std::time::Duration::from_secs(30))).build().send(message).await?;
    }
    Ok(())
}

fn message_id(config: &Config, job: i64, to: &str, text: &str) -> String {
    // Numbers of jobs come back after a restore, so the text belongs to it.
    let unique = session::hash(&format!("{job} {to} {text}"));
    let host = config.base_url.split("://").last().unwrap_or_default().split([':', '/']).next().unwrap_or_default();
    format!("<{}@{}>", &unique[..32], if host.is_empty() { "localhost" } else { host })
}
