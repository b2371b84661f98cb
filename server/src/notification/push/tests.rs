//! Rules of pushes.

use super::endpoint::{allowed, is_public};
use super::key::Key;

#[test]
fn a_push_goes_to_public_servers_by_https_only() {
    for good in ["https://fcm.googleapis.com/fcm/send/abc", "https://web.push.apple.com/Qx", "https://8.8.8.8/a"] {
        assert!(allowed(good, false).is_some(), "{good}");
    }
    for bad in [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://localhost/a",
        "https://db.internal/a",
        "https://printer/a",
        "https://127.0.0.1/a",
        "https://2130706433/a",
        "https://10.0.0.5/a",
        "https://192.168.1.1/a",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/a",
        "https://0.0.0.0/a",
        "https://[::1]/a",
        "https://[fe80::1]/a",
        "https://[fd00::1]/a",
        "https://[::ffff:127.0.0.1]/a",
        "https://[64:ff9b::7f00:1]/a",
        "https://[2002:7f00:1::]/a",
        "https://user:word@fcm.googleapis.com/a",
        "https://fcm.googleapis.com:8443/a",
        "file:///etc/passwd",
        "",
    ] {
        assert!(allowed(bad, false).is_none(), "{bad}");
    }
    assert!(is_public("2606:4700::1111".parse().unwrap()));
}

#[test]
fn what_is_no_key_is_refused() {
    assert!(Key::read("bukan kunci").is_err());
    assert!(Key::read("AAAA").is_err());
}
