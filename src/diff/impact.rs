//! The one place where changes are judged.
//!
//! The law: what narrows the set of valid messages breaks requests (a client's message is refused), what widens it
//! breaks responses (a client gets what it never saw). [`DEPARTURES`] lists where we judge otherwise, and why.

use super::change::Impact;
use super::kind::{Effect, Row, Side};
use super::options::{DiffOptions, Preset};

/// Ids (`*` stands for anything) that are judged otherwise than the law says. The first match counts.
const DEPARTURES: &[(&str, Impact, &str)] = &[
    ("request-*-set", Impact::Risky, "it may only write down a limit that always held"),
    ("request-property-removed", Impact::Risky, UNKNOWN_REFUSED),
    ("request-parameter-removed", Impact::Risky, UNKNOWN_REFUSED),
    ("request-parameter-property-removed", Impact::Risky, UNKNOWN_REFUSED),
    ("request-parameter-property-type-changed", Impact::Risky, "how the object is written is not said"),
    ("request-*-any-of-became-one-of", Impact::Risky, SEVERAL_BRANCHES),
    ("response-*-one-of-became-any-of", Impact::Risky, SEVERAL_BRANCHES),
    ("request-*-union-added", Impact::Risky, "what was sent before may match a branch all the same"),
    ("response-*-union-removed", Impact::Risky, "what is sent may match a branch all the same"),
    ("request-*-all-of-removed", Impact::Risky, "fewer conditions, but its properties may be gone too"),
    ("request-optional-property-became-read-only", Impact::Risky, READ_ONLY),
    ("request-required-property-became-read-only", Impact::Risky, READ_ONLY),
    (
        "response-optional-property-removed",
        Impact::Risky,
        "clients had to do without it before, but may read it",
    ),
    (
        "response-header-property-removed",
        Impact::Risky,
        "clients had to do without it before, but may read it",
    ),
    ("response-optional-property-became-write-only", Impact::Risky, "clients had to do without it before"),
    ("response-*-enum-value-added", Impact::Risky, FALLBACK),
    ("response-*-enum-removed", Impact::Risky, FALLBACK),
    ("response-*-pattern-removed", Impact::Risky, "few clients check a pattern"),
    ("response-*-all-of-removed", Impact::Risky, "a promise is lost, but perhaps one that others repeat"),
    ("response-*-additional-properties-allowed", Impact::Risky, "clients ignore what they do not know"),
    ("response-*-default-value-added", Impact::Compatible, DEFAULT_IN_RESPONSE),
    ("response-*-default-value-removed", Impact::Compatible, DEFAULT_IN_RESPONSE),
    ("response-*-default-value-changed", Impact::Compatible, DEFAULT_IN_RESPONSE),
];

const UNKNOWN_REFUSED: &str = "some servers refuse what they do not know, others ignore it";
const SEVERAL_BRANCHES: &str = "it concerns only values that match several branches, if there are any";
const READ_ONLY: &str = "servers ignore a read-only property or refuse it";
const FALLBACK: &str = "a client without a fallback fails, many have one";
const DEFAULT_IN_RESPONSE: &str = "a default says what a missing value means, not which values are valid";

/// Kinds about whole messages whose impact on receivers of webhooks and callbacks the swapped law would miss.
const SWAPPED: &[(&str, Impact)] = &[
    ("response-success-status-removed", Impact::Breaking),
    ("response-media-type-removed", Impact::Breaking),
    ("response-body-media-type-schema-removed", Impact::Compatible),
    ("response-header-added", Impact::Compatible),
    ("request-parameter-removed", Impact::Risky),
    ("new-optional-request-parameter", Impact::Compatible),
    ("request-body-added-optional", Impact::Compatible),
    ("request-body-removed", Impact::Breaking),
    ("request-body-media-type-removed", Impact::Breaking),
];

/// What the law says.
fn law(effect: Effect, side: Side) -> Impact {
    match (effect, side) {
        (Effect::Keeps, _) => Impact::Compatible,
        (Effect::Unclear, _) => Impact::Risky,
        (Effect::Replaces, _) => Impact::Breaking,
        (Effect::Narrows, Side::Response) | (Effect::Widens, Side::Request) => Impact::Compatible,
        (Effect::Narrows | Effect::Widens, _) => Impact::Breaking,
    }
}

