//! The menu: it offers each person only what opens.

use forum_camat::policy::Role;
use forum_tests::{Browser, CIKAJANG, TestApp};

/// Every address that the menu of this person offers, opened; how many there are.
async fn opens_all(who: &Browser, name: &str) -> usize {
    let page = who.get("/bantuan").await.expect(200);
    let list =
        page.text.split("class=\"menu-entries\"").nth(1).expect("a menu").split("</ul>").next().expect("its end");
    let addresses: Vec<&str> = list.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for address in &addresses {
        let answer = who.get(address).await;
        assert!([200, 303].contains(&answer.status.as_u16()), "{name}: {address} answers {}", answer.status);
    }
    addresses.len()
}

#[tokio::test]
async fn what_the_menu_offers_opens_for_everybody_who_reads_it() {
    let app = TestApp::start().await;
    assert!(opens_all(&app.visitor(), "a visitor").await >= 8);
    for (role, region) in [
        (Role::Staf, CIKAJANG),
        (Role::Sekcam, CIKAJANG),
        (Role::Camat, CIKAJANG),
        (Role::PembinaKabupatenKota, "32.05"),
        (Role::InovasiProvinsi, "32"),
        (Role::Admin, "32"),
    ] {
        let person = app.person("Asep", role, region).await;
        assert!(opens_all(&person, role.as_str()).await >= 10, "{}", role.as_str());
    }
}
