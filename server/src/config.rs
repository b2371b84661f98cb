//! Settings: the built-in defaults, then a file, then `FORUM_…` variables; an unknown key stops the start and is named.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde::Deserialize;

/// The documented defaults, each key with its unit and reason.
pub const DEFAULTS: &str = include_str!("../../config/default.toml");

/// Everything an operator can set; `config/default.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config/default.toml documents every key")]
pub struct Config {
    pub bind: SocketAddr,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub base_url: String,
    pub province: String,
    pub utc_offset_hours: i32,
    pub log_format: LogFormat,
    pub log_filter: String,
    pub storage_url: String,
    pub storage_endpoint: String,
    pub storage_region: String,
    pub storage_access_key_id: String,
    pub storage_secret_access_key: String,
    pub mail_url: String,
    pub mail_from: String,
    pub vapid_key: String,
    pub trust_forwarded_for: bool,
    pub read_connections: u32,
    pub page_cache_bytes: u64,
    pub show_samples: bool,
    pub limits: Limits,
    pub rates: Rates,
    pub session: SessionRules,
    pub review: ReviewRules,
    pub digest: DigestRules,
    pub notification: NotificationRules,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people at a terminal.
    Pretty,
    /// For log collectors, one object a line.
    Json,
}

/// Limits of what people send.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config/default.toml documents every key")]
pub struct Limits {
    pub title_chars: usize,
    pub summary_words: usize,
    pub section_chars: usize,
    pub comment_chars: usize,
    pub reason_chars: usize,
    pub document_bytes: usize,
    pub photo_bytes: usize,
    pub photo_side_pixels: u32,
    pub photos_per_study: usize,
    pub file_bytes: usize,
    pub files_per_study: usize,
    pub evidence_pack_bytes: usize,
}

/// How fast one person may send.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config/default.toml documents every key")]
pub struct Rates {
    pub writes_at_once: u32,
    pub writes_per_minute: u32,
    pub drafts_at_once: u32,
    pub drafts_per_minute: u32,
    pub comments_at_once: u32,
    pub comments_per_minute: u32,
    pub mention_lookups_at_once: u32,
    pub mention_lookups_per_minute: u32,
    pub photos_at_once: u32,
    pub photos_per_minute: u32,
    pub invitations_at_once: u32,
    pub invitations_per_minute: u32,
    pub opened_links_at_once: u32,
    pub opened_links_per_minute: u32,
    pub used_links_at_once: u32,
    pub used_links_per_minute: u32,
}

/// What a coordinator looks at before a study appears.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config/default.toml documents every key")]
pub struct ReviewRules {
    pub checklist: Vec<String>,
    pub late_days: i64,
}

/// When a weekly digest is made, when it goes, and how fast its mails do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config/default.toml documents every key")]
pub struct DigestRules {
    pub weekday: u32,
    pub made_at_hour: u32,
    pub goes_at_hour: u32,
    pub mails_per_minute: u32,
}

impl DigestRules {
    fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!((1..=7).contains(&self.weekday), "configuration: digest.weekday is 1 (Monday) to 7 (Sunday)");
        anyhow::ensure!(
            self.made_at_hour < self.goes_at_hour && self.goes_at_hour < 24,
            "configuration: digest.made_at_hour comes before digest.goes_at_hour on one day (0 to 23)"
        );
        anyhow::ensure!(self.mails_per_minute > 0, "configuration: digest.mails_per_minute is at least 1");
        Ok(())
    }
}

/// When the daily mails of notifications go, and where pushes may.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config/default.toml documents every key")]
pub struct NotificationRules {
    pub mailed_at_hour: u32,
    pub push_anywhere: bool,
}

/// Rules of signing in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config/default.toml documents every key")]
pub struct SessionRules {
    pub days: i64,
    pub coordinator_idle_hours: i64,
    pub office_computer_hours: i64,
    pub throttle_minutes: i64,
    pub attempts_per_account: u64,
    pub attempts_per_address: u64,
    pub invitation_days: i64,
    pub second_factor_for: SecondFactorFor,
}

/// Who has to use a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorFor {
    /// Whoever wants to.
    Nobody,
    /// Coordinators and administrators.
    Coordinators,
}

