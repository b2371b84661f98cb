//! The text of a PDF.

use lopdf::Document;

/// One stream of a page may inflate to so many bytes.
const MAX_STREAM_BYTES: usize = 32 * 1024 * 1024;

/// The text of each page; a page that can't be read is empty.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<String>, String> {
    let document = Document::load_mem(bytes).map_err(|error| error.to_string())?;
    if document.is_encrypted() {
        return Err("encrypted".to_owned());
    }
    let numbers: Vec<u32> = document.get_pages().keys().copied().take(super::MAX_PAGES).collect();
    let text = |number: u32| document.extract_text_with_limit(&[number], MAX_STREAM_BYTES).unwrap_or_default();
    Ok(numbers.into_iter().map(text).collect())
}
