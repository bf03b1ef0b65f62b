//! JSON Pointers (RFC 6901) in their URI fragment form, as references and problems use them.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The decoded segments of a pointer in fragment form without its `#`: `/paths/~1pets` gives `paths`, `/pets`.
/// Percent-encoding is decoded first, then `~1` and `~0`.
pub(crate) fn segments(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let rest = pointer.strip_prefix('/');
    rest.into_iter().flat_map(|rest| rest.split('/')).map(decode_segment)
}

/// Decodes one segment: percent-encoding, then `~1` to `/`, then `~0` to `~`.
pub(crate) fn decode_segment(segment: &str) -> Cow<'_, str> {
    let mut text = decode_percent(segment);
    if text.contains('~') {
        text = Cow::Owned(text.replace("~1", "/").replace("~0", "~"));
    }
    text
}

/// Decodes `%XX`; what is no valid escape, or no UTF-8 afterwards, stays as it is.
pub(crate) fn decode_percent(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escape {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Writes one segment into a pointer, escaping `~` and `/`, and percent-encoding what a URI fragment does not hold.
/// Letters beyond ASCII stay readable.
pub(crate) fn encode_segment(segment: &str, pointer: &mut String) {
    for character in segment.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            '%' | ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '}' | '|' | '#' | '[' | ']' => {
                let _ = write!(pointer, "%{:02X}", character as u32);
            }
            control if control.is_control() => {
                let mut buffer = [0; 4];
                for byte in control.encode_utf8(&mut buffer).bytes() {
                    let _ = write!(pointer, "%{byte:02X}");
                }
            }
            other => pointer.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_every_escape() {
        let decoded: Vec<_> = segments("/paths/~1pets~1%7Bid%7D/a~01/%zz/").collect();
        assert_eq!(decoded, ["paths", "/pets/{id}", "a~1", "%zz", ""]);
        assert_eq!(segments("").count(), 0);
    }

    #[test]
    fn encoding_decodes_to_itself() {
        for segment in ["/pets/{id}", "a~1b", "100%", "naïve key", "tab\there", "#x"] {
            let mut encoded = String::new();
            encode_segment(segment, &mut encoded);
            assert_eq!(decode_segment(&encoded), segment);
        }
    }
}