impl SessionRules {
    /// True when coordinators and administrators have to use a second factor.
    pub fn second_factor_is_obligatory(&self) -> bool {
        self.second_factor_for == SecondFactorFor::Coordinators
    }
}

impl Config {
    /// Reads the layers; the error is one line that names the key or variable at fault.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut config: Self = layers(file)?.extract().map_err(|error| describe(&error))?;
        config.digest.check()?;
        anyhow::ensure!(
            config.notification.mailed_at_hour < 24,
            "configuration: notification.mailed_at_hour is an hour of the day (0 to 23)"
        );
        if config.base_url.is_empty() {
            config.base_url = format!("http://{}", config.bind);
        }
        config.base_url = config.base_url.trim_end_matches('/').to_owned();
        Ok(config)
    }

    /// Which settings differ from the defaults, and where each was set. Values stay out: some are passwords.
    pub fn set_where(file: Option<&Path>) -> anyhow::Result<Vec<(String, String)>> {
        let layers = layers(file)?;
        let all: figment::value::Dict = layers.extract().map_err(|error| describe(&error))?;
        let mut found = Vec::new();
        for (key, value) in &all {
            let inner = value.as_dict().map(|dict| dict.keys().map(|name| format!("{key}.{name}")).collect::<Vec<_>>());
            for path in inner.unwrap_or_else(|| vec![key.clone()]) {
                let Some(metadata) = layers.find_metadata(&path) else { continue };
                let source = metadata.source.as_ref().map_or_else(|| metadata.name.to_string(), ToString::to_string);
                if metadata.name.contains("environment") {
                    found.push((
                        path.clone(),
                        format!("variable FORUM_{}", path.replace('.', "__").to_ascii_uppercase()),
                    ));
                } else if metadata.source.as_ref().is_some_and(|source| source.file_path().is_some()) {
                    found.push((path, source));
                }
            }
        }
        Ok(found)
    }

    /// The defaults alone, for tests.
    pub fn for_tests(data_dir: &Path) -> Self {
        let mut config: Self =
            Figment::from(Toml::string(DEFAULTS)).extract().expect("the built-in defaults are well formed");
        config.data_dir = data_dir.to_owned();
        config.base_url = "http://localhost".to_owned();
        config
    }

    /// The database: PostgreSQL as configured, or the embedded one in the data folder.
    pub fn database_url(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite://{}?mode=rwc", self.sqlite_file().display())
        } else {
            self.database_url.clone()
        }
    }

    /// True when the database is the embedded one.
    pub fn is_embedded(&self) -> bool {
        self.database_url.is_empty() || self.database_url.starts_with("sqlite:")
    }

    /// The file of the embedded database.
    pub fn sqlite_file(&self) -> PathBuf {
        self.data_dir.join("forum.sqlite3")
    }

    /// True when people come by HTTPS, so that cookies may be `Secure`.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

fn layers(file: Option<&Path>) -> anyhow::Result<Figment> {
    let mut layers = Figment::from(Toml::string(DEFAULTS));
    if let Some(file) = file {
        anyhow::ensure!(file.is_file(), "the configuration file {} does not exist", file.display());
        layers = layers.merge(Toml::file_exact(file));
    }
    // FORUM_TEST_… belongs to the test scripts, whose environment our processes inherit.
    let variables = Env::prefixed("FORUM_").filter(|key| !key.as_str().to_ascii_lowercase().starts_with("test_"));
    Ok(layers.merge(variables.split("__")))
}

fn describe(error: &figment::Error) -> anyhow::Error {
    let lines: Vec<String> = error
        .clone()
        .into_iter()
        .map(|error| {
            let place = match &error.metadata {
                Some(metadata) if metadata.name.contains("environment") => {
                    format!("variable FORUM_{}", error.path.join("__").to_ascii_uppercase())
                }
                Some(metadata) => format!("{} in {}", error.path.join("."), metadata.name),
                None => error.path.join("."),
            };
            format!("{place}: {}", error.kind)
        })
        .collect();
    anyhow::anyhow!("configuration: {} (config/default.toml documents every key)", lines.join("; "))
}
