//! The core schema of YAML 1.2 (section 10.3.2): what a plain scalar is.

use super::node::NodeKind;

/// The kind of a plain scalar. Words of YAML 1.1 (`yes`, `on`, dates) are strings.
pub(super) fn kind_of_plain(text: &str) -> NodeKind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => NodeKind::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => NodeKind::Boolean,
        _ => kind_of_number(text).unwrap_or(NodeKind::String),
    }
}

/// Whether a plain scalar of this text is a string, neither a number nor a word with a meaning.
pub(crate) fn reads_as_string(text: &str) -> bool {
    kind_of_plain(text) == NodeKind::String
}

fn kind_of_number(text: &str) -> Option<NodeKind> {
    let first = *text.as_bytes().first()?;
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return (!digits.is_empty() && digits.bytes().all(|digit| (b'0'..=b'7').contains(&digit)))
            .then_some(NodeKind::Integer);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return (!digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .then_some(NodeKind::Integer);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(NodeKind::Float);
    }
    decimal(unsigned.as_bytes())
}

/// `[0-9]+`, or `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
fn decimal(bytes: &[u8]) -> Option<NodeKind> {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(0);
    let mut at = whole;
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        fraction = digits(at + 1);
        at += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    if at == bytes.len() {
        return Some(if at == whole { NodeKind::Integer } else { NodeKind::Float });
    }
    if !matches!(bytes[at], b'e' | b'E') {
        return None;
    }
    at += 1;
    if matches!(bytes.get(at), Some(b'+' | b'-')) {
        at += 1;
    }
    let exponent = digits(at.min(bytes.len()));
    (exponent > 0 && at + exponent == bytes.len()).then_some(NodeKind::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_core_schema() {
        use NodeKind::{Boolean, Float, Integer, Null, String};
        let cases = [
            ("", Null),
            ("~", Null),
            ("NULL", Null),
            ("nULL", String),
            ("True", Boolean),
            ("yes", String),
            ("no", String),
            ("on", String),
            ("2001-12-14", String),
            ("12:30:00", String),
            ("0", Integer),
            ("-17", Integer),
            ("+3", Integer),
            ("007", Integer),
            ("0o17", Integer),
            ("0o18", String),
            ("0xFF", Integer),
            ("123456789012345678901234567890", Integer),
            ("1.", Float),
            (".5", Float),
            ("1e3", Float),
            ("1.5E-7", Float),
            ("1e", String),
            (".", String),
            ("-", String),
            ("1.2.3", String),
            ("-.inf", Float),
            (".NaN", Float),
            ("1_000", String),
        ];
        for (text, kind) in cases {
            assert_eq!(kind_of_plain(text), kind, "{text:?}");
        }
    }
}
