//! A browser without scripts: keeps cookies, sends forms, follows nothing by itself.

use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

/// A client with cookies of its own.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    url: String,
    cookie: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where a redirect leads, as a path.
    pub location: String,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The body as text.
    pub text: String,
    /// Length of the body as it arrived.
    pub raw_bytes: usize,
}

impl Answer {
    async fn of(response: Response, url: &str) -> Self {
        let status = response.status();
        let headers = response.headers().clone();
        let location = headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let location = location.strip_prefix(url).unwrap_or(location).to_owned();
        let body = response.bytes().await.unwrap_or_default();
        let text = String::from_utf8_lossy(&body).into_owned();
        Self { status, location, headers, text, raw_bytes: body.len() }
    }

    /// True when the page contains the words, as a reader would see them (tags and white space aside).
    pub fn shows(&self, words: &str) -> bool {
        self.words().contains(words)
    }

    /// The page's words without tags, white space folded, common entities read.
    pub fn words(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for letter in self.text.chars() {
            match letter {
                '<' => {
                    inside = true;
                    out.push(' ');
                }
                '>' => inside = false,
                _ if !inside => out.push(letter),
                _ => {}
            }
        }
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        out.replace("&#34;", "\"")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
            .replace("&#38;", "&")
    }

    /// Asserts the status, with the page's words when it differs.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        let words: String = self.words().chars().take(1200).collect();
        assert_eq!(self.status.as_u16(), status, "{words}");
        self
    }
}

impl Browser {
    /// A fresh one.
    pub fn new(url: &str) -> Self {
        forum_camat::tls::use_ring();
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).gzip(true).build();
        Self { client: client.expect("a client"), url: url.to_owned(), cookie: None }
    }

    /// A fresh one with a session's cookie.
    pub fn with_cookie(url: &str, cookie: String) -> Self {
        Self { cookie: Some(cookie), ..Self::new(url) }
    }

    fn dressed(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Opens a path.
    pub async fn get(&self, path: &str) -> Answer {
        let request = self.dressed(self.client.get(format!("{}{path}", self.url)));
        Answer::of(request.send().await.expect("an answer"), &self.url).await
    }

    /// Takes a file home.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let request = self.dressed(self.client.get(format!("{}{path}", self.url)));
        let response = request.send().await.and_then(Response::error_for_status).expect("a file");
        response.bytes().await.expect("a whole file").to_vec()
    }

    /// Sends a form that is answered with a file.
    pub async fn post_bytes(&self, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let request = self.dressed(self.client.post(format!("{}{path}", self.url)));
        let request = request.header("origin", &self.url).form(fields);
        let response = request.send().await.and_then(Response::error_for_status).expect("a file");
        response.bytes().await.expect("a whole file").to_vec()
    }

    /// Opens a page; nothing while the server is away.
    pub async fn try_get(&self, path: &str) -> Option<Answer> {
        let request = self.dressed(self.client.get(format!("{}{path}", self.url)));
        Some(Answer::of(request.send().await.ok()?, &self.url).await)
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.dressed(self.client.post(format!("{}{path}", self.url)));
        let request = request.header("origin", &self.url).form(fields);
        Answer::of(request.send().await.expect("an answer"), &self.url).await
    }

    /// Sends a form to a server that may end meanwhile; nothing when no whole answer came.
    pub async fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let request = self.dressed(self.client.post(format!("{}{path}", self.url)));
        let response = request.header("origin", &self.url).form(fields).send().await.ok()?;
        Some(Answer::of(response, &self.url).await)
    }

    /// Sends a form with files.
    pub async fn post_files(&self, path: &str, form: reqwest::multipart::Form) -> Answer {
        let request = self.dressed(self.client.post(format!("{}{path}", self.url)));
        let request = request.header("origin", &self.url).multipart(form);
        Answer::of(request.send().await.expect("an answer"), &self.url).await
    }

    /// Sends a request of the story's own making.
    pub async fn send(&self, build: impl FnOnce(&Client, &str) -> reqwest::RequestBuilder) -> Answer {
        let request = self.dressed(build(&self.client, &self.url));
        Answer::of(request.send().await.expect("an answer"), &self.url).await
    }
}
