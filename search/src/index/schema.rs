//! The fields of the index. Four texts stand twice, by spelling and by root, in fields of their own; the sections of
//! a study only tell whether they have a root.

use tantivy::Index as TantivyIndex;
use tantivy::schema::{
    FAST, Field as TantivyField, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{RAW_TOKENIZER_NAME, TextAnalyzer, TokenizerManager};

use super::Field;
use crate::analyzer::{Form, IndonesianTokenizer};

/// Raised by hand when fields are added, removed or filled differently.
pub const SCHEMA_VERSION: u32 = 3;

const SURFACE: &str = "surface";
const ROOT: &str = "root";

/// A text by its spellings and by its roots.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    pub surface: TantivyField,
    pub root: TantivyField,
}

/// All fields of the index.
#[derive(Debug, Clone)]
pub struct Fields {
    pub schema: Schema,
    /// `praktik:12`, to replace and remove a document.
    pub key: TantivyField,
    pub kind: TantivyField,
    pub id: TantivyField,
    pub audience: TantivyField,
    /// Everything a study says, so that a word's weight does not depend on the section it stands in.
    pub whole: Text,
    pub title: Text,
    pub place: Text,
    /// Pages lie so far apart (in positions) that the position of a word tells its page.
    pub files: Text,
    /// Roots only, without counts: tell in which section a found study has the word.
    pub summary: TantivyField,
    pub results: TantivyField,
    pub problem: TantivyField,
    pub steps: TantivyField,
    pub body: TantivyField,
    pub sector: TantivyField,
    pub indicators: TantivyField,
    pub kabupaten_kota: TantivyField,
    pub kecamatan: TantivyField,
    pub stage: TantivyField,
    pub year: TantivyField,
    pub evidence: TantivyField,
    pub featured: TantivyField,
    pub published_at: TantivyField,
    /// The title as it is shown, for suggestions.
    pub shown_title: TantivyField,
    /// The names and page numbers of its files.
    pub file_pages: TantivyField,
    /// The roots that tell most about it, for similar studies.
    pub gist: TantivyField,
}

impl Fields {
    /// Lays out the fields.
    pub fn new() -> Fields {
        let mut schema = Schema::builder();
        let number = NumericOptions::from(INDEXED | FAST);
        Fields {
            key: schema.add_text_field("key", exact()),
            kind: schema.add_u64_field("kind", number.clone()),
            id: schema.add_i64_field("id", number.clone()),
            audience: schema.add_u64_field("audience", number),
            whole: text(&mut schema, "whole"),
            title: text(&mut schema, "title"),
            place: text(&mut schema, "place"),
            files: text(&mut schema, "files"),
            summary: schema.add_text_field("summary", presence()),
            results: schema.add_text_field("results", presence()),
            problem: schema.add_text_field("problem", presence()),
            steps: schema.add_text_field("steps", presence()),
            body: schema.add_text_field("body", presence()),
            sector: schema.add_text_field("sector", facet()),
            indicators: schema.add_text_field("indicators", facet()),
            kabupaten_kota: schema.add_text_field("kabupaten_kota", facet()),
            kecamatan: schema.add_text_field("kecamatan", facet()),
            stage: schema.add_text_field("stage", facet()),
            year: schema.add_text_field("year", facet()),
            evidence: schema.add_text_field("evidence", facet()),
            featured: schema.add_u64_field("featured", FAST),
            published_at: schema.add_i64_field("published_at", FAST),
            shown_title: schema.add_text_field("shown_title", STORED),
            file_pages: schema.add_text_field("file_pages", STORED),
            gist: schema.add_text_field("gist", STORED),
            schema: schema.build(),
        }
    }

    /// The field that tells whether a root stands in a section of a document.
    pub fn roots_of(&self, field: Field) -> TantivyField {
        match field {
            Field::Title => self.title.root,
            Field::Summary => self.summary,
            Field::Problem => self.problem,
            Field::Steps => self.steps,
            Field::Results => self.results,
            Field::Body => self.body,
            Field::Files => self.files.root,
            Field::Place => self.place.root,
        }
    }
}

/// Makes the analyzers known to an index.
pub fn register_analyzers(index: &mut TantivyIndex) {
    let analyzers = TokenizerManager::default();
    for (name, form) in [(SURFACE, Form::Surface), (ROOT, Form::Root)] {
        analyzers.register(name, TextAnalyzer::from(IndonesianTokenizer { form }));
    }
    index.set_tokenizers(analyzers);
}

fn text(schema: &mut SchemaBuilder, name: &str) -> Text {
    let analyzed = |analyzer: &str| {
        let indexing = TextFieldIndexing::default().set_tokenizer(analyzer);
        TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqsAndPositions))
    };
    Text {
        surface: schema.add_text_field(&format!("{name}_{SURFACE}"), analyzed(SURFACE)),
        root: schema.add_text_field(&format!("{name}_{ROOT}"), analyzed(ROOT)),
    }
}

fn presence() -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(ROOT).set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::Basic))
}

fn exact() -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(RAW_TOKENIZER_NAME).set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::Basic))
}

fn facet() -> TextOptions {
    exact().set_fast(RAW_TOKENIZER_NAME)
}
