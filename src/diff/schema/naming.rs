//! From a finding and the place where an operation meets it to a kind of change.

use super::finding::{Facts, Finding};
use super::position::Position;
use super::typing::Typing;
use super::walk::Carrier;
use crate::diff::impact::Sense;
use crate::diff::kind::schema::{self as kinds, existence, named};
use crate::diff::kind::{Kind, Row, find, row};
use crate::diff::lifecycle::{Notice, Policy};

/// Where and how an operation meets a finding.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) position: Position,
    pub(super) carrier: Carrier,
    pub(super) typing: Typing,
    /// What is known of the property that the finding is about.
    pub(super) facts: Facts,
    /// The property whose value it is.
    pub(super) property: Option<Facts>,
    pub(super) sense: Sense,
    pub(super) policy: Policy,
}

impl At {
    /// The same in another position.
    pub(super) fn placed(self, position: Position) -> Self {
        At { position, ..self }
    }
}

/// The kind of a finding; `None` where it is no change.
pub(super) fn name(finding: &Finding<'_>, at: At) -> Option<&'static Row> {
    if let Some(kind) = hidden(finding, at) {
        return Some(row(kind));
    }
    let kind = finding.kind;
    let is = |other: &'static Kind| kind == other;
    if is(&existence::TYPE) {
        return types(finding, at);
    }
    if finding.property.is_some() {
        return property(finding, at).map(row);
    }
    if is(&existence::BECAME_READ_ONLY)
        || is(&existence::BECAME_NOT_READ_ONLY)
        || is(&existence::BECAME_WRITE_ONLY)
        || is(&existence::BECAME_NOT_WRITE_ONLY)
    {
        return flag(kind, at).map(row);
    }
    if is(&kinds::DEPRECATED) {
        return deprecated(finding, at);
    }
    if is(&kinds::BECAME_ENUM) && header_below(at) {
        return Some(row(&named::HEADER_BECAME_ENUM));
    }
    let default = is(&kinds::DEFAULT_ADDED) || is(&kinds::DEFAULT_REMOVED) || is(&kinds::DEFAULT_CHANGED);
    // What is always sent needs no default.
    if default
        && at.position == Position::Parameter
        && matches!(at.carrier, Carrier::Parameter { required: true, .. })
    {
        return None;
    }
    find(&at.position.id(kind))
}

fn header_below(at: At) -> bool {
    at.position == Position::ParameterProperty
        && matches!(at.carrier, Carrier::Parameter { header: true, .. })
}

/// Kinds of their own for properties that don't exist in this direction.
fn hidden(finding: &Finding<'_>, at: At) -> Option<&'static Kind> {
    if at.sense != Sense::Hidden {
        return None;
    }
    let pairs: &[(&'static Kind, &'static Kind)] = match at.position {
        Position::RequestProperty => &[
            (&kinds::ENUM_VALUE_REMOVED, &named::READ_ONLY_ENUM_VALUE_REMOVED),
            (&kinds::MAX_DECREASED, &named::READ_ONLY_MAX_DECREASED),
            (&kinds::EXCLUSIVE_MAX_DECREASED, &named::READ_ONLY_EXCLUSIVE_MAX_DECREASED),
            (&kinds::MAX_LENGTH_DECREASED, &named::READ_ONLY_MAX_LENGTH_DECREASED),
            (&kinds::MIN_INCREASED, &named::READ_ONLY_MIN_INCREASED),
            (&kinds::EXCLUSIVE_MIN_INCREASED, &named::READ_ONLY_EXCLUSIVE_MIN_INCREASED),
        ],
        Position::ResponseProperty => &[(&kinds::ENUM_VALUE_ADDED, &named::WRITE_ONLY_ENUM_VALUE_ADDED)],
        _ => &[],
    };
    pairs.iter().find(|(kind, _)| finding.kind == *kind).map(|(_, named)| *named)
}

/// The verdict on types and formats.
fn types(finding: &Finding<'_>, at: At) -> Option<&'static Row> {
    let change = finding.types?;
    let array = at.position == Position::Parameter
        && change.array_of_base
        && matches!(at.carrier, Carrier::Parameter { exploded: true, .. });
    let narrows = |typing: Typing| change.narrows(typing) && !array;
    let widens = |typing: Typing| change.reversed().narrows(typing);
    let kind: &Kind = match at.position {
        _ if change.listed && change.base != change.head => {
            let narrower = change.reversed().covers();
            let request = at.position.side() == crate::diff::kind::Side::Request;
            match (change.covers(), narrower) {
                (true, _) => &kinds::LIST_OF_TYPES_WIDENED,
                (_, true) => &kinds::LIST_OF_TYPES_NARROWED,
                // Some left and some came: the one that breaks.
                _ if request => &kinds::LIST_OF_TYPES_NARROWED,
                _ => &kinds::LIST_OF_TYPES_WIDENED,
            }
        }
        Position::ParameterProperty => match (narrows(Typing::Strict), narrows(Typing::Loose)) {
            (true, true) => &kinds::TYPE_SPECIALIZED,
            (false, false) => &kinds::TYPE_GENERALIZED,
            _ => &kinds::TYPE_CHANGED,
        },
        Position::RequestBody | Position::RequestProperty | Position::Parameter => {
            if narrows(at.typing) {
                &kinds::TYPE_CHANGED
            } else if change.is_concrete() && !change.covers() && at.position != Position::Parameter {
                &kinds::TYPE_COMPATIBLE
            } else {
                &kinds::TYPE_GENERALIZED
            }
        }
        _ if widens(at.typing) && change.covers() => &kinds::TYPE_GENERALIZED,
        _ if widens(at.typing) => &kinds::TYPE_CHANGED,
        _ if change.is_concrete() && !change.reversed().covers() => &kinds::TYPE_COMPATIBLE,
        _ => &kinds::TYPE_SPECIALIZED,
    };
    find(&at.position.id(kind))
}

/// Existence and requiredness of a property.
fn property(finding: &Finding<'_>, at: At) -> Option<&'static Kind> {
    let facts = at.facts;
    let added = finding.kind == &existence::PROPERTY_ADDED;
    let removed = finding.kind == &existence::PROPERTY_REMOVED;
    let renamed = finding.kind == &existence::PROPERTY_RENAMED;
    let required = finding.kind == &existence::PROPERTY_BECAME_REQUIRED;
    match at.position {
        Position::RequestBody | Position::RequestProperty => {
            // A read-only property does not exist in a request.
            if facts.read_only {
                return None;
            }
            Some(match facts.default {
                _ if renamed => &named::REQUEST_RENAMED,
                _ if removed => &named::REQUEST_REMOVED,
                true if added && facts.required_head => &named::NEW_REQUIRED_REQUEST_DEFAULT,
                false if added && facts.required_head => &named::NEW_REQUIRED_REQUEST,
                _ if added => &named::NEW_OPTIONAL_REQUEST,
                true if required => &named::REQUEST_BECAME_REQUIRED_DEFAULT,
                false if required => &named::REQUEST_BECAME_REQUIRED,
                _ => &named::REQUEST_BECAME_OPTIONAL,
            })
        }
        Position::ResponseBody | Position::ResponseProperty => Some(response_property(
            [added, removed, renamed, required],
            facts.write_only,
            if removed { facts.required_base } else { facts.required_head },
        )),
        Position::Parameter | Position::ParameterProperty => {
            let header = matches!(at.carrier, Carrier::Parameter { header: true, .. });
            Some(match header {
                _ if renamed => &named::PARAMETER_RENAMED,
                _ if removed => &named::PARAMETER_REMOVED,
                true if added && facts.required_head => &named::NEW_REQUIRED_HEADER,
                false if added && facts.required_head => &named::NEW_REQUIRED_PARAMETER,
                _ if added => &named::NEW_OPTIONAL_PARAMETER,
                true if required => &named::HEADER_BECAME_REQUIRED,
                false if required => &named::PARAMETER_BECAME_REQUIRED,
                _ => &named::PARAMETER_BECAME_OPTIONAL,
            })
        }
        Position::Header | Position::HeaderProperty => Some(if added {
            &named::RESPONSE_HEADER_ADDED
        } else if removed {
            &named::RESPONSE_HEADER_REMOVED
        } else if renamed {
            &named::RESPONSE_HEADER_RENAMED
        } else if required {
            &named::RESPONSE_HEADER_BECAME_REQUIRED
        } else {
            &named::RESPONSE_HEADER_BECAME_OPTIONAL
        }),
    }
}

fn response_property(
    [added, removed, renamed, required]: [bool; 4],
    write_only: bool,
    is_required: bool,
) -> &'static Kind {
    match (is_required, write_only) {
        _ if renamed => &named::RESPONSE_RENAMED,
        (true, false) if removed => &named::RESPONSE_REQUIRED_REMOVED,
        (false, false) if removed => &named::RESPONSE_OPTIONAL_REMOVED,
        (true, true) if removed => &named::RESPONSE_REQUIRED_WRITE_ONLY_REMOVED,
        (false, true) if removed => &named::RESPONSE_OPTIONAL_WRITE_ONLY_REMOVED,
        (true, false) if added => &named::RESPONSE_REQUIRED_ADDED,
        (false, false) if added => &named::RESPONSE_OPTIONAL_ADDED,
        (true, true) if added => &named::RESPONSE_REQUIRED_WRITE_ONLY_ADDED,
        (false, true) if added => &named::RESPONSE_OPTIONAL_WRITE_ONLY_ADDED,
        (_, false) if required => &named::RESPONSE_BECAME_REQUIRED,
        (_, true) if required => &named::RESPONSE_WRITE_ONLY_BECAME_REQUIRED,
        (_, false) => &named::RESPONSE_BECAME_OPTIONAL,
        (_, true) => &named::RESPONSE_WRITE_ONLY_BECAME_OPTIONAL,
    }
}

/// `readOnly` and `writeOnly` of a property that flipped.
fn flag(kind: &'static Kind, at: At) -> Option<&'static Kind> {
    let required = at.property?.required_base;
    let pick = |optional: &'static Kind, when_required: &'static Kind| {
        Some(if required { when_required } else { optional })
    };
    let read_only = kind == &existence::BECAME_READ_ONLY;
    let not_read_only = kind == &existence::BECAME_NOT_READ_ONLY;
    let write_only = kind == &existence::BECAME_WRITE_ONLY;
    match at.position {
        Position::RequestProperty if read_only => {
            pick(&named::REQUEST_OPTIONAL_READ_ONLY, &named::REQUEST_REQUIRED_READ_ONLY)
        }
        Position::RequestProperty if not_read_only => {
            pick(&named::REQUEST_OPTIONAL_NOT_READ_ONLY, &named::REQUEST_REQUIRED_NOT_READ_ONLY)
        }
        Position::RequestProperty if write_only => {
            pick(&named::REQUEST_OPTIONAL_WRITE_ONLY, &named::REQUEST_REQUIRED_WRITE_ONLY)
        }
        Position::RequestProperty => {
            pick(&named::REQUEST_OPTIONAL_NOT_WRITE_ONLY, &named::REQUEST_REQUIRED_NOT_WRITE_ONLY)
        }
        Position::ResponseProperty if read_only => {
            pick(&named::RESPONSE_OPTIONAL_READ_ONLY, &named::RESPONSE_REQUIRED_READ_ONLY)
        }
        Position::ResponseProperty if not_read_only => {
            pick(&named::RESPONSE_OPTIONAL_NOT_READ_ONLY, &named::RESPONSE_REQUIRED_NOT_READ_ONLY)
        }
        Position::ResponseProperty if write_only => {
            pick(&named::RESPONSE_OPTIONAL_WRITE_ONLY, &named::RESPONSE_REQUIRED_WRITE_ONLY)
        }
        Position::ResponseProperty => {
            pick(&named::RESPONSE_OPTIONAL_NOT_WRITE_ONLY, &named::RESPONSE_REQUIRED_NOT_WRITE_ONLY)
        }
        _ => None,
    }
}

fn deprecated(finding: &Finding<'_>, at: At) -> Option<&'static Row> {
    let kind = match at.policy.notice(finding.sunset) {
        Notice::Given => &kinds::DEPRECATED,
        Notice::GivenWithSunset => &kinds::DEPRECATED_WITH_SUNSET,
        Notice::SunsetMissing => &kinds::DEPRECATED_SUNSET_MISSING,
        Notice::SunsetInvalid => &kinds::DEPRECATED_SUNSET_INVALID,
        Notice::SunsetTooNear => &kinds::SUNSET_TOO_SMALL,
    };
    find(&at.position.id(kind))
}
