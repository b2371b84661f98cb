//! A store that speaks as much of S3 as the site asks for: put, get, head, list and delete, in memory.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use forum_camat::config::Config;
use tokio::task::JoinHandle;

const BUCKET: &str = "forum";

/// When everything here was written: the hour in which stories begin.
const WRITTEN: &str = "Tue, 24 Nov 2026 02:00:00 GMT";

/// A running store with one bucket; it ends with its handle.
pub struct ObjectStore {
    url: String,
    objects: Objects,
    server: JoinHandle<()>,
}

#[derive(Clone, Default)]
struct Objects(Arc<Mutex<BTreeMap<String, Bytes>>>);

impl Objects {
    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Bytes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ObjectStore {
    /// Starts an empty store on loopback.
    pub async fn start() -> Self {
        let objects = Objects::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Router::new()
            .route("/forum", get(list))
            .route("/forum/{*key}", get(read).put(write).delete(forget))
            .with_state(objects.clone());
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, site).await;
        });
        Self { url, objects, server }
    }

    /// Settings of a site whose files lie here, below a prefix.
    pub fn configure(&self, config: &mut Config) {
        config.storage_url = format!("s3://{BUCKET}/jabar");
        config.storage_endpoint = self.url.clone();
        config.storage_access_key_id = "kunci".to_owned();
        config.storage_secret_access_key = "rahasia".to_owned();
    }

    /// The keys that are stored.
    pub fn keys(&self) -> Vec<String> {
        self.objects.all().keys().cloned().collect()
    }
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn write(State(objects): State<Objects>, Path(key): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    if !headers.contains_key(header::AUTHORIZATION) {
        return StatusCode::FORBIDDEN.into_response();
    }
    objects.all().insert(key, body);
    [(header::ETAG, "\"1\"")].into_response()
}

async fn read(State(objects): State<Objects>, Path(key): Path<String>) -> Response {
    match objects.all().get(&key).cloned() {
        Some(body) => ([(header::ETAG, "\"1\""), (header::LAST_MODIFIED, WRITTEN)], body).into_response(),
        None => (StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>").into_response(),
    }
}

async fn forget(State(objects): State<Objects>, Path(key): Path<String>) -> StatusCode {
    objects.all().remove(&key);
    StatusCode::NO_CONTENT
}

async fn list(State(objects): State<Objects>, Query(asked): Query<BTreeMap<String, String>>) -> Response {
    let prefix = asked.get("prefix").map_or("", String::as_str);
    let mut xml = format!("<ListBucketResult><Name>{BUCKET}</Name><IsTruncated>false</IsTruncated>");
    for (key, body) in objects.all().iter().filter(|(key, _)| key.starts_with(prefix)) {
        let size = body.len();
        let _ = write!(
            xml,
            "<Contents><Key>{key}</Key><LastModified>2026-11-24T02:00:00.000Z</LastModified><ETag>1</ETag><Size>{size}</Size></Contents>"
        );
    }
    xml.push_str("</ListBucketResult>");
    ([(header::CONTENT_TYPE, "application/xml")], xml).into_response()
}
