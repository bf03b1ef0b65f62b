//! Values that are made up from schemas are legal, and the same every time.

use super::*;

#[test]
fn simple_patterns_are_satisfied() {
    for (pattern, wanted) in [
        ("^bk_[A-Za-z0-9]+$", "bk_A"),
        ("^L[0-9]{9}$", "L000000000"),
        (r"^\d{3}-\d{4}$", "111-1111"),
        ("^(ab|cd)+$", "ab"),
        ("^[A-Z]{2}$", "AA"),
    ] {
        assert_eq!(text::of_pattern(pattern).as_deref(), Some(wanted), "{pattern}");
    }
    for pattern in ["(?=x)y", "[^a]", "^(", "a{1000}", "\\p{L}", ""] {
        let made = text::of_pattern(pattern);
        assert!(made.as_deref().is_none_or(|text| text.len() < 300), "{pattern}");
    }
}

#[test]
fn reserved_characters_are_encoded() {
    assert_eq!(percent("a b/ü", false), "a%20b%2F%C3%BC");
    assert_eq!(percent("a/b?c", true), "a/b?c");
}
