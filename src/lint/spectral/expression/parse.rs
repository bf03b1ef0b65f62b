//! Reads an expression from a text, up to what can't be part of it.

use std::borrow::Cow;

use super::{Expression, METHODS, Method, Operator, PathError, Prefix, SHAPES, Shape};
use crate::lint::spectral::value::Value;
use crate::lint::written::hint;
use crate::pattern::Pattern;

/// Expressions within expressions.
const MAX_DEPTH: usize = 60;

/// Names that begin with `@` and have no parentheses.
const PLACES: [(&str, Expression); 6] = [
    ("@", Expression::Current),
    ("@parent", Expression::Parent),
    ("@parentProperty", Expression::ParentProperty),
    ("@path", Expression::Path),
    ("@property", Expression::Property),
    ("@root", Expression::Root),
];

/// Operators, how tightly they bind, and how they are written: longer ones before those that they begin with. The
/// levels are those of `jsep`, which Spectral reads expressions with: there `in` binds most tightly.
const OPERATORS: [(&str, u8, Operator); 16] = [
    ("||", 1, Operator::Or),
    ("&&", 2, Operator::And),
    ("===", 6, Operator::Same),
    ("!==", 6, Operator::Different),
    ("==", 6, Operator::Like),
    ("!=", 6, Operator::Unlike),
    ("<=", 7, Operator::LessOrSame),
    (">=", 7, Operator::GreaterOrSame),
    ("<", 7, Operator::Less),
    (">", 7, Operator::Greater),
    ("+", 9, Operator::Plus),
    ("-", 9, Operator::Minus),
    ("*", 10, Operator::Times),
    ("/", 10, Operator::Divided),
    ("%", 10, Operator::Remainder),
    ("in", 12, Operator::In),
];

