//! Filters of the templates.

#![expect(missing_docs, reason = "the macro makes a struct for each filter that no comment reaches")]

use askama::Values;
use askama::filters::Safe;

use super::JsonLd;
use crate::markdown::SafeHtml;

/// Prints what the Markdown renderer made; a plain string does not compile here.
#[askama::filter_fn]
pub fn html(body: &SafeHtml, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(body.as_str().to_owned()))
}

/// "1.234".
#[askama::filter_fn]
pub fn angka(number: &i64, _: &dyn Values) -> askama::Result<String> {
    Ok(crate::format::integer(*number))
}

/// Prints structured data inside a script element.
#[askama::filter_fn]
pub fn json_ld(data: &JsonLd, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(data.as_str().to_owned()))
}
