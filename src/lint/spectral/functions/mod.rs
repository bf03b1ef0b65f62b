//! The functions that a rule can call, one file each. What they say is Spectral's wording, so that messages which
//! quote it (`{{error}}`) read as before.
//!
//! A function has a kind of value that it is about; of any other it says nothing. So `pattern` passes where there is
//! nothing, and `truthy` does not.

mod alphabetical;
mod casing;
mod defined;
mod enumeration;
mod falsy;
mod length;
mod or;
mod pattern;
mod schema;
#[cfg(test)]
mod tests;
mod truthy;
mod typed_enum;
mod undefined;
mod unreferenced_reusable_object;
mod xor;

use std::sync::Arc;

use super::run::Run;
use super::target::{Site, Target};
use crate::document::Node;
use crate::lint::ruleset::RulesetError;
use crate::lint::written;

/// One thing that a function says.
pub(super) struct Finding<'d> {
    /// What is wrong.
    pub(super) message: String,
    /// Where, when it is not the target.
    pub(super) site: Option<Site<'d>>,
}

impl<'d> Finding<'d> {
    /// A finding at the target.
    fn here(message: impl Into<String>) -> Self {
        Finding { message: message.into(), site: None }
    }

    /// A finding somewhere in the target.
    fn at(site: Site<'d>, message: impl Into<String>) -> Self {
        Finding { message: message.into(), site: Some(site) }
    }
}

/// A function with its options.
pub(super) trait Function: std::fmt::Debug + Send + Sync {
    /// What it says of a value.
    fn check<'d>(&'d self, target: &Target<'d>, run: &mut Run<'d>) -> Vec<Finding<'d>>;
}

/// A function that is ready to be called.
pub(super) type Ready = Arc<dyn Function>;

/// The options of a function as they are written; errors of what is wrong in them go to the list.
pub(super) struct Options<'n> {
    /// The name of the function, in backticks.
    name: String,
    /// Where the function is named.
    at: Node<'n>,
    node: Option<Node<'n>>,
    errors: Vec<RulesetError>,
}

impl<'n> Options<'n> {
    /// The option of a name. All names that there are have to be given.
    fn get(&self, name: &str) -> Option<Node<'n>> {
        self.node.and_then(|node| node.get(name)).filter(|node| !node.is_null())
    }

    /// Reports options that there are not.
    fn known(&mut self, names: &[&str]) {
        let Some(node) = self.node.filter(|node| !node.is_null()) else { return };
        let of = format!("the options of {}", self.name);
        if !node.is_mapping() {
            self.errors.push(written::wrong_kind(node, "an object"));
        } else if names.is_empty() && !node.is_empty() {
            self.errors.push(written::key_error(node, format!("{} has no options", self.name)));
        } else {
            written::known_keys(node, &of, names, &mut self.errors);
        }
    }

    /// Keeps an error and goes on without the value.
    fn read<T>(&mut self, name: &str, read: impl Fn(Node<'n>) -> written::Read<T>) -> Option<T> {
        match read(self.get(name)?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    /// The same for an option that has to be there.
    fn needed<T>(&mut self, name: &str, read: impl Fn(Node<'n>) -> written::Read<T>) -> Option<T> {
        if self.get(name).is_none() {
            let at = self.node.filter(|node| node.is_mapping()).unwrap_or(self.at);
            self.errors.push(written::key_error(at, format!("{} needs the option `{name}`", self.name)));
            return None;
        }
        self.read(name, read)
    }

    /// Two names or more.
    fn properties(&mut self) -> Option<Vec<String>> {
        self.known(&["properties"]);
        let names = self.needed("properties", written::texts)?;
        if names.len() < 2 {
            let at = self.get("properties").unwrap_or(self.at);
            self.errors.push(written::error(at, format!("{} needs at least two `properties`", self.name)));
        }
        Some(names)
    }
}

/// Makes a function from its options. `None` only when there is an error.
type Make = fn(&mut Options<'_>) -> Option<Ready>;

/// All functions by name.
const FUNCTIONS: [(&str, Make); 14] = [
    ("alphabetical", alphabetical::make),
    ("casing", casing::make),
    ("defined", defined::make),
    ("enumeration", enumeration::make),
    ("falsy", falsy::make),
    ("length", length::make),
    ("or", or::make),
    ("pattern", pattern::make),
    ("schema", schema::make),
    ("truthy", truthy::make),
    ("typedEnum", typed_enum::make),
    ("undefined", undefined::make),
    ("unreferencedReusableObject", unreferenced_reusable_object::make),
    ("xor", xor::make),
];

/// The names of all functions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

/// The function that a `then` calls, with its options. `None` when there is none of that name, or its options are
/// wrong, which goes to `errors`.
pub(super) fn read(
    name: Node<'_>,
    options: Option<Node<'_>>,
    errors: &mut Vec<RulesetError>,
) -> Option<Ready> {
    let (_, make) = FUNCTIONS.iter().find(|(known, _)| *known == name.text())?;
    let mut options =
        Options { name: format!("`{}`", name.text()), at: name, node: options, errors: Vec::new() };
    let made = make(&mut options);
    let is_right = options.errors.is_empty();
    errors.extend(options.errors);
    made.filter(|_| is_right)
}
