//! Comments of YAML documents, for a bundle that is YAML, too. A bundle borrows keys and values from the texts of the
//! documents, so that where one stands in memory says where it is written, and so which comments are beside it.

use super::value::Value;
use crate::definition::Definition;
use crate::document::Notation;

/// The texts that may hold comments.
#[derive(Default)]
pub(super) struct Comments<'d> {
    /// Sorted by where they lie.
    texts: Vec<&'d str>,
}

impl<'d> Comments<'d> {
    /// The comments of a definition's documents.
    pub(super) fn of(definition: &'d Definition) -> Self {
        let sources = definition.documents().into_iter().map(|document| document.source());
        let yaml = sources.filter(|source| Notation::of_path(source.path()) == Notation::Yaml);
        let mut texts: Vec<&str> = yaml.map(|source| source.text()).collect();
        texts.sort_unstable_by_key(|text| text.as_ptr() as usize);
        Comments { texts }
    }

    /// The text that a piece of text is a part of, with the place in it.
    fn place(&self, piece: &str) -> Option<(&'d str, usize)> {
        let address = |text: &str| text.as_ptr() as usize;
        let after = self.texts.partition_point(|text| address(text) <= address(piece));
        let text = *self.texts.get(after.checked_sub(1)?)?;
        let at = address(piece) - address(text);
        (!piece.is_empty() && at + piece.len() <= text.len()).then_some((text, at))
    }

    /// The lines of comments above a value's first line, where the value is one of a list.
    pub(super) fn above_item(&self, item: &Value<'_>) -> Vec<&'d str> {
        match item {
            Value::Object(entries) => entries.first().map(|(key, _)| self.above(key)).unwrap_or_default(),
            Value::List(items) => items.first().map(|item| self.above_item(item)).unwrap_or_default(),
            Value::String(text) | Value::Number(text) => self.above(text),
            _ => Vec::new(),
        }
    }

    /// The lines of comments above a key or an item, where that is the first thing on its line. A line that is
    /// indented deeper belongs to what is before, of which it may be text.
    pub(super) fn above(&self, piece: &str) -> Vec<&'d str> {
        let Some((text, at)) = self.place(piece) else { return Vec::new() };
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = text[start..at].trim_end_matches(['"', '\'']);
        if !before.bytes().all(|byte| matches!(byte, b' ' | b'-')) {
            return Vec::new();
        }
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let most = indent(before);
        let above = text[..start].lines().rev();
        let is_above = |line: &&str| {
            let rest = line.trim_start_matches(' ');
            !rest.trim().contains('\r')
                && (rest.trim().is_empty() || (rest.starts_with('#') && indent(line) <= most))
        };
        let lines = above.take_while(is_above).map(str::trim).filter(|line| !line.is_empty());
        let mut lines: Vec<&str> = lines.collect();
        lines.reverse();
        lines
    }

    /// The comment at the end of the line of a key with its value.
    pub(super) fn behind(&self, key: &str, value: &Value<'_>) -> Option<&'d str> {
        let (text, at) = self.place(key)?;
        let line = line_from(text, at + key.len());
        let rest = line.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
        match value {
            Value::Object(_) | Value::List(_) => comment(rest),
            // Their text is not borrowed; it is one plain word.
            Value::Null | Value::Boolean(_) | Value::Pending(_) => {
                let (word, note) = rest.split_at(rest.find('#')?);
                let is_plain = word.trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'~');
                (is_plain && word.ends_with([' ', '\t'])).then(|| note.trim_end())
            }
            Value::String(piece) | Value::Number(piece) => {
                let (other, place) = self.place(piece)?;
                let is_here = std::ptr::eq(other, text)
                    && place > at
                    && place + piece.len() <= at + key.len() + line.len();
                if is_here { self.behind_item(value) } else { None }
            }
        }
    }

    /// The comment at the end of the line of a scalar.
    pub(super) fn behind_item(&self, item: &Value<'_>) -> Option<&'d str> {
        let (Value::String(piece) | Value::Number(piece)) = item else { return None };
        let (text, at) = self.place(piece)?;
        let rest = line_from(text, at + piece.len());
        let quote = text[..at].chars().next_back().filter(|before| matches!(before, '"' | '\''));
        comment(quote.map_or(rest, |quote| rest.strip_prefix(quote).unwrap_or(rest)))
    }
}

fn line_from(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    rest.lines().next().unwrap_or_default()
}

/// The comment that the rest of a line is.
fn comment(rest: &str) -> Option<&str> {
    let trimmed = rest.trim();
    // A carriage return alone ends the line for YAML, and not for us.
    (!trimmed.contains('\r') && rest.starts_with([' ', '\t']) && trimmed.starts_with('#')).then_some(trimmed)
}
