//! Baselines in tantivy: its own analyzer, and the same with the Snowball stemmer for Indonesian.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};
use tantivy::{Index, TantivyDocument, Term, doc};

use super::snowball::stem;
use super::{Answers, DEPTH, Question, Text};

/// What is done to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Analysis {
    /// tantivy's default: cut at signs, small letters.
    Default,
    /// The default, then Snowball's Indonesian stemmer.
    Snowball,
}

/// Any word of the query, title and body in one field, BM25 as tantivy has it.
pub fn tantivy(texts: &[Text], questions: &[Question], analysis: Analysis) -> anyhow::Result<Answers> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer("words").set_index_option(IndexRecordOption::WithFreqs);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let key = schema.add_text_field("key", STORED);
    let index = Index::create_in_ram(schema.build());
    let mut analyzer = analyzer(analysis);
    index.tokenizers().register("words", analyzer.clone());
    let mut writer = index.writer_with_num_threads(1, 64 << 20)?;
    for document in texts {
        writer.add_document(
            doc!(text => format!("{}\n{}", document.title, document.body), key => document.key.as_str()),
        )?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let answer = |question: &Question| -> anyhow::Result<Vec<String>> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut words = analyzer.token_stream(&question.text);
        while words.advance() {
            let term = Term::from_field_text(text, &words.token().text);
            clauses.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
        }
        let found = searcher.search(&BooleanQuery::new(clauses), &TopDocs::with_limit(DEPTH).order_by_score())?;
        let stored = found.into_iter().map(|(_, at)| searcher.doc::<TantivyDocument>(at));
        let keys =
            stored.map(|stored| Ok(stored?.get_first(key).and_then(|key| key.as_str()).unwrap_or_default().to_owned()));
        keys.collect()
    };
    questions.iter().map(answer).collect()
}

fn analyzer(analysis: Analysis) -> TextAnalyzer {
    let words =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(40)).filter(LowerCaser);
    match analysis {
        Analysis::Default => words.build(),
        Analysis::Snowball => words.filter(Stemmer).build(),
    }
}

/// tantivy's own stemmers have none for Indonesian.
#[derive(Clone)]
struct Stemmer;

#[derive(Clone)]
struct StemmerTokenizer<T>(T);

struct Stemmed<T>(T);

impl TokenFilter for Stemmer {
    type Tokenizer<T: Tokenizer> = StemmerTokenizer<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> StemmerTokenizer<T> {
        StemmerTokenizer(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for StemmerTokenizer<T> {
    type TokenStream<'a> = Stemmed<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stemmed<T::TokenStream<'a>> {
        Stemmed(self.0.token_stream(text))
    }
}

impl<T: TokenStream> TokenStream for Stemmed<T> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let token = self.0.token_mut();
        token.text = stem(&token.text);
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}
