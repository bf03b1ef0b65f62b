//! The smallest pair of definitions that shows each kind: for `preview explain`, and run as tests.
//!
//! `examples.txt` has a line for each: what it stands in, the id (for `schema` the aspect, which is shown at any
//! position), the impact, and what the base and the head say there, separated by tabs.

use super::{Row, Side};
use crate::diff::change::Impact;
use crate::diff::schema::Position;

/// What the two sides of an example are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExampleOf {
    /// A schema at any position.
    Schema,
    /// The keywords of an object schema at a position.
    Object(ObjectIn),
    /// An operation.
    Operation,
    /// The definition without its `openapi`.
    Definition,
}

/// Where an object stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObjectIn {
    /// A request body.
    Request,
    /// A response body.
    Response,
    /// A query parameter.
    Parameter,
    /// A header parameter.
    HeaderParameter,
    /// A response header.
    Header,
}

/// One example.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Example {
    /// What the two sides are.
    pub(crate) of: ExampleOf,
    /// The id, or the aspect.
    pub(crate) id: &'static str,
    /// The impact as it is expected; `-` for aspects, whose position decides.
    pub(crate) impact: &'static str,
    /// What the base says, as YAML on one line.
    pub(crate) base: &'static str,
    /// What the head says.
    pub(crate) head: &'static str,
}

/// All examples.
pub(crate) fn examples() -> impl Iterator<Item = Example> {
    include_str!("examples.txt").lines().filter_map(parse)
}

fn parse(line: &'static str) -> Option<Example> {
    let mut fields = line.split('\t');
    let of = match fields.next()? {
        "schema" => ExampleOf::Schema,
        "request-body" => ExampleOf::Object(ObjectIn::Request),
        "response-body" => ExampleOf::Object(ObjectIn::Response),
        "parameter" => ExampleOf::Object(ObjectIn::Parameter),
        "header-parameter" => ExampleOf::Object(ObjectIn::HeaderParameter),
        "header" => ExampleOf::Object(ObjectIn::Header),
        "operation" => ExampleOf::Operation,
        _ => ExampleOf::Definition,
    };
    Some(Example {
        of,
        id: fields.next()?,
        impact: fields.next()?,
        base: fields.next()?,
        head: fields.next()?,
    })
}

impl Row {
    /// The smallest pair that shows the kind; `None` for the few that a pair alone can't show (policies, versions).
    pub(crate) fn example(&self) -> Option<Example> {
        let own =
            || super::schema::ALL.iter().find(|kind| Position::ALL.iter().any(|at| at.id(kind) == self.id));
        examples().find(|one| one.id == self.id).or_else(|| {
            let aspect = own()?;
            examples().find(|one| one.of == ExampleOf::Schema && one.id == aspect.name)
        })
    }

    /// What to do instead of a change that breaks or may break; `None` for compatible ones.
    pub(crate) fn instead(&self) -> Option<&'static str> {
        let removed = ["removed", "renamed", "deleted"].iter().any(|word| self.id.contains(word));
        match (self.impact, self.side) {
            (Impact::Compatible, _) => None,
            _ if self.id.contains("sunset") => {
                Some("Give a deprecation a sunset date that is far enough ahead, and keep it.")
            }
            (_, Side::Neither) if removed => Some(
                "Deprecate it first with a sunset date, keep it until then, and offer the new one beside it.",
            ),
            (_, Side::Request) if removed => Some(
                "Keep accepting the old form, mark it `deprecated: true`, and add the new form beside it.",
            ),
            (_, Side::Request) => Some(
                "Keep accepting what was accepted: make new things optional, and narrow only in a new version.",
            ),
            (_, Side::Response) if removed => Some(
                "Keep sending the old form, mark it `deprecated: true`, and send the new form beside it.",
            ),
            (_, Side::Response) => Some(
                "Keep sending only what clients know: put new shapes into new properties or a new version.",
            ),
            (_, Side::Neither) => {
                Some("Offer the new behaviour beside the old one, and announce the end of the old one.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::kind::catalogue;

    #[test]
    fn almost_every_kind_has_an_example_and_every_break_a_way_out() {
        let without: Vec<_> = catalogue().filter(|row| row.example().is_none()).map(|row| row.id).collect();
        let excused = |id: &&str| {
            ["type-compatible", "sunset-missing", "version", "definition-"]
                .iter()
                .any(|part| id.contains(part))
        };
        assert!(without.iter().all(excused), "{without:?}");
        for row in catalogue() {
            assert_eq!(row.instead().is_some(), row.impact != Impact::Compatible, "{}", row.id);
        }
    }
}
