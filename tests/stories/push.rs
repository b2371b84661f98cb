//! Pushes: empty, signed, at most once an hour, outside of the quiet hours, to devices whose session lives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use chrono::Duration;
use forum_camat::job;
use forum_camat::notification::push::entity::{push_key, push_subscription};
use forum_tests::{CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::notification_switches::switches_off;

/// Headers and body of each push.
type Got = Vec<(HashMap<String, String>, Vec<u8>)>;

/// A push server on loopback: answers as it is told, and remembers headers and bodies.
#[derive(Clone, Default)]
struct PushServer {
    says: Arc<Mutex<u16>>,
    got: Arc<Mutex<Got>>,
}

impl PushServer {
    async fn start() -> (Self, String) {
        let server = Self::default();
        server.says(201);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new().route("/{device}", post(take)).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (server, format!("http://{address}"))
    }

    fn says(&self, status: u16) {
        *self.says.lock().unwrap() = status;
    }

    fn got(&self) -> Got {
        self.got.lock().unwrap().clone()
    }
}

async fn take(State(server): State<PushServer>, headers: HeaderMap, body: axum::body::Bytes) -> StatusCode {
    let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or("").to_owned()));
    server.got.lock().unwrap().push((headers.collect(), body.to_vec()));
    StatusCode::from_u16(*server.says.lock().unwrap()).unwrap()
}

struct Scene {
    app: TestApp,
    server: PushServer,
    device: String,
    siti: Person,
    dadan: Person,
    study: Study,
}

/// Siti's device is turned on; Dadan comments on her study.
async fn scene() -> Scene {
    let app = TestApp::start_with(|config| config.notification.push_anywhere = true).await;
    let (server, url) = PushServer::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi rahasia").by(&siti)).await;
    let device = format!("{url}/ponsel");
    siti.post("/akun/notifikasi/perangkat", &[("endpoint", &device)]).await.expect(204);
    Scene { app, server, device, siti, dadan, study }
}

impl Scene {
    async fn comments(&self, body: &str) {
        self.dadan.post(&self.study.path("komentar"), &[("body", body)]).await.expect(303);
        self.app.settle().await;
    }

    async fn devices(&self) -> u64 {
        push_subscription::Entity::find().count(self.app.app.db.read()).await.unwrap()
    }
}

/// What passes through the servers of browser makers holds no word; one push an hour says enough.
#[tokio::test]
async fn a_push_carries_nothing_and_comes_once_an_hour() {
    let scene = scene().await;
    assert!(scene.siti.get("/akun/notifikasi").await.expect(200).text.contains("data-push data-key=\""));
    scene.comments("Berapa lama?").await;
    let got = scene.server.got();
    assert_eq!(got.len(), 1);
    let (headers, body) = &got[0];
    assert!(body.is_empty(), "not a byte of content");
    let all = format!("{headers:?}");
    assert!(!all.contains("rahasia") && !all.contains("Dadan") && !all.contains("Siti"), "{all}");
    let authorization = &headers["authorization"];
    assert!(authorization.starts_with("vapid t=") && authorization.contains(", k="), "{authorization}");
    assert_eq!(authorization.matches('.').count(), 2, "a signed token");
    assert!(headers.contains_key("ttl") && headers["topic"] == "kabar");
    for number in 0..3 {
        scene.app.forward(Duration::minutes(5));
        scene.comments(&format!("Dan {number}?")).await;
    }
    assert_eq!(scene.server.got().len(), 1, "within the hour");
    scene.app.forward(Duration::hours(1));
    scene.app.settle().await;
    assert_eq!(scene.server.got().len(), 2, "one for the three");
    // What was read meanwhile is not pushed.
    scene.app.forward(Duration::minutes(5));
    scene.comments("Terakhir.").await;
    scene.siti.post("/kabar/terbaca", &[]).await.expect(303);
    scene.app.forward(Duration::hours(2));
    scene.app.settle().await;
    assert_eq!(scene.server.got().len(), 2);
    assert_eq!(push_key::Entity::find().count(scene.app.app.db.read()).await.unwrap(), 1, "one key for the site");
}