/// Reads an expression that begins at a byte of a text. Gives it with the byte after it.
pub(in crate::lint::spectral) fn parse(text: &str, at: usize) -> Result<(Expression, usize), PathError> {
    let mut parser = Parser { text, at, depth: 0 };
    let expression = parser.conditional()?;
    parser.blanks();
    Ok((expression, parser.at))
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

type Parsed = Result<Expression, PathError>;

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn fail<T>(&self, message: impl Into<String>) -> Result<T, PathError> {
        Err(PathError { at: self.at, message: message.into() })
    }

    /// Takes a text that comes next, blanks before it left out.
    fn take(&mut self, wanted: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn expect(&mut self, wanted: &str) -> Result<(), PathError> {
        if self.take(wanted) { Ok(()) } else { self.fail(format!("`{wanted}` is missing here")) }
    }

    fn conditional(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail("the expression is nested too deeply");
        }
        let condition = self.between(1)?;
        let expression = if self.take("?") {
            let then = self.conditional()?;
            self.expect(":")?;
            let otherwise = self.conditional()?;
            Expression::Conditional(Box::new([condition, then, otherwise]))
        } else {
            condition
        };
        self.depth -= 1;
        Ok(expression)
    }

    /// Values with operators of at least a level between them.
    fn between(&mut self, least: u8) -> Parsed {
        let mut left = self.prefixed()?;
        while let Some((written, level, operator)) = self.operator()? {
            if level < least {
                break;
            }
            self.at += written;
            let right = self.between(level + 1)?;
            left = Expression::Between(operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    /// The operator that comes next, with its length; it is not taken.
    fn operator(&mut self) -> Result<Option<(usize, u8, Operator)>, PathError> {
        self.blanks();
        let rest = self.rest();
        let is_word =
            |text: &str| rest[text.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_');
        let found = OPERATORS
            .iter()
            .find(|(written, _, _)| rest.starts_with(written) && !(*written == "in" && is_word(written)));
        if let Some((written, level, operator)) = found {
            return Ok(Some((written.len(), *level, *operator)));
        }
        if let Some(unknown) =
            ["~=", "|", "^", "&", "=~", "="].iter().find(|unknown| rest.starts_with(**unknown))
        {
            return self.fail(format!("the operator `{unknown}` is not understood"));
        }
        Ok(None)
    }

    fn prefixed(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail("the expression is nested too deeply");
        }
        let prefix = if self.take("!") {
            Some(Prefix::Not)
        } else if self.take("-") {
            Some(Prefix::Negative)
        } else if self.take("+") {
            Some(Prefix::Positive)
        } else if self.take("typeof ") {
            Some(Prefix::TypeOf)
        } else if self.take("void ") {
            Some(Prefix::Void)
        } else {
            None
        };
        let expression = match prefix {
            Some(prefix) => Expression::Prefixed(prefix, Box::new(self.prefixed()?)),
            None => self.members()?,
        };
        self.depth -= 1;
        Ok(expression)
    }

    /// A value with `.name`, `[…]` and calls after it.
    fn members(&mut self) -> Parsed {
        let mut value = self.value()?;
        loop {
            if self.take("?.") || self.take(".") {
                let start = self.at;
                let name = self.name();
                if name.is_empty() {
                    return self.fail("the name of a property is missing after `.`");
                }
                value = if self.take("(") {
                    self.call(value, name, start)?
                } else if name == "constructor" && self.rest().starts_with(".name") {
                    self.at += ".name".len();
                    Expression::Constructor(Box::new(value))
                } else {
                    Expression::Member(Box::new(value), Box::new(text(name)))
                };
            } else if self.take("[") {
                let key = self.conditional()?;
                self.expect("]")?;
                value = Expression::Member(Box::new(value), Box::new(key));
            } else if self.rest().starts_with('(') {
                return self.fail("only methods can be called");
            } else {
                return Ok(value);
            }
        }
    }

    fn call(&mut self, on: Expression, name: &str, start: usize) -> Parsed {
        let Some((_, method)) = METHODS.iter().find(|(known, _)| *known == name) else {
            let near = hint(name, METHODS.iter().map(|(known, _)| *known));
            let message = format!("the method `{name}` is not understood{near}");
            return Err(PathError { at: start, message });
        };
        let arguments = self.arguments()?;
        // A string is a regular expression to these.
        if let (Method::Match, [Expression::Literal(Value::Text(body))]) = (method, &arguments[..]) {
            let pattern = Pattern::new(body, "", body).map_err(|message| PathError { at: start, message })?;
            return Ok(Expression::Call(Box::new(on), *method, vec![Expression::Pattern(pattern)]));
        }
        Ok(Expression::Call(Box::new(on), *method, arguments))
    }

    /// The arguments of a call, after its opening parenthesis.
    fn arguments(&mut self) -> Result<Vec<Expression>, PathError> {
        let mut arguments = Vec::new();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.conditional()?);
            if self.take(")") {
                return Ok(arguments);
            }
            self.expect(",")?;
        }
    }

    /// Letters, digits, `_`, `$` and `@`.
    fn name(&mut self) -> &'t str {
        self.blanks();
        let rest = self.rest();
        let is_part = |next: char| next.is_alphanumeric() || matches!(next, '_' | '$' | '@');
        let end = rest.find(|next: char| !is_part(next)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn value(&mut self) -> Parsed {
        self.blanks();
        let rest = self.rest();
        match rest.chars().next() {
            None => self.fail("the expression ends too early"),
            Some('(') => {
                self.at += 1;
                let inner = self.conditional()?;
                self.expect(")")?;
                Ok(inner)
            }
            Some(quote @ ('\'' | '"')) => self.string(quote),
            Some('/') => self.pattern(),
            Some('0'..='9') => {
                let end = rest.find(|next: char| !next.is_ascii_digit() && next != '.').unwrap_or(rest.len());
                let Ok(number) = rest[..end].parse::<f64>() else {
                    return self.fail(format!("`{}` is no number", &rest[..end]));
                };
                self.at += end;
                Ok(Expression::Literal(Value::Number(number)))
            }
            Some(_) => self.word(),
        }
    }

    fn string(&mut self, quote: char) -> Parsed {
        let mut read = String::new();
        let mut characters = self.rest().char_indices().skip(1);
        while let Some((offset, next)) = characters.next() {
            match next {
                '\\' => match characters.next() {
                    Some((_, 'n')) => read.push('\n'),
                    Some((_, 't')) => read.push('\t'),
                    Some((_, escaped)) => read.push(escaped),
                    None => break,
                },
                next if next == quote => {
                    self.at += offset + 1;
                    return Ok(Expression::Literal(Value::Text(Cow::Owned(read))));
                }
                next => read.push(next),
            }
        }
        self.fail("the string does not end")
    }

    fn pattern(&mut self) -> Parsed {
        let rest = self.rest();
        let (mut in_class, mut escaped) = (false, false);
        for (offset, next) in rest.char_indices().skip(1) {
            match next {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => {
                    let after = &rest[offset + 1..];
                    let flags = after.find(|next: char| !next.is_ascii_lowercase()).unwrap_or(after.len());
                    let whole = &rest[..offset + 1 + flags];
                    let pattern = Pattern::new(&rest[1..offset], &after[..flags], whole)
                        .map_err(|message| PathError { at: self.at, message })?;
                    self.at += whole.len();
                    return Ok(Expression::Pattern(pattern));
                }
                _ => {}
            }
        }
        self.fail("the regular expression does not end")
    }

    /// `@…`, a literal word, or one of the few functions.
    fn word(&mut self) -> Parsed {
        let start = self.at;
        let name = self.name();
        let literal = |value: Value<'static>| Ok(Expression::Literal(value));
        match name {
            "true" => return literal(Value::Boolean(true)),
            "false" => return literal(Value::Boolean(false)),
            "null" => return literal(Value::Null),
            "undefined" => return literal(Value::Undefined),
            "index" => return Ok(Expression::Index),
            "Array" | "Number" | "Object" => {
                let function = if self.take(".") { self.name() } else { "" };
                let known = matches!(
                    (name, function),
                    ("Array", "isArray") | ("Number", "isInteger") | ("Object", "keys")
                );
                if known {
                    self.expect("(")?;
                    let inner = Box::new(self.conditional()?);
                    self.expect(")")?;
                    return Ok(match name {
                        "Array" => Expression::Is(Shape::Array, inner),
                        "Number" => Expression::Is(Shape::Integer, inner),
                        _ => Expression::Keys(inner),
                    });
                }
            }
            _ => {}
        }
        if let Some((_, shape)) = SHAPES.iter().find(|(known, _)| *known == name) {
            self.expect("(")?;
            self.expect(")")?;
            return Ok(Expression::Is(*shape, Box::new(Expression::Current)));
        }
        if let Some((_, place)) = PLACES.into_iter().find(|(known, _)| *known == name) {
            return Ok(place);
        }
        self.at = start;
        if name.is_empty() {
            let found: String = self.rest().chars().take(1).collect();
            return self.fail(format!("a value is missing before `{found}`"));
        }
        let known = PLACES.iter().map(|(known, _)| *known).chain(SHAPES.iter().map(|(known, _)| *known));
        self.fail(format!("`{name}` is not defined{}", hint(name, known)))
    }
}

fn text(name: &str) -> Expression {
    Expression::Literal(Value::Text(Cow::Owned(name.to_owned())))
}
