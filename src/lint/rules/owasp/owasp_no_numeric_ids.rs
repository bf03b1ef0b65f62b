//! Ids can't be guessed.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::words::words;
use crate::openapi::Kind;

use super::bounds::has_type;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-no-numeric-ids",
    presets: presets(OFF, OFF, OFF, OFF).owasp(WARN, ERROR),
    versions: V3,
    summary: "No parameter that is an id is an integer",
    why: "Who knows the id 41 tries 42 (OWASP API1:2023, Broken Object Level Authorization); random ids such as UUIDs \
          can't be guessed. A parameter is an id when its name is `id` or ends in it, without regard to case. Words \
          that happen to end in these letters (`paid`, `valid`, `grid`) are none.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{ticketId}:
    parameters:
      - {name: ticketId, in: path, required: true, schema: {type: integer}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{ticketId}:
    parameters:
      - {name: ticketId, in: path, required: true, schema: {type: string, format: uuid}}
",
    on: &[Kind::Parameter],
    create: |_| Box::new(NoNumericIds),
    ..RuleDef::BASE
};

struct NoNumericIds;

impl<'d> Rule<'d> for NoNumericIds {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(name) = node.str("name").filter(|name| is_id(name)) else { return };
        let Some(written) = node.get("schema") else { return };
        let Some(schema) = cx.followed(written).filter(|schema| has_type(*schema, "integer")) else { return };
        let Some(of_type) = schema.get("type") else { return };
        let message = format!("the id `{name}` is an integer");
        if schema == written {
            cx.report(of_type.location(), message);
        } else {
            cx.report(written.location(), message).related(of_type.location(), "the type is here");
        }
    }
}

/// English words that end in `id` and are no ids.
const WORDS: [&str; 36] = [
    "acid", "aid", "amid", "android", "asteroid", "avoid", "bid", "covid", "did", "fluid", "forbid", "grid",
    "hid", "humid", "hybrid", "invalid", "kid", "laid", "lid", "liquid", "maid", "mid", "overlaid", "paid",
    "prepaid", "pyramid", "raid", "rapid", "repaid", "rid", "said", "solid", "squid", "unpaid", "valid",
    "void",
];

fn is_id(name: &str) -> bool {
    let last = words(name).pop().unwrap_or_default().to_lowercase();
    last.ends_with("id") && !WORDS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids_are_told_from_words() {
        for name in ["id", "ID", "petId", "pet_id", "pet-id", "userid", "PetID", "filter[id]", "uuid"] {
            assert!(is_id(name), "{name}");
        }
        for name in ["paid", "isValid", "grid", "isPaid", "idle", "ids", "", "is_prepaid", "id_type"] {
            assert!(!is_id(name), "{name}");
        }
        assert!(super::WORDS.is_sorted());
    }
}
