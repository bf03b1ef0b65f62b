//! Whether an object keeps an assertion. The words are Redocly's, so that what people search for is found.

use serde_json::Value;

use super::assertion::{Assertion, CASINGS, Casing, Form, Order};
use crate::definition::{Definition, is_reference};
use crate::document::{Location, Node, NodeKind};
use crate::lint::json_schema::{Checker, Manner};

/// An assertion that is not kept.
pub(super) struct Failure {
    /// What is wrong.
    pub(super) message: String,
    /// Where.
    pub(super) location: Location,
}

/// What assertions are held against.
pub(super) enum Subject<'d> {
    /// The keys of an object, or the items of a list.
    Keys {
        /// The object, references followed.
        node: Node<'d>,
        /// As it is written in what holds it.
        written: Node<'d>,
    },
    /// One property.
    Value {
        /// The object that has it, or should.
        holder: Node<'d>,
        /// Its value, references followed.
        value: Option<Node<'d>>,
        /// The value as it is written.
        written: Option<Node<'d>>,
    },
}

impl<'d> Subject<'d> {
    /// A property of an object.
    pub(super) fn property(holder: Node<'d>, name: &str, definition: &'d Definition) -> Self {
        let written = holder.get(name);
        Subject::Value { holder, value: written.and_then(|node| definition.followed(node)), written }
    }

    /// Where problems of the whole stand.
    fn location(&self) -> Location {
        match self {
            Subject::Keys { node, .. } => node.key_location(),
            Subject::Value { holder, written, .. } => match written {
                Some(written) => written.location(),
                None => holder.key_location(),
            },
        }
    }

    /// The texts that are looked at one by one, each at its place. Objects have none.
    fn texts(&self, definition: &'d Definition) -> Vec<(Option<Node<'d>>, &'d str, Location)> {
        let item = |node: Node<'d>| {
            let value = definition.followed(node).unwrap_or(node);
            (Some(value), value.text(), node.location())
        };
        match self {
            Subject::Keys { node, .. } if node.is_mapping() => {
                node.entries().map(|entry| (None, entry.name(), entry.value.key_location())).collect()
            }
            Subject::Keys { node, .. } => node.items().map(item).collect(),
            Subject::Value { value: Some(value), .. } if value.is_sequence() => {
                value.items().map(item).collect()
            }
            Subject::Value { value: Some(value), .. } if !value.is_mapping() => vec![item(*value)],
            Subject::Value { .. } => Vec::new(),
        }
    }

    fn keys(&self) -> Vec<&'d str> {
        match self {
            Subject::Keys { node, .. } if node.is_mapping() => {
                node.entries().map(|entry| entry.name()).collect()
            }
            Subject::Keys { node, .. } => node.items().map(Node::text).collect(),
            Subject::Value { .. } => Vec::new(),
        }
    }

    /// The length of a string, a list or an object.
    fn length(&self) -> Option<usize> {
        match self {
            Subject::Keys { node, .. } => Some(node.len()),
            Subject::Value { value, .. } => {
                let value = (*value)?;
                match value.kind() {
                    NodeKind::String => Some(value.text().chars().count()),
                    NodeKind::Mapping | NodeKind::Sequence => Some(value.len()),
                    _ => None,
                }
            }
        }
    }
}

/// Checks assertions on the nodes of a definition.
pub(super) struct Asserter<'d> {
    definition: &'d Definition,
    schemas: Checker<'d>,
}

impl<'d> Asserter<'d> {
    pub(super) fn new(definition: &'d Definition) -> Self {
        // JSON Schema 2020-12 is what 3.1 has.
        Asserter { definition, schemas: Checker::new(definition, crate::openapi::Version::V3_1) }
    }

    /// What of an assertion a subject does not keep.
    pub(super) fn check(
        &mut self,
        assertion: &'d Assertion,
        subject: &Subject<'d>,
        failures: &mut Vec<Failure>,
    ) {
        let mut fail = |message: String, location: Location| failures.push(Failure { message, location });
        match assertion {
            Assertion::Schema(schema) => {
                let Subject::Value { value: Some(value), .. } = subject else { return };
                let manner = Manner { direction: None, closed: false };
                for violation in self.schemas.check(schema.root(), *value, manner) {
                    fail(violation.message(), violation.location());
                }
            }
            Assertion::Ref(form) => reference(form, subject, &mut fail),
            Assertion::SortOrder(order) => self.sorted(order, subject, &mut fail),
            Assertion::Casing(..) | Assertion::Pattern { .. } | Assertion::Disallowed(_) => {
                for (node, text, location) in subject.texts(self.definition) {
                    if node.is_some_and(|node| node.is_mapping() || node.is_sequence()) {
                        continue;
                    }
                    if let Some(message) = text_fault(assertion, text) {
                        fail(message, location);
                    }
                }
            }
            Assertion::Const(_) | Assertion::Enum(_) => {
                for (node, text, location) in subject.texts(self.definition) {
                    if let Some(message) = value_fault(assertion, node, text) {
                        fail(message, location);
                    }
                }
            }
            _ => {
                for message in whole_faults(assertion, subject) {
                    fail(message, subject.location());
                }
            }
        }
    }

