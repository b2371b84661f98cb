//! The product itself: the set imported into an empty data folder, a server on loopback, `/api/v1/search` asked.

use std::fs;

use anyhow::{Context, ensure};
use serde_json::Value;

use super::{Answers, DEPTH, Judged, Text};
use crate::Browser;
use crate::process::{Folder, Process};

/// The form of the search page takes no more (in characters).
const MAX_QUERY_CHARS: usize = 200;

/// The exit status of an import that refused some lines: a set may have longer titles than studies may.
const SOME_REFUSED: i32 = 3;

/// A server that has a set.
pub struct Product {
    server: Process,
    folder: Folder,
    documents: u64,
}

impl Product {
    /// Imports a set into an empty folder and starts a server on it.
    pub async fn start(set: &Judged) -> anyhow::Result<Self> {
        let folder = Folder::empty();
        let ended = folder.run(&["migrate"]);
        ensure!(ended.code == Some(0), "migrate: {}", ended.err);
        let file = folder.path().join("set.jsonl");
        fs::write(&file, set.lines.join("\n"))?;
        let ended = folder.run(&["import", "case-studies", file.to_str().context("a plain path")?]);
        let documents = ended.out.split(' ').next().and_then(|count| count.parse().ok());
        let documents = documents.with_context(|| format!("import: {}{}", ended.out, ended.err))?;
        if ended.code == Some(SOME_REFUSED) {
            println!("{}", ended.err);
        } else {
            ensure!(ended.code == Some(0), "import: {}{}", ended.out, ended.err);
        }
        let folder = folder.at_a_free_address();
        let server = folder.serve("serve").await;
        let product = Self { server, folder, documents };
        product.wait_for_the_index().await?;
        Ok(product)
    }

    async fn wait_for_the_index(&self) -> anyhow::Result<()> {
        for _ in 0..600 {
            let answer = Browser::new(&self.server.url).get("/api/v1/search?q=&limit=1").await;
            let total = serde_json::from_str::<Value>(&answer.text).ok().and_then(|body| body["total"].as_u64());
            if answer.status == 200 && total == Some(self.documents) {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        anyhow::bail!("the index did not take in {} documents within two minutes", self.documents)
    }

    /// Asks every query.
    pub async fn answers(&self, set: &Judged) -> anyhow::Result<Answers> {
        let browser = Browser::new(&self.server.url);
        let mut answers = Vec::new();
        for question in &set.questions {
            let text: String = question.text.chars().take(MAX_QUERY_CHARS).collect();
            let path = format!("/api/v1/search?q={}&limit={DEPTH}", forum_camat::web::encode(&text));
            let answer = browser.get(&path).await.expect(200);
            let body: Value = serde_json::from_str(&answer.text)?;
            let hits = body["hits"].as_array().context("an answer has hits")?.iter();
            answers.push(hits.filter_map(|hit| Some(hit["ref"].as_str()?.to_owned())).collect());
        }
        Ok(answers)
    }

    /// Stops the server.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.server.ask_to_stop();
        let (code, _) = self.server.ended().await;
        ensure!(code == Some(0), "the server ended with {code:?}");
        drop(self.folder);
        Ok(())
    }
}

/// The documents of a set as systems without sections see them, with the names of their places.
pub async fn texts(set: &Judged) -> anyhow::Result<Vec<Text>> {
    let app = Folder::prepared().await.open().await;
    let catalogue = app.catalogue.get();
    let place = |code: &str| if code.is_empty() { String::new() } else { catalogue.places.full_name(code) };
    set.lines.iter().map(|line| Text::of_line(line, place)).collect()
}
