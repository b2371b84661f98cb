//! Structured data for search engines: serialised here, with everything escaped that could end a script element.

use serde::Serialize;

/// JSON that this module made; the filter `json_ld` takes nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonLd(String);

impl JsonLd {
    /// Serialises a value.
    pub fn of(value: &impl Serialize) -> serde_json::Result<Self> {
        let json = serde_json::to_string(value)?;
        let mut out = String::with_capacity(json.len());
        for letter in json.chars() {
            match letter {
                '<' => out.push_str("\\u003c"),
                '>' => out.push_str("\\u003e"),
                '&' => out.push_str("\\u0026"),
                '\u{2028}' => out.push_str("\\u2028"),
                '\u{2029}' => out.push_str("\\u2029"),
                other => out.push(other),
            }
        }
        Ok(Self(out))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_script() {
        let json = JsonLd::of(&serde_json::json!({ "name": "</script><script>alert(1)</script>" })).unwrap();
        assert!(!json.as_str().contains('<'));
        let back: serde_json::Value = serde_json::from_str(json.as_str()).unwrap();
        assert_eq!(back["name"], "</script><script>alert(1)</script>");
    }
}
