//! Further errors after the first, of those kinds that concern one place alone: the place is blotted out by a character
//! that means nothing, of the same length, and the text is read again. Nothing is guessed: where an error says that the
//! structure itself is not understood, it is the last one.

use granit_parser::ErrorKind;

use super::super::build::Builder;
use super::super::limits::{MAX_ERRORS, MAX_REREAD_BYTES};
use super::super::syntax::SyntaxError;
use super::{Failure, read};
use crate::source::{Source, Span};

/// All errors of a text, in its order: the one at which the reading stopped, what was found before, and what is found
/// once the places of errors are blotted out.
pub(super) fn all(source: &Source, first: Failure, found: Vec<SyntaxError>) -> Vec<SyntaxError> {
    let mut errors = Vec::new();
    let (mut failure, mut found) = (first, found);
    let mut text = source.text().to_owned();
    let mut reread = 0;
    loop {
        reread += text.len();
        let Failure { error, blot, is_tab } = failure;
        let is_last = errors.len() + 1 >= MAX_ERRORS || reread > MAX_REREAD_BYTES;
        let Some(at) = blot.filter(|at| !is_last && text.as_bytes()[*at].is_ascii()) else {
            if is_tab {
                errors.extend(further_tabs(source, error.location.start.line));
            }
            errors.push(error);
            break;
        };
        errors.push(error);
        text.replace_range(at..at + 1, "_");
        let blotted = Source::new(source.path(), text.clone());
        let mut builder = Builder::new(&blotted);
        let result = read(&blotted, &mut builder);
        found = std::mem::take(&mut builder.errors);
        match result {
            Ok(()) => break,
            Err(next) => failure = next,
        }
    }
    errors.extend(found);
    errors.sort_by_key(|error| error.location.start);
    errors
}

/// Lines after the first fault that are indented by tabs, too. A line that starts with a tab and holds text is always
/// wrong: text in a block has at least one space before it.
fn further_tabs(source: &Source, after: u32) -> Vec<SyntaxError> {
    let lines = (after + 1..=source.line_count()).map(|line| (line, source.line(line)));
    let tabs = lines.filter(|(_, text)| {
        let rest = text.trim_start_matches([' ', '\t']);
        text.starts_with('\t') && !rest.is_empty() && !rest.starts_with('#')
    });
    tabs.take(MAX_ERRORS)
        .map(|(line, _)| {
            let start = source.offset(crate::source::Position { line, column: 1 });
            SyntaxError::new(source, Span { start, end: start + 1 }, super::TAB).hint(super::SPACES)
        })
        .collect()
}

/// The place whose blotting out leaves everything else as it is.
pub(super) fn blot(kind: &ErrorKind, text: &str, at: usize) -> Option<usize> {
    let is = |byte: u8| text.as_bytes().get(at) == Some(&byte);
    match kind {
        ErrorKind::UnknownAnchor => is(b'*').then_some(at),
        ErrorKind::UnexpectedCharacter { character: '@' | '`' } => (is(b'@') || is(b'`')).then_some(at),
        _ if is_escape(kind) => bad_escape(text, at),
        _ => None,
    }
}

/// Whether an error is about an escape in double quotes, for which the parser names the place of the quote.
pub(super) fn is_escape(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape
    )
}

/// The backslash of the first escape in a string in double quotes that YAML does not know (1.2.2, 5.7).
pub(super) fn bad_escape(text: &str, quote: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = quote + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        let digits = match bytes.get(at + 1)? {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'/'
            | b'\\' | b'N' | b'_' | b'L' | b'P' | b'\n' | b'\r' => 0,
            _ => return Some(at),
        };
        if digits > 0 {
            let Some(unit) = hexadecimal(text, at + 2, digits) else { return Some(at) };
            let is_low = |unit: u32| (0xDC00..0xE000).contains(&unit);
            if (0xD800..0xDC00).contains(&unit) {
                let next = bytes.get(at + 2 + digits..)?.starts_with(b"\\u");
                let low = hexadecimal(text, at + 4 + digits, 4).filter(|low| next && is_low(*low));
                if low.is_none() || digits != 4 {
                    return Some(at);
                }
                at += 6;
            } else if is_low(unit) || char::from_u32(unit).is_none() {
                return Some(at);
            }
        }
        at += 2 + digits;
    }
    None
}

fn hexadecimal(text: &str, at: usize, digits: usize) -> Option<u32> {
    let digits = text.get(at..at + digits)?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}
