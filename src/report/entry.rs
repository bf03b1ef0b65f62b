//! What formats for tools write: a problem or a change as one shape, so that each format is written once.

use std::borrow::Cow;

use super::findings::Finding;
use crate::diff::{Change, Impact, both_values};
use crate::document::Location;
use crate::message;
use crate::problem::Severity;

/// One line of a format for tools.
pub(super) struct Entry<'a> {
    /// The rule or the kind of change.
    pub(super) id: &'a str,
    /// How much it matters; a breaking change is an error, a risky one a warning.
    pub(super) severity: Severity,
    /// `error`, or `breaking`.
    pub(super) word: &'static str,
    /// One line.
    pub(super) message: String,
    /// The file, relative to the root.
    pub(super) file: Cow<'a, str>,
    /// The place in it; `None` for what the head does not have any more.
    pub(super) place: Option<&'a Location>,
    /// Other places.
    pub(super) related: Vec<(&'a str, &'a Location)>,
    /// An identity that survives moved lines.
    pub(super) fingerprint: String,
    /// The APIs that have it.
    pub(super) apis: Vec<&'a str>,
    /// Whether the base does not have it, where one was compared.
    pub(super) new: Option<bool>,
}

impl Entry<'_> {
    /// The 1-based line and column, 1 and 1 where there is no place.
    pub(super) fn line_column(&self) -> (u32, u32) {
        self.place.map_or((1, 1), |place| (place.start.line, place.start.column))
    }
}

impl<'a> From<&Finding<'a>> for Entry<'a> {
    fn from(finding: &Finding<'a>) -> Self {
        let problem = finding.problem;
        let mut message = problem.message.clone();
        for advice in problem.advice() {
            message.push_str("; ");
            message.push_str(&advice);
        }
        Entry {
            id: &problem.rule,
            severity: problem.severity,
            word: problem.severity.name(),
            message,
            file: Cow::Borrowed(&problem.location.file),
            place: Some(&problem.location),
            related: problem.related.iter().map(|related| (&*related.message, &related.location)).collect(),
            fingerprint: problem.fingerprint(),
            apis: finding.apis.clone(),
            new: finding.new,
        }
    }
}

/// A change as an entry. What the head does not have any more has a file but no place: tools show the head's lines.
pub(super) fn of_change<'a>(api: &'a str, change: &'a Change) -> Entry<'a> {
    let severity = match change.impact {
        _ if change.approval.is_some() => Severity::Info,
        Impact::Breaking => Severity::Error,
        Impact::Risky => Severity::Warning,
        Impact::Compatible => Severity::Info,
    };
    let file = change.head.as_ref().or(change.base.as_ref()).map(|place| place.file.to_string());
    Entry {
        id: change.id,
        severity,
        word: change.impact.name(),
        message: change_message(change),
        file: Cow::Owned(file.unwrap_or_default()),
        place: change.head.as_ref(),
        related: Vec::new(),
        fingerprint: change.fingerprint.clone(),
        apis: vec![api],
        new: Some(true),
    }
}

/// A change in one line: its operation, its words, both values, and who accepted it.
pub(super) fn change_message(change: &Change) -> String {
    let mut message = match operation(change) {
        Some(operation) => format!("{operation}: {}", said(change)),
        None => said(change),
    };
    if let Some(approval) = &change.approval {
        message.push_str(&format!(" (accepted by {}: {})", approval.who, approval.why));
    }
    message
}

/// The operation of a change, as people write it.
pub(super) fn operation(change: &Change) -> Option<String> {
    match (&change.operation, &change.path) {
        (Some(method), Some(path)) => Some(format!("{method} {path}")),
        (None, Some(path)) => Some(path.clone()),
        _ => None,
    }
}

/// The values before and after, where the message does not have them, whole or from their first difference on.
pub(super) fn values(change: &Change) -> Option<(&str, &str)> {
    let (before, after) = (change.before.as_deref()?, change.after.as_deref()?);
    let has = |value: &str| change.message.contains(&message::value(value));
    let has_both = (has(before) && has(after)) || change.message.contains(&both_values(before, after));
    (!has_both).then_some((before, after))
}

/// The message beside the name of its operation, which it may begin with: it is not said twice.
pub(super) fn words(change: &Change) -> &str {
    let name = operation(change).map(|operation| format!("{} ", message::value(&operation)));
    name.and_then(|name| change.message.strip_prefix(&name)).unwrap_or(&change.message)
}

/// The change in words beside the name of its operation, with both values.
pub(super) fn said(change: &Change) -> String {
    let words = words(change);
    match values(change) {
        Some((before, after)) => format!("{words}: {} → {}", message::value(before), message::value(after)),
        None => words.to_owned(),
    }
}
