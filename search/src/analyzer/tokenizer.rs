//! Hands our words to tantivy, once by their spelling and once by their root.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::words::{Words, words};

/// Which form of a word goes into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is spelled, folded.
    Surface,
    /// Its root.
    Root,
}

/// Cuts a field's text into words of one form.
#[derive(Debug, Clone, Copy)]
pub struct IndonesianTokenizer {
    /// The form that the field keeps.
    pub form: Form,
}

impl Tokenizer for IndonesianTokenizer {
    type TokenStream<'a> = IndonesianTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> IndonesianTokens<'a> {
        IndonesianTokens { words: words(text), form: self.form, token: Token::default() }
    }
}

/// See [`IndonesianTokenizer`].
pub struct IndonesianTokens<'a> {
    words: Words<'a>,
    form: Form,
    token: Token,
}

impl TokenStream for IndonesianTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = word.range.start;
        self.token.offset_to = word.range.end;
        self.token.text = match self.form {
            Form::Surface => word.surface,
            Form::Root => word.root,
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
