//! Where a push may go. An endpoint is typed by a client, so it must not lead our server to anything but a public server
//! on the usual port: neither by its name, nor by the addresses behind the name, nor by a redirect.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use crate::error::{Error, Result};

/// Longest address of an endpoint in bytes; those of today's browsers have about 200.
const LONGEST: usize = 1000;

/// A push server that takes longer is down.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The address, when a push may go there. `anywhere` lets tests have a server on loopback.
pub fn allowed(endpoint: &str, anywhere: bool) -> Option<Url> {
    let url = Url::parse(endpoint).ok().filter(|_| endpoint.len() <= LONGEST)?;
    if anywhere {
        return Some(url);
    }
    let is_plain = url.scheme() == "https" && url.port().is_none() && url.username().is_empty();
    let host = url.host_str().filter(|_| is_plain && url.password().is_none())?;
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => is_public(address).then_some(url),
        Err(_) => is_public_name(host).then_some(url),
    }
}

fn is_public_name(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_local = ["localhost", "local", "internal", "lan", "home", "test", "invalid", "arpa"]
        .iter()
        .any(|end| host == *end || host.ends_with(&format!(".{end}")));
    host.contains('.') && !is_local
}

/// True for an address on the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    !(is_special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

/// Only what is given out to networks (2000::/3), without what wraps an IPv4 address or is for examples.
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let [first, second, ..] = address.segments();
    let is_given_out = first & 0xe000 == 0x2000;
    let wraps = first == 0x2002 || (first == 0x2001 && second < 0x0200);
    is_given_out && !wraps && !(first == 0x2001 && second == 0x0db8)
}

/// Finds the addresses of a name and leaves out those that are not public, at the moment of connecting.
struct Public;

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = found.into_iter().filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err("the name leads to no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// What pushes are sent with: follows nothing, asks no proxy.
pub fn client(anywhere: bool) -> Result<Client> {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    let build = || {
        crate::tls::use_ring();
        let plain = Client::builder().redirect(Policy::none()).no_proxy().timeout(TIMEOUT);
        let built = if anywhere { plain.build() } else { plain.https_only(true).dns_resolver(Public).build() };
        built.map_err(|error| Error::Internal(error.into()))
    };
    if anywhere {
        return build();
    }
    if let Some(client) = CLIENT.get() {
        return Ok(client.clone());
    }
    let client = build()?;
    Ok(CLIENT.get_or_init(|| client).clone())
}