    fn sorted(&self, order: &Order, subject: &Subject<'d>, fail: &mut dyn FnMut(String, Location)) {
        let texts = subject.texts(self.definition);
        let objects = texts.first().is_some_and(|(node, _, _)| node.is_some_and(Node::is_mapping));
        let Some(property) = &order.property else {
            if objects {
                fail("Please define a property to sort objects by".to_owned(), subject.location());
            } else if !in_order(texts.iter().map(|(node, text, _)| Some(sort_key(*node, text))), order) {
                fail(format!("Should be sorted in {} order", direction(order)), subject.location());
            }
            return;
        };
        let keys = texts.iter().map(|(node, _, _)| {
            let value = self.definition.followed(node.as_ref()?.get(property)?)?;
            Some(sort_key(Some(value), value.text()))
        });
        if !in_order(keys, order) {
            let message = format!("Should be sorted in {} order by property {property}", direction(order));
            fail(message, subject.location());
        }
    }
}

fn direction(order: &Order) -> &'static str {
    if order.descending { "a descending" } else { "an ascending" }
}

/// Numbers by value, everything else by its text in small letters.
fn sort_key(node: Option<Node<'_>>, text: &str) -> (Option<f64>, String) {
    (node.and_then(Node::as_f64), text.to_lowercase())
}

/// Whether keys follow each other; a missing one follows nothing.
fn in_order(keys: impl Iterator<Item = Option<(Option<f64>, String)>>, order: &Order) -> bool {
    let keys: Vec<_> = keys.collect();
    keys.windows(2).all(|pair| {
        let (Some(one), Some(two)) = (&pair[0], &pair[1]) else { return false };
        let ordering = match (one.0, two.0) {
            (Some(one), Some(two)) => one.total_cmp(&two),
            _ => one.1.cmp(&two.1),
        };
        if order.descending { ordering.is_ge() } else { ordering.is_le() }
    })
}

/// How the value is written.
fn reference(form: &Form, subject: &Subject<'_>, fail: &mut dyn FnMut(String, Location)) {
    let written = match subject {
        Subject::Keys { written, .. } => *written,
        Subject::Value { written: Some(written), .. } => *written,
        Subject::Value { written: None, .. } => return,
    };
    let is_ref = is_reference(written);
    let location = || match written.get("$ref") {
        Some(text) if is_ref => text.location(),
        _ => written.key_location(),
    };
    match form {
        Form::Reference(wanted) if *wanted == is_ref => {}
        Form::Reference(true) => fail("should use $ref".to_owned(), location()),
        Form::Reference(false) => fail("should not use $ref".to_owned(), location()),
        Form::Matching(pattern) => {
            let text = written.str("$ref");
            if !text.is_some_and(|text| pattern.matches(text).unwrap_or(true)) {
                fail(format!("$ref value should match {}", pattern.written()), location());
            }
        }
    }
}

/// What is wrong with one text.
fn text_fault(assertion: &Assertion, text: &str) -> Option<String> {
    match assertion {
        Assertion::Casing(name, casing) => {
            (!has_casing(*casing, text)).then(|| format!("\"{text}\" should use {name}"))
        }
        Assertion::Pattern { wanted, pattern } => {
            let matches = pattern.matches(text)?;
            let not = if *wanted { "" } else { "not " };
            (matches != *wanted)
                .then(|| format!("\"{text}\" should {not}match a regex {}", pattern.written()))
        }
        Assertion::Disallowed(keys) => {
            keys.iter().any(|key| key == text).then(|| format!("\"{text}\" is disallowed"))
        }
        _ => None,
    }
}

/// What is wrong with one value, or with one key (which has no node).
fn value_fault(assertion: &Assertion, node: Option<Node<'_>>, text: &str) -> Option<String> {
    match assertion {
        Assertion::Const(wanted) => (!equals(wanted, node, text)).then(|| match wanted {
            Value::String(wanted) => format!("\"{text}\" should be equal {wanted}"),
            wanted => format!("\"{text}\" should be equal {wanted}"),
        }),
        Assertion::Enum(values) => {
            let found = values.iter().any(|value| equals(value, node, text));
            (!found).then(|| format!("\"{text}\" should be one of the predefined values"))
        }
        _ => None,
    }
}

fn equals(wanted: &Value, node: Option<Node<'_>>, text: &str) -> bool {
    let Some(node) = node else { return wanted.as_str() == Some(text) };
    match node.kind() {
        NodeKind::Null => wanted.is_null(),
        NodeKind::Boolean => wanted.as_bool().is_some() && wanted.as_bool() == node.as_bool(),
        NodeKind::Integer | NodeKind::Float => wanted.as_f64().is_some() && wanted.as_f64() == node.as_f64(),
        NodeKind::String => wanted.as_str() == Some(text),
        _ => false,
    }
}

