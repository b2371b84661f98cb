//! Who can sign in, with which argon2 hash; turns a cookie into a `Viewer`.

pub mod entity;
pub mod session;
