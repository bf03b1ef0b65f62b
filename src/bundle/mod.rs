//! One self-contained definition out of many documents. What other documents hold becomes a component where the
//! specification has components for it, and stands in its place where not; references that lead nowhere stay as they
//! are written. The result is a tree of values, written as YAML or JSON.

mod comment;
#[cfg(test)]
mod comment_tests;
#[cfg(test)]
mod corpus_tests;
mod decorate;
#[cfg(test)]
mod decorate_tests;
mod dereference;
mod draft;
mod finish;
mod index;
mod json;
mod kind;
mod name;
mod remove;
#[cfg(test)]
mod tests;
mod value;
#[cfg(test)]
mod wrong_tests;
mod yaml;

pub(crate) use decorate::{ApplyTo, Decorator, ExamplesOf, Filter, Keep, Strategy};
pub(crate) use value::Value;

use crate::definition::Definition;
use crate::document::limits::MAX_DEPTH;
use crate::openapi::Version;

/// What to do besides joining the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BundleOptions {
    /// Replace every reference by what it leads to, except to what contains itself.
    pub(crate) dereference: bool,
    /// Remove what is marked `x-internal: true`.
    pub(crate) remove_internal: bool,
    /// Remove components that nothing uses.
    pub(crate) remove_unused: bool,
    /// What else to change, in this order, before references are replaced and unused components removed.
    pub(crate) decorators: Vec<Decorator>,
}

/// Why there is no bundle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BundleError {
    /// References multiply what they lead to.
    #[error(
        "the bundle has more than {} values: too much is referenced from too many places",
        draft::MAX_VALUES
    )]
    TooLarge,
    /// References lead to what holds references to what holds …
    #[error("the bundle is nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
}

/// A self-contained definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bundle<'d> {
    root: Value<'d>,
    missing: Vec<String>,
}

/// Bundles a definition of a version.
pub(crate) fn bundle<'d>(
    definition: &'d Definition,
    version: Version,
    options: &BundleOptions,
) -> Result<Bundle<'d>, BundleError> {
    let mut draft = draft::Draft::new(definition, version);
    let root = draft.root()?;
    let mut root = finish::finish(draft, root);
    if options.remove_internal {
        decorate::decorate(&mut root, &[Decorator::RemoveMarked("x-internal".to_owned())]);
    }
    let missing = decorate::decorate(&mut root, &options.decorators);
    if options.dereference {
        root = dereference::dereference(&root, version)?;
    }
    if options.remove_unused {
        remove::remove_unused(&mut root, version);
    }
    Ok(Bundle { root, missing })
}

impl<'d> Bundle<'d> {
    /// The outermost value.
    pub(crate) fn root(&self) -> &Value<'d> {
        &self.root
    }

    /// What decorators name and the definition does not have, in words.
    pub(crate) fn missing(&self) -> &[String] {
        &self.missing
    }

    /// The bundle as YAML 1.2 that readers of YAML 1.1 understand alike.
    pub(crate) fn to_yaml(&self) -> String {
        yaml::write(&self.root, &comment::Comments::default())
    }

    /// The same with the comments of the definition that it was made from, where that is YAML, too. For files that stay
    /// among the people who wrote them.
    pub(crate) fn to_yaml_with_comments(&self, definition: &'d Definition) -> String {
        yaml::write(&self.root, &comment::Comments::of(definition))
    }

    /// The bundle as JSON, indented by two spaces.
    pub(crate) fn to_json(&self) -> String {
        json::write(&self.root)
    }
}
