//! The texts of a configurable rule's problems.

use super::ConfigurableRule;
use super::check::Failure;
use crate::document::{Key, Node};

/// The text of one problem, which may say several things about one place.
pub(super) fn message(rule: &ConfigurableRule, node: Node<'_>, failures: &[Failure]) -> String {
    let problems: Vec<&str> = failures.iter().map(|failure| failure.message.as_str()).collect();
    let problems = problems.join("; ");
    let subject = &rule.clause.subject;
    let property = subject.properties.join(", ");
    let Some(template) = &rule.message else {
        let what = [subject.type_name.as_str(), property.as_str()].join(" ");
        return format!(
            "{} failed because the {} didn't meet the assertions: {problems}",
            rule.id,
            what.trim_end()
        );
    };
    let index = node.index().map(|index| index.to_string());
    let key = node.key().map(Key::text).or(index.as_deref()).unwrap_or_default();
    let path: &str = node.document().source().path();
    let replace = |text: String, name: &str, value: &str| text.replace(&format!("{{{{{name}}}}}"), value);
    let mut text = template.replace('\n', " ");
    for (name, value) in [
        ("assertionName", rule.id.as_str()),
        ("nodeType", &subject.type_name),
        ("key", key),
        ("property", &property),
        ("pointer", &node.pointer()),
        ("file", path.rsplit('/').next().unwrap_or(path)),
        // Last: what is said about a definition is not looked through for placeholders.
        ("problems", &problems),
    ] {
        text = replace(text, name, value);
    }
    text.trim().to_owned()
}
