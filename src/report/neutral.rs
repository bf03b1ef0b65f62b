//! Makes text from a repository harmless wherever it is printed. Azure Pipelines takes `##vso[…]` and `##[…]` as orders
//! at any place of a line (agent: `Command.cs`, `TryParse`), and a terminal obeys escape sequences; a definition's
//! title must be able to do neither.

use std::fmt::Write as _;

/// Text as one line that orders nothing: line breaks and tabs become blanks, escape sequences and control characters
/// go, direction marks that would reorder a line go, `##vso[`, `##[` and a leading `::` are broken by a blank.
pub(crate) fn neutralise(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\u{1b}' => skip_escape(&mut rest),
            // The one-character form of the escape sequences' start.
            '\u{9b}' => skip_parameters(&mut rest),
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => line.push(' '),
            _ if is_unseen(character) => {}
            _ => line.push(character),
        }
    }
    break_commands(&line)
}

/// Whether a character shows nothing and changes what is shown around it.
pub(super) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Skips what follows an escape character: `[` parameters and a final byte, `]` text up to a bell or `ESC \`, or one
/// character.
fn skip_escape(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match rest.peek() {
        Some('[') => {
            rest.next();
            skip_parameters(rest);
        }
        Some(']' | 'P' | '_' | '^' | 'X') => {
            // An unclosed one ends at the line's end, so that a text cannot hide the rest of itself.
            while let Some(next) = rest.peek().copied() {
                match next {
                    '\n' | '\r' => return,
                    '\u{7}' | '\u{9c}' => {
                        rest.next();
                        return;
                    }
                    '\u{1b}' => {
                        rest.next();
                        rest.next_if_eq(&'\\');
                        return;
                    }
                    _ => {
                        rest.next();
                    }
                }
            }
        }
        Some(next) if next.is_ascii() && !next.is_ascii_control() => {
            rest.next();
        }
        _ => {}
    }
}

fn skip_parameters(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while rest.next_if(|next| matches!(next, ' '..='?')).is_some() {}
    rest.next_if(|next| matches!(next, '@'..='~'));
}

/// Puts a blank after every `##` that begins an order, and before a leading `::`.
fn break_commands(line: &str) -> String {
    let mut safe = String::with_capacity(line.len() + 2);
    if line.trim_start().starts_with("::") {
        // GitHub's runner takes `::` at a line's start, blanks before it allowed (runner: `ActionCommand.cs`).
        safe.push('\'');
    }
    for (at, character) in line.char_indices() {
        safe.push(character);
        if character == '#' && begins_order(line, at) {
            safe.push(' ');
        }
    }
    safe
}

/// Whether the `#` at `at` is the second of an order's two.
pub(super) fn begins_order(line: &str, at: usize) -> bool {
    let after = &line.as_bytes()[at + 1..];
    let is_order =
        after.starts_with(b"[") || after.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"vso["));
    is_order && line[..at].ends_with('#')
}

/// The same for JSON that is already written: `##` and control characters can stand only in strings, where an escape
/// means the same.
pub(super) fn json(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("##") && !text.contains(is_unseen) {
        return text.into();
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '#' if safe.ends_with('#') => safe.push_str("\\u0023"),
            _ if is_unseen(character) => {
                let _ = write!(safe, "\\u{:04x}", character as u32);
            }
            _ => safe.push(character),
        }
    }
    safe.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_issues_an_order() {
        let cases = [
            ("##vso[task.complete result=Succeeded]", "## vso[task.complete result=Succeeded]"),
            ("a ##[error]b", "a ## [error]b"),
            ("##VSO[x]", "## VSO[x]"),
            ("###vso[x]", "### vso[x]"),
            ("##\nvso[x]", "## vso[x]"),
            ("#\u{1b}[31m#vso[x]", "## vso[x]"),
            ("##v\u{0}so[x]", "## vso[x]"),
            ("##\u{200b}[error]", "## [error]"),
            ("##\r\n[error]", "## [error]"),
            ("a\u{1b}]0;title\u{7}b\u{9b}2Jc", "abc"),
            ("open\u{1b}]0;never closed\nnext", "open next"),
            ("::error::x", "'::error::x"),
            ("plain `text` #12 ## heading", "plain `text` #12 ## heading"),
        ];
        for (text, safe) in cases {
            assert_eq!(neutralise(text), safe, "{text:?}");
        }
    }

    #[test]
    fn json_keeps_its_meaning() {
        let text = serde_json::json!({"a": "####vso[x]\u{9b}2J\u{202e}"}).to_string();
        let safe = json(&text);
        assert!(!safe.contains("##") && !safe.contains(is_unseen));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&safe).unwrap(),
            serde_json::from_str::<serde_json::Value>(&text).unwrap()
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_issues_an_order(text in "[#v\\[so\u{1b}\u{9b}\\]\n\r\u{7}m:;VSO\u{200b} \\\\]{0,24}") {
            let safe = neutralise(&text);
            let lower = safe.to_lowercase();
            proptest::prop_assert!(!lower.contains("##vso[") && !lower.contains("##["));
            proptest::prop_assert!(!safe.trim_start().starts_with("::"));
            proptest::prop_assert!(!safe.chars().any(char::is_control));
            proptest::prop_assert_eq!(&neutralise(&safe), &safe);
        }
    }
}
