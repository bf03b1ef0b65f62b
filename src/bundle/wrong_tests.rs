//! Definitions with something wrong at every place of every object.

use super::tests::store;
use super::*;
use crate::definition::load;
use crate::document::{DocumentId, parse};
use crate::source::Source;

const EVERYTHING: &str = include_str!("../../tests/definitions/everything.json");

/// What stands where something else belongs.
const WRONG: [&str; 12] = [
    "null",
    "true",
    "1",
    "-1.5e300",
    "\"x\"",
    "[]",
    "[null, 1]",
    "{}",
    "{\"$ref\": 1}",
    "{\"$ref\": \"#/nowhere\"}",
    "{\"$ref\": \"#\"}",
    "{\"$ref\": \"other.json#/a\", \"x-internal\": true}",
];

#[test]
fn anything_anywhere_is_bundled_without_a_panic() {
    let parsed = parse(DocumentId(0), Source::new("a.json", EVERYTHING.to_owned()));
    let all = BundleOptions {
        dereference: true,
        remove_internal: true,
        remove_unused: true,
        ..BundleOptions::default()
    };
    let mut bundles = 0;
    for (number, node) in parsed.document.nodes().enumerate() {
        // Each place meets two wrong things, its neighbours others: all at every place would take minutes.
        let wrong = WRONG.iter().enumerate().filter(|(at, _)| (at + number).is_multiple_of(6));
        for (_, wrong) in wrong {
            let mut text = EVERYTHING.to_owned();
            text.replace_range(node.span().range(), wrong);
            let files = [("a.json", text.as_str()), ("other.json", "{\"a\": {\"$ref\": \"a.json#/paths\"}}")];
            let Ok((definition, _)) = load(&store(&files), "a.json") else { continue };
            let version = if number.is_multiple_of(8) { Version::V2_0 } else { Version::V3_2 };
            for options in [BundleOptions::default(), all.clone()] {
                if let Ok(bundle) = bundle(&definition, version, &options) {
                    assert!(!bundle.to_json().is_empty() && !bundle.to_yaml().is_empty());
                    bundles += 1;
                }
            }
        }
    }
    assert!(bundles > 800, "{bundles}");
}

#[test]
fn the_deepest_document_is_bundled() {
    let depth = MAX_DEPTH - 5;
    let open = "{\"properties\": {\"a\": ".repeat(depth / 2 - 2);
    let close = "}}".repeat(depth / 2 - 2);
    let text =
        format!("{{\"openapi\": \"3.1.0\", \"components\": {{\"schemas\": {{\"A\": {open}{{}}{close}}}}}}}");
    let (definition, problems) = load(&store(&[("a.json", &text)]), "a.json").unwrap();
    assert!(problems.is_empty());
    let options = BundleOptions { dereference: true, remove_internal: true, ..BundleOptions::default() };
    let bundle = bundle(&definition, Version::V3_1, &options).unwrap();
    assert!(bundle.to_yaml().len() > depth * 10);
}

#[test]
fn files_that_lead_from_one_to_the_next_are_refused_beyond_the_limit() {
    let mut files =
        vec![("a.json".to_owned(), "{\"openapi\": \"3.0.0\", \"info\": {\"$ref\": \"0.json\"}}".to_owned())];
    for number in 0..600 {
        files.push((format!("{number}.json"), format!("{{\"x\": {{\"$ref\": \"{}.json\"}}}}", number + 1)));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (definition, _) = load(&store(&files), "a.json").unwrap();
    assert_eq!(bundle(&definition, Version::V3_0, &BundleOptions::default()), Err(BundleError::TooDeep));
}
