//! Reads a path.

use super::{Selector, Step};
use crate::lint::spectral::expression::{self, PathError};

/// More steps than this are no path of a person.
const MAX_STEPS: usize = 100;

/// The steps of a path.
pub(super) fn steps(text: &str) -> Result<Vec<Step>, PathError> {
    let mut parser = Parser { text: text.trim_end(), at: 0 };
    if !parser.take("$") {
        return parser.fail("a path begins with `$`");
    }
    let mut steps: Vec<Step> = Vec::new();
    while parser.at < parser.text.len() {
        if steps.len() >= MAX_STEPS {
            return parser.fail("the path has more than 100 steps");
        }
        if matches!(steps.last(), Some(Step::Key)) {
            return parser.fail("nothing can follow `~`, which gives a name");
        }
        let step = parser.step()?;
        steps.push(step);
    }
    Ok(steps)
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn fail<T>(&self, message: impl Into<String>) -> Result<T, PathError> {
        Err(PathError { at: self.at, message: message.into() })
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn step(&mut self) -> Result<Step, PathError> {
        if self.take("^") {
            return Ok(Step::Parent);
        }
        if self.take("~") {
            return Ok(Step::Key);
        }
        if self.take("..") {
            let rest = self.rest();
            if rest.is_empty() || rest.starts_with(['^', '~']) {
                return Ok(Step::Select { deep: true, selector: Selector::Collections });
            }
            let selector = if self.take("[") { self.bracket()? } else { self.dotted()? };
            return Ok(Step::Select { deep: true, selector });
        }
        // A dot before a bracket is read as two.
        if self.take(".[") {
            return Ok(Step::Select { deep: true, selector: self.bracket()? });
        }
        if self.take(".") {
            return Ok(Step::Select { deep: false, selector: self.dotted()? });
        }
        if self.take("[") {
            return Ok(Step::Select { deep: false, selector: self.bracket()? });
        }
        let found: String = self.rest().chars().take(1).collect();
        self.fail(format!("`.`, `[`, `^` or `~` is expected here, not `{found}`"))
    }

    /// What follows a dot.
    fn dotted(&mut self) -> Result<Selector, PathError> {
        if self.take("*") {
            return Ok(Selector::Wildcard);
        }
        let rest = self.rest();
        if rest.starts_with('@') {
            let (expression, end) = expression::parse(self.text, self.at)?;
            self.at = end;
            return Ok(Selector::Filter(expression));
        }
        let end =
            rest.find(['.', '[', ']', '^', '~', '(', ')', ' ', '\'', '"', '?', ',']).unwrap_or(rest.len());
        if end == 0 {
            return self.fail("a name is missing here");
        }
        self.at += end;
        Ok(Selector::Member(rest[..end].to_owned()))
    }

    /// What stands in brackets, after the first of them.
    fn bracket(&mut self) -> Result<Selector, PathError> {
        self.blanks();
        let selector = if self.take("?(") {
            let (expression, end) = expression::parse(self.text, self.at)?;
            self.at = end;
            if !self.take(")") {
                return self.unfinished();
            }
            Selector::Filter(expression)
        } else if self.rest().starts_with('?') {
            return self.fail("a filter is written `[?(…)]`");
        } else if self.rest().starts_with('@') {
            let (expression, end) = expression::parse(self.text, self.at)?;
            self.at = end;
            Selector::Filter(expression)
        } else if self.take("(") {
            self.counted_back()?
        } else {
            self.listed()?
        };
        self.blanks();
        if self.take("]") { Ok(selector) } else { self.fail("`]` is missing here") }
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// The error where an expression stops to make sense.
    fn unfinished<T>(&self) -> Result<T, PathError> {
        match self.rest().chars().next() {
            Some(found) => self.fail(format!("`{found}` is not understood in a filter")),
            None => self.fail("the filter does not end: `)]` is missing"),
        }
    }

    /// `(@.length-1)`, the only script that is understood.
    fn counted_back(&mut self) -> Result<Selector, PathError> {
        let start = self.at;
        let Some(end) = self.rest().find(')') else { return self.fail("`)` is missing") };
        let script: String = self.rest()[..end].chars().filter(|next| !next.is_whitespace()).collect();
        let back = script.strip_prefix("@.length-").and_then(|back| back.parse::<i64>().ok());
        let Some(back) = back.filter(|back| *back > 0) else {
            self.at = start;
            return self.fail("scripts in paths are not run; `[(@.length-1)]` and filters `[?(…)]` are");
        };
        self.at += end + 1;
        Ok(one_from_behind(back))
    }

    /// `*`, names, indices, or a slice.
    fn listed(&mut self) -> Result<Selector, PathError> {
        let mut names = Vec::new();
        let start = self.at;
        loop {
            self.blanks();
            match self.rest().chars().next() {
                None => return self.fail("`]` is missing at the end"),
                Some(quote @ ('\'' | '"')) => names.push(self.quoted(quote)?),
                Some(_) => {
                    let rest = self.rest();
                    let end = rest.find([',', ']']).unwrap_or(rest.len());
                    let name = rest[..end].trim();
                    if name.is_empty() {
                        return self.fail("a name is missing here");
                    }
                    if name.contains(['[', '(', '?', '\'', '"']) {
                        return self.fail(format!(
                            "`{name}` is not understood: names with such characters are quoted"
                        ));
                    }
                    self.at += end;
                    names.push(name.to_owned());
                    if names.len() == 1 && self.rest().starts_with(']') {
                        return self.single(name, start);
                    }
                }
            }
            self.blanks();
            if !self.take(",") {
                break;
            }
        }
        let single = (names.len() == 1).then(|| names.pop()).flatten();
        Ok(single.map_or_else(|| Selector::Members(names), Selector::Member))
    }

    /// One thing without quotes.
    fn single(&self, name: &str, start: usize) -> Result<Selector, PathError> {
        if name == "*" {
            return Ok(Selector::Wildcard);
        }
        if let Some(back) = name.strip_prefix('-').and_then(|back| back.parse::<i64>().ok()) {
            return Ok(one_from_behind(back));
        }
        if !name.contains(':') {
            return Ok(Selector::Member(name.to_owned()));
        }
        let part = |text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse::<i64>().map(Some).map_err(|_| PathError {
                at: start,
                message: format!("`{name}` is no slice: it is written `[start:end:step]` with numbers"),
            }),
        };
        let parts = name.split(':').map(part).collect::<Result<Vec<_>, _>>()?;
        match parts[..] {
            [from, to] => Ok(Selector::Slice { start: from.unwrap_or(0), end: to, step: 1 }),
            [from, to, step] if step.is_none_or(|step| step > 0) => {
                Ok(Selector::Slice { start: from.unwrap_or(0), end: to, step: step.unwrap_or(1) })
            }
            _ => Err(PathError { at: start, message: format!("`{name}` is no slice with a step above 0") }),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String, PathError> {
        let rest = &self.rest()[1..];
        let Some(end) = rest.find(quote) else {
            return self.fail("the name does not end: a quote is missing");
        };
        self.at += end + 2;
        Ok(rest[..end].to_owned())
    }
}

/// The item that is so many from the end.
fn one_from_behind(back: i64) -> Selector {
    let end = (back > 1).then_some(1 - back);
    Selector::Slice { start: -back, end, step: 1 }
}
