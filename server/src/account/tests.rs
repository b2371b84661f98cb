//! Rules of this room.

use super::contact::{self, Login};
use super::device;
use super::entity::account;
use super::mail;
use super::password::{judge, words_of};
use crate::catalogue::Catalogue;

#[test]
fn a_phone_number_is_one_however_it_is_typed() {
    for typed in [
        "081234567890",
        "62 812-3456-7890",
        "+62 812 3456 7890",
        "81234567890",
        "0062812 34567890",
        "+62 0812 34567890",
    ] {
        assert_eq!(contact::phone(typed).as_deref(), Some("+6281234567890"), "{typed}");
    }
    for typed in ["", "0812", "nol delapan", "0812345678901234", "8,1234E+11", "112", "00000000000"] {
        assert_eq!(contact::phone(typed), None, "{typed}");
    }
    assert_eq!(contact::shown("+6281234567890"), "0812-3456-7890");
}

#[test]
fn what_a_relay_refuses_of_this_site_is_no_fault_of_the_mailbox() {
    for said in [
        "permanent error (550): 5.7.1 Relaying denied",
        "permanent error (553): 5.7.1 Sender address rejected: not owned by user",
        "permanent error (554): 5.7.1 Service unavailable; blocked",
    ] {
        assert!(mail::is_about_us(said), "{said}");
    }
    for said in [
        "permanent error (550): 5.1.1 User unknown in relay recipient table",
        "permanent error (552): 5.2.2 Mailbox full",
    ] {
        assert!(!mail::is_about_us(said), "{said}");
    }
}

#[test]
fn a_login_is_phone_mail_or_nip() {
    assert_eq!(Login::parse(" Siti@GarutKab.go.id"), Some(Login::Email("siti@garutkab.go.id".to_owned())));
    assert_eq!(Login::parse("19780517 200501 2 003"), Some(Login::Nip("197805172005012003".to_owned())));
    assert_eq!(Login::parse("0812-3456-7890"), Some(Login::Phone("+6281234567890".to_owned())));
    for typed in ["siti", "@", "a@b", "siti@@x.id", "si ti@x.id", "siti@x..id"] {
        assert_eq!(Login::parse(typed), None, "{typed}");
    }
}

fn siti() -> account::Model {
    account::Model {
        id: 1,
        name: "Siti Rahmawati, S.IP.".to_owned(),
        phone: Some("+6281234567890".to_owned()),
        email: Some("srahma@garutkab.go.id".to_owned()),
        nip: Some("197805172005012003".to_owned()),
        suspended_until: None,
        closed_at: None,
        mail_refused_at: None,
        is_sample: false,
        created_at: chrono::DateTime::UNIX_EPOCH,
    }
}

#[test]
fn passwords_that_others_guess_are_refused() {
    let known = words_of(&siti(), &Catalogue::default());
    for password in [
        "pendek",
        "rahasia jabar sehat",
        "sitirahmawati78",
        "Rahmawati-1978",
        "081234567890",
        "1234567890ab",
        "197805172005012003",
        "17-05-1978 siti",
        "17051978ok",
        "srahma2026",
        "r4h4s14n3g4r4",
        "bismillah123",
        "indonesiamerdeka",
        "qwertyuiop12",
        "persibbandung1933",
        "aaaaaaaaaaaa",
        "password1234",
        "camatjuara2026",
        "pintu kancil jemuran arang",
        "Pintu-Kancil-Jemuran-Arang!",
    ] {
        let refused = judge(password, &known);
        assert!(refused.is_err(), "{password} was taken");
        assert!(refused.unwrap_err().contains("Pakai empat kata yang tidak berhubungan"), "{password}");
    }
    assert!(judge("pendek", &known).unwrap_err().contains("paling sedikit 10 karakter; yang ini 6"));
    assert!(judge(&"kelambu ".repeat(20), &known).unwrap_err().contains("paling panjang 100 karakter"));
}

#[test]
fn passwords_that_nobody_guesses_are_taken() {
    let known = words_of(&siti(), &Catalogue::default());
    for password in
        ["gayung tebing onde kelambu", "serambi kodok wajan layang", "Xq7!vbT2#kLm", super::password::OF_SAMPLES]
    {
        assert_eq!(judge(password, &known), Ok(()), "{password}");
    }
}

#[test]
fn a_device_is_named_so_that_its_owner_knows_it() {
    for (agent, words) in [
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
            "Chrome di ponsel Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari di iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge di komputer Windows"),
        ("curl/8", "Peramban di perangkat lain"),
    ] {
        assert_eq!(device::in_words(agent), words);
    }
}
