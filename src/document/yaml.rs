//! YAML 1.2 into the tree: by [`plain`] where it can, else over the events of `granit-parser` (the only file that
//! knows it).

mod further;
mod plain;
#[cfg(test)]
mod tests;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle, options};

use super::build::{Builder, Refusal, Scalar};
use super::limits::{MAX_DEPTH, MAX_EXPANDED_NODES, MAX_EXPANSION, MAX_KEY_LENGTH};
use super::node::{DocumentId, NodeKind};
use super::scalar::kind_of_plain;
use super::syntax::{Parsed, SyntaxError};
use crate::source::{Source, Span};

pub(super) fn parse(id: DocumentId, source: Source) -> Parsed {
    let mut builder = Builder::new(&source);
    if conflict_marker(&source).is_none() && plain::read(&source, &mut builder).is_ok() {
        let tree = builder.into_tree();
        return tree.finish(id, source, true);
    }
    parse_fully(id, source)
}

/// Reads by the parser that knows all of YAML.
pub(super) fn parse_fully(id: DocumentId, source: Source) -> Parsed {
    let mut builder = Builder::new(&source);
    let result = match conflict_marker(&source) {
        Some(error) => Err(error.into()),
        None => read(&source, &mut builder),
    };
    let whole = result.is_ok();
    if let Err(failure) = result {
        builder.errors = further::all(&source, failure, std::mem::take(&mut builder.errors));
    }
    let tree = builder.into_tree();
    tree.finish(id, source, whole)
}

/// The error at which the reading stopped.
struct Failure {
    error: SyntaxError,
    /// The byte that makes the error, where it concerns nothing else.
    blot: Option<usize>,
    /// Whether it is a tab in the indentation, which seldom comes alone.
    is_tab: bool,
}

impl From<SyntaxError> for Failure {
    fn from(error: SyntaxError) -> Self {
        Failure { error, blot: None, is_tab: false }
    }
}

const TAB: &str = "a tab in the indentation";
const SPACES: &str = "YAML is indented with spaces";

fn read(source: &Source, builder: &mut Builder<'_>) -> Result<(), Failure> {
    let options = options! {
        emit_comments: false,
        simple_key_max_lookahead: MAX_KEY_LENGTH,
        flow_nesting_limit: MAX_DEPTH + 1,
        block_nesting_limit: MAX_DEPTH + 1,
    };
    let mut parser = Parser::new_from_str_with_options(source.text(), options);
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| scan_error(source, &error))?;
        let range = span.byte_range().unwrap_or_default();
        let at = Span::new(range.start, range.end);
        accept(source, builder, event, at).map_err(|refusal| {
            Failure::from(match refusal {
                Stop::Refused(refusal) => refused(source, at, &refusal),
                Stop::SecondDocument => SyntaxError::new(
                    source,
                    at,
                    "a second document starts here; a definition is one document",
                )
                .hint("remove the `---` line, or put the second document into a file of its own"),
            })
        })?;
    }
    if builder.has_root() {
        return Ok(());
    }
    Err(SyntaxError::new(source, Span::default(), "the file is empty").into())
}

enum Stop {
    Refused(Refusal),
    SecondDocument,
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(refusal)
    }
}