/// The impact of an id in the preset `preview`, and why it departs from the law where it does.
pub(super) fn of(id: &str, side: Side, effect: Effect) -> (Impact, Option<&'static str>) {
    match DEPARTURES.iter().find(|(pattern, ..)| matches(pattern, id)) {
        Some((_, impact, reason)) => (*impact, Some(reason)),
        None => (law(effect, side), None),
    }
}

/// The impact of a whole-message kind where the API is the one who calls.
pub(super) fn swapped(row: &Row) -> Impact {
    if let Some((_, impact)) = SWAPPED.iter().find(|(id, _)| *id == row.id) {
        return *impact;
    }
    let side = match row.side {
        Side::Request => Side::Response,
        Side::Response => Side::Request,
        Side::Neither => Side::Neither,
    };
    law(row.effect, side)
}

/// How a place in a schema turns the judgement of what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sense {
    /// As it reads.
    Same,
    /// Below `not`: narrowing widens.
    Opposite,
    /// Below `if`: both may happen.
    Unclear,
    /// The property does not exist in this direction.
    Hidden,
}

/// The judgement in force.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judge<'o> {
    pub(super) options: &'o DiffOptions,
}

impl Judge<'_> {
    /// The impact of a change of the kind `row`, judged like the kind `like`. `None`: it is switched off.
    pub(super) fn impact(self, row: &Row, like: Impact) -> Option<Impact> {
        if let Some(impact) = self.options.impacts.get(row.id) {
            return *impact;
        }
        match self.options.preset {
            Preset::Preview => Some(like),
            Preset::Oasdiff => row.upstream,
        }
    }

    /// The impact of a kind by itself.
    pub(super) fn plain(self, row: &Row) -> Option<Impact> {
        self.impact(row, row.impact)
    }

    /// The impact of `row`, which reads `like`, where the place has a sense and `opposite` is the kind's impact in the
    /// other direction.
    pub(super) fn in_sense(
        self,
        row: &Row,
        sense: Sense,
        (like, opposite): (Impact, Impact),
    ) -> Option<Impact> {
        let impact = match sense {
            Sense::Same => like,
            Sense::Opposite => opposite,
            Sense::Unclear if like == Impact::Compatible && opposite == Impact::Compatible => {
                Impact::Compatible
            }
            Sense::Unclear => Impact::Risky,
            Sense::Hidden => Impact::Compatible,
        };
        self.impact(row, impact)
    }
}

/// What an added or removed way of authentication does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Everyone who got in still gets in.
    Kept,
    /// Some who got in may not.
    Doubtful,
    /// No way in that worked before works now.
    Lost,
}

impl Access {
    /// Its impact.
    pub(super) fn impact(self) -> Impact {
        match self {
            Access::Kept => Impact::Compatible,
            Access::Doubtful => Impact::Risky,
            Access::Lost => Impact::Breaking,
        }
    }
}

/// Whether an id matches a pattern with at most one `*`.
fn matches(pattern: &str, id: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == id,
        Some((start, end)) => {
            id.len() >= start.len() + end.len() && id.starts_with(start) && id.ends_with(end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::catalogue;
    use super::*;

    #[test]
    fn every_departure_departs_from_something() {
        for (pattern, impact, _) in DEPARTURES {
            let hits: Vec<_> = catalogue().filter(|row| matches(pattern, row.id)).collect();
            assert!(!hits.is_empty(), "{pattern} matches nothing");
            assert!(hits.iter().any(|row| law(row.effect, row.side) != *impact), "{pattern} is the law");
        }
        for (id, impact) in SWAPPED {
            let row = catalogue().find(|row| row.id == *id).unwrap();
            assert_eq!(swapped(row), *impact);
        }
    }

    #[test]
    fn narrowing_breaks_requests_and_widening_breaks_responses() {
        let impact = |id: &str| catalogue().find(|row| row.id == id).unwrap().impact;
        assert_eq!(impact("request-body-max-decreased"), Impact::Breaking);
        assert_eq!(impact("request-body-max-increased"), Impact::Compatible);
        assert_eq!(impact("response-body-max-decreased"), Impact::Compatible);
        assert_eq!(impact("response-body-max-increased"), Impact::Breaking);
        assert_eq!(impact("request-property-max-set"), Impact::Risky);
    }
}
