//! Messages of problems and changes: a line of plain text with values in backticks. How a value is put into one, and found
//! in it again.

/// Runs of backticks that are looked at for the end of one value: a definition may hold a text of nothing else.
const MOST_RUNS: usize = 100;

/// A value in backticks, in a longer run of them where it holds some.
pub(crate) fn value(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// The first value in backticks, with what stands before and after it. As in CommonMark it goes from a run of backticks
/// to the next one of the same length, and loses the blanks that a longer run needs to hold backticks.
pub(crate) fn split_at_value(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let (open, length) = run_at(text, from)?;
        from = open + length;
        let Some(close) = end_of_value(text, from, length) else { continue };
        let value = &text[from..close];
        let unpadded = value.strip_prefix(' ').and_then(|value| value.strip_suffix(' '));
        let value = unpadded.filter(|value| length > 1 && !value.trim().is_empty()).unwrap_or(value);
        return Some((&text[..open], value, &text[close + length..]));
    }
}

/// The first run of backticks from a place on, with its length.
fn run_at(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + text[from..].find('`')?;
    Some((start, text[start..].len() - text[start..].trim_start_matches('`').len()))
}

/// Where a value ends that `length` backticks begin. Messages of rules put a single one around whatever a definition
/// has: a backtick before a letter, as in `` `a`b` ``, is a part of the value, unless another value begins first.
fn end_of_value(text: &str, from: usize, length: usize) -> Option<usize> {
    let mut first = None;
    let mut inside = from;
    for _ in 0..MOST_RUNS {
        let Some((close, other)) = run_at(text, inside) else { break };
        inside = close + other;
        if other != length {
            continue;
        }
        let before = text[..close].chars().next_back();
        let is_followed = text[inside..].starts_with(char::is_alphanumeric);
        let begins = before.is_some_and(|before| before.is_whitespace() || before == '(');
        if length > 1 || !(is_followed || begins) {
            return Some(close);
        }
        first = first.or(Some(close));
        if begins {
            break;
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_as_it_was_put_in() {
        for text in ["a b", "a`b", "``", "a → b"] {
            let message = format!("it was {} before", value(text));
            assert_eq!(split_at_value(&message), Some(("it was ", text, " before")), "{message}");
        }
        assert_eq!(value("a b"), "`a b`");
        assert_eq!(value("a`b"), "`` a`b ``");
        assert_eq!(value("``"), "``` `` ```");
        assert_eq!(split_at_value("a ` alone"), None);
        assert_eq!(split_at_value("nothing in ``"), None);
    }

    #[test]
    fn a_text_of_backticks_is_taken_apart_soon() {
        let text = "`a".repeat(200_000);
        let (mut rest, mut values) = (text.as_str(), 0);
        while let Some((_, _, after)) = split_at_value(rest) {
            (rest, values) = (after, values + 1);
        }
        assert_eq!(values, 100_000);
    }

    #[test]
    fn a_backtick_before_a_letter_belongs_to_the_value_around_it() {
        assert_eq!(split_at_value("the name `a`b` is odd"), Some(("the name ", "a`b", " is odd")));
        assert_eq!(split_at_value("`a` and `b`"), Some(("", "a", " and `b`")));
    }
}
