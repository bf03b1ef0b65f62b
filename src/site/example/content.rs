//! Strings that hold something else: JSON as text, bytes as letters.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::super::merged::Merged;
use super::{Generator, MAX_DEPTH, is_json};

/// What stands for bytes that nothing is known of.
const BYTES: &str = "example";

impl Generator {
    /// What a string holds by `contentMediaType`, `contentSchema` and `contentEncoding`; `None` where that is any text.
    pub(super) fn content(&mut self, merged: &Merged<'_, '_>, depth: usize) -> Option<String> {
        let media = merged.first(|schema| schema.content_media_type);
        let encoding = merged.first(|schema| schema.content_encoding);
        if media.is_none() && encoding.is_none() {
            return None;
        }
        let json = media.filter(|media| is_json(media)).map(|_| self.json_content(merged, depth));
        match encoding.map(str::to_ascii_lowercase).as_deref() {
            Some("base64") => Some(STANDARD.encode(json.as_deref().unwrap_or(BYTES))),
            Some("base64url") => Some(URL_SAFE.encode(json.as_deref().unwrap_or(BYTES))),
            Some("base16") => {
                let text = json.as_deref().unwrap_or(BYTES);
                Some(text.bytes().map(|byte| format!("{byte:02X}")).collect())
            }
            Some("base32") => Some("MV4GC3LQNRSQ====".to_owned()),
            _ => json,
        }
    }

    /// The example of a content's schema as it is written in a string.
    fn json_content(&mut self, merged: &Merged<'_, '_>, depth: usize) -> String {
        let schema = merged.first(|schema| schema.content_schema).filter(|_| depth < MAX_DEPTH);
        let made = schema.and_then(|id| self.value(&Merged::new(merged.api, &[id]), "", depth + 1));
        made.map_or_else(|| "{}".to_owned(), |value| value.to_string())
    }
}
