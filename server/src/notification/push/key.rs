//! The key of this site for push servers (VAPID, RFC 8292): made at first use and kept in the database, or the operator's.

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use reqwest::Url;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder};

use super::entity::push_key::{ActiveModel, Column, Entity};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Result};

/// How long a signed token holds; the standard allows a day.
const HOLDS: Duration = Duration::hours(12);

/// The key of this site.
pub struct Key(EcdsaKeyPair);

impl Key {
    /// The operator's key, else that of the database, which is made when there is none.
    pub async fn of(app: &App) -> Result<Self> {
        if !app.config.vapid_key.is_empty() {
            return Ok(Self::read(&app.config.vapid_key)?);
        }
        if let Some(secret) = kept(app.db.read()).await? {
            return Ok(Self::read(&secret)?);
        }
        let tx = app.db.begin_write().await?;
        tx.serialize_on("push key").await?;
        if let Some(secret) = kept(&*tx).await? {
            return Ok(Self::read(&secret)?);
        }
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        let made = made.map_err(|_| anyhow::anyhow!("a key for pushes can't be made"))?;
        let secret = URL_SAFE_NO_PAD.encode(made.as_ref());
        let row = ActiveModel { secret: Set(secret.clone()), created_at: Set(tx.now()), ..Default::default() };
        Entity::insert(row).exec_without_returning(&*tx).await?;
        tx.commit(Effect::Private).await?;
        Ok(Self::read(&secret)?)
    }

    /// Reads PKCS #8 in base64url.
    pub fn read(secret: &str) -> anyhow::Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(secret.trim()).context("vapid_key is no base64url")?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes, &SystemRandom::new());
        pair.map(Self).map_err(|error| anyhow::anyhow!("vapid_key is no P-256 key in PKCS #8: {error}"))
    }

    /// What a browser is given when it subscribes.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref())
    }

    /// The header by which a push server knows who sends.
    pub fn authorization(&self, endpoint: &Url, contact: &str, now: DateTime<Utc>) -> Result<String> {
        let claims = serde_json::json!({
            "aud": endpoint.origin().ascii_serialization(),
            "exp": (now + HOLDS).timestamp(),
            "sub": contact,
        });
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes());
        let signature = signature.map_err(|_| Error::Internal(anyhow::anyhow!("a push can't be signed")))?;
        Ok(format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature.as_ref()), self.public()))
    }
}

async fn kept(db: &impl ConnectionTrait) -> Result<Option<String>> {
    let row = Entity::find().order_by_asc(Column::Id).one(db).await?;
    Ok(row.map(|row| row.secret))
}