fn accept(source: &Source, builder: &mut Builder<'_>, event: Event<'_>, at: Span) -> Result<(), Stop> {
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            let plain = style == ScalarStyle::Plain;
            // An empty value arrives as `~` with an empty span.
            let text = if plain && at.start == at.end { "" } else { text.as_ref() };
            // A block that the file ends without a line break has none (1.2.2, 8.1.1.2); the parser adds it.
            let ends_file = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded)
                && at.end as usize == source.text().len()
                && !source.text().ends_with([' ', '\t', '\r', '\n']);
            let text = if ends_file { text.strip_suffix('\n').unwrap_or(text) } else { text };
            let is_text = !plain || tag.is_some_and(|tag| tag.core_suffix() == Some("str"));
            let kind = if is_text { NodeKind::String } else { kind_of_plain(text) };
            let span = scalar_span(source, builder, style, at);
            builder.scalar(Scalar { kind, plain, span, text }, anchor)?;
        }
        Event::MappingStart(_, anchor, _) => builder.start(NodeKind::Mapping, at.start as usize, anchor)?,
        Event::SequenceStart(style, anchor, _) => {
            let start = match style {
                StructureStyle::Block => first_dash(source, builder, at.start),
                StructureStyle::Flow => at.start,
            };
            builder.start(NodeKind::Sequence, start as usize, anchor)?;
        }
        // The end of a collection without brackets has no text, and lies before the next token.
        Event::MappingEnd | Event::SequenceEnd => {
            builder.end((at.start < at.end).then_some(at.end as usize))?;
        }
        Event::Alias(anchor) => builder.alias(anchor, at)?,
        Event::DocumentStart(..) if builder.has_root() => return Err(Stop::SecondDocument),
        _ => {}
    }
    Ok(())
}

/// The bytes of a scalar: of a block without the line breaks after it, of nothing the place after its key.
fn scalar_span(source: &Source, builder: &Builder<'_>, style: ScalarStyle, at: Span) -> Span {
    let text = source.text();
    match style {
        ScalarStyle::Literal | ScalarStyle::Folded => {
            let length = source.slice(at).trim_end().len() as u32;
            Span { start: at.start, end: at.start + length }
        }
        _ if at.start < at.end => at,
        // A key that is nothing stands before its colon.
        _ if builder.wants_key() => Span { start: at.start, end: at.start },
        _ => {
            let end = match builder.open_key() {
                Some(key) => key.end as usize + usize::from(text[key.end as usize..].starts_with(':')),
                None => text[..at.start as usize].trim_end().len(),
            };
            Span::new(end, end)
        }
    }
}