/// What is wrong with the whole.
fn whole_faults(assertion: &Assertion, subject: &Subject<'_>) -> Vec<String> {
    let keys = || subject.keys();
    let present = |names: &[String]| {
        let keys = keys();
        names.iter().filter(|name| keys.contains(&name.as_str())).count()
    };
    let one = |failed: bool, message: String| if failed { vec![message] } else { Vec::new() };
    let value = match subject {
        Subject::Keys { node, .. } => Some(*node),
        Subject::Value { value, .. } => *value,
    };
    match assertion {
        Assertion::Defined(wanted) => {
            let words = if *wanted { "Should be defined" } else { "Should be not defined" };
            one(value.is_some() != *wanted, words.to_owned())
        }
        Assertion::NonEmpty(wanted) => {
            let empty = value.is_none_or(|value| {
                value.is_null() || (value.is_sequence() && value.is_empty()) || value.as_str() == Some("")
            });
            let words = if *wanted { "Should not be empty" } else { "Should be empty" };
            one(empty == *wanted, words.to_owned())
        }
        Assertion::MinLength(least) => one(
            subject.length().is_some_and(|length| length < *least),
            format!("Should have at least {least} characters"),
        ),
        Assertion::MaxLength(most) => one(
            subject.length().is_some_and(|length| length > *most),
            format!("Should have at most {most} characters"),
        ),
        Assertion::Contains(wanted) => {
            let Some(value) = value.filter(|value| !value.is_mapping()) else { return Vec::new() };
            let has = |text: &str| match value.is_sequence() {
                true => value.items().any(|item| item.text() == text),
                false => value.text() == text,
            };
            let missing = wanted.iter().filter(|text| !has(text));
            missing.map(|text| format!("{text} should be in the list")).collect()
        }
        Assertion::Required(names) => {
            let keys = keys();
            let missing = names.iter().filter(|name| !keys.contains(&name.as_str()));
            missing.map(|name| format!("{name} is required")).collect()
        }
        Assertion::RequireAny(names) => {
            one(present(names) == 0, format!("Should have any of {}", names.join(", ")))
        }
        Assertion::MutuallyExclusive(names) => {
            one(present(names) > 1, format!("{} keys should be mutually exclusive", names.join(", ")))
        }
        Assertion::MutuallyRequired(names) => {
            let there = present(names);
            one(
                there > 0 && there < names.len(),
                format!("Properties {} are mutually required", names.join(", ")),
            )
        }
        _ => Vec::new(),
    }
}

/// Whether a text is written in a casing.
fn has_casing(casing: Casing, text: &str) -> bool {
    let upper = |byte: u8| byte.is_ascii_uppercase();
    let lower = |byte: u8| byte.is_ascii_lowercase();
    let digit = |byte: u8| byte.is_ascii_digit();
    let Some((first, rest)) = text.as_bytes().split_first() else { return false };
    // Words between separators: the first begins with a letter, the others with a letter or digit.
    let words = |separator: u8, letter: fn(u8) -> bool| {
        letter(*first)
            && !text.ends_with(char::from(separator))
            && !text.as_bytes().windows(2).any(|pair| pair == [separator, separator])
            && rest.iter().all(|byte| letter(*byte) || digit(*byte) || *byte == separator)
    };
    match casing {
        Casing::Camel => lower(*first) && rest.iter().all(u8::is_ascii_alphanumeric),
        Casing::Pascal => upper(*first) && !rest.is_empty() && rest.iter().all(u8::is_ascii_alphanumeric),
        Casing::Flat => {
            lower(*first) && !rest.is_empty() && rest.iter().all(|byte| lower(*byte) || digit(*byte))
        }
        Casing::Kebab => words(b'-', lower),
        Casing::Snake => words(b'_', lower),
        Casing::Macro => words(b'_', upper),
        Casing::Cobol => words(b'-', upper),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casings_are_the_expressions_of_the_documentation() {
        let expressions = [
            (Casing::Camel, "^[a-z][a-zA-Z0-9]*$"),
            (Casing::Kebab, "^([a-z][a-z0-9]*)(-[a-z0-9]+)*$"),
            (Casing::Snake, "^([a-z][a-z0-9]*)(_[a-z0-9]+)*$"),
            (Casing::Pascal, "^[A-Z][a-zA-Z0-9]+$"),
            (Casing::Macro, "^([A-Z][A-Z0-9]*)(_[A-Z0-9]+)*$"),
            (Casing::Cobol, "^([A-Z][A-Z0-9]*)(-[A-Z0-9]+)*$"),
            (Casing::Flat, "^[a-z][a-z0-9]+$"),
        ];
        assert_eq!(expressions.len(), CASINGS.len());
        let texts = [
            "", "a", "A", "ab", "aB", "AB", "Ab", "a-b", "a_b", "A-B", "A_B", "a--b", "a-", "-a", "a1", "1a",
            "a-1", "é", "aBC", "A1", "a b", "_a", "a_", "A_", "A__B",
        ];
        for (casing, expression) in expressions {
            let pattern = crate::pattern::Pattern::read(expression).unwrap();
            for text in texts {
                assert_eq!(Some(has_casing(casing, text)), pattern.matches(text), "{casing:?} {text}");
            }
        }
    }
}