/// A device that is gone is forgotten; a server that is down is asked again.
#[tokio::test]
async fn a_device_that_is_gone_is_forgotten() {
    let scene = scene().await;
    scene.server.says(503);
    scene.comments("Berapa lama?").await;
    assert_eq!((scene.server.got().len(), scene.devices().await), (1, 1));
    scene.server.says(201);
    scene.app.forward(Duration::minutes(2));
    scene.app.settle().await;
    let row = push_subscription::Entity::find().one(scene.app.app.db.read()).await.unwrap().unwrap();
    assert_eq!((scene.server.got().len(), row.failures, row.last_ok_at.is_some()), (2, 0, true));
    scene.server.says(410);
    scene.app.forward(Duration::hours(2));
    scene.comments("Masih ada?").await;
    assert_eq!((scene.server.got().len(), scene.devices().await), (3, 0));
    assert_eq!(job::counts(scene.app.app.db.read()).await.unwrap(), (0, 0));
}

/// At night it waits; who said no to a topic hears nothing of it.
#[tokio::test]
async fn at_night_it_waits() {
    let scene = scene().await;
    scene.app.forward(Duration::hours(13));
    scene.comments("Jam sepuluh malam").await;
    assert!(scene.server.got().is_empty());
    scene.app.forward(Duration::hours(8));
    scene.app.settle().await;
    assert_eq!(scene.server.got().len(), 1, "at six");
    let mut form: Vec<(String, String)> = ["talk", "followed", "studies", "work", "care"]
        .iter()
        .map(|topic| (format!("surel_{topic}"), "daily".to_owned()))
        .collect();
    form.extend(
        [("tenang_dari", "21"), ("tenang_sampai", "6")].map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    scene.siti.post("/akun/notifikasi", &form).await.expect(303);
    scene.app.forward(Duration::hours(3));
    scene.comments("Tidak ke perangkat").await;
    assert_eq!(scene.server.got().len(), 1);
}

/// A kind that is switched off on devices is not pushed, nor one that is in no list, to which a push would lead.
#[tokio::test]
async fn what_is_switched_off_is_not_pushed() {
    let scene = scene().await;
    for (off, pushes) in [("comments_push", 0), ("comments_app", 0), ("mentions_push", 1)] {
        switches_off(&scene.siti, "never", &[off]).await;
        scene.app.forward(Duration::hours(2));
        scene.comments(&format!("Tanpa {off}?")).await;
        assert_eq!(scene.server.got().len(), pushes, "{off}");
    }
}

/// Signing out ends it; another's device is not touched; on an office computer it can't be turned on.
#[tokio::test]
async fn it_ends_with_the_session() {
    let scene = scene().await;
    scene.dadan.post("/akun/notifikasi/perangkat/hapus", &[("endpoint", &scene.device)]).await.expect(204);
    assert_eq!(scene.devices().await, 1, "another's");
    scene.siti.post("/keluar", &[]).await.expect(303);
    assert_eq!(scene.devices().await, 0);
    scene.comments("Berapa lama?").await;
    assert!(scene.server.got().is_empty());
    scene.dadan.post("/akun/notifikasi/perangkat", &[("endpoint", &scene.device)]).await.expect(204);
    scene.dadan.post("/akun/notifikasi/perangkat/hapus", &[("endpoint", &scene.device)]).await.expect(204);
    assert_eq!(scene.devices().await, 0);
}

/// An endpoint is typed by a client: nothing leads our server into its own network.
#[tokio::test]
async fn no_endpoint_leads_inside() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    for endpoint in
        ["http://127.0.0.1:9/a", "https://127.0.0.1/a", "https://169.254.169.254/a", "https://localhost/a", ""]
    {
        siti.post("/akun/notifikasi/perangkat", &[("endpoint", endpoint)]).await.expect(422);
    }
    siti.post("/akun/notifikasi/perangkat", &[("endpoint", "https://push.contoh.go.id/a")]).await.expect(204);
    let worker = app.visitor().get("/sw.js").await.expect(200);
    assert!(worker.text.contains(r#"const site = "Forum Camat""#), "the name of the site");
    assert!(!worker.text.contains("__SITE__") && !worker.text.contains("__ICON__"));
}