/// Where a sequence without brackets starts. For one that is indented no deeper than its key, the parser names its
/// first item and not the dash before.
fn first_dash(source: &Source, builder: &Builder<'_>, start: u32) -> u32 {
    let Some(key) = builder.open_key() else { return start };
    let text = source.text();
    let end = (start as usize + 1..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    let between = text.get(key.end as usize..end).unwrap_or_default();
    let mut at = key.end as usize;
    // A carriage return alone is a line break, too (YAML 1.2.2, 5.4).
    for (number, line) in between.split_inclusive(['\n', '\r']).enumerate() {
        let item = line.trim_start_matches([' ', '\t', ':']);
        if item.starts_with('-') && (number > 0 || line.starts_with(':')) {
            return (at + line.len() - item.len()) as u32;
        }
        at += line.len();
    }
    start
}

fn refused(source: &Source, at: Span, refusal: &Refusal) -> SyntaxError {
    match refusal {
        Refusal::Depth => SyntaxError::new(source, at, format!("nested more than {MAX_DEPTH} levels deep")),
        Refusal::Expansion => SyntaxError::new(
            source,
            at,
            format!(
                "the aliases stand for too many values: more than {MAX_EXPANDED_NODES}, and more than \
                 {MAX_EXPANSION} for each that is written"
            ),
        )
        .hint("write fewer aliases to values that hold aliases themselves, or use `$ref`"),
        Refusal::Cycle => SyntaxError::new(source, at, "an alias inside the value that it stands for")
            .hint("a recursive schema is written with `$ref`"),
        Refusal::CollectionKey => {
            SyntaxError::new(source, at, "a list or an object can't be a key; a key is text")
        }
        Refusal::Size => SyntaxError::new(source, at, "the document has too many values"),
    }
}

/// A line that git leaves behind in a conflict.
fn conflict_marker(source: &Source) -> Option<SyntaxError> {
    let text = source.text();
    let at = memchr::memmem::find_iter(text.as_bytes(), b"<<<<<<< ")
        .find(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n')?;
    let error = SyntaxError::new(source, Span::new(at, at + 7), "a merge conflict is not resolved here");
    Some(error.hint("keep one side and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`"))
}

fn scan_error(source: &Source, error: &ScanError) -> Failure {
    let text = source.text();
    let start = error.marker().byte_offset().unwrap_or_default().min(text.len());
    let start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let kind = error.kind();
    let blot = further::blot(kind, text, start);
    if let Some(at) = blot.filter(|_| further::is_escape(kind)) {
        let end = text[at + 1..].chars().next().map_or(at + 1, |next| at + 1 + next.len_utf8());
        let error = SyntaxError::new(source, Span::new(at, end), "an escape that YAML does not know");
        let error = error.hint("a backslash itself is written `\\\\`, or stands in single quotes");
        return Failure { error, blot, is_tab: false };
    }
    if let Some(tab) = tab_in_indentation(kind, text, start) {
        let error = SyntaxError::new(source, Span::new(tab, tab + 1), TAB).hint(SPACES);
        return Failure { error, blot, is_tab: true };
    }
    let end = text[start..]
        .chars()
        .next()
        .filter(|next| *next != '\n')
        .map_or(start, |next| start + next.len_utf8());
    let (message, hint) = explain(kind, source, start);
    let mut error = SyntaxError::new(source, Span::new(start, end), message);
    error.hint = hint;
    Failure { error, blot, is_tab: false }
}

/// The tab that makes an error: the parser names a place after it, and for one that interrupts a value the value's start,
/// lines above.
fn tab_in_indentation(kind: &ErrorKind, text: &str, at: usize) -> Option<usize> {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let tab_of =
        |start: usize| text[start..start + indentation(&text[start..])].find('\t').map(|tab| start + tab);
    match kind {
        ErrorKind::TabInPlainScalar => {
            let breaks = text[at..].match_indices('\n').map(|(end, _)| at + end + 1);
            std::iter::once(line).chain(breaks).find_map(tab_of)
        }
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation => tab_of(line),
        _ => None,
    }
}

fn explain(kind: &ErrorKind, source: &Source, at: usize) -> (String, Option<String>) {
    let line = source.line(source.position(Span::new(at, at).start).line);
    let said = |message: &str, hint: &str| (message.to_owned(), Some(hint.to_owned()));
    match kind {
        ErrorKind::MappingValueNotAllowed => match unquoted_colon(line) {
            true => said("`: ` inside a value that has no quotes", "put the value in quotes"),
            false => said(
                "a key is not allowed here",
                "check the indentation, and that the line above has a space after its `:`",
            ),
        },
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation | ErrorKind::TabNotAllowed => {
            said(TAB, SPACES)
        }
        ErrorKind::UnclosedQuotedScalar => said("this quote is never closed", "close it, or escape it"),
        ErrorKind::UnknownAnchor => said("this alias has no anchor", "write `&name` before its first use"),
        ErrorKind::RecursionLimitExceeded => (format!("nested more than {MAX_DEPTH} levels deep"), None),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => said(
            "the indentation fits nothing above",
            "a key must stand in the same column as the other keys of its object",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            said("a key without `:`", "write `key: value`; a text over several lines needs quotes or `|`")
        }
        ErrorKind::UnexpectedCharacter { character: '\0' } => ("a NUL byte".to_owned(), None),
        ErrorKind::UnexpectedCharacter { character } if matches!(character, '@' | '`' | '%') => {
            (format!("a value can't start with `{character}`"), Some("put the value in quotes".to_owned()))
        }
        ErrorKind::UnclosedFlowCollection { open } => (format!("this `{open}` is never closed"), None),
        other => (other.to_string(), None),
    }
}

fn unquoted_colon(line: &str) -> bool {
    let mut parts = line.trim_start_matches([' ', '-']).splitn(3, ": ");
    parts.nth(1).is_some_and(|value| !value.starts_with(['"', '\'', '{', '['])) && parts.next().is_some()
}
