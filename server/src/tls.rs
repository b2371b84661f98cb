//! TLS to other servers: rustls on ring, the one crypto library of this tree.

/// Says which crypto library TLS uses; before any client is made. A second call finds it in place.
pub fn use_ring() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
