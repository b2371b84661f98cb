//! The network address that a request came from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::app::App;

/// The caller's address; behind a trusted proxy the last one that the proxy wrote down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address(pub IpAddr);

impl Address {
    /// Reads it from a request's headers and what the server knows of the connection.
    pub fn of(headers: &HeaderMap, extensions: &Extensions, trust_forwarded_for: bool) -> Self {
        let forwarded = || {
            let value = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            value.rsplit(',').next()?.trim().parse().ok()
        };
        let told = if trust_forwarded_for { forwarded() } else { None };
        let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        Self(told.or_else(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
    }

    /// What attempts are counted by: a whole /64 of IPv6 belongs to one caller.
    pub fn key(self) -> String {
        let net = match self.0 {
            IpAddr::V4(four) => four.to_string(),
            IpAddr::V6(six) => match six.to_ipv4_mapped() {
                Some(four) => four.to_string(),
                None => six.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
            },
        };
        super::session::hash(&format!("address {net}"))
    }
}

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers, &parts.extensions, app.config.trust_forwarded_for))
    }
}
