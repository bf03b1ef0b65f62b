//! One way in which a value does not fit its schema. Words are made only for what is reported: alternatives are tried
//! and thrown away by the thousand.

use crate::document::{Location, Node};

/// What is wrong.
#[derive(Clone, Debug)]
pub(in crate::lint) enum Fault<'d> {
    /// The value is of another type; `schema` has the `type`.
    Type,
    /// It is none of the schema's `enum`.
    Enum,
    /// It is not the schema's `const`.
    Const,
    /// A required property is missing.
    Missing(&'d str),
    /// A property, of this name, that no schema allows or describes.
    Extra(&'d str),
    /// A property that does not travel in this direction.
    Away(&'d str),
    /// A name of a property that `propertyNames` does not allow.
    Name(&'d str),
    /// A keyword with a limit is not kept: its name.
    Limit(&'static str),
    /// The schema is `false`, or the value fits what it must not fit.
    Refused,
    /// It fits none of the schemas of `oneOf` or `anyOf`, with what the nearest of them says.
    None(&'static str, Option<Box<Violation<'d>>>),
    /// It fits more than one schema of `oneOf`: so many.
    Several(usize),
    /// The discriminator's property names no schema.
    Discriminator(&'d str),
}

/// A fault at its place.
#[derive(Clone, Debug)]
pub(in crate::lint) struct Violation<'d> {
    /// The part of the value.
    pub(in crate::lint) at: Node<'d>,
    /// The schema that it does not fit.
    pub(in crate::lint) schema: Node<'d>,
    /// What is wrong.
    pub(in crate::lint) fault: Fault<'d>,
}

impl<'d> Violation<'d> {
    /// Where to point: at the key of a property that should not be there, else at the value.
    pub(in crate::lint) fn location(&self) -> Location {
        match self.fault {
            Fault::Extra(_) | Fault::Name(_) | Fault::Away(_) => self.at.key_location(),
            _ => self.at.location(),
        }
    }

    /// Where the schema says so.
    pub(in crate::lint) fn schema_location(&self) -> Location {
        let keyword = match self.fault {
            Fault::Type => "type",
            Fault::Enum => "enum",
            Fault::Const => "const",
            Fault::Missing(_) => "required",
            Fault::Limit(keyword) | Fault::None(keyword, _) => keyword,
            Fault::Several(_) => "oneOf",
            Fault::Discriminator(_) => "discriminator",
            Fault::Name(_) => "propertyNames",
            Fault::Extra(_) | Fault::Away(_) | Fault::Refused => "",
        };
        self.schema.get(keyword).unwrap_or(self.schema).key_location()
    }

    /// What is wrong, in words.
    pub(in crate::lint) fn message(&self) -> String {
        let limit = |keyword: &str| self.schema.get(keyword).map_or("", Node::text);
        match &self.fault {
            Fault::Type => format!("expected {}, not {}", type_words(self.schema), self.at.kind().name()),
            Fault::Enum => format!("{} is none of the values in `enum`", shown(self.at)),
            Fault::Const => {
                let wanted = self.schema.get("const").map_or_else(String::new, shown);
                format!("expected {wanted}, not {}", shown(self.at))
            }
            Fault::Missing(name) => format!("the required property `{name}` is missing"),
            Fault::Extra(name) => format!("the property `{name}` is not in the schema"),
            Fault::Away(name) if self.schema.get("writeOnly").is_some() => {
                format!("`{name}` is `writeOnly` and not sent in responses")
            }
            Fault::Away(name) => format!("`{name}` is `readOnly` and not sent in requests"),
            Fault::Name(name) => format!("`{name}` can't be the name of a property here"),
            Fault::Limit("pattern") => {
                format!("{} does not match the pattern `{}`", shown(self.at), limit("pattern"))
            }
            Fault::Limit("format") => format!("{} is no `{}`", shown(self.at), limit("format")),
            Fault::Limit("uniqueItems") => "two items are equal".to_owned(),
            Fault::Limit("contains") => "too few or too many items fit `contains`".to_owned(),
            Fault::Limit(keyword) if self.at.is_mapping() || self.at.is_sequence() => {
                format!("`{keyword}` is {}, but there are {}", limit(keyword), self.at.len())
            }
            Fault::Limit(keyword) => format!("{} breaks `{keyword}: {}`", shown(self.at), limit(keyword)),
            Fault::Refused => "no value is allowed here by the schema".to_owned(),
            Fault::None(keyword, nearest) => match nearest {
                Some(nearest) => {
                    format!("fits none of the schemas in `{keyword}`; of the nearest, {}", nearest.message())
                }
                None => format!("fits none of the schemas in `{keyword}`"),
            },
            Fault::Several(count) => format!("fits {count} schemas in `oneOf` instead of one"),
            Fault::Discriminator(name) => format!("`{name}` names no schema of the discriminator"),
        }
    }

    /// Values that would be allowed.
    pub(in crate::lint) fn suggestions(&self) -> Vec<String> {
        match &self.fault {
            Fault::Enum => {
                let values = self.schema.get("enum").into_iter().flat_map(Node::items);
                values.take(5).map(|value| value.text().to_owned()).filter(|text| !text.is_empty()).collect()
            }
            Fault::Extra(name) => {
                let properties = self.schema.get("properties");
                let known = properties.into_iter().flat_map(Node::entries).map(|entry| entry.name());
                crate::lint::nearest::nearest(name, known)
            }
            _ => Vec::new(),
        }
    }
}

/// The words for the types that a schema allows.
fn type_words(schema: Node<'_>) -> String {
    let Some(types) = schema.get("type") else { return String::new() };
    let words = |name: &str| match name {
        "array" => "a list".to_owned(),
        "object" => "an object".to_owned(),
        "integer" => "an integer".to_owned(),
        "null" => "null".to_owned(),
        other => format!("a {other}"),
    };
    match types.as_str() {
        Some(one) => words(one),
        None => types.items().map(|item| words(item.text())).collect::<Vec<_>>().join(" or "),
    }
}

/// A value for a message: short scalars as they are, the rest by its kind.
fn shown(value: Node<'_>) -> String {
    let text = value.text();
    if value.is_mapping() || value.is_sequence() {
        return format!("this {}", if value.is_mapping() { "object" } else { "list" });
    }
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
