//! Who can sign in, with which argon2 hash; turns a cookie into a `Viewer`.

pub mod address;
pub mod change_email;
pub mod change_password;
pub mod close;
pub mod consent;
pub mod contact;
mod device;
pub mod entity;
pub mod invitation;
pub mod known_device;
pub mod login;
pub mod mail;
pub mod mailbox;
mod names;
pub mod pages;
pub mod password;
pub mod recover;
pub mod second_factor;
pub mod session;
pub mod sign_out;
#[cfg(test)]
mod tests;
pub mod throttle;

pub use names::names;
