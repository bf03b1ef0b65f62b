//! Plain words of Markdown, for titles, lists and wherever there is no room for more.

use std::borrow::Cow;

use comrak::Arena;
use comrak::nodes::NodeValue;

use super::{options, words_of};
use crate::site::raw_html;

/// The plain words of a text's first paragraph, at most `limit` characters.
pub(in crate::site) fn plain(text: &str, limit: usize) -> String {
    let text = text.trim();
    let head = text.char_indices().nth(limit.saturating_mul(4)).map_or(text, |(end, _)| &text[..end]);
    let first = head.split("\n\n").next().unwrap_or_default();
    let words = if !head.bytes().any(|sign| MARKUP[usize::from(sign)]) {
        Cow::Borrowed(first)
    } else {
        // Where nothing further down can say what stands above, the rest need not be read.
        let alone = if head.contains("]:") { None } else { first_words(first, Lists::Refused) };
        Cow::Owned(alone.or_else(|| first_words(head, Lists::Read)).unwrap_or_default())
    };
    let mut plain = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    cut(&plain, limit)
}

/// The bytes that a text has none of when Markdown reads it as it is.
const MARKUP: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"*_`[<#\\&|~!>";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// Whether a list may be what a text begins with: one goes on behind an empty line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    Read,
    Refused,
}

/// The words of the first paragraph, heading or list.
fn first_words(text: &str, lists: Lists) -> Option<String> {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options());
    let first = root.children().find(|node| {
        matches!(node.data().value, NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::List(_))
    })?;
    if lists == Lists::Refused && matches!(first.data().value, NodeValue::List(_)) {
        return None;
    }
    Some(words_of(first, raw_html::placeholder))
}

/// The first sentence of a text, in plain words.
pub(in crate::site) fn first_sentence(text: &str) -> String {
    let plain = plain(text, 160);
    match plain.find(". ") {
        Some(end) => plain[..=end].to_owned(),
        None => plain,
    }
}

/// Whether a plain text says all that a Markdown text says: the same letters.
pub(in crate::site) fn says_all(plain: &str, markdown: &str) -> bool {
    let [one, other] = [plain, markdown].map(|text| text.chars().filter(|sign| sign.is_alphanumeric()));
    plain.len() >= markdown.len() / 2 && one.eq(other)
}

/// At most `limit` characters, cut between words where that is possible, with an ellipsis.
pub(in crate::site) fn cut(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let head = &text[..end];
    let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
    format!("{}…", head.trim_end_matches(['.', ',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words() {
        assert_eq!(plain("Use `a` or **b** [here](x).\n\nMore", 80), "Use a or b here.");
        assert_eq!(plain("Send <id> as <b>text</b>", 80), "Send <id> as text");
        assert_eq!(plain("See [it][1].\n\nMore\n\n[1]: https://a.example", 80), "See it.");
        assert_eq!(plain("* one\n\n* two\n\nThree", 80), "one two");
        assert_eq!(plain("```\na\n\nb\n```\n\n_Text_ behind", 80), "Text behind");
        assert_eq!(first_sentence("One thing. Another."), "One thing.");
        assert_eq!(cut("one two three", 9), "one two…");
    }
}
