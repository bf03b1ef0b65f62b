//! Simple parameters and exploded objects: a parameter of style `form` with `explode` sends an object as one parameter
//! a property (Parameter Object, Style Values). On the wire both are the same, so they are compared property by
//! property where one side has the object and the other the parameters.

use crate::api::{Api, Parameter, ParameterIn, ParameterStyle, SchemaId};

/// Schemas that are looked into for the properties of one object.
const MOST_PARTS: usize = 64;

/// What became of parameters that one side alone has.
#[derive(Debug, Default)]
pub(super) struct Unfolded<'a> {
    /// Pairs that are the same on the wire, the base's first.
    pub(super) pairs: Vec<(Parameter<'a>, Parameter<'a>)>,
    /// Properties of objects of the base that nothing takes the place of.
    pub(super) removed: Vec<Parameter<'a>>,
    /// Properties of objects of the head that took the place of nothing.
    pub(super) added: Vec<Parameter<'a>>,
}

/// Pairs objects of one side with simple parameters of the other, which leave both lists.
pub(super) fn unfold<'a>(
    (base, head): (&Api<'a>, &Api<'a>),
    removed: &mut Vec<&Parameter<'a>>,
    added: &mut Vec<&Parameter<'a>>,
) -> Unfolded<'a> {
    let mut unfolded = Unfolded::default();
    let (pairs, rest) = side(head, added, base, removed);
    unfolded.pairs.extend(pairs.into_iter().map(|(property, simple)| (simple, property)));
    unfolded.added = rest;
    let (pairs, rest) = side(base, removed, head, added);
    unfolded.pairs.extend(pairs);
    unfolded.removed = rest;
    unfolded
}

type Pairs<'a> = Vec<(Parameter<'a>, Parameter<'a>)>;

/// The objects among `objects` with the simple parameters that have the names of their properties: pairs, and the
/// properties that are left. An object with no such parameter stays where it is.
fn side<'a>(
    api: &Api<'a>,
    objects: &mut Vec<&Parameter<'a>>,
    other: &Api<'a>,
    simple: &mut Vec<&Parameter<'a>>,
) -> (Pairs<'a>, Vec<Parameter<'a>>) {
    let (mut pairs, mut rest) = (Vec::new(), Vec::new());
    objects.retain(|object| {
        let Some(properties) = properties(api, object) else { return true };
        let twin = |property: &Parameter<'a>, simple: &[&Parameter<'a>]| {
            simple.iter().position(|one| {
                one.name == property.name && one.place == property.place && !is_exploded_object(other, one)
            })
        };
        if properties.iter().all(|property| twin(property, simple).is_none()) {
            return true;
        }
        for property in properties {
            match twin(&property, simple) {
                Some(at) => pairs.push((property, simple.remove(at).clone())),
                None => rest.push(property),
            }
        }
        false
    });
    (pairs, rest)
}

fn is_exploded_object(api: &Api<'_>, parameter: &Parameter<'_>) -> bool {
    properties(api, parameter).is_some()
}

/// The properties of an exploded object as parameters; `None` for any other parameter.
fn properties<'a>(api: &Api<'a>, parameter: &Parameter<'a>) -> Option<Vec<Parameter<'a>>> {
    let is_exploded = parameter.explode
        && parameter.style == ParameterStyle::Form
        && matches!(parameter.place, ParameterIn::Query | ParameterIn::Cookie);
    let mut found: Vec<Parameter<'a>> = Vec::new();
    let mut waiting: Vec<SchemaId> = parameter.schema.filter(|_| is_exploded).into_iter().collect();
    let mut looked_at = 0;
    while let Some(id) = waiting.pop().filter(|_| looked_at < MOST_PARTS) {
        looked_at += 1;
        let schema = api.schema(api.target(id));
        waiting.extend(schema.all_of.iter().copied());
        for property in schema.object.iter().flat_map(|object| &object.properties) {
            if found.iter().any(|known| known.name == property.name) {
                continue;
            }
            found.push(Parameter {
                name: property.name,
                schema: Some(property.schema),
                required: parameter.required && property.required,
                description: None,
                examples: Vec::new(),
                ..parameter.clone()
            });
        }
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use crate::diff::tests::{diff, ids, with_operation};

    const SIMPLE: &str = "{parameters: [{name: limit, in: query, schema: {type: integer}}, {name: page, in: query, schema: {type: string}}]}";

    fn object(properties: &str, more: &str) -> String {
        format!(
            "{{parameters: [{{name: paging, in: query, schema: {{type: object, properties: {properties}}}{more}}}]}}"
        )
    }

    fn found(base: &str, head: &str) -> Vec<&'static str> {
        let mut ids = ids(&diff(&with_operation("3.1.0", base), &with_operation("3.1.0", head)));
        ids.retain(|id| *id != "api-version-not-bumped");
        ids
    }

    #[test]
    fn oasdiff_711_744_767_780_an_exploded_object_is_its_properties() {
        let same = object("{limit: {type: integer}, page: {type: string}}", "");
        assert!(found(SIMPLE, &same).is_empty() && found(&same, SIMPLE).is_empty());
        assert!(found(&same, &same).is_empty());
        let more = object("{limit: {type: integer}, page: {type: string}, sort: {type: string}}", "");
        assert_eq!(found(SIMPLE, &more), ["new-optional-request-parameter"]);
        assert_eq!(found(&more, SIMPLE), ["request-parameter-removed"]);
        let narrower = object("{limit: {type: integer}, page: {type: integer}}", "");
        assert_eq!(found(SIMPLE, &narrower), ["request-parameter-type-changed"]);
        let other = object("{size: {type: integer}}", "");
        assert!(found(SIMPLE, &other).contains(&"request-parameter-removed"));
    }

    #[test]
    fn an_object_that_is_one_parameter_on_the_wire_is_none_of_these() {
        let folded = object("{limit: {type: integer}, page: {type: string}}", ", explode: false");
        assert!(found(SIMPLE, &folded).contains(&"request-parameter-removed"));
    }
}
